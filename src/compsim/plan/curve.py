"""The pay curve: one piecewise straight line covers threshold, accelerator, decelerator, cap, jump and step table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Closed = Literal["upper", "lower"]
Beyond = Literal["flat", "continue", "nothing"]


@dataclass(frozen=True)
class PayCurve:
    """Segment i starts at `edges[i]` and pays `levels[i] + slopes[i] * (x - edges[i])`; K segments, ascending edges.

    Short of the first edge it pays `below`. An edge belongs to the segment it starts (`upper`), or to the one it ends
    (`lower`). What is not a number pays 0.
    """

    edges: tuple[float, ...]  # (K) in the unit of what the curve reads: attainment, money, pieces
    levels: tuple[float, ...]  # (K) factor or money
    slopes: tuple[float, ...]  # (K) factor or money per unit of x
    below: float = 0.0  # factor or money
    closed: Closed = "upper"

    def __call__(self, x: ArrayLike) -> Floats:
        """The factor (or money) at x, same shape as x."""
        at = np.asarray(x, dtype=np.float64)
        edges, levels, slopes = (np.array(part) for part in (self.edges, self.levels, self.slopes))
        segment = np.searchsorted(edges, at, side="right" if self.closed == "upper" else "left") - 1
        inside = np.maximum(segment, 0)  # -1 would silently read the last segment
        known = np.where(np.isfinite(at), at, 0.0)
        value = levels[inside] + slopes[inside] * (known - edges[inside])
        value = np.where(segment < 0, self.below, value)
        return np.where(np.isfinite(at), value, 0.0)

    def needed_for(self, pay: float) -> float | None:
        """The smallest x at which the curve reaches `pay`; -inf if it pays that much to everybody, None if never."""
        if self.below >= pay:
            return -np.inf
        ends = (*self.edges[1:], np.inf)
        for edge, level, slope, end in zip(self.edges, self.levels, self.slopes, ends, strict=True):
            if level >= pay:
                return edge
            if slope > 0 and edge + (pay - level) / slope <= end:
                return edge + (pay - level) / slope
        return None

    def slices(self, x: float) -> list[tuple[float, float, float, float]]:
        """The parts of x that each segment covers: (from, to, slope, what the slope alone adds)."""
        ends = (*self.edges[1:], np.inf)
        return [
            (edge, min(x, end), slope, slope * (min(x, end) - edge))
            for edge, end, slope in zip(self.edges, ends, self.slopes, strict=True)
            if x > edge
        ]

    def kinks(self) -> tuple[float, ...]:
        """Where the pay per unit changes or jumps: the edges at which something happens."""
        found = []
        for i, edge in enumerate(self.edges):
            before = self.below if i == 0 else self._end_of(i - 1)
            slope_before = 0.0 if i == 0 else self.slopes[i - 1]
            if not np.isclose(before, self.levels[i]) or not np.isclose(slope_before, self.slopes[i]):
                found.append(edge)
        return tuple(found)

    def jumps(self) -> tuple[tuple[float, float], ...]:
        """Where the pay leaps, and by how much: (edge, factor or money), a fall is negative."""
        ends = (self.below, *(self._end_of(i) for i in range(len(self.edges) - 1)))
        leaps = zip(self.edges, ends, self.levels, strict=True)
        return tuple((edge, level - end) for edge, end, level in leaps if not np.isclose(end, level))

    def slope_up_to(self, x: float) -> float:
        """The slope of the line that leads up to x; 0 short of the first edge."""
        before = [slope for edge, slope in zip(self.edges, self.slopes, strict=True) if edge < x]
        return before[-1] if before else 0.0

    def _end_of(self, segment: int) -> float:
        return self.levels[segment] + self.slopes[segment] * (self.edges[segment + 1] - self.edges[segment])


def through_points(
    points: Sequence[tuple[float, float, float]], *, below_first: bool, beyond: Beyond, closed: Closed
) -> PayCurve:
    """Straight lines between points (x, value from the left, value from the right); a jump where the two differ."""
    edges = [x for x, _, _ in points]
    levels = [right for _, _, right in points]
    slopes = [(following[1] - point[2]) / (following[0] - point[0]) for point, following in pairwise(points)]
    slopes.append(slopes[-1] if beyond == "continue" and slopes else 0.0)
    if beyond == "nothing":  # the last point itself still pays
        edges.append(float(np.nextafter(edges[-1], np.inf)))
        levels.append(0.0)
        slopes.append(0.0)
    below = points[0][1] if below_first else 0.0
    return PayCurve(tuple(edges), tuple(levels), tuple(slopes), below, closed)


def holding_steps(
    steps: Sequence[tuple[float, float]], *, below_first: bool, beyond: Beyond, closed: Closed
) -> PayCurve:
    """A level holds from its edge until the next; with `nothing` the last edge ends all pay."""
    edges, levels = zip(*steps, strict=True)
    if beyond == "nothing":
        levels = (*levels[:-1], 0.0)
    return PayCurve(edges, levels, (0.0,) * len(edges), steps[0][1] if below_first else 0.0, closed)


def marginal_rates(rates: Sequence[tuple[float, float]], *, closed: Closed) -> PayCurve:
    """Each slice is paid at its own rate."""
    edges, slopes = zip(*rates, strict=True)
    widths = np.diff(np.array(edges))
    levels = np.concatenate([[0.0], np.cumsum(widths * np.array(slopes[:-1]))])
    return PayCurve(edges, tuple(float(level) for level in levels), slopes, 0.0, closed)


def whole_rates(rates: Sequence[tuple[float, float]], *, closed: Closed) -> PayCurve:
    """The rate reached pays from the first unit."""
    edges, slopes = zip(*rates, strict=True)
    return PayCurve(edges, tuple(edge * slope for edge, slope in rates), slopes, 0.0, closed)


def reached_rates(rates: Sequence[tuple[float, float]], *, target: float, closed: Closed) -> PayCurve:
    """Below target each slice at its own rate; above it the rate reached pays on everything above target."""
    marginal = marginal_rates(rates, closed=closed)
    at_target = float(marginal(target))
    levels = [
        at_target + slope * (edge - target) if edge >= target else level
        for edge, level, slope in zip(marginal.edges, marginal.levels, marginal.slopes, strict=True)
    ]
    return PayCurve(marginal.edges, tuple(levels), marginal.slopes, 0.0, closed)


def is_ascending(values: Iterable[float]) -> bool:
    """True if each value is larger than the one before."""
    listed = list(values)
    return all(first < second for first, second in pairwise(listed))
