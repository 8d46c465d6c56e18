"""A plain plan for data that came without one: every role is paid for its targets, in equal parts."""

from __future__ import annotations

import numpy as np

from compsim.errors import PlanError, Problem
from compsim.plan.scenario import Scenario, scenario_from_plain
from compsim.plan.weights import respread
from compsim.population.people import Population

MOST_OBJECTIVES = 3
ORDER = ("money", "count")  # units, the ones that plans pay for most first
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
    return scenario_from_plain({**facts, "sales_measure": largest_money_measure(population), "plans": plans})


def measures_with_targets(population: Population, role: str) -> list[str]:
    """The measures for which people of a role have targets: money first, then counts, then the rest, by name."""
    rows = (population.roster["role"].astype(str) == role).to_numpy()
    known = [name for name, table in population.targets.items() if np.isfinite(table[rows]).any()]
    units = {name: population.definitions[name].unit for name in known}
    return sorted(known, key=lambda name: (ORDER.index(units[name]) if units[name] in ORDER else len(ORDER), name))


def largest_money_measure(population: Population) -> str:
    """The summed measure in money with the largest total, which is what sales are when nobody says so; or nothing."""
    sums = {
        name: float(np.nansum(population.results[name]))
        for name, measure in population.definitions.items()
        if measure.unit == "money" and measure.combine == "sum" and name in population.results
    }
    return max(sums, key=lambda name: sums[name], default="")


def _objectives(measures: list[str]) -> dict[str, dict[str, object]]:
    first = dict.fromkeys(measures, 0.0) | {measures[0]: 1.0}
    rest = (100 // len(measures)) / 100
    weights = respread(first, measures[0], 1.0 - rest * (len(measures) - 1))
    return {name: {"weight": f"{round(weight * 100)}%", "curve": CURVE} for name, weight in weights.items()}


def _first_month(population: Population) -> str:
    """The first evaluated period as the plan year's beginning, where it is a month; else January."""
    first = population.periods[0]
    return first if len(first) == 7 and first[5:].isdigit() else f"{first[:4]}-01"
