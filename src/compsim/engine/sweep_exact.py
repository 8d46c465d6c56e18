"""A sweep plan by plan: each one evaluated. The slow way, and the judge of the quick one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields

import numpy as np

from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.engine.sweep_figures import Figures, exact_figures
from compsim.errors import EngineError
from compsim.plan.levers import Sweep
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

TOLERANCE = 1e-9  # relative
CELLS_AT_ONCE = 2_000_000  # of payouts
CHECKED_PLANS = 4


def plan_by_plan(
    sweep: Sweep, population: Population, baseline: Scenario, plans: Sequence[int], told: Callable[[float], None]
) -> Figures:
    """The figures of some plans of the sweep, each evaluated beside the baseline."""
    parts = sum(len(plan.parts()) + 4 for plan in sweep.scenario.plans.values())
    at_once = max(1, CELLS_AT_ONCE // (population.eligible.size * parts) - 1)
    found = []
    for begin in range(0, len(plans), at_once):
        scenarios = [sweep.scenario_at(plan) for plan in plans[begin : begin + at_once]]
        found.append(exact_figures(evaluate([*scenarios, baseline], population)))
        told(min(1.0, (begin + at_once) / len(plans)))
    return Figures.joined(found)


def check_some(sweep: Sweep, population: Population, baseline: Scenario, payouts: Payouts, figures: Figures) -> None:
    """Evaluate the first, the last and some random plans; EngineError if a figure is not the same to 10⁻⁹."""
    drawn = np.random.default_rng(len(sweep)).integers(0, len(sweep), CHECKED_PLANS - 2)
    plans = sorted({0, len(sweep) - 1, *drawn.tolist()})
    exact = plan_by_plan(sweep, population, baseline, plans, lambda share: None)
    scale = np.maximum(exact.cost, np.abs(payouts.total()[-1]).sum())
    for each in fields(Figures):
        quick, slow = getattr(figures, each.name)[plans], getattr(exact, each.name)
        allowed = TOLERANCE * (scale if each.name in ("cost", "largest_loss") else np.ones(len(plans)))
        wrong = np.flatnonzero(~np.isclose(quick, slow, rtol=TOLERANCE, atol=allowed, equal_nan=True))
        if len(wrong):
            says = f"the quick way and the evaluation disagree on '{each.name}' of plan {plans[wrong[0]]}"
            raise EngineError(f"{says}. This is a mistake in the program; please report it with the plan.")
