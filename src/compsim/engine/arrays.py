"""What the engines read: results, targets and incentives of the evaluated periods as arrays (R, P)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from compsim.calendar import Stretch, parse_period, stretch_of
from compsim.engine.targets import rule_targets
from compsim.errors import PlanError
from compsim.plan.components import Commission, Credit, Gate, Objective, TargetRule
from compsim.plan.scenario import Scenario
from compsim.population.people import Population, running_sum

Floats = NDArray[np.float64]
ATTAINMENT_DIGITS = 12  # adding monthly figures must not miss a hurdle by the last bit of a float
MONEY_DIGITS = 6


def evaluated_periods(scenario: Scenario, population: Population) -> NDArray[np.bool_]:
    """Which of the population's periods the scenario evaluates (P); PlanError if it is none of them."""
    if scenario.periods is None:
        return np.ones(len(population.periods), dtype=bool)
    begin, _ = parse_period(scenario.periods.first)
    last, months = parse_period(scenario.periods.last)
    starts = np.array([parse_period(label)[0] for label in population.periods])
    inside: NDArray[np.bool_] = (starts >= begin) & (starts < last + months)
    if not inside.any():
        says = f"none of the periods {scenario.periods.first} to {scenario.periods.last} is in the data"
        fix = f"The data run from {population.periods[0]} to {population.periods[-1]}."
        raise PlanError([scenario.problem(says, fix, "periods")])
    return inside


def restricted(population: Population, inside: NDArray[np.bool_]) -> Population:
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
    )


@dataclass(frozen=True, eq=False)
class Figures:
    """Results and targets of one population under one scenario; each array is made once and kept.

    `kept` may be shared by scenarios that are evaluated together: its keys say all that an array depends on.
    """

    scenario: Scenario
    everything: Population  # all periods: targets may be set from earlier ones
    window: Population  # the evaluated periods
    kept: dict[object, Floats] = field(default_factory=dict, repr=False)

    def groups(self, stretch: Stretch) -> NDArray[np.int64]:
        """The stretch each evaluated period belongs to (P)."""
        try:
            return stretch_of(self.window.periods, stretch, self.scenario.first_month)
        except ValueError as error:
            fix = "Measure over a longer stretch, or give the results by month."
            raise PlanError([self.scenario.problem(str(error), fix, "plans")]) from None

    def incentive(self) -> Floats:
        """Target incentive of each row and period (R, P), money."""
        return self._once("incentive", self.window.incentive)

    def actual(self, measure: str, credit: Credit, stretch: Stretch) -> Floats:
        """Result to date within the stretch (R, P)."""
        first_month = self.scenario.first_month
        key = ("actual", measure, credit, stretch, first_month)
        return self._once(key, lambda: self.window.actual(measure, credit, stretch, first_month))

    def amount(self, measure: str, credit: Credit) -> Floats:
        """What each period adds for a row on the plan (R, P), of a summed measure; NaN where it is missing."""
        return self._once(("amount", measure, credit), lambda: self._amount(measure, credit))

    def own_targets(self, role: str, measure: str, part: Objective | Commission | Gate) -> Floats:
        """Each row's own target in each period (R, P): the part's rule for the role, else what the population says."""
        return self._once(("own", role, measure, part.target), lambda: self._own_targets(role, measure, part.target))

    def target(self, role: str, measure: str, part: Objective | Commission | Gate, groups: NDArray[np.int64]) -> Floats:
        """Target to date (R, P) for the credit of the part, restarting with each group (P)."""
        combine = self.window.definitions[measure].combine
        own = self.own_targets(role, measure, part)
        key = ("target", role, measure, part.target, part.credit, groups.tobytes())
        return self._once(key, lambda: self.window.add_up_targets(own, part.credit, groups, combine))

    def _once(self, key: object, make: Callable[[], Floats]) -> Floats:
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def _amount(self, measure: str, credit: Credit) -> Floats:
        own = self.window.results[measure]
        if credit == "individual":
            return np.where(np.isnan(own) & (self.window.eligible == 0), 0.0, own)
        return self.window.over_circle(own, credit) * self.window.eligible

    def _own_targets(self, role: str, measure: str, rule: TargetRule | None) -> Floats:
        given = self.window.targets.get(measure)
        given = np.full(self.window.eligible.shape, np.nan) if given is None else given
        if rule is None:
            return given
        on_plan = (self.window.roster["role"] == role).to_numpy()
        ruled = rule_targets(rule, measure, on_plan, self.everything, self.window)
        return np.where(on_plan[:, None], ruled, given)

    def attainment(self, measure: str, actual: Floats, target: Floats) -> Floats:
        """Result ÷ target, or 2 − result ÷ target where lower is better; a zero target gives 0, silence NaN."""
        ratio = np.divide(actual, target, out=np.zeros_like(actual), where=target != 0)
        ratio = np.where(np.isnan(actual) | np.isnan(target), np.nan, ratio)
        if self.window.definitions[measure].better == "lower":
            ratio = np.where(target != 0, 2.0 - ratio, ratio)
        return np.asarray(np.round(ratio, ATTAINMENT_DIGITS), dtype=np.float64)


def at_end_of_group(values: Floats, groups: NDArray[np.int64]) -> Floats:
    """Each period carries the value of the last period of its group (R, P)."""
    last = {group: position for position, group in enumerate(groups.tolist())}
    return values[:, [last[group] for group in groups.tolist()]]


def to_date(values: Floats, groups: NDArray[np.int64], digits: int = MONEY_DIGITS) -> Floats:
    """Running sums within each group, snapped so that cents add up to cents (R, P)."""
    return np.asarray(np.round(running_sum(values, groups), digits), dtype=np.float64)
