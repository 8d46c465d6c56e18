"""One person's own calculator in words: the answer, each part, the next point and where something changes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from compsim.analysis.own_kinks import Kink, NextPoint, Place, places
from compsim.analysis.own_pay import Lever, Own, OwnPay, place_of
from compsim.analysis.own_plan import OwnPlan
from compsim.present.headings import Kind
from compsim.present.letter.rules import role_of, span_in_words, title_of
from compsim.present.numbers import DASH, exact_percent, listed, money, number, percent, signed_money, spoken
from compsim.present.tables import Table

_ADJUSTMENTS = {"gate": "Held back by a gate", "cap": "Above a cap", "draw": "Draw", "rounding": "Rounding"}
_HALF_A_CENT = 0.005
_CENTS = 2
_TENTH = 0.05  # points of attainment: below, a distance would be written as none
_SIDE = 1e-6  # attainment: a jump is drawn as a steep line
_WIDE = 1.6  # attainment up to which a picture goes at least


def own_in_words(own: Own, pay: OwnPay) -> str:
    """What the person would be paid, against target and against what the results as they were pay."""
    total = money(pay.total, own.currency, decimals=_CENTS)
    role = role_of(own.plan, own.role)
    said = f"{own.rep} ({role}) would be paid {total} under {own.scenario.title or spoken(own.scenario.name)}"
    if own.incentive > 0:
        said += f", {percent(pay.total / own.incentive)} of the target incentive"
    difference = pay.total - own.as_was.total
    if abs(difference) < _HALF_A_CENT:
        return f"{said}: that is what the results as they were pay."
    was = money(own.as_was.total, own.currency, decimals=_CENTS)
    return (
        f"{said}, {signed_money(difference, own.currency, decimals=_CENTS)} against the results as they were ({was})."
    )


def lever_title(own: Own, lever: Lever) -> str:
    """What one result is called: the objectives that read it."""
    parts = own.plan.objectives
    return listed([title_of(name, parts[name]) for name in lever.objectives])


def parts_table(own: Own, pay: OwnPay) -> Table:
    """Pay part by part; the parts add to the total."""
    parts = own.plan.parts()
    rows = [
        (
            title_of(name, parts[name]) if name in parts else _ADJUSTMENTS.get(name, spoken(name)),
            exact_percent(pay.attainment.get(name, math.nan), most=1),
            money(amount, own.currency, decimals=_CENTS),
        )
        for name, amount in pay.parts.items()
    ]
    rows.append(("Variable pay", DASH, money(pay.total, own.currency, decimals=_CENTS)))
    return _written("Pay, part by part", ("Part", "Attainment", "Pay"), rows)


def next_in_words(own: Own, found: Sequence[NextPoint], at: Mapping[str, float]) -> tuple[str, ...]:
    """For each result that can be moved: what the next point pays, and the next place where pay changes its course."""
    return tuple(_next_in_words(own, each, place_of(each.lever, at)) for each in found if each.lever.moves)


def _next_in_words(own: Own, found: NextPoint, here: float) -> str:
    title, worth = lever_title(own, found.lever), signed_money(found.pays, own.currency, decimals=_CENTS)
    said = f"{title}: the next point pays {worth}"
    if found.kink is None:
        return f"{said}; no change is found above."
    kink = found.kink
    place = f"at {exact_percent(kink.place.at, most=1)}, {_away(kink.place.at - here)}"
    return f"{said}. The next change is {place}: {_change(own, kink)}."


def _away(distance: float) -> str:
    """How far, so that a distance is never told as none: `12.5 points away`."""
    points = distance * 100.0
    written = number(points, 0 if float(points).is_integer() else 1)
    return "less than 0.1 points away" if points < _TENTH else f"{written} points away"


def _change(own: Own, kink: Kink) -> str:
    """Why, when, and what a point pays on both sides."""
    leap = "" if not kink.leap else f"pay {_leaps(kink.leap)} by {_cents(own, abs(kink.leap))}; "
    before, after = (_cents(own, each) if each else "nothing" for each in (kink.before, kink.after))
    rate = f"a point pays {before} before and after" if before == after else (
        f"a point pays {before} up to there and {after} from there on")  # fmt: skip
    return f"{_cause(own, kink.place)}{leap}{rate}"


def _leaps(amount: float) -> str:
    return "jumps up" if amount > 0 else "falls"


def _cause(own: Own, place: Place) -> str:
    """What is passed there, where that is not plain: `a gate opens: `; in a shorter stretch, what is reached in it."""
    parts = own.plan.parts()
    title = title_of(place.part, parts[place.part]) if place.part in parts else ""
    why = _CAUSES[place.cause].format(part=title)
    part = own.plan.objectives.get(place.part)
    ratio = place.cause == "curve" and (part is None or part.on == "attainment")
    if place.until and ratio:
        return f"{span_in_words(place.since, place.until)} then stands at {exact_percent(place.reads, most=1)}: "
    return f"{why}: " if why else ""


_CAUSES = {
    "curve": "",
    "gate": "a gate opens",
    "factor": "a factor changes",
    "rate": "the rate of {part} changes",
    "commission": "{part} changes",
    "cap": "the cap on all pay is reached",
}


def places_of(own: Own, at: Mapping[str, float], lever: Lever, most: float) -> list[float]:
    """Where a picture of pay over one result is worked out: every ten points, and both sides of each change."""
    end = min(most, lever.highest)
    grid = [step / 10.0 for step in range(math.ceil(end * 10.0))]
    sides = [side for place in places(own, at, lever) for side in (place.at - _SIDE, place.at + _SIDE)]
    return sorted({*grid, end, *(side for side in sides if 0.0 <= side <= end)})


def most_pictured(lever: Lever, here: float) -> float:
    """Up to which attainment a picture goes."""
    return max(_WIDE, math.ceil((max(here, lever.attainment) + 0.1) * 10.0) / 10.0)


def _cents(own: Own, amount: float) -> str:
    return money(amount, own.currency, decimals=_CENTS)


def examples_table(told: OwnPlan) -> Table:
    """What is paid when every target is met to one share; it needs no results."""
    paid = [
        (exact_percent(each.level), money(each.pay.total, told.currency, decimals=_CENTS)) for each in told.examples
    ]
    return _written("Pay where every target is met to one share", ("All targets at", "Variable pay"), paid)


def fixed_in_words(own: Own) -> str:
    """What cannot be moved here, and why; empty where everything can."""
    if not own.levers:
        return "This plan has no objectives, so there is no attainment to move."
    fixed = [lever for lever in own.levers if not lever.moves]
    if not fixed:
        return ""
    values = [lever_title(own, each) for each in fixed if own.plan.objectives[each.name].on == "value"]
    empty = [lever_title(own, each) for each in fixed if own.plan.objectives[each.name].on == "attainment"]
    said = [f"{listed(empty)}: there is no result or no target to start from, so nothing can be moved here."]
    read = [f"{listed(values)}: pay follows the value itself, not a share of a target, so it stays as it was."]
    return " ".join([*said * bool(empty), *read * bool(values)])


def _written(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    kinds: list[Kind] = ["text"]
    kinds.extend("written" for _ in head[1:])
    return Table(title, pd.DataFrame([list(row) for row in rows], columns=list(head)), tuple(kinds))
