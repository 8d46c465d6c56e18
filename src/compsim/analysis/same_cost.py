"""A plan made cost-neutral: one factor on everything it pays, found so that the whole costs what it cost before.

The factor stands in the plan as a multiplier of the whole plan, before payout caps and money caps. So it can be read,
moved and taken away like any other, and nobody's rank changes but where a cap or a draw holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.optimize import brentq

from compsim.analysis.impact import Impact, winners_and_losers
from compsim.analysis.rows import NOTHING, roster_rows
from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError, Problem
from compsim.plan.quantity import write_ratio
from compsim.plan.scenario import Plan, Scenario, scenario_from_plain
from compsim.population.people import Population

TITLE = "Same cost"  # of the multiplier, by which it is found again
HALF_A_CENT = 0.005
_SMALLEST, _LARGEST = 1e-3, 1e3  # factors; a plan that needs others is another plan
_NARROWER, _WIDER = 0.7, 1.5


@dataclass(frozen=True, eq=False)
class SameCost:
    """A plan at another plan's cost; money over the evaluated periods, of the people who can be compared."""

    scenario: Scenario
    factor: float  # ratio on everything that is paid, before caps
    payout: float  # what it costs now, money
    wanted: float  # what it was to cost, money

    @property
    def to_the_cent(self) -> bool:
        """Whether the whole is met to the cent; rounding of each payment may leave a few cents over."""
        return abs(self.payout - self.wanted) < HALF_A_CENT


def same_cost(
    scenario: Scenario, population: Population, *, baseline: Scenario | None = None, name: str = "", title: str = ""
) -> SameCost:
    """The scenario at the cost of a baseline, or of what was paid; people on one side only are left out of both.

    Raises PlanError where no factor can meet that cost: nothing is paid, draws alone cost more, or caps allow less.
    """
    compared = _compared(scenario, population, baseline)
    wanted, reps = float(compared.totals["before"].iloc[0]), set(compared.rows["rep"])

    @cache
    def cost(factor: float) -> float:
        rows = roster_rows(evaluate(_times(scenario, factor), population))
        return float(rows["payout"][rows["rep"].isin(reps)].sum())

    factor = _factor(cost, wanted, scenario)
    made = _times(scenario, factor, name, title)
    return SameCost(made, factor, cost(factor), wanted)


def _compared(scenario: Scenario, population: Population, baseline: Scenario | None) -> Impact:
    if baseline is None:
        return winners_and_losers(evaluate(scenario, population), against_paid=True)
    sides = {"before": baseline, "after": scenario}
    return winners_and_losers(
        evaluate([side.model_copy(update={"name": name}) for name, side in sides.items()], population)
    )


def _factor(cost: Callable[[float], float], wanted: float, scenario: Scenario) -> float:
    """The factor at which the cost is met, with as many digits as a cent of the whole needs."""
    unscaled = cost(1.0)
    if unscaled <= NOTHING:
        raise _no_way(scenario, "it pays nobody anything, so there is nothing to scale")
    if abs(unscaled - wanted) < HALF_A_CENT:
        return 1.0
    low, high = _around(cost, wanted, unscaled, scenario)
    finest = HALF_A_CENT / unscaled / 4
    found = float(brentq(lambda factor: cost(factor) - wanted, low, high, xtol=finest)) if low < high else low
    return round(found, int(np.ceil(-np.log10(finest))))


def _around(cost: Callable[[float], float], wanted: float, unscaled: float, scenario: Scenario) -> tuple[float, float]:
    """Two factors between which the cost lies; found from the factor that would do without caps and draws."""
    low = high = wanted / unscaled
    while cost(low) > wanted and low > 0.0:
        low = low * _NARROWER if low > _SMALLEST else 0.0
    while cost(high) < wanted and high < _LARGEST:
        high *= _WIDER
    if cost(low) > wanted + HALF_A_CENT:
        raise _no_way(scenario, "its draws alone cost more than that")
    if cost(high) < wanted - HALF_A_CENT:
        raise _no_way(scenario, "its caps do not let it cost so much")
    return low, high


def _no_way(scenario: Scenario, why: str) -> PlanError:
    says = f"'{scenario.title or scenario.name}' cannot be brought to that cost: {why}"
    return PlanError([Problem("same cost", says, "Change its curves, caps or draws, then try again.")])


def _times(scenario: Scenario, factor: float, name: str = "", title: str = "") -> Scenario:
    """The scenario with one factor on everything in place of the one that it had."""
    plain = scenario.to_plain()
    plans = {role: _scaled(role, plan, said, factor) for (role, plan), said in _beside(scenario, plain)}
    named = {"scenario": name or scenario.name, "title": title or scenario.title}
    return scenario_from_plain({**plain, **{key: value for key, value in named.items() if value}, "plans": plans})


def _beside(scenario: Scenario, plain: dict[str, Any]) -> list[tuple[tuple[str, Plan], dict[str, Any]]]:
    return list(zip(scenario.plans.items(), plain["plans"].values(), strict=True))


def _scaled(role: str, plan: Plan, said: dict[str, Any], factor: float) -> dict[str, Any]:
    others = [each.model_dump(exclude_defaults=True) for each in plan.multiplier if each.title != TITLE]
    same = {"title": TITLE, "roster": "role", "factors": {role: write_ratio(factor)}}
    return {**said, "multiplier": [*others, same]}
