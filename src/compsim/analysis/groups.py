"""Figures by group: the one way in which any analysis compares groups of people.

A group smaller than five people is never shown, nor the next smallest where a total would reveal it. The groups are
the same for every scenario of a comparison: what one scenario must hide, another must not show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from compsim.analysis.rows import records
from compsim.population.privacy import groups_to_hide

NONE_GIVEN = "none given"


@dataclass(frozen=True, eq=False)
class Grouped:
    """Figures of the groups that may be shown, and the names of those that may not."""

    column: str  # the roster column that makes the groups
    shown: pd.DataFrame  # scenario, group, people, then the figures; one row a scenario and group
    hidden: tuple[str, ...]  # groups withheld, in alphabetical order

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {"column": self.column, "shown": records(self.shown), "hidden": list(self.hidden)}


def by_group(rows: pd.DataFrame, groups: pd.Series, figures: Callable[[pd.DataFrame], Mapping[str, float]]) -> Grouped:
    """Work `figures` out for each scenario and group of `rows` (with columns scenario and rep); `groups` fits the rows.

    People are counted once even if they have several rows; a missing value is a group of its own.
    """
    named = rows.assign(group=group_names(groups))
    hidden = _hidden(named)
    visible = named[~named["group"].isin(hidden)]
    shown = [
        {"scenario": scenario, "group": group, "people": int(part["rep"].nunique()), **figures(part)}
        for (scenario, group), part in visible.groupby(["scenario", "group"], sort=False)
    ]
    columns = None if shown else ["scenario", "group", "people", *figures(named.iloc[:0])]
    return Grouped(str(groups.name), pd.DataFrame(shown, columns=columns), tuple(sorted(hidden)))


def _hidden(named: pd.DataFrame) -> set[str]:
    """Every group that some scenario must hide."""
    people = named.groupby(["scenario", "group"])["rep"].nunique()
    return {group for scenario in people.index.unique("scenario") for group in groups_to_hide(people.loc[scenario])}


def group_names(values: pd.Series) -> pd.Series:
    """The groups as text; empty and missing values are one group."""
    text = values.astype("object").where(values.notna(), "").astype(str).str.strip()
    return text.where(text != "", NONE_GIVEN)
