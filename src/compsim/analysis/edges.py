"""Where pay curves bend, jump and stand still, by attainment and under the caps of the objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import stretch_of
from compsim.plan.components import Objective
from compsim.plan.curve import PayCurve
from compsim.plan.scenario import Plan, Scenario

Floats = NDArray[np.float64]
ALL_OBJECTIVES = "all objectives"  # the one curve of a blended plan reads them together
_ROUNDING = 1e-9
_ZONES = ("scenario", "role", "objective", "low", "high", "factor")


def edges_ahead(scenario: Scenario, role: str, name: str, periods: Sequence[str], reached: Floats) -> Floats:
    """The next edge of an objective's curve above each attainment (n), ratio; NaN where there is none.

    NaN too where the curve is read several times in the periods, reads a value, or is read by another figure.
    """
    plan = scenario.plans[role]
    part = plan.objectives[name]
    stretches = stretch_of(periods, plan.stretch(part), scenario.first_month)
    if plan.mix == "blended" or not _by_own_attainment(plan, name, part) or len(set(stretches.tolist())) > 1:
        return np.full(len(reached), np.nan)
    edges = np.array([*_kinks(plan.curve_of(name).compile(), part), np.nan])
    places = np.searchsorted(edges[:-1], np.nan_to_num(reached, nan=np.inf) + _ROUNDING, side="right")
    return np.asarray(edges[places], dtype=np.float64)


def edges_of(plan: Plan, name: str) -> tuple[float, ...]:
    """Every edge of an objective's own curve up to its caps, ascending, in what the curve reads.

    None in a blended plan, or where another figure picks the rate.
    """
    part = plan.objectives[name]
    if plan.mix == "blended" or plan.curve_of(name).by is not None:
        return ()
    return tuple(_kinks(plan.curve_of(name).compile(), part))


def dead_zones(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Stretches of attainment within which more pays nothing more, from `low` up to `high` (ratios, may be infinite).

    `factor` is what the curve pays there. A zone ends where pay rises, by a slope or by a jump.
    """
    return pd.DataFrame([line for scenario in scenarios for line in _zones(scenario)], columns=list(_ZONES))


def flat(curve: PayCurve, ceiling: float = np.inf) -> list[tuple[float, float, float]]:
    """Where a curve stands still: (from, to, factor), from minus infinity to infinity; a ceiling ends every rise."""
    starts = (-np.inf, *curve.edges)
    ends = (*curve.edges, np.inf)
    levels, slopes = (curve.below, *curve.levels), (0.0, *curve.slopes)
    segments = list(zip(starts, ends, levels, slopes, strict=True))
    zones = [(low, min(high, ceiling), level) for low, high, level, slope in segments if slope == 0.0 and low < ceiling]
    return _joined([*zones, *([(ceiling, np.inf, float(curve(ceiling)))] if np.isfinite(ceiling) else [])])


def _joined(zones: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Neighbours that pay the same, as one."""
    found: list[tuple[float, float, float]] = []
    for low, high, level in zones:
        goes_on = bool(found) and found[-1][1] == low and bool(np.isclose(found[-1][2], level))
        found.append((found.pop()[0] if goes_on else low, high, level))
    return found


def _zones(scenario: Scenario) -> Iterator[dict[str, Any]]:
    for role, plan in scenario.plans.items():
        if plan.mix == "blended" and plan.objectives:
            parts = {ALL_OBJECTIVES: (plan.curve_of(next(iter(plan.objectives))).compile(), np.inf)}
        else:
            parts = {
                name: (plan.curve_of(name).compile(), _ceiling(plan.curve_of(name).compile(), part))
                for name, part in plan.objectives.items()
                if _by_own_attainment(plan, name, part)
            }
        for name, (curve, ceiling) in parts.items():
            for zone in flat(curve, ceiling):
                yield dict(zip(_ZONES, (scenario.name, role, name, *zone), strict=True))


def _by_own_attainment(plan: Plan, name: str, part: Objective) -> bool:
    return part.on == "attainment" and plan.curve_of(name).by is None


def _ceiling(curve: PayCurve, part: Objective) -> float:
    """The attainment from which a cap of the objective lets nothing more through."""
    most = np.inf if part.caps.attainment is None else part.caps.attainment
    reached = None if part.caps.factor is None else curve.needed_for(part.caps.factor)
    return most if reached is None else min(most, reached)


def _kinks(curve: PayCurve, part: Objective) -> list[float]:
    ceiling = _ceiling(curve, part)
    inside = [edge for edge in curve.kinks() if edge < ceiling]
    return [*inside, *([ceiling] if np.isfinite(ceiling) else [])]
