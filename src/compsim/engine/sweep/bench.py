"""Where the parts of a sweep are found: the units that its levers move, and the plans that are tried for one role.

A plan is tried by the very steps of an evaluation, block by block, without writing what a sweep does not read.
P periods, N rows of the role, T settlements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Figures
from compsim.engine.earning import Part
from compsim.engine.evaluation import Kept, blocks, get_engine, settle_block
from compsim.engine.needs import unmet_needs
from compsim.engine.settlement import total
from compsim.engine.sweep.rules import unit_of
from compsim.errors import PlanError
from compsim.plan.levers import Sweep
from compsim.plan.scenario import scenario_from_plain
from compsim.population.people import Population

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Plain = Mapping[str, Any]

KEPT_BYTES = 2**30  # what plans have read is forgotten beyond it


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
    window: Population  # the evaluated periods
    rows: Ints
    settlements: Ints  # (P) 0..T-1
    kept: Kept  # what plans read, shared by all that are tried here

    @property
    def count(self) -> int:
        """How many settlements (T)."""
        return int(self.settlements.max()) + 1

    def unit(self, name: str) -> Unit:
        """The levers of one unit of the role."""
        levers = tuple(at for at, each in enumerate(self.sweep.levers) if unit_of(each.path) == (self.role, name))
        return Unit(levers, tuple(self.sweep.sizes[lever] for lever in levers))

    def plan(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The role's plan as plain data after some changes."""
        scenario = self.sweep.scenario.reform("probe", changes) if changes else self.sweep.scenario
        plan: dict[str, Any] = scenario.to_plain()["plans"][self.role]
        return plan

    def figures(self, plan: Plain) -> Figures:
        """What a plan without payout cap reads; PlanError lists what it needs and the data lack."""
        plain = {**self.sweep.scenario.to_plain(), "sales_measure": ""}
        scenario = scenario_from_plain({**plain, "plans": {self.role: {**plan, "caps": {}}}})
        problems = unmet_needs(scenario, self.population)
        if problems:
            raise PlanError(problems)
        if sum(each.nbytes for each in self.kept.values()) > KEPT_BYTES:
            self.kept.clear()
        return Figures(scenario, self.role, scenario.plans[self.role], self.population, self.window, self.kept)

    def settled(self, plan: Plain) -> Iterator[tuple[slice, list[Part], dict[str, Floats]]]:
        """A plan without payout cap block by block: which of the N rows, its parts, and its lines (n, T)."""
        factors = get_engine("numpy")
        for some, block in self.blocks(self.figures(plan)):
            parts, _, _, lines = settle_block(block, factors)
            yield some, parts, lines

    def blocks(self, figures: Figures) -> Iterator[tuple[slice, Figures]]:
        """Some of the N rows at a time: which of them, and what they read."""
        at = 0
        for block in blocks(figures):
            yield slice(at, at := at + len(block.rows)), block

    def pay(self, plan: Plain) -> tuple[Floats, dict[str, Floats]]:
        """Money of each settlement (N, T) of a plan without payout cap, and attainment (N) of its objectives."""
        money = np.zeros((len(self.rows), self.count))
        attained = {name: np.zeros(len(self.rows)) for name in plan.get("objectives", {})}
        for some, parts, lines in self.settled(plan):
            money[some] = total(list(lines.values()))
            for part in parts:
                if part.name in attained:
                    attained[part.name][some] = np.nan_to_num(part.attainment)
        return money, attained
