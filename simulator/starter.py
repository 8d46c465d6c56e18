"""A plain plan for data that came without one: every role is paid for its targets, in equal parts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from compsim.calendar import months_of
from compsim.errors import PlanError, Problem
from compsim.plan.scenario import Scenario, scenario_from_plain
from compsim.plan.weights import respread
from compsim.population.people import Population

MOST_OBJECTIVES = 3
ORDER = ("money", "count")  # units, the ones that plans pay for most first
NO_TARGETS = "No targets in the data for {roles}: the target is the middle of what its people brought in a month."
SIGNIFICANT = 3  # digits of such a target
CURVE = {"points": {"50%": "0%", "100%": "100%", "150%": "200%"}}


def plain_plan(population: Population, title: str = "") -> Scenario:
    """One objective for each measure with a target, three at most; pay starts at 50 % and doubles at 150 %.

    Where a role has no targets, as in an export of a CRM, the middle of what its people brought in a month is the
    target, and the plan's note says so. Raises PlanError when no role has results that add up.
    """
    plans, without = {}, []
    for role in dict.fromkeys(population.roster["role"].astype(str)):
        targets = dict.fromkeys(measures_with_targets(population, role)[:MOST_OBJECTIVES])
        middles = {} if targets else middle_months(population, role)
        if targets or middles:
            plans[role] = {"objectives": _objectives(targets or middles)}
            without += [role] * bool(middles)
    if not plans:
        says = "no measure of the results can be paid for: none has targets, none adds up to more than nothing"
        raise PlanError([Problem("results", says, "Add results, or a column 'target' to them.")])
    facts = {
        **({"note": NO_TARGETS.format(roles=", ".join(without))} if without else {}),
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


def middle_months(population: Population, role: str) -> dict[str, float]:
    """The median month of a role's people for its summed measures, money first, in their units; rounded, above zero."""
    rows = (population.roster["role"].astype(str) == role).to_numpy()
    months = (population.eligible[rows] * months_of(population.periods)).sum(axis=1)
    found = {}
    for name in population.results:
        definition = population.definitions[name]
        if definition.combine == "sum" and definition.unit in ORDER and months.sum() > 0:
            a_month = np.nansum(population.results[name][rows], axis=1)[months > 0] / months[months > 0]
            found[name] = float(f"{np.median(a_month):.{SIGNIFICANT}g}")
    rising = sorted(found, key=lambda name: (ORDER.index(population.definitions[name].unit), name))
    return {name: found[name] for name in rising if found[name] > 0}


def largest_money_measure(population: Population) -> str:
    """The summed measure in money with the largest total, which is what sales are when nobody says so; or nothing."""
    sums = {
        name: float(np.nansum(population.results[name]))
        for name, measure in population.definitions.items()
        if measure.unit == "money" and measure.combine == "sum" and name in population.results
    }
    return max(sums, key=lambda name: sums[name], default="")


def _objectives(targets: Mapping[str, float | None]) -> dict[str, dict[str, object]]:
    """Equal weights; a target a month where there is one to set, else those of the data."""
    measures = list(targets)[:MOST_OBJECTIVES]
    first = dict.fromkeys(measures, 0.0) | {measures[0]: 1.0}
    rest = (100 // len(measures)) / 100
    weights = respread(first, measures[0], 1.0 - rest * (len(measures) - 1))
    told = {name: {} if target is None else {"target": {"every_month": target}} for name, target in targets.items()}
    return {name: {"weight": f"{round(w * 100)}%", "curve": CURVE, **told[name]} for name, w in weights.items()}


def _first_month(population: Population) -> str:
    """The first evaluated period as the plan year's beginning, where it is a month; else January."""
    first = population.periods[0]
    return first if len(first) == 7 and first[5:].isdigit() else f"{first[:4]}-01"
