"""What objectives that are settled once a stretch stand on: attainment and incentive, read by the steps of evaluation.

S probed objectives, G settings of the gates, N rows of a role, T settlements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.engine.earning import objectives
from compsim.engine.gates import gates_of
from compsim.engine.settlement import standing
from compsim.engine.sweep.bench import Bench, Plain
from compsim.plan.curve import PayCurve

Floats = NDArray[np.float64]

ANY_CURVE = {"points": {"100%": "100%"}}  # a plan must have one; the probes do not look at it
KEPT_IN_PROBES = ("settled", "proration")
ATTAINMENT_DIGITS = 12  # what evaluation rounds attainment to


@dataclass(frozen=True, eq=False)
class Probed:
    """Objectives whose pay is curve(attained) × base."""

    attained: Floats  # (S, N, T) ratio
    base: Floats  # (S, N, T) money
    overall: Floats  # (S, N) attainment over all evaluated periods


def probed(bench: Bench, plan: Plain, parts: Sequence[Plain]) -> Probed:
    """The objectives of a role (S), tried with a curve that pays one and with a curve that pays the attainment."""
    figures = bench.figures(_probe_plan(plan, parts))
    shape = len(parts), len(bench.rows), bench.count
    found = Probed(np.empty(shape), np.empty(shape), np.empty(shape[:2]))
    for some, block in bench.blocks(figures):
        for at, (paid, straight) in enumerate(zip(objectives(block, _one), objectives(block, _itself), strict=True)):
            base = standing(paid.earned, bench.settlements).amount
            money = standing(straight.earned, bench.settlements).amount
            found.attained[at, some] = np.round(_ratio(money, base), ATTAINMENT_DIGITS)
            found.base[at, some] = base * len(parts)
            found.overall[at, some] = np.nan_to_num(paid.attainment)
    return found


def open_share(bench: Bench, plan: Plain, parts: Sequence[Plain], gates: Sequence[Any]) -> Floats:
    """What each setting of the gates lets through (G, N, T)."""
    share = np.ones((len(gates), len(bench.rows), bench.count))
    for at, each in enumerate(gates):
        if each:
            for some, block in bench.blocks(bench.figures({**_probe_plan(plan, parts), "gates": each})):
                share[at, some] = gates_of(block).everything
    return share


def _probe_plan(plan: Plain, parts: Sequence[Plain]) -> dict[str, Any]:
    """A plan of nothing but the probed objectives, all with the same weight."""
    same = {"weight": 1.0 / len(parts), "curve": ANY_CURVE, "take_back": True}
    listed = {f"probe {at}": {**part, **same} for at, part in enumerate(parts)}
    return {**{key: plan[key] for key in KEPT_IN_PROBES if key in plan}, "objectives": listed}


def _one(_curve: PayCurve, x: Floats) -> Floats:
    """A curve that pays the whole incentive to whoever has a reading."""
    return np.isfinite(x).astype(np.float64)


def _itself(_curve: PayCurve, x: Floats) -> Floats:
    """A curve that pays what it reads."""
    return np.where(np.isfinite(x), x, 0.0)


def _ratio(money: Floats, base: Floats) -> Floats:
    return np.divide(money, base, out=np.zeros_like(base), where=base != 0)
