"""Commands about pay: what scenarios would have paid, and whether worked cases pay what their sources say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from compsim.cli.answers import answer
from compsim.cli.files import Loaded, check_ending, evaluated, incomplete, load, writing
from compsim.cli.options import AsJson, DataDir, Engine, OnlyNeeded, Pseudonyms, ReadAs, ScenarioFiles
from compsim.cli.sources import Source, source
from compsim.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from compsim.engine.payouts import Payouts


def evaluate(  # noqa: PLR0913, PLR0917 - one option a line of the help
    scenarios: ScenarioFiles,
    data: DataDir,
    out: Annotated[Path | None, typer.Option(help="Write a workbook (.xlsx) or a table (.csv) here.")] = None,
    formulas: Annotated[
        bool, typer.Option("--formulas", help="Write one scenario's workbook with formulas that pay whoever is chosen.")
    ] = False,
    engine: Annotated[Engine, typer.Option(help="Who does the arithmetic.")] = Engine.AUTO,
    explain: Annotated[str, typer.Option(metavar="REP", help="Show one person's pay step by step instead.")] = "",
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    only_needed: OnlyNeeded = False,
    as_json: AsJson = False,
) -> None:
    """What each scenario would have paid each person."""
    people = source(data, read, pseudonyms, out, only_needed=only_needed)
    if explain:
        _explain(scenarios, people, explain, as_json)
        return
    check_ending(out, *((".xlsx",) if formulas else (".xlsx", ".csv")))
    if formulas:
        _refuse_other_than_one_plan(scenarios, out)
    loaded = load(people, scenarios)
    payouts = evaluated(loaded, engine)
    per_rep = payouts.per_rep()
    if formulas and out is not None:
        _write_formulas(loaded, out)
    elif out is not None:
        _write_payouts(payouts, out)
    facts = {
        "scenarios": list(payouts.names),
        "periods": list(payouts.periods),
        "currency": payouts.scenarios[0].currency or payouts.population.currency,
        "total": {name: float(total) for name, total in per_rep.sum().items()},
        "per_rep": {str(rep): {k: float(v) for k, v in row.items()} for rep, row in per_rep.to_dict("index").items()},
        "incomplete": incomplete(payouts),
        "assumptions": list(payouts.population.assumptions),
        "notes": [note.as_dict() for note in payouts.notes],
    }
    answer(facts, as_json, _per_rep_text(payouts, per_rep))


def _explain(scenarios: Sequence[Path], people: Source, rep: str, as_json: bool) -> None:
    """One person's pay under each scenario, by the trace of the specification."""
    from compsim.engine.explanation import explain
    from compsim.present.explanation import explained_lines, explained_text

    loaded = load(people, scenarios)
    population, listed = loaded.population, loaded.scenarios
    told = [explain(scenario, population, rep) for scenario in listed]
    texts = [
        f"{scenario.title or scenario.name}\n{explained_text(explained_lines(each, scenario, population.definitions))}"
        for scenario, each in zip(listed, told, strict=True)
    ]
    answer({"explained": [each.as_dict() for scenario in told for each in scenario]}, as_json, "\n\n".join(texts))


def _write_payouts(payouts: Payouts, out: Path) -> None:
    from compsim.present.tables import csv_text
    from compsim.present.workbook import payout_workbook

    book = out.suffix.lower() == ".xlsx"
    content = payout_workbook(payouts) if book else csv_text(payouts.long()).encode()
    with writing(out):
        out.write_bytes(content)


def _refuse_other_than_one_plan(scenarios: Sequence[Path], out: Path | None) -> None:
    """InputError where a workbook with formulas is asked for and there is no file for it, or not one plan."""
    problems = []
    if out is None:
        problems.append(Problem("--formulas", "the workbook with formulas needs a file", "Add --out pay.xlsx."))
    if len(scenarios) != 1:
        says = f"the workbook with formulas is about one plan, and {len(scenarios)} are named"
        problems.append(Problem("--formulas", says, "Name one scenario; write a workbook for each."))
    if problems:
        raise InputError(problems)


def _write_formulas(loaded: Loaded, out: Path) -> None:
    """The workbook whose formulas pay whoever is chosen."""
    from compsim.present.live_workbook.book import live_workbook

    with writing(out):
        out.write_bytes(live_workbook(loaded.scenarios[0], loaded.population))


def _per_rep_text(payouts: Payouts, per_rep: pd.DataFrame) -> str:
    from compsim.present.numbers import money

    currency = payouts.scenarios[0].currency or payouts.population.currency
    shown = per_rep.copy()
    shown.loc["total"] = per_rep.sum()
    told = shown.map(lambda value: money(value, currency, decimals=2)).to_string()
    lines = [told, *map(str, payouts.notes), *(f"assumed: {text}" for text in payouts.population.assumptions)]
    missing = incomplete(payouts)
    if missing:
        lines.append(f"incomplete, paid at least this: {', '.join(missing)}")
    return "\n".join(lines)


def cases(
    path: Annotated[Path, typer.Argument(help="A case file, or a folder of them (YAML).")],
    engine: Annotated[Engine, typer.Option(help="Who does the arithmetic.")] = Engine.NUMPY,
    explain: Annotated[bool, typer.Option("--explain", help="Show every person's pay step by step.")] = False,
    as_json: AsJson = False,
) -> None:
    """Work out small cases, a scenario with its tables in one file each, and compare with what they expect."""
    from compsim.analysis.worked import work_out
    from compsim.cases import load_cases
    from compsim.present.worked import worked_text, worked_totals

    worked = [work_out(case, engine.value) for case in load_cases(path)]
    facts: dict[str, Any] = {"cases": [each.as_dict() for each in worked]}
    texts, totals = [worked_text(each, explained=explain) for each in worked], worked_totals(worked)
    answer(facts, as_json, "\n\n".join([*texts, totals] if totals else texts))
    if any(each.differences for each in worked):
        raise typer.Exit(1)
