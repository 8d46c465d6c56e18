"""Where people come from: the invented company, a folder on this machine, or uploaded files held in memory.

Each answers with data that are checked, or with every problem found; nothing here knows of Streamlit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from compsim.errors import InputError, Problem
from compsim.invented import example_scenarios
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.example.company import example_population
from compsim.population.files.delimited import FileFormat
from compsim.population.people import Population
from compsim.population.reading import Reading, load_population, load_upload, population_of, read_files, read_upload
from compsim.population.respelling import NameOffer, names_offered, respelt
from simulator.names import Names, names_of
from simulator.text import plain

Kind = Literal["company", "folder", "upload"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LARGEST_UPLOAD = 400 * 2**20  # bytes, all files together; as .streamlit/config.toml has it


@dataclass(frozen=True, eq=False)
class Spelt:
    """Uploaded tables as they stand, names that are close to one of the roster, and those that a person accepted."""

    reading: Reading
    offers: tuple[NameOffer, ...]
    accepted: tuple[NameOffer, ...] = ()


@dataclass(frozen=True, eq=False)
class Data:
    """A population that can be used, and the plans that came with it."""

    kind: Kind
    population: Population
    plans: Mapping[str, Scenario]  # starting plans by id, in the order they are offered
    notes: tuple[Problem, ...] = ()  # worth knowing, not wrong
    files: tuple[str, ...] = ()
    formats: tuple[FileFormat, ...] = ()  # how the files were understood
    spelt: Spelt | None = None  # of uploaded tables

    @cached_property
    def fingerprint(self) -> str:
        """Hash of everything that can change a payout."""
        return self.population.fingerprint

    @cached_property
    def names(self) -> Names:
        """Measures, columns and attributes that a plan can name."""
        return names_of(self.population)


@dataclass(frozen=True)
class Broken:
    """Data that cannot be used as they are, with everything that is wrong."""

    kind: Kind
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()
    spelt: Spelt | None = None


def invented_company() -> Data:
    """The invented company with last year's plan and the one for next year."""
    population = example_population(deals=True)
    return Data("company", population, example_scenarios(), population.notes)


def from_folder(folder: Path) -> Data | Broken:
    """The tables and scenario files of a folder."""
    found = _checked(lambda: read_files(folder), lambda: load_population(folder))
    if not isinstance(found, tuple):
        return Broken("folder", found.problems)
    population, reading = found
    plans, problems = scenario_files(folder) if folder.is_dir() else ({}, ())
    formats = () if reading is None else reading.formats
    return Data("folder", population, plans, (*population.notes, *problems), formats=formats)


def from_upload(files: Sequence[tuple[str, bytes]]) -> Data | Broken:
    """Uploaded files (name, content), read without touching the disk."""
    names = tuple(name for name, _ in files)
    if too_large([len(content) for _, content in files]):
        problem = Problem(plain("upload.source"), plain("upload.too_large"), plain("upload.too_large_fix"))
        return Broken("upload", (problem,), names)
    contents = dict(files)
    found = _checked(lambda: read_upload(contents), lambda: load_upload(contents))
    if not isinstance(found, tuple):
        return Broken("upload", found.problems, names)
    population, reading = found
    if reading is None:
        return Data("upload", population, {}, population.notes, names)
    offers = names_offered(reading)
    spelt = Spelt(reading, offers) if offers else None
    return Data("upload", population, {}, population.notes, names, reading.formats, spelt)


def with_name(data: Data | Broken, offer: NameOffer, *, applied: bool) -> Data | Broken:
    """Uploaded tables in which a close spelling stands for a name of the roster, or no longer does."""
    if data.spelt is None:
        return data
    others = (said for said in data.spelt.accepted if (said.table, said.spelt) != (offer.table, offer.spelt))
    spelt = replace(data.spelt, accepted=(*others, *([offer] if applied else [])))
    try:
        population = population_of(respelt(spelt.reading, spelt.accepted))
    except InputError as error:
        return Broken("upload", error.problems, data.files, spelt)
    return Data("upload", population, {}, population.notes, data.files, spelt.reading.formats, spelt)


def _checked(
    read: Callable[[], Reading], load: Callable[[], Population]
) -> tuple[Population, Reading | None] | InputError:
    """The population and what was read of its files; or one error with what is wrong in reading and in content."""
    try:
        reading = read()
        return population_of(reading), reading
    except InputError as first:
        try:  # loading goes on after a file that cannot be read, so that nothing has to be mended twice
            return load(), None
        except InputError as everything:
            return everything if len(everything.problems) >= len(first.problems) else first


def scenario_files(folder: Path) -> tuple[dict[str, Scenario], tuple[Problem, ...]]:
    """The scenarios of a folder by file name, and what is wrong with those that cannot be read."""
    plans: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
        if not any(line.startswith("plans:") for line in text.splitlines()):
            continue  # a mapping or something else that is no scenario
        try:
            plans[file.stem] = read_scenario(text, file.name)
        except InputError as error:
            problems.extend(error.problems)
    return plans, tuple(problems)


def folder_state(folder: Path) -> str:
    """A hash of the folder's files, their sizes and times: changes when somebody saves a table anew."""
    found = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    listed = [(file.name, *_size_and_time(file)) for file in found]
    return hashlib.sha256(repr(listed).encode()).hexdigest()


def _size_and_time(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def too_large(sizes: Sequence[int]) -> bool:
    """Whether files of these sizes (bytes) are more than one upload may hold."""
    return sum(sizes) > LARGEST_UPLOAD
