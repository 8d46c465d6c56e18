"""The pairs of a curve as a plan file writes them: points, levels and rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from compsim.errors import refusal
from compsim.plan.part import Reads
from compsim.plan.quantity import (
    LARGEST_BARE_RATIO,
    NUMBER_SCHEMA,
    RATE_SCHEMA,
    Percentage,
    once_each,
    parse_number,
    parse_rate,
    write_number,
    write_ratio,
)


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
Points = Annotated[dict[float, tuple[float, float]], PlainValidator(_parse_points), _pairs(_JUMP)]
Levels = Annotated[dict[float, float], PlainValidator(_parse_levels), _pairs(NUMBER_SCHEMA)]
Rates = Annotated[dict[float, float], PlainValidator(_parse_rates), _pairs(RATE_SCHEMA)]


def check_ratios(numbers: list[float], field: str) -> None:
    """RefusalError where a number of this field is too large to be a ratio written without its sign."""
    for number in numbers:
        if abs(number) > LARGEST_BARE_RATIO and not isinstance(number, Percentage):
            fix = f"Write {number:g}% or {number / 100:g}."
            raise refusal(f"'{number:g}' stands where a ratio belongs", fix, field)


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
