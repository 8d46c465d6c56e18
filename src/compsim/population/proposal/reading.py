"""Files looked at for a proposal: folders, paths or uploaded content, each sheet of a workbook a table of its own.

A header row that is said of all files is used where it fits, and a column name that stands twice is told with its
letters before anybody relies on it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from compsim.errors import InputError, Problem
from compsim.population.export.cells import MARK_NAMES
from compsim.population.export.files import FileHow, TextTable, read_table, read_text
from compsim.population.files.workbooks import SUFFIXES, opened
from compsim.population.proposal.files import ColumnLook, FileLook, Looked
from compsim.population.proposal.vocabulary import is_known

TABLE_FILES = (".csv", ".tsv", ".parquet", *SUFFIXES)
OF_ALL = ""  # the name under which it is said how all files are to be read


def look_at(
    files: str | Path | Sequence[str | Path] | MappingOf[str, bytes], how: MappingOf[str, FileHow] | None = None
) -> Looked:
    """Look at a folder, at some files or at uploaded content; what cannot be read is kept as a problem, not raised.

    `how` says of files, by name, how they are to be read; of a sheet as `FILE: SHEET`, and of all as OF_ALL. A header
    row that is not said of the one table itself is taken where it names more columns than the row that is found.
    """
    stated = how or {}
    if isinstance(files, MappingOf):
        with tempfile.TemporaryDirectory(prefix="compsim-") as folder:
            return _looked([_kept(Path(folder), name, content) for name, content in files.items()], stated)
    if isinstance(files, str | Path):
        folder_path = Path(files)
        if not folder_path.is_dir():
            return _looked([folder_path], stated)
        return _looked(sorted(item for item in folder_path.iterdir() if item.is_file() and item.name[0] != "."), stated)
    return _looked([Path(file) for file in files], stated)


def _kept(folder: Path, name: str, content: bytes) -> Path:
    path = folder / (Path(name.replace("\\", "/")).name or "file")
    path.write_bytes(content)
    return path


def _looked(paths: Sequence[Path], how: MappingOf[str, FileHow]) -> Looked:
    files: list[FileLook] = []
    problems: list[Problem] = []
    for path in paths:
        if path.suffix.casefold() in TABLE_FILES:
            try:
                files.extend(_tables_of(path, how, problems))
            except InputError as error:
                problems.extend(error.problems)
    others = tuple(path.name for path in paths if path.suffix.casefold() not in TABLE_FILES)
    return Looked(tuple(files), tuple(problems), others)


def _tables_of(path: Path, how: MappingOf[str, FileHow], problems: list[Problem]) -> Iterator[FileLook]:
    """A file, or each sheet of a workbook; a sheet that cannot be read is a problem and the others are looked at."""
    said = how.get(path.name, FileHow())
    of_file = _over(how.get(OF_ALL, FileHow()), said)
    if path.suffix.casefold() not in SUFFIXES:
        yield _read(path, "", of_file, blindly=said.header_row is not None, several=False)
        return
    with opened(path.read_bytes(), path.name) as book:
        sheets = book.names if of_file.sheet is None else (of_file.sheet,)
    for sheet in sheets:
        own = how.get(f"{path.name}: {sheet}", FileHow())
        blindly = own.header_row is not None or (said.header_row is not None and len(sheets) == 1)
        try:
            yield _read(path, sheet, _over(of_file, own), blindly=blindly, several=len(book.names) > 1)
        except InputError as error:
            problems.extend(error.problems)


def _over(first: FileHow, then: FileHow) -> FileHow:
    """What is said first, with what is said then over it."""
    return replace(first, **{word: said for word, said in vars(then).items() if said is not None})


def _read(path: Path, sheet: str, how: FileHow, *, blindly: bool, several: bool) -> FileLook:
    """One table; a header row that was not said of it alone gives way to the one that is found if that fits better."""
    name = f"{path.name}: {sheet}" if several else path.name
    free = replace(how, header_row=None)
    if blindly or how.header_row is None:
        return _file(name, path, sheet if several else "", _table(path, sheet, how), how)
    stated, found = _tried(path, sheet, how), _tried(path, sheet, free)
    if isinstance(stated, TextTable) and (isinstance(found, InputError) or _known(stated) >= _known(found)):
        return _file(name, path, sheet if several else "", stated, how)
    if isinstance(found, InputError):
        raise found
    says = f"the header row {how.header_row} that was said does not fit and is not used here"
    fix = f"If it is right all the same, say it of this one: --read '{name}:header_row={how.header_row}'."
    note = Problem(name, says, fix, severity="warning")
    told = replace(found, notes=(note, *found.notes))
    return _file(name, path, sheet if several else "", told, free)


def _tried(path: Path, sheet: str, how: FileHow) -> TextTable | InputError:
    try:
        return _table(path, sheet, how)
    except InputError as error:
        return error


def _known(table: TextTable) -> int:
    """How many columns have a name that says what they are."""
    return sum(is_known(name) for name in table.columns)


def _table(path: Path, sheet: str, how: FileHow) -> TextTable:
    return read_table(path, [], replace(how, sheet=sheet)) if sheet else read_text(path, [], how)


def _file(name: str, path: Path, sheet: str, table: TextTable, how: FileHow) -> FileLook:
    twice = _twice(table.header, name)
    needed = [replace(problem, severity="error") for problem in twice if is_known(problem.column)]
    if needed:
        raise InputError(needed)
    left = {problem.column for problem in twice}
    named = {
        label: column
        for label, column in table.columns.items()
        if label.strip() and not label.startswith("__") and label not in left
    }
    stated = (MARK_NAMES[how.decimal] if how.decimal else "", how.dates or "")
    looks = {label: ColumnLook(label, _as_text(column), table.delimiter, *stated) for label, column in named.items()}
    told = replace(table, notes=(*table.notes, *twice))
    return FileLook(name, looks, table.rows, table.written, path.name, sheet, told, how)


def _twice(header: Sequence[str], source: str) -> list[Problem]:
    """The names that several columns have, with the columns' letters: nobody can say which of them is meant."""
    told = []
    for name in dict.fromkeys(name for name in header if name and list(header).count(name) > 1):
        places = [_letters(place) for place, other in enumerate(header) if other == name]
        where = f"{', '.join(places[:-1])} and {places[-1]}"
        says = f"{len(places)} columns have this name, {where}, and nothing says which is meant"
        fix = "Rename or delete all but one in the file, then give it again."
        told.append(Problem(source, says, fix, column=name, severity="warning"))
    return told


def _letters(place: int) -> str:
    """The letters over a column (from 0) of a spreadsheet: A to Z, AA ..."""
    above, rest = divmod(place, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + rest)


def _as_text(column: Any) -> Any:
    """A column of an Arrow table as one array of text; what the file holds as a number or a day is written plainly."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.cast(pa.string())
