"""Many pay curves as arrays, for the arithmetic of a sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.engine.sweep.numpy_kernels import CurveTable
from compsim.plan.curve_shape import Curve
from compsim.plan.plain_points import PlainPoints, plain_points

Floats = NDArray[np.float64]


def curve_table(curves: Sequence[Mapping[str, Any]]) -> CurveTable:
    """Curves as a plan file writes them, in arrays (V, E) with room for the longest; see `numpy_kernels.CurveTable`.

    Points alone are read in bulk; whatever else a curve says, the model reads it.
    """
    points = plain_points(curves)
    others = {at: Curve.model_validate(curves[at]).compile() for at in np.flatnonzero(~points.read).tolist()}
    count = points.count.copy()
    for at, each in others.items():
        count[at] = len(each.edges)
    below, upper = np.zeros(len(curves)), np.ones(len(curves), dtype=np.int64)
    edges, levels, slopes = np.zeros((3, len(curves), int(count.max())))
    inside = np.arange(edges.shape[1]) < points.count[:, None]
    edges[inside], levels[inside], slopes[inside] = points.x, points.right, _slopes_between(points)
    for at, each in others.items():
        room = slice(0, len(each.edges))
        edges[at, room], levels[at, room], slopes[at, room] = each.edges, each.levels, each.slopes
        below[at], upper[at] = each.below, each.closed == "upper"
    return edges, levels, slopes, below, count, upper


def _slopes_between(points: PlainPoints) -> Floats:
    """The slope from each point to the next of its curve, as in `curve.through_points`; flat beyond the last."""
    slopes = np.zeros(len(points.x))
    followed = np.ones(len(slopes), dtype=np.bool_)
    followed[np.cumsum(points.count[points.read]) - 1] = False
    here = np.flatnonzero(followed)
    slopes[here] = (points.left[here + 1] - points.right[here]) / (points.x[here + 1] - points.x[here])
    return slopes


def may_be_negative(curves: CurveTable) -> bool:
    """Whether some curve pays less than nothing somewhere."""
    edges, levels, slopes, below, count, _ = curves
    last = np.arange(edges.shape[1]) == (count - 1)[:, None]
    inside = np.arange(edges.shape[1]) < count[:, None]
    following = np.append(edges[:, 1:], edges[:, -1:], axis=1)
    ends = levels + slopes * np.where(last, 0.0, following - edges)
    falls = (last & (slopes < 0)).any()
    return bool(falls or (below < 0).any() or (inside & ((levels < 0) | (ends < -1e-12))).any())
