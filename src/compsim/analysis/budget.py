"""Pay against a budget, and the premium: what is paid beyond target incentive, to how many, and what others fall short.

The premium of a person is payout − target incentive where that is above zero; the shortfall is the same below zero.
Premium less shortfall is the difference between what a plan pays and what it would pay if everybody were at target.
Where fewer than five people are above target, or fewer than five below, neither is told: it would be theirs alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from compsim.analysis.cost import currency_of
from compsim.analysis.groups import Grouped, by_group, group_names
from compsim.analysis.rows import NOTHING, records, roster_rows, share
from compsim.engine.payouts import Payouts
from compsim.errors import PlanError, Problem
from compsim.population.privacy import FLOOR, groups_to_hide


@dataclass(frozen=True, eq=False)
class Premium:
    """Money over the evaluated periods, by roster row with a target incentive; scenarios in order."""

    frame: pd.DataFrame  # scenario, n, above, premium, share_of_payout, shortfall (NaN if
    # fewer than five people are on one of the sides), without_incentive (rows not counted)
    by_role: Grouped  # n, above, premium, share_of_payout, shortfall
    by_team: Grouped  # the same
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "premium": records(self.frame),
            "premium_by_role": self.by_role.as_dict(),
            "premium_by_team": self.by_team.as_dict(),
        }

    def __str__(self) -> str:
        return self.frame.to_string(index=False)


@dataclass(frozen=True, eq=False)
class AgainstBudget:
    """What each scenario pays against one budget for variable pay, money; scenarios in order."""

    budget: float  # money
    frame: pd.DataFrame  # scenario, payout, budget, left (money; negative is over), used (ratio), fits (bool)
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {"budget": self.budget, "against_budget": records(self.frame)}

    def __str__(self) -> str:
        return self.frame.to_string(index=False)


def premium_of(payouts: Payouts) -> Premium:
    """What each scenario pays beyond target incentive, in all and by role and team."""
    rows = roster_rows(payouts)
    counted = rows[rows["target_incentive"] > NOTHING]
    totals = []
    for name in payouts.names:
        there = counted[counted["scenario"] == name]
        left_out = int((rows["scenario"] == name).sum()) - len(there)
        totals.append({"scenario": name, **_figures(there), "without_incentive": left_out})
    roles, teams = (_without_few(by_group(counted, counted[column], _figures), counted) for column in ("role", "team"))
    return Premium(pd.DataFrame(totals), roles, teams, currency_of(payouts))


def against_budget(payouts: Payouts, budget: float) -> AgainstBudget:
    """Hold variable pay against a budget (money over the evaluated periods); PlanError if that is below zero."""
    if not 0.0 <= budget < np.inf:
        raise PlanError([Problem("budget", f"{budget:g} is no budget", "Give an amount of zero or more.")])
    paid = payouts.total().sum(axis=1)
    frame = pd.DataFrame(
        {
            "scenario": list(payouts.names),
            "payout": paid,
            "budget": budget,
            "left": budget - paid,
            "used": [share(amount, budget) for amount in paid],
            "fits": paid <= budget + NOTHING,
        }
    )
    return AgainstBudget(float(budget), frame, currency_of(payouts))


def _figures(rows: pd.DataFrame) -> Mapping[str, float]:
    beyond = rows["payout"] - rows["target_incentive"]
    above, short = beyond > NOTHING, beyond < -NOTHING
    premium, shortfall = float(beyond[above].sum()), float(-beyond[short].sum())
    few = any(0 < rows["rep"][side].nunique() < FLOOR for side in (above, short))
    return {
        "n": len(rows),
        "above": int(above.sum()),
        "premium": float("nan") if few else premium,
        "share_of_payout": float("nan") if few else share(premium, float(rows["payout"].sum())),
        "shortfall": float("nan") if few else shortfall,
    }


def _without_few(grouped: Grouped, rows: pd.DataFrame) -> Grouped:
    """Without the groups in which fewer than five are above or below target, nor what would give those away."""
    beyond = rows["payout"] - rows["target_incentive"]
    hidden = set(grouped.hidden)
    for side in (beyond > NOTHING, beyond < -NOTHING):
        for _, part in rows[side].groupby("scenario"):
            hidden |= groups_to_hide(part.groupby(group_names(part[grouped.column]))["rep"].nunique())
    shown = grouped.shown[~grouped.shown["group"].isin(hidden)].reset_index(drop=True)
    return Grouped(grouped.column, shown, tuple(sorted(hidden)))
