"""What commands read and write, with every problem told at once and none as a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from compsim.cli.answers import at_work
from compsim.cli.options import Engine
from compsim.cli.sources import Source, reading_of
from compsim.errors import InputError, Problem

if TYPE_CHECKING:
    from compsim.engine.payouts import Payouts
    from compsim.plan.scenario import Scenario
    from compsim.population.people import Population
    from compsim.population.reading import Reading


@dataclass(frozen=True, eq=False)
class Loaded:
    """What a command works on."""

    population: Population
    reading: Reading  # the tables behind it, and how their files were read
    scenarios: list[Scenario]


def load(source: Source, scenarios: Sequence[Path], by: Sequence[str] = ()) -> Loaded:
    """Population and scenarios; the problems of all files are collected before any is reported.

    `by`: columns that the question names beside those of the scenarios.
    """
    from compsim.plan.scenario import load_scenario

    with at_work(f"Reading {source.data}"):
        listed, unread = _each([partial(load_scenario, path) for path in scenarios])
        people, problems = _each([partial(_people, source, listed, by)])
    if problems or unread:
        raise InputError([*problems, *unread])
    [(population, reading)] = people
    return Loaded(population, reading, listed)


def _each(readers: Sequence[Callable[[], Any]]) -> tuple[list[Any], list[Problem]]:
    """What could be read, and the problems of the rest."""
    read: list[Any] = []
    problems: list[Problem] = []
    for reader in readers:
        try:
            read.append(reader())
        except InputError as error:
            problems.extend(error.problems)
    return read, problems


def _people(source: Source, scenarios: Sequence[Scenario], by: Sequence[str]) -> tuple[Population, Reading]:
    from compsim.population.reading import population_of

    reading = _with_needed_columns(reading_of(source), scenarios, by) if source.only_needed else reading_of(source)
    return population_of(reading), reading


def _with_needed_columns(reading: Reading, scenarios: Sequence[Scenario], by: Sequence[str]) -> Reading:
    """The tables without what nobody asked for; which columns that were stands among the notes and is told at once."""
    from compsim.analysis.columns import needed_columns
    from compsim.population.privacy import without_columns

    tables, told = without_columns(reading.tables, needed_columns(scenarios, by))
    for problem in told:
        typer.echo(str(problem), err=True)
    return replace(reading, tables=tables)


def evaluated(loaded: Loaded, engine: Engine) -> Payouts:
    """What the loaded scenarios would have paid the loaded people."""
    from compsim.engine.evaluation import evaluate

    with at_work("Evaluating"):
        return evaluate(loaded.scenarios, loaded.population, engine=engine.value)


def incomplete(payouts: Payouts) -> list[str]:
    """Reps for whom a result is missing in any scenario, by name."""
    reps = payouts.population.roster["rep"].to_numpy()
    return sorted({str(rep) for rep in reps[payouts.incomplete.any(axis=0)]})


def check_ending(out: Path | None, *known: str) -> None:
    """InputError where the name of a file does not say in which of the known formats to write; None is no file."""
    if out is not None and out.suffix.lower() not in known:
        fix = f"Write to a {' or a '.join(known)} file."
        raise InputError([Problem(out.name, "the ending says no known format", fix)])


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Make the folder that a file or folder is written to; InputError with what keeps it from being written."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
    except (FileExistsError, NotADirectoryError) as error:
        says = f"'{Path(error.filename or out).name}' is a file, and a folder is needed there"
        raise InputError([Problem(str(out), says, "Choose another name.")]) from None
    except OSError as error:
        says = f"nothing can be written here: {(error.strerror or str(error)).lower()}"
        fix = "Name a place that you may write to, on a disk with room for it."
        raise InputError([Problem(str(out), says, fix)]) from None
