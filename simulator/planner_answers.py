"""What the planner asks of the planning room: calculators by topic, what an address fills in, the text of fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from compsim.errors import InputError, Problem
from compsim.planning.registry import CALCULATORS, Ask, Calculator, calculate, calculator

CALC = "calc"  # in the address


def names() -> list[str]:
    """The calculators, in the order of the work."""
    return [each.name for each in CALCULATORS]


def found(name: str) -> Calculator:
    """A calculator by name; raises InputError."""
    return calculator(name)


def answer(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The figures; raises InputError with everything that is wrong."""
    return calculate(name, given)


def start_text(ask: Ask, asked: Mapping[str, str]) -> str:
    """What a field shows first: what the address says, else the worked example; lists apart by commas."""
    if ask.name in asked:
        return asked[ask.name]
    return ", ".join(map(str, ask.start)) if ask.each else str(ask.start)


def given_value(ask: Ask, text: str) -> Any:
    """What somebody typed, as the planning room reads it: lists are taken apart at commas."""
    return [part.strip() for part in text.split(",") if part.strip()] if ask.each else text.strip()


def rows_given(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table in which somebody wrote something; an empty cell is told as one."""
    written = [{name: _cell(value) for name, value in row.items()} for row in rows]
    return [row for row in written if any(row.values())]


def start_rows(ask: Ask) -> list[dict[str, str]]:
    """The rows that a table shows first."""
    return [{column.name: str(row[column.name]) for column in ask.rows} for row in ask.start]


def from_address(known: Calculator, address: Mapping[str, str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What an address fills in, and what it says that no field takes; tables are not in addresses."""
    fields = {ask.name for ask in known.asks if not ask.rows}
    filled = {name: value for name, value in address.items() if name in fields}
    others = [name for name in address if name not in fields and name not in {CALC, "plan", "data"}]
    told = tuple(
        Problem("link", f"'{name}' is no field of {known.title}", "It is left out; fill in the form.", path=name)
        for name in others
    )
    return filled, told


def in_address(address: Mapping[str, str]) -> tuple[str, tuple[Problem, ...]]:
    """The calculator that an address names, the first otherwise, and a word if it names none."""
    asked = address.get(CALC, "")
    if asked in names():
        return asked, ()
    if not asked:
        return names()[0], ()
    try:
        calculator(asked)
    except InputError as error:
        return names()[0], error.problems
    return names()[0], ()


def _cell(value: Any) -> str:
    return "" if pd.isna(value) else str(value).strip()
