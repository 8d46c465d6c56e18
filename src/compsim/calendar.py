"""Periods and stretches of the plan year: labels, fiscal years and days on the plan.

A period is one cell of the data's time axis, named `2025-03`, `2025-Q1`, `2025-H1` or `2025`.
A stretch is what results add up over before they restart: month, quarter, half_year or year.
Labels are calendar labels; `year_starts` says in which month the plan year begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Stretch = Literal["month", "quarter", "half_year", "year"]
STRETCHES: tuple[Stretch, ...] = get_args(Stretch)
MONTHS_IN: dict[Stretch, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
Proration = Literal["days", "full_months", "started_months"]
PRORATIONS: tuple[Proration, ...] = get_args(Proration)

_LABEL = re.compile(r"^(?P<year>\d{4})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?$")


@lru_cache(maxsize=4096)  # a year has few labels, and an evaluation asks for each of them hundreds of times
def parse_period(label: str) -> tuple[int, int]:
    """First month (counted from year 0) and number of months of a period label; ValueError if it is none."""
    match = _LABEL.match(label.strip())
    if match is None:
        raise ValueError(f"'{label}' is not a period; write 2025-03, 2025-Q1, 2025-H1 or 2025")
    first = int(match["year"]) * 12
    if match["month"]:
        return first + int(match["month"]) - 1, 1
    if match["quarter"]:
        return first + 3 * (int(match["quarter"]) - 1), 3
    if match["half"]:
        return first + 6 * (int(match["half"]) - 1), 6
    return first, 12


def period_label(first_month: int, months: int) -> str:
    """The label of the period of `months` months that begins at `first_month`: the inverse of `parse_period`."""
    year, month = divmod(first_month, 12)
    match months:
        case 1:
            return f"{year:04d}-{month + 1:02d}"
        case 3:
            return f"{year:04d}-Q{month // 3 + 1}"
        case 6:
            return f"{year:04d}-H{month // 6 + 1}"
        case _:
            return f"{year:04d}"


def periods_between(first: str, last: str, months: int) -> tuple[str, ...]:
    """All periods of `months` months from `first` to `last`, both inside."""
    begin, _ = parse_period(first)
    last_begin, last_months = parse_period(last)
    return tuple(period_label(month, months) for month in range(begin, last_begin + last_months, months))


def stretch_of(periods: Sequence[str], stretch: Stretch, year_starts: int = 1) -> NDArray[np.int64]:
    """Which stretch each period belongs to, as ascending numbers (P); `year_starts` is a calendar month 1..12.

    Raises ValueError when a period does not lie within one stretch: a quarter's result cannot be split into months.
    """
    length = MONTHS_IN[stretch]
    starts = [parse_period(label) for label in periods]
    too_long = [label for label, (_, months) in zip(periods, starts, strict=True) if months > length]
    if too_long:
        raise ValueError(f"the data come by periods such as {too_long[0]}; they cannot be measured by {stretch}")
    table = np.array(starts, dtype=np.int64).reshape(-1, 2)
    group = (table[:, 0] - (year_starts - 1)) // length
    across = np.flatnonzero((table.sum(axis=1) - year_starts) // length != group)
    if len(across):
        raise ValueError(f"{periods[across[0]]} is partly in one {stretch} and partly in the next of this plan year")
    return np.asarray(group, dtype=np.int64)


def ends_stretch(periods: Sequence[str], stretch: Stretch, year_starts: int = 1) -> NDArray[np.bool_]:
    """True for each period that is the last of its stretch or the last of the axis (P)."""
    group = stretch_of(periods, stretch, year_starts)
    return np.append(group[1:] != group[:-1], True)


def months_of(periods: Sequence[str]) -> NDArray[np.float64]:
    """Length of each period in months (P)."""
    return np.array([parse_period(label)[1] for label in periods], dtype=np.float64)


def first_day(label: str) -> np.datetime64:
    """The period's first day."""
    return _month_start(parse_period(label)[0])


def last_day(label: str) -> np.datetime64:
    """The period's last day."""
    first, months = parse_period(label)
    return _month_start(first + months) - np.timedelta64(1, "D")


def share_active(
    start: NDArray[np.datetime64], end: NDArray[np.datetime64], periods: Sequence[str], counted: Proration = "days"
) -> NDArray[np.float64]:
    """Share of each period that lies between start and end, both inside (R, P); NaT means open.

    A month weighs the same whatever its days: a period's share is the mean over its months. `counted` says what a
    month is worth: active days ÷ days, or 1 where every day is active (full_months) or any day is (started_months).
    """
    columns = []
    for label in periods:
        first, months = parse_period(label)
        shares = [_counted(_share_of_month(start, end, month), counted) for month in range(first, first + months)]
        columns.append(np.mean(shares, axis=0))
    return np.stack(columns, axis=1) if columns else np.zeros((len(start), 0))


def months_since(start: NDArray[np.datetime64], periods: Sequence[str]) -> NDArray[np.float64]:
    """Calendar months from the month of each start to the first month of each period (R, P); NaN where start is NaT."""
    since_1970 = start.astype("datetime64[M]").astype(np.int64)
    begins = np.where(np.isnat(start), np.nan, since_1970 + 1970.0 * 12.0)
    firsts = np.array([parse_period(label)[0] for label in periods], dtype=np.float64)
    return np.asarray(firsts - begins[:, None], dtype=np.float64)


def a_year_before(label: str) -> str:
    """The label of the same period twelve months earlier."""
    first, months = parse_period(label)
    return period_label(first - 12, months)


def _counted(share: NDArray[np.float64], counted: Proration) -> NDArray[np.float64]:
    if counted == "days":
        return share
    return np.asarray(share == 1.0 if counted == "full_months" else share > 0.0, dtype=np.float64)


def _month_start(month: int) -> np.datetime64:
    year, index = divmod(month, 12)
    return np.datetime64(f"{year:04d}-{index + 1:02d}-01", "D")


def _share_of_month(start: NDArray[np.datetime64], end: NDArray[np.datetime64], month: int) -> NDArray[np.float64]:
    first, following = _month_start(month), _month_start(month + 1)
    days = (following - first).astype(np.float64)
    begins = np.where(np.isnat(start), first, np.maximum(start, first))
    ends = np.where(np.isnat(end), following, np.minimum(end + np.timedelta64(1, "D"), following))
    active: NDArray[np.float64] = (ends - begins).astype("timedelta64[D]").astype(np.float64)
    return np.clip(active, 0.0, None) / days
