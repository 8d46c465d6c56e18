"""Where a command's tables come from, how their files are to be read, and whose names are to be replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compsim.errors import InputError, Problem, did_you_mean

if TYPE_CHECKING:
    from compsim.population.files.formats import FileHow
    from compsim.population.reading import Reading

ALL = ""  # stands for every table
_DECIMALS = {"point": ".", ".": ".", "comma": ",", ",": ","}


@dataclass(frozen=True)
class Source:
    """The folder or workbook of a command, with what was said about it."""

    data: Path
    read: tuple[str, ...] = ()  # WHAT=VALUE or TABLE.WHAT=VALUE
    pseudonyms: Path | None = None  # the file of the key


def source(data: Path, read: Sequence[str] | None, pseudonyms: Path | None) -> Source:
    """What the options of a command say about its data."""
    return Source(data, tuple(read or ()), pseudonyms)


def reading_of(source: Source) -> Reading:
    """The tables, with names replaced where pseudonyms are wanted; InputError if a file cannot be read."""
    from compsim.population.reading import read_files

    reading = read_files(source.data, how=how_of(source.read))
    if source.pseudonyms is None:
        return reading
    from compsim.population.privacy import pseudonymised
    from compsim.population.privacy_key import key_from

    return replace(reading, tables=pseudonymised(reading.tables, key_from(source.pseudonyms, [source.data])))


def how_of(words: Sequence[str]) -> FileHow | dict[str, FileHow]:
    """How every file, or each table, is to be read; InputError lists every word that is not understood.

    What is said of all tables holds for each table that something is said of, too.
    """
    from compsim.population.files.formats import FileHow
    from compsim.population.tables import TABLES

    said: dict[str, dict[str, Any]] = {ALL: {}}
    problems: list[Problem] = []
    for word in words:
        try:
            table, name, value = _parted(word, TABLES)
        except InputError as error:
            problems.extend(error.problems)
        else:
            said.setdefault(table, {})[name] = value
    if problems:
        raise InputError(problems)
    if set(said) == {ALL}:
        return FileHow(**said[ALL])
    return {table: FileHow(**{**said[ALL], **said.get(table, {})}) for table in TABLES}


def _parted(word: str, tables: Sequence[str]) -> tuple[str, str, Any]:
    """Table, word and value of `roster.decimal=comma`."""
    from compsim.population.files.formats import FileHow

    said, equals, value = word.partition("=")
    table, _, name = said.rpartition(".")
    known = list(FileHow.__dataclass_fields__)
    if not equals or not value:
        raise _wrong(word, "a word and its value are needed", "Write --read decimal=comma.")
    if table and table not in tables:
        raise _wrong(word, f"there is no table '{table}'", did_you_mean(table, list(tables)))
    if name not in known:
        raise _wrong(word, f"'{name}' is nothing that can be said about a file", did_you_mean(name, known))
    return table, name, _value(word, name, value)


def _value(word: str, name: str, value: str) -> Any:
    if name == "decimal" and value not in _DECIMALS:
        raise _wrong(word, f"'{value}' is no decimal sign", "Write point or comma.")
    if name == "header_row" and not (value.isdecimal() and int(value)):
        raise _wrong(word, f"'{value}' is no row", "Count rows as a spreadsheet does, from 1.")
    return {"decimal": _DECIMALS.get(value), "header_row": int(value) if value.isdecimal() else 0}.get(name, value)


def _wrong(word: str, says: str, fix: str) -> InputError:
    return InputError([Problem(f"--read {word}", says, fix)])
