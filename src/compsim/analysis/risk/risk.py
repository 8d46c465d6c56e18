"""Monte Carlo of next year: what the plan may cost, what each person may earn, how many may reach target.

Every draw is a real evaluation of the plan on last year's people with results that were drawn, or for plain plans a
short cut that has to agree with it (`straight`); see `draws` for how, and `assumed` for what is assumed. Targets stay
last year's. Nothing here says what will happen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.norms import SHARE_AT_TARGET_BANDS
from compsim.analysis.risk.assumed import Assumed
from compsim.analysis.risk.draws import drawn_factors, levels_of, scaled_by
from compsim.analysis.risk.straight import agrees, straight
from compsim.analysis.rows import REACHED, records, share
from compsim.analysis.supposed import Read, results_read
from compsim.engine.evaluation import Kept, common_window, evaluate_scaled
from compsim.engine.payouts import Payouts
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
Heard = Callable[[int, int], None]  # draws done, draws in all
QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
_BATCHES = 20  # for the error of a quantile
_STEPS = 10  # how often convergence is looked at
YEARS = 64  # drawn at once, so that a year's figures stay in the processor's cache
PROBES = 3  # years in which the bulk way has to agree with evaluation


@dataclass(frozen=True, eq=False)
class Risk:
    """Money over the evaluated periods, the rest ratios; scenarios in order, all on the same draws."""

    assumed: Assumed
    cost: pd.DataFrame  # scenario, last_year, mean, p10, p50, p90, error_p50, error_p90 (standard errors, money)
    at_target: pd.DataFrame  # scenario, p10, p50, p90 of the share of people at or above target
    bands: pd.DataFrame  # scenario, band, low, high, probability that the share lies in the band, error
    over_budget: pd.DataFrame  # scenario, budget, probability, error; empty without a budget
    rows: pd.DataFrame  # scenario, rep, role, team, last_year, p10, p50, p90
    convergence: pd.DataFrame  # scenario, draws, p50, p90, error_p90: after so many draws
    in_bulk: tuple[str, ...]  # scenarios paid in bulk: plain plans, where that agreed with evaluation
    unmoved: int  # rows without a level, whose results stay as they were
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        frames = ("cost", "at_target", "bands", "over_budget", "rows", "convergence")
        told = {name: records(getattr(self, name)) for name in frames}
        whole = {"assumed": asdict(self.assumed), "in_bulk": list(self.in_bulk)}
        return {**whole, "unmoved": self.unmoved, "currency": self.currency, **told}

    def __str__(self) -> str:
        return self.cost.to_string(index=False)


@dataclass(frozen=True, eq=False)
class _Drawn:
    """What the draws of one scenario gave: D draws, R roster rows."""

    last_year: Payouts
    pay: Floats  # (R, D)
    reached: Floats  # (D) share at target
    in_bulk: bool


def risk_of(
    scenarios: Scenario | Sequence[Scenario],
    population: Population,
    assumed: Assumed | None = None,
    *,
    budget: float | None = None,
    heard: Heard | None = None,
) -> Risk:
    """Draw next year `assumed.draws` times and evaluate each scenario in every draw.

    Raises PlanError as `evaluate` does. `heard` is told how many evaluations are done.
    """
    listed = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    assumed = assumed or Assumed()
    window = common_window(listed, population)
    drawn, unmoved = _drawn(listed, population, window, assumed, heard)
    names = [scenario.name for scenario in listed]
    named = list(zip(names, drawn, strict=True))
    totals = {name: each.pay.sum(axis=0) for name, each in named}
    return Risk(
        assumed,
        pd.DataFrame([_cost(name, each, totals[name]) for name, each in named]),
        pd.DataFrame([{"scenario": name, **_quantiles(each.reached)} for name, each in named]),
        pd.DataFrame([line for name, each in named for line in _bands(name, each.reached)]),
        _over(totals, budget),
        pd.concat([_rows(name, each) for name, each in named], ignore_index=True),
        pd.DataFrame([line for name in names for line in _convergence(name, totals[name])]),
        tuple(name for name, each in named if each.in_bulk),
        unmoved,
        next((each.currency for each in listed if each.currency), population.currency),
    )


def _drawn(
    scenarios: Sequence[Scenario], population: Population, window: Population, assumed: Assumed, heard: Heard | None
) -> tuple[list[_Drawn], int]:
    read = frozenset(each for scenario in scenarios for plan in scenario.plans.values() for each in results_read(plan))
    measures = tuple(sorted({measure for measure, _ in read}))
    levels, chance = levels_of(window, measures), np.random.default_rng(assumed.seed)
    payers = [_Payer(scenario, population, window, read, measures) for scenario in scenarios]
    pay = np.zeros((len(scenarios), len(window.roster), assumed.draws))
    reached = np.zeros((len(scenarios), assumed.draws))

    def paid(years: slice, factors: Floats) -> None:
        for s, payer in enumerate(payers):
            of_rows, reached[s, years] = payer.pay(factors)
            pay[s, :, years] = of_rows.T

    with ThreadPoolExecutor(1) as beside:  # one block of years is paid while the next one is drawn
        waiting: Future[None] | None = None
        for first in range(0, assumed.draws, YEARS):
            years = slice(first, min(first + YEARS, assumed.draws))
            factors = drawn_factors(levels, assumed, chance, years.stop - first)
            if waiting is not None:
                waiting.result()
            if heard is not None:
                heard(first, assumed.draws)
            waiting = beside.submit(paid, years, factors)
        if waiting is not None:
            waiting.result()
    found = [_Drawn(payer.last_year, pay[s], reached[s], payer.bulk is not None) for s, payer in enumerate(payers)]
    return found, int((~np.isfinite(levels.log).any(axis=1)).sum())


class _Payer:
    """What pays one scenario in drawn years: the bulk way where it has shown that it agrees, else evaluation."""

    def __init__(
        self,
        scenario: Scenario,
        population: Population,
        window: Population,
        read: frozenset[Read],
        measures: tuple[str, ...],
    ) -> None:
        self.scenario, self.population, self.window, self.read, self.measures = (
            scenario,
            population,
            window,
            read,
            measures,
        )
        self.kept: Kept = {}
        self.last_year = evaluate_scaled(scenario, population, {}, self.kept)
        self.bulk = straight(self.last_year, measures)
        self.shown = False

    def pay(self, factors: Floats) -> tuple[Floats, Floats]:
        """Pay (years, R) and the share at target (years)."""
        if self.bulk is not None and not self.shown:
            probes = factors[:PROBES]
            self.shown = agrees(self.bulk, probes, self._evaluated(probes)[0])
            self.bulk = self.bulk if self.shown else None
        return self._evaluated(factors) if self.bulk is None else self.bulk.pay(factors)

    def _evaluated(self, factors: Floats) -> tuple[Floats, Floats]:
        found = [self._year(each) for each in factors]
        return np.array([pay for pay, _ in found]), np.array([share for _, share in found])

    def _year(self, factors: Floats) -> tuple[Floats, float]:
        scaled = scaled_by(self.window, self.read, self.measures, factors)
        payouts = evaluate_scaled(self.scenario, self.population, scaled, self.kept)
        return payouts.total()[0], share_at_target(payouts)


def share_at_target(payouts: Payouts) -> float:
    """The share of rows with objectives whose weighted attainment is 100 % or more; of one scenario."""
    found = payouts.overall_attainment()[0][payouts.on_plan[0]]
    known = found[np.isfinite(found)]
    return share(float((known >= REACHED).sum()), float(len(known)))


def error_of_quantile(values: Floats, q: float) -> float:
    """The standard error of a quantile of independent draws (D), from the spread between batches of them."""
    parts = np.array_split(values, _BATCHES)
    if min(map(len, parts)) < 2:
        return math.nan
    return float(np.std([np.quantile(part, q) for part in parts], ddof=1) / math.sqrt(_BATCHES))


def _quantiles(values: Floats) -> dict[str, float]:
    return {name: float(np.quantile(values, q)) for name, q in QUANTILES.items()}


def _cost(name: str, drawn: _Drawn, totals: Floats) -> dict[str, Any]:
    errors = {f"error_{key}": error_of_quantile(totals, QUANTILES[key]) for key in ("p50", "p90")}
    before = float(drawn.last_year.total().sum())
    return {"scenario": name, "last_year": before, "mean": float(totals.mean()), **_quantiles(totals), **errors}


def _bands(name: str, reached: Floats) -> Iterator[dict[str, Any]]:
    for band in SHARE_AT_TARGET_BANDS:
        inside = np.array(
            [band.place(float(each)) == "within" for each in reached[np.isfinite(reached)]], dtype=np.bool_
        )
        yield {"scenario": name, "band": band.name, "low": band.low, "high": band.high, **_probability(inside)}


def _probability(happened: NDArray[np.bool_]) -> dict[str, float]:
    if not len(happened):  # nobody could be counted in any year
        return {"probability": math.nan, "error": math.nan}
    p = float(happened.mean())
    return {"probability": p, "error": math.sqrt(p * (1.0 - p) / len(happened))}


def _over(totals: dict[str, Floats], budget: float | None) -> pd.DataFrame:
    columns = ["scenario", "budget", "probability", "error"]
    if budget is None:
        return pd.DataFrame(columns=columns)
    lines = [{"scenario": name, "budget": budget, **_probability(each > budget)} for name, each in totals.items()]
    return pd.DataFrame(lines, columns=columns)


def _rows(name: str, drawn: _Drawn) -> pd.DataFrame:
    there = drawn.last_year.on_plan[0]
    who = drawn.last_year.population.roster.loc[there, ["rep", "role", "team"]].reset_index(drop=True)
    pay = drawn.pay if there.all() else drawn.pay[there]
    figures = dict(zip(QUANTILES, _quantiles_of_rows(pay), strict=True))
    rows = who.assign(scenario=name, last_year=drawn.last_year.total()[0, there], **figures)
    ordered: pd.DataFrame = rows[["scenario", "rep", "role", "team", "last_year", *QUANTILES]]
    return ordered


def _quantiles_of_rows(pay: Floats) -> Floats:
    """The quantiles of each row's draws (3, rows), the rows shared out to two threads."""
    halves = np.array_split(pay, 2)
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda half: np.quantile(half, list(QUANTILES.values()), axis=1), halves))
    return np.asarray(np.concatenate(found, axis=1), dtype=np.float64)


def _convergence(name: str, totals: Floats) -> Iterator[dict[str, Any]]:
    for draws in np.unique(np.linspace(len(totals) / _STEPS, len(totals), _STEPS).astype(int)):
        part = totals[:draws]
        quantiles = {key: float(np.quantile(part, QUANTILES[key])) for key in ("p50", "p90")}
        yield {"scenario": name, "draws": int(draws), **quantiles, "error_p90": error_of_quantile(part, 0.9)}
