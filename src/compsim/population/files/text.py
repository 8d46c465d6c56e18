"""Delimited text as people save it: comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252; lines inside quotes.

One reader for tables of people and for exports. Arrow splits the cells; Python looks at single rows only where
something is wrong with them. Nothing is dropped: a row either has its cells in the columns or is among the problems.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute
from pyarrow import csv as arrow_csv

from compsim.errors import InputError, Problem
from compsim.population.cells import problems_at
from compsim.population.files.encodings import decoded
from compsim.population.files.formats import (
    DELIMITERS,
    HEADER_WITHIN,
    FileHow,
    above_header,
    header_place,
    stated_delimiter,
    stated_encoding,
)

EMPTY, SAVE_AGAIN = "the file is empty", "Save the table again, with its header."
MOST_CELL = 200_000  # bytes; a cell that holds more is an unclosed quotation mark or a picture
_TOP = 131_072  # characters in which the header must end; the csv module reads no longer cell
_BLOCK = 4 * 2**20  # bytes that Arrow splits at a time
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[\r\n]', re.IGNORECASE)  # spreadsheet programs write and obey it
_UNEVEN_FIX = "Put text that holds the delimiter in quotation marks, and give every row all columns."


@dataclass(frozen=True)
class Limits:
    """What a table may have at most."""

    rows: int = 20_000_000
    columns: int = 2_000
    bytes: int = 1024 * 2**20


@dataclass(frozen=True, eq=False)
class TextFile:
    """Delimited text in columns: every cell as it was written, blank rows left out."""

    names: tuple[str, ...]  # of the header, trimmed
    columns: tuple[Any, ...]  # Arrow text (n)
    rows: NDArray[np.int64]  # (n) row numbers as a spreadsheet counts
    header_row: int
    encoding: str
    delimiter: str  # the sign
    problems: tuple[Problem, ...] = ()  # rows that do not fit the header and fell out
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Header:
    names: list[str]
    row: int
    end: int  # characters up to the row below it
    delimiter: str
    above: list[list[str]]


def read_text_file(
    data: bytes, source: str, wanted: Collection[str] = (), how: FileHow | None = None, limits: Limits | None = None
) -> TextFile:
    """The columns of delimited text; InputError if there is no telling its cells apart.

    `wanted` are the names a reader looks for: the delimiter and header under which most of them are found are the
    file's, unless `how` states them.
    """
    how, limits = how or FileHow(), limits or Limits()
    if len(data) > limits.bytes:
        fix = "Split the file, or leave out columns and periods that no plan needs."
        raise InputError([Problem(source, f"the file is larger than {limits.bytes // 2**20} MB", fix)])
    text, encoding = decoded(data, source, stated_encoding(how, source))
    header, start = _header(text, wanted, how, source)
    if len(header.names) > limits.columns:
        raise InputError([too_many(source, "columns", limits.columns)])
    table, uneven = _split(text[start:], header, source)
    if table.num_rows + len(uneven) > limits.rows:
        raise InputError([too_many(source, "rows", limits.rows)])
    numbers = np.delete(np.arange(table.num_rows + len(uneven)), [row for row, _ in uneven]) + header.row + 1
    uneven = [(row, cells) for row, cells in uneven if cells]
    columns, numbers = _without_blank_rows(table.columns, numbers)
    problems = (*_endless(header.names, columns, numbers, source), *_uneven(uneven, header, source))
    notes = above_header(header.above, header.row, source)
    return TextFile(tuple(header.names), columns, numbers, header.row, encoding, header.delimiter, problems, notes)


def too_many(source: str, what: str, most: int) -> Problem:
    """That a table is too large."""
    return Problem(source, f"the table has more than {most:,} {what}", "Leave out what no plan needs.")


# ── the header ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _header(text: memoryview, wanted: Collection[str], how: FileHow, source: str) -> tuple[_Header, int]:
    """The header that has most of the wanted names, and the byte at which the rows below it begin."""
    top = bytes(text[: 4 * _TOP]).decode(errors="ignore")[:_TOP]
    separator = _SEPARATOR_LINE.match(top)
    stated = stated_delimiter(how, source) or (separator and separator[1])
    skipped = 1 if separator else 0
    found = [_header_under(top, sign, wanted, how, skipped) for sign in ([stated] if stated else DELIMITERS)]
    best = max(found, key=lambda header: (len(set(wanted) & set(header.names)), len(header.names)))
    if not any(best.names):
        where = f"row {how.header_row} is empty" if how.header_row and text.nbytes else EMPTY
        raise InputError([Problem(source, where, SAVE_AGAIN)])
    if best.end == len(top) == _TOP:
        raise InputError([Problem(source, f"the header does not end within {_TOP:,} characters", _look_for_a_quote())])
    if len(best.names) == 1:
        _refuse_other_delimiter(best.names[0], wanted, source)
    return best, len(top[: best.end].encode())


def _header_under(top: str, sign: str, wanted: Collection[str], how: FileHow, skipped: int) -> _Header:
    """The header if this sign stands between columns."""
    ends, rows = [], []
    for row, end in islice(_top_rows(top, sign), max(HEADER_WITHIN, how.header_row or 0)):
        ends.append(end)
        rows.append(row)
    place = skipped + header_place(rows[skipped:], wanted) if how.header_row is None else how.header_row - 1
    if place < skipped or place >= len(rows):
        return _Header([], 0, 0, sign, [])
    return _Header([name.strip() for name in rows[place]], place + 1, ends[place], sign, rows[skipped:place])


def _top_rows(top: str, sign: str) -> Iterator[tuple[list[str], int]]:
    """The first rows of a text, and the character at which each ends."""
    lines = list(io.StringIO(top, newline=""))
    ends = np.cumsum([len(line) for line in lines]).tolist()
    reader = csv.reader(lines, delimiter=sign)
    try:
        for row in reader:
            yield row, ends[reader.line_num - 1]
    except csv.Error:  # a cell without end; the rows before it are enough for finding the header
        return


def _refuse_other_delimiter(header: str, wanted: Collection[str], source: str) -> None:
    """A header of one cell that holds several wanted names is delimited by something else."""
    inside = [name for name in wanted if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", header)]
    if len(inside) > 1:
        says = f"the names '{inside[0]}' and '{inside[1]}' stand in one cell; {_listed()} were tried between columns"
        raise InputError([Problem(source, says, "Save the table as CSV, or state the delimiter.", row=1)])


def _listed() -> str:
    *first, last = DELIMITERS.values()
    return f"{', '.join(first)} and {last}"


def _look_for_a_quote() -> str:
    return "Look for a quotation mark that is not closed."


# ── the rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _split(body: memoryview, header: _Header, source: str) -> tuple[Any, list[tuple[int, int]]]:
    """The cells below the header; position and number of cells of rows that do not fit, 0 where such a row is blank."""
    names = [f"{place}" for place in range(len(header.names))]  # a header may repeat names that nobody asked for
    _check_quotes(np.frombuffer(body, dtype=np.uint8), body, header, source)
    if not len(body):
        return pa.table({name: pa.array([], pa.string()) for name in names}), []
    uneven: list[tuple[int, int]] = []

    def skip(row: Any) -> str:
        blank = not (row.text or "?").strip(f'" \t{header.delimiter}')
        uneven.append((row.number - 1, 0 if blank else row.actual_columns))
        return "skip"

    parse = arrow_csv.ParseOptions(
        delimiter=header.delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
    )
    convert = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
    )

    def read(block: int) -> Any:
        uneven.clear()
        options = arrow_csv.ReadOptions(
            use_threads=False, column_names=names, block_size=block
        )  # one thread counts rows
        return arrow_csv.read_csv(pa.BufferReader(pa.py_buffer(body)), options, parse, convert)

    try:
        return read(_BLOCK), uneven
    except pa.ArrowInvalid:  # a cell longer than a block needs one as long as the file
        pass
    try:
        return read(len(body) + 1), uneven
    except pa.ArrowInvalid as error:
        says = f"the text is not CSV: {str(error).splitlines()[0]}"
        raise InputError([Problem(source, says, _look_for_a_quote())]) from None


def _check_quotes(letters: NDArray[np.uint8], body: memoryview, header: _Header, source: str) -> None:
    """InputError where a quotation mark is not closed or text follows a closed one: Arrow would join rows in silence.

    Where marks come in pairs with a delimiter or the end of a line around each pair, all is well. Otherwise the csv
    module, which is strict and slow, has the last word.
    """
    marks = np.flatnonzero(letters == ord('"'))
    if not len(marks):
        return
    around = np.zeros(256, dtype=bool)
    around[[ord(sign) for sign in (header.delimiter, "\n", "\r", '"')]] = True
    before, after = marks[0::2], marks[1::2]
    opens = around[letters[before[before > 0] - 1]].all()
    closes = around[letters[after[after < len(letters) - 1] + 1]].all()
    if len(marks) % 2 == 0 and opens and closes:
        return
    rows = csv.reader(io.StringIO(bytes(body).decode(), newline=""), delimiter=header.delimiter, strict=True)
    row = header.row + 1
    try:
        for row, _ in enumerate(rows, start=header.row + 2):  # noqa: B007 - the last number is asked for below
            pass
    except csv.Error as error:
        raise InputError([_bad_quote(str(error), row, source)]) from None


def _bad_quote(reason: str, row: int, source: str) -> Problem:
    if "expected after" in reason:
        fix = "Write a quotation mark inside quoted text twice, or delete it."
        return Problem(source, "text follows a closed quotation mark", fix, row=row)
    if "limit" in reason:
        return Problem(source, "a cell does not end within 131,072 characters", _look_for_a_quote(), row=row)
    return Problem(source, "a quotation mark opens here and is not closed", "Close it, or delete it.", row=row)


def _without_blank_rows(columns: Sequence[Any], rows: NDArray[np.int64]) -> tuple[tuple[Any, ...], NDArray[np.int64]]:
    """Columns and row numbers without the rows in which every cell is empty or spaces."""
    doubtful = np.arange(len(rows))
    for column in columns:
        cells = column if len(doubtful) == len(rows) else column.take(pa.array(doubtful))
        blank = compute.equal(compute.utf8_trim_whitespace(cells), "").to_numpy()
        doubtful = doubtful[blank]
        if not len(doubtful):
            return tuple(columns), rows
    kept = np.ones(len(rows), dtype=bool)
    kept[doubtful] = False
    return tuple(column.filter(pa.array(kept)) for column in columns), rows[kept]


def _endless(names: list[str], columns: Sequence[Any], rows: NDArray[np.int64], source: str) -> list[Problem]:
    """Cells that are longer than any text a person typed."""
    told = []
    for name, column in zip(names, columns, strict=True):
        lengths = compute.binary_length(column)
        if (compute.max(lengths).as_py() or 0) > MOST_CELL:
            place = int(np.argmax(lengths.to_numpy()))
            says = f"the cell holds more than {MOST_CELL:,} characters"
            fix = "Look for a quotation mark that is not closed, or leave the column out."
            told.append(Problem(source, says, fix, row=int(rows[place]), column=name))
    return told


def _uneven(uneven: list[tuple[int, int]], header: _Header, source: str) -> list[Problem]:
    width = len(header.names)
    told = [(f"the row has {cells} {_cells(cells)} and the header {width}", _UNEVEN_FIX) for _, cells in uneven]
    return problems_at(source, "", [place + header.row + 1 for place, _ in uneven], told.__getitem__)


def _cells(count: int) -> str:
    return "cell" if count == 1 else "cells"
