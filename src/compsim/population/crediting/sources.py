"""The tables of an export in the database: scanned in memory, or on disk where they lie.

A Parquet file is read as its types say. A whole number is taken as it is. A double is read to its shortest decimal if
all of the column end at the second or sixth place behind the point, else rounded to the sixth.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
from pyarrow import compute

from compsim.errors import MappingError, Problem
from compsim.population.crediting.run import Run
from compsim.population.export.parquet import OnDisk
from compsim.population.export.reading import DECIMAL, Export
from compsim.population.mapping.kinds import all_filters, column_kinds
from compsim.population.mapping.parts import Mapping

WIDE = f"decimal({DECIMAL.precision}, {DECIMAL.scale})"
NARROW = ("decimal(18, 2)", "decimal(18, 6)")
FITS = (10.0**15, 10.0**12)  # below these, a figure fits the narrow decimals


@dataclass(frozen=True, eq=False)
class Source:
    """One table as the database sees it, under our names."""

    rows: Any  # Ibis table
    count: int
    untrimmed: frozenset[str]  # text columns that still hold spaces around their words, and blanks
    doubles: MappingOf[str, str]  # our name -> the decimal type that a column of doubles is read as
    filled: frozenset[str] = frozenset()  # columns without a blank cell, as the file itself says


def source_of(run: Run, mapping: Mapping, name: str, export: Export) -> Source:
    """A table of the export; MappingError where a column of doubles holds what is no figure."""
    table = export.tables[name]
    if not isinstance(table, OnDisk):
        return Source(run.table(f"__{name}", table), table.num_rows, frozenset(), {})
    file = run.con.read_parquet(table.path, table_name=f"__{name}")
    doubles = _doubles(run, table, file)
    untrimmed = frozenset(_only_counted(mapping, name))
    columns = {label: _column(label, table, file, untrimmed, doubles) for label in mapping.tables[name].columns}
    filled = table.filled - set(table.values) - set(doubles)
    return Source(file.select(**columns), table.rows, untrimmed, doubles, filled)


def is_blank(cells: Any, *, untrimmed: bool = False) -> Any:
    """Whether a cell holds nothing; only what begins with a space is trimmed to find out."""
    if not untrimmed:
        return cells.isnull()
    return cells.isnull() | ibis.cases((cells < "!", cells.strip() == ""), else_=False)


def amount_of(run: Run, source: Source, table: Any, column: str) -> Decimal:
    """A number column added up over all rows, before anything is joined to them."""
    if isinstance(table, OnDisk):
        total = run.ask(source.rows.aggregate(total=source.rows[column].sum()), "adding up the file", 0.0, 0.1)
        return Decimal(total.column(0)[0].as_py() or 0)
    return Decimal(compute.sum(table.column(column)).as_py() or 0)


def _only_counted(mapping: Mapping, name: str) -> set[str]:
    """Columns of which only the distinct values are asked for: trimmed once the values are known."""
    counted = {rule.count_distinct or "" for _, rule in mapping.credited_measures(name)}
    filtered = {column for _, table, filters in all_filters(mapping) if table == name for column in filters}
    keys = {part.on for part in mapping.attached() if name in (part.to, part.table)}
    people = {"rep", "deal", "currency", *(part.rep for part in mapping.tables[name].credit)}
    texts = {label for label in counted if column_kinds(mapping).get((name, label), "text") == "text"}
    return (texts & set(mapping.tables[name].columns)) - filtered - keys - people


def _column(label: str, table: OnDisk, file: Any, untrimmed: frozenset[str], doubles: MappingOf[str, str]) -> Any:
    kind = table.kinds[label]
    if label in table.constants:
        value = str(table.constants[label])
        typed = {"number": lambda: ibis.literal(Decimal(value), WIDE), "date": lambda: ibis.date(value)}
        return typed.get(kind, lambda: ibis.literal(value))()
    cells = file[table.columns[label]]
    if kind == "number":
        exact = "decimal(18, 0)" if cells.type().is_integer() else str(cells.type())
        return cells.cast(doubles.get(label, exact))
    if kind == "date":
        return cells.cast("date")
    words = cells.cast("string")
    trimmed = words if label in untrimmed else words.strip().nullif("")
    return trimmed.substitute(dict(table.values[label])) if label in table.values else trimmed


def _doubles(run: Run, table: OnDisk, file: Any) -> dict[str, str]:
    """The decimal type of each column of doubles: the narrowest that holds every figure as it is."""
    labels = [label for label in table.doubles if table.kinds[label] == "number"]
    asked = {}
    for place, label in enumerate(labels):
        cells = file[table.columns[label]]
        small = cells.abs() < FITS[0]
        asked[f"odd_{place}"] = (cells.isnan() | cells.isinf() | (cells.abs() >= 1e18)).sum()
        asked[f"most_{place}"] = cells.abs().max()
        asked[f"cents_{place}"] = (cells.round(2) == cells).all(where=small)
    if not asked:
        return {}
    found = run.ask(file.aggregate(**asked), "looking at the figures", 0.0, 0.1).to_pylist()[0]
    odd = [
        Problem(
            table.path.name,
            f"{found[f'odd_{place}']:,} cells are not a number",
            "Leave such cells empty.",
            column=label,
        )
        for place, label in enumerate(labels)
        if found[f"odd_{place}"]
    ]
    if odd:
        raise MappingError(odd)
    return {label: _type(found[f"most_{at}"] or 0.0, bool(found[f"cents_{at}"])) for at, label in enumerate(labels)}


def _type(most: float, cents: bool) -> str:
    fitting = [kind for kind, below, fits in zip(NARROW, FITS, (cents, True), strict=True) if fits and most < below]
    return fitting[0] if fitting else WIDE
