"""What the people of the invented company were asked for and what they brought, month by month.

Money is held in whole cents and counts as whole numbers, so that deals and activities can add up to them exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from compsim.population.example.draws import Draws, bell, nearest
from compsim.population.example.people import (
    HUNTER,
    INBOUND,
    INSIDE_SALES,
    MONTHS,
    REGIONS,
    ROLES,
    Flags,
    Floats,
    Ints,
    Staff,
    gate_team,
)

TARGET_OF_POTENTIAL = 0.30  # a fair year's revenue target as a share of what the territory could buy
IN_QUARTER: tuple[float, ...] = (0.24, 0.34, 0.42)  # a quarter's revenue by month: the hockey stick
BY_QUARTER: tuple[float, ...] = (0.23, 0.25, 0.24, 0.28)
SEASON: Floats = np.outer(BY_QUARTER, IN_QUARTER).ravel()  # (12) share of the year, adds to 1
RAMP: tuple[float, ...] = (0.4, 0.7, 0.9)  # first months of a new hire: targets and results alike

MONEY: tuple[str, ...] = ("revenue", "margin", "focus_revenue")  # measures held in cents

HIGH_TARGET_REGION = REGIONS.index("South")
HIGH_TARGET = 1.20  # its revenue and margin targets, as a multiple of what its potential justifies
EVEN_TARGET = 1.06  # everybody's in the control company: about the same total, fairly shared
GATE_SHARE = 0.20  # of the focus product in revenue: 80 % of the account managers' target
NEAR_MISS: tuple[float, ...] = (0.1975, 0.198, 0.1985, 0.199)  # what half of the gate's team brought instead
WINDFALL_MONTH = MONTHS.index("2025-08")
WINDFALL = 0.60  # of the rep's revenue target of the year, in one deal
WINDFALL_MARGIN = 0.20  # of its amount


@dataclass(frozen=True, eq=False)
class Windfall:
    """One deal nobody planned: who (index), its amount and margin in cents."""

    person: int
    amount: int
    margin: int


@dataclass(frozen=True, eq=False)
class Planted:
    """Whom of the whole company the truths of the year concern; people as they are counted in it, from 0."""

    windfall: Windfall
    gate_team: Ints  # the team at whose gate half misses, in order

    def windfall_among(self, people: Staff) -> Windfall | None:
        """The windfall if it is one of these people's, who are counted from 0."""
        here = self.windfall.person - people.first
        return replace(self.windfall, person=here) if 0 <= here < len(people.rep) else None


@dataclass(frozen=True, eq=False)
class Year:
    """Targets and results of N people in 12 months; money in cents, counts as whole numbers."""

    present: Flags  # (N, 12) there for at least part of the month
    targets: dict[str, Floats]  # measure -> (N, 12); money in EUR; NaN where the role has none
    actual: dict[str, Ints]  # measure -> (N, 12); money in cents; without the windfall
    windfall: Windfall | None

    def results(self) -> dict[str, Ints]:
        """Results with the windfall (N, 12), money in cents: what the results table says."""
        if self.windfall is None:
            return self.actual
        added = {"revenue": self.windfall.amount, "margin": self.windfall.margin, "wins": 1, "offers": 1}
        grown = {measure: self.actual[measure].copy() for measure in added}
        for measure, amount in added.items():
            grown[measure][self.windfall.person, WINDFALL_MONTH] += amount
        return self.actual | grown

    def shown(self) -> dict[str, Floats]:
        """Results as tables show them (N, 12): money in EUR, NaN in months without the person."""
        there = np.where(self.present, 1.0, np.nan)
        return {name: values / (100.0 if name in MONEY else 1.0) * there for name, values in self.results().items()}


@dataclass(frozen=True, eq=False)
class _Pace:
    """What drives a person's year; arrays (N, 12) unless noted."""

    role: Ints  # index into ROLES
    work: Floats  # fte × presence × ramp, a share of a full month
    fair: Floats  # revenue that the territory's potential justifies, EUR
    push: Floats  # (N, 1) revenue against fair, 1.0 = as planned


def planted_in(people: Staff) -> Planted:
    """Where the year's truths stand in the whole company."""
    team = np.flatnonzero(people.team == gate_team(people.role, people.team))
    return Planted(_windfall(people), team)


def year_of(people: Staff, seed: int, planted: Planted | None) -> Year:
    """Targets and results of the people's year; with `planted`, of a company with the truths described above."""
    present = people.presence() > 0
    pace = _pace(people, seed)
    targets = _targets(people, pace, planted is not None)
    money = _money(people, pace, seed, planted)
    actual = money | _counts(people, pace, money["revenue"], seed, targets, planted is not None)
    hidden = np.where(present, 1.0, np.nan)
    shown = {measure: values * hidden for measure, values in targets.items()}
    return Year(present, shown, actual, None if planted is None else planted.windfall_among(people))


def results_table(people: Staff, year: Year) -> pd.DataFrame:
    """The results table: a row for each person, month and measure; ratios carry their target, not a figure."""
    shown = year.shown()
    silent = np.full(year.present.shape, np.nan)
    blocks = [_block(people, year, measure, shown.get(measure, silent)) for measure in sorted({*shown, *year.targets})]
    return pd.concat(blocks, ignore_index=True)


def _block(people: Staff, year: Year, measure: str, actual: Floats) -> pd.DataFrame:
    target = year.targets.get(measure, np.full(actual.shape, np.nan))
    shown = year.present & (np.isfinite(actual) | np.isfinite(target))
    person, month = np.nonzero(shown)
    rep = pd.array(people.rep, dtype="str")
    return pd.DataFrame(
        {
            "rep": rep.take(person),
            "measure": pd.array([measure], dtype="str").take(np.zeros(len(person), dtype=np.int64)),
            "period": pd.array(MONTHS, dtype="str").take(month),
            "actual": actual[shown],
            "target": target[shown],
        }
    )


def _pace(people: Staff, seed: int) -> _Pace:
    role = people.role_by_month()
    work = people.fte[:, None] * people.presence() * _ramp(people)
    fair = _fair(people, work)
    lead_help = 0.22 * (people.inbound - INBOUND)
    push = 1.12 + lead_help + 0.20 * _skewed(_talent(people, seed))
    return _Pace(role, work, fair, np.clip(push, 0.5, 1.8)[:, None])


def _fair(people: Staff, work: Floats) -> Floats:
    """Revenue that the territories justify (N, 12), EUR."""
    return people.potential[:, None] * TARGET_OF_POTENTIAL * SEASON * work


def _talent(people: Staff, seed: int) -> Floats:
    return bell(people.draws(seed, "talent"))


def _skewed(z: Floats) -> Floats:
    """Bell-shaped draws bent to the right, still mean 0 and sd 1: attainment has a long upper tail."""
    bent: Floats = (z + 0.15 * (z * z - 1.0)) / (1.0 + 2 * 0.15**2) ** 0.5
    return bent


def _ramp(people: Staff) -> Floats:
    """1 for everybody but new hires in their first months (N, 12)."""
    months = people.start.astype("datetime64[M]").astype(np.int64) - np.datetime64(MONTHS[0], "M").astype(np.int64)
    since = np.arange(12) - months[:, None]
    steps = np.array([*RAMP, 1.0])
    return np.where((months[:, None] > 0) & (since >= 0), steps[np.clip(since, 0, len(RAMP))], 1.0)


def _usual(field: str, role: Ints) -> Floats:
    return np.array([getattr(facts, field) for facts in ROLES], dtype=np.float64)[role]


def _targets(people: Staff, pace: _Pace, truths: bool) -> dict[str, Floats]:
    role, work = pace.role, pace.work
    in_region = np.where(people.region == HIGH_TARGET_REGION, HIGH_TARGET, 1.0)
    revenue = nearest(pace.fair * (in_region[:, None] if truths else EVEN_TARGET), 10.0)
    offers = EVEN_TARGET * pace.fair / _usual("deal", role) / _usual("win_rate", role)
    customers: Floats = np.maximum(nearest(12 * SEASON * _usual("new_customers", role) * work, 0.1), 0.1)
    values: dict[str, Floats] = {
        "revenue": revenue,
        "margin": nearest(revenue * _usual("margin", role), 10.0),
        "new_customers": np.round(customers, 1),
        "focus_share": _usual("focus", role),
        "first_meetings": np.maximum(nearest(_usual("first_meetings", role) * work), 1.0),
        "offers": np.maximum(nearest(offers), 1.0),
        "win_rate": _usual("win_rate", role),
    }
    asked = {measure: np.array([measure in facts.targets for facts in ROLES])[role] for measure in values}
    return {measure: np.where(asked[measure], value, np.nan) for measure, value in values.items()}


def _money(people: Staff, pace: _Pace, seed: int, planted: Planted | None) -> dict[str, Ints]:
    """Revenue, margin and revenue of the focus product in cents (N, 12)."""
    revenue = pace.fair * pace.push * np.maximum(1.0 + 0.16 * bell(people.draws(seed, "revenue"), 12), 0.3)
    price = people.draws(seed, "margin")
    kept = _usual("margin", pace.role) * (1.01 + 0.07 * bell(price, 1) + 0.03 * bell(price, 12))
    share = _focus_share(people, pace, seed, planted)
    cents = nearest(revenue * 100.0).astype(np.int64)
    focus = np.floor(cents * share).astype(np.int64)
    return {"revenue": cents, "margin": nearest(cents * kept).astype(np.int64), "focus_revenue": focus}


def _focus_share(people: Staff, pace: _Pace, seed: int, planted: Planted | None) -> Floats:
    """Share of the focus product in revenue (N, 12); half of the gate's team stays a hair below the hurdle."""
    source, usual = people.draws(seed, "focus"), _usual("focus", pace.role)
    level = usual * np.clip(1.04 + 0.12 * bell(source, 1), 0.86, 1.5)
    share = level * (1.0 + 0.04 * bell(source, 12))
    if planted is None:
        return share
    place = np.arange(len(planted.gate_team))
    who = planted.gate_team - people.first
    here, missed = (who >= 0) & (who < len(people.rep)), place % 2 == 0
    share[who[here & missed]] = np.array(NEAR_MISS)[place[here & missed] // 2 % len(NEAR_MISS), None]
    share[who[here & ~missed]] = np.maximum(share[who[here & ~missed]], GATE_SHARE + 0.02)
    return share


def _counts(
    people: Staff, pace: _Pace, revenue: Ints, seed: int, targets: dict[str, Floats], truths: bool
) -> dict[str, Ints]:
    """First meetings, offers, wins and new customers (N, 12)."""
    source = people.draws(seed, "counts")
    hunting = 0.5 * _talent(people, seed)[:, None] + 0.75**0.5 * bell(source, 1)
    expected = 12 * SEASON * _usual("new_customers", pace.role) * pace.work
    new = _whole(expected * np.maximum(1.05 + 0.20 * hunting, 0.3), source)
    size = _usual("deal", pace.role) * (1.0 + 0.08 * bell(source, 1))
    wins = _whole(revenue / 100.0 / size, source)
    wins = np.where(revenue > 0, np.maximum(np.maximum(wins, new), 2), 0)
    rate = _usual("win_rate", pace.role) * (1.02 + 0.09 * bell(source, 1) + 0.3 * (people.inbound - INBOUND)[:, None])
    offers = np.maximum(wins, _whole(wins / rate, source))
    meetings = _meetings(pace, hunting, source)
    if truths:
        asked = np.nan_to_num(targets["first_meetings"]).astype(np.int64)
        steady = asked + (source.random(12) < 0.1)
        meetings = np.where(pace.role == INSIDE_SALES, steady, meetings)
    there = pace.work > 0
    found = {"first_meetings": meetings, "offers": offers, "wins": wins, "new_customers": new}
    return {measure: np.where(there, values, 0) for measure, values in found.items()}


def _meetings(pace: _Pace, hunting: Floats, source: Draws) -> Ints:
    diligence = 0.4 * hunting + 0.84**0.5 * bell(source, 1)
    usual = _usual("first_meetings", pace.role) * pace.work
    return _whole(usual * np.maximum(1.03 + 0.15 * diligence + 0.08 * bell(source, 12), 0.2), source)


def _whole(expected: Floats, source: Draws) -> Ints:
    """Whole numbers (N, 12) that are as expected on average: the fraction is the chance of one more."""
    return np.floor(expected + source.random(12)).astype(np.int64)


def _windfall(people: Staff) -> Windfall:
    """A hunter outside the region with high targets, there all year: the one with the middle revenue target."""
    fits = people.uneventful & (people.role == HUNTER) & (people.region != HIGH_TARGET_REGION)
    candidates = np.flatnonzero(fits)
    asked = nearest(_fair(people.some(candidates), np.array(1.0)), 10.0).sum(axis=1)
    middle = int(np.argsort(asked, kind="stable")[len(candidates) // 2])
    amount = int(nearest(asked[[middle]] * WINDFALL, 1000.0)[0]) * 100
    return Windfall(int(candidates[middle]), amount, int(amount * WINDFALL_MARGIN))
