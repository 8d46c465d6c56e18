"""Curves as a plan file writes them: points, steps or rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, field_serializer, model_validator

from compsim.plan.curve import (
    Beyond,
    Closed,
    PayCurve,
    holding_steps,
    is_ascending,
    marginal_rates,
    reached_rates,
    through_points,
    whole_rates,
)
from compsim.plan.part import TARGET, CreditOf, MeasuredLikeThePart, PlanPart, Reads, refuse_target_of_a_value, said
from compsim.plan.quantity import (
    LARGEST_BARE_RATIO,
    NUMBER_SCHEMA,
    RATE_SCHEMA,
    once_each,
    parse_number,
    parse_rate,
    write_number,
    write_ratio,
)
from compsim.plan.target_rule import Target
from compsim.plan.where import Where


def _parse_points(table: Any) -> dict[float, tuple[float, float]]:
    return once_each((parse_number(x), _both_sides(y)) for x, y in _entries(table))


def _parse_levels(table: Any) -> dict[float, float]:
    return once_each((parse_number(x), parse_number(y)) for x, y in _entries(table))


def _parse_rates(table: Any) -> dict[float, float]:
    return once_each((parse_number(x), parse_rate(y)) for x, y in _entries(table))


def _entries(table: Any) -> list[tuple[Any, Any]]:
    if not isinstance(table, Mapping) or not table:
        raise ValueError("a curve is a list of pairs | Write pairs such as {50%: 0%, 100%: 100%}.")
    return list(table.items())


def _both_sides(value: Any) -> tuple[float, float]:
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise ValueError("a jump has two values | Write [value from the left, value from the right].")
        return parse_number(value[0]), parse_number(value[1])
    return parse_number(value), parse_number(value)


def _pairs(value: Mapping[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"type": "object", "additionalProperties": dict(value), "minProperties": 1})


_JUMP: dict[str, Any] = {
    "anyOf": [*NUMBER_SCHEMA["anyOf"], {"type": "array", "items": NUMBER_SCHEMA, "minItems": 2, "maxItems": 2}]
}
Points = Annotated[dict[float, tuple[float, float]], BeforeValidator(_parse_points), _pairs(_JUMP)]
Levels = Annotated[dict[float, float], BeforeValidator(_parse_levels), _pairs(NUMBER_SCHEMA)]
Rates = Annotated[dict[float, float], BeforeValidator(_parse_rates), _pairs(RATE_SCHEMA)]


class RateBy(PlanPart):
    """What picks the rate, when it is not the amount that is paid on."""

    measure: Annotated[str, said("Measure", "The measure that picks the rate; left out, the same one.", "name")] = ""
    where: Where = Field(default_factory=dict)
    credit: CreditOf = "individual"
    measured: MeasuredLikeThePart = None
    on: Annotated[Reads, said("Reads", "attainment: result ÷ target. value: the measure's own number.")] = "value"
    target: Target = None

    @model_validator(mode="after")
    def _nothing_is_ignored(self) -> Self:
        refuse_target_of_a_value(self.on, self.target)
        return self


def _kind_of_by(value: Any) -> str:
    return "[word]" if isinstance(value, str) else "[measure]"


By = Annotated[
    Annotated[RateBy, Tag("[measure]")] | Annotated[Literal["payout"], Tag("[word]")], Discriminator(_kind_of_by)
]


class Drawn(PlanPart):
    """Points or steps, and what holds short of them, past them and on their edges."""

    points: Annotated[Points | None, said("Points", "Straight lines between these points.", "part")] = None
    steps: Annotated[Levels | None, said("Steps", "A level holds from its edge until the next.", "part")] = None
    below: Annotated[
        Literal["zero", "first"],
        said("Below the first edge", "What holds short of the first edge. zero: nothing. first: the first value."),
    ] = "zero"
    beyond: Annotated[
        Beyond | None,
        said(
            "Past the last point",
            "flat: the last value holds (points, if left out). continue: the last line goes on. "
            "nothing: no pay. Steps and rates go on unless this says nothing.",
        ),
    ] = None
    edge: Annotated[
        Closed,
        said("Edge", "Where a value exactly on an edge belongs. upper: to the part above. lower: to the part below."),
    ] = "upper"

    @property
    def drawings(self) -> tuple[str, ...]:
        """The ways to draw it."""
        return tuple(name for name in DRAWINGS if name in type(self).model_fields)

    @model_validator(mode="after")
    def _one_drawing(self) -> Self:
        given = [name for name in self.drawings if getattr(self, name) is not None]
        if len(given) != 1:
            found, ways = (
                " and ".join(given) or "none of them",
                " or ".join([", ".join(self.drawings[:-1]), self.drawings[-1]]),
            )
            raise ValueError(f"a curve needs one of {ways}, found {found} | Keep exactly one.")
        if not is_ascending(self.table()):
            raise ValueError(f"the edges of the {given[0]} must rise from first to last | Sort them; give each once.")
        if self.points is None and self.beyond not in (None, "continue", "nothing"):
            raise ValueError("steps and rates go on past their last edge | Give a last edge with the value that holds.")
        return self

    def table(self) -> Mapping[float, Any]:
        """The drawing's pairs, in order."""
        tables = (getattr(self, name) for name in self.drawings)
        found: Mapping[float, Any] = next(table for table in tables if table is not None)
        return found

    def compile(self) -> PayCurve:
        """The pay curve that this drawing says; with `by` another measure, the curve of the rate it picks."""
        below_first = self.below == "first"
        if self.points is not None:
            sides = [(x, left, right) for x, (left, right) in self.points.items()]
            beyond = self.beyond or "flat"
            return through_points(sides, below_first=below_first, beyond=beyond, closed=self.edge)
        held = list((self.steps or {}).items())
        return holding_steps(held, below_first=below_first, beyond=self.beyond or "flat", closed=self.edge)


DRAWINGS = ("points", "steps", "rates")


class CurveShape(Drawn):
    """The three ways to draw pay, and how its rates apply."""

    rates: Annotated[Levels | None, said("Rates", "What a slice pays, from its edge until the next.", "part")] = None
    tiers: Annotated[
        Literal["marginal", "whole", "reached"],
        said(
            "Tiers",
            "How rates apply. marginal: each slice at its own rate. whole: the rate reached pays from the first unit. "
            "reached: it pays on everything above target, marginal below.",
        ),
    ] = "marginal"
    by: Annotated[
        By | None,
        said(
            "By",
            "What picks the rate, where it is not the amount itself: another measure or credit, or one word. "
            "payout: what this part has paid so far. "
            "With another measure, whole: the rate reached pays on everything so far; marginal: what each "
            "settlement adds keeps the rate reached at its end.",
            "part",
        ),
    ] = None

    @model_validator(mode="after")
    def _words_about_rates(self) -> Self:
        if self.rates is not None and self.beyond == "nothing":
            raise ValueError("rates cannot end in nothing | Give a last edge with the rate 0%.")
        if self.rates is not None and self.below != "zero" and not isinstance(self.by, RateBy):
            raise ValueError("short of the first edge there is no rate | Begin the rates at a lower edge.")
        if self.tiers != "marginal" and self.rates is None:
            raise ValueError(f"'tiers: {self.tiers}' is about rates | Remove 'tiers', or write 'rates'.")
        if self.by is not None and self.rates is None:
            raise ValueError("'by' picks a rate | Remove 'by', or write 'rates'.")
        if self.by is not None and self.tiers == "reached":
            raise ValueError("'tiers: reached' reads the part's own attainment | Remove 'by', or write 'tiers: whole'.")
        if self.by == "payout":
            self._rates_by_payout(list((self.rates or {}).items()))
        return self

    def _rates_by_payout(self, rates: list[tuple[float, float]]) -> None:
        if self.tiers != "marginal" or rates[0][0] != 0:
            raise ValueError("rates by the payout so far are slices of it | Keep 'tiers: marginal' and begin at 0.")
        if any(rate <= 0 for _, rate in rates[:-1]):
            fix = "Write rates above 0 %; only the last may be 0 %, which then is the most this part pays."
            raise ValueError(f"with a rate of 0 % the payout would never reach the next edge | {fix}")

    def compile(self) -> PayCurve:
        """The pay curve that this drawing says; with `by` another measure, the curve of the rate it picks."""
        if self.rates is None:
            return super().compile()
        rates = list(self.rates.items())
        if isinstance(self.by, RateBy):
            return holding_steps(rates, below_first=self.below == "first", beyond="flat", closed=self.edge)
        if self.by == "payout":
            return marginal_rates(_edges_in_amount(rates), closed=self.edge)
        match self.tiers:
            case "marginal":
                return marginal_rates(rates, closed=self.edge)
            case "whole":
                return whole_rates(rates, closed=self.edge)
            case "reached":
                return reached_rates(rates, target=TARGET, closed=self.edge)


def _edges_in_amount(rates: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Edges in money paid, turned into the amounts at which that much has been paid."""
    amount, turned = rates[0][0], []
    for i, (paid, rate) in enumerate(rates):
        turned.append((amount, rate))
        if i + 1 < len(rates):
            amount += (rates[i + 1][0] - paid) / rate
    return turned


class Curve(CurveShape):
    """An objective's pay curve: attainment (or the measure's own value) in, share of its target incentive out."""

    on: Annotated[Reads, said("Reads", "attainment: result ÷ target. value: the measure's own number.")] = "attainment"

    @model_validator(mode="after")
    def _ratios_are_ratios(self) -> Self:
        factors = [y for value in self.table().values() for y in (value if isinstance(value, tuple) else (value,))]
        edges = list(self.table()) if edges_read(self) == "attainment" else []
        check_ratios([*edges, *factors])
        if self.by == "payout":
            raise ValueError("an objective's curve gives a factor, not money that was paid | Use 'by' in a commission.")
        if isinstance(self.by, RateBy) and self.tiers != "whole":
            raise ValueError("an objective's attainment is not added up period by period | Write 'tiers: whole'.")
        return self

    @field_serializer("points", "steps", "rates")
    def _write(self, table: dict[float, Any] | None) -> Any:
        return write_table(table, edges_read(self), write_ratio)


class MultiplierCurve(Drawn):
    """A multiplier's curve: the measure's value or attainment in, a factor out; the first value holds below it."""

    below: Annotated[
        Literal["zero", "first"],
        said("Below the first edge", "What holds short of the first edge. zero: nothing. first: the first value."),
    ] = "first"

    @model_validator(mode="after")
    def _gives_factors(self) -> Self:
        check_ratios([y for v in self.table().values() for y in (v if isinstance(v, tuple) else (v,))])
        return self

    @field_serializer("points", "steps")
    def _write(self, table: dict[float, Any] | None) -> Any:
        return write_table(table, "value", write_ratio)


def edges_read(curve: CurveShape) -> Reads:
    """Whether a curve's edges are attainment or values: what picks its rates decides."""
    if isinstance(curve.by, RateBy):
        return curve.by.on
    own: Reads = getattr(curve, "on", "value")
    return "value" if curve.by == "payout" else own


def check_ratios(numbers: list[float]) -> None:
    """ValueError where a number is too large to be a ratio written without its sign."""
    for number in numbers:
        if abs(number) > LARGEST_BARE_RATIO:
            raise ValueError(f"'{number:g}' stands where a ratio belongs | Write {number:g}% or {number / 100:g}.")


def write_table(table: dict[float, Any] | None, edges: Reads, value: Callable[[float], Any]) -> Any:
    """A drawing as its file says it: percentages for ratios, jumps as pairs."""
    if table is None:
        return None
    edge: Callable[[float], Any] = write_ratio if edges == "attainment" else write_number
    return {edge(x): _write_sides(y, value) for x, y in table.items()}


def _write_sides(value: Any, write: Callable[[float], Any]) -> Any:
    if isinstance(value, tuple):
        left, right = value
        return write(left) if left == right else [write(left), write(right)]
    return write(value)
