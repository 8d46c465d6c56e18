"""The people of the invented company: who they are, what they may sell to and when they were there."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.calendar import periods_between, share_active
from compsim.population.example.draws import Draws, bell, draws, nearest, stream

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Dates = NDArray[np.datetime64]

YEAR = 2025
MONTHS: tuple[str, ...] = periods_between(f"{YEAR}-01", f"{YEAR}-12", 1)
REGIONS: tuple[str, ...] = ("North", "Centre", "South")
SEGMENTS: tuple[str, ...] = ("industry", "trade", "public")
GENDERS: tuple[str, ...] = ("f", "m")
TEAM_SIZE = 8  # people a manager leads, about

HIRE_DAYS: tuple[str, ...] = ("2025-02-01", "2025-03-16", "2025-05-01", "2025-07-01", "2025-09-16")
LEAVE_DAYS: tuple[str, ...] = ("2025-03-31", "2025-06-15", "2025-08-31", "2025-10-15")
NEW_ROLE_FROM, NEW_INCENTIVE_FROM = "2025-07-01", "2025-04-01"
SENIOR_PAY = 1.15  # of the role's usual pay
INBOUND = 0.30  # share of a rep's leads that come in by themselves, where they are dealt out fairly
INBOUND_TO_SENIORS, INBOUND_TO_JUNIORS = 0.46, 0.16  # where they are not


@dataclass(frozen=True)
class RoleFacts:
    """What is usual in a role, for a full-time person; money in EUR, a year unless it says a month."""

    name: str
    letter: str
    headcount: float  # share of all people
    base_salary: float
    target_incentive: float
    potential: float  # what the territory could buy in a year
    deal: float  # average size of a won deal
    margin: float  # of revenue
    focus: float  # share of the focus product in revenue
    new_customers: float  # a month
    first_meetings: float  # a month
    win_rate: float
    targets: tuple[str, ...]  # the measures that carry a target


ROLES: tuple[RoleFacts, ...] = (
    RoleFacts(
        "hunter", "H", 26 / 72, 50_000, 26_000, 2_000_000, 11_500, 0.32, 0.20, 2.0, 18, 0.27,
        ("revenue", "margin", "new_customers", "focus_share", "first_meetings", "win_rate"),
    ),
    RoleFacts(
        "account_manager", "A", 24 / 72, 56_000, 20_000, 3_800_000, 15_500, 0.28, 0.25, 0.8, 14, 0.42,
        ("revenue", "margin", "focus_share", "first_meetings", "win_rate"),
    ),
    RoleFacts(
        "inside_sales", "I", 22 / 72, 38_000, 10_000, 1_000_000, 3_200, 0.35, 0.22, 3.2, 40, 0.30,
        ("revenue", "new_customers", "first_meetings", "offers", "win_rate"),
    ),
)  # fmt: skip
HUNTER, ACCOUNT_MANAGER, INSIDE_SALES = range(3)


@dataclass(frozen=True, eq=False)
class Staff:
    """The company's N people, or some of them; arrays are (N) unless they say otherwise, money in EUR."""

    rep: list[str]
    role: Ints  # index into ROLES, at the start
    region: Ints  # index into REGIONS
    team: Ints  # index into teams, at the start
    teams: list[str]
    senior: Flags
    tenure: Ints  # full years
    fte: Floats  # share
    gender: Ints  # index into GENDERS
    segment: Ints  # index into SEGMENTS
    potential: Floats  # what the territory could buy in a full year
    inbound: Floats  # share of the leads
    base_salary: Floats  # a year, full-time
    target_incentive: Floats  # a year, full-time
    start: Dates
    end: Dates  # NaT while still there
    new_role: Flags  # a hunter who becomes an account manager in the same region
    new_incentive: Flags
    company: int  # people in the whole company
    first: int = 0  # which of them the first one here is

    @property
    def uneventful(self) -> Flags:
        """Full-time and there all year in one role with one incentive."""
        there = (self.start == np.datetime64(MONTHS[0] + "-01")) & np.isnat(self.end)
        changed = self.new_role | self.new_incentive
        return np.asarray(there & (self.fte == 1.0) & ~changed, dtype=np.bool_)

    def some(self, chosen: slice | Ints) -> Staff:
        """Some of the people, with all the company's teams."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        rows: dict[str, Any] = {name: values[chosen] for name, values in own.items() if isinstance(values, np.ndarray)}
        reps = np.array(self.rep, dtype=object)[chosen].tolist()
        return replace(self, rep=reps, first=chosen.start if isinstance(chosen, slice) else self.first, **rows)

    def draws(self, seed: int, purpose: str) -> Draws:
        """These people's draws for one purpose: the same as if everybody's were drawn."""
        return draws(seed, purpose, self.company, self.first, len(self.rep))

    def presence(self) -> Floats:
        """Share of each month the person was there (N, 12)."""
        return share_active(self.start, self.end, MONTHS)

    @property
    def managers(self) -> list[str]:
        """Who leads each team."""
        width = max(2, len(str(len(self.teams))))
        return [f"Manager {number:0{width}d}" for number in range(1, len(self.teams) + 1)]

    def role_by_month(self) -> Ints:
        """Index into ROLES for each month (N, 12)."""
        later = np.array(MONTHS) >= NEW_ROLE_FROM[:7]
        return np.where(self.new_role[:, None] & later, ACCOUNT_MANAGER, self.role[:, None]).astype(np.int64)


def staff(reps: int, seed: int, truths: bool) -> Staff:
    """The people of the company of `reps` people; with `truths`, inbound leads go mostly to seniors."""
    role, region = _roles(reps), np.zeros(reps, dtype=np.int64)
    for index in range(len(ROLES)):
        inside = role == index
        region[inside] = np.arange(inside.sum()) * len(REGIONS) // inside.sum()
    team, teams = _teams(role, region)
    started, ended, new_role, new_incentive = _events(role, region, team, seed)
    hired = started > np.datetime64(MONTHS[0] + "-01")
    tenure, senior = _experience(reps, seed, hired)
    uniform = {purpose: stream(seed, purpose).random(reps) for purpose in ("gender", "segment", "potential")}
    usual_potential = _usual("potential", role) * np.where(senior, 1.1, 1.0)
    return Staff(
        rep=_names(role),
        role=role,
        region=region,
        team=team,
        teams=teams,
        senior=senior,
        tenure=tenure,
        fte=_fte(reps, seed),
        gender=(uniform["gender"] * len(GENDERS)).astype(np.int64),
        segment=(uniform["segment"] * len(SEGMENTS)).astype(np.int64),
        potential=nearest(usual_potential * (0.7 + 0.6 * uniform["potential"]), 1000.0),
        inbound=_inbound(senior, seed, truths),
        base_salary=nearest(_usual("base_salary", role) * np.where(senior, SENIOR_PAY, 1.0), 500.0),
        target_incentive=nearest(_usual("target_incentive", role) * np.where(senior, SENIOR_PAY, 1.0), 500.0),
        start=started,
        end=ended,
        new_role=new_role,
        new_incentive=new_incentive,
        company=reps,
    )


def _usual(field: str, role: Ints) -> Floats:
    return np.array([getattr(facts, field) for facts in ROLES], dtype=np.float64)[role]


def _roles(reps: int) -> Ints:
    shares = np.cumsum([facts.headcount for facts in ROLES])
    upto = np.floor(shares * reps + 0.5).astype(np.int64)
    return np.searchsorted(upto[:-1], np.arange(reps), side="right").astype(np.int64)


def _names(role: Ints) -> list[str]:
    width = max(2, len(str(np.bincount(role).max())))
    names: list[str] = []
    for index, facts in enumerate(ROLES):
        names += [f"Rep {facts.letter}-{number:0{width}d}" for number in range(1, int((role == index).sum()) + 1)]
    return names


def _teams(role: Ints, region: Ints) -> tuple[Ints, list[str]]:
    """Which team each person is in (N), and the teams' names; people of one role and region share teams."""
    team, names = np.zeros(len(role), dtype=np.int64), list[str]()
    for index, facts in enumerate(ROLES):
        for place, where in enumerate(REGIONS):
            inside = np.flatnonzero((role == index) & (region == place))
            count = max(1, round(len(inside) / TEAM_SIZE))
            team[inside] = len(names) + np.arange(len(inside)) * count // len(inside)
            title = f"{where} {facts.name.replace('_', ' ')}s".replace("saless", "sales")
            names += [title] if count == 1 else [f"{title} {number}" for number in range(1, count + 1)]
    return team, names


def _events(role: Ints, region: Ints, team: Ints, seed: int) -> tuple[Dates, Dates, Flags, Flags]:
    """First day, last day (NaT: still there), change of role and change of incentive, never two for one person."""
    reps = len(role)
    started = np.full(reps, np.datetime64(MONTHS[0] + "-01"), dtype="datetime64[D]")
    ended = np.full(reps, np.datetime64("NaT"), dtype="datetime64[D]")
    shuffled = np.argsort(stream(seed, "events").random(reps), kind="stable")
    # One team stays whole, and nobody joins it, in every company: the one at whose gate the planted truth stands.
    free = shuffled[team[shuffled] != gate_team(role, team)]
    hunters = free[(role[free] == HUNTER) & (region[free] == 0)]
    new_role, new_incentive = np.zeros(reps, dtype=bool), np.zeros(reps, dtype=bool)
    new_role[hunters[: max(1, reps // 72)]] = True
    free = free[~new_role[free]]
    hires, leavers, grown = max(2, reps * 5 // 72), max(2, reps * 4 // 72), max(1, reps // 72)
    started[free[:hires]] = np.array(HIRE_DAYS, dtype="datetime64[D]")[np.arange(hires) % len(HIRE_DAYS)]
    gone = free[hires : hires + leavers]
    ended[gone] = np.array(LEAVE_DAYS, dtype="datetime64[D]")[np.arange(leavers) % len(LEAVE_DAYS)]
    new_incentive[free[hires + leavers : hires + leavers + grown]] = True
    return started, ended, new_role, new_incentive


def gate_team(role: Ints, team: Ints) -> int:
    """The middle team of account managers: in the default company the one of the Centre."""
    teams = np.unique(team[role == ACCOUNT_MANAGER])
    return int(teams[len(teams) // 2])


def _experience(reps: int, seed: int, hired: Flags) -> tuple[Ints, Flags]:
    """Full years in the company 0..15 (N), and who counts as senior (N)."""
    uniform = stream(seed, "experience").random((reps, 2))
    tenure = np.where(hired, 0, 1 + (15 * uniform[:, 0] * np.sqrt(uniform[:, 0])).astype(np.int64))
    return tenure, tenure >= 4 + (4 * uniform[:, 1]).astype(np.int64)


def _fte(reps: int, seed: int) -> Floats:
    """Most people work full-time, about one in eight half a job up to four days a week."""
    uniform = stream(seed, "fte").random((reps, 2))
    part = nearest(0.5 + 0.3 * uniform[:, 1], 0.1)
    return np.where(uniform[:, 0] < 0.12, np.round(part, 1), 1.0)


def _inbound(senior: Flags, seed: int, truths: bool) -> Floats:
    usual = np.where(senior, INBOUND_TO_SENIORS, INBOUND_TO_JUNIORS) if truths else np.full(len(senior), INBOUND)
    share: Floats = np.clip(usual + 0.05 * bell(draws(seed, "inbound", len(senior), 0, len(senior))), 0.05, 0.9)
    return np.round(share, 2)
