"""The cells of a workbook's sheets: found under their header, with errors, strays and merged cells told by row."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pandas as pd

from compsim.errors import InputError, Problem, did_you_mean
from compsim.population.cells import plural, problems_at, text_of
from compsim.population.files.delimited import MOST_COLUMNS, Sheet, framed, no_cells, no_names, with_iso_dates
from compsim.population.files.formats import HEADER_WITHIN, FileFormat, FileHow, above_header, header_place
from compsim.population.files.text import too_many
from compsim.population.files.workbooks import OpenSheet, opened, sheet_notes
from compsim.population.tables import FIELDS

MOST_ROWS = 500_000
MOST_CELLS = 5_000_000
_LAST_ROW = 1_048_576  # of any sheet; a file may claim more
_TOP = 1_000  # rows in which a header is looked for; a file may claim blank ones without end
_MARGIN = 10  # columns beside the table in which stray cells are looked for


@dataclass(frozen=True, eq=False)
class Workbook:
    """The known sheets of a workbook, the names of the others, and what is wrong with the file itself."""

    sheets: tuple[Sheet, ...] = ()
    others: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells under a sheet's header; blank rows left out."""

    names: tuple[str, ...]  # trimmed
    cells: list[list[Any]]  # (n) rows of openpyxl cells, as long as the header or shorter
    rows: list[int]  # (n) as the spreadsheet counts
    header_row: int
    wide: tuple[int, ...]  # rows with a cell beyond the header
    errors: Mapping[str, list[tuple[int, str]]]  # column -> row and what is wrong with its cell
    notes: tuple[Problem, ...] = ()


def read_workbook(
    data: bytes, source: str, tables: Collection[str], how: Mapping[str, FileHow] | None = None
) -> Workbook:
    """The sheets of a workbook that are named like a table; the file is refused before opening if it looks unsafe.

    `how` says for single tables which sheet they are, and in which row their header is.
    """
    stated = {table: (how or {}).get(table, FileHow()) for table in tables}
    names = {table: stated[table].sheet or table for table in tables}
    try:
        with opened(data, source) as book:
            found = tuple(
                _sheet(book.sheet(name), table, f"{source} sheet {name}", stated[table])
                for table, name in names.items()
                if name in book.names
            )
            return Workbook(found, tuple(name for name in book.names if name not in names.values()), (), book.notes)
    except InputError as error:
        return Workbook(problems=error.problems)


def read_grid(sheet: OpenSheet, source: str, wanted: Collection[str], how: FileHow, columns: int) -> Grid:
    """The cells of a sheet; InputError where there is no header or no end."""
    sheet.grid.reset_dimensions()  # what the file says about its size need not be true
    top = _top(sheet.grid, columns + 1, how)
    place = header_place(top, wanted) if how.header_row is None else how.header_row - 1
    names = _without_end(top[place]) if 0 <= place < len(top) else []
    if not names:
        says, fix = "the sheet is empty", "Fill it, with the column names first."
        if how.header_row is not None:
            says, fix = f"row {how.header_row} is empty", "State the row that holds the column names."
        raise InputError([Problem(source, says, fix)])
    if len(names) > columns:
        raise InputError([too_many(source, "columns", columns)])
    _refuse_merged(sheet, place + 1, source)
    grid = _filled(_rows(sheet.grid, len(names) + _MARGIN, place + 2), names, place + 1, source)
    notes = (*above_header(top[:place], place + 1, source), *sheet_notes(sheet, place + 1, source))
    return _with_uncalculated(replace(grid, notes=(*notes, *_merged_below(sheet, place + 1, source))), sheet)


def grid_problems(grid: Grid, source: str, wanted: Collection[str] | None = None) -> list[Problem]:
    """Error cells and formulas without a value, in the columns that somebody wants (None: all)."""
    problems = []
    for column, found in grid.errors.items():
        if wanted is None or column in wanted:
            told = [_error_message(what) for _, what in sorted(found)]
            problems += problems_at(source, column, [row for row, _ in sorted(found)], told.__getitem__)
    return problems


def cell_text(cell: Any) -> str:
    """A cell as text; a whole number shown with leading zeros keeps them, because it is an id."""
    if cell.data_type == "e":
        return ""
    if is_padded(cell):
        return str(cell.value).zfill(len(cell.number_format))
    return text_of(cell.value)


def is_padded(cell: Any) -> bool:
    """Whether a whole number is shown with leading zeros."""
    return isinstance(cell.value, int) and not isinstance(cell.value, bool) and set(cell.number_format) == {"0"}


def no_such_sheet(name: str, names: Sequence[str], source: str) -> InputError:
    """That a workbook has no sheet of this name."""
    return InputError([Problem(source, f"there is no sheet '{name}'", did_you_mean(name, names))])


# ── the rows of a sheet ──────────────────────────────────────────────────────────────────────────────────────────────


def _rows(grid: Any, width: int, first: int) -> Iterator[tuple[int, Any]]:
    """Numbered rows from the first on; bounded, because a file can claim cells without end."""
    return enumerate(islice(grid.iter_rows(min_row=first, max_col=width), _LAST_ROW), start=first)


def _top(grid: Any, width: int, how: FileHow) -> list[list[str]]:
    """The rows in which a header can be, as text."""
    rows: list[list[str]] = []
    filled = 0
    for _, row in _rows(grid, width, 1):
        rows.append([text_of(cell.value) for cell in row])
        filled += any(rows[-1])
        if (filled >= HEADER_WITHIN or len(rows) >= _TOP) and len(rows) >= (how.header_row or 0):
            break
    return rows


def _without_end(row: list[str]) -> list[str]:
    """The names of a header up to the last that is not empty."""
    names = [name.strip() for name in row]
    while names and not names[-1]:
        names.pop()
    return names


def _filled(rows: Iterator[tuple[int, Any]], names: list[str], header_row: int, source: str) -> Grid:
    body: list[list[Any]] = []
    numbers: list[int] = []
    wide: list[int] = []
    errors: dict[str, list[tuple[int, str]]] = {}
    count = 0
    for number, row in rows:
        filled = [place for place, cell in enumerate(row) if not _is_blank(cell.value)]
        if not filled:
            continue
        count += len(filled)
        if len(body) == MOST_ROWS or count > MOST_CELLS:
            most = f"{MOST_ROWS:,} rows" if len(body) == MOST_ROWS else f"{MOST_CELLS:,} cells"
            raise InputError([Problem(source, f"the table has more than {most}", "Save it as a CSV file.")])
        if filled[-1] >= len(names):
            wide.append(number)
        for place in filled:
            if place < len(names) and (what := _error(row[place])):
                errors.setdefault(names[place], []).append((number, what))
        body.append(list(row[: len(names)]))
        numbers.append(number)
    return Grid(tuple(names), body, numbers, header_row, tuple(wide), errors)


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _error(cell: Any) -> str:
    """The error a cell holds; infinity counts as one."""
    if cell.data_type == "e":
        return str(cell.value)
    return "#NUM!" if isinstance(cell.value, float) and not math.isfinite(cell.value) else ""


def _error_message(what: str) -> tuple[str, str]:
    if not what:
        return (
            "the formula has no value: the file was written by a program that does not calculate",
            "Open it in a spreadsheet program and save it again.",
        )
    return f"the cell holds the error {what}", "Correct the formula, or empty the cell."


def _with_uncalculated(grid: Grid, sheet: OpenSheet) -> Grid:
    """The grid with formulas that have no value among its errors."""
    errors = {name: list(found) for name, found in grid.errors.items()}
    for row, column in sheet.uncalculated:
        if row > grid.header_row and column <= len(grid.names):
            errors.setdefault(grid.names[column - 1], []).append((row, ""))
    return replace(grid, errors=errors)


def _refuse_merged(sheet: OpenSheet, header_row: int, source: str) -> None:
    merged = [block.name for block in sheet.merged if header_row in block.rows]
    if merged:
        says = f"cells of the header are merged: {', '.join(merged[:5])}{' …' if len(merged) > 5 else ''}"
        fix = "Unmerge them and give every column one name in one row."
        raise InputError([Problem(source, says, fix, row=header_row)])


def _merged_below(sheet: OpenSheet, header_row: int, source: str) -> tuple[Problem, ...]:
    merged = [block for block in sheet.merged if block.rows[0] > header_row]
    if not merged:
        return ()
    blocks = plural(len(merged), "block") + (" of merged cells holds" if len(merged) == 1 else " of merged cells hold")
    says = f"{blocks} a value in the first cell only, such as {merged[0].name}; the others are read as empty"
    fix = "Unmerge them and fill every cell that means something."
    return (Problem(source, says, fix, row=merged[0].rows[0], severity="warning"),)


# ── tables of people ─────────────────────────────────────────────────────────────────────────────────────────────────


def _sheet(sheet: OpenSheet, table: str, source: str, how: FileHow) -> Sheet:
    blank = FileFormat(table, source, 0, ())
    try:
        grid = read_grid(sheet, source, FIELDS[table], how, MOST_COLUMNS)
    except InputError as error:
        return Sheet(None, blank, error.problems)
    refused = no_names(grid.names, table, source, grid.header_row)
    if refused:
        return Sheet(None, blank, (refused,))
    texts = [[cell_text(cell) for cell in row] for row in grid.cells]
    body = [row + [""] * (len(grid.names) - len(row)) for row in texts]
    columns = [pd.Series(list(cells), dtype="str") for cells in zip(*body, strict=True)]
    frame, odd = framed(list(grid.names), columns or no_cells(len(grid.names)), grid.rows, source, grid.header_row)
    told = grid_problems(grid, source)
    if frame.empty and told:
        return Sheet(None, blank, tuple(told), grid.notes)
    frame, remarks = _months(frame, table)
    frame, dates, unclear = with_iso_dates(frame, table, source, how.dates)
    form = replace(blank, rows=len(frame), columns=tuple(frame.columns), remarks=remarks, dates=dates)
    beyond = ("a cell stands outside the table's columns", "Name its column in the header, or empty the cell.")
    strays = problems_at(source, "", grid.wide, lambda _: beyond)
    return Sheet(frame, form, (*odd, *strays, *told, *unclear), grid.notes)


def _months(frame: pd.DataFrame, table: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Months that the spreadsheet program turned into the first day of the month are months again."""
    if "period" not in frame or FIELDS[table]["period"].kind != "period":
        return frame, ()
    first_days = frame["period"].str.fullmatch(r"\d{4}-\d\d-01")
    if not first_days.any():
        return frame, ()
    frame = frame.assign(period=frame["period"].where(~first_days, frame["period"].str.slice(0, 7)))
    return frame, ("period: first days of months read as months",)
