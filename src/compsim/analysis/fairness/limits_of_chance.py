"""What chance alone can do with so many people: the correlation it reaches, and intervals of what was found."""

from __future__ import annotations

import math

from scipy.optimize import brentq
from scipy.stats import ncf, norm, t


def correlation_needed(n: int, controls: int = 0, tail: float = 0.05) -> float:
    """The |r| that n people must exceed to differ from none (two-sided), `controls` held fixed; NaN if too few.

    From t = r √(df ÷ (1 − r²)) with df = n − 2 − controls: 0.63 for ten people.
    """
    degrees = n - 2 - controls
    if degrees < 1:
        return math.nan
    reached = float(t.isf(tail / 2.0, degrees))
    return reached / math.sqrt(degrees + reached**2)


def correlation_interval(r: float, n: int, controls: int = 0, level: float = 0.95) -> tuple[float, float]:
    """Interval of a rank correlation by Fisher's z with the standard error of Bonett and Wright (2000)."""
    known = n - 3 - controls
    if known < 1 or math.isnan(r):
        return math.nan, math.nan
    if abs(r) >= 1.0:
        return r, r
    wide = float(norm.ppf((1.0 + level) / 2.0)) * math.sqrt((1.0 + r * r / 2.0) / known)
    return math.tanh(math.atanh(r) - wide), math.tanh(math.atanh(r) + wide)


def explained_interval(share: float, terms: int, left: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of an explained share R² by turning the noncentral F distribution round (Steiger and Fouladi, 1997).

    `terms` predictors taken as given, `left` degrees of freedom that remain.
    """
    if share >= 1.0:
        return 1.0, 1.0
    f = (share / terms) / ((1.0 - share) / left)
    ends = [_noncentrality(f, terms, left, tail) for tail in ((1.0 + level) / 2.0, (1.0 - level) / 2.0)]
    low, high = (each / (each + terms + left + 1) for each in ends)
    return low, high


def _noncentrality(f: float, terms: int, left: int, wanted: float) -> float:
    """The noncentrality at which F falls below f as often as wanted; 0 where it always does less often."""

    def above(noncentrality: float) -> float:
        return float(ncf.cdf(f, terms, left, noncentrality)) - wanted

    if f <= 0.0 or above(0.0) <= 0.0:
        return 0.0
    top = 10.0
    while above(top) > 0.0:
        top *= 2.0
    return float(brentq(above, 0.0, top))
