"""A pay curve in cells: as the plan file writes it, and turned by formulas into steps to look up.

A step says from which edge on it holds, what is paid there, and how much more for each further unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from compsim.plan.curve import PayCurve
from compsim.plan.curve_shape import CurveShape, Drawn
from compsim.plan.part import TARGET
from compsim.present.live_workbook.sheet import Look, Sheet
from compsim.present.live_workbook.terms import Floats, Term, fixed_cell, fixed_cells, number

NAME, EDGE, VALUE, RIGHT, AMOUNT, LEVEL, SLOPE, SLICES = range(8)  # columns


@dataclass(frozen=True, eq=False)
class Ladder:
    """A pay curve as cells to look up, and as compsim reads it."""

    curve: PayCurve
    edges: str  # cells
    levels: str
    slopes: str
    below: Term  # what holds short of the first edge
    first: Term  # the first edge
    last: Term  # the last edge
    ends: bool  # whether past the last edge nothing is paid

    def step(self, x: Term) -> Term:
        """Which step of the curve x has reached, counted from 1; 0 short of the first edge."""
        edges = np.array(self.curve.edges[: len(self.curve.edges) - int(self.ends)])
        side: Literal["left", "right"] = "right" if self.curve.closed == "upper" else "left"
        reached = np.searchsorted(edges, np.nan_to_num(x.value, nan=-np.inf), side=side).astype(np.float64)
        if self.curve.closed == "lower":
            return Term(f"SUMPRODUCT(--({self.edges}<{x.text}))", reached)
        return Term(f"IF({x.text}<{self.first.text},0,MATCH({x.text},{self.edges},1))", reached)

    def pays(self, x: Term, step: Term) -> Term:
        """What the curve gives at x, for the step that x has reached."""
        level = f"INDEX({self.levels},{step.text})"
        line = f"{level}+INDEX({self.slopes},{step.text})*({x.text}-INDEX({self.edges},{step.text}))"
        text = f"IF({step.text}=0,{self.below.text},{line if any(self.curve.slopes) else level})"
        if self.ends:
            text = f"IF({x.text}>{self.last.text},0,{text})"
        return Term(text, np.where(np.isnan(x.value), np.nan, self.curve(x.value)))


def ladder_of(sheet: Sheet, quoted: str, drawn: Drawn, edges: Look, gives: Look) -> Ladder:
    """Write a curve below what stands on a sheet, whose name in formulas is `quoted`."""
    block = _Block(drawn, drawn.compile(), sheet.lines + 1)
    for column in block.columns(edges, gives):
        sheet.write(block.first - 1, column.place, column.heading, "quiet", "label")
        for step in range(block.many):
            cell = column.cell(block, step)
            sheet.write(block.first + step, column.place, cell, column.look, _source(cell))
    at = AMOUNT if block.by_payout else EDGE
    cells = [fixed_cells(quoted, column, block.first, block.last) for column in (at, LEVEL, SLOPE)]
    below = fixed_cell(quoted, block.first, VALUE, _one(block.curve.below)) if block.curve.below else number(0.0)
    first = fixed_cell(quoted, block.first, at, _one(block.curve.edges[0]))
    last = fixed_cell(quoted, block.last, at, _one(block.curve.edges[block.many - 1]))
    return Ladder(block.curve, cells[0], cells[1], cells[2], below, first, last, block.ends)


def _source(cell: Term | float) -> Literal["formula", "rule"]:
    return "formula" if isinstance(cell, Term) else "rule"


@dataclass(frozen=True, eq=False)
class _Block:
    """The lines of one curve: S steps from line `first` on."""

    drawn: Drawn
    curve: PayCurve
    first: int

    @property
    def pairs(self) -> list[tuple[float, float, float]]:
        """Edge, value up to it, value from it on (S)."""
        table = self.drawn.table().items()
        return [(x, *y) if isinstance(y, tuple) else (x, y, y) for x, y in table]

    @property
    def many(self) -> int:
        return len(self.drawn.table())

    @property
    def last(self) -> int:
        return self.first + self.many - 1

    @property
    def ends(self) -> bool:
        """Whether past the last point nothing is paid, though the point itself pays."""
        return self.drawn.beyond == "nothing" and self.drawn.points is not None

    @property
    def by_payout(self) -> bool:
        return isinstance(self.drawn, CurveShape) and self.drawn.by == "payout"

    @property
    def tiers(self) -> str:
        """How rates apply; empty where it is drawn otherwise."""
        return self.drawn.tiers if isinstance(self.drawn, CurveShape) and self.drawn.rates is not None else ""

    def columns(self, edges: Look, gives: Look) -> list[_Column]:
        """The columns that this drawing takes."""
        large = max(abs(left) for _, left, _ in self.pairs) > 1.0 and gives == "money"
        rates: Look = "number" if large else "percent"
        value = _Column(VALUE, "Rate" if self.tiers else "Value", rates if self.tiers else gives, _value)
        level, slope = _LEVELS[self.tiers or self.drawn.drawing], _SLOPES[self.tiers or self.drawn.drawing]
        return [
            _Column(EDGE, "Paid so far from" if self.by_payout else "From", edges, _edge),
            value,
            *([_Column(RIGHT, "Value from there on", gives, _right)] if self.drawn.points is not None else []),
            *([_Column(AMOUNT, "Amount from", "number", _amount)] if self.by_payout else []),
            _Column(LEVEL, "Pays there", gives, level),
            _Column(SLOPE, "More for each unit", "number", slope),
            *([_Column(SLICES, "Slices up to there", gives, _slices)] if self.tiers == "reached" else []),
        ]

    def at(self, step: int, column: int) -> str:
        """The cell of a step."""
        cell: str = xl_rowcol_to_cell(self.first + step, column)
        return cell

    def all(self, column: int) -> str:
        """The cells of all steps."""
        name = xl_col_to_name(column)
        return f"${name}${self.first + 1}:${name}${self.last + 1}"

    def level(self, step: int, text: str) -> Term:
        """A formula for what is paid at an edge."""
        return Term(text, _one(self.curve.levels[step]))

    def slope(self, step: int, text: str) -> Term:
        """A formula for how much more each unit pays."""
        return Term(text, _one(self.curve.slopes[step]))


_Make = Callable[[_Block, int], Term | float]


@dataclass(frozen=True, eq=False)
class _Column:
    """One column of a curve."""

    place: int
    heading: str
    look: Look
    cell: _Make


def _one(value: float) -> Floats:
    return np.array([value], dtype=np.float64)


# --- what stands in a plan file


def _edge(block: _Block, step: int) -> float:
    return block.pairs[step][0]


def _value(block: _Block, step: int) -> float:
    return block.pairs[step][1]


def _right(block: _Block, step: int) -> Term | float:
    _, left, right = block.pairs[step]
    return right if left != right else Term(block.at(step, VALUE), _one(right))


# --- what follows from it


def _point_level(block: _Block, step: int) -> Term:
    return block.level(step, block.at(step, RIGHT))


def _point_slope(block: _Block, step: int) -> Term:
    if step + 1 < block.many:
        rise = f"({block.at(step + 1, VALUE)}-{block.at(step, RIGHT)})"
        return block.slope(step, f"{rise}/({block.at(step + 1, EDGE)}-{block.at(step, EDGE)})")
    goes_on = block.drawn.beyond == "continue" and block.many > 1
    return block.slope(step, block.at(step - 1, SLOPE) if goes_on else "0")


def _step_level(block: _Block, step: int) -> Term:
    ended = block.drawn.beyond == "nothing" and step + 1 == block.many
    return block.level(step, "0" if ended else block.at(step, VALUE))


def _no_slope(block: _Block, step: int) -> Term:
    return block.slope(step, "0")


def _rate(block: _Block, step: int) -> Term:
    return block.slope(step, block.at(step, VALUE))


def _marginal_level(block: _Block, step: int) -> Term:
    return block.level(step, _sum_of_slices(block, step, AMOUNT if block.by_payout else EDGE, LEVEL))


def _sum_of_slices(block: _Block, step: int, edges: int, sums: int) -> str:
    """What the slices below an edge pay together."""
    if step == 0:
        return "0"
    width = f"({block.at(step, edges)}-{block.at(step - 1, edges)})"
    return f"{block.at(step - 1, sums)}+{block.at(step - 1, VALUE)}*{width}"


def _whole_level(block: _Block, step: int) -> Term:
    return block.level(step, f"{block.at(step, EDGE)}*{block.at(step, VALUE)}")


def _reached_level(block: _Block, step: int) -> Term:
    """Up to the target the slices; from there on what they pay at target, and the rate reached on what is above."""
    reached = f"MATCH({TARGET:g},{block.all(EDGE)},1)"
    beyond_edge = f"INDEX({block.all(VALUE)},{reached})*({TARGET:g}-INDEX({block.all(EDGE)},{reached}))"
    slices = f"INDEX({block.all(SLICES)},{reached})+{beyond_edge}"
    at_target = f"IF({TARGET:g}<{block.at(0, EDGE)},0,{slices})"
    above = f"{at_target}+{block.at(step, VALUE)}*({block.at(step, EDGE)}-{TARGET:g})"
    return block.level(step, f"IF({block.at(step, EDGE)}>={TARGET:g},{above},{block.at(step, SLICES)})")


def _slices(block: _Block, step: int) -> Term:
    pairs = block.pairs
    value = sum(pairs[i][1] * (pairs[i + 1][0] - pairs[i][0]) for i in range(step))
    return Term(_sum_of_slices(block, step, EDGE, SLICES), _one(float(value)))


def _amount(block: _Block, step: int) -> Term:
    """The amount at which so much has been paid."""
    paid = f"({block.at(step, EDGE)}-{block.at(step - 1, EDGE)})" if step else ""
    text = f"{block.at(step - 1, AMOUNT)}+{paid}/{block.at(step - 1, VALUE)}" if step else block.at(step, EDGE)
    return Term(text, _one(block.curve.edges[step]))


_LEVELS: dict[str, _Make] = {
    "points": _point_level,
    "steps": _step_level,
    "marginal": _marginal_level,
    "whole": _whole_level,
    "reached": _reached_level,
}
_SLOPES: dict[str, _Make] = {
    "points": _point_slope,
    "steps": _no_slope,
    "marginal": _rate,
    "whole": _rate,
    "reached": _rate,
}


# --- in words


def said_of(drawn: Drawn) -> str:
    """How a curve is to be read, in a line."""
    tiers = drawn.tiers if isinstance(drawn, CurveShape) and drawn.rates is not None else ""
    kind = _KINDS[tiers or drawn.drawing]
    below = "the first value holds" if drawn.below == "first" else "nothing"
    beyond = _BEYOND[drawn.beyond or ("flat" if drawn.points is not None else "continue")]
    around = "" if tiers else f"; short of the first edge {below}; past the last {beyond}"
    return f"{kind}{around}; exactly on an edge, the part {'above' if drawn.edge == 'upper' else 'below'} it holds."


_KINDS = {
    "points": "Straight lines between the points",
    "steps": "A value holds from its edge until the next",
    "marginal": "Each slice at its own rate",
    "whole": "The rate reached pays from the first unit",
    "reached": "Up to the target each slice at its own rate, above it the rate reached on all that is above",
}
_BEYOND = {"flat": "the last value holds", "continue": "it goes on", "nothing": "nothing is paid"}
