"""Who is paid more than whom: how many people change their place in the order of pay, counted and never named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata, spearmanr

from compsim.analysis.groups import Grouped, by_group
from compsim.analysis.impact import Impact
from compsim.analysis.rows import NOTHING, records
from compsim.errors import PlanError, Problem

PLACES = 5
_DIGITS = 6  # pay that differs by less is the same pay


@dataclass(frozen=True, eq=False)
class RankMoves:
    """Counts of people by how far their place in the order of pay moves; scenarios that are not the baseline, in order.

    Place 1 is the highest pay; who is paid the same shares the middle of their places.
    """

    baseline: str
    places: int  # more than so many places is far
    frame: pd.DataFrame  # scenario, people, far_up, far_down, another_place (moved at all), rank_correlation
    groups: Grouped  # the same, places counted inside the group

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        ranks = {"places": self.places, "scenarios": records(self.frame), "groups": self.groups.as_dict()}
        return {"ranks": ranks}

    def __str__(self) -> str:
        return self.frame.to_string(index=False)


def rank_moves(impact: Impact, places: int = PLACES, by: str = "role") -> RankMoves:
    """Count who moves more than so many places, among all and inside each group; `by` is role or team.

    Rank correlation is Spearman's, −1 to 1; NaN with fewer than three people, or where all are paid the same.
    """
    if places < 0:
        raise PlanError([Problem("places", f"{places} places cannot be moved", "Give zero or more.")])
    rows = impact.rows

    def figures(part: pd.DataFrame) -> Mapping[str, float]:
        return _figures(part, places)

    names = list(dict.fromkeys(impact.totals["scenario"]))
    parts = [(name, rows[rows["scenario"] == name]) for name in names]
    totals = [{"scenario": name, "people": len(part), **figures(part)} for name, part in parts]
    return RankMoves(impact.baseline, places, pd.DataFrame(totals), by_group(rows, rows[by], figures))


def _moves(rows: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Places up (n), negative is down."""
    before, after = (rankdata(-rows[side].round(_DIGITS).to_numpy(dtype=np.float64)) for side in ("before", "after"))
    return np.asarray(before - after, dtype=np.float64)


def _figures(rows: pd.DataFrame, places: int) -> Mapping[str, float]:
    moved = _moves(rows)
    before, after = (rows[side].to_numpy(dtype=np.float64) for side in ("before", "after"))
    ranked = len(rows) > 2 and np.ptp(before) > NOTHING and np.ptp(after) > NOTHING
    return {
        "far_up": int((moved > places).sum()),
        "far_down": int((moved < -places).sum()),
        "another_place": int((moved != 0).sum()),
        "rank_correlation": float(spearmanr(before, after).statistic) if ranked else float("nan"),
    }
