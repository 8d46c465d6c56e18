"""How good results must be for a wanted pay: found by evaluating, for everybody at once, never by turning a curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.rows import ratio
from compsim.analysis.supposed import Read, better_by, everything_read
from compsim.engine.evaluation import Kept, evaluate_scaled
from compsim.engine.payouts import Payouts
from compsim.plan.part import PAYOUT
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
ReadByRole = Mapping[str, frozenset[Read]]
BEST = 5.0  # times the results that were; what is not reached there counts as out of reach
_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 3.0, 4.0, BEST)
_HALVINGS = 15  # of the step in which pay is first enough: to less than 0.01 points of 100
_CENT = 0.005


@dataclass(frozen=True, eq=False)
class Wanted:
    """One scenario, and what each of n reps should earn in it."""

    scenario: Scenario
    population: Population
    pay: Floats  # (n) money
    role: NDArray[np.object_]  # (n) the latest of each rep
    of_row: NDArray[np.int64]  # (R) which of the n reps a roster row is; -1 who is none of them
    kept: Kept = field(default_factory=dict)

    def per_rep(self, values: Floats) -> Floats:
        """Figures of rows (R) added up by rep (n)."""
        known = self.of_row >= 0
        added = np.bincount(self.of_row[known], weights=values[known], minlength=len(self.pay))
        return np.asarray(added, dtype=np.float64)

    def mean_per_rep(self, values: Floats, payouts: Payouts) -> Floats:
        """Ratios of rows (R) by rep (n), weighted by target incentive; NaN where a rep has none."""
        weight = np.where(np.isfinite(values), payouts.incentive[0].sum(axis=1), 0.0)
        return ratio(self.per_rep(np.nan_to_num(values) * weight), self.per_rep(weight))

    def paid_with(self, read: ReadByRole, better: Floats, *, own_role: bool = False) -> Payouts:
        """What is paid if what each role reads is `better` (n) times as good; with `own_role` in a rep's rows of it."""
        rep, roles = np.maximum(self.of_row, 0), self.population.roster["role"].to_numpy(dtype=object)
        moves = (self.of_row >= 0) & ((self.role[rep] == roles) | (not own_role))
        scaled: dict[Read, Floats] = {}
        for role, pairs in read.items():
            by_row = np.where(moves & (roles == role), better[rep], 1.0)
            for pair, factor in better_by(self.population, pairs, by_row).items():
                scaled[pair] = scaled.get(pair, np.ones(len(roles))) * factor
        return evaluate_scaled(self.scenario, self.population, scaled, self.kept)


@dataclass(frozen=True, eq=False)
class Needed:
    """What it takes (n each)."""

    factor: Floats  # how many times as good; NaN where nothing up to `BEST` is enough
    attainment: Floats  # ratio, with results so good, or `BEST` times as good
    cap: Floats  # money that caps take there, zero or negative


def needed(
    wanted: Wanted, read: ReadByRole, attained: Callable[[Payouts], Floats], *, own_role: bool = False
) -> Needed:
    """The smallest factor on what is read that pays each rep enough, and what is `attained` (R) with it."""
    n = len(wanted.pay)
    found = Needed(*(np.full(n, np.nan) for _ in range(3)))
    for moved in _rounds(wanted):

        def paid_with(better: Floats, moved: Flags = moved) -> Payouts:
            return wanted.paid_with(read, np.where(moved, better, 1.0), own_role=own_role)

        def enough(better: Floats, paid_with: Callable[[Floats], Payouts] = paid_with) -> Flags:
            return np.asarray(wanted.per_rep(paid_with(better).total()[0]) >= wanted.pay - _CENT, dtype=np.bool_)

        factor = smallest_factor(enough, n)
        there = paid_with(np.nan_to_num(factor, nan=BEST))
        caps = there.money[0, :, :, there.components.index("cap")].sum(axis=1)
        figures = (factor, wanted.mean_per_rep(attained(there), there), wanted.per_rep(caps))
        parts = zip(figures, (found.factor, found.attainment, found.cap), strict=True)
        found = Needed(*(np.where(moved, new, old) for new, old in parts))
    return found


def smallest_factor(enough: Callable[[Floats], Flags], n: int) -> Floats:
    """The smallest factor (n) from 0 to `BEST` that is enough, found in steps and then by halving; NaN if none is.

    Where more is paid less, a smaller one may lie between two steps.
    """
    low, high = np.zeros(n), np.full(n, np.nan)
    for before, step in pairwise((0.0, *_STEPS)):
        fresh = np.isnan(high) & enough(np.full(n, step))
        high[fresh], low[fresh] = step, before
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        reached = enough(np.nan_to_num(middle, nan=BEST))
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return high


def _rounds(wanted: Wanted) -> list[Flags]:
    """Reps who may be moved at once (n): all, or role by role where some are paid on what others are paid."""
    plans = wanted.scenario.plans.values()
    if any(measure == PAYOUT for plan in plans for measure, _ in everything_read(plan)):
        return [wanted.role == role for role in dict.fromkeys(wanted.role)]
    return [np.ones(len(wanted.pay), dtype=bool)]
