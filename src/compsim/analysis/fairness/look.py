"""What the fairness question looks at: which roster columns say what, and how often chance is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import pandas as pd

from compsim.errors import PopulationError, Problem, did_you_mean
from compsim.population.people import Population
from compsim.population.tables import FIELDS

MOST_GROUPS = 12  # a column with more values names people or places, not groups


@dataclass(frozen=True)
class Look:
    """Roster columns to compare by and to hold against, and the draws; a usual name that is not there is left out."""

    groups: tuple[str, ...] | None = None  # columns that make groups; None: every attribute with a few values in words
    tenure: str = "tenure_years"  # years in the company
    potential: str = "potential"  # what the territory could buy, in any unit
    inbound: str = "inbound_share"  # share of the leads that come in by themselves
    territory: tuple[str, ...] = ("region", "segment")  # what is given with the territory, in words
    company_plan: Mapping[str, float] = field(default_factory=dict)  # measure -> what the company plans, in its unit
    seed: int = 0
    permutations: int = 9_999  # for p
    resamples: int = 1_999  # for intervals; 0 leaves them out

    def columns(self, roster: pd.DataFrame) -> dict[str, str]:
        """The columns that are there, by what they say: tenure, potential, inbound."""
        return {idea: name for idea in ("tenure", "potential", "inbound") if (name := getattr(self, idea)) in roster}

    def territories(self, roster: pd.DataFrame) -> tuple[str, ...]:
        """The columns in words that are given with the territory and are there."""
        return tuple(name for name in self.territory if name in roster)

    def group_columns(self, roster: pd.DataFrame) -> tuple[str, ...]:
        """The columns that make groups."""
        if self.groups is not None:
            return self.groups
        named = {self.tenure, self.potential, self.inbound}
        return tuple(str(name) for name in roster if name not in named and _makes_groups(roster, str(name)))

    def missing(self, roster: pd.DataFrame) -> tuple[str, ...]:
        """What cannot be looked at because no column says it."""
        return tuple(idea for idea in ("tenure", "potential", "inbound") if idea not in self.columns(roster)) + tuple(
            name for name in self.territory if name not in roster
        )


def check_look(look: Look, population: Population) -> None:
    """Raise PopulationError for every column or measure that was named and is not there."""
    known = [str(name) for name in population.roster]
    usual = {each.name: each.default for each in fields(Look)}
    asked = [*(look.groups or ())]
    asked += [getattr(look, idea) for idea in ("tenure", "potential", "inbound") if getattr(look, idea) != usual[idea]]
    asked += [name for name in look.territory if look.territory != usual["territory"]]
    problems = [
        Problem("roster", f"no column '{name}'", did_you_mean(name, known))
        for name in asked
        if name and name not in known
    ]
    problems += [
        Problem("company plan", f"no targets for a measure '{name}'", did_you_mean(name, list(population.targets)))
        for name in look.company_plan
        if name not in population.targets
    ]
    problems += [_not_a_number(population, look, idea) for idea in _not_numbers(population, look)]
    if problems:
        raise PopulationError(problems)


def _not_numbers(population: Population, look: Look) -> list[str]:
    columns = look.columns(population.roster)
    return [idea for idea, name in columns.items() if not pd.api.types.is_numeric_dtype(population.roster[name])]


def _not_a_number(population: Population, look: Look, idea: str) -> Problem:
    name = look.columns(population.roster)[idea]
    return Problem("roster", f"the column '{name}' is to say {idea} and holds words", "Write figures.", column=name)


def _makes_groups(roster: pd.DataFrame, name: str) -> bool:
    if name in FIELDS["roster"] or pd.api.types.is_numeric_dtype(roster[name]):
        return False
    return not pd.api.types.is_datetime64_any_dtype(roster[name]) and 2 <= roster[name].nunique() <= MOST_GROUPS
