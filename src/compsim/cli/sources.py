"""Where a command's tables come from, how their files are to be read, and whose names are to be replaced."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compsim.errors import InputError, PopulationError, Problem, did_you_mean

if TYPE_CHECKING:
    from compsim.population.files.formats import FileHow
    from compsim.population.mapping.parts import Mapping
    from compsim.population.mapping.tables import Table
    from compsim.population.reading import Reading

_DECIMALS = {"point": ".", ".": ".", "comma": ",", ",": ","}
_A_DAY = date(2025, 3, 31)
Called = Callable[[str, str], str]  # a word and the name in it -> the name as it is called here, or an InputError


@dataclass(frozen=True)
class Source:
    """The folder or workbook of a command, with what was said about it."""

    data: Path
    read: tuple[str, ...] = ()  # [TABLE:]WHAT=VALUE
    pseudonyms: Path | None = None  # the file of the key
    out: Path | None = None  # where the command writes: no place for the key either
    only_needed: bool = False  # leave out what no scenario and no question names


def source(
    data: Path,
    read: Sequence[str] | None,
    pseudonyms: Path | None,
    out: Path | None = None,
    *,
    only_needed: bool = False,
) -> Source:
    """What the options of a command say about its data."""
    return Source(data, tuple(read or ()), pseudonyms, out, only_needed)


def reading_of(source: Source) -> Reading:
    """The tables, with names replaced where pseudonyms are wanted; InputError with everything that is wrong."""
    from compsim.population.reading import load_population, read_files
    from compsim.population.tables import TABLES

    how = stated(source.read, TABLES)
    try:
        reading = read_files(source.data, how=how)
    except PopulationError:
        if source.pseudonyms is None:
            load_population(source.data, how=how)  # tells what is wrong in the other tables, too
        raise
    if source.pseudonyms is None:
        return reading
    from compsim.population.privacy import pseudonymised

    return replace(reading, tables=pseudonymised(reading.tables, key_of(source.pseudonyms, source.data, source.out)))


def key_of(file: Path, data: Path, out: Path | None) -> bytes:
    """The key of the pseudonyms, which lies neither beside what is read nor beside what is written."""
    from compsim.population.privacy_key import key_from

    return key_from(file, [data, *([out] if out is not None else [])])


def read_as(mapping: Mapping, words: Sequence[str]) -> Mapping:
    """The mapping with what is said on the command line about its files, which counts more than what it says itself.

    A table can be named by the mapping's name for it or by its file.
    """
    files = tuple(dict.fromkeys(each.source for each in mapping.tables.values()))
    how = stated(words, (*mapping.tables, *files), orders=True)
    read = {name: _reread(_reread(each, how[each.source]), how[name]) for name, each in mapping.tables.items()}
    return mapping.model_copy(update={"tables": read})


def stated_of_files(words: Sequence[str], files: Sequence[str]) -> dict[str, FileHow]:
    """How each file of an export, or each sheet (`FILE: SHEET`), is to be read; what is said of all is under OF_ALL.

    InputError lists every word that is not understood; a table is none, because which file it is is not known yet.
    """
    from compsim.population.files.formats import FileHow
    from compsim.population.proposal.reading import OF_ALL

    said = _understood(words, lambda word, name: _file_or_sheet(word, name, files), orders=False)
    named = dict.fromkeys(name or OF_ALL for name, _, _ in said)
    return {name: FileHow(**{what: value for of, what, value in said if (of or OF_ALL) == name}) for name in named}


def _file_or_sheet(word: str, name: str, files: Sequence[str]) -> str:
    """The file, or `FILE: SHEET`, as it is called; InputError for every other name."""
    from compsim.population.proposal.vocabulary import TABLES

    file = next((each for each in files if name == each or name.startswith(f"{each}:")), None)
    if file is not None:
        sheet = name[len(file) + 1 :].strip()
        return f"{file}: {sheet}" if sheet else file
    fix = f"Name the file: --read {shlex.quote(f'{files[0]}:header_row=3')}. " if files else ""
    if name in TABLES:
        raise _wrong(word, f"which file is '{name}' is known only once the files are read", fix + _listed(files))
    raise _wrong(word, f"there is no file '{name}'", fix + did_you_mean(name, files))


def _listed(files: Sequence[str]) -> str:
    return f"Files here: {', '.join(files[:12])}{' …' if len(files) > 12 else ''}."


def stated(words: Sequence[str], names: Sequence[str], *, orders: bool = False) -> dict[str, FileHow]:
    """How each of the named tables or files is to be read; InputError lists every word that is not understood.

    What is said of one counts more than what is said of all. `orders`: dates may also be day-first and the like.
    """
    from compsim.population.files.formats import FileHow

    said = _understood(words, lambda word, name: _one_of(word, name, names), orders)
    of_all = {what: value for name, what, value in said if not name}
    own = {name: {what: value for of, what, value in said if of == name} for name in names}
    return {name: FileHow(**{**of_all, **own[name]}) for name in names}


def _understood(words: Sequence[str], called: Called, orders: bool) -> list[tuple[str, str, Any]]:
    """Name, word and value of everything that is said; InputError with all that is not understood."""
    said: list[tuple[str, str, Any]] = []
    problems: list[Problem] = []
    for word in words:
        try:
            said.append(_parted(word, called, orders))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return said


def _one_of(word: str, name: str, names: Sequence[str]) -> str:
    if name not in names:
        raise _wrong(word, f"there is no '{name}' here", did_you_mean(name, names))
    return name


def _reread(table: Table, how: FileHow) -> Table:
    from compsim.population.proposal.yaml import stated_of

    said = stated_of(how) | ({"sheet": how.sheet} if how.sheet is not None else {})
    own = {"format": "dates", "decimal": "decimal"}  # what a column says itself gives way
    gone = {word: None for word, what in own.items() if what in said}
    columns = {name: column.model_copy(update=gone) for name, column in table.columns.items()}
    return table.model_copy(update={**said, "columns": columns})


def _parted(word: str, called: Called, orders: bool) -> tuple[str, str, Any]:
    """Name, word and value of `roster:decimal=comma`; without a name it is said of all."""
    from compsim.population.files.formats import FileHow

    said, equals, value = word.partition("=")
    name, _, what = said.rpartition(":")
    known = list(FileHow.__dataclass_fields__)
    if not equals or not value:
        raise _wrong(word, "a word and its value are needed", "Write --read decimal=comma.")
    name = called(word, name) if name else ""
    if what not in known:
        raise _wrong(word, f"'{what}' is nothing that can be said about a file", did_you_mean(what, known))
    for says, fix in _doubts(what, value, orders):
        raise _wrong(word, says, fix)
    return name, what, _value(what, value)


def _doubts(what: str, value: str, orders: bool) -> Iterator[tuple[str, str]]:
    """What keeps a value from being understood, and how to mend it."""
    from compsim.population.files.formats import DELIMITERS, ENCODINGS, FileHow, stated_encoding
    from compsim.population.mapping.tables import DATE_ORDERS

    if what == "decimal" and value not in _DECIMALS:
        yield f"'{value}' is no decimal sign", "Write point or comma."
    if what == "header_row" and not (value.isdecimal() and int(value)):
        yield f"'{value}' is no row", "Count rows as a spreadsheet does, from 1."
    if what == "delimiter" and value not in (*DELIMITERS, *DELIMITERS.values()):
        yield f"'{value}' is no delimiter", f"Write one of {', '.join(DELIMITERS.values())}."
    if what == "encoding":
        try:
            stated_encoding(FileHow(encoding=value), "")
        except InputError:
            yield f"'{value}' is not a known encoding", did_you_mean(value, list(ENCODINGS))
    if what == "dates" and not _reads_back(value) and not (orders and value in DATE_ORDERS):
        yield f"'{value}' does not say how to read a date", "Write %Y for the year, %m and %d: %d.%m.%Y."


def _reads_back(form: str) -> bool:
    try:
        return datetime.strptime(_A_DAY.strftime(form), form).date() == _A_DAY
    except ValueError:
        return False


def _value(what: str, value: str) -> Any:
    from compsim.population.files.formats import DELIMITERS

    if what == "header_row":
        return int(value)
    return {"decimal": _DECIMALS, "delimiter": DELIMITERS}.get(what, {}).get(value, value)


def _wrong(word: str, says: str, fix: str) -> InputError:
    return InputError([Problem(f"--read {word}", says, fix)])
