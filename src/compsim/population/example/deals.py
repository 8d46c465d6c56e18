"""The invented company's deals and activities: they add up to its results, to the cent and to the piece.

Results come first and are split into deals with whole-number arithmetic: whatever rounding leaves over stays inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from compsim.population.example.draws import stream
from compsim.population.example.people import HUNTER, MONTHS, Dates, Floats, Ints, Staff
from compsim.population.example.results import WINDFALL_MONTH, Windfall, Year

PLAIN_LINES: tuple[str, ...] = ("devices", "services")
FOCUS_LINE = "cloud"  # the product line that focus_revenue counts
LINES: tuple[str, ...] = (*PLAIN_LINES, FOCUS_LINE)
WON, LOST, OPEN = "Won", "Lost", "Open"
STAGES: tuple[str, ...] = (WON, LOST, OPEN)
SOURCES: tuple[str, ...] = ("inbound", "outbound", "marketing")
ACCOUNTS_EACH = 20  # customers a rep already had
WEEKS = 4  # parts in which a month's activities are reported
WINDFALL_DAY = 20
OPEN_DEALS = 3  # a rep's undecided deals at the end of the year
ACTIVITIES: dict[str, str] = {"first_meetings": "first_meeting", "offers": "offer"}  # measure -> type


@dataclass(frozen=True)
class Counted:
    """How far deals and new customers are counted when the deals of a part of the company begin."""

    part: int  # of the company, from 0
    deals: int  # before this part
    customers: int  # new ones before this part
    all_deals: int  # of the whole company


def many_deals(year: Year) -> int:
    """How many deals the people of a year have: one for each offer, and those that are still open."""
    still_open = OPEN_DEALS * int(year.present[:, -1].sum())
    return int(year.results()["offers"].sum()) + still_open


def deals_table(people: Staff, year: Year, seed: int, counted: Counted) -> pd.DataFrame:
    """One row a deal, money in EUR: Won deals add up to the results, Won and Lost ones to the offers.

    Columns: deal, rep, closed (NaT while open), amount, margin, product_line, stage, account, source, new_customer.
    """
    part = counted.part
    won, lost = _won(people, year, stream(seed, "won", part)), _lost(people, year, stream(seed, "lost", part))
    parts = [won, lost, _open(people, year, stream(seed, "open", part))]
    if year.windfall is not None:
        parts.append(_windfall_row(year.windfall))
    deals = pd.concat(parts, ignore_index=True)
    _name_accounts(people, deals, stream(seed, "accounts", part), counted.customers)
    _name_sources(people, deals, stream(seed, "sources", part))
    return _as_text(people, _in_order(deals), counted)


def activities_table(people: Staff, year: Year) -> pd.DataFrame:
    """One row a rep, working day and type of activity, with its count; adds up to first meetings and offers."""
    results, (first, last) = year.results(), _days(people)
    parts = []
    for measure, kind in ACTIVITIES.items():
        cell = np.flatnonzero(year.present.ravel())
        total, week = np.repeat(results[measure].ravel()[cell], WEEKS), np.tile(np.arange(WEEKS), len(cell))
        count = total * (week + 1) // WEEKS - total * week // WEEKS
        day = _working_day(np.repeat(first[cell], WEEKS), np.repeat(last[cell], WEEKS), (week + 0.9) / WEEKS)
        frame = pd.DataFrame({"person": np.repeat(cell // 12, WEEKS), "date": day, "type": kind, "count": count})
        parts.append(frame[frame["count"] > 0])
    activities = pd.concat(parts, ignore_index=True).sort_values(["person", "date", "type"], kind="stable")
    activities["rep"] = _chosen(people.rep, activities["person"].to_numpy())
    return activities[["rep", "date", "type", "count"]].reset_index(drop=True)


def _won(people: Staff, year: Year, source: np.random.Generator) -> pd.DataFrame:
    actual = {name: values.ravel() for name, values in year.actual.items()}
    wins = actual["wins"]
    cell, place = _members(wins)
    size = 40 + (121 * source.random(len(cell))).astype(np.int64)
    focus_deals = _focus_deals(actual)
    is_focus = place < focus_deals[cell]
    plain_money = actual["revenue"] - actual["focus_revenue"]
    amount = _split(np.where(is_focus, actual["focus_revenue"][cell], plain_money[cell]), size, 2 * cell + ~is_focus)
    keen = amount * (90 + (21 * source.random(len(cell))).astype(np.int64))
    # New customers are dealt over the month's deals from a random place on, so that they are not all focus deals.
    turn = (source.random(len(wins)) * np.maximum(wins, 1)).astype(np.int64)
    is_new = (place + turn[cell]) % np.maximum(wins, 1)[cell] < actual["new_customers"][cell]
    line = np.where(is_focus, LINES.index(FOCUS_LINE), source.random(len(cell)) < 0.3).astype(np.int64)
    margin = _split(actual["margin"][cell], keen, cell)
    what = {"amount": amount, "margin": margin, "line": line, "stage": STAGES.index(WON), "new_customer": is_new}
    return _rows(people, cell, source.random(len(cell)), **what)


def _focus_deals(actual: dict[str, Ints]) -> Ints:
    """How many of a month's wins are of the focus product: at least one where it brought money, never all."""
    share = np.divide(actual["focus_revenue"], np.maximum(actual["revenue"], 1))
    many = np.clip(np.floor(actual["wins"] * share + 0.5), 1, np.maximum(actual["wins"] - 1, 1))
    return np.where(actual["focus_revenue"] > 0, many, 0).astype(np.int64)


def _lost(people: Staff, year: Year, source: np.random.Generator) -> pd.DataFrame:
    wins, offers = year.actual["wins"].ravel(), year.actual["offers"].ravel()
    cell, _ = _members(offers - wins)
    usual = year.actual["revenue"].ravel()[cell] // np.maximum(wins[cell], 1)
    amount = usual * (60 + (91 * source.random(len(cell))).astype(np.int64)) // 100
    return _undecided(people, cell, amount, STAGES.index(LOST), source)


def _open(people: Staff, year: Year, source: np.random.Generator) -> pd.DataFrame:
    last_month = np.flatnonzero(year.present[:, -1]) * 12 + 11
    cell = np.repeat(last_month, OPEN_DEALS)
    usual = year.actual["revenue"].ravel()[cell] // np.maximum(year.actual["wins"].ravel()[cell], 1)
    amount = usual * (60 + (91 * source.random(len(cell))).astype(np.int64)) // 100
    frame = _undecided(people, cell, amount, STAGES.index(OPEN), source)
    return frame.assign(closed=np.datetime64("NaT", "us"))


def _undecided(people: Staff, cell: Ints, amount: Ints, stage: int, source: np.random.Generator) -> pd.DataFrame:
    """Deals that brought nothing: a figure was on the table, no customer was won by it."""
    line = (len(LINES) * source.random(len(cell))).astype(np.int64)
    what = {"amount": amount, "margin": amount * 3 // 10, "line": line, "stage": stage, "new_customer": False}
    return _rows(people, cell, source.random(len(cell)), **what)


def _rows(people: Staff, cell: Ints, at: Floats, **columns: Any) -> pd.DataFrame:
    """Deals of the cells they are in, closed the share `at` of the way through the days the person was there."""
    first, last = _days(people)
    closed = _working_day(first[cell], last[cell], np.sqrt(at))  # more of them late in the month than early
    return pd.DataFrame({"person": cell // 12, "closed": closed, **columns})


def _windfall_row(windfall: Windfall) -> pd.DataFrame:
    facts = {"person": windfall.person, "amount": windfall.amount, "margin": windfall.margin}
    what = {"line": 0, "stage": STAGES.index(WON), "new_customer": False}
    when = np.array([f"{MONTHS[WINDFALL_MONTH]}-{WINDFALL_DAY}"], dtype="datetime64[us]")
    return pd.DataFrame({**facts, **what, "closed": when})


def _in_order(deals: pd.DataFrame) -> pd.DataFrame:
    """By day and person, open deals last."""
    day = deals["closed"].to_numpy().astype("datetime64[D]")
    since = np.where(np.isnat(day), np.iinfo(np.int64).max, day.astype(np.int64))
    order = np.lexsort((deals["person"].to_numpy(), since))
    return deals.take(order).reset_index(drop=True)


def _members(counts: Ints) -> tuple[Ints, Ints]:
    """For each thing counted: the cell it is in, and its place there from 0."""
    cell = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return cell, np.arange(len(cell)) - starts[cell]


def _split(total: Ints, weight: Ints, group: Ints) -> Ints:
    """Each row's part of its group's total, by weight, in whole units that add up exactly; groups are contiguous."""
    _, first, rows = np.unique(group, return_index=True, return_counts=True)
    running = np.cumsum(weight)
    before = np.repeat(running[first] - weight[first], rows)
    whole = np.repeat(running[first + rows - 1], rows) - before
    upto: Ints = total * (running - before) // whole
    so_far: Ints = total * (running - before - weight) // whole
    return upto - so_far


def _days(people: Staff) -> tuple[Dates, Dates]:
    """First and last day each person was there in each month, flat (N · 12)."""
    begins = np.array(MONTHS, dtype="datetime64[M]").astype("datetime64[D]")
    ends = (np.array(MONTHS, dtype="datetime64[M]") + 1).astype("datetime64[D]") - 1
    first = np.maximum(people.start[:, None], begins)
    last = np.where(np.isnat(people.end)[:, None], ends, np.minimum(people.end[:, None], ends))
    return first.ravel(), last.ravel()


def _working_day(first: Dates, last: Dates, at: Floats) -> Dates:
    """The working day that lies the share `at` (0..1) of the way from first to last."""
    days = np.busday_count(first, last + 1)
    step = np.minimum((days * at).astype(np.int64), days - 1)
    return np.busday_offset(first, step, roll="forward").astype("datetime64[us]")


def _name_accounts(people: Staff, deals: pd.DataFrame, source: np.random.Generator, before: int) -> None:
    """New customers get accounts of their own; other deals are with customers and prospects the rep already had."""
    person = people.first + deals["person"].to_numpy()
    known = person * ACCOUNTS_EACH + (source.random(len(deals)) * ACCOUNTS_EACH).astype(np.int64)
    is_new = deals["new_customer"].to_numpy(dtype=np.bool_)
    deals["account"] = np.where(is_new, people.company * ACCOUNTS_EACH + before + np.cumsum(is_new) - 1, known) + 1


def _name_sources(people: Staff, deals: pd.DataFrame, source: np.random.Generator) -> None:
    """Inbound as often as the rep's share of inbound leads says; the rest comes from own effort or from marketing."""
    draws = source.random((len(deals), 2))
    person = deals["person"].to_numpy()
    own = np.where(people.role == HUNTER, 0.75, 0.6)[person]
    deals["source"] = np.where(draws[:, 0] < people.inbound[person], 0, np.where(draws[:, 1] < own, 1, 2))


def _chosen(names: Sequence[str], place: Ints) -> pd.api.extensions.ExtensionArray:
    return pd.array(list(names), dtype="str").take(place)


def _numbered(prefix: str, numbers: Ints, width: int) -> pd.Series:
    """`D-00001`, `D-00002` and so on."""
    text = pa.large_string()
    digits = compute.utf8_lpad(compute.cast(pa.array(numbers), text), width, "0")
    named = compute.binary_join_element_wise(pa.scalar(prefix, text), digits, pa.scalar("", text))
    return pd.Series(pd.array(named, dtype="str"))


def _as_text(people: Staff, deals: pd.DataFrame, counted: Counted) -> pd.DataFrame:
    width = max(5, len(str(counted.all_deals)))
    return pd.DataFrame(
        {
            "deal": _numbered("D-", np.arange(len(deals)) + counted.deals + 1, width),
            "rep": _chosen(people.rep, deals["person"].to_numpy()),
            "closed": deals["closed"].astype("datetime64[us]"),
            "amount": deals["amount"] / 100.0,
            "margin": deals["margin"] / 100.0,
            "product_line": _chosen(LINES, deals["line"].to_numpy()),
            "stage": _chosen(STAGES, deals["stage"].to_numpy()),
            "account": _numbered("Account ", deals["account"].to_numpy(), width),
            "source": _chosen(SOURCES, deals["source"].to_numpy()),
            "new_customer": deals["new_customer"],
        }
    )
