"""The people of last year: who was on which plan when, what each was asked for and what each brought.

Results are stored per roster row and period and added up on demand, because only the plan knows over which
stretch and for which circle of people they count. Ratios, distinct counts and means are never summed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import Proration, Stretch, last_day, months_of, months_since, share_active, stretch_of
from compsim.errors import PopulationError, Problem, did_you_mean
from compsim.population.lines import lines_of, sum_below
from compsim.population.past import first_days, year_earlier

Credit = Literal["individual", "team", "reports", "company"]
Combine = Literal["sum", "ratio", "mean", "distinct"]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """How one measure's figures combine over periods and people.

    `ratio` divides the sums of two other measures, `mean` averages what is there, `distinct` counts each thing once
    and therefore needs a figure of its own for each stretch and circle of people it is asked for.
    """

    name: str
    combine: Combine = "sum"
    numerator: str = ""  # a summed measure, for ratio
    denominator: str = ""  # a summed measure, for ratio
    unit: Literal["money", "count", "ratio", ""] = ""
    better: Literal["higher", "lower"] = "higher"
    title: str = ""


@dataclass(frozen=True, eq=False)
class Deals:
    """Single deals behind summed results; D credited deals."""

    deal: NDArray[np.object_]  # (D) the deal's name
    row: NDArray[np.int64]  # (D) roster row
    period: NDArray[np.int64]  # (D) place on the axis
    measure: NDArray[np.object_]  # (D)
    amount: Floats  # (D) credited amount, in the measure's unit
    share: Floats  # (D) which share of the whole deal it is, 0..1
    attributes: pd.DataFrame  # (D) what else is known about the deal, default index 0..D-1

    def within(self, inside: NDArray[np.bool_]) -> Deals:
        """The deals of the periods that stay (P), with their places on the axis that is left."""
        kept = inside[self.period]
        places = (np.cumsum(inside) - 1)[self.period[kept]]
        attributes = self.attributes[kept].reset_index(drop=True)
        return Deals(
            self.deal[kept], self.row[kept], places, self.measure[kept], self.amount[kept], self.share[kept], attributes
        )

    def sums(self, measure: str, chosen: NDArray[np.bool_], shape: tuple[int, ...]) -> Floats:
        """Sum of the chosen deals (D) of a measure by roster row and period: an array of that shape (R, P)."""
        picked = np.flatnonzero(chosen & (self.measure == measure))
        sums = np.zeros(shape)
        np.add.at(sums, (self.row[picked], self.period[picked]), self.amount[picked])
        return sums + 0.0  # -0.0 becomes 0.0


@dataclass(frozen=True, eq=False)
class Population:
    """People, their targets and their results on one time axis; R roster rows, P periods.

    `results` and `targets` hold one array (R, P) a measure: what the row itself brought or was asked for in that
    period, NaN where the data are silent. `distinct` holds (measure, credit, stretch) -> (R, P): things counted for
    the first time in that stretch, so that they add up to distinct counts to date.
    """

    roster: pd.DataFrame  # (R) rep, role, team, manager, start, end, fte, base_salary, target_incentive, attributes
    periods: tuple[str, ...]  # (P)
    definitions: Mapping[str, Measure]
    results: Mapping[str, Floats]  # measure -> (R, P) in the measure's own unit
    targets: Mapping[str, Floats]  # measure -> (R, P) in the measure's own unit
    eligible: Floats  # (R, P) share of the period on the plan, 0..1
    paid: pd.DataFrame | None = None  # rep, period (may be missing), paid (money)
    distinct: Mapping[tuple[str, Credit, Stretch], Floats] = field(default_factory=dict)
    currency: str = ""
    assumptions: tuple[str, ...] = ()  # constants the data lacked and somebody stated
    notes: tuple[Problem, ...] = ()  # what loading noticed and did not refuse
    deals: Deals | None = None  # the single deals behind some of the results, if they are known

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that a plan may name, in alphabetical order."""
        return tuple(sorted(self.definitions))

    @property
    def fingerprint(self) -> str:
        """A hash of everything that can change a payout; equal data give equal fingerprints on every machine."""
        digest = hashlib.sha256()
        for frame in (self.roster, self.paid):
            digest.update(b"-" if frame is None else frame.to_csv(index=False, lineterminator="\n").encode())
        for name, table in (("results", self.results), ("targets", self.targets)):
            for measure in sorted(table):
                digest.update(f"{name}.{measure}".encode() + _as_bytes(table[measure]))
        for key in sorted(self.distinct):
            digest.update(repr(key).encode() + _as_bytes(self.distinct[key]))
        digest.update(_as_bytes(self.eligible))
        digest.update(repr((self.periods, sorted(self.definitions.items()), self.currency)).encode())
        digest.update(b"" if self.deals is None else _deals_as_bytes(self.deals))
        return digest.hexdigest()

    def share(self, counted: Proration = "days") -> Floats:
        """Share of each period that counts for pay (R, P), 0..1: by days, or each roster row by whole months."""
        if counted == "days":
            return self.eligible
        return share_active(self._days("start"), self._days("end"), self.periods, counted)

    def incentive(self, counted: Proration = "days") -> Floats:
        """Target incentive of each row and period (R, P), money: a year's × fte × share that counts × months ÷ 12."""
        return self._prorated("target_incentive", counted)

    def base_salary(self, counted: Proration = "days") -> Floats:
        """Base salary of each row and period (R, P), money, prorated like the target incentive."""
        return self._prorated("base_salary", counted)

    def tenure(self) -> Floats:
        """Months from the month of the rep's earliest start to the period's first month (R, P); NaN if none is known.

        A rep with an open start was there before the data begin: their tenure is not known.
        """
        return months_since(first_days(self.roster["rep"], self._days("start")), self.periods)

    def share_of_first_months(self, months: int) -> Floats:
        """Share of each period's months within the first `months` of tenure (R, P), 0..1; 0 if no start is known."""
        begins, lengths = self.tenure(), months_of(self.periods)
        inside = np.minimum(begins + lengths, months) - np.maximum(begins, 0.0)
        return np.asarray(np.nan_to_num(np.clip(inside, 0.0, None) / lengths), dtype=np.float64)

    def sum_deals(self, measure: str, chosen: NDArray[np.bool_]) -> Floats:
        """Sum of the chosen deals (D) of a measure by row and period (R, P), in its unit; zero where there are none."""
        self._definition(measure)
        if self.deals is None:
            fix = "Give a deal_credits table with the deals behind the results."
            raise PopulationError([Problem("deal_credits", f"no single deals are known for '{measure}'", fix)])
        return self.deals.sums(measure, chosen, self.eligible.shape)

    def a_year_earlier(self, measure: str) -> Floats:
        """The rep's result twelve months before each period, by the rows' days in it (R, P), in the measure's unit.

        All rows of the rep are added up, whatever their role. NaN where the data do not reach back, where the rep
        was not on the plan or has no result then, and where the row is not on the plan now. Summed measures only.
        """
        if self._definition(measure).combine != "sum":
            says = f"'{measure}' does not add up, so there is no result a year earlier to build on"
            raise PopulationError([Problem("results", says, "Name a summed measure.")])
        return year_earlier(self.results[measure], self.eligible, self.roster["rep"], self.periods)

    def actual(self, measure: str, credit: Credit, stretch: Stretch, year_starts: int = 1) -> Floats:
        """Result to date within the stretch (R, P), in the measure's unit; NaN where it is missing or undefined."""
        groups = stretch_of(self.periods, stretch, year_starts)
        if self._definition(measure).combine == "distinct":
            return running_sum(self._first_seen(measure, credit, stretch), groups)
        return self.actual_in(measure, credit, groups)

    def actual_in(self, measure: str, credit: Credit, groups: NDArray[np.int64]) -> Floats:
        """Result to date within any grouping of the periods (R, P), for every measure but a distinct count."""
        definition = self._definition(measure)
        if definition.combine == "ratio":
            above = self.actual_in(definition.numerator, credit, groups)
            below = self.actual_in(definition.denominator, credit, groups)
            return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)
        own = self.results[measure]
        if definition.combine == "mean":
            return self._running_mean(own, credit, groups)
        return running_sum(self.credited(own, credit), groups)

    def target(self, measure: str, credit: Credit, stretch: Stretch, year_starts: int = 1) -> Floats:
        """Target to date within the stretch (R, P), in the measure's unit; NaN where nobody set one.

        Targets of summed measures add up; targets of ratios and means are averaged; a distinct count's target adds up.
        """
        definition = self._definition(measure)
        groups = stretch_of(self.periods, stretch, year_starts)
        own = self.targets.get(measure)
        if own is None:
            return np.full(self.eligible.shape, np.nan)
        return self.add_up_targets(own, credit, groups, definition.combine)

    def add_up_targets(self, own: Floats, credit: Credit, groups: NDArray[np.int64], combine: Combine) -> Floats:
        """Add individual targets (R, P) up over people and periods the way the measure combines."""
        if combine in ("ratio", "mean"):
            return self._running_mean(own, credit, groups)
        return running_sum(self.credited(own, credit, missing_counts=True), groups)

    def members(self, credit: Credit) -> Floats:
        """How many people share a result of this credit (R, P): 1 for individual, else the circle's active rows."""
        if credit == "individual":
            return np.ones_like(self.eligible)
        return self.over_circle((self.eligible > 0).astype(np.float64), credit)

    def over_circle(self, own: Floats, credit: Credit) -> Floats:
        """Sum over the same team, over all below a manager, or over all (R, P); NaN counts as nothing.

        Whoever has no team is not in one with the others: the sum of their team is NaN; and so is the sum of the
        reports of a row that leads nobody while it is on the plan. Individual is the row itself.
        """
        known = np.nan_to_num(own, nan=0.0)
        if credit == "individual":
            return known
        if credit == "company":
            return np.broadcast_to(known.sum(axis=0), own.shape).copy()
        if credit == "reports":
            last_days = np.array([last_day(label) for label in self.periods], dtype="datetime64[us]")
            lines = lines_of(self._names("rep"), self._names("manager"), self._days("start"), last_days)
            return sum_below(known, self.eligible > 0, lines)
        codes, names = pd.factorize(self.roster["team"], use_na_sentinel=False)
        totals = np.zeros((len(names), own.shape[1]))
        np.add.at(totals, codes, known)
        totals[[name == "" for name in names]] = np.nan
        return totals[codes]

    def missing(self, measure: str) -> NDArray[np.bool_]:
        """True where a row on the plan has no result of this measure in a period (R, P)."""
        definition = self._definition(measure)
        if definition.combine == "ratio":
            return self.missing(definition.numerator) | self.missing(definition.denominator)
        if definition.combine == "distinct":
            return np.zeros(self.eligible.shape, dtype=bool)
        return np.isnan(self.results[measure]) & (self.eligible > 0)

    def _definition(self, measure: str) -> Measure:
        if measure not in self.definitions:
            hint = did_you_mean(measure, self.measures)
            raise PopulationError([Problem("results", f"no measure '{measure}' in the results", hint)])
        return self.definitions[measure]

    def _first_seen(self, measure: str, credit: Credit, stretch: Stretch) -> Floats:
        key = (measure, credit, stretch)
        if key not in self.distinct:
            known = ", ".join(f"{c} by {s}" for m, c, s in sorted(self.distinct) if m == measure) or "none"
            says = f"'{measure}' counts distinct things, and there is no count for {credit} by {stretch}"
            fix = f"Credit it from deals, or give rows with stretch and credit. Known: {known}."
            raise PopulationError([Problem("results", says, fix)])
        return self.distinct[key]

    def _prorated(self, column: str, counted: Proration) -> Floats:
        yearly = (self.roster[column] * self.roster["fte"]).to_numpy(dtype=np.float64)
        return yearly[:, None] * self.share(counted) * (months_of(self.periods) / 12.0)

    def _days(self, column: str) -> NDArray[np.datetime64]:
        """A column of days of the roster (R); open where there is none."""
        if column not in self.roster:
            return np.full(len(self.roster), np.datetime64("NaT"), dtype="datetime64[us]")
        return self.roster[column].to_numpy(dtype="datetime64[us]")

    def _names(self, column: str) -> NDArray[np.object_]:
        """A column of names of the roster (R); empty text where there is none."""
        names = self.roster[column] if column in self.roster else pd.Series("", index=self.roster.index)
        return names.to_numpy(dtype=object)

    def credited(self, own: Floats, credit: Credit, *, missing_counts: bool = False) -> Floats:
        """What counts for a row in each period: silent cells outside the row's time are zero, inside they stay NaN."""
        if credit != "individual":
            return self.over_circle(own, credit)
        outside = (self.eligible == 0) | missing_counts
        silent_row = np.isnan(own).all(axis=1, keepdims=True) & missing_counts
        return np.where(np.isnan(own) & outside & ~silent_row, 0.0, own)

    def _running_mean(self, own: Floats, credit: Credit, groups: NDArray[np.int64]) -> Floats:
        known = np.isfinite(own).astype(np.float64)
        if credit != "individual":
            known = self.over_circle(known, credit)
            own = self.over_circle(own, credit)
        total, count = running_sum(np.nan_to_num(own, nan=0.0), groups), running_sum(known, groups)
        return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _as_bytes(values: Floats) -> bytes:
    """The same bytes on every machine."""
    return np.ascontiguousarray(values, dtype="<f8").tobytes()


def _deals_as_bytes(deals: Deals) -> bytes:
    """Everything about the deals, as text and then figures."""
    keys = pd.DataFrame({"deal": deals.deal, "row": deals.row, "period": deals.period, "measure": deals.measure})
    texts = (frame.to_csv(index=False, lineterminator="\n") for frame in (keys, deals.attributes))
    return "".join(texts).encode() + _as_bytes(deals.amount) + _as_bytes(deals.share)


def running_sum(values: Floats, groups: NDArray[np.int64]) -> Floats:
    """Running sums along the periods (R, P) that restart with each new group (P)."""
    sums = values.copy()
    for place in range(1, len(groups)):
        if groups[place] == groups[place - 1]:
            sums[:, place] += sums[:, place - 1]
    return sums
