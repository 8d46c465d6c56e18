"""What is paid after limits in money: caps on components, on the sum, on total pay, on the pool; then the draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compsim.calendar import months_of
from compsim.engine.arrays import Figures, Groups, last_of_each, sum_of_group
from compsim.engine.settlement import scaled_to, total, under_yearly_bound
from compsim.plan.limits import Caps, Draw
from compsim.plan.part import Per
from compsim.population.people import running_sum

Floats = NDArray[np.float64]


def under_money_caps(figures: Figures, paid: Sequence[Floats]) -> list[Floats]:
    """Each component's money (N, T) after the caps on components, on money, on total pay and on the pool, in order."""
    names = list(figures.plan.parts())
    capped = [_component(figures, name, money) for name, money in zip(names, paid, strict=True)]
    for kind, limit in (("money", _money), ("total_pay", _total_pay), ("pool", _pool)):
        for caps in figures.plan.caps:
            if getattr(caps, kind) is not None:
                capped = limit(figures, caps, capped)
    return capped


def note_cap(figures: Figures, kind: str, before: Floats, bound: Floats, per: Per) -> None:
    """Keep what a cap is held against, the cap itself and, for the year, what was paid before and what is left (N, T).

    `kind` is which of the plan's caps; nothing is worked out unless somebody asked for the steps.
    """
    if figures.trace is None:
        return
    figures.note("before_cap", "", before, "money", settled=True, about=kind)
    figures.note("cap_bound", "", bound, "money", settled=True, about=kind)
    if per == "year":
        through = under_yearly_bound([before], bound, _years(figures))[0]
        earlier = running_sum(through, _years(figures)) - through
        figures.note("paid_in_the_year", "", earlier, "money", settled=True, about=kind)
        figures.note("left_under_cap", "", bound - earlier, "money", settled=True, about=kind)


def _component(figures: Figures, name: str, money: Floats) -> Floats:
    caps = figures.plan.parts()[name].caps
    if caps.money is None:
        return money
    capped = _bounded(figures, [money], caps.money * fixed_parts(figures, caps.per), caps.per)[0]
    figures.note("money_capped", name, capped, "money", settled=True)
    return capped


def _money(figures: Figures, caps: Caps, paid: list[Floats]) -> list[Floats]:
    bound = (caps.money or 0.0) * fixed_parts(figures, caps.per)
    note_cap(figures, "money", total(paid), bound, caps.per)
    return _bounded(figures, paid, bound, caps.per)


def _total_pay(figures: Figures, caps: Caps, paid: list[Floats]) -> list[Floats]:
    """What total pay leaves for variable pay: the cap less the base salary of the same time, never below zero."""
    base = sum_of_group(figures.base_salary()[figures.rows], _time_of(figures, caps.per))
    bound = (caps.total_pay or 0.0) * fixed_parts(figures, caps.per)
    left = np.maximum(bound - _at_settlements(figures, base, caps.per), 0.0)
    note_cap(figures, "total_pay", total(paid), left, caps.per)
    return _bounded(figures, paid, left, caps.per)


def _pool(figures: Figures, caps: Caps, paid: list[Floats]) -> list[Floats]:
    """One factor for everybody on the plan: what is in the pool ÷ what all have earned, where that is more."""
    groups = np.arange(paid[0].shape[1]) if caps.per == "settlement" else _years(figures)
    everybody = total(paid).sum(axis=0)
    wanted = np.zeros_like(everybody)
    for group in np.unique(groups):
        inside = groups == group
        earned = np.cumsum(everybody[inside])
        wanted[inside] = np.diff(np.minimum(earned, caps.pool or 0.0), prepend=0.0)
    factor = np.divide(wanted, everybody, out=np.ones_like(wanted), where=everybody != 0)
    figures.note("share_of_pool", "", np.broadcast_to(factor, paid[0].shape), "ratio", settled=True)
    return [money * factor for money in paid]


def _bounded(figures: Figures, paid: Sequence[Floats], bound: Floats, per: Per) -> list[Floats]:
    """The components scaled alike under a bound (N, T) on their sum, each settlement or running through the year."""
    if per == "year":
        return under_yearly_bound(paid, bound, _years(figures))
    return scaled_to(paid, np.minimum(total(paid), bound))


def fixed_parts(figures: Figures, per: Per) -> Floats:
    """What part of a sum for a full-time person on the plan throughout counts (N, T): share × fte over the time.

    Where somebody was not on the plan at all, what is settled belongs to earlier time, and fte alone counts: a bound of
    zero would take it away, however high the cap.
    """
    groups, lengths = _time_of(figures, per), months_of(figures.window.periods)
    there = sum_of_group(figures.fixed_share()[figures.rows] * lengths, groups)
    full_time = figures.window.roster["fte"].to_numpy(dtype=np.float64)[figures.rows, None]
    parts = np.where(there > 0, there / sum_of_group(lengths[None, :], groups), full_time)
    return _at_settlements(figures, parts, per)


def _time_of(figures: Figures, per: Per) -> Groups:
    """The settlement or the year of each period (P)."""
    return figures.settlements() if per == "settlement" else figures.groups("year")


def _at_settlements(figures: Figures, values: Floats, per: Per) -> Floats:
    """Values of each settlement, or of each year, at every settlement (N, T)."""
    return values if per == "settlement" else values[:, np.unique(_years(figures), return_inverse=True)[1]]


def _years(figures: Figures) -> Groups:
    """The plan year of each settlement (T)."""
    return figures.groups("year")[last_of_each(figures.settlements())]


@dataclass(frozen=True, eq=False)
class Drawn:
    """What the draw does to each settlement."""

    added: Floats  # (N, T) money: paid beyond what was earned, or taken back from it
    draw: Floats  # (N, T) money: the draw of the settlement
    balance: Floats  # (N, T) money still owed after it


def drawn(figures: Figures, draw: Draw, earned: Floats) -> Drawn:
    """Pay at least the draw; what a recoverable draw added is carried as a balance and taken from later pay.

    `earned` (N, T) is the pay of each settlement before the draw. The balance belongs to the person: it goes on over
    the years and over the person's roster rows on this plan, so a raise does not forgive it.
    """
    amounts = _draws(figures, draw)
    short = np.where(amounts > 0, np.maximum(amounts - earned, 0.0), 0.0)
    if draw.kind == "guaranteed":
        return Drawn(short, amounts, np.zeros_like(earned))
    source = earned if draw.recovered_from == "commission" else earned - amounts
    recoverable = np.where(short > 0, 0.0, np.maximum(source, 0.0))
    people, turns = _people(figures)
    balance = np.zeros(len(people))
    taken, balances = np.zeros_like(earned), np.zeros_like(earned)
    for t in range(earned.shape[1]):
        for rows in turns:  # a person's rows one after the other, so that nothing is taken twice
            owed = balance[people[rows]]
            taken[rows, t] = np.minimum(owed, recoverable[rows, t])
            balances[rows, t] = balance[people[rows]] = owed + short[rows, t] - taken[rows, t]
    return Drawn(short - taken, amounts, balances)


def _people(figures: Figures) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """The person of each row (N), and the rows in turns of at most one a person, in the order in which they began."""
    roster = figures.window.roster.iloc[figures.rows]
    turn = roster["start"].groupby(roster["rep"].to_numpy()).rank(method="first", na_option="top").to_numpy() - 1
    people = np.unique(roster["rep"].to_numpy().astype(str), return_inverse=True)[1].astype(np.int64)
    return people, [np.flatnonzero(turn == each) for each in range(int(turn.max(initial=0)) + 1)]


def _draws(figures: Figures, draw: Draw) -> Floats:
    """The draw of each settlement (N, T): by the month, for time on the plan, fte, and only the first months if so."""
    parts = figures.fixed_share() * months_of(figures.window.periods)
    if draw.first_months is not None:
        parts = parts * figures.window.share_of_first_months(draw.first_months)
    return draw.every_month * sum_of_group(parts[figures.rows], figures.settlements())
