"""A sweep plan by plan: each one evaluated. The slow way, and the judge of the quick one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.engine.evaluation import Kept, evaluate, evaluate_rows
from compsim.engine.payouts import Payouts
from compsim.engine.sweep.factored import Desk, Prepared, figures_of, for_rows
from compsim.engine.sweep.figures import Figures, exact_figures, rep_codes
from compsim.errors import EngineError
from compsim.plan.levers import Sweep
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

TOLERANCE = 1e-9  # relative
CELLS_AT_ONCE = 2_000_000  # of payouts
CHECKED_PLANS = 4
ALL_ROWS_UP_TO = 20_000
CHECKED_REPS = 10_000

Rows = NDArray[np.intp]
Evaluated = tuple[Sweep, Population, Scenario]  # what is evaluated; the scenario is the baseline


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


@dataclass(frozen=True, eq=False)
class Sample:
    """Some plans of a sweep, evaluated: what the quick way has to answer."""

    plans: tuple[int, ...]
    exact: Figures
    rows: Rows | None  # roster rows of the people they were evaluated for; None: everybody
    pay: float  # what the baseline pays these people, money


def sample_of(evaluated: Evaluated, payouts: Payouts, kept: Kept) -> Sample:
    """The first, the last and some random plans of the sweep, evaluated; `payouts` end with the baseline.

    Where there are more than 20,000 roster rows, for 10,000 reps drawn with a fixed seed; everybody's results still
    stand behind those of teams and the company.
    """
    sweep, population, baseline = evaluated
    drawn = np.random.default_rng(len(sweep)).integers(0, len(sweep), CHECKED_PLANS - 2)
    plans = tuple(sorted({0, len(sweep) - 1, *drawn.tolist()}))
    roster, pay = payouts.population.roster, payouts.total()[-1]
    if len(roster) <= ALL_ROWS_UP_TO:
        exact = plan_by_plan(sweep, population, baseline, plans, lambda _: None)
        return Sample(plans, exact, None, float(np.abs(pay).sum()))
    rows = _drawn_rows(roster, CHECKED_REPS, len(sweep))
    scenarios = [*(sweep.scenario_at(plan) for plan in plans), baseline]
    exact = exact_figures(evaluate_rows(scenarios, population, kept, rows))
    return Sample(plans, exact, rows, float(np.abs(pay[rows]).sum()))


def check(sample: Sample, prepared: Prepared, payouts: Payouts, figures: Figures, desk: Desk) -> None:
    """EngineError if a figure of the sampled plans and people is not the same by both ways to 10⁻⁹."""
    if sample.rows is None:
        quick = figures.at(sample.plans)
    else:
        chosen = prepared.sweep.positions_of(np.array(sample.plans, dtype=np.int64))
        some = replace(for_rows(prepared, payouts, sample.rows), sweep=replace(prepared.sweep, chosen=chosen))
        quick = figures_of(some, 0, len(sample.plans), replace(desk, told=lambda _: None))
    _compare(quick, sample)


def _compare(quick: Figures, sample: Sample) -> None:
    """EngineError where the two differ by more than rounding of everybody's pay."""
    scale = np.maximum(sample.exact.cost, sample.pay)
    for each in fields(Figures):
        one, other = getattr(quick, each.name), getattr(sample.exact, each.name)
        allowed = TOLERANCE * (scale if each.name in ("cost", "largest_loss") else np.ones(len(scale)))
        wrong = np.flatnonzero(~np.isclose(one, other, rtol=TOLERANCE, atol=allowed, equal_nan=True))
        if len(wrong):
            says = f"the quick way and the evaluation disagree on '{each.name}' of plan {sample.plans[wrong[0]]}"
            raise EngineError(f"{says}. This is a mistake in the program; please report it with the plan.")


def _drawn_rows(roster: pd.DataFrame, reps: int, seed: int) -> Rows:
    """All roster rows of so many reps, drawn at random (n), ascending."""
    codes, count = rep_codes(roster)
    drawn = np.zeros(count, dtype=np.bool_)
    drawn[np.random.default_rng(seed).choice(count, min(reps, count), replace=False)] = True
    return np.flatnonzero(drawn[codes])
