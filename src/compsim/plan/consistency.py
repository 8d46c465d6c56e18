"""What must hold between the parts of one plan, so that every word of it has one meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from compsim.calendar import MONTHS_IN
from compsim.errors import Finding, did_you_mean
from compsim.plan.components import HOLDS, Commission, Gate, Objective, rate_picker
from compsim.plan.quantity import write_ratio

if TYPE_CHECKING:
    from compsim.plan.scenario import Plan

WEIGHT_TOLERANCE = 1e-9


class Measurable(Protocol):
    """Anything that looks at a stretch."""

    @property
    def measured(self) -> str | None:
        """The stretch; None stands for the settlement."""


def consistency(plan: Plan) -> Iterator[Finding]:
    """What contradicts itself in a plan, each at the field to change."""
    if not plan.objectives and not plan.commissions:
        yield Finding("the plan pays for nothing", "Add objectives or commissions.")
    for name in [name for name in plan.commissions if name in plan.objectives]:
        says = f"'{name}' is an objective and a commission"
        yield Finding(says, "Rename one; 'measure:' says what it reads.", ("commissions", name))
    yield from wrong_sum([objective.weight for objective in plan.objectives.values()])
    yield from _mix(plan)
    yield from _caps(plan)
    yield from _gates(plan)
    yield from _multipliers(plan)
    yield from _sharing(plan)
    yield from _rounding(plan)


def wrong_sum(weights: list[float]) -> Iterator[Finding]:
    """What is wrong with the weights of a plan, and what they are; nothing if they add to 100 %."""
    total = sum(weights)
    if weights and abs(total - 1.0) > WEIGHT_TOLERANCE:
        says = f"the weights add to {write_ratio(round(total, 9))}, not 100%"
        yield Finding(says, f"They are {' + '.join(map(write_ratio, weights))}.", ("objectives",))


def _mix(plan: Plan) -> Iterator[Finding]:
    yield from _one_curve(plan) if plan.mix == "blended" else _own_curves(plan)


def _own_curves(plan: Plan) -> Iterator[Finding]:
    for name, objective in plan.objectives.items():
        if objective.curve is None:
            fix = "Add 'curve:', or 'mix: blended' and one for the plan."
            yield Finding(f"the objective '{name}' has no pay curve", fix, ("objectives", name))
    if plan.curve is not None:
        says = "the plan has a pay curve of its own, but each objective has one"
        yield Finding(says, "Add 'mix: blended', or remove it.", ("curve",))


def _one_curve(plan: Plan) -> Iterator[Finding]:
    if plan.curve is None or not plan.objectives:
        fix = "Add 'curve:' to the plan." if plan.objectives else "Add objectives."
        yield Finding("a blended plan needs objectives and one pay curve", fix, ("mix",))
    elif plan.curve.on == "value":
        yield Finding("a blended plan's curve reads weighted attainment", "Remove 'on: value'.", ("curve", "on"))
    for name, objective in plan.objectives.items():
        if objective.curve is not None:
            says = f"the plan is blended, but '{name}' has a pay curve of its own"
            yield Finding(says, "Remove it, or 'mix: blended'.", ("objectives", name, "curve"))
    timings = {name: (plan.stretch(o), o.against, o.pays, o.take_back) for name, o in plan.objectives.items()}
    first = next(iter(timings), "")
    for name in [name for name, timing in timings.items() if timing != timings[first]]:
        says = f"one curve pays '{first}' and '{name}', but they are measured or paid differently"
        yield Finding(says, "Give them the same measured, against, pays and take_back.", ("objectives", name))


def _caps(plan: Plan) -> Iterator[Finding]:
    for name in ("payout", "money", "total_pay", "pool"):
        places = [place for place, caps in enumerate(plan.caps) if getattr(caps, name) is not None]
        for place in places[1:]:
            yield Finding(f"there are {len(places)} caps on {name}", "Keep one of them.", ("caps", place, name))
    if plan.payout_cap.payout is None or plan.payout_cap.per == "year" or not plan.commissions:
        return
    longest = {max(MONTHS_IN[plan.stretch(part)], MONTHS_IN[plan.settlement]) for part in plan.parts().values()}
    if len(longest) > 1:
        says = (
            "a payout cap per settlement is unclear when a commission and another part are measured over "
            "different stretches"
        )
        fix = "Give them the same 'measured', or write 'per: year' in caps."
        yield Finding(says, fix, ("caps", plan.caps.index(plan.payout_cap), "payout"))


def _gates(plan: Plan) -> Iterator[Finding]:
    for place, gate in enumerate(plan.gates):
        for found in (*_gate_over(plan, gate), *_gate_holds(plan, gate)):
            yield found.below("gates", place)


def _gate_over(plan: Plan, gate: Gate) -> Iterator[Finding]:
    if MONTHS_IN[plan.stretch(gate)] < MONTHS_IN[plan.settlement]:
        says = f"the gate on '{gate.measure}' looks at a {gate.measured}, but pay is settled {plan.settled}"
        yield Finding(says, "Measure the gate over the settlement or longer.", ("measured",))


def _gate_holds(plan: Plan, gate: Gate) -> Iterator[Finding]:
    for name in [name for name in gate.names if name not in plan.parts()]:
        says = f"the gate on '{gate.measure}' holds '{name}', which is no part of this plan"
        yield Finding(says, did_you_mean(name, [*HOLDS, *plan.parts()]), ("holds",))
    if gate.holds[0] in HOLDS[1:]:
        yield from _above_target(plan, gate)


def _above_target(plan: Plan, gate: Gate) -> Iterator[Finding]:
    reading = [name for name, part in plan.parts().items() if part.on == "attainment"]
    if not reading:
        says = f"the gate holds {gate.holds[0]}, but no part reads attainment"
        yield Finding(says, "Hold everything, or parts by name.", ("holds",))
    for name in reading if gate.holds[0] == "accelerator" else ():
        part = plan.parts()[name]
        curve = part.curve if isinstance(part, Objective) else part
        if (curve or plan.curve).tiers == "whole":  # type: ignore[union-attr]
            says = f"with 'tiers: whole' the pay of '{name}' has no line that could go on above target"
            fix = "Write 'tiers: reached' or 'marginal', or let the gate hold above_target."
            yield Finding(says, fix, ("holds",))


def _sharing(plan: Plan) -> Iterator[Finding]:
    for name, part in plan.parts().items():
        place = (kind_of(part), name)
        if part.shared is not None and part.credit not in ("team", "company"):
            fix = "Remove 'shared', or write 'credit: team' or 'credit: company'."
            yield Finding(f"'{name}' shares pay that is credited to one person", fix, (*place, "shared"))
        if part.measured == "deal" and rate_picker(part) is not None and part.credit != "individual":
            says = f"'{name}' pays deals of many people at a rate that each of them reaches alone"
            yield Finding(says, "Credit the deals individually, or measure over a month.", (*place, "credit"))


def kind_of(part: Objective | Commission) -> str:
    """Under which field of the plan a part stands."""
    return "objectives" if isinstance(part, Objective) else "commissions"


def _multipliers(plan: Plan) -> Iterator[Finding]:
    for place, each in enumerate(plan.multiplier):
        if each.deal:
            fix = "Move it into a commission with 'measured: deal'."
            says = "a factor for each deal cannot multiply the whole plan"
            yield Finding(says, fix, ("multiplier", place, "deal"))


def _rounding(plan: Plan) -> Iterator[Finding]:
    if plan.rounding is None or plan.rounding.each != "deal":
        return
    whole = [name for name, part in plan.parts().items() if part.measured != "deal" or not isinstance(part, Commission)]
    if whole:
        says = f"'{whole[0]}' is not paid by deal, so its deals cannot be rounded"
        yield Finding(says, "Round each component, or settlement.", ("rounding", "each"))
