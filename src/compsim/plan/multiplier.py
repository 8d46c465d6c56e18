"""Factors on pay: a curve on another measure, a table on an attribute, or a matrix of two measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, field_serializer, model_validator

from compsim.errors import refusal
from compsim.plan.curve import is_ascending
from compsim.plan.curve_shape import MultiplierCurve
from compsim.plan.curve_tables import check_ratios
from compsim.plan.part import (
    CreditOf,
    MeasuredLikeThePart,
    PlanPart,
    Reads,
    Title,
    refuse_other_than_one,
    refuse_target_of_a_value,
    said,
)
from compsim.plan.quantity import RATIO_SCHEMA, Number, Ratio, once_each, parse_ratio, write_number, write_ratio
from compsim.plan.target_rule import Target
from compsim.plan.where import Where


def _parse_factors(table: Any) -> dict[str, float]:
    if not isinstance(table, Mapping) or not table:
        raise ValueError("a factor table is a list of pairs | Write {north: 110%, south: 90%}.")
    once_each((str(value).strip().casefold(), factor) for value, factor in table.items())
    return {str(value): parse_ratio(factor) for value, factor in table.items()}


Factors = Annotated[
    dict[str, float],
    BeforeValidator(_parse_factors),
    PlainSerializer(lambda table: None if table is None else {key: write_ratio(x) for key, x in table.items()}),
    WithJsonSchema({"type": "object", "additionalProperties": RATIO_SCHEMA}),
]
MatrixRow = tuple[Ratio, ...]
SOURCES = ("measure", "roster", "deal", "matrix")


class MatrixAxis(PlanPart):
    """One side of a matrix: a measure and the edges it is looked up at."""

    measure: Annotated[str, said("Measure", "The measure it reads.", "name")]
    where: Where = Field(default_factory=dict)
    credit: CreditOf = "individual"
    measured: MeasuredLikeThePart = None
    on: Annotated[Reads, said("What is read", "attainment: result ÷ target. value: the measure's own number.")] = (
        "attainment"
    )
    at: Annotated[tuple[Number, ...], said("At", "The edges, rising.", "measure", min_length=1)]
    target: Target = None

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not is_ascending(self.at):
            raise refusal("the edges of a matrix must rise", "Sort them; give each once.", "at")
        if self.on == "attainment":
            check_ratios(list(self.at), "at")
        refuse_target_of_a_value(self.on, self.target)
        return self

    @field_serializer("at")
    def _write_at(self, edges: tuple[float, ...]) -> Any:
        return [write_ratio(x) if self.on == "attainment" else write_number(x) for x in edges]


class Matrix(PlanPart):
    """A factor looked up by two measures; outside its edges the nearest factor holds."""

    down: Annotated[MatrixAxis, said("Down", "What picks the row.", "part")]
    across: Annotated[MatrixAxis, said("Across", "What picks the column.", "part")]
    factors: Annotated[
        tuple[MatrixRow, ...], said("Factors", "One row for each edge of down, one factor for each of across.", "ratio")
    ]
    between: Annotated[
        Literal["steps", "lines"],
        said("Between", "steps: the factor at the edge reached. lines: in straight lines between the edges."),
    ] = "steps"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        rows, columns = len(self.down.at), len(self.across.at)
        if len(self.factors) != rows or any(len(row) != columns for row in self.factors):
            says = f"the matrix needs {_rows(rows)} of {_factors(columns)}, found {_found(self.factors)}"
            raise refusal(says, "Give one row for each edge of down, one factor for each of across.", "factors")
        return self


def _found(factors: tuple[MatrixRow, ...]) -> str:
    """`2 rows of 3 factors`, or how many there are in each."""
    lengths = [len(row) for row in factors]
    if len(set(lengths)) == 1:
        return f"{_rows(len(lengths))} of {_factors(lengths[0])}"
    told = ", ".join(map(str, lengths[:-1]))
    return f"{_rows(len(lengths))} of {told} and {_factors(lengths[-1])}" if lengths else "none"


def _rows(count: int) -> str:
    return f"{count} {'row' if count == 1 else 'rows'}"


def _factors(count: int) -> str:
    return f"{count} {'factor' if count == 1 else 'factors'}"


class Multiplier(PlanPart):
    """A factor on what a part, or the whole plan, pays."""

    title: Title = ""
    measure: Annotated[str, said("Measure", "The measure whose curve gives the factor.", "name")] = ""
    where: Where = Field(default_factory=dict)
    credit: CreditOf = "individual"
    measured: MeasuredLikeThePart = None
    on: Annotated[Reads, said("What is read", "value: the measure itself. attainment: its share of target.")] = "value"
    target: Target = None
    roster: Annotated[str, said("Roster", "A column of the roster that gives the factor, such as region.", "name")] = ""
    deal: Annotated[
        str, said("Deal", "A deal's attribute that gives the factor; the part is then measured by deal.", "name")
    ] = ""
    curve: Annotated[
        MultiplierCurve | None, said("Curve", "From the measure's or attribute's number to the factor.", "part")
    ] = None
    factors: Annotated[Factors | None, said("Factors", "The factor of each value of the attribute.", "ratio")] = None
    otherwise: Annotated[Ratio, said("Otherwise", "The factor of every value not listed in factors.", "ratio")] = 1.0
    matrix: Annotated[Matrix | None, said("Matrix", "A factor looked up by two measures.", "part")] = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        refuse_other_than_one("a multiplier", SOURCES, [name for name in SOURCES if getattr(self, name)])
        drawn = (self.curve is not None) + (self.factors is not None)
        if drawn != (0 if self.matrix is not None else 1):
            fix = "A matrix has its own factors; a measure needs a curve; an attribute a curve or factors."
            raise refusal("it is not clear which factor the multiplier gives", fix)
        if self.measure and self.factors is not None:
            raise refusal("a measure is a number, so a table of words cannot be looked up", "Write a curve.", "factors")
        self._nothing_is_ignored()
        return self

    def _nothing_is_ignored(self) -> None:
        if self.otherwise != 1.0 and self.factors is None:
            raise refusal("'otherwise' is about values not listed in factors", "Remove it.", "otherwise")
        refuse_target_of_a_value(self.on, self.target)
        read = {
            "where": self.where,
            "credit": self.credit != "individual",
            "measured": self.measured,
            "target": self.target,
        }
        unread = [name for name, given in {**read, "on": self.on != "value"}.items() if given]
        if unread and not self.measure:
            says = f"'{unread[0]}' is about a measure, and this multiplier reads none by itself"
            raise refusal(says, "Remove it; a matrix says it on each side.", unread[0])


def _parse_multipliers(value: Any) -> Any:
    return (value,) if isinstance(value, Mapping | Multiplier) else value


def _write_multipliers(listed: tuple[Multiplier, ...]) -> Any:
    plain = [each.model_dump(exclude_defaults=True) for each in listed]
    return plain[0] if len(plain) == 1 else plain


Multipliers = Annotated[
    tuple[Multiplier, ...],
    BeforeValidator(_parse_multipliers),
    PlainSerializer(_write_multipliers),
    said("Multiplier", "A factor on this pay, or a list of factors that multiply.", "part"),
]
