"""One plan in many years: what it would have paid had everybody's results been better or worse than they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from compsim.analysis.attainment import Attainment, attainment_of
from compsim.analysis.cost import sales_of
from compsim.analysis.rows import records, share
from compsim.analysis.supposed import better_by, results_read
from compsim.engine.evaluation import Kept, evaluate_scaled
from compsim.engine.payouts import Payouts
from compsim.errors import PlanError, Problem
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

STEPS: tuple[float, ...] = (-0.20, -0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15, 0.20)
_DIGITS = 12  # a change is kept to 12 decimals, so that +5 % reads exactly 0.05


@dataclass(frozen=True, eq=False)
class Slide:
    """One row a scenario and step; money over the evaluated periods, everything else as ratios."""

    frame: pd.DataFrame  # scenario, slide, payout, change (of the payout against results as they were), payout_ratio,
    # sales, cost_of_sales (both NaN if the scenario names no sales), share_at_target, share_paid_target,
    # share_without_pay
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {"currency": self.currency, "slide": records(self.frame)}

    def __str__(self) -> str:
        return self.frame.to_string(index=False)


def slide(scenarios: Scenario | Sequence[Scenario], population: Population, steps: Sequence[float] = STEPS) -> Slide:
    """Evaluate each scenario with every result (1 + step) times as good, for each step (ratio), against real targets.

    Whatever a plan reads moves: results of people and teams, shares and means too; sales move with them. Targets stay
    what they were, also those that build on the same year's results. Where lower is better, results are (1 − step)
    times as high. Single deals keep their size; there are as many more or fewer of them.
    Raises PlanError for a step of −100 % or less, or for what `evaluate` and a sales measure may lack.
    """
    listed = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    wrong = [step for step in steps if not -1.0 < step < np.inf]
    if wrong or not listed or not len(steps):
        raise PlanError([Problem("slide", *_what_is_wrong(wrong))])
    lines = [line for scenario in listed for line in _slid(scenario, population, steps)]
    currency = next((each.currency for each in listed if each.currency), population.currency)
    return Slide(pd.DataFrame(lines), currency)


def attainment_at(scenario: Scenario, population: Population, step: float) -> Attainment:
    """Attainment of one scenario with every result (1 + step) times as good, as `slide` moves them."""
    if not -1.0 < step < np.inf:
        raise PlanError([Problem("slide", *_what_is_wrong([step]))])
    return attainment_of(_moved(scenario, population, step, {}))


def _what_is_wrong(wrong: Sequence[float]) -> tuple[str, str]:
    if wrong:
        return f"results cannot change by {wrong[0]:g} of themselves", "Give ratios above -1, such as -0.2 and 0.2."
    return "there is nothing to slide", "Give at least one scenario and one step."


def _slid(scenario: Scenario, population: Population, steps: Sequence[float]) -> Iterator[dict[str, Any]]:
    kept: Kept = {}
    before = _moved(scenario, population, 0.0, kept).total().sum()
    for step in steps:
        payouts = _moved(scenario, population, step, kept)
        yield {"scenario": scenario.name, "slide": float(step), **_figures(payouts, step, float(before))}


def _moved(scenario: Scenario, population: Population, step: float, kept: Kept) -> Payouts:
    read = {each for plan in scenario.plans.values() for each in results_read(plan)}
    factor = np.full(len(population.roster), 1.0 + step)
    return evaluate_scaled(scenario, population, better_by(population, read, factor), kept)


def _figures(payouts: Payouts, step: float, before: float) -> dict[str, float]:
    payout = float(payouts.total().sum())
    incentive = float(payouts.incentive[payouts.on_plan].sum())
    sales = sales_of(payouts.scenarios[0], payouts.population) * (1.0 + step)
    reached = attainment_of(payouts).frame.iloc[0]
    return {
        "payout": payout,
        "change": round(share(payout - before, before), _DIGITS),
        "payout_ratio": share(payout, incentive),
        "sales": sales,
        "cost_of_sales": share(payout, sales),
        **{name: float(reached[name]) for name in ("share_at_target", "share_paid_target", "share_without_pay")},
    }
