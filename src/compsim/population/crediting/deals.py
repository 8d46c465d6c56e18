"""Credited deals one by one, for plans that pay per deal: the table `deal_credits` of the data contract.

Its rows add up to the results: amount × share by rep, measure and period. What is set aside is not in it; where only a
part of a deal's shares is credited, that part is the deal's allocation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pandas as pd

from compsim.calendar import period_label
from compsim.errors import MappingError, Problem
from compsim.population.cells import plural
from compsim.population.crediting.cube import Cube
from compsim.population.crediting.measures import Facts, is_credited, month_number
from compsim.population.crediting.people import Pieces
from compsim.population.crediting.run import Run
from compsim.population.crediting.shares import UNIT
from compsim.population.mapping.parts import Mapping
from compsim.population.mapping.tables import REST
from compsim.population.tables import FIELDS

OWN = tuple(FIELDS["deal_credits"])  # deal, rep, measure, period, day, amount, share, allocation
MOST_NAMED = 5


def deals_frame(run: Run, cubes: Sequence[Cube], pieces: Pieces, mapping: Mapping) -> pd.DataFrame:
    """Every credited deal: deal, rep, measure, period, day, amount, share, allocation and the deal's attributes.

    Raises MappingError with the deals that have no name or stand in several rows.
    """
    parts = [
        _credited(run, cube.facts, index, pieces, mapping)
        for cube in cubes
        for index, (_, rule) in enumerate(cube.facts.measures)
        if rule.rule in ("sum", "count") and "deal" in mapping.tables[cube.facts.name].columns
    ]
    problems = [problem for part in parts for problem in _problems(part, mapping)]
    if problems:
        raise MappingError(dict.fromkeys(problems))
    frame = pd.concat(parts, ignore_index=True)
    frame["allocation"] = frame.groupby(["deal", "measure"])["share"].transform("sum").round(9)
    attributes = [name for name in frame if name not in (*OWN, "table")]
    ordered = frame.sort_values(["deal", "measure", "rep"], kind="stable", ignore_index=True)
    return ordered[[*OWN, *attributes]]


def _credited(run: Run, facts: Facts, index: int, pieces: Pieces, mapping: Mapping) -> pd.DataFrame:
    rows, date = facts.rows.rows, facts.date(index)
    measure, rule = facts.measures[index]
    day = rows[facts.rows.dates[date]]
    named = {
        "deal": rows["deal"].cast("string"),
        "rep": rows["rep"],
        "__piece": rows[f"__piece_{date}"],
        "__month": month_number(day),
        "day": day,
        "amount": rows[rule.sum].cast("string") if rule.sum else ibis.literal("1"),
        "share": rows["__share"].cast("float64") / UNIT if facts.rows.shared else ibis.literal(1.0),
    }
    attributes = {name: _attribute(rows[name]) for name in _attributes(facts, mapping)}
    question = rows.filter(is_credited(facts, index)).select(**named, **attributes)
    found = run.ask(question, f"listing the deals of {measure}", 0.98, 0.99).to_pandas()
    active = pieces.frame.loc[pieces.frame["active"], ["rep", "piece"]].rename(columns={"piece": "__piece"})
    met = found.merge(active, on=["rep", "__piece"])
    labels = {month: period_label(int(month), 1) for month in met["__month"].unique()}
    met = met.assign(measure=measure, period=met["__month"].map(labels), table=facts.name, allocation=1.0)
    amounts = np.array([float(Decimal(amount)) for amount in met["amount"]], dtype="float64")
    days = pd.to_datetime(met["day"]).astype("datetime64[us]")
    listed: pd.DataFrame = met.assign(amount=amounts, day=days).drop(columns=["__piece", "__month"])
    return listed


def _attributes(facts: Facts, mapping: Mapping) -> Iterator[str]:
    """What else is known about a deal: its other columns and those of the joined tables."""
    table = mapping.tables[facts.name]
    people = {name for part in table.credit for name in (part.rep, str(part.share)) if name != REST}
    tables = (facts.name, *(lookup for lookup, _ in facts.rows.lookups))
    labels = dict.fromkeys(label for name in tables for label in mapping.tables[name].columns)
    return (label for label in labels if label not in OWN and label not in people)


def _attribute(cells: Any) -> Any:
    if cells.type().is_decimal():
        return cells.cast("float64")
    return ibis.coalesce(cells.cast("string"), "")


def _problems(part: pd.DataFrame, mapping: Mapping) -> Iterator[Problem]:
    path = ("tables", str(part["table"].iloc[0]), "columns", "deal") if len(part) else ()
    blank = int(part["deal"].isna().sum())
    if blank:
        says = f"{plural(blank, 'credited row')} without a deal cannot be handed on one by one"
        yield mapping.problem(path, says, "Fill the column, or leave out deals: true.")
    twice = part.loc[part.duplicated(["deal", "rep", "day"]), "deal"].dropna().unique()
    if len(twice):
        shown = ", ".join(f"'{deal}'" for deal in sorted(twice)[:MOST_NAMED])
        says = f"deals that credit somebody twice on one day cannot be handed on one by one: {shown}"
        yield mapping.problem(path, says, "Map a column that names each row, or leave out deals: true.")
