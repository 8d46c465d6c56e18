"""Numbers in a page: written as the library writes them everywhere, with as many decimals as they need."""

from __future__ import annotations

from fractions import Fraction

from compsim.present import numbers

Number = int | float | Fraction
CURRENCY = "EUR"


def num(value: Number, digits: int | None = None) -> str:
    """A number; `digits` decimals, or as many as it needs up to two."""
    return numbers.number(float(value), _decimals(float(value), 2) if digits is None else digits)


def money(value: Number, digits: int | None = None) -> str:
    """An amount of money; whole from 100 up, with cents below where it has any, or `digits` decimals."""
    amount = float(value)
    needed = 2 if abs(amount) < 100 and _decimals(amount, 2) else 0
    return numbers.money(amount, CURRENCY, decimals=needed if digits is None else digits)


def pct(share: Number, digits: int | None = None) -> str:
    """A share (1.0 = 100 %) in per cent; `digits` decimals, or one where it needs one."""
    return numbers.percent(float(share), _decimals(float(share) * 100, 1) if digits is None else digits)


def _decimals(value: float, most: int) -> int:
    """How many decimals, up to `most`, a value needs before it stops changing."""
    return next(digits for digits in range(most + 1) if digits == most or round(value, digits) == round(value, most))
