"""The arithmetic of a factored sweep, written to be read; `kernels` answers the same, bit for bit.

Reps lie side by side in blocks of LANES; what is missing to a full block pays nothing, loses nothing, wins nothing.
Sums over a block add its halves, so that every engine adds in the same order and no result hangs on where chunks end.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LANES = 64
PLANS_AT_ONCE = 64  # a few megabytes at a time

CurveTable = tuple[Floats, Floats, Floats, Floats, Ints, Ints]
"""V curves of at most E edges: edges, levels, slopes (V, E), below (V), how many edges (V), 1 if an edge starts (V)."""


def curve_tables(  # noqa: PLR0913, PLR0917 - the same call as the compiled kernel, which takes arrays only
    curves: CurveTable,
    attained: Floats,
    base: Floats,
    share: Floats,
    variants: Ints,
    keeps_negative: Ints,
    bucket_of: Ints,
    offset: int,
    tables: Floats,
) -> None:
    """Money that a weight of 1 pays, for each of m variants (curve, setting, gates).

    Fills `tables` (blocks, M, B, LANES) from table `offset` on. `attained` and `base` (S, blocks, T, LANES), `share`
    (G, blocks, T, LANES), `variants` (m, 3), `keeps_negative` (S), `bucket_of` (T): where a settlement is added up.
    """
    tables[:, offset : offset + len(variants)] = 0.0
    for m, (curve, setting, gates) in enumerate(variants.tolist(), offset):
        money = _factors(curves, curve, attained[setting]) * base[setting]
        if not keeps_negative[setting]:
            money = np.where(money > 0.0, money, 0.0)
        money = money * share[gates]
        for t, bucket in enumerate(bucket_of.tolist()):
            tables[:, m, bucket] += money[:, t]


def _factors(curves: CurveTable, curve: int, x: Floats) -> Floats:
    edges, levels, slopes, below, count, upper = curves
    found = np.full_like(x, below[curve])
    for k in range(int(count[curve])):
        edge = edges[curve, k]
        inside = x >= edge if upper[curve] else x > edge
        found = np.where(inside, levels[curve, k] + slopes[curve, k] * (x - edge), found)
    return found


def reduce_pay(  # noqa: PLR0913, PLR0917 - as above
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
) -> None:
    """Pay of n plans, added to `cost`, `least` change of pay and `winners` (n each), which go on from chunk to chunk.

    `tables` (blocks, M, B, LANES), `picks` and `weights` (n, K), `caps` (n, Q) by role, infinite where there is none,
    `role_of` (B), `incentive` (blocks, B, LANES), `before` and `wins_above` (blocks, LANES).
    """
    for first in range(0, len(picks), PLANS_AT_ONCE):
        some = slice(first, first + PLANS_AT_ONCE)
        for block in range(len(tables)):
            earned = _weighted(tables[block], picks[some], weights[some])
            pay = _capped(earned, caps[some][:, role_of], incentive[block])
            cost[some] += sum_of_block(pay)
            least[some] = np.minimum(least[some], (pay - before[block]).min(axis=1))
            winners[some] += (pay > wins_above[block]).sum(axis=1)


def count_at_target(attained: Floats, picks: Ints, weights: Floats, reached: float, counted: Ints) -> None:
    """Rows whose Σ weight × attainment is at least `reached`, added to `counted` (n); `attained` (blocks, M, LANES)."""
    for first in range(0, len(picks), PLANS_AT_ONCE):
        some = slice(first, first + PLANS_AT_ONCE)
        for block in range(len(attained)):
            overall = _weighted(attained[block], picks[some], weights[some])
            counted[some] += (overall >= reached).sum(axis=1)


def sum_of_block(values: Floats) -> Floats:
    """The sum over the last axis (…, LANES), added by halves."""
    while values.shape[-1] > 1:
        half = values.shape[-1] // 2
        values = values[..., :half] + values[..., half:]
    return values[..., 0]


def _weighted(tables: Floats, picks: Ints, weights: Floats) -> Floats:
    """Σ weight × table over the terms (n, …)."""
    wide = (slice(None), *(None,) * (tables.ndim - 1))
    total = weights[:, 0][wide] * tables[picks[:, 0]]
    for k in range(1, picks.shape[1]):
        total += weights[:, k][wide] * tables[picks[:, k]]
    return total


def _capped(earned: Floats, caps: Floats, incentive: Floats) -> Floats:
    """Each bucket's pay up to its cap, added up (n, LANES)."""
    pay = np.zeros((len(earned), earned.shape[-1]))
    for bucket in range(earned.shape[1]):
        cap = caps[:, bucket, None]
        bound = np.where(np.isinf(cap), np.inf, np.where(np.isinf(cap), 0.0, cap) * incentive[bucket])
        pay += np.where(earned[:, bucket] < bound, earned[:, bucket], bound)
    return pay
