"""One sale paid on five bases: the golden case of the page on what to pay on, evaluated when the page is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from macros import plan_cases
from macros.charts import columns_over_time
from macros.formats import money

import compsim
from compsim.cases import Case, load_case
from compsim.errors import InputError, Problem, did_you_mean

Found = TypeVar("Found")
CASE = "commission/one-sale-on-five-bases"
NAMES: Mapping[str, str] = {
    "bookings": "Bookings: when it is signed",
    "revenue": "Revenue: as it is delivered",
    "margin": "Margin: what is left of it",
    "cash": "Cash: when the customer pays",
    "mrr": "MRR: when it starts or stops",
}


@dataclass(frozen=True)
class Base:
    """One base: what it counts and what it pays, by period; money."""

    counted: tuple[float, ...]
    paid: tuple[float, ...]


@cache
def bases() -> Mapping[str, Base]:
    """The five bases by measure, in the order of the case."""
    payouts = compsim.evaluate(_case().scenario, _case().population)
    paid, counted = payouts.money[0].sum(axis=2), payouts.population.results  # (R, P) each
    return {name: Base(tuple(counted[name][row]), tuple(paid[row])) for row, name in enumerate(NAMES)}


@cache
def periods() -> tuple[str, ...]:
    """The quarters of the case."""
    return tuple(_case().population.periods)


def pay_bases_picture() -> str:
    """What each base pays quarter by quarter."""
    rows = [(label, bases()[name].paid) for name, label in NAMES.items()]
    said = "; ".join(f"{label.partition(':')[0]} {money(sum(values))}" for label, values in rows)
    return columns_over_time(rows, periods(), f"The same two contracts, paid on five bases. In all: {said}.")


def pay_base(name: str, figure: str = "total") -> str:
    """A figure of one base as text: total, first (quarter), taken_back; InputError for what is none."""
    found = _of(name, bases(), "base")
    paid = found.paid
    first = next(place for place, value in enumerate(paid) if value)
    known = {
        "total": money(sum(paid)),
        "first": periods()[first],
        "first_pay": money(paid[first]),
        "taken_back": money(-sum(value for value in paid if value < 0)),
        "without_taking_back": money(sum(value for value in paid if value > 0)),
        "counted": money(sum(found.counted)),
        "signed": money(next(value for value in found.counted if value)),
    }
    return _of(figure, known, "figure")


@cache
def _case() -> Case:
    found = plan_cases.case_at(CASE)
    return load_case(plan_cases.FOLDER / found.topic / f"{found.name}.yaml")


def _of(name: str, known: Mapping[str, Found], what: str) -> Found:
    if name not in known:
        raise InputError([Problem("pay_base", f"no {what} '{name}'", did_you_mean(name, tuple(known)))])
    return known[name]
