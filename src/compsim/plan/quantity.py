"""How a plan file writes numbers: ratios as `50%` or `0.5`, money rates as `2%` or `50 each`.

`50%` and `0.5` are one number. A bare `50` where a ratio belongs is refused, because nobody can know which was meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

LARGEST_BARE_RATIO = 10.0  # 1000 %: beyond it a bare number is more likely a percentage without its sign


Key = TypeVar("Key")
Value = TypeVar("Value")


class Percentage(float):
    """A ratio that was written with its sign: however large it is, nobody can have meant anything else."""


def parse_number(value: Any) -> float:
    """A number, or a percentage as a ratio; ValueError says how to write it."""
    if isinstance(value, Percentage):
        return value
    if isinstance(value, bool) or value is None:
        raise ValueError(_not_a_number(value))
    if isinstance(value, int | float):
        return _finite(float(value), value)
    text = str(value).strip().replace("_", "").replace(" ", "")
    try:
        exact = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        says = "a comma may stand for thousands or for decimals" if "," in text else ""
        raise ValueError(_not_a_number(value, says)) from None
    if text.endswith("%"):
        return Percentage(_finite(float(exact / 100), value))
    return _finite(float(exact), value)


def parse_ratio(value: Any) -> float:
    """A ratio written as `50%` or `0.5`; a bare number above 10 is refused."""
    number = parse_number(value)
    if abs(number) > LARGEST_BARE_RATIO and not _is_percentage(value):
        raise ValueError(f"'{value}' is written where a ratio belongs | Write {number:g}% or {number / 100:g}.")
    return number


def parse_rate(value: Any) -> float:
    """A commission rate: `2%` or `0.02` of an amount, or `50 each` in money for a piece."""
    if isinstance(value, str) and value.strip().endswith("each"):
        return parse_number(value.strip().removesuffix("each"))
    number = parse_number(value)
    if abs(number) > 1 and not _is_percentage(value):
        fix = f"Write {number:g}% for a share of the amount, or '{number:g} each' for money per piece."
        raise ValueError(f"the rate '{value}' can be read in two ways | {fix}")
    return number


def once_each(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, Value]:
    """The pairs as a table; ValueError where one key is written in two ways, such as 50% and 0.5."""
    table: dict[Key, Value] = {}
    for key, value in pairs:
        if key in table:
            shown = f"{key:g}" if isinstance(key, float) else key
            raise ValueError(f"'{shown}' is given twice, written in two ways | Keep one of them.")
        table[key] = value
    return table


def write_ratio(ratio: float) -> str:
    """A ratio as a percentage that reads back to the same float: 0.333 -> `33.3%`."""
    return f"{_plain(Decimal(repr(float(ratio))) * 100)}%"


def write_rate(rate: float) -> str:
    """A commission rate as it reads back: a percentage up to 100 %, money per piece above."""
    return write_ratio(rate) if abs(rate) <= 1 else f"{_plain(Decimal(repr(float(rate))))} each"


def write_number(number: float) -> int | float:
    """A number without a needless `.0`."""
    return int(number) if float(number).is_integer() else float(number)


_DIGITS = r"[+-]?([0-9][0-9_ ]*[.]?[0-9]*|[.][0-9]+)"
_PERCENT: dict[str, Any] = {"type": "string", "pattern": f"^{_DIGITS} ?%$"}
RATIO_SCHEMA: dict[str, Any] = {
    "anyOf": [_PERCENT, {"type": "number", "minimum": -LARGEST_BARE_RATIO, "maximum": LARGEST_BARE_RATIO}]
}
NUMBER_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "string", "pattern": f"^{_DIGITS} ?%?$"}, {"type": "number"}]}
RATE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        _PERCENT,
        {"type": "number", "minimum": -1, "maximum": 1},
        {"type": "string", "pattern": f"^{_DIGITS} *each$"},
    ]
}
Ratio = Annotated[float, BeforeValidator(parse_ratio), PlainSerializer(write_ratio), WithJsonSchema(RATIO_SCHEMA)]
Rate = Annotated[float, BeforeValidator(parse_rate), PlainSerializer(write_rate), WithJsonSchema(RATE_SCHEMA)]
Number = Annotated[float, PlainValidator(parse_number), PlainSerializer(write_number), WithJsonSchema(NUMBER_SCHEMA)]


def _finite(number: float, value: Any) -> float:
    if not isfinite(number):
        raise ValueError(f"'{value}' is not a number that can be paid | Write a finite number.")
    return number


def _not_a_number(value: Any, because: str = "") -> str:
    if because:
        return f"'{value}' is not a number: {because} | Write digits alone and a point before decimals: 1200, 2.5%."
    return f"'{value}' is not a number | Write a number or a percentage such as 50%."


def _is_percentage(value: Any) -> bool:
    return isinstance(value, str) and value.strip().endswith("%")


def _plain(number: Decimal) -> str:
    text = f"{number.normalize():f}"
    return "0" if text in ("-0", "") else text
