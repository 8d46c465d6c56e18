"""Opportunity: how attainment and pay go with what a person is given, before anybody's effort is looked at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import beta

from compsim.analysis.fairness.chance import p_of
from compsim.analysis.fairness.like import LARGE, Sample, Samples, associations, basis_of, shuffled
from compsim.analysis.fairness.limits_of_chance import correlation_interval, correlation_needed, explained_interval
from compsim.analysis.fairness.people import OUTCOMES

Floats = NDArray[np.float64]
INFLUENCES = ("target_size", "potential", "tenure", "inbound")  # in figures
OPPORTUNITY = ("scenario", "outcome", "influence", "n", "r", "low", "high", "needed", "p")
OUTSIDE = (
    "scenario", "outcome", "influences", "n", "terms", "share", "low", "high", "adjusted", "by_chance",
    "by_chance_at_most", "p",
)  # fmt: skip


def opportunity_of(name: str, samples: Samples) -> pd.DataFrame:
    """Rank correlation (Spearman's) of attainment and of pay ÷ target incentive with each influence in figures.

    Ranks are taken within the role; part time and tenure are held fixed (tenure not where it is the influence).
    `needed` is the |r| that this many people must exceed.
    """
    people = samples.people
    lines = [
        _correlation(name, samples, outcome, influence)
        for outcome in OUTCOMES
        for influence in INFLUENCES
        if _known(people, outcome, influence).sum() >= 3 and _varies(people[influence])
    ]
    return pd.DataFrame([line for line in lines if line], columns=list(OPPORTUNITY))


def outside_of(name: str, samples: Samples, territories: Sequence[str]) -> pd.DataFrame:
    """How much of the spread of an outcome, within roles and with part time held fixed, influences explain together.

    `share` is R² (partial: of the spread that role and part time leave), `adjusted` the same less what chance gives;
    `by_chance` what as many influences of pure noise would explain on average, `by_chance_at_most` 19 times in 20.
    """
    lines = [_explained(name, samples, outcome, territories) for outcome in OUTCOMES]
    return pd.DataFrame([line for line in lines if line], columns=list(OUTSIDE))


def _known(people: pd.DataFrame, *figures: str) -> NDArray[np.bool_]:
    return people[list(figures)].notna().all(axis=1).to_numpy()


def _varies(values: pd.Series) -> bool:
    known = values.dropna()
    return bool((known != known.iloc[0]).any()) if len(known) else False


def _correlation(name: str, samples: Samples, outcome: str, influence: str) -> dict[str, Any] | None:
    known = _known(samples.people, outcome, influence)
    people = samples.people[known]
    sample = samples.of(known, ("tenure",) if influence == "tenure" else ())
    x, y = (sample.ranks(people[figure].to_numpy(dtype=np.float64)) for figure in (influence, outcome))
    one = associations(sample, x[:, None], y, interval=False)[0]
    if math.isnan(one.r):
        return None
    low, high = correlation_interval(one.r, sample.n, sample.controls)
    needed = correlation_needed(sample.n, sample.controls)
    figures = {"r": one.r, "low": low, "high": high, "needed": needed, "p": one.p}
    return {"scenario": name, "outcome": outcome, "influence": influence, "n": sample.n, **figures}


def _explained(name: str, samples: Samples, outcome: str, territories: Sequence[str]) -> dict[str, Any] | None:
    people = samples.people
    given = [figure for figure in INFLUENCES if people[figure].notna().any()]
    known = _known(people, outcome, *given)
    sample = samples.of(known, ("tenure",))
    columns = influences_of(people[known], given, territories)
    if not columns.shape[1] or not len(people[known]):
        return None
    space = space_of(sample, columns)
    left = sample.n - 1 - sample.controls - space.shape[1]
    rest = sample.left_of(people[outcome].to_numpy(dtype=np.float64)[known])
    if left < 5 or not space.shape[1] or rest @ rest <= 1e-12:
        return None
    share = float(((space.T @ rest) ** 2).sum() / (rest @ rest))
    low, high = explained_interval(share, space.shape[1], left)
    chance = _by_chance(sample, space, rest, share, left)
    counts = {"influences": (*given, *territories), "n": sample.n, "terms": space.shape[1]}
    adjusted = 1.0 - (1.0 - share) * (left + space.shape[1]) / left
    found = {"share": share, "low": low, "high": high, "adjusted": adjusted, **chance}
    return {"scenario": name, "outcome": outcome, **counts, **found}


def influences_of(people: pd.DataFrame, given: Sequence[str], territories: Sequence[str]) -> Floats:
    """The influences as columns (N, K): figures as they are, words as one column a value."""
    words = [pd.get_dummies(people[f"group {name}"]).to_numpy(dtype=np.float64) for name in territories]
    figures = people[list(given)].to_numpy(dtype=np.float64)
    return np.column_stack([figures, *words]) if words else figures


def space_of(sample: Sample, columns: Floats) -> Floats:
    """Orthonormal columns that span what the controls leave of the influences (N, terms)."""
    left = sample.left_of(columns)
    spread = np.sqrt((left**2).sum(axis=0))
    kept = left[:, spread > 1e-9 * np.maximum(np.sqrt((columns**2).sum(axis=0)), 1e-12)]
    return basis_of(kept) if kept.shape[1] else np.zeros((len(columns), 0))


def _by_chance(sample: Sample, space: Floats, rest: Floats, share: float, left: int) -> dict[str, float]:
    terms = space.shape[1]
    if sample.n > LARGE:
        chance = beta(terms / 2.0, left / 2.0)
        at_most = {"by_chance_at_most": float(chance.ppf(0.95)), "p": float(chance.sf(share))}
        return {"by_chance": float(chance.mean()), **at_most}
    drawn, length = shuffled(sample, rest)
    found = ((drawn @ space) ** 2).sum(axis=1) / length**2
    at_most = {"by_chance_at_most": float(np.quantile(found, 0.95)), "p": p_of(share, found)}
    return {"by_chance": float(found.mean()), **at_most}
