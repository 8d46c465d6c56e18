"""What each objective and commission has earned so far: reading, curve, caps, multiplier, weight, as formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from compsim.calendar import months_of
from compsim.engine.arrays import INCENTIVE_DIGITS, MONEY_DIGITS, Groups, last_of_each, sum_of_group
from compsim.engine.deals import counting
from compsim.engine.readers import readers
from compsim.engine.readings import VALUE_DIGITS, credited_to
from compsim.plan.components import Commission, Objective, rate_picker
from compsim.plan.part import PAYOUT
from compsim.present.live_workbook.curves import Ladder
from compsim.present.live_workbook.desk import Desk, short_of
from compsim.present.live_workbook.multiplying import multipliers
from compsim.present.live_workbook.reading import Looked, look_of, read, result
from compsim.present.live_workbook.sheet import Look
from compsim.present.live_workbook.terms import (
    Row,
    Term,
    added,
    at_least,
    both,
    less,
    more,
    number,
    size,
    smaller,
    snapped,
    when,
    where_known,
)
from compsim.present.numbers import exact_percent, spoken

Part = Objective | Commission


@dataclass(frozen=True, eq=False)
class Earning:
    """What a part has earned at the periods at which it is read."""

    name: str
    part: Part
    groups: Groups  # (P) the stretch of each period
    earned: Row | None  # None where the engine's standing is looked up instead
    base: Row | None  # what the rate applies to, for pay at the rate so far
    behind: Row | None  # target incentive so far that hangs on it; None where none does


def earnings(desk: Desk) -> list[Earning]:
    """Every objective and commission of the plan."""
    if desk.plan.mix == "blended":
        return [*_blended(desk), *(_commission(desk, name, part) for name, part in desk.plan.commissions.items())]
    objectives = [_objective(desk, name, part) for name, part in desk.plan.objectives.items()]
    return [*objectives, *(_commission(desk, name, part) for name, part in desk.plan.commissions.items())]


def places_of(desk: Desk, part: Part) -> list[int]:
    """The periods at which a part is read: the ends of its stretches within settlements, or the settlements' ends."""
    groups = desk.figures.groups(desk.plan.stretch(part))
    if short_of(groups, desk.figures.settlements()):
        return [int(end) for end in last_of_each(groups)]
    return desk.ends


def why_looked_up(desk: Desk, name: str, part: Part) -> str:
    """Why no formulas work out what a part earns; empty if they do."""
    reads_pay = any(measure == PAYOUT for path, _, measure in readers(desk.plan) if len(path) > 1 and path[1] == name)
    reasons = {
        "pay for each deal": part.measured == "deal",
        "pay on what others were paid": reads_pay,
        "a rate that another figure picks": rate_picker(part) is not None,
        "pay that is shared": part.shared is not None,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _looked_up(desk: Desk, name: str, part: Part, why: str) -> Earning:
    groups = desk.figures.groups(desk.plan.stretch(part))
    desk.by_compsim(desk.title(name), why)
    return Earning(name, part, groups, None, None, _behind(desk, name, part, groups))


# --- objectives


def _objective(desk: Desk, name: str, part: Objective) -> Earning:
    title = desk.title(name)
    desk.grid.heading(title, _reads(desk, name, part))
    why = why_looked_up(desk, name, part)
    if why:
        return _looked_up(desk, name, part, why)
    places, groups = places_of(desk, part), desk.figures.groups(desk.plan.stretch(part))
    looked = _read_part(desk, name, part, places)
    x = _capped(desk, title, looked.x, part, places)
    measure = desk.figures.window.definitions[desk.plan.measure(name)]
    edges: Look = "percent" if part.on == "attainment" else look_of(measure)
    ladder = desk.rules.curve(f"{title}: pay curve", desk.plan.curve_of(name), edges=edges, gives="percent")
    factor = _factor_capped(desk, title, _on_curve(desk, ladder, x, places, "percent"), part, places)
    return _weighed(desk, name, part, groups, places, {at: factor[at] for at in places}, x)


def _weighed(
    desk: Desk,
    name: str,
    part: Objective,
    groups: Groups,
    places: Sequence[int],
    factor: Mapping[int, Term],
    x: Row,
) -> Earning:
    """Factor × multiplier × weight × incentive so far."""
    title = desk.title(name)
    times = multipliers(desk, part.multiplier, desk.plan.stretch(part), places, title)
    weight = desk.rules.figure(f"{title}: weight", part.weight, "percent")
    base = _to_date(desk, "Target incentive", desk.incentive(), groups, places, full=part.against == "full")
    money = {}
    for at in places:
        product = weight * factor[at]
        for row in times:
            product = product * row[at]
        money[at] = _where_all_known([x[at], factor[at], *(row[at] for row in times)], product * base[at])
    earned = desk.grid.row("Earned so far", money, desk.money, remark="weight × factor × target incentive")
    behind = None
    if _is_capped(desk):
        behind = desk.grid.row("Target incentive behind it", {at: weight * base[at] for at in places}, desk.money)
    return Earning(name, part, groups, earned, base, behind)


def _blended(desk: Desk) -> list[Earning]:
    """One curve on the weighted attainment; each objective is paid what it adds to that attainment."""
    parts = desk.plan.objectives
    why = next(filter(None, (why_looked_up(desk, name, part) for name, part in parts.items())), "")
    desk.grid.heading("All objectives together", "one pay curve on the weighted attainment")
    if why:
        return [_looked_up(desk, name, part, why) for name, part in parts.items()]
    places = places_of(desk, next(iter(parts.values())))
    weighted = {name: _weighted(desk, name, part, places) for name, part in parts.items()}
    if any(row[at].has_gaps for row in weighted.values() for at in places):
        missing = "a result is missing in a blended plan"
        return [_looked_up(desk, name, part, missing) for name, part in parts.items()]
    sums = desk.grid.row(
        "Weighted attainment", {at: added([row[at] for row in weighted.values()]) for at in places}, "percent"
    )
    blend = desk.grid.row("Weighted attainment that counts", {at: snapped(sums[at], 12) for at in places}, "percent")
    curve = desk.plan.curve_of(next(iter(parts)))
    ladder = desk.rules.curve("All objectives: pay curve", curve, edges="percent", gives="percent")
    factor = _on_curve(desk, ladder, blend, places, "percent")
    return [_blended_part(desk, name, parts[name], weighted, sums, factor) for name in parts]


def _weighted(desk: Desk, name: str, part: Objective, places: Sequence[int]) -> Row:
    title = desk.title(name)
    desk.grid.heading(title, _reads(desk, name, part))
    x = _capped(desk, title, _read_part(desk, name, part, places).x, part, places)
    weight = desk.rules.figure(f"{title}: weight in the attainment", part.weight, "percent")
    return desk.grid.row("Weight × attainment", {at: where_known(x[at], weight * x[at]) for at in places}, "percent")


def _blended_part(
    desk: Desk, name: str, part: Objective, weighted: Mapping[str, Row], sums: Row, factor: Row
) -> Earning:
    desk.grid.heading(f"{desk.title(name)}: its part of the pay", "by what it adds to the weighted attainment")
    places, groups = sorted(sums.cells), desk.figures.groups(desk.plan.stretch(part))
    shares = {}
    for at in places:
        least = smaller(*(row[at] for row in weighted.values()))
        adds = both(more(sums[at], number(0.0)), at_least(least, number(0.0)))
        shares[at] = when(adds, weighted[name][at] / sums[at], number(part.weight))
    share = desk.grid.row("Its share", shares, "percent")
    per_weight = number(1.0 / part.weight if part.weight else 0.0)
    return _weighed(desk, name, part, groups, places, {at: factor[at] * share[at] * per_weight for at in places}, sums)


# --- commissions


def _commission(desk: Desk, name: str, part: Commission) -> Earning:
    desk.grid.heading(desk.title(name), _reads(desk, name, part))
    why = why_looked_up(desk, name, part)
    if why:
        return _looked_up(desk, name, part, why)
    places, groups = places_of(desk, part), desk.figures.groups(desk.plan.stretch(part))
    if part.on == "attainment":
        base, paid = _on_attainment(desk, name, part, groups, places)
    else:
        base, paid = _on_amount(desk, name, part, groups, places)
    times = multipliers(desk, part.multiplier, desk.plan.stretch(part), places, desk.title(name))
    money = {}
    for at in places:
        product = paid[at]
        for row in times:
            product = product * row[at]
        money[at] = _where_all_known([paid[at], *(row[at] for row in times)], product)
    earned = desk.grid.row("Earned so far", money, desk.money)
    return Earning(name, part, groups, earned, base, _behind(desk, name, part, groups))


def _on_attainment(
    desk: Desk, name: str, part: Commission, groups: Groups, places: Sequence[int]
) -> tuple[Row, dict[int, Term]]:
    """What the rate applies to, and what it pays on slices of the target, or sums at attainment."""
    title = desk.title(name)
    looked = _read_part(desk, name, part, places)
    x = _capped(desk, title, looked.x, part, places)
    gives: Look = "percent" if part.rates is not None or part.of is not None else desk.money
    ladder = desk.rules.curve(f"{title}: rates", part, edges="percent", gives=gives)
    paid = _on_curve(desk, ladder, x, places, gives)
    if part.of is not None:
        return _share_of(desk, name, part, groups, places, paid)
    if part.rates is not None and looked.needed is not None:
        needed = looked.needed
        return looked.actual, {at: _where_all_known([x[at], needed[at]], paid[at] * needed[at]) for at in places}
    return looked.actual, _prorated(desk, name, part, groups, places, paid)


def _on_amount(
    desk: Desk, name: str, part: Commission, groups: Groups, places: Sequence[int]
) -> tuple[Row, dict[int, Term]]:
    """The amount, and what rates on it pay, or sums at points or steps of it."""
    title = desk.title(name)
    amount = _amount(desk, name, part, groups, places)
    measure = desk.figures.window.definitions[desk.plan.measure(name)]
    gives: Look = "percent" if part.of is not None else desk.money
    ladder = desk.rules.curve(f"{title}: rates", part, edges=look_of(measure), gives=gives)
    mirrored = part.take_back and part.rates is not None
    read_at = amount
    if mirrored:
        read_at = desk.grid.row(
            "Amount without its sign", {at: where_known(amount[at], size(amount[at])) for at in places}, "number"
        )
    paid = _on_curve(desk, ladder, read_at, places, gives)
    if mirrored:
        signed = {
            at: where_known(amount[at], when(less(amount[at], number(0.0)), number(0.0) - paid[at], paid[at]))
            for at in places
        }
        paid = desk.grid.row("Paid, with its sign", signed, gives)
    if part.of is not None:
        return _share_of(desk, name, part, groups, places, paid)
    if part.rates is not None:
        return amount, {at: paid[at] for at in places}
    return amount, _prorated(desk, name, part, groups, places, paid)


def _amount(desk: Desk, name: str, part: Commission, groups: Groups, places: Sequence[int]) -> Row:
    measure, figures = desk.plan.measure(name), desk.figures
    if figures.window.definitions[measure].combine != "sum":
        found = result(desk, part, measure, desk.plan.stretch(part), places, part.caps.deal)
        rounded = {at: where_known(found[at], snapped(found[at], VALUE_DIGITS)) for at in places}
        return desk.grid.row("Amount that counts", rounded, "number")
    own = counting(figures, measure, part.where, part.caps.deal).results[measure]
    values = credited_to(figures, own, part.credit)
    chosen = "only deals that meet the plan's conditions" if part.where else ""
    heading = f"{desk.title(name)}: {spoken(measure)} credited in the period"
    brought = desk.series(heading, values, range(len(desk.periods)), "number", chosen)
    sums = {at: desk.to_date(brought, groups, at) for at in places}
    return desk.grid.row(
        "Amount so far",
        {
            at: where_known(sums[at], snapped(sums[at], MONEY_DIGITS))
            if sums[at].has_gaps
            else snapped(sums[at], MONEY_DIGITS)
            for at in places
        },
        "number",
    )


def _share_of(
    desk: Desk, name: str, part: Commission, groups: Groups, places: Sequence[int], paid: Row
) -> tuple[Row, dict[int, Term]]:
    """A share of the target incentive or of base salary."""
    capped = _factor_capped(desk, desk.title(name), paid, part, places)
    salary = part.of == "base_salary"
    of = desk.salary() if salary else desk.incentive()
    label = "Base salary" if salary else "Target incentive"
    base = _to_date(desk, label, of, groups, places, full=part.against == "full")
    return base, {at: where_known(capped[at], capped[at] * base[at]) for at in places}


def _prorated(
    desk: Desk, name: str, part: Commission, groups: Groups, places: Sequence[int], paid: Row
) -> dict[int, Term]:
    """Sums for a full-time person on the plan throughout, for the time and fte there is in the whole stretch."""
    if not part.prorated:
        return {at: paid[at] for at in places}
    figures, lengths = desk.figures, months_of(desk.periods)
    there = sum_of_group(figures.fixed_share()[figures.rows] * lengths, groups) / sum_of_group(lengths[None, :], groups)
    share = there[:, np.unique(groups, return_inverse=True)[1]]
    row = desk.series(
        f"{desk.title(name)}: Part of a full-time stretch", share, places, "percent", "time on the plan × fte"
    )
    return {at: where_known(paid[at], paid[at] * row[at]) for at in places}


# --- pieces


def _read_part(desk: Desk, name: str, part: Part, places: Sequence[int]) -> Looked:
    stretch, full = desk.plan.stretch(part), part.against == "full"
    return read(desk, part, desk.plan.measure(name), stretch, places, full=full, deal_cap=part.caps.deal)


def _capped(desk: Desk, title: str, x: Row, part: Part, places: Sequence[int]) -> Row:
    if part.caps.attainment is None or part.on == "value":
        return x
    cap = desk.rules.figure(f"{title}: attainment cap", part.caps.attainment, "percent")
    return desk.grid.row(
        "Attainment that counts", {at: where_known(x[at], smaller(x[at], cap)) for at in places}, "percent"
    )


def _factor_capped(desk: Desk, title: str, factor: Row, part: Part, places: Sequence[int]) -> Row:
    if part.caps.factor is None:
        return factor
    cap = desk.rules.figure(f"{title}: factor cap", part.caps.factor, "percent")
    capped = {at: where_known(factor[at], smaller(factor[at], cap)) for at in places}
    return desk.grid.row("Factor that counts", capped, "percent")


def _on_curve(desk: Desk, ladder: Ladder, x: Row, places: Sequence[int], gives: Look) -> Row:
    """Two lines: the step of the curve that is reached, and what the curve gives there."""
    steps = desk.grid.row(
        "Step of the curve reached", {at: where_known(x[at], ladder.step(x[at])) for at in places}, "whole"
    )
    found = {at: where_known(x[at], ladder.pays(x[at], steps[at])) for at in places}
    return desk.grid.row("Factor" if gives == "percent" else "Pays", found, gives)


def _where_all_known(read_from: Sequence[Term], then: Term) -> Term:
    for term in read_from:
        then = where_known(term, then)
    return then


def _to_date(desk: Desk, label: str, of: Row, groups: Groups, places: Sequence[int], *, full: bool) -> Row:
    """Money so far within the stretch, or of the whole stretch, snapped as the engine does."""
    sums = {at: snapped(desk.to_date(of, groups, at, full=full), INCENTIVE_DIGITS) for at in places}
    return desk.grid.row(f"{label} {'of the whole stretch' if full else 'so far'}", sums, desk.money)


def _behind(desk: Desk, name: str, part: Part, groups: Groups) -> Row | None:
    """The target incentive that hangs on a part, for the payout cap; None where none does."""
    if not _is_capped(desk) or (isinstance(part, Commission) and desk.plan.objectives):
        return None
    places = places_of(desk, part)
    full = isinstance(part, Objective) and part.against == "full"
    base = _to_date(desk, "Target incentive", desk.incentive(), groups, places, full=full)
    if isinstance(part, Objective):
        share = desk.rules.figure(f"{desk.title(name)}: weight", part.weight, "percent")
        return desk.grid.row("Target incentive behind it", {at: share * base[at] for at in places}, desk.money)
    many = number(float(len(desk.plan.commissions)))
    return desk.grid.row("Target incentive behind it", {at: base[at] / many for at in places}, desk.money)


def _is_capped(desk: Desk) -> bool:
    """Whether a cap is held against the target incentive behind what is paid."""
    caps = desk.plan.payout_cap
    return caps.payout is not None and caps.per == "settlement"


def _reads(desk: Desk, name: str, part: Part) -> str:
    """Weight, measure and stretch in a few words."""
    weight = f"{exact_percent(part.weight)}, " if isinstance(part, Objective) else ""
    stretch = "deal" if part.measured == "deal" else desk.plan.stretch(part).replace("_", " ")
    return f"{weight}{spoken(desk.plan.measure(name))} of the {stretch}"
