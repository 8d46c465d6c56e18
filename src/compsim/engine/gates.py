"""Gates: which are open at each settlement, and what each component stands at behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Figures, last_of_each
from compsim.engine.readings import on_plan, read
from compsim.engine.settlement import Standing
from compsim.plan.components import Gate

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Gated:
    """What the gates of a plan let through at each settlement; all shares are products over the gates that say so."""

    everything: Floats  # (N, T) of all variable pay
    above_target: Floats  # (N, T) of pay for attainment above target
    accelerator: Floats  # (N, T) of the pay above target that goes beyond the line which leads to the target
    named: dict[str, Floats]  # component -> (N, T)
    silent: tuple[NDArray[np.bool_], ...]  # of each gate (N): it had nothing to look at

    def let_through(self, name: str, standing: Standing) -> Floats:
        """What a component stands at behind the gates (N, T), money."""
        tracks = standing.tracks
        steep = (tracks.full - tracks.straight) * self.accelerator
        above = (tracks.straight - tracks.at_target + steep) * self.above_target
        held = self.everything * self.named.get(name, np.ones_like(self.everything))
        if tracks.full is tracks.at_target:
            return tracks.full * held
        return (tracks.at_target + above) * held


def gates_of(figures: Figures) -> Gated:
    """The gates of the plan at the end of each settlement."""
    ends = last_of_each(figures.settlements())
    ones = np.ones((len(figures.rows), len(ends)))
    kinds = dict.fromkeys(("everything", "above_target", "accelerator"), ones)
    named: dict[str, Floats] = {}
    silent: list[NDArray[np.bool_]] = []
    for place, gate in enumerate(figures.plan.gates):
        factor, nothing = _factor(figures, place, gate, ends)
        silent.append(nothing)
        if gate.names:
            named |= {name: named.get(name, ones) * factor for name in gate.names}
        else:
            kinds[gate.holds[0]] = kinds[gate.holds[0]] * factor
    return Gated(**kinds, named=named, silent=tuple(silent))


def _factor(
    figures: Figures, place: int, gate: Gate, ends: Sequence[int] | NDArray[np.intp]
) -> tuple[Floats, NDArray[np.bool_]]:
    """1 where a gate is open, else what it lets through (N, T), and rows for which it had nothing to look at (N)."""
    reading = read(figures, gate, gate.measure, figures.plan.stretch(gate), full=gate.against == "full")
    factor = np.where(reading.x[:, ends] >= gate.hurdle, 1.0, gate.otherwise)
    about = f"{place}"
    kind = "ratio" if gate.on == "attainment" else "measure"
    figures.note("gate_reading", "", reading.x[:, ends], kind, settled=True, about=about)  # type: ignore[arg-type]
    figures.note("gate_factor", "", factor, "ratio", settled=True, about=about)
    return factor, on_plan(figures, np.isnan(reading.x))
