"""An action plan's activity targets per person and month: made from a year's plan, read back from a table or workbook.

A table has the columns rep, measure, period and target, one target a row; or rep, measure and one column a period,
named 2026-01 or 2026-Q1. The table may start below a title, and other columns and sheets are left alone. Where a plan
is for one person, `rep` may be given instead of the column. Targets are those of a full result table: pieces, not
shares, and only at or above zero. Empty cells are no targets.

Source: Article on individual action plans, French sales-training firm, undated (each person has a plan with targets,
kinds of activity and how often, drawn up together and by month).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from compsim.calendar import parse_period, period_label
from compsim.errors import InputError, Problem, did_you_mean
from compsim.planning.action_cells import Header, header_of, name_cell, target_cell
from compsim.planning.grids import Grid, read_grids
from compsim.planning.year import YearPlan

COLUMNS = ("rep", "measure", "period", "target")
_TOLD = 30  # problems told one by one


@dataclass(frozen=True)
class TargetRow:
    """What one person is to do in one period, in the measure's own unit."""

    rep: str
    measure: str
    period: str  # 2026-01, 2026-Q1, 2026-H1 or 2026
    target: float
    row: int | None = None  # of the file, as a spreadsheet counts


@dataclass(frozen=True)
class ActionPlan:
    """The targets of one or more people, one a person, measure and period."""

    source: str
    targets: tuple[TargetRow, ...]

    def table(self) -> pd.DataFrame:
        """The targets as a table with the columns rep, measure, period and target."""
        rows = [(each.rep, each.measure, each.period, each.target) for each in self.targets]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def moved(self, months: int) -> ActionPlan:
        """The same targets some months later, or earlier below 0: next year's targets on last year's results is −12."""
        return replace(self, targets=tuple(replace(each, period=_moved(each.period, months)) for each in self.targets))


def plan_of_year(year: YearPlan, rep: str, measure: str) -> ActionPlan:
    """One person's meetings to book in each month of a year's plan, as targets of a measure."""
    targets = [TargetRow(rep, measure, month.period, float(month.meetings_to_book)) for month in year.months]
    return ActionPlan("year plan", tuple(targets))


def load_action_plan(path: str | Path, *, sheet: str = "", rep: str = "") -> ActionPlan:
    """The targets of a file (.xlsx or .csv); InputError with everything that is wrong with it."""
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        says = f"the file cannot be read ({error.strerror})"
        raise InputError([Problem(file.name, says, "Check that it exists and that you may read it.")]) from None
    return read_action_plan(data, file.name, sheet=sheet, rep=rep)


def read_action_plan(data: bytes, name: str, *, sheet: str = "", rep: str = "") -> ActionPlan:
    """As `load_action_plan`, from a file in memory; `sheet` names one of several that could be meant."""
    grid, header = _chosen(read_grids(data, name), name, sheet, named=not rep)
    found = list(_rows(grid, header, rep))
    targets = [each for each in found if isinstance(each, TargetRow)]
    told = [each for each in found if isinstance(each, Problem)]
    problems = [*header.problems, *told, *_twice(grid.source, targets)]
    if not problems and not targets:
        problems = [Problem(grid.source, "there is no target below the header", "Fill in the plan.", row=header.row)]
    if problems:
        raise InputError(_capped(grid.source, problems))
    return ActionPlan(grid.source, tuple(targets))


def with_targets(results: pd.DataFrame, plan: ActionPlan) -> pd.DataFrame:
    """A results table (rep, measure, period, actual …) with the targets of the plan; rows it does not name stay as is.

    InputError where the plan has a rep, a measure or a period that the results do not have, for a target without a
    result would pay nothing and nobody would know why.
    """
    keys = ["rep", "measure", "period"]
    there = set(results[keys].astype(str).itertuples(index=False, name=None))
    lost = [each for each in plan.targets if (each.rep, each.measure, each.period) not in there]
    if lost:
        raise InputError(_capped(plan.source, [_unmatched(plan.source, each, results) for each in lost]))
    wanted = {(each.rep, each.measure, each.period): each.target for each in plan.targets}
    old = results["target"] if "target" in results else pd.Series(float("nan"), index=results.index)
    found = [wanted.get(key) for key in results[keys].astype(str).itertuples(index=False, name=None)]
    new = pd.Series(pd.array(found, dtype="Float64"), index=results.index)
    return results.assign(target=new.fillna(pd.to_numeric(old, errors="coerce")).astype("float64"))


def _chosen(grids: Sequence[Grid], name: str, sheet: str, *, named: bool) -> tuple[Grid, Header]:
    """The sheet that holds the plan, and its header; the one that has the columns where none is stated."""
    if sheet and sheet not in (titles := [grid.sheet for grid in grids]):
        raise InputError([Problem(name, f"there is no sheet '{sheet}'", did_you_mean(sheet, titles))])
    candidates = [(grid, header_of(grid, named=named)) for grid in grids if not sheet or grid.sheet == sheet]
    fitting = [(grid, header) for grid, header in candidates if header is not None]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = ", ".join(grid.sheet for grid, _ in fitting)
        says = f"several sheets could be the action plan: {names}"
        raise InputError([Problem(name, says, "Say which sheet is meant.")])
    needed = "rep, measure" if named else "measure"
    says = f"no row has the columns {needed}, period and target"
    fix = f"Name the columns {needed}, period and target; or {needed} and one column for each period, such as 2026-01."
    raise InputError([Problem(name, says, fix)])


def _rows(grid: Grid, header: Header, rep: str) -> Iterator[TargetRow | Problem]:
    """The targets below the header, or what is wrong with their cells; rows without a target are left out."""
    for place in range(header.row, len(grid.rows)):
        cells = grid.rows[place]
        who = header.cell(cells, "rep") or rep
        measure = header.cell(cells, "measure")
        for spot in header.targets(cells, grid.source, place + 1):
            if isinstance(spot, Problem):
                yield spot
                continue
            names = [
                name_cell(who, "rep", grid.source, place + 1),
                name_cell(measure, "measure", grid.source, place + 1),
            ]
            target = target_cell(spot, grid.source, place + 1)
            wrong = [each for each in (*names, target) if isinstance(each, Problem)]
            yield from wrong
            if not wrong and not isinstance(target, Problem):
                yield TargetRow(who, measure, spot.period, target, place + 1)


def _twice(source: str, targets: Iterable[TargetRow]) -> Iterator[Problem]:
    """Months that somebody has two targets for: written twice, or in a quarter as well."""
    taken: dict[tuple[str, str, int], TargetRow] = {}
    for each in targets:
        first, months = parse_period(each.period)
        keys = [(each.rep, each.measure, month) for month in range(first, first + months)]
        before = next((taken[key] for key in keys if key in taken), None)
        if before is not None:
            says = f"'{each.measure}' of {each.rep} has a target for {before.period} in row {before.row} already"
            yield Problem(source, says, "Keep one of them.", row=each.row, column="period")
        taken.update(dict.fromkeys(keys, each))


def _unmatched(source: str, each: TargetRow, results: pd.DataFrame) -> Problem:
    """Why a target meets no result: a name nobody knows, or no result of that period."""
    for column, value in (("rep", each.rep), ("measure", each.measure)):
        known = results[column].astype(str).unique().tolist()
        if value not in known:
            says = f"the results have no {column} '{value}'"
            return Problem(source, says, did_you_mean(value, known), row=each.row, column=column)
    says = f"{each.rep} has no result of '{each.measure}' in {each.period}"
    fix = "Take the periods of the results; for a plan of the next year, move it by −12 months."
    return Problem(source, says, fix, row=each.row, column="period")


def _capped(source: str, problems: Sequence[Problem]) -> list[Problem]:
    rest = len(problems) - _TOLD
    more = [Problem(source, f"{rest:,} more problems were found", "Mend these first.")] if rest > 0 else []
    return [*problems[:_TOLD], *more]


def _moved(period: str, months: int) -> str:
    first, length = parse_period(period)
    return period_label(first + months, length)
