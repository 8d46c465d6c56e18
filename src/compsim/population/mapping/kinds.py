"""What each column of a mapping holds, judged by its use: text, a number or a date; and where a name is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from compsim.population.mapping.parts import ROSTER, TARGETS, Filters, Mapping, YamlPath

Kind = Literal["text", "number", "date"]
ROSTER_KINDS: dict[str, Kind] = {
    "rep": "text",
    "role": "text",
    "team": "text",
    "manager": "text",
    "start": "date",
    "end": "date",
    "fte": "number",
    "base_salary": "number",
    "target_incentive": "number",
}
TARGET_KINDS: dict[str, Kind] = {
    "rep": "text",
    "measure": "text",
    "period": "text",
    "year": "text",
    "date": "date",
    "target": "number",
}
SHARE_KINDS: dict[str, Kind] = {"share": "number", "allocation": "number"}


def owner(mapping: Mapping, table: str, column: str) -> str | None:
    """The table a column of the credited rows comes from: the table itself or one joined to it; None if unknown."""
    return next((name for name in reach(mapping, table) if column in mapping.tables[name].columns), None)


def column_kinds(mapping: Mapping) -> dict[tuple[str, str], Kind]:
    """What each (table, column) holds, judged by its use; the first use decides, and text is what remains."""
    kinds: dict[tuple[str, str], Kind] = {}
    for table, column, kind, _ in uses(mapping):
        kinds.setdefault((table, column), kind)
    return kinds


def date_column(mapping: Mapping, measure: str) -> str:
    """The column that decides in which month a row of this measure counts."""
    return mapping.measures[measure].date or mapping.period.date


def reach(mapping: Mapping, table: str) -> list[str]:
    """A table that is credited and the tables joined to it."""
    joined = [join.table for join in mapping.joins if join.to == table and join.table in mapping.tables]
    return [name for name in (table, *joined) if name in mapping.tables]


def all_filters(mapping: Mapping) -> Iterator[tuple[YamlPath, str, Filters]]:
    """Every `where` with its path and the table whose rows it chooses."""
    for name, table in mapping.tables.items():
        yield ("tables", name, "where"), name, table.where
    for name, rule in mapping.measures.items():
        if rule.table in mapping.tables:
            yield ("measures", name, "where"), rule.table, rule.where


def uses(mapping: Mapping) -> Iterator[tuple[str, str, Kind, YamlPath]]:
    """Each place that needs a column to be a number or a date: (table, column, kind, path)."""
    yield from _column_uses(mapping)
    yield from _share_uses(mapping)
    for name, rule in mapping.measures.items():
        yield from _found(mapping, rule.table, date_column(mapping, name), "date", ("measures", name))
        if rule.amount:
            yield from _found(mapping, rule.table, rule.amount, "number", ("measures", name, rule.rule))
    for path, table, filters in all_filters(mapping):
        for label, chosen in filters.items():
            for bound in chosen.bounds():
                kind: Kind = "date" if isinstance(bound, str) else "number"
                yield from _found(mapping, table, label, kind, (*path, label))


def _column_uses(mapping: Mapping) -> Iterator[tuple[str, str, Kind, YamlPath]]:
    for name, table in mapping.tables.items():
        for label, column in table.columns.items():
            path: YamlPath = ("tables", name, "columns", label)
            if name == ROSTER and label in ROSTER_KINDS:
                yield name, label, ROSTER_KINDS[label], path
            if name == TARGETS and (label in TARGET_KINDS or label in mapping.measures):
                yield name, label, TARGET_KINDS.get(label, "number"), path
            if column.format is not None:
                yield name, label, "date", path
            if column.decimal is not None or column.times is not None:
                yield name, label, "number", path


def _share_uses(mapping: Mapping) -> Iterator[tuple[str, str, Kind, YamlPath]]:
    """Columns of shares, and the days on which rows change hands."""
    for name, table in mapping.tables.items():
        for part in table.credit:
            if part.share in table.columns:
                yield name, str(part.share), "number", ("tables", name, "columns", str(part.share))
        shares = mapping.credits_of(name)
        for label, kind in SHARE_KINDS.items() if shares else ():
            if shares and label in mapping.tables[shares].columns:
                yield shares, label, kind, ("tables", shares, "columns", label)
    for given in mapping.reassignments:
        if given.table in mapping.tables and "start" in mapping.tables[given.table].columns:
            yield given.table, "start", "date", ("tables", given.table, "columns", "start")


def _found(
    mapping: Mapping, table: str, column: str, kind: Kind, path: YamlPath
) -> Iterator[tuple[str, str, Kind, YamlPath]]:
    at = owner(mapping, table, column) if table in mapping.tables else None
    if at is not None:
        yield at, column, kind, path
