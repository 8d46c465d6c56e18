"""A plain plan for data that came without one: every role is paid for its targets, in equal parts."""

from __future__ import annotations

import numpy as np

from compsim.errors import PlanError, Problem
from compsim.plan.scenario import Scenario, scenario_from_plain
from compsim.plan.weights import respread
from compsim.population.people import Population

MOST_OBJECTIVES = 3
CURVE = {"points": {"50%": "0%", "100%": "100%", "150%": "200%"}}


def plain_plan(population: Population, title: str = "") -> Scenario:
    """One objective for each measure with a target, three at most; pay starts at 50 % and doubles at 150 %.

    Raises PlanError when no role has a measure with targets: then only a plan that sets targets itself can pay.
    """
    plans = {}
    for role in dict.fromkeys(population.roster["role"].astype(str)):
        measures = measures_with_targets(population, role)[:MOST_OBJECTIVES]
        if measures:
            plans[role] = {"objectives": _objectives(measures)}
    if not plans:
        says = "no measure of the results has targets"
        fix = "Add a column 'target' to the results, or load a plan that sets targets itself."
        raise PlanError([Problem("results", says, fix)])
    facts = {
        "scenario": "plain",
        "title": title,
        "currency": population.currency,
        "year_starts": _first_month(population),
    }
    return scenario_from_plain({**facts, "plans": plans})


def measures_with_targets(population: Population, role: str) -> list[str]:
    """The measures for which people of a role have targets, those with the most targets first."""
    rows = (population.roster["role"].astype(str) == role).to_numpy()
    counts = {name: int(np.isfinite(table[rows]).sum()) for name, table in population.targets.items()}
    return sorted((name for name, count in counts.items() if count), key=lambda name: (-counts[name], name))


def _objectives(measures: list[str]) -> dict[str, dict[str, object]]:
    first = dict.fromkeys(measures, 0.0) | {measures[0]: 1.0}
    rest = (100 // len(measures)) / 100
    weights = respread(first, measures[0], 1.0 - rest * (len(measures) - 1))
    return {name: {"weight": f"{round(weight * 100)}%", "curve": CURVE} for name, weight in weights.items()}


def _first_month(population: Population) -> str:
    """The first evaluated period as the plan year's beginning, where it is a month; else January."""
    first = population.periods[0]
    return first if len(first) == 7 and first[5:].isdigit() else f"{first[:4]}-01"
