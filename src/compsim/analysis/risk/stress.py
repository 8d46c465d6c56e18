"""Stress: one thing goes otherwise than last year, and each plan is evaluated anew.

What a case changes is people's results, or their targets; the plan stays. Where the money of a case would give a single
person's pay away (the best rep leaves, the largest deal is gone), the change in cost is withheld.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.groups import group_names
from compsim.analysis.risk.draws import scaled_by
from compsim.analysis.risk.risk import share_at_target
from compsim.analysis.rows import NOTHING, ratio, records, share
from compsim.analysis.supposed import better_by, results_read
from compsim.engine.evaluation import common_window, evaluate, evaluate_scaled
from compsim.engine.payouts import Payouts
from compsim.errors import PopulationError, Problem, did_you_mean
from compsim.plan.raised_targets import with_targets_times
from compsim.plan.scenario import Scenario
from compsim.population.people import Deals, Population
from compsim.population.privacy import FLOOR, groups_to_hide

Floats = NDArray[np.float64]
SHIFT = 0.10  # of the market, of targets
DOWN = 0.20  # of one region
MOVED = 0.05  # pay that moves by more than this is counted


@dataclass(frozen=True, eq=False)
class Stress:
    """One row a scenario and case against last year as it was; money over the evaluated periods, the rest ratios."""

    cases: pd.DataFrame  # scenario, case, about (the region), size (ratio, NaN where it is one person or deal), payout,
    # change (ratio; both NaN where withheld), sales_change (ratio, NaN without a sales measure), cost_of_sales,
    # share_at_target and share_at_target_before; falls and rises are counts of people
    gaming: pd.DataFrame  # scenario, people (with a deal that could be moved), gain (how many gain by moving one),
    # median_gain (of those, ratio of a year's target incentive; NaN below five people)
    hidden: tuple[str, ...]  # groups of the regions' column that are not shown
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        told = {"cases": records(self.cases), "gaming": records(self.gaming)}
        return {**told, "hidden": list(self.hidden), "currency": self.currency}

    def __str__(self) -> str:
        return self.cases.to_string(index=False)


@dataclass(frozen=True, eq=False)
class _Case:
    """One thing that goes otherwise."""

    name: str
    about: str  # the region, in the data's words
    size: float  # ratio; NaN where one person or deal is gone
    payouts: Payouts
    sales: float  # how many times last year's
    withheld: bool = False  # the change in cost is one person's


def stress_of(scenarios: Scenario | Sequence[Scenario], population: Population, *, by: str = "region") -> Stress:
    """Evaluate every scenario in every case; `by` is the roster column of the regions, left out where it is not there.

    Raises PopulationError for another column that is not there, PlanError as `evaluate` does.
    """
    listed = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    if by != "region" and by not in population.roster:
        known = [str(name) for name in population.roster]
        raise PopulationError([Problem("roster", f"no column '{by}'", did_you_mean(by, known))])
    window = common_window(listed, population)
    shown, hidden = _regions(window, by)
    cases, gaming = [], []
    for scenario in listed:
        before = evaluate(scenario, population)
        cases += [_line(before, case) for case in _cases(scenario, population, window, before, shown)]
        gaming.append({"scenario": scenario.name, **_gaming(scenario, population, before)})
    currency = next((each.currency for each in listed if each.currency), population.currency)
    return Stress(pd.DataFrame(cases), pd.DataFrame(gaming), hidden, currency)


def _regions(window: Population, by: str) -> tuple[dict[str, NDArray[np.bool_]], tuple[str, ...]]:
    """The rows of each region that may be shown, and the names of the others."""
    if by not in window.roster:
        return {}, ()
    names = group_names(window.roster[by])
    hidden = groups_to_hide(window.roster.groupby(names)["rep"].nunique())
    return {name: (names == name).to_numpy() for name in sorted({*names} - hidden)}, tuple(sorted(hidden))


def _cases(
    scenario: Scenario,
    population: Population,
    window: Population,
    before: Payouts,
    regions: dict[str, NDArray[np.bool_]],
) -> Iterator[_Case]:
    everybody = np.ones(len(window.roster), dtype=np.bool_)
    for shift in (-SHIFT, SHIFT):
        moved = _scaled(scenario, population, window, everybody, 1.0 + shift)
        yield _Case("market falls" if shift < 0 else "market grows", "", shift, moved, 1.0 + shift)
    for name, rows in regions.items():
        sales = _sales_after(scenario, window, np.where(rows, 1.0 - DOWN, 1.0))
        moved = _scaled(scenario, population, window, rows, 1.0 - DOWN)
        yield _Case("one region down", name, -DOWN, moved, sales)
    yield _Case("targets raised", "", SHIFT, _with_raised_targets(scenario, population), 1.0)
    yield from _without_the_best(scenario, population, window, before)
    yield from _without_the_largest_deal(scenario, population, before)


def _scaled(
    scenario: Scenario, population: Population, window: Population, rows: NDArray[np.bool_], factor: float
) -> Payouts:
    """Everybody's own results of these rows times a factor, and those of their teams as much as follows."""
    read = {each for plan in scenario.plans.values() for each in results_read(plan)}
    measures = tuple(sorted({measure for measure, _ in read}))
    own = better_by(window, [(name, "individual") for name in measures], np.where(rows, factor, 1.0))
    factors = np.column_stack([own[name, "individual"] for name in measures])
    return evaluate_scaled(scenario, population, scaled_by(window, read, measures, factors))


def _with_raised_targets(scenario: Scenario, population: Population) -> Payouts:
    """Every target is harder by the same share, whether the data or the plan set it."""

    def _factor(measure: str) -> float:
        known = population.definitions.get(measure)
        return 1.0 - SHIFT if known is not None and known.better == "lower" else 1.0 + SHIFT

    targets = {name: values * _factor(name) for name, values in population.targets.items()}
    return evaluate(with_targets_times(scenario, _factor), replace(population, targets=targets))


def _without_the_best(
    scenario: Scenario, population: Population, window: Population, before: Payouts
) -> Iterator[_Case]:
    """Who was paid most leaves and takes the results along; nobody comes in."""
    paid = pd.Series(before.total()[0]).groupby(window.roster["rep"].to_numpy()).sum()
    if len(paid) < FLOOR or paid.max() <= NOTHING:
        return
    gone = (window.roster["rep"] == paid.idxmax()).to_numpy()
    left = _scaled(scenario, population, window, gone, 0.0)
    stays = replace(left, on_plan=left.on_plan & ~gone, money=np.where(gone[None, :, None, None], 0.0, left.money))
    yield _Case(
        "the best rep leaves", "", math.nan, stays, _sales_after(scenario, window, np.where(gone, 0.0, 1.0)), True
    )


def _without_the_largest_deal(scenario: Scenario, population: Population, before: Payouts) -> Iterator[_Case]:
    measure = scenario.sales_measure
    deals = population.deals
    if deals is None or not measure or not (deals.measure == measure).any():
        return
    amounts = np.where(deals.measure == measure, deals.amount, -np.inf)
    name = deals.deal[int(np.argmax(amounts))]
    gone = without_deals(population, deals.deal == name)
    whole = np.nansum(before.population.results[measure])
    lost = float(amounts[(deals.deal == name) & (deals.measure == measure)].sum())
    yield _Case(
        "the largest deal is gone", "", math.nan, evaluate(scenario, gone), 1.0 - share(lost, float(whole)), True
    )


def without_deals(population: Population, gone: NDArray[np.bool_]) -> Population:
    """The population as if these deals (D) had not been; results of measures that single deals make shrink by them."""
    deals = population.deals
    if deals is None:
        return population
    results = dict(population.results)
    for measure in {*deals.measure[gone]} & results.keys():
        results[measure] = results[measure] - deals.sums(measure, gone, results[measure].shape)
    return replace(population, results=results, deals=_kept(deals, ~gone))


def _kept(deals: Deals, rows: NDArray[np.bool_]) -> Deals:
    attributes = deals.attributes[rows].reset_index(drop=True)
    who = deals.deal[rows], deals.row[rows], deals.period[rows]
    return Deals(*who, deals.measure[rows], deals.amount[rows], deals.share[rows], attributes)


def _gaming(scenario: Scenario, population: Population, before: Payouts) -> dict[str, Any]:
    """What moving one deal of one's own into the period after or before would have paid, person by person.

    Each person's largest deal of a period moves, everybody's at once; where a plan pays on team results, others' moves
    are in it too.
    """
    nobody = {"people": 0, "gain": 0, "median_gain": math.nan}
    measure, deals = scenario.sales_measure, population.deals
    if deals is None or not measure or not (deals.measure == measure).any():
        return nobody
    paid, best = before.total()[0], np.full(len(before.on_plan[0]), -np.inf)
    periods = len(population.periods)
    for step in (1, -1):
        for period in range(max(0, -step), min(periods, periods - step)):
            chosen = _largest_of_each(deals, measure, period)
            moved = evaluate(scenario, _moved(population, chosen, step)).total()[0]
            rows = np.unique(deals.row[chosen])
            best[rows] = np.maximum(best[rows], (moved - paid)[rows])
    there = np.isfinite(best) & before.on_plan[0]
    gain = ratio(best, before.incentive[0].sum(axis=1))[there]
    winners = gain[gain > NOTHING]
    median = float(np.median(winners)) if len(winners) >= FLOOR else math.nan
    return {"people": int(there.sum()), "gain": len(winners), "median_gain": median}


def _largest_of_each(deals: Deals, measure: str, period: int) -> NDArray[np.intp]:
    """Each row's largest deal of a period."""
    found = np.flatnonzero((deals.measure == measure) & (deals.period == period) & (deals.amount > 0))
    order = found[np.lexsort((-deals.amount[found], deals.row[found]))]
    _, first = np.unique(deals.row[order], return_index=True)
    return order[first]


def _moved(population: Population, chosen: NDArray[np.intp], step: int) -> Population:
    """The population with some deals (places among the D) a period later or earlier."""
    deals = population.deals
    if deals is None:
        return population
    here = np.zeros(len(deals.deal), dtype=np.bool_)
    here[chosen] = True
    period = np.where(here, deals.period + step, deals.period)
    later = replace(deals, period=period)
    results = dict(population.results)
    for measure in {*deals.measure[here]} & results.keys():
        shape = results[measure].shape
        shift = later.sums(measure, here, shape) - deals.sums(measure, here, shape)
        results[measure] = np.where(shift != 0, np.nan_to_num(results[measure]) + shift, results[measure])
    return replace(population, results=results, deals=later)


def _sales_after(scenario: Scenario, window: Population, factor: Floats) -> float:
    if not scenario.sales_measure:
        return math.nan
    sold = np.nansum(window.results[scenario.sales_measure], axis=1)
    return share(float((sold * factor).sum()), float(sold.sum()))


def _line(before: Payouts, case: _Case) -> dict[str, Any]:
    scenario = before.scenarios[0]
    was, now = before.total()[0], case.payouts.total()[0]
    change = _change_of_people(before, case.payouts)
    payout = math.nan if case.withheld else float(now.sum())
    sold = _sales(scenario, before) * case.sales
    return {
        "scenario": scenario.name,
        "case": case.name,
        "about": case.about,
        "size": case.size,
        "payout": payout,
        "change": round(share(payout - float(was.sum()), float(was.sum())), 12),
        "sales_change": case.sales - 1.0 if math.isfinite(sold) else math.nan,
        "cost_of_sales": share(payout, sold) if math.isfinite(sold) else math.nan,
        "share_at_target": share_at_target(case.payouts),
        "share_at_target_before": share_at_target(before),
        "falls": int((change < -MOVED).sum()),
        "rises": int((change > MOVED).sum()),
    }


def _change_of_people(before: Payouts, after: Payouts) -> Floats:
    """The relative change of everybody who stays (people)."""
    stays = before.on_plan[0] & after.on_plan[0]
    reps = before.population.roster["rep"].to_numpy()[stays]
    was, now = (pd.Series(each.total()[0][stays]).groupby(reps).sum().to_numpy() for each in (before, after))
    return ratio(now - was, was)


def _sales(scenario: Scenario, before: Payouts) -> float:
    measure = scenario.sales_measure
    return float(np.nansum(before.population.results[measure])) if measure else math.nan
