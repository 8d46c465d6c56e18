"""From what is earned to what is settled: gates, cap, and less what was already paid.

R roster rows, P periods, T settlements. Three tracks are paid side by side - without gates and cap, with gates, with
both - so that the gate line and the cap line say exactly what each took away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Groups = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Earned:
    """What one component has earned within its stretch, and how it is paid out."""

    to_date: Floats  # (R, P) money earned to date within the stretch
    base: Floats  # (R, P) running sum of what the rate applies to: incentive or amount
    incentive: Floats  # (R, P) target incentive to date behind it, for the payout cap
    groups: Groups  # (P) the stretch of each period
    pays: Literal["true_up", "rate_only", "at_end"] = "true_up"
    take_back: bool = False


@dataclass(frozen=True, eq=False)
class Standing:
    """One component at the end of each settlement: what it stands at, before less already paid."""

    amount: Floats  # (R, T) money
    incentive: Floats  # (R, T) target incentive behind the amount
    restarts: Groups  # (T) what was paid counts only within one number
    take_back: bool


@dataclass(frozen=True, eq=False)
class Settled:
    """Money of each settlement."""

    components: Floats  # (R, T, C) before gates and cap
    gate: Floats  # (R, T) what the gates took
    cap: Floats  # (R, T) what the cap took


def standing(earned: Earned, settlements: Groups) -> Standing:
    """Bring one component to the end of each settlement; `settlements` numbers the periods 0..T-1 (P)."""
    ends = last_of_each(settlements)
    longer = len(np.unique(earned.groups)) < len(ends) or not _nested(earned.groups, settlements)
    if not longer:
        return _finished_stretches(earned, settlements)
    if earned.pays == "rate_only":
        return _at_the_rate_so_far(earned, settlements)
    amount, incentive = earned.to_date[:, ends], earned.incentive[:, ends]
    if earned.pays == "at_end":
        over = np.append(earned.groups[ends][1:] != earned.groups[ends][:-1], True)
        amount, incentive = amount * over, incentive * over
    return Standing(amount, incentive, earned.groups[ends], earned.take_back)


def settle(
    standings: Sequence[Standing], open_share: Floats, cap: float | None, yearly: tuple[Floats, Groups] | None
) -> Settled:
    """Pay every component, less what was already paid, on the three tracks.

    `open_share` (R, T) is the product of the gates' factors. `cap` limits the standing of all components together to
    a multiple of the incentive behind them; with `yearly` = (incentive of the plan year (R, T), year of each
    settlement (T)) it limits what is paid in the year instead.
    """
    plain = [_paid(each, np.ones_like(open_share)) for each in standings]
    gated = [_paid(each, open_share) for each in standings]
    if cap is None:
        final = gated
    elif yearly is None:
        kept = _share_under_cap(standings, open_share, cap)
        final = [_paid(each, open_share * kept) for each in standings]
    else:
        final = _capped_in_year(gated, cap, *yearly)
    before, gate_paid, all_paid = (_total(track, open_share) for track in (plain, gated, final))
    return Settled(np.stack(plain, axis=2), gate_paid - before, all_paid - gate_paid)


def last_of_each(groups: Groups) -> NDArray[np.intp]:
    """Positions of the last period of each group, in order."""
    return np.flatnonzero(np.append(groups[1:] != groups[:-1], True))


def _total(tables: Sequence[Floats], like: Floats) -> Floats:
    return sum(tables, np.zeros_like(like))


def _nested(inner: Groups, outer: Groups) -> bool:
    """True if no inner group crosses the border of an outer one."""
    crosses = (inner[1:] == inner[:-1]) & (outer[1:] != outer[:-1])
    return not bool(crosses.any())


def _finished_stretches(earned: Earned, settlements: Groups) -> Standing:
    """Stretches no longer than the settlement: what each of them earned, added up."""
    stretch_ends, count = last_of_each(earned.groups), int(settlements.max()) + 1
    amount, incentive = (np.zeros((len(earned.to_date), count)) for _ in range(2))
    for end in stretch_ends:
        amount[:, settlements[end]] += earned.to_date[:, end]
        incentive[:, settlements[end]] += earned.incentive[:, end]
    return Standing(amount, incentive, np.arange(count, dtype=np.int64), earned.take_back)


def _at_the_rate_so_far(earned: Earned, settlements: Groups) -> Standing:
    """The rate reached so far in the stretch, on what this settlement adds."""
    ends = last_of_each(settlements)
    base, reached, groups = earned.base[:, ends], earned.to_date[:, ends], earned.groups[ends]
    added, incentive = _increments(base, groups), _increments(earned.incentive[:, ends], groups)
    rate = np.divide(reached, base, out=np.zeros_like(base), where=base != 0)
    return Standing(rate * added, incentive, np.arange(len(ends), dtype=np.int64), earned.take_back)


def _increments(running: Floats, groups: Groups) -> Floats:
    before = np.concatenate([np.zeros((len(running), 1)), running[:, :-1]], axis=1)
    fresh = np.append(True, groups[1:] != groups[:-1])
    return running - np.where(fresh, 0.0, before)


def _paid(each: Standing, share: Floats) -> Floats:
    """What is paid at each settlement (R, T): the standing × share, less what was paid since the restart."""
    money = np.zeros_like(each.amount)
    before = np.zeros(len(each.amount))
    for t in range(each.amount.shape[1]):
        if t == 0 or each.restarts[t] != each.restarts[t - 1]:
            before = np.zeros_like(before)
        due = each.amount[:, t] * share[:, t] - before
        money[:, t] = due if each.take_back else np.maximum(due, 0.0)
        before = before + money[:, t]
    return money


def _share_under_cap(standings: Sequence[Standing], open_share: Floats, cap: float) -> Floats:
    """The factor (R, T) that brings all components together down to the cap."""
    total = _total([each.amount * open_share for each in standings], open_share)
    bound = cap * _total([each.incentive for each in standings], open_share)
    return np.where(total > bound, np.divide(bound, total, out=np.ones_like(total), where=total > 0), 1.0)


def _capped_in_year(gated: Sequence[Floats], cap: float, incentive: Floats, years: Groups) -> list[Floats]:
    """Let money through until the year's bound is reached; each settlement's cut falls on its components alike."""
    total = _total(gated, incentive)
    let_through = np.zeros_like(total)
    so_far, allowed = np.zeros(len(total)), np.zeros(len(total))
    for t in range(total.shape[1]):
        if t == 0 or years[t] != years[t - 1]:
            so_far, allowed = np.zeros_like(so_far), np.zeros_like(allowed)
        so_far = so_far + total[:, t]
        now = np.minimum(so_far, cap * incentive[:, t])
        let_through[:, t] = now - allowed
        allowed = now
    share = np.divide(let_through, total, out=np.ones_like(total), where=total != 0)
    return [money * share for money in gated]
