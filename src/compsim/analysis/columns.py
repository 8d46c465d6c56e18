"""Which attributes of people and deals anybody needs, so that the rest can stay where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compsim.engine.readers import readers
from compsim.plan.multiplier import Multiplier
from compsim.plan.scenario import Plan, Scenario
from compsim.plan.target_rule import TargetRule


def needed_columns(scenarios: Iterable[Scenario], by: Iterable[str] = ()) -> frozenset[str]:
    """Columns of the roster and of deals that the scenarios name, and those that groups are to be compared `by`.

    Columns that every roster and deal has (rep, role, amount and so on) are not among them unless a plan names them.
    """
    plans = [plan for scenario in scenarios for plan in scenario.plans.values()]
    return frozenset({*by, *(column for plan in plans for column in _of_plan(plan))})


def _of_plan(plan: Plan) -> Iterator[str]:
    for multiplier in (*plan.multiplier, *(each for part in plan.parts().values() for each in part.multiplier)):
        yield from _of_multiplier(multiplier)
    for _, reader, _ in readers(plan):
        yield from map(str, reader.where)
        yield from _of_target(reader.target)


def _of_multiplier(multiplier: Multiplier) -> Iterator[str]:
    yield from (name for name in (multiplier.roster, multiplier.deal) if name)


def _of_target(target: TargetRule | None) -> Iterator[str]:
    """What a total is shared by; results are no column."""
    if target is not None and target.total is not None and target.shared_by != "results":
        yield target.shared_by
