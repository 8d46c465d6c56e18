"""Where the pay of one person begins, jumps, bends or ends along one result, and what a point pays on both sides.

The places come from the plan: edges of curves, hurdles of gates, levels of factors, held against what this row has
reached in each of their stretches. What changes there is measured on whole evaluations just below and just above, so a
place behind a shut gate or above a cap, where nothing changes for this person, is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.edges import edges_of
from compsim.analysis.own_pay import POINT, Lever, Own, pay_at, place_of, scaled_to
from compsim.calendar import Stretch
from compsim.engine.arrays import Figures
from compsim.engine.evaluation import common_window
from compsim.engine.readers import Path, Reader, readers
from compsim.engine.readings import read
from compsim.plan.components import Commission, Gate, Objective
from compsim.plan.curve_shape import RateBy
from compsim.plan.multiplier import MatrixAxis, Multiplier
from compsim.plan.part import PAYOUT

Floats = NDArray[np.float64]
Cause = Literal["curve", "gate", "factor", "rate", "commission", "cap"]
_SIDE, _CAP_SIDE = 1e-6, 2e-4  # attainment: how far from a place it is measured
_FAR_ENOUGH, _CLOSE = 3.0, 1e-4  # attainment: up to where, and how closely, a cap on all pay is looked for
_HALF_A_CENT = 0.005


@dataclass(frozen=True)
class Place:
    """Where something in the plan changes, as an attainment of the lever over all evaluated periods (ratio)."""

    at: float
    cause: Cause
    part: str = ""  # objective or commission; empty for the whole plan
    reads: float = np.nan  # what is read there: attainment of its own stretch, or a value
    since: str = ""  # the first and the last period of that stretch; empty where it is all evaluated periods
    until: str = ""


@dataclass(frozen=True)
class Kink:
    """A place where one more point pays otherwise, or pay leaps; money over the evaluated periods."""

    place: Place
    before: float  # what a point pays just below it
    after: float  # what a point pays just above it
    leap: float  # what pay jumps by; negative, it falls


@dataclass(frozen=True)
class NextPoint:
    """One lever's next point, and the next place where something changes."""

    lever: Lever
    pays: float  # money; NaN where the result cannot be moved
    kink: Kink | None  # None where nothing is found above


def next_points(own: Own, attainments: Mapping[str, float]) -> tuple[NextPoint, ...]:
    """What one more point of each lever would pay, and where that changes, from these attainments on."""
    now = pay_at(own, attainments).total
    return tuple(NextPoint(lever, _next(own, attainments, lever, now), next_kink(own, attainments, lever))
                 for lever in own.levers)  # fmt: skip


def places(own: Own, attainments: Mapping[str, float], lever: Lever) -> tuple[Place, ...]:
    """Every place along a lever, in order, from an attainment of 0 to the highest there is; the others held."""
    if not lever.moves:
        return ()
    found = [place for each in _looks(own, lever) for place in _places(own, attainments, lever, each)]
    inside = [place for place in found if 0.0 <= place.at <= lever.highest]
    return tuple(sorted(inside, key=lambda place: place.at))


def next_kink(own: Own, attainments: Mapping[str, float], lever: Lever) -> Kink | None:
    """The first place above the present attainment where pay changes its course; None where none is found."""
    here = place_of(lever, attainments)
    if not lever.moves:
        return None
    listed = places(own, attainments, lever)
    ahead = (kink for kink in _kinks(own, attainments, lever, listed, here) if _changes(kink))
    first = _just_above(own, attainments, lever, listed) or next(ahead, None)
    cap = _capped_from(own, attainments, lever, min(_FAR_ENOUGH, lever.highest, first.place.at if first else np.inf))
    return first if cap is None else _measured(own, attainments, lever, cap, (np.inf, np.inf), _CAP_SIDE)


def _next(own: Own, attainments: Mapping[str, float], lever: Lever, now: float) -> float:
    if not lever.moves:
        return float("nan")
    return pay_at(own, {**attainments, lever.name: place_of(lever, attainments) + POINT}).total - now


# --- what is measured at a place


def _just_above(own: Own, attainments: Mapping[str, float], lever: Lever, listed: Sequence[Place]) -> Kink | None:
    """A leap that begins right above the present attainment, as where an edge belongs to the part below it."""
    here = place_of(lever, attainments)
    at = next((place for place in listed if abs(place.at - here) <= _SIDE / 2), None)
    if at is None:
        return None
    now = pay_at(own, {**attainments, lever.name: here}).total
    kink = _measured(own, attainments, lever, at, (np.inf, np.inf), _SIDE)
    leap = pay_at(own, {**attainments, lever.name: here + _SIDE}).total - now - kink.after * _SIDE / POINT
    return replace(kink, leap=leap) if _clean(leap) else None


def _kinks(
    own: Own, attainments: Mapping[str, float], lever: Lever, listed: Sequence[Place], here: float
) -> Iterator[Kink]:
    """Each place above `here`, measured; places that fall together are one."""
    apart = [place for i, place in enumerate(listed) if i == 0 or place.at - listed[i - 1].at > 2 * _SIDE]
    edges = (-np.inf, *(place.at for place in apart), np.inf)
    for place, before, after in zip(apart, edges, edges[2:], strict=False):
        if place.at > here + _SIDE / 2:
            yield _measured(own, attainments, lever, place, (place.at - before, after - place.at), _SIDE)


def _measured(
    own: Own,
    attainments: Mapping[str, float],
    lever: Lever,
    place: Place,
    room: tuple[float, float],
    side: float,
) -> Kink:
    """What a point pays on both sides of a place; `room` is how far the neighbouring places are."""

    def pay(at: float) -> float:
        return pay_at(own, {**attainments, lever.name: at}).total

    low, high = pay(place.at - side), pay(place.at + side)
    below, above = (min(POINT, max(free - 2 * side, side)) for free in room)
    before = (low - pay(place.at - side - below)) / below * POINT
    after = (pay(place.at + side + above) - high) / above * POINT
    leap = 0.0 if place.cause == "cap" else high - low - (before + after) * side / POINT
    return Kink(place, _clean(before), _clean(after), _clean(leap))


def _clean(amount: float) -> float:
    return 0.0 if abs(amount) < _HALF_A_CENT else amount


def _changes(kink: Kink) -> bool:
    return kink.leap != 0.0 or abs(kink.after - kink.before) >= _HALF_A_CENT


def _capped_from(own: Own, attainments: Mapping[str, float], lever: Lever, most: float) -> Place | None:
    """Where a cap on all pay begins to cut, found by halving: a cap that cuts somewhere cuts everywhere above."""
    low, high = place_of(lever, attainments), most

    def cuts(at: float) -> bool:
        return pay_at(own, {**attainments, lever.name: at}).parts.get("cap", 0.0) < -2 * _HALF_A_CENT

    if not own.plan.caps or low >= high or cuts(low) or not cuts(high - _CLOSE):
        return None
    while high - low > _CLOSE:
        middle = (low + high) / 2.0
        low, high = (low, middle) if cuts(middle) else (middle, high)
    return Place(high, "cap")


# --- where the plan changes


@dataclass(frozen=True)
class _Look:
    """Something in the plan that looks at the lever's result: over which stretch, and at which of its values."""

    cause: Cause
    part: str  # objective or commission; empty for the whole plan
    stretch: Stretch
    edges: tuple[float, ...]
    readings: tuple[tuple[Reader, str, float], ...]  # reader, measure, weight: they are added up


def _looks(own: Own, lever: Lever) -> Iterator[_Look]:
    plan = own.plan
    blended = plan.mix == "blended"
    for path, reader, measure in readers(plan):
        if (measure, reader.credit) != lever.read or measure == PAYOUT:
            continue
        found = _edges(own, path, reader)
        if found is not None and not (blended and isinstance(reader, Objective)):
            yield _Look(*found, ((reader, measure, 1.0),))
    if blended and PAYOUT not in map(plan.measure, plan.objectives):
        read_by = [(part, plan.measure(name), part.weight) for name, part in plan.objectives.items()]
        edges = plan.curve_of(lever.name).compile().kinks()
        yield _Look("curve", "", plan.stretch(plan.objectives[lever.name]), edges, tuple(read_by))


_OF_PARTS = ("objectives", "commissions")


def _edges(own: Own, path: Path, reader: Reader) -> tuple[Cause, str, Stretch, tuple[float, ...]] | None:
    """Why pay changes where a reader's value passes something, of which part, over which stretch, and at which values.

    None for pay for each deal: a deal stays as large as it was.
    """
    plan = own.plan
    name = str(path[1]) if path and path[0] in _OF_PARTS else ""
    around = plan.stretch(plan.parts()[name]) if name else plan.settlement
    match reader:
        case Objective():
            return "curve", name, around, edges_of(plan, name)
        case Commission():
            return None if reader.measured == "deal" else ("commission", name, around, reader.compile().kinks())
        case Gate():
            return "gate", name, plan.stretch(reader), (reader.hurdle,)
        case RateBy():
            return "rate", name, reader.measured or around, plan.curve_of(name).compile().kinks()
        case Multiplier() | MatrixAxis():
            return "factor", name, reader.measured or around, _levels(reader)
    return None


def _levels(reader: Multiplier | MatrixAxis) -> tuple[float, ...]:
    if isinstance(reader, MatrixAxis):
        return reader.at
    return () if reader.curve is None else reader.curve.compile().kinks()


def _places(own: Own, attainments: Mapping[str, float], lever: Lever, look: _Look) -> Iterator[Place]:
    """Where along the lever each value is reached, in each stretch that the row has time in."""
    here = place_of(lever, attainments)
    step = -POINT if here + POINT > lever.highest else POINT
    now, moved = (_read(own, {**attainments, lever.name: at}, look) for at in (here, here + step))
    groups, ends = _ends(own, look.stretch)
    several = len(set(groups.tolist())) > 1
    for end in ends:
        follows = (moved[end] - now[end]) / step
        if not np.isfinite(follows) or abs(follows) < POINT**3:
            continue
        time = (own.periods[groups.tolist().index(groups[end])], own.periods[end]) if several else ("", "")
        for edge in look.edges:
            yield Place(here + (edge - now[end]) / follows, look.cause, look.part, edge, *time)


def _read(own: Own, attainments: Mapping[str, float], look: _Look) -> Floats:
    """What a look reads in each period (P), to date within its stretch."""
    figures = _figures(own, attainments)
    added = [weight * _one(figures, reader, measure, look.stretch) for reader, measure, weight in look.readings]
    return np.asarray(sum(added[1:], added[0]))


def _one(figures: Figures, reader: Reader, measure: str, stretch: Stretch) -> Floats:
    caps = getattr(reader, "caps", None)
    deal_cap = getattr(caps, "deal", None)
    full = getattr(reader, "against", "to_date") == "full"
    return np.asarray(read(figures, reader, measure, stretch, deal_cap=deal_cap, full=full).x[0])


def _figures(own: Own, attainments: Mapping[str, float]) -> Figures:
    """What the row's plan reads of this row alone, its results as they are supposed."""
    window = common_window((own.scenario,), own.population)
    make = partial(Figures, own.scenario, own.role, own.plan, own.population, window, own.kept)
    return make(block=np.array([own.row]), scaled=scaled_to(own, attainments))


def _ends(own: Own, stretch: Stretch) -> tuple[NDArray[np.int64], list[int]]:
    """The stretch of each evaluated period (P), and the last period of each stretch that the row has time in."""
    figures = _figures(own, {})
    groups, there = figures.groups(stretch), figures.eligible[0] > 0
    inside = [int(at) for at in np.flatnonzero(there)]
    return groups, [at for at, after in pairwise([*inside, -1]) if after < 0 or groups[at] != groups[after]]
