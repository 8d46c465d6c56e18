"""Filled-in templates as grids of cells: one sheet of a workbook (.xlsx) or a text file (.csv), read and never run.

A workbook is looked at before it is unpacked; formulas bring the value that was saved with them.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl

from compsim.errors import InputError, Problem
from compsim.office_files import refuse_entities

LARGEST_FILE = 5_000_000  # bytes; a template that people fill in has some ten thousand
LARGEST_UNPACKED = 50_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
UNCALCULATED = "\0formula"  # stands for a formula whose value was never saved
_DELIMITERS = (";", "\t", ",")


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet or file as text, row by row from the first; days are written in ISO form."""

    source: str  # plan.csv, or plan.xlsx sheet Targets
    sheet: str
    rows: tuple[tuple[str, ...], ...]


def read_grids(data: bytes, name: str) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one table of a text file; InputError if the file cannot be read."""
    if len(data) > LARGEST_FILE:
        says = f"the file is larger than {LARGEST_FILE // 10**6} MB"
        raise InputError([Problem(name, says, "Give the action plan alone.")])
    if name.casefold().endswith((".xlsx", ".xlsm")):
        return tuple(_sheets(data, name))
    return (Grid(name, "", _text_rows(_decoded(data, name), name)),)


def _decoded(data: bytes, name: str) -> str:
    if b"\0" in data:
        raise InputError([Problem(name, "this is not a text file", "Save it as .xlsx, or as CSV in UTF-8.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _text_rows(text: str, name: str) -> tuple[tuple[str, ...], ...]:
    lines = text.splitlines()
    delimiter = max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines[:50]), default=0))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise InputError([Problem(name, "the file cannot be read as CSV", "Save it again as CSV.")]) from None
    return _sized(rows, name)


def _sheets(data: bytes, name: str) -> Iterator[Grid]:
    with _opened(data, name, values=True) as values, _opened(data, name, values=False) as formulas:
        for sheet in values.worksheets:
            source = f"{name} sheet {sheet.title}"
            pairs = zip(_cells(sheet), _cells(formulas[sheet.title]), strict=False)
            rows = [[_text(*cell) for cell in zip(row, written, strict=False)] for row, written in pairs]
            yield Grid(source, sheet.title, _sized(rows, source))


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    yield from sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)


@contextmanager
def _opened(data: bytes, name: str, *, values: bool) -> Iterator[Any]:
    """An open workbook; InputError if it is not one, is unsafe, or turns out damaged on the way."""
    try:
        _refuse_unsafe(data, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decoration that the reader does not know
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
            yield book
            book.close()
    except InputError:
        raise
    except Exception:  # noqa: BLE001 - a damaged file can raise anything; a person gets a sentence
        fix = "Open it in a spreadsheet program and save it again as .xlsx, without a password."
        raise InputError([Problem(name, "the file is not a workbook that can be read", fix)]) from None


def _refuse_unsafe(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        unpacked = sum(member.file_size for member in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            says = f"the workbook is larger than {LARGEST_UNPACKED // 10**6} MB unpacked"
            raise InputError([Problem(name, says, "Copy the action plan into a new workbook.")])
        refuse_entities(packed)


def _sized(rows: Sequence[Sequence[str]], source: str) -> tuple[tuple[str, ...], ...]:
    if len(rows) > MOST_ROWS:
        raise InputError([Problem(source, f"there are more than {MOST_ROWS:,} rows", "Give the action plan alone.")])
    return tuple(tuple(cell.strip() for cell in row) for row in rows)


def _text(value: Any, written: Any) -> str:
    """A cell as text: whole numbers without a point, days in ISO form."""
    if value is None:
        return UNCALCULATED if isinstance(written, str) and written.startswith("=") else ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
