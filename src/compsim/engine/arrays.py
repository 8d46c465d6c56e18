"""What the engines read: results, targets and incentives of the evaluated periods as arrays (R, P)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from compsim.calendar import Stretch, parse_period, stretch_of
from compsim.engine.trace import Kind, StepName, Trace
from compsim.errors import PlanError
from compsim.plan.part import Credit
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Population, running_sum

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Groups = NDArray[np.int64]
Scaled = Mapping[tuple[str, Credit], Floats]  # (measure, credit) -> (R) what every such result is multiplied by
ATTAINMENT_DIGITS = 12  # adding monthly figures must not miss a hurdle by the last bit of a float
INCENTIVE_DIGITS = 9
MONEY_DIGITS = 6


def evaluated_periods(scenario: Scenario, population: Population) -> Flags:
    """Which of the population's periods the scenario evaluates (P); PlanError if it is none of them."""
    if scenario.periods is None:
        return np.ones(len(population.periods), dtype=bool)
    begin, _ = parse_period(scenario.periods.first)
    last, months = parse_period(scenario.periods.last)
    starts = np.array([parse_period(label)[0] for label in population.periods])
    inside: Flags = (starts >= begin) & (starts < last + months)
    if not inside.any():
        says = f"none of the periods {scenario.periods.first} to {scenario.periods.last} is in the data"
        fix = f"The data run from {population.periods[0]} to {population.periods[-1]}."
        raise PlanError([scenario.problem(says, fix, "periods")])
    return inside


def restricted(population: Population, inside: Flags) -> Population:
    """The same people on some of the periods; (P) true for a period that stays."""
    if inside.all():
        return population
    return replace(
        population,
        periods=tuple(label for label, stays in zip(population.periods, inside, strict=True) if stays),
        results={name: values[:, inside] for name, values in population.results.items()},
        targets={name: values[:, inside] for name, values in population.targets.items()},
        distinct={key: values[:, inside] for key, values in population.distinct.items()},
        eligible=population.eligible[:, inside],
        deals=None if population.deals is None else population.deals.within(inside),
    )


@dataclass(frozen=True, eq=False)
class Figures:
    """What one plan can read: results, targets and money of one population under one scenario.

    R roster rows, of which N are on the plan; P evaluated periods. `kept` may be shared by plans that are evaluated
    together: its keys say all that an array depends on.
    """

    scenario: Scenario
    role: str
    plan: Plan
    everything: Population  # all periods: targets may be set from earlier ones
    window: Population  # the evaluated periods
    kept: dict[object, Floats] = field(default_factory=dict, repr=False)
    trace: Trace | None = None
    one_stretch: bool = False  # true: all evaluated periods are one stretch, whatever a part says
    block: NDArray[np.intp] | None = None  # the rows worked on now; None: all rows of the plan
    scaled: Scaled = field(default_factory=dict)  # results that are supposed to be larger or smaller; targets stay

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """Roster rows of the plan's role that have time on it (N), of the block that is worked on."""
        if self.block is not None:
            return self.block
        return np.flatnonzero(self.on_plan() & (self.window.eligible > 0).any(axis=1))

    @cached_property
    def eligible(self) -> Floats:
        """Share of each period that each row on the plan is on it (N, P)."""
        return self.window.eligible[self.rows]

    def groups(self, stretch: Stretch) -> Groups:
        """The stretch each evaluated period belongs to (P)."""
        if self.one_stretch:
            return np.zeros(len(self.window.periods), dtype=np.int64)
        try:
            return stretch_of(self.window.periods, stretch, self.scenario.first_month)
        except ValueError as error:
            fix = "Measure over a longer stretch, or give the results by month."
            raise PlanError([self.scenario.problem(str(error), fix, "plans", self.role)]) from None

    def settlements(self) -> Groups:
        """The settlement each evaluated period belongs to, numbered 0, 1, 2 … (P)."""
        return np.unique(self.groups(self.plan.settlement), return_inverse=True)[1].astype(np.int64)

    def on_plan(self) -> Flags:
        """Roster rows of the plan's role (R)."""
        return np.asarray((self.window.roster["role"] == self.role).to_numpy(), dtype=np.bool_)

    def share(self) -> Floats:
        """Share of each period that counts for money (R, P), as the plan prorates."""
        counted = self.plan.proration
        return self.once(("share", counted), lambda: self.window.share(counted))

    def fixed_share(self) -> Floats:
        """What a sum for a full-time person on the plan throughout counts for in each period (R, P): share × fte."""
        full_time = self.window.roster["fte"].to_numpy(dtype=np.float64)[:, None]
        return self.once(("fixed", self.plan.proration), lambda: self.share() * full_time)

    def incentive(self) -> Floats:
        """Target incentive of everybody in each period (R, P), money."""
        counted = self.plan.proration
        return self.once(("incentive", counted), lambda: self.window.incentive(counted))

    def base_salary(self) -> Floats:
        """Base salary of everybody in each period (R, P), money."""
        counted = self.plan.proration
        return self.once(("base", counted), lambda: self.window.base_salary(counted))

    def once(self, key: object, make: Callable[[], Floats]) -> Floats:
        """The array of this key, made on first use."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def times(self, measure: str, credit: Credit, values: Floats, *, rows: bool = False) -> Floats:
        """Results (R, P), or with `rows` those of the plan (N, P), as large as they are supposed to be."""
        factor = self.scaled.get((measure, credit))
        if factor is None:
            return values
        return values * (factor[self.rows] if rows else factor)[:, None]

    def note(
        self, name: StepName, part: str, values: Floats, kind: Kind, *, settled: bool = False, about: str = ""
    ) -> None:
        """Keep a step of the calculation, if somebody asked for them."""
        if self.trace is not None:
            self.trace.keep(name, part, values, kind, settled=settled, about=about)


def last_of_each(groups: Groups) -> NDArray[np.intp]:
    """Positions of the last period of each group, in order."""
    return np.flatnonzero(np.append(groups[1:] != groups[:-1], True))


def at_end_of_group(values: Floats, groups: Groups) -> Floats:
    """Each period carries the value of the last period of its group (R, P)."""
    last = {group: position for position, group in enumerate(groups.tolist())}
    return values[:, [last[group] for group in groups.tolist()]]


def sum_of_group(values: Floats, groups: Groups) -> Floats:
    """The sum of each group, in order (R, G)."""
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
    return np.asarray(np.add.reduceat(values, starts, axis=1), dtype=np.float64)


def to_date(values: Floats, groups: Groups, digits: int = MONEY_DIGITS) -> Floats:
    """Running sums within each group, snapped so that cents add up to cents (R, P)."""
    return np.asarray(np.round(running_sum(values, groups), digits), dtype=np.float64)


def increments(running: Floats, groups: Groups) -> Floats:
    """What each step adds to a running sum that restarts with each group: the inverse of a running sum."""
    before = np.concatenate([np.zeros((len(running), 1)), running[:, :-1]], axis=1)
    fresh = np.append(True, groups[1:] != groups[:-1])
    return running - np.where(fresh, 0.0, before)
