"""The header and the cells of an action plan: which column is what, which period a column is for, what a target is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from compsim.calendar import parse_period
from compsim.errors import Problem
from compsim.planning.grids import UNCALCULATED, Grid
from compsim.planning.quantity import read_amount

HEADER_WITHIN = 40  # rows in which a header is looked for
NAMES: Mapping[str, tuple[str, ...]] = {  # column -> how it may be called
    "rep": ("rep", "person", "who"),
    "measure": ("measure", "activity"),
    "period": ("period", "month"),
    "target": ("target",),
}
_HOW_PERIOD = "Write 2026-01, 2026-Q1, 2026-H1 or 2026."


@dataclass(frozen=True)
class Spot:
    """One cell that should hold a target."""

    text: str
    period: str
    column: str  # as the header has it


@dataclass(frozen=True)
class Header:
    """Where the columns of a plan are; `row` is the header's row as a spreadsheet counts."""

    row: int
    places: Mapping[str, int]  # column -> position
    periods: Mapping[int, str]  # position -> period, where each period has a column of its own
    titles: Sequence[str]
    problems: tuple[Problem, ...] = ()

    def cell(self, cells: Sequence[str], column: str) -> str:
        """The text of a named column in a row; empty where the column or the cell is not there."""
        place = self.places.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def targets(self, cells: Sequence[str], source: str, row: int) -> Iterator[Spot | Problem]:
        """The cells of a row that hold a target, or what is wrong with their period; empty ones are left out."""
        for place, period in self.periods.items():
            if place < len(cells) and cells[place]:
                yield Spot(cells[place], period, self.titles[place])
        text = "" if self.periods else self.cell(cells, "target")
        if text:
            period = period_of(self.cell(cells, "period"))
            if period:
                yield Spot(text, period, "target")
            else:
                yield Problem(source, "this is not a period", _HOW_PERIOD, row=row, column="period")


def header_of(grid: Grid, *, named: bool) -> Header | None:
    """The first row that has all the columns of a plan; None where no row has. `named`: the rep has a column."""
    for place, cells in enumerate(grid.rows[:HEADER_WITHIN]):
        titles = [cell.casefold() for cell in cells]
        places = {column: titles.index(name) for column, name in _found(titles)}
        periods = {at: period for at, cell in enumerate(cells) if (period := period_of(cell))}
        needed = {"measure", *(["rep"] if named else [])}
        long = {"period", "target"} <= places.keys()
        if needed <= places.keys() and (long or periods):
            return Header(
                row=place + 1,
                places=places,
                periods={} if long else periods,
                titles=cells,
                problems=tuple(_doubled(grid.source, place + 1, cells, titles)),
            )
    return None


def period_of(text: str) -> str:
    """A period label, from one or from the first day of a month; empty for anything else."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
        label = f"{day.year:04d}-{day.month:02d}" if day is not None and day.day == 1 else text
        parse_period(label)
    except ValueError:
        return ""
    return label.strip()


def name_cell(text: str, column: str, source: str, row: int) -> str | Problem:
    """The rep or measure that a target is for, or what is wrong with the cell."""
    if text == UNCALCULATED:
        return _uncalculated(column, source, row)
    return text or Problem(
        source,
        "there is a target and this cell is empty",
        "Fill it in; move totals above the header.",
        row=row,
        column=column,
    )


def target_cell(spot: Spot, source: str, row: int) -> float | Problem:
    """The target in a cell, or what is wrong with it."""
    if spot.text == UNCALCULATED:
        return _uncalculated(spot.column, source, row)
    try:
        amount = read_amount(spot.text)
    except ValueError:
        says, fix = f"'{spot.text[:40]}' is not a number", "Write digits, and a point before decimals: 8 or 2.5."
        return Problem(source, says, fix, row=row, column=spot.column)
    if amount < 0:
        return Problem(source, "the target is negative", "Write zero or more.", row=row, column=spot.column)
    return float(amount)


def _uncalculated(column: str, source: str, row: int) -> Problem:
    says, fix = "the formula has never been calculated", "Open the file in a spreadsheet program and save it."
    return Problem(source, says, fix, row=row, column=column)


def _found(titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The columns that are there, with the name each goes by: the first that is known."""
    for column, names in NAMES.items():
        name = next((each for each in names if each in titles), None)
        if name is not None:
            yield column, name


def _doubled(source: str, row: int, cells: Sequence[str], titles: Sequence[str]) -> Iterator[Problem]:
    """Columns that are there twice, under one name or two."""
    for column, names in NAMES.items():
        places = [place for place, title in enumerate(titles) if title in names]
        if len(places) > 1:
            shown = " and ".join(f"'{cells[place]}'" for place in places)
            yield Problem(source, f"two columns could be the {column}: {shown}", "Rename one.", row=row, column=column)
