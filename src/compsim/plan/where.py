"""Which deals count: conditions on a deal's attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Discriminator, PlainSerializer, Tag, WithJsonSchema, model_validator

from compsim.errors import refusal
from compsim.plan.part import PlanPart, said
from compsim.plan.quantity import NUMBER_SCHEMA, parse_number, write_number

Scalar = str | int | float | bool
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def _parse_bound(value: Any) -> float | str:
    text = str(value).strip()
    return text if _DAY.match(text) else parse_number(value)


def _write_bound(bound: float | str | None) -> Any:
    return write_number(bound) if isinstance(bound, float) else bound


Bound = Annotated[
    float | str,
    BeforeValidator(_parse_bound),
    PlainSerializer(_write_bound),
    WithJsonSchema({"anyOf": [*NUMBER_SCHEMA["anyOf"], {"type": "string", "pattern": _DAY.pattern}]}),
]


class Between(PlanPart):
    """A lower and an upper bound of an attribute, both inside."""

    at_least: Annotated[Bound | None, said("At least", "The smallest number or first day that counts.", "measure")] = (
        None
    )
    at_most: Annotated[Bound | None, said("At most", "The largest number or last day that counts.", "measure")] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise refusal("the condition is empty", "Write at_least, at_most or both.")
        if type(self.at_least) is type(self.at_most) and self.at_least > self.at_most:  # type: ignore[operator]
            raise refusal("at_least is above at_most, so no deal can count", "Swap them.", "at_least")
        return self


def _kind_of_condition(value: Any) -> str:
    return "[values]" if isinstance(value, tuple) else "[bounds]"


Condition = Between | tuple[Scalar, ...]
_Condition = Annotated[
    Annotated[Between, Tag("[bounds]")] | Annotated[tuple[Scalar, ...], Tag("[values]")],
    Discriminator(_kind_of_condition),
]


def _parse_conditions(table: Any) -> dict[str, Any]:
    if not isinstance(table, Mapping):
        raise ValueError("conditions are pairs of an attribute and what it must be | Write {product_line: services}.")  # noqa: TRY004 - pydantic tells value errors
    return {str(name): _parse_condition(name, value) for name, value in table.items()}


def _parse_condition(name: Any, value: Any) -> Any:
    if isinstance(value, Mapping | Between):
        return value
    listed = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not listed or any(not isinstance(item, str | int | float | bool) for item in listed):
        raise ValueError(f"'{name}' has no value to equal | Write one value, a list of values, or bounds.")
    return listed


def _write_conditions(table: Mapping[str, Condition]) -> dict[str, Any]:
    return {name: _write_condition(condition) for name, condition in table.items()}


def _write_condition(condition: Condition) -> Any:
    if isinstance(condition, Between):
        return condition.model_dump(exclude_defaults=True)
    return condition[0] if len(condition) == 1 else list(condition)


_SCALAR_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean"]}
Where = Annotated[
    dict[str, _Condition],
    BeforeValidator(_parse_conditions),
    PlainSerializer(_write_conditions),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    _SCALAR_SCHEMA,
                    {"type": "array", "items": _SCALAR_SCHEMA},
                    {
                        "type": "object",
                        "properties": {"at_least": NUMBER_SCHEMA, "at_most": NUMBER_SCHEMA},
                        "additionalProperties": False,
                    },
                ]
            },
        }
    ),
    said(
        "Where",
        "Only deals whose attributes equal this, are one of these, or lie between bounds "
        "(`{product_line: services}`, `{region: [north, west]}`, `{margin_rate: {at_least: 20%}}`).",
        "part",
    ),
]
