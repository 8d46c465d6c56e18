"""Formulas that know what they come to: each term is a spreadsheet's text and its value for every person at once.

N people of one role. The values are saved with the formulas, for programs that show a file without calculating it,
and they are held against what compsim paid before anything is written. What is missing is NaN here and a word there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from compsim.engine.rounding import rounded as rounded_money
from compsim.plan.limits import RoundingMode

Floats = NDArray[np.float64]
MISSING: Final = "missing"  # what stands in a cell where the data are silent
_ATOM, _TIMES, _PLUS, _COMPARES = 3, 2, 1, 0  # how tightly a formula holds together


@dataclass(frozen=True, eq=False)
class Term:
    """A piece of a formula; `value` (N) is what it comes to for each person, NaN where something is missing."""

    text: str
    value: Floats
    rank: int = _ATOM

    def __add__(self, other: Term) -> Term:
        return _joined(self, "+", other, _PLUS, self.value + other.value)

    def __sub__(self, other: Term) -> Term:
        return _joined(self, "-", other, _PLUS, self.value - other.value)

    def __mul__(self, other: Term) -> Term:
        return _joined(self, "*", other, _TIMES, self.value * other.value)

    def __truediv__(self, other: Term) -> Term:
        with np.errstate(divide="ignore", invalid="ignore"):
            return _joined(self, "/", other, _TIMES, self.value / other.value)

    @property
    def has_gaps(self) -> bool:
        """Whether it is missing for anybody."""
        return bool(np.isnan(self.value).any())


@dataclass(frozen=True)
class Words:
    """A formula that comes to words, and the words that are saved with it."""

    text: str
    says: str


def number(figure: float) -> Term:
    """A figure written into a formula."""
    return Term(f"{figure:.15g}", np.array([figure], dtype=np.float64))


def _joined(left: Term, sign: str, right: Term, rank: int, value: Floats) -> Term:
    tight = rank if sign in "+*" else rank + 1  # a - (b + c), a / (b * c)
    return Term(f"{_inside(left, rank)}{sign}{_inside(right, tight)}", value, rank)


def _inside(term: Term, rank: int) -> str:
    return f"({term.text})" if term.rank < rank else term.text


def _compared(left: Term, sign: str, right: Term, holds: NDArray[np.bool_]) -> Term:
    text = f"{_inside(left, _PLUS)}{sign}{_inside(right, _PLUS)}"
    return Term(text, np.asarray(holds, dtype=np.float64), _COMPARES)


def at_least(left: Term, right: Term) -> Term:
    """Whether one is as large as the other or larger."""
    return _compared(left, ">=", right, left.value >= right.value)


def more(left: Term, right: Term) -> Term:
    """Whether one is larger than the other."""
    return _compared(left, ">", right, left.value > right.value)


def less(left: Term, right: Term) -> Term:
    """Whether one is smaller than the other."""
    return _compared(left, "<", right, left.value < right.value)


def same(left: Term, right: Term) -> Term:
    """Whether two are equal."""
    return _compared(left, "=", right, left.value == right.value)


def both(first: Term, second: Term) -> Term:
    """Whether two conditions hold."""
    return Term(f"AND({first.text},{second.text})", first.value * second.value)


def is_known(term: Term) -> Term:
    """Whether there is a figure."""
    return Term(f"ISNUMBER({term.text})", np.asarray(~np.isnan(term.value), dtype=np.float64))


def when(condition: Term, then: Term, otherwise: Term) -> Term:
    """One or the other."""
    value = np.where(condition.value > 0, then.value, otherwise.value)
    return Term(f"IF({condition.text},{then.text},{otherwise.text})", value)


def nothing() -> Term:
    """The word for what is missing, as a formula gives it."""
    return Term(f'"{MISSING}"', np.array([np.nan]))


def where_known(read: Term, then: Term, otherwise: Term | None = None) -> Term:
    """What follows from a figure, and what holds where it is missing; the bare formula where it never is."""
    return when(is_known(read), then, nothing() if otherwise is None else otherwise) if read.has_gaps else then


def smaller(*terms: Term) -> Term:
    """The smallest."""
    return _of("MIN", terms, np.minimum)


def larger(*terms: Term) -> Term:
    """The largest."""
    return _of("MAX", terms, np.maximum)


def _of(name: str, terms: Sequence[Term], two: Callable[[Floats, Floats], Floats]) -> Term:
    value = terms[0].value
    for term in terms[1:]:
        value = two(value, term.value)
    return Term(f"{name}({','.join(term.text for term in terms)})", value)


def added(terms: Sequence[Term]) -> Term:
    """The sum of several."""
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def size(term: Term) -> Term:
    """How large it is, whatever its sign."""
    return Term(f"ABS({term.text})", np.abs(term.value))


def snapped(term: Term, digits: int) -> Term:
    """Rounded to some digits, so that sums of cents are whole cents again."""
    return Term(f"ROUND({term.text},{digits})", np.round(term.value, digits))


def to_the_cent(term: Term, how: RoundingMode) -> Term:
    """Money to the cent as a plan rounds it, after a snap to whole millionths."""
    cents = f"ROUND(ABS({term.text})*100,4)"
    sign = f"SIGN({term.text})"
    text = {
        "none": term.text,
        "half_up": f"ROUND(ROUND({term.text},6),2)",
        "down": f"{sign}*INT({cents})/100",
        "half_even": f"{sign}*(INT({cents})+IF(ROUND({cents}-INT({cents}),4)=0.5,MOD(INT({cents}),2),"
        f"IF({cents}-INT({cents})>0.5,1,0)))/100",
    }[how]
    rank = {"none": term.rank, "half_up": _ATOM}.get(how, _TIMES)
    return Term(text, rounded_money(term.value, how), rank)


def looked_up(where: str, row: str, value: Floats) -> Term:
    """The cell of a column that belongs to the chosen person."""
    return Term(f"INDEX({where},{row})", value)


@dataclass(frozen=True, eq=False)
class Row:
    """Cells of one line of a sheet, by the period they belong to."""

    line: int  # counted from 0
    cells: Mapping[int, Term]  # place of the period -> the cell

    def __getitem__(self, place: int) -> Term:
        return self.cells[place]

    def between(self, first: int, last: int, column: int) -> str:
        """The cells from one period to another, as a formula names them; `column` is that of the first period."""
        one, other = (xl_rowcol_to_cell(self.line, column + place) for place in (first, last))
        return one if first == last else f"{one}:{other}"

    def sum(self, first: int, last: int, column: int) -> Term:
        """What stands in the cells from one period to another, added up; empty ones count nothing."""
        there = [self.cells[place].value for place in range(first, last + 1) if place in self.cells]
        cells = self.between(first, last, column)
        value = np.sum(np.stack(there), axis=0) if there else np.zeros(1)
        return Term(cells if first == last and there else f"SUM({cells})", value)

    def sum_if_all_known(self, first: int, last: int, column: int) -> Term:
        """The same, missing where any of the cells is."""
        whole = self.sum(first, last, column)
        if not whole.has_gaps or first == last:
            return whole
        cells, many = self.between(first, last, column), last - first + 1
        return Term(f'IF(COUNT({cells})={many},{whole.text},"{MISSING}")', whole.value)

    def mean(self, first: int, last: int, column: int) -> Term:
        """The mean of the cells that are known, missing where none is."""
        there = np.stack([self.cells[place].value for place in range(first, last + 1)])
        known = np.isfinite(there).sum(axis=0)
        value = np.divide(np.nansum(there, axis=0), known, out=np.full(known.shape, np.nan), where=known > 0)
        cells = self.between(first, last, column)
        if first == last:
            return Term(cells, value)
        mean = f"AVERAGE({cells})"
        text = f'IF(COUNT({cells})=0,"{MISSING}",{mean})' if np.isnan(value).any() else mean
        return Term(text, value)


def cell_at(line: int, column: int, value: Floats) -> Term:
    """A cell of the same sheet."""
    return Term(xl_rowcol_to_cell(line, column), value)


def fixed_cell(sheet: str, line: int, column: int, value: Floats) -> Term:
    """A cell of another sheet, wherever the formula is copied to; `sheet` is quoted."""
    return Term(f"{sheet}!{xl_rowcol_to_cell(line, column, row_abs=True, col_abs=True)}", value)


def fixed_cells(sheet: str, column: int, first: int, last: int) -> str:
    """Cells below each other on another sheet."""
    name = xl_col_to_name(column)
    return f"{sheet}!${name}${first + 1}:${name}${last + 1}"
