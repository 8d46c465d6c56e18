"""What single scenarios paid, lined up as payouts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compsim.engine.payouts import ADJUSTMENTS, ALWAYS_SHOWN, Kind, Payouts
from compsim.errors import PlanError, Problem
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, eq=False)
class Outcome:
    """One scenario's pay; R roster rows, P evaluated periods."""

    money: dict[str, Floats]  # component -> (R, P)
    attainment: dict[str, Floats]  # objective -> (R)
    weight: dict[str, Floats]  # objective -> (R)
    incentive: Floats  # (R, P)
    on_plan: NDArray[np.bool_]  # (R)
    incomplete: NDArray[np.bool_]  # (R)
    notes: list[Problem]

    def paid(self) -> Floats:
        """Everything paid so far (R, P), money."""
        return sum(self.money.values(), np.zeros_like(self.incentive))


def together(scenarios: Sequence[Scenario], window: Population, outcomes: Sequence[Outcome]) -> Payouts:
    """Line the scenarios up on one component axis."""
    rated = _in_order(name for scenario in scenarios for plan in scenario.plans.values() for name in plan.objectives)
    beside = _in_order(name for scenario in scenarios for plan in scenario.plans.values() for name in plan.commissions)
    both = [name for name in beside if name in rated]
    if both:
        says = f"'{both[0]}' is an objective in one plan and a commission in another"
        raise PlanError([Problem("scenarios", says, "Give the two different names; 'measure:' says what they read.")])
    adjustments = [name for name in ADJUSTMENTS if name in ALWAYS_SHOWN or any(name in o.money for o in outcomes)]
    names = (*rated, *beside, *adjustments)
    cells = window.eligible.shape
    return Payouts(
        scenarios=tuple(scenarios),
        population=window,
        components=names,
        kinds=_kinds(len(rated), len(beside), len(adjustments)),
        money=_side_by_side([o.money for o in outcomes], names, cells, 0.0),
        attainment=_side_by_side([o.attainment for o in outcomes], names, cells[:1], np.nan),
        weight=_side_by_side([o.weight for o in outcomes], names, cells[:1], 0.0),
        incentive=np.stack([o.incentive for o in outcomes]),
        base_salary=window.base_salary(),
        on_plan=np.stack([o.on_plan for o in outcomes]),
        incomplete=np.stack([o.incomplete for o in outcomes]),
        notes=tuple(dict.fromkeys(note for o in outcomes for note in o.notes)),
    )


def _side_by_side(
    tables: Sequence[Mapping[str, Floats]], names: Sequence[str], shape: tuple[int, ...], empty: float
) -> Floats:
    """Each scenario's tables (R, …) on one axis of components (S, R, …, C); written once, in blocks of rows."""
    out = np.empty((len(tables), *shape, len(names)))
    nothing = np.full((ROWS_AT_ONCE, *shape[1:]), empty)
    for scenario, table in enumerate(tables):
        for start in range(0, shape[0], ROWS_AT_ONCE):
            some = slice(start, min(start + ROWS_AT_ONCE, shape[0]))
            there = [table[name][some] if name in table else nothing[: some.stop - start] for name in names]
            np.stack(there, axis=-1, out=out[scenario, some])
    return out


def of_rows(outcome: Outcome, rows: NDArray[np.intp]) -> Outcome:
    """What came out for some roster rows."""
    money, attainment, weight = (
        {name: values[rows] for name, values in table.items()}
        for table in (outcome.money, outcome.attainment, outcome.weight)
    )
    return Outcome(
        money,
        attainment,
        weight,
        outcome.incentive[rows],
        outcome.on_plan[rows],
        outcome.incomplete[rows],
        outcome.notes,
    )


def rows_of(window: Population, rows: NDArray[np.intp]) -> Population:
    """Some roster rows by themselves: to read what they were paid, not to evaluate, for their circles are cut."""
    return replace(
        window,
        roster=window.roster.iloc[rows].reset_index(drop=True),
        results={name: values[rows] for name, values in window.results.items()},
        targets={name: values[rows] for name, values in window.targets.items()},
        distinct={key: values[rows] for key, values in window.distinct.items()},
        eligible=window.eligible[rows],
        deals=None,
    )


def _kinds(objectives: int, commissions: int, adjustments: int) -> tuple[Kind, ...]:
    counts: dict[Kind, int] = {"objective": objectives, "commission": commissions, "adjustment": adjustments}
    return tuple(kind for kind, count in counts.items() for _ in range(count))


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
