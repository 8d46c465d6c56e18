"""Names that a plan can use because the data know them: measures, columns of the roster, attributes of deals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from compsim.plan.components import HOLDS
from compsim.plan.part import PAYOUT
from compsim.population.people import Population

OWN = {"rep", "role", "manager", "start", "end", "fte"}  # columns of the roster that no pay depends on
MONEY = {"base_salary", "target_incentive"}
FAR = 10.0  # times what is paid at target: a settlement can hold most of a year
MOST_VALUES = 30  # a column with more different words is a text, not a group
RESULTS = "results"  # what a total is shared by when no column is named


@dataclass(frozen=True)
class Names:
    """What there is to choose from."""

    measures: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]  # column of the roster -> its different words
    numbers: tuple[str, ...]  # columns of the roster that are numbers
    deal_groups: Mapping[str, tuple[str, ...]]  # attribute of deals -> its different words
    deal_numbers: Mapping[str, float]  # attribute of deals -> its smallest number
    deal_days: Mapping[str, str]  # attribute of deals that is a day -> the first one, as 2025-01-31
    targets: Mapping[str, float]  # measure -> what people's targets are in a period, on average, in its unit
    currency: str
    limits: Mapping[str, float]  # cap in money -> an amount far above what the roster pays at target
    parts: tuple[str, ...] = ()  # objectives and commissions of the plan at hand

    @property
    def deal_attributes(self) -> tuple[str, ...]:
        """What a condition can be about."""
        return (*self.deal_groups, *self.deal_numbers, *self.deal_days)

    def options(self, field: str) -> tuple[str, ...]:
        """What a field of this name can say; nothing where anything can be said."""
        known: Mapping[str, tuple[str, ...]] = {
            "measure": (*self.measures, PAYOUT),
            "roster": tuple(self.groups),
            "deal": tuple(self.deal_groups),
            "shared_by": (RESULTS, *self.numbers),
            "holds": (*HOLDS, *self.parts),
        }
        return known.get(field, ())


def names_of(population: Population) -> Names:
    """What the people, their results and their deals offer."""
    attributes = pd.DataFrame() if population.deals is None else population.deals.attributes
    roster = population.roster.drop(columns=list(OWN & set(population.roster.columns)))
    figures, days = roster.select_dtypes("number"), _days(attributes)
    return Names(
        measures=population.measures,
        groups=_groups(roster.drop(columns=figures.columns)),
        numbers=(*(str(name) for name in figures if name not in MONEY), *sorted(MONEY & set(figures))),
        deal_groups=_groups(attributes.drop(columns=list(days)).select_dtypes(exclude="number")),
        deal_numbers={str(name): float(column.min()) for name, column in attributes.select_dtypes("number").items()},
        deal_days=days,
        targets={name: _typical(table) for name, table in population.targets.items()},
        currency=population.currency,
        limits=_limits(population.roster),
    )


def _groups(table: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    words = {str(name): tuple(sorted(set(column.dropna().astype(str)))) for name, column in table.items()}
    return {name: values for name, values in words.items() if 0 < len(values) <= MOST_VALUES}


def _limits(roster: pd.DataFrame) -> dict[str, float]:
    """Ten times what is paid at target, to two figures: of the best paid, with base salary, of all together."""
    incentive = roster["target_incentive"].fillna(0.0)
    base = roster["base_salary"].fillna(0.0) if "base_salary" in roster else 0.0
    paid = {"money": incentive.max(), "total_pay": (base + incentive).max(), "pool": incentive.sum()}
    return {name: float(f"{FAR * amount:.2g}") for name, amount in paid.items()}


def _days(table: pd.DataFrame) -> dict[str, str]:
    """The first day of each column of days, whether read as days or written as 2025-01-31."""
    found = {}
    for name, column in table.select_dtypes(exclude="number").items():
        known = column.dropna()
        days = pd.to_datetime(known, errors="coerce", format=None if _is_days(known) else "%Y-%m-%d")
        if len(days) and days.notna().all():
            found[str(name)] = str(days.min().date())
    return found


def _is_days(column: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(column.dtype)


def _typical(table: np.ndarray) -> float:
    """The average target to three figures, so that a form can begin with it; 1 where nobody has one."""
    known = table[np.isfinite(table) & (table > 0)]
    return float(f"{known.mean():.3g}") if known.size else 1.0
