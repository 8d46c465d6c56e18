"""Chance asked by drawing: shuffles within strata for p, resamples for intervals, and Holm's correction.

Every draw follows from the seed and from the people who are drawn among, so that a result can be had again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_CLOSE = 1e-9  # what float arithmetic makes of two equal figures


def shuffles(strata: Ints, draws: int, seed: int) -> Ints:
    """Orders of n people (draws, n) in which everybody changes places within the own stratum only."""
    inside = np.argsort(strata, kind="stable")
    keys = np.random.default_rng([seed, 1]).random((draws, len(strata))) + strata[inside]
    drawn: Ints = np.empty((draws, len(strata)), dtype=np.int64)
    drawn[:, inside] = inside[np.argsort(keys, axis=1)]
    return drawn


def resamples(strata: Ints, draws: int, seed: int) -> Floats:
    """How often each of n people is drawn (draws, n) when every stratum is drawn again with replacement."""
    chance, drawn = np.random.default_rng([seed, 2]), np.zeros((draws, len(strata)))
    for stratum in np.unique(strata):
        inside = np.flatnonzero(strata == stratum)
        drawn[:, inside] = chance.multinomial(len(inside), np.full(len(inside), 1.0 / len(inside)), size=draws)
    return drawn


def p_of(found: float, by_chance: Floats) -> float:
    """How often chance (draws) is at least as far from zero as what was found, the found one being one of them."""
    as_far = np.abs(by_chance) >= abs(found) - _CLOSE
    return float((1 + as_far.sum()) / (1 + len(by_chance)))


def bca_interval(found: float, drawn: Floats, without_one: Floats, level: float = 0.95) -> tuple[float, float]:
    """Bias-corrected and accelerated interval (Efron, 1987) of a figure.

    `drawn` are the figures of the resamples, `without_one` those with one person left out after the other. Both ends
    are NaN where resamples give no figure.
    """
    drawn = drawn[np.isfinite(drawn)]
    if len(drawn) < 100:
        return math.nan, math.nan
    if np.ptp(drawn) <= _CLOSE:
        return found, found
    bias = float(norm.ppf(min(max(_share_below(found, drawn), 1e-6), 1 - 1e-6)))
    pull = _acceleration(without_one[np.isfinite(without_one)])
    ends = []
    for tail in ((1.0 - level) / 2.0, (1.0 + level) / 2.0):
        z = bias + float(norm.ppf(tail))
        ends.append(float(np.quantile(drawn, norm.cdf(bias + z / (1.0 - pull * z)))))
    return ends[0], ends[1]


def holm(p: Sequence[float] | Floats) -> Floats:
    """P corrected for being one of many (Holm, 1979), in the same order; NaN is no test and stays NaN."""
    given = np.asarray(p, dtype=np.float64)
    corrected, tested = np.full(given.shape, np.nan), np.flatnonzero(np.isfinite(given))
    order = tested[np.argsort(given[tested], kind="stable")]
    steps = given[order] * np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return corrected


def _share_below(found: float, drawn: Floats) -> float:
    return float((np.sum(drawn < found - _CLOSE) + np.sum(drawn <= found + _CLOSE)) / (2 * len(drawn)))


def _acceleration(without_one: Floats) -> float:
    away = without_one.mean() - without_one if len(without_one) else np.zeros(1)
    spread = float((away**2).sum()) ** 1.5
    return float((away**3).sum()) / (6.0 * spread) if spread > 0 else 0.0
