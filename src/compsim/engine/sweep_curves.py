"""Many pay curves as arrays, for the arithmetic of a sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from compsim.engine.sweep_numpy import CurveTable
from compsim.plan.curve_shape import Curve


def curve_table(curves: Sequence[Mapping[str, Any]]) -> CurveTable:
    """Curves as a plan file writes them, in arrays (V, E) with room for the longest; see `sweep_numpy.CurveTable`."""
    read = [Curve.model_validate(curve).compile() for curve in curves]
    edges, levels, slopes = (np.zeros((len(read), max(len(each.edges) for each in read))) for _ in range(3))
    for at, each in enumerate(read):
        room = slice(0, len(each.edges))
        edges[at, room], levels[at, room], slopes[at, room] = each.edges, each.levels, each.slopes
    below = np.array([each.below for each in read])
    count = np.array([len(each.edges) for each in read], dtype=np.int64)
    upper = np.array([each.closed == "upper" for each in read], dtype=np.int64)
    return edges, levels, slopes, below, count, upper


def may_be_negative(curves: CurveTable) -> bool:
    """Whether some curve pays less than nothing somewhere."""
    edges, levels, slopes, below, count, _ = curves
    last = np.arange(edges.shape[1]) == (count - 1)[:, None]
    inside = np.arange(edges.shape[1]) < count[:, None]
    following = np.append(edges[:, 1:], edges[:, -1:], axis=1)
    ends = levels + slopes * np.where(last, 0.0, following - edges)
    falls = (last & (slopes < 0)).any()
    return bool(falls or (below < 0).any() or (inside & ((levels < 0) | (ends < -1e-12))).any())
