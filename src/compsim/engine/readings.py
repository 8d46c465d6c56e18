"""What a part of a plan reads: the result and target to date of its measure, for whom it credits, over its stretch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from compsim.calendar import Stretch
from compsim.engine.arrays import (
    ATTAINMENT_DIGITS,
    Figures,
    Groups,
    at_end_of_group,
    last_of_each,
    sum_of_group,
    to_date,
)
from compsim.engine.deals import counting, deal_key
from compsim.engine.readers import Reader
from compsim.engine.targets import floor_to_date, target_to_date
from compsim.plan.part import Credit

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
VALUE_DIGITS = 9


@dataclass(frozen=True, eq=False)
class Reading:
    """What one part reads, to date within its stretch, for the N rows on the plan."""

    actual: Floats  # (N, P) in the measure's unit
    target: Floats  # (N, P) in the measure's unit; not a number where the part reads the value itself
    floor: Floats | None  # (N, P) in the measure's unit; what must be passed before anything counts
    x: Floats  # (N, P) attainment or value: what a curve or a hurdle is held against
    groups: Groups  # (P) the stretch of each period

    @property
    def needed(self) -> Floats:
        """What 100 % means (N, P), in the measure's unit: the target, above the floor if there is one."""
        return self.target if self.floor is None else self.target - self.floor


def read(
    figures: Figures,
    reader: Reader,
    measure: str,
    stretch: Stretch,
    *,
    deal_cap: float | None = None,
    full: bool = False,
) -> Reading:
    """Read a measure over a stretch for the rows on the plan; with `full`, against the whole stretch's target."""
    groups, rows = figures.groups(stretch), figures.rows
    actual = result_to_date(figures, reader, measure, stretch, deal_cap)[rows]
    if reader.on == "value":
        return Reading(actual, np.full_like(actual, np.nan), None, np.round(actual, VALUE_DIGITS), groups)
    target = target_to_date(figures, measure, reader.target, reader.credit, groups)[rows]
    floor = floor_to_date(figures, measure, reader.target, reader.credit, groups)
    floor = None if floor is None else floor[rows]
    if full:
        target = at_end_of_group(target, groups)
        floor = None if floor is None else at_end_of_group(floor, groups)
    return Reading(actual, target, floor, attainment(figures, measure, actual, target, floor), groups)


def result_to_date(
    figures: Figures, reader: Reader, measure: str, stretch: Stretch, deal_cap: float | None = None
) -> Floats:
    """Result to date within the stretch (R, P), in the measure's unit."""
    credit, groups = reader.credit, figures.groups(stretch)
    key = ("actual", figures.role, measure, credit, stretch, groups.tobytes(), deal_key(reader.where, deal_cap))
    if figures.window.definitions[measure].combine == "distinct":
        distinct = partial(figures.window.actual, measure, credit, stretch, figures.scenario.first_month)
        return figures.times(measure, credit, figures.once(key, distinct))
    found = figures.once(
        key, lambda: counting(figures, measure, reader.where, deal_cap).actual_in(measure, credit, groups)
    )
    return figures.times(measure, credit, found)


def amount_to_date(
    figures: Figures, reader: Reader, measure: str, stretch: Stretch, deal_cap: float | None = None
) -> Floats:
    """The amount to date (N, P) that a rate is paid on; of collective credit, what came in while on the plan."""
    if figures.window.definitions[measure].combine != "sum":
        return np.round(result_to_date(figures, reader, measure, stretch, deal_cap)[figures.rows], VALUE_DIGITS)
    own = counting(figures, measure, reader.where, deal_cap).results[measure]
    credited = figures.times(measure, reader.credit, credited_to(figures, own, reader.credit), rows=True)
    return to_date(credited, figures.groups(stretch))


def credited_to(figures: Figures, own: Floats, credit: Credit) -> Floats:
    """What each period adds for the rows on the plan (N, P), of what everybody brought (R, P); NaN where missing."""
    rows = figures.rows
    if credit == "individual":
        return np.where(np.isnan(own[rows]) & (figures.eligible == 0), 0.0, own[rows])
    return figures.window.over_circle(own, credit)[rows] * figures.eligible


def attainment(figures: Figures, measure: str, actual: Floats, target: Floats, floor: Floats | None = None) -> Floats:
    """Result ÷ target, or 2 − result ÷ target where lower is better; a zero target gives 0, silence NaN.

    With a floor: (result − floor) ÷ (target − floor), whichever direction is better.
    """
    above = actual if floor is None else actual - floor
    needed = target if floor is None else target - floor
    ratio = np.divide(above, needed, out=np.zeros_like(above), where=(needed != 0) & np.isfinite(needed))
    ratio = np.where(np.isnan(above) | np.isnan(needed), np.nan, ratio)
    if floor is None and figures.window.definitions[measure].better == "lower":
        ratio = np.where(needed != 0, 2.0 - ratio, ratio)
    return np.asarray(np.round(ratio, ATTAINMENT_DIGITS), dtype=np.float64)


def at_settlement(figures: Figures, cells: Flags) -> Flags:
    """Rows with such a cell where a settlement in which they are on the plan ends (N): what stands then is paid."""
    settlements = figures.settlements()
    there = sum_of_group(figures.eligible, settlements) > 0
    return np.asarray((cells[:, last_of_each(settlements)] & there).any(axis=1), dtype=np.bool_)


def on_plan(figures: Figures, cells: Flags) -> Flags:
    """Rows with any such cell while they are on the plan (N)."""
    return np.asarray((cells & (figures.eligible > 0)).any(axis=1), dtype=np.bool_)
