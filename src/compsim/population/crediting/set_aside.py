"""The rows that nobody is credited for, one by one, so that somebody can mend them in the export.

What the mapping's own filters leave out, such as lost deals, is left out on purpose and not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from compsim.population.crediting.cube import Cube
from compsim.population.crediting.measures import CREDITED, NOT_ON_ROSTER, OFF_PLAN, Facts
from compsim.population.crediting.people import Pieces
from compsim.population.crediting.run import Run
from compsim.population.crediting.sources import is_blank

MOST_ROWS = 10_000  # listed of each table and rule; the account tells how many there are
FIRST_COLUMNS = ("table", "measures", "reason")


def rows_set_aside(run: Run, cubes: Sequence[Cube], pieces: Pieces) -> pd.DataFrame:
    """Rows that are set aside: table, measures, reason, then the row's own columns; empty where there is none.

    A row stands once for all measures that set it aside for one reason. At most MOST_ROWS of a table and rule.
    """
    known = pieces.frame[["rep", "piece", "active"]]
    reps = run.table("__reps_known", pa.table({"__known": pa.array(known["rep"].unique().tolist(), pa.string())}))
    away = known[~known["active"]]
    off = {"__off": pa.array(away["rep"].tolist(), pa.string()), "__at": pa.array(away["piece"].tolist(), pa.int64())}
    found = [
        part
        for cube in cubes
        for part in _of_table(run, cube.facts, reps, run.table(f"__off_{cube.facts.name}", pa.table(off)))
    ]
    filled = [part for part in found if len(part)]
    if not filled:
        return pd.DataFrame(columns=list(FIRST_COLUMNS))
    listed = pd.concat(filled, ignore_index=True)
    own = [name for name in listed if name not in FIRST_COLUMNS]
    keys = ["table", "reason", *own]
    numbered = listed.assign(__copy=listed.groupby(["measures", *keys], dropna=False).cumcount())  # copies stay apart
    grouped = numbered.groupby([*keys, "__copy"], sort=False, dropna=False)["measures"].agg(", ".join)
    together = grouped.reset_index()
    return together[[*FIRST_COLUMNS, *map(str, own)]]


def _of_table(run: Run, facts: Facts, reps: Any, off: Any) -> Iterator[pd.DataFrame]:
    for index, (measure, _) in enumerate(facts.measures):
        question = _question(facts, index, reps, off)
        rows = run.ask(question.limit(MOST_ROWS), f"listing rows set aside from {measure}", 0.98, 0.99)
        yield rows.to_pandas().assign(table=facts.name, measures=measure)


def _question(facts: Facts, index: int, reps: Any, off: Any) -> Any:
    """The rows with a reason that is not the mapping's own choice, and the reason in words."""
    rule = facts.rules[facts.rule_of[index]]
    codes = ibis.cases(*((step.fails, n) for n, step in enumerate(rule.steps)), else_=CREDITED)
    rows = facts.rows.rows.mutate(__code=codes)
    chosen = [n for n, step in enumerate(rule.steps) if step.chosen]
    rows = rows.filter(~rows["__code"].isin(chosen)) if chosen else rows
    met = rows.left_join(reps, rows["rep"] == reps["__known"])
    met = met.left_join(off, [met["rep"] == off["__off"], met[f"__piece_{rule.date}"] == off["__at"]])
    reasons = [(met["__code"] == n, step.reason) for n, step in enumerate(rule.steps) if not step.chosen]
    reasons += [(is_blank(met["__known"]), NOT_ON_ROSTER), (~is_blank(met["__off"]), OFF_PLAN)]
    column = facts.measures[index][1].column
    if column:
        blank = is_blank(met[column], untrimmed=column in facts.rows.source.untrimmed)
        reasons.append((blank, f"{column} is blank"))
    told = met.mutate(__why=ibis.cases(*reasons, else_=ibis.null("string")))
    own = {_own_name(name): _cells(told[name]) for name in facts.rows.source.rows.columns}
    return told.filter(~is_blank(told["__why"])).select(reason=told["__why"], **own)


def _cells(column: Any) -> Any:
    return column.cast("float64") if column.type().is_decimal() else column.cast("string")


def _own_name(column: str) -> str:
    return f"{column}_" if column in FIRST_COLUMNS else column
