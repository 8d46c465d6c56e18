"""A sheet of a workbook as the columns of an export: numbers as numbers, days as days, everything else as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa

from compsim.errors import InputError, Problem
from compsim.population.files.formats import FileHow, TextTable, column_problems
from compsim.population.files.sheets import Grid, cell_text, grid_problems, is_padded, no_such_sheet, read_grid
from compsim.population.files.text import Limits
from compsim.population.files.workbooks import OpenBook, opened


def read_sheet(data: bytes, source: str, wanted: Sequence[str], how: FileHow) -> TextTable:
    """The stated sheet, or the only one, or the one with most of the wanted names; InputError if that is unclear."""
    with opened(data, source) as book:
        if how.sheet is not None and how.sheet not in book.names:
            raise no_such_sheet(how.sheet, book.names, source)
        name, grid = _chosen(book, source, wanted, how)
        return _table(name, grid, f"{source} sheet {name}", wanted, book.notes)


def _chosen(book: OpenBook, source: str, wanted: Sequence[str], how: FileHow) -> tuple[str, Grid]:
    names = [how.sheet] if how.sheet is not None else list(book.names)
    if len(names) == 1:
        return names[0], _grid(book, names[0], source, wanted, how)
    found: dict[str, Grid] = {}
    for name in names:
        try:
            found[name] = _grid(book, name, source, wanted, how)
        except InputError:
            continue  # an empty sheet or one of notes; if it is the one that is meant, it has to be named
    fit = {name: len(set(wanted) & set(grid.names)) for name, grid in found.items()}
    best = [name for name, count in fit.items() if count == max(fit.values()) and count]
    if len(best) != 1:
        says = f"the workbook has {len(names)} sheets: {', '.join(names[:12])}"
        raise InputError([Problem(source, says, "State which one in the mapping: sheet: ….")])
    return best[0], found[best[0]]


def _grid(book: OpenBook, name: str, source: str, wanted: Sequence[str], how: FileHow) -> Grid:
    return read_grid(book.sheet(name), f"{source} sheet {name}", wanted, how, Limits().columns)


def _table(name: str, grid: Grid, source: str, wanted: Sequence[str], notes: tuple[Problem, ...]) -> TextTable:
    problems = [*column_problems(grid.names, source, grid.header_row, wanted), *grid_problems(grid, source, wanted)]
    if problems:
        raise InputError(problems)
    places = {column: place for place, column in enumerate(grid.names) if column}
    columns = {
        column: _column([row[place] if place < len(row) else None for row in grid.cells])
        for column, place in places.items()
    }
    told = (*notes, *grid.notes, *_strays(grid, source))
    written = f"workbook, sheet {name}"
    found = (grid.rows, told, grid.names, grid.header_row)
    return TextTable(columns, len(grid.rows), written, ",", *found)


def _strays(grid: Grid, source: str) -> list[Problem]:
    if not grid.wide:
        return []
    says = f"cells stand outside the table's columns, {len(grid.wide):,} in all; they are not read"
    return [Problem(source, says, "Name their column in the header.", row=grid.wide[0], severity="warning")]


def _column(cells: list[Any]) -> Any:
    """Cells of one column in the type that all of them have, or as text."""
    kinds = [_kind(cell) for cell in cells]
    kind = _common(set(kinds) - {""})
    if kind == "text":
        texts = [cell_text(cell).strip() if own else None for cell, own in zip(cells, kinds, strict=True)]
        return pa.array([text or None for text in texts], pa.string())
    values = [_value(cell.value, kind) if own else None for cell, own in zip(cells, kinds, strict=True)]
    return pa.array(values, _TYPES[kind])


def _common(kinds: set[str]) -> str:
    """The kind that holds the values of all of these."""
    if kinds == {"whole", "number"}:
        return "number"
    if kinds == {"day", "moment"}:
        return "moment"
    return kinds.pop() if len(kinds) == 1 else "text"


_EXACT = 2**53  # whole numbers below it are exact in a workbook
_TYPES = {
    "whole": pa.int64(),
    "number": pa.float64(),
    "bool": pa.bool_(),
    "day": pa.date32(),
    "moment": pa.timestamp("us"),
}


def _kind(cell: Any) -> str:
    """What a cell holds; nothing for a blank one."""
    value = None if cell is None else cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    if cell.data_type == "e" or is_padded(cell):
        return "text"
    if isinstance(value, datetime):
        return "day" if value.time() == time(0) else "moment"
    if isinstance(value, bool | float):
        return "bool" if isinstance(value, bool) else "number"
    if isinstance(value, int):
        return "whole" if abs(value) < _EXACT else "text"
    return "day" if isinstance(value, date) else "text"


def _value(value: Any, kind: str) -> Any:
    if kind == "number":
        return float(value)
    if kind == "moment":
        return value if isinstance(value, datetime) else datetime.combine(value, time(0))
    return value.date() if kind == "day" and isinstance(value, datetime) else value
