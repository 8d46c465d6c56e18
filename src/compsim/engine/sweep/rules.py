"""Which sweeps may be factored: those whose pay is known to be a weighted sum of what each objective pays alone.

A plan field that is not listed here, because nobody has shown that the sum stays exact with it, sends the whole sweep
the slow way: plan by plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from compsim.calendar import MONTHS_IN
from compsim.plan.lever_checks import steps_of
from compsim.plan.levers import Lever, Sweep
from compsim.plan.scenario import SETTLEMENT

Plain = Mapping[str, Any]

SCENARIO = {"scenario", "title", "note", "currency", "year_starts", "periods", "sales_measure", "plans"}
PLAN = {"title", "settled", "proration", "objectives", "commissions", "gates", "caps"}
GATE = {"measure", "credit", "measured", "hurdle", "holds", "otherwise", "target", "where", "on"}
CAPS = {"payout", "per"}
CURVE = {"points", "steps", "rates", "tiers", "below", "beyond", "edge", "on"}
PART = {"title", "measure", "where", "credit", "measured", "against", "pays", "take_back", "shared", "target"}
OBJECTIVE = PART | {"weight", "kind", "curve"}
COMMISSION = PART | CURVE | {"of", "prorated"}


def why_not(sweep: Sweep) -> str:
    """Why a sweep must be evaluated plan by plan; empty if it may be factored."""
    reasons = list(_lever_reasons(sweep))
    if not reasons:
        reasons = [reason for plain in _variants(sweep) for reason in _reasons(plain, sweep.levers)]
    return reasons[0] if reasons else ""


def unit_of(path: str) -> tuple[str, str] | None:
    """Role and unit that a lever moves: weights, gates, caps, commissions, curve.NAME or objective.NAME; else None."""
    match steps_of(path):
        case [role, "weights"]:
            return role, "weights"
        case [role, "objectives", name, "curve"]:
            return role, f"curve.{name}"
        case [role, "objectives", name, _, *_]:
            return role, f"objective.{name}"
        case [role, "caps", "payout"]:
            return role, "caps"
        case [role, "gates" | "commissions" as unit, *_]:
            return role, unit
        case _:
            return None


def months_of_part(plan: Plain, part: Plain) -> int:
    """Over how many months a part of a plain plan is measured; a deal counts within its settlement."""
    measured = part.get("measured")
    return MONTHS_IN[settlement_of(plan) if measured in (None, "deal") else measured]


def settlement_of(plan: Plain) -> Any:
    """The stretch after which a plain plan settles pay."""
    return SETTLEMENT[plan.get("settled", "quarterly")]


def capped_each_settlement(plan: Plain, levers: tuple[Lever, ...], role: str) -> bool:
    """Whether some plan of the sweep has a payout cap that counts by settlement."""
    caps = plan.get("caps", {})
    if not isinstance(caps, Mapping):
        return False
    caps_moved = [lever for lever in levers if unit_of(lever.path) == (role, "caps")]
    moved = any(value is not None for lever in caps_moved for value in lever.values)
    return caps.get("per", "settlement") == "settlement" and (moved or caps.get("payout") is not None)


def is_direct(plan: Plain, objective: Plain) -> bool:
    """Whether an objective is settled once a stretch: it pays curve(attainment) × incentive, and probes tell both."""
    return months_of_part(plan, objective) == MONTHS_IN[settlement_of(plan)]


def _lever_reasons(sweep: Sweep) -> Iterator[str]:
    for lever in sweep.levers:
        unit = unit_of(lever.path)
        if unit is None:
            yield f"'{lever.path}' changes more than one part of the pay"
        elif unit[1].startswith("curve."):
            yield from _others({field for curve in lever.values for field in curve}, CURVE, lever.path)
            for curve in lever.values:
                yield from _reads_value(curve, lever.path)


def _variants(sweep: Sweep) -> Iterator[Plain]:
    """The scenario with each value of each lever that can bring new fields, one at a time."""
    yield sweep.scenario.to_plain()
    for lever in sweep.levers:
        _, unit = unit_of(lever.path) or ("", "")
        if unit in ("gates", "commissions") or unit.startswith("objective."):
            for value in lever.values:
                yield sweep.scenario.reform("rules", {lever.path: value}).to_plain()


def _reasons(plain: Plain, levers: tuple[Lever, ...]) -> Iterator[str]:
    """Everything in one plain scenario that forbids the sum."""
    yield from _others(plain, SCENARIO, "the scenario")
    for role, plan in plain["plans"].items():
        yield from _others(plan, PLAN, role)
        for name, part in plan.get("objectives", {}).items():
            yield from _part_reasons(part, OBJECTIVE, f"{role}.objectives.{name}")
            yield from _others(part.get("curve", {}), CURVE, f"{role}.objectives.{name}.curve")
            yield from _reads_value(part.get("curve", {}), f"{role}.objectives.{name}")
        for name, part in plan.get("commissions", {}).items():
            yield from _part_reasons(part, COMMISSION, f"{role}.commissions.{name}")
        for gate in plan.get("gates", ()):
            yield from _part_reasons(gate, GATE, f"{role}.gates")
            if gate.get("holds", "everything") != "everything":
                yield f"a gate of '{role}' holds a part of the pay"
        caps = plan.get("caps", {})
        yield from _others(caps, CAPS, f"{role}.caps") if isinstance(caps, Mapping) else (f"'{role}' has several caps",)
        if capped_each_settlement(plan, levers, role):
            yield from _longer_parts(role, plan)


def _part_reasons(part: Plain, known: set[str], where: str) -> Iterator[str]:
    yield from _others(part, known, where)
    if part.get("measure") == "payout":
        yield f"'{where}' reads what others are paid"


def _reads_value(curve: Plain, where: str) -> Iterator[str]:
    """Without a target it is in no attainment, which then does not follow the weights in a straight line."""
    if curve.get("on") == "value":
        yield f"'{where}' reads the value, and may have no target"


def _others(fields: Iterable[str], known: set[str], where: str) -> Iterator[str]:
    for field in sorted(set(fields) - known):
        yield f"'{field}' in {where} is not known to leave the sum exact"


def _longer_parts(role: str, plan: Plain) -> Iterator[str]:
    """A cap on a settlement cuts what stands to date, so what was cut comes back in a longer stretch."""
    for part in (*plan.get("objectives", {}).values(), *plan.get("commissions", {}).values()):
        if months_of_part(plan, part) > MONTHS_IN[settlement_of(plan)]:
            yield f"a payout cap by settlement meets a longer stretch in '{role}'"
