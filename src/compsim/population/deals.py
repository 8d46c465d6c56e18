"""Credited deals to roster rows: each goes whole to the row of its rep that was on the plan, or is set aside.

A deal with a day goes to the row that is active on it. A deal without one goes to the row that is active in its period,
the later row if there are two, and sits on the last part of the period in which that row is on the plan.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import parse_period
from compsim.population.coding import DealKeys, Flags, Ints, same_name
from compsim.population.people import Deals
from compsim.population.tables import FIELDS

Floats = NDArray[np.float64]

OF_THE_DEAL = ("deal", "day", "amount")  # known of every deal: conditions may ask for them like for any attribute
NO_REP, OFF_PERIOD, OFF_DAY = "not on the roster", "not on the plan in that period", "not on the plan on that day"


def hand_out_deals(
    credits_: pd.DataFrame, keys: DealKeys, roster: pd.DataFrame, eligible: Floats, periods: tuple[str, ...]
) -> tuple[Deals, pd.DataFrame]:
    """The credited deals of a checked table (n rows), and the rows that are credited to nobody.

    `eligible` is the share of each of the `periods` on the plan (R, P). The rows set aside carry `credited`
    (amount × share, in the measure's unit) and `reason`. The order of the table does not matter.
    """
    reps = pd.Index(roster["rep"].unique())
    rep, of_row = keys.rep.places_in(reps), reps.get_indexer(pd.Index(roster["rep"])).astype(np.int64)
    entry, row = same_name(rep, of_row)
    place = _places(entry, row, keys, eligible, periods)
    fits = (place >= 0) & _on_its_day(keys.day[entry], roster, row)
    entry, row, place = _latest(entry[fits], row[fits], place[fits], roster["start"])
    credited = credits_[list(FIELDS["deal_credits"])].assign(credited=credits_["amount"] * credits_["share"])
    left = np.ones(len(credits_), dtype=bool)
    left[entry] = False
    off_plan = np.where(np.isnat(keys.day), OFF_PERIOD, OFF_DAY)
    aside = credited.assign(reason=np.where(rep < 0, NO_REP, off_plan))[left]
    plain = [name for name in FIELDS["deal_credits"] if name not in OF_THE_DEAL]
    attributes = credits_.drop(columns=plain).iloc[entry].reset_index(drop=True)
    return _deals(credited.iloc[entry].reset_index(drop=True), row, place, attributes), aside


def deal_results(deals: Deals, measures: set[str], eligible: Floats) -> dict[str, Floats]:
    """Results (R, P) of the measures that come from deals: a row on the plan without a deal has zero, not nothing."""
    silence = np.where(eligible > 0, 0.0, np.nan)
    everything = np.ones(len(deals.amount), dtype=bool)
    return {name: silence + deals.sums(name, everything, eligible.shape) for name in sorted(measures)}


def _places(entry: Ints, row: Ints, keys: DealKeys, eligible: Floats, periods: tuple[str, ...]) -> Ints:
    """Where on the axis each deal would sit on each row of its rep (k); -1 where the row is not on the plan then."""
    start, step = parse_period(periods[0])
    first, months = keys.moments
    begin, end = (first - start) // step, (first + months - start) // step - 1
    places = np.where(eligible > 0, np.arange(eligible.shape[1]), -1)
    last = np.maximum.accumulate(places, axis=1)[row, np.maximum(begin, end)[entry]]
    return np.where(last >= begin[entry], last, -1)


def _on_its_day(day: NDArray[np.datetime64], roster: pd.DataFrame, row: Ints) -> Flags:
    """True for pairs whose roster row is active on the deal's day, or whose deal has none (k)."""
    start, end = (roster[name].to_numpy(dtype="datetime64[us]")[row] for name in ("start", "end"))
    away: Flags = (start > day) | (end < day)
    return ~away


def _latest(entry: Ints, row: Ints, place: Ints, start: pd.Series) -> tuple[Ints, Ints, Ints]:
    """Of several rows that a deal can go to, the one on the plan last, then the one that started last."""
    rank = start.rank(method="first", na_option="top").to_numpy()
    order = np.lexsort((rank[row], place, entry))
    entry, row, place = entry[order], row[order], place[order]
    last = np.append(entry[1:] != entry[:-1], True)[: len(entry)]
    return entry[last], row[last], place[last]


def _deals(credited: pd.DataFrame, row: Ints, place: Ints, attributes: pd.DataFrame) -> Deals:
    """The deals in an order of their own, so that equal data give equal fingerprints."""
    told = credited[["deal", "measure", "credited", "share"]].assign(row=row, place=place)
    numbered = pd.concat([told, attributes], axis=1, ignore_index=True)  # an attribute may have any name
    order = numbered.sort_values(list(numbered.columns), kind="stable").index.to_numpy()
    return Deals(
        deal=credited["deal"].to_numpy(dtype=object)[order],
        row=row[order],
        period=place[order],
        measure=credited["measure"].to_numpy(dtype=object)[order],
        amount=credited["credited"].to_numpy(dtype=np.float64)[order] + 0.0,
        share=credited["share"].to_numpy(dtype=np.float64)[order],
        attributes=attributes.iloc[order].reset_index(drop=True),
    )
