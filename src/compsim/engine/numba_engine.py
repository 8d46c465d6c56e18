"""The compiled engine: the same factors as the specification, for populations too large for patience.

The cells are worked on in blocks that fit the processor's first cache, four segments of the curve at a time, without a
branch, so that the compiler can take several cells in one instruction. Very many cells are shared out to threads:
the kernel holds neither Python's lock nor any state, so callers may use it from threads of their own as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise, repeat

import numpy as np
from numba import float64, njit, types, void
from numpy.typing import NDArray

from compsim.errors import EngineError
from compsim.plan.curve import PayCurve

Floats = NDArray[np.float64]
Kernel = Callable[[Floats, Floats, float, Floats], None]
NAME = "numba"
BLOCK = 2048  # cells worked on at once: results and paid together take half of a 64 kB cache
WIDTH = 4  # segments compared in one pass over a block
THREAD_FROM = 1_000_000  # cells for each thread; with fewer, starting it costs more than it saves
LARGEST = float(np.finfo(np.float64).max)


def factors(curve: PayCurve, x: Floats, out: Floats | None = None) -> Floats:
    """What the curve pays at each x, any shape; bit for bit what the specification answers.

    `out`, contiguous floats of the shape of x, is filled and answered instead of a new array. EngineError if it is not.
    """
    flat = np.ascontiguousarray(x, dtype=np.float64).reshape(-1)
    if out is not None and np.may_share_memory(flat, out):
        flat = flat.copy()  # a block is written before it is read for the last time
    filled = np.empty(np.shape(x)) if out is None else _checked(out, np.shape(x))
    paid, segments = filled.reshape(-1), _segments(curve)
    cuts = _cuts(flat.size)
    if len(cuts) == 2:
        _kernel()(flat, segments, curve.below, paid)
        return filled
    with ThreadPoolExecutor(len(cuts) - 1) as threads:
        shares = [slice(*ends) for ends in pairwise(cuts)]
        ours, theirs = ([array[share] for share in shares] for array in (flat, paid))
        list(threads.map(_kernel(), ours, repeat(segments), repeat(curve.below), theirs))
    return filled


def _checked(out: Floats, shape: tuple[int, ...]) -> Floats:
    if out.shape != shape or out.dtype != np.float64 or not (out.flags.c_contiguous and out.flags.writeable):
        says = f"out has the shape {out.shape} and the type {out.dtype}"
        raise EngineError(f"{says}. Give contiguous, writeable float64 of the shape {shape}.")
    return out


def _cuts(cells: int) -> list[int]:
    """Where the cells are cut into one share for each thread, both ends included."""
    threads = max(1, min(os.cpu_count() or 1, cells // THREAD_FROM))
    return [cells * share // threads for share in range(threads + 1)]


def _segments(curve: PayCurve) -> Floats:
    """The curve as (passes, 4, WIDTH): above what each segment starts, its edge, level and slope.

    An edge that belongs to the upper side becomes the float just below it, so that one comparison serves both sides.
    The last pass is filled up with segments that start nowhere.
    """
    passes = -(-len(curve.edges) // WIDTH)
    rows = np.zeros((4, passes * WIDTH))
    rows[0] = np.inf
    rows[1:, : len(curve.edges)] = curve.edges, curve.levels, curve.slopes
    starts = rows[1, : len(curve.edges)]
    with np.errstate(over="ignore"):  # below the lowest float there is minus infinity
        rows[0, : len(curve.edges)] = np.nextafter(starts, -np.inf) if curve.closed == "upper" else starts
    return np.ascontiguousarray(rows.reshape(4, passes, WIDTH).swapaxes(0, 1))


@cache
def _kernel() -> Kernel:
    """The compiled kernel; compiled on first use, for one signature that takes read-only cells as well."""
    cells, paid = types.Array(float64, 1, "C", readonly=True), types.Array(float64, 1, "C")
    kernel: Kernel = njit(void(cells, types.Array(float64, 3, "C"), float64, paid), nogil=True)(_pay)
    return kernel


def _pay(x: Floats, segments: Floats, below: float, paid: Floats) -> None:  # pragma: no cover  - runs compiled
    for begin in range(0, x.size, BLOCK):
        inside, block = x[begin : begin + BLOCK], paid[begin : begin + BLOCK]
        _pay_below(inside, below, block)
        for some in range(segments.shape[0]):
            _pay_four(inside, segments[some], block)


@njit(nogil=True)
def _pay_below(x: Floats, below: float, paid: Floats) -> None:  # pragma: no cover  - runs compiled
    for i in range(x.size):
        paid[i] = below if abs(x[i]) <= LARGEST else 0.0


@njit(nogil=True)
def _pay_four(x: Floats, segments: Floats, paid: Floats) -> None:  # pragma: no cover  - runs compiled
    """Overwrite the cells that reach one of four segments; values in variables of their own, or nothing vectorises."""
    start_0, start_1, start_2, start_3 = segments[0, 0], segments[0, 1], segments[0, 2], segments[0, 3]
    edge_0, edge_1, edge_2, edge_3 = segments[1, 0], segments[1, 1], segments[1, 2], segments[1, 3]
    level_0, level_1, level_2, level_3 = segments[2, 0], segments[2, 1], segments[2, 2], segments[2, 3]
    slope_0, slope_1, slope_2, slope_3 = segments[3, 0], segments[3, 1], segments[3, 2], segments[3, 3]
    for i in range(x.size):
        at = x[i]
        edge, level, slope = edge_0, level_0, slope_0
        if at > start_1:
            edge, level, slope = edge_1, level_1, slope_1
        if at > start_2:
            edge, level, slope = edge_2, level_2, slope_2
        if at > start_3:
            edge, level, slope = edge_3, level_3, slope_3
        reached = (at > start_0) & (at <= LARGEST)
        paid[i] = level + slope * (at - edge) if reached else paid[i]
