"""Is a plan simple, and does it pay for what it says: what to remember, and effective against nominal weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.rows import NOTHING, records
from compsim.engine.payouts import Payouts
from compsim.plan.scenario import Plan, Scenario
from compsim.population.privacy import FLOOR, groups_to_hide

Floats = NDArray[np.float64]
_NUMBER = re.compile(r"^-?[\d.,_ ]+ *(%|each)?$")
_NOT_TO_REMEMBER = ("title", "note", "where", "target", "curve_from")


@dataclass(frozen=True, eq=False)
class Simplicity:
    """One row a scenario and role, and one a component of them; ratios."""

    frame: pd.DataFrame  # scenario, role, objectives, smallest_weight, effective_objectives, commissions, gates,
    # numbers, kinks, jumps
    edges: pd.DataFrame  # scenario, role, component, kinks, jumps, steepest (factor per unit of what the curve reads)
    weights: pd.DataFrame  # scenario, role, people, component, kind, nominal (mean weight), effective, spread
    hidden: tuple[str, ...]  # roles with too few people for a spread to be shown, in alphabetical order

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "roles": records(self.frame),
            "edges": records(self.edges),
            "weights": records(self.weights),
            "hidden": list(self.hidden),
        }

    def __str__(self) -> str:
        return self.frame.to_string(index=False)


def simplicity_of(payouts: Payouts) -> Simplicity:
    """What each plan asks a rep to remember, and what the spread of pay really came from.

    Effective weight of component k: Cov(pay_k, total) ÷ Var(total) over the people of a role, pay as a ratio of target
    incentive; over all components it adds to one. It is negative where a component pays more to those who get less in
    all. Objectives that nobody differs in have none, whatever their weight: they pay everybody alike.
    """
    plans = [(scenario, role, plan) for scenario in payouts.scenarios for role, plan in scenario.plans.items()]
    weights, hidden = effective_weights(payouts)
    return Simplicity(
        pd.DataFrame([_role(scenario, role, plan) for scenario, role, plan in plans]),
        pd.DataFrame([line for scenario, role, plan in plans for line in _edges(scenario, role, plan)]),
        weights,
        hidden,
    )


def numbers_to_remember(plan: Plan) -> int:
    """How many numbers the plan states for a rep: weights, edges and what they pay, rates, hurdles, caps, multipliers.

    A target counts once an objective, however it is set. A weight of 100 % counts nothing, and a curve that several
    objectives share counts once.
    """
    plain = plan.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    curves = [part.pop("curve") for part in plain.get("objectives", {}).values() if "curve" in part]
    alone = len(plan.objectives) == 1
    different = list({repr(curve): curve for curve in curves}.values())
    return sum(1 for _ in _numbers([plain, different])) + len(plan.objectives) - (1 if alone else 0)


def effective_objectives(plan: Plan) -> float:
    """1 ÷ Σ weight²: four objectives of a quarter are four, one of 97 % beside three of 1 % is hardly more than one.

    Source: the inverse of Herfindahl's index; NaN without objectives.
    """
    squares = sum(objective.weight**2 for objective in plan.objectives.values())
    return 1.0 / squares if squares else float("nan")


def effective_weights(payouts: Payouts) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Nominal and effective weight of each component, by scenario and role; roles under five people are named instead.

    Rows without a target incentive are left out: there is nothing to hold their pay against.
    """
    roster, paid = payouts.population.roster, payouts.money.sum(axis=2)  # (S, R, C)
    incentive = payouts.incentive.sum(axis=2)
    counted = payouts.on_plan & (incentive > NOTHING)
    hidden = {role for s in range(len(payouts.names)) for role in groups_to_hide(_people(roster[counted[s]]))}
    found: list[dict[str, Any]] = []
    for s, name in enumerate(payouts.names):
        for role in payouts.scenarios[s].plans:
            rows = counted[s] & (roster["role"] == role).to_numpy()
            people = int(roster["rep"][rows].nunique())
            if role in hidden or people < FLOOR:
                continue
            named = {"scenario": name, "role": role, "people": people}
            found += [
                {**named, **line} for line in _components(payouts, s, rows, paid[s, rows] / incentive[s, rows, None])
            ]
    columns = ["scenario", "role", "people", "component", "kind", "nominal", "effective", "spread"]
    return pd.DataFrame(found, columns=columns), tuple(sorted(hidden))


def _components(payouts: Payouts, s: int, rows: NDArray[np.bool_], ratios: Floats) -> Iterator[dict[str, Any]]:
    """One line a component that weighs or pays anything; `ratios` are pay ÷ target incentive of the rows (n, C)."""
    effective = _effective(ratios)
    used = (payouts.weight[s, rows] > 0).any(axis=0) | (np.abs(ratios) > NOTHING).any(axis=0)
    for c in np.nonzero(used)[0]:
        yield {
            "component": payouts.components[c],
            "kind": payouts.kinds[c],
            "nominal": float(payouts.weight[s, rows, c].mean()),
            "effective": float(effective[c]),
            "spread": float(ratios[:, c].std()),
        }


def _effective(ratios: Floats) -> Floats:
    """Cov(pay_k, total) ÷ Var(total) of each component (C) over people (n, C); NaN where everybody is paid alike."""
    total = ratios.sum(axis=1)
    if np.ptp(total) <= NOTHING:
        return np.full(ratios.shape[1], np.nan)
    away = total - total.mean()
    return np.asarray(((ratios - ratios.mean(axis=0)).T @ away) / (away @ away), dtype=np.float64)


def _people(rows: pd.DataFrame) -> Mapping[str, int]:
    return {str(role): int(count) for role, count in rows.groupby("role")["rep"].nunique().items()}


def _role(scenario: Scenario, role: str, plan: Plan) -> dict[str, Any]:
    edges = list(_edges(scenario, role, plan))
    return {
        "scenario": scenario.name,
        "role": role,
        "objectives": len(plan.objectives),
        "smallest_weight": min((part.weight for part in plan.objectives.values()), default=float("nan")),
        "effective_objectives": effective_objectives(plan),
        "commissions": len(plan.commissions),
        "gates": len(plan.gates),
        "numbers": numbers_to_remember(plan),
        "kinks": sum(edge["kinks"] for edge in edges),
        "jumps": sum(edge["jumps"] for edge in edges),
    }


def _edges(scenario: Scenario, role: str, plan: Plan) -> Iterator[dict[str, Any]]:
    for name in plan.parts():
        curve = plan.curve_of(name).compile()
        yield {
            "scenario": scenario.name,
            "role": role,
            "component": name,
            "kinks": len(curve.kinks()),
            "jumps": len(curve.jumps()),
            "steepest": max(curve.slopes, default=0.0),
        }


def _numbers(plain: Any) -> Iterator[Any]:
    """Every number in plain plan data: values, and the edges that are keys."""
    if isinstance(plain, Mapping):
        for key, value in plain.items():
            if key not in _NOT_TO_REMEMBER:
                yield from (key,) if _NUMBER.match(str(key)) else ()
                yield from _numbers(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _numbers(value)
    elif not isinstance(plain, bool) and plain is not None and _NUMBER.match(str(plain)):
        yield plain
