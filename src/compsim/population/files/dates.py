"""Dates in another order than year-month-day: read where a whole column allows one order only, asked about otherwise.

03/04/2025 is a day in April or in March. A column with 13/04/2025 in it is written day first; where no cell decides,
somebody has to say. Serial numbers of spreadsheet programs, years of two digits and impossible days are never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

ISO = "%Y-%m-%d"
DIGITS = "%Y%m%d"  # in an attribute this is a number as likely as a date
FORMATS = {  # order -> what its texts look like
    "%d.%m.%Y": r"\d{1,2}\.\d{1,2}\.\d{4}",
    "%d/%m/%Y": r"\d{1,2}/\d{1,2}/\d{4}",
    "%m/%d/%Y": r"\d{1,2}/\d{1,2}/\d{4}",
    "%Y/%m/%d": r"\d{4}/\d{1,2}/\d{1,2}",
    "%d-%m-%Y": r"\d{1,2}-\d{1,2}-\d{4}",
    "%m-%d-%Y": r"\d{1,2}-\d{1,2}-\d{4}",
    "%Y.%m.%d": r"\d{4}\.\d{1,2}\.\d{1,2}",
    DIGITS: r"\d{8}",
    "%d-%b-%Y": r"\d{1,2}-[A-Za-z]{3}-\d{4}",
    "%d %b %Y": r"\d{1,2} [A-Za-z]{3} \d{4}",
    "%d %B %Y": r"\d{1,2} [A-Za-z]{4,9} \d{4}",
    "%b %d, %Y": r"[A-Za-z]{3} \d{1,2}, \d{4}",
    "%B %d, %Y": r"[A-Za-z]{4,9} \d{1,2}, \d{4}",
}
ENOUGH = 20_000  # distinct days are looked at to find the order; all are read in it
_SHAPES = {form: re.compile(shape, re.ASCII) for form, shape in FORMATS.items()}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = r"(?P<clock>\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\s?(?:[AaPp][Mm])?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?"
_TIMED = re.compile(rf"(?P<day>[\w ,./-]{{6,20}}?)(?:T|,? ){_CLOCK}", re.ASCII)
_MIDNIGHT = re.compile(r"00?:00(?::00(?:[.,]0+)?)?", re.ASCII)


@dataclass(frozen=True)
class Dates:
    """The distinct texts of a column as dates: None where a text is no date of the column's order."""

    days: tuple[date | None, ...]  # one for each text
    form: str = ""  # how the dates are written; nothing where no text is a date, or nobody can know
    timed: bool = False  # a time of day was left out
    fitting: tuple[str, ...] = ()  # two or more: somebody has to say which
    mixed: tuple[int, int] | None = None  # positions of two texts that no one order fits


def column_dates(texts: Sequence[str], stated: str | None = None) -> Dates:
    """Distinct texts of one column read in the stated order, in ISO, or in the only order that fits all of them."""
    parts = [_day_and_clock(text.strip()) for text in texts]
    timed = any(clock and not _MIDNIGHT.fullmatch(clock) for _, clock in parts)
    bare = [day for day, _ in parts]
    if stated is None and any(_ISO_DAY.fullmatch(day) for day in bare):
        stated = ISO
    if stated is not None:
        return Dates(_days(bare, stated), stated, timed)
    fitting, mixed = _fitting(list(dict.fromkeys(bare))[:ENOUGH])
    if mixed is not None:
        return Dates((None,) * len(bare), mixed=(bare.index(mixed[0]), bare.index(mixed[1])))
    if len(fitting) == 1:
        return Dates(_days(bare, fitting[0]), fitting[0], timed)
    return Dates((None,) * len(bare), timed=timed, fitting=fitting)


def _day_and_clock(text: str) -> tuple[str, str]:
    match = _TIMED.fullmatch(text) if ":" in text else None
    return (match["day"], match["clock"]) if match else (text, "")


def _fitting(texts: list[str]) -> tuple[tuple[str, ...], tuple[str, str] | None]:
    """The orders under which every text is a date that is one under any; two texts that contradict if there is none."""
    read = {form: _read(texts, form) for form in FORMATS}
    used = {form: days for form, days in read.items() if days}
    known = {text for days in used.values() for text in days}
    whole = {form: days for form, days in used.items() if len(days) == len(known)}
    if known and not whole:
        most = max(used.values(), key=len)
        return (), (next(iter(most)), next(text for text in texts if text in known and text not in most))
    different = {tuple(days.values()): form for form, days in reversed(whole.items())}
    return tuple(reversed(different.values())), None


def _read(texts: Iterable[str], form: str) -> dict[str, date]:
    """The texts that are dates in this order."""
    found = ((text, _day(text, form)) for text in texts if _SHAPES[form].fullmatch(text))
    return {text: day for text, day in found if day is not None}


def _days(texts: Sequence[str], form: str) -> tuple[date | None, ...]:
    known = {text: _day(text, form) for text in dict.fromkeys(texts)}
    return tuple(known[text] for text in texts)


def _day(text: str, form: str) -> date | None:
    try:
        if form == ISO:
            return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
        return datetime.strptime(text, form).date()
    except ValueError:
        return None
