"""Scenarios × population → payouts: the one calculation that everything else only reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Figures, at_end_of_group, evaluated_periods, restricted, to_date
from compsim.engine.earning import Factors, Part, open_share_of, work_out
from compsim.engine.payouts import ADJUSTMENTS, Kind, Payouts
from compsim.engine.settlement import Settled, last_of_each, settle, standing
from compsim.errors import EngineError, PlanError, Problem, did_you_mean
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
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
        if not here.any():
            continue  # told by role_notes; there is nobody to set targets for
        _add_plan(outcome, figures, role, plan, here, factors)
    outcome.notes.extend(role_notes(scenario, window))
    return outcome


def _add_plan(
    outcome: _Outcome, figures: Figures, role: str, plan: Plan, here: NDArray[np.bool_], factors: Factors
) -> None:
    """Evaluate one plan and write its rows into the outcome."""
    parts = [work_out(figures, role, plan, name, factors) for name in plan.parts()]
    settlements = _numbered(figures.groups(plan.settlement))
    open_share, shut_silent = open_share_of(figures, role, plan, settlements)
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


def _year_bound(figures: Figures, settlements: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Target incentive of the plan year behind each settlement (R, T), and that year (T)."""
    years, ends = figures.groups("year"), last_of_each(settlements)
    whole_year = at_end_of_group(to_date(figures.incentive(), years, digits=9), years)
    return whole_year[:, ends], years[ends]


def _numbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same groups, numbered 0, 1, 2 … (P)."""
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)


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


def _part_notes(figures: Figures, role: str, part: Part, here: NDArray[np.bool_]) -> list[Problem]:
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


def role_notes(scenario: Scenario, population: Population) -> list[Problem]:
    """Roles without a plan, and plans for roles that nobody has, each with the nearest known name."""
    there = [str(role) for role in population.roster["role"].unique()]
    missing = population.roster["role"].value_counts(sort=False)
    nobody = [
        scenario.problem(f"nobody on the roster has the role '{role}'", did_you_mean(role, there), "plans", role)
        for role in scenario.plans
        if role not in there
    ]
    unplanned = [
        scenario.problem(
            f"no plan for the role '{role}' ({count} roster rows)", "They are paid nothing in this scenario.", "plans"
        )
        for role, count in sorted(missing.items())
        if role not in scenario.plans
    ]
    return [replace(note, severity="warning") for note in (*nobody, *unplanned)]


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
