"""From aggregated rows to the conservation report: accounts of measures, accounts of joins, people without deals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from pyarrow import compute

from compsim.errors import Problem
from compsim.population import crediting_measures as rows_of
from compsim.population.crediting_measures import CREDITED, Step, Worked
from compsim.population.crediting_report import (
    MOST_LISTED,
    Account,
    JoinAccount,
    SetAside,
    Unmatched,
    close_spelling,
)
from compsim.population.export import Export
from compsim.population.mapping_parts import ROSTER, Mapping

PLAIN_WORD = re.compile(r"[^\W\d_](?:[\w .&-]*\w)?")
MOST_NAMED = 5  # unmatched values named in a warning; the report lists more
MOST_REASONS = 12  # values of one column told one by one; more are told together


def accounts_of(worked: Worked, export: Export) -> Iterator[Account]:
    """One account for each measure of a table; what came in is taken from the file, before anything was joined."""
    source = export.tables[worked.name]
    for index, (measure, rule) in enumerate(worked.measures):
        tallied = rows_of.tally(worked, index)
        credited = [row for row in tallied if row["code"] == CREDITED]
        counts = rule.sum is None
        yield Account(
            measure=measure,
            table=worked.name,
            rows_in=source.num_rows,
            amount_in=None if rule.sum is None else _amount_in(worked, source, rule.sum),
            rows_credited=sum(row["rows"] for row in credited),
            amount_credited=None if counts else _added(credited),
            set_aside=tuple(_set_aside(worked.steps[index], tallied, counts)),
        )


def joins_of(worked: Worked, mapping: Mapping, export: Export, accounts: Iterable[Account]) -> Iterator[JoinAccount]:
    """One account for the roster and for each look-up table joined to a table's rows."""
    credited = {account.measure: _figure(account) for account in accounts}
    lookups = [(ROSTER, "rep"), *((join.table, join.on) for join in mapping.joins if join.to == worked.name)]
    for table, key in lookups:
        loose = sorted(rows_of.stray(worked, table, key), key=lambda row: (-row["rows"], row["value"]))
        known = [str(value) for value in export.tables[table].column(key).unique().to_pylist() if value is not None]
        yield JoinAccount(
            table=table,
            to=worked.name,
            on=key,
            rows=export.tables[worked.name].num_rows,
            blank=rows_of.blank(worked, key),
            unmatched=tuple(_unmatched(row, worked, known) for row in loose[:MOST_LISTED]),
            unmatched_rows=sum(row["rows"] for row in loose),
            unmatched_values=len(loose),
            shares=_shares(loose, worked, credited, would_be=table == ROSTER),
        )


def join_notes(joins: Iterable[JoinAccount], mapping: Mapping) -> Iterator[Problem]:
    """A warning for each join that leaves rows without a partner."""
    for join in joins:
        if not join.unmatched_rows:
            continue
        first = join.unmatched[:MOST_NAMED]
        shown = ", ".join(f"'{item.value}'" for item in first)
        says = f"{join.unmatched_rows:,} of {join.rows:,} rows name a {join.on} that is not in {join.table}: {shown}"
        offered = ", ".join(f"{_yaml_word(item.value)}: {_yaml_word(item.close)}" for item in first if item.close)
        fix = f"If they are the same, write values: {{{_yaml_word(join.on)}: {{{offered}}}}}." if offered else ""
        yield mapping.problem(("tables", join.to), says, fix, "warning")


def people_of(worked: Iterable[Worked], roster: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """People on the roster without a row in the export, and people with rows of which none is credited."""
    found = [row for table in worked for row in rows_of.people(table)]
    with_rows = {row["rep"] for row in found}
    with_credit = {row["rep"] for row in found if row["credited"]}
    listed = tuple(dict.fromkeys(roster))
    without_rows = tuple(rep for rep in listed if rep not in with_rows)
    return without_rows, tuple(rep for rep in listed if rep in with_rows and rep not in with_credit)


def repeated_notes(worked: Worked, mapping: Mapping) -> Iterator[Problem]:
    """A warning where one deal stands in several rows: each of them counts."""
    count = rows_of.repeated(worked, "deal") if "deal" in mapping.tables[worked.name].columns else 0
    if count:
        says = f"deals that stand in more than one row: {count:,}; each row counts"
        path = ("tables", worked.name, "columns", "deal")
        yield mapping.problem(path, says, "Remove the repeated rows from the export if that is wrong.", "warning")


def _yaml_word(text: str) -> str:
    """Text as it can stand in a mapping.yaml."""
    bare = PLAIN_WORD.fullmatch(text) and text.casefold() not in ("null", "true", "false")
    return text if bare else json.dumps(text, ensure_ascii=False)


def _amount_in(worked: Worked, source: Any, column: str) -> Decimal:
    if column in source.column_names:
        return Decimal(compute.sum(source.column(column)).as_py() or 0)
    return rows_of.total(worked, column)


def _added(rows: Iterable[dict[str, Any]]) -> Decimal:
    return sum((row["amount"] or Decimal(0) for row in rows), Decimal(0))


def _set_aside(steps: tuple[Step, ...], tallied: rows_of.Rows, counts: bool) -> Iterator[SetAside]:
    """Reasons in the order of the steps; a column's values one by one if they are few, largest first."""
    for code, step in enumerate(steps):
        failed = [row for row in tallied if row["code"] == code]
        rows = sorted(failed, key=lambda row: (-row["rows"], str(row["shown"])))
        together = step.shows is None or len(rows) > MOST_REASONS
        for group in [rows] if together else [[row] for row in rows]:
            if group:
                reason = step.reason if together else f"{step.about} is {group[0]['shown']}"
                yield SetAside(reason, sum(row["rows"] for row in group), None if counts else _added(group))


def _unmatched(row: dict[str, Any], worked: Worked, known: list[str]) -> Unmatched:
    amounts = {measure: Decimal(row[f"of_{i}"] or 0) for i, (measure, _) in enumerate(worked.measures)}
    return Unmatched(row["value"], row["rows"], amounts, close_spelling(row["value"], known))


def _figure(account: Account) -> Decimal:
    return Decimal(account.rows_credited) if account.amount_credited is None else account.amount_credited


def _shares(loose: rows_of.Rows, worked: Worked, credited: dict[str, Decimal], *, would_be: bool) -> dict[str, float]:
    """The unmatched part of each measure's figure; for the roster, of the figure with those rows in it."""
    shares = {}
    for index, (measure, _) in enumerate(worked.measures):
        part = sum((Decimal(row[f"of_{index}"] or 0) for row in loose), Decimal(0))
        whole = credited[measure] + (part if would_be else Decimal(0))
        shares[measure] = float(part / whole) if whole else 0.0
    return shares
