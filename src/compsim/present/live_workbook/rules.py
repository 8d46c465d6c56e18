"""The sheet with the plan's own figures: weights, hurdles, caps and pay curves, from which every formula reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from compsim.plan.curve_shape import Drawn
from compsim.present.live_workbook.curves import EDGE, NAME, Ladder, ladder_of, said_of
from compsim.present.live_workbook.sheet import Look, Sheet
from compsim.present.live_workbook.terms import Term, fixed_cell


@dataclass(frozen=True, eq=False)
class Rules:
    """The sheet as it fills up."""

    sheet: Sheet
    quoted: str  # the sheet's name in formulas

    def section(self, title: str) -> None:
        """A heading."""
        self.sheet.skip()
        self.sheet.write(self.sheet.lines, NAME, title, "heading", "label")

    def figure(self, label: str, value: float, look: Look) -> Term:
        """One figure of the plan."""
        line = self.sheet.lines
        self.sheet.write(line, NAME, label, "text", "label")
        self.sheet.write(line, EDGE, value, look, "rule")
        return fixed_cell(self.quoted, line, EDGE, np.array([value]))

    def curve(self, title: str, drawn: Drawn, *, edges: Look, gives: Look) -> Ladder:
        """A pay curve under its title, and how it is read."""
        self.section(title)
        self.sheet.write(self.sheet.lines, NAME, said_of(drawn), "quiet", "label")
        return ladder_of(self.sheet, self.quoted, drawn, edges, gives)
