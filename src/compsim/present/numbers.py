"""How figures are written: money, percentages and counts, in one place, the same on every machine.

Nothing here asks the machine for its locale; an app that knows its reader's says how that reader writes (`follow`).
A negative zero is never shown; what is not a number is a dash.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "de"]


@dataclass(frozen=True)
class Marks:
    """How somebody writes figures."""

    thousands: str
    decimals: str
    symbol_first: bool  # whether a currency's symbol stands before the amount


Writing = Language | Marks | None  # None: as the reader writes

SPACE = "\N{NO-BREAK SPACE}"  # between a figure and its unit
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"  # in ranges, and where there is no figure
SYMBOLS: dict[str, str] = {"EUR": "€", "USD": "$", "GBP": "£"}
_MARKS: dict[Language, Marks] = {"en": Marks(",", ".", True), "de": Marks(".", ",", False)}
_asked: list[Callable[[], Marks | None]] = []  # who knows the reader; at most one


def follow(reader: Callable[[], Marks | None]) -> None:
    """From now on write as the reader does whom this names; where it names nobody, as in English."""
    _asked[:] = [reader]


def marks(writing: Writing = None) -> Marks:
    """The marks of a language; without one those of the reader."""
    if isinstance(writing, Marks):
        return writing
    if writing is None:
        return next((found for ask in _asked if (found := ask()) is not None), _MARKS["en"])
    return _MARKS[writing]


def number(value: float | None, decimals: int = 0, language: Writing = None) -> str:
    """A plain figure: 1234.5 -> `1,234` or `1.234`; exact halves go away from zero."""
    if value is None or not math.isfinite(value):
        return DASH
    rounded = _rounded(float(value), decimals)
    written = marks(language)
    digits = f"{abs(rounded):,.{decimals}f}".translate({ord(","): written.thousands, ord("."): written.decimals})
    return f"{MINUS}{digits}" if rounded < 0 else digits


def money(value: float | None, currency: str = "", *, decimals: int = 0, language: Writing = None) -> str:
    """An amount with its currency: `€1,234`, `1,234 CHF`, in German `1.234 €`; without a currency the bare figure."""
    digits = number(value, decimals, language)
    if not currency or digits == DASH:
        return digits
    symbol = SYMBOLS.get(currency)
    if symbol is None or not marks(language).symbol_first:
        return f"{digits}{SPACE}{symbol or currency}"
    return f"{MINUS}{symbol}{digits[1:]}" if digits.startswith(MINUS) else f"{symbol}{digits}"


def percent(value: float | None, decimals: int = 0, language: Writing = None) -> str:
    """A ratio as a percentage: 0.742 -> `74 %`."""
    digits = number(None if value is None else value * 100.0, decimals, language)
    return digits if digits == DASH else f"{digits}{SPACE}%"


def exact_percent(value: float | None, language: Writing = None, most: int = 4) -> str:
    """A ratio with the decimals it needs, up to `most`, so that a reader can calculate on: `98.9723 %`, `50 %`."""
    if value is None or not math.isfinite(value):
        return DASH
    enough = next((d for d in range(most) if abs(_rounded(value * 100.0, d) - value * 100.0) < 1e-9), most)
    return percent(value, enough, language)


def signed_money(value: float | None, currency: str = "", *, decimals: int = 0, language: Writing = None) -> str:
    """An amount of change: `+€1,234`, `−€1,234`, `€0`."""
    return _with_plus(money(value, currency, decimals=decimals, language=language))


def signed_percent(value: float | None, decimals: int = 1, language: Writing = None) -> str:
    """A change as a percentage: `+5.0 %`, `−0.4 %`, `0.0 %`."""
    return _with_plus(percent(value, decimals, language))


def share_in_words(part: float, whole: float) -> str:
    """A share with what it is a share of: `52 of 70 (74 %)`."""
    counted = f"{number(part)} of {number(whole)}"
    return f"{counted} ({percent(part / whole)})" if whole else counted


def counted(n: float, one: str, many: str) -> str:
    """A count with its noun: `1 person`, `31 people`."""
    return f"{number(n)}{SPACE}{one if n == 1 else many}"


def people(n: float) -> str:
    """`1 person`, `31 people`."""
    return counted(n, "person", "people")


def percent_range(low: float, high: float) -> str:
    """Two ratios as one range: `70–80 %`."""
    return f"{number(low * 100.0)}{DASH}{percent(high)}"


def listed(names: list[str]) -> str:
    """Names as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def spoken(name: object) -> str:
    """A name from a plan or a table as one would say it: `new_customers` -> `new customers`."""
    return str(name).replace("_", " ")


def _with_plus(text: str) -> str:
    nothing = text == DASH or text.startswith(MINUS) or not any(digit in text for digit in "123456789")
    return text if nothing else f"+{text}"


def _rounded(value: float, decimals: int) -> float:
    """Half away from zero after a snap to the ninth digit behind: 0.125 and 1.005 round as a person would."""
    scale = 10.0**decimals
    steps = round(abs(value) * scale, 6)
    return math.copysign(math.floor(steps + 0.5) / scale, value) + 0.0
