"""Tables of people in Parquet: typed columns as the schema wants them, ids and periods as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import compute, types

from compsim.errors import InputError
from compsim.population.cells import as_text
from compsim.population.files.delimited import MOST_COLUMNS, Sheet, with_iso_dates
from compsim.population.files.formats import DateFormat, FileFormat, FileHow
from compsim.population.files.parquet import read_parquet
from compsim.population.tables import FIELDS, WITH_ATTRIBUTES

TEXT_KINDS = ("text", "period")


def read_parquet_table(file: Path | bytes, table: str, source: str, how: FileHow | None = None) -> Sheet:
    """A Parquet file as a table with the types it has; text in a date column is read as in a CSV file."""
    wanted = None if table in WITH_ATTRIBUTES else tuple(FIELDS[table])
    try:
        columns, found = read_parquet(file, source, wanted, MOST_COLUMNS)
    except InputError as error:
        return Sheet(None, FileFormat(table, source, 0, ()), error.problems)
    cells = {name: _series(column, _kind(table, name)) for name, column in columns.items() if name.strip()}
    frame = pd.DataFrame(cells).set_axis(pd.RangeIndex(2, found.rows + 2, name="row"))
    texts = [name for name in frame if isinstance(frame[name].dtype, pd.StringDtype)]
    spelt, dates, unclear = with_iso_dates(frame[texts].copy(), table, source, (how or FileHow()).dates)
    frame = frame.assign(**{name: spelt[name] for name in map(str, texts)})
    timed = tuple(DateFormat(name, "timestamps", timed=True) for name, column in columns.items() if _timed(column))
    form = FileFormat(table, source, found.rows, tuple(frame.columns), "Parquet", dates=(*dates, *timed))
    return Sheet(frame, form, tuple(unclear), found.notes)


def _kind(table: str, name: str) -> str:
    return FIELDS[table][name].kind if name in FIELDS[table] else ""


def _series(column: Any, kind: str) -> pd.Series:
    """A column of a table: text stays text, numbers become float64 and dates datetime64."""
    held = column.type
    if types.is_string(held):
        return pd.Series(column.fill_null("").to_pandas())
    if kind in TEXT_KINDS and types.is_integer(held):
        return pd.Series(column.cast(pa.string()).fill_null("").to_pandas())
    if types.is_date(held) or types.is_timestamp(held):
        days = pd.Series(column.cast(pa.timestamp("us")).to_pandas())
        return _period_text(days) if kind == "period" else days
    if types.is_decimal(held):
        column = column.cast(pa.float64())
    series = pd.Series(column.to_pandas())
    return as_text(series) if kind in TEXT_KINDS else series


def _period_text(days: pd.Series) -> pd.Series:
    """First days of months as months, other days as days, which are no periods and are told as such."""
    text = as_text(days)
    return text.where(~text.str.fullmatch(r"\d{4}-\d\d-01"), text.str.slice(0, 7))


def _timed(column: Any) -> bool:
    if not types.is_timestamp(column.type):
        return False
    return bool(compute.any(compute.not_equal(compute.floor_temporal(column, unit="day"), column)).as_py())
