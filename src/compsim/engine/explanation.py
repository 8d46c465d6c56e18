"""One person's pay, step by step: the trace of the specification, read for one rep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from compsim.engine.evaluation import trace
from compsim.engine.payouts import Payouts
from compsim.engine.trace import Kind, Step, StepName, Trace
from compsim.errors import PopulationError, Problem, did_you_mean
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Population


@dataclass(frozen=True)
class ExplainedStep:
    """One figure of the calculation."""

    part: str  # objective or commission; empty for the whole plan
    name: StepName
    value: float  # NaN where there was nothing to read
    kind: Kind
    period: str  # the last period it counts
    about: str = ""  # the measure it is about, or which gate


@dataclass(frozen=True)
class ExplainedDeal:
    """What one deal pays in a commission for each deal."""

    part: str
    deal: str
    period: str
    amount: float  # what it counts for, in the measure's unit; negative: a return
    rate: float  # the rate that something else has reached; NaN where its own size decides
    factor: float  # product of the factors for the deal
    pay: float  # money


@dataclass(frozen=True)
class Explanation:
    """One settlement of one roster row, as it was worked out."""

    scenario: str
    rep: str
    role: str
    periods: tuple[str, ...]  # the settlement's periods
    steps: tuple[ExplainedStep, ...]  # in the order of operations
    payout: float  # money
    deals: tuple[ExplainedDeal, ...] = ()  # the rep's own, of commissions for each deal with individual credit

    def as_dict(self) -> dict[str, Any]:
        """The settlement as plain data, for JSON; what was not there to read is null."""
        steps = [{**asdict(step), "value": _plain(step.value)} for step in self.steps]
        deals = [{**asdict(deal), "rate": _plain(deal.rate)} for deal in self.deals]
        return {**asdict(self), "periods": list(self.periods), "steps": steps, "deals": deals}

    def figure(self, part: str, name: StepName, about: str = "") -> float:
        """The last figure of this name in a part; KeyError if there is none."""
        found = [s.value for s in self.steps if (s.part, s.name) == (part, name) and about in ("", s.about)]
        if not found:
            raise KeyError(f"{part or 'plan'}: {name}")
        return found[-1]


def _plain(value: float) -> float | None:
    """A figure as JSON knows it."""
    return value if np.isfinite(value) else None


def explain(scenario: Scenario, population: Population, rep: str) -> tuple[Explanation, ...]:
    """Every settlement of a rep under a scenario, in order; PopulationError for a rep that is not on the roster.

    Everybody is evaluated, because a team's or the company's results may count; only the rep's figures are kept.
    """
    known = population.roster["rep"].astype(str)
    if rep not in set(known):
        says = f"nobody called '{rep}' is on the roster"
        raise PopulationError([Problem("roster", says, did_you_mean(rep, sorted(set(known))), column="rep")])
    payouts, traces = trace(scenario, population)
    rows = np.flatnonzero((payouts.population.roster["rep"].astype(str) == rep).to_numpy())
    return tuple(each for row in rows for role in traces for each in _row(payouts, traces[role], int(row), rep))


def _row(payouts: Payouts, told: Trace, row: int, rep: str) -> Iterator[Explanation]:
    """The settlements of one roster row in which it has time on the plan."""
    if row not in told.rows:
        return
    place = int(np.flatnonzero(told.rows == row)[0])
    periods = np.array(payouts.periods)
    for settlement in range(int(told.settlements.max()) + 1):
        inside = np.flatnonzero(told.settlements == settlement)
        money = float(payouts.money[0, row][inside].sum())
        if payouts.population.eligible[row, inside].any() or money:
            steps = tuple(_steps(told, place, settlement, inside, periods))
            labels = tuple(str(label) for label in periods[inside])
            deals = tuple(_deals(told, payouts.scenarios[0].plans[told.role], row, inside, periods))
            yield Explanation(payouts.names[0], rep, told.role, labels, steps, money, deals)


def _steps(
    told: Trace, place: int, settlement: int, inside: np.ndarray, periods: np.ndarray
) -> Iterator[ExplainedStep]:
    for step in told.steps:
        for at in [settlement] if step.settled else _ends(told, step, inside):
            label = str(periods[inside[-1] if step.settled else at])
            yield ExplainedStep(step.part, step.name, float(step.values[place, at]), step.kind, label, step.about)


def _deals(told: Trace, plan: Plan, row: int, inside: np.ndarray, periods: np.ndarray) -> Iterator[ExplainedDeal]:
    """The row's own deals of a settlement; a colleague's deals are nobody else's to read."""
    for steps in told.deals:
        if plan.commissions[steps.part].credit != "individual":
            continue
        for at in np.flatnonzero((steps.row == row) & np.isin(steps.period, inside)):
            figures = (float(each[at]) for each in (steps.amount, steps.rate, steps.factor, steps.pay))
            yield ExplainedDeal(steps.part, str(steps.deal[at]), str(periods[steps.period[at]]), *figures)


def _ends(told: Trace, step: Step, inside: np.ndarray) -> list[int]:
    """The periods of a settlement at which a step is read: the end of each stretch in it, and its own end."""
    groups = told.stretches.get(step.part, next(iter(told.stretches.values())))
    last = [int(at) for at in inside[:-1] if groups[at] != groups[at + 1]]
    return [*last, int(inside[-1])]
