"""Where the parts of a sweep are found: the units that its levers move, and the probes that are evaluated for one role.

P periods, N rows of the role, T settlements, C components.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.engine.sweep_rules import unit_of
from compsim.plan.levers import Sweep
from compsim.plan.scenario import scenario_from_plain
from compsim.population.people import Population

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Plain = Mapping[str, Any]

ROOM_FOR_ADJUSTMENTS = 4
CELLS_AT_ONCE = 2_000_000  # of payouts


@dataclass(frozen=True)
class Unit:
    """The levers that move one unit of a role; its code counts the combinations of their values."""

    levers: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many codes there are."""
        return prod(self.sizes)

    def codes(self, positions: Ints) -> Ints:
        """The code of each plan (n) of the levers' positions (n, L)."""
        codes = np.zeros(len(positions), dtype=np.int64)
        for lever, size in zip(self.levers, self.sizes, strict=True):
            codes = codes * size + positions[:, lever]
        return codes

    def all_changes(self, sweep: Sweep) -> Iterator[dict[str, Any]]:
        """What each code changes in the scenario, in the codes' order."""
        for positions in product(*map(range, self.sizes)):
            changes: dict[str, Any] = {}
            for lever, position in zip(self.levers, positions, strict=True):
                changes |= sweep.levers[lever].changes(position)
            yield changes


@dataclass(frozen=True, eq=False)
class Bench:
    """Where the probes of one role are evaluated."""

    sweep: Sweep
    population: Population
    role: str
    rows: Ints
    settlements: Ints  # (P) 0..T-1

    def unit(self, name: str) -> Unit:
        """The levers of one unit of the role."""
        levers = tuple(at for at, each in enumerate(self.sweep.levers) if unit_of(each.path) == (self.role, name))
        return Unit(levers, tuple(self.sweep.sizes[lever] for lever in levers))

    def plan(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The role's plan as plain data after some changes."""
        scenario = self.sweep.scenario.reform("probe", changes) if changes else self.sweep.scenario
        plan: dict[str, Any] = scenario.to_plain()["plans"][self.role]
        return plan

    def pay(self, plan: Plain) -> tuple[Floats, Payouts]:
        """Money of each settlement and component (N, T, C) of a plan without payout cap, and the payouts."""
        (money,), payouts = self.pay_all([plan])
        return money, payouts

    def pay_all(self, plans: Sequence[Plain]) -> tuple[list[Floats], Payouts]:
        """The same of several plans with the same components; the payouts of the last ones evaluated."""
        plain = {**self.sweep.scenario.to_plain(), "sales_measure": ""}
        scenarios = [scenario_from_plain({**plain, "plans": {self.role: {**plan, "caps": {}}}}) for plan in plans]
        parts = len(scenarios[0].plans[self.role].parts()) + ROOM_FOR_ADJUSTMENTS
        at_once = max(1, CELLS_AT_ONCE // (self.population.eligible.size * parts))
        starts = np.flatnonzero(np.append(True, self.settlements[1:] != self.settlements[:-1]))
        found: list[Floats] = []
        parts_of = [scenarios[begin : begin + at_once] for begin in range(0, len(scenarios), at_once)]
        for some in parts_of[:-1]:
            found += self._settled(evaluate(some, self.population), starts)
        last = evaluate(parts_of[-1], self.population)
        return [*found, *self._settled(last, starts)], last

    def _settled(self, payouts: Payouts, starts: NDArray[np.intp]) -> list[Floats]:
        return [np.add.reduceat(each[self.rows], starts, axis=1) for each in payouts.money]
