"""Tables of people as delimited text: every cell as text, numbers with a decimal point, dates as year-month-day.

What was detected is recorded in a `FileFormat`, so that it can be shown beside the data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import pyarrow as pa

from compsim.errors import InputError, Problem
from compsim.population.files.dates import DIGITS, ISO, Dates, column_dates
from compsim.population.files.formats import DELIMITERS, DateFormat, FileFormat, FileHow
from compsim.population.files.formulas import as_meant, as_named
from compsim.population.files.numbers import (
    ColumnSigns,
    Mark,
    NumberFormat,
    all_numbers,
    column_signs,
    common_mark,
    plain_numbers,
    usual_mark,
)
from compsim.population.files.text import Limits, TextFile, read_text_file
from compsim.population.tables import FIELDS, WITH_ATTRIBUTES

__all__ = ["FileFormat", "Sheet", "framed", "no_cells", "no_names", "read_csv", "with_iso_dates"]

_FIGURE = re.compile(r"[+-]?\d[\d.,']*", re.ASCII)
MOST_ROWS = 5_000_000
MOST_COLUMNS = 200
MOST_BYTES = 512 * 2**20


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table as text, indexed by spreadsheet row, or what stands in the way of it."""

    frame: pd.DataFrame | None
    form: FileFormat
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def read_csv(data: bytes, table: str, source: str, how: FileHow | None = None) -> Sheet:
    """A CSV file as text with plain numbers and dates; `how` settles what the file leaves open."""
    how = how or FileHow()
    try:
        text = read_text_file(data, source, FIELDS[table], how, Limits(MOST_ROWS, MOST_COLUMNS, MOST_BYTES))
    except InputError as error:
        return Sheet(None, FileFormat(table, source, 0, ()), error.problems)
    refused = no_names(text.names, table, source, text.header_row)
    if refused:
        return Sheet(None, FileFormat(table, source, 0, ()), (refused,))
    frame, odd = _frame(text, source)
    form = FileFormat(
        table, source, len(frame), tuple(frame.columns), text.encoding, DELIMITERS.get(text.delimiter, "")
    )
    frame, numbers, undecided = _with_plain_numbers(frame, table, source, text.delimiter, how.decimal)
    frame, dates, unclear = with_iso_dates(frame, table, source, how.dates)
    problems = (*odd, *text.problems, *undecided, *unclear)
    return Sheet(frame, replace(form, numbers=numbers, dates=dates), problems, text.notes)


def _frame(text: TextFile, source: str) -> tuple[pd.DataFrame, list[Problem]]:
    meant = [as_meant(column) for column in text.columns]
    cells = pa.table(meant, names=[f"{place}" for place in range(len(meant))]).to_pandas()
    columns = [cells[name] for name in cells.columns]
    return framed([as_named(name) for name in text.names], columns, text.rows.tolist(), source, text.header_row)


def framed(
    header: list[str], columns: list[pd.Series], rows: list[int], source: str, header_row: int = 1
) -> tuple[pd.DataFrame, list[Problem]]:
    """A table of text with checked column names; columns without a name must be empty and fall out."""
    names = [name.strip() for name in header]
    problems = []
    for place, (name, column) in enumerate(zip(names, columns, strict=True), start=1):
        if not name and (column.str.strip() != "").any():
            says, fix = f"column {place} has cells but no name", f"Name it in row {header_row}."
            problems.append(Problem(source, says, fix, row=header_row))
        elif name and name in names[: place - 1]:
            says = "the column is there twice"
            problems.append(Problem(source, says, "Rename or delete one.", row=header_row, column=name))
    named = {name: column for name, column in zip(names, columns, strict=True) if name}
    frame = pd.DataFrame(named)
    frame.index = pd.Index(rows, name="row", dtype="int64")
    return frame, problems


def no_names(names: Sequence[str], table: str, source: str, row: int) -> Problem | None:
    """That a table has no header: none of its names is known and one is a figure, which no message repeats."""
    known = [name for name, field in FIELDS[table].items() if field.needed]
    if set(names) & set(FIELDS[table]) or not any(_FIGURE.fullmatch(name) for name in names):
        return None
    fix = f"Write the column names above the table: {', '.join(known)} at least."
    return Problem(source, "the row holds values, not the names of columns", fix, row=row)


def no_cells(width: int) -> list[pd.Series]:
    """As many empty columns of text."""
    return [pd.Series([], dtype="str")] * width


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _with_plain_numbers(
    frame: pd.DataFrame, table: str, source: str, delimiter: str, decimal: Mark | None
) -> tuple[pd.DataFrame, tuple[NumberFormat, ...], list[Problem]]:
    """Number columns rewritten with a decimal point, how they were written, and what nobody can decide."""
    needed = {name for name, field in FIELDS[table].items() if field.kind == "number"}
    numeric = [
        str(name)
        for name in frame.columns
        if name in needed or (name in _others(frame, table) and all_numbers(frame[name]))
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


def _others(frame: pd.DataFrame, table: str) -> list[str]:
    """The attribute columns of a table that may have some."""
    return [str(name) for name in frame.columns if table in WITH_ATTRIBUTES and name not in FIELDS[table]]


def _trouble(sign: ColumnSigns, mark: Mark | None, rows: pd.Index) -> tuple[str, str] | None:
    if len(sign.decided) > 1:
        point, comma = int(rows[sign.decided["."]]), int(rows[sign.decided[","]])
        says = f"the column mixes decimal points (row {point}) and decimal commas (row {comma})"
        return says, "Write all numbers of the column alike."
    if mark is None:
        says = "a mark before three digits can separate thousands or decimals, and no other number of the file decides"
        return says, "Save the file without separators of thousands, or state the decimal mark when loading."
    return None


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_iso_dates(
    frame: pd.DataFrame, table: str, source: str, stated: str | None = None
) -> tuple[pd.DataFrame, tuple[DateFormat, ...], list[Problem]]:
    """Date columns rewritten as year-month-day, how they were written, and what nobody can decide.

    Texts that are no dates stay as they are: the schema tells each with its row. An attribute is rewritten only where
    every filled cell is a date of one order.
    """
    days = [name for name, field in FIELDS[table].items() if field.kind == "day" and name in frame]
    formats, problems = [], []
    for name in [*days, *_others(frame, table)]:
        codes, distinct = pd.factorize(frame[name].to_numpy(dtype=object))
        texts = distinct.tolist()
        found = column_dates(_filled(texts), stated if name in days else None)
        if name in days:
            problems += _unclear_order(found, frame[name], source, name)
        if not found.form or (name not in days and (None in found.days or found.form == DIGITS)):
            continue
        iso = dict(zip(_filled(texts), found.days, strict=True))
        spelt = [day.isoformat() if (day := iso.get(text)) else text for text in texts]
        if spelt != texts:
            frame[name] = pd.Series(pd.array(spelt, dtype="str").take(codes), index=frame.index)
        formats += [DateFormat(name, found.form, found.timed)] if found.form != ISO or found.timed else []
    return frame, tuple(formats), problems


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text.strip()]


def _unclear_order(found: Dates, column: pd.Series, source: str, name: str) -> list[Problem]:
    filled = column[column.str.strip() != ""]
    if found.mixed is not None:
        texts = _filled(filled.unique().tolist())
        first, other = (int(filled.index[filled == texts[place]][0]) for place in found.mixed)
        says = f"no one order of day and month fits both row {first} and row {other}"
        return [Problem(source, says, "Write all dates of the column as year-month-day.", column=name)]
    if len(found.fitting) > 1:
        says = f"dates such as '{filled.iloc[0]}' fit {' and '.join(found.fitting)}, and no cell decides"
        fix = f"State which when loading, such as {found.fitting[0]}, or write dates as year-month-day."
        return [Problem(source, says, fix, column=name)]
    return []
