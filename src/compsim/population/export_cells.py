"""Texts of one column of an export read as exact numbers or dates: one style for the whole column, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from compsim.population.number_formats import Mark, column_signs, plain_numbers, usual_mark

MARKS: dict[str, Mark] = {"point": ".", "comma": ","}
MARK_NAMES = {mark: name for name, mark in MARKS.items()}
SCALE = Decimal("0.000001")
MOST = Decimal(10) ** 18
PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y")


@dataclass(frozen=True)
class Reading:
    """The distinct texts of a column and what they mean; `ask` is set where they can be read in two ways."""

    words: list[str]
    values: list[Any]  # same length; None where a text cannot be read
    written: str = ""  # the style, for reports
    ask: str = ""
    fix: str = ""

    @property
    def bad(self) -> list[int]:
        """Positions of the texts that could not be read."""
        return [index for index, value in enumerate(self.values) if value is None]


def read_numbers(words: list[str], stated: Mark | None = None, delimiter: str = ",") -> Reading:
    """Distinct texts as decimals to a millionth; the column's own numbers, then the delimiter, say how to read them."""
    series = pd.Series(words, dtype="str")
    signs = column_signs(series)
    if stated is None and len(signs.decided) > 1:
        ask = f"'{words[signs.decided['.']]}' has a decimal point and '{words[signs.decided[',']]}' a decimal comma"
        return Reading(words, words, "", ask, "Write all numbers of the column alike.")
    mark = stated or next(iter(signs.decided), None) or usual_mark(signs, delimiter)
    if mark is None:
        example = next(word for word in words if "." in word or "," in word)
        ask = f"'{example}' can be read with a decimal point or a decimal comma"
        return Reading(words, words, "", ask, "Write {column: ..., decimal: point} or comma.")
    plain, how = plain_numbers(series, signs, mark)
    written = f"decimal {MARK_NAMES[mark]}" + (f", thousands by '{how.thousands}'" if how.thousands else "")
    fix = f"Write figures with a decimal {MARK_NAMES[mark]} and without a currency sign."
    return Reading(words, [_decimal(text) for text in plain], written, "", fix)


def read_dates(words: list[str], stated: str | None = None) -> Reading:
    """Distinct texts as dates: ISO, the stated format, or the only known format that fits all of them."""
    if stated is not None:
        return Reading(words, [_date(word, stated) for word in words], stated, "", f"The mapping says {stated}.")
    iso = [_iso(word) for word in words]
    fix = "Write dates as 2025-03-31, or state the format: {column: ..., format: '%d/%m/%Y'}."
    if any(iso) or not words:
        timed = ", time of day left out" if any(len(word) > len("2025-03-31") for word in words) else ""
        return Reading(words, iso, "%Y-%m-%d" + timed, "", fix)
    fitting = [form for form in FORMATS if all(_date(word, form) is not None for word in words)]
    if not fitting:
        return Reading(words, iso, "", "", fix)
    dates = [_date(word, fitting[0]) for word in words]
    if len(fitting) > 1:
        ask = f"dates such as '{words[0]}' fit " + " and ".join(fitting)
        return Reading(words, dates, "", ask, f"State one: {{column: ..., format: '{fitting[0]}'}}.")
    return Reading(words, dates, fitting[0], "", fix)


def _decimal(text: str) -> Decimal | None:
    bare = text.replace("\u2212", "-")
    if PLAIN.fullmatch(bare) is None or abs(Decimal(bare)) >= MOST:
        return None
    return Decimal(bare).quantize(SCALE)


def _iso(word: str) -> date | None:
    match = ISO.fullmatch(word)
    return _safely(lambda: date.fromisoformat(match[1])) if match else None


def _date(word: str, form: str) -> date | None:
    return _safely(lambda: datetime.strptime(word, form).date())


def _safely(make: Callable[[], date]) -> date | None:
    try:
        return make()
    except ValueError:
        return None
