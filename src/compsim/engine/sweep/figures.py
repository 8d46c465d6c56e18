"""The four figures of each plan of a sweep, worked out from whole payouts: what every quicker way must answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.engine.payouts import Payouts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REACHED = 1.0 - 1e-9  # 100 % less what float arithmetic loses, as in analysis.rows
NOTHING = 1e-6  # money below it is what float arithmetic leaves behind, as in analysis.rows
RISES_ABOVE = 0.005  # a change above it is a rise, as in analysis.impact
CHANGE_DIGITS = 12  # a change is rounded to them before it is held against the bound, as in analysis.impact


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of n plans, one array each (n)."""

    cost: Floats  # variable pay of everybody over the evaluated periods, money
    share_at_target: Floats  # roster rows whose Σ weight × attainment is at least 100 %, among those with objectives
    largest_loss: Floats  # the most negative change of a rep's pay against the baseline, money; 0 if nobody loses
    share_of_winners: Floats  # reps whose pay rises by more than 0.5 %, among those with a plan on both sides

    @classmethod
    def joined(cls, parts: Sequence[Figures]) -> Figures:
        """The figures of consecutive stretches of plans as one."""
        return cls(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)))

    def at(self, plans: Sequence[int]) -> Figures:
        """The figures of some of the plans."""
        return Figures(*(getattr(self, each.name)[list(plans)] for each in fields(Figures)))

    @classmethod
    def of_counts(
        cls, cost: Floats, least: Floats, winners: Ints, reached: Ints, compared: int, with_objectives: int
    ) -> Figures:
        """Figures from sums and counts (n); a share of nobody is NaN."""
        loss = np.where(least < -NOTHING, least, 0.0)
        return cls(cost, _share(reached, with_objectives), loss, _share(winners, compared))


def exact_figures(payouts: Payouts) -> Figures:
    """Figures of all scenarios but the last, which is the baseline."""
    before, (codes, reps) = baseline_pay(payouts), rep_codes(payouts.population.roster)
    total, overall = payouts.total()[:-1] * payouts.on_plan[:-1], payouts.overall_attainment()[:-1]
    pay: Floats = np.stack([np.bincount(codes, each, minlength=reps) for each in total]).astype(np.float64)
    measured = payouts.on_plan[:-1] & ~np.isnan(overall)
    known = ~np.isnan(before)
    least = (pay - before)[:, known].min(axis=1, initial=0.0)
    wins, reached = _wins(pay, before).sum(axis=1), (measured & (overall >= REACHED)).sum(axis=1)
    each_plan = [slice(at, at + 1) for at in range(len(pay))]
    return Figures.joined(
        [
            Figures.of_counts(
                total[at].sum(axis=1), least[at], wins[at], reached[at], int(known.sum()), int(measured[at].sum())
            )
            for at in each_plan
        ]
    )


def baseline_pay(payouts: Payouts) -> Floats:
    """Pay of each rep under the last scenario, ordered by `rep_codes`; NaN without a plan in it or in the first."""
    codes, reps = rep_codes(payouts.population.roster)
    now, before = (np.bincount(codes, payouts.on_plan[at], minlength=reps) > 0 for at in (0, -1))
    pay = np.bincount(codes, payouts.total()[-1] * payouts.on_plan[-1], minlength=reps)
    return np.where(now & before, pay, np.nan)


def rep_codes(roster: pd.DataFrame) -> tuple[Ints, int]:
    """The rep of each roster row as a number (R), and how many reps there are."""
    codes, names = pd.factorize(roster["rep"])
    return codes.astype(np.int64), len(names)


def wins_above(before: Floats) -> Floats:
    """The pay above which each rep wins, same shape; infinite without pay before."""
    rises = before * (1.0 + RISES_ABOVE + 0.5 * 10.0**-CHANGE_DIGITS)
    return np.where(before > NOTHING, np.maximum(rises, before + NOTHING), np.inf)


def _wins(pay: Floats, before: Floats) -> NDArray[np.bool_]:
    difference = pay - before
    change = np.divide(difference, before, out=np.zeros_like(pay), where=before > NOTHING)
    return np.asarray((np.round(change, CHANGE_DIGITS) > RISES_ABOVE) & (np.abs(difference) > NOTHING), dtype=np.bool_)


def _share(part: Ints, whole: int) -> Floats:
    return part / whole if whole else np.full(len(part), np.nan)
