"""What a scenario costs: in total, against target incentive and sales, and by period, role, team and component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from compsim.analysis.components import components_to_hide
from compsim.analysis.groups import Grouped, by_group
from compsim.analysis.rows import NOTHING, records, roster_rows, share
from compsim.engine.payouts import Payouts
from compsim.errors import PlanError, did_you_mean
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

WITHHELD = "withheld"  # the row for what must not be shown by itself


@dataclass(frozen=True, eq=False)
class TotalCost:
    """Money in the scenarios' currency over the evaluated periods; every frame is long, scenarios in order.

    Cost of sales is variable pay ÷ sales; sales are those of everybody in the population, on a plan or not.
    """

    frame: pd.DataFrame  # scenario, people, people_without_plan, payout, target_incentive, payout_ratio, base_salary,
    # total_pay, sales, cost_of_sales, cost_of_sales_with_base; the last three NaN if the scenario names no sales
    by_period: pd.DataFrame  # scenario, period, payout, target_incentive
    by_component: pd.DataFrame  # scenario, component, kind, payout, share; the hidden ones in one row, WITHHELD
    hidden_components: tuple[str, ...]  # components withheld, in alphabetical order
    by_role: Grouped  # payout, target_incentive, payout_ratio, base_salary, total_pay
    by_team: Grouped  # the same
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "currency": self.currency,
            "scenarios": records(self.frame),
            "by_period": records(self.by_period),
            "by_component": records(self.by_component),
            "hidden_components": list(self.hidden_components),
            "by_role": self.by_role.as_dict(),
            "by_team": self.by_team.as_dict(),
        }

    def __str__(self) -> str:
        return self.frame.to_string(index=False)


def total_cost(payouts: Payouts) -> TotalCost:
    """Cost of each scenario; raises PlanError when a sales measure is unknown or cannot be summed."""
    rows = roster_rows(payouts)
    people = payouts.population.roster["rep"].nunique()
    sales = [sales_of(scenario, payouts.population) for scenario in payouts.scenarios]
    totals = [
        _total(rows[rows["scenario"] == name], name, people, sold)
        for name, sold in zip(payouts.names, sales, strict=True)
    ]
    components, hidden = _by_component(payouts), components_to_hide(payouts)
    return TotalCost(
        pd.DataFrame(totals),
        _by_period(payouts),
        _together(components, hidden),
        tuple(sorted(hidden & {*components["component"]})),
        by_group(rows, rows["role"], _figures),
        by_group(rows, rows["team"], _figures),
        currency_of(payouts),
    )


def sales_of(scenario: Scenario, population: Population) -> float:
    """Sum of the scenario's sales measure over all people and evaluated periods; NaN if it names none."""
    measure = scenario.sales_measure
    if not measure:
        return float("nan")
    if measure not in population.definitions:
        hint = did_you_mean(measure, population.measures)
        raise PlanError([scenario.problem(f"no measure '{measure}' in the results", hint, "sales_measure")])
    if population.definitions[measure].combine != "sum":
        says = f"'{measure}' cannot be added up over people and periods"
        raise PlanError([scenario.problem(says, "Name a summed measure, such as revenue.", "sales_measure")])
    return float(np.nansum(population.results[measure]))


def currency_of(payouts: Payouts) -> str:
    """The currency of all money in the payouts; empty if nobody stated one."""
    stated = [scenario.currency for scenario in payouts.scenarios if scenario.currency]
    return stated[0] if stated else payouts.population.currency


def _total(rows: pd.DataFrame, name: str, people: int, sales: float) -> dict[str, Any]:
    on_plan = rows["rep"].nunique()
    figures = _figures(rows)
    return {
        "scenario": name,
        "people": on_plan,
        "people_without_plan": people - on_plan,
        **figures,
        "sales": sales,
        "cost_of_sales": share(figures["payout"], sales),
        "cost_of_sales_with_base": share(figures["total_pay"], sales),
    }


def _figures(rows: pd.DataFrame) -> Mapping[str, float]:
    payout, incentive, base = (float(rows[column].sum()) for column in ("payout", "target_incentive", "base_salary"))
    return {
        "payout": payout,
        "target_incentive": incentive,
        "payout_ratio": share(payout, incentive),
        "base_salary": base,
        "total_pay": payout + base,
    }


def _by_period(payouts: Payouts) -> pd.DataFrame:
    paid = payouts.money.sum(axis=(1, 3))  # (S, P)
    incentive = np.einsum("sr,srp->sp", payouts.on_plan.astype(np.float64), payouts.incentive)
    scenario, period = (axis.ravel() for axis in np.indices(paid.shape))
    return pd.DataFrame(
        {
            "scenario": np.array(payouts.names, dtype=object)[scenario],
            "period": np.array(payouts.periods, dtype=object)[period],
            "payout": paid.ravel(),
            "target_incentive": incentive.ravel(),
        }
    )


def _by_component(payouts: Payouts) -> pd.DataFrame:
    paid = payouts.money.sum(axis=(1, 2))  # (S, C)
    used = (payouts.weight > 0).any(axis=1) | (np.abs(payouts.money) > NOTHING).any(axis=(1, 2))  # (S, C)
    scenario, component = np.nonzero(used)
    totals = paid.sum(axis=1)
    return pd.DataFrame(
        {
            "scenario": np.array(payouts.names, dtype=object)[scenario],
            "component": np.array(payouts.components, dtype=object)[component],
            "kind": np.array(payouts.kinds, dtype=object)[component],
            "payout": paid[scenario, component],
            "share": [share(paid[s, c], totals[s]) for s, c in zip(scenario, component, strict=True)],
        }
    )


def _together(components: pd.DataFrame, hidden: frozenset[str]) -> pd.DataFrame:
    """The components with those that must not be shown added up, one row a scenario, so that the total stays whole."""
    small = components["component"].isin(hidden)
    if not small.any():
        return components
    sums = components[small].groupby("scenario", sort=False)[["payout", "share"]].sum().reset_index()
    return _in_order(pd.concat([components[~small], sums.assign(component=WITHHELD, kind=WITHHELD)]), components)


def _in_order(rows: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of the scenarios, each scenario's in the order they had."""
    place = {name: n for n, name in enumerate(like["scenario"].unique())}
    ordered: pd.DataFrame = rows.sort_values("scenario", key=lambda names: names.map(place), kind="stable")
    return ordered.reset_index(drop=True)[list(like.columns)]
