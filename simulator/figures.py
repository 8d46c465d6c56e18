"""Selections from answers that the pages show: facts about the data, one objective's attainment, one person's year.

Nothing here is rounded or written for show, and nothing knows of Streamlit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.attainment import Attainment
from compsim.analysis.cost import TotalCost
from compsim.analysis.simplicity import Simplicity
from compsim.calendar import months_of
from compsim.engine.payouts import Payouts
from compsim.plan.scenario import Scenario
from compsim.population.people import Population
from compsim.population.privacy import FLOOR

LEAST = 0.005  # money below half a cent is what float arithmetic leaves behind


@dataclass(frozen=True)
class Facts:
    """What a population is made of."""

    people: int
    roles: int
    teams: int
    measures: int
    months: float
    first_period: str
    last_period: str
    paid_is_known: bool
    currency: str


def facts_of(population: Population) -> Facts:
    """How many people, teams and measures, and over which periods."""
    roster = population.roster
    teams = {str(team) for team in roster["team"] if str(team).strip()}
    return Facts(
        people=int(roster["rep"].nunique()),
        roles=int(roster["role"].nunique()),
        teams=len(teams),
        measures=len(population.measures),
        months=float(months_of(population.periods).sum()),
        first_period=population.periods[0],
        last_period=population.periods[-1],
        paid_is_known=population.paid is not None and not population.paid.empty,
        currency=population.currency,
    )


def reached(payouts: Payouts, scenario: str, role: str, component: str) -> NDArray[np.float64]:
    """Attainment over all evaluated periods of everybody in a role on the plan (n); no gaps.

    That of one objective, or without a name Σ weight × attainment of all objectives.
    """
    s = payouts.names.index(scenario)
    if component and component not in payouts.components:
        return np.array([], dtype=np.float64)
    here = payouts.on_plan[s] & (payouts.population.roster["role"].astype(str) == role).to_numpy()
    of_all = payouts.attainment[s, :, payouts.components.index(component)] if component else None
    found = (payouts.overall_attainment()[s] if of_all is None else of_all)[here]
    return np.asarray(found[np.isfinite(found)], dtype=np.float64)


def middle_of(population: Population, role: str, column: str) -> float:
    """The median of a money column of the roster (full time, a year) over a role's people who have any; NaN for few.

    Fewer than five would be told of each of them.
    """
    roster = population.roster
    if column not in roster:
        return float("nan")
    here = roster[(roster["role"].astype(str) == role) & (roster[column] > 0)]
    return float(here[column].median()) if here["rep"].nunique() >= FLOOR else float("nan")


def reps_of(payouts: Payouts, scenario: str) -> list[str]:
    """Everybody who is on a plan, in the roster's order."""
    s = payouts.names.index(scenario)
    return list(dict.fromkeys(payouts.population.roster["rep"].astype(str)[payouts.on_plan[s]]))


def year_of(payouts: Payouts, scenario: str, rep: str) -> pd.DataFrame:
    """One person's money: a row a component, a column a period in which something is settled, and the sum in `total`.

    Roster rows are added up; components in which nothing was paid are left out.
    """
    s, here = payouts.names.index(scenario), _rows_of(payouts, rep)
    money = payouts.money[s, here].sum(axis=0).T  # (C, P)
    table = pd.DataFrame(money, index=list(payouts.components), columns=list(payouts.periods))
    settled = [period for period in table.columns if table[period].abs().max() > LEAST]
    kept = table[settled].assign(total=table.sum(axis=1))
    return kept[kept.abs().max(axis=1) > LEAST]


def objectives_of(payouts: Payouts, scenario: str, rep: str) -> pd.DataFrame:
    """One person's objectives, a row each: role, objective, weight, attainment (ratios), payout (money)."""
    s, roster = payouts.names.index(scenario), payouts.population.roster
    found = [
        (
            str(roster["role"].iloc[r]),
            name,
            payouts.weight[s, r, c],
            payouts.attainment[s, r, c],
            payouts.money[s, r, :, c].sum(),
        )
        for r in np.flatnonzero(_rows_of(payouts, rep) & payouts.on_plan[s])
        for c, name in enumerate(payouts.components)
        if payouts.weight[s, r, c] > 0
    ]
    return pd.DataFrame(found, columns=["role", "objective", "weight", "attainment", "payout"])


def _rows_of(payouts: Payouts, rep: str) -> NDArray[np.bool_]:
    return np.asarray((payouts.population.roster["rep"].astype(str) == rep).to_numpy(), dtype=bool)


# --- names as people know them


def part_titles(scenario: Scenario) -> dict[str, str]:
    """What each objective and commission is called; the name in words where roles call it differently."""
    found: dict[str, set[str]] = {}
    for plan in scenario.plans.values():
        for name, part in plan.parts().items():
            found.setdefault(name, set()).add(part.title)
    return {
        name: titles.pop() if len(titles) == 1 and all(titles) else in_words(name) for name, titles in found.items()
    }


def role_titles(scenario: Scenario) -> dict[str, str]:
    """What the people of each role are called."""
    return {role: plan.title or in_words(role) for role, plan in scenario.plans.items()}


def in_words(name: str) -> str:
    """A name of the data as a person writes it: `new_customers` -> `New customers`."""
    return (name[:1].upper() + name[1:]).replace("_", " ")


def cost_with_titles(cost: TotalCost, scenario: Scenario) -> TotalCost:
    """The same cost with components under their titles."""
    titles = part_titles(scenario)
    return replace(
        cost,
        by_component=renamed(cost.by_component, "component", titles),
        hidden_components=tuple(titles.get(name, name) for name in cost.hidden_components),
    )


def attainment_with_titles(attainment: Attainment, scenario: Scenario) -> Attainment:
    """The same attainment with objectives and roles under their titles."""
    titles = part_titles(scenario)
    return replace(
        attainment,
        by_objective=renamed(attainment.by_objective, "objective", titles),
        hidden_objectives=tuple(titles.get(name, name) for name in attainment.hidden_objectives),
        rows=renamed(attainment.rows, "role", role_titles(scenario)),
    )


def simplicity_with_titles(found: Simplicity, scenario: Scenario) -> Simplicity:
    """The same figures with roles and components under their titles in the weights."""
    weights = renamed(found.weights, "component", part_titles(scenario))
    return replace(found, weights=renamed(weights, "role", role_titles(scenario)))


def renamed(frame: pd.DataFrame, column: str, titles: Mapping[str, str]) -> pd.DataFrame:
    """A frame with the names of one column replaced where a title is known."""
    return frame.assign(**{column: frame[column].map(lambda name: titles.get(str(name), in_words(str(name))))})


def only_role(payouts: Payouts, role: str) -> Payouts:
    """The payouts of one role; nobody else is on a plan."""
    here = (payouts.population.roster["role"].astype(str) == role).to_numpy()
    return replace(
        payouts,
        money=np.where(here[None, :, None, None], payouts.money, 0.0),
        weight=np.where(here[None, :, None], payouts.weight, 0.0),
        on_plan=payouts.on_plan & here,
    )
