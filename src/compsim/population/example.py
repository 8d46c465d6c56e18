"""The invented company: people, results, deals and plans that exist nowhere, with known truths planted in them.

It is the default of the command line and the app, the handbook's example and the test bed of the analyses: they must
find what `TRUTHS` lists, and nothing in the control company, which is the same company without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from compsim.calendar import share_active
from compsim.errors import PopulationError, Problem
from compsim.population.example_deals import activities_table, deals_table
from compsim.population.example_people import MONTHS, staff
from compsim.population.example_results import results_table, year_of
from compsim.population.example_roster import person_of_row, roster
from compsim.population.people import Measure, Population

REPS = 72
SEED = 2025
FEWEST_REPS = 27  # three in each role and region; fewer leave no team to plant a truth in
CURRENCY = "EUR"
SCENARIOS: tuple[str, ...] = ("last_year", "next_year")


@dataclass(frozen=True)
class Truth:
    """One thing that is true of the invented company by construction, and what an analysis should say about it."""

    name: str
    where: str
    size: str
    finding: str


TRUTHS: tuple[Truth, ...] = (
    Truth(
        "targets above potential",
        "region South, every role: revenue and margin targets",
        "36 % of the territory's potential instead of 30 %: targets 20 % higher than elsewhere, results are not",
        "attainment and share at target clearly lower in the South; target ÷ potential explains it",
    ),
    Truth(
        "inbound leads to seniors",
        "roster column inbound_share and the deals' source, every role",
        "seniors get about 46 % of their leads inbound, juniors about 16 %",
        "seniority decides who gets inbound leads; these help revenue by about 7 points of attainment",
    ),
    Truth(
        "an objective without spread",
        "inside_sales, first_meetings, 20 % weight in last year's plan",
        "everybody's attainment of the year between 100 and 102 %",
        "a fifth of the target incentive is fixed pay: no spread, no steering",
    ),
    Truth(
        "a gate missed by a hair",
        "team Centre account managers, every second member; gate on focus_share at 80 % of target",
        "focus share 19.75 to 19.9 % of revenue where 20 % open the gate; it halves their variable pay",
        "a cluster within 1 point short of the hurdle in one team; nobody else is short of it at the year's end",
    ),
    Truth(
        "a windfall deal",
        "one hunter outside the South, closed on 20 August",
        "one deal of 60 % of the rep's revenue target of the year, the next largest is far smaller",
        "attainment and pay of one person hang on one deal; without it the rep is an ordinary one",
    ),
)


def example_tables(
    reps: int = REPS, seed: int = SEED, *, truths: bool = True, deals: bool = True
) -> dict[str, pd.DataFrame]:
    """The company's tables by name: roster, results, measures, deals and activities, and paid for the default company.

    `truths=False` gives the control company. `deals=False` leaves deals and activities out, for large companies.
    What was paid is known for the default size and seed only; elsewhere evaluate last year's plan.
    Raises PopulationError if `reps` is too small for three roles in three regions, or the seed negative.
    """
    _check(reps, seed)
    people = staff(reps, seed, truths)
    year = year_of(people, seed, truths)
    tables = {"roster": roster(people), "results": results_table(people, year), "measures": packaged_table("measures")}
    paid = _paid(reps, seed, truths)
    if paid is not None:
        tables["paid"] = paid
    if deals:
        tables |= {"deals": deals_table(people, year, seed), "activities": activities_table(people, year)}
    return tables


def example_population(reps: int = REPS, seed: int = SEED, *, truths: bool = True) -> Population:
    """The company as a population that plans can be evaluated on: what its tables say, made without them.

    This is the way to a million people, whose results table would have a hundred million rows.
    """
    _check(reps, seed)
    people = staff(reps, seed, truths)
    year, rows, who = year_of(people, seed, truths), roster(people), person_of_row(people)
    eligible = share_active(rows["start"].to_numpy(), rows["end"].to_numpy(), MONTHS)
    there = np.where(eligible > 0, 1.0, np.nan)
    paid = _paid(reps, seed, truths)
    measures = packaged_table("measures").to_dict("records")
    return Population(
        roster=rows,
        periods=MONTHS,
        definitions={row["measure"]: Measure(*row.values()) for row in measures},
        results={name: values[who] * there for name, values in year.shown().items()},
        targets={name: values[who] * there for name, values in year.targets.items()},
        eligible=eligible,
        paid=None if paid is None else paid.assign(period="")[["rep", "period", "paid"]],
        currency=CURRENCY,
    )


def scenario_texts() -> dict[str, str]:
    """Scenario name -> YAML text: last year's plan, and the one for next year that a manager has to defend."""
    return {name: _packaged(f"{name}.yaml") for name in SCENARIOS}


def write_example(
    directory: str | Path, reps: int = REPS, seed: int = SEED, *, truths: bool = True, deals: bool = True
) -> tuple[Path, ...]:
    """Write the company's tables as CSV and its two scenarios as YAML; answers the files, in order of their names.

    Same arguments, same bytes on every machine. Files of these names are replaced, others are left alone.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        f"{name}.csv": csv_text(table) for name, table in example_tables(reps, seed, truths=truths, deals=deals).items()
    }
    return _write(folder, texts | {f"{name}.yaml": text for name, text in scenario_texts().items()})


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV: ISO dates, decimal points, line feeds only."""
    return str(table.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n"))


def packaged_table(name: str) -> pd.DataFrame:
    """A table of the package: `measures` (how they combine) or `paid` (by last year's plan, default company)."""
    return pd.read_csv(StringIO(_packaged(f"{name}.csv")), keep_default_na=False)


def _check(reps: int, seed: int) -> None:
    problems = []
    if reps < FEWEST_REPS:
        says = f"{reps} people are too few for three roles in three regions"
        problems.append(Problem("example", says, f"Ask for at least {FEWEST_REPS}."))
    if seed < 0:
        problems.append(Problem("example", f"the seed {seed} is negative", "Choose zero or a positive whole number."))
    if problems:
        raise PopulationError(problems)


def _paid(reps: int, seed: int, truths: bool) -> pd.DataFrame | None:
    return packaged_table("paid").astype({"paid": np.float64}) if truths and (reps, seed) == (REPS, SEED) else None


def _packaged(name: str) -> str:
    return (files("compsim.population") / "company" / name).read_text(encoding="utf-8")


def _write(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    return tuple(folder / name for name in sorted(texts))
