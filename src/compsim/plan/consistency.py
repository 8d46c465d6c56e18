"""What must hold between the parts of one plan, so that every word of it has one meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from compsim.calendar import MONTHS_IN
from compsim.errors import did_you_mean
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


def consistency(plan: Plan) -> Iterator[str]:
    """What contradicts itself in a plan, each as `what is wrong | what to do`."""
    if not plan.objectives and not plan.commissions:
        yield "the plan pays for nothing | Add objectives or commissions."
    twice = sorted(set(plan.objectives) & set(plan.commissions))
    if twice:
        yield f"'{twice[0]}' is an objective and a commission | Rename one; 'measure:' says what it reads."
    says = wrong_sum([objective.weight for objective in plan.objectives.values()])
    if says:
        yield says
    yield from _mix(plan)
    yield from _caps(plan)
    yield from _gates(plan)
    yield from _multipliers(plan)
    yield from _sharing(plan)
    yield from _rounding(plan)


def wrong_sum(weights: list[float]) -> str:
    """What is wrong with the weights of a plan, and what they are; empty if they add to 100 %."""
    total = sum(weights)
    if not weights or abs(total - 1.0) <= WEIGHT_TOLERANCE:
        return ""
    listed = " + ".join(map(write_ratio, weights))
    return f"the weights add to {write_ratio(round(total, 9))}, not 100% | They are {listed}."


def _mix(plan: Plan) -> Iterator[str]:
    drawn = [name for name, objective in plan.objectives.items() if objective.curve is not None]
    if plan.mix == "each":
        bare = [name for name in plan.objectives if name not in drawn]
        if bare:
            yield f"the objective '{bare[0]}' has no pay curve | Add 'curve:', or 'mix: blended' and one for the plan."
        if plan.curve is not None:
            yield "the plan has a pay curve of its own, but each objective has one | Add 'mix: blended', or remove it."
        return
    if plan.curve is None or not plan.objectives:
        fix = "Add 'curve:' to the plan." if plan.objectives else "Add objectives."
        yield f"a blended plan needs objectives and one pay curve | {fix}"
    elif plan.curve.on == "value":
        yield "a blended plan's curve reads weighted attainment | Remove 'on: value'."
    if drawn:
        yield f"the plan is blended, but '{drawn[0]}' has a pay curve of its own | Remove it, or 'mix: blended'."
    timings = {(plan.stretch(o), o.against, o.pays, o.take_back) for o in plan.objectives.values()}
    if len(timings) > 1:
        yield "the objectives of a blended plan are paid by one curve | Give them the same measured, against and pays."


def _caps(plan: Plan) -> Iterator[str]:
    for name in ("payout", "money", "total_pay", "pool"):
        if sum(getattr(caps, name) is not None for caps in plan.caps) > 1:
            yield f"there are two caps on {name} | Keep one of them."
    if plan.payout_cap.payout is None or plan.payout_cap.per == "year" or not plan.commissions:
        return
    longest = {max(MONTHS_IN[plan.stretch(part)], MONTHS_IN[plan.settlement]) for part in plan.parts().values()}
    if len(longest) > 1:
        yield (
            "a payout cap per settlement is unclear when a commission and another part are measured over "
            "different stretches | Give them the same 'measured', or write 'per: year' in caps."
        )


def _gates(plan: Plan) -> Iterator[str]:
    for gate in plan.gates:
        if MONTHS_IN[plan.stretch(gate)] < MONTHS_IN[plan.settlement]:
            says = f"the gate on '{gate.measure}' looks at a {gate.measured}, but pay is settled {plan.settled}"
            yield f"{says} | Measure the gate over the settlement or longer."
        unknown = [name for name in gate.names if name not in plan.parts()]
        if unknown:
            hint = did_you_mean(unknown[0], [*HOLDS, *plan.parts()])
            yield f"the gate on '{gate.measure}' holds '{unknown[0]}', which is no part of this plan | {hint}"
        if gate.holds[0] in HOLDS[1:]:
            yield from _above_target(plan, gate)


def _above_target(plan: Plan, gate: Gate) -> Iterator[str]:
    reading = [name for name, part in plan.parts().items() if part.on == "attainment"]
    if not reading:
        yield f"the gate holds {gate.holds[0]}, but no part reads attainment | Hold everything, or parts by name."
    for name in reading if gate.holds[0] == "accelerator" else ():
        part = plan.parts()[name]
        curve = part.curve if isinstance(part, Objective) else part
        if (curve or plan.curve).tiers == "whole":  # type: ignore[union-attr]
            yield (
                f"with 'tiers: whole' the pay of '{name}' has no line that could go on above target | "
                "Write 'tiers: reached' or 'marginal', or let the gate hold above_target."
            )


def _sharing(plan: Plan) -> Iterator[str]:
    for name, part in plan.parts().items():
        if part.shared is not None and part.credit not in ("team", "company"):
            fix = "Remove 'shared', or write 'credit: team' or 'credit: company'."
            yield f"'{name}' shares pay that is credited to one person | {fix}"
        if part.measured == "deal" and rate_picker(part) is not None and part.credit != "individual":
            fix = "Credit the deals individually, or measure over a month."
            yield f"'{name}' pays deals of many people at a rate that each of them reaches alone | {fix}"


def _multipliers(plan: Plan) -> Iterator[str]:
    if any(each.deal for each in plan.multiplier):
        yield "a factor for each deal cannot multiply the whole plan | Move it into a commission with 'measured: deal'."


def _rounding(plan: Plan) -> Iterator[str]:
    if plan.rounding is None or plan.rounding.each != "deal":
        return
    whole = [name for name, part in plan.parts().items() if part.measured != "deal" or not isinstance(part, Commission)]
    if whole:
        yield f"'{whole[0]}' is not paid by deal, so its deals cannot be rounded | Round each component, or settlement."
