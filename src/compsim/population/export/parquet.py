"""Parquet files that are too large for memory: where they lie, and what their columns hold by their own types."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from compsim.population.mapping.kinds import Kind
from compsim.population.mapping.tables import Cell, Table


@dataclass(frozen=True)
class OnDisk:
    """A Parquet file that is scanned where it lies, and never held in memory as a whole."""

    path: Path
    rows: int
    columns: MappingOf[str, str]  # our name -> the file's
    constants: MappingOf[str, Cell]  # our name -> one value for every row
    kinds: MappingOf[str, Kind]
    values: MappingOf[str, MappingOf[str, str]]  # our name -> as the file spells it -> as it should be
    doubles: frozenset[str]  # numbers that are no exact decimals in the file
    filled: frozenset[str]  # columns of which the file itself says that no cell is blank


def on_disk(path: Path, table: Table, kinds: MappingOf[str, Kind]) -> OnDisk | None:
    """The file as it lies, or None where a column is missing or needs a closer look than its type allows."""
    try:
        file = parquet.ParquetFile(path)
    except (pa.ArrowException, OSError):
        return None  # the reader of whole files says what is wrong with it
    with file:
        schema, rows = file.schema_arrow, file.metadata.num_rows
        groups = [file.metadata.row_group(place) for place in range(file.metadata.num_row_groups)]
    named = {label: column.column for label, column in table.columns.items() if column.column is not None}
    there = all(schema.names.count(name) == 1 for name in named.values())
    if not there or any(column.factor != 1 for column in table.columns.values()):  # that is exact figure by figure only
        return None
    if not all(_says_it_all(schema.field(name).type, kinds[label]) for label, name in named.items()):
        return None
    return OnDisk(
        path=path,
        rows=rows,
        columns=named,
        constants={label: column.value for label, column in table.columns.items() if column.value is not None},
        kinds=kinds,
        values=table.values,
        filled=frozenset(label for label, name in named.items() if _filled(groups, schema.names.index(name))),
        doubles=frozenset(label for label, name in named.items() if pa.types.is_floating(schema.field(name).type)),
    )


def _filled(groups: list[Any], column: int) -> bool:
    """Whether the footer's statistics rule out missing cells, and texts that are empty or begin with a space."""
    found = [group.column(column).statistics for group in groups]
    if any(each is None or not each.has_null_count or each.null_count or not each.has_min_max for each in found):
        return False
    lowest = [each.min.encode() if isinstance(each.min, str) else each.min for each in found]
    return all(not isinstance(least, bytes) or least > b" " for least in lowest)


def _says_it_all(kind: Any, needed: Kind) -> bool:
    """Whether a column of this type can be taken as the kind that is needed, without reading its cells."""
    if needed == "number":
        exact = pa.types.is_decimal(kind) and kind.scale <= kind.precision <= 24
        return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or exact)
    if needed == "date":
        return bool(pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None))
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind))
