"""What a calculation is put together from: the plan, what the engine read and did, and the sheets that take shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from compsim.engine.arrays import Figures, Groups, last_of_each
from compsim.engine.trace import StepName, Trace
from compsim.plan.scenario import Plan
from compsim.present.live_workbook.people import People
from compsim.present.live_workbook.rules import Rules
from compsim.present.live_workbook.sheet import FIRST, Grid, Look
from compsim.present.live_workbook.terms import Floats, Row, Term
from compsim.present.numbers import spoken

BY_COMPSIM = "worked out by compsim, not by a formula here"


@dataclass(frozen=True)
class LookedUp:
    """Something whose value stands in the workbook without a formula, and why."""

    part: str  # as people call it
    what: str


@dataclass(frozen=True, eq=False)
class Desk:
    """One role's calculation; N people, P periods, T settlements."""

    figures: Figures
    told: Trace
    grid: Grid
    people: People
    rules: Rules
    money: Look = "money"
    looked_up: list[LookedUp] = field(default_factory=list)  # fills up while the sheet does
    lines: dict[str, Row] = field(default_factory=dict)  # those that several parts read

    @property
    def plan(self) -> Plan:
        """The rules of the role."""
        return self.figures.plan

    @property
    def periods(self) -> tuple[str, ...]:
        """The evaluated periods (P)."""
        return self.figures.window.periods

    @property
    def ends(self) -> list[int]:
        """The last period of each settlement (T)."""
        return [int(end) for end in last_of_each(self.figures.settlements())]

    def title(self, name: str) -> str:
        """How people call an objective or commission."""
        part = self.plan.parts()[name]
        said = part.title or spoken(name)
        return said[:1].upper() + said[1:]

    def series(self, heading: str, values: Floats, places: Sequence[int], look: Look, remark: str = "") -> Row:
        """Figures of each period, looked up for the chosen person; `values` is (N, P)."""
        terms = self.people.series(heading, values, {place: self.periods[place] for place in places}, look)
        source = "compsim" if remark.startswith(BY_COMPSIM) else "data"
        return self.grid.row(heading.rpartition(": ")[2], terms, look, remark=remark, source=source)  # type: ignore[arg-type]

    def settled(self, heading: str, values: Floats, look: Look, remark: str = "") -> Row:
        """Figures of each settlement, looked up for the chosen person; `values` is (N, T)."""
        wide = np.full((len(values), len(self.periods)), np.nan)
        wide[:, self.ends] = values
        return self.series(heading, wide, self.ends, look, remark)

    def incentive(self) -> Row:
        """The target incentive of each period, written once."""
        return self._money_of("Target incentive of the period", self.figures.incentive())

    def salary(self) -> Row:
        """The base salary of each period, written once."""
        return self._money_of("Base salary of the period", self.figures.base_salary())

    def _money_of(self, heading: str, values: Floats) -> Row:
        if heading not in self.lines:
            self.lines[heading] = self.series(heading, values[self.figures.rows], range(len(self.periods)), self.money)
        return self.lines[heading]

    def by_compsim(self, part: str, what: str) -> str:
        """The remark beside a value without a formula; it is listed on the first sheet, too."""
        self.looked_up.append(LookedUp(part, what))
        return f"{BY_COMPSIM}: {what}"

    def steps(self, name: StepName, part: str, about: str = "") -> Iterator[Floats]:
        """What the engine did under a name."""
        found = (step for step in self.told.steps if (step.name, step.part) == (name, part))
        return (step.values for step in found if about in ("", step.about))

    def bounds(self, groups: Groups, place: int) -> tuple[int, int]:
        """The first and the last period of the stretch that a period lies in."""
        inside = np.flatnonzero(groups == groups[place])
        return int(inside[0]), int(inside[-1])

    def to_date(self, row: Row, groups: Groups, place: int, *, full: bool = False) -> Term:
        """What a line adds up to within its stretch, so far or in full; missing where any of it is."""
        first, last = self.bounds(groups, place)
        return row.sum_if_all_known(first, last if full else place, FIRST)


def short_of(groups: Groups, settlements: Groups) -> bool:
    """Whether every stretch ends within one settlement, so that a settlement adds up what its stretches earned."""
    crosses = bool(((groups[1:] == groups[:-1]) & (settlements[1:] != settlements[:-1])).any())
    return not crosses and len(np.unique(groups)) >= len(np.unique(settlements))
