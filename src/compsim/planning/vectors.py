"""Generated questions with their answers, as plain data: what the calculators in the browser are replayed against.

Half of a vector's rates are written as fractions and half as percentages, amounts with up to two decimals, because the
browser has to read what people write.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from compsim.errors import InputError
from compsim.planning.registry import CALCULATORS, Ask, Calculator, calculate

_TRIES = 200  # a question whose inputs do not fit together is drawn anew
_MOST_ROWS = 5


def vectors(seed: int, n: int) -> list[dict[str, Any]]:
    """`n` questions for each calculator with their answers: {calculator, inputs, outputs}, the same for the same seed.

    The first of each is its worked example. Everything is plain data for JSON: rates that are asked are text, answers
    are numbers.
    """
    return [
        vector for found in CALCULATORS for vector in _of_one(found, np.random.default_rng([seed, *_key(found)]), n)
    ]


def _key(found: Calculator) -> bytes:
    """A calculator's own stream of numbers, so that a new calculator changes no other's vectors."""
    return found.name.encode()


def _of_one(found: Calculator, draw: np.random.Generator, n: int) -> Iterator[dict[str, Any]]:
    for place in range(n):
        yield _vector(found, found.start) if place == 0 else _drawn(found, draw)


def _drawn(found: Calculator, draw: np.random.Generator) -> dict[str, Any]:
    for _ in range(_TRIES):
        try:
            return _vector(found, {ask.name: _value(ask, draw) for ask in found.asks})
        except InputError:
            continue
    raise AssertionError(f"{found.name}: no inputs fit together")


def _vector(found: Calculator, inputs: dict[str, Any]) -> dict[str, Any]:
    return {"calculator": found.name, "inputs": inputs, "outputs": calculate(found.name, inputs)}


def _value(ask: Ask, draw: np.random.Generator) -> Any:
    match ask.kind:
        case "table":
            return _table(ask, draw)
        case "list":
            return _list(ask, draw)
        case "words":
            return str(draw.choice(ask.words))
        case "text":
            return f"{draw.integers(2000, 2040)}-{draw.integers(1, 13):02d}"
        case "share" | "ratio":
            return _rate(draw)
        case _:
            return _number(ask, draw)


def _number(ask: Ask, draw: np.random.Generator) -> int | float:
    """A number between nothing and four times the example, sometimes the bound itself."""
    low = 0 if ask.lowest is None else int(ask.lowest)
    high = min(4 * max(ask.start, 3), ask.highest or 10**9)
    if draw.random() < 0.1 and ask.lowest is not None:
        return low
    if ask.kind == "whole":
        return int(draw.integers(low, high + 1))
    drawn = round(float(draw.uniform(low, high)), int(draw.integers(0, 3)))
    return int(drawn) if drawn.is_integer() else drawn


def _rate(draw: np.random.Generator) -> str:
    if draw.random() < 0.5:
        below = int(draw.integers(1, 40))
        return f"{draw.integers(0, below + 1)}/{below}"
    return f"{draw.integers(0, 1001) / 10:g}%"


def _table(ask: Ask, draw: np.random.Generator) -> list[dict[str, Any]]:
    count = int(draw.integers(1, _MOST_ROWS + 1))
    shares = _shares(count, draw)
    return [{each.name: _cell(each, place, shares, draw) for each in ask.rows} for place in range(count)]


def _cell(ask: Ask, place: int, shares: list[str], draw: np.random.Generator) -> Any:
    """A cell of a table: names are told apart by their row, shares add to one."""
    if ask.unit == "name":
        return f"Row {place + 1}"
    return shares[place] if ask.kind == "share" else _value(ask, draw)


def _list(ask: Ask, draw: np.random.Generator) -> list[Any]:
    if ask.each == "share":
        return _shares(int(draw.choice([ask.fewest or 1, ask.most or 1])), draw)
    return [int(day) for day in draw.integers(0, 12, size=ask.most)]


def _shares(count: int, draw: np.random.Generator) -> list[str]:
    """Shares above nothing that add to exactly one."""
    parts = [int(part) for part in draw.integers(1, 20, size=count)]
    return [f"{part}/{sum(parts)}" for part in parts]
