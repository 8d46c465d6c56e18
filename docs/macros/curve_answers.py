"""What the pay-curve explorer answers: the curve of a form's fields, what it pays, and where it leaps or stands still.

All of it comes from the library's own curve. The script repeats it, and the tests replay the script against this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import inf
from typing import Any, Literal

import numpy as np
from macros import plan_cases
from macros.charts import ACROSS, Point
from macros.company import AFTER, BEFORE
from macros.formats import CURRENCY

import compsim
from compsim.analysis.edges import flat
from compsim.plan.curve import PayCurve
from compsim.plan.curve_shape import Curve
from compsim.plan.quantity import write_ratio
from compsim.present import numbers

Kind = Literal["points", "steps", "marginal", "whole", "reached"]
KINDS: Mapping[Kind, str] = {
    "points": "Straight lines between points",
    "steps": "Steps: a level holds until the next",
    "marginal": "Rates, each slice at its own (marginal)",
    "whole": "Rates, the one reached for all (whole)",
    "reached": "Rates, the one reached above target (reached)",
}
BEYOND = {"flat": "It stays flat", "continue": "The last line goes on"}
ROWS = 5
LADDER = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5, 2.0)  # attainment of the table's rows
POINT = 0.01
INCENTIVE, REACHED = "20000", "92"
_PERCENT = re.compile(r"^(\d{1,4}(?:\.\d{1,4})?)\s*%?$", re.ASCII)
_RATE = re.compile(r"^(\d{1,2}(?:\.\d{1,4})?)$", re.ASCII)
_MONEY = re.compile(r"^\d{1,9}(?:\.\d{1,2})?$", re.ASCII)
_HIGHEST_RATE = 10
_CLOSE, _CLOSE_OF = 1e-8, 1e-5  # as NumPy's isclose
WORDS: Mapping[str, str] = {
    "you": "At {x} it pays {factor} of the target incentive: {pay}. The next point pays {next}.",
    "none": "Nothing is paid at any result.",
    "below": "Below {high} nothing is paid.",
    "between": "Between {low} and {high}, more pays nothing more.",
    "from": "From {low} on, more pays nothing more.",
    "less": "Between {low} and {high}, more pays less.",
    "less_from": "From {low} on, more pays less.",
    "leap": "At {x} pay leaps by {pay}, from {before} to {after}.",
    "fall": "At {x} pay falls by {pay}, from {before} to {after}.",
    "smooth": "No leap, no flat stretch: each point pays something.",
    "unreadable": "A marked field cannot be read. Everything below still shows the last curve.",
    "order": "Each attainment must be higher than the one before. Only points may have one twice: that is a leap.",
    "empty": "Fill in at least one row.",
}


@dataclass(frozen=True)
class Preset:
    """A curve to start from; rows are the texts of the two fields."""

    label: str
    kind: Kind
    beyond: str
    rows: Sequence[tuple[str, str]]
    plan: str = ""  # the built-in plan that has it


_OF_CASES = {
    "Straight line": "curve/straight-line",
    "Threshold": "curve/threshold",
    "Threshold with a jump": "curve/jump-at-threshold",
    "Accelerator": "curve/beyond-continue",
    "Accelerator with an end": "curve/points-stay-flat-past-the-last",
    "Decelerator": "curve/decelerator",
    "Step table": "curve/steps",
    "Rates, marginal": "tiers/marginal",
    "Rates, whole": "tiers/whole",
    "Rates, reached": "tiers/reached",
    "Regressive rates": "tiers/regressive",
    "A falling rate, whole": "tiers/whole-with-a-falling-rate",
}
_OF_PLANS = {"Hunters, last year’s plan": BEFORE, "Hunters, next year’s plan": AFTER}


@dataclass(frozen=True)
class Answers:
    """What the explorer says about one curve."""

    table: Sequence[tuple[str, str, str, str]]  # attainment, share of the target incentive, money, one point more
    you: str
    remarks: Sequence[str]
    file: str  # how a plan file writes it
    factors: Sequence[float]  # of the table's rows and of the own attainment, ratios


@cache
def presets() -> tuple[Preset, ...]:
    """The curves to start from: those of the invented company's plans, then the devices' golden cases."""
    plans = compsim.example_scenarios()
    found = [_preset(label, _in_plan(plans[name]), name) for label, name in _OF_PLANS.items()]
    return (*found, *(_preset(label, _curve_of(place)) for label, place in _OF_CASES.items()))


def answers(preset: Preset, incentive: str = INCENTIVE, reached: str = REACHED) -> Answers:
    """What the curve of these rows pays; ValueError (also pydantic's) for rows that no plan would take."""
    curve, money = curve_for(preset).compile(), _money(incentive)
    own = ratio_of(reached)
    rows = tuple(_row(curve, x, money) for x in LADDER)
    pays, following = pays_at(curve, own), _following(curve, own)
    you = WORDS["you"].format(x=share(own), factor=share(pays), pay=cash(pays * money), next=cash(following * money))
    factors = [pays_at(curve, x) for x in (*LADDER, own)]
    return Answers(rows, you, remarks(curve, money), file_line(preset), factors)


def curve_for(preset: Preset) -> Curve:
    """The plan model's curve of these rows."""
    return Curve.model_validate(_as_plan(preset))


def file_line(preset: Preset) -> str:
    """The curve as a plan file writes it."""
    drawn = _as_plan(preset)
    name = next(name for name in ("points", "steps", "rates") if name in drawn)
    pairs = ", ".join(f"{x}: {_sides(y)}" for x, y in drawn[name].items())
    more = "".join(f", {word}: {drawn[word]}" for word in ("beyond", "tiers") if word in drawn)
    return f"curve: {{{name}: {{{pairs}}}{more}}}"


def remarks(curve: PayCurve, incentive: float) -> list[str]:
    """Where a curve leaps, falls or stands still, in words and in order of attainment."""
    found = [*_leaps(curve, incentive), *_zones(curve), *_falling(curve)]
    return [words for _, words in sorted(found, key=lambda each: each[0])] or [WORDS["smooth"]]


def pieces(curve: PayCurve, upto: float = ACROSS) -> list[list[Point]]:
    """The curve from zero as lines between leaps."""
    found: list[list[Point]] = []
    for x0, x1, y0, y1 in _segments(curve, upto):
        if found and _close(found[-1][-1][1], y0):
            found[-1].append((x1, y1))
        else:
            found.append([(x0, y0), (x1, y1)])
    return found


def share(ratio: float) -> str:
    """A ratio in per cent, with one decimal where it has one."""
    return f"{numbers.number(ratio * 100, 1).removesuffix('.0')}{numbers.SPACE}%"


def cash(amount: float) -> str:
    """Money without cents."""
    return numbers.money(amount, CURRENCY)


def _preset(label: str, curve: Curve, plan: str = "") -> Preset:
    kind: Any = curve.tiers if curve.rates is not None else curve.drawing
    beyond = "continue" if curve.beyond == "continue" else "flat"
    return Preset(label, kind, beyond, tuple(_rows_of(curve)), plan)


def _rows_of(curve: Curve) -> Iterator[tuple[str, str]]:
    """The rows that say a curve; a leap is one attainment twice."""
    for x, y in curve.table().items():
        for value in dict.fromkeys(y if isinstance(y, tuple) else (y,)):
            yield _percent(x), f"{value:g}" if curve.rates is not None else _percent(value)


def _in_plan(scenario: compsim.Scenario) -> Curve:
    curve = scenario.plans["hunter"].objectives["revenue"].curve
    if curve is None:
        raise ValueError("the explorer begins with the hunters' curve for revenue, and they have none")
    return curve


def _curve_of(place: str) -> Curve:
    [objective] = plan_cases.case_at(place).scenario["plans"]["seller"]["objectives"].values()
    return Curve.model_validate(objective["curve"])


def _percent(ratio: float) -> str:
    return write_ratio(ratio).removesuffix("%")


def _as_plan(preset: Preset) -> dict[str, Any]:
    table: dict[str, Any] = {}
    rate = preset.kind not in ("points", "steps")
    for x, y in ((x.strip(), y.strip()) for x, y in preset.rows if x.strip() or y.strip()):
        key, value = f"{_read(_PERCENT, x)}%", _read(_RATE, y) if rate else f"{_read(_PERCENT, y)}%"
        if rate and Decimal(value) > _HIGHEST_RATE:
            raise ValueError("a rate above ten")
        if key in table and (preset.kind != "points" or isinstance(table[key], list)):
            raise ValueError("an attainment twice")
        table[key] = [table[key], value] if key in table else value
    if rate:
        return {"rates": table, **({} if preset.kind == "marginal" else {"tiers": preset.kind})}
    more = {"beyond": "continue"} if preset.kind == "points" and preset.beyond == "continue" else {}
    return {preset.kind: table, **more}


def _read(pattern: re.Pattern[str], words: str) -> str:
    """The digits of a field, without needless zeros, as a plan file writes them."""
    found = pattern.match(words)
    if not found:
        raise ValueError("not readable")
    digits = f"{Decimal(found[1]):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def ratio_of(words: str) -> float:
    """The ratio that a field in per cent says; ValueError where it cannot be read."""
    return float(Decimal(_read(_PERCENT, words.strip())) / 100)


def _money(words: str) -> float:
    if not _MONEY.match(words.strip()):
        raise ValueError("not money")
    return float(words)


def _sides(value: Any) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)


def _row(curve: PayCurve, x: float, incentive: float) -> tuple[str, str, str, str]:
    pays, following = pays_at(curve, x), _following(curve, x)
    return share(x), share(pays), cash(pays * incentive), cash(following * incentive)


def pays_at(curve: PayCurve, x: float) -> float:
    """The share of the target incentive at one attainment, ratio."""
    return float(curve(x))


def _following(curve: PayCurve, x: float) -> float:
    """What the next point of attainment adds, ratio."""
    return pays_at(curve, x + POINT) - pays_at(curve, x)


def _leaps(curve: PayCurve, incentive: float) -> Iterator[tuple[float, str]]:
    levels = dict(zip(curve.edges, curve.levels, strict=True))
    for x, by in curve.jumps():
        words = WORDS["leap" if by > 0 else "fall"]
        before, after = share(levels[x] - by), share(levels[x])
        yield x, words.format(x=share(x), pay=cash(abs(by) * incentive), before=before, after=after)


def _zones(curve: PayCurve) -> Iterator[tuple[float, str]]:
    for low, high, _ in flat(curve):
        if high > 0:  # nobody reaches less than nothing
            before, after = (low == -inf), (high == inf)
            name = ("none" if after else "below") if before else ("from" if after else "between")
            yield max(low, -1.0), WORDS[name].format(low=share(low), high=share(high))


def _falling(curve: PayCurve) -> Iterator[tuple[float, str]]:
    for low, high, slope in zip(curve.edges, (*curve.edges[1:], inf), curve.slopes, strict=True):
        if slope < 0:
            name = "less_from" if high == inf else "less"
            yield low, WORDS[name].format(low=share(low), high=share(high))


def _segments(curve: PayCurve, upto: float) -> Iterator[tuple[float, float, float, float]]:
    """From, to, and what is paid at both, of each segment between zero and `upto`."""
    if curve.edges[0] > 0:
        yield 0.0, min(curve.edges[0], upto), curve.below, curve.below
    ends = (*curve.edges[1:], inf)
    for edge, end, level, slope in zip(curve.edges, ends, curve.levels, curve.slopes, strict=True):
        last = min(end, upto)
        if edge < last:
            yield edge, last, level, level + slope * (last - edge)


def _close(one: float, other: float) -> bool:
    return bool(np.isclose(one, other, rtol=_CLOSE_OF, atol=_CLOSE))
