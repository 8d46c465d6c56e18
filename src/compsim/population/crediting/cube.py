"""The cube of a table's rows, settled: which code each of its cells has for each measure, and what follows from it.

All figures of the results and of the report are sums over the settled cube, except distinct counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from compsim.population.crediting.measures import CREDITED, NOT_ON_ROSTER, Facts
from compsim.population.crediting.people import Pieces
from compsim.population.crediting.shares import PLACES

Figures = list[dict[str, Any]]
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cube:
    """The settled cube of one table (n cells)."""

    facts: Facts
    cells: Any  # Arrow table (n): as `cube_of` says, code_i for each measure, team, on_roster

    def tally(self, index: int) -> Figures:
        """Rows, amount and returns of one measure by code and shown value."""
        rule = self.facts.rule_of[index]
        return self._added(self.cells, index, {"code": f"code_{index}", "shown": f"shown_{rule}"})

    def monthly(self, index: int, circle: str = "rep") -> Any:
        """Credited figures of one measure: Arrow table (n) of circle (rep or team), month, parts and actual, exact."""
        keys = {"circle": circle, "month": f"month_{self.facts.date(index)}"}
        return self._summed(self._credited(index), index, keys)

    def month_span(self) -> list[int]:
        """The first and the last month, counted from year 0, in which any measure credits a row; empty if none does."""
        spans = [self._credited(i).column(f"month_{self.facts.date(i)}") for i in range(len(self.facts.measures))]
        ends = [end.as_py() for months in spans for end in (compute.min(months), compute.max(months))]
        return sorted(month for month in ends if month is not None)

    def rows_by_month(self, index: int) -> dict[int, int]:
        """Rows that a measure credits, by month counted from year 0."""
        credited, month = self._credited(index), f"month_{self.facts.date(index)}"
        counted = credited.group_by(month).aggregate([("rows", "sum")])
        return dict(zip(counted.column(month).to_pylist(), counted.column("rows_sum").to_pylist(), strict=True))

    def people(self) -> tuple[set[str], set[str]]:
        """Reps on the roster who have rows, and those of them of whom any measure credits one."""
        on_roster = self.cells.filter(self.cells.column("on_roster"))
        credited = self.cells.filter(self._any_credited())
        return set(on_roster.column("rep").unique().to_pylist()), set(credited.column("rep").unique().to_pylist())

    def currencies(self) -> list[str]:
        """The currencies of the credited rows, if the table says them."""
        if "currency" not in self.cells.column_names:
            return []
        names = self.cells.filter(self._any_credited()).column("currency").unique().to_pylist()
        return sorted(name for name in names if name is not None)

    def blank(self, lookup: int | None) -> int:
        """How many rows have no key for a look-up table; None stands for the roster."""
        blank = (
            compute.is_null(self.cells.column("rep"))
            if lookup is None
            else compute.equal(self.cells.column(f"met_{lookup}"), 1)
        )
        return int(compute.sum(self.cells.filter(blank).column("rows")).as_py() or 0)

    def unmatched(self, lookup: int) -> int:
        """How many rows have a key without a partner in a look-up table."""
        loose = compute.equal(self.cells.column(f"met_{lookup}"), 2)
        return int(compute.sum(self.cells.filter(loose).column("rows")).as_py() or 0)

    def strangers(self) -> Figures:
        """Rows of reps who are not on the roster: value, rows, and of_i, what each measure would credit them."""
        named = compute.is_valid(self.cells.column("rep"))
        return self.loose(compute.and_(named, compute.invert(self.cells.column("on_roster"))), "rep", NOT_ON_ROSTER)

    def loose(self, mask: Any, key: str, reason: str = "") -> Figures:
        """Cells of a mask by key: value, rows, and of_i, the figure of each measure with this reason, or credited."""
        table = self.cells.filter(mask)
        found: dict[str, dict[str, Any]] = {
            row[key]: {"value": row[key], "rows": row["rows_sum"]}
            for row in table.group_by(key).aggregate([("rows", "sum")]).to_pylist()
        }
        for index in range(len(self.facts.measures)):
            reasons = [step.reason for step in self.facts.steps(index)]
            code = reasons.index(reason) if reason else CREDITED
            part = table.filter(compute.equal(table.column(f"code_{index}"), code))
            for row in self._added(part, index, {"value": key}):
                found[row["value"]][f"of_{index}"] = row["actual"]
        return list(found.values())

    def _credited(self, index: int) -> Any:
        return self.cells.filter(compute.equal(self.cells.column(f"code_{index}"), CREDITED))

    def _any_credited(self) -> Any:
        passes = [compute.equal(self.cells.column(f"code_{i}"), CREDITED) for i in range(len(self.facts.measures))]
        found = passes[0]
        for other in passes[1:]:
            found = compute.or_(found, other)
        return found

    def _added(self, cells: Any, index: int, keys: dict[str, str]) -> Figures:
        """The same sums row by row, the measure's figure as a decimal."""
        rows: Figures = self._summed(cells, index, keys).to_pylist()
        return [{**row, "actual": Decimal(row["actual"])} for row in rows]

    def _summed(self, cells: Any, index: int, keys: dict[str, str]) -> Any:
        """Sums over cells by some keys: rows, parts, amount, returns, returned, and actual, the measure's figure."""
        column = self.facts.measures[index][1].amount
        names = {"rows": "rows", "parts": "parts"}
        if column is not None:
            at = self.facts.amounts.index(column)
            names |= {"amount": f"amount_{at}", "returns": f"returns_{at}", "returned": f"returned_{at}"}
        sums = cells.group_by(list(keys.values())).aggregate([(name, "sum") for name in names.values()])
        columns = {word: sums.column(name) for word, name in keys.items()}
        columns |= {word: sums.column(f"{name}_sum") for word, name in names.items()}
        actual = columns["parts" if column is None else "amount"]
        return pa.table({**columns, "actual": compute.coalesce(actual, pa.scalar(0, actual.type))})


def settled(facts: Facts, cells: Any, pieces: Pieces) -> Cube:
    """Give each cell of the cube its code for each measure: the roster decides where the rows' own steps do not."""
    on_roster, active, team = _resolved(facts, cells, pieces)
    made = {"team": pa.array(team, pa.string()), "on_roster": pa.array(on_roster)}
    for index in range(len(facts.measures)):
        own = cells.column(f"rule_{facts.rule_of[index]}").to_numpy()
        made[f"code_{index}"] = pa.array(_codes(facts, index, own, cells, on_roster, active[facts.date(index)]))
    for name, values in made.items():
        cells = cells.append_column(name, values)
    return Cube(facts, _exact(cells, PLACES if facts.rows.shared else 0))


def _codes(facts: Facts, index: int, own: Codes, cells: Any, on_roster: Any, active: Any) -> Codes:
    column = facts.measures[index][1].column
    first = len(facts.rules[facts.rule_of[index]].steps)  # the roster's codes follow the rule's own
    blank = np.zeros(len(own), dtype=bool)
    if column is not None:
        blank = cells.column(f"blank_{facts.columns.index(column)}").to_numpy()
    passed = own == CREDITED
    conditions = [~passed, ~on_roster, ~active, blank]
    return np.select(conditions, [own, first, first + 1, first + 2], CREDITED).astype(np.int64)


def _resolved(facts: Facts, cells: Any, pieces: Pieces) -> tuple[Any, list[Any], Any]:
    """Of each cell: whether the rep is on the roster, on the plan (by date), and in which team on the first date."""
    known = pieces.frame[["rep", "piece", "team", "active"]]
    reps = cells.column("rep").to_pandas()
    active, teams = [], []
    for date in range(len(facts.rows.dates)):
        found = pd.DataFrame({"rep": reps, "piece": cells.column(f"piece_{date}").to_numpy()})
        met = found.merge(known, on=["rep", "piece"], how="left")
        active.append(met["active"].eq(True).to_numpy())
        teams.append(met["team"].astype(object).where(met["team"].notna(), None))
    on_roster = reps.isin(set(known["rep"])).to_numpy()
    return on_roster, active, teams[0].to_list()


def _exact(cells: Any, places: int) -> Any:
    """The same with figures wide enough to be added up; those in parts of shares with their point moved left."""
    for at, field in enumerate(cells.schema):
        shared = field.name == "parts" or field.name.startswith(("amount_", "returned_"))
        if shared and (pa.types.is_decimal(field.type) or places):
            scale = field.type.scale if pa.types.is_decimal(field.type) else 0
            wide = cells.column(at).cast(pa.decimal128(38, scale)).combine_chunks()
            moved = pa.decimal128(38, scale + places)  # the same digits under another point
            cells = cells.set_column(at, field.name, pa.Array.from_buffers(moved, len(wide), wide.buffers()))
    return cells
