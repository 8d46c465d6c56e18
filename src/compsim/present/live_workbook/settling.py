"""From what is earned to what is paid: gates, plan multiplier, less already paid, caps and rounding, as formulas.

The lines are those of the payouts: every part before gates and caps, what gates took, what caps took, draw, rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from compsim.engine.arrays import INCENTIVE_DIGITS
from compsim.engine.limits import fixed_parts
from compsim.plan.components import Gate
from compsim.plan.limits import Caps, Rounding
from compsim.plan.part import PAYOUT, Per
from compsim.present.live_workbook.desk import BY_COMPSIM, Desk, short_of
from compsim.present.live_workbook.earning import Earning
from compsim.present.live_workbook.multiplying import multipliers
from compsim.present.live_workbook.reading import look_of, read
from compsim.present.live_workbook.sheet import FIRST
from compsim.present.live_workbook.terms import (
    Row,
    Term,
    added,
    at_least,
    both,
    larger,
    more,
    number,
    same,
    smaller,
    snapped,
    to_the_cent,
    when,
    where_known,
)
from compsim.present.numbers import exact_percent, spoken

NOTHING = number(0.0)


@dataclass(frozen=True, eq=False)
class Stand:
    """Where a part stands at the end of each settlement, before less already paid."""

    title: str
    amount: Row  # missing where nothing is known to be paid or taken back
    behind: Row | None  # target incentive behind the amount
    restarts: Mapping[int, int]  # end of a settlement -> what was paid counts only within one number
    take_back: bool


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of each settlement, as the payouts have them."""

    parts: Mapping[str, Row]  # before gates and caps
    gate: Row | None
    cap: Row | None
    draw: Row | None
    rounding: Row | None


def settled(desk: Desk, found: Sequence[Earning]) -> Lines:
    """Every line of each settlement."""
    desk.grid.heading("What each part stands at")
    stands = [_times(desk, _stand(desk, each), factor) for factor in [_plan_factor(desk)] for each in found]
    plain = [_less_already_paid(desk, each, each.amount, "before gates and caps") for each in stands]
    held = _behind_gates(desk, found, stands)
    through = plain if held is None else _through(desk, stands, held)
    final = _payout_cap(desk, stands, held or [each.amount for each in stands], through)
    final = _money_caps(desk, found, final)
    gate = None if held is None else _difference(desk, "Gates take", through, plain)
    cap = None if final is through else _difference(desk, "Caps take", final, through)
    names = [each.name for each in found]
    draw = _draw(desk)
    rounding = _rounding(desk, desk.plan.rounding, final, draw)
    return Lines(dict(zip(names, plain, strict=True)), gate, cap, draw, rounding)


def _known(term: Term) -> Term:
    return where_known(term, term, NOTHING)


def _difference(desk: Desk, label: str, after: Sequence[Row], before: Sequence[Row]) -> Row:
    cells = {
        at: added([_known(row[at]) for row in after]) - added([_known(row[at]) for row in before]) for at in desk.ends
    }
    return desk.grid.row(label, cells, desk.money, total=True)


# --- standing


def _stand(desk: Desk, each: Earning) -> Stand:
    groups, settlements, ends = each.groups, desk.figures.settlements(), desk.ends
    title, part = desk.title(each.name), each.part
    if short_of(groups, settlements):
        restarts = {end: place for place, end in enumerate(ends)}
        behind = None if each.behind is None else _sums(desk, f"{title}: incentive behind it", each.behind)
        return Stand(title, _finished(desk, title, each), behind, restarts, part.take_back)
    if part.pays == "rate_only":
        restarts = {end: place for place, end in enumerate(ends)}
        behind = None if each.behind is None else _added(desk, f"{title}: incentive behind it", each.behind, groups)
        return Stand(title, _at_the_rate(desk, title, each), behind, restarts, part.take_back)
    over = {end: part.pays != "at_end" or end == desk.bounds(groups, end)[1] for end in ends}
    restarts = {end: int(groups[end]) for end in ends}
    behind = each.behind
    if part.pays == "at_end" and behind is not None:
        cells = {end: behind[end] if over[end] else NOTHING for end in ends}
        behind = desk.grid.row(f"{title}: incentive behind it", cells, desk.money)
    return Stand(title, _so_far(desk, title, each, over), behind, restarts, part.take_back)


def _finished(desk: Desk, title: str, each: Earning) -> Row:
    """Stretches no longer than the settlement, added up."""
    return _sums(desk, title, each.earned) if each.earned is not None else _standing(desk, title, each, silent=False)


def _sums(desk: Desk, title: str, row: Row) -> Row:
    settlements = desk.figures.settlements()
    sums = {}
    for end in desk.ends:
        first, last = desk.bounds(settlements, end)
        found = row.sum(first, last, FIRST)
        there = [np.nan_to_num(row[at].value) for at in range(first, last + 1) if at in row.cells]
        gaps = first == last and found.has_gaps
        sums[end] = _known(row[first]) if gaps else Term(found.text, np.asarray(sum(there)))
    return desk.grid.row(title, sums, desk.money)


def _so_far(desk: Desk, title: str, each: Earning, over: Mapping[int, bool]) -> Row:
    if each.earned is None:
        return _standing(desk, title, each, silent=True)
    cells = {end: each.earned[end] if over[end] else _if_known(each.earned[end], NOTHING) for end in desk.ends}
    remark = "paid when its time has ended" if each.part.pays == "at_end" else ""
    return desk.grid.row(title, cells, desk.money, remark=remark)


def _if_known(read: Term, then: Term) -> Term:
    found = where_known(read, then)
    return Term(found.text, np.where(np.isnan(read.value), np.nan, then.value))


def _at_the_rate(desk: Desk, title: str, each: Earning) -> Row:
    """The rate so far, on what the settlement adds."""
    if each.earned is None or each.base is None:
        return _standing(desk, title, each, silent=True)
    cells = {}
    for end in desk.ends:
        before = _end_before(desk, each, end)
        base, earned = each.base[end], each.earned[end]
        new = base if before is None else base - each.base[before]
        rate = when(same(base, NOTHING), NOTHING, earned / base * new)
        cells[end] = where_known(base, where_known(earned, rate))
    return desk.grid.row(title, cells, desk.money, remark="the rate so far on what this settlement adds")


def _end_before(desk: Desk, each: Earning, end: int) -> int | None:
    """The settlement before in the same stretch."""
    earlier = [other for other in desk.ends if other < end and each.groups[other] == each.groups[end]]
    return earlier[-1] if earlier else None


def _added(desk: Desk, title: str, row: Row, groups: np.ndarray) -> Row:
    """What each settlement adds to a line that runs on."""
    cells = {}
    for end in desk.ends:
        earlier = [other for other in desk.ends if other < end and groups[other] == groups[end]]
        cells[end] = row[end] - row[earlier[-1]] if earlier else row[end]
    return desk.grid.row(title, cells, desk.money)


def _standing(desk: Desk, title: str, each: Earning, *, silent: bool) -> Row:
    """Where the engine says that a part stands; missing where it had nothing to read."""
    values = next(desk.steps("standing", each.name)).copy()
    if silent:
        earned = next(desk.steps("earned", each.name))
        values[np.isnan(earned[:, desk.ends])] = np.nan
    remark = next((f"{BY_COMPSIM}: {one.what}" for one in desk.looked_up if one.part == title), "")
    return desk.settled(f"{title}: {title}, standing", values, desk.money, remark)


def _times(desk: Desk, stand: Stand, factor: Row | None) -> Stand:
    if factor is None:
        return stand
    cells = {
        end: where_known(stand.amount[end], where_known(factor[end], stand.amount[end] * factor[end]))
        for end in desk.ends
    }
    row = desk.grid.row(f"{stand.title}, times the plan's factor", cells, desk.money)
    return Stand(stand.title, row, stand.behind, stand.restarts, stand.take_back)


def _plan_factor(desk: Desk) -> Row | None:
    """The plan's own multiplier at the end of each settlement."""
    plan = desk.plan
    if not plan.multiplier:
        return None
    reads_pay = any(each.measure == PAYOUT for each in plan.multiplier)
    if reads_pay:
        values = next(desk.steps("plan_multiplier", ""))
        remark = desk.by_compsim("Plan", "the plan's factor reads what others were paid")
        return desk.settled("Plan: Factor of the plan", values, "percent", remark)
    rows = multipliers(desk, plan.multiplier, plan.settlement, desk.ends, "Plan")
    cells = {}
    for end in desk.ends:
        product = rows[0][end]
        for row in rows[1:]:
            product = product * row[end]
        for row in rows:
            product = where_known(row[end], product)
        cells[end] = product
    return desk.grid.row("Factor of the plan", cells, "percent")


# --- less already paid


def _less_already_paid(desk: Desk, stand: Stand, amount: Row, what: str) -> Row:
    """What each settlement pays: where a part stands, less what was paid since the restart."""

    def due(end: int, so_far: Row) -> Term:
        paid = [other for other in so_far.cells if stand.restarts[other] == stand.restarts[end]]
        left = amount[end]
        if paid:
            before = so_far.sum(min(paid), max(paid), FIRST)
            left = amount[end] - before
        return where_known(amount[end], left if stand.take_back else larger(NOTHING, left), NOTHING)

    return desk.grid.running(f"{stand.title}, paid {what}", desk.ends, due, desk.money, total=True)


def _through(desk: Desk, stands: Sequence[Stand], held: Sequence[Row]) -> list[Row]:
    return [_less_already_paid(desk, each, row, "after gates") for each, row in zip(stands, held, strict=True)]


# --- gates


def _behind_gates(desk: Desk, found: Sequence[Earning], stands: Sequence[Stand]) -> list[Row] | None:
    """What each part stands at behind the gates; None where the plan has none."""
    gates = desk.plan.gates
    if not gates:
        return None
    desk.grid.heading("Gates")
    by_name = all(gate.names or gate.holds[0] == "everything" for gate in gates)
    if not by_name:
        why = "a gate on pay above target"
        return [_after_gates(desk, each, stand, why) for each, stand in zip(found, stands, strict=True)]
    factors = [_gate(desk, place, gate) for place, gate in enumerate(gates)]
    rows = []
    for each, stand in zip(found, stands, strict=True):
        holding = [row for gate, row in zip(gates, factors, strict=True) if not gate.names or each.name in gate.names]
        rows.append(_held(desk, stand, holding) if holding else stand.amount)
    return rows


def _held(desk: Desk, stand: Stand, factors: Sequence[Row]) -> Row:
    cells = {}
    for end in desk.ends:
        product = stand.amount[end]
        for row in factors:
            product = product * row[end]
        cells[end] = where_known(stand.amount[end], product)
    return desk.grid.row(f"{stand.title}, after gates", cells, desk.money)


def _after_gates(desk: Desk, each: Earning, stand: Stand, why: str) -> Row:
    values = next(desk.steps("after_gates", each.name)).copy()
    for place, end in enumerate(desk.ends):
        values[np.isnan(np.broadcast_to(stand.amount[end].value, values[:, place].shape)), place] = np.nan
    remark = desk.by_compsim(stand.title, why)
    return desk.settled(f"{stand.title}: {stand.title}, after gates", values, desk.money, remark)


def _gate(desk: Desk, place: int, gate: Gate) -> Row:
    """1 where a gate is open, else what it lets through."""
    name = f"Gate {place + 1}"
    if gate.measure == PAYOUT:
        values = next(desk.steps("gate_factor", "", f"{place}"))
        remark = desk.by_compsim(name, "a gate on what others were paid")
        return desk.settled(f"{name}: {name} lets through", values, "percent", remark)
    ratio = gate.on == "attainment" or look_of(desk.figures.window.definitions[gate.measure]) == "percent"
    hurdle = desk.rules.figure(f"{name}: hurdle, {spoken(gate.measure)}", gate.hurdle, "percent" if ratio else "number")
    shut = desk.rules.figure(f"{name}: lets through while shut", gate.otherwise, "percent")
    looked = read(desk, gate, gate.measure, desk.plan.stretch(gate), desk.ends, full=gate.against == "full")
    cells = {
        end: where_known(looked.x[end], when(at_least(looked.x[end], hurdle), number(1.0), shut), shut)
        for end in desk.ends
    }
    held = "everything" if not gate.names else ", ".join(desk.title(each) for each in gate.names)
    return desk.grid.row(f"{name} lets through", cells, "percent", remark=f"holds {held}")


# --- caps


def _payout_cap(desk: Desk, stands: Sequence[Stand], held: Sequence[Row], through: list[Row]) -> list[Row]:
    """What each part pays under the cap on payout as a multiple of target incentive."""
    caps = desk.plan.payout_cap
    if caps.payout is None:
        return through
    desk.grid.heading("Payout cap", f"{exact_percent(caps.payout)} of the target incentive")
    cap = desk.rules.figure("Payout cap", caps.payout, "percent")
    if caps.per == "year":
        years = desk.figures.groups("year")
        whole = {
            end: cap * snapped(desk.to_date(desk.incentive(), years, end, full=True), INCENTIVE_DIGITS)
            for end in desk.ends
        }
        bound = desk.grid.row("The most in the year", whole, desk.money)
        return _bounded(desk, [each.title for each in stands], through, bound, "year", "after the payout cap")
    behind = [each.behind for each in stands if each.behind is not None]
    together = desk.grid.row(
        "All stand at", {end: added([_known(row[end]) for row in held]) for end in desk.ends}, desk.money
    )
    most = {end: cap * added([row[end] for row in behind]) if behind else NOTHING for end in desk.ends}
    bound = desk.grid.row("The most they may stand at", most, desk.money)
    kept = desk.grid.row("Kept under the cap", {end: _kept(together[end], bound[end]) for end in desk.ends}, "percent")
    lowered = [
        desk.grid.row(
            f"{each.title}, under the cap",
            {end: where_known(row[end], row[end] * kept[end]) for end in desk.ends},
            desk.money,
        )
        for each, row in zip(stands, held, strict=True)
    ]
    return [
        _less_already_paid(desk, each, row, "after the payout cap") for each, row in zip(stands, lowered, strict=True)
    ]


def _kept(together: Term, bound: Term) -> Term:
    over = both(more(together, NOTHING), more(together, bound))
    value = np.where(
        over.value > 0,
        np.divide(
            bound.value, together.value, out=np.ones_like(bound.value * together.value), where=together.value > 0
        ),
        1.0,
    )
    return Term(f"IF({over.text},{bound.text}/{together.text},1)", value)


def _money_caps(desk: Desk, found: Sequence[Earning], paid: list[Row]) -> list[Row]:
    """The caps in money: on parts, on all of it, on total pay, and on the pool."""
    titles = [desk.title(each.name) for each in found]
    paid = (
        [_part_cap(desk, each, row) for each, row in zip(found, paid, strict=True)]
        if any(each.part.caps.money is not None for each in found)
        else paid
    )
    kinds: dict[str, Callable[[Desk, Caps, Sequence[str], list[Row], int], list[Row]]] = {
        "money": _money_cap,
        "total_pay": _total_pay_cap,
        "pool": _pool,
    }
    pools = 0
    for kind, limit in kinds.items():
        for caps in desk.plan.caps:
            if getattr(caps, kind) is not None:
                paid = limit(desk, caps, titles, paid, pools)
                pools += kind == "pool"
    return paid


def _part_cap(desk: Desk, each: Earning, row: Row) -> Row:
    caps, title = each.part.caps, desk.title(each.name)
    if caps.money is None:
        return row
    desk.grid.heading(f"{title}: cap in money", _over(caps.per))
    cap = desk.rules.figure(f"{title}: cap in money", caps.money, desk.money)
    bound = _full_time(desk, cap, caps.per)
    return _bounded(desk, [title], [row], bound, caps.per, "after its cap")[0]


def _money_cap(desk: Desk, caps: Caps, titles: Sequence[str], paid: list[Row], _: int) -> list[Row]:
    desk.grid.heading("Cap in money", _over(caps.per))
    cap = desk.rules.figure(f"Cap in money {_over(caps.per)}", caps.money or 0.0, desk.money)
    return _bounded(desk, titles, paid, _full_time(desk, cap, caps.per), caps.per, "after the cap in money")


def _total_pay_cap(desk: Desk, caps: Caps, titles: Sequence[str], paid: list[Row], _: int) -> list[Row]:
    desk.grid.heading("Cap on total pay", _over(caps.per))
    cap = desk.rules.figure(f"Cap on total pay {_over(caps.per)}", caps.total_pay or 0.0, desk.money)
    most, salary = _full_time(desk, cap, caps.per), desk.salary()
    time = desk.figures.settlements() if caps.per == "settlement" else desk.figures.groups("year")
    base = {end: desk.to_date(salary, time, end, full=True) for end in desk.ends}
    base_row = desk.grid.row("Base salary of the same time", base, desk.money)
    left = {end: larger(NOTHING, most[end] - base_row[end]) for end in desk.ends}
    return _bounded(
        desk,
        titles,
        paid,
        desk.grid.row("Room for variable pay", left, desk.money),
        caps.per,
        "after the cap on total pay",
    )


def _pool(desk: Desk, caps: Caps, titles: Sequence[str], paid: list[Row], turn: int) -> list[Row]:
    desk.grid.heading("Pool", _over(caps.per))
    values = list(desk.steps("share_of_pool", ""))[turn]
    remark = desk.by_compsim("Pool", "everybody's pay together decides what is left of it")
    share = desk.settled("Pool: Paid from the pool", values, "percent", remark)
    return [
        desk.grid.row(
            f"{title}, paid from the pool", {end: row[end] * share[end] for end in desk.ends}, desk.money, total=True
        )
        for title, row in zip(titles, paid, strict=True)
    ]


def _full_time(desk: Desk, cap: Term, per: Per) -> Row:
    """A cap for a full-time person on the plan throughout, for the time and fte there is."""
    parts = np.broadcast_to(fixed_parts(desk.figures, per), (len(desk.figures.rows), len(desk.ends)))
    share = desk.settled(
        f"Part of a full-time {per}: Part of a full-time {per}", parts, "percent", "time on the plan × fte"
    )
    return desk.grid.row("The most", {end: cap * share[end] for end in desk.ends}, desk.money)


def _over(per: Per) -> str:
    return "of the year" if per == "year" else "of each settlement"


def _bounded(desk: Desk, titles: Sequence[str], paid: Sequence[Row], bound: Row, per: Per, what: str) -> list[Row]:
    """Components scaled alike under a bound on their sum, each settlement or running through the year."""
    together = desk.grid.row("Together", {end: added([row[end] for row in paid]) for end in desk.ends}, desk.money)
    if per == "year":
        let = _year_lets(desk, together, bound)
    else:
        let = desk.grid.row("Let through", {end: smaller(together[end], bound[end]) for end in desk.ends}, desk.money)
    return [
        desk.grid.row(
            f"{title}, paid {what}",
            {end: _share(row[end], let[end], together[end]) for end in desk.ends},
            desk.money,
            total=True,
        )
        for title, row in zip(titles, paid, strict=True)
    ]


def _year_lets(desk: Desk, together: Row, bound: Row) -> Row:
    """What a year's bound lets through at each settlement."""
    years = desk.figures.groups("year")

    def earlier(end: int) -> list[int]:
        return [other for other in desk.ends if other < end and years[other] == years[end]]

    sums = {end: together.sum(min([*earlier(end), end]), end, FIRST) for end in desk.ends}
    so_far = desk.grid.row("Earned in the year so far", sums, desk.money)
    reach = desk.grid.row(
        "Of it under the cap", {end: smaller(so_far[end], bound[end]) for end in desk.ends}, desk.money
    )
    new = {end: reach[end] - reach[earlier(end)[-1]] if earlier(end) else reach[end] for end in desk.ends}
    return desk.grid.row("Let through", new, desk.money)


def _share(money: Term, let: Term, together: Term) -> Term:
    scaled = np.divide(
        let.value, together.value, out=np.ones_like(let.value * together.value), where=together.value != 0
    )
    empty = same(together, NOTHING)
    return Term(f"IF({empty.text},{money.text},{money.text}*{let.text}/{together.text})", money.value * scaled)


# --- draw and rounding


def _draw(desk: Desk) -> Row | None:
    if desk.plan.draw is None:
        return None
    desk.grid.heading("Draw")
    remark = desk.by_compsim("Draw", "draw")
    return desk.settled(
        "Draw: Paid in advance, or taken back", next(desk.steps("draw_adjustment", "")), desk.money, remark
    )


def _rounding(desk: Desk, rounding: Rounding | None, final: Sequence[Row], draw: Row | None) -> Row | None:
    """What rounding to the cent adds."""
    if rounding is None or rounding.each == "deal":
        return None
    rows = [*final, *([draw] if draw is not None else [])]
    sums = desk.grid.row("Before rounding", {end: added([row[end] for row in rows]) for end in desk.ends}, desk.money)
    cells = {}
    for end in desk.ends:
        if rounding.each == "component":
            cents = added([to_the_cent(row[end], rounding.how) for row in rows])
        else:
            cents = to_the_cent(sums[end], rounding.how)
        cells[end] = cents - sums[end]
    return desk.grid.row("Rounding", cells, desk.money, total=True, remark=rounding.how.replace("_", " "))
