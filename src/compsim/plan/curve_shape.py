"""Curves as a plan file writes them: points, steps or rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, field_serializer, model_validator

from compsim.errors import refusal
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
from compsim.plan.curve_tables import Levels, Points, check_ratios, write_table
from compsim.plan.part import (
    TARGET,
    CreditOf,
    MeasuredLikeThePart,
    PlanPart,
    Reads,
    refuse_other_than_one,
    refuse_target_of_a_value,
    said,
)
from compsim.plan.quantity import write_ratio
from compsim.plan.target_rule import Target
from compsim.plan.where import Where


class RateBy(PlanPart):
    """What picks the rate, when it is not the amount that is paid on."""

    measure: Annotated[str, said("Measure", "The measure that picks the rate; left out, the same one.", "name")] = ""
    where: Where = Field(default_factory=dict)
    credit: CreditOf = "individual"
    measured: MeasuredLikeThePart = None
    on: Annotated[Reads, said("What is read", "attainment: result ÷ target. value: the measure's own number.")] = (
        "value"
    )
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
        said(
            "Exactly on an edge",
            "Where a value exactly on an edge belongs. upper: to the part above. lower: to the part below.",
        ),
    ] = "upper"

    @property
    def drawings(self) -> tuple[str, ...]:
        """The ways to draw it."""
        return tuple(name for name in DRAWINGS if name in type(self).model_fields)

    @model_validator(mode="after")
    def _one_drawing(self) -> Self:
        given = [name for name in self.drawings if getattr(self, name) is not None]
        refuse_other_than_one("a curve", self.drawings, given)
        if not is_ascending(self.table()):
            raise refusal(
                f"the edges of the {given[0]} must rise from first to last", "Sort them; give each once.", given[0]
            )
        if self.points is None and self.beyond not in (None, "continue", "nothing"):
            raise refusal(
                "steps and rates go on past their last edge", "Give a last edge with the value that holds.", "beyond"
            )
        return self

    @property
    def drawing(self) -> str:
        """The way that was chosen."""
        return next(name for name in self.drawings if getattr(self, name) is not None)

    def table(self) -> Mapping[float, Any]:
        """The drawing's pairs, in order."""
        found: Mapping[float, Any] = getattr(self, self.drawing)
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
            raise refusal("rates cannot end in nothing", "Give a last edge with the rate 0%.", "beyond")
        if self.rates is not None and self.below != "zero" and not isinstance(self.by, RateBy):
            raise refusal("short of the first edge there is no rate", "Begin the rates at a lower edge.", "below")
        if self.tiers != "marginal" and self.rates is None:
            raise refusal(f"'tiers: {self.tiers}' is about rates", "Remove 'tiers', or write 'rates'.", "tiers")
        if self.by is not None and self.rates is None:
            raise refusal("'by' picks a rate", "Remove 'by', or write 'rates'.", "by")
        if self.by is not None and self.tiers == "reached":
            raise refusal(
                "'tiers: reached' reads the part's own attainment", "Remove 'by', or write 'tiers: whole'.", "tiers"
            )
        if self.by == "payout":
            self._rates_by_payout(list((self.rates or {}).items()))
        return self

    def _rates_by_payout(self, rates: list[tuple[float, float]]) -> None:
        if self.tiers != "marginal" or rates[0][0] != 0:
            fix, field = "Keep 'tiers: marginal' and begin at 0.", "rates" if self.tiers == "marginal" else "tiers"
            raise refusal("rates by the payout so far are slices of it", fix, field)
        if any(rate <= 0 for _, rate in rates[:-1]):
            fix = "Write rates above 0 %; only the last may be 0 %, which then is the most this part pays."
            raise refusal("with a rate of 0 % the payout would never reach the next edge", fix, "rates")

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

    on: Annotated[Reads, said("What is read", "attainment: result ÷ target. value: the measure's own number.")] = (
        "attainment"
    )

    @model_validator(mode="after")
    def _ratios_are_ratios(self) -> Self:
        factors = [y for value in self.table().values() for y in (value if isinstance(value, tuple) else (value,))]
        edges = list(self.table()) if edges_read(self) == "attainment" else []
        check_ratios([*edges, *factors], self.drawing)
        if self.by == "payout":
            raise refusal(
                "an objective's curve gives a factor, not money that was paid", "Use 'by' in a commission.", "by"
            )
        if isinstance(self.by, RateBy) and self.tiers != "whole":
            raise refusal(
                "an objective's attainment is not added up period by period", "Write 'tiers: whole'.", "tiers"
            )
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
        check_ratios([y for v in self.table().values() for y in (v if isinstance(v, tuple) else (v,))], self.drawing)
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
