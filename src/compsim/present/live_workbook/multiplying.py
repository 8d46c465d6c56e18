"""Factors on pay: a curve on another measure as a formula; tables and matrices as compsim looked them up."""

from __future__ import annotations

from collections.abc import Sequence

from compsim.calendar import Stretch
from compsim.engine.multipliers import multiplied
from compsim.engine.numpy_engine import factors
from compsim.plan.multiplier import Multiplier
from compsim.present.live_workbook.desk import Desk
from compsim.present.live_workbook.reading import look_of, read
from compsim.present.live_workbook.terms import Row, Term, where_known
from compsim.present.numbers import spoken


def multipliers(
    desk: Desk, listed: Sequence[Multiplier], stretch: Stretch, places: Sequence[int], part: str
) -> list[Row]:
    """A line with each factor at some periods; those of single deals are in the pay of the deals."""
    return [_factor(desk, each, stretch, places, part) for each in listed if not each.deal]


def _factor(desk: Desk, each: Multiplier, stretch: Stretch, places: Sequence[int], part: str) -> Row:
    if each.measure and each.curve is not None:
        return _by_curve(desk, each, stretch, places, part)
    about = spoken(each.roster) if each.roster else "a matrix of two measures"
    values = multiplied(desk.figures, (each,), stretch, factors)
    remark = desk.by_compsim(part, f"the factor by {about}")
    return desk.series(f"{part}: Factor by {about}", values, places, "percent", remark)


def _by_curve(desk: Desk, each: Multiplier, stretch: Stretch, places: Sequence[int], part: str) -> Row:
    looked = read(desk, each, each.measure, each.measured or stretch, places)
    assert each.curve is not None  # noqa: S101 - the caller asked
    edges = "percent" if each.on == "attainment" else look_of(desk.figures.window.definitions[each.measure])
    title = f"{part}: factor by {spoken(each.measure)}"
    ladder = desk.rules.curve(title, each.curve, edges=edges, gives="percent")
    steps = desk.grid.row(
        "Step of the curve reached", {at: _step(looked.x[at], ladder.step(looked.x[at])) for at in places}, "whole"
    )
    found = {at: where_known(looked.x[at], ladder.pays(looked.x[at], steps[at])) for at in places}
    return desk.grid.row(f"Factor by {spoken(each.measure)}", found, "percent")


def _step(x: Term, step: Term) -> Term:
    return where_known(x, step)
