"""Objectives and commissions that come, go and change places; the weights of a plan add to 100 % all the while.

What a new part begins with is plain data, as a plan file says it. Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain, count
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from compsim.plan.quantity import write_number, write_ratio
from compsim.plan.scenario import RESERVED, Plan, Scenario
from compsim.plan.weights import respread
from compsim.population.people import Population
from simulator.editing import TIMING, edited, moved, path_of, weights_of
from simulator.starter import CURVE, measures_with_targets

Plain = dict[str, Any]
Kind = Literal["objectives", "commissions"]
ADDED_UP = ("sum", "distinct")  # measures whose results are amounts that can be paid on
FIRST_RATE: Mapping[str, str] = {"money": "1%"}  # what a new commission pays
EACH = "10 each"  # for what is counted


# --- what can be added


def free_for_objectives(plan: Plan, population: Population) -> list[str]:
    """The measures that no objective of the plan reads, in the order of the data."""
    used = {plan.measure(name) for name in plan.objectives}
    return [name for name in population.measures if name not in used]


def free_for_commissions(plan: Plan, population: Population) -> list[str]:
    """The measures that no commission of the plan reads and whose results add up to an amount."""
    used = {plan.measure(name) for name in plan.commissions}
    amounts = [name for name, measure in population.definitions.items() if measure.combine in ADDED_UP]
    return [name for name in population.measures if name in amounts and name not in used]


def new_objective(scenario: Scenario, population: Population, role: str, measure: str) -> tuple[str, Plain]:
    """A name and the plainest objective on a measure; where nobody of the role has a target, the usual result is one.

    In a blended plan it has no curve of its own and is paid when the others are.
    """
    usual = usual_result(population, role, measure)
    known = measure in measures_with_targets(population, role)
    target = {} if known or not usual else {"target": {"every_month": write_number(usual)}}
    name = name_for(scenario, role, measure, "objectives")
    return name, {**_named(name, measure), **target, **_paid_like_the_others(scenario.plans[role])}


def new_commission(scenario: Scenario, population: Population, role: str, measure: str) -> tuple[str, Plain]:
    """A name and a commission from the first unit on: 1 % of money, or a sum for each of what is counted."""
    rate = FIRST_RATE.get(population.definitions[measure].unit, EACH)
    name = name_for(scenario, role, measure, "commissions")
    return name, {**_named(name, measure), "rates": {0: rate}}


def usual_result(population: Population, role: str, measure: str) -> float:
    """What people of a role reach in a period on average, to three figures; 0 where nothing is known."""
    told = population.definitions[measure]
    if told.combine == "ratio":
        whole = _results(population, role, told.denominator).sum()
        usual = _results(population, role, told.numerator).sum() / whole if whole > 0 else 0.0
    else:
        known = _results(population, role, measure)
        usual = known.mean() if known.size else 0.0
    return float(f"{max(usual, 0.0):.3g}")


def _results(population: Population, role: str, measure: str) -> NDArray[np.float64]:
    """Everything that is known of a role's results (n), in the measure's unit."""
    rows = (population.roster["role"].astype(str) == role).to_numpy()
    results = population.results.get(measure)
    return np.array([]) if results is None else results[rows][np.isfinite(results[rows])]


def name_for(scenario: Scenario, role: str, measure: str, kind: Kind) -> str:
    """A name that can be given: that of the measure, if nothing else has it; roles share the names of one kind only."""
    base, singular = measure.replace(".", "_"), kind.removesuffix("s")
    taken = {*scenario.plans[role].parts(), *RESERVED, *_of_the_other_kind(scenario, kind)}
    numbered = (f"{base}_{singular}_{number}" for number in count(2))
    return next(name for name in chain((base, f"{base}_{singular}"), numbered) if name not in taken)


def _of_the_other_kind(scenario: Scenario, kind: Kind) -> set[str]:
    other = "commissions" if kind == "objectives" else "objectives"
    return {name for plan in scenario.plans.values() for name in getattr(plan, other)}


def _named(name: str, measure: str) -> Plain:
    return {} if name == measure else {"measure": measure}


def _paid_like_the_others(plan: Plan) -> Plain:
    """A curve of its own; in a blended plan the timing of the other objectives instead."""
    if plan.mix == "each":
        return {"curve": CURVE}
    said = next(iter(plan.objectives.values())).model_dump(exclude_defaults=True)
    return {name: said[name] for name in TIMING if name in said}


# --- adding, removing, moving


def add_objective(
    scenario: Scenario, role: str, name: str, plain: Mapping[str, Any], held: Collection[str] = ()
) -> Scenario:
    """One more objective at the end, with as much weight as each would have if all weighed the same.

    The weight is in whole percent, rounded down; the others, but for those `held`, give it in proportion.
    """
    before = weights_of(scenario, role)
    share = (100 // (len(before) + 1)) / 100
    spread = respread({**before, name: 0.0}, name, share, held=held)
    said = scenario.to_plain()["plans"][role].get("objectives", {})
    return _with_parts(scenario, role, "objectives", _weighed({**said, name: plain}, spread))


def add_commission(scenario: Scenario, role: str, name: str, plain: Mapping[str, Any]) -> Scenario:
    """One more commission at the end."""
    said = scenario.to_plain()["plans"][role].get("commissions", {})
    return _with_parts(scenario, role, "commissions", {**said, name: dict(plain)})


def remove_part(scenario: Scenario, role: str, name: str, held: Collection[str] = ()) -> Scenario:
    """The plan without an objective or a commission; the others share the freed weight in proportion.

    Those whose weight is `held` get none of it, unless nobody else is left. A gate no longer holds it; one that held
    nothing else goes along. Raises PlanError for the last part of a plan.
    """
    plan = scenario.plans[role]
    kind = str(path_of(plan, name)[0])
    left = {other: said for other, said in scenario.to_plain()["plans"][role][kind].items() if other != name}
    if kind == "objectives" and left:
        stay = held if set(left) - {*held} else ()
        left = _weighed(left, respread(weights_of(scenario, role), name, 0.0, held=stay))
    bare = {"mix": None, "curve": None} if kind == "objectives" and not left else {}
    return _with_parts(scenario, role, kind, left, {**bare, "gates": _gates_without(scenario, role, name)})


def move_part(scenario: Scenario, role: str, name: str, by: int) -> Scenario:
    """An objective or a commission among its like moved down by so many places, or up if negative."""
    kind = str(path_of(scenario.plans[role], name)[0])
    said = scenario.to_plain()["plans"][role][kind]
    order = moved(list(said), list(said).index(name), by)
    return _with_parts(scenario, role, kind, {each: said[each] for each in order})


def _weighed(said: Mapping[str, Any], weights: Mapping[str, float]) -> Plain:
    return {name: {"weight": write_ratio(weights[name]), **_but_weight(part)} for name, part in said.items()}


def _but_weight(part: Mapping[str, Any]) -> Plain:
    return {name: value for name, value in part.items() if name != "weight"}


def _gates_without(scenario: Scenario, role: str, name: str) -> list[Plain]:
    """The gates of a plan as its file says them, none of which holds the part of this name."""
    found = []
    for gate, said in zip(scenario.plans[role].gates, scenario.to_plain()["plans"][role].get("gates", []), strict=True):
        kept = [each for each in gate.holds if each != name]
        if kept:
            found.append(said if name not in gate.holds else {**said, "holds": kept})
    return found


def _with_parts(
    scenario: Scenario, role: str, kind: str, parts: Mapping[str, Any], also: Mapping[str, Any] | None = None
) -> Scenario:
    plain = scenario.to_plain()
    plan = {**plain["plans"][role], kind: parts, **(also or {})}
    said = {name: value for name, value in plan.items() if value not in (None, {}, [])}
    return edited(scenario, {**plain, "plans": {**plain["plans"], role: said}})
