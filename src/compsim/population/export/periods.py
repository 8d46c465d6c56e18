"""Texts of an export that name a month, a quarter, a half-year or a year, as labels of periods: Q1/2025 is 2025-Q1.

Labels are those of the calendar. A text without a year, or a bare number that could be a month or a quarter, is never
guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compsim.calendar import parse_period

WRITE = "Write 2025-03, 2025-Q1, 2025-H1 or 2025."
_MONTHS = (  # as English, German, French, Spanish and Dutch write them, without accents
    "january jan januar janner jaenner janvier janv enero ene januari",
    "february feb februar fevrier fevr febrero februari",
    "march mar marz maerz mrz mars marzo maart mrt",
    "april apr avril avr abril abr",
    "may mai mayo mei",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug aout agosto ago augustus",
    "september sept sep septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dic",
)
_MONTH_OF = {name: place for place, names in enumerate(_MONTHS, 1) for name in names.split()}
_QUARTER = r"q|qtr|quarter|quartal|trimestre|trim|t|kwartaal|kw|k"
_HALF = r"h|hj|half|half ?year|halbjahr|semestre|sem|s|halfjaar"
_ORDINAL = r"(?:\.|st|nd|rd|th|er|re|eme|e|o|º|°)?"
_PARTS = {
    "Q": re.compile(rf"(?:(?:{_QUARTER})[ .]?([1-4])|([1-4]){_ORDINAL} ?(?:{_QUARTER}))"),
    "H": re.compile(rf"(?:(?:{_HALF})[ .]?([12])|([12]){_ORDINAL} ?(?:{_HALF}))"),
}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"[0-9]{1,2}")
_TERM = re.compile(r"t[ .]?[1-4]|[1-4] ?t")  # trimestre, or the third of a year that Nordic firms report by
_QUARTERS = 4


@dataclass(frozen=True)
class Periods:
    """The distinct texts of a column as labels of periods: None where a text names none."""

    labels: tuple[str | None, ...]  # one for each text
    ask: str = ""  # why some cannot be decided


def periods_of(texts: Sequence[str], years: Sequence[str] = ()) -> Periods:
    """Texts of one column as labels; `years` are those that stand in a column beside it, one for each text, or none.

    Bare numbers are months where one of them is above 4, and T1 is a quarter where there is a T4: else nobody can know.
    """
    parts = [_parted(text, year) for text, year in zip(texts, years or [""] * len(texts), strict=True)]
    rests = [part[1] for part in parts if part is not None]
    numbers, terms = ([rest for rest in rests if pattern.fullmatch(rest)] for pattern in (_NUMBER, _TERM))
    asks = []
    if any(len(number) == 1 for number in numbers) and not any(int(number) > _QUARTERS for number in numbers):
        asks.append(f"'{next(number for number in numbers if len(number) == 1)}' can be a month or a quarter")
    if terms and not any("4" in term for term in terms):
        asks.append(f"'{terms[0].upper()}' can be a quarter or a third of a year")
    labels = [None if part is None or (asks and _doubtful(part[1])) else _label(*part) for part in parts]
    return Periods(tuple(labels), " and ".join(asks))


def has_year(text: str) -> bool:
    """Whether a text names a year of four digits."""
    return _YEAR.search(text) is not None or _COMPACT.fullmatch(text.strip()) is not None


def _parted(text: str, year: str) -> tuple[str, str] | None:
    """The year of a text and what else it says; None where there is no year, or two that differ."""
    plain = " ".join(_plain(text).split())
    compact = _COMPACT.fullmatch(plain)
    if compact is not None:
        return compact[1], compact[2]
    found = list(dict.fromkeys([*_YEAR.findall(plain), *_YEAR.findall(year)]))
    if len(found) != 1:
        return None
    return found[0], " ".join(_YEAR.sub(" ", plain).strip(" -/.,_'").split())


def _doubtful(rest: str) -> bool:
    """Whether what stands beside the year can be read in two ways; a month with a leading zero cannot."""
    return (_NUMBER.fullmatch(rest) is not None and len(rest) == 1) or _TERM.fullmatch(rest) is not None


def _label(year: str, rest: str) -> str | None:
    return next(_labels(year, rest), None)


def _labels(year: str, rest: str) -> Iterator[str]:
    """At most one label."""
    if not rest:
        yield year
    for mark, pattern in _PARTS.items():
        match = pattern.fullmatch(rest)
        if match is not None:
            yield f"{year}-{mark}{match[1] or match[2]}"
    month = _MONTH_OF.get(rest.rstrip(".")) or (int(rest) if _NUMBER.fullmatch(rest) else 0)
    if 1 <= month <= 12:
        yield f"{year}-{month:02d}"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def months_in(label: str) -> range:
    """The months, counted from year 0, of a label."""
    first, months = parse_period(label)
    return range(first, first + months)
