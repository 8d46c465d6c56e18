"""What a plan is made of: curves as a file writes them, objectives, commissions, gates and caps.

Each field carries its title, description and unit: the JSON schema, the app's form, the reference page and the
messages are all made from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_serializer, model_validator

from compsim.calendar import Stretch, parse_period
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
from compsim.plan.quantity import (
    LARGEST_BARE_RATIO,
    Number,
    Ratio,
    parse_number,
    parse_rate,
    write_number,
    write_rate,
    write_ratio,
)

Credit = Literal["individual", "team", "company"]
Reads = Literal["attainment", "value"]
TARGET = 1.0  # attainment at target


class PlanPart(BaseModel):
    """Base of everything in a plan file: read once, never changed, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _parse_points(table: Any) -> dict[float, tuple[float, float]]:
    return {parse_number(x): _both_sides(y) for x, y in _entries(table)}


def _parse_levels(table: Any) -> dict[float, float]:
    return {parse_number(x): parse_number(y) for x, y in _entries(table)}


def _parse_rates(table: Any) -> dict[float, float]:
    return {parse_number(x): parse_rate(y) for x, y in _entries(table)}


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


def _parse_label(value: Any) -> str:
    label = str(value)
    parse_period(label)
    return label


PeriodLabel = Annotated[str, BeforeValidator(_parse_label)]
Points = Annotated[dict[float, tuple[float, float]], BeforeValidator(_parse_points)]
Levels = Annotated[dict[float, float], BeforeValidator(_parse_levels)]
Rates = Annotated[dict[float, float], BeforeValidator(_parse_rates)]


class CurveShape(PlanPart):
    """The three ways to draw a curve, and what holds short of it, past it and on its edges."""

    points: Points | None = Field(None, title="Points", description="Straight lines between these points.")
    steps: Levels | None = Field(None, title="Steps", description="A level holds from its edge until the next.")
    rates: Levels | None = Field(None, title="Rates", description="What a slice pays, from its edge until the next.")
    tiers: Literal["marginal", "whole", "reached"] = Field(
        "marginal",
        title="Tiers",
        description="marginal: each slice at its own rate. whole: the rate reached pays from the first unit. "
        "reached: it pays on everything above target, marginal below.",
    )
    below: Literal["zero", "first"] = Field(
        "zero", title="Below the first edge", description="zero: nothing. first: the first value holds."
    )
    beyond: Beyond | None = Field(
        None,
        title="Past the last point",
        description="flat: the last value holds (points, by default). continue: the last line goes on. "
        "nothing: no pay. Steps and rates go on unless this says nothing.",
    )
    edge: Closed = Field(
        "upper", title="Edge", description="Whether a value exactly on an edge belongs to the part above or below it."
    )

    @model_validator(mode="after")
    def _one_drawing(self) -> Self:
        given = [name for name in ("points", "steps", "rates") if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise ValueError(f"a curve needs one of points, steps or rates, found {found} | Keep exactly one.")
        if not is_ascending(self.table()):
            raise ValueError(f"the edges of the {given[0]} must rise from first to last | Sort them; give each once.")
        if self.tiers != "marginal" and self.rates is None:
            raise ValueError(f"'tiers: {self.tiers}' is about rates | Remove 'tiers', or write 'rates'.")
        if self.points is None and self.beyond not in (None, "continue", "nothing"):
            raise ValueError("steps and rates go on past their last edge | Give a last edge with the value that holds.")
        return self

    def table(self) -> Mapping[float, Any]:
        """The drawing's pairs, in order."""
        return next(table for table in (self.points, self.steps, self.rates) if table is not None)

    def compile(self) -> PayCurve:
        """The pay curve that this drawing says."""
        below_first = self.below == "first"
        if self.points is not None:
            sides = [(x, left, right) for x, (left, right) in self.points.items()]
            beyond = self.beyond or "flat"
            return through_points(sides, below_first=below_first, beyond=beyond, closed=self.edge)
        if self.steps is not None:
            held = list(self.steps.items())
            return holding_steps(held, below_first=below_first, beyond=self.beyond or "flat", closed=self.edge)
        return self._compile_rates(list((self.rates or {}).items()))

    def _compile_rates(self, rates: list[tuple[float, float]]) -> PayCurve:
        if self.beyond == "nothing":
            raise ValueError("rates cannot end in nothing | Give a last edge with the rate 0%.")
        match self.tiers:
            case "marginal":
                return marginal_rates(rates, closed=self.edge)
            case "whole":
                return whole_rates(rates, closed=self.edge)
            case "reached":
                return reached_rates(rates, target=TARGET, closed=self.edge)


class Curve(CurveShape):
    """An objective's pay curve: attainment (or the measure's own value) in, share of its target incentive out."""

    on: Reads = Field("attainment", title="Reads", description="attainment, or the measure's own value.")

    @model_validator(mode="after")
    def _ratios_are_ratios(self) -> Self:
        factors = [y for value in self.table().values() for y in (value if isinstance(value, tuple) else (value,))]
        edges = list(self.table()) if self.on == "attainment" else []
        for number in (*edges, *factors):
            if abs(number) > LARGEST_BARE_RATIO:
                fix = f"Write {number:g}% or {number / 100:g}."
                raise ValueError(f"'{number:g}' stands where a ratio belongs | {fix}")
        return self

    @field_serializer("points", "steps", "rates")
    def _write(self, table: dict[float, Any] | None) -> Any:
        if table is None:
            return None
        edge = write_ratio if self.on == "attainment" else _write_key
        return {edge(x): _write_sides(y, write_ratio) for x, y in table.items()}


class TotalTarget(PlanPart):
    """A sum for everybody on the plan: the base stretch's result with growth, or a fixed amount."""

    growth: Ratio | None = Field(None, title="Growth", description="On the base stretch's result.", ge=-1)
    amount: Number | None = Field(None, title="Amount", description="A fixed sum.", ge=0)
    every: Stretch = Field("year", title="Every", description="The stretch a fixed amount is for.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.growth is None) == (self.amount is None):
            raise ValueError("a total needs either growth or amount | Keep exactly one of them.")
        return self


class TargetRule(PlanPart):
    """Where an objective's target comes from when the population's own targets are not used."""

    every_month: Number | None = Field(None, title="Every month", ge=0, description="Fixed per person and month.")
    every_quarter: Number | None = Field(None, title="Every quarter", ge=0, description="Fixed per person and quarter.")
    every_year: Number | None = Field(None, title="Every year", ge=0, description="Fixed per person and year.")
    total: TotalTarget | None = Field(None, title="Total", description="A sum shared out over the people on the plan.")
    shared_by: str = Field(
        "results", title="Shared by", description="results of the base stretch, or a number column of the roster."
    )
    base: PeriodLabel | None = Field(None, title="Base", description="An earlier stretch, such as 2017-Q2.")

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        given = [
            name for name in ("every_month", "every_quarter", "every_year", "total") if getattr(self, name) is not None
        ]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise ValueError(
                f"a target needs one of every_month, every_quarter, every_year or total, found {found} | Keep one."
            )
        needs_base = self.total is not None and (self.total.growth is not None or self.shared_by == "results")
        if needs_base and self.base is None:
            raise ValueError("a total with growth or shared by results needs a base stretch | Add 'base: 2024'.")
        return self


class Objective(PlanPart):
    """What part of the target incentive hangs on which measure, and how attainment turns into pay."""

    weight: Ratio = Field(title="Weight", description="Share of the target incentive.", ge=0, le=1)
    title: str = Field("", title="Title", description="How people call it.")
    measure: str = Field("", title="Measure", description="The measure it reads; by default its own name.")
    kind: Literal["result", "activity"] = Field(
        "result", title="Kind", description="result: what came out. activity: the means, what was done for it."
    )
    credit: Credit = Field("individual", title="Credit", description="Whose result counts.")
    measured: Stretch | None = Field(
        None,
        title="Measured over",
        description="Results add up over this stretch, then restart; by default the settlement.",
    )
    against: Literal["to_date", "full"] = Field(
        "to_date", title="Against", description="Inside the stretch: target and incentive to date, or the full ones."
    )
    pays: Literal["true_up", "rate_only", "at_end"] = Field(
        "true_up",
        title="Pays",
        description="When the stretch is longer than the settlement. true_up: earned so far less what was paid. "
        "rate_only: the rate so far on this settlement's incentive. at_end: when the stretch ends.",
    )
    take_back: bool = Field(default=False, title="Take back", description="Whether a true-up may be negative.")
    shared: Literal["equally"] | None = Field(
        None,
        title="Shared",
        description="Collective pay split equally among those credited; by default each gets it in full.",
    )
    target: TargetRule | None = Field(None, title="Target", description="By default the targets in the population.")
    curve: Curve = Field(title="Pay curve", description="Attainment in, share of this objective's incentive out.")


class Commission(CurveShape):
    """Money beside or instead of objectives, outside their 100 %: rates on an amount, or sums at points or steps."""

    rates: Annotated[Rates | None, Field(title="Rates", description="Share of the amount, or money each.")] = None
    title: str = Field("", title="Title", description="How people call it.")
    measure: str = Field("", title="Measure", description="The measure it reads; by default its own name.")
    on: Reads = Field(
        "value", title="Reads", description="value: the amount itself. attainment: edges are shares of the target."
    )
    credit: Credit = Field("individual", title="Credit", description="Whose result counts.")
    measured: Stretch | None = Field(
        None, title="Measured over", description="Amounts add up over this stretch; by default the settlement."
    )
    pays: Literal["true_up", "rate_only", "at_end"] = Field(
        "true_up", title="Pays", description="When the stretch is longer than the settlement, as for objectives."
    )
    take_back: bool = Field(default=False, title="Take back", description="Whether a true-up may be negative.")
    shared: Literal["equally"] | None = Field(
        None, title="Shared", description="Collective pay split equally; by default each gets it in full."
    )
    target: TargetRule | None = Field(None, title="Target", description="Needed where it reads attainment.")

    @model_validator(mode="after")
    def _reads_what_it_needs(self) -> Self:
        if self.tiers == "reached" and self.on == "value":
            raise ValueError("'tiers: reached' pays on what is above target | Add 'on: attainment'.")
        if self.on == "attainment" and any(abs(edge) > LARGEST_BARE_RATIO for edge in self.table()):
            raise ValueError("the edges are attainment | Write them as percentages, such as 100%.")
        return self

    @field_serializer("points", "steps", "rates")
    def _write(self, table: dict[float, Any] | None) -> Any:
        if table is None:
            return None
        edge = write_ratio if self.on == "attainment" else _write_key
        value = write_rate if self.rates is not None else write_number
        return {edge(x): _write_sides(y, value) for x, y in table.items()}


class Gate(PlanPart):
    """A hurdle that must be reached before the plan pays in full."""

    measure: str = Field(title="Measure", description="The measure that must reach the hurdle.")
    credit: Credit = Field("individual", title="Credit", description="Whose result must reach it.")
    measured: Stretch | None = Field(
        None, title="Measured over", description="The stretch the hurdle looks at; by default the settlement."
    )
    hurdle: Ratio = Field(title="Hurdle", description="Attainment that opens the gate.", ge=0)
    holds: Literal["everything"] = Field("everything", title="Holds", description="What it multiplies while shut.")
    otherwise: Ratio = Field(0.0, title="Otherwise", description="The factor while the gate is shut.", ge=0, le=1)
    target: TargetRule | None = Field(None, title="Target", description="By default the targets in the population.")


class Caps(PlanPart):
    """Upper limits."""

    payout: Ratio | None = Field(
        None, title="Payout cap", description="Largest variable pay as a multiple of the target incentive.", ge=0
    )
    per: Literal["settlement", "year"] = Field("settlement", title="Per", description="Over which time the cap counts.")


def _write_key(x: float) -> Any:
    return write_number(x)


def _write_sides(value: Any, write: Any) -> Any:
    if isinstance(value, tuple):
        left, right = value
        return write(left) if left == right else [write(left), write(right)]
    return write(value)
