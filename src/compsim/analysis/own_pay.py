"""One person's own calculator: pay at supposed attainments, along one objective, and for one point more.

Every figure is a whole evaluation of the plan with this row's results made larger or smaller, as they were spread over
the year; so gates, caps and everything else that reads the same result count, and the parts add to the engine's sum.
A collective result is moved by itself: moving one's own leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.supposed import Read, better_by
from compsim.engine.arrays import Scaled
from compsim.engine.evaluation import Kept, evaluate_scaled
from compsim.engine.payouts import Payouts
from compsim.errors import PopulationError, Problem
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Measure, Population

Floats = NDArray[np.float64]
POINT = 0.01  # of attainment
_FAR = 1e6  # times as good: so far away that the rounding of attainment leaves no trace in how it follows
_NOTHING = 1e-9


@dataclass(frozen=True)
class Lever:
    """A result that can be supposed otherwise, and what reads it; attainment over all evaluated periods (ratio)."""

    name: str  # the first objective that holds it against a target
    read: Read
    objectives: tuple[str, ...]  # all objectives that move with it
    attainment: float  # as it was; NaN where nothing is known
    follows: float  # attainment per unit of factor; 0 or NaN: it cannot be moved
    highest: float = np.inf  # where lower is better, the attainment of a result of zero

    @property
    def moves(self) -> bool:
        """Whether there is a result that can be larger or smaller."""
        return bool(np.isfinite(self.follows) and abs(self.follows) > _NOTHING and np.isfinite(self.attainment))


@dataclass(frozen=True)
class OwnPay:
    """What one row is paid over the evaluated periods (money), and the attainments that were read (ratios)."""

    parts: Mapping[str, float]  # component -> money; objectives, commissions, adjustments; they add to the total
    total: float
    attainment: Mapping[str, float]  # objective -> ratio; NaN where its curve reads the value itself


@dataclass(frozen=True, eq=False)
class Own:
    """One roster row under one scenario, ready to be asked."""

    scenario: Scenario
    population: Population
    row: int
    rep: str
    role: str
    levers: tuple[Lever, ...]
    as_was: OwnPay
    incentive: float  # target incentive over the evaluated periods, money
    currency: str
    periods: tuple[str, ...]
    kept: Kept = field(repr=False)

    @property
    def plan(self) -> Plan:
        """The plan of the row's role."""
        return self.scenario.plans[self.role]

    @property
    def moving(self) -> tuple[Lever, ...]:
        """The levers that can be moved."""
        return tuple(lever for lever in self.levers if lever.moves)


def own_rows(scenario: Scenario, population: Population) -> dict[int, tuple[str, str]]:
    """Roster rows that have a plan in the scenario and time on it: row -> (rep, role), in the roster's order."""
    there = [bool(shares.any()) for shares in population.eligible > 0]
    reps, roles = population.roster["rep"].astype(str), population.roster["role"].astype(str)
    known = zip(range(len(there)), reps, roles, there, strict=True)
    return {row: (rep, role) for row, rep, role, active in known if active and role in scenario.plans}


def own_of(scenario: Scenario, population: Population, row: int, kept: Kept | None = None) -> Own:
    """One row as it was, with what can be supposed; PopulationError for a row without a plan.

    `kept` as for `evaluate_rows`: rows of the same people under the same scenario may share it.
    """
    if row not in own_rows(scenario, population):
        says = "this line of the roster has no plan in the scenario, or no time on it"
        raise PopulationError([Problem("roster", says, "Choose somebody whose role has a plan.", row=row + 2)])
    kept = {} if kept is None else kept
    payouts = evaluate_scaled(scenario, population, {}, kept, np.array([row]))
    return Own(
        scenario,
        population,
        row,
        str(population.roster["rep"].iloc[row]),
        str(population.roster["role"].iloc[row]),
        tuple(_levers(scenario, population, row, payouts, kept)),
        own_pay_in(payouts, row),
        float(payouts.incentive[0, row].sum()),
        scenario.currency or population.currency,
        payouts.periods,
        kept,
    )


def pay_at(own: Own, attainments: Mapping[str, float]) -> OwnPay:
    """What the row is paid at these attainments (lever -> ratio); levers that are left out stay as they were."""
    scaled = scaled_to(own, attainments)
    payouts = evaluate_scaled(own.scenario, own.population, scaled, own.kept, np.array([own.row]))
    return own_pay_in(payouts, own.row)


def pay_along(own: Own, attainments: Mapping[str, float], name: str, places: Sequence[float]) -> Floats:
    """Total pay (n) at each attainment of one lever (n), the others held."""
    return np.array([pay_at(own, {**attainments, name: place}).total for place in places], dtype=np.float64)


def at_target(own: Own) -> dict[str, float]:
    """Exactly target in everything that can be moved."""
    return {lever.name: 1.0 for lever in own.moving}


def as_it_was(own: Own, more: float = 0.0) -> dict[str, float]:
    """The attainments that were reached, each `more` (ratio) higher, as far as it can be."""
    return {lever.name: min(lever.attainment + more, lever.highest) for lever in own.moving}


def place_of(lever: Lever, attainments: Mapping[str, float]) -> float:
    """Where a lever stands under these attainments, ratio."""
    return attainments.get(lever.name, lever.attainment)


def scaled_to(own: Own, attainments: Mapping[str, float]) -> Scaled:
    """By how much the row's results are multiplied to reach these attainments, and nobody else's."""
    scaled: dict[Read, Floats] = {}
    for lever in own.moving:
        wished = place_of(lever, attainments)
        if wished != lever.attainment:
            factor = 1.0 + (wished - lever.attainment) / lever.follows
            scaled |= better_by(own.population, [lever.read], _for(own.population, own.row, factor))
    return scaled


def _levers(scenario: Scenario, population: Population, row: int, payouts: Payouts, kept: Kept) -> Iterator[Lever]:
    plan = scenario.plans[str(population.roster["role"].iloc[row])]
    for read, names in _read_by(plan).items():
        against = [name for name in names if plan.objectives[name].on == "attainment"]
        if not against:
            yield Lever(names[0], read, names, np.nan, np.nan)
            continue
        place = payouts.components.index(against[0])
        was, lower = float(payouts.attainment[0, row, place]), _is_lower(population.definitions.get(read[0]))
        far = -_FAR if lower else _FAR
        scaled = better_by(population, [read], _for(population, row, far))
        probed = evaluate_scaled(scenario, population, scaled, kept, np.array([row]))
        follows = float(probed.attainment[0, row, place] - was) / (far - 1.0)
        yield Lever(against[0], read, names, was, follows, was + follows if lower else np.inf)


def _is_lower(measure: Measure | None) -> bool:
    return measure is not None and measure.better == "lower"


def _for(population: Population, row: int, factor: float) -> Floats:
    """A factor for one row (R), 1 for everybody else."""
    factors = np.ones(len(population.roster))
    factors[row] = factor
    return factors


def _read_by(plan: Plan) -> dict[Read, tuple[str, ...]]:
    """Whose result of which measure each objective reads; those that read the same move together."""
    found: dict[Read, tuple[str, ...]] = {}
    for name, part in plan.objectives.items():
        read = (plan.measure(name), part.credit)
        found[read] = (*found.get(read, ()), name)
    return found


def own_pay_in(payouts: Payouts, row: int) -> OwnPay:
    """What one roster row is paid in the first scenario, and the attainments that were read."""
    money = payouts.money[0, row].sum(axis=0)
    reached = payouts.attainment[0, row]
    plan = payouts.scenarios[0].plans[str(payouts.population.roster["role"].iloc[row])]
    here = {*plan.parts()}
    paid = {
        name: float(amount)
        for name, amount, kind in zip(payouts.components, money, payouts.kinds, strict=True)
        if name in here or (kind == "adjustment" and abs(amount) > _NOTHING)
    }
    known = {
        name: float(at) if plan.objectives[name].on == "attainment" else np.nan
        for name, at in zip(payouts.components, reached, strict=True)
        if name in plan.objectives
    }
    return OwnPay(paid, float(money.sum()), known)
