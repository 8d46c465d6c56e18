"""How much of a year hangs on few people, worked out for the invented company when the site is built."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

import compsim
from compsim.errors import InputError, Problem

FEWEST = 5  # people; what fewer have is not shown apart


def share_of_best(people: int) -> float:
    """The share of last year's revenue that the best so many sellers brought, 0..1.

    Raises InputError for fewer people than may be shown apart, or more than there are.
    """
    revenue = _revenue()
    if not FEWEST <= people <= len(revenue):
        raise InputError([Problem("share_of_best", f"{people} people", f"Ask for {FEWEST} to {len(revenue)}.")])
    return float(revenue.head(people).sum() / revenue.sum())


def seller_count() -> int:
    """How many people brought revenue."""
    return len(_revenue())


@cache
def _revenue() -> pd.Series[float]:
    """Revenue of everybody who brought some over the year, the largest first; money."""
    company = compsim.example_population()
    brought = pd.Series(np.nansum(company.results["revenue"], axis=1), index=company.roster["rep"])
    by_rep = brought.groupby(level=0).sum()
    return by_rep[by_rep > 0].sort_values(ascending=False)
