"""The rows that are credited, as an Ibis expression: handed over, shared, joined to look-ups and to the roster's days.

No row is dropped: every join is a left join to a table in which a key stands once. The same expressions run on DuckDB,
PostgreSQL and the large warehouses; names and values reach them as identifiers and literals, never as SQL text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from compsim.errors import MappingError, Problem
from compsim.population.crediting.people import FIRST, LAST, Pieces
from compsim.population.crediting.run import Run
from compsim.population.crediting.shares import share_out
from compsim.population.crediting.sources import Source
from compsim.population.mapping.kinds import date_column, owner
from compsim.population.mapping.parts import Mapping

MOST_NAMED = 5


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of one credited table with everything that is known about them."""

    name: str
    rows: Any  # Ibis table: own and joined columns, rep, __share if shared, __found_x for a look-up, __piece_0 ...
    whole: Any  # Ibis table of the rows before they were shared, with __parts and __allocated if they are, and with
    # the look-up columns that are added up
    source: Source
    lookups: tuple[tuple[str, str], ...]  # look-up table and key
    dates: tuple[str, ...]  # date columns that decide months; __piece_i belongs to the i-th
    shares: Source | None  # the table of shares
    shared: bool
    handed: int  # rows that belong to another rep than the file says


def rows_of(run: Run, mapping: Mapping, name: str, sources: dict[str, Source], pieces: Pieces) -> Rows:
    """Everything known about a table's rows, one row for each person who shares a row."""
    source = sources[name]
    own, handed = _handed_over(run, mapping, name, source.rows, sources)
    shares = sources.get(mapping.credits_of(name) or "")
    shared = share_out(run, mapping, name, own, shares)
    rows = own if shared is None else shared.rows
    lookups = tuple((join.table, join.on) for join in mapping.joins if join.to == name)
    whole, paying = own if shared is None else shared.whole, _paying(mapping, name)
    for table, key in lookups:
        rows = _looked_up(rows, sources[table].rows, table, key)
        whole = _looked_up(whole, sources[table].rows, table, key) if table in paying else whole
    dates = tuple(dict.fromkeys(date_column(mapping, measure) for measure, _ in mapping.credited_measures(name)))
    rows = _with_pieces(run, rows, pieces, dates)
    return Rows(name, rows, whole, source, lookups, dates, shares, shared is not None, handed)


def found(lookup: str) -> str:
    """The column that says whether a row met its partner in a look-up table."""
    return f"__found_{lookup}"


def _paying(mapping: Mapping, name: str) -> set[str | None]:
    """The tables that the amounts of a table's measures come from."""
    return {owner(mapping, name, rule.amount) for _, rule in mapping.credited_measures(name) if rule.amount}


def _looked_up(rows: Any, lookup: Any, table: str, key: str) -> Any:
    keyed = lookup.drop_null(key).mutate(**{found(table): ibis.literal(True)}).rename(__key=key)
    return rows.left_join(keyed, rows[key] == keyed["__key"]).drop("__key")


def _with_pieces(run: Run, rows: Any, pieces: Pieces, dates: tuple[str, ...]) -> Any:
    """Add which piece of the rep's time each date falls into; 0 for reps who have one piece only."""
    several = pieces.several()
    if several.empty:
        return rows.mutate(**{f"__piece_{place}": ibis.literal(0, "int64") for place in range(len(dates))})
    table = run.table("__pieces", _days_table(several, ["rep", "piece", "first", "last"]))
    for place, date in enumerate(dates):
        named = table.rename({f"__{word}_{place}": f"__{word}" for word in ("rep", "piece", "first", "last")})
        day = ibis.coalesce(rows[date], ibis.date(str(FIRST)))
        inside = (day >= named[f"__first_{place}"]) & (day <= named[f"__last_{place}"])
        met = rows.left_join(named, [rows["rep"] == named[f"__rep_{place}"], inside])
        met = met.drop(*(f"__{word}_{place}" for word in ("rep", "first", "last")))
        rows = met.mutate(**{f"__piece_{place}": ibis.coalesce(met[f"__piece_{place}"], 0)})
    return rows


def _handed_over(run: Run, mapping: Mapping, name: str, rows: Any, sources: dict[str, Source]) -> tuple[Any, int]:
    """The rows with the rep who has them on their day, and how many changed hands."""
    given = next((part for part in mapping.reassignments if part.to == name), None)
    if given is None:
        return rows, 0
    frame = sources[given.table].rows.select(given.on, "rep", "start").to_pyarrow().to_pandas()
    frame = frame.rename(columns={given.on: "key", "start": "first"})
    _check_handovers(mapping, given.table, frame)
    frame = frame.sort_values(["key", "first"], kind="stable")
    following = pd.to_datetime(frame.groupby("key")["first"].shift(-1)) - pd.Timedelta(days=1)
    frame["last"] = following.fillna(pd.Timestamp(str(LAST)).as_unit("s")).astype("datetime64[s]")
    table = run.table(f"__handed_{name}", _days_table(frame, ["key", "rep", "first", "last"]))
    day = rows[mapping.period.date]
    inside = (day >= table["__first"]) & (day <= table["__last"])
    met = rows.left_join(table, [rows[given.on] == table["__key"], inside])
    changed = met.filter(~ibis.coalesce(met["__rep"], met["rep"]).identical_to(met["rep"]))
    handed = run.ask(changed.aggregate(rows=changed.count()), "handing over", 0.3, 0.3).column(0)[0].as_py()
    rep = ibis.coalesce(met["__rep"], met["rep"])
    return met.mutate(rep=rep).drop("__key", "__rep", "__first", "__last"), int(handed)


def _check_handovers(mapping: Mapping, table: str, frame: pd.DataFrame) -> None:
    problems: list[Problem] = []
    blank = int(frame.isna().any(axis=1).sum())
    if blank:
        says = f"{blank:,} handovers have a blank key, rep or start"
        problems.append(mapping.problem(("tables", table), says, "Fill the cells, or delete the rows."))
    twice = frame.loc[frame.duplicated(["key", "first"]), "key"].dropna()
    if len(twice):
        shown = ", ".join(f"'{key}'" for key in twice.unique()[:MOST_NAMED])
        says = f"{table} hands over {shown} twice on one day"
        problems.append(mapping.problem(("tables", table), says, "Keep one row for each key and day."))
    if problems:
        raise MappingError(problems)


def _days_table(frame: pd.DataFrame, columns: list[str]) -> Any:
    kinds = {"rep": pa.string(), "key": pa.string(), "piece": pa.int64(), "first": pa.date32(), "last": pa.date32()}
    made = {
        name: pa.array(frame[name].to_list() if kinds[name] != pa.date32() else _dates(frame[name]), kinds[name])
        for name in columns
    }
    return pa.table({f"__{name}": cells for name, cells in made.items()})


def _dates(days: pd.Series) -> list[Any]:
    if days.dtype == object:
        return list(days)
    return list(days.to_numpy().astype("datetime64[D]").astype(object))
