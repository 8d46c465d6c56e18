"""The compiled arithmetic of a factored sweep: the functions of `numpy_kernels`, with the same answers to the last bit.

No fast-math and no fused multiply-add: every sum has one order, whoever adds. The kernels release the interpreter and
start no threads; whoever calls them splits the plans. They are compiled in each process: a compiled file on disk that
several workers share has crashed before.
"""

# ruff: noqa: PLR0913, PLR0917, FURB136 - compiled code takes arrays only; min() and max() of floats hinder SIMD

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from compsim.engine.sweep.numpy_kernels import LANES, CurveTable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(nogil=True, cache=False)
def curve_tables(
    curves: CurveTable,
    attained: Floats,
    base: Floats,
    share: Floats,
    variants: Ints,
    keeps_negative: Ints,
    bucket_of: Ints,
    offset: int,
    tables: Floats,
) -> None:  # pragma: no cover  - runs compiled
    """See `numpy_kernels.curve_tables`."""
    edges, levels, slopes, below, count, upper = curves
    factor = np.empty(LANES)
    for block in range(tables.shape[0]):
        for m in range(variants.shape[0]):
            curve, setting, gates = variants[m, 0], variants[m, 1], variants[m, 2]
            tables[block, offset + m] = 0.0
            for t in range(bucket_of.size):
                for i in range(LANES):
                    factor[i] = below[curve]
                for k in range(count[curve]):
                    edge, level, slope = edges[curve, k], levels[curve, k], slopes[curve, k]
                    if upper[curve]:
                        for i in range(LANES):
                            x = attained[setting, block, t, i]
                            factor[i] = level + slope * (x - edge) if x >= edge else factor[i]
                    else:
                        for i in range(LANES):
                            x = attained[setting, block, t, i]
                            factor[i] = level + slope * (x - edge) if x > edge else factor[i]
                least = -np.inf if keeps_negative[setting] else 0.0
                bucket = bucket_of[t]
                for i in range(LANES):
                    money = factor[i] * base[setting, block, t, i]
                    money = money if money > least else least
                    tables[block, offset + m, bucket, i] += money * share[gates, block, t, i]


@njit(nogil=True, cache=False)
def reduce_pay(
    tables: Floats,
    picks: Ints,
    weights: Floats,
    caps: Floats,
    role_of: Ints,
    incentive: Floats,
    before: Floats,
    wins_above: Floats,
    cost: Floats,
    least: Floats,
    winners: Ints,
) -> None:  # pragma: no cover  - runs compiled
    """See `numpy_kernels.reduce_pay`."""
    earned, pay, change = np.empty((tables.shape[2], LANES)), np.empty(LANES), np.empty(LANES)
    for block in range(tables.shape[0]):
        for plan in range(picks.shape[0]):
            if picks.shape[1] == 3:
                _pay_of_three(tables, block, picks, weights, plan, caps, role_of, incentive, pay)
            else:
                _weigh(tables, block, picks, weights, plan, earned)
                _pay_up_to_cap(earned, block, plan, caps, role_of, incentive, pay)
            won = 0
            for i in range(LANES):
                won += pay[i] > wins_above[block, i]
                change[i] = pay[i] - before[block, i]
            winners[plan] += won
            half = LANES // 2
            while half:
                for i in range(half):
                    pay[i] += pay[i + half]
                    change[i] = change[i] if change[i] < change[i + half] else change[i + half]
                half //= 2
            cost[plan] += pay[0]
            least[plan] = min(least[plan], change[0])


@njit(nogil=True, cache=False)
def count_at_target(
    attained: Floats, picks: Ints, weights: Floats, reached: float, counted: Ints
) -> None:  # pragma: no cover  - runs compiled
    """See `numpy_kernels.count_at_target`."""
    overall = np.empty(LANES)
    for block in range(attained.shape[0]):
        for plan in range(picks.shape[0]):
            for i in range(LANES):
                overall[i] = weights[plan, 0] * attained[block, picks[plan, 0], i]
            for k in range(1, picks.shape[1]):
                for i in range(LANES):
                    overall[i] += weights[plan, k] * attained[block, picks[plan, k], i]
            here = 0
            for i in range(LANES):
                here += overall[i] >= reached
            counted[plan] += here


@njit(nogil=True, cache=False)
def _pay_of_three(
    tables: Floats,
    block: int,
    picks: Ints,
    weights: Floats,
    plan: int,
    caps: Floats,
    role_of: Ints,
    incentive: Floats,
    pay: Floats,
) -> None:  # pragma: no cover  - runs compiled
    """The usual three terms in one pass, nothing stored between: a quarter faster than the general way."""
    first, second, third = picks[plan, 0], picks[plan, 1], picks[plan, 2]
    w0, w1, w2 = weights[plan, 0], weights[plan, 1], weights[plan, 2]
    for i in range(LANES):
        pay[i] = 0.0
    for b in range(tables.shape[2]):
        cap = caps[plan, role_of[b]]
        if cap == np.inf:
            for i in range(LANES):
                pay[i] += (
                    w0 * tables[block, first, b, i] + w1 * tables[block, second, b, i] + w2 * tables[block, third, b, i]
                )
        else:
            for i in range(LANES):
                due = (
                    w0 * tables[block, first, b, i] + w1 * tables[block, second, b, i] + w2 * tables[block, third, b, i]
                )
                bound = cap * incentive[block, b, i]
                pay[i] += due if due < bound else bound


@njit(nogil=True, cache=False)
def _weigh(
    tables: Floats, block: int, picks: Ints, weights: Floats, plan: int, earned: Floats
) -> None:  # pragma: no cover  - runs compiled
    """Σ weight × table (B, LANES)."""
    for k in range(picks.shape[1]):
        pick, weight = picks[plan, k], weights[plan, k]
        for b in range(tables.shape[2]):
            if k == 0:
                for i in range(LANES):
                    earned[b, i] = weight * tables[block, pick, b, i]
            else:
                for i in range(LANES):
                    earned[b, i] += weight * tables[block, pick, b, i]


@njit(nogil=True, cache=False)
def _pay_up_to_cap(
    earned: Floats, block: int, plan: int, caps: Floats, role_of: Ints, incentive: Floats, pay: Floats
) -> None:  # pragma: no cover  - runs compiled
    for i in range(LANES):
        pay[i] = 0.0
    for b in range(earned.shape[0]):
        cap = caps[plan, role_of[b]]
        if cap == np.inf:
            for i in range(LANES):
                pay[i] += earned[b, i]
        else:
            for i in range(LANES):
                bound, due = cap * incentive[block, b, i], earned[b, i]
                pay[i] += due if due < bound else bound
