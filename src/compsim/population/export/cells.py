"""Texts of one column of an export read as exact numbers or dates: one style for the whole column, never guessed.

What is plain is read by Arrow, all rows at once; only what is left is looked at text by text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from compsim.population.files.dates import FORMATS, ISO, Dates, column_dates
from compsim.population.files.numbers import Mark, column_signs, plain_numbers, usual_mark
from compsim.population.mapping.tables import DATE_ORDERS

MARKS: dict[str, Mark] = {"point": ".", "comma": ","}
MARK_NAMES = {mark: name for name, mark in MARKS.items()}
DECIMAL = pa.decimal128(24, 6)  # exact to a millionth, up to a billion billions
SCALE = Decimal("0.000001")
MOST = Decimal(10) ** 18
PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?%?", re.ASCII)
NARROW = {  # fit eight bytes; the first is taken that every figure of a column fits
    pa.decimal128(18, 2): {".": r"^[+-]?\d{1,15}(?:\.\d{1,2})?$", ",": r"^[+-]?\d{1,15}(?:,\d{1,2})?$"},
    pa.decimal128(18, 6): {".": r"^[+-]?\d{1,12}(?:\.\d{1,6})?$", ",": r"^[+-]?\d{1,12}(?:,\d{1,6})?$"},
}
DECIDING = {".": r"\.\d{1,2}$|\.\d{4,}$|\d{4}\.|^[+-]?0\d*\.", ",": r",\d{1,2}$|,\d{4,}$|\d{4},|^[+-]?0\d*,"}
DAY = r"^(?:[1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])-\d{2}-\d{2}"  # calendars have no year 0
ISO_MOMENT = rf"{DAY}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?Z?)?$"
ISO_MIDNIGHT = rf"{DAY}(?:[T ]00:00(?::00(?:[.,]0+)?)?Z?)?$"
CLOCK = re.compile(r"[T ,]*%[HI].*")  # in a stated format: times of day are left out, with or without being stated
WRITE_ISO = "Write dates as 2025-03-31, or state the format: {column: ..., format: '%d/%m/%Y'}."


@dataclass(frozen=True, eq=False)
class Reading:
    """A column of texts and what they mean; `ask` is set where they can be read in two ways."""

    cells: Any  # Arrow array of decimals or dates (n); missing where a text is blank or cannot be read
    written: str = ""  # the style, for reports
    ask: str = ""
    fix: str = ""
    bad: tuple[tuple[str, int], ...] = ()  # texts that could not be read, and the place (from 0) of the first of each


def read_numbers(texts: Any, stated: Mark | None = None, delimiter: str = ",") -> Reading:
    """A column of texts as decimals; the column's own numbers, then the delimiter, say which mark is the decimal one.

    Whole column: cents or millionths in eight bytes where every figure fits, else a millionth in sixteen.
    """
    mark, kind = _plain(texts, stated, delimiter)
    if mark is None:
        return _careful_numbers(texts, stated, delimiter)
    pointed = texts if mark == "." else compute.replace_substring(texts, ",", ".")
    return Reading(pointed.cast(kind), f"decimal {MARK_NAMES[mark]}", "", _number_fix(mark))


def multiplied(reading: Reading, factor: Fraction) -> Reading:
    """A column of decimals with every figure multiplied, exact to a millionth; nothing is done for a factor of 1."""
    if factor == 1 or reading.ask:
        return reading
    coded = _coded(reading.cells)
    values = [_times(value, factor) for value in coded.dictionary.to_pylist()]
    bad = [(str(coded.dictionary[place].as_py()), place) for place, value in enumerate(values) if value is None]
    codes = coded.indices.fill_null(-1).to_numpy()
    told = tuple((word, int(np.argmax(codes == place))) for word, place in bad)
    written = ", ".join(part for part in (reading.written, f"× {factor}") if part)
    cells = pa.array(values, DECIMAL).take(coded.indices)
    return Reading(cells, written, "", reading.fix, (*reading.bad, *told))


def read_dates(texts: Any, stated: str | None = None) -> Reading:
    """A column of texts as dates: ISO, the stated format or order, or the only known format that fits all of them.

    An order (day-first, month-first, year-first) leaves ISO dates as they are; a format holds for every cell.
    """
    coded = _coded(texts)
    if stated in (None, ISO, *DATE_ORDERS) and len(coded.dictionary):
        days = _iso_days(coded.dictionary)
        if days is not None:
            timed = not _all_match(coded.dictionary, ISO_MIDNIGHT)
            return Reading(days.take(coded.indices), _told(ISO, timed=timed))
    return _careful_dates(coded, stated)


def _iso_days(words: Any) -> Any:
    """Texts such as 2025-03-31 or 2025-03-31T14:22 as days; None where one is another."""
    if not _all_match(words, ISO_MOMENT):
        return None
    try:
        return compute.utf8_slice_codeunits(words, 0, len("2025-03-31")).cast(pa.date32())
    except pa.ArrowInvalid:  # a day that no calendar has, which the careful reading names
        return None


def _careful_dates(coded: Any, stated: str | None) -> Reading:
    words: list[str] = coded.dictionary.to_pylist()
    if not words:
        return _read(coded, [], "", WRITE_ISO)
    found = _in_order(words, stated) if stated in DATE_ORDERS else column_dates(words, stated and CLOCK.sub("", stated))
    if found.mixed is not None:
        one, other = (words[place] for place in found.mixed)
        says = f"no one order of day and month fits both '{one}' and '{other}'"
        return _open(coded, pa.date32(), says, "Write all dates of the column as 2025-03-31.")
    if len(found.fitting) > 1:
        ask = f"dates such as '{words[0]}' fit " + " and ".join(found.fitting)
        return _open(coded, pa.date32(), ask, f"State one: {{column: ..., format: '{found.fitting[0]}'}}.")
    fix = WRITE_ISO if stated is None else f"The mapping says {stated}."
    return _read(coded, list(found.days), _told(found.form, timed=found.timed) if found.form else "", fix)


def _in_order(words: list[str], order: str | None) -> Dates:
    """Texts read in the format of a stated order that most of them are written in; ISO where that is how they are."""
    free = column_dates(words)
    if free.form == ISO:
        return free
    forms = [form for form in FORMATS if form.startswith(DATE_ORDERS[order or ""])]
    return max(
        (column_dates(words, form) for form in forms), key=lambda dates: sum(day is not None for day in dates.days)
    )


def _told(form: str, *, timed: bool) -> str:
    return f"{form}, time of day left out" if timed else form


def _plain(texts: Any, stated: Mark | None, delimiter: str) -> tuple[Mark | None, Any]:
    """The mark and the type of a column whose figures are plain and cannot be read otherwise; None: look closer."""
    for mark in MARKS.values():
        kinds = (kind for kind, patterns in NARROW.items() if _all_match(texts, patterns[mark]))
        kind = next(kinds, None) if stated in (None, mark) else None
        if kind is None:
            continue
        if stated or (mark == "." and delimiter == ",") or _any_matches(texts, DECIDING[mark]):
            return mark, kind
        if not _any_matches(texts, re.escape(mark)):
            return ".", kind
    return None, None


def _careful_numbers(texts: Any, stated: Mark | None, delimiter: str) -> Reading:
    coded = _coded(texts)
    series = pd.Series(coded.dictionary.to_pylist(), dtype="str")
    signs = column_signs(series)
    if stated is None and len(signs.decided) > 1:
        point, comma = (series[signs.decided[mark]] for mark in (".", ","))
        ask = f"'{point}' has a decimal point and '{comma}' a decimal comma"
        return _open(texts, DECIMAL, ask, "Write all numbers of the column alike.")
    mark = stated or next(iter(signs.decided), None) or usual_mark(signs, delimiter)
    if mark is None:
        example = next(word for word in series if "." in word or "," in word)
        ask = f"'{example}' can be read with a decimal point or a decimal comma"
        return _open(texts, DECIMAL, ask, "Write {column: ..., decimal: point} or comma.")
    plain, how = plain_numbers(series, signs, mark)
    written = f"decimal {MARK_NAMES[mark]}" + (f", thousands by '{how.thousands}'" if how.thousands else "")
    return _read(coded, [_decimal(text) for text in plain], written, _number_fix(mark), DECIMAL)


def _read(coded: Any, values: list[Any], written: str, fix: str, kind: Any = None) -> Reading:
    """The values of the distinct texts, back in their rows."""
    codes = coded.indices.fill_null(-1).to_numpy()
    unread = [place for place, value in enumerate(values) if value is None]
    words = coded.dictionary.to_pylist() if unread else []
    bad = tuple((words[place], int(np.argmax(codes == place))) for place in unread)
    return Reading(pa.array(values, type=kind or pa.date32()).take(coded.indices), written, "", fix, bad)


def _open(texts: Any, kind: Any, ask: str, fix: str) -> Reading:
    return Reading(pa.nulls(len(texts), kind), "", ask, fix)


def _coded(texts: Any) -> Any:
    coded = texts.dictionary_encode()
    return coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded


def _all_match(texts: Any, pattern: str) -> bool:
    return bool(compute.all(compute.match_substring_regex(texts, pattern), min_count=0).as_py())


def _any_matches(texts: Any, pattern: str) -> bool:
    return bool(compute.any(compute.match_substring_regex(texts, pattern), min_count=0).as_py())


def _number_fix(mark: Mark) -> str:
    return f"Write figures with a decimal {MARK_NAMES[mark]} and without a currency sign."


def _times(value: Decimal, factor: Fraction) -> Decimal | None:
    product = Fraction(value) * factor
    if abs(product) >= MOST:
        return None
    return Decimal(round(product / Fraction(SCALE))) * SCALE  # a half goes to the even millionth


def _decimal(text: str) -> Decimal | None:
    bare = text.replace("\u2212", "-")
    if PLAIN.fullmatch(bare) is None:
        return None
    value = Decimal(bare.rstrip("%")) / (100 if bare.endswith("%") else 1)
    return value.quantize(SCALE) if abs(value) < MOST else None
