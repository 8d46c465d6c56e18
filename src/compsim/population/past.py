"""What a rep's earlier time says: since when they are there, and what they brought a year before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import a_year_before

Floats = NDArray[np.float64]


def first_days(rep: pd.Series, start: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """The rep's earliest first day, for each roster row (R); NaT where one of their rows has an open start.

    Whoever has an open start was there before the data begin, however late their other rows start.
    """
    by_rep = pd.Series(start).groupby(rep.to_numpy())
    known = by_rep.transform("count") == by_rep.transform("size")
    return by_rep.transform("min").where(known).to_numpy(dtype="datetime64[us]")


def year_earlier(own: Floats, eligible: Floats, rep: pd.Series, periods: Sequence[str]) -> Floats:
    """The rep's sum twelve months before each period, shared by the rows' eligible time in it (R, P).

    `own` is (R, P), `eligible` the share of the period on the plan (R, P), `rep` the name on each row. NaN where the
    periods do not reach back, where the rep was not on the plan or has no figure then, and where the row is not on the
    plan now.
    """
    codes = pd.factorize(rep)[0].astype(np.int64)
    on_plan = _per_name(eligible, codes)
    whole = np.where(on_plan > 0, _per_name(np.where(eligible > 0, own, 0.0), codes), np.nan)
    place_of = {label: place for place, label in enumerate(periods)}
    places = np.array([place_of.get(a_year_before(label), -1) for label in periods], dtype=np.int64)
    before = np.where(places >= 0, whole[:, places], np.nan)
    return before * np.divide(eligible, on_plan, out=np.full_like(on_plan, np.nan), where=eligible > 0)


def _per_name(own: Floats, codes: NDArray[np.int64]) -> Floats:
    """Sum over all rows with the same code (R), given to each of them (R, P); NaN if one of them is."""
    totals = np.zeros((int(codes.max(initial=-1)) + 1, own.shape[1]))
    np.add.at(totals, codes, own)
    filled: Floats = totals[codes]
    return filled
