"""Answers of the planning room in words: every figure with its unit, and tables of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from compsim.planning.inputs import Unit
from compsim.planning.shown import Output
from compsim.present.numbers import DASH, number, percent
from compsim.present.tables import Table

_MONEY: dict[str, str] = {
    "money": "",
    "money a year": " a year",
    "money a month": " a month",
    "money an hour": " an hour",
}
_WHOLE = ("deals", "opportunities", "leads", "meetings", "customers", "accounts", "managers", "cells", "contacts")
_WORDS = ("name", "period", "words", "table")
_MANY_TIMES = 3.0  # a ratio from which on people speak of times and not of per cent
_SMALL = 100  # below it a figure that is no whole number has a decimal


def figure_in_words(value: Any, unit: Unit) -> str:
    """A figure with its unit, as a sentence has it; a dash where it has no meaning."""
    if value is None:
        return DASH
    if unit in _WORDS:
        return str(value)
    if unit == "ratio" and float(value) >= _MANY_TIMES:
        return f"{_plain(float(value))} times"
    if unit in ("share", "ratio"):
        return percent(float(value), 1)
    if unit in _MONEY:
        return f"{number(float(value))}{_MONEY[unit]}"
    return f"{_plain(float(value))} {unit}"


def bare_figure(value: Any, unit: Unit) -> str:
    """The same without a unit that its title says already."""
    if value is None or unit in (*_WORDS, "share", "ratio") or unit in _MONEY:
        return figure_in_words(value, unit)
    return _plain(float(value)) if unit in _WHOLE else figure_in_words(value, unit)


def single_figures(title: str, outputs: Sequence[Output], found: Mapping[str, Any]) -> Table:
    """Name and figure of everything that is not a table."""
    told = [(output.title, bare_figure(found[output.name], output.unit)) for output in outputs if not output.rows]
    return Table(title, pd.DataFrame(told, columns=["What", "Figure"]), ("text", "written"))


def tables_of(outputs: Sequence[Output], found: Mapping[str, Any]) -> list[Table]:
    """The tables of an answer, every cell written out."""
    return [_table(output, found[output.name]) for output in outputs if output.rows]


def _table(output: Output, rows: Sequence[Mapping[str, Any]]) -> Table:
    cells = {column.title: [bare_figure(row[column.name], column.unit) for row in rows] for column in output.rows}
    return Table(output.title, pd.DataFrame(cells), tuple("written" for _ in cells))


def _plain(value: float) -> str:
    whole = abs(value - round(value)) < 1e-9 or abs(value) >= _SMALL
    return number(value, 0 if whole else 1)
