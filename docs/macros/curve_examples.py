"""The hunters' curves of both plans of the invented company side by side: their shapes, and what they pay."""

from __future__ import annotations

from macros.company import AFTER, BEFORE, TITLES
from macros.curve_answers import INCENTIVE, cash, pays_at, share
from macros.formats import num

import compsim
from compsim.analysis.edges import flat
from compsim.plan.curve import PayCurve

_REACHED = (0.7, 0.8, 0.9, 0.95, 0.98, 1.0, 1.1, 1.3, 1.6)
_ALMOST, _JUST_ABOVE = 0.999, 1.001  # on both sides of target


def curve_shapes() -> str:
    """Where both curves begin, how steep they are and where they end, as a Markdown table."""
    both = [_curve(name) for name in (BEFORE, AFTER)]
    rows = {
        "Pay begins": [f"At {share(each.edges[0])}, at {share(each.levels[0])}" for each in both],
        "Below target, one point pays": [f"{num(each.slope_up_to(_ALMOST))} points" for each in both],
        "Above target, one point pays": [f"{num(each.slope_up_to(_JUST_ABOVE))} points" for each in both],
        "Flat from": [share(flat(each)[-1][0]) for each in both],
    }
    return "\n".join([_head(), *(f"| {name} | {before} | {after} |" for name, (before, after) in rows.items())])


def curve_comparison() -> str:
    """What both curves pay at some attainments, in money, as a Markdown table."""
    both, money = [_curve(name) for name in (BEFORE, AFTER)], float(INCENTIVE)
    rows = (f"| {share(x)} | {' | '.join(cash(pays_at(each, x) * money) for each in both)} |" for x in _REACHED)
    return "\n".join([_head("Reached"), *rows])


def _curve(name: str) -> PayCurve:
    return compsim.example_scenarios()[name].plans["hunter"].curve_of("revenue").compile()


def _head(first: str = "") -> str:
    return f"| {first} | {TITLES[BEFORE]} | {TITLES[AFTER]} |\n|---|---|---|"
