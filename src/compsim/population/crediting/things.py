"""Distinct counts: in which month a circle of people meets a thing for the first time in a month, quarter or year.

One scan finds the months of each plan year in which a rep met a thing, as twelve bits. Every circle and stretch is read
from them: no stretch reaches over the end of a plan year. What the people below a manager met is not counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

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
    met, trimmed = _met(run, facts, index, pieces, year_starts)
    once = pieces.several().empty and trimmed  # a rep's things stand there once a year
    counts: dict[tuple[Credit, Stretch], Counts] = {}
    for credit, circle in CIRCLES.items():
        question = _patterns(met, circle, told_once=once and circle == "rep")
        found = _Patterns.of(run.ask(question, "counting distinct things", 0.85, 0.95))
        for stretch in STRETCHES:
            counts[credit, stretch] = found.first_in(MONTHS_IN[stretch], year_starts)
    return counts


def _met(run: Run, facts: Facts, index: int, pieces: Pieces, year_starts: int) -> tuple[Any, bool]:
    """Who (rep and team) met which thing in which plan year, and in which of its months: bits of a number.

    Also whether every thing stands there without spaces around it. Narrow numbers let more rows fit into memory.
    """
    rows, column, date = facts.rows.rows, facts.measures[index][1].count_distinct, facts.date(index)
    month = (month_number(rows[facts.rows.dates[date]]) - (year_starts - 1)).cast("int32")
    keys = {"rep": rows["rep"], "piece": rows[f"__piece_{date}"].cast("int32"), "thing": rows[column], "month": month}
    counted = rows.filter(is_credited(facts, index)).select(**keys)
    bit = (ibis.literal(1, "int32") << (counted["month"] % YEAR)).cast("int16")
    yearly = counted.select("rep", "piece", "thing", year=(counted["month"] // YEAR).cast("int16"), bit=bit)
    question = yearly.group_by(["rep", "piece", "thing", "year"]).agg(bits=yearly["bit"].bit_or())
    kept = run.keep(f"__met_{facts.name}_{index}", question, "finding distinct things", 0.6, 0.85)
    met = kept.join(_people(run, pieces), ["rep", "piece"])
    if column not in facts.rows.source.untrimmed or not _padded(run, kept):
        return met, True
    return met.mutate(thing=met["thing"].cast("string").strip()), False


def _padded(run: Run, kept: Any) -> bool:
    """Whether any thing begins or ends with a sign that could be a space."""
    thing = kept["thing"].cast("string")
    found = run.ask(
        kept.aggregate(padded=((thing < "!") | (thing.right(1) < "!")).any()), "finding distinct things", 0.85, 0.85
    )
    return bool(found.column(0)[0].as_py())


def _people(run: Run, pieces: Pieces) -> Any:
    """The pieces of time in which people are on the plan, as a table of the database."""
    active = pieces.frame[pieces.frame["active"]]
    kinds = {"rep": pa.string(), "piece": pa.int32(), "team": pa.string()}
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


@dataclass(frozen=True, eq=False)
class _Patterns:
    """In which months things are met (n patterns): how many things of each circle and plan year."""

    circles: NDArray[np.object_]  # (g) of each circle and plan year
    years: NDArray[np.int64]  # (g)
    group: NDArray[np.int64]  # (n) -> g
    bits: NDArray[np.int64]  # (n)
    things: NDArray[np.int64]  # (n)

    @classmethod
    def of(cls, table: Any) -> _Patterns:
        """Of an Arrow table of circle, year, bits, things."""
        coded = table.column("circle").combine_chunks().dictionary_encode()
        years, bits, things = (table.column(name).to_numpy().astype(np.int64) for name in ("year", "bits", "things"))
        first = int(years.min(initial=0))
        span = int(years.max(initial=0)) - first + 1
        group = coded.indices.to_numpy().astype(np.int64) * span + years - first
        names = np.repeat(np.array(coded.dictionary.to_pylist(), dtype=object), span)
        return cls(names, np.tile(np.arange(span) + first, len(coded.dictionary)), group, bits, things)

    def first_in(self, length: int, year_starts: int) -> Counts:
        """In which month of each stretch of so many months the things are met first."""
        found = []
        for month in range(YEAR):
            until = (1 << month + 1) - (1 << month - month % length)  # from the stretch's first month to this one
            hit = (self.bits & until) == 1 << month
            counts = np.bincount(self.group[hit], weights=self.things[hit], minlength=len(self.circles))
            there = counts > 0
            found.append((self.circles[there], self.years[there] * YEAR + month + year_starts - 1, counts[there]))
        circles, months, actual = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return pd.DataFrame({"circle": pd.Series(circles, dtype="str"), "month": months, "actual": actual})
