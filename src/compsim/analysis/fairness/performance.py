"""Pay against performance: whether who reaches more is paid more, and how far pay is spread; descriptions, no norms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr

from compsim.analysis.fairness.limits_of_chance import correlation_interval, correlation_needed
from compsim.analysis.rows import NOTHING, share
from compsim.population.privacy import FLOOR

Floats = NDArray[np.float64]
PERFORMANCE = (
    "scenario", "n", "r", "r_low", "r_high", "rank_correlation", "rank_low", "rank_high", "needed", "pairs",
    "inversions", "share_of_inversions",
)  # fmt: skip
SPREAD = (
    "scenario", "n", "without_pay", "p10", "p90", "p90_to_p10", "top_tenth", "gini", "theil", "theil_between",
    "theil_within",
)  # fmt: skip
_APART = 1e-9  # ratios nearer than this are equal
_BLOCK = 1_000  # people compared with all others at once


def performance_of(name: str, people: pd.DataFrame) -> dict[str, Any] | None:
    """Pay ÷ target incentive against attainment of the people who have both; None for fewer than five.

    r is Pearson's with Fisher's interval, the rank correlation Spearman's. Inversions are pairs of the same role in
    which the one with the higher attainment has the lower payout; pairs of equal attainment are left out, pairs of
    equal payout are no inversion.
    """
    known = people[people[["payout_ratio", "attainment"]].notna().all(axis=1)]
    if len(known) < FLOOR:
        return None
    reached, paid = (known[figure].to_numpy(dtype=np.float64) for figure in ("attainment", "payout_ratio"))
    pairs, inversions = pairs_of(reached, paid, pd.factorize(known["role"])[0])
    counted = {"pairs": pairs, "inversions": inversions, "share_of_inversions": share(inversions, pairs)}
    return {"scenario": name, "n": len(known), **_correlations(reached, paid), **counted}


def pairs_of(reached: Floats, paid: Floats, strata: NDArray[np.integer[Any]]) -> tuple[int, int]:
    """Pairs of the same stratum that differ in what they reached, and those of them that are paid the other way."""
    pairs = inversions = 0
    for stratum in np.unique(strata):
        x, y = reached[strata == stratum], paid[strata == stratum]
        for first in range(0, len(x), _BLOCK):
            higher = x[first : first + _BLOCK, None] > x[None, :] + _APART
            pairs += int(higher.sum())
            inversions += int((higher & (y[first : first + _BLOCK, None] < y[None, :] - _APART)).sum())
    return pairs, inversions


def spread_of(name: str, people: pd.DataFrame) -> dict[str, Any] | None:
    """How far pay is spread: P90 ÷ P10, the share of the best-paid tenth, Gini, Theil within and between roles.

    Of pay ÷ target incentive, people without pay included (Theil's x·ln x is 0 for them); None for fewer than five.
    P90 ÷ P10 is NaN where a tenth is paid nothing. No norm is published for any of these.
    """
    known = people[people["payout_ratio"].notna()]
    if len(known) < FLOOR:
        return None
    paid = known["payout_ratio"].clip(lower=0.0).to_numpy(dtype=np.float64)
    p10, p90 = (float(np.quantile(paid, q)) for q in (0.1, 0.9))
    whole, between = theil(paid), theil_between(paid, pd.factorize(known["role"])[0])
    return {
        "scenario": name,
        "n": len(known),
        "without_pay": int((paid <= NOTHING).sum()),
        "p10": p10,
        "p90": p90,
        "p90_to_p10": share(p90, p10),
        "top_tenth": share(float(np.sort(paid)[-max(round(len(paid) / 10), 1) :].sum()), float(paid.sum())),
        "gini": gini(paid),
        "theil": whole,
        "theil_between": between,
        "theil_within": whole - between,
    }


def lorenz_of(name: str, people: pd.DataFrame) -> pd.DataFrame:
    """The Lorenz curve in tenths: what share of all pay the lowest-paid 10, 20 … 100 % get together.

    Columns scenario, people, pay (ratios). Empty for fewer than ten people, of whom a tenth would be one person.
    """
    paid = np.sort(people["payout_ratio"].dropna().clip(lower=0.0).to_numpy(dtype=np.float64))
    if len(paid) < 10 * FLOOR or paid.sum() <= NOTHING:
        return pd.DataFrame(columns=["scenario", "people", "pay"])
    sums, tenths = np.concatenate([[0.0], np.cumsum(paid)]) / paid.sum(), np.arange(11) / 10.0
    pay = np.interp(tenths * len(paid), np.arange(len(paid) + 1), sums)
    return pd.DataFrame({"scenario": name, "people": tenths, "pay": pay})


def gini(values: Floats) -> float:
    """Gini coefficient of amounts (n), none below zero: 2 Σ i·x₍ᵢ₎ ÷ (n Σ x) − (n + 1) ÷ n; NaN where all are zero."""
    n, whole = len(values), float(values.sum())
    if whole <= NOTHING:
        return math.nan
    return float(2.0 * (np.arange(1, n + 1) * np.sort(values)).sum() / (n * whole) - (n + 1) / n)


def theil(values: Floats) -> float:
    """Theil's T of amounts (n), none below zero: the mean of (x ÷ μ) ln(x ÷ μ), zeros as zero; NaN where all are."""
    mean = float(values.mean())
    if mean <= NOTHING:
        return math.nan
    relative = values[values > 0] / mean
    return float((relative * np.log(relative)).sum() / len(values))


def theil_between(values: Floats, groups: NDArray[np.integer[Any]]) -> float:
    """The part of Theil's T that stays if everybody in a group is paid the group's mean."""
    means = pd.Series(values).groupby(groups).transform("mean").to_numpy(dtype=np.float64)
    return theil(means)


def _correlations(reached: Floats, paid: Floats) -> dict[str, float]:
    n = len(reached)
    if np.ptp(reached) <= _APART or np.ptp(paid) <= _APART:
        names = ("r", "r_low", "r_high", "rank_correlation", "rank_low", "rank_high")
        return dict.fromkeys(names, math.nan) | {"needed": correlation_needed(n)}
    straight, ranked = pearsonr(reached, paid), float(spearmanr(reached, paid).statistic)
    ends, of_ranks = straight.confidence_interval(), correlation_interval(ranked, n)
    return {
        "r": float(straight.statistic),
        "r_low": float(ends.low),
        "r_high": float(ends.high),
        "rank_correlation": ranked,
        "rank_low": of_ranks[0],
        "rank_high": of_ranks[1],
        "needed": correlation_needed(n),
    }
