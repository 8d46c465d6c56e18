"""The gate and the caps of the invented company's plan, and other ways to write them, worked out at build time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from macros.charts import strip
from macros.company import BEFORE
from macros.formats import money, num, pct

import compsim
from compsim.engine.payouts import Payouts
from compsim.errors import InputError, Problem, did_you_mean
from compsim.population.privacy import FLOOR

_ROLE = "account_manager"
_GATES, _FACTOR = f"{_ROLE}.gates", f"{_ROLE}.multiplier"
_LOOKS_AT = {"measure": "focus_share", "measured": "year"}
_CENT = 0.005
Changes = Mapping[str, Any]  # path in the plans -> value
WAYS: Mapping[str, Changes] = {  # how the same wish can be written
    "As it stands: half of all pay below 80 %": {},
    "Holds only pay above target": {_GATES: [{**_LOOKS_AT, "hurdle": "80%", "holds": "above_target"}]},
    "Two levels: a half below 70 %, three quarters below 80 %": {
        _GATES: [],
        _FACTOR: {**_LOOKS_AT, "on": "attainment", "curve": {"steps": {"0%": "50%", "70%": "75%", "80%": "100%"}}},
    },
    "A slope from a half at 60 % to all at 80 %": {
        _GATES: [],
        _FACTOR: {**_LOOKS_AT, "on": "attainment", "curve": {"points": {"60%": "50%", "80%": "100%"}}},
    },
    "No gate": {_GATES: []},
}
_FREE = "No gate"
HURDLES = (0.79, 0.75)
CAPS = (1.2, 1.5, 2.0)  # of the target incentive


@dataclass(frozen=True)
class NearMiss:
    """One team at the gate of last year's plan, over the year."""

    team: str
    readings: Sequence[float]  # what everybody on the plan reached of what the gate looks at (attainment)
    hurdle: float
    people: int  # of the team
    short: int  # of the team
    furthest: float  # how far the last of them is short, points of attainment (ratio)
    missing: float  # what the team lacked of the measure to open every gate, money
    revenue: float  # of the team, money


@cache
def near_miss() -> NearMiss:
    """The team in which people stay short of the gate, from the invented company's tables and plan."""
    people, gate = compsim.example_population(), compsim.example_scenarios()[BEFORE].plans[_ROLE].gates[0]
    rows = (people.roster["role"] == _ROLE).to_numpy()
    found = pd.DataFrame(
        {
            "rep": people.roster["rep"][rows],
            "team": people.roster["team"][rows],
            "focus": np.nansum(people.results["focus_revenue"][rows], axis=1),
            "revenue": np.nansum(people.results["revenue"][rows], axis=1),
            "asked": np.nanmean(people.targets[gate.measure][rows], axis=1),
        }
    )
    by_rep = found.groupby("rep").agg({"team": "first", "focus": "sum", "revenue": "sum", "asked": "first"})
    by_rep["reached"] = by_rep["focus"] / by_rep["revenue"] / by_rep["asked"]
    short = by_rep[by_rep["reached"] < gate.hurdle]
    [team] = set(short["team"])
    inside = by_rep[by_rep["team"] == team]
    lacks = (gate.hurdle * inside["asked"] * inside["revenue"] - inside["focus"]).clip(lower=0.0)
    return NearMiss(
        team=str(team),
        readings=tuple(map(float, by_rep["reached"])),
        hurdle=gate.hurdle,
        people=len(inside),
        short=len(short),
        furthest=float((gate.hurdle - short["reached"]).max()),
        missing=float(lacks.sum()),
        revenue=float(inside["revenue"].sum()),
    )


@cache
def ways() -> Mapping[str, float]:
    """Way of writing the gate -> variable pay of that team over the year, money."""
    plan, people = compsim.example_scenarios()[BEFORE], compsim.example_population()
    payouts = compsim.evaluate([plan.reform(f"way {n}", change) for n, change in enumerate(WAYS.values())], people)
    team = (payouts.population.roster["team"] == near_miss().team).to_numpy()
    return {label: float(payouts.total()[place, team].sum()) for place, label in enumerate(WAYS)}


def gate_figure(name: str) -> str:
    """One figure of the team at the gate as text; InputError for a name that is none."""
    found, paid = near_miss(), ways()
    held = paid[_FREE] - paid[next(iter(WAYS))]
    known = {
        "people": num(found.people),
        "short": num(found.short),
        "hurdle": pct(found.hurdle),
        "furthest": num(found.furthest * 100, 1),
        "missing": money(found.missing, 0),
        "missing_share": pct(found.missing / found.revenue, 2),
        "revenue": money(found.revenue, 0),
        "held": money(held, 0),
        "held_share": pct(held / paid[_FREE], 0),
        "each": money(held / found.missing, 2),
    }
    if name not in known:
        raise InputError([Problem("gate_figure", f"no figure '{name}'", did_you_mean(name, tuple(known), limit=20))])
    return known[name]


def gate_strip() -> str:
    """Everybody on the plan as a dot at what the gate looks at, and the hurdle."""
    found = near_miss()
    told = (
        f"{num(len(found.readings))} people on the account managers' plan by share of the focus product, 100 % is the "
        f"target. {num(found.short)} stand short of {pct(found.hurdle)}, "
        f"by {num(found.furthest * 100, 1)} points at most."
    )
    return strip(found.readings, found.hurdle, told)


def gate_ways() -> str:
    """The same wish written in other ways, and what each pays the team, as a Markdown table."""
    paid = ways()
    head = "| How the gate is written | Variable pay of the team | Held back |\n|---|---|---|"
    rows = (f"| {label} | {money(pay, 0)} | {money(paid[_FREE] - pay, 0)} |" for label, pay in paid.items())
    return "\n".join([head, *rows])


def cap_table() -> str:
    """Caps on the year's pay in last year's plan: whom they stop and what they save, as a Markdown table."""
    plan, people = compsim.example_scenarios()[BEFORE], compsim.example_population()
    capped = [
        plan.reform(pct(cap), {f"{role}.caps": {"payout": cap, "per": "year"} for role in plan.plans}) for cap in CAPS
    ]
    free = plan.reform("free", {f"{role}.caps": [] for role in plan.plans})
    payouts = compsim.evaluate([free, *capped], people)
    head = "| Cap on the year’s pay, as a share of the target incentive | People stopped | Saved | Share of the cost |"
    return "\n".join([head, "|---|---|---|---|", *(_cap_row(payouts, place) for place in range(1, len(CAPS) + 1))])


def _cap_row(payouts: Payouts, place: int) -> str:
    less = payouts.total()[0] - payouts.total()[place]
    people = int(payouts.population.roster["rep"][less > _CENT].nunique())
    if 0 < people < FLOOR:
        return f"| {payouts.names[place]} | fewer than {FLOOR} | not shown | – |"
    saved = float(less.sum())
    return (
        f"| {payouts.names[place]} | {num(people)} | {money(saved, 0)} | {pct(saved / payouts.total()[0].sum(), 1)} |"
    )


def gate_hurdles() -> Mapping[float, str]:
    """Lower hurdle -> what last year's plan would have cost more with it, as text."""
    plan, people = compsim.example_scenarios()[BEFORE], compsim.example_population()
    tried = [plan.reform(f"hurdle {hurdle}", {f"{_GATES}.0.hurdle": hurdle}) for hurdle in HURDLES]
    paid = compsim.evaluate([plan, *tried], people).total().sum(axis=1)
    return {hurdle: money(paid[place] - paid[0], 0) for place, hurdle in enumerate(HURDLES, start=1)}
