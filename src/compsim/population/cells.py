"""Reading single cells: text to numbers, days and periods.

Everything is read as text first and converted by the schema, so an id such as 007 keeps its zeros. Each distinct text
is read once; a cell that cannot be read becomes a `Complaint`, never an exception and never a guess.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import parse_period
from compsim.errors import Problem

LISTED = 20  # problems of one kind told one by one; the rest are counted
EMPTY = "the cell is empty"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PLAIN_NUMBERS = re.compile(r"(?>(?:[+-]?\d{1,200}(?:\.\d+)?(?:[eE][+-]?\d\d)?)?\n)*+", re.ASCII)  # lines, some empty
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?(?P<percent>\s*%)?", re.ASCII)
_FIGURE = r"[+-]?\d[\d., '\u2019\u00a0\u202f]{0,60}"
_NEGATIVE = re.compile(rf"\(\s?{_FIGURE}\)|{_FIGURE}[-\u2212]", re.ASCII)
_CURRENCY = re.compile(rf"(?:[$€£¥₹]|[A-Z]{{3}})\s?{_FIGURE}|{_FIGURE}\s?(?:[$€£¥₹]|[A-Z]{{3}})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d\d", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_LOCAL_DAY = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})", re.ASCII)
_SERIAL = re.compile(r"[2-9]\d{4}(?:\.0)?", re.ASCII)
_YEAR_PART = re.compile(r"(?P<year>\d{4})\s?[-./ ]?\s?(?P<part>[a-z]*\s?\d{0,2})", re.ASCII | re.IGNORECASE)
_PART_YEAR = re.compile(r"(?P<part>[a-z]*\.?\s?\d{0,2})\s?[-./ ]?\s?(?P<year>\d{4})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Complaint:
    """Why one cell cannot be read, and how to mend it."""

    says: str
    fix: str


@dataclass(frozen=True)
class Column:
    """A converted column: its cells (n) and those that could not be read, by position."""

    cells: NDArray[Any]
    bad: NDArray[np.int64]  # positions of cells that could not be read
    why: list[Complaint]  # one for each of `bad`


def text_of(value: object) -> str:
    """A cell's value as text: empty for nothing, whole numbers without a point, days in ISO form."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (float, np.floating)):
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(float(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return str(value)


def as_text(series: pd.Series) -> pd.Series:
    """A column as text (n), empty cells as empty text, whatever it held before."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        series = series.astype(object)
    if pd.api.types.is_string_dtype(series.dtype) and series.dtype != object:
        return series.astype("str").fillna("")
    texts = [text_of(value) for value in series.to_numpy(dtype=object)]
    return pd.Series(texts, index=series.index, dtype="str", name=series.name)


def read_column(series: pd.Series, read: Callable[[str], Any], blank: Any) -> Column:
    """Read a column of text cell by cell, each distinct text once; cells of spaces count as empty."""
    codes, texts = pd.factorize(as_text(series).to_numpy(dtype=object))
    values = np.empty(len(texts), dtype=object)
    read_texts = [read(text.strip()) if text.strip() else blank for text in texts.tolist()]
    failed = np.array([isinstance(item, Complaint) for item in read_texts], dtype=bool)
    values[:] = [blank if isinstance(item, Complaint) else item for item in read_texts]
    bad = np.flatnonzero(failed[codes]) if failed.any() else np.array([], dtype=np.int64)
    return Column(values[codes], bad, [read_texts[code] for code in codes[bad].tolist()])


def read_numbers(series: pd.Series) -> Column:
    """Read a column of numbers; a million plain ones in one go."""
    texts = as_text(series).to_numpy(dtype=object).tolist()
    if not PLAIN_NUMBERS.fullmatch("\n".join(texts) + "\n"):
        return read_column(series, read_number, np.nan)
    numbers = np.array([float(text) if text else math.nan for text in texts])
    return Column(numbers + 0.0, np.array([], dtype=np.int64), [])  # -0.0 becomes 0.0


def read_number(text: str) -> float | Complaint:
    """A number with a decimal point, or a percentage as a ratio."""
    match = _NUMBER.fullmatch(text.replace("\u2212", "-"))
    number = float(match[0].rstrip("% \t")) if match else math.nan
    if match is None or not math.isfinite(number):
        return Complaint(f"'{text}' is not a number", _number_fix(text))
    return number / 100.0 if match["percent"] else number + 0.0


def _number_fix(text: str) -> str:
    if _NEGATIVE.fullmatch(text):
        return "Write negative figures with a minus sign in front, such as -1234.5."
    if _CURRENCY.fullmatch(text):
        return "Write figures without a currency, such as 1234.5."
    return "Write digits with a decimal point, such as 1234.5."


def read_day(text: str) -> np.datetime64 | Complaint:
    """A day in ISO form; anything else is a complaint that names what it may have meant."""
    match = _DAY.fullmatch(text)
    if match is None:
        return Complaint(*_unclear_day(text))
    try:
        return np.datetime64(date(int(match[1]), int(match[2]), int(match[3])), "us")
    except ValueError:
        return Complaint(f"there is no day '{text}'", "Write dates as year-month-day, such as 2025-03-31.")


def read_period(text: str) -> str | Complaint:
    """A period label as the calendar knows it."""
    try:
        parse_period(text)
    except ValueError:
        meant = _meant_period(text)
        hint = f"Did you mean {meant}? " if meant else ""
        return Complaint(f"'{text}' is not a period", f"{hint}Write 2025-03, 2025-Q1, 2025-H1 or 2025.")
    return text


def sheet_rows(frame: pd.DataFrame) -> NDArray[np.int64]:
    """Row numbers as a spreadsheet counts (n), the header being row 1; files that were read carry their own."""
    if frame.index.name == "row":
        return frame.index.to_numpy(dtype=np.int64)
    return np.arange(2, len(frame) + 2, dtype=np.int64)


def problems_at(
    source: str,
    column: str,
    rows: Sequence[int] | NDArray[np.int64],
    tell: Callable[[int], tuple[str, str]],
    *,
    warning: bool = False,
) -> list[Problem]:
    """One problem a row, worded by `tell(position)`; past `LISTED` the rest are counted in one line."""
    severity: Any = "warning" if warning else "error"
    told = [
        Problem(source, *tell(i), row=int(row), column=column, severity=severity) for i, row in enumerate(rows[:LISTED])
    ]
    rest = len(rows) - LISTED
    if rest > 0:
        says = f"{rest:,} more {'row has' if rest == 1 else 'rows have'} the same problem"
        told.append(Problem(source, says, column=column, severity=severity))
    return told


def plural(count: int, one: str, many: str = "") -> str:
    """`1 row`, `2 rows`, `1,200 rows`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _unclear_day(text: str) -> tuple[str, str]:
    match = _LOCAL_DAY.fullmatch(text)
    days = _possible_days(int(match[1]), int(match[2]), int(match[3])) if match else []
    if len(days) == 2:
        return f"'{text}' can be {days[0]} or {days[1]}", f"Write the day that is meant as {days[0]} or {days[1]}."
    if _SERIAL.fullmatch(text):
        meant = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return f"'{text}' is a spreadsheet's serial number, not a date", f"Format the column as dates, such as {meant}."
    if match and not days and min(int(match[1]), int(match[2])) <= 12 and max(int(match[1]), int(match[2])) <= 31:
        return f"there is no day '{text}'", "Write dates as year-month-day, such as 2025-03-31."
    if _SHORT_YEAR.fullmatch(text):
        return f"'{text}' has a year of two digits", "Write dates as year-month-day, such as 2025-03-31."
    shown = days[0] if days else "2025-03-31"
    return f"'{text}' is not an ISO date", f"Write dates as year-month-day, such as {shown}."


def _possible_days(first: int, second: int, year: int) -> list[str]:
    """The days that `first/second/year` can mean, day first and then month first."""
    days = []
    for day, month in ((first, second), (second, first)):
        try:
            days.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(days))


def _meant_period(text: str) -> str:
    for pattern in (_YEAR_PART, _PART_YEAR):
        match = pattern.fullmatch(text)
        label = match and _label(match["year"], match["part"].lower().replace(".", "").replace(" ", ""))
        if label:
            return label
    match = _DAY.fullmatch(text)
    return f"{match[1]}-{match[2]}" if match else ""


def _label(year: str, part: str) -> str:
    name = part.rstrip("0123456789")
    if name[:3] in _MONTHS and part == name:
        return f"{year}-{_MONTHS.index(name[:3]) + 1:02d}"
    label = f"{year}-{name.upper()}{part[len(name) :]}" if name else f"{year}-{part.zfill(2)}"
    try:
        parse_period(label)
    except ValueError:
        return ""
    return label
