"""The roster in pieces: for each rep, stretches of days without overlap or gap, so that a day meets one piece at most.

On each day a rep is in the roster row that is active; of several, the one that started last. On days without an active
row the rep is off the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from compsim.calendar import parse_period

FIRST, LAST = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, eq=False)
class Pieces:
    """Every rep's time, cut where something changes."""

    frame: pd.DataFrame  # rep, piece (0, 1 ... for each rep), first, last (days, both inside), team, active

    def several(self) -> pd.DataFrame:
        """The pieces of reps who have more than one: only their days have to be looked at."""
        return self.frame[self.frame["rep"].duplicated(keep=False)]

    def on_plan(self, months: Sequence[int]) -> pd.DataFrame:
        """Whether each rep (index) is on the plan on any day of each month (columns, counted from year 0)."""
        active = self.frame[self.frame["active"]]
        begin, end = (_month_number(active[name]) for name in ("first", "last"))
        within = (begin[:, None] <= np.asarray(months)) & (end[:, None] >= np.asarray(months))
        return pd.DataFrame(within, index=active["rep"], columns=list(months)).groupby(level=0, sort=False).any()


def pieces_of(roster: pd.DataFrame) -> Pieces:
    """Cut a roster (rep, team, start, end; days or NaT) into pieces; rows without a rep are left out."""
    known = roster.loc[roster["rep"] != "", ["rep", "team"]].assign(
        first=_days(roster, "start", FIRST), last=_days(roster, "end", LAST)
    )
    single = ~known["rep"].duplicated(keep=False)
    always = single & (known["first"] == FIRST) & (known["last"] == LAST)
    open_ones = known[always].assign(active=True, piece=0)
    cut = [piece for _, rows in known[~always].groupby("rep", sort=False) for piece in _cut(rows)]
    columns = ["rep", "piece", "first", "last", "team", "active"]
    frame = pd.concat([open_ones[columns], pd.DataFrame(cut, columns=columns)] if cut else [open_ones[columns]])
    return Pieces(frame.reset_index(drop=True))


def _days(roster: pd.DataFrame, column: str, missing: np.datetime64) -> Any:
    days = roster.loc[roster["rep"] != "", column].to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), missing, days).astype("datetime64[s]")


def _cut(rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The pieces of one rep: between two days on which a row begins or has ended, nothing changes."""
    first, last = (rows[name].to_numpy().astype("datetime64[D]") for name in ("first", "last"))
    teams, order = rows["team"].to_numpy(), np.argsort(first, kind="stable")
    ends = last[last < LAST] + DAY
    begins = np.unique(np.concatenate([[FIRST], first, ends]))
    finish = np.append(begins[1:] - DAY, LAST)
    for piece, (begin, end) in enumerate(zip(begins, finish, strict=True)):
        active = [row for row in order if first[row] <= begin and last[row] >= end]
        yield rows["rep"].iloc[0], piece, begin, end, teams[(active or [*order])[-1]], bool(active)


def _month_number(days: pd.Series) -> Any:
    return days.to_numpy().astype("datetime64[M]").astype(np.int64) + parse_period("1970")[0]
