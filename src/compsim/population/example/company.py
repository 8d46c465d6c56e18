"""The invented company: people, results, deals and plans that exist nowhere, with known truths planted in them.

It is the default of the command line and the app, the handbook's example and the test bed of the analyses: they must
find what `TRUTHS` lists, and nothing in the control company, which is the same company without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from compsim.calendar import share_active
from compsim.errors import PopulationError, Problem
from compsim.population.example.credited import credited_deals
from compsim.population.example.deals import ACTIVITIES, FOCUS_LINE, OPEN, WON
from compsim.population.example.files import write_parts
from compsim.population.example.parts import parts_of
from compsim.population.example.people import MONTHS, Staff, staff
from compsim.population.example.results import planted_in, year_of
from compsim.population.example.roster import person_of_row, roster
from compsim.population.people import Measure, Population

REPS = 72
SEED = 2025
FEWEST_REPS = 27  # three in each role and region; fewer leave no team to plant a truth in
CURRENCY = "EUR"
Progress = Callable[[str, float], None]
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
    parts = [tables for _, tables in parts_of(people, seed, truths=truths, deals=deals)]
    large = {name: pd.concat([tables[name] for tables in parts], ignore_index=True) for name in parts[0]}
    return _small_tables(people, seed, truths) | large


def example_population(reps: int = REPS, seed: int = SEED, *, truths: bool = True, deals: bool = False) -> Population:
    """The company as a population that plans can be evaluated on: what its tables say, made without them.

    This is the way to a million people, whose results table would have a hundred million rows. With `deals` the single
    won deals stand behind the results; they are made one by one, so that is for a company of hundreds.
    """
    _check(reps, seed)
    people = staff(reps, seed, truths)
    year = year_of(people, seed, planted_in(people) if truths else None)
    rows, who = roster(people), person_of_row(people)
    eligible = share_active(rows["start"].to_numpy(), rows["end"].to_numpy(), MONTHS)
    there = np.where(eligible > 0, 1.0, np.nan)
    paid = _paid(reps, seed, truths)
    single = example_tables(reps, seed, truths=truths)["deals"] if deals else None
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
        deals=None if single is None else credited_deals(single, rows, MONTHS),
    )


def example_records(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The single records behind the results of the company's tables: measure, rep, day, amount (the measure's unit).

    They are its decided deals and its first meetings; `tables` are those of `example_tables`.
    """
    deals, activities = tables["deals"], tables["activities"]
    won, decided = deals[deals["stage"] == WON], deals[deals["stage"] != OPEN]
    focus = won[won["product_line"] == FOCUS_LINE]
    met = activities[activities["type"] == ACTIVITIES["first_meetings"]].rename(columns={"date": "closed"})
    behind: dict[str, tuple[pd.DataFrame, Any]] = {
        "revenue": (won, won["amount"]),
        "margin": (won, won["margin"]),
        "focus_revenue": (focus, focus["amount"]),
        "wins": (won, 1.0),
        "offers": (decided, 1.0),
        "new_customers": (won[won["new_customer"]], 1.0),
        "first_meetings": (met, met["count"].astype(np.float64)),
    }
    parts = [
        pd.DataFrame({"measure": measure, "rep": rows["rep"], "day": rows["closed"], "amount": amount})
        for measure, (rows, amount) in behind.items()
    ]
    return pd.concat(parts, ignore_index=True)


def scenario_texts() -> dict[str, str]:
    """Scenario name -> YAML text: last year's plan, and the one for next year that a manager has to defend."""
    return {name: _packaged(f"{name}.yaml") for name in SCENARIOS}


def write_example(
    directory: str | Path,
    reps: int = REPS,
    seed: int = SEED,
    *,
    truths: bool = True,
    deals: bool = True,
    parquet: bool = False,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write the company's tables as CSV or Parquet and its two scenarios as YAML; the files, in order of their names.

    Same arguments, same tables on every machine. Files of these names are replaced when the new ones are complete;
    others are left alone. Memory depends on the number of people by their roster alone; `progress` hears what is being
    written and how much of it is behind, 0..1.
    """
    _check(reps, seed)
    folder, ending = Path(directory), "parquet" if parquet else "csv"
    folder.mkdir(parents=True, exist_ok=True)
    people = staff(reps, seed, truths)
    parts = parts_of(people, seed, truths=truths, deals=deals)
    written = write_parts(folder, [_small_tables(people, seed, truths)], ending, csv_text)
    written += write_parts(folder, _heard(parts, progress), ending, csv_text)
    for name, text in scenario_texts().items():
        written.append(folder / f"{name}.yaml")
        written[-1].write_bytes(text.encode("utf-8"))
    return tuple(sorted(written))


def csv_text(table: pd.DataFrame, *, header: bool = True) -> str:
    """A table as CSV: ISO dates, decimal points, line feeds only."""
    return str(table.to_csv(index=False, header=header, date_format="%Y-%m-%d", lineterminator="\n"))


def packaged_table(name: str) -> pd.DataFrame:
    """A table of the package: `measures` (how they combine) or `paid` (by last year's plan, default company)."""
    return pd.read_csv(StringIO(_packaged(f"{name}.csv")), keep_default_na=False)


def _heard(
    parts: Iterable[tuple[float, dict[str, pd.DataFrame]]], progress: Progress | None
) -> Iterator[dict[str, pd.DataFrame]]:
    for share, tables in parts:
        yield tables
        if progress is not None:
            progress("writing results and deals", share)


def _small_tables(people: Staff, seed: int, truths: bool) -> dict[str, pd.DataFrame]:
    """The tables that are made in one go: roster, measures, and paid where it is known."""
    paid = _paid(people.company, seed, truths)
    told = {"roster": roster(people), "measures": packaged_table("measures")}
    return told if paid is None else told | {"paid": paid}


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
