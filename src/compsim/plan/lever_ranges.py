"""Levers made from ranges: every set of weights on a grid, curves that start elsewhere or rise more steeply, caps.

What a lever tries is written as a plan file writes it, and what the plan says now is always among it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from compsim.errors import PlanError, Problem
from compsim.plan.levers import Lever
from compsim.plan.quantity import parse_number, parse_ratio, write_ratio
from compsim.plan.scenario import Scenario

MOST_SETS = 5_000  # of weights; a finer grid than that tells nobody anything
_FINE = 1e-9


def weight_lever(scenario: Scenario, role: str, step: float, least: float, most: float) -> Lever:
    """Every set of weights of a role in steps (ratio) that adds to 100 %, each weight from `least` to `most`.

    Raises PlanError where no set fits, or more than `MOST_SETS` do.
    """
    plan = scenario.plans[role]
    names = list(plan.objectives)
    units = round(1 / step) if step > 0 else 0
    if not units or abs(units * step - 1.0) > _FINE:
        raise _refused(f"{role}.weights", f"steps of {write_ratio(step)} do not add to 100%", "Give 5%, 10% or 20%.")
    low, high = _rounded_up(least * units), min(int(most * units + _FINE), units)
    sets = [
        dict(zip(names, (write_ratio(n / units) for n in one), strict=True)) for one in _sums(units, names, low, high)
    ]
    now = {name: write_ratio(objective.weight) for name, objective in plan.objectives.items()}
    return Lever(f"{role}.weights", tuple(_with_now(sets, now)))


def curve_lever(
    scenario: Scenario, role: str, objective: str, starts: Sequence[float], steeper: Sequence[float]
) -> Lever | None:
    """The curve of an objective, its first point moved by each of `starts` and its rise above 100 % times `steeper`.

    Moves are differences of attainment, rises are factors (1 is as it is). Only curves of straight lines that pass
    100 % for 100 % move; None for another. What would put the first point at or past the next is left out.
    """
    curve = scenario.to_plain()["plans"][role]["objectives"][objective].get("curve")
    points = curve.get("points") if isinstance(curve, dict) else None
    if not points or not _moves(points):
        return None
    drawn = [
        {**curve, "points": moved}
        for start, rise in product(starts, steeper)
        if (moved := _moved(points, start, rise)) is not None
    ]
    return Lever(f"{role}.objectives.{objective}.curve", tuple(_with_now(drawn, curve)))


def cap_lever(scenario: Scenario, role: str, caps: Sequence[float]) -> Lever | None:
    """The cap on payout ÷ target incentive of a role, each of some ratios; None where the role has no such cap."""
    now = (scenario.to_plain()["plans"][role].get("caps") or {}).get("payout")
    if now is None:
        return None
    return Lever(f"{role}.caps.payout", tuple(_with_now([write_ratio(cap) for cap in caps], now)))


def hurdle_lever(scenario: Scenario, role: str, gate: int, moves: Sequence[float]) -> Lever | None:
    """The hurdle of a gate, moved by differences of attainment; None where the gate reads another figure."""
    found = scenario.plans[role].gates[gate]
    if found.on != "attainment" or not isinstance(found.hurdle, float | int):
        return None
    hurdles = [write_ratio(round(float(found.hurdle) + move, 9)) for move in moves if float(found.hurdle) + move > 0]
    return Lever(f"{role}.gates.{gate}.hurdle", tuple(_with_now(hurdles, write_ratio(float(found.hurdle)))))


def _sums(units: int, names: Sequence[str], low: int, high: int) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for left in range(len(names) - 1, -1, -1):
        found = [
            (*one, n)
            for one in found
            for n in range(low, high + 1)
            if left * low <= units - sum(one) - n <= left * high
        ]
        if len(found) > MOST_SETS:
            raise _refused("weights", f"more than {MOST_SETS:,} sets of weights", "Take larger steps.")
    if not found:
        raise _refused("weights", "no set of weights fits between these bounds", "Widen the bounds.")
    return found


def _moves(points: dict[Any, Any]) -> bool:
    """Whether a curve has a first point below target, 100 % at 100 %, and something above."""
    edges = [float(parse_number(edge)) for edge in points]
    at_target = next((pay for edge, pay in zip(edges, points.values(), strict=True) if abs(edge - 1.0) < _FINE), None)
    single = all(not isinstance(pay, list) for pay in points.values())
    return single and edges[0] < 1.0 - _FINE and at_target is not None and parse_ratio(at_target) == 1.0


def _moved(points: dict[Any, Any], start: float, rise: float) -> dict[str, Any] | None:
    edges, pays = [float(parse_number(edge)) for edge in points], [parse_ratio(pay) for pay in points.values()]
    edges[0] = round(edges[0] + start, 9)
    if not 0 <= edges[0] < edges[1] - _FINE:
        return None
    pays = [pay if edge <= 1.0 else 1.0 + (pay - 1.0) * rise for edge, pay in zip(edges, pays, strict=True)]
    return {write_ratio(edge): write_ratio(round(pay, 9)) for edge, pay in zip(edges, pays, strict=True)}


def _with_now(values: Sequence[Any], now: Any) -> Iterator[Any]:
    """What is tried, each once, the present value first."""
    seen: list[Any] = []
    for value in (now, *values):
        if value not in seen:
            seen.append(value)
            yield value


def _rounded_up(number: float) -> int:
    whole = int(number)
    return whole if number - whole < _FINE else whole + 1


def _refused(path: str, says: str, fix: str) -> PlanError:
    return PlanError([Problem("levers", says, fix, path=path)])
