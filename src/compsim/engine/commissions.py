"""What each commission earns to date, for the rows on a plan: rates on an amount, sums at points, pay for each deal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compsim.calendar import months_of
from compsim.engine.arrays import Figures, Groups, at_end_of_group, increments, sum_of_group, to_date
from compsim.engine.deals import capped_amounts, chosen_deals, deals_of, spread_over_rows
from compsim.engine.earning import Factors, Part, base_to_date, note_reading, pick_rate, shared_out, shares, tracks_of
from compsim.engine.multipliers import deal_factors, multiplied
from compsim.engine.readings import Reading, amount_to_date, at_settlement, credited_to, on_plan, read
from compsim.engine.rounding import rounded
from compsim.engine.settlement import Earned, Tracks
from compsim.engine.trace import DealSteps
from compsim.plan.components import Commission
from compsim.plan.curve import PayCurve
from compsim.plan.part import TARGET
from compsim.population.people import Deals, running_sum

Floats = NDArray[np.float64]


def commissions(figures: Figures, factors: Factors) -> list[Part]:
    """Every commission of the plan."""
    return [_commission(figures, name, part, factors) for name, part in figures.plan.commissions.items()]


def _commission(figures: Figures, name: str, part: Commission, factors: Factors) -> Part:
    """What it pays to date × multiplier, shared where pay is shared."""
    plan = figures.plan
    stretch = plan.stretch(part)
    groups = figures.groups(stretch)
    if part.measured == "deal":
        amount = _by_deal(figures, name, part, factors)
        tracks = Tracks(amount, amount, amount)
    elif part.on == "attainment":
        amount, tracks = _on_attainment(figures, name, part, factors)
    else:
        amount = amount_to_date(figures, part, plan.measure(name), stretch, part.caps.deal)
        figures.note("amount", name, amount, "measure", about=plan.measure(name))
        tracks = _on_amount(figures, name, part, amount, factors)
    factor, share = multiplied(figures, part.multiplier, stretch, factors, name), shares(figures, name, part)
    earned = tracks.each(lambda paid: shared_out(paid * factor, share, groups))
    figures.note("earned", name, earned.full, "money")
    silent = on_plan(figures, np.isnan(earned.full) | np.isnan(amount))
    behind = base_to_date(figures, figures.incentive(), groups, "to_date") / len(plan.commissions)
    behind = behind if not plan.objectives else np.zeros_like(behind)
    nothing = np.isnan(earned.full)
    money = Earned(earned.known(), np.nan_to_num(amount), behind, groups, part.pays, part.take_back, nothing)
    return Part(name, money, np.full(len(amount), np.nan), silent, _zero_target(figures, name, part))


def _zero_target(figures: Figures, name: str, part: Commission) -> NDArray[np.bool_]:
    if part.on != "attainment":
        return np.zeros(len(figures.rows), dtype=bool)
    reading = _reading(figures, name, part)
    return at_settlement(figures, reading.needed == 0)


def _reading(figures: Figures, name: str, part: Commission) -> Reading:
    stretch, full = figures.plan.stretch(part), part.against == "full"
    return read(figures, part, figures.plan.measure(name), stretch, deal_cap=part.caps.deal, full=full)


def _on_attainment(figures: Figures, name: str, part: Commission, factors: Factors) -> tuple[Floats, Tracks]:
    """The amount it pays on, and what it pays: rates on slices of the target, or sums at attainment."""
    reading = _reading(figures, name, part)
    note_reading(figures, name, reading, part.on, figures.plan.measure(name))
    x = reading.x if part.caps.attainment is None else np.minimum(reading.x, part.caps.attainment)
    if part.caps.attainment is not None:
        figures.note("capped_attainment", name, x, "ratio")
    picked = _picked(figures, part, name, factors)
    if picked is None:
        tracks = tracks_of(figures, part.compile(), x, True, factors)
    else:
        full = _at_picked_rate(part, x, picked, reading.groups)
        tracks = Tracks(full, full, _at_picked_rate(part, np.minimum(x, TARGET), picked, reading.groups))
    tracks = tracks.each(lambda paid: np.where(np.isnan(x), np.nan, paid))
    if part.of is not None:
        return _share_of_base(figures, name, part, reading.groups, tracks)
    figures.note("factor", name, tracks.full, "ratio" if part.rates is not None else "money")
    if part.rates is not None:
        return reading.actual, tracks.each(lambda paid: paid * reading.needed)
    return reading.actual, _prorated(figures, part, reading.groups, tracks)


def _on_amount(figures: Figures, name: str, part: Commission, amount: Floats, factors: Factors) -> Tracks:
    """Rates on an amount, sums at points or steps of it, or a share of the incentive or salary."""
    groups = figures.groups(figures.plan.stretch(part))
    picked = _picked(figures, part, name, factors)
    if picked is not None:
        paid = _at_picked_rate(part, amount, picked, groups)
        return Tracks(paid, paid, paid)
    paid = np.where(np.isnan(amount), np.nan, _mirrored(part, part.compile(), amount, factors))
    tracks = Tracks(paid, paid, paid)
    if part.of is not None:
        return _share_of_base(figures, name, part, groups, tracks)[1]
    return tracks if part.rates is not None else _prorated(figures, part, groups, tracks)


def _picked(figures: Figures, part: Commission, name: str, factors: Factors) -> Floats | None:
    """The rate that something else picks (N, P), as it stands when pay is settled; None where its own amount does."""
    picked = pick_rate(figures, part, name, factors)
    to_date = part.tiers == "whole" and part.measured != "deal"
    return picked if picked is None or to_date else _settled_rate(figures, part, picked)


def _mirrored(part: Commission, curve: PayCurve, amount: Floats, factors: Factors, *, returns: bool = False) -> Floats:
    """What a curve pays; a negative amount costs what the same amount would earn, where it can cost anything.

    A returned deal always does, against the other deals of its settlement; a sum below zero only with take_back.
    """
    paid = factors(curve, amount)
    if not (part.take_back or returns) or part.rates is None:
        return paid
    return np.where(amount < 0, -factors(curve, np.abs(amount)), paid)


def _at_picked_rate(part: Commission, amount: Floats, rate: Floats, groups: Groups) -> Floats:
    """The rate that something else picks: on everything so far, or on what each period adds."""
    if part.tiers == "whole":
        return rate * amount
    return running_sum(rate * increments(amount, groups), groups)


def _settled_rate(figures: Figures, part: Commission, rate: Floats) -> Floats:
    """The rate at the end of each settlement, or of each stretch within it, for all its periods (N, P).

    Otherwise pay would depend on whether the data come by month or by quarter.
    """
    settlements, groups = figures.settlements(), figures.groups(figures.plan.stretch(part))
    both = np.cumsum(np.append(False, (np.diff(settlements) != 0) | (np.diff(groups) != 0)))
    return at_end_of_group(rate, both)


def _share_of_base(
    figures: Figures, name: str, part: Commission, groups: Groups, tracks: Tracks
) -> tuple[Floats, Tracks]:
    """A share of the target incentive or of base salary, as the points, steps or rates say."""
    yearly = figures.base_salary() if part.of == "base_salary" else figures.incentive()
    base = base_to_date(figures, yearly, groups, part.against)
    figures.note("factor", name, tracks.full, "ratio")
    if part.caps.factor is not None:
        most = part.caps.factor
        tracks = tracks.each(lambda factor: np.minimum(factor, most))
        figures.note("capped_factor", name, tracks.full, "ratio")
    figures.note("salary" if part.of == "base_salary" else "incentive", name, base, "money")
    return base, tracks.each(lambda factor: factor * base)


def _prorated(figures: Figures, part: Commission, groups: Groups, tracks: Tracks) -> Tracks:
    """Sums for a full-time person on the plan throughout, for the time and fte there is in the whole stretch."""
    if not part.prorated:
        return tracks
    lengths = months_of(figures.window.periods)
    there = sum_of_group(figures.fixed_share()[figures.rows] * lengths, groups)
    whole = sum_of_group(lengths[None, :], groups)
    share = (there / whole)[:, np.unique(groups, return_inverse=True)[1]]
    return tracks.each(lambda paid: paid * share)


def _by_deal(figures: Figures, name: str, part: Commission, factors: Factors) -> Floats:
    """What each deal pays by itself, added up to date for whoever it is credited to (N, P)."""
    own = _own_pay_of_deals(figures, name, part, factors)
    measure = figures.plan.measure(name)
    credited = figures.times(measure, part.credit, credited_to(figures, own, part.credit), rows=True)
    paid = to_date(credited, figures.groups(figures.plan.stretch(part)))
    figures.note("pay_of_deals", name, paid, "money", about=measure)
    return paid


def _own_pay_of_deals(figures: Figures, name: str, part: Commission, factors: Factors) -> Floats:
    """What the deals of each roster row pay in each period (R, P)."""
    deals = deals_of(figures.window)
    chosen = chosen_deals(deals, part.where) & (deals.measure == figures.plan.measure(name))
    amounts = capped_amounts(deals, part.caps.deal)
    rate, factor = _rate_of_deals(figures, name, part, deals, factors), deal_factors(part.multiplier, deals)
    if rate is None:
        rate, pay = np.full_like(amounts, np.nan), _mirrored(part, part.compile(), amounts, factors, returns=True)
    else:
        pay = rate * amounts
    pay = pay * factor
    rounding = figures.plan.rounding
    if rounding is not None and rounding.each == "deal":
        pay = rounded(pay, rounding.how)
    _note_deals(figures, name, deals, (amounts, rate, factor, pay), chosen)
    return spread_over_rows(figures.window, pay, chosen)


def _rate_of_deals(figures: Figures, name: str, part: Commission, deals: Deals, factors: Factors) -> Floats | None:
    """The rate that something else has reached when each deal came in (D); None where a deal's own size decides."""
    picked = _picked(figures, part, name, factors)
    if picked is None:
        return None
    everybody = np.zeros(figures.window.eligible.shape)
    everybody[figures.rows] = np.nan_to_num(picked)
    return everybody[deals.row, deals.period]


def _note_deals(
    figures: Figures, name: str, deals: Deals, steps: tuple[Floats, ...], chosen: NDArray[np.bool_]
) -> None:
    """Keep what each chosen deal pays, if somebody asked for the steps."""
    if figures.trace is not None:
        who = (deals.deal[chosen], deals.row[chosen], deals.period[chosen])
        figures.trace.deals.append(DealSteps(name, *who, *(step[chosen] for step in steps)))
