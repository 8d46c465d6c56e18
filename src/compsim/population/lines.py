"""Lines of reporting: who is below whom in each period, through the roster's column `manager`.

A row's figures count for the manager it names and for everybody above. Above a manager the line goes on where their own
latest row says: the last that has begun by the end of the period, so that nothing counts twice where two rows meet, and
a vacancy does not cut the people below off from those above. Reps who stand above each other within one period, as
after a swap, end the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Names = NDArray[np.object_]
Days = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Lines:
    """Who reports to whom: N reps, R roster rows, P periods."""

    rep: Ints  # (R) which rep a row is about
    boss: Ints  # (R) the rep whom the row names as manager; -1 for nobody on the roster
    above: Ints  # (N, P) the rep above each rep; -1 for nobody
    levels: tuple[Ints, ...]  # reps with somebody above as flat places in (N, P): everybody after all who are below


def lines_of(rep: Names, manager: Names, start: Days, last_days: Days) -> Lines:
    """The lines of a roster of R rows (names, managers, first days; NaT is open) in P periods with these last days."""
    codes, names = pd.factorize(rep)
    boss = pd.Index(names, dtype=object).get_indexer(pd.Index(manager, dtype=object)).astype(np.int64)
    above = _above(codes.astype(np.int64), boss, start, last_days)
    levels = _levels(above)
    climbing = np.zeros(above.size, dtype=bool)
    climbing[np.concatenate([*levels, np.array([], dtype=np.int64)])] = True
    return Lines(codes.astype(np.int64), boss, np.where(climbing.reshape(above.shape), above, -1), levels)


def sum_below(own: Floats, active: Flags, lines: Lines) -> Floats:
    """For each row and period the sum of `own` over all active rows below the row's rep (R, P), in the unit of `own`.

    A rep's own rows never count. NaN for a row that has nobody below it in any of the periods in which it is active.
    """
    heads = _climb(active.astype(np.float64), lines)[lines.rep]
    leads = ((heads > 0) & active).any(axis=1, keepdims=True)
    return np.where(leads, _climb(np.where(active, own, 0.0), lines)[lines.rep], np.nan)


def _above(rep: Ints, boss: Ints, start: Days, last_days: Days) -> Ints:
    """The manager on each rep's latest row that has begun by each last day, else on the first row (N, P)."""
    order = np.argsort(np.where(np.isnat(start), np.datetime64("0001-01-01", "us"), start), kind="stable")
    above = np.empty((int(rep.max(initial=-1)) + 1, len(last_days)), dtype=np.int64)
    for place, last_day in enumerate(last_days):
        begun = order[~(start[order] > last_day)]
        above[rep[order[::-1]], place] = boss[order[::-1]]
        above[rep[begun], place] = boss[begun]  # of several rows of a rep the last one stays
    return above


def _levels(above: Ints) -> tuple[Ints, ...]:
    """The places of (N, P) in the order in which sums climb; places in a circle are in none."""
    periods = above.shape[1]
    parent = np.where(above < 0, -1, above * periods + np.arange(periods)).ravel()
    waiting = np.bincount(parent[parent >= 0], minlength=len(parent))
    front = np.flatnonzero((waiting == 0) & (parent >= 0))
    levels = []
    while len(front):
        levels.append(front)
        reached, times = np.unique(parent[front], return_counts=True)
        waiting[reached] -= times
        front = reached[(waiting[reached] == 0) & (parent[reached] >= 0)]
    return tuple(levels)


def _climb(own: Floats, lines: Lines) -> Floats:
    """The sum of everybody below each rep (N, P)."""
    periods = own.shape[1]
    sums, led = np.zeros(lines.above.shape), lines.boss >= 0
    np.add.at(sums, lines.boss[led], own[led])
    flat, parent = sums.reshape(-1), (lines.above * periods + np.arange(periods)).ravel()
    for level in lines.levels:
        np.add.at(flat, parent[level], flat[level])
    return _without_own(sums, own, lines)


def _without_own(sums: Floats, own: Floats, lines: Lines) -> Floats:
    """The sums without what a rep brought under somebody who stands below them later in the same period."""
    row, period = np.nonzero((lines.boss[:, None] >= 0) & (lines.above[lines.rep] != lines.boss[:, None]) & (own != 0))
    above = lines.boss[row]
    while len(row):
        back = above == lines.rep[row]
        np.subtract.at(sums, (above[back], period[back]), own[row[back], period[back]])
        above = lines.above[above, period]
        row, period, above = row[above >= 0], period[above >= 0], above[above >= 0]
    return sums
