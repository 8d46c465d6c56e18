"""Pot and distribution: how much of a change is more or less money for all, and how much is a shift between people.

A rep's difference is before × (P1 ÷ P0 − 1), what everybody would get if the whole had only grown or shrunk, plus the
rest. The rest sums to zero over the people compared: what one gains by it, others give. P0 and P1 are the sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from compsim.analysis.groups import Grouped, by_group
from compsim.analysis.impact import Impact, with_pay_after
from compsim.analysis.rows import NOTHING, records, share

Floats = NDArray[np.float64]
CENTS = 100


@dataclass(frozen=True, eq=False)
class PotAndDistribution:
    """The two parts of each change, money over the evaluated periods; scenarios that are not the baseline, in order."""

    baseline: str
    totals: pd.DataFrame  # scenario, people, before, after, pot (money), pot_change (ratio), moved (money),
    # rank_correlation (Spearman, -1 to 1; NaN where everybody is paid the same)
    rows: pd.DataFrame  # scenario, rep, role, team, before, after, difference, pot, distribution, cost_neutral (money)
    groups: Grouped  # people, before, after, pot, distribution
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "baseline": self.baseline,
            "currency": self.currency,
            "totals": records(self.totals),
            "groups": self.groups.as_dict(),
            "rows": records(self.rows),
        }

    def __str__(self) -> str:
        return self.totals.to_string(index=False)


def pot_and_distribution(impact: Impact, by: str = "role") -> PotAndDistribution:
    """Split every change of an impact in two; `by` is role or team.

    `cost_neutral` is the pay after, scaled so that the whole costs what it cost before, to the cent: cents that
    rounding down leaves over go to the largest remainders. It is NaN where nobody is paid anything afterwards.
    """
    names = list(dict.fromkeys(impact.rows["scenario"]))
    rows = pd.concat([_split(impact.rows[impact.rows["scenario"] == name]) for name in names], ignore_index=True)
    totals = [{"scenario": name, **_total(rows[rows["scenario"] == name])} for name in names]
    return PotAndDistribution(
        impact.baseline, pd.DataFrame(totals), rows, by_group(rows, rows[by], _of_group), impact.currency
    )


def at_same_cost(impact: Impact) -> Impact:
    """The comparison if every plan were scaled to cost what was paid before: what is left of a change is a shift.

    Cents go as in `scaled_to`. A plan that pays nobody anything stays as it is, since nothing can be scaled.
    """
    scaled = [_scaled(impact.rows[impact.rows["scenario"] == name]) for name in impact.totals["scenario"]]
    return with_pay_after(impact, np.concatenate(scaled) if scaled else np.empty(0))


def _scaled(rows: pd.DataFrame) -> Floats:
    before, after = (rows[side].to_numpy(dtype=np.float64) for side in ("before", "after"))
    scaled = scaled_to(after, float(before.sum()))
    return after if np.isnan(scaled).any() else scaled


def parts_of(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Pot and distribution of each change (n), money; a pot out of nothing is shared by nobody's share: all is rest.

    Where nothing was paid before there is no share to grow by, so the pot part is what each gets.
    """
    whole = before.sum()
    if whole <= NOTHING:
        return after - before, np.zeros_like(before)
    pot = before * (after.sum() / whole - 1.0)
    return pot, after - before - pot


def scaled_to(after: Floats, total: float) -> Floats:
    """The amounts (n) scaled to a total, in whole cents that add up to it; NaN where there is nothing to scale."""
    whole = after.sum()
    if whole <= NOTHING:
        return np.full_like(after, np.nan)
    exact = after * (total / whole) * CENTS
    cents = np.floor(exact + NOTHING)
    left = round(total * CENTS) - int(cents.sum())
    order = np.argsort(-(exact - cents), kind="stable")
    cents[order[: max(left, 0)]] += 1
    return np.asarray(cents / CENTS, dtype=np.float64)


def _split(rows: pd.DataFrame) -> pd.DataFrame:
    before, after = (rows[side].to_numpy(dtype=np.float64) for side in ("before", "after"))
    pot, distribution = parts_of(before, after)
    kept = rows[["scenario", "rep", "role", "team", "before", "after", "difference"]]
    return kept.assign(pot=pot, distribution=distribution, cost_neutral=scaled_to(after, float(before.sum())))


def _total(rows: pd.DataFrame) -> dict[str, Any]:
    before, after = rows["before"].to_numpy(dtype=np.float64), rows["after"].to_numpy(dtype=np.float64)
    ranked = len(rows) > 2 and np.ptp(before) > NOTHING and np.ptp(after) > NOTHING
    return {
        "people": len(rows),
        "before": float(before.sum()),
        "after": float(after.sum()),
        "pot": float(rows["pot"].sum()),
        "pot_change": round(share(float(after.sum() - before.sum()), float(before.sum())), 12),
        "moved": float(rows["distribution"].clip(lower=0).sum()),
        "rank_correlation": float(spearmanr(before, after).statistic) if ranked else float("nan"),
    }


def _of_group(rows: pd.DataFrame) -> Mapping[str, float]:
    return {name: float(rows[name].sum()) for name in ("before", "after", "pot", "distribution")}
