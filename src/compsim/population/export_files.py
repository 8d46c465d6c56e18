"""The files of an export as text: CSV in UTF-8 or Windows-1252, or Parquet; spaces trimmed, blanks missing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import compute, parquet
from pyarrow import csv as arrow_csv

from compsim.errors import MappingError, Problem

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}  # tried in this order; the first that fits is shown
MOST_BYTES = 1024 * 2**20
MOST_SHOWN = 10  # uneven rows told one by one
TOP = 100_000  # characters in which the header must end


@dataclass(frozen=True, eq=False)
class TextTable:
    """A file as text."""

    columns: MappingOf[str, Any]  # the export's name -> Arrow column of text, blanks missing
    rows: int
    written: str  # CSV, comma, UTF-8
    delimiter: str = ","


def read_text(path: Path, wanted: list[str]) -> TextTable:
    """A file's columns as text; MappingError says why it cannot be read.

    `wanted` are the names that a mapping looks for: the delimiter that finds most of them is the file's.
    """
    with _told(path.name):
        if path.stat().st_size > MOST_BYTES:
            says, fix = f"the file is larger than {MOST_BYTES // 2**20:,} MB", "Leave out columns and years."
            raise MappingError([Problem(path.name, says, fix)])
        return _parquet(path) if path.suffix.casefold() == ".parquet" else _csv(path, wanted)


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Turn what the readers raise into a problem with the file."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        reason = str(error).strip().splitlines()[0][:200] if isinstance(error, pa.ArrowException) else error.strerror
        says = f"the file cannot be read: {reason}"
        raise MappingError([Problem(file, says, "Save it anew as CSV UTF-8.")]) from None


def _parquet(path: Path) -> TextTable:
    table = parquet.read_table(path)
    columns = {name: _trimmed(table[name].cast(pa.string())) for name in table.column_names}
    return TextTable(columns, table.num_rows, "Parquet")


def _csv(path: Path, wanted: list[str]) -> TextTable:
    text, encoding = _decoded(path)
    names, delimiter = _header(text[:TOP], wanted, path.name)
    uneven: list[Problem] = []

    def skip(row: Any) -> str:
        says = f"the row has {row.actual_columns} cells and the header {row.expected_columns}"
        fix = "Put text that holds the delimiter in quotation marks, and give every row all columns."
        uneven.append(Problem(path.name, says, fix, row=row.number))
        return "skip"

    table = arrow_csv.read_csv(pa.BufferReader(text.encode()), *_options(len(names), delimiter, skip))
    if uneven:
        more = Problem(path.name, f"{len(uneven) - MOST_SHOWN} more rows have another number of cells")
        raise MappingError(uneven[:MOST_SHOWN] + [more] * (len(uneven) > MOST_SHOWN))
    columns = {name: _trimmed(table.column(place)) for place, name in enumerate(names)}
    return TextTable(columns, table.num_rows, f"CSV, {DELIMITERS[delimiter]}, {encoding}", delimiter)


def _decoded(path: Path) -> tuple[str, str]:
    """The text of a file and the encoding that fits it."""
    data = path.read_bytes()
    for codec, name in ENCODINGS.items() if b"\0" not in data else ():
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise MappingError([Problem(path.name, "the file is not text in UTF-8", "Save it as CSV UTF-8.")])


def _options(width: int, delimiter: str, skip: Any) -> tuple[Any, Any, Any]:
    names = [f"{place}" for place in range(width)]  # a header may repeat names that nobody asked for
    return (
        arrow_csv.ReadOptions(use_threads=False, column_names=names, skip_rows_after_names=1),  # one thread counts rows
        arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=skip),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )


def _header(top: str, wanted: list[str], file: str) -> tuple[list[str], str]:
    """The header's names and the delimiter under which most of the wanted columns are found."""
    split = {sign: next(csv.reader(StringIO(top, newline=""), delimiter=sign), []) for sign in DELIMITERS}
    found = {sign: [name.strip() for name in names] for sign, names in split.items()}
    best = max(found, key=lambda sign: (len(set(wanted) & set(found[sign])), len(found[sign])))
    if not any(found[best]):
        raise MappingError([Problem(file, "the file has no header", "Write the columns' names into row 1.", row=1)])
    twice = sorted({name for name in wanted if found[best].count(name) > 1})
    if twice:
        says = f"the header names a column twice: {', '.join(twice)}"
        raise MappingError([Problem(file, says, "Rename one of them.", row=1)])
    return found[best], best


def _trimmed(column: Any) -> Any:
    text = compute.utf8_trim_whitespace(column)
    return compute.if_else(compute.equal(text, ""), pa.scalar(None, pa.string()), text)
