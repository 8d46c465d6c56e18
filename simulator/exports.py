"""From somebody's export to people and results: files that are no tables yet, what was answered about them, credited.

Nothing here knows of Streamlit. Crediting needs the files in a folder: they lie in a temporary one while it runs, and
the folder is gone afterwards, whatever happens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile

from openpyxl import load_workbook

from compsim.errors import InputError, Problem
from compsim.population.crediting.credit import Credited, credit_deals
from compsim.population.crediting.pseudonyms import with_pseudonyms
from compsim.population.mapping.reading import load_mapping
from compsim.population.proposal.propose import Proposal, propose_mapping
from simulator.sources import Broken, Data

TABLES = ("roster", "results")  # files of these names are tables already
MAPPING = "mapping.yaml"
Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Export:
    """Files of an export, what was answered about them so far, and what became of them."""

    files: Mapping[str, bytes]
    proposal: Proposal
    credited: Credited | None = None
    problems: tuple[Problem, ...] = ()  # why the last crediting was refused


def is_export(files: Mapping[str, bytes]) -> bool:
    """Whether none of the files or sheets has the name of a table: they have to be mapped first."""
    return not any(name.strip().casefold() in TABLES for file in files for name in _names(file, files[file]))


def _names(file: str, content: bytes) -> Sequence[str]:
    if not file.casefold().endswith(".xlsx"):
        return (Path(file).stem,)
    try:
        return tuple(load_workbook(BytesIO(content), read_only=True).sheetnames)
    except (BadZipFile, KeyError, ValueError, OSError):
        return TABLES  # whoever reads tables says what is wrong with it


def opened(files: Mapping[str, bytes]) -> Export:
    """The files with a proposal for them."""
    return Export(files, propose_mapping(files))


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
            return Export(export.files, export.proposal, None, error.problems)
    return Export(export.files, export.proposal, result)


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


def plain_name(column: str) -> str:
    """One of our columns in words."""
    return column.replace("_", " ")


def remaining(begun: float, share: float, now: float | None = None) -> float | None:
    """Seconds that the rest will take at the pace so far; None while nobody can know."""
    passed = (time.monotonic() if now is None else now) - begun
    return passed * (1.0 - share) / share if share > 0.02 and passed > 0.5 else None
