"""Commands about next year: what it may cost in drawn years, and when one thing goes otherwise."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from compsim.cli.answers import answer, at_work, progress
from compsim.cli.files import load
from compsim.cli.options import AsJson, DataDir, OnlyNeeded, Pseudonyms, ReadAs, ScenarioFiles
from compsim.cli.sources import source


class Model(StrEnum):
    """How next year's results are drawn."""

    RESAMPLED = "resampled"
    FITTED = "fitted"


def risk(  # noqa: PLR0913, PLR0917 - one option a line of the help
    scenarios: ScenarioFiles,
    data: DataDir,
    draws: Annotated[int, typer.Option(min=100, help="How many years to draw.")] = 1_000,
    seed: Annotated[int, typer.Option(help="Same seed, same years.")] = 0,
    model: Annotated[
        Model, typer.Option(help="Colleagues and months drawn again, or a fitted distribution.")
    ] = Model.RESAMPLED,
    own: Annotated[
        float, typer.Option(min=0, max=1, help="Share of what sets a person apart from the role that stays.")
    ] = 0.5,
    market: Annotated[
        float, typer.Option(min=0, max=0.99, help="How far the market moves everybody (fitted; 0.05 is 5 %).")
    ] = 0.05,
    effort: Annotated[
        float, typer.Option(help="Assume that everybody reaches so much more because of the plan (0.02 is 2 %).")
    ] = 0.0,
    budget: Annotated[float | None, typer.Option(min=0, help="How often variable pay goes beyond this.")] = None,
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    only_needed: OnlyNeeded = False,
    as_json: AsJson = False,
) -> None:
    """What next year may cost and pay: last year's people, drawn many times, each year really evaluated."""
    from compsim.analysis.risk.assumed import Assumed
    from compsim.analysis.risk.risk import risk_of
    from compsim.present.risk import risk_text

    assumed = Assumed(model.value, own, market, effort, draws, seed)
    loaded = load(source(data, read, pseudonyms, only_needed=only_needed), scenarios)
    with progress() as heard:
        result = risk_of(
            loaded.scenarios,
            loaded.population,
            assumed,
            budget=budget,
            heard=lambda done, whole: heard("Drawing years", done / whole),
        )
    stated = loaded.population.assumptions
    text = "\n".join([risk_text(result), *(f"assumed: {line}" for line in stated)])
    answer({**result.as_dict(), "assumptions": list(stated)}, as_json, text)


def stress(
    scenarios: ScenarioFiles,
    data: DataDir,
    by: Annotated[str, typer.Option(help="Roster column of the regions, one of which goes down.")] = "region",
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    only_needed: OnlyNeeded = False,
    as_json: AsJson = False,
) -> None:
    """One thing goes otherwise: market, a region, targets, the best rep, the largest deal, a deal moved on purpose."""
    from compsim.analysis.risk.stress import stress_of
    from compsim.present.risk import stress_text

    loaded = load(source(data, read, pseudonyms, only_needed=only_needed), scenarios, [by])
    with at_work("Evaluating each case"):
        result = stress_of(loaded.scenarios, loaded.population, by=by)
    stated = loaded.population.assumptions
    text = "\n".join([stress_text(result), *(f"assumed: {line}" for line in stated)])
    answer({**result.as_dict(), "assumptions": list(stated)}, as_json, text)
