"""What became of every row of an export: credited, or set aside with its reason; amounts the same to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from compsim.errors import CompsimError, Problem
from compsim.population.export.reading import FileFormat
from compsim.population.mapping.parts import ROSTER, TARGETS

MOST_LISTED = 50  # unmatched values spelled out a join; the totals always cover all of them


@dataclass(frozen=True)
class SetAside:
    """Rows that one measure does not credit, for one reason."""

    reason: str
    rows: int
    amount: Decimal | None  # in the measure's unit; None where the measure counts


@dataclass(frozen=True)
class Account:
    """One measure's conservation: what came in, and what its shares add on top, is credited or set aside.

    Rows: parts_in = rows credited + rows set aside, where a shared row counts once for each person. Amounts:
    amount_in + on_top = amount credited + amounts set aside, exactly. A count of shared rows has amounts too: the sum
    of the shares.
    """

    measure: str
    table: str
    rows_in: int
    amount_in: Decimal | None  # in the measure's unit; None where whole rows are counted
    rows_credited: int
    amount_credited: Decimal | None
    set_aside: tuple[SetAside, ...]
    parts_in: int  # rows_in, or more where rows are shared
    on_top: Decimal  # what allocations other than 1 add to the amount in, or take from it
    returns: int  # credited rows below zero
    returned: Decimal  # what these add up to, not above zero

    @property
    def balanced(self) -> bool:
        """Whether nothing was lost and nothing counted twice."""
        rows = self.rows_credited + sum(part.rows for part in self.set_aside)
        if self.amount_in is None or self.amount_credited is None:
            return rows == self.parts_in
        amount = self.amount_credited + sum((part.amount or Decimal(0) for part in self.set_aside), Decimal(0))
        return rows == self.parts_in and amount == self.amount_in + self.on_top


@dataclass(frozen=True)
class Flow:
    """One bar of the conservation picture: what comes in is positive, what leaves is negative; the last is what stays.

    `kind` is in, shared (rows and amount that shares add), set_aside or credited; credited = the sum of all before.
    """

    measure: str
    table: str
    kind: Literal["in", "shared", "set_aside", "credited"]
    reason: str  # why a row is set aside
    rows: int
    amount: Decimal | None  # in the measure's unit; None where whole rows are counted


@dataclass(frozen=True)
class Unmatched:
    """Rows whose key has no partner: how many, and what each measure would lose if they were dropped."""

    value: str
    rows: int
    amounts: MappingOf[str, Decimal]  # measure -> in its unit, rows for a count
    close: str = ""  # a spelling that exists, offered and not applied


@dataclass(frozen=True)
class JoinAccount:
    """How a look-up table, or the roster, met the rows it was joined to; no row is dropped by a join."""

    table: str
    to: str
    on: str
    rows: int
    blank: int  # rows without a key
    unmatched: tuple[Unmatched, ...]  # largest first, at most MOST_LISTED
    unmatched_rows: int
    unmatched_values: int
    shares: MappingOf[str, float]  # measure -> share of its figure that stands on unmatched rows, ratio


@dataclass(frozen=True)
class Report:
    """Everything a person should know before trusting the credited results."""

    accounts: tuple[Account, ...]
    joins: tuple[JoinAccount, ...]
    without_rows: tuple[str, ...]  # on the roster, not one row in the export
    without_credit: tuple[str, ...]  # rows in the export, none of them credited
    assumptions: tuple[str, ...]
    formats: tuple[FileFormat, ...]
    unnamed_files: tuple[str, ...]
    periods: tuple[str, ...]
    notes: tuple[Problem, ...]
    targets: tuple[Account, ...] = ()  # each measure's targets: in the file, given to a person, set aside

    @property
    def not_on_roster(self) -> tuple[Unmatched, ...]:
        """Reps with rows and no place on the roster; the amounts are what they would have been credited."""
        rows = (join for join in self.joins if join.table == ROSTER and join.to != TARGETS)
        return tuple(item for join in rows for item in join.unmatched)

    def check(self) -> None:
        """CompsimError if a row or a cent is unaccounted for: a fault of this library, not of the data."""
        lost = [account.measure for account in (*self.accounts, *self.targets) if not account.balanced]
        if lost:
            raise CompsimError(f"crediting lost or doubled rows in {', '.join(lost)}; please report this")

    def offers(self) -> Iterator[tuple[str, str, str, str]]:
        """Close spellings as they would stand in the mapping: table, column, as spelt, as it should be."""
        for join in self.joins:
            yield from ((join.to, join.on, item.value, item.close) for item in join.unmatched if item.close)

    def flows(self) -> tuple[Flow, ...]:
        """Each measure's way from input rows to credited ones, reason by reason: every number adds up."""
        return tuple(flow for account in self.accounts for flow in _flows(account))

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data for JSON; whole numbers as integers, ratios 1.0 = all."""
        return {
            "balanced": all(account.balanced for account in (*self.accounts, *self.targets)),
            "measures": {account.measure: _account(account) for account in self.accounts},
            "targets": {account.measure: _account(account) for account in self.targets},
            "joins": [_join(join) for join in self.joins],
            "not_on_roster": [_unmatched(item) for item in self.not_on_roster],
            "without_rows": list(self.without_rows),
            "without_credit": list(self.without_credit),
            "spellings_offered": [dict(zip(OFFER, offer, strict=True)) for offer in self.offers()],
            "assumptions": list(self.assumptions),
            "formats": [{**vars(form), "columns": dict(form.columns)} for form in self.formats],
            "unnamed_files": list(self.unnamed_files),
            "periods": list(self.periods),
            "notes": [note.as_dict() for note in self.notes],
        }


OFFER = ("table", "column", "spelt", "offered")


def plain(amount: Decimal | None) -> int | float | None:
    """A decimal as JSON knows it."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _flows(account: Account) -> Iterator[Flow]:
    name = (account.measure, account.table)
    yield Flow(*name, "in", "", account.rows_in, account.amount_in)
    if account.parts_in != account.rows_in or account.on_top:
        added = None if account.amount_in is None else account.on_top
        yield Flow(*name, "shared", "", account.parts_in - account.rows_in, added)
    for part in account.set_aside:
        yield Flow(*name, "set_aside", part.reason, -part.rows, None if part.amount is None else -part.amount)
    yield Flow(*name, "credited", "", account.rows_credited, account.amount_credited)


def _account(account: Account) -> dict[str, Any]:
    return {
        "table": account.table,
        "rows_in": account.rows_in,
        "parts_in": account.parts_in,
        "rows_credited": account.rows_credited,
        "amount_in": plain(account.amount_in),
        "on_top": plain(account.on_top),
        "amount_credited": plain(account.amount_credited),
        "returns": account.returns,
        "returned": plain(account.returned),
        "set_aside": [{"reason": s.reason, "rows": s.rows, "amount": plain(s.amount)} for s in account.set_aside],
        "balanced": account.balanced,
    }


def _unmatched(item: Unmatched) -> dict[str, Any]:
    amounts = {measure: plain(amount) for measure, amount in item.amounts.items()}
    return {"value": item.value, "rows": item.rows, "amounts": amounts, "close": item.close}


def _join(join: JoinAccount) -> dict[str, Any]:
    return {
        "table": join.table,
        "to": join.to,
        "on": join.on,
        "rows": join.rows,
        "blank": join.blank,
        "unmatched_rows": join.unmatched_rows,
        "unmatched_values": join.unmatched_values,
        "unmatched": [_unmatched(item) for item in join.unmatched],
        "shares": dict(join.shares),
    }
