"""Plain plans paid in bulk: objectives of one's own results, each on its own curve, settled once over all periods.

Such a plan pays incentive × Σ weight × curve(attainment), so a drawn year needs no evaluation. A plan with any other
part is evaluated; and before the bulk way is used it has to pay to the cent what evaluation pays in a few years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.rows import REACHED
from compsim.engine.payouts import Payouts
from compsim.plan.curve import PayCurve
from compsim.plan.scenario import Plan

Floats = NDArray[np.float64]
_OF_PLAN = frozenset({"title", "objectives", "settled", "proration"})
_OF_OBJECTIVE = frozenset({"weight", "title", "measure", "kind", "curve", "measured"})
_OF_CURVE = frozenset({"points", "rates", "steps", "below", "beyond", "edge"})
_NOTICED = 0.005  # money


@dataclass(frozen=True, eq=False)
class Straight:
    """One scenario whose plans are plain; R roster rows."""

    parts: tuple[tuple[PayCurve, slice | NDArray[np.intp], int, Floats, Floats], ...]  # curve, rows, measure (K),
    # incentive × weight (rows), last year's attainment (rows)
    weights: tuple[Floats, ...]  # weight (rows) of each part
    shape: int  # R
    counted: NDArray[np.bool_]  # (R) on the plan, with objectives

    def pay(self, factors: Floats) -> tuple[Floats, Floats]:
        """Pay (years, R) and the share at target (years) for factors (years, R, K)."""
        paid: Floats = np.zeros((len(factors), self.shape))
        reached: Floats = np.zeros((len(factors), self.shape))
        for (curve, rows, k, worth, attained), weight in zip(self.parts, self.weights, strict=True):
            x = factors[:, rows, k] * attained
            reached[:, rows] += weight * x
            paid[:, rows] += worth * _factors(curve, x)
        at_target = (
            (reached[:, self.counted] >= REACHED).mean(axis=1) if self.counted.any() else np.full(len(factors), np.nan)
        )
        return paid, np.asarray(at_target, dtype=np.float64)


def straight(payouts: Payouts, measures: tuple[str, ...]) -> Straight | None:
    """The bulk way for last year's payouts of one scenario; None where a plan has a part that it does not know."""
    [scenario] = payouts.scenarios
    definitions = payouts.population.definitions
    if not all(_plain(plan) for plan in scenario.plans.values()):
        return None
    place = {name: k for k, name in enumerate(measures)}
    roles = payouts.population.roster["role"].astype(str).to_numpy()
    parts, weights = [], []
    for role, plan in scenario.plans.items():
        rows = np.flatnonzero((roles == role) & payouts.on_plan[0])
        kept = slice(None) if len(rows) == len(roles) else rows
        for name, part in plan.objectives.items():
            if definitions[plan.measure(name)].better == "lower":
                return None
            attained = np.nan_to_num(payouts.attainment[0, rows, payouts.components.index(name)])
            worth = payouts.incentive[0, rows].sum(axis=1) * part.weight
            parts.append((plan.curve_of(name).compile(), kept, place[plan.measure(name)], worth, attained))
            weights.append(np.full(len(rows), part.weight))
    counted = payouts.on_plan[0] & (payouts.weight[0].sum(axis=1) > 0)
    return Straight(tuple(parts), tuple(weights), len(roles), counted)


def agrees(found: Straight, factors: Floats, evaluated: Floats) -> bool:
    """Whether the bulk way pays what evaluation paid (years, R) in these years, to half a cent."""
    return bool(np.allclose(found.pay(factors)[0], evaluated, rtol=0.0, atol=_NOTICED))


def _plain(plan: Plan) -> bool:
    """Whether nothing but plain objectives is stated."""
    stated = plan.model_dump(exclude_defaults=True)
    return stated.keys() <= _OF_PLAN and all(
        part.credit == "individual"
        and part.model_dump(exclude_defaults=True).keys() <= _OF_OBJECTIVE
        and part.curve is not None
        and part.curve.on == "attainment"
        and part.curve.model_dump(exclude_defaults=True, exclude_none=True).keys() <= _OF_CURVE
        for part in plan.objectives.values()
    )


def _factors(curve: PayCurve, x: Floats) -> Floats:
    """The curve at x; by straight lines between its edges where it does not jump, which is faster and the same."""
    if curve.jumps():
        return curve(x)
    edges, levels = np.array(curve.edges), np.array(curve.levels)
    last = curve.slopes[-1]
    paid: Floats = np.interp(x, edges, levels, left=curve.below)
    if last:
        paid += last * np.maximum(x - edges[-1], 0.0)
    return paid
