"""The compiled engine: the same factors as the specification, for populations too large for patience."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from compsim.plan.curve import PayCurve

Floats = NDArray[np.float64]
NAME = "numba"


def factors(curve: PayCurve, x: Floats) -> Floats:
    """What the curve pays at each x, any shape; bit for bit what the specification answers."""
    flat = np.ascontiguousarray(x, dtype=np.float64).ravel()
    out = np.empty_like(flat)
    edges, levels, slopes = (np.array(part, dtype=np.float64) for part in (curve.edges, curve.levels, curve.slopes))
    _factors(flat, edges, levels, slopes, curve.below, curve.closed == "upper", out)
    return out.reshape(np.shape(x))


@njit(parallel=True, cache=False)  # a cached kernel crashes under several workers
def _factors(
    x: Floats,
    edges: Floats,
    levels: Floats,
    slopes: Floats,
    below: float,
    upper: bool,
    out: Floats,
) -> None:  # pragma: no cover  - runs compiled
    for i in prange(x.size):
        at = x[i]
        if not np.isfinite(at):
            out[i] = 0.0
            continue
        segment = -1
        for k in range(edges.size):
            if at > edges[k] or (upper and at == edges[k]):
                segment = k
        out[i] = below if segment < 0 else levels[segment] + slopes[segment] * (at - edges[segment])
