"""Result and target of a measure to date, and attainment: what a part of a plan, a gate or a multiplier looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compsim.calendar import Stretch
from compsim.engine.arrays import ATTAINMENT_DIGITS, Groups, increments
from compsim.engine.deals import counting
from compsim.engine.readers import Reader
from compsim.engine.readings import VALUE_DIGITS, result_to_date
from compsim.engine.targets import floor_to_date, own_targets, target_to_date
from compsim.population.people import Measure
from compsim.present.explained_words import CREDITED
from compsim.present.live_workbook.desk import Desk
from compsim.present.live_workbook.sheet import FIRST, Look
from compsim.present.live_workbook.terms import Row, Term, number, same, snapped, when, where_known
from compsim.present.numbers import spoken


@dataclass(frozen=True, eq=False)
class Looked:
    """What a part reads at some periods."""

    x: Row  # attainment or value
    actual: Row  # the result so far
    needed: Row | None  # the target, above a floor if there is one


def read(
    desk: Desk,
    reader: Reader,
    measure: str,
    stretch: Stretch,
    places: Sequence[int],
    *,
    full: bool = False,
    deal_cap: float | None = None,
) -> Looked:
    """Lines with the result, the target and the attainment at some periods."""
    groups, look = desk.figures.groups(stretch), look_of(desk.figures.window.definitions[measure])
    actual = result(desk, reader, measure, stretch, places, deal_cap)
    if reader.on == "value":
        x = {place: where_known(actual[place], snapped(actual[place], VALUE_DIGITS)) for place in places}
        return Looked(desk.grid.row("Value that counts", x, look), actual, None)
    target = _target(desk, reader, measure, groups, places, full=full)
    floor = _floor(desk, reader, measure, groups, places, full=full)
    above, needed = actual, target
    if floor is not None:
        needed = desk.grid.row("Target above the floor", _less(target, floor, places), look)
        above = desk.grid.row("Result above the floor", _less(actual, floor, places), look)
    lower = floor is None and desk.figures.window.definitions[measure].better == "lower"
    x = {place: _attainment(above[place], needed[place], lower=lower) for place in places}
    remark = "2 − result ÷ target, because lower is better" if lower else ""
    return Looked(desk.grid.row("Attainment", x, "percent", remark=remark), actual, needed)


def look_of(definition: Measure) -> Look:
    """How figures of a measure are written."""
    return "percent" if definition.unit == "ratio" or definition.combine == "ratio" else "number"


def _attainment(above: Term, needed: Term, *, lower: bool) -> Term:
    ratio = snapped(above / needed if not lower else number(2.0) - above / needed, ATTAINMENT_DIGITS)
    reached = when(same(needed, number(0.0)), number(0.0), ratio)
    return where_known(above, where_known(needed, reached))


def _less(row: Row, other: Row, places: Sequence[int]) -> dict[int, Term]:
    return {at: where_known(row[at], where_known(other[at], row[at] - other[at])) for at in places}


def result(
    desk: Desk,
    reader: Reader,
    measure: str,
    stretch: Stretch,
    places: Sequence[int],
    deal_cap: float | None = None,
) -> Row:
    """The result so far within the stretch, from what each period brought where the measure adds up."""
    definition, groups = desk.figures.window.definitions[measure], desk.figures.groups(stretch)
    label, look = f"Result so far, {spoken(measure)}", look_of(definition)
    if definition.combine == "mean":
        values = result_to_date(desk.figures, reader, measure, stretch, deal_cap)[desk.figures.rows]
        remark = desk.by_compsim(spoken(measure), f"the mean so far of {spoken(measure)}")
        return desk.series(f"{_whose(reader)}: {label}", values, places, look, remark)
    if definition.combine == "ratio":
        above = _brought(desk, reader, measure, definition.numerator, deal_cap)
        below = _brought(desk, reader, measure, definition.denominator, deal_cap)
        ratio = {place: _ratio(desk, above, below, groups, place) for place in places}
        return desk.grid.row(label, ratio, look)
    if definition.combine == "distinct":
        running = result_to_date(desk.figures, reader, measure, stretch)[desk.figures.rows]
        heading = f"{_whose(reader)}: {spoken(measure)}, new in the period"
        brought = desk.series(heading, increments(running, groups), _all(desk), "number")
    else:
        brought = _brought(desk, reader, measure, measure, deal_cap)
    return desk.grid.row(label, {place: desk.to_date(brought, groups, place) for place in places}, look)


def _ratio(desk: Desk, above: Row, below: Row, groups: Groups, place: int) -> Term:
    over, under = desk.to_date(above, groups, place), desk.to_date(below, groups, place)
    undefined = bool((under.value == 0).any())
    ratio = over / under
    if undefined:
        ratio = when(same(under, number(0.0)), Term('"missing"', np.array([np.nan])), ratio)
    return where_known(over, where_known(under, ratio))


def _brought(desk: Desk, reader: Reader, asked: str, measure: str, deal_cap: float | None) -> Row:
    """What each period brought of a measure that adds up, for whoever is credited."""
    window = counting(desk.figures, asked, reader.where, deal_cap)
    values = window.actual_in(measure, reader.credit, _each_alone(desk))[desk.figures.rows]
    chosen = ", deals that count" if reader.where or deal_cap is not None else ""
    heading = f"{_whose(reader)}: {_capital(spoken(measure))} of the period{chosen}"
    return desk.series(heading, values, _all(desk), "number", _remark(reader, deal_cap))


def _remark(reader: Reader, deal_cap: float | None) -> str:
    said = [] if reader.credit == "individual" else [f"the {CREDITED[reader.credit]}"]
    said += ["only deals that meet the plan's conditions"] if reader.where else []
    said += ["each deal up to its cap"] if deal_cap is not None else []
    return "; ".join(said)


def _whose(reader: Reader) -> str:
    return _capital(CREDITED[reader.credit])


def _target(desk: Desk, reader: Reader, measure: str, groups: Groups, places: Sequence[int], *, full: bool) -> Row:
    """The target so far, or of the whole stretch: a sum, or a mean where the measure is a level."""
    definition = desk.figures.window.definitions[measure]
    look, figures = look_of(definition), desk.figures
    label = f"Target {'of the whole stretch' if full else 'so far'}"
    heading = f"{_whose(reader)}: Target of the period, {spoken(measure)}"
    remark = "as the plan sets it" if reader.target is not None and reader.target.way else ""
    if definition.combine not in ("ratio", "mean"):
        alone = _each_alone(desk)
        values = target_to_date(figures, measure, reader.target, reader.credit, alone)[figures.rows]
        row = desk.series(heading, values, _all(desk), look, remark)
        return desk.grid.row(label, {at: desk.to_date(row, groups, at, full=full) for at in places}, look)
    if reader.credit == "individual":
        own = own_targets(figures, measure, reader.target)[figures.rows]
        row = desk.series(heading, own, _all(desk), look, remark)
        means = {at: _mean(desk, row, groups, at, full=full) for at in places}
        return desk.grid.row(label, means, look, remark="the mean of the periods")
    values = target_to_date(figures, measure, reader.target, reader.credit, groups)[figures.rows]
    ends = [desk.bounds(groups, at)[1] if full else at for at in range(len(desk.periods))]
    remark = desk.by_compsim(spoken(measure), f"the {CREDITED[reader.credit]} target of {spoken(measure)}")
    return desk.series(f"{_whose(reader)}: {label}, {spoken(measure)}", values[:, ends], places, look, remark)


def _mean(desk: Desk, row: Row, groups: Groups, place: int, *, full: bool) -> Term:
    first, last = desk.bounds(groups, place)
    return row.mean(first, last if full else place, FIRST)


def _floor(
    desk: Desk, reader: Reader, measure: str, groups: Groups, places: Sequence[int], *, full: bool
) -> Row | None:
    values = floor_to_date(desk.figures, measure, reader.target, reader.credit, _each_alone(desk))
    if values is None:
        return None
    look = look_of(desk.figures.window.definitions[measure])
    heading = f"{_whose(reader)}: Floor of the period, {spoken(measure)}"
    row = desk.series(heading, values[desk.figures.rows], _all(desk), look, "last year's result")
    return desk.grid.row("Floor so far", {at: desk.to_date(row, groups, at, full=full) for at in places}, look)


def _each_alone(desk: Desk) -> Groups:
    """Every period by itself."""
    return np.arange(len(desk.periods), dtype=np.int64)


def _all(desk: Desk) -> range:
    return range(len(desk.periods))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
