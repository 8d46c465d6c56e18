"""How pay follows a result, in plain words: curves, rates, factors, conditions and limits of one part of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from compsim.plan.components import Commission, Objective
from compsim.plan.curve import PayCurve
from compsim.plan.curve_shape import Drawn, RateBy, edges_read
from compsim.plan.limits import PartCaps
from compsim.plan.multiplier import Matrix, MatrixAxis, Multiplier
from compsim.plan.part import PAYOUT, Credit, Reads
from compsim.plan.scenario import Plan
from compsim.plan.where import Between, Condition
from compsim.present.numbers import exact_percent, listed, money, number, spoken

Write = Callable[[float], str]
WHOSE: dict[Credit, str] = {
    "individual": "your own",
    "team": "the team's",
    "reports": "that of all who report to you",
    "company": "the company's",
}
_OF = {"target_incentive": "the target incentive", "base_salary": "the base salary"}
_SHARED = {
    "equally": "shared equally among the people on this plan who are credited",
    "by_incentive": "shared by target incentive among the people on this plan who are credited",
    "by_result": "shared by own result among the people on this plan who are credited",
}
_TINY = 1e-9
_CELLS = 9  # a matrix up to this size is written out


def whose(credit: Credit, measure: str) -> str:
    """Whose result of what: `the team's revenue`."""
    what = "variable pay" if measure == PAYOUT else spoken(measure)
    return f"the {what} of all who report to you" if credit == "reports" else f"{WHOSE[credit]} {what}"


def objective_in_words(plan: Plan, name: str, currency: str) -> str:
    """How an objective pays, and what limits or changes it."""
    part = plan.objectives[name]
    said = () if plan.mix == "blended" else (_shape(plan, name, part),)
    return "; ".join((*said, *_further(part, currency)))


def commission_in_words(plan: Plan, name: str, currency: str) -> str:
    """How a commission pays, and what limits or changes it."""
    part = plan.commissions[name]
    start = "for each deal, " if part.measured == "deal" else ""
    return "; ".join((start + _commission(part, plan.measure(name), currency), *_further(part, currency)))


def curve_in_words(curve: PayCurve) -> str:
    """Each stretch of a curve from attainment to a share, from below."""
    return "; ".join(_stretches(curve, _ratio, _share, lambda slope: f"{_ratio(slope / 100.0)} for each further point"))


def factors_in_words(multipliers: tuple[Multiplier, ...]) -> Iterator[str]:
    """What each multiplier multiplies by, and by what it is picked."""
    for each in multipliers:
        yield f"multiplied by {_matrix(each.matrix) if each.matrix is not None else _factor(each)}"


# --- curves


def _shape(plan: Plan, name: str, part: Objective) -> str:
    shape = plan.curve_of(name)
    if isinstance(shape.by, RateBy):
        rates = shape.rates or {}
        picked = _edges(rates, _x(edges_read(shape)), lambda rate: f"{_ratio(rate)} for each 100 % reached")
        return f"{picked}, by {_picker(shape.by, plan.measure(name))}"
    if part.on == "value":
        return "; ".join(
            _stretches(shape.compile(), _plain, _share, lambda slope: f"{_ratio(slope)} for each further 1")
        )
    return curve_in_words(shape.compile())


def _commission(part: Commission, measure: str, currency: str) -> str:
    x = _x(edges_read(part))
    of = f" of {_OF[part.of]}" if part.of is not None else ""
    if part.rates is None:
        y: Write = (lambda share: f"{_ratio(share)}{of}") if of else (lambda sum_: money(sum_, currency, decimals=2))
        return "; ".join(_stretches(part.compile(), x, _or_nothing(y), lambda slope: f"{y(slope)} for each further 1"))
    if of:
        return _edges(part.rates, x, lambda rate: f"{_ratio(rate / 100.0)}{of} for each point") + _tiers(part)
    rates = part.rates
    if part.by == "payout":
        return _edges(rates, lambda paid: f"{money(paid, currency)} paid", _rate_of(measure, currency))
    said = _edges(rates, x, _rate_of(measure, currency)) + _tiers(part)
    return f"{said}, by {_picker(part.by, measure)}" if isinstance(part.by, RateBy) else said


def _stretches(curve: PayCurve, x: Write, y: Write, each: Write) -> Iterator[str]:
    """Each stretch from below; y writes what is paid, `each` what a unit more pays."""
    segments = list(zip(curve.edges, (*curve.edges[1:], np.inf), curve.levels, curve.slopes, strict=True))
    _, end, level, slope = segments[0]
    if abs(curve.below - level) < _TINY and abs(slope) < _TINY:  # what holds below goes on to the first change
        segments = segments[1:]
        yield f"below {x(end)} {y(level)}" if segments else y(level)
    elif curve.edges[0] > 0 or abs(curve.below) > _TINY:
        yield f"below {x(curve.edges[0])} {y(curve.below)}"
    yield from (_stretch(segment, x, y, each) for segment in segments if segment[1] - segment[0] > _TINY)


def _stretch(segment: tuple[float, float, float, float], x: Write, y: Write, each: Write) -> str:
    start, end, level, slope = segment
    if abs(slope) < _TINY:
        return f"from {x(start)} on {y(level)}"
    if np.isinf(end):
        return f"from {x(start)} on {y(level)} and {each(slope)}"
    course = "rising" if slope > 0 else "falling"
    return f"from {x(start)} to {x(end)} {course} from {y(level)} to {y(level + slope * (end - start))}"


def _edges(rates: Mapping[float, float], x: Write, y: Write) -> str:
    """Each rate from its edge on; one rate from nothing on is said by itself."""
    told = [f"from {x(edge)} on {y(rate)}" if edge else y(rate) for edge, rate in rates.items()]
    return "; ".join(told)


def _tiers(part: Commission) -> str:
    if len(part.rates or {}) < 2 or part.tiers == "marginal":
        return ""
    return {
        "whole": " (the rate reached pays from the first unit on)",
        "reached": " (the rate reached pays on everything above target)",
    }[part.tiers]


def _rate_of(measure: str, currency: str) -> Write:
    def written(rate: float) -> str:
        share = abs(rate) <= 1
        return f"{exact_percent(rate)} of {spoken(measure)}" if share else f"{money(rate, currency, decimals=2)} each"

    return written


# --- factors, conditions, limits


def _further(part: Objective | Commission, currency: str) -> Iterator[str]:
    """Everything about a part beside its curve."""
    if part.where:
        yield f"counts only where {listed([_condition(name, each) for name, each in part.where.items()])}"
    if part.target is not None and part.target.floor is not None:
        yield "only what is above last year's result counts"
    yield from factors_in_words(part.multiplier)
    yield from _limits(part.caps, currency)
    if part.shared is not None:
        yield f"the money is {_SHARED[part.shared]}"
    if part.take_back:
        yield "pay can fall below zero and is then taken back"


def _limits(caps: PartCaps, currency: str) -> Iterator[str]:
    over = "in the year" if caps.per == "year" else "in each settlement"
    if caps.deal is not None:
        yield f"a deal counts up to {_plain(caps.deal)}"
    if caps.attainment is not None:
        yield f"attainment counts up to {_ratio(caps.attainment)}"
    if caps.factor is not None:
        yield f"never more than {_ratio(caps.factor)}"
    if caps.money is not None:
        yield f"never more than {money(caps.money, currency)} {over}, full-time"


def _condition(name: str, condition: Condition) -> str:
    if isinstance(condition, Between):
        bounds = (("at least", condition.at_least), ("at most", condition.at_most))
        said = [
            f"{word} {bound if isinstance(bound, str) else _plain(bound)}"
            for word, bound in bounds
            if bound is not None
        ]
        return f"{spoken(name)} is {' and '.join(said)}"
    return f"{spoken(name)} is {' or '.join(map(str, condition))}"


def _factor(each: Multiplier) -> str:
    if each.factors is not None:
        table = [f"{name} {_ratio(factor)}" for name, factor in each.factors.items()]
        return (
            f"a factor by {spoken(each.roster or each.deal)}: {', '.join(table)}, all others {_ratio(each.otherwise)}"
        )
    by = whose(each.credit, each.measure) if each.measure else spoken(each.roster or each.deal)
    return f"a factor by {by}: {_drawn(each.curve, each.on)}"


def _drawn(curve: Drawn | None, on: Reads) -> str:
    if curve is None:
        return _ratio(1.0)
    return ", ".join(_stretches(curve.compile(), _x(on), _ratio, lambda slope: f"{_ratio(slope)} for each further 1"))


def _matrix(matrix: Matrix) -> str:
    """Every factor where they are few, else between which bounds."""
    down, across = (_axis(each) for each in (matrix.down, matrix.across))
    flat = [factor for row in matrix.factors for factor in row]
    if len(flat) > _CELLS:
        return f"a factor between {_ratio(min(flat))} and {_ratio(max(flat))}, by {down} and {across}"
    cells = [
        f"{_x(matrix.down.on)(low)} and {_x(matrix.across.on)(at)}: {_ratio(factor)}"
        for low, row in zip(matrix.down.at, matrix.factors, strict=True)
        for at, factor in zip(matrix.across.at, row, strict=True)
    ]
    return f"a factor by {down} and {across}, from {'; from '.join(cells)}"


def _axis(axis: MatrixAxis) -> str:
    return whose(axis.credit, axis.measure)


def _picker(by: RateBy, measure: str) -> str:
    reads = "attainment of " if by.on == "attainment" else ""
    return f"{reads}{whose(by.credit, by.measure or measure)}"


# --- figures


def _x(on: Reads) -> Write:
    return _ratio if on == "attainment" else _plain


def _ratio(value: float) -> str:
    return exact_percent(value, most=2)


def _share(level: float) -> str:
    return _or_nothing(_ratio)(level)


def _or_nothing(write: Write) -> Write:
    return lambda value: "nothing" if abs(value) < _TINY else write(value)


def _plain(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 2)
