"""Draws of next year: for every person and measure, how many times as much as last year.

A person's level is result ÷ target of the year (where there is no target, the result itself). The log of the
level is the role's mean, plus `own` of what sets the person apart, plus √(1 − own²) of a drawn distance: a colleague's
in the resampled model, a normal one with the role's spread and correlations between measures in the fitted one. So the
spread within a role stays what it was. A market factor, the same for everybody, comes on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.risk.assumed import Assumed
from compsim.analysis.rows import NOTHING, ratio
from compsim.analysis.supposed import Read
from compsim.engine.arrays import Scaled
from compsim.plan.part import Credit
from compsim.population.people import Population

Floats = NDArray[np.float64]
_FEWEST = 5  # people of a role with a level; fewer are drawn with everybody


@dataclass(frozen=True, eq=False)
class Levels:
    """Where everybody stood last year, as logs, and what of it is the role's; R roster rows, K measures."""

    measures: tuple[str, ...]  # (K)
    log: Floats  # (R, K) NaN where nothing was reached or known: such a row stays as it is
    of_role: Floats  # (R, K) the role's mean
    strata: NDArray[np.int64]  # (R) whom a row is drawn with
    months: Floats  # (P, K) what each period brought of its target, over everybody; NaN where there is no target
    weights: Floats  # (P, K) target of each period
    higher_is_better: NDArray[np.bool_]  # (K) market and effort move these alone


def levels_of(population: Population, measures: tuple[str, ...]) -> Levels:
    """Last year's levels of the measures that a plan reads."""
    reached = np.column_stack([_level(population, name) for name in measures])
    log = np.where(reached > NOTHING, np.log(np.where(reached > NOTHING, reached, 1.0)), np.nan)
    strata = _strata(population, log)
    of_role = np.full_like(log, np.nan)
    for stratum in np.unique(strata):
        of_role[strata == stratum] = _means(log[strata == stratum])
    months, weights = zip(*(_months(population, name) for name in measures), strict=True)
    higher = np.array([population.definitions[name].better == "higher" for name in measures])
    return Levels(measures, log, of_role, strata, np.column_stack(months), np.column_stack(weights), higher)


def drawn_factors(levels: Levels, assumed: Assumed, chance: np.random.Generator, years: int = 1) -> Floats:
    """By how much each result of last year is multiplied in some years (years, R, K); 1 where no level can move."""
    apart = levels.log - levels.of_role
    known = np.isfinite(apart)
    drawn = (_resampled if assumed.model == "resampled" else _fitted)(levels, np.nan_to_num(apart), chance, years)
    drawn *= np.sqrt(1.0 - assumed.own**2)
    drawn += (assumed.own - 1.0) * np.nan_to_num(apart)
    common = _market(levels, assumed, chance, years) * (1.0 + assumed.effort)  # (years, K)
    drawn += np.log(np.where(levels.higher_is_better, common, 1.0))[:, None, :]
    np.exp(drawn, out=drawn)
    return drawn if known.all() else np.where(known, drawn, 1.0)


def _level(population: Population, measure: str) -> Floats:
    """Result ÷ target of the year, or the result itself where there is no target to divide by (R)."""
    definition, asked = population.definitions[measure], population.targets.get(measure)
    if definition.combine == "ratio":
        return ratio(_brought(population, definition.numerator), _brought(population, definition.denominator))
    reached = _brought(population, measure)
    if definition.combine == "sum" and asked is not None:
        return ratio(reached, np.nansum(asked, axis=1))
    return reached


def _brought(population: Population, measure: str) -> Floats:
    """What each row brought over all periods (R); nothing where the data are silent."""
    values = population.results.get(measure)
    return np.zeros(len(population.roster)) if values is None else np.asarray(np.nansum(values, axis=1))


def _strata(population: Population, log: Floats) -> NDArray[np.int64]:
    """The role of each row; roles of fewer than five with a level are drawn together."""
    names, place = np.unique(population.roster["role"].astype(str).to_numpy(), return_inverse=True)
    known = np.isfinite(log).any(axis=1)
    few = np.array([(known & (place == k)).sum() < _FEWEST for k in range(len(names))])
    return np.where(few[place], len(names), place).astype(np.int64)


def _means(log: Floats) -> Floats:
    known = np.isfinite(log)
    return ratio(np.where(known, log, 0.0).sum(axis=0), known.sum(axis=0).astype(np.float64))


def _resampled(levels: Levels, apart: Floats, chance: np.random.Generator, years: int) -> Floats:
    """A colleague's distances, all measures of one person together, so that they go together as they did."""
    colleagues = np.zeros((years, len(apart)), dtype=np.int64)
    for stratum in np.unique(levels.strata):
        rows = np.flatnonzero(levels.strata == stratum)
        colleagues[:, rows] = rows[chance.integers(0, len(rows), (years, len(rows)))]
    return np.asarray(apart[colleagues], dtype=np.float64)


def _fitted(levels: Levels, apart: Floats, chance: np.random.Generator, years: int) -> Floats:
    """Normal distances with the role's spread and correlations: a lognormal level, a Gaussian copula."""
    drawn = chance.standard_normal((years, *apart.shape))
    strata = np.unique(levels.strata)
    for stratum in strata:
        rows = levels.strata == stratum if len(strata) > 1 else slice(None)
        drawn[:, rows] = drawn[:, rows] @ _root(apart[rows]).T
    return drawn


def _root(apart: Floats) -> Floats:
    """A root of the covariance (K, K) of distances, missing ones standing at the mean."""
    covariance = apart.T @ apart / max(len(apart) - 1, 1)
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)), dtype=np.float64)


def _market(levels: Levels, assumed: Assumed, chance: np.random.Generator, years: int) -> Floats:
    """The common factor of each measure (years, K): last year's months drawn again, or a lognormal one with mean 1."""
    if assumed.model == "fitted":
        spread = np.sqrt(np.log1p(assumed.market**2))
        common = np.exp(spread * chance.standard_normal((years, 1)) - spread**2 / 2.0)
        return np.repeat(common, len(levels.measures), axis=1)
    months = chance.integers(0, len(levels.months), (years, len(levels.months)))
    weight = np.where(np.isfinite(levels.months), levels.weights, 0.0)
    brought = weight * np.nan_to_num(levels.months)
    whole = np.nan_to_num(ratio(brought.sum(axis=0), weight.sum(axis=0)))
    again = ratio(brought[months].sum(axis=1), weight[months].sum(axis=1))
    factor = ratio(again, np.broadcast_to(whole, again.shape))
    return np.where(np.isfinite(factor) & (factor > 0), factor, 1.0)


def _months(population: Population, measure: str) -> tuple[Floats, Floats]:
    """What each period brought of its target (P), and the target (P)."""
    asked = population.targets.get(measure)
    if asked is None or population.definitions[measure].combine != "sum":
        return np.full(len(population.periods), np.nan), np.zeros(len(population.periods))
    whole = np.nansum(asked, axis=0)
    return ratio(np.nansum(population.results[measure], axis=0), whole), whole


def scaled_by(population: Population, read: Iterable[Read], measures: Sequence[str], factors: Floats) -> Scaled:
    """The factors (R, K) of people's own results, and those of teams, reports and the company that follow from them."""
    place = {name: k for k, name in enumerate(measures)}
    return {
        (measure, credit): _of_circle(population, measure, credit, factors[:, place[measure]])
        for measure, credit in read
    }


def _of_circle(population: Population, measure: str, credit: Credit, factor: Floats) -> Floats:
    """The factor (R) of what a row's circle brought together; of shares and means, weighed by size alike."""
    if credit == "individual":
        return factor
    definition = population.definitions[measure]
    weighed = definition.numerator if definition.combine == "ratio" else measure
    reached = np.nan_to_num(population.results.get(weighed, np.zeros_like(population.eligible)))
    sums = [population.over_circle(values, credit).sum(axis=1) for values in (reached * factor[:, None], reached)]
    found = ratio(*sums)
    return np.where(np.isfinite(found), found, 1.0)
