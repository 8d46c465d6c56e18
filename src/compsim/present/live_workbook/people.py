"""The sheet that holds what compsim knows of everybody on one role's plan: a line a person, looked up by formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from compsim.population.files.formulas import harmless
from compsim.present.live_workbook.sheet import Look, Sheet
from compsim.present.live_workbook.terms import MISSING, Floats, Term, fixed_cells, looked_up

HEADS = 2  # lines above the people
_LONGEST = 200  # characters of a name; a spreadsheet finds none longer than 255
_JOKERS = {ord("*"): "\N{ASTERISK OPERATOR}", ord("?"): "\N{FULLWIDTH QUESTION MARK}", ord("~"): "\N{TILDE OPERATOR}"}


@dataclass(eq=False)
class People:
    """A sheet that fills up as the calculation asks for figures; N people."""

    sheet: Sheet
    quoted: str  # the sheet's name in formulas
    labels: tuple[str, ...]  # (N)
    row: str  # the cell with the line of the chosen person, as formulas name it
    known: dict[tuple[str, str, bytes], Term] = field(default_factory=dict)

    @property
    def names(self) -> str:
        """The cells with everybody's name."""
        return fixed_cells(self.quoted, 0, HEADS, HEADS + len(self.labels) - 1)

    def series(self, heading: str, values: Floats, periods: Mapping[int, str], look: Look) -> dict[int, Term]:
        """Figures of each person by period: `values` (N, P), of which the places named in `periods` are kept."""
        return {place: self.figure(heading, values[:, place], look, under=label) for place, label in periods.items()}

    def figure(self, heading: str, values: Floats, look: Look, *, under: str = "") -> Term:
        """One figure of each person (N), in a column of its own, or in the one that has it already."""
        key = (heading, under, values.tobytes())
        if key not in self.known:
            column = 1 + len(self.known)
            self._write(column, heading, under, values, look)
            where = fixed_cells(self.quoted, column, HEADS, HEADS + len(values) - 1)
            self.known[key] = looked_up(where, self.row, np.array(values, dtype=np.float64))
        return self.known[key]

    def _write(self, column: int, heading: str, under: str, values: Floats, look: Look) -> None:
        self.sheet.write(0, column, heading, "heading", "label")
        self.sheet.write(1, column, under, "heading", "label")
        self.sheet.widths[column] = 13
        for line, value in enumerate(values):
            content = MISSING if np.isnan(value) else float(value)
            self.sheet.write(HEADS + line, column, content, look, "data")


def people_sheet(title: str, quoted: str, labels: Sequence[str], row: str) -> People:
    """An empty sheet with everybody's name."""
    sheet = Sheet(title, frozen=(HEADS, 1), widths={0: float(min(max(map(len, labels)) + 2, 40))})
    sheet.write(0, 0, "Person", "heading", "label")
    sheet.write(1, 0, "", "heading", "label")
    for line, label in enumerate(labels):
        sheet.write(HEADS + line, 0, label, "text", "label")
    return People(sheet, quoted, tuple(labels), row)


def labels_of(roster: pd.DataFrame) -> list[str]:
    """A name to choose by for each roster row: no formula, no joker, each once whatever its case.

    Somebody with several rows is told apart by the day on which each begins.
    """
    several = roster["rep"].duplicated(keep=False).to_numpy()
    starts = roster["start"] if "start" in roster else pd.Series(pd.NaT, index=roster.index)
    names = [
        f"{rep}, from {start:%Y-%m-%d}" if many and not pd.isna(start) else str(rep)
        for rep, start, many in zip(roster["rep"], starts, several, strict=True)
    ]
    return _each_once([_choosable(name) for name in names])


def _choosable(name: str) -> str:
    plain = " ".join(name.split())[:_LONGEST].translate(_JOKERS)
    return plain if harmless(plain) == plain and not plain.startswith("'") and plain else f"“{plain}”"


def _each_once(names: Sequence[str]) -> list[str]:
    taken: set[str] = set()
    found = []
    for name in names:
        unique, turn = name, 2
        while unique.casefold() in taken:
            unique, turn = f"{name} ({turn})", turn + 1
        taken.add(unique.casefold())
        found.append(unique)
    return found
