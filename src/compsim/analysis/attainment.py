"""Who reached what: attainment of every roster row, the share at target, per objective, role and team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from compsim.analysis.components import components_to_hide
from compsim.analysis.groups import Grouped, by_group
from compsim.analysis.rows import NOTHING, REACHED, records, roster_rows, share
from compsim.engine.payouts import Payouts

QUANTILES: dict[str, float] = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


@dataclass(frozen=True, eq=False)
class Attainment:
    """Attainment over the evaluated periods, scenarios in order; shares are ratios, NaN where nobody could be counted.

    At target: Σ weight × attainment is at least 100 %, among the rows with objectives. Paid target: the payout is at
    least the target incentive, among the rows with one. Without pay: nothing paid out, among all rows on the plan.
    """

    rows: pd.DataFrame  # as `analysis.rows.roster_rows` describes: one row a scenario and roster row on its plan
    frame: pd.DataFrame  # scenario, n, incomplete, with_objectives, at_target, share_at_target, with_incentive,
    # paid_target, share_paid_target, without_pay, share_without_pay
    quantiles: pd.DataFrame  # scenario, figure (attainment or payout_ratio), p10, p50, p90
    by_objective: pd.DataFrame  # scenario, objective, n, at_target, share_at_target; without the hidden ones, and
    # without people who have no target for it
    hidden_objectives: tuple[str, ...]  # objectives withheld, in alphabetical order
    by_role: Grouped  # n, share_at_target, share_paid_target, median_attainment, payout_ratio (of the sums)
    by_team: Grouped  # the same

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "scenarios": records(self.frame),
            "quantiles": records(self.quantiles),
            "by_objective": records(self.by_objective),
            "hidden_objectives": list(self.hidden_objectives),
            "by_role": self.by_role.as_dict(),
            "by_team": self.by_team.as_dict(),
            "rows": records(self.rows),
        }

    def __str__(self) -> str:
        return self.frame.to_string(index=False)


def attainment_of(payouts: Payouts) -> Attainment:
    """Attainment of each scenario; a missing result counts as nothing reached and is flagged incomplete."""
    rows = roster_rows(payouts)
    parts = [(name, rows[rows["scenario"] == name]) for name in payouts.names]
    objectives, hidden = _by_objective(payouts), components_to_hide(payouts)
    return Attainment(
        rows,
        pd.DataFrame([{"scenario": name, **_shares(part)} for name, part in parts]),
        pd.DataFrame([_quantiles(name, part, figure) for name, part in parts for figure in _FIGURES]),
        objectives[~objectives["objective"].isin(hidden)].reset_index(drop=True),
        tuple(sorted(hidden & {*objectives["objective"]})),
        by_group(rows, rows["role"], _of_group),
        by_group(rows, rows["team"], _of_group),
    )


_FIGURES = ("attainment", "payout_ratio")


def _shares(rows: pd.DataFrame) -> dict[str, Any]:
    measured, targeted = rows["attainment"].dropna(), rows["payout_ratio"].dropna()
    at_target, paid_target = int((measured >= REACHED).sum()), int((targeted >= REACHED).sum())
    without_pay = int((rows["payout"] <= NOTHING).sum())
    return {
        "n": len(rows),
        "incomplete": int(rows["incomplete"].sum()),
        "with_objectives": len(measured),
        "at_target": at_target,
        "share_at_target": share(at_target, len(measured)),
        "with_incentive": len(targeted),
        "paid_target": paid_target,
        "share_paid_target": share(paid_target, len(targeted)),
        "without_pay": without_pay,
        "share_without_pay": share(without_pay, len(rows)),
    }


def _quantiles(name: str, rows: pd.DataFrame, figure: str) -> dict[str, Any]:
    """Quantiles with straight lines between neighbours; NaN when there is nothing to rank."""
    known = rows[figure].dropna()
    return {"scenario": name, "figure": figure} | {key: float(known.quantile(q)) for key, q in QUANTILES.items()}


def _by_objective(payouts: Payouts) -> pd.DataFrame:
    found, without_target = [], payouts.without_target()
    for s, name in enumerate(payouts.names):
        for c, objective in enumerate(payouts.components):
            concerned = payouts.on_plan[s] & (payouts.weight[s, :, c] > 0) & ~without_target[s, :, c]
            reached = int((np.nan_to_num(payouts.attainment[s, concerned, c]) >= REACHED).sum())
            n = int(concerned.sum())
            if n:
                found.append((name, objective, n, reached, share(reached, n)))
    return pd.DataFrame(found, columns=["scenario", "objective", "n", "at_target", "share_at_target"])


def _of_group(rows: pd.DataFrame) -> Mapping[str, float]:
    shares = _shares(rows)
    return {
        "n": shares["n"],
        "share_at_target": shares["share_at_target"],
        "share_paid_target": shares["share_paid_target"],
        "median_attainment": float(rows["attainment"].median()),
        "payout_ratio": share(rows["payout"].sum(), rows["target_incentive"].sum()),
    }
