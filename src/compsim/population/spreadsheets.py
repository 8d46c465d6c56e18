"""Workbooks (.xlsx): looked at as a zip file before anything is opened, then read cell by cell as text."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import openpyxl
import pandas as pd

from compsim.errors import Problem
from compsim.population.cells import problems_at, text_of
from compsim.population.delimited import MOST_COLUMNS, FileFormat, Sheet, framed, no_cells
from compsim.population.tables import FIELDS

MOST_BYTES = 50_000_000  # of all members, unpacked
MOST_RATIO = 100  # unpacked to packed
MOST_MEMBERS = 200
MOST_ROWS = 500_000
_LAST_ROW = 1_048_576  # of any sheet; a file may claim more
_MARGIN = 10  # columns beside the table in which stray cells are looked for
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and .xlsx with a password


@dataclass(frozen=True, eq=False)
class Workbook:
    """The known sheets of a workbook, the names of the others, and what is wrong with the file itself."""

    sheets: tuple[Sheet, ...] = ()
    others: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_workbook(data: bytes, source: str, tables: Collection[str]) -> Workbook:
    """The sheets of a workbook that are named like a table; the file is refused before opening if it looks unsafe."""
    refused = _refusal(data, source)
    if refused:
        return Workbook(problems=(refused,))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decoration that the reader does not know
            return _opened(data, source, tables)
    except Exception:  # noqa: BLE001 - a damaged file can raise anything; a person gets a sentence
        says, fix = "the workbook is damaged and cannot be read", "Open it in a spreadsheet program and save it again."
        return Workbook(problems=(Problem(source, says, fix),))


def _refusal(data: bytes, source: str) -> Problem | None:
    """Why a workbook is not opened, judged from the directory of the zip file alone."""
    if data.startswith(_OLD_FORMAT):
        return Problem(
            source, "the workbook has a password or is of the old .xls kind", "Save it as .xlsx without one."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Problem(source, "the file is not an .xlsx workbook", "Save it as .xlsx, or as CSV files in a folder.")
    return _unsafe(members, len(data), source)


def _unsafe(members: list[zipfile.ZipInfo], packed: int, source: str) -> Problem | None:
    unpacked = sum(member.file_size for member in members)
    names = " ".join(member.filename.casefold() for member in members)
    copy = "Copy the tables into a new workbook as values, and save that."
    checks = [
        (len(members) > MOST_MEMBERS, f"the workbook has more than {MOST_MEMBERS} parts", copy),
        (
            unpacked > MOST_BYTES,
            f"the workbook is larger than {MOST_BYTES // 10**6} MB unpacked",
            "Save it as CSV files.",
        ),
        (unpacked > MOST_RATIO * packed, f"the workbook unpacks to more than {MOST_RATIO} times its size", copy),
        ("vbaproject" in names, "the workbook holds macros", copy),
        ("externallinks/" in names, "the workbook takes cells from other workbooks", copy),
    ]
    return next((Problem(source, says, fix) for wrong, says, fix in checks if wrong), None)


def _opened(data: bytes, source: str, tables: Collection[str]) -> Workbook:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        grids = {sheet.title: sheet for sheet in book.worksheets}
        found = tuple(_sheet(grids[table], table, f"{source} sheet {table}") for table in tables if table in grids)
        return Workbook(found, tuple(name for name in grids if name not in tables))
    finally:
        book.close()


def _sheet(grid: Any, table: str, source: str) -> Sheet:
    grid.reset_dimensions()  # what the file says about its size need not be true
    blank = FileFormat(table, source, 0, ())
    first, header = _header(grid)
    if header is None:
        return Sheet(None, blank, (Problem(source, "the sheet is empty", "Fill it, with the column names first."),))
    if len(header) > MOST_COLUMNS:
        says = f"the table has more than {MOST_COLUMNS} columns"
        return Sheet(None, blank, (Problem(source, says, "Leave out what no plan needs."),))
    body, numbers, problems = _cells(_rows(grid, len(header) + _MARGIN, first + 1), header, source)
    if not body and problems:
        return Sheet(None, blank, tuple(problems))
    columns = [pd.Series(list(cells), dtype="str") for cells in zip(*body, strict=True)]
    frame, odd = framed(header, columns or no_cells(len(header)), numbers, source)
    frame, remarks = _months(frame, table)
    form = replace(blank, rows=len(frame), columns=tuple(frame.columns), remarks=remarks)
    return Sheet(frame, form, (*odd, *problems))


def _rows(grid: Any, width: int, first: int) -> Iterator[tuple[int, Any]]:
    """Numbered rows from the first on; bounded, because a file can claim cells without end."""
    return enumerate(islice(grid.iter_rows(min_row=first, max_col=width), _LAST_ROW), start=first)


def _header(grid: Any) -> tuple[int, list[str] | None]:
    """The first row with any text, up to its last filled cell, and its number."""
    for number, row in _rows(grid, MOST_COLUMNS + 1, 1):
        texts = [text_of(cell.value) for cell in row]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            return number, texts
    return 0, None


def _cells(
    rows: Iterator[tuple[int, Any]], header: list[str], source: str
) -> tuple[list[list[str]], list[int], list[Problem]]:
    """The cells under the header as text, the rows they are in, and what must not be among them."""
    body: list[list[str]] = []
    numbers: list[int] = []
    errors: dict[str, list[tuple[int, str]]] = {}
    wide: list[int] = []
    for number, row in rows:
        filled = [place for place, cell in enumerate(row) if cell.value is not None]
        if not filled:
            continue
        if len(body) == MOST_ROWS:
            return [], [], [Problem(source, f"the table has more than {MOST_ROWS:,} rows", "Save it as a CSV file.")]
        if filled[-1] >= len(header):
            wide.append(number)
        for place in filled:
            if row[place].data_type == "e" and place < len(header):
                errors.setdefault(header[place].strip(), []).append((number, str(row[place].value)))
        texts = [_text(cell) for cell in row[: len(header)]]
        body.append(texts + [""] * (len(header) - len(texts)))
        numbers.append(number)
    return body, numbers, _cell_problems(errors, wide, source)


def _cell_problems(errors: dict[str, list[tuple[int, str]]], wide: list[int], source: str) -> list[Problem]:
    beyond = ("a cell stands outside the table's columns", "Name its column in the header, or empty the cell.")
    problems = problems_at(source, "", wide, lambda _: beyond)
    for column, found in errors.items():
        told = [(f"the cell holds the error {value}", "Correct the formula, or empty the cell.") for _, value in found]
        problems += problems_at(source, column, [row for row, _ in found], told.__getitem__)
    return problems


def _text(cell: Any) -> str:
    """A cell as text; a whole number shown with leading zeros keeps them, because it is an id."""
    if cell.data_type == "e":
        return ""
    if isinstance(cell.value, int) and not isinstance(cell.value, bool) and set(cell.number_format) == {"0"}:
        return str(cell.value).zfill(len(cell.number_format))
    return text_of(cell.value)


def _months(frame: pd.DataFrame, table: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Months that the spreadsheet program turned into the first day of the month are months again."""
    if "period" not in frame or FIELDS[table]["period"].kind != "period":
        return frame, ()
    first_days = frame["period"].str.fullmatch(r"\d{4}-\d\d-01")
    if not first_days.any():
        return frame, ()
    frame["period"] = frame["period"].where(~first_days, frame["period"].str.slice(0, 7))
    return frame, ("period: first days of months read as months",)
