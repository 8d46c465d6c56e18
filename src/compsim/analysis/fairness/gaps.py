"""Gaps between groups: pay against target incentive, attainment, target incentive, target size and circumstances.

The gap is what a person in the group has more or less than somebody of the same role, part time and tenure outside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from compsim.analysis.fairness.like import Samples, associations
from compsim.analysis.fairness.people import CIRCUMSTANCES, FIGURES
from compsim.analysis.groups import by_group
from compsim.analysis.rows import share
from compsim.population.privacy import FLOOR

COLUMNS = (
    "scenario", "column", "group", "figure", "n", "others", "mean", "mean_of_others", "ratio", "gap", "low", "high",
    "ratio_like_with_like", "p",
)  # fmt: skip


def gaps_of(samples: Mapping[str, Samples], columns: Sequence[str]) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """One row a scenario, group and figure (`COLUMNS`; figures are ratios), and the groups that are hidden by column.

    A column of two groups has one row a figure: the first group against the second. A group is hidden for a figure
    where fewer than five people have it, and everywhere if it is hidden for everybody on the plan.
    """
    people = pd.concat([each.people.reset_index().assign(scenario=name) for name, each in samples.items()])
    people = people.reset_index(drop=True)
    hidden = {column: _hidden(people, column) for column in columns}
    figures = [figure for figure in (*FIGURES, *CIRCUMSTANCES) if _worth_showing(people, figure)]
    rows = [
        line
        for column in columns
        for figure in figures
        for shown in [_shown(people, column, figure, hidden[column])]
        for name, each in samples.items()
        for line in _lines(name, each, column, figure, shown)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)), hidden


def _worth_showing(people: pd.DataFrame, figure: str) -> bool:
    """Whether anybody has the figure; the reading without the unpaid is dropped where everybody is paid."""
    if figure == "payout_ratio_paid" and people["payout_ratio"].notna().equals(people[figure].notna()):
        return False
    return bool(people[figure].notna().any())


def _hidden(people: pd.DataFrame, column: str) -> tuple[str, ...]:
    return by_group(people, people[f"group {column}"], _no_figures).hidden


def _shown(people: pd.DataFrame, column: str, figure: str, hidden: tuple[str, ...]) -> list[str]:
    """The groups that may be shown for a figure, in alphabetical order; of two, the first stands for both."""
    known = people[people[figure].notna()]
    if known.empty:
        return []
    grouped = by_group(known, known[f"group {column}"], _no_figures)
    shown = sorted({str(name) for name in grouped.shown["group"]} - {*hidden})
    pair = len(shown) == 2 and known[f"group {column}"].nunique() == 2
    return shown[:1] if pair else shown


def _no_figures(part: pd.DataFrame) -> Mapping[str, float]:  # noqa: ARG001 - the shape that by_group asks for
    return {}


def _lines(name: str, samples: Samples, column: str, figure: str, shown: Sequence[str]) -> list[dict[str, Any]]:
    known = samples.people[figure].notna().to_numpy()
    people = samples.people[known]
    groups = people[f"group {column}"].to_numpy()
    inside = np.array([groups == group for group in shown], dtype=np.float64).reshape(len(shown), len(people)).T
    counts = inside.sum(axis=0)
    fit = [k for k in range(len(shown)) if FLOOR <= counts[k] <= len(people) - FLOOR]
    if not fit:
        return []
    value = people[figure].to_numpy(dtype=np.float64)
    found = associations(samples.of(known), inside[:, fit], value)
    lines = []
    for k, one in zip(fit, found, strict=True):
        mean, others = (float(value[inside[:, k] == side].mean()) for side in (1.0, 0.0))
        figures = {"mean": mean, "mean_of_others": others, "ratio": share(mean, others), "gap": one.slope}
        like = share(mean, mean - one.slope)
        told = {"low": one.low, "high": one.high, "ratio_like_with_like": like, "p": one.p}
        who = {"scenario": name, "column": column, "group": shown[k], "figure": figure}
        lines.append({**who, "n": int(counts[k]), "others": len(people) - int(counts[k]), **figures, **told})
    return lines
