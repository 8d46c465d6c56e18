"""The devices of a pay plan, one by one: what each pays as a picture, and the golden case that holds it.

A picture is not drawn by hand. The case's own plan is evaluated for people who reach more and more, and every dot and
bar is somebody in the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from macros import plan_cases
from macros.charts import Bar, Line, Point, Scale, bar_chart, line_chart, pieces_of, top_for
from macros.formats import pct

import compsim
from compsim.cases import Case, load_case
from compsim.errors import InputError, Problem, did_you_mean
from compsim.marked_yaml import read_yaml
from compsim.population.reading import population_from_tables

Changes = Mapping[str, Any]  # path in the plans -> value
_SAMPLES = 200
_KINDS = ("now", "other", "third", "fourth")
_ALL_CAPS: Changes = {"seller.caps": []}


@dataclass(frozen=True)
class Ruled:
    """One line: a case's plan, with changes, and what is reached of the measures that are held still (ratios)."""

    label: str
    case: str  # folder and name
    changes: Changes = field(default_factory=dict)
    held: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Curved:
    """A device that is drawn as lines over what is reached of one measure."""

    lines: Sequence[Ruled]
    shown: Sequence[str] = ()  # the cases printed below the picture; left out: those of the lines that change nothing
    measure: str = "revenue"
    across: str = "attainment"
    up: str = "pay, as a share of the target incentive"
    right: float = 2.0
    whole: float = 0.0  # what 100 % of the measure is, where it has no target
    read_at: float = 0.0  # where all lines are read aloud, with a dot each; 0 shows the people of the first case


@dataclass(frozen=True)
class Barred:
    """A device that is drawn as a bar a payment: what would be paid without it, and what is paid."""

    case: str
    without: Changes
    words: tuple[str, str] = ("uncapped", "paid")


_STRAIGHT = Ruled("For comparison: a straight line", "curve/straight-line")
_SHUT = {"visits": 0.5}
DEVICES: Mapping[str, Curved | Barred] = {
    "linear": Curved((Ruled("Straight line", "curve/straight-line"),)),
    "threshold": Curved(
        (
            Ruled("Threshold: pay begins at nothing", "curve/threshold"),
            Ruled("Threshold with a jump", "curve/jump-at-threshold"),
        )
    ),
    "accelerator": Curved(
        (
            Ruled("Accelerator: steeper past target", "curve/beyond-continue"),
            Ruled("For comparison: the line goes on", "curve/threshold"),
        ),
        shown=("curve/beyond-continue",),
    ),
    "decelerator": Curved(
        (Ruled("Decelerator: flatter past target", "curve/decelerator"), _STRAIGHT), shown=("curve/decelerator",)
    ),
    "end": Curved(
        (
            Ruled("The curve ends: flat past the last point", "curve/points-stay-flat-past-the-last"),
            Ruled("For comparison: without an end", "curve/beyond-continue"),
        ),
        shown=("curve/points-stay-flat-past-the-last",),
    ),
    "steps": Curved((Ruled("Step table", "curve/steps"), _STRAIGHT), shown=("curve/steps",)),
    "tiers": Curved(
        (
            Ruled("marginal: each slice at its own rate", "tiers/marginal"),
            Ruled("reached: on everything above target", "tiers/reached"),
            Ruled("whole: from the first unit", "tiers/whole"),
        ),
        read_at=1.3,
    ),
    "regressive": Curved(
        (Ruled("Regressive: each slice pays less", "tiers/regressive"), _STRAIGHT), shown=("tiers/regressive",)
    ),
    "falling": Curved((Ruled("A falling rate, whole", "tiers/whole-with-a-falling-rate"),)),
    "gate": Curved(
        (
            Ruled("Open", "gate/holds-everything", held={"visits": 1.0}),
            Ruled("Shut, holds the accelerator", "gate/holds-the-accelerator", held=_SHUT),
            Ruled("Shut, holds what is above target", "gate/holds-above-target", held=_SHUT),
            Ruled("Shut, holds everything", "gate/holds-everything", held=_SHUT),
        ),
        shown=("gate/holds-everything", "gate/holds-above-target", "gate/holds-the-accelerator"),
        read_at=1.5,
    ),
    "levels": Curved(
        (
            Ruled("One gate: a cliff", "gate/credit-team", held={"visits": 1.0}),
            Ruled("Two levels: stairs", "multiplier/levels-in-place-of-a-gate", held={"visits": 1.0}),
            Ruled("A slope", "multiplier/slope-in-place-of-a-gate", held={"visits": 1.0}),
        ),
        across="what the team has reached",
        up="pay of somebody who did all that was asked",
        right=1.2,
        read_at=0.888,
    ),
    "multiplier": Curved(
        (Ruled("Revenue at target, times the win rate’s factor", "multiplier/curve-on-value"),),
        measure="won",
        whole=100.0,
        across="win rate",
        right=0.6,
    ),
    "attainment_cap": Curved(
        (
            Ruled("Attainment counts up to 150 %", "cap/attainment"),
            Ruled("Without the cap", "cap/attainment", {"seller.objectives.revenue.caps": None}),
        )
    ),
    "factor_cap": Curved(
        (
            Ruled("Factor capped at 180 %, then × 110 %", "cap/factor-before-the-multiplier"),
            Ruled("Without the cap", "cap/factor-before-the-multiplier", {"seller.objectives.revenue.caps": None}),
        ),
        read_at=1.5,
    ),
    "payout_cap": Barred("cap/payout-per-settlement", _ALL_CAPS),
    "payout_cap_of_the_year": Barred("cap/payout-per-year", _ALL_CAPS),
    "money_cap": Barred("cap/money-per-settlement", _ALL_CAPS),
    "pool": Barred("cap/pool-per-settlement", _ALL_CAPS),
    "deal_cap": Barred("cap/deal", {"seller.commissions.revenue.caps": None}),
    "guaranteed_draw": Barred("draw/guaranteed", {"seller.draw": None}, ("earned", "paid")),
    "recoverable_draw": Barred("draw/recoverable-from-excess", {"seller.draw": None}, ("earned", "paid")),
    "returns": Barred(
        "credit/returns-with-take-back",
        {"seller.commissions.revenue.take_back": False},
        ("without taking back", "paid"),
    ),
}


def device(name: str) -> str:
    """The picture of a device and its golden cases, as Markdown; InputError for a name that is none."""
    return f"{device_picture(name)}\n\n{device_cases(name)}"


def device_picture(name: str) -> str:
    """The picture of a device alone, one line of HTML."""
    found = _device(name)
    return _curved(found) if isinstance(found, Curved) else _barred(found)


def device_cases(name: str) -> str:
    """The golden cases of a device, folded, as Markdown."""
    return "\n\n".join(plan_cases.case_shown(case) for case in cases_of(_device(name)))


def cases_of(found: Curved | Barred) -> Sequence[str]:
    """The cases that hold a device, by folder and name."""
    if isinstance(found, Barred):
        return (found.case,)
    return found.shown or tuple(dict.fromkeys(line.case for line in found.lines))


def lines_of(name: str) -> Sequence[Ruled]:
    """The lines of a device's picture; InputError for a name that is none or is drawn as bars."""
    found = _device(name)
    if not isinstance(found, Curved):
        raise InputError([Problem("device", f"'{name}' is drawn as bars")])
    return found.lines


def paid_at(line: Ruled, measure: str, reached: Sequence[float], whole: float = 0.0) -> list[float]:
    """Pay as a share of the target incentive at each reach (ratio) of a measure, from the engine itself.

    Everybody has the first person's place in the case, a team of their own and `line.held` of the other measures.
    """
    case = _case(line.case)
    plan = case.scenario.reform("drawn", line.changes) if line.changes else case.scenario
    payouts = compsim.evaluate(plan, population_from_tables(_copies(line, measure, reached, whole)))
    share = payouts.total()[0] / payouts.incentive[0].sum(axis=1)
    return [float(value) for value in share]


def _device(name: str) -> Curved | Barred:
    if name not in DEVICES:
        raise InputError([Problem("device", f"no device '{name}'", did_you_mean(name, tuple(DEVICES)))])
    return DEVICES[name]


def _curved(found: Curved) -> str:
    xs = [found.right * place / _SAMPLES for place in range(_SAMPLES + 1)]
    ys = [paid_at(line, found.measure, xs, found.whole) for line in found.lines]
    top = top_for(max(value for line in ys for value in line))
    lines = [
        Line(line.label, pieces_of(xs, values), kind)
        for line, values, kind in zip(found.lines, ys, _KINDS, strict=False)
    ]
    dots, told = _read(found, ys) if found.read_at else _stood(found)
    return line_chart(lines, dots, Scale(found.across, found.up, found.right, top), told)


def _read(found: Curved, ys: Sequence[Sequence[float]]) -> tuple[list[Point], str]:
    """Every line at the place where the device is read aloud."""
    place = round(found.read_at / found.right * _SAMPLES)
    dots = [(found.read_at, values[place]) for values in ys]
    said = "; ".join(f"{line.label}, {pct(y)}" for line, (_, y) in zip(found.lines, dots, strict=True))
    return dots, f"Paid at {pct(found.read_at)}. {said}."


def _stood(found: Curved) -> tuple[list[Point], str]:
    """Where the first case's people stand."""
    people = people_of(found)
    stands = ", ".join(f"{pct(x)} pays {pct(y)}" for x, y in people)
    dots = "The dots" if len(people) > 1 else "The dot"
    return [(x, y) for x, y in people if x <= found.right], f"{found.lines[0].label}. {dots}: {stands}."


def people_of(found: Curved) -> list[Point]:
    """What the first case's people reached of the measure and were paid, as its file expects it."""
    case = _case(found.lines[0].case)
    rows = [row for row in _data(found.lines[0].case)["results"] if row["measure"] == found.measure]
    payouts = compsim.evaluate(case.scenario, case.population)
    incentive = dict(zip(case.population.roster["rep"], payouts.incentive[0].sum(axis=1), strict=True))
    pays = case.expect["pays"]
    return [(row["actual"] / (found.whole or row["target"]), pays[row["rep"]] / incentive[row["rep"]]) for row in rows]


def _barred(found: Barred) -> str:
    case = _case(found.case)
    free = case.scenario.reform("without", found.without)
    payouts = compsim.evaluate([free, case.scenario], case.population)
    paid = payouts.money.sum(axis=3)  # (2, R, P)
    reps, periods = case.population.roster["rep"].tolist(), list(payouts.periods)
    rows = [
        Bar(_label(rep, period, len(reps), len(periods)), float(paid[0, r, p]), float(paid[1, r, p]))
        for r, rep in enumerate(reps)
        for p, period in enumerate(periods)
        if np.abs(paid[:, r, p]).any()
    ]
    return bar_chart(rows, found.words, "Paid")


def _label(rep: str, period: str, reps: int, periods: int) -> str:
    """`Rep A, 2025-Q1`, without what is the same for everybody."""
    who = rep.replace("_", " ").title()
    return ", ".join(part for part, needed in ((who, reps > 1), (period, periods > 1)) if needed)


def _copies(line: Ruled, measure: str, reached: Sequence[float], whole: float) -> dict[str, pd.DataFrame]:
    """The case's tables with as many people as there are reaches, each in the place of its first person."""
    data = _data(line.case)
    first = data["roster"][0]
    names = [f"person {place}" for place in range(len(reached))]
    roster = [{**first, "rep": name, "team": name} for name in names]
    rows = [row for row in data["results"] if row["rep"] == first["rep"]]
    results = [
        {**row, "rep": name, "actual": _actual(row, line, at if row["measure"] == measure else None, whole)}
        for name, at in zip(names, reached, strict=True)
        for row in rows
    ]
    tables = {"roster": pd.DataFrame(roster), "results": pd.DataFrame(results)}
    return tables | ({"measures": pd.DataFrame(data["measures"])} if "measures" in data else {})


def _actual(row: Mapping[str, Any], line: Ruled, at: float | None, whole: float) -> float:
    target = row.get("target")
    if at is not None:
        return at * float(whole or target or 1.0)
    held = line.held.get(row["measure"])
    return float(row["actual"]) if held is None else held * float(target or 1.0)


@cache
def _case(place: str) -> Case:
    found = plan_cases.case_at(place)
    return load_case(plan_cases.FOLDER / found.topic / f"{found.name}.yaml")


@cache
def _data(place: str) -> Mapping[str, Any]:
    found = plan_cases.case_at(place)
    path = plan_cases.FOLDER / found.topic / f"{found.name}.yaml"
    data: Mapping[str, Any] = read_yaml(path.read_text("utf-8"), path.name).data
    return data
