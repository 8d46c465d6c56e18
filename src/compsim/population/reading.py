"""From files to a Population: a folder of CSV or Parquet files or one workbook, from disk or from memory.

Bad input never ends in a traceback: every problem of every table comes together in one PopulationError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from compsim.errors import PopulationError, Problem, did_you_mean
from compsim.population.assembly import assemble
from compsim.population.checking import Checked, check_tables, inspect_tables
from compsim.population.files.delimited import Sheet, read_csv
from compsim.population.files.formats import FileFormat, FileHow
from compsim.population.files.numbers import Mark
from compsim.population.files.parquet_tables import read_parquet_table
from compsim.population.files.sheets import read_workbook
from compsim.population.files.workbooks import SUFFIXES
from compsim.population.people import Population
from compsim.population.tables import TABLES, needed_tables

_REPORTS = ("conservation.json", "conservation.md")  # what crediting writes for people
_PLANS = (".yaml", ".yml")  # stand beside the tables and are read by others
_TEXTS = (".csv", ".tsv", ".txt")  # all of them are looked at for commas, semicolons, tabs and bars

How = FileHow | Mapping[str, FileHow]  # for every file, or table -> how its file is to be read


@dataclass(frozen=True, eq=False)
class Reading:
    """Tables of text as they were found, and how they were understood; see `tables` for their columns."""

    tables: Mapping[str, pd.DataFrame]  # indexed by spreadsheet row
    formats: tuple[FileFormat, ...]
    source_names: Mapping[str, str]  # table -> file, or workbook and sheet
    notes: tuple[Problem, ...] = ()  # files and sheets that were not used, tables without rows


def load_population(
    path: str | Path, *, currency: str = "", decimal: Mark | None = None, how: How | None = None
) -> Population:
    """The people of a folder of CSV or Parquet files or of one workbook; PopulationError with everything that is wrong.

    `decimal` says how numbers are written where a file leaves it open; `how` states anything about all files, or about
    single tables by name.
    """
    return _population(*_read_path(Path(path), _each(how, decimal)), currency=currency)


def load_upload(
    files: Mapping[str, bytes], *, currency: str = "", decimal: Mark | None = None, how: How | None = None
) -> Population:
    """As `load_population`, from files in memory: name -> content."""
    return _population(*_read_files(files, _each(how, decimal)), currency=currency)


def read_files(path: str | Path, *, decimal: Mark | None = None, how: How | None = None) -> Reading:
    """The tables of a folder or workbook, with what was detected; PopulationError if one cannot be read."""
    return _or_raise(*_read_path(Path(path), _each(how, decimal)))


def read_upload(files: Mapping[str, bytes], *, decimal: Mark | None = None, how: How | None = None) -> Reading:
    """As `read_files`, from files in memory: name -> content."""
    return _or_raise(*_read_files(files, _each(how, decimal)))


def read_tables(path: str | Path, *, decimal: Mark | None = None, how: How | None = None) -> dict[str, pd.DataFrame]:
    """The tables of a folder or workbook, by name."""
    return dict(read_files(path, decimal=decimal, how=how).tables)


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


def _each(how: How | None, decimal: Mark | None) -> dict[str, FileHow]:
    """How each table is to be read."""
    stated = {table: how if isinstance(how, FileHow) else (how or {}).get(table, FileHow()) for table in TABLES}
    return {table: replace(one, decimal=one.decimal or decimal) for table, one in stated.items()}


def _read_path(path: Path, how: Mapping[str, FileHow]) -> tuple[Reading, list[Problem]]:
    """The files at a path; only those with a known name are opened."""
    try:
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
            return _read_files({file.name: file for file in found}, how)
        if path.suffix.casefold() in SUFFIXES:
            return _read_files({path.name: path}, how)
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


def _read_files(
    files: Mapping[str, bytes] | Mapping[str, Path], how: Mapping[str, FileHow]
) -> tuple[Reading, list[Problem]]:
    """Files that are named like a table, or else the one workbook."""
    named = {table: _names(table, files) for table in TABLES}
    single = {table: names[0] for table, names in named.items() if len(names) == 1}
    books = [name for name in files if name.casefold().endswith(SUFFIXES)]
    if not any(named.values()) and len(books) > 1:
        says = f"there are {len(books)} workbooks: {', '.join(sorted(books))}"
        return _nothing([Problem("files", says, "Give one workbook that has all the sheets, or CSV files.")])
    if not any(named.values()) and books:
        return _read_book(_content(files[books[0]]), books[0], [name for name in files if name != books[0]], how)
    sheets = [_read_table(files[name], table, name, how[table]) for table, name in single.items()]
    used = {name for names in named.values() for name in names}
    others = [name for name in files if name not in used and not name.endswith(_PLANS) and name not in _REPORTS]
    reading, problems = _gather(sheets, {table: single.get(table, f"{table}.csv") for table in TABLES}, others, others)
    return reading, [*_twice(named), *(problem for problem in problems if not _doubled(problem, named))]


def _names(table: str, files: Mapping[str, Any]) -> list[str]:
    """The files that hold a table by their name."""
    return [f"{table}{suffix}" for suffix in (*_TEXTS, ".parquet") if f"{table}{suffix}" in files]


def _twice(named: Mapping[str, list[str]]) -> list[Problem]:
    fix = "Keep the one that counts, and move the other away."
    return [
        Problem("files", f"the {table} table is there {len(names)} times: {', '.join(names)}", fix)
        for table, names in named.items()
        if len(names) > 1
    ]


def _doubled(problem: Problem, named: Mapping[str, list[str]]) -> bool:
    """Whether a table is told to be missing because it is there twice."""
    return any(len(names) > 1 and problem.source == f"{table}.csv" for table, names in named.items())


def _read_table(file: bytes | Path, table: str, name: str, how: FileHow) -> Sheet:
    if name.endswith(".parquet"):
        return read_parquet_table(file, table, name, how)
    return read_csv(_content(file), table, name, how)


def _read_book(data: bytes, name: str, others: list[str], how: Mapping[str, FileHow]) -> tuple[Reading, list[Problem]]:
    book = read_workbook(data, name, TABLES, how)
    if book.problems:
        return _nothing(list(book.problems))
    unused = [*(f"sheet {sheet}" for sheet in book.others), *others]
    names = {table: f"{name} sheet {how[table].sheet or table}" for table in TABLES}
    reading, problems = _gather(list(book.sheets), names, unused, book.others)
    return replace(reading, notes=(*book.notes, *reading.notes)), problems


def _content(file: bytes | Path) -> bytes:
    return file if isinstance(file, bytes) else file.read_bytes()


def _gather(
    sheets: list[Sheet], names: Mapping[str, str], others: list[str], candidates: Sequence[str]
) -> tuple[Reading, list[Problem]]:
    """Tables, formats and notes of what was read; problems of what was not or is not there."""
    problems = [problem for sheet in sheets for problem in sheet.problems]
    tables = {sheet.form.table: sheet.frame for sheet in sheets if sheet.frame is not None}
    notes = [note for sheet in sheets for note in sheet.notes] + ([_unused(others)] if others else [])
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
