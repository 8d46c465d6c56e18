"""Targets: what all of them add up to against the company's plan, and whether a good year makes the next one harder."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t

from compsim.analysis.rows import NOTHING, ratio, share
from compsim.calendar import months_of, stretch_of
from compsim.population.people import Population
from compsim.population.privacy import FLOOR

Floats = NDArray[np.float64]
ASSIGNED = ("measure", "targets", "company_plan", "over_assignment")
RATCHET = ("measure", "n", "side", "slope", "low", "high", "p")
SIDES = ("above", "below")
_MONTHS_A_YEAR = 12


def over_assignment(population: Population, company_plan: Mapping[str, float]) -> pd.DataFrame:
    """Σ targets ÷ the company's plan − 1 (ratio) for each measure whose plan is stated, over the evaluated periods.

    Targets and plan are in the measure's unit; targets of everybody in the population count.
    """
    rows = []
    for measure, plan in company_plan.items():
        whole = float(np.nansum(population.targets[measure]))
        rows.append((measure, whole, plan, share(whole, plan) - 1.0))
    return pd.DataFrame(rows, columns=list(ASSIGNED))


def ratchet(population: Population, year_starts: int = 1) -> pd.DataFrame:
    """How targets of a year went with what was reached in the year before, for each measure with two whole years.

    The relative change of a person's target is held against what the person was above the old target and what below
    it, side by side (least squares with a constant; after Leone, Misra and Zimmerman, 2004): a slope of 0.4 on the side
    `above` means that ten points more this year raised the next target by four points more. Two rows a measure, with
    95 % intervals and p of Student's t; no row where there are not two years or fewer than ten people.
    """
    years = _years(population, year_starts)
    if len(years) < 2:
        return pd.DataFrame(columns=list(RATCHET))
    found = [
        line
        for measure in population.targets
        if population.definitions[measure].combine == "sum"
        for line in _of_measure(population, measure, years)
    ]
    return pd.DataFrame(found, columns=list(RATCHET))


def _years(population: Population, year_starts: int) -> list[NDArray[np.bool_]]:
    """The periods of each year of which every month is there, in order (P)."""
    try:
        year = stretch_of(population.periods, "year", year_starts)
    except ValueError:
        return []
    months = months_of(population.periods)
    parts = [year == each for each in np.unique(year)]
    return [part for part in parts if months[part].sum() >= _MONTHS_A_YEAR]


def _of_measure(population: Population, measure: str, years: list[NDArray[np.bool_]]) -> list[tuple[Any, ...]]:
    """Every pair of years that follow each other is a row a person; people count once in n."""
    asked, reached = population.targets[measure], population.results[measure]
    whole = np.isclose(population.eligible, 1.0)
    changes, aways, who = [], [], []
    for before, after in pairwise(years):
        there = whole[:, before | after].all(axis=1)
        old, new = (asked[:, year].sum(axis=1) for year in (before, after))
        known = there & (old > NOTHING) & np.isfinite(new) & np.isfinite(reached[:, before].sum(axis=1))
        changes.append(ratio(new - old, old)[known])
        aways.append(ratio(reached[:, before].sum(axis=1) - old, old)[known])
        who.append(population.roster["rep"].to_numpy()[known])
    return _sides(measure, np.concatenate(changes), np.concatenate(aways), len({*np.concatenate(who)}))


def _sides(measure: str, change: Floats, away: Floats, people: int) -> list[tuple[Any, ...]]:
    if people < 2 * FLOOR:
        return []
    columns = np.column_stack([np.ones(len(away)), np.maximum(away, 0.0), np.minimum(away, 0.0)])
    left = len(away) - columns.shape[1]
    if np.linalg.matrix_rank(columns) < columns.shape[1] or left < FLOOR:
        return []
    slopes, *_ = np.linalg.lstsq(columns, change, rcond=None)
    rest = change - columns @ slopes
    errors = np.sqrt(np.diag(np.linalg.inv(columns.T @ columns)) * float(rest @ rest) / left)
    return [(measure, people, side, *_told(slopes[k], errors[k], left)) for k, side in enumerate(SIDES, 1)]


def _told(slope: float, error: float, left: int) -> tuple[float, float, float, float]:
    wide = float(t.ppf(0.975, left)) * error
    p = 2.0 * float(t.sf(abs(slope) / error, left)) if error > 0 else math.nan
    return float(slope), float(slope - wide), float(slope + wide), p
