"""Bounds that a plan must stay within to be considered, and how far beyond them a plan is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compsim.engine.sweep.figures import Figures
from compsim.errors import PlanError, Problem

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """What a plan may cost and change; a bound that is None holds nothing back. A bound itself is within."""

    budget: float | None = None  # variable pay of everybody over the evaluated periods, money, at most
    at_target_from: float | None = None  # share of rows at target, ratio
    at_target_to: float | None = None
    loss_up_to: float | None = None  # what one rep's pay may fall by against the baseline, money, 0 or more
    winners_from: float | None = None  # share of reps whose pay rises by more than 0.5 %, ratio

    def __post_init__(self) -> None:
        """PlanError lists every bound that nothing could be within."""
        problems = list(_impossible(self))
        if problems:
            raise PlanError(problems)

    def beyond(self, figures: Figures) -> dict[str, Floats]:
        """How far each plan (N) is beyond each stated bound, 0 within: money by the bound, shares as they are.

        A share of nobody is beyond every bound on it, infinitely.
        """
        sides = {
            "budget": (self.budget, figures.cost, 1.0, self.budget),
            "at_target_from": (self.at_target_from, figures.share_at_target, -1.0, 1.0),
            "at_target_to": (self.at_target_to, figures.share_at_target, 1.0, 1.0),
            "loss_up_to": (self.loss_up_to, -figures.largest_loss, 1.0, self.loss_up_to),
            "winners_from": (self.winners_from, figures.share_of_winners, -1.0, 1.0),
        }
        return {
            name: _past(figure, bound, sign) / (scale or 1.0)
            for name, (bound, figure, sign, scale) in sides.items()
            if bound is not None
        }


def _past(figure: Floats, bound: float, sign: float) -> Floats:
    past = np.maximum(sign * (figure - bound), 0.0)
    kept: Floats = np.where(np.isnan(figure), np.inf, np.where(past <= _ROUNDING * max(abs(bound), 1.0), 0.0, past))
    return kept


_ROUNDING = 1e-9  # what float arithmetic loses is not beyond a bound


def _impossible(limits: Limits) -> Iterator[Problem]:
    for name in ("budget", "loss_up_to"):
        amount = getattr(limits, name)
        if amount is not None and not 0 <= amount < float("inf"):
            yield Problem("limits", f"'{name}' is not an amount of money", "Give 0 or more.", path=name)
    for name in ("at_target_from", "at_target_to", "winners_from"):
        bound = getattr(limits, name)
        if bound is not None and not 0 <= bound <= 1:
            yield Problem("limits", f"'{name}' is not a share of people", "Give 0% to 100%.", path=name)
    low, high = limits.at_target_from, limits.at_target_to
    if low is not None and high is not None and low > high:
        yield Problem(
            "limits", "the share at target cannot be both above and below", "Swap the two bounds.", path="at_target_to"
        )
