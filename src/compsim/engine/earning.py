"""What each objective earns to date, for the rows on a plan: reading, curve, caps, multiplier, weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import INCENTIVE_DIGITS, Figures, Groups, at_end_of_group, increments, to_date
from compsim.engine.multipliers import multiplied
from compsim.engine.readings import Reading, at_settlement, on_plan, read, result_to_date
from compsim.engine.settlement import Earned, Tracks
from compsim.plan.components import Commission, Objective, rate_picker
from compsim.plan.curve import PayCurve
from compsim.plan.part import TARGET
from compsim.plan.scenario import Plan
from compsim.population.people import running_sum

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Factors = Callable[[PayCurve, Floats], Floats]


@dataclass(frozen=True, eq=False)
class Part:
    """One objective or commission, worked out for the N rows on the plan."""

    name: str
    earned: Earned
    attainment: Floats  # (N) over all evaluated periods; NaN for a commission
    silent: Flags  # (N) a result or target it needs is missing while the row is on the plan
    zero_target: Flags  # (N)


def objectives(figures: Figures, factors: Factors) -> list[Part]:
    """Every objective of the plan, by its own curve or, in a blended plan, by the one curve of all."""
    readings = {name: _read_objective(figures, name, part) for name, part in figures.plan.objectives.items()}
    if figures.plan.mix == "blended" and readings:
        tracks = _blended_tracks(figures, readings, factors)
    else:
        tracks = {name: _own_tracks(figures, name, reading, factors) for name, reading in readings.items()}
    return [_objective(figures, name, readings[name], tracks[name], factors) for name in readings]


def _read_objective(figures: Figures, name: str, part: Objective) -> Reading:
    """What an objective reads, with its attainment capped."""
    measure, stretch = figures.plan.measure(name), figures.plan.stretch(part)
    reading = read(figures, part, measure, stretch, deal_cap=part.caps.deal, full=part.against == "full")
    note_reading(figures, name, reading, part.on, measure)
    if part.caps.attainment is None or part.on == "value":
        return reading
    capped = np.minimum(reading.x, part.caps.attainment)
    figures.note("capped_attainment", name, capped, "ratio")
    return replace(reading, x=capped)


def note_reading(figures: Figures, name: str, reading: Reading, on: str, measure: str) -> None:
    """Keep what a part reads."""
    figures.note("result", name, reading.actual, "measure", about=measure)
    if on == "attainment":
        figures.note("target", name, reading.target, "measure", about=measure)
        if reading.floor is not None:
            figures.note("floor", name, reading.floor, "measure", about=measure)
        figures.note("attainment", name, reading.x, "ratio")


def _own_tracks(figures: Figures, name: str, reading: Reading, factors: Factors) -> Tracks:
    """The factor of an objective's own curve, up to the factor cap."""
    part = figures.plan.objectives[name]
    picked = pick_rate(figures, part, name, factors)
    if picked is not None:
        tracks = Tracks(picked * reading.x, picked * reading.x, picked * np.minimum(reading.x, TARGET))
    else:
        curve = figures.plan.curve_of(name).compile()
        tracks = tracks_of(figures, curve, reading.x, part.on == "attainment", factors)
    figures.note("factor", name, tracks.full, "ratio")
    return _capped_factor(figures, name, tracks, part.caps.factor)


def _capped_factor(figures: Figures, name: str, tracks: Tracks, cap: float | None) -> Tracks:
    if cap is None:
        return tracks
    capped = tracks.each(lambda factor: np.minimum(factor, cap))
    figures.note("capped_factor", name, capped.full, "ratio")
    return capped


def pick_rate(figures: Figures, part: Objective | Commission, name: str, factors: Factors) -> Floats | None:
    """The rate that another measure or credit picks (N, P); None where the part's own amount does."""
    picker = rate_picker(part)
    if picker is None:
        return None
    measure = picker.measure or figures.plan.measure(name)
    reading = read(figures, picker, measure, picker.measured or figures.plan.stretch(part))
    rate = factors(figures.plan.curve_of(name).compile(), reading.x)
    rate = np.where(np.isnan(reading.x), np.nan, rate)
    figures.note("picker", name, reading.x, "ratio" if picker.on == "attainment" else "measure", about=measure)
    figures.note("rate", name, rate, "ratio")
    return rate


def tracks_of(figures: Figures, curve: PayCurve, x: Floats, reads_attainment: bool, factors: Factors) -> Tracks:
    """What a curve pays: in full, without its accelerator, and at target at most; the last two if a gate asks."""
    full = factors(curve, x)
    held = {gate.holds[0] for gate in figures.plan.gates}
    if not reads_attainment or not held & {"above_target", "accelerator"}:
        return Tracks(full, full, full)
    at_target = factors(curve, np.minimum(x, TARGET))
    line = at_target + curve.slope_up_to(TARGET) * np.maximum(np.nan_to_num(x) - TARGET, 0.0)
    # a curve that is flatter above target, or falls, has nothing there to hold: a shut gate never pays more
    return Tracks(full, np.minimum(full, line), np.minimum(full, at_target))


def _blended_tracks(figures: Figures, readings: dict[str, Reading], factors: Factors) -> dict[str, Tracks]:
    """One curve on the weighted attainment; each objective carries what it adds to that attainment."""
    plan = figures.plan
    weighted = {name: plan.objectives[name].weight * reading.x for name, reading in readings.items()}
    blended = np.round(sum(weighted.values(), np.zeros_like(figures.eligible)), 12)
    figures.note("blended_attainment", "", blended, "ratio")
    curve = plan.curve_of(next(iter(readings))).compile()
    tracks = tracks_of(figures, curve, blended, True, factors)
    figures.note("factor", "", tracks.full, "ratio")
    return {name: tracks.each(_part_of(weighted, name, plan)) for name in readings}


def _part_of(weighted: dict[str, Floats], name: str, plan: Plan) -> Callable[[Floats], Floats]:
    """One objective's part of a common factor, per unit of its weight.

    By what it adds to the weighted attainment; where one is below zero, by its weight.
    """
    total = sum(weighted.values(), np.zeros_like(weighted[name]))
    adds = np.min(np.stack(list(weighted.values())), axis=0) >= 0
    by_result = np.divide(weighted[name], total, out=np.zeros_like(total), where=(total > 0) & adds)
    weight = plan.objectives[name].weight
    share = np.where((total > 0) & adds, by_result, weight)
    return lambda factor: factor * share / weight if weight else np.zeros_like(factor)


def _objective(figures: Figures, name: str, reading: Reading, tracks: Tracks, factors: Factors) -> Part:
    """Factor × multiplier × weight × incentive to date, shared where pay is shared."""
    plan, part = figures.plan, figures.plan.objectives[name]
    factor = multiplied(figures, part.multiplier, plan.stretch(part), factors, name)
    base = base_to_date(figures, figures.incentive(), reading.groups, part.against)
    share = shares(figures, name, part)
    figures.note("weight", name, np.full_like(base, part.weight), "ratio")
    figures.note("incentive", name, base, "money")
    in_full = tracks.each(lambda paid: part.weight * paid * factor * base)
    earned = in_full.each(lambda money: shared_out(pot(figures, part, money, reading.groups), share, reading.groups))
    figures.note("earned", name, earned.full, "money")
    silent = on_plan(figures, np.isnan(earned.full) | np.isnan(reading.x))
    zero = at_settlement(figures, (reading.needed == 0) & (part.on == "attainment"))
    nothing = np.isnan(earned.full) | np.isnan(reading.x)
    money = Earned(earned.known(), base, part.weight * base, reading.groups, part.pays, part.take_back, nothing)
    return Part(name, money, _overall(figures, name, part), silent, zero)


def base_to_date(figures: Figures, yearly: Floats, groups: Groups, against: str) -> Floats:
    """Incentive or salary to date (N, P), or of the whole stretch."""
    running = to_date(yearly[figures.rows], groups, INCENTIVE_DIGITS)
    return at_end_of_group(running, groups) if against == "full" else running


def pot(figures: Figures, part: Objective, money: Floats, groups: Groups) -> Floats:
    """What all who share an objective's pay would get in full, to date (N, P); the money itself if it is not shared."""
    if part.shared is None:
        return money
    added = np.zeros(figures.window.eligible.shape)
    added[figures.rows] = np.nan_to_num(increments(money, groups))
    return running_sum(figures.window.over_circle(added, part.credit)[figures.rows], groups)


def shared_out(money: Floats, share: Floats | None, groups: Groups) -> Floats:
    """Money to date (N, P) with what each period adds shared as people stood in that period; as it is if not shared."""
    if share is None:
        return money
    return running_sum(increments(money, groups) * share, groups)


def shares(figures: Figures, name: str, part: Objective | Commission) -> Floats | None:
    """Which part of collective pay each row gets in each period (N, P); None where each gets it in full.

    A commission is credited with what came in while a row was on the plan, so part of a month counts as part of a head.
    """
    if part.shared is None:
        return None
    there = figures.window.eligible
    key = np.where((there > 0) & figures.on_plan()[:, None], _key_of(figures, name, part), 0.0)
    heads = key if isinstance(part, Objective) else key * there
    whole = figures.window.over_circle(heads, part.credit)[figures.rows]
    share = np.divide(key[figures.rows], whole, out=np.zeros_like(whole), where=whole > 0)
    figures.note("sharing", name, share, "ratio", about=part.shared)
    return share


def _key_of(figures: Figures, name: str, part: Objective | Commission) -> Floats:
    """What pay is shared by (R, P): heads, the full-time incentive, or the own result to date if above zero."""
    if part.shared == "equally":
        return np.ones_like(figures.window.eligible)
    if part.shared == "by_incentive":
        there = figures.window.eligible
        return np.divide(figures.incentive(), there, out=np.zeros_like(there), where=there > 0)
    own = part.model_copy(update={"credit": "individual"})
    result = result_to_date(figures, own, figures.plan.measure(name), figures.plan.stretch(part), part.caps.deal)
    return np.clip(np.nan_to_num(result), 0.0, None)


def _overall(figures: Figures, name: str, part: Objective) -> Floats:
    """Attainment over all evaluated periods, as it stands in the row's last period on the plan (N).

    Without the attainment cap: it says what was reached, not what is paid.
    """
    whole = replace(figures, trace=None)
    measure = figures.plan.measure(name)
    reads = part.model_copy(update={"curve": None})
    if figures.window.definitions[measure].combine == "distinct":
        reading = read(whole, reads, measure, "year", deal_cap=part.caps.deal)
    else:
        reading = read(replace(whole, one_stretch=True), reads, measure, "year", deal_cap=part.caps.deal)
    return reading.x[np.arange(len(reading.x)), _last_period(figures.eligible)]


def _last_period(eligible: Floats) -> NDArray[np.intp]:
    """Position of the last period in which each row is on the plan (N)."""
    last: NDArray[np.intp] = eligible.shape[1] - 1 - np.argmax(eligible[:, ::-1] > 0, axis=1)
    return last
