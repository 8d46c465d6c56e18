"""A sheet while it is put together: cells with their look and where their figure comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from compsim.present.live_workbook.terms import Floats, Row, Term, Words, cell_at

Look = Literal["text", "title", "heading", "quiet", "money", "change", "percent", "number", "whole"]
Source = Literal["formula", "data", "compsim", "rule", "choice", "label"]
Content = Term | Words | str | float
LABEL, REMARK, FIRST = 0, 1, 2  # columns of a calculation: what it is, a remark, and the first period


@dataclass(frozen=True, eq=False)
class Cell:
    """What stands in one cell."""

    content: Content
    look: Look
    source: Source


@dataclass(eq=False)
class Sheet:
    """Cells by line and column, with what a reader needs to find the way."""

    title: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    frozen: tuple[int, int] = (1, 0)
    landscape: bool = True
    periods: tuple[int, int] = (0, 0)  # columns with figures of periods: the first, and the one behind the last
    lines: int = 0  # how many are taken

    def write(self, line: int, column: int, content: Content, look: Look, source: Source = "formula") -> None:
        """Put something into a cell."""
        self.cells[line, column] = Cell(content, look, source)
        self.lines = max(self.lines, line + 1)

    def skip(self) -> None:
        """Leave a line empty."""
        self.lines += 1


@dataclass(frozen=True, eq=False)
class Grid:
    """A calculation on a sheet: one line a step, one column a period."""

    sheet: Sheet
    periods: tuple[str, ...]

    @property
    def last(self) -> int:
        """The column after the periods, for sums."""
        return FIRST + len(self.periods)

    def heading(self, text: str, remark: str = "") -> None:
        """A line above a part."""
        self.sheet.skip()
        line = self.sheet.lines
        for column in range(FIRST, self.last + 1):
            self.sheet.write(line, column, "", "heading", "label")
        self.sheet.write(line, LABEL, text, "heading", "label")
        self.sheet.write(line, REMARK, remark, "heading", "label")

    def row(
        self,
        label: str,
        terms: Mapping[int, Term],
        look: Look,
        *,
        remark: str = "",
        source: Source = "formula",
        total: bool = False,
    ) -> Row:
        """A line of formulas, or of figures looked up; `total` adds the periods up behind them."""
        places = sorted(terms)
        return self.running(label, places, lambda place, _: terms[place], look, remark, source=source, total=total)

    def running(
        self,
        label: str,
        places: Sequence[int],
        make: Callable[[int, Row], Term],
        look: Look,
        remark: str = "",
        *,
        source: Source = "formula",
        total: bool = False,
    ) -> Row:
        """A line whose cells look at those before them: `make` gets the place and the line as far as it is."""
        line = self.sheet.lines
        self.sheet.write(line, LABEL, label, "text", "label")
        self.sheet.write(line, REMARK, remark, "quiet", "label")
        made: dict[int, Term] = {}
        for place in places:
            term = make(place, Row(line, made))
            self.sheet.write(line, FIRST + place, term, look, source)
            made[place] = cell_at(line, FIRST + place, term.value)
        row = Row(line, made)
        if total and places:
            self.sheet.write(line, self.last, self.total(row), look)
        return row

    def total(self, row: Row) -> Term:
        """All periods of a line added up; what is missing counts nothing."""
        found = row.sum(0, len(self.periods) - 1, FIRST)
        values = [np.nan_to_num(term.value) for term in row.cells.values()]
        return Term(found.text, np.sum(np.stack(_broad(values)), axis=0))

    def last_cell(self, row: Row) -> Term:
        """The cell with the sum of a line."""
        return cell_at(row.line, self.last, self.total(row).value)


def _broad(values: Sequence[Floats]) -> list[Floats]:
    return [np.asarray(each) for each in np.broadcast_arrays(*values)]
