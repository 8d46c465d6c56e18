"""From somebody's export to people and results: files that are no tables yet, what was answered about them, credited.

Nothing here knows of Streamlit. Crediting needs the files in a folder: they lie in a temporary one while it runs, and
the folder is gone afterwards, whatever happens.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook

from compsim.errors import InputError, Problem
from compsim.population.crediting.credit import Credited, credit_deals
from compsim.population.crediting.pseudonyms import with_pseudonyms
from compsim.population.files.formats import FileHow
from compsim.population.mapping.reading import load_mapping
from compsim.population.proposal.parts import Answers
from compsim.population.proposal.propose import Proposal, propose_mapping
from simulator.sources import Broken, Data
from simulator.text import has, plain

TABLES = ("roster", "results")  # files of these names are tables already
MAPPING = "mapping.yaml"
Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Export:
    """Files of an export, what was answered about them so far, and what became of them."""

    files: Mapping[str, bytes]
    proposal: Proposal
    how: Mapping[str, FileHow] = field(default_factory=dict)  # file, or `FILE: SHEET` -> how somebody says to read it
    waiting: Answers = field(default_factory=Answers)  # answers that fit nothing now, until what they are about is back
    credited: Credited | None = None
    problems: tuple[Problem, ...] = ()  # why the last crediting was refused


def is_export(files: Mapping[str, bytes]) -> bool:
    """Whether none of the files or sheets has the name of a table: they have to be mapped first.

    A workbook that cannot be opened says nothing about the others; alone it is told by whoever reads tables.
    """
    named = [_names(file, files[file]) for file in files]
    tables = any(name.strip().casefold() in TABLES for names in named for name in names)
    return not tables and (len(named) > 1 or any(named))


def _names(file: str, content: bytes) -> Sequence[str]:
    """What a file or its sheets are called; nothing for a workbook that cannot be opened."""
    if not file.casefold().endswith(".xlsx"):
        return (Path(file).stem,)
    try:
        return tuple(load_workbook(BytesIO(content), read_only=True).sheetnames)
    except (BadZipFile, KeyError, ValueError, OSError):
        return ()


def opened(files: Mapping[str, bytes], before: Export | None = None) -> Export:
    """The files with a proposal for them; what was said about those that were there `before` still holds."""
    if before is None or not set(files) & set(before.files):
        return Export(files, propose_mapping(files))
    how = {name: said for name, said in before.how.items() if _of_these(name, files)}
    return _again(files, how, before)


def _again(files: Mapping[str, bytes], how: Mapping[str, FileHow], before: Export) -> Export:
    """Files read anew with everything that was answered; what fits nothing for the time being is not forgotten."""
    said = before.proposal.answers.over(before.waiting)
    proposal = propose_mapping(files, how).answered(said)
    return Export(files, proposal, how, said.without(proposal.answers))


def _of_these(name: str, files: Iterable[str]) -> bool:
    return any(name == file or name.startswith(f"{file}: ") for file in files)


def read_as(export: Export, name: str, **said: Any) -> Export:
    """The export with one file, or one sheet (`FILE: SHEET`), read as somebody says in the words of `FileHow`.

    None: to be found out.
    """
    now = next((file.how for file in export.proposal.looked.files if file.name == name), how_of(export, name))
    others = {of: how for of, how in export.how.items() if not of.startswith(f"{name}: ")}
    how = {**others, name: replace(now, **said)}
    return _again(export.files, how, export)


def how_of(export: Export, name: str) -> FileHow:
    """How somebody said that a file, or a sheet, is to be read."""
    return export.how.get(name) or export.how.get(name.partition(": ")[0]) or FileHow()


def unread(export: Export) -> tuple[str, ...]:
    """The files, or sheets, that could not be read, in the order of what is wrong with them."""
    sources = dict.fromkeys(problem.source.replace(" sheet ", ": ") for problem in export.proposal.problems)
    return tuple(name for name in sources if _of_these(name, export.files))


def credited(export: Export, progress: Progress) -> Export:
    """The export with its results, or with everything that keeps it from being credited.

    `progress` hears what is being done and which share is behind, ten times a second; what it raises ends the work.
    """
    with TemporaryDirectory(prefix="compsim-") as place:
        folder = Path(place)
        for name, content in export.files.items():
            (folder / Path(name).name).write_bytes(content)
        for name, text in export.proposal.extra_files().items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        mapping = folder / MAPPING
        mapping.write_text(export.proposal.yaml(), encoding="utf-8")
        try:
            result = credit_deals(folder, load_mapping(mapping), progress, list_set_aside=True)
        except InputError as error:
            return replace(export, credited=None, problems=error.problems)
    return replace(export, credited=result, problems=())


def data_of(export: Export, key: bytes | None = None) -> Data | Broken:
    """The credited people as data of the simulator, with pseudonyms where there is a key."""
    names = tuple(export.files)
    if export.credited is None:
        return Broken("upload", export.problems, names)
    credited = export.credited if key is None else with_pseudonyms(export.credited, key)
    try:
        population = credited.population()
    except InputError as error:
        return Broken("upload", error.problems, names)
    return Data("upload", population, {}, (*population.notes, *credited.report.notes), names)


def number_or_text(said: str) -> str | int | float:
    """What somebody typed: a plain number where it is one, else the words."""
    try:
        number = float(said)
    except ValueError:
        return said
    return int(number) if number.is_integer() else number


def column_name(column: str) -> str:
    """One of our columns as a reader is told of it: in words of its own where the bare name says too little."""
    return plain(f"export.column.{column}") if has(f"export.column.{column}") else plain_name(column)


def plain_name(column: str) -> str:
    """One of our columns in words."""
    return column.replace("_", " ")


def remaining(begun: float, share: float, now: float | None = None) -> float | None:
    """Seconds that the rest will take at the pace so far; None while nobody can know."""
    passed = (time.monotonic() if now is None else now) - begun
    return passed * (1.0 - share) / share if share > 0.02 and passed > 0.5 else None


_DATE_SIGNS = {"%d": "DD", "%m": "MM", "%Y": "YYYY", "%y": "YY", "%b": "MMM", "%B": "MMMM"}
_TIME_SIGNS = {"%H": "hh", "%I": "hh", "%M": "mm", "%S": "ss", "%p": "am/pm", "%f": "ffffff"}
_SIGNS = _DATE_SIGNS | _TIME_SIGNS
_FORM = re.compile(r"%[dmYybB](?:[-./:, T]{1,2}%[dmYybBHIMSpf])+")


def dates_in_words(text: str) -> str:
    """A text in which `%d.%m.%Y` is `DD.MM.YYYY`, as people write how dates are written."""
    return _FORM.sub(lambda form: re.sub(r"%\w", lambda sign: _SIGNS[sign[0]], form[0]), text)
