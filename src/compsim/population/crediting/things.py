"""Distinct counts: in which month a circle of people meets a thing for the first time in a month, quarter or year.

One scan finds the months of each plan year in which a rep met a thing, as twelve bits. Every circle and stretch is read
from them: no stretch reaches over the end of a plan year. What the people below a manager met is not counted here.
"""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from compsim.calendar import MONTHS_IN, STRETCHES, Stretch
from compsim.population.crediting.measures import Facts, is_credited, month_number
from compsim.population.crediting.people import Pieces
from compsim.population.crediting.run import Run
from compsim.population.people import Credit

YEAR = 12
CIRCLES: dict[Credit, str | None] = {"individual": "rep", "team": "team", "company": None}
Counts = pd.DataFrame  # circle (text), month (from year 0), actual


def first_met(
    run: Run, facts: Facts, index: int, pieces: Pieces, year_starts: int
) -> dict[tuple[Credit, Stretch], Counts]:
    """How many things each circle meets for the first time in each stretch, by month."""
    met = _met(run, facts, index, pieces, year_starts)
    once = pieces.several().empty and not facts.rows.source.untrimmed  # a rep's things stand there once a year
    counts: dict[tuple[Credit, Stretch], Counts] = {}
    for credit, circle in CIRCLES.items():
        question = _patterns(met, circle, told_once=once and circle == "rep")
        found = run.ask(question, "counting distinct things", 0.85, 0.95).to_pandas()
        for stretch in STRETCHES:
            counts[credit, stretch] = _first_in(found, MONTHS_IN[stretch], year_starts)
    return counts


def _met(run: Run, facts: Facts, index: int, pieces: Pieces, year_starts: int) -> Any:
    """Who (rep and team) met which thing in which plan year, and in which of its months: bits of a number."""
    rows, column, date = facts.rows.rows, facts.measures[index][1].count_distinct, facts.date(index)
    month = month_number(rows[facts.rows.dates[date]]) - (year_starts - 1)
    keys = {"rep": rows["rep"], "piece": rows[f"__piece_{date}"], "thing": rows[column], "year": month // YEAR}
    bit = ibis.literal(1, "int64") << (month % YEAR)
    counted = rows.filter(is_credited(facts, index)).select(**keys, bit=bit)
    question = counted.group_by(["rep", "piece", "thing", "year"]).agg(bits=counted["bit"].bit_or())
    kept = run.keep(f"__met_{facts.name}_{index}", question, "finding distinct things", 0.6, 0.85)
    met = kept.join(_people(run, pieces), ["rep", "piece"])
    return met.mutate(thing=met["thing"].cast("string").strip()) if column in facts.rows.source.untrimmed else met


def _people(run: Run, pieces: Pieces) -> Any:
    """The pieces of time in which people are on the plan, as a table of the database."""
    active = pieces.frame[pieces.frame["active"]]
    kinds = {"rep": pa.string(), "piece": pa.int64(), "team": pa.string()}
    return run.table(
        "__active", pa.table({name: pa.array(active[name].to_list(), kind) for name, kind in kinds.items()})
    )


def _patterns(met: Any, circle: str | None, *, told_once: bool) -> Any:
    """For each circle and plan year, how many things are met in which months."""
    who = met[circle] if circle else ibis.literal("")
    things = met.select(circle=who, thing=met["thing"], year=met["year"], bits=met["bits"])
    if not told_once:
        things = things.group_by(["circle", "thing", "year"]).agg(bits=things["bits"].bit_or())
    return things.group_by(["circle", "year", "bits"]).agg(things=things.count())


def _first_in(found: pd.DataFrame, length: int, year_starts: int) -> Counts:
    """In which month of each stretch of so many months the things are met first."""
    firsts = []
    for month in range(YEAR):
        until = (1 << month + 1) - (1 << month - month % length)  # from the stretch's first month to this one
        hit = found[(found["bits"] & until) == 1 << month]
        firsts.append(hit.assign(month=hit["year"] * YEAR + month + year_starts - 1))
    counts = pd.concat(firsts, ignore_index=True)
    summed: pd.DataFrame = counts.groupby(["circle", "month"], as_index=False)[["things"]].sum()
    return summed.rename(columns={"things": "actual"})
