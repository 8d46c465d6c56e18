"""From checked tables to a Population: results rows are handed to the roster rows that were active, or set aside.

A result belongs to the roster row of its rep that was on the plan in its period; where two were, sums are split by
active share and means are given to both. What falls into a period without an active row is set aside and told, so
that credited + set aside = given. A period longer than the axis sits on its last part on the plan; the parts before it
are zero, not missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import STRETCHES, Stretch, period_label, share_active
from compsim.errors import Problem
from compsim.population.checking import Checked
from compsim.population.coding import Flags, Ints, ResultKeys, Spans, same_name
from compsim.population.deals import NO_REP, deal_results, hand_out_deals
from compsim.population.deals import OFF_PERIOD as OFF_PLAN
from compsim.population.people import Credit, Deals, Population
from compsim.population.remarks import gap_remarks, length_remarks, set_aside_remarks

Floats = NDArray[np.float64]

CREDITS: tuple[Credit, ...] = get_args(Credit)
NO_TEAM = "not a team of the roster"


@dataclass(frozen=True, eq=False)
class Assembly:
    """A population, and the rows of results and deals that it credits to nobody."""

    population: Population
    set_aside: pd.DataFrame  # rep, measure, period, actual, target, stretch, credit, reason; indexed by spreadsheet row
    deals_set_aside: pd.DataFrame | None = None  # the table's columns, credited, reason; indexed by spreadsheet row


@dataclass(frozen=True, eq=False)
class _Axis:
    periods: tuple[str, ...]  # (P)
    begin: Ints  # (n) first place on the axis of each results row
    end: Ints  # (n) last place on the axis of each results row


@dataclass(frozen=True, eq=False)
class _Shares:
    """Who gets which results row: k pairs of a results row and a roster row."""

    entry: Ints  # (k) position in the results
    row: Ints  # (k) position in the roster
    weight: Floats  # (k) ratio of the result; a results row's weights add up to 1
    place: Ints  # (k) the last period of the result's time in which the roster row is on the plan


def assemble(checked: Checked, *, currency: str = "", assumptions: tuple[str, ...] = ()) -> Assembly:
    """The population of checked tables; rows that cannot be credited are set aside with their reason."""
    roster, keys = checked.roster.reset_index(drop=True), checked.keys
    axis = _axis(keys.spans, *([] if checked.deal_keys is None else [checked.deal_keys.spans]))
    days = [roster[name].to_numpy(dtype="datetime64[us]") for name in ("start", "end")]
    eligible = share_active(days[0], days[1], axis.periods)
    grids = _Grids(checked, roster, axis, eligible)
    set_aside = _set_aside(checked, grids)
    deals, deals_set_aside = _deals(checked, grids, roster)
    results, targets = grids.results(), grids.targets()
    if deals is not None:
        results |= deal_results(deals, checked.deal_measures, eligible)
    notes = (
        *checked.notes,
        *set_aside_remarks(set_aside, roster, checked.definitions, checked.sources["results"]),
        *_deals_aside_remarks(deals_set_aside, roster, checked),
        *length_remarks(keys, checked.definitions, axis.periods, checked.sources["results"]),
        *gap_remarks(results, eligible, roster, axis.periods, checked.sources["results"]),
    )
    population = Population(
        roster=roster,
        periods=axis.periods,
        definitions=checked.definitions,
        results=results,
        targets=targets,
        eligible=eligible,
        paid=None if checked.paid is None else checked.paid.reset_index(drop=True),
        distinct=grids.distinct(),
        currency=currency or _currency(roster),
        assumptions=assumptions or checked.assumptions,
        notes=notes,
        deals=deals,
    )
    return Assembly(population, set_aside, deals_set_aside)


class _Grids:
    """The results table spread over roster rows (R) and periods (P)."""

    def __init__(self, checked: Checked, roster: pd.DataFrame, axis: _Axis, eligible: Floats) -> None:
        self.keys, self.axis, self.eligible = checked.keys, axis, eligible
        self.definitions = checked.definitions
        self.actual = checked.results["actual"].to_numpy(dtype=np.float64)
        self.target = checked.results["target"].to_numpy(dtype=np.float64)
        self.individual = self.keys.credit.rows_of({"", "individual"})
        self.counted = ~self.keys.stretch.rows_of({""})
        self.teams = pd.Index(roster["team"].unique())
        self.team = self.teams.get_indexer(pd.Index(roster["team"]))
        self.reps = pd.Index(roster["rep"].unique())
        self.rep = self.reps.get_indexer(pd.Index(roster["rep"]))
        self.shares = _hand_out(self.individual, self.keys, self)

    def results(self) -> dict[str, Floats]:
        """Actuals (R, P) of every summed or averaged measure."""
        kinds = {name: m.combine for name, m in self.definitions.items() if m.combine in ("sum", "mean")}
        return {name: self._spread(self.actual, self._of(name), kind == "sum") for name, kind in kinds.items()}

    def targets(self) -> dict[str, Floats]:
        """Targets (R, P) of every measure that has any; those of ratios and means hold for the whole of a period."""
        set_for = np.isfinite(self.target) & self.individual & ~self._repeated_targets()
        names = [name for name in self.definitions if (self._of(name) & set_for).any()]
        return {name: self._spread(self.target, self._of(name) & set_for, self._adds_up(name)) for name in names}

    def distinct(self) -> dict[tuple[str, Credit, Stretch], Floats]:
        """First-seen counts (R, P) of every distinct measure by credit and stretch; silence is zero."""
        grids: dict[tuple[str, Credit, Stretch], Floats] = {}
        for name in (name for name, measure in self.definitions.items() if measure.combine == "distinct"):
            for credit in CREDITS:
                for stretch in STRETCHES:
                    chosen = self._of(name) & self.keys.credit.rows_of({credit}) & self.keys.stretch.rows_of({stretch})
                    if chosen.any():
                        grids[name, credit, stretch] = self._counts(chosen, credit)
        return grids

    def _of(self, name: str) -> Flags:
        return self.keys.measure.rows_of({name})

    def _adds_up(self, name: str) -> bool:
        return self.definitions[name].combine in ("sum", "distinct")

    def _repeated_targets(self) -> Flags:
        """Rows of a distinct measure that repeat its target for another stretch (n)."""
        key = (self.keys.rep.codes * len(self.keys.measure.names) + self.keys.measure.codes).astype(np.int64)
        key = key * len(self.keys.period.names) + self.keys.period.codes
        given = np.flatnonzero(np.isfinite(self.target) & self.individual)
        repeated = np.zeros(len(key), dtype=bool)
        repeated[given] = pd.Series(key[given]).duplicated().to_numpy()
        return repeated

    def _counts(self, chosen: Flags, credit: Credit) -> Floats:
        if credit == "individual":
            return np.nan_to_num(self._spread(self.actual, chosen, adds_up=True))
        if credit == "team":
            circle, size, of_row = self.keys.rep.places_in(self.teams), len(self.teams), self.team
        elif credit == "reports":
            circle, size, of_row = self.keys.rep.places_in(self.reps), len(self.reps), self.rep
        else:
            circle, size, of_row = np.zeros(len(chosen), dtype=np.int64), 1, np.zeros_like(self.team)
        rows = np.flatnonzero(chosen & (circle >= 0) & np.isfinite(self.actual))
        width = len(self.axis.periods)
        sums = np.bincount(circle[rows] * width + self.axis.end[rows], self.actual[rows], size * width)
        grid: Floats = sums.reshape(size, width)[of_row]
        return grid

    def _spread(self, values: Floats, chosen: Flags, adds_up: bool) -> Floats:
        """Chosen values on the grid (R, P): sums are split and sit on their last period, others hold for each."""
        shares = self.shares
        pairs = np.flatnonzero((chosen & np.isfinite(values))[shares.entry])
        entry, row = shares.entry[pairs], shares.row[pairs]
        of_pair, place = _every_place(self.axis.begin[entry], shares.place[pairs])
        grid = np.full(self.eligible.shape, np.nan)
        inside = self.eligible[row[of_pair], place] > 0
        of_pair, place = of_pair[inside], place[inside]
        if not adds_up:
            grid[row[of_pair], place] = values[entry[of_pair]]
            return grid + 0.0
        grid[row[of_pair], place] = 0.0
        np.add.at(grid, (row, shares.place[pairs]), values[entry] * shares.weight[pairs])
        return grid + 0.0  # -0.0 becomes 0.0: equal data, equal fingerprint


def _currency(roster: pd.DataFrame) -> str:
    """The one currency that the roster's optional column names; several are refused before."""
    named = set(roster["currency"]) - {""} if "currency" in roster else set()
    return str(next(iter(named), ""))


def _axis(spans: Spans, *others: Spans) -> _Axis:
    """The shortest period in the data is the step of the axis; every results row covers one place on it or more."""
    first, months = (np.concatenate(parts) for parts in zip(spans, *others, strict=True))
    step, start, end = int(months.min()), int(first.min()), int((first + months).max())
    periods = tuple(period_label(month, step) for month in range(start, end, step))
    return _Axis(periods, (spans[0] - start) // step, (spans[0] + spans[1] - start) // step - 1)


def _hand_out(individual: Flags, keys: ResultKeys, grids: _Grids) -> _Shares:
    """Pair each individual result with the roster rows of its rep that are active in its time."""
    rep = np.where(individual, keys.rep.places_in(grids.reps), -1)
    entry, row = same_name(rep, grids.rep.astype(np.int64))
    return _weighted(entry, row, grids.eligible, grids.axis)


def _weighted(entry: Ints, row: Ints, eligible: Floats, axis: _Axis) -> _Shares:
    """Weigh the pairs by active share; pairs without any active day fall out."""
    active = np.pad(eligible, ((0, 0), (1, 0))).cumsum(axis=1)
    begin, end = axis.begin[entry], axis.end[entry]
    places = np.where(eligible > 0, np.arange(eligible.shape[1]), -1)
    last = np.maximum.accumulate(places, axis=1)[row, end]
    keep = last >= begin
    entry, row, last, begin, end = entry[keep], row[keep], last[keep], begin[keep], end[keep]
    share = active[row, end + 1] - active[row, begin]
    whole = np.bincount(entry, share, minlength=len(axis.begin))
    return _Shares(entry, row, share / whole[entry], last)


def _every_place(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Each place from begin to end, both inside, of each span (k): which span, and which place."""
    lengths = end - begin + 1
    span = np.repeat(np.arange(len(begin)), lengths)
    return span, np.arange(len(span)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(begin, lengths)


def _deals(checked: Checked, grids: _Grids, roster: pd.DataFrame) -> tuple[Deals | None, pd.DataFrame | None]:
    if checked.deals is None or checked.deal_keys is None:
        return None, None
    return hand_out_deals(checked.deals, checked.deal_keys, roster, grids.eligible, grids.axis.periods)


def _deals_aside_remarks(aside: pd.DataFrame | None, roster: pd.DataFrame, checked: Checked) -> list[Problem]:
    if aside is None:
        return []
    amounts = aside.assign(actual=aside["credited"])
    return set_aside_remarks(amounts, roster, checked.definitions, checked.sources["deal_credits"])


def _set_aside(checked: Checked, grids: _Grids) -> pd.DataFrame:
    """Results rows that nobody is credited with, and why."""
    keys, known = grids.keys, np.zeros(len(grids.actual), dtype=bool)
    known[grids.shares.entry] = True
    on_roster, teams = keys.rep.places_in(grids.reps) >= 0, keys.rep.places_in(grids.teams) >= 0
    team, named = keys.credit.rows_of({"team"}), grids.individual | keys.credit.rows_of({"reports"})
    reason = np.select([team & ~teams, named & ~on_roster, grids.individual & ~known], [NO_TEAM, NO_REP, OFF_PLAN], "")
    left: pd.DataFrame = checked.results[reason != ""].copy()
    left["reason"] = reason[reason != ""]
    return left
