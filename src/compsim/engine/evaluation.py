"""Scenarios × population → payouts: the one calculation that everything else only reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Figures, Scaled, evaluated_periods, last_of_each, restricted
from compsim.engine.commissions import commissions
from compsim.engine.earning import Factors, Part, objectives
from compsim.engine.gates import Gated, gates_of
from compsim.engine.needs import manager_notes, order_of_plans, unmet_needs, where_notes, with_payout
from compsim.engine.outcome import ROWS_AT_ONCE, Outcome, of_rows, rows_of, together
from compsim.engine.pay import pay, plan_multiplier, plan_multiplier_name
from compsim.engine.payouts import Payouts
from compsim.engine.readers import readers
from compsim.engine.trace import Trace
from compsim.errors import EngineError, PlanError, Problem, did_you_mean
from compsim.plan.part import PAYOUT
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Kept = dict[object, NDArray[np.float64]]
Traces = dict[str, Trace] | None
Floats = NDArray[np.float64]
EngineName = Literal["auto", "numpy", "numba"]
ENGINES: tuple[str, ...] = ("numpy", "numba")
COMPILE_PAYS_FROM = 40_000_000  # cells × curves; below, NumPy is done before Numba has compiled
NAMED_AT_MOST = 5


@dataclass(frozen=True, eq=False)
class _Special:
    """What only some callers ask of an evaluation."""

    traces: Traces = None  # filled with every step of each role's calculation
    only: NDArray[np.bool_] | None = None  # rows that are enough (R)
    scaled: Scaled = field(default_factory=dict)


_PLAIN = _Special()


def evaluate(scenarios: Scenario | Sequence[Scenario], population: Population, engine: EngineName = "auto") -> Payouts:
    """What each scenario would have paid each person; PlanError lists what the plans need and the data lack.

    All scenarios must evaluate the same periods. `engine` is numpy (the specification), numba (compiled) or auto.
    """
    listed = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    return evaluate_rows(listed, population, {}, engine=engine)


def evaluate_rows(
    scenarios: Sequence[Scenario],
    population: Population,
    kept: Kept,
    rows: NDArray[np.intp] | None = None,
    *,
    engine: EngineName = "auto",
) -> Payouts:
    """The payouts of some roster rows alone (n), or of all; teams and the company still count everybody.

    `kept` is filled with what the plans read, for a caller who evaluates more plans on the same people and periods.
    """
    window = common_window(scenarios, population)
    curves = sum(len(plan.parts()) for scenario in scenarios for plan in scenario.plans.values())
    factors = get_engine(engine, (window.eligible.size if rows is None else len(rows)) * curves)
    if rows is None:
        outcomes = [_evaluate_one(scenario, population, window, kept, factors) for scenario in scenarios]
        return together(scenarios, window, outcomes)
    special = _Special(only=_enough(scenarios, window, rows))
    outcomes = [
        of_rows(_evaluate_one(scenario, population, window, kept, factors, special), rows) for scenario in scenarios
    ]
    return together(scenarios, rows_of(window, rows), outcomes)


def _enough(scenarios: Sequence[Scenario], window: Population, rows: NDArray[np.intp]) -> NDArray[np.bool_] | None:
    """The rows to evaluate (R) so that some are paid; None, all of them, where a plan pays on what others are paid."""
    on_pay = any(m == PAYOUT for each in scenarios for plan in each.plans.values() for _, _, m in readers(plan))
    return None if on_pay else np.isin(np.arange(len(window.eligible)), rows)


def evaluate_scaled(
    scenario: Scenario,
    population: Population,
    scaled: Scaled,
    kept: Kept | None = None,
    rows: NDArray[np.intp] | None = None,
) -> Payouts:
    """What a scenario would have paid with some results larger or smaller, against the targets that really were.

    `scaled` says for a measure and whose result it is by how much each roster row's result is multiplied (R), after it
    was added up over the team or the company: a row's factor changes what that row is held against, and nobody else's.
    Single deals stay as large as they were; there are as many times more of them. `kept` as for `evaluate_rows`.
    With `rows` (n), only these are sure to be paid; the answer still has all rows, with 0 for those left out.
    """
    window = common_window((scenario,), population)
    kept = {} if kept is None else kept
    only = None if rows is None else _enough((scenario,), window, rows)
    special = _Special(scaled=scaled, only=only)
    outcome = _evaluate_one(scenario, population, window, kept, get_engine("numpy"), special)
    return together((scenario,), window, [outcome])


def trace(scenario: Scenario, population: Population) -> tuple[Payouts, dict[str, Trace]]:
    """What a scenario pays, by the specification, and every step of each role's calculation on the way there."""
    window = common_window((scenario,), population)
    traces: dict[str, Trace] = {}
    outcome = _evaluate_one(scenario, population, window, {}, get_engine("numpy"), _Special(traces))
    return together((scenario,), window, [outcome]), traces


def get_engine(name: str, cells: int = 0) -> Factors:
    """The factor kernel of an engine, imported on first use; EngineError for an unknown name."""
    if name == "auto":
        name = "numba" if cells >= COMPILE_PAYS_FROM else "numpy"
    if name not in ENGINES:
        raise EngineError(f"there is no engine '{name}'. {did_you_mean(name, ('auto', *ENGINES))}")
    factors: Factors = import_module(f"compsim.engine.{name}_engine").factors
    return factors


def common_window(scenarios: Sequence[Scenario], population: Population) -> Population:
    """The people on the periods that all scenarios evaluate; PlanError as `evaluate` raises it."""
    if not scenarios:
        raise PlanError([Problem("scenarios", "there is no scenario to evaluate", "Give at least one.")])
    problems = [problem for scenario in scenarios for problem in unmet_needs(scenario, population)]
    if problems:
        raise PlanError(problems)
    windows = [evaluated_periods(scenario, population) for scenario in scenarios]
    for scenario, window in zip(scenarios[1:], windows[1:], strict=True):
        if not np.array_equal(window, windows[0]):
            says = f"'{scenario.name}' evaluates other periods than '{scenarios[0].name}'"
            raise PlanError([scenario.problem(says, "Give both the same 'periods'.", "periods")])
    return restricted(population, windows[0])


def _evaluate_one(
    scenario: Scenario,
    population: Population,
    window: Population,
    kept: Kept,
    factors: Factors,
    special: _Special = _PLAIN,
) -> Outcome:
    """One scenario: plans that pay on what others were paid come after those others' plans."""
    rows = len(window.eligible)
    outcome = Outcome({}, {}, {}, window.incentive(), np.zeros(rows, bool), np.zeros(rows, bool), [])
    for role in order_of_plans(scenario, window):
        plan = scenario.plans[role]
        figures = Figures(scenario, role, plan, population, window, kept, scaled=special.scaled)
        if not len(figures.rows):
            continue  # told by role_notes; there is nobody to set targets for
        if special.traces is not None:
            special.traces[role] = empty_trace(figures)
            figures = replace(figures, trace=special.traces[role])
        if PAYOUT in (measure for _, _, measure in readers(plan)):
            figures = with_payout(figures, outcome.paid())
        silent, zero = _Told(), _Told()
        for block in blocks(figures, special.only):
            _add_plan(outcome, block, factors, silent, zero)
        outcome.notes.extend(_part_notes(figures, silent, zero))
    outcome.notes.extend(
        [*role_notes(scenario, window), *where_notes(scenario, window), *manager_notes(scenario, window)]
    )
    return outcome


def empty_trace(figures: Figures) -> Trace:
    """A trace of one plan, with what is needed to read it and no steps yet."""
    plan = figures.plan
    stretches = {name: figures.groups(plan.stretch(part)) for name, part in plan.parts().items()}
    return Trace(figures.role, figures.rows, figures.settlements(), stretches)


class _Told(dict[str, list[NDArray[np.intp]]]):
    """Roster rows that something has to be told about, by the part it is about."""

    def note(self, name: str, rows: NDArray[np.intp]) -> None:
        """Remember some more rows."""
        self.setdefault(name, []).append(rows)


def blocks(figures: Figures, only: NDArray[np.bool_] | None = None) -> Iterator[Figures]:
    """The plan's rows in blocks that stay in the processor's memory; all at once where people's pay hangs together.

    With `only` (R), the rows of no other people, unless all are needed to know what these are paid.
    """
    plan = figures.plan
    pooled = any(caps.pool is not None for caps in plan.caps) or any(part.shared for part in plan.objectives.values())
    together = figures.trace is not None or pooled or plan.draw is not None
    rows = figures.rows if only is None or together else figures.rows[only[figures.rows]]
    at_once = max(1, len(rows)) if together else ROWS_AT_ONCE
    for start in range(0, len(rows), at_once):
        yield replace(figures, block=rows[start : start + at_once])


def _add_plan(outcome: Outcome, figures: Figures, factors: Factors, silent: _Told, zero: _Told) -> None:
    """Evaluate a block of one plan and write its rows into the outcome."""
    plan, rows = figures.plan, figures.rows
    parts, gated, factor, lines = settle_block(figures, factors)
    outcome.on_plan[rows] = True
    outcome.incentive[rows] = figures.incentive()[rows]
    _write_money(outcome, figures, lines)
    unread = {f"the gate on '{gate.measure}'": nothing for gate, nothing in zip(plan.gates, gated.silent, strict=True)}
    if factor is not None:
        unread[plan_multiplier_name(plan)] = np.asarray(np.isnan(factor).any(axis=1), dtype=np.bool_)
    for name, nothing in unread.items():
        outcome.incomplete[rows] |= nothing
        silent.note(name, rows[nothing])
    for part in parts:
        outcome.incomplete[rows] |= part.silent
        silent.note(part.name, rows[part.silent])
        zero.note(part.name, rows[part.zero_target & ~part.silent])
        if part.name in plan.objectives:
            _write(outcome.attainment, part.name, part.attainment, figures, np.nan)
            _write(outcome.weight, part.name, np.full(len(rows), plan.objectives[part.name].weight), figures, 0.0)


def settle_block(figures: Figures, factors: Factors) -> tuple[list[Part], Gated, Floats | None, dict[str, Floats]]:
    """A block of one plan: its parts, its gates, the plan's multiplier, and the lines of each settlement (N, T)."""
    parts = [*objectives(figures, factors), *commissions(figures, factors)]
    gated, factor = gates_of(figures), plan_multiplier(figures, factors)
    return parts, gated, factor, pay(figures, parts, gated, factor)


def _write_money(outcome: Outcome, figures: Figures, lines: dict[str, Floats]) -> None:
    """Put each settlement's money (N, T) into its last period."""
    ends = last_of_each(figures.settlements())
    for name, money in lines.items():
        table = outcome.money.setdefault(name, np.zeros(figures.window.eligible.shape))
        table[np.ix_(figures.rows, ends)] = money


def _write(table: dict[str, Floats], name: str, values: Floats, figures: Figures, empty: float) -> None:
    column = table.setdefault(name, np.full(len(figures.window.eligible), empty))
    column[figures.rows] = values


def _part_notes(figures: Figures, silent: _Told, zero: _Told) -> Iterator[Problem]:
    """Who had nothing to read, and who had a target of zero, once for each part."""
    reps = figures.window.roster["rep"].to_numpy()
    parts = figures.plan.parts()
    for told, says, fix in (
        (silent, "no result or no target for", "They are paid 0 for it and marked incomplete."),
        (zero, "a target of zero for", "Their attainment counts as 0."),
    ):
        for name, blocks in told.items():
            people = reps[np.concatenate(blocks)]
            if len(people):
                shown = ", ".join(map(str, people[:NAMED_AT_MOST])) + (" …" if len(people) > NAMED_AT_MOST else "")
                where, path = f"scenario '{figures.scenario.name}'", f"plans.{figures.role}"
                what = f"'{name}'" if name in parts else name
                mend = next((other for start, other in _WITHOUT_READING.items() if name.startswith(start)), fix)
                yield Problem(where, f"{says} {len(people)} on {what}: {shown}", mend, path=path, severity="warning")


_WITHOUT_READING = {
    "the gate on": "It stays shut for them and they are marked incomplete.",
    "the plan's multiplier": "They are paid 0 and marked incomplete.",
}


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
        scenario.problem(_unplanned(str(role), int(count)), "They are paid nothing in this scenario.", "plans")
        for role, count in sorted(missing.items())
        if role not in scenario.plans
    ]
    return [replace(note, severity="warning") for note in (*nobody, *unplanned)]


def _unplanned(role: str, count: int) -> str:
    return f"no plan for the role '{role}' ({count} roster {'row' if count == 1 else 'rows'})"
