"""The files of an export, read as a mapping says: text, exact decimals and dates under our own names.

Nothing is guessed: a date or a decimal sign that can be read in two ways is a problem that asks. What was detected is
kept in `FileFormat`, so that a report can show it. Tables are Arrow tables, because that is what DuckDB takes as it is;
a Parquet file of credited rows stays on disk if its types say what its columns hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from compsim.errors import MappingError, Problem, did_you_mean
from compsim.population.export.cells import DECIMAL, MARKS, Reading, multiplied, read_dates, read_numbers
from compsim.population.export.files import FileHow, TextTable, read_table
from compsim.population.export.parquet import OnDisk, on_disk
from compsim.population.mapping.kinds import Kind, column_kinds
from compsim.population.mapping.parts import Column, Mapping, Table

WIDEST = pa.decimal128(38, DECIMAL.scale)  # an integer of 64 bits does not fit into DECIMAL by its type alone

__all__ = ["DECIMAL", "Export", "FileFormat", "read_export"]

PAY = ("base_salary", "target_incentive")  # figures that no message repeats
MOST_SHOWN = 10  # bad values shown a column; the rest is a number
ReadDatabase = Callable[[str, list[str]], TextTable]


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

    tables: MappingOf[str, Any]  # name -> Arrow table: string, decimal or date columns under our names; or OnDisk
    formats: tuple[FileFormat, ...]
    unnamed: tuple[str, ...]
    notes: tuple[Problem, ...] = ()  # what reading noticed and did not refuse


def read_export(data_dir: str | Path, mapping: Mapping, database: ReadDatabase | None = None) -> Export:
    """Read all tables; MappingError lists every missing file, unknown column and unreadable cell at once.

    `database` answers the columns of a database table (its name and the wanted columns); only it knows where that is.
    """
    folder = Path(data_dir)
    if not folder.is_dir():
        raise MappingError([Problem(folder.name, "there is no such data folder", "Name the folder of the export.")])
    files = sorted(item.name for item in folder.iterdir() if item.is_file() and not item.name.startswith("."))
    reader = _Reader(folder, mapping, files, database)
    tables = {name: reader.table(name) for name in mapping.tables}
    if reader.problems:
        raise MappingError([*reader.problems, *reader.notes])  # what was noticed may explain what is wrong
    named = {table.file for table in mapping.tables.values()}
    return Export(
        tables, tuple(reader.formats), tuple(file for file in files if file not in named), tuple(reader.notes)
    )


class _Reader:
    """Reads table after table and collects problems and formats on the way."""

    def __init__(self, folder: Path, mapping: Mapping, files: list[str], database: ReadDatabase | None) -> None:
        self.folder, self.mapping, self.files, self.database = folder, mapping, files, database
        self.notes: list[Problem] = []
        self.kinds = column_kinds(mapping)
        self.problems: list[Problem] = []
        self.formats: list[FileFormat] = []

    def table(self, name: str) -> Any:
        """One table of the mapping as an Arrow table or as it lies on disk; None where it cannot be read."""
        table = self.mapping.tables[name]
        if not self._there(name, table):
            return None
        lying = self._on_disk(name, table)
        if lying is not None:
            self.formats.append(FileFormat(name, table.source, lying.rows, "Parquet, read where it lies", {}))
            return lying
        text = self._text(table)
        if text is None:
            return None
        self.notes.extend(text.notes)
        return self._columns(name, table, text)

    def _columns(self, name: str, table: Table, text: TextTable) -> Any:
        columns: dict[str, Any] = {}
        spoken: dict[str, str] = {}
        for label, column in table.columns.items():
            if column.column is not None and column.column not in text.columns:
                hint = did_you_mean(column.column, list(text.columns))
                says = f"{table.source} has no column '{column.column}'"
                self.problems.append(self.mapping.problem(("tables", name, "columns", label), says, hint))
                continue
            columns[label], how = self._cells(name, label, column, text)
            spoken |= {label: how} if how else {}
        self.formats.append(FileFormat(name, table.source, text.rows, text.written, spoken))
        return pa.table(columns)

    def _there(self, name: str, table: Table) -> bool:
        there = self.database is not None if table.file is None else table.file in self.files
        if not there and table.file is None:
            fix = "Say where the database is when crediting; a mapping does not."
            says = f"'{table.table}' is a table of a database, and no database is given"
            self.problems.append(self.mapping.problem(("tables", name, "table"), says, fix))
        elif not there:
            hint = did_you_mean(table.file or "", self.files)
            says = f"there is no file '{table.file}' in the data folder"
            self.problems.append(self.mapping.problem(("tables", name, "file"), says, hint))
        return there

    def _on_disk(self, name: str, table: Table) -> OnDisk | None:
        """A Parquet file of credited rows whose types say what its columns hold; None for every other table."""
        path = self.folder / (table.file or "")
        if name not in self.mapping.facts() or path.suffix.casefold() != ".parquet":
            return None
        return on_disk(path, table, {label: self.kinds.get((name, label), "text") for label in table.columns})

    def _text(self, table: Table) -> TextTable | None:
        """Every column of a file as text; None and a problem where the file cannot be read."""
        wanted = [column.column for column in table.columns.values() if column.column is not None]
        try:
            if table.file is None and self.database is not None:
                return self.database(table.source, wanted)
            how = FileHow(table.sheet, table.encoding, table.delimiter, table.header_row)
            return read_table(self.folder / table.source, wanted, how)
        except MappingError as error:
            self.problems.extend(error.problems)
            return None

    def _cells(self, name: str, label: str, column: Column, text: TextTable) -> tuple[Any, str]:
        """One column in its kind, and how it was written."""
        kind = self.kinds.get((name, label), "text")
        if column.column is None:
            return _constant(str(column.value), kind, text.rows), ""
        cells = _respelt(text.columns[column.column], self.mapping.tables[name].values.get(label, {}))
        reading = _typed(cells, kind, _as_stated(column, self.mapping.tables[name]), text.delimiter)
        reading = multiplied(reading, column.factor)
        self.problems.extend(self._unreadable(name, label, kind, reading, text))
        return reading.cells, reading.written if len(cells) > cells.null_count else ""

    def _unreadable(self, name: str, label: str, kind: Kind, reading: Reading, text: TextTable) -> Iterator[Problem]:
        file, place = self.mapping.tables[name].source, ("tables", name, "columns", label)
        if reading.ask:
            yield self.mapping.problem(place, f"{file}: {reading.ask}", reading.fix)
            return
        for word, row in reading.bad[:MOST_SHOWN]:
            what = "the cell" if label in PAY else f"'{word}'"
            yield Problem(file, f"{what} is not a {kind}", reading.fix, row=text.row_of(row), column=label)
        if len(reading.bad) > MOST_SHOWN:
            says = f"{len(reading.bad) - MOST_SHOWN} more values are not a {kind}"
            yield Problem(file, says, reading.fix, column=label)


def _as_stated(column: Column, table: Table) -> Column:
    """A column with what the table says about all of its dates and numbers, where the column says nothing."""
    return column.model_copy(
        update={"format": column.format or table.dates, "decimal": column.decimal or table.decimal}
    )


def _typed(cells: Any, kind: Kind, column: Column, delimiter: str) -> Reading:
    """A column as an Arrow array of its kind; where a question is open, all of it is missing."""
    if not (pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)):
        if kind == "date" and pa.types.is_temporal(cells.type):
            return Reading(cells.cast(pa.date32(), safe=False))
        if kind == "number" and (pa.types.is_integer(cells.type) or pa.types.is_decimal(cells.type)):
            exact = _exact(cells)
            if exact is not None:
                return Reading(exact)
        cells, column, delimiter = cells.cast(pa.string()), column.model_copy(update={"decimal": None}), ","
    if kind == "text":
        return Reading(cells)
    return (
        read_numbers(cells, MARKS.get(column.decimal or ""), delimiter)
        if kind == "number"
        else read_dates(cells, column.format)
    )


def _exact(cells: Any) -> Any:
    """Whole numbers or decimals as our decimals; None where one does not fit, which the reading of texts then tells."""
    try:
        return cells.cast(WIDEST).cast(DECIMAL)
    except pa.ArrowInvalid:
        return None


def _constant(value: str, kind: Kind, rows: int) -> Any:
    """One value for every row; a mapping with a constant of another kind was refused before."""
    cell = _typed(pa.array([value]), kind, Column(value=value), ",").cells[0]
    return pa.repeat(cell, rows)


def _respelt(cells: Any, spellings: MappingOf[str, str]) -> Any:
    """A column with the spellings that the mapping corrects."""
    if not spellings:
        return cells
    coded = cells.cast(pa.string()).dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    words = [spellings.get(word, word) for word in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)
