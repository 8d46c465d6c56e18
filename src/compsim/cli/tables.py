"""Commands about tables of people: what is wrong with them, and whether they can bear a simulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compsim.cli.answers import answer, at_work
from compsim.cli.files import load
from compsim.cli.options import AsJson, Pseudonyms, ReadAs
from compsim.cli.sources import source
from compsim.errors import InputError, Problem

if TYPE_CHECKING:
    from compsim.plan.scenario import Scenario
    from compsim.population.people import Population

DataFolder = Annotated[Path, typer.Argument(help="Folder of CSV or Parquet tables, or one XLSX workbook.")]


def check(
    data: DataFolder,
    scenarios: Annotated[list[Path] | None, typer.Argument(help="Scenario files to check against the data.")] = None,
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    as_json: AsJson = False,
) -> None:
    """Check tables, and scenarios against them: every problem at once; says how each file was read."""
    loaded = load(source(data, read, pseudonyms), scenarios or [])
    population, listed = loaded.population, loaded.scenarios
    formats = [str(each) for each in loaded.reading.formats]
    notes = [*population.notes, *_notes_of(listed, population)]
    facts = {
        "people": int(population.roster["rep"].nunique()),
        "periods": list(population.periods),
        "measures": list(population.measures),
        "scenarios": [scenario.name for scenario in listed],
        "files": formats,
        "assumptions": list(population.assumptions),
        "notes": [note.as_dict() for note in notes],
    }
    text = (
        f"{facts['people']} people, {len(population.periods)} periods from {population.periods[0]} to "
        f"{population.periods[-1]}, measures: {', '.join(population.measures)}.\n"
        f"No problem found{'; worth knowing:' if notes else '.'}"
    )
    answer(facts, as_json, "\n".join([*(f"read {each}" for each in formats), text, *map(str, notes)]))


def _notes_of(scenarios: list[Scenario], population: Population) -> list[Problem]:
    """What is worth knowing about scenarios on these data, each thing once; InputError with what they lack."""
    from compsim.engine.evaluation import evaluate
    from compsim.engine.needs import unmet_needs

    problems = [problem for scenario in scenarios for problem in unmet_needs(scenario, population)]
    if problems:
        raise InputError(problems)
    told = [note for scenario in scenarios for note in evaluate(scenario, population).notes]
    return list(dict.fromkeys(told))


def readiness(
    data: DataFolder,
    scenario: Annotated[Path | None, typer.Argument(help="The plan that is to be simulated (YAML).")] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Last year's plan (YAML): its pay is held against what was paid.")
    ] = None,
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    as_json: AsJson = False,
) -> None:
    """Whether the data bear a simulation: a light for each measure and part of the plan, and what to collect."""
    from compsim.analysis.readiness import readiness as readiness_of
    from compsim.analysis.readiness_rules import collected_from
    from compsim.present.readiness import readiness_text

    loaded = load(source(data, read, pseudonyms), [path for path in (scenario, baseline) if path is not None])
    planned = loaded.scenarios[0] if scenario is not None else None
    before = loaded.scenarios[-1] if baseline is not None else None
    tables = loaded.reading.tables
    said = collected_from(tables["measures"], "measures") if "measures" in tables else None
    with at_work("Looking at every figure"):
        found = readiness_of(loaded.population, planned, baseline=before, collected=said)
    answer(found.as_dict(), as_json, readiness_text(found))
