"""What every question starts from: one row a scenario and roster row on its plan, and results as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.engine.payouts import Payouts
from compsim.errors import PlanError, Problem, did_you_mean

NOTHING = 1e-6  # money below it is what float arithmetic leaves behind, not pay
REACHED = 1.0 - 1e-9  # 100 % less what float arithmetic loses: ten months of a tenth are one


def roster_rows(payouts: Payouts) -> pd.DataFrame:
    """One row a scenario and roster row on its plan, scenarios in order, then the roster's order.

    Columns: scenario, rep, role, team; attainment and payout_ratio (ratios, NaN where there is no objective or no
    target incentive); payout, target_incentive, base_salary (money over the evaluated periods); incomplete (bool).
    """
    scenario, row = np.nonzero(payouts.on_plan)
    payout, incentive = payouts.total()[scenario, row], payouts.incentive.sum(axis=2)[scenario, row]
    who = payouts.population.roster[["rep", "role", "team"]].iloc[row].reset_index(drop=True)
    figures = pd.DataFrame(
        {
            "attainment": payouts.overall_attainment()[scenario, row],
            "payout": payout,
            "target_incentive": incentive,
            "payout_ratio": ratio(payout, incentive),
            "base_salary": payouts.base_salary.sum(axis=1)[row],
            "incomplete": payouts.incomplete[scenario, row],
        }
    )
    return pd.concat(
        [pd.Series(np.array(payouts.names, dtype=object)[scenario], name="scenario"), who, figures], axis=1
    )


def ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Above ÷ below, NaN where there is nothing to divide by; same shape."""
    divided: NDArray[np.float64] = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=divided, where=np.abs(below) > NOTHING)
    return divided


def share(part: float, whole: float) -> float:
    """Part ÷ whole for single figures, NaN where there is nothing to divide by."""
    return float(part) / float(whole) if abs(whole) > NOTHING else float("nan")


def position_of(name: str, names: Sequence[str]) -> int:
    """Where a scenario stands; raises PlanError with the nearest known name."""
    if name not in names:
        raise PlanError([Problem("scenarios", f"no scenario '{name}'", did_you_mean(name, names))])
    return list(names).index(name)


def of_scenario(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of one scenario, in their order; raises PlanError if there is none of that name."""
    known = list(dict.fromkeys(frame["scenario"]))
    position_of(name, known)
    return frame[frame["scenario"] == name]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as plain data for JSON: one dict a row, what is not a number becomes None."""
    return [{str(key): _plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return None if value is pd.NaT else value
