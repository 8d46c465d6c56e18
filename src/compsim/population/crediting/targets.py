"""Targets of an export: each is given to the person it names, or set aside with its reason; none is split or spread.

A target of a quarter or a year is handed on as it is, in a row of its own; it counts at the end of its time, as every
figure that comes by a longer period than the others (see `assembly`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from compsim.calendar import parse_period, period_label
from compsim.errors import MappingError, Problem
from compsim.population.crediting.accounts import join_notes
from compsim.population.crediting.measures import NOT_ON_ROSTER, kept
from compsim.population.crediting.people import Pieces
from compsim.population.crediting.report import (
    MOST_LISTED,
    Account,
    JoinAccount,
    SetAside,
    Unmatched,
)
from compsim.population.crediting.run import Run
from compsim.population.export.periods import WRITE, periods_of
from compsim.population.export.reading import Export
from compsim.population.mapping.parts import ROSTER, TARGETS, Mapping
from compsim.population.mapping.target_checks import measures_across
from compsim.population.spelling import close_to

LEFT_OUT = "left out by the where of the targets"
OFF_PLAN = "rep is not on the plan in that period"
BEYOND = "period reaches beyond the months that are credited, {} to {}"
MOST_NAMED = 5
COLUMNS = ("rep", "measure", "period", "target")


@dataclass(frozen=True, eq=False)
class Targets:
    """What became of the targets of an export."""

    rows: pd.DataFrame  # rep, measure, period, target (the measure's unit): those that are given to somebody
    accounts: tuple[Account, ...] = ()  # one for each measure: rows and sums in the file, given, set aside
    joins: tuple[JoinAccount, ...] = ()  # how they met the roster
    assumptions: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


def targets_of(run: Run, mapping: Mapping, export: Export, pieces: Pieces, months: Sequence[int]) -> Targets:
    """The targets of the mapping's table of them, none where it has no such table.

    `months` are the credited ones, counted from year 0. Raises MappingError for texts that name no period and for
    targets that cover one person's time twice.
    """
    if TARGETS not in mapping.tables:
        return Targets(pd.DataFrame(columns=list(COLUMNS)))
    table = export.tables[TARGETS]
    cells = _long(mapping, table, _labels(mapping, table), _passing(run, mapping, table))
    frame = cells.drop(["target"]).to_pandas()
    figures = cells.column("target").to_pylist()  # Arrow's own cast to floats misses the nearest one
    frame["target"] = np.array([np.nan if figure is None else float(figure) for figure in figures], dtype=np.float64)
    frame["reason"] = _reasons(mapping, frame, pieces, months)
    given = frame[frame["reason"] == ""]
    _refuse_twice(mapping, given)
    known = list(dict.fromkeys(pieces.frame["rep"]))
    accounts = tuple(_accounts(mapping, cells.append_column("reason", pa.array(frame["reason"], pa.string()))))
    join = _met(frame, cells, known, accounts)
    notes = (*join_notes([join], mapping), *_notes(mapping, accounts))
    rows = given[list(COLUMNS)].reset_index(drop=True)
    return Targets(rows, accounts, (join,), tuple(_assumed(mapping, given)), notes)


def with_targets(results: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Results with their targets: beside the actual of the same period, else in a row of their own without actual."""
    if rows.empty:
        return results
    keys = ["rep", "measure", "period"]
    own = results["stretch"].fillna("") == "" if "stretch" in results else pd.Series(True, index=results.index)
    beside = results[keys].merge(rows, on=keys, how="left")["target"].to_numpy()
    told = results.assign(target=np.where(own, beside, np.nan))
    there = pd.MultiIndex.from_frame(results.loc[own, keys])
    apart = rows[~pd.MultiIndex.from_frame(rows[keys]).isin(there)].assign(actual=np.nan)
    blank = {name: "" for name in ("stretch", "credit") if name in results}
    columns = [*COLUMNS[:3], "actual", "target", *blank]
    return pd.concat([told[columns], apart.assign(**blank)[columns]], ignore_index=True)


# ── the rows of the file ─────────────────────────────────────────────────────────────────────────────────────────────


def _passing(run: Run, mapping: Mapping, table: Any) -> Any:
    """Whether each row passes the table's own `where`."""
    places = pa.array(range(table.num_rows), pa.int64())
    if not mapping.tables[TARGETS].where:
        return pa.repeat(pa.scalar(True), table.num_rows)
    rows = run.table("__targets_placed", table.append_column("__place", places))
    found = run.ask(kept(mapping, TARGETS, rows).select("__place"), "looking at the targets", 0.6, 0.6)
    return compute.is_in(places, value_set=found.column("__place").combine_chunks())


def _labels(mapping: Mapping, table: Any) -> Any:
    """The period of each row, missing where its cell is blank; MappingError for texts that are none."""
    if "date" in table.column_names:
        return compute.strftime(table.column("date"), format="%Y-%m").combine_chunks()
    frame = pd.DataFrame({"text": table.column("period").to_pylist()})
    frame["year"] = table.column("year").to_pylist() if "year" in table.column_names else ""
    pairs = frame[frame["text"].notna()].fillna("").drop_duplicates()
    found = periods_of(pairs["text"].tolist(), pairs["year"].tolist())
    bad = [text for text, label in zip(pairs["text"], found.labels, strict=True) if label is None]
    if bad:
        raise MappingError([_no_period(mapping, found.ask, bad, year="year" in table.column_names)])
    label_of = dict(zip(pairs.itertuples(index=False, name=None), found.labels, strict=True))
    cells = frame.fillna({"year": ""}).itertuples(index=False, name=None)
    return pa.array([label_of.get(pair) for pair in cells], pa.string())


def _no_period(mapping: Mapping, ask: str, bad: Sequence[str], *, year: bool) -> Problem:
    shown = ", ".join(f"'{text}'" for text in bad[:MOST_NAMED]) + (" …" if len(bad) > MOST_NAMED else "")
    says = f"{len(bad):,} texts name no period: {shown}" if len(bad) > 1 else f"{shown} names no period"
    more = "" if year else " If the year stands apart, add year: and its column, or {value: 2025}."
    fix = f"{WRITE} Or say what is meant: values: {{period: {{{bad[0]}: 2025-Q1}}}}.{more}"
    place = ("tables", TARGETS, "columns", "period")
    return mapping.problem(place, f"{says}; {ask}" if ask else says, fix)


def _long(mapping: Mapping, table: Any, labels: Any, passes: Any) -> Any:
    """An Arrow table with a row for each target: rep, measure, period, passes, target (exact)."""
    said = {"rep": table.column("rep"), "period": labels, "passes": passes}
    across = measures_across(mapping)
    if not across:
        return pa.table({**said, "measure": table.column("measure"), "target": table.column("target")})
    names = (pa.repeat(pa.scalar(name, pa.string()), table.num_rows) for name in across)
    parts = zip(across, names, strict=True)
    exact = pa.decimal128(38, 6)
    return pa.concat_tables(
        pa.table({**said, "measure": words, "target": table.column(name).cast(exact)}) for name, words in parts
    )


# ── who is meant ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _reasons(mapping: Mapping, frame: pd.DataFrame, pieces: Pieces, months: Sequence[int]) -> Any:
    """Why each target is given to nobody; empty where it is given (n)."""
    first, last = _months(frame["period"].fillna(period_label(months[0], 1)))
    time = "date" if "date" in mapping.tables[TARGETS].columns else "period"
    beyond = (first < months[0]) | (last > months[-1])
    tests = {
        LEFT_OUT: ~frame["passes"],
        "rep is blank": frame["rep"].isna(),
        "measure is blank": frame["measure"].isna(),
        "measure is not in the mapping": ~frame["measure"].isin(list(mapping.measures)),
        f"{time} is blank": frame["period"].isna(),
        "target is blank": frame["target"].isna(),
        NOT_ON_ROSTER: ~frame["rep"].isin(set(pieces.frame["rep"])),
        BEYOND.format(period_label(months[0], 1), period_label(months[-1], 1)): beyond,
        OFF_PLAN: ~_on_plan(frame["rep"], first, last, pieces, months),
    }
    return np.select(list(tests.values()), list(tests), "")


def _on_plan(reps: pd.Series, first: Any, last: Any, pieces: Pieces, months: Sequence[int]) -> Any:
    """Whether a rep is on the plan on any day of the months from first to last, both inside and credited (n)."""
    there = pieces.on_plan(months)
    counted = np.pad(there.to_numpy().cumsum(axis=1), ((0, 0), (1, 0)))
    row = there.index.get_indexer(pd.Index(reps))
    begin, end = (np.clip(month - months[0], 0, len(months) - 1) for month in (first, last))
    return (row >= 0) & (counted[row, end + 1] > counted[row, begin])


def _months(labels: pd.Series) -> tuple[Any, Any]:
    """The first and the last month of each label (n), counted from year 0."""
    spans = {label: parse_period(label) for label in labels.unique()}
    first = np.array([spans[label][0] for label in labels], dtype=np.int64)
    return first, first + np.array([spans[label][1] for label in labels], dtype=np.int64) - 1


def _refuse_twice(mapping: Mapping, given: pd.DataFrame) -> None:
    """MappingError where two targets of a person and measure cover the same month: nobody can know which holds."""
    first, last = _months(given["period"])
    keyed = given.assign(first=first, last=last)
    ordered = keyed.sort_values(["rep", "measure", "first"], kind="stable")
    until = ordered.groupby(["rep", "measure"])["last"].cummax()
    before = until.groupby([ordered["rep"], ordered["measure"]]).shift()
    again = ordered[ordered["first"] <= before]
    if again.empty:
        return
    shown = ", ".join(f"'{row.rep}' {row.measure} {row.period}" for row in again.head(MOST_NAMED).itertuples())
    says = f"{len(again):,} targets cover a time that another row of the same person and measure covers: {shown}"
    fix = "Keep one row for each person, measure and time, or leave the others out: where: {...}."
    raise MappingError([mapping.problem(("tables", TARGETS), says, fix)])


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _accounts(mapping: Mapping, cells: Any) -> Iterator[Account]:
    """One account for each measure that targets name, known ones first."""
    named = cells.set_column(
        cells.column_names.index("measure"), "measure", compute.fill_null(cells.column("measure"), "(blank)")
    )
    sums = named.group_by(["measure", "reason"]).aggregate([("target", "sum"), ("reason", "count")]).to_pylist()
    known = list(mapping.measures)
    measures = sorted({row["measure"] for row in sums}, key=lambda name: (name not in known, name))
    for measure in measures:
        mine = sorted((row for row in sums if row["measure"] == measure), key=lambda row: -row["reason_count"])
        parts = [SetAside(r["reason"], r["reason_count"], Decimal(r["target_sum"] or 0)) for r in mine]
        met = [part for part in parts if not part.reason]
        amount = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
        yield Account(
            measure=measure,
            table=TARGETS,
            rows_in=sum(part.rows for part in parts),
            amount_in=amount,
            rows_credited=sum(part.rows for part in met),
            amount_credited=sum((part.amount or Decimal(0) for part in met), Decimal(0)),
            set_aside=tuple(part for part in parts if part.reason),
            parts_in=sum(part.rows for part in parts),
            on_top=Decimal(0),
            returns=0,
            returned=Decimal(0),
        )


def _met(frame: pd.DataFrame, cells: Any, known: Sequence[str], accounts: Sequence[Account]) -> JoinAccount:
    """How the targets met the roster; those of strangers by name, with what they add up to."""
    strange = np.flatnonzero(frame["reason"] == NOT_ON_ROSTER)
    sums = cells.take(pa.array(strange)).group_by(["rep", "measure"]).aggregate([("target", "sum"), ("rep", "count")])
    found: dict[str, tuple[int, dict[str, Decimal]]] = {}
    for row in sums.to_pylist():
        rows, amounts = found.get(row["rep"], (0, {}))
        found[row["rep"]] = (rows + row["rep_count"], {**amounts, row["measure"]: Decimal(row["target_sum"] or 0)})
    loose = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    close = close_to(known)
    unmatched = [Unmatched(name, rows, amounts, next(iter(close(name)), "")) for name, (rows, amounts) in loose]
    return JoinAccount(
        table=ROSTER,
        to=TARGETS,
        on="rep",
        rows=len(frame),
        blank=int(frame["rep"].isna().sum()),
        unmatched=tuple(unmatched[:MOST_LISTED]),
        unmatched_rows=len(strange),
        unmatched_values=len(unmatched),
        shares={account.measure: _share(account) for account in accounts},
    )


def _share(account: Account) -> float:
    """The part of a measure's targets that names nobody on the roster."""
    loose = sum((part.amount or Decimal(0) for part in account.set_aside if part.reason == NOT_ON_ROSTER), Decimal(0))
    return float(loose / account.amount_in) if account.amount_in else 0.0


def _notes(mapping: Mapping, accounts: Sequence[Account]) -> Iterator[Problem]:
    """A warning for each reason for which targets are given to nobody, except what a person asked to leave out."""
    fixes = {
        OFF_PLAN: "Check start and end in the roster if they should count.",
        "measure is not in the mapping": "Say what is meant: values: {measure: {Umsatz: revenue}}.",
    }
    for account in accounts:
        for part in account.set_aside:
            if part.reason in (LEFT_OUT, NOT_ON_ROSTER):
                continue
            says = f"{part.rows:,} of {account.rows_in:,} targets of {account.measure} are set aside: {part.reason}"
            months = "State the months that are credited: period: {date: ..., from: 2025-01, to: 2025-12}."
            fix = fixes.get(
                part.reason, months if part.reason.startswith(BEYOND.partition("{")[0]) else "Fill the cell."
            )
            yield mapping.problem(("tables", TARGETS), says, fix, "warning")


def _assumed(mapping: Mapping, given: pd.DataFrame) -> Iterator[str]:
    """That quarters are the calendar's, where the plan year begins in another month than January."""
    first, last = _months(given["period"])
    if mapping.first_month != 1 and (last > first).any():
        yield "targets: quarters, half-years and years are taken as those of the calendar"
