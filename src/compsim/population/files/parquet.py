"""Parquet files: columns with the types that the file gives them, and what a table of cells cannot hold refused."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from collections.abc import Mapping as MappingOf
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import compute, parquet, types

from compsim.errors import InputError, Problem
from compsim.population.files.formats import column_problems
from compsim.population.files.text import too_many

MOST_ROWS = 100_000_000
MOST_COLUMNS = 2_000
MOST_CELLS = 400_000_000  # that are read at once; a file of a few bytes can claim any number
_NOT_CELLS = (
    (types.is_nested, "lists or structures", "Unnest it: one column for each part, one row for each entry."),
    (types.is_binary, "bytes", "Write it as text."),
    (types.is_large_binary, "bytes", "Write it as text."),
    (types.is_fixed_size_binary, "bytes", "Write it as text."),
    (types.is_duration, "durations", "Write it as a number of hours or days."),
    (types.is_interval, "durations", "Write it as a number of hours or days."),
    (types.is_time, "times of day", "Write it as text."),
)


@dataclass(frozen=True)
class ParquetFile:
    """What a Parquet file holds, known before any column is read."""

    rows: int
    names: tuple[str, ...]
    notes: tuple[Problem, ...] = ()


def inspect_parquet(
    file: Path | bytes, source: str, wanted: Collection[str] | None = None, columns: int = MOST_COLUMNS
) -> ParquetFile:
    """The rows and columns of a file from its footer; InputError for wanted columns (None: all) that are no cells."""
    with _told(source), parquet.ParquetFile(_handle(file)) as opened:
        schema, rows = opened.schema_arrow, opened.metadata.num_rows
    if len(schema.names) > columns:
        raise InputError([too_many(source, "columns", columns)])
    asked = {name for name in schema.names if wanted is None or name in wanted}
    problems = column_problems(schema.names, source, 1, asked)
    problems += [problem for name in schema.names if name in asked for problem in _no_cells(schema, name, source)]
    if rows > MOST_ROWS:
        problems.append(too_many(source, "rows", MOST_ROWS))
    if problems:
        raise InputError(problems)
    left_out = [name for name in dict.fromkeys(schema.names) if name not in asked and _kind(schema, name)]
    return ParquetFile(rows, tuple(schema.names), (*_zones(schema, asked, source), *_left_out(left_out, source)))


def read_parquet(
    file: Path | bytes, source: str, wanted: Collection[str] | None = None, columns: int = MOST_COLUMNS
) -> tuple[MappingOf[str, Any], ParquetFile]:
    """The columns as Arrow arrays of plain types, and what the file holds; InputError if it cannot be read."""
    found = inspect_parquet(file, source, wanted, columns)
    with _told(source), parquet.ParquetFile(_handle(file)) as opened:
        schema = opened.schema_arrow
        names = [
            name for name in dict.fromkeys(schema.names) if schema.names.count(name) == 1 and not _kind(schema, name)
        ]
        if found.rows * len(names) > MOST_CELLS:
            raise InputError([too_many(source, "cells", MOST_CELLS)])
        table = opened.read(columns=names, use_threads=True)
        return {name: plain(table[name]) for name in names}, found


def plain(column: Any) -> Any:
    """A column of the same values in a type that readers know: dictionaries, wide text and time zones resolved."""
    kind = column.type
    if types.is_dictionary(kind):
        return plain(column.cast(kind.value_type))
    if types.is_large_string(kind) or types.is_string_view(kind) or types.is_null(kind):
        return column.cast(pa.string())
    if types.is_timestamp(kind):
        return (compute.local_timestamp(column) if kind.tz else column).cast(pa.timestamp("us"), safe=False)
    if types.is_date64(kind):
        return column.cast(pa.date32())
    return column.cast(pa.float64()) if types.is_float16(kind) or types.is_float32(kind) else column


def _handle(file: Path | bytes) -> Any:
    return io.BytesIO(file) if isinstance(file, bytes) else str(file)


@contextmanager
def _told(source: str) -> Iterator[None]:
    """Turn what Arrow raises about a damaged file into a problem with it."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            raise
        raise _damaged(source) from None
    except (pa.ArrowException, ValueError, KeyError, RuntimeError, MemoryError):
        raise _damaged(source) from None


def _damaged(source: str) -> InputError:
    says, fix = "the file is cut off or is not Parquet", "Write it again, or copy it again."
    return InputError([Problem(source, says, fix)])


def _kind(schema: Any, name: str) -> tuple[str, str] | None:
    """What a column holds if it holds no cells, and what to do about it."""
    kinds = [schema.field(place).type for place in schema.get_all_field_indices(name)]
    kinds = [kind.value_type if types.is_dictionary(kind) else kind for kind in kinds]
    return next(((what, fix) for test, what, fix in _NOT_CELLS if any(map(test, kinds))), None)


def _no_cells(schema: Any, name: str, source: str) -> list[Problem]:
    found = _kind(schema, name)
    return [Problem(source, f"the column holds {found[0]}, not cells", found[1], column=name)] if found else []


def _left_out(names: list[str], source: str) -> tuple[Problem, ...]:
    says = "the column holds no cells that a table can have; it is not read"
    return tuple(Problem(source, says, column=name, severity="warning") for name in names)


def _zones(schema: Any, asked: Collection[str], source: str) -> tuple[Problem, ...]:
    zoned = {field.name: field.type.tz for field in schema if types.is_timestamp(field.type) and field.type.tz}
    return tuple(
        Problem(source, f"times are in the zone {zone}, and days begin there", column=name, severity="warning")
        for name, zone in zoned.items()
        if name in asked
    )
