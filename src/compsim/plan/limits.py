"""What holds pay between bounds after it is earned: caps, draws and rounding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, PlainSerializer, model_validator

from compsim.errors import refusal
from compsim.plan.part import Per, PlanPart, said
from compsim.plan.quantity import Number, Ratio

RoundingMode = Literal["none", "half_up", "half_even", "down"]


class PartCaps(PlanPart):
    """Upper limits inside one objective or commission."""

    deal: Annotated[
        Number | None, said("Deal cap", "The most that one deal counts for (a windfall counts up to here).", "measure")
    ] = None
    attainment: Annotated[
        Ratio | None, said("Attainment cap", "The highest attainment that is credited.", "ratio", ge=0)
    ] = None
    factor: Annotated[
        Ratio | None, said("Factor cap", "The highest factor, whatever the pay curve gives.", "ratio", ge=0)
    ] = None
    money: Annotated[
        Number | None,
        said("Money cap", "The most this part pays to a full-time person on the plan throughout.", "money", ge=0),
    ] = None
    per: Annotated[
        Per,
        said("Counts over", "Over which time the money cap counts. settlement: each by itself. year: the plan year."),
    ] = "settlement"


class Caps(PlanPart):
    """Upper limits on everything a person is paid."""

    payout: Annotated[
        Ratio | None,
        said("Payout cap", "Largest variable pay as a multiple of the target incentive.", "ratio", ge=0),
    ] = None
    money: Annotated[
        Number | None,
        said("Money cap", "Largest variable pay of a full-time person on the plan throughout.", "money", ge=0),
    ] = None
    total_pay: Annotated[
        Number | None,
        said("Total pay cap", "Largest base salary and variable pay together, full-time, throughout.", "money", ge=0),
    ] = None
    pool: Annotated[
        Number | None,
        said(
            "Pool",
            "All that is there for everybody on the plan; if more is earned, one factor scales all.",
            "money",
            ge=0,
        ),
    ] = None
    per: Annotated[
        Per, said("Counts over", "Over which time the caps count. settlement: each by itself. year: the plan year.")
    ] = "settlement"


def _parse_caps(value: Any) -> Any:
    return (value,) if isinstance(value, Mapping | Caps) else value


def _write_caps(listed: tuple[Caps, ...]) -> Any:
    plain = [each.model_dump(exclude_defaults=True) for each in listed]
    return plain[0] if len(plain) == 1 else plain


CapsList = Annotated[
    tuple[Caps, ...],
    BeforeValidator(_parse_caps),
    PlainSerializer(_write_caps),
    said("Caps", "Upper limits; a list of them where they count over different times.", "part"),
]


class Draw(PlanPart):
    """Pay in advance: a least amount each settlement, kept or taken back from later pay."""

    every_month: Annotated[
        Number, said("Every month", "The draw of a full-time person a month.", "money a month", ge=0)
    ]
    kind: Annotated[
        Literal["guaranteed", "recoverable"],
        said(
            "Kind",
            "guaranteed: the higher of draw and earned is paid. recoverable: what the draw added is owed and taken "
            "from later pay.",
        ),
    ] = "guaranteed"
    recovered_from: Annotated[
        Literal["excess", "commission"],
        said(
            "Recovered from",
            "What a recoverable draw is taken from. excess: only what is earned above the draw. "
            "commission: everything earned in a settlement that reaches the draw, so that pay may fall below the draw.",
        ),
    ] = "excess"
    first_months: Annotated[
        int | None,
        said("First months", "Only in so many first calendar months of tenure; left out, always.", "months", ge=1),
    ] = None

    @model_validator(mode="after")
    def _recovers_something(self) -> Self:
        if self.kind == "guaranteed" and self.recovered_from != "excess":
            raise refusal(
                "a guaranteed draw is never taken back",
                "Remove 'recovered_from', or write recoverable.",
                "recovered_from",
            )
        return self


class Rounding(PlanPart):
    """Rounding to the cent: in which way, and of what."""

    how: Annotated[
        RoundingMode,
        said(
            "How",
            "none: not at all. half_up: half a cent away from zero. half_even: half a cent to the even cent. "
            "down: towards zero.",
        ),
    ]
    each: Annotated[
        Literal["deal", "component", "settlement"],
        said(
            "Each",
            "What is rounded. deal: each deal's pay. component: each component of a settlement. settlement: its sum.",
        ),
    ] = "settlement"
