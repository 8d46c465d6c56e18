"""Names as numbers: the rows of the results table as integer keys, so that a million of them check and add up fast."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import parse_period

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Spans = tuple[Ints, Ints]  # (n) first months, counted from year 0; (n) numbers of months


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of names: `names[codes]` is the column."""

    codes: Ints  # (n)
    names: tuple[str, ...]  # in order of appearance

    def rows_of(self, wanted: set[str]) -> Flags:
        """True for the rows that hold one of these names (n)."""
        return np.array([name in wanted for name in self.names], dtype=bool)[self.codes]

    def places_in(self, names: pd.Index) -> Ints:
        """The position of each row's name in another list (n); -1 where it is not in it."""
        return names.get_indexer(pd.Index(self.names, dtype=object))[self.codes].astype(np.int64)


@dataclass(frozen=True, eq=False)
class ResultKeys:
    """The keys of the results table (n rows)."""

    rep: Coded
    measure: Coded
    period: Coded
    stretch: Coded
    credit: Coded

    @cached_property
    def spans(self) -> Spans:
        """First month, counted from year 0, and number of months of each row's period (n); 0 months if unreadable."""
        return _spans(self.period)

    @cached_property
    def thing(self) -> Ints:
        """One number for each rep, measure, stretch and credit (n): what must not come twice for the same time."""
        key = self.rep.codes
        for part in (self.measure, self.stretch, self.credit):
            key = key * (len(part.names) + 1) + part.codes
        return key

    @cached_property
    def usable(self) -> Flags:
        """False for rows whose period or measure could not be read (n)."""
        return (self.spans[1] > 0) & ~self.measure.rows_of({""})


@dataclass(frozen=True, eq=False)
class DealKeys:
    """The keys of the table of credited deals (n rows)."""

    rep: Coded
    measure: Coded
    period: Coded
    day: NDArray[np.datetime64]  # (n) NaT where a deal has none

    @cached_property
    def spans(self) -> Spans:
        """First month, counted from year 0, and number of months of each row's period (n); 0 months if unreadable."""
        return _spans(self.period)

    @cached_property
    def moments(self) -> Spans:
        """As `spans`, with the month of the day where there is one (n)."""
        months = self.day.astype("datetime64[M]").astype(np.int64) + 1970 * 12
        dated = ~np.isnat(self.day)
        return np.where(dated, months, self.spans[0]), np.where(dated, 1, self.spans[1])


def coded(series: pd.Series) -> Coded:
    """A column of text as codes and names."""
    codes, names = pd.factorize(series.to_numpy(dtype=object))
    return Coded(codes.astype(np.int64), tuple(names.tolist()))


def result_keys(results: pd.DataFrame) -> ResultKeys:
    """The keys of a converted results table."""
    return ResultKeys(*(coded(results[name]) for name in ("rep", "measure", "period", "stretch", "credit")))


def deal_keys(credits_: pd.DataFrame) -> DealKeys:
    """The keys of a converted table of credited deals."""
    rep, measure, period = (coded(credits_[name]) for name in ("rep", "measure", "period"))
    return DealKeys(rep, measure, period, credits_["day"].to_numpy(dtype="datetime64[us]"))


def same_name(of_entry: Ints, of_row: Ints) -> tuple[Ints, Ints]:
    """Every pair of an entry (n) and a roster row (R) with the same code: which entry, which row; -1 has no pair."""
    order, counts = np.argsort(of_row, kind="stable"), np.bincount(of_row)
    known = np.flatnonzero(of_entry >= 0)
    many = counts[of_entry[known]]
    entry = np.repeat(known, many)
    begins = (np.cumsum(counts) - counts)[of_entry[entry]]
    within = np.arange(len(entry)) - np.repeat(np.cumsum(many) - many, many)
    return entry.astype(np.int64), order[begins + within].astype(np.int64)


def _spans(period: Coded) -> Spans:
    parsed = [parse_period(label) if label else (0, 0) for label in period.names]
    table = np.array(parsed, dtype=np.int64).reshape(-1, 2)[period.codes]
    return table[:, 0], table[:, 1]
