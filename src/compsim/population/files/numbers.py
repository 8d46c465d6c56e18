"""Decimal point or decimal comma: decided once per column, from the numbers themselves, and recorded to be shown.

A number such as 1.234 can be a thousand or a little over one. The column's other numbers decide, then the other columns
of the file, then what the delimiter makes usual; where nothing decides, the reader is asked: no factor of 1,000 is
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from compsim.population.cells import PLAIN_NUMBERS

Mark = Literal[".", ","]
OTHER: dict[Mark, Mark] = {".": ",", ",": "."}
_SPACES = "'\u2019 \u00a0\u202f"  # stand between thousands in some countries, never before decimals


def _number(mark: Mark) -> re.Pattern[str]:
    """The pattern of a number with this decimal mark: thousands separated in threes by one sign, or not at all."""
    point, decimals = re.escape(mark), rf"(?:{re.escape(mark)}\d*)?"
    grouped = rf"[1-9]\d{{0,2}}(?P<sign>[{re.escape(OTHER[mark])}{_SPACES}])\d{{3}}(?:(?P=sign)\d{{3}})*{decimals}"
    simple = rf"(?:\d+{decimals}|{point}\d+)(?:[eE][+-]?\d{{1,3}})?"
    return re.compile(rf"[+\u2212-]?(?:{grouped}|{simple})\s*%?", re.ASCII)


_MARKS: tuple[Mark, Mark] = (".", ",")
_NUMBERS = {mark: _number(mark) for mark in _MARKS}
_SEPARATORS = {mark: re.compile(f"[{_SPACES}{re.escape(OTHER[mark])}]") for mark in _MARKS}
_SIMPLE = {mark: re.compile(PLAIN_NUMBERS.pattern.replace(r"\.", re.escape(mark)), re.ASCII) for mark in _MARKS}
_NO_THOUSAND = {
    mark: re.compile(rf"{m}(?!\d{{3}}\n)|\d{{4}}{m}|\b0\d*{m}", re.ASCII) for mark, m in ((".", r"\."), (",", ","))
}


@dataclass(frozen=True)
class NumberFormat:
    """How the numbers of one column are written."""

    column: str
    decimal: Mark
    thousands: str = ""  # every sign that separates thousands: ".", ",", "'", " " ... or none


@dataclass(frozen=True, eq=False)
class ColumnSigns:
    """What one column of text says about its numbers."""

    decided: Mapping[Mark, int]  # decimal mark -> position of a row that shows it
    undecided: frozenset[str]  # marks of numbers that can be read both ways
    simple: Mark | None = None  # every filled cell is a number with at most this mark and no separators of thousands

    @property
    def says_nothing(self) -> bool:
        """No number of the column has a point or a comma."""
        return not self.decided and not self.undecided


def column_signs(series: pd.Series) -> ColumnSigns:
    """Look at every text of a column."""
    lines = "\n".join(series.to_numpy(dtype=object).tolist()) + "\n"
    for mark, pattern in _SIMPLE.items():
        if pattern.fullmatch(lines):
            return _simple_signs(lines, mark)
    codes, names = pd.factorize(series.to_numpy(dtype=object))
    decided: dict[Mark, int] = {}
    undecided: set[str] = set()
    for code, text in enumerate(names.tolist()):
        readings = _readings(text.strip()) if "." in text or "," in text else []
        if len(readings) == len(_MARKS):
            undecided.add("." if "." in text else ",")
        elif readings and readings[0] not in decided:
            decided[readings[0]] = int(np.argmax(codes == code))
    return ColumnSigns(decided, frozenset(undecided))


def _simple_signs(lines: str, mark: Mark) -> ColumnSigns:
    """A column of simple numbers: the first one that cannot be a thousand decides."""
    if mark not in lines:
        return ColumnSigns({}, frozenset(), mark)
    sure = _NO_THOUSAND[mark].search(lines)
    if sure is None:
        return ColumnSigns({}, frozenset({mark}), mark)
    return ColumnSigns({mark: lines.count("\n", 0, sure.start())}, frozenset(), mark)


def common_mark(columns: Iterable[ColumnSigns]) -> Mark | None:
    """The decimal mark that all decided columns of a file share, if they do."""
    marks = {mark for signs in columns for mark in signs.decided}
    return marks.pop() if len(marks) == 1 else None


def usual_mark(signs: ColumnSigns, delimiter: str) -> Mark | None:
    """The decimal mark a delimiter makes usual where the numbers can be read both ways; None: somebody has to say.

    Commas between columns go with points in numbers. Semicolons go with decimal commas, yet programs also write them
    with points, so a lone point stays undecided there.
    """
    if signs.says_nothing or delimiter == ",":
        return "."
    return "," if delimiter == ";" and signs.undecided == {","} else None


def plain_numbers(series: pd.Series, signs: ColumnSigns, mark: Mark) -> tuple[pd.Series, NumberFormat]:
    """The column with a decimal point and no thousands separators; texts that are no numbers stay as they are."""
    name = str(series.name)
    if signs.simple and (signs.says_nothing or signs.simple == mark):
        return (series if mark == "." else series.str.replace(",", ".", regex=False)), NumberFormat(name, mark)
    codes, texts = pd.factorize(series.to_numpy(dtype=object))
    thousands: set[str] = set()
    plain = np.array(texts, dtype=object)
    for code, text in enumerate(texts.tolist()):
        match = _NUMBERS[mark].fullmatch(text.strip())
        if match:
            thousands |= {match["sign"]} - {None}
            plain[code] = _SEPARATORS[mark].sub("", text).replace(mark, ".")
    values = pd.Series(plain[codes], index=series.index, dtype="str", name=series.name)
    return values, NumberFormat(name, mark, "".join(sorted(thousands)))


def all_numbers(series: pd.Series) -> bool:
    """Whether every filled cell could be a number in one notation or the other."""
    filled = [text.strip() for text in series.unique() if text.strip()]
    return bool(filled) and any(all(pattern.fullmatch(text) for text in filled) for pattern in _NUMBERS.values())


def _readings(text: str) -> list[Mark]:
    """The decimal marks under which a text is a number: 1.5 has one, 1.234 has two, 1.2.3 has none."""
    return [mark for mark, pattern in _NUMBERS.items() if pattern.fullmatch(text)]
