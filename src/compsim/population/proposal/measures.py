"""Which measures an export can give: what can be added up, counted and counted once; and in which currency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from compsim.errors import Problem
from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.files import FileLook
from compsim.population.proposal.names import CURRENCY_CODES, NEW_BUSINESS, currency_in, stands_in
from compsim.population.proposal.won import WonProposal

Columns = MappingOf[str, ColumnChoice]
FEW_TYPES = 30
FILLED = 0.95  # share of the lost deals that have a date and an amount, from which on a win rate means something
MARK = re.compile(r"[\w./#-]*\d[\w./#-]*")  # what tells a deal from others: digits, and no word beside it
NOT_BELOW_ZERO = {"amount": {"at_least": 0}}


@dataclass(frozen=True)
class MeasureProposal:
    """A measure as the mapping would say it."""

    name: str
    rule: MappingOf[str, Any]  # sum, count, where ... as in a mapping.yaml
    title: str
    why: str = ""


@dataclass(frozen=True)
class Returns:
    """Rows that count and are below zero."""

    below: int
    rows: int  # all rows that count
    blank: int  # of them, rows without an amount

    def __str__(self) -> str:
        blank = f" and {self.blank:,} {'has' if self.blank == 1 else 'have'} no amount" if self.blank else ""
        return f"{self.below:,} of {self.rows:,} rows that count are below zero{blank}"


@dataclass(frozen=True)
class CurrencyProposal:
    """The currency of the amounts."""

    code: str = ""  # empty: not known, or said row by row
    evidence: str = ""
    question: str = ""
    found: tuple[str, ...] = field(default=())


def measures_of(tables: MappingOf[str, tuple[FileLook, Columns]], won: WonProposal) -> tuple[MeasureProposal, ...]:
    """The measures proposed for the tables that are there; revenue is always one, and asks where it has no column."""
    found = list(_deal_measures(*tables["deals"], won)) if "deals" in tables else [_revenue({})]
    return (*found, *(_activities(tables["activities"][1]) if "activities" in tables else ()))


def currency_of(file: FileLook, columns: Columns) -> CurrencyProposal:
    """The currency that the rows, or the amount's header, name."""
    said, amount = columns.get("currency"), columns.get("amount")
    if said is not None and said.column is not None:
        found = tuple(file.columns[said.column].words(FEW_TYPES))
        if len(found) > 1:
            asks = f"'{said.column}' names {len(found)}: {', '.join(found[:5])}; convert to one before loading"
            return CurrencyProposal("", "", asks, found)
        return CurrencyProposal("", f"'{said.column}' says {found[0]} in every row", "", found)
    code = currency_in(amount.column) if amount is not None and amount.column else ""
    if code in CURRENCY_CODES and amount is not None:
        return CurrencyProposal(code, f"the header '{amount.column}' says so")
    return CurrencyProposal(evidence="no column and no header names it")


def _deal_measures(file: FileLook, columns: Columns, won: WonProposal) -> Iterator[MeasureProposal]:
    where, returns = _where(won), returns_of(file, columns, won)
    sold = where if returns is None else {"where": {**where.get("where", {}), **NOT_BELOW_ZERO}}
    why = "" if returns is None else f"{returns}: left out here"
    yield _revenue(where)
    if _given(columns, "margin"):
        yield MeasureProposal("margin", {"sum": "margin", **where, "unit": "money"}, "Margin")
    yield from _counts(file, columns, won, sold, why)
    yield from _customers(file, columns, sold, why)


def _revenue(where: MappingOf[str, Any]) -> MeasureProposal:
    return MeasureProposal("revenue", {"sum": "amount", **where, "unit": "money"}, "Revenue")


def returns_of(file: FileLook, columns: Columns, won: WonProposal) -> Returns | None:
    """The rows that count and are below zero; None where there are none, or where no amount is decided."""
    amounts = _amounts(file, columns)
    if amounts is None:
        return None
    stages = won.counted or won.offered
    counts = _rows_of(file, won, stages) if stages else np.ones(file.rows, dtype=bool)
    below = int((amounts[counts] < 0).sum())
    return Returns(below, int(counts.sum()), int(np.isnan(amounts[counts]).sum())) if below else None


def returns_note(file: FileLook, columns: Columns, won: WonProposal) -> tuple[Problem, ...]:
    """A remark on amounts below zero, and on what is proposed to do with them."""
    returns = returns_of(file, columns, won)
    if returns is None:
        return ()
    says = f"{returns}: what is below zero is taken off revenue, and neither counts as a deal won or for a customer"
    fix = "Take amount: {at_least: 0} out of the measures if they should count."
    return (Problem(file.name, says, fix, column=_column(columns, "amount"), severity="warning"),)


def _counts(
    file: FileLook, columns: Columns, won: WonProposal, sold: MappingOf[str, Any], why: str
) -> Iterator[MeasureProposal]:
    key = _key(file, columns.get("deal"))
    if key and not file.columns[key].unique:
        lines = f"'{key}' stands in several rows, so a deal may have several lines and counts once"
        told = "; ".join(filter(None, (lines, why)))
        yield MeasureProposal("wins", {"count_distinct": "deal", **sold}, "Deals won", told)
        return
    yield MeasureProposal("wins", {"count": "deals", **sold}, "Deals won", why)
    filled = ("closed_on", "amount") if "amount" in sold.get("where", {}) else ("closed_on",)
    if won.counted and won.lost and all(_lost_have(name, file, columns, won) for name in filled):
        both = {"where": {**sold["where"], won.name: [*won.counted, *won.lost]}}
        yield MeasureProposal("closed", {"count": "deals", **both}, "Deals won or lost")
        yield MeasureProposal("win_rate", {"ratio": ["wins", "closed"]}, "Win rate")


def _key(file: FileLook, deal: ColumnChoice | None) -> str:
    """The column that tells deals apart: called so, or with marks such as VK-25-00702 in it; empty where none does."""
    if deal is None or deal.column is None:
        return ""
    marks = [word for word in file.columns[deal.column].sample if MARK.fullmatch(word)]
    if deal.confidence != "sure" and len(marks) < FILLED * len(file.columns[deal.column].sample):
        return ""
    return deal.column


def _lost_have(name: str, file: FileLook, columns: Columns, won: WonProposal) -> bool:
    """Whether lost deals have the date, or the amount, that `closed` needs: without it all win rates were 100 %."""
    column = _column(columns, name)
    lost = _rows_of(file, won, won.lost)
    if not column:
        return False
    filled = lost & compute.is_valid(file.columns[column].texts).to_numpy(zero_copy_only=False)
    return bool(filled.sum() >= FILLED * lost.sum())


def _rows_of(file: FileLook, won: WonProposal, values: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether each row has one of these stages."""
    found = compute.is_in(file.columns[won.column].texts, value_set=pa.array(values, type=pa.string()))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _amounts(file: FileLook, columns: Columns) -> NDArray[np.float64] | None:
    """The amount of each row, missing where it is blank; None where no column or no decimal sign is decided."""
    amount = columns.get("amount")
    if amount is None or amount.column is None or amount.decimal == "?":
        return None
    return file.columns[amount.column].amounts(amount.decimal)


def _column(columns: Columns, name: str) -> str:
    choice = columns.get(name)
    return choice.column or "" if choice is not None else ""


def _customers(file: FileLook, columns: Columns, sold: MappingOf[str, Any], why: str) -> Iterator[MeasureProposal]:
    if not _given(columns, "account"):
        return
    rule = {"count_distinct": "account", **sold}
    new = _new_business(file, columns)
    if new:
        narrowed = {**rule, "where": {**sold.get("where", {}), "type": new}}
        told = "; ".join(filter(None, ("the type says which deals are new business", why)))
        yield MeasureProposal("new_customers", narrowed, "New customers", told)
    else:
        once = "a customer counts once; which are new to the company, this export does not say"
        yield MeasureProposal("customers", rule, "Customers with a deal", "; ".join(filter(None, (once, why))))


def _new_business(file: FileLook, columns: Columns) -> Any:
    kind = columns.get("type")
    if kind is None or kind.column is None:
        return None
    values = file.columns[kind.column].words(FEW_TYPES)
    found = [value for value in values if stands_in(value, NEW_BUSINESS)]
    return found[0] if len(found) == 1 else found


def _activities(columns: Columns) -> Iterator[MeasureProposal]:
    if _given(columns, "number"):
        yield MeasureProposal("activities", {"sum": "number", "of": "activities", "date": "day"}, "Activities")
    else:
        why = "every kind; add where: {type: ...} for one, such as first meetings"
        yield MeasureProposal("activities", {"count": "activities", "date": "day"}, "Activities", why)


def _where(won: WonProposal) -> dict[str, Any]:
    """The rows that count; an empty list where that is open, which a mapping refuses."""
    if not won.name:
        return {}
    counted = list(won.counted)
    return {"where": {won.name: counted[0] if len(counted) == 1 else counted}}


def _given(columns: Columns, name: str) -> bool:
    return name in columns and columns[name].given
