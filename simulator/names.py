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
    targets: Mapping[str, float]  # measure -> what people's targets are in a period, on average, in its unit
    currency: str
    parts: tuple[str, ...] = ()  # objectives and commissions of the plan at hand

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
    figures = roster.select_dtypes("number")
    return Names(
        measures=population.measures,
        groups=_groups(roster.drop(columns=figures.columns)),
        numbers=(*(str(name) for name in figures if name not in MONEY), *sorted(MONEY & set(figures))),
        deal_groups=_groups(attributes.select_dtypes(exclude="number")),
        deal_numbers={str(name): float(column.min()) for name, column in attributes.select_dtypes("number").items()},
        targets={name: _typical(table) for name, table in population.targets.items()},
        currency=population.currency,
    )


def _groups(table: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    words = {str(name): tuple(sorted(set(column.dropna().astype(str)))) for name, column in table.items()}
    return {name: values for name, values in words.items() if 0 < len(values) <= MOST_VALUES}


def _typical(table: np.ndarray) -> float:
    """The average target to three figures, so that a form can begin with it; 1 where nobody has one."""
    known = table[np.isfinite(table) & (table > 0)]
    return float(f"{known.mean():.3g}") if known.size else 1.0
