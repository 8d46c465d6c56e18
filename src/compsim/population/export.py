"""The files of an export, read as a mapping says: text, exact decimals and dates under our own names.

Nothing is guessed: a date or a decimal sign that can be read in two ways is a problem that asks. What was detected is
kept in `FileFormat`, so that a report can show it. Tables are Arrow tables, because that is what DuckDB takes as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from compsim.errors import MappingError, Problem, did_you_mean
from compsim.population.export_cells import MARKS, Reading, read_dates, read_numbers
from compsim.population.export_files import TextTable, read_text
from compsim.population.mapping_checks import Kind, column_kinds
from compsim.population.mapping_parts import Column, Mapping, Table

PAY = ("base_salary", "target_incentive")  # figures that no message repeats
MOST_SHOWN = 10  # bad values shown a column; the rest is a number
DECIMAL = pa.decimal128(24, 6)  # exact to a millionth, up to a billion billions


@dataclass(frozen=True)
class FileFormat:
    """What a file turned out to be."""

    table: str
    file: str
    rows: int
    written: str  # CSV, comma, UTF-8
    columns: MappingOf[str, str]  # our name -> how its numbers or dates are written


@dataclass(frozen=True, eq=False)
class Export:
    """Every table the mapping names, and the files it does not name."""

    tables: MappingOf[str, Any]  # name -> Arrow table: string, decimal or date columns under our names
    formats: tuple[FileFormat, ...]
    unnamed: tuple[str, ...]


def read_export(data_dir: str | Path, mapping: Mapping) -> Export:
    """Read all tables; MappingError lists every missing file, unknown column and unreadable cell at once."""
    folder = Path(data_dir)
    if not folder.is_dir():
        raise MappingError([Problem(folder.name, "there is no such data folder", "Name the folder of the export.")])
    files = sorted(item.name for item in folder.iterdir() if item.is_file() and not item.name.startswith("."))
    reader = _Reader(folder, mapping, files)
    tables = {name: reader.table(name) for name in mapping.tables}
    if reader.problems:
        raise MappingError(reader.problems)
    named = {table.file for table in mapping.tables.values()}
    return Export(tables, tuple(reader.formats), tuple(file for file in files if file not in named))


class _Reader:
    """Reads table after table and collects problems and formats on the way."""

    def __init__(self, folder: Path, mapping: Mapping, files: list[str]) -> None:
        self.folder, self.mapping, self.files = folder, mapping, files
        self.kinds = column_kinds(mapping)
        self.problems: list[Problem] = []
        self.formats: list[FileFormat] = []

    def table(self, name: str) -> Any:
        """One table of the mapping as an Arrow table; None where its file cannot be read."""
        table = self.mapping.tables[name]
        text = self._text(name, table)
        if text is None:
            return None
        columns: dict[str, Any] = {}
        spoken: dict[str, str] = {}
        for label, column in table.columns.items():
            if column.column is not None and column.column not in text.columns:
                hint = did_you_mean(column.column, list(text.columns))
                says = f"{table.file} has no column '{column.column}'"
                self.problems.append(self.mapping.problem(("tables", name, "columns", label), says, hint))
                continue
            columns[label], how = self._cells(name, label, column, text)
            spoken |= {label: how} if how else {}
        self.formats.append(FileFormat(name, table.file, text.rows, text.written, spoken))
        return pa.table(columns)

    def _text(self, name: str, table: Table) -> TextTable | None:
        """Every column of a file as text; None and a problem where the file cannot be read."""
        if table.file not in self.files:
            hint = did_you_mean(table.file, self.files)
            says = f"there is no file '{table.file}' in the data folder"
            self.problems.append(self.mapping.problem(("tables", name, "file"), says, hint))
            return None
        wanted = [column.column for column in table.columns.values() if column.column is not None]
        try:
            return read_text(self.folder / table.file, wanted)
        except MappingError as error:
            self.problems.extend(error.problems)
            return None

    def _cells(self, name: str, label: str, column: Column, text: TextTable) -> tuple[Any, str]:
        """One column in its kind, and how it was written."""
        kind = self.kinds.get((name, label), "text")
        if column.column is None:
            return _typed([str(column.value)], kind)[0].take(pa.array(np.zeros(text.rows, dtype=np.int64))), ""
        coded = text.columns[column.column].dictionary_encode().combine_chunks()
        spellings = self.mapping.tables[name].values.get(label, {})
        words = [spellings.get(word, word) for word in coded.dictionary.to_pylist()]
        cells, reading = _typed(words, kind, column, text.delimiter)
        self.problems.extend(self._unreadable(name, label, kind, reading, coded.indices))
        return cells.take(coded.indices), reading.written if words else ""

    def _unreadable(self, name: str, label: str, kind: Kind, reading: Reading, codes: Any) -> Iterator[Problem]:
        file, place = self.mapping.tables[name].file, ("tables", name, "columns", label)
        if reading.ask:
            yield self.mapping.problem(place, f"{file}: {reading.ask}", reading.fix)
            return
        for code in reading.bad[:MOST_SHOWN]:
            row = int(np.argmax(codes.fill_null(-1).to_numpy() == code)) + 2
            what = "the cell" if label in PAY else f"'{reading.words[code]}'"
            yield Problem(file, f"{what} is not a {kind}", reading.fix, row=row, column=label)
        if len(reading.bad) > MOST_SHOWN:
            says = f"{len(reading.bad) - MOST_SHOWN} more values are not a {kind}"
            yield Problem(file, says, reading.fix, column=label)


def _typed(words: list[str], kind: Kind, column: Column | None = None, delimiter: str = ",") -> tuple[Any, Reading]:
    """Distinct texts of a column as an Arrow array of its kind; where a question is open, all of it is missing."""
    stated = MARKS.get((column and column.decimal) or "")
    form = column.format if column else None
    reading = Reading(words, words)
    if kind != "text":
        reading = read_numbers(words, stated, delimiter) if kind == "number" else read_dates(words, form)
    values = [None] * len(words) if reading.ask else reading.values
    return pa.array(values, type={"number": DECIMAL, "date": pa.date32(), "text": pa.string()}[kind]), reading
