"""The files of an export as columns: delimited text, workbooks and Parquet; spaces trimmed, blanks missing.

Delimited text stays text. Where the file itself has types (a workbook, Parquet, a database) its columns keep them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import compute

from compsim.errors import InputError, MappingError, Problem
from compsim.population.export.workbooks import read_sheet
from compsim.population.files.formats import DELIMITERS, FileHow, TextTable, column_problems, trimmed
from compsim.population.files.parquet import read_parquet
from compsim.population.files.text import TextFile, read_text_file
from compsim.population.files.workbooks import SUFFIXES

__all__ = ["FileHow", "TextTable", "read_table", "read_text"]

MOST_BYTES = 1024 * 2**20  # of a file that is read as a whole


def read_table(path: Path, wanted: list[str], how: FileHow | None = None) -> TextTable:
    """A file's columns; MappingError says why it cannot be read.

    `wanted` are the names that a mapping looks for (none: all): the delimiter and header under which most of them are
    found are the file's, unless `how` states them; columns that nobody wants are not trimmed.
    """
    how = how or FileHow()
    try:
        if path.suffix.casefold() == ".parquet":
            return _parquet(path, wanted)
        if path.suffix.casefold() in SUFFIXES:
            return read_sheet(_content(path), path.name, wanted, how)
        return _delimited(_content(path), path.name, wanted, how)
    except InputError as error:
        raise MappingError(error.problems) from None
    except OSError as error:
        says, fix = f"the file cannot be read: {error.strerror}", "Check that it exists and that you may read it."
        raise MappingError([Problem(path.name, says, fix)]) from None


def read_text(path: Path, wanted: list[str], how: FileHow | None = None) -> TextTable:
    """As `read_table`, with every column as text."""
    table = read_table(path, wanted, how)
    texts = {name: _as_text(column) for name, column in table.columns.items()}
    return replace(table, columns=texts)


def _content(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        says, fix = f"the file is larger than {MOST_BYTES // 2**20:,} MB", "Leave out columns and years."
        raise InputError([Problem(path.name, says, fix)])
    return path.read_bytes()


def _parquet(path: Path, wanted: list[str]) -> TextTable:
    columns, found = read_parquet(path, path.name, wanted)
    cells = {name: trimmed(column) for name, column in columns.items()}
    return TextTable(cells, found.rows, "Parquet", row_numbers=range(2, found.rows + 2), notes=found.notes)


def _delimited(data: bytes, source: str, wanted: list[str], how: FileHow) -> TextTable:
    text = read_text_file(data, source, wanted, how)
    problems = [*_wrong_rows(text, wanted), *column_problems(text.names, source, text.header_row, wanted)]
    if problems:
        raise InputError(problems)
    there = {name: column for name, column in zip(text.names, text.columns, strict=True) if name}
    columns = {name: trimmed(cells) if name in wanted or not wanted else cells for name, cells in there.items()}
    written = f"CSV, {DELIMITERS.get(text.delimiter, repr(text.delimiter))}, {text.encoding}"
    notes = (*text.notes, *_nameless(text, source))
    found = (tuple(text.names), text.header_row, text.encoding)
    return TextTable(columns, len(text.rows), written, text.delimiter, text.rows, notes, *found)


def _wrong_rows(text: TextFile, wanted: list[str]) -> list[Problem]:
    """Rows that do not fit the header, and endless cells in columns that somebody wants."""
    return [problem for problem in text.problems if not problem.column or problem.column in wanted]


def _nameless(text: TextFile, source: str) -> list[Problem]:
    """Columns with cells and no name, which nobody can ask for."""
    places = [
        place
        for place, (name, column) in enumerate(zip(text.names, text.columns, strict=True), start=1)
        if not name and compute.any(compute.not_equal(compute.utf8_trim_whitespace(column), "")).as_py()
    ]
    fix = f"Name it in row {text.header_row} if it is needed."
    return [
        Problem(source, f"column {place} has cells but no name; it is not read", fix, severity="warning")
        for place in places
    ]


def _as_text(column: Any) -> Any:
    """A typed column as the text a person would write: days as 2025-03-31, whole numbers without a point."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        return compute.replace_substring_regex(column.cast(pa.string()), r"[ T]00:00:00(\.0+)?$", "")
    return column.cast(pa.string())
