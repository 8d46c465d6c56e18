"""Workbooks (.xlsx) as files: refused before anything is unpacked if they look unsafe, then opened for reading only.

Macros are never run: a workbook that holds some is refused. What a person does not see in the grid is told: hidden
sheets, rows and columns, merged cells, formulas that were never calculated, links to other workbooks.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils import column_index_from_string

from compsim.errors import InputError, Problem
from compsim.office_files import refuse_entities
from compsim.population.cells import plural

SUFFIXES = (".xlsx", ".xlsm")
MOST_BYTES = 150_000_000  # of all members, unpacked
MOST_RATIO = 100  # unpacked to packed
MOST_MEMBERS = 200
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and .xlsx with a password
_PASSWORD = "EncryptedPackage".encode("utf-16-le")  # the name of its only stream
_COPY = "Copy the tables into a new workbook as values, and save that."
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d{1,7})"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\bmin="(\d{1,5})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")[^>]*>'
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class Merged:
    """A block of merged cells: only the first holds a value."""

    name: str  # A1:C1
    rows: range


@dataclass(frozen=True, eq=False)
class OpenSheet:
    """A sheet that can be read, and what its grid does not show."""

    name: str
    grid: Any  # openpyxl's read-only sheet
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: int = 0
    merged: tuple[Merged, ...] = ()
    uncalculated: tuple[tuple[int, int], ...] = ()  # row, column (from 1) of formulas without a value


@dataclass(frozen=True, eq=False)
class OpenBook:
    """An open workbook: the names of its sheets, and one of them on request."""

    names: tuple[str, ...]
    sheet: Callable[[str], OpenSheet]
    notes: tuple[Problem, ...] = ()


@contextmanager
def opened(data: bytes, source: str) -> Iterator[OpenBook]:
    """A workbook to read in; InputError if the file is refused, or turns out damaged on the way."""
    packed = _checked(data, source)
    try:
        with warnings.catch_warnings(), packed:
            warnings.simplefilter("ignore")  # about decoration that the reader does not know
            refuse_entities(packed)
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            yield _open_book(book, packed, source)
            book.close()
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file can raise anything; a person gets a sentence
        says, fix = "the workbook is damaged and cannot be read", "Open it in a spreadsheet program and save it again."
        if _forbidden(error):
            says, fix = "the workbook defines XML entities, which no spreadsheet program writes; it is not read", _COPY
        raise InputError([Problem(source, says, fix)]) from None


def _forbidden(error: BaseException | None) -> bool:
    """Whether the XML reader refused something, behind whatever openpyxl makes of it."""
    return error is not None and (isinstance(error, DefusedXmlException) or _forbidden(error.__context__))


def _open_book(book: Any, packed: zipfile.ZipFile, source: str) -> OpenBook:
    grids = {sheet.title: sheet for sheet in book.worksheets}
    return OpenBook(tuple(grids), lambda name: _open_sheet(name, grids[name], packed), _links(packed, source))


def _open_sheet(name: str, grid: Any, packed: zipfile.ZipFile) -> OpenSheet:
    xml = packed.read(grid._worksheet_path)  # noqa: SLF001 - openpyxl reads values only and skips what is hidden or merged
    spans = [(a.decode(), int(top), b.decode(), int(bottom)) for a, top, b, bottom in _MERGED.findall(xml)]
    return OpenSheet(
        name,
        grid,
        grid.sheet_state != "visible",
        tuple(int(row) for row in _HIDDEN_ROW.findall(xml)) if b"hidden=" in xml else (),
        len(_HIDDEN_COLUMN.findall(xml)) if b"hidden=" in xml else 0,
        tuple(Merged(f"{a}{top}:{b}{bottom}", range(top, bottom + 1)) for a, top, b, bottom in spans),
        tuple((int(row), column_index_from_string(column.decode())) for column, row in _UNCALCULATED.findall(xml)),
    )


def _links(packed: zipfile.ZipFile, source: str) -> tuple[Problem, ...]:
    count = sum(re.fullmatch(r"xl/externallinks/[^/]+\.xml", name.casefold()) is not None for name in packed.namelist())
    if not count:
        return ()
    says = f"the workbook takes cells from {plural(count, 'other workbook')}; their last saved values are read"
    return (Problem(source, says, "Update the links and save it if they may be old.", severity="warning"),)


def sheet_notes(sheet: OpenSheet, header_row: int, source: str) -> tuple[Problem, ...]:
    """What a person who looks at the sheet does not see."""
    rows = [row for row in sheet.hidden_rows if row > header_row]
    told = ["the sheet is hidden; it is read all the same"] if sheet.hidden else []
    if rows:
        hidden = "row is hidden and is" if len(rows) == 1 else "rows are hidden and are"
        told.append(f"{len(rows):,} {hidden} read all the same, the first is row {rows[0]}")
    if sheet.hidden_columns:
        told.append("there are hidden columns; they are read all the same")
    return tuple(Problem(source, says, severity="warning") for says in told)


# ── before it is opened ──────────────────────────────────────────────────────────────────────────────────────────────


def _checked(data: bytes, source: str) -> zipfile.ZipFile:
    """The zip file of a workbook, judged by its directory alone."""
    if data.startswith(_OLD_FORMAT):
        if _PASSWORD in data:
            raise InputError([Problem(source, "the workbook has a password", "Save it without one.")])
        raise InputError([Problem(source, "the workbook is of the old .xls kind", "Save it as .xlsx.")])
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        says, fix = "the file is not an .xlsx workbook", "Save it as .xlsx, or as CSV files in a folder."
        if data.startswith(b"PK"):
            says, fix = "the workbook is cut off or damaged", "Copy or download it again, or save it anew."
        raise InputError([Problem(source, says, fix)]) from None
    refused = _unsafe(packed.infolist(), len(data), source)
    if refused:
        raise InputError([refused])
    return packed


def _unsafe(members: list[zipfile.ZipInfo], packed: int, source: str) -> Problem | None:
    unpacked = sum(member.file_size for member in members)
    names = " ".join(member.filename.casefold() for member in members)
    checks = [
        (len(members) > MOST_MEMBERS, f"the workbook has more than {MOST_MEMBERS} parts", _COPY),
        (
            unpacked > MOST_BYTES,
            f"the workbook is larger than {MOST_BYTES // 10**6} MB unpacked",
            "Save it as CSV files.",
        ),
        (unpacked > MOST_RATIO * packed, f"the workbook unpacks to more than {MOST_RATIO} times its size", _COPY),
        ("vbaproject" in names, "the workbook holds macros; programs are not read along with data", _COPY),
        (any(member.flag_bits & 1 for member in members), "the workbook has a password", "Save it without one."),
    ]
    return next((Problem(source, says, fix) for wrong, says, fix in checks if wrong), None)
