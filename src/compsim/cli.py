"""The command line: `compsim example | check | schema | credit | evaluate | cases | analyse | search`.

Every command answers in words, or with --json as data on standard output. Exit code 0: done; 1: the input has problems
that a person can mend (all are listed); 2: the command itself was called wrongly.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from compsim.errors import CompsimError, InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from compsim.cases import Case
    from compsim.engine.payouts import Payouts
    from compsim.plan.scenario import Scenario
    from compsim.population.people import Population

app = typer.Typer(
    name="compsim",
    help="Simulate sales compensation plans on last year's data.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,  # a traceback may carry pay figures
)

AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON on standard output.")]
DataDir = Annotated[Path, typer.Option("--data", help="Folder of CSV tables, or one XLSX workbook.")]
ScenarioFiles = Annotated[list[Path], typer.Argument(help="Scenario files (YAML).")]


class Question(StrEnum):
    """What `analyse` can answer so far."""

    COST = "cost"
    ATTAINMENT = "attainment"
    IMPACT = "impact"


class Engine(StrEnum):
    """Who does the arithmetic."""

    AUTO = "auto"
    NUMPY = "numpy"
    NUMBA = "numba"


class Figure(StrEnum):
    """What `search` can put plans in order by."""

    COST = "cost"
    SHARE_AT_TARGET = "share_at_target"
    LARGEST_LOSS = "largest_loss"
    SHARE_OF_WINNERS = "share_of_winners"


def main() -> None:
    """Run the command line; problems with the input are printed, never a traceback."""
    try:
        app()
    except CompsimError as error:
        _refuse(error)


@app.command()
def example(
    directory: Annotated[Path, typer.Argument(help="Folder to write to; files of the same names are replaced.")],
    reps: Annotated[int, typer.Option(min=30, max=1_000_000, help="How many people.")] = 72,
    seed: Annotated[int, typer.Option(help="Same seed, same company.")] = 2025,
    truths: Annotated[bool, typer.Option(help="With the planted truths, or the control company without.")] = True,
    deals: Annotated[bool, typer.Option(help="Also write deals and activities.")] = True,
    as_json: AsJson = False,
) -> None:
    """Write the invented company: tables and two scenarios."""
    from compsim.population.example import write_example

    with _at_work(f"Inventing a company of {reps} people"):
        files = write_example(directory, reps, seed, truths=truths, deals=deals)
    _answer({"files": [str(file) for file in files]}, as_json, "\n".join(f"wrote {file}" for file in files))


@app.command()
def check(
    data: Annotated[Path, typer.Argument(help="Folder of CSV tables, or one XLSX workbook.")],
    scenarios: Annotated[list[Path] | None, typer.Argument(help="Scenario files to check against the data.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check tables, and scenarios against them: every problem at once."""
    from compsim.engine.evaluation import evaluate as evaluate_scenarios
    from compsim.engine.needs import unmet_needs

    population, listed = _load(data, scenarios or [])
    problems = [problem for scenario in listed for problem in unmet_needs(scenario, population)]
    if problems:
        raise InputError(problems)
    told = (note for scenario in listed for note in evaluate_scenarios(scenario, population).notes)
    notes = [*population.notes, *dict.fromkeys(told)]
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
    _answer(facts, as_json, "\n".join([text, *map(str, notes)]))


@app.command()
def credit(
    data_dir: Annotated[Path, typer.Argument(help="Folder of the export.")],
    mapping: Annotated[Path, typer.Option(help="The mapping.yaml that describes the export.")],
    out: Annotated[Path | None, typer.Option(help="Folder for the credited tables and the report.")] = None,
    as_json: AsJson = False,
) -> None:
    """Turn an export's deals into results: every row credited, or set aside with its reason."""
    from compsim.population.crediting import credit_deals, write_credited
    from compsim.population.crediting_files import conservation_page
    from compsim.population.mapping import load_mapping

    with _progress() as heard:
        credited = credit_deals(data_dir, load_mapping(mapping), heard)
    if out is not None:
        write_credited(credited, out)
    _answer(credited.as_dict(), as_json, conservation_page(credited.report))


@app.command()
def evaluate(
    scenarios: ScenarioFiles,
    data: DataDir,
    out: Annotated[Path | None, typer.Option(help="Write a workbook (.xlsx) or a table (.csv) here.")] = None,
    engine: Annotated[Engine, typer.Option(help="Who does the arithmetic.")] = Engine.AUTO,
    explain: Annotated[str, typer.Option(metavar="REP", help="Show one person's pay step by step instead.")] = "",
    as_json: AsJson = False,
) -> None:
    """What each scenario would have paid each person."""
    if explain:
        _explain(scenarios, data, explain, as_json)
        return
    payouts = _payouts(scenarios, data, engine)
    per_rep = payouts.per_rep()
    if out is not None:
        _write_payouts(payouts, out)
    facts = {
        "scenarios": list(payouts.names),
        "periods": list(payouts.periods),
        "currency": payouts.scenarios[0].currency or payouts.population.currency,
        "total": {name: float(total) for name, total in per_rep.sum().items()},
        "per_rep": {str(rep): {k: float(v) for k, v in row.items()} for rep, row in per_rep.to_dict("index").items()},
        "incomplete": _incomplete(payouts),
        "assumptions": list(payouts.population.assumptions),
        "notes": [note.as_dict() for note in payouts.notes],
    }
    _answer(facts, as_json, _per_rep_text(payouts, per_rep))


def _explain(scenarios: Sequence[Path], data: Path, rep: str, as_json: bool) -> None:
    """One person's pay under each scenario, by the trace of the specification."""
    from compsim.engine.explanation import explain
    from compsim.present.explanation import explained_lines, explained_text

    population, listed = _load(data, scenarios)
    told = [explain(scenario, population, rep) for scenario in listed]
    texts = [
        f"{scenario.title or scenario.name}\n{explained_text(explained_lines(each, scenario, population.definitions))}"
        for scenario, each in zip(listed, told, strict=True)
    ]
    _answer({"explained": [each.as_dict() for scenario in told for each in scenario]}, as_json, "\n\n".join(texts))


@app.command()
def cases(
    path: Annotated[Path, typer.Argument(help="A case file, or a folder of them (YAML).")],
    engine: Annotated[Engine, typer.Option(help="Who does the arithmetic.")] = Engine.NUMPY,
    explain: Annotated[bool, typer.Option("--explain", help="Show every person's pay step by step.")] = False,
    as_json: AsJson = False,
) -> None:
    """Work out small cases: a scenario with its tables in one YAML file each. What a case expects is not compared."""
    from compsim.cases import load_cases
    from compsim.engine.evaluation import evaluate as evaluate_scenarios

    loaded = load_cases(path)
    paid = [evaluate_scenarios(case.scenario, case.population, engine=engine.value) for case in loaded]
    facts = {"cases": [_case_facts(case, payouts) for case, payouts in zip(loaded, paid, strict=True)]}
    texts = [_case_text(case, payouts, explain) for case, payouts in zip(loaded, paid, strict=True)]
    _answer(facts, as_json, "\n\n".join(texts))


def _case_facts(case: Case, payouts: Payouts) -> dict[str, Any]:
    """What a case pays per rep, period and component, as plain data."""
    paid = payouts.long().groupby(["rep", "period", "component"], sort=False)["money"].sum().reset_index()
    return {
        "case": case.name,
        "about": case.about,
        "pays": [{str(key): value for key, value in row.items()} for row in paid.to_dict("records")],
        "total": {str(rep): float(pay) for rep, pay in payouts.per_rep().iloc[:, 0].items()},
        "incomplete": _incomplete(payouts),
        "notes": [note.as_dict() for note in (*case.population.notes, *payouts.notes)],
    }


def _case_text(case: Case, payouts: Payouts, explained: bool) -> str:
    """What a case pays per rep and period, a column for each component that pays anything."""
    from compsim.engine.explanation import explain
    from compsim.present.explanation import explained_lines, explained_text
    from compsim.present.tables import case_table

    head = f"{case.name}: {case.about}" if case.about else case.name
    lines = [head, case_table(payouts), *map(str, [*case.population.notes, *payouts.notes])]
    for rep in payouts.population.roster["rep"].drop_duplicates() if explained else ():
        told = explain(case.scenario, case.population, str(rep))
        lines.append("\n" + explained_text(explained_lines(told, case.scenario, case.population.definitions)))
    return "\n".join(lines)


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option(help="Write it to this file instead.")] = None,
) -> None:
    """The JSON schema of a plan file, so that an editor completes and checks it."""
    from compsim.plan.reference import scenario_schema

    text = json.dumps(scenario_schema(), ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
        return
    out.write_text(f"{text}\n", encoding="utf-8")
    typer.echo(f"wrote {out}")


@app.command()
def analyse(
    question: Annotated[Question, typer.Argument(help="Which question.")],
    scenarios: ScenarioFiles,
    data: DataDir,
    by: Annotated[str, typer.Option(help="Compare groups of this roster column (impact).")] = "",
    against_paid: Annotated[bool, typer.Option(help="Compare with what was really paid (impact).")] = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question about scenarios: cost, attainment, or the impact of one on the other."""
    payouts = _payouts(scenarios, data, Engine.AUTO)
    facts, text = _ANSWERS[question](payouts, by or None, against_paid)
    stated, window = payouts.population.assumptions, f"{payouts.periods[0]} to {payouts.periods[-1]}"
    facts = {**facts, "periods": list(payouts.periods), "assumptions": list(stated)}
    _answer(facts, as_json, "\n".join([f"{window}. {text}", *(f"assumed: {line}" for line in stated)]))


@app.command()
def search(  # noqa: PLR0913, PLR0917 - one option a line of the help
    scenario: Annotated[Path, typer.Argument(help="The scenario whose values are moved (YAML).")],
    data: DataDir,
    levers: Annotated[Path, typer.Option(help="What is moved: paths and the values to try (YAML).")],
    baseline: Annotated[Path | None, typer.Option(help="Losses and winners against this one (YAML).")] = None,
    plans: Annotated[int | None, typer.Option(min=1, help="So many at random, not every combination.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same plans.")] = 0,
    top: Annotated[int, typer.Option(min=1, help="How many of the best to show.")] = 20,
    by: Annotated[Figure, typer.Option(help="Which figure says what is best.")] = Figure.COST,
    budget: Annotated[float | None, typer.Option(min=0, help="Only plans that cost at most this.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write every plan as a table (.csv) here.")] = None,
    cluster: Annotated[str | None, typer.Option(help="A Dask scheduler, such as tcp://10.0.0.5:8786.")] = None,
    as_json: AsJson = False,
) -> None:
    """Try many plans on the same people: every combination of the levers' values, or some at random."""
    from compsim.engine.sweep import run_sweep
    from compsim.plan.levers import load_levers, sweep_of
    from compsim.present.sweeps import every_plan_csv, sweep_facts, sweep_text

    if out is not None and out.suffix.lower() != ".csv":
        raise InputError([Problem(out.name, "the ending says no known format", "Write to a .csv file.")])
    population, (moved, *before) = _load(data, [scenario, *([baseline] if baseline else [])])
    sweep = sweep_of(moved, load_levers(levers), plans, seed)
    with _progress() as heard:
        result = run_sweep(sweep, population, *before, progress=heard, cluster=cluster)
    if out is not None:
        out.write_text(every_plan_csv(result), encoding="utf-8")
    best = result.table(top, by.value, budget=budget)
    currency = moved.currency or population.currency
    _answer(sweep_facts(result, best, currency), as_json, sweep_text(result, best, currency))


def _cost(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:  # noqa: ARG001 - one shape for all questions
    from compsim.analysis.cost import total_cost
    from compsim.present.words import cost_in_words

    result = total_cost(payouts)
    return result.as_dict(), f"{cost_in_words(result)}\n\n{result}"


def _attainment(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:  # noqa: ARG001 - as above
    from compsim.analysis.attainment import attainment_of
    from compsim.present.words import attainment_in_words

    result = attainment_of(payouts)
    return result.as_dict(), f"{attainment_in_words(result)}\n\n{result}"


def _impact(payouts: Payouts, by: str | None, against_paid: bool) -> tuple[dict[str, Any], str]:
    from compsim.analysis.impact import winners_and_losers
    from compsim.present.words import impact_in_words

    result = winners_and_losers(payouts, against_paid=against_paid, by=by)
    return result.as_dict(), f"{impact_in_words(result)}\n\n{result}"


_ANSWERS: dict[Question, Callable[..., tuple[dict[str, Any], str]]] = {
    Question.COST: _cost,
    Question.ATTAINMENT: _attainment,
    Question.IMPACT: _impact,
}


def _load(data: Path, scenarios: Sequence[Path]) -> tuple[Population, list[Scenario]]:
    """Population and scenarios; the problems of all files are collected before any is reported."""
    from compsim.plan.scenario import load_scenario
    from compsim.population.reading import load_population

    readers: list[Callable[[], Any]] = [partial(load_population, data), *(partial(load_scenario, p) for p in scenarios)]
    problems: list[Problem] = []
    loaded: list[Any] = []
    with _at_work(f"Reading {data}"):
        for read in readers:
            try:
                loaded.append(read())
            except InputError as error:
                problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return loaded[0], loaded[1:]


def _payouts(scenarios: Sequence[Path], data: Path, engine: Engine) -> Payouts:
    from compsim.engine.evaluation import evaluate as evaluate_scenarios

    population, listed = _load(data, scenarios)
    with _at_work("Evaluating"):
        return evaluate_scenarios(listed, population, engine=engine.value)


def _write_payouts(payouts: Payouts, out: Path) -> None:
    from compsim.present.tables import csv_text
    from compsim.present.workbook import payout_workbook

    if out.suffix.lower() == ".xlsx":
        out.write_bytes(payout_workbook(payouts))
    elif out.suffix.lower() == ".csv":
        out.write_text(csv_text(payouts.long()), encoding="utf-8")
    else:
        raise InputError([Problem(out.name, "the ending says no known format", "Write to a .xlsx or a .csv file.")])


def _per_rep_text(payouts: Payouts, per_rep: pd.DataFrame) -> str:
    from compsim.present.numbers import money

    currency = payouts.scenarios[0].currency or payouts.population.currency
    shown = per_rep.copy()
    shown.loc["total"] = per_rep.sum()
    told = shown.map(lambda value: money(value, currency, decimals=2)).to_string()
    incomplete = _incomplete(payouts)
    lines = [told, *map(str, payouts.notes), *(f"assumed: {text}" for text in payouts.population.assumptions)]
    if incomplete:
        lines.append(f"incomplete, paid at least this: {', '.join(incomplete)}")
    return "\n".join(lines)


def _incomplete(payouts: Payouts) -> list[str]:
    reps = payouts.population.roster["rep"].to_numpy()
    return sorted({str(rep) for rep in reps[payouts.incomplete.any(axis=0)]})


def _answer(facts: dict[str, Any], as_json: bool, text: str) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False, allow_nan=False, indent=2) if as_json else text)


def _refuse(error: CompsimError) -> NoReturn:
    problems = error.problems if isinstance(error, InputError) else ()
    if "--json" in sys.argv:
        listed = [problem.as_dict() for problem in problems] or [{"says": str(error)}]
        typer.echo(json.dumps({"problems": listed}, ensure_ascii=False, indent=2))
    else:
        for line in map(str, problems or (error,)):
            typer.echo(line, err=True)
        typer.echo(f"{len(problems) or 1} to mend.", err=True)
    raise SystemExit(1)


@contextmanager
def _at_work(what: str) -> Iterator[None]:
    """A line that turns while something takes its time; only on a terminal."""
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A bar with the time that remains; answers the function that moves it (what is being done, share done 0..1)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)
