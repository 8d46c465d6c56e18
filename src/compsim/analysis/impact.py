"""Whose pay changes: the variable pay of each rep between two scenarios, or against what was paid.

Five bands, always the same: below −5 %, −5 to −0.5 %, ±0.5 %, 0.5 to 5 %, above 5 %. A figure on a bound belongs to
the band nearer to zero. Reps who had nothing before and get something now are a band of their own; who had nothing and
gets nothing is unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.cost import currency_of
from compsim.analysis.groups import Grouped, by_group
from compsim.analysis.paid import paid_per_rep
from compsim.analysis.rows import NOTHING, position_of, records, roster_rows, share
from compsim.engine.payouts import Payouts
from compsim.errors import PlanError, PopulationError, Problem, did_you_mean

ChangeBand = Literal["falls_over_5", "falls", "same", "rises", "rises_over_5", "nothing_before"]
CHANGE_BANDS: tuple[ChangeBand, ...] = get_args(ChangeBand)
LOWER_EDGES, UPPER_EDGES = (-0.05, -0.005), (0.005, 0.05)
PAID = "paid"  # the baseline's name when it is what was paid
_DIGITS = 12  # a change is kept to 12 decimals, so that +5 % reads exactly 0.05


@dataclass(frozen=True, eq=False)
class Impact:
    """Changes of variable pay over the evaluated periods; one block a scenario that is not the baseline."""

    baseline: str
    rows: pd.DataFrame  # scenario, rep, role, team, before, after, difference (money), change (ratio), band, incomplete
    bands: pd.DataFrame  # scenario, band, people, share, before, after, difference; all six bands, in order
    totals: pd.DataFrame  # scenario, people, before, after, difference, change, raised, lowered, unchanged
    left_out: pd.DataFrame  # scenario, rep, reason: no plan before | no plan now | no record of pay
    groups: Grouped | None  # people, before, after, difference, change, raised, lowered, unchanged
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "baseline": self.baseline,
            "currency": self.currency,
            "totals": records(self.totals),
            "bands": records(self.bands),
            "groups": None if self.groups is None else self.groups.as_dict(),
            "rows": records(self.rows),
            "left_out": records(self.left_out),
        }

    def __str__(self) -> str:
        groups = "" if self.groups is None else f"\n\n{self.groups.shown.to_string(index=False)}"
        return self.totals.to_string(index=False) + groups


def winners_and_losers(
    payouts: Payouts, *, baseline: str | None = None, against_paid: bool = False, by: str | None = None
) -> Impact:
    """Compare each scenario with the baseline (the first by default) or with what was paid, also `by` a roster column.

    A rep counts once, with the sum of all roster rows, and with the role, team and attributes of the latest of them.
    Reps who have a plan, or a record of pay, on one side only are left out and listed: no plan is not a pay of nothing.
    Raises PlanError for an unknown baseline or nothing to compare, PopulationError for a missing column or record.
    """
    latest = _latest_rows(payouts)
    if by is not None and by not in latest:
        raise PopulationError(
            [Problem("roster", f"no column '{by}'", did_you_mean(by, [str(column) for column in latest]))]
        )
    pay = _pay_per_rep(payouts)
    before = _what_was(payouts, pay, baseline) if not against_paid else _what_was_paid(payouts, baseline)
    now = [side for side in pay if against_paid or side.name != before.name]
    rows = pd.concat([_compared(before, side, latest) for side in now], ignore_index=True)
    parts = [(side.name, rows[rows["scenario"] == side.name]) for side in now]
    return Impact(
        before.name,
        rows,
        pd.DataFrame([line for name, part in parts for line in _bands(name, part)]),
        pd.DataFrame([{"scenario": name, "people": len(part), **_figures(part)} for name, part in parts]),
        pd.concat([_left_out(before, side) for side in now], ignore_index=True),
        None if by is None else by_group(rows, rows["rep"].map(latest[by]).rename(by), _figures),
        currency_of(payouts),
    )


def with_pay_after(impact: Impact, after: NDArray[np.float64]) -> Impact:
    """The same comparison if each of its rows had been paid `after` instead (n rows of all scenarios, money).

    Groups are left out: whoever needs them compares anew.
    """
    before = impact.rows["before"].to_numpy(dtype=np.float64)
    change = change_of(before, after)
    rows = impact.rows.assign(after=after, difference=after - before, change=change, band=bands_of(change))
    parts = [(str(name), rows[rows["scenario"] == name]) for name in impact.totals["scenario"]]
    return replace(
        impact,
        rows=rows,
        bands=pd.DataFrame([line for name, part in parts for line in _bands(name, part)]),
        totals=pd.DataFrame([{"scenario": name, "people": len(part), **_figures(part)} for name, part in parts]),
        groups=None,
    )


def change_of(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """Change as a ratio of what was before, same shape; 0 where nothing changed, NaN where there was nothing before."""
    difference = after - before
    change = np.divide(difference, before, out=np.full_like(difference, np.nan), where=before > NOTHING)
    return np.where(np.abs(difference) <= NOTHING, 0.0, np.round(change, _DIGITS))


def bands_of(change: NDArray[np.float64]) -> NDArray[np.object_]:
    """The band that each change (ratio) falls into, same shape; NaN is `nothing_before`."""
    known = np.nan_to_num(change)
    passed = [known >= edge for edge in LOWER_EDGES] + [known > edge for edge in UPPER_EDGES]
    names = np.array(CHANGE_BANDS, dtype=object)
    banded: NDArray[np.object_] = np.where(np.isnan(change), "nothing_before", names[np.sum(passed, axis=0)])
    return banded


@dataclass(frozen=True, eq=False)
class _Side:
    """One side of a comparison."""

    name: str
    pay: pd.DataFrame  # index rep; payout (money), incomplete (bool)
    if_missing: str  # why a rep is not on this side


def _pay_per_rep(payouts: Payouts) -> list[_Side]:
    rows = roster_rows(payouts)
    added = {"payout": "sum", "incomplete": "any"}
    return [
        _Side(name, rows[rows["scenario"] == name].groupby("rep", sort=False).agg(added), "no plan now")
        for name in payouts.names
    ]


def _what_was(payouts: Payouts, pay: list[_Side], baseline: str | None) -> _Side:
    if len(pay) < 2:
        raise _cannot_compare("there is only one scenario", "Evaluate a second one, or compare with what was paid.")
    side = pay[0 if baseline is None else position_of(baseline, payouts.names)]
    return _Side(side.name, side.pay, "no plan before")


def _what_was_paid(payouts: Payouts, baseline: str | None) -> _Side:
    if baseline is not None:
        raise _cannot_compare("both a baseline and what was paid are asked for", "Choose one of them.")
    paid = paid_per_rep(payouts)
    return _Side(PAID, pd.DataFrame({"payout": paid, "incomplete": False}), "no record of pay")


def _cannot_compare(says: str, fix: str) -> PlanError:
    return PlanError([Problem("comparison", says, fix)])


def _latest_rows(payouts: Payouts) -> pd.DataFrame:
    """The roster with one row a rep, index rep: the one that started last."""
    by_start = payouts.population.roster.sort_values("start", kind="stable", na_position="first")
    return by_start.drop_duplicates("rep", keep="last").set_index("rep")


def _compared(before: _Side, now: _Side, latest: pd.DataFrame) -> pd.DataFrame:
    reps = now.pay.index[now.pay.index.isin(before.pay.index)]
    was, gets = (side.pay["payout"].reindex(reps).to_numpy(dtype=np.float64) for side in (before, now))
    change = change_of(was, gets)
    return pd.DataFrame(
        {
            "scenario": now.name,
            "rep": reps,
            "role": latest["role"].reindex(reps).to_numpy(),
            "team": latest["team"].reindex(reps).to_numpy(),
            "before": was,
            "after": gets,
            "difference": gets - was,
            "change": change,
            "band": bands_of(change),
            "incomplete": (before.pay["incomplete"].reindex(reps) | now.pay["incomplete"].reindex(reps)).to_numpy(),
        }
    )


def _left_out(before: _Side, now: _Side) -> pd.DataFrame:
    lists = [
        pd.DataFrame({"rep": here.pay.index[~here.pay.index.isin(there.pay.index)], "reason": there.if_missing})
        for here, there in ((now, before), (before, now))
    ]
    listed = pd.concat(lists, ignore_index=True)
    listed.insert(0, "scenario", now.name)
    return listed


def _bands(name: str, rows: pd.DataFrame) -> list[dict[str, Any]]:
    found = {band: rows[rows["band"] == band] for band in CHANGE_BANDS}
    return [
        {
            "scenario": name,
            "band": band,
            "people": len(part),
            "share": share(len(part), len(rows)),
            "before": float(part["before"].sum()),
            "after": float(part["after"].sum()),
            "difference": float(part["difference"].sum()),
        }
        for band, part in found.items()
    ]


def _figures(rows: pd.DataFrame) -> Mapping[str, float]:
    before, after = float(rows["before"].sum()), float(rows["after"].sum())
    changed = rows["band"] != "same"
    return {
        "before": before,
        "after": after,
        "difference": after - before,
        "change": round(share(after - before, before), _DIGITS),
        "raised": int((changed & (rows["difference"] > 0)).sum()),
        "lowered": int((changed & (rows["difference"] < 0)).sum()),
        "unchanged": int((~changed).sum()),
    }
