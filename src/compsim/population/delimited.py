"""CSV files as people save them: UTF-8 or Windows-1252; comma, semicolon or tab; decimal point or comma.

What was detected is recorded in a `FileFormat`, so that it can be shown beside the data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import pandas as pd

from compsim.errors import Problem
from compsim.population.cells import problems_at
from compsim.population.number_formats import (
    ColumnSigns,
    Mark,
    NumberFormat,
    all_numbers,
    column_signs,
    common_mark,
    plain_numbers,
    usual_mark,
)
from compsim.population.tables import FIELDS, WITH_ATTRIBUTES

MOST_ROWS = 5_000_000
MOST_COLUMNS = 200
MOST_BYTES = 512 * 2**20
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_EMPTY, _SAVE_AGAIN = "the file is empty", "Save the table again, with its header."
_CHUNK = 20_000  # rows that are text objects at the same time


@dataclass(frozen=True)
class FileFormat:
    """What one table was read from and how its text was understood, to be shown to the person who gave it."""

    table: str
    source: str  # the file, or workbook and sheet
    rows: int
    columns: tuple[str, ...]
    encoding: str = ""  # UTF-8, UTF-8 with a byte order mark, Windows-1252; nothing for a workbook
    delimiter: str = ""  # comma, semicolon, tab; nothing for a workbook
    numbers: tuple[NumberFormat, ...] = ()  # columns whose numbers have a point or a comma
    remarks: tuple[str, ...] = ()

    def __str__(self) -> str:
        marks = {".": "decimal point", ",": "decimal comma"}
        said = [f"{self.rows:,} rows", self.encoding, self.delimiter and f"{self.delimiter} between columns"]
        said += [f"{number.column} with {marks[number.decimal]}" for number in self.numbers]
        return f"{self.source}: " + ", ".join(part for part in (*said, *self.remarks) if part)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table as text, indexed by spreadsheet row, or what stands in the way of it."""

    frame: pd.DataFrame | None
    form: FileFormat
    problems: tuple[Problem, ...] = ()


def read_csv(data: bytes, table: str, source: str, decimal: Mark | None = None) -> Sheet:
    """A CSV file as text with plain numbers; `decimal` settles how numbers are written if the file leaves it open."""
    blank = FileFormat(table, source, 0, ())
    if len(data) > MOST_BYTES:
        fix = "Split the file, or leave out columns and periods that no plan needs."
        return Sheet(None, blank, (Problem(source, f"the file is larger than {MOST_BYTES // 2**20} MB", fix),))
    text, encoding = _decoded(data)
    if text is None:
        return Sheet(None, blank, (Problem(source, encoding, "Save it as CSV in UTF-8."),))
    if not text.strip():
        return Sheet(None, blank, (Problem(source, _EMPTY, _SAVE_AGAIN),))
    delimiter = _delimiter(text, table)
    frame, problems = _rows(text, delimiter, source)
    if frame is None:
        return Sheet(None, blank, tuple(problems))
    form = replace(
        blank, rows=len(frame), columns=tuple(frame.columns), encoding=encoding, delimiter=DELIMITERS[delimiter]
    )
    frame, numbers, undecided = _with_plain_numbers(frame, table, source, delimiter, decimal)
    return Sheet(frame, replace(form, numbers=numbers), (*problems, *undecided))


def framed(
    header: list[str], columns: list[pd.Series], rows: list[int], source: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """A table of text with checked column names; columns without a name must be empty and fall out."""
    names = [name.strip() for name in header]
    problems = []
    for place, (name, column) in enumerate(zip(names, columns, strict=True), start=1):
        if not name and (column.str.strip() != "").any():
            problems.append(Problem(source, f"column {place} has cells but no name", "Name it in row 1.", row=1))
        elif name and name in names[: place - 1]:
            problems.append(Problem(source, "the column is there twice", "Rename or delete one.", row=1, column=name))
    named = {name: column for name, column in zip(names, columns, strict=True) if name}
    frame = pd.DataFrame(named)
    frame.index = pd.Index(rows, name="row", dtype="int64")
    return _without_blank_rows(frame), problems


def no_cells(width: int) -> list[pd.Series]:
    """As many empty columns of text."""
    return [pd.Series([], dtype="str")] * width


def _without_blank_rows(frame: pd.DataFrame) -> pd.DataFrame:
    if frame.empty:
        return frame
    doubtful = frame[frame.iloc[:, 0].str.strip() == ""]
    blank = (doubtful.apply(lambda column: column.str.strip()) == "").all(axis=1)
    filled: pd.DataFrame = frame.drop(index=doubtful.index[blank])
    return filled


def _decoded(data: bytes) -> tuple[str | None, str]:
    """The text and its encoding, or None and what is wrong with it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, "the file is in UTF-16"
    if b"\0" in data:
        return None, "the file is not text"
    try:
        mark = data.startswith(b"\xef\xbb\xbf")
        return data.decode("utf-8-sig"), "UTF-8 with a byte order mark" if mark else "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return None, "the file is neither UTF-8 nor Windows-1252"


def _delimiter(text: str, table: str) -> str:
    """The delimiter under which the header has most of the table's column names, then most columns."""
    header = text.lstrip("\r\n").splitlines()[0]

    def fit(delimiter: str) -> tuple[int, int]:
        names = [name.strip(' "') for name in header.split(delimiter)]
        return len(set(names) & set(FIELDS[table])), len(names)

    return max(DELIMITERS, key=fit)


def _rows(text: str, delimiter: str, source: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Every row as text, or None if there is no telling rows apart; those that do not fit the header fall out, told."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        filled = ((number, row) for number, row in enumerate(reader, start=1) if any(cell.strip() for cell in row))
        first, header = next(filled, (0, []))
        if not header:
            return None, [Problem(source, _EMPTY, _SAVE_AGAIN)]
        if len(header) > MOST_COLUMNS:
            return None, [_too_many(source, "columns", MOST_COLUMNS)]
        return _body(reader, header, first + 1, source)
    except csv.Error as error:
        says = f"the text around line {reader.line_num} is not CSV: {error}"
        return None, [Problem(source, says, "Look for a quotation mark that is not closed.")]


def _body(
    reader: Iterator[list[str]], header: list[str], first: int, source: str
) -> tuple[pd.DataFrame | None, list[Problem]]:
    width, total = len(header), 0
    uneven: list[tuple[int, int]] = []
    parts: list[list[pd.Series]] = []
    rows: list[int] = []
    while chunk := list(islice(reader, _CHUNK)):
        begin, total = first + total, total + len(chunk)
        if total > MOST_ROWS:
            return None, [_too_many(source, "rows", MOST_ROWS)]
        numbers: Sequence[int] = range(begin, begin + len(chunk))
        if set(map(len, chunk)) != {width}:
            uneven += [(n, len(row)) for n, row in zip(numbers, chunk, strict=True) if len(row) not in (0, width)]
            numbers = [n for n, row in zip(numbers, chunk, strict=True) if len(row) == width]
            chunk = [row for row in chunk if len(row) == width]
        rows.extend(numbers)
        parts.append([pd.Series(cells, dtype="str") for cells in zip(*chunk, strict=True)] or no_cells(width))
    columns: list[pd.Series] = [pd.concat(place, ignore_index=True) for place in zip(*parts, strict=True)]
    frame, problems = framed(header, columns or no_cells(width), rows, source)
    return frame, [*problems, *_uneven(uneven, width, source)]


def _uneven(uneven: list[tuple[int, int]], width: int, source: str) -> list[Problem]:
    fix = "Put text that holds the delimiter in quotation marks, and give every row all columns."
    told = [(f"the row has {cells} cells and the header {width}", fix) for _, cells in uneven]
    return problems_at(source, "", [row for row, _ in uneven], told.__getitem__)


def _too_many(source: str, what: str, most: int) -> Problem:
    return Problem(source, f"the table has more than {most:,} {what}", "Leave out what no plan needs.")


def _with_plain_numbers(
    frame: pd.DataFrame, table: str, source: str, delimiter: str, decimal: Mark | None
) -> tuple[pd.DataFrame, tuple[NumberFormat, ...], list[Problem]]:
    """Number columns rewritten with a decimal point, how they were written, and what nobody can decide."""
    needed = {name for name, field in FIELDS[table].items() if field.kind == "number"}
    attributes = [name for name in frame.columns if table in WITH_ATTRIBUTES and name not in FIELDS[table]]
    numeric = [
        str(name) for name in frame.columns if name in needed or (name in attributes and all_numbers(frame[name]))
    ]
    signs = {name: column_signs(frame[name]) for name in numeric}
    common = common_mark(signs.values())
    formats, problems = [], []
    for name, sign in signs.items():
        mark = next(iter(sign.decided), None) or decimal or (sign.undecided and common) or usual_mark(sign, delimiter)
        trouble = _trouble(sign, mark, frame.index)
        if name in needed and trouble:
            problems.append(Problem(source, *trouble, column=name))
        if mark and not trouble:
            frame[name], written = plain_numbers(frame[name], sign, mark)
            formats += [] if sign.says_nothing and not written.thousands else [written]
    return frame, tuple(formats), problems


def _trouble(sign: ColumnSigns, mark: Mark | None, rows: pd.Index) -> tuple[str, str] | None:
    if len(sign.decided) > 1:
        point, comma = int(rows[sign.decided["."]]), int(rows[sign.decided[","]])
        says = f"the column mixes decimal points (row {point}) and decimal commas (row {comma})"
        return says, "Write all numbers of the column alike."
    if mark is None:
        says = "a mark before three digits can separate thousands or decimals, and no other number of the file decides"
        return says, "Save the file without separators of thousands, or state the decimal mark when loading."
    return None
