"""The files that a mapping is proposed for, looked at: names, a sample of the values, and counts of all of them.

Whether a column holds numbers or dates is judged from an even sample of its rows; which values it has, and how often,
is counted over all rows, and only for the columns that come into question. Nothing outlives the objects themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from compsim.errors import Problem
from compsim.population.export.cells import MARKS, multiplied, read_dates, read_numbers
from compsim.population.export.files import FileHow, TextTable
from compsim.population.mapping.kinds import Kind
from compsim.population.mapping.tables import factor_of

SAMPLE = 1_000  # rows a column whose kind is judged
MOST_WORDS = 20_000  # distinct values read where the sample leaves a date or decimal sign open
MOST_COLUMNS = 300  # columns of a file that are compared by content; names are compared in all
DATE = re.compile(  # 31.03.2025, 31-Mar-2025, Mar 31, 2025
    r"(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}[-. ]{1,2}[^\W\d_]{3,9}[-. ]{1,2}\d{4}|[^\W\d_]{3,9} \d{1,2}, \d{4})"
    r"(?:[T ,].*)?"
)
DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y")
CLOCKS = (" %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %I:%M %p")


@dataclass(frozen=True, eq=False)
class Told:
    """Distinct texts of a column and what they mean."""

    values_by_text: MappingOf[str, Any]  # None where a text cannot be read, and throughout where `ask` is set
    written: str = ""  # the style, in words
    ask: str = ""  # why it can be read in two ways
    stated: str = ""  # the format that a mapping has to state because it does not detect it

    def share(self, sample: Sequence[str]) -> float:
        """Share of a sample that has a meaning, 0..1; what can be read in two ways has one."""
        good = {text for text, value in self.values_by_text.items() if self.ask or value is not None}
        return sum(text in good for text in sample) / len(sample) if sample else 0.0


@dataclass(frozen=True, eq=False)
class ColumnLook:
    """One column of a file."""

    name: str
    texts: Any = field(repr=False)  # Arrow column of text, blanks missing
    delimiter: str = ","
    mark: str = ""  # point or comma, where somebody stated the decimal sign of the file
    order: str = ""  # a format or an order of day and month, where somebody stated it

    @cached_property
    def filled(self) -> int:
        """Cells that are not blank."""
        return int(len(self.texts) - self.texts.null_count)

    @cached_property
    def sample(self) -> list[str]:
        """Up to SAMPLE filled texts, evenly spread over the rows."""
        full = self.texts.drop_null()
        places = np.unique(np.linspace(0, len(full) - 1, min(SAMPLE, len(full)), dtype=np.int64))
        return [str(text) for text in full.take(pa.array(places)).to_pylist()]

    @property
    def distinct(self) -> int:
        """How many different texts there are."""
        return len(self.counted)

    @cached_property
    def counted(self) -> Any:
        """Each different text and its rows: an Arrow array of `values` and `counts`."""
        return self.texts.drop_null().value_counts()

    def words(self, most: int) -> list[str]:
        """The different texts, most frequent first, at most so many."""
        return list(self.most(self.counted, most))

    @staticmethod
    def most(counted: Any, most: int) -> tuple[str, ...]:
        """The most frequent of counted texts."""
        order = compute.array_sort_indices(counted.field("counts"), order="descending").slice(0, most)
        return tuple(str(word) for word in counted.field("values").take(order).to_pylist())

    @property
    def unique(self) -> bool:
        """No text stands in two rows."""
        return bool(self.filled) and self.distinct == self.filled

    @cached_property
    def numbers(self) -> Told:
        """The sample's distinct texts read as numbers."""
        return _numbers(sorted(set(self.sample)), self.mark, self.delimiter)

    @cached_property
    def number_share(self) -> float:
        """Share of the sample that reads as a number, 0..1; IDs such as 0017 are numbers too."""
        return self.numbers.share(self.sample)

    @cached_property
    def dates(self) -> Told:
        """The sample's texts that look like dates, read; all distinct texts where the sample leaves it open."""
        if self.order:
            return _dates(sorted(set(self.sample)), self.order)
        told = dates_of([text for text in sorted(set(self.sample)) if DATE.fullmatch(text)])
        return dates_of([text for text in self.words(MOST_WORDS) if DATE.fullmatch(text)]) if told.ask else told

    @cached_property
    def date_share(self) -> float:
        """Share of the sample that reads as a date, 0..1."""
        return self.dates.share(self.sample)

    def amounts(self, decimal: str = "") -> NDArray[np.float64]:
        """Every row as a number, missing where it is none or cannot be decided."""
        return _figures(self.texts, decimal, self.delimiter) if decimal else self._amounts

    @cached_property
    def _amounts(self) -> NDArray[np.float64]:
        return _figures(self.texts, self.mark, self.delimiter)

    def read(self, text: str, kind: Kind, form: str = "", decimal: str = "", times: str = "") -> str:
        """A text of this column as it is read, dates as 2025-03-31 and numbers with a point; empty where it is not.

        `times` is what a number is multiplied by; where that is open, nothing is read.
        """
        if kind == "text" or "?" in (form, decimal, times):
            return text if kind == "text" else ""
        if kind == "date":
            day = _dates([text], form).values_by_text[text] if form else self.dates.values_by_text.get(text)
            return str(day or "")
        mark = decimal or self.mark or next((word for word in MARKS if f"decimal {word}" in self.numbers.written), "")
        reading = multiplied(read_numbers(pa.array([text]), MARKS.get(mark), self.delimiter), factor_of(times or "1"))
        value = reading.cells[0].as_py()
        return "" if value is None else f"{value.normalize():f}"


@dataclass(frozen=True, eq=False)
class FileLook:
    """One file."""

    name: str
    columns: MappingOf[str, ColumnLook]
    rows: int
    written: str  # CSV, comma, UTF-8
    source: str = ""  # the file's own name; `name` has the sheet too where a workbook has several
    sheet: str = ""  # of a workbook that has several
    table: TextTable | None = field(default=None, repr=False)  # None: not a file of the export, made from the others
    how: FileHow = field(default_factory=FileHow)  # what somebody stated about it

    @property
    def made(self) -> bool:
        """Not a file of the export: proposed from what stands in the others."""
        return self.table is None

    @property
    def file(self) -> str:
        """The file's own name, as a mapping names it."""
        return self.source or self.name

    def row_of(self, position: int) -> int:
        """The row of the file in which the cell at a position (from 0) stands, as a spreadsheet counts."""
        return position + 2 if self.table is None else self.table.row_of(position)


@dataclass(frozen=True, eq=False)
class Looked:
    """Every file that was given, and what could not be read."""

    files: tuple[FileLook, ...]
    problems: tuple[Problem, ...] = ()
    others: tuple[str, ...] = field(default=())  # files that are no tables

    def file(self, name: str) -> FileLook:
        """A file by its name."""
        return next(file for file in self.files if file.name == name)


def dates_of(words: list[str]) -> Told:
    """Texts as dates as a mapping detects them, else in the one format with a time of day that it can be told."""
    told = _dates(words)
    if not words or told.ask or any(day is not None for day in told.values_by_text.values()):
        return told
    timed = [day + clock for day in DAYS for clock in CLOCKS if all(_fits(word, day + clock) for word in words)]
    if len(timed) > 1:
        return replace(told, ask=f"dates such as '{words[0]}' fit " + " and ".join(timed))
    return replace(_dates(words, timed[0]), stated=timed[0]) if timed else told


def _numbers(words: list[str], decimal: str | None, delimiter: str) -> Told:
    reading = read_numbers(pa.array(words, type=pa.string()), MARKS.get(decimal or ""), delimiter)
    return Told(dict(zip(words, reading.cells.to_pylist(), strict=True)), reading.written, reading.ask)


def _figures(texts: Any, decimal: str, delimiter: str) -> NDArray[np.float64]:
    cells = read_numbers(texts, MARKS.get(decimal), delimiter).cells
    return np.asarray(cells.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _dates(words: list[str], form: str | None = None) -> Told:
    reading = read_dates(pa.array(words, type=pa.string()), form)
    return Told(dict(zip(words, reading.cells.to_pylist(), strict=True)), reading.written, reading.ask)


def _fits(word: str, form: str) -> bool:
    try:
        return bool(datetime.strptime(word, form))
    except ValueError:
        return False
