"""Commands about tables: an invented company, checks, and deals turned into results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compsim.cli.answers import answer, at_work, progress
from compsim.cli.files import load, writing
from compsim.cli.options import AsJson
from compsim.errors import InputError, Problem

if TYPE_CHECKING:
    from compsim.plan.scenario import Scenario
    from compsim.population.people import Population


def example(
    directory: Annotated[Path, typer.Argument(help="Folder to write to; files of the same names are replaced.")],
    reps: Annotated[int, typer.Option(min=30, max=1_000_000, help="How many people.")] = 72,
    seed: Annotated[int, typer.Option(help="Same seed, same company.")] = 2025,
    truths: Annotated[bool, typer.Option(help="With the planted truths, or the control company without.")] = True,
    deals: Annotated[bool, typer.Option(help="Also write deals and activities.")] = True,
    as_json: AsJson = False,
) -> None:
    """Write the invented company: tables and two scenarios."""
    from compsim.population.example.company import write_example

    with at_work(f"Inventing a company of {reps} people"), writing(directory):
        files = write_example(directory, reps, seed, truths=truths, deals=deals)
    answer({"files": [str(file) for file in files]}, as_json, "\n".join(f"wrote {file}" for file in files))


def check(
    data: Annotated[Path, typer.Argument(help="Folder of CSV tables, or one XLSX workbook.")],
    scenarios: Annotated[list[Path] | None, typer.Argument(help="Scenario files to check against the data.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check tables, and scenarios against them: every problem at once."""
    population, listed = load(data, scenarios or [])
    notes = [*population.notes, *_notes_of(listed, population)]
    facts = {
        "people": int(population.roster["rep"].nunique()),
        "periods": list(population.periods),
        "measures": list(population.measures),
        "scenarios": [scenario.name for scenario in listed],
        "assumptions": list(population.assumptions),
        "notes": [note.as_dict() for note in notes],
    }
    text = (
        f"{facts['people']} people, {len(population.periods)} periods from {population.periods[0]} to "
        f"{population.periods[-1]}, measures: {', '.join(population.measures)}.\n"
        f"No problem found{'; worth knowing:' if notes else '.'}"
    )
    answer(facts, as_json, "\n".join([text, *map(str, notes)]))


def _notes_of(scenarios: list[Scenario], population: Population) -> list[Problem]:
    """What is worth knowing about scenarios on these data, each thing once; InputError with what they lack."""
    from compsim.engine.evaluation import evaluate
    from compsim.engine.needs import manager_notes, unmet_needs

    problems = [problem for scenario in scenarios for problem in unmet_needs(scenario, population)]
    if problems:
        raise InputError(problems)
    told = [note for scenario in scenarios for note in evaluate(scenario, population).notes]
    told += [note for scenario in scenarios for note in manager_notes(scenario, population)]
    return list(dict.fromkeys(told))


def credit(
    data_dir: Annotated[Path, typer.Argument(help="Folder of the export.")],
    mapping: Annotated[Path, typer.Option(help="The mapping.yaml that describes the export.")],
    out: Annotated[Path | None, typer.Option(help="Folder for the credited tables and the report.")] = None,
    as_json: AsJson = False,
) -> None:
    """Turn an export's deals into results: every row credited, or set aside with its reason."""
    from compsim.population.crediting.credit import credit_deals, write_credited
    from compsim.population.crediting.files import conservation_page
    from compsim.population.mapping.reading import load_mapping

    with progress() as heard:
        credited = credit_deals(data_dir, load_mapping(mapping), heard)
    if out is not None:
        with writing(out):
            write_credited(credited, out)
    answer(credited.as_dict(), as_json, conservation_page(credited.report))
