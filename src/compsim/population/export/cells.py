"""Texts of one column of an export read as exact numbers or dates: one style for the whole column, never guessed.

What is plain is read by Arrow, all rows at once; only what is left is looked at text by text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from compsim.population.files.numbers import Mark, column_signs, plain_numbers, usual_mark

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
ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y")


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


def read_dates(texts: Any, stated: str | None = None) -> Reading:
    """A column of texts as dates: ISO, the stated format, or the only known format that fits all of them."""
    coded = _coded(texts)
    words: list[str] = coded.dictionary.to_pylist()
    if stated is not None:
        return _read(coded, [_date(word, stated) for word in words], stated, f"The mapping says {stated}.")
    iso = [_iso(word) for word in words]
    fix = "Write dates as 2025-03-31, or state the format: {column: ..., format: '%d/%m/%Y'}."
    if any(iso) or not words:
        timed = ", time of day left out" if any(len(word) > len("2025-03-31") for word in words) else ""
        return _read(coded, iso, "%Y-%m-%d" + timed, fix)
    fitting = [form for form in FORMATS if all(_date(word, form) is not None for word in words)]
    if not fitting:
        return _read(coded, iso, "", fix)
    if len(fitting) > 1:
        ask = f"dates such as '{words[0]}' fit " + " and ".join(fitting)
        return _open(texts, pa.date32(), ask, f"State one: {{column: ..., format: '{fitting[0]}'}}.")
    return _read(coded, [_date(word, fitting[0]) for word in words], fitting[0], fix)


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


def _decimal(text: str) -> Decimal | None:
    bare = text.replace("\u2212", "-")
    if PLAIN.fullmatch(bare) is None:
        return None
    value = Decimal(bare.rstrip("%")) / (100 if bare.endswith("%") else 1)
    return value.quantize(SCALE) if abs(value) < MOST else None


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
