"""From what the parts of a plan have earned to the lines of each settlement, in the plan's order of operations.

Gates → plan multiplier → payout cap → less already paid → money, total-pay and pool caps → draw → rounding.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import (
    INCENTIVE_DIGITS,
    Figures,
    Groups,
    at_end_of_group,
    last_of_each,
    sum_of_group,
    to_date,
)
from compsim.engine.earning import Factors, Part
from compsim.engine.gates import Gated
from compsim.engine.limits import drawn, note_cap, under_money_caps
from compsim.engine.multipliers import multiplied
from compsim.engine.rounding import rounded
from compsim.engine.settlement import Standing, less_already_paid, settle, standing, times, total
from compsim.plan.scenario import Plan
from compsim.population.people import running_sum

Floats = NDArray[np.float64]


def plan_multiplier(figures: Figures, factors: Factors) -> Floats | None:
    """The plan's own multiplier at the end of each settlement (N, T), NaN where a reading is missing; None without."""
    if not figures.plan.multiplier:
        return None
    ends = last_of_each(figures.settlements())
    factor = multiplied(figures, figures.plan.multiplier, figures.plan.settlement, factors)[:, ends]
    figures.note("plan_multiplier", "", factor, "ratio", settled=True)
    return factor


def plan_multiplier_name(plan: Plan) -> str:
    """What the plan's multiplier is called in a note."""
    read = (each.measure or each.roster or "a matrix" for each in plan.multiplier)
    return f"the plan's multiplier by '{', '.join(read)}'"


def pay(figures: Figures, parts: Sequence[Part], gated: Gated, factor: Floats | None) -> dict[str, Floats]:
    """The lines of each settlement (N, T): parts, gate, cap, and draw and rounding where the plan has them."""
    plan, settlements = figures.plan, figures.settlements()
    standings = _standings(figures, parts, settlements, factor)
    behind = [gated.let_through(part.name, each) for part, each in zip(parts, standings, strict=True)]
    for part, held in zip(parts, behind, strict=True):
        figures.note("after_gates", part.name, held, "money", settled=True)
    caps = plan.payout_cap
    yearly = _year_bound(figures, settlements) if caps.per == "year" else None
    settled = settle(standings, behind, caps.payout, yearly)
    if caps.payout is not None and figures.trace is not None:
        bound, reach = _payout_bound(caps.payout, standings, yearly), _reach(standings, behind, yearly)
        note_cap(figures, "payout", reach, bound, caps.per)
    figures.note("payout_cap", "", settled.kept, "ratio", settled=True)
    _note_paid(figures, parts, standings, settled.paid)
    capped = under_money_caps(figures, settled.paid)
    lines = {part.name: settled.components[:, :, i] for i, part in enumerate(parts)}
    before_caps = total([*lines.values(), settled.gate])
    lines |= {"gate": settled.gate, "cap": total(capped) - before_caps}
    return lines | _after_caps(figures, capped)


def _payout_bound(cap: float, standings: Sequence[Standing], yearly: tuple[Floats, Groups] | None) -> Floats:
    """The most that the payout cap lets through (N, T): of each settlement's standing, or of the year."""
    return cap * (total([each.incentive for each in standings]) if yearly is None else yearly[0])


def _reach(standings: Sequence[Standing], behind: Sequence[Floats], yearly: tuple[Floats, Groups] | None) -> Floats:
    """What the payout cap is held against (N, T): where all stand, or what would be paid now."""
    paid = behind if yearly is None else [less_already_paid(s, held) for s, held in zip(standings, behind, strict=True)]
    return total(paid)


def _standings(figures: Figures, parts: Sequence[Part], settlements: Groups, factor: Floats | None) -> list[Standing]:
    """Every part at the end of each settlement, times the plan's multiplier."""
    found = [standing(part.earned, settlements) for part in parts]
    for part, each in zip(parts, found, strict=True):
        figures.note("standing", part.name, each.amount, "money", settled=True)
    return found if factor is None else [times(each, factor) for each in found]


def _after_caps(figures: Figures, capped: Sequence[Floats]) -> dict[str, Floats]:
    """The draw and the rounding line, where the plan has them."""
    plan, lines = figures.plan, {}
    sums = total(capped)
    figures.note("payout", "", sums, "money", settled=True)
    added = np.zeros_like(sums)
    if plan.draw is not None:
        draw = drawn(figures, plan.draw, sums)
        added = lines["draw"] = draw.added
        figures.note("draw", "", draw.draw, "money", settled=True)
        figures.note("draw_adjustment", "", draw.added, "money", settled=True)
        figures.note("balance", "", draw.balance, "money", settled=True)
    if plan.rounding is not None and plan.rounding.each != "deal":
        lines["rounding"] = _rounding(plan.rounding.how, plan.rounding.each, capped, added)
        figures.note("rounding", "", lines["rounding"], "money", settled=True)
    base = sum_of_group(figures.base_salary()[figures.rows], figures.settlements())
    settled = total([sums, *lines.values()])
    figures.note("settled", "", settled, "money", settled=True)
    figures.note("base_salary", "", base, "money", settled=True)
    figures.note("total_pay", "", settled + base, "money", settled=True)
    return lines


def _rounding(how: str, each: str, capped: Sequence[Floats], added: Floats) -> Floats:
    """What rounding adds (N, T): the rounded sums less the exact ones."""
    pieces = [*capped, added] if each == "component" else [total([*capped, added])]
    return total([rounded(money, how) - money for money in pieces])  # type: ignore[arg-type]


def _note_paid(figures: Figures, parts: Sequence[Part], standings: Sequence[Standing], paid: Sequence[Floats]) -> None:
    """Keep what each part paid before in its stretch, and what it pays now."""
    for part, each, money in zip(parts, standings, paid, strict=True):
        before = running_sum(money, each.restarts) - money
        figures.note("already_paid", part.name, before, "money", settled=True)
        figures.note("paid", part.name, money, "money", settled=True)


def _year_bound(figures: Figures, settlements: Groups) -> tuple[Floats, Groups]:
    """Target incentive of the plan year behind each settlement (N, T), and that year (T)."""
    years, ends = figures.groups("year"), last_of_each(settlements)
    whole_year = at_end_of_group(to_date(figures.incentive()[figures.rows], years, INCENTIVE_DIGITS), years)
    return whole_year[:, ends], years[ends]
