"""Targets that a plan sets itself: fixed per stretch, or a total shared out from the top."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import MONTHS_IN, months_of, parse_period
from compsim.errors import PlanError, Problem, did_you_mean
from compsim.plan.components import TargetRule, TotalTarget
from compsim.population.people import Population

Floats = NDArray[np.float64]


def rule_targets(
    rule: TargetRule, measure: str, on_plan: NDArray[np.bool_], everything: Population, window: Population
) -> Floats:
    """Targets of each row and period (R, P) in the measure's unit, prorated by the time on the plan; NaN off the plan.

    A level (ratio or mean) is the same in every period. A fixed sum is spread evenly over the months of its stretch
    and prorated by fte as well; a shared total is not, because the key it is shared by already is.
    """
    if rule.total is not None:
        per_month = _total_per_month(rule, measure, on_plan, everything, window)
        targets = per_month[:, None] * months_of(window.periods) * window.eligible
    elif window.definitions[measure].combine in ("ratio", "mean"):
        targets = np.where(window.eligible > 0, _fixed(rule)[0], 0.0)
    else:
        figure, months = _fixed(rule)
        full_time = window.roster["fte"].to_numpy(dtype=np.float64)[:, None]
        targets = figure / months * months_of(window.periods) * window.eligible * full_time
    return np.where(on_plan[:, None], targets, np.nan)


def _fixed(rule: TargetRule) -> tuple[float, int]:
    """A fixed target and the months it is for."""
    if rule.every_month is not None:
        return rule.every_month, MONTHS_IN["month"]
    if rule.every_quarter is not None:
        return rule.every_quarter, MONTHS_IN["quarter"]
    return rule.every_year or 0.0, MONTHS_IN["year"]


def _total_per_month(
    rule: TargetRule, measure: str, on_plan: NDArray[np.bool_], everything: Population, window: Population
) -> Floats:
    """Each rep's part of the total per month, on every roster row of the rep (R), before proration.

    The parts of all who take part add to the total: what leavers brought in the base stretch falls to those who stay.
    """
    if window.definitions[measure].combine != "sum":
        says = f"a total of '{measure}' cannot be shared out, because it is not a sum"
        raise PlanError([Problem("plan", says, "Set its target as a level with every_quarter.")])
    takes_part = on_plan & (window.eligible.sum(axis=1) > 0)
    key = _sharing_key(rule, measure, everything)
    first_row = ~everything.roster["rep"].where(takes_part).duplicated().to_numpy() & takes_part
    total = key[first_row].sum()
    if total <= 0:
        says = f"nothing to share the total of '{measure}' by: '{rule.shared_by}' adds to nothing on this plan"
        raise PlanError([Problem("plan", says, "Choose another base stretch or roster column.")])
    return np.asarray(
        np.where(takes_part, key, 0.0) / total * _company_total_per_month(rule, measure, on_plan, everything)
    )


def _sharing_key(rule: TargetRule, measure: str, everything: Population) -> Floats:
    if rule.shared_by == "results":
        by_row = _base_results(rule, measure, everything)
        return pd.Series(by_row).groupby(everything.roster["rep"].to_numpy()).transform("sum").to_numpy()
    columns = [str(name) for name in everything.roster.select_dtypes("number").columns]
    if rule.shared_by not in columns:
        says = f"the roster has no number column '{rule.shared_by}' to share a total by"
        raise PlanError([Problem("roster", says, did_you_mean(rule.shared_by, ["results", *columns]))])
    return everything.roster[rule.shared_by].to_numpy(dtype=np.float64)


def _company_total_per_month(
    rule: TargetRule, measure: str, on_plan: NDArray[np.bool_], everything: Population
) -> float:
    total: TotalTarget = rule.total or TotalTarget(amount=0.0)
    if total.amount is not None:
        return total.amount / MONTHS_IN[total.every]
    base = float(_base_results(rule, measure, everything)[on_plan].sum())
    return base * (1.0 + (total.growth or 0.0)) / parse_period(rule.base or "")[1]


def _base_results(rule: TargetRule, measure: str, everything: Population) -> Floats:
    """What each row brought in the base stretch (R)."""
    first, months = parse_period(rule.base or "")
    spans = [parse_period(label) for label in everything.periods]
    inside = np.array([first <= begin and begin + length <= first + months for begin, length in spans])
    if sum(length for (_, length), kept in zip(spans, inside, strict=True) if kept) != months:
        says = f"the base stretch {rule.base} of the target for '{measure}' is not wholly in the data"
        fix = f"The data run from {everything.periods[0]} to {everything.periods[-1]}."
        raise PlanError([Problem("plan", says, fix)])
    return np.asarray(np.nansum(everything.results[measure][:, inside], axis=1), dtype=np.float64)
