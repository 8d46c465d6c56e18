"""The figures of one measure as they are: who lacks one, which are constant, repeated or far off, what is behind them.

R roster rows, P periods; figures are in the measure's own unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.readiness_rules import (
    CENT,
    FAR,
    FEWEST_DIFFERENT,
    FEWEST_PEOPLE,
    FEWEST_PERIODS,
    LATE,
    MAD_OF_ONE_SD,
    MOSTLY,
    TIMES_LESS,
    TIMES_MORE,
    Collected,
    Reason,
)
from compsim.calendar import parse_period
from compsim.population.people import Population

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Figures:
    """One measure's figures, for the rows that need one."""

    measure: str
    own: Floats  # (R, P) the row's own figure of the period; NaN where there is none
    expected: Flags  # (R, P) the row needs a figure: it is on the plan, and its role has the measure
    missing: Flags  # (R, P) expected and not there


@dataclass(frozen=True, eq=False)
class Records:
    """Single records behind a measure, held against its figures."""

    there: bool  # whether there are any
    differing: int  # reps and periods where they add up to something else
    last_day: pd.Timestamp | None  # of any of them


NO_RECORDS = Records(there=False, differing=0, last_day=None)


def figures_of(population: Population, measure: str, needed: Flags | None = None) -> Figures:
    """The figures of a measure; `needed` are the rows that a plan wants one of (R), otherwise those whose role has any.

    A ratio is missing where one of its parts is; of a distinct count only what was counted is known.
    """
    values = _values(population, measure)
    rows = _of_roles_with_any(population, np.asarray(np.isfinite(values).any(axis=1))) if needed is None else needed
    expected = (population.eligible > 0) & rows[:, None]
    return Figures(measure, values, expected, expected & population.missing(measure))


def counts_of(figures: Figures, population: Population) -> dict[str, int]:
    """How many figures are expected, there and missing, how many rows are constant or repeated, how many are far off.

    `judged` counts the rows with figures enough to be constant.
    """
    expected, missing = int(figures.expected.sum()), int(figures.missing.sum())
    return {
        "expected": expected,
        "there": expected - missing,
        "missing": missing,
        "judged": int(_judged(figures).sum()),
        "constant": int(constant(figures).sum()),
        "repeated": int(repeated(figures).sum()),
        "outliers": int(outliers(figures, population)[0].sum()),
    }


def reasons_of(counts: Mapping[str, int], said: Collected, records: Records) -> tuple[Reason, ...]:
    """What is to be told about figures with these counts, in the order of the rules."""
    holds: dict[Reason, bool] = {
        "no_figures": counts["there"] == 0,
        "some_missing": 0 < counts["missing"] < counts["expected"],
        "does_not_add_up": records.differing > 0,
        "known_late": (said.known_after_days or 0) > LATE,
        "mostly_constant": counts["judged"] > 0 and counts["constant"] >= MOSTLY * counts["judged"],
        "repeated": counts["repeated"] > 0,
        "outliers": counts["outliers"] > 0,
    }
    return tuple(reason for reason, true in holds.items() if true)


def constant(figures: Figures) -> Flags:
    """Rows with the same figure in every period, of at least three (R)."""
    there = np.where(figures.expected, figures.own, np.nan)
    enough = np.isfinite(there).sum(axis=1) >= FEWEST_PERIODS
    low, high = _extremes(there)
    return np.asarray(enough & (low == high), dtype=np.bool_)


def _judged(figures: Figures) -> Flags:
    """Rows with figures enough to be constant (R)."""
    there = np.isfinite(np.where(figures.expected, figures.own, np.nan))
    return np.asarray(there.sum(axis=1) >= FEWEST_PERIODS, dtype=np.bool_)


def repeated(figures: Figures) -> Flags:
    """Rows whose figures, of which at least six differ, are all those of another row (R)."""
    there = np.where(figures.expected, figures.own, np.nan)
    ordered = np.sort(there, axis=1)
    different = (np.isfinite(ordered[:, :1]).sum(axis=1)) + (ordered[:, 1:] > ordered[:, :-1]).sum(axis=1)
    candidates = np.flatnonzero(different >= FEWEST_DIFFERENT)
    twice = pd.DataFrame(there[candidates]).duplicated(keep=False).to_numpy()
    found = np.zeros(len(there), dtype=bool)
    found[candidates[twice]] = True
    return found


def outliers(figures: Figures, population: Population) -> tuple[Flags, Floats]:
    """Figures far from the median of their role and period (R, P), and what is usual there for the row (R, P).

    Sums are held against each other for the same share of a full-time month. Far: modified z-score above 3.5, and more
    than four times or less than a tenth of the median; a zero is ordinary. Fewer than ten people are not judged.
    """
    work = np.ones_like(figures.own)
    if population.definitions[figures.measure].combine == "sum":
        work = population.eligible * population.roster["fte"].to_numpy(dtype=np.float64)[:, None]
    shown = np.where(figures.expected & (work > 0), figures.own, np.nan)
    level = np.divide(shown, work, out=np.full_like(shown, np.nan), where=work > 0)
    far, usual = np.zeros(level.shape, dtype=bool), np.full(level.shape, np.nan)
    for rows in population.roster.groupby("role", sort=False).indices.values():
        far[rows], middle = _far(level[rows])
        usual[rows] = middle * work[rows]
    return far, usual


def records_of(population: Population, measure: str, records: pd.DataFrame | None) -> Records:
    """The single records behind a measure: given ones (measure, rep, day, amount), otherwise the population's deals."""
    given = None if records is None else records[records["measure"] == measure]
    if given is not None and len(given):
        return _held_against(population, measure, given)
    deals = population.deals
    mine = None if deals is None else deals.measure == measure
    if deals is None or mine is None or not mine.any():
        return NO_RECORDS
    sums = deals.sums(measure, mine, population.eligible.shape)
    differing = int((np.abs(sums - np.nan_to_num(population.results[measure])) > CENT).sum())
    return Records(there=True, differing=differing, last_day=_last_day(deals.attributes.get("day"), mine))


def _values(population: Population, measure: str) -> Floats:
    definition = population.definitions[measure]
    if definition.combine == "ratio":
        above, below = population.results[definition.numerator], population.results[definition.denominator]
        return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)
    if definition.combine == "distinct":
        keys = [key for key in sorted(population.distinct) if key[0] == measure]
        keys.sort(key=lambda key: key[1] != "individual")
        return population.distinct[keys[0]] if keys else np.full(population.eligible.shape, np.nan)
    return population.results[measure]


def _of_roles_with_any(population: Population, has: Flags) -> Flags:
    roles = population.roster["role"]
    return np.asarray(roles.isin(roles[has].unique()).to_numpy(), dtype=np.bool_)


def _extremes(values: Floats) -> tuple[Floats, Floats]:
    """Lowest and highest figure of each row (R); infinite where there is none."""
    low = np.where(np.isfinite(values), values, np.inf).min(axis=1)
    high = np.where(np.isfinite(values), values, -np.inf).max(axis=1)
    return low, high


def _far(level: Floats) -> tuple[Flags, Floats]:
    """Far figures of one role (n, P), and the median of each period (P)."""
    enough = np.isfinite(level).sum(axis=0) >= FEWEST_PEOPLE
    middle = np.full(level.shape[1], np.nan)
    middle[enough] = np.nanmedian(level[:, enough], axis=0)
    away = np.abs(level - middle)
    spread = np.full(level.shape[1], np.nan)
    spread[enough] = np.nanmedian(away[:, enough], axis=0)
    score = np.divide(MAD_OF_ONE_SD * away, spread, out=np.zeros_like(away), where=spread > 0)
    large, small = level > TIMES_MORE * middle, (level < middle / TIMES_LESS) & (level != 0)
    return (np.nan_to_num(score) > FAR) & (middle > 0) & (large | small), middle


def _held_against(population: Population, measure: str, records: pd.DataFrame) -> Records:
    """Sums of the records by rep and period against the rep's figure there; records of strangers do not count."""
    reps = pd.Index(population.roster["rep"].unique())
    of_row = reps.get_indexer(pd.Index(population.roster["rep"]))
    said = np.zeros((len(reps), len(population.periods)))
    np.add.at(said, of_row, np.nan_to_num(population.results[measure]))
    day = records["day"].to_numpy(dtype="datetime64[us]")
    rep, place = reps.get_indexer(pd.Index(records["rep"])), _place_of(day, population.periods)
    inside = (rep >= 0) & (place >= 0)
    found = np.zeros_like(said)
    np.add.at(found, (rep[inside], place[inside]), records["amount"].to_numpy(dtype=np.float64)[inside])
    differing = int((np.abs(found - said) > CENT).sum())
    return Records(there=True, differing=differing, last_day=_last_day(records["day"]))


def _place_of(day: NDArray[np.datetime64], periods: tuple[str, ...]) -> NDArray[np.int64]:
    """Which period each day lies in; −1 for none."""
    first, step = parse_period(periods[0])
    month = day.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    place = np.where(np.isnat(day), -1, (month - first) // step)
    return np.asarray(np.where((place >= 0) & (place < len(periods)), place, -1), dtype=np.int64)


def _last_day(days: pd.Series | None, chosen: Flags | None = None) -> pd.Timestamp | None:
    known = None if days is None else (days if chosen is None else days[chosen]).dropna()
    return None if known is None or known.empty else pd.Timestamp(known.max())
