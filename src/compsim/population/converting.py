"""From text to typed tables: every column read as its schema says, and everything wrong with its cells told."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from compsim.errors import Problem, did_you_mean
from compsim.population import cells
from compsim.population.tables import FIELDS, PAY, WITH_ATTRIBUTES, Field, Kind

_DTYPES: dict[Kind, Any] = {"text": "str", "number": "float64", "day": "datetime64[us]", "period": "str"}
_FILL_IN = "Fill it in; every row needs one."


def _checks(field: Field) -> list[pa.Check]:
    empty = [pa.Check(lambda text: text != "", error=cells.EMPTY)] if field.filled and field.kind != "number" else []
    return [*empty, *(pa.Check(rule.holds, error=rule.says) for rule in field.rules)]


def _schema(fields: Mapping[str, Field]) -> pa.DataFrameSchema:
    columns = {
        name: pa.Column(
            _DTYPES[field.kind],
            _checks(field),
            nullable=field.kind == "day" or (field.kind == "number" and not field.filled),
            required=False,  # an absent column is told by `_absent`, with a hint
        )
        for name, field in fields.items()
    }
    return pa.DataFrameSchema(columns)


SCHEMAS: Mapping[str, pa.DataFrameSchema] = {table: _schema(fields) for table, fields in FIELDS.items()}


def no_rows(table: str) -> pd.DataFrame:
    """A converted table without rows."""
    columns = {name: _constant(field, 0) for name, field in FIELDS[table].items()}
    return pd.DataFrame(columns, index=pd.Index([], name="row", dtype="int64"))


def convert_table(table: str, frame: pd.DataFrame, source: str) -> tuple[pd.DataFrame, list[Problem]]:
    """A table with every column read by its schema, indexed by spreadsheet row, and everything wrong with its cells.

    Absent optional columns are there with their default; cells that could not be read are empty. Attribute columns
    of the roster and of deals follow, read as numbers or days where every filled cell is one.
    """
    given, problems = _named_columns(table, frame, source)
    problems += _absent(table, given, source)
    typed = pd.DataFrame(index=pd.Index(cells.sheet_rows(given), name="row"))
    unread: set[tuple[int, str]] = set()
    for name, field in FIELDS[table].items():
        typed[name], told, rows = _convert(given, name, field, source)
        problems += told
        unread |= {(int(row), name) for row in rows}
    problems += _violations(table, typed[[name for name in typed if name in given]], source, unread)
    for name in given.columns:
        if table in WITH_ATTRIBUTES and name not in FIELDS[table]:
            typed[name] = attribute(given[name]).to_numpy()
    return typed, problems


def attribute(series: pd.Series) -> pd.Series:
    """An attribute column: numbers or days where every filled cell is one, otherwise text; 007 stays text."""
    text = cells.as_text(series)
    filled = text[text.str.strip() != ""]
    padded = filled.str.fullmatch(r"[+-]?0\d.*")
    if filled.empty or padded.any() or filled.str.contains("%", regex=False).any():
        return text
    numbers = cells.read_numbers(text)
    if not len(numbers.bad):
        whole = len(filled) == len(text) and all(abs(x) < 2**53 and x == int(x) for x in numbers.cells)
        return pd.Series(numbers.cells, dtype="int64" if whole else "float64")
    days = cells.read_column(text, cells.read_day, np.datetime64("NaT"))
    return text if len(days.bad) else pd.Series(np.array(days.cells, dtype="datetime64[us]"))


def _named_columns(table: str, frame: pd.DataFrame, source: str) -> tuple[pd.DataFrame, list[Problem]]:
    """The frame with text column names, and what is odd about them: twice the same, or unknown but close to a known."""
    frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    twice = sorted(set(frame.columns[frame.columns.duplicated()]))
    problems = [Problem(source, "the column is there twice", "Rename or delete one.", column=name) for name in twice]
    frame = frame.loc[:, ~frame.columns.duplicated()]
    for name in frame.columns:
        if name not in FIELDS[table]:
            problems += _unknown_column(table, name, [known for known in FIELDS[table] if known not in frame], source)
    return frame, problems


def _unknown_column(table: str, name: str, open_names: list[str], source: str) -> list[Problem]:
    plain = "_".join(name.strip().casefold().replace("-", " ").split())
    near = get_close_matches(plain, open_names, n=1, cutoff=0.85)
    if table in WITH_ATTRIBUTES and not near:
        return []
    says = "the column is kept as an attribute" if table in WITH_ATTRIBUTES else "the column is not used"
    fix = f"Did you mean '{near[0]}'? Then rename it." if near else ""
    return [Problem(source, says, fix, column=name, severity="warning")]


def _absent(table: str, frame: pd.DataFrame, source: str) -> list[Problem]:
    return [
        Problem(source, "there is no such column", did_you_mean(name, list(frame.columns)), column=name)
        for name, field in FIELDS[table].items()
        if field.needed and name not in frame
    ]


def _convert(frame: pd.DataFrame, name: str, field: Field, source: str) -> tuple[Any, list[Problem], Any]:
    """Values of one column, the problems of its cells, and the rows that could not be read."""
    if name not in frame:
        return _constant(field, len(frame)), [], []
    series, rows = frame[name], cells.sheet_rows(frame)
    column = _read(series, field)
    told = cells.problems_at(
        source, name, rows[column.bad], lambda i: _cell_message(name, field, column.why[i]), warning=False
    )
    values = pd.array(column.cells, dtype=_DTYPES[field.kind])
    return _with_default(values, series, field, name, source, told), told, rows[column.bad]


def _read(series: pd.Series, field: Field) -> cells.Column:
    if field.kind == "text":
        text = cells.as_text(series)
        blank = text.str.isspace()
        return cells.Column((text.where(~blank, "") if blank.any() else text).array, np.array([], dtype=np.int64), [])
    if field.kind == "day":
        if isinstance(series.dtype, pd.DatetimeTZDtype):
            series = series.dt.tz_localize(None)
        if pd.api.types.is_datetime64_dtype(series.dtype):
            series = series.dt.normalize()
        return cells.read_column(series, cells.read_day, np.datetime64("NaT", "us"))
    if field.kind == "period":
        return cells.read_column(series, cells.read_period, "")
    if pd.api.types.is_numeric_dtype(series.dtype) and not pd.api.types.is_bool_dtype(series.dtype):
        return _finite(series.to_numpy(dtype=np.float64, na_value=np.nan))
    return cells.read_numbers(series)


def _finite(numbers: Any) -> cells.Column:
    bad = np.flatnonzero(np.isinf(numbers))
    complaint = cells.Complaint("the figure is infinite", "Write digits with a decimal point, such as 1234.5.")
    return cells.Column(np.where(np.isinf(numbers), np.nan, numbers) + 0.0, bad, [complaint] * len(bad))


def _cell_message(name: str, field: Field, why: cells.Complaint) -> tuple[str, str]:
    if field.kind != "number":
        return why.says, why.fix
    says = "the cell is not a number" if name in PAY else why.says
    if field.filled:
        return says, why.fix
    stands_for = "means that the figure is missing" if field.default is None else f"counts as {field.default:g}"
    return says, f"{why.fix} An empty cell {stands_for}."


def _constant(field: Field, length: int) -> Any:
    blanks: dict[Kind, Any] = {"text": "", "number": np.nan, "day": pd.NaT, "period": ""}
    value = blanks[field.kind] if field.default is None else field.default
    return pd.array([value] * length, dtype=_DTYPES[field.kind])


def _with_default(values: Any, series: pd.Series, field: Field, name: str, source: str, told: list[Problem]) -> Any:
    """Empty cells filled with the default; where that changes money it is told."""
    if field.default is None:
        return values
    empty = cells.as_text(series).str.strip().eq("").to_numpy()
    if field.kind == "number" and empty.any() and not empty.all():
        says = f"{cells.plural(int(empty.sum()), 'cell is', 'cells are')} empty and count as {field.default:g}"
        row = int(cells.sheet_rows(series.to_frame())[empty.argmax()])
        told.append(Problem(source, says, "Fill them in if that is wrong.", row=row, column=name, severity="warning"))
    return pd.array(np.where(empty, field.default, values), dtype=_DTYPES[field.kind])


def _violations(table: str, typed: pd.DataFrame, source: str, unread: set[tuple[int, str]]) -> list[Problem]:
    """Every cell that breaks its column's rules, found by pandera in one pass."""
    try:
        SCHEMAS[table].validate(typed, lazy=True)
    except pa.errors.SchemaErrors as failed:
        cases = failed.failure_cases
        known = [(row, name) not in unread for row, name in zip(cases["index"], cases["column"], strict=True)]
        groups = cases[known].sort_values("index", kind="stable").groupby(["column", "check"], sort=False)
        return [
            problem
            for (name, check), group in groups
            for problem in _group_problems(table, str(name), str(check), group, source)
        ]
    return []


def _group_problems(table: str, name: str, check: str, group: pd.DataFrame, source: str) -> list[Problem]:
    rule = next((rule for rule in FIELDS[table][name].rules if rule.says == check), None)
    found = group["failure_case"].tolist()

    def tell(i: int) -> tuple[str, str]:
        if rule is None:
            return cells.EMPTY, _FILL_IN
        value = "" if name in PAY else found[i]
        return rule.says.format(value=value), did_you_mean(str(value), rule.known) if rule.known else rule.fix

    return cells.problems_at(source, name, group["index"].tolist(), tell)
