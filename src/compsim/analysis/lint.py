"""Published design rules held against a plan: advice with a reason and a source, never a verdict and never a score.

Where sources contradict each other, each is told as what it is. Rules that need results are asked only with payouts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from compsim.analysis.simplicity import numbers_to_remember
from compsim.calendar import first_day, last_day
from compsim.engine.payouts import Payouts
from compsim.plan.components import Objective
from compsim.plan.scenario import Plan, Scenario
from compsim.population.privacy import FLOOR

RuleName = Literal[
    "few_objectives",
    "weight_that_counts",
    "results_and_means",
    "a_collective_part",
    "no_cliff",
    "cap",
    "gate_on_everything",
    "few_numbers",
    "threshold_in_reach",
    "upside",
    "targets_told_late",
]


@dataclass(frozen=True)
class Source:
    """Who says so, and when; a survey says what is, advice what should be."""

    text: str
    year: int | None  # None where the page carries no date
    kind: Literal["advice", "survey", "ruling", "own"]


@dataclass(frozen=True)
class Advice:
    """One rule that a plan does not follow, and where."""

    rule: RuleName
    scenario: str
    role: str  # empty where it concerns all of them
    path: str  # as in `Scenario.reform`, so that an editor can show it beside the field
    figures: dict[str, float]  # what was found, ratios and counts, by the names that the words use
    sources: tuple[Source, ...]

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return asdict(self)


ARTICLE = Source("Article on setting sales objectives, French sales-training firm", None, "advice")
THREE = Source("Survey of more than 185 sales departments: over 80 % pay on three measures or fewer", 2014, "survey")
WEIGHT_15_20 = Source("Incentive consultancy: a part below 15 to 20 % of pay is ignored", None, "advice")
WEIGHT_20 = Source("Vendor of incentive software: below 20 %, or four measures and more, is an alarm", None, "advice")
WEIGHT_15 = Source("Reward consultancy: 15 to 50 % for each measure", None, "advice")
CLIFFS = Source("Vendor of incentive software, course on pay curves: avoid cliffs", None, "advice")
NO_CAP = Source("Survey of all industries: over 70 % cap nothing on the first measure", 2014, "survey")
PHARMA_CAP = Source(
    "Study of pharmaceutical sales: three of four cap or floor, at about 250 % where they cap", 2015, "survey"
)
NINE_OF_TEN = Source("Two incentive consultancies: nine of ten should clear the threshold", None, "advice")
UPSIDE = Source("Sales-pay consultancy: the best tenth earns two to three times target incentive", None, "advice")
SEVEN = Source("Incentive consultancy: three measures, and seven numbers to remember", None, "advice")
GATES = Source("Own rule: one missed hurdle should not undo a year without anybody having meant it", None, "own")
LATE = Source(
    "German Federal Labour Court, 10 AZR 57/24: damages for targets told when most of the period had gone",
    2025,
    "ruling",
)
BEFORE = Source("Own rule: a target can steer only what is done after it is told", None, "own")

FEWEST, MOST = 2, 4  # objectives
SMALLEST = 0.20  # weight; the sources say 15 % or 20 %, the stricter is told and both are named
LARGEST_JUMP = 0.10  # of target incentive; a smaller step is no cliff to anybody
MOST_NUMBERS = 7  # counted as `simplicity.numbers_to_remember` does, which the source does not define
LOWEST, BEST = 0.1, 0.9  # deciles


def lint(scenario: Scenario) -> tuple[Advice, ...]:
    """What published rules say of each plan as it is written; in the order of roles and rules."""
    return tuple(
        advice
        for role, plan in scenario.plans.items()
        for rule in _OF_A_PLAN
        for advice in rule(scenario.name, role, plan)
    )


def lint_with_results(payouts: Payouts) -> tuple[Advice, ...]:
    """The same for every scenario, and what results add; roles of fewer than five people get none of that."""
    return tuple(
        advice
        for s, scenario in enumerate(payouts.scenarios)
        for advice in (*lint(scenario), *_with_results(payouts, s, scenario))
    )


def _few_objectives(scenario: str, role: str, plan: Plan) -> Iterator[Advice]:
    count = len(plan.objectives)
    if count and not FEWEST <= count <= MOST:
        yield Advice(
            "few_objectives", scenario, role, f"{role}.objectives", {"objectives": count}, (ARTICLE, THREE, WEIGHT_20)
        )


def _weights(scenario: str, role: str, plan: Plan) -> Iterator[Advice]:
    for name, part in plan.objectives.items():
        if 0 < part.weight < SMALLEST:
            path = f"{role}.objectives.{name}.weight"
            yield Advice(
                "weight_that_counts",
                scenario,
                role,
                path,
                {"weight": part.weight},
                (WEIGHT_15_20, WEIGHT_20, WEIGHT_15),
            )


def _means(scenario: str, role: str, plan: Plan) -> Iterator[Advice]:
    kinds = {part.kind for part in plan.objectives.values()}
    if len(kinds) == 1 and len(plan.objectives) > 1:
        activities = float("activity" in kinds)
        path = f"{role}.objectives"
        yield Advice("results_and_means", scenario, role, path, {"only_activities": activities}, (ARTICLE,))


def _collective(scenario: str, role: str, plan: Plan) -> Iterator[Advice]:
    parts = plan.parts()
    if parts and all(part.credit == "individual" and part.shared is None for part in parts.values()):
        yield Advice("a_collective_part", scenario, role, f"{role}.objectives", {}, (ARTICLE,))


def _cliffs(scenario: str, role: str, plan: Plan) -> Iterator[Advice]:
    for name, part in plan.objectives.items():
        jumps = plan.curve_of(name).compile().jumps()
        edge, size = max(jumps, key=lambda jump: abs(jump[1]), default=(0.0, 0.0))
        if abs(size) * part.weight > LARGEST_JUMP:
            path = f"{role}.objectives.{name}.curve"
            figures = {"edge": edge, "jump": size * part.weight}
            yield Advice("no_cliff", scenario, role, path, figures, (CLIFFS,))


def _cap(scenario: str, role: str, plan: Plan) -> Iterator[Advice]:
    payout = plan.payout_cap.payout
    if payout is not None:
        yield Advice("cap", scenario, role, f"{role}.caps.payout", {"cap": payout}, (NO_CAP, PHARMA_CAP))


def _gates(scenario: str, role: str, plan: Plan) -> Iterator[Advice]:
    for place, gate in enumerate(plan.gates):
        if "everything" in gate.holds and not gate.otherwise:
            figures = {"hurdle": float(gate.hurdle)}
            yield Advice("gate_on_everything", scenario, role, f"{role}.gates.{place}", figures, (GATES,))


def _numbers(scenario: str, role: str, plan: Plan) -> Iterator[Advice]:
    numbers = numbers_to_remember(plan)
    if numbers > MOST_NUMBERS:
        yield Advice("few_numbers", scenario, role, role, {"numbers": numbers}, (SEVEN,))


_OF_A_PLAN: tuple[Callable[[str, str, Plan], Iterator[Advice]], ...] = (
    _few_objectives,
    _weights,
    _means,
    _collective,
    _cliffs,
    _cap,
    _gates,
    _numbers,
)


def _with_results(payouts: Payouts, s: int, scenario: Scenario) -> Iterator[Advice]:
    yield from _told_late(payouts, scenario)
    roster = payouts.population.roster
    for role, plan in scenario.plans.items():
        rows = payouts.on_plan[s] & (roster["role"] == role).to_numpy()
        if roster["rep"][rows].nunique() < FLOOR:
            continue
        for name, part in plan.objectives.items():
            reached = payouts.attainment[s, rows, payouts.components.index(name)]
            yield from _threshold(scenario.name, role, name, plan, part, reached)
        paid, incentive = payouts.total()[s, rows], payouts.incentive[s, rows].sum(axis=1)
        yield from _upside(scenario.name, role, paid[incentive > 0] / incentive[incentive > 0])


def _told_late(payouts: Payouts, scenario: Scenario) -> Iterator[Advice]:
    """Targets told after the first evaluated period began; `gone` is the share of the evaluated days before that."""
    if not scenario.targets_told:
        return
    begins, ends = first_day(payouts.periods[0]), last_day(payouts.periods[-1])
    days = float((np.datetime64(scenario.targets_told, "D") - begins) / _DAY)
    if days > 0:
        figures = {"days": days, "gone": min(days / float((ends - begins) / _DAY + 1), 1.0)}
        yield Advice("targets_told_late", scenario.name, "", "targets_told", figures, (LATE, BEFORE))


def _threshold(
    scenario: str, role: str, name: str, plan: Plan, part: Objective, reached: np.ndarray[Any, Any]
) -> Iterator[Advice]:
    """The lowest attainment that pays anything, above what the lowest tenth reached."""
    shape = plan.curve_of(name)
    on = getattr(shape, "on", "attainment")
    first = shape.compile().needed_for(_ANYTHING)
    known = reached[np.isfinite(reached)]
    if on != "attainment" or shape.by is not None or first is None or not np.isfinite(first) or len(known) < FLOOR:
        return
    lowest, below = float(np.quantile(known, LOWEST)), float((known < first - _ROUNDING).mean())
    if first > lowest and part.credit == "individual":
        path = f"{role}.objectives.{name}.curve"
        figures = {"threshold": first, "lowest_tenth": lowest, "below": below}
        yield Advice("threshold_in_reach", scenario, role, path, figures, (NINE_OF_TEN,))


def _upside(scenario: str, role: str, ratios: np.ndarray[Any, Any]) -> Iterator[Advice]:
    if len(ratios) < FLOOR:
        return
    top = float(np.quantile(ratios, BEST))
    if top < _TWICE:
        yield Advice("upside", scenario, role, role, {"top_tenth": top}, (UPSIDE,))


_DAY = np.timedelta64(1, "D")
_ANYTHING = 1e-9  # factor; what is paid at all
_ROUNDING = 1e-9
_TWICE = 2.0
