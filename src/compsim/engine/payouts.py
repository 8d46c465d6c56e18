"""What evaluation answers: money by scenario, roster row, period and component, and the attainment behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.errors import Problem
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
Kind = Literal["objective", "commission", "adjustment"]
ADJUSTMENTS: tuple[str, ...] = ("gate", "cap", "draw", "rounding")
ALWAYS_SHOWN = ("gate", "cap")


@dataclass(frozen=True, eq=False)
class Payouts:
    """S scenarios on one population; R roster rows, P evaluated periods, C components.

    Components are objectives, then commissions, then the adjustment lines: gate and cap (zero or negative), and where
    a plan has them draw (paid in advance, or taken back) and rounding. They add up to the settlement. Money stands in
    the last period of its settlement.
    """

    scenarios: tuple[Scenario, ...]  # (S)
    population: Population  # restricted to the evaluated periods
    components: tuple[str, ...]  # (C)
    kinds: tuple[Kind, ...]  # (C)
    money: Floats  # (S, R, P, C) money
    attainment: Floats  # (S, R, C) ratio over all evaluated periods; NaN where the row's plan has no such objective
    # or there is no target for it
    weight: Floats  # (S, R, C) ratio; 0 where the row's plan has no such objective
    incentive: Floats  # (S, R, P) target incentive as the scenario's plan for the row prorates it, money
    base_salary: Floats  # (R, P) money
    on_plan: NDArray[np.bool_]  # (S, R) the scenario has a plan for the row's role, and the row has time on it
    incomplete: NDArray[np.bool_]  # (S, R) a result the plan needs is missing, so the pay is a lower bound
    notes: tuple[Problem, ...]  # zero targets, missing results, empty teams ... once each

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios' names, in order (S)."""
        return tuple(scenario.name for scenario in self.scenarios)

    @property
    def periods(self) -> tuple[str, ...]:
        """The evaluated periods (P)."""
        return self.population.periods

    def total(self) -> Floats:
        """Variable pay of each roster row over the evaluated periods (S, R), money."""
        return np.asarray(self.money.sum(axis=(2, 3)), dtype=np.float64)

    def overall_attainment(self) -> Floats:
        """Σ weight × attainment over a row's objectives (S, R); NaN where the row has none; a missing one counts 0.

        An objective without a target is left out, and the weights of the others are scaled up to what all weigh.
        """
        counted = np.where(self.without_target(), 0.0, self.weight)
        share = (counted * np.nan_to_num(self.attainment)).sum(axis=2)
        weighed, of_all = counted.sum(axis=2), self.weight.sum(axis=2)
        overall: Floats = np.divide(share * of_all, weighed, out=np.full_like(share, np.nan), where=weighed > 0)
        return overall

    def without_target(self) -> NDArray[np.bool_]:
        """Whether a row's objective pays by the measure's own value and no target is known for it (S, R, C)."""
        found = np.zeros(self.weight.shape, dtype=bool)
        roles = self.population.roster["role"].to_numpy()
        for s, scenario in enumerate(self.scenarios):
            for role, plan in scenario.plans.items():
                for name in plan.objectives:
                    if getattr(plan.curve_of(name), "on", "attainment") == "value":
                        found[s, roles == role, self.components.index(name)] = True
        return found & np.isnan(self.attainment)

    def per_rep(self) -> pd.DataFrame:
        """Variable pay by rep over the evaluated periods, one column a scenario; a rep's roster rows are added up."""
        frame = pd.DataFrame(self.total().T, columns=list(self.names))
        return frame.groupby(self.population.roster["rep"].to_numpy(), sort=False).sum().rename_axis("rep")

    def long(self) -> pd.DataFrame:
        """Everything as a long table: scenario, rep, role, team, period, component, money; rows on the plan only."""
        s, r, p, c = (axis.ravel() for axis in np.indices(self.money.shape))
        keep = self.on_plan[s, r]
        s, r, p, c = s[keep], r[keep], p[keep], c[keep]
        roster = self.population.roster
        return pd.DataFrame(
            {
                "scenario": np.array(self.names)[s],
                "rep": roster["rep"].to_numpy()[r],
                "role": roster["role"].to_numpy()[r],
                "team": roster["team"].to_numpy()[r],
                "period": np.array(self.periods)[p],
                "component": np.array(self.components)[c],
                "money": self.money[s, r, p, c],
            }
        )
