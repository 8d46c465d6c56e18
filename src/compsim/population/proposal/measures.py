"""Which measures an export can give: what can be added up, counted and counted once; and in which currency."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from pyarrow import compute

from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.files import FileLook
from compsim.population.proposal.names import CURRENCY_CODES, NEW_BUSINESS, currency_in, stands_in
from compsim.population.proposal.won import WonProposal

Columns = MappingOf[str, ColumnChoice]
FEW_TYPES = 30
DATED = 0.95  # share of the lost deals that have a date, from which on a win rate means something


@dataclass(frozen=True)
class MeasureProposal:
    """A measure as the mapping would say it."""

    name: str
    rule: MappingOf[str, Any]  # sum, count, where ... as in a mapping.yaml
    title: str
    why: str = ""


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
    where = _where(won)
    yield _revenue(where)
    if _given(columns, "margin"):
        yield MeasureProposal("margin", {"sum": "margin", **where, "unit": "money"}, "Margin")
    yield from _counts(file, columns, won)
    yield from _customers(file, columns, where)


def _revenue(where: MappingOf[str, Any]) -> MeasureProposal:
    return MeasureProposal("revenue", {"sum": "amount", **where, "unit": "money"}, "Revenue")


def _counts(file: FileLook, columns: Columns, won: WonProposal) -> Iterator[MeasureProposal]:
    deal, where = columns.get("deal"), _where(won)
    key = deal.column if deal is not None and deal.confidence == "sure" else None
    if key is not None and not file.columns[key].unique:
        why = f"'{key}' stands in several rows, so a deal may have several lines and counts once"
        yield MeasureProposal("wins", {"count_distinct": "deal", **where}, "Deals won", why)
        return
    yield MeasureProposal("wins", {"count": "deals", **where}, "Deals won")
    if won.counted and won.lost and _lost_are_dated(file, columns, won):
        both = {"where": {won.name: [*won.counted, *won.lost]}}
        yield MeasureProposal("closed", {"count": "deals", **both}, "Deals won or lost")
        yield MeasureProposal("win_rate", {"ratio": ["wins", "closed"]}, "Win rate")


def _lost_are_dated(file: FileLook, columns: Columns, won: WonProposal) -> bool:
    """Whether lost deals have the date that decides their month; without it none would count: all rates 100 %."""
    day = columns.get("closed_on")
    if day is None or day.column is None:
        return False
    lost = compute.is_in(file.columns[won.column].texts, value_set=pa.array(won.lost, type=pa.string()))
    dated = compute.and_(lost, compute.is_valid(file.columns[day.column].texts))
    return bool(compute.sum(dated).as_py() >= DATED * compute.sum(lost).as_py())


def _customers(file: FileLook, columns: Columns, where: MappingOf[str, Any]) -> Iterator[MeasureProposal]:
    if not _given(columns, "account"):
        return
    rule = {"count_distinct": "account", **where}
    new = _new_business(file, columns)
    if new:
        narrowed = {**rule, "where": {**where.get("where", {}), "type": new}}
        yield MeasureProposal("new_customers", narrowed, "New customers", "the type says which deals are new business")
    else:
        why = "a customer counts once; which are new to the company, this export does not say"
        yield MeasureProposal("customers", rule, "Customers with a deal", why)


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
