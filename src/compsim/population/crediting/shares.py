"""Shared credit: a row for each person of a deal, with shares that add to its allocation exactly.

The identity that is checked: amount in × allocation = amounts credited + amounts set aside. Amount × share is kept with
all its decimals; nothing is rounded, so no cent has to be given to anybody. Shares written as thirds miss their
allocation by a hair: up to SHARE_DIGITS the largest share takes the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa

from compsim.errors import MappingError, Problem
from compsim.population.cells import plural
from compsim.population.crediting.run import Run
from compsim.population.crediting.sources import Source, is_blank
from compsim.population.mapping.credit_checks import SHARE_DIGITS
from compsim.population.mapping.parts import Mapping, Table
from compsim.population.mapping.tables import MOST_ALLOCATED, REST, CreditPart

UNIT = 10**8  # shares are whole numbers of these parts: amount × share stays exact, whatever the database
PLACES = 8
MOST_NAMED = 5
BEYOND = 9  # no share is that large
Columns = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Shared:
    """The rows of a table, one for each person who shares them."""

    rows: Any  # Ibis table with rep and __share (in parts of UNIT)
    whole: Any  # Ibis table of the rows before, with __parts (how many people) and __allocated (in parts of UNIT)


def share_out(run: Run, mapping: Mapping, name: str, rows: Any, shares: Source | None) -> Shared | None:
    """Give each row to the people who share it; None where rep has all of it.

    Raises MappingError with the deals whose shares do not add up.
    """
    table = mapping.tables[name]
    if table.credit:
        return _by_columns(run, mapping, name, rows)
    return None if shares is None else _by_table(run, mapping, name, rows, shares)


def _by_columns(run: Run, mapping: Mapping, name: str, rows: Any) -> Shared:
    table = mapping.tables[name]
    given = [_given(table, part, rows) for part in table.credit]
    _check_columns(run, mapping, name, rows, given)
    shares = _exact(given, table.allocation)
    parts = [
        rows.mutate(rep=rows[part.rep], __share=share.cast("int32")).filter(ibis._["__share"] > 0)
        for part, share in zip(table.credit, shares, strict=True)
    ]
    count = reduce(add, ((share > 0).cast("int64") for share in shares))
    whole = rows.mutate(__parts=count, __allocated=reduce(add, shares).cast("int32"))
    return Shared(reduce(lambda one, other: one.union(other), parts), whole)


def _given(table: Table, part: CreditPart, rows: Any) -> Any:
    """A part's share as the mapping says it, 0 where it has none."""
    fixed = [_stated(other, rows) for other in table.credit if other.share != REST]
    if part.share != REST:
        share = _stated(part, rows)
        leaves = any(other.share == REST for other in table.credit)
        return ibis.cases((is_blank(rows[part.rep]), _units(0)), else_=share) if leaves else share
    held = [
        ibis.cases((is_blank(rows[other.rep]), _units(0)), else_=share)
        for other, share in zip([p for p in table.credit if p.share != REST], fixed, strict=True)
    ]
    return _units(table.allocation) - reduce(add, held, _units(0))


def _stated(part: CreditPart, rows: Any) -> Any:
    if isinstance(part.share, str):
        stated = rows[part.share].clip(-BEYOND, BEYOND) * UNIT
        return ibis.coalesce(stated.cast("int64"), _units(0))
    return _units(part.share)


def _exact(given: list[Any], allocation: float) -> list[Any]:
    """Shares that add to the allocation: the first of the largest takes what is missing."""
    missing = _units(allocation) - reduce(add, given)
    largest = ibis.greatest(*given)
    shares, taken = [], ibis.literal(False)
    for share in given:
        takes = (share == largest) & ~taken
        shares.append((share + ibis.cases((takes, missing), else_=_units(0))).cast("int32"))
        taken = taken | takes
    return shares


def _check_columns(run: Run, mapping: Mapping, name: str, rows: Any, given: list[Any]) -> None:
    table = mapping.tables[name]
    off = (reduce(add, given) - _units(table.allocation)).abs() > SHARE_DIGITS * UNIT
    wrong = reduce(or_, ((share < 0) | (share > UNIT) for share in given), off)
    named = rows["deal"].cast("string") if "deal" in rows.columns else ibis.null("string")
    found = rows.filter(wrong).select(deal=named)
    count = int(run.ask(found.aggregate(rows=found.count()), "adding up shares", 0.3, 0.3).column(0)[0].as_py())
    if count:
        first = run.ask(found.order_by("deal").limit(MOST_NAMED), "adding up shares", 0.3, 0.3)
        deals = [deal for deal in first.column(0).to_pylist() if deal is not None]
        raise MappingError([mapping.problem(("tables", name, "credit"), *_wrong(count, deals, table.allocation))])


def _wrong(count: int, deals: list[str], allocation: float) -> tuple[str, str]:
    shown = ", ".join(f"'{deal}'" for deal in deals)
    says = f"{count:,} rows have shares that do not add to {allocation:.10g}" + (f": {shown}" if shown else "")
    return says, "Write shares between 0 and 1 such as 0.7 or 70%, or state what they add to under allocation."


def _by_table(run: Run, mapping: Mapping, name: str, rows: Any, shares: Source) -> Shared:
    named = mapping.credits_of(name) or ""
    listed = _listed(mapping, name, named, shares)
    parts = run.table(f"__parts_{name}", _arrow(listed, ["deal", "rep", "share"]))
    sums = listed.groupby("deal", sort=False).agg(parts=("share", "size"), allocated=("share", "sum")).reset_index()
    totals = run.table(f"__allocated_{name}", _arrow(sums, ["deal", "parts", "allocated"]))
    met = rows.left_join(parts, rows["deal"] == parts["__deal"])
    split = ~is_blank(met["__deal"])
    own = met["rep"] if "rep" in rows.columns else ibis.null("string")
    share = ibis.coalesce(met["__share"], _units(1)).cast("int32")
    credited = met.mutate(rep=ibis.cases((split, met["__rep"]), else_=own), __share=share)
    credited = credited.mutate(__unshared=~split).drop("__deal", "__rep")
    whole = rows.left_join(totals, rows["deal"] == totals["__deal"])
    parts_of, ratio = ibis.coalesce(whole["__parts"], 1), ibis.coalesce(whole["__allocated"], _units(1)).cast("int32")
    return Shared(credited, whole.mutate(__parts=parts_of, __allocated=ratio))


def _listed(mapping: Mapping, name: str, named: str, shares: Source) -> pd.DataFrame:
    """The table of shares: deal, rep, share in whole parts of UNIT that add to the allocation of each deal."""
    frame = shares.rows.to_pyarrow().to_pandas()
    _check_allocations(mapping, named, frame)
    allocation = frame["allocation"] if "allocation" in frame else pd.Series(None, index=frame.index, dtype=object)
    stated = allocation.astype("float64").fillna(mapping.tables[name].allocation)
    units = np.rint(frame["share"].astype("float64").fillna(0.0) * UNIT).astype("int64")
    listed = pd.DataFrame({"deal": frame["deal"], "rep": frame["rep"], "share": units, "due": np.rint(stated * UNIT)})
    listed = listed[listed["deal"].notna()].reset_index(drop=True)
    due = listed.groupby("deal")["due"].transform("first").astype("int64")
    missing = due - listed.groupby("deal")["share"].transform("sum")
    wrong = (missing.abs() > SHARE_DIGITS * UNIT) | ~listed["share"].between(1, UNIT) | (listed["due"] != due)
    if wrong.any():
        deals = list(dict.fromkeys(listed.loc[wrong, "deal"].sort_values()))
        shown = ", ".join(f"'{deal}'" for deal in deals[:MOST_NAMED])
        says = f"{named}: the shares of {plural(len(deals), 'deal')} do not add to the allocation: {shown}"
        fix = "Write shares such as 0.7 or 70% that add to 1, or state what they add to under allocation."
        raise MappingError([mapping.problem(("tables", named), says, fix)])
    takes = listed.groupby("deal")["share"].idxmax().to_numpy()
    listed.loc[takes, "share"] += missing[takes]
    return listed


def _check_allocations(mapping: Mapping, named: str, frame: pd.DataFrame) -> None:
    if "allocation" in frame and (frame["allocation"].astype("float64") > MOST_ALLOCATED).any():
        says = f"{named}: an allocation is above {MOST_ALLOCATED}"
        fix = "Write what the shares of a deal add to: 1, or 2 where it is credited twice over."
        raise MappingError([mapping.problem(("tables", named), says, fix)])


def _arrow(frame: pd.DataFrame, columns: list[str]) -> Any:
    """Columns for the database."""
    kinds = {"deal": pa.string(), "rep": pa.string(), "share": pa.int32(), "allocated": pa.int32(), "parts": pa.int64()}
    cells = {name: frame[name].astype(object).where(frame[name].notna(), None).to_list() for name in columns}
    return pa.table({f"__{name}": pa.array(cells[name], kinds[name]) for name in columns})


def _units(value: float) -> Any:
    return ibis.literal(round(value * UNIT), "int64")


def loose_shares(run: Run, mapping: Mapping, name: str, deals: Source, shares: Source | None) -> Iterator[Problem]:
    """Warnings where the table of shares names deals that are not there, or none at all."""
    named = mapping.credits_of(name)
    if named is None or shares is None:
        return
    nameless = int(shares.rows.filter(is_blank(shares.rows["deal"])).count().to_pyarrow().as_py())
    if nameless:
        says = f"{plural(nameless, 'row')} of {named} without a deal"
        yield mapping.problem(("tables", named, "columns", "deal"), says, "Their shares credit nobody.", "warning")
    totals = run.con.table(f"__allocated_{name}")
    found = (
        totals.anti_join(deals.rows, totals["__deal"] == deals.rows["deal"])
        .select(deal=ibis._["__deal"])
        .order_by("deal")
    )
    unknown = run.ask(found, "looking for shares without a deal", 0.6, 0.6).column(0).to_pylist()
    if unknown:
        shown = ", ".join(f"'{deal}'" for deal in unknown[:MOST_NAMED])
        says = f"{plural(len(unknown), 'deal')} of {named} not in {name}: {shown}"
        yield mapping.problem(("tables", named), says, "Their shares credit nobody.", "warning")
