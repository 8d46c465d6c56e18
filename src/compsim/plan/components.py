"""What a plan is made of: objectives, commissions and gates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    field_serializer,
    model_validator,
)

from compsim.errors import refusal
from compsim.plan.curve_shape import Curve, CurveShape, RateBy, edges_read
from compsim.plan.curve_tables import Rates, check_ratios, write_table
from compsim.plan.limits import PartCaps
from compsim.plan.multiplier import Multipliers
from compsim.plan.part import (
    PAYOUT,
    Against,
    CreditOf,
    Measured,
    MeasuredOver,
    MeasureName,
    Pays,
    PlanPart,
    Reads,
    Shared,
    TakeBack,
    Title,
    refuse_target_of_a_value,
    said,
)
from compsim.plan.quantity import NUMBER_SCHEMA, Ratio, parse_number, write_number, write_rate, write_ratio
from compsim.plan.target_rule import Target
from compsim.plan.where import Where

HOLDS = ("everything", "above_target", "accelerator")


class Objective(PlanPart):
    """What part of the target incentive hangs on which measure, and how attainment turns into pay."""

    weight: Annotated[
        Ratio, said("Weight", "Share of the target incentive; the weights add to 100 %.", "ratio", ge=0, le=1)
    ]
    title: Title = ""
    measure: MeasureName = ""
    where: Where = Field(default_factory=dict)
    kind: Annotated[
        Literal["result", "activity"],
        said("Kind", "result: what came out. activity: the means, what was done for it."),
    ] = "result"
    credit: CreditOf = "individual"
    measured: MeasuredOver = None
    against: Against = "to_date"
    pays: Pays = "true_up"
    take_back: TakeBack = False
    shared: Shared = None
    target: Target = None
    curve: Annotated[
        Curve | None,
        said(
            "Pay curve",
            "Attainment in, share of this objective's incentive out. A blended plan has one for all. "
            "Left out beside a matrix: 100 %, so that the matrix alone gives the factor.",
            "part",
        ),
    ] = None
    multiplier: Multipliers = ()
    caps: Annotated[PartCaps, said("Caps", "Upper limits inside this objective.", "part")] = PartCaps()

    @property
    def on(self) -> Reads:
        """What the pay curve reads."""
        return "attainment" if self.curve is None else self.curve.on

    @model_validator(mode="after")
    def _no_deal_factors(self) -> Self:
        if any(each.deal for each in self.multiplier):
            says = "a factor for each deal belongs to pay for each deal"
            raise refusal(says, "Make it a commission with 'measured: deal', or use a roster column.", "multiplier")
        refuse_target_of_a_value(self.on, self.target)
        refuse_cap_of_a_value(self.on, self.caps)
        return self


def with_matrix_alone(part: Any) -> Any:
    """An objective as written, with a curve that always gives 100 % where a matrix gives the factor and no curve does.

    Any other multiplier only changes what a curve pays, so it needs one.
    """
    if not isinstance(part, Mapping) or part.get("curve") is not None:
        return part
    given = part.get("multiplier")
    listed = given if isinstance(given, list | tuple) else [given]
    alone = any(isinstance(each, Mapping) and each.get("matrix") is not None for each in listed)
    return {**part, "curve": {"steps": {"0%": "100%"}, "below": "first"}} if alone else part


class Commission(CurveShape):
    """Money beside or instead of objectives, outside their 100 %: rates on an amount, or sums at points or steps."""

    rates: Annotated[Rates | None, said("Rates", "Share of the amount, or money each.", "part")] = None
    title: Title = ""
    measure: MeasureName = ""
    where: Where = Field(default_factory=dict)
    on: Annotated[
        Reads, said("What is read", "value: the amount itself. attainment: the edges are shares of the target.")
    ] = "value"
    of: Annotated[
        Literal["target_incentive", "base_salary"] | None,
        said(
            "Of",
            "What points, steps or rates are a share of; left out, points and steps are money. "
            "target_incentive: the variable pay at target. base_salary: the fixed pay.",
        ),
    ] = None
    credit: CreditOf = "individual"
    measured: Annotated[
        Measured | None,
        said(
            "Measured over",
            "Amounts add up over this stretch, then restart; left out, the settlement. deal: each deal by itself. "
            "month, quarter, half_year, year: of the plan year.",
        ),
    ] = None
    against: Against = "to_date"
    pays: Pays = "true_up"
    take_back: TakeBack = False
    shared: Shared = None
    target: Target = None
    prorated: Annotated[
        bool,
        said("Prorated", "Whether sums at points or steps are for a full-time person on the plan throughout."),
    ] = True
    multiplier: Multipliers = ()
    caps: Annotated[PartCaps, said("Caps", "Upper limits inside this commission.", "part")] = PartCaps()

    @model_validator(mode="after")
    def _reads_what_it_needs(self) -> Self:
        if self.tiers == "reached" and self.on == "value":
            raise refusal("'tiers: reached' pays on what is above target", "Add 'on: attainment'.", "tiers")
        if edges_read(self) == "attainment":
            check_ratios(list(self.table()), self.drawing)
        if self.of is not None and self.rates is not None and self.on == "value":
            fix = "Add 'on: attainment', or write points or steps."
            raise refusal(f"a rate on an amount is money already, not a share of the {self.of}", fix, "of")
        if self.caps.factor is not None and self.of is None:
            raise refusal(
                "a commission without 'of' pays money, not a factor", "Write 'money' in its caps.", "caps", "factor"
            )
        if self.measured != "deal" and any(each.deal for each in self.multiplier):
            raise refusal("a factor for each deal needs pay for each deal", "Add 'measured: deal'.", "multiplier")
        if self.measured == "deal":
            self._makes_sense_for_one_deal()
        refuse_target_of_a_value(self.on, self.target)
        refuse_cap_of_a_value(self.on, self.caps)
        self._nothing_is_ignored()
        return self

    def _nothing_is_ignored(self) -> None:
        if self.against == "full" and self.on == "value" and self.of is None:
            raise refusal("an amount is held against nothing", "Remove 'against', or add 'on: attainment'.", "against")
        sums = self.rates is None and self.of is None and self.measured != "deal"
        if not self.prorated and not sums:
            raise refusal("only sums at points or steps are prorated", "Remove 'prorated'.", "prorated")

    def _makes_sense_for_one_deal(self) -> None:
        if self.on == "attainment":
            raise refusal("one deal has no attainment", "Remove 'measured: deal', or read the value.", "on")
        if self.of is not None:
            raise refusal(f"one deal has no share of the {self.of}", "Remove 'of', or 'measured: deal'.", "of")
        if self.by == "payout":
            raise refusal("one deal has no payout so far", "Remove 'by', or 'measured: deal'.", "by")
        if (self.measure or "") == PAYOUT:
            raise refusal("payout is not made of deals", "Remove 'measured: deal'.", "measured")

    @field_serializer("points", "steps", "rates")
    def _write(self, table: dict[float, Any] | None) -> Any:
        share = write_ratio if self.of is not None else write_number
        return write_table(table, edges_read(self), write_rate if self.rates is not None else share)


def _parse_holds(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Holds = Annotated[
    tuple[str, ...],
    BeforeValidator(_parse_holds),
    PlainSerializer(lambda names: names[0] if len(names) == 1 else list(names)),
    WithJsonSchema({"anyOf": [{"enum": [*HOLDS]}, {"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
    said(
        "Holds",
        "What is multiplied while the gate is shut. everything: all variable pay. above_target: only what is paid for "
        "attainment above target. accelerator: above target the line that leads to the target goes on instead. "
        "Or names of objectives and commissions.",
        min_length=1,
    ),
]
Hurdle = Annotated[float, PlainValidator(parse_number), WithJsonSchema(NUMBER_SCHEMA)]


class Gate(PlanPart):
    """A hurdle that must be reached before the plan pays in full."""

    measure: Annotated[str, said("Measure", "The measure that must reach the hurdle.", "name")]
    where: Where = Field(default_factory=dict)
    credit: CreditOf = "individual"
    measured: Annotated[
        MeasuredOver,
        said(
            "Measured over",
            "The stretch the hurdle looks at; left out, the settlement. "
            "month, quarter, half_year, year: of the plan year.",
        ),
    ] = None
    against: Against = "to_date"
    on: Annotated[Reads, said("What is read", "attainment: result ÷ target. value: the measure's own number.")] = (
        "attainment"
    )
    hurdle: Annotated[Hurdle, said("Hurdle", "Attainment, or value, that opens the gate.", "measure", ge=0)]
    holds: Holds = ("everything",)
    otherwise: Annotated[Ratio, said("Otherwise", "The factor while the gate is shut.", "ratio", ge=0, le=1)] = 0.0
    target: Target = None

    @model_validator(mode="after")
    def _hurdle_is_what_it_reads(self) -> Self:
        if self.on == "attainment":
            check_ratios([self.hurdle], "hurdle")
        elif self.against == "full":
            raise refusal("a value is held against the hurdle, not against a target", "Remove 'against'.", "against")
        refuse_target_of_a_value(self.on, self.target)
        words = [name for name in self.holds if name in HOLDS]
        if words and len(self.holds) > 1:
            raise refusal(
                f"'{words[0]}' stands alone", f"Write {words[0]}, or a list of objectives and commissions.", "holds"
            )
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The objectives and commissions it holds by name; none where it holds everything or a part of each."""
        return () if self.holds[0] in HOLDS else self.holds

    @field_serializer("hurdle")
    def _write_hurdle(self, hurdle: float) -> Any:
        return write_ratio(hurdle) if self.on == "attainment" else write_number(hurdle)


def refuse_cap_of_a_value(on: Reads, caps: PartCaps) -> None:
    """RefusalError where attainment is capped and none is read: the cap would be ignored."""
    if on == "value" and caps.attainment is not None:
        fix = "Cap 'money', 'deal' or 'factor' instead."
        raise refusal("attainment is capped, and the part reads the value", fix, "caps", "attainment")


def rate_picker(part: Objective | Commission) -> RateBy | None:
    """What else picks the rate of a part, if it is not its own amount."""
    curve = part.curve if isinstance(part, Objective) else part
    return curve.by if curve is not None and isinstance(curve.by, RateBy) else None
