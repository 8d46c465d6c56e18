"""The Pareto front: plans that no other plan betters in one goal without giving way in another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from compsim.engine.sweep.figures import Figures

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Goal = Literal["cost", "share_at_target", "largest_loss", "share_of_winners"]
LESS_IS_BETTER: tuple[Goal, ...] = ("cost",)  # the loss is a negative change: nearer to zero is larger


def scores_of(figures: Figures, goals: Sequence[Goal]) -> Floats:
    """Each plan's figures in some goals (N, goals), turned so that less is better; a share of nobody is worst."""
    columns = [getattr(figures, goal) if goal in LESS_IS_BETTER else -getattr(figures, goal) for goal in goals]
    scores: Floats = np.nan_to_num(np.stack(columns, axis=1), nan=np.inf, posinf=np.inf, neginf=-np.inf)
    return scores


def pareto_front(scores: Floats) -> Ints:
    """Positions of the rows of `scores` (n, goals; less is better) that no other row dominates, best first goal first.

    A row dominates another that it equals or betters in every goal and betters in one. Of equal rows the first stands
    for all. Source: the usual definition; worked from the front of the order, since a row that precedes all others
    cannot be dominated by any of them.
    """
    left = np.lexsort(scores.T[::-1]).astype(np.int64)
    found = []
    while len(left):
        found.append(left[0])
        left = left[(scores[left] < scores[left[0]]).any(axis=1)]
    return np.array(found, dtype=np.int64)
