"""What the search page asks of the library: levers from ranges, the search itself, and a found plan as a scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

from compsim.analysis.search.front import Goal
from compsim.analysis.search.limits import Limits
from compsim.analysis.search.search import EVERY_UP_TO, Search, search_plans
from compsim.plan.lever_ranges import cap_lever, curve_lever, hurdle_lever, weight_lever
from compsim.plan.levers import Lever
from compsim.plan.scenario import Scenario
from simulator import caches, fairness_answers
from simulator.sources import Data
from simulator.text import plain

STEPS = (0.05, 0.1, 0.2)  # of weights
WEIGHTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
STARTS = (-0.1, -0.05, 0.0, 0.05, 0.1)  # of attainment, added to the first point
STEEPER = (0.5, 0.75, 1.0, 1.25, 1.5)  # times the rise above target
CAPS = (1.5, 2.0, 2.5, 3.0)
MOVES = (-0.1, -0.05, 0.05, 0.1)  # of a hurdle
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
GOALS: tuple[Goal, ...] = ("cost", "share_at_target", "largest_loss", "share_of_winners")


@dataclass(frozen=True)
class Moved:
    """What may be moved in one role's plan."""

    role: str
    step: float | None  # of weights; None leaves them
    least: float
    most: float
    curves: tuple[str, ...]  # objectives
    cap: bool
    hurdles: bool


@dataclass(frozen=True)
class Wanted:
    """What a plan must keep, and what makes one better than another."""

    limits: Limits
    by: Goal
    keep_gap: str  # a roster column, or nothing
    seed: int


def levers_of(scenario: Scenario, moved: Moved) -> tuple[Lever, ...]:
    """What is tried; raises PlanError where weights cannot be spread so."""
    plan = scenario.plans[moved.role]
    many = moved.step is not None and len(plan.objectives) > 1
    weights = [weight_lever(scenario, moved.role, moved.step or 1.0, moved.least, moved.most)] if many else []
    curves = [curve_lever(scenario, moved.role, name, STARTS, STEEPER) for name in moved.curves]
    caps = [cap_lever(scenario, moved.role, CAPS)] if moved.cap else []
    gates = range(len(plan.gates)) if moved.hurdles else ()
    hurdles = [hurdle_lever(scenario, moved.role, gate, MOVES) for gate in gates]
    found = [lever for lever in (*weights, *curves, *caps, *hurdles) if lever is not None]
    return tuple(lever for lever in found if len(lever.values) > 1)


def combinations(levers: tuple[Lever, ...]) -> int:
    """How many plans the levers make."""
    return prod(len(lever.values) for lever in levers)


def bred(levers: tuple[Lever, ...]) -> bool:
    """Whether they are too many to try each."""
    return combinations(levers) > EVERY_UP_TO


def moving_curves(scenario: Scenario, role: str) -> list[str]:
    """Objectives whose curve can be moved."""
    return [name for name in scenario.plans[role].objectives if curve_lever(scenario, role, name, (), ())]


def has_cap(scenario: Scenario, role: str) -> bool:
    """Whether the role's pay has a cap to move."""
    return cap_lever(scenario, role, CAPS) is not None


def has_hurdles(scenario: Scenario, role: str) -> bool:
    """Whether a gate's hurdle can be moved."""
    return any(hurdle_lever(scenario, role, gate, MOVES) for gate in range(len(scenario.plans[role].gates)))


def todays_cost(data: Data, scenario: Scenario) -> float:
    """What the plan on the table costs; raises InputError."""
    return float(caches.cost_of(data, (scenario,)).frame["payout"].iloc[0])


def group_columns(data: Data) -> tuple[str, ...]:
    """The roster columns whose groups can be kept together."""
    return fairness_answers.columns_of(data)


def searched(
    data: Data, scenario: Scenario, levers: tuple[Lever, ...], wanted: Wanted, tell: Callable[[str, float], None]
) -> Search:
    """The search; `tell` is told how far it is and may stop it. Raises InputError."""
    return search_plans(
        scenario,
        levers,
        data.population,
        limits=wanted.limits,
        by=wanted.by,
        keep_gap=wanted.keep_gap,
        seed=wanted.seed,
        progress=tell,
    )


def offered(found: Search) -> list[int]:
    """Plans to look at: the best first, then the rest of the front; each once."""
    best = [int(plan) for plan in found.ranked["plan"]]
    return list(dict.fromkeys([*best, *(int(plan) for plan in found.front["plan"])]))


def found_plan(found: Search, plan: int, title: str) -> Scenario:
    """A found plan under a title that says where it comes from."""
    scenario = found.scenario(plan)
    name = found.result.sweep.scenario.name
    return scenario.model_copy(update={"name": name, "title": plain("search.adopted", plan=title, number=plan)})
