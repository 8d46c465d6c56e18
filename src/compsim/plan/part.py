"""What everything in a plan file shares: read once, never changed, and every field says what it is.

Each field carries its title, description, unit and bounds: the JSON schema, the app's form, the reference page and the
messages are all made from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from compsim.calendar import Stretch, parse_period
from compsim.errors import refusal

TARGET = 1.0  # attainment at target
PAYOUT = "payout"  # the measure that is what others were paid

Credit = Literal["individual", "team", "reports", "company"]
Reads = Literal["attainment", "value"]
Measured = Literal["deal", "month", "quarter", "half_year", "year"]
Per = Literal["settlement", "year"]
Unit = Literal["ratio", "money", "money a month", "measure", "words", "months", "name", "part"]


class PlanPart(BaseModel):
    """Base of everything in a plan file: read once, never changed, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def said(title: str, description: str, unit: Unit = "words", **bounds: Any) -> Any:
    """A field's declaration: what people call it, what it means, in which unit, within which bounds."""
    return Field(title=title, description=description, json_schema_extra={"unit": unit}, **bounds)


def refuse_target_of_a_value(on: Reads, target: Any) -> None:
    """RefusalError where a target is set for something that reads the measure itself: it would be ignored."""
    if on == "value" and target is not None:
        raise refusal(
            "a target is about attainment, and this reads the value", "Add 'on: attainment', or remove it.", "target"
        )


def refuse_other_than_one(what: str, ways: Sequence[str], given: Sequence[str]) -> None:
    """RefusalError where a part needs exactly one of several fields and has none of them or more."""
    needs = f"{what} needs {'one of' if len(ways) > 2 else 'either'} {', '.join(ways[:-1])} or {ways[-1]}"
    if not given:
        raise refusal(f"{needs}, found none of them", "Add one of them.")
    if len(given) > 1:
        raise refusal(f"{needs}, found {' and '.join(given)}", "Keep one of them.", given[1])


def _parse_label(value: Any) -> str:
    label = str(value)
    parse_period(label)
    return label


PeriodLabel = Annotated[str, BeforeValidator(_parse_label), WithJsonSchema({"type": ["string", "integer"]})]

Title = Annotated[str, said("Title", "What people call it.", "name")]
MeasureName = Annotated[
    str,
    said(
        "Measure",
        "The measure it reads; left out, the measure of its own name. payout: what those credited were paid "
        "under their own plans.",
        "name",
    ),
]
CreditOf = Annotated[
    Credit,
    said(
        "Credit",
        "Whose result counts. individual: the person's own. team: everybody in the same team. "
        "reports: everybody below a manager, at every level. company: everybody.",
    ),
]
MeasuredLikeThePart = Annotated[
    Stretch | None,
    said(
        "Measured over",
        "Results add up over this stretch, then restart; left out, the stretch of what it is a part of. "
        "month, quarter, half_year, year: of the plan year.",
    ),
]
MeasuredOver = Annotated[
    Stretch | None,
    said(
        "Measured over",
        "Results add up over this stretch, then restart; left out, the settlement period. "
        "month, quarter, half_year, year: of the plan year.",
    ),
]
Against = Annotated[
    Literal["to_date", "full"],
    said(
        "Held against",
        "Inside the stretch, what results are held against. to_date: target and incentive so far. "
        "full: those of the whole stretch.",
    ),
]
Pays = Annotated[
    Literal["true_up", "rate_only", "at_end"],
    said(
        "Pays",
        "When the stretch is longer than the settlement. true_up: earned so far less what was paid. "
        "rate_only: the rate so far on what this settlement adds. at_end: when the stretch ends.",
    ),
]
TakeBack = Annotated[
    bool,
    said("Take back", "Whether pay may fall below zero: a true-up that turns negative, returns larger than sales."),
]
Shared = Annotated[
    Literal["equally", "by_incentive", "by_result"] | None,
    said(
        "Shared",
        "How collective pay is divided among the people on this plan who are credited; left out, each gets it in full. "
        "equally: by heads. by_incentive: by their target incentive. by_result: by their own result.",
    ),
]
