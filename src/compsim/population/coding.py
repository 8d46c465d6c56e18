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
    def spans(self) -> tuple[Ints, Ints]:
        """First month, counted from year 0, and number of months of each row's period (n); 0 months if unreadable."""
        parsed = [parse_period(label) if label else (0, 0) for label in self.period.names]
        table = np.array(parsed, dtype=np.int64).reshape(-1, 2)[self.period.codes]
        return table[:, 0], table[:, 1]

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


def coded(series: pd.Series) -> Coded:
    """A column of text as codes and names."""
    codes, names = pd.factorize(series.to_numpy(dtype=object))
    return Coded(codes.astype(np.int64), tuple(names.tolist()))


def result_keys(results: pd.DataFrame) -> ResultKeys:
    """The keys of a converted results table."""
    return ResultKeys(*(coded(results[name]) for name in ("rep", "measure", "period", "stretch", "credit")))
