"""The people of a sweep, laid out for its arithmetic: reps with rows in the same roles side by side, in blocks.

X variants, N rows of a role, T settlements or buckets; a group's reps have J roster rows each, whose settlements follow
one another. LANES reps make a block; where a full block lacks reps, nothing is paid, lost or won.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compsim.engine.sweep.figures import wins_above
from compsim.engine.sweep.numpy_kernels import LANES
from compsim.engine.sweep.terms import Direct, Fixed, Role

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Group:
    """Reps whose roster rows have the same roles, ready for the arithmetic."""

    roles: tuple[int, ...]  # each once, in order
    terms: tuple[tuple[Direct | Fixed, ...], ...]  # of each role, in blocks: (…, blocks, T or B, LANES)
    share: tuple[Floats, ...]  # of each role (G, blocks, T, LANES)
    bucket_of: Ints  # (T)
    role_of: Ints  # (B) place in `roles`
    incentive: Floats  # (blocks, B, LANES)
    before: Floats  # (blocks, LANES) money; -inf where nobody can lose
    wins_above: Floats  # (blocks, LANES) money; inf where nobody can win


@dataclass(frozen=True, eq=False)
class _Slots:
    """Which rows the reps of a group have."""

    roles: tuple[int, ...]  # (J) role of each slot
    rows: Ints  # (n, J) position among the role's rows
    reps: Ints  # (n)


def groups_of(roles: Sequence[Role], reps: Ints, before: Floats) -> Iterator[Group]:
    """Every rep with a plan, in groups; `reps` (R) is the rep of each roster row, `before` (reps) money or NaN."""
    for slots in _slots(roles, reps):
        yield _laid_out(slots, roles, before[slots.reps])


def in_blocks(values: Floats) -> Floats:
    """Reps (X, n, T) in blocks (X, blocks, T, LANES), the last one filled up with zeros."""
    count, reps, width = values.shape
    blocks = -(-reps // LANES)
    padded = np.zeros((count, blocks * LANES, width))
    padded[:, :reps] = values
    return np.ascontiguousarray(padded.reshape(count, blocks, LANES, width).swapaxes(2, 3))


def _slots(roles: Sequence[Role], reps: Ints) -> Iterator[_Slots]:
    role = np.concatenate([np.full(len(each.rows), at) for at, each in enumerate(roles)])
    place = np.concatenate([np.arange(len(each.rows)) for each in roles])
    rep = reps[np.concatenate([each.rows for each in roles])]
    order = np.lexsort((place, role, rep))
    starts = np.flatnonzero(np.append(True, rep[order][1:] != rep[order][:-1])) if len(rep) else np.zeros(0, np.int64)
    counts = np.diff(np.append(starts, len(order)))
    for size in np.unique(counts).tolist():
        rows = order[starts[counts == size][:, None] + np.arange(size)]
        kinds, which = np.unique(role[rows], axis=0, return_inverse=True)
        for at, kind in enumerate(kinds.tolist()):
            mine = rows[which.ravel() == at]
            yield _Slots(tuple(kind), place[mine], rep[mine[:, 0]])


def _laid_out(slots: _Slots, roles: Sequence[Role], before: Floats) -> Group:
    there = tuple(dict.fromkeys(slots.roles))
    known = ~np.isnan(before)
    settlements, buckets = (
        [len(roles[role].bucket_of) for role in slots.roles],
        [roles[role].buckets for role in slots.roles],
    )
    offsets = np.cumsum([0, *buckets[:-1]])
    incentive = sum(_spread(roles[role].incentive[None], slots, role, buckets) for role in there)
    return Group(
        there,
        tuple(
            tuple(_term(term.pays, slots, role, settlements, buckets) for term in roles[role].terms) for role in there
        ),
        tuple(_spread(roles[role].share, slots, role, settlements) for role in there),
        np.concatenate([roles[role].bucket_of + at for role, at in zip(slots.roles, offsets, strict=True)]),
        np.repeat([there.index(role) for role in slots.roles], buckets).astype(np.int64),
        np.asarray(incentive)[0],
        _one_a_rep(np.where(known, before, -np.inf), -np.inf),
        _one_a_rep(wins_above(before), np.inf),
    )


def _term(
    pays: Direct | Fixed, slots: _Slots, role: int, settlements: Sequence[int], buckets: Sequence[int]
) -> Direct | Fixed:
    if isinstance(pays, Fixed):
        return replace(pays, money=_spread(pays.money, slots, role, buckets))
    attained, base = (_spread(values, slots, role, settlements) for values in (pays.attained, pays.base))
    return replace(pays, attained=attained, base=base)


def _spread(values: Floats, slots: _Slots, role: int, widths: Sequence[int]) -> Floats:
    """A role's values (X, N, T) in the slots of that role, zero in the others: (X, blocks, Σ widths, LANES)."""
    out = np.zeros((len(values), len(slots.rows), sum(widths)))
    at = 0
    for slot, (kind, width) in enumerate(zip(slots.roles, widths, strict=True)):
        if kind == role:
            out[:, :, at : at + width] = values[:, slots.rows[:, slot]]
        at += width
    return in_blocks(out)


def _one_a_rep(values: Floats, filling: float) -> Floats:
    """One value a rep (n) in blocks (blocks, LANES), filled up."""
    blocks = -(-len(values) // LANES)
    padded = np.full(blocks * LANES, filling)
    padded[: len(values)] = values
    return padded.reshape(blocks, LANES)
