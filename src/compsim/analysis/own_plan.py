"""What the plan asks of one person and pays at 80, 100 and 120 % of every target: the figures of an objective letter.

The examples are whole evaluations in which every target of a role is met to the same share in every period, so they
need no results of the past; targets stay as the plan and the data set them. What has no target, such as the amount a
commission is paid on, stays as it is in the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.own_pay import OwnPay, own_pay_in
from compsim.engine.arrays import Figures, Groups, evaluated_periods
from compsim.engine.evaluation import Kept, common_window, evaluate_scaled
from compsim.engine.payouts import Payouts
from compsim.engine.readers import Reader, readers
from compsim.engine.targets import floor_to_date, own_targets, target_to_date
from compsim.plan.components import Gate, Objective
from compsim.plan.part import PAYOUT, Credit
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Measure, Population

Floats = NDArray[np.float64]
LEVELS = (0.8, 1.0, 1.2)


@dataclass(frozen=True)
class OwnTarget:
    """What one objective asks over one of the stretches in which its results add up."""

    periods: tuple[str, ...]  # the evaluated periods of the stretch
    target: float  # in the measure's unit; NaN where the row is not on the plan, or nobody set one


@dataclass(frozen=True)
class OwnObjective:
    """What one objective asks over the evaluated periods and what hangs on it."""

    name: str
    measure: Measure
    credit: Credit
    weight: float  # ratio
    at_stake: float  # money, paid at target
    target: float  # in the measure's unit; NaN where the curve reads the value itself or nobody set one
    targets: tuple[OwnTarget, ...] = ()  # stretch by stretch; empty where it counts over all evaluated periods at once


@dataclass(frozen=True)
class OwnExample:
    """What is paid over the evaluated periods when every target is met to one share."""

    level: float  # ratio
    pay: OwnPay


@dataclass(frozen=True, eq=False)
class OwnPlan:
    """One roster row's plan for the evaluated periods."""

    scenario: Scenario
    rep: str
    role: str
    team: str
    incentive: float  # money over the evaluated periods, prorated
    share: float  # of the evaluated time that the row is on the plan, 0..1
    periods: tuple[str, ...]
    currency: str
    objectives: tuple[OwnObjective, ...]
    examples: tuple[OwnExample, ...]

    @property
    def plan(self) -> Plan:
        """The plan of the row's role."""
        return self.scenario.plans[self.role]


@dataclass(frozen=True, eq=False)
class _Asked:
    """What one objective asks of every roster row."""

    whole: Floats  # (R) over all evaluated periods
    to_date: Floats | None  # (R, P) within each stretch; None where there is no target
    groups: Groups  # (P) the stretch of each period

    def of_row(self, row: int, window: Population) -> tuple[OwnTarget, ...]:
        """One row's targets, stretch by stretch; nothing where one stretch is all there is."""
        stretches = [np.flatnonzero(self.groups == stretch) for stretch in dict.fromkeys(self.groups.tolist())]
        if self.to_date is None or len(stretches) < 2:
            return ()
        asked = np.where(window.eligible[row] > 0, self.to_date[row], np.nan)
        named = np.array(window.periods, dtype=object)
        return tuple(OwnTarget(tuple(named[there]), _latest(asked[there])) for there in stretches)


def _latest(asked: Floats) -> float:
    known = asked[np.isfinite(asked)]
    return float(known[-1]) if len(known) else float("nan")


def own_plans(scenario: Scenario, population: Population, rows: Sequence[int]) -> Iterator[OwnPlan]:
    """The plan of each roster row, in the order given; one set of evaluations for each role. Raises InputError."""
    window = common_window((scenario,), population)
    answers: dict[str, tuple[Mapping[str, _Asked], Mapping[float, Payouts]]] = {}
    for row in rows:
        role = str(population.roster["role"].iloc[row])
        if role not in answers:
            answers[role] = _of_role(scenario, role, population, window)
        targets, paid = answers[role]
        yield _of_row(scenario, population, window, row, targets, paid)


def _of_row(
    scenario: Scenario,
    population: Population,
    window: Population,
    row: int,
    targets: Mapping[str, _Asked],
    paid: Mapping[float, Payouts],
) -> OwnPlan:
    roster = population.roster
    role, incentive = str(roster["role"].iloc[row]), float(next(iter(paid.values())).incentive[0, row].sum())
    plan = scenario.plans[role]
    objectives = tuple(
        OwnObjective(
            name,
            window.definitions[plan.measure(name)] if plan.measure(name) in window.definitions else Measure(PAYOUT),
            part.credit,
            part.weight,
            part.weight * incentive,
            float(targets[name].whole[row]),
            targets[name].of_row(row, window),
        )
        for name, part in plan.objectives.items()
    )
    examples = tuple(OwnExample(level, own_pay_in(payouts, row)) for level, payouts in paid.items())
    return OwnPlan(
        scenario,
        str(roster["rep"].iloc[row]),
        role,
        str(roster["team"].iloc[row]),
        incentive,
        float(window.eligible[row].mean()),
        window.periods,
        scenario.currency or population.currency,
        objectives,
        examples,
    )


def _of_role(
    scenario: Scenario, role: str, population: Population, window: Population
) -> tuple[dict[str, _Asked], dict[float, Payouts]]:
    """Targets by objective, and the payouts at each level."""
    kept: Kept = {}
    for other, plan in scenario.plans.items():
        there = Figures(scenario, other, plan, population, window, kept)
        for reader, measure in _on_attainment(plan):
            own_targets(there, measure, reader.target)
    figures = Figures(scenario, role, scenario.plans[role], population, window, kept)
    targets = {name: _asked(figures, name) for name in figures.plan.objectives}
    return targets, {level: _at_level(figures, level) for level in LEVELS}


def _on_attainment(plan: Plan) -> list[tuple[Reader, str]]:
    """Everything in a plan that holds a result against a target, with the measure's name."""
    found = [(reader, measure) for _, reader, measure in readers(plan) if reader.on == "attainment"]
    return [(reader, measure) for reader, measure in found if measure != PAYOUT]


def _asked(figures: Figures, name: str) -> _Asked:
    """What an objective asks of everybody; NaN where it has no target."""
    part, measure = figures.plan.objectives[name], figures.plan.measure(name)
    if part.on != "attainment" or measure == PAYOUT:
        return _Asked(np.full(len(figures.window.eligible), np.nan), None, np.zeros(0, dtype=np.int64))

    def to_date(groups: Groups) -> Floats:
        return target_to_date(figures, measure, part.target, part.credit, groups)

    groups = figures.groups(figures.plan.stretch(part))
    return _Asked(to_date(np.zeros_like(groups))[:, -1], to_date(groups), groups)


# --- every target met to one share


def _at_level(figures: Figures, level: float) -> Payouts:
    """The role's plan, evaluated with every target met to one share in every period."""
    population, plan = figures.everything, figures.plan
    supposed: dict[str, tuple[str, Reader]] = {}  # measure -> where its target stands
    for reader, measure in _on_attainment(plan):
        if not _of_single_deals(reader) and reader.credit != "reports":
            supposed.setdefault(measure, (measure, reader))
    objectives, gates = dict(plan.objectives), list(plan.gates)
    for name, part in plan.objectives.items():
        measure = plan.measure(name)
        if part.on == "attainment" and measure != PAYOUT and not _is_met(figures, part, measure, supposed):
            objectives[name] = part.model_copy(update=_apart(f"{measure} of {name}", part))
            supposed[f"{measure} of {name}"] = (measure, part)
    for place, gate in enumerate(plan.gates):
        if gate.on == "attainment" and gate.measure != PAYOUT and gate.credit == "reports":
            gates[place] = gate.model_copy(update=_apart(f"{gate.measure} of gate {place}", gate))
            supposed[f"{gate.measure} of gate {place}"] = (gate.measure, gate)
    for name, (measure, reader) in supposed.items():
        population = _with_results(figures, population, name, measure, reader, level)
    plans = {figures.role: plan.model_copy(update={"objectives": objectives, "gates": tuple(gates)})}
    if any(measure == PAYOUT for _, _, measure in readers(plan)):
        plans = {**figures.scenario.plans, **plans}
    scenario = figures.scenario.model_copy(update={"plans": plans})
    return evaluate_scaled(scenario, population, {}, dict(figures.kept))


def _apart(name: str, reader: Objective | Gate) -> dict[str, object]:
    """What a part says once it reads a measure of its own, in which its target stands for each row.

    What the reports bring together is then read as the row's own: their targets are those of other plans.
    """
    said: dict[str, object] = {"measure": name, "where": {}, "target": None, "credit": _credited(reader)}
    if isinstance(reader, Objective):
        said["caps"] = reader.caps.model_copy(update={"deal": None})
    return said


def _credited(reader: Reader) -> Credit:
    return "individual" if reader.credit == "reports" else reader.credit


def _of_single_deals(reader: Reader) -> bool:
    caps = reader.caps if isinstance(reader, Objective) else None
    return bool(reader.where) or (caps is not None and caps.deal is not None)


def _is_met(figures: Figures, part: Objective, measure: str, supposed: Mapping[str, tuple[str, Reader]]) -> bool:
    """Whether the results supposed for a measure also meet this objective's target to the same share."""
    if _of_single_deals(part) or part.credit == "reports" or measure not in supposed:
        return False
    first = supposed[measure][1]
    same = own_targets(figures, measure, first.target), own_targets(figures, measure, part.target)
    return (first.target and first.target.floor) == (part.target and part.target.floor) and bool(
        np.array_equal(*same, equal_nan=True)
    )


def _with_results(
    figures: Figures, population: Population, name: str, measure: str, reader: Reader, level: float
) -> Population:
    """The people with results of a measure that meet their own targets to one share; `name` is what it is called."""
    own, known = _targets_of(figures, measure, reader), population.definitions[measure]
    met = _met(figures, own, measure, reader, level)
    inside = evaluated_periods(figures.scenario, population)
    results, targets = dict(population.results), dict(population.targets)
    if name != measure or known.combine != "distinct":
        results[name] = _within(population.results.get(measure), inside, np.nan_to_num(met))
    if name != measure:
        targets[name] = _within(None, inside, own)
    level_of = known.combine in ("ratio", "mean")
    counted = known.combine == "distinct" and name == measure
    definition = known if counted else replace(known, name=name, combine="mean" if level_of else "sum")
    if level_of:
        results[name] = _within(population.results.get(measure), inside, met)
    distinct = dict(population.distinct)
    for key in [key for key in distinct if key[0] == name and counted]:
        distinct[key] = _within(
            distinct[key], inside, population.over_circle(_within(None, inside, met), key[1])[:, inside]
        )
    definitions = {**population.definitions, name: definition}
    return replace(population, results=results, targets=targets, distinct=distinct, definitions=definitions)


def _targets_of(figures: Figures, measure: str, reader: Reader) -> Floats:
    """Each row's target in each period (R, P): its own, or that of all who report to it."""
    if reader.credit != "reports":
        return own_targets(figures, measure, reader.target)
    alone = np.arange(len(figures.window.periods), dtype=np.int64)
    return target_to_date(figures, measure, reader.target, "reports", alone)


def _met(figures: Figures, own: Floats, measure: str, reader: Reader, level: float) -> Floats:
    """Results in each period (R, P) of which attainment is the level."""
    alone = np.arange(len(figures.window.periods), dtype=np.int64)
    credit: Credit = "reports" if reader.credit == "reports" else "individual"
    floor = floor_to_date(figures, measure, reader.target, credit, alone)
    if floor is not None:
        return np.asarray(floor + level * (own - floor))
    lower = figures.window.definitions[measure].better == "lower"
    return own * (2.0 - level if lower else level)


def _within(values: Floats | None, inside: NDArray[np.bool_], new: Floats) -> Floats:
    """Values (R, all periods) with those of the evaluated periods replaced."""
    found = np.full((len(new), len(inside)), np.nan) if values is None else values.copy()
    found[:, inside] = new
    return found
