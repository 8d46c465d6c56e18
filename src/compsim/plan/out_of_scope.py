"""Fields that plans have elsewhere and a plan file cannot say: each is answered by what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from compsim.errors import Problem

_OUT_OF_SCOPE: Mapping[tuple[str, ...], tuple[str, str]] = {
    ("rank", "ranks", "ranking", "contest", "contests"): (
        "ranks and contests cannot be simulated: what one person gets would depend on everybody's order",
        "Leave them out, and say in 'note' that they are paid beside this plan.",
    ),
    ("holdback", "hold_back", "paid_on", "paid_when", "cash_receipt"): (
        "pay is simulated when it is earned, not when customers pay",
        "Leave it out; the sum of the year is the same unless something is never paid.",
    ),
    ("valid_from", "valid_to", "effective", "changes"): (
        "a plan cannot change in mid-year",
        "Make two roles with a plan each, and give people a roster row in each role.",
    ),
    ("exchange_rate", "exchange_rates", "currencies", "fx"): (
        "currencies are not converted",
        "Convert all money to one currency before loading.",
    ),
}


def told_if_out_of_scope(problem: Problem) -> Problem:
    """A field that plans have elsewhere gets an answer of its own, not just `unknown`."""
    name = problem.path.rpartition(".")[2]
    for words, (says, fix) in _OUT_OF_SCOPE.items():
        if name in words and problem.says.startswith("there is no field"):
            return replace(problem, says=f"'{name}': {says}", fix=fix)
    return problem
