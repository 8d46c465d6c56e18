"""How planning reads numbers, and the one rounding rule of every planning function.

What a target asks for is whole and rounded up, and the next step starts from the whole number: `whole_up`.
What has been reached is whole and rounded down: `whole_down`.
A whole number that is shared out stays whole and complete: `split_whole`.
Averages, hours, money and shares are never rounded here; the page that shows them does it.

All sums are exact fractions. A rate stays as it is written: one in three is 1/3, never 33 %, which would ask for 76
instead of 75 opportunities. A float counts as the decimal it is written as, so 2.2 is 11/5. The handbook's calculators
repeat this in JavaScript and are tested against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from compsim.calendar import parse_period

Rate = str | float | Fraction  # "1/3", "1 in 3", "33 %", 0.33 or a Fraction
Number = str | float | Fraction  # "4000", 2.2 or a Fraction

_DECIMAL = r"(\d{1,15}(?:\.\d{1,30})?)"  # bounded: a text of a million digits would take minutes
_PARTS = re.compile(rf"^{_DECIMAL}\s*(?:/|in|of)\s*{_DECIMAL}$", re.ASCII)
_NUMBER = re.compile(rf"^{_DECIMAL}\s*(%?)$", re.ASCII)
_HOW_AMOUNT = "Write digits, and a point before decimals: 1200 or 2.5."
_HOW_RATE = 'Write it as "1/3", "1 in 3", "33 %" or 0.33.'


def whole_up(count: Fraction | float) -> int:
    """The whole number that covers a count; nine decimals are kept first, so that 75.000000000001 stays 75."""
    return ceil(round(Fraction(count), 9))


def whole_down(count: Fraction | float) -> int:
    """The whole number that a count has reached; nine decimals are kept first."""
    return floor(round(Fraction(count), 9))


def split_whole(total: int, shares: Sequence[Fraction]) -> tuple[int, ...]:
    """A whole number shared out in whole parts that add up to it again; `shares` add to 1.

    Every part gets the whole number below its share; what is left goes one by one to the largest remainders, the
    earlier part first where two are equal. Source: the method of the largest remainder.
    """
    exact_parts = [total * share for share in shares]
    parts = [floor(part) for part in exact_parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact_parts[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def divided(above: Fraction | int, below: Fraction | int) -> float | None:
    """A quotient, None where there is nothing to divide by."""
    return float(Fraction(above) / below) if below else None


def payback_months(cost_once: Fraction, left_a_year: Fraction) -> float | None:
    """Months until a cost is earned back by what is left each year; None where it never is."""
    if cost_once == 0 and left_a_year >= 0:
        return 0.0
    return float(12 * cost_once / left_a_year) if left_a_year > 0 else None


def exact(value: float | Fraction) -> Fraction:
    """A finite number as the fraction it is written as: 2.2 is 11/5, not the nearest binary number."""
    return value if isinstance(value, Fraction) else Fraction(str(value))


def read_rate(value: Rate) -> Fraction:
    """A share as an exact fraction, from "1/3", "1 in 3", "33 %", "0.33", 0.33 or a Fraction.

    Raises ValueError when it cannot be read or is not between 0 and 1; a bare 33 is refused.
    """
    rate = _fraction_of(value)
    if rate is None or not 0 <= rate <= 1:
        raise ValueError(f"'{value}' is not a share between 0 and 1 | {_HOW_RATE}")
    return rate


def read_amount(value: Any) -> Fraction:
    """A number as an exact fraction, from 2.2, "2.2", "100 000" or a Fraction.

    Raises ValueError when it cannot be read. It is not repeated, because it may be a figure of pay.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        text = value.strip().replace("_", "").replace(" ", "").replace("\u00a0", "")
        negative, text = text.startswith("-"), text.removeprefix("-")
        found = _NUMBER.match(text)
        if found and not found[2]:
            return -Fraction(found[1]) if negative else Fraction(found[1])
    elif not isinstance(value, bool) and isinstance(value, int | float) and isfinite(value):
        return exact(value)
    raise ValueError(f"this is not a number | {_HOW_AMOUNT}")


def read_ratio(value: Rate) -> Fraction:
    """A ratio that may be above 1, such as a rise in price: "10 %", "1/10" or 0.1; ValueError if it is none."""
    rate = _fraction_of(value)
    if rate is None:
        raise ValueError(f"'{value}' is not a ratio | {_HOW_RATE}")
    return rate


def read_whole(value: Any) -> int:
    """A whole number; ValueError for anything else."""
    amount = read_amount(value)
    if amount.denominator != 1:
        raise ValueError("this is not a whole number | Write it without decimals.")
    return int(amount)


def write_rate(rate: Fraction) -> str:
    """A rate as it reads back to the same fraction: `20%` where that is exact in per cent, otherwise `1/3`."""
    percent = rate * 100
    return f"{percent}%" if percent.denominator == 1 else f"{rate.numerator}/{rate.denominator}"


def write_amount(amount: Fraction) -> int | float:
    """A number as JSON has it, without a needless `.0`."""
    return int(amount) if amount.denominator == 1 else float(amount)


def _fraction_of(value: Any) -> Fraction | None:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        return _fraction_in_words(value.strip())
    a_number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return exact(value) if a_number else None


def _fraction_in_words(text: str) -> Fraction | None:
    if parts := _PARTS.match(text):
        below = Fraction(parts[2])
        return Fraction(parts[1]) / below if below else None
    if number := _NUMBER.match(text):
        return Fraction(number[1]) / (100 if number[2] else 1)
    return None


def _read_period(value: Any) -> str:
    label = str(value).strip()
    if parse_period(label)[1] != 1:
        raise ValueError("this is not a month | Write it as 2026-01.")
    return label


_RATE_SCHEMA = WithJsonSchema({"type": ["string", "number"]})
_TO_RATE = PlainSerializer(write_rate, return_type=str)
_NUMBER_SCHEMA = WithJsonSchema({"type": "number"})

Share = Annotated[Fraction, BeforeValidator(read_rate), _TO_RATE, _RATE_SCHEMA]
Ratio = Annotated[Fraction, BeforeValidator(read_ratio), _TO_RATE, _RATE_SCHEMA]
Amount = Annotated[Fraction, BeforeValidator(read_amount), PlainSerializer(write_amount), _NUMBER_SCHEMA]
Whole = Annotated[int, BeforeValidator(read_whole), WithJsonSchema({"type": "integer"})]
Month = Annotated[str, BeforeValidator(_read_period)]
