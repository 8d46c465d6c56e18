"""Scenarios × population → payouts: the one calculation that everything else only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Figures, at_end_of_group, evaluated_periods, restricted, to_date
from compsim.engine.payouts import ADJUSTMENTS, Kind, Payouts
from compsim.engine.settlement import Earned, Settled, last_of_each, settle, standing
from compsim.errors import EngineError, PlanError, Problem, did_you_mean
from compsim.plan.components import Commission, Gate, Objective
from compsim.plan.curve import PayCurve
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
Factors = Callable[[PayCurve, Floats], Floats]
EngineName = Literal["auto", "numpy", "numba"]
ENGINES: tuple[str, ...] = ("numpy", "numba")
COMPILE_PAYS_FROM = 5_000_000  # cells of one component; below, NumPy is done before Numba has compiled
NAMED_AT_MOST = 5


def evaluate(scenarios: Scenario | Sequence[Scenario], population: Population, engine: EngineName = "auto") -> Payouts:
    """What each scenario would have paid each person; PlanError lists what the plans need and the data lack.

    All scenarios must evaluate the same periods. `engine` is numpy (the specification), numba (compiled) or auto.
    """
    listed = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    window = _common_window(listed, population)
    factors = get_engine(engine, window.eligible.size)
    kept: dict[object, Floats] = {}
    outcomes = [_evaluate_one(Figures(scenario, population, window, kept), factors) for scenario in listed]
    return _together(listed, window, outcomes)


def get_engine(name: str, cells: int = 0) -> Factors:
    """The factor kernel of an engine, imported on first use; EngineError for an unknown name."""
    if name == "auto":
        name = "numba" if cells >= COMPILE_PAYS_FROM else "numpy"
    if name not in ENGINES:
        raise EngineError(f"there is no engine '{name}'. {did_you_mean(name, ('auto', *ENGINES))}")
    factors: Factors = import_module(f"compsim.engine.{name}_engine").factors
    return factors


def missing_measures(scenario: Scenario, population: Population) -> list[Problem]:
    """Every place where a scenario names a measure that the results do not have."""
    found = []
    for role, plan in scenario.plans.items():
        for path, measure in _named_measures(plan):
            if measure not in population.definitions:
                hint = did_you_mean(measure, population.measures)
                found.append(scenario.problem(f"no measure '{measure}' in the results", hint, "plans", role, *path))
    if scenario.sales_measure and scenario.sales_measure not in population.definitions:
        hint = did_you_mean(scenario.sales_measure, population.measures)
        found.append(scenario.problem(f"no measure '{scenario.sales_measure}' in the results", hint, "sales_measure"))
    return found


@dataclass(frozen=True, eq=False)
class _Part:
    """One objective or commission, worked out for every roster row; rows of other roles are cut away later."""

    name: str
    earned: Earned
    attainment: Floats  # (R) over all evaluated periods
    silent: NDArray[np.bool_]  # (R) a result or target it needs is missing while the row is on the plan
    zero_target: NDArray[np.bool_]  # (R)


@dataclass(frozen=True, eq=False)
class _Outcome:
    """One scenario's pay."""

    money: dict[str, Floats]  # component -> (R, P)
    attainment: dict[str, Floats]  # objective -> (R)
    weight: dict[str, Floats]  # objective -> (R)
    on_plan: NDArray[np.bool_]  # (R)
    incomplete: NDArray[np.bool_]  # (R)
    notes: list[Problem]


def _common_window(scenarios: Sequence[Scenario], population: Population) -> Population:
    if not scenarios:
        raise PlanError([Problem("scenarios", "there is no scenario to evaluate", "Give at least one.")])
    problems = [problem for scenario in scenarios for problem in missing_measures(scenario, population)]
    if problems:
        raise PlanError(problems)
    windows = [evaluated_periods(scenario, population) for scenario in scenarios]
    for scenario, window in zip(scenarios[1:], windows[1:], strict=True):
        if not np.array_equal(window, windows[0]):
            says = f"'{scenario.name}' evaluates other periods than '{scenarios[0].name}'"
            raise PlanError([scenario.problem(says, "Give both the same 'periods'.", "periods")])
    return restricted(population, windows[0])


def _evaluate_one(figures: Figures, factors: Factors) -> _Outcome:
    scenario, window = figures.scenario, figures.window
    rows = len(window.eligible)
    outcome = _Outcome({}, {}, {}, np.zeros(rows, dtype=bool), np.zeros(rows, dtype=bool), [])
    for role, plan in scenario.plans.items():
        here = (window.roster["role"] == role).to_numpy() & (window.eligible.sum(axis=1) > 0)
        outcome.on_plan[here] = True
        _add_plan(outcome, figures, role, plan, here, factors)
    outcome.notes.extend(_unplanned(scenario, window))
    return outcome


def _add_plan(
    outcome: _Outcome, figures: Figures, role: str, plan: Plan, here: NDArray[np.bool_], factors: Factors
) -> None:
    """Evaluate one plan and write its rows into the outcome."""
    parts = [_work_out(figures, role, plan, name, factors) for name in plan.parts()]
    settlements = _numbered(figures.groups(plan.settlement))
    open_share, shut_silent = _open_share(figures, role, plan, settlements)
    settled = settle(
        [standing(part.earned, settlements) for part in parts],
        open_share,
        plan.caps.payout,
        _year_bound(figures, settlements) if plan.caps.per == "year" else None,
    )
    _write_money(outcome, figures, settled, [part.name for part in parts], settlements, here)
    for part in parts:
        outcome.incomplete[here] |= part.silent[here]
        outcome.notes.extend(_part_notes(figures, role, part, here))
        if part.name in plan.objectives:
            _write(outcome.attainment, part.name, part.attainment, here, np.nan)
            _write(outcome.weight, part.name, np.full(len(here), plan.objectives[part.name].weight), here, 0.0)
    outcome.incomplete[here] |= shut_silent[here]


def _work_out(figures: Figures, role: str, plan: Plan, name: str, factors: Factors) -> _Part:
    part = plan.parts()[name]
    measure = plan.measure(name)
    _check_sum(figures, role, name, part, measure)
    if isinstance(part, Objective):
        return _objective(figures, role, plan, name, part, measure, factors)
    return _commission(figures, role, plan, name, part, measure, factors)


def _objective(
    figures: Figures, role: str, plan: Plan, name: str, part: Objective, measure: str, factors: Factors
) -> _Part:
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
    return _Part(
        name, money, _overall(figures, role, part, measure), _on_plan(figures, silent), _on_plan(figures, zero)
    )


def _commission(
    figures: Figures, role: str, plan: Plan, name: str, part: Commission, measure: str, factors: Factors
) -> _Part:
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
    return _Part(name, money, nowhere, _on_plan(figures, silent), _on_plan(figures, zero))


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


def _open_share(
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


def _year_bound(figures: Figures, settlements: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Target incentive of the plan year behind each settlement (R, T), and that year (T)."""
    years, ends = figures.groups("year"), last_of_each(settlements)
    whole_year = at_end_of_group(to_date(figures.incentive(), years, digits=9), years)
    return whole_year[:, ends], years[ends]


def _numbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same groups, numbered 0, 1, 2 … (P)."""
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)


def _on_plan(figures: Figures, cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows with any such cell while they are on the plan (R)."""
    return np.asarray((cells & (figures.window.eligible > 0)).any(axis=1), dtype=np.bool_)


def _write_money(
    outcome: _Outcome,
    figures: Figures,
    settled: Settled,
    names: Sequence[str],
    settlements: NDArray[np.int64],
    here: NDArray[np.bool_],
) -> None:
    """Put each settlement's money into its last period."""
    ends = last_of_each(settlements)
    lines = {name: settled.components[:, :, i] for i, name in enumerate(names)}
    for name, money in {**lines, "gate": settled.gate, "cap": settled.cap}.items():
        table = outcome.money.setdefault(name, np.zeros(figures.window.eligible.shape))
        table[np.ix_(here, ends)] = money[here]


def _write(table: dict[str, Floats], name: str, values: Floats, here: NDArray[np.bool_], empty: float) -> None:
    column = table.setdefault(name, np.full(len(here), empty))
    column[here] = values[here]


def _check_sum(figures: Figures, role: str, name: str, part: Objective | Commission, measure: str) -> None:
    """A rate pays on an amount; a ratio is none."""
    combine = figures.window.definitions[measure].combine
    if isinstance(part, Commission) and part.rates is not None and combine != "sum":
        says = f"'{measure}' is a {combine}, so no rate can be paid on it"
        fix = "Pay points or steps on it, or a rate on an amount."
        raise PlanError([figures.scenario.problem(says, fix, "plans", role, "commissions", name)])


def _part_notes(figures: Figures, role: str, part: _Part, here: NDArray[np.bool_]) -> list[Problem]:
    notes = []
    for rows, says, fix in (
        (part.silent, "no result or no target for", "They are paid 0 for it and marked incomplete."),
        (part.zero_target & ~part.silent, "a target of zero for", "Their attainment counts as 0."),
    ):
        people = figures.window.roster["rep"].to_numpy()[rows & here]
        if len(people):
            shown = ", ".join(map(str, people[:NAMED_AT_MOST])) + (" …" if len(people) > NAMED_AT_MOST else "")
            where = f"scenario '{figures.scenario.name}'"
            notes.append(
                Problem(
                    where,
                    f"{says} {len(people)} on '{part.name}': {shown}",
                    fix,
                    path=f"plans.{role}",
                    severity="warning",
                )
            )
    return notes


def _unplanned(scenario: Scenario, window: Population) -> list[Problem]:
    roles = window.roster["role"]
    missing = roles[~roles.isin(list(scenario.plans))].value_counts(sort=False)
    return [
        scenario.problem(
            f"no plan for the role '{role}' ({count} roster rows)", "They are paid nothing in this scenario.", "plans"
        )
        for role, count in sorted(missing.items())
    ]


def _named_measures(plan: Plan) -> list[tuple[tuple[str | int, ...], str]]:
    named: list[tuple[tuple[str | int, ...], str]] = []
    named += [(("objectives", name), plan.measure(name)) for name in plan.objectives]
    named += [(("commissions", name), plan.measure(name)) for name in plan.commissions]
    named += [(("gates", position), gate.measure) for position, gate in enumerate(plan.gates)]
    return named


def _together(scenarios: Sequence[Scenario], window: Population, outcomes: Sequence[_Outcome]) -> Payouts:
    """Line the scenarios up on one component axis."""
    objectives = _in_order(
        name for scenario in scenarios for plan in scenario.plans.values() for name in plan.objectives
    )
    commissions = _in_order(
        name for scenario in scenarios for plan in scenario.plans.values() for name in plan.commissions
    )
    both = [name for name in commissions if name in objectives]
    if both:
        says = f"'{both[0]}' is an objective in one plan and a commission in another"
        raise PlanError([Problem("scenarios", says, "Give the two different names; 'measure:' says what they read.")])
    names = (*objectives, *commissions, *ADJUSTMENTS)
    rows, periods = window.eligible.shape
    nothing, nowhere, weightless = np.zeros((rows, periods)), np.full(rows, np.nan), np.zeros(rows)
    return Payouts(
        scenarios=tuple(scenarios),
        population=window,
        components=names,
        kinds=_kinds(len(objectives), len(commissions)),
        money=np.stack([np.stack([o.money.get(n, nothing) for n in names], axis=-1) for o in outcomes]),
        attainment=np.stack([np.stack([o.attainment.get(n, nowhere) for n in names], axis=-1) for o in outcomes]),
        weight=np.stack([np.stack([o.weight.get(n, weightless) for n in names], axis=-1) for o in outcomes]),
        incentive=window.incentive(),
        base_salary=window.base_salary(),
        on_plan=np.stack([o.on_plan for o in outcomes]),
        incomplete=np.stack([o.incomplete for o in outcomes]),
        notes=tuple(dict.fromkeys(note for o in outcomes for note in o.notes)),
    )


def _kinds(objectives: int, commissions: int) -> tuple[Kind, ...]:
    kinds: list[Kind] = ["objective"] * objectives
    return (*kinds, *["commission"] * commissions, *["adjustment"] * len(ADJUSTMENTS))  # type: ignore[arg-type]


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
