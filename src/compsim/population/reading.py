"""From files to a Population: a folder of CSV files or one workbook, from disk or from memory.

Bad input never ends in a traceback: every problem of every table comes together in one PopulationError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from compsim.errors import PopulationError, Problem, did_you_mean
from compsim.population.assembly import assemble
from compsim.population.checking import Checked, check_tables, inspect_tables
from compsim.population.delimited import FileFormat, Sheet, read_csv
from compsim.population.number_formats import Mark
from compsim.population.people import Population
from compsim.population.spreadsheets import read_workbook
from compsim.population.tables import TABLES, needed_tables

_REPORTS = ("conservation.json", "conservation.md")  # what crediting writes for people
_PLANS = (".yaml", ".yml")  # stand beside the tables and are read by others


@dataclass(frozen=True, eq=False)
class Reading:
    """Tables of text as they were found, and how they were understood; see `tables` for their columns."""

    tables: Mapping[str, pd.DataFrame]  # indexed by spreadsheet row
    formats: tuple[FileFormat, ...]
    source_names: Mapping[str, str]  # table -> file, or workbook and sheet
    notes: tuple[Problem, ...] = ()  # files and sheets that were not used, tables without rows


def load_population(path: str | Path, *, currency: str = "", decimal: Mark | None = None) -> Population:
    """The people of a folder of CSV files or of one workbook; PopulationError with everything that is wrong.

    `decimal` says how numbers are written where a file leaves it open.
    """
    return _population(*_read_path(Path(path), decimal), currency=currency)


def load_upload(files: Mapping[str, bytes], *, currency: str = "", decimal: Mark | None = None) -> Population:
    """As `load_population`, from files in memory: name -> content."""
    return _population(*_read_files(files, decimal), currency=currency)


def read_files(path: str | Path, *, decimal: Mark | None = None) -> Reading:
    """The tables of a folder or workbook as text, with what was detected; PopulationError if one cannot be read."""
    return _or_raise(*_read_path(Path(path), decimal))


def read_upload(files: Mapping[str, bytes], *, decimal: Mark | None = None) -> Reading:
    """As `read_files`, from files in memory: name -> content."""
    return _or_raise(*_read_files(files, decimal))


def read_tables(path: str | Path, *, decimal: Mark | None = None) -> dict[str, pd.DataFrame]:
    """The tables of a folder or workbook as text, by name."""
    return dict(read_files(path, decimal=decimal).tables)


def population_from_tables(
    tables: Mapping[str, pd.DataFrame],
    *,
    currency: str = "",
    assumptions: Sequence[str] = (),
    source_names: Mapping[str, str] | None = None,
) -> Population:
    """The population of tables in memory, of text or of typed columns; PopulationError with everything that is wrong.

    `source_names` says what a person calls each table; tables of other names are not looked at.
    """
    checked = check_tables(tables, source_names)
    return assemble(checked, currency=currency, assumptions=tuple(assumptions)).population


def population_of(reading: Reading, *, currency: str = "") -> Population:
    """The population of files that were read; PopulationError with everything that is wrong."""
    return _population(reading, [], currency=currency)


def _population(reading: Reading, problems: list[Problem], *, currency: str) -> Population:
    """Check what could be read even if some could not, so that all problems are told at once."""
    sources = {table: reading.source_names.get(table, table) for table in TABLES}
    checked, found = inspect_tables(reading.tables, sources)
    if checked is None or problems:
        raise PopulationError([*problems, *_without_echo(found, problems, reading)])
    with_notes: Checked = replace(checked, notes=(*reading.notes, *checked.notes))
    return assemble(with_notes, currency=currency).population


def _without_echo(found: list[Problem], told: list[Problem], reading: Reading) -> list[Problem]:
    """Problems that do not merely follow from a file, column or cell that could not be read."""
    unread = {name for table, name in reading.source_names.items() if table not in reading.tables}
    spots = {(problem.source, problem.column, problem.row) for problem in told if problem.column}
    return [
        problem
        for problem in found
        if problem.source not in unread
        and not {(problem.source, problem.column, row) for row in (None, problem.row)} & spots
    ]


def _or_raise(reading: Reading, problems: list[Problem]) -> Reading:
    if problems:
        raise PopulationError(problems)
    return reading


def _read_path(path: Path, decimal: Mark | None) -> tuple[Reading, list[Problem]]:
    """The files at a path; only those with a known name are opened."""
    try:
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
            return _read_files({file.name: file for file in found}, decimal)
        if path.suffix.casefold() == ".xlsx":
            return _read_files({path.name: path}, decimal)
        says, fix = (
            "this is neither a folder nor an .xlsx workbook",
            "Give the folder that holds roster.csv and results.csv.",
        )
        if not path.exists():
            says = "there is no such file or folder"
    except OSError as error:
        says, fix = f"the files cannot be read ({error.strerror})", "Check that they exist and that you may read them."
    return _nothing([Problem(path.name or str(path), says, fix)])


def _nothing(problems: list[Problem]) -> tuple[Reading, list[Problem]]:
    return Reading({}, (), {table: table for table in TABLES}), problems


def _read_files(files: Mapping[str, bytes] | Mapping[str, Path], decimal: Mark | None) -> tuple[Reading, list[Problem]]:
    """CSV files by name, or else the one workbook."""
    csv = {f"{table}.csv": table for table in TABLES if f"{table}.csv" in files}
    books = [name for name in files if name.casefold().endswith(".xlsx")]
    if not csv and len(books) > 1:
        says = f"there are {len(books)} workbooks: {', '.join(sorted(books))}"
        return _nothing([Problem("files", says, "Give one workbook that has all the sheets, or CSV files.")])
    if not csv and books:
        book = read_workbook(_content(files[books[0]]), books[0], TABLES)
        if book.problems:
            return _nothing(list(book.problems))
        others = [*(f"sheet {name}" for name in book.others), *(name for name in files if name != books[0])]
        names = {table: f"{books[0]} sheet {table}" for table in TABLES}
        return _gather(list(book.sheets), names, others, book.others)
    sheets = [read_csv(_content(files[name]), table, name, decimal) for name, table in csv.items()]
    others = [name for name in files if name not in csv and not name.endswith(_PLANS) and name not in _REPORTS]
    return _gather(sheets, {table: f"{table}.csv" for table in TABLES}, others, others)


def _content(file: bytes | Path) -> bytes:
    return file if isinstance(file, bytes) else file.read_bytes()


def _gather(
    sheets: list[Sheet], names: Mapping[str, str], others: list[str], candidates: Sequence[str]
) -> tuple[Reading, list[Problem]]:
    """Tables, formats and notes of what was read; problems of what was not or is not there."""
    problems = [problem for sheet in sheets for problem in sheet.problems]
    tables = {sheet.form.table: sheet.frame for sheet in sheets if sheet.frame is not None}
    notes = [_unused(others)] if others else []
    there = {sheet.form.table for sheet in sheets if sheet.frame is None or not sheet.frame.empty}
    needed = needed_tables(there)
    for table, frame in list(tables.items()):
        if frame.empty and table in needed:
            problems.append(Problem(names[table], "there is a header and no row below it", "Fill the table."))
            del tables[table]
        elif frame.empty:
            notes.append(
                Problem(names[table], "there is no row below the header; the table is not used", severity="warning")
            )
            del tables[table]
    found = {sheet.form.table for sheet in sheets}
    problems += [_missing(names[table], table, candidates) for table in needed if table not in found]
    return Reading(tables, tuple(sheet.form for sheet in sheets), dict(names), tuple(notes)), problems


def _missing(name: str, table: str, candidates: Sequence[str]) -> Problem:
    wanted = name.rpartition(" sheet ")[2]
    says = f"there is no {table} table"
    return Problem(name, says, did_you_mean(wanted, candidates) or f"Add it under the name {wanted}.")


def _unused(others: list[str]) -> Problem:
    names = ", ".join(sorted(others))
    return Problem("files", f"these were not used: {names}", "Tables are found by their names.", severity="warning")
