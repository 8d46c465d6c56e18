"""What a file is like: how somebody says it is to be read, how it turned out to be, and its columns as they came.

Everything here is said in the words that people use: semicolon, Windows-1252, header in row 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from compsim.errors import InputError, Problem, did_you_mean
from compsim.population.files.formulas import as_meant
from compsim.population.files.numbers import Mark, NumberFormat

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}  # tried in this order
ENCODINGS = {  # what people say -> Python's codec
    "UTF-8": "utf-8-sig",
    "UTF-16": "utf-16",
    "Windows-1252": "cp1252",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "ISO-8859-1": "latin-1",
    "ISO-8859-15": "iso8859-15",
    "CP850": "cp850",
    "Mac-Roman": "mac-roman",
}
_BETWEEN = " \t,;|"  # a row of nothing else is blank, whichever of them stands between its columns
HEADER_WITHIN = 30  # rows in which a header is looked for


@dataclass(frozen=True)
class FileHow:
    """How to read one file, as a person states it; None: find out and show it."""

    sheet: str | None = None  # of a workbook
    encoding: str | None = None  # one of ENCODINGS
    delimiter: str | None = None  # comma, semicolon, tab, bar, or the sign itself
    header_row: int | None = None  # as a spreadsheet counts, from 1
    decimal: Mark | None = None
    dates: str | None = None  # %d.%m.%Y


@dataclass(frozen=True)
class DateFormat:
    """How the dates of one column are written."""

    column: str
    form: str  # %d.%m.%Y
    timed: bool = False  # with a time of day, which is left out

    def __str__(self) -> str:
        return f"{self.column} with dates as {self.form}" + (", time of day left out" if self.timed else "")


@dataclass(frozen=True)
class FileFormat:
    """What one table was read from and how its text was understood, to be shown to the person who gave it."""

    table: str
    source: str  # the file, or workbook and sheet
    rows: int
    columns: tuple[str, ...]
    encoding: str = ""  # UTF-8, UTF-8 with a byte order mark, UTF-16, Windows-1252; nothing for a workbook
    delimiter: str = ""  # comma, semicolon, tab, bar; nothing for a workbook
    numbers: tuple[NumberFormat, ...] = ()  # columns whose numbers have a point or a comma
    remarks: tuple[str, ...] = ()
    dates: tuple[DateFormat, ...] = ()  # columns whose dates are not plain ISO

    def __str__(self) -> str:
        marks = {".": "decimal point", ",": "decimal comma"}
        said = [f"{self.rows:,} rows", self.encoding, self.delimiter and f"{self.delimiter} between columns"]
        said += [f"{number.column} with {marks[number.decimal]}" for number in self.numbers]
        said += [str(date) for date in self.dates]
        return f"{self.source}: " + ", ".join(part for part in (*said, *self.remarks) if part)


@dataclass(frozen=True, eq=False)
class TextTable:
    """The columns of a file: Arrow arrays (n) of trimmed text, blanks missing, or of types the file itself has.

    Types are those of Arrow: integers, decimal, double, date32, timestamp without a zone, bool, text.
    """

    columns: MappingOf[str, Any]  # the file's name -> Arrow column
    rows: int
    written: str  # CSV, comma, UTF-8
    delimiter: str = ","
    row_numbers: Sequence[int] | NDArray[np.int64] = ()  # position -> row as a spreadsheet counts
    notes: tuple[Problem, ...] = ()  # worth knowing: where the header was found, what was left out
    header: tuple[str, ...] = ()  # every name as it stands, those that come twice too; empty where the file has types
    header_row: int | None = None  # the row they stand in, as a spreadsheet counts; None where the file has types
    encoding: str = ""  # of text: UTF-8, Windows-1252

    def row_of(self, position: int) -> int:
        """The row of the file that the cell at a position (from 0) stands in."""
        return int(self.row_numbers[position]) if len(self.row_numbers) else position + 2


def stated_encoding(how: FileHow, source: str) -> str | None:
    """The stated encoding as ENCODINGS spells it; InputError if it is none of them."""
    if how.encoding is None:
        return None
    known = {name.casefold().replace("-", ""): name for name in ENCODINGS} | {"cp1252": "Windows-1252"}
    found = known.get(how.encoding.casefold().replace("-", "").replace("_", "").replace(" ", ""))
    if found is None:
        says = f"'{how.encoding}' is not a known encoding"
        raise InputError([Problem(source, says, did_you_mean(how.encoding, list(ENCODINGS)))])
    return found


def stated_delimiter(how: FileHow, source: str) -> str | None:
    """The stated delimiter as a sign; InputError if it is neither a name nor one sign."""
    if how.delimiter is None:
        return None
    found = {name: mark for mark, name in DELIMITERS.items()}.get(how.delimiter.casefold(), how.delimiter)
    if len(found) != 1 or found in '"\r\n' or found.isalnum() or ord(found) > 127:
        fix = f"Write {', '.join(DELIMITERS.values())} or the sign itself."
        raise InputError([Problem(source, f"'{how.delimiter}' is not a delimiter", fix)])
    return found


def header_place(rows: Sequence[Sequence[str]], wanted: Iterable[str]) -> int:
    """The position of the header among the first rows of a table, -1 where all of them are empty.

    It is the first row that has text; a later one if it has more of the wanted names, two at least. A title, one cell
    alone above rows with several, is no header: then it is the first row of several words.
    """
    filled = [place for place, row in enumerate(rows) if any(cell.strip(_BETWEEN) for cell in row)]
    if not filled:
        return -1
    names = set(wanted)
    found = {place: len(names & {cell.strip() for cell in rows[place]}) for place in filled}
    best = max(filled, key=lambda place: (found[place], -place))
    return best if found[best] > max(found[filled[0]], 1) else _below_titles(rows, filled)


def _below_titles(rows: Sequence[Sequence[str]], filled: Sequence[int]) -> int:
    first, *others = filled
    if len(_cells(rows[first])) > 1:
        return first
    return next((place for place in others if 1 < len(_cells(rows[place])) == len(_words(rows[place]))), first)


def _cells(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip(_BETWEEN)]


def _words(row: Sequence[str]) -> list[str]:
    """The cells that hold a letter, as names of columns do and figures do not."""
    return [cell for cell in row if any(map(str.isalpha, cell))]


def above_header(rows: Sequence[Sequence[str]], header: int, source: str) -> tuple[Problem, ...]:
    """A note that the header (row number, from 1) stands below rows with text, and what is in them."""
    texts = [cell.strip() for row in rows for cell in row if any(map(str.isalpha, cell))]  # figures may be pay
    if not any(cell.strip() for row in rows for cell in row):
        return ()
    shown = ", ".join(f"'{text[:40]}'" for text in texts[:3]) + (" …" if len(texts) > 3 else "")
    says = f"the header was found in row {header}; what stands above it is not read{shown and f': {shown}'}"
    return (Problem(source, says, "State the row of the header if that is wrong.", severity="warning"),)


def column_problems(names: Sequence[str], source: str, row: int, wanted: Iterable[str] | None = None) -> list[Problem]:
    """Names that come twice in a header, among those that somebody wants (None: all)."""
    counted = names if wanted is None else set(wanted) & set(names)
    twice = [name for name in dict.fromkeys(counted) if name and list(names).count(name) > 1]
    return [
        Problem(source, "the column is there twice", "Rename or delete one.", row=row, column=name) for name in twice
    ]


def trimmed(column: Any) -> Any:
    """Text without spaces around it and guards before formulas, blanks missing; columns of other types as they are."""
    if not pa.types.is_string(column.type):
        return column
    text = compute.utf8_trim_whitespace(column) if _has_margins(column) else column
    return compute.if_else(compute.equal(text, ""), pa.scalar(None, pa.string()), as_meant(text))


def _has_margins(column: Any) -> bool:
    """Whether any text may begin or end with a space: its first or last byte is one, or is not ASCII."""
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        _, offsets, letters = chunk.buffers()
        if letters is None or not len(chunk):
            continue
        ends = np.frombuffer(offsets, dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        data = np.frombuffer(letters, dtype=np.uint8)
        filled = ends[1:] > ends[:-1]
        edges = np.concatenate([data[ends[:-1][filled]], data[ends[1:][filled] - 1]])
        if ((edges <= ord(" ")) | (edges >= 128)).any():
            return True
    return False
