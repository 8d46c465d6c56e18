"""What one objective or commission earns, and which gates are open, for every roster row at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Figures, at_end_of_group, to_date
from compsim.engine.settlement import Earned, last_of_each
from compsim.errors import PlanError
from compsim.plan.components import Commission, Gate, Objective
from compsim.plan.curve import PayCurve
from compsim.plan.scenario import Plan
from compsim.population.people import Population

Floats = NDArray[np.float64]
Factors = Callable[[PayCurve, Floats], Floats]


@dataclass(frozen=True, eq=False)
class Part:
    """One objective or commission, worked out for every roster row; rows of other roles are cut away later."""

    name: str
    earned: Earned
    attainment: Floats  # (R) over all evaluated periods
    silent: NDArray[np.bool_]  # (R) a result or target it needs is missing while the row is on the plan
    zero_target: NDArray[np.bool_]  # (R)


def work_out(figures: Figures, role: str, plan: Plan, name: str, factors: Factors) -> Part:
    """One objective or commission of a plan, for every row; PlanError if its rate has no amount to be paid on."""
    part = plan.parts()[name]
    measure = plan.measure(name)
    _check_sum(figures, role, name, part, measure)
    if isinstance(part, Objective):
        return _objective(figures, role, plan, name, part, measure, factors)
    return _commission(figures, role, plan, name, part, measure, factors)


def _objective(
    figures: Figures, role: str, plan: Plan, name: str, part: Objective, measure: str, factors: Factors
) -> Part:
    groups = figures.groups(plan.stretch(part))
    actual = figures.actual(measure, part.credit, plan.stretch(part))
    target = figures.target(role, measure, part, groups)
    incentive = to_date(figures.incentive(), groups, digits=9)
    base = incentive
    if part.against == "full":
        target, base = at_end_of_group(target, groups), at_end_of_group(incentive, groups)
    attained = figures.attainment(measure, actual, target)
    factor = factors(part.curve.compile(), attained if part.curve.on == "attainment" else np.round(actual, 9))
    earned = part.weight * factor * base / _sharers(figures, part)
    silent = np.isnan(attained if part.curve.on == "attainment" else actual)
    zero = (target == 0) if part.curve.on == "attainment" else np.zeros_like(silent)
    money = Earned(earned, base, part.weight * base, groups, part.pays, part.take_back)
    return Part(name, money, _overall(figures, role, part, measure), _on_plan(figures, silent), _on_plan(figures, zero))


def _commission(
    figures: Figures, role: str, plan: Plan, name: str, part: Commission, measure: str, factors: Factors
) -> Part:
    groups = figures.groups(plan.stretch(part))
    curve = part.compile()
    amount = _running_amount(figures, plan, part, measure)
    target = figures.target(role, measure, part, groups) if part.on == "attainment" else np.ones_like(amount)
    if part.on == "attainment":
        paid = factors(curve, figures.attainment(measure, amount, target))
        paid = paid * np.nan_to_num(target) if part.rates is not None else paid
    else:
        paid = factors(curve, amount)
    earned = paid / _sharers(figures, part)
    silent = np.isnan(amount) | np.isnan(target)
    incentive = to_date(figures.incentive(), groups, digits=9) / len(plan.commissions)
    behind = incentive if not plan.objectives else np.zeros_like(incentive)
    money = Earned(earned, np.nan_to_num(amount), behind, groups, part.pays, part.take_back)
    nowhere = np.full(len(amount), np.nan)
    zero = (target == 0) & (part.on == "attainment")
    return Part(name, money, nowhere, _on_plan(figures, silent), _on_plan(figures, zero))


def _running_amount(figures: Figures, plan: Plan, part: Commission, measure: str) -> Floats:
    """The amount to date (R, P); of collective credit, what came in while the row was on the plan."""
    if figures.window.definitions[measure].combine != "sum":
        return np.round(figures.actual(measure, part.credit, plan.stretch(part)), 9)
    return to_date(figures.amount(measure, part.credit), figures.groups(plan.stretch(part)))


def _sharers(figures: Figures, part: Objective | Commission) -> Floats:
    """What to divide by: the people credited where pay is shared, else one; an empty team divides by one."""
    if part.shared is None:
        return np.ones_like(figures.window.eligible)
    return np.fmax(figures.window.members(part.credit), 1.0)


def _overall(figures: Figures, role: str, part: Objective, measure: str) -> Floats:
    """Attainment over all evaluated periods, as it stands in the row's last period on the plan (R)."""
    window = figures.window
    whole = np.zeros(len(window.periods), dtype=np.int64)
    if window.definitions[measure].combine == "distinct":
        actual, groups = figures.actual(measure, part.credit, "year"), figures.groups("year")
    else:
        actual, groups = window.actual_in(measure, part.credit, whole), whole
    target = figures.target(role, measure, part, groups)
    attained = figures.attainment(measure, actual, target)
    return attained[np.arange(len(attained)), _last_period(window)]


def _last_period(window: Population) -> NDArray[np.intp]:
    """Position of the last period in which each row is on the plan (R)."""
    backwards = window.eligible[:, ::-1] > 0
    last: NDArray[np.intp] = window.eligible.shape[1] - 1 - np.argmax(backwards, axis=1)
    return last


def open_share_of(
    figures: Figures, role: str, plan: Plan, settlements: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.bool_]]:
    """The product of all gates' factors at each settlement (R, T), and where a gate had nothing to look at (R)."""
    ends = last_of_each(settlements)
    share = np.ones((len(figures.window.eligible), len(ends)))
    silent = np.zeros(len(share), dtype=bool)
    for gate in plan.gates:
        attained = _gate_attainment(figures, role, plan, gate)
        is_open = attained[:, ends] >= gate.hurdle
        share = share * np.where(is_open, 1.0, gate.otherwise)
        silent |= _on_plan(figures, np.isnan(attained))
    return share, silent


def _gate_attainment(figures: Figures, role: str, plan: Plan, gate: Gate) -> Floats:
    stretch = plan.stretch(gate)
    actual = figures.actual(gate.measure, gate.credit, stretch)
    target = figures.target(role, gate.measure, gate, figures.groups(stretch))
    return figures.attainment(gate.measure, actual, target)


def _on_plan(figures: Figures, cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows with any such cell while they are on the plan (R)."""
    return np.asarray((cells & (figures.window.eligible > 0)).any(axis=1), dtype=np.bool_)


def _check_sum(figures: Figures, role: str, name: str, part: Objective | Commission, measure: str) -> None:
    """A rate pays on an amount; a ratio is none."""
    combine = figures.window.definitions[measure].combine
    if isinstance(part, Commission) and part.rates is not None and combine != "sum":
        says = f"'{measure}' is a {combine}, so no rate can be paid on it"
        fix = "Pay points or steps on it, or a rate on an amount."
        raise PlanError([figures.scenario.problem(says, fix, "plans", role, "commissions", name)])
