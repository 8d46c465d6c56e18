"""From what is earned to what is settled: gates, payout cap, and less what was already paid.

N rows on the plan, P periods, T settlements. Three tables are paid side by side - without gates and cap, with gates,
with both - so that the gate line and the cap line say exactly what each took away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Groups, increments, last_of_each

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tracks:
    """Pay in full, without its accelerator, and at target at most: what gates on pay above target choose between."""

    full: Floats  # (N, P) or (N, T)
    straight: Floats  # above target the line that leads to the target goes on
    at_target: Floats  # nothing for attainment above target

    def each(self, change: Callable[[Floats], Floats]) -> Tracks:
        """The same change on all three; made once where they are one."""
        if self.full is self.straight and self.full is self.at_target:
            changed = change(self.full)
            return Tracks(changed, changed, changed)
        return Tracks(change(self.full), change(self.straight), change(self.at_target))

    def known(self) -> Tracks:
        """Zero where there is nothing to pay on."""
        return self.each(lambda values: np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0))


@dataclass(frozen=True, eq=False)
class Earned:
    """What one component has earned within its stretch, and how it is paid out."""

    to_date: Tracks  # (N, P) money earned to date within the stretch
    base: Floats  # (N, P) running sum of what the rate applies to: incentive or amount
    incentive: Floats  # (N, P) target incentive to date behind it, for the payout cap
    groups: Groups  # (P) the stretch of each period
    pays: Literal["true_up", "rate_only", "at_end"] = "true_up"
    take_back: bool = False
    silent: Flags | None = None  # (N, P) nothing to read, so nothing is known to be paid or taken back


@dataclass(frozen=True, eq=False)
class Standing:
    """One component at the end of each settlement: what it stands at, before less already paid."""

    tracks: Tracks  # (N, T) money
    incentive: Floats  # (N, T) target incentive behind the amount
    restarts: Groups  # (T) what was paid counts only within one number
    take_back: bool
    silent: Flags  # (N, T) nothing is paid and nothing taken back

    @property
    def amount(self) -> Floats:
        """What it stands at if every gate is open (N, T), money."""
        return self.tracks.full


@dataclass(frozen=True, eq=False)
class Settled:
    """Money of each settlement."""

    components: Floats  # (N, T, C) before gates and cap
    gate: Floats  # (N, T) what the gates took
    paid: tuple[Floats, ...]  # (C) of (N, T): what each component pays after gates and payout cap
    kept: Floats  # (N, T) the factor by which the payout cap lowers all components; 1 where it does not


def standing(earned: Earned, settlements: Groups) -> Standing:
    """Bring one component to the end of each settlement; `settlements` numbers the periods 0..T-1 (P)."""
    ends = last_of_each(settlements)
    longer = len(np.unique(earned.groups)) < len(ends) or not _nested(earned.groups, settlements)
    if not longer:
        return _finished_stretches(earned, settlements)
    if earned.pays == "rate_only":
        return _at_the_rate_so_far(earned, settlements)
    over = np.append(earned.groups[ends][1:] != earned.groups[ends][:-1], True) | (earned.pays != "at_end")
    tracks = earned.to_date.each(lambda money: money[:, ends] * over)
    silent = _silence(earned)[:, ends]
    return Standing(tracks, earned.incentive[:, ends] * over, earned.groups[ends], earned.take_back, silent)


def _silence(earned: Earned) -> Flags:
    return np.zeros(earned.base.shape, dtype=bool) if earned.silent is None else earned.silent


def settle(
    standings: Sequence[Standing],
    gated: Sequence[Floats],
    cap: float | None,
    yearly: tuple[Floats, Groups] | None,
) -> Settled:
    """Pay every component, less what was already paid, on the three tables.

    `gated` is what each component stands at after the gates (N, T). `cap` limits the standing of all components
    together to a multiple of the incentive behind them; with `yearly` = (incentive of the plan year (N, T), year of
    each settlement (T)) it limits what is paid in the year instead.
    """
    plain = [less_already_paid(each, each.amount) for each in standings]
    through = [less_already_paid(each, held) for each, held in zip(standings, gated, strict=True)]
    kept = np.ones_like(gated[0])
    if cap is None:
        final = through
    elif yearly is None:
        kept = _share_under_cap(standings, gated, cap)
        final = [less_already_paid(each, held * kept) for each, held in zip(standings, gated, strict=True)]
    else:
        final = under_yearly_bound(through, cap * yearly[0], yearly[1])
        kept = np.divide(total(final), total(through), out=kept, where=total(through) != 0)
    return Settled(np.stack(plain, axis=2), total(through) - total(plain), tuple(final), kept)


def times(each: Standing, factor: Floats) -> Standing:
    """The standing multiplied by a factor of each settlement (N, T); silent where there is none."""
    known = np.nan_to_num(factor)
    return replace(each, tracks=each.tracks.each(lambda money: money * known), silent=each.silent | np.isnan(factor))


def total(tables: Sequence[Floats]) -> Floats:
    """The components added up (N, T)."""
    return np.asarray(np.sum(np.stack(list(tables)), axis=0), dtype=np.float64)


def less_already_paid(each: Standing, amount: Floats) -> Floats:
    """What is paid at each settlement (N, T): the amount it stands at, less what was paid since the restart.

    Where there was nothing to read, nothing is paid and nothing taken back.
    """
    money = np.zeros_like(amount)
    before = np.zeros(len(amount))
    for t in range(amount.shape[1]):
        if t == 0 or each.restarts[t] != each.restarts[t - 1]:
            before = np.zeros_like(before)
        due = np.where(each.silent[:, t], 0.0, amount[:, t] - before)
        money[:, t] = due if each.take_back else np.maximum(due, 0.0)
        before = before + money[:, t]
    return money


def under_yearly_bound(paid: Sequence[Floats], bound: Floats, years: Groups) -> list[Floats]:
    """Let money through until the year's bound is reached; each settlement's cut falls on its components alike.

    `bound` (N, T) is the year's largest sum, `years` (T) the year of each settlement.
    """
    together = total(paid)
    let_through = np.zeros_like(together)
    so_far, allowed = np.zeros(len(together)), np.zeros(len(together))
    for t in range(together.shape[1]):
        if t == 0 or years[t] != years[t - 1]:
            so_far, allowed = np.zeros_like(so_far), np.zeros_like(allowed)
        so_far = so_far + together[:, t]
        now = np.minimum(so_far, bound[:, t])
        let_through[:, t] = now - allowed
        allowed = now
    return scaled_to(paid, let_through)


def scaled_to(paid: Sequence[Floats], wanted: Floats) -> list[Floats]:
    """The components scaled alike so that they add to what is wanted (N, T); nothing stays nothing."""
    together = total(paid)
    share = np.divide(wanted, together, out=np.ones_like(together), where=together != 0)
    return [money * share for money in paid]


def _nested(inner: Groups, outer: Groups) -> bool:
    """True if no inner group crosses the border of an outer one."""
    crosses = (inner[1:] == inner[:-1]) & (outer[1:] != outer[:-1])
    return not bool(crosses.any())


def _finished_stretches(earned: Earned, settlements: Groups) -> Standing:
    """Stretches no longer than the settlement: what each of them earned, added up."""
    ends, count = last_of_each(earned.groups), int(settlements.max()) + 1

    def added(values: Floats) -> Floats:
        sums = np.zeros((len(values), count))
        for end in ends:
            sums[:, settlements[end]] += values[:, end]
        return sums

    restarts = np.arange(count, dtype=np.int64)
    nothing = np.zeros((len(earned.base), count), dtype=bool)  # what is missing has added nothing
    return Standing(earned.to_date.each(added), added(earned.incentive), restarts, earned.take_back, nothing)


def _at_the_rate_so_far(earned: Earned, settlements: Groups) -> Standing:
    """The rate reached so far in the stretch, on what this settlement adds."""
    ends = last_of_each(settlements)
    base, groups = earned.base[:, ends], earned.groups[ends]
    added, incentive = increments(base, groups), increments(earned.incentive[:, ends], groups)

    def at_rate(money: Floats) -> Floats:
        return np.divide(money[:, ends], base, out=np.zeros_like(base), where=base != 0) * added

    restarts, silent = np.arange(len(ends), dtype=np.int64), _silence(earned)[:, ends]
    return Standing(earned.to_date.each(at_rate), incentive, restarts, earned.take_back, silent)


def _share_under_cap(standings: Sequence[Standing], gated: Sequence[Floats], cap: float) -> Floats:
    """The factor (N, T) that brings all components together down to the cap."""
    together = total(gated)
    bound = cap * total([each.incentive for each in standings])
    lowered = np.divide(bound, together, out=np.ones_like(together), where=together > 0)
    return np.where(together > bound, lowered, 1.0)
