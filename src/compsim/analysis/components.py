"""Which parts of plans may be shown by themselves: what only a few people have would show what those few are paid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.rows import NOTHING
from compsim.engine.payouts import Payouts
from compsim.population.privacy import overlapping_groups_to_hide


def components_to_hide(payouts: Payouts) -> frozenset[str]:
    """Components withheld in every scenario, because in one of them they, or a difference, concern fewer than five.

    A component concerns everybody on the plan of a role in which it has a weight, or paid or took something: a gate
    that cut two of a role of forty concerns forty.
    """
    scenarios = range(len(payouts.names))
    return frozenset(name for s in scenarios for name in overlapping_groups_to_hide(_people(payouts, s)))


def _people(payouts: Payouts, s: int) -> dict[str, frozenset[str]]:
    """Who has each component that one scenario uses."""
    reps = payouts.population.roster["rep"].astype(str).to_numpy()
    concerned = _concerned(payouts, s)
    return {name: frozenset(reps[concerned[:, c]]) for c, name in enumerate(payouts.components)}


def _concerned(payouts: Payouts, s: int) -> NDArray[np.bool_]:
    """Roster rows by component (R, C)."""
    used = (payouts.weight[s] > 0) | (np.abs(payouts.money[s]) > NOTHING).any(axis=1)
    found: NDArray[np.bool_] = np.zeros_like(used)
    for rows in _roles(payouts, s):
        found[rows] = used[rows].any(axis=0)
    return found


def _roles(payouts: Payouts, s: int) -> Iterator[NDArray[np.intp]]:
    """The rows on a plan, role by role."""
    roles = payouts.population.roster["role"].astype(str).to_numpy()
    for role in np.unique(roles):
        yield np.nonzero((roles == role) & payouts.on_plan[s])[0]
