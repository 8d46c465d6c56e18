"""The invented company's deals and activities: they add up to its results, to the cent and to the piece.

Results come first and are split into deals with whole-number arithmetic: whatever rounding leaves over stays inside.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compsim.population.example_people import HUNTER, MONTHS, Dates, Floats, Ints, Staff, stream
from compsim.population.example_results import WINDFALL_MONTH, Windfall, Year

PLAIN_LINES: tuple[str, ...] = ("devices", "services")
FOCUS_LINE = "cloud"  # the product line that focus_revenue counts
WON, LOST, OPEN = "Won", "Lost", "Open"
ACCOUNTS_EACH = 20  # customers a rep already had
WEEKS = 4  # parts in which a month's activities are reported
WINDFALL_DAY = 20
OPEN_DEALS = 3  # a rep's undecided deals at the end of the year
ACTIVITIES: dict[str, str] = {"first_meetings": "first_meeting", "offers": "offer"}  # measure -> type


def deals_table(people: Staff, year: Year, seed: int) -> pd.DataFrame:
    """One row a deal, money in EUR: Won deals add up to the results, Won and Lost ones to the offers.

    Columns: deal, rep, closed (NaT while open), amount, margin, product_line, stage, account, source, new_customer.
    """
    won, lost = _won(people, year, seed), _lost(people, year, seed)
    parts = [won, lost, _open(people, year, seed)]
    if year.windfall is not None:
        parts.append(_windfall_row(year.windfall))
    deals = pd.concat(parts, ignore_index=True)
    _name_accounts(people, deals, seed)
    _name_sources(people, deals, seed)
    deals = deals.sort_values(["closed", "person"], kind="stable", na_position="last").reset_index(drop=True)
    return _as_text(people, deals)


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
    activities["rep"] = _reps(people, activities["person"].to_numpy())
    return activities[["rep", "date", "type", "count"]].reset_index(drop=True)


def _won(people: Staff, year: Year, seed: int) -> pd.DataFrame:
    actual, source = {name: values.ravel() for name, values in year.actual.items()}, stream(seed, "won")
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
    line = np.where(is_focus, FOCUS_LINE, np.array(PLAIN_LINES)[(source.random(len(cell)) < 0.3).astype(np.int64)])
    margin = _split(actual["margin"][cell], keen, cell)
    what = {"amount": amount, "margin": margin, "product_line": line, "stage": WON, "new_customer": is_new}
    return _rows(people, cell, source.random(len(cell)), **what)


def _focus_deals(actual: dict[str, Ints]) -> Ints:
    """How many of a month's wins are of the focus product: at least one where it brought money, never all."""
    share = np.divide(actual["focus_revenue"], np.maximum(actual["revenue"], 1))
    many = np.clip(np.floor(actual["wins"] * share + 0.5), 1, np.maximum(actual["wins"] - 1, 1))
    return np.where(actual["focus_revenue"] > 0, many, 0).astype(np.int64)


def _lost(people: Staff, year: Year, seed: int) -> pd.DataFrame:
    source = stream(seed, "lost")
    wins, offers = year.actual["wins"].ravel(), year.actual["offers"].ravel()
    cell, _ = _members(offers - wins)
    usual = year.actual["revenue"].ravel()[cell] // np.maximum(wins[cell], 1)
    amount = usual * (60 + (91 * source.random(len(cell))).astype(np.int64)) // 100
    return _undecided(people, cell, amount, LOST, source)


def _open(people: Staff, year: Year, seed: int) -> pd.DataFrame:
    source = stream(seed, "open")
    last_month = np.flatnonzero(year.present[:, -1]) * 12 + 11
    cell = np.repeat(last_month, OPEN_DEALS)
    usual = year.actual["revenue"].ravel()[cell] // np.maximum(year.actual["wins"].ravel()[cell], 1)
    amount = usual * (60 + (91 * source.random(len(cell))).astype(np.int64)) // 100
    frame = _undecided(people, cell, amount, OPEN, source)
    return frame.assign(closed=np.datetime64("NaT", "us"))


def _undecided(people: Staff, cell: Ints, amount: Ints, stage: str, source: np.random.Generator) -> pd.DataFrame:
    """Deals that brought nothing: a figure was on the table, no customer was won by it."""
    lines = np.array((*PLAIN_LINES, FOCUS_LINE))[(3 * source.random(len(cell))).astype(np.int64)]
    what = {"amount": amount, "margin": amount * 3 // 10, "product_line": lines, "stage": stage, "new_customer": False}
    return _rows(people, cell, source.random(len(cell)), **what)


def _rows(people: Staff, cell: Ints, at: Floats, **columns: Any) -> pd.DataFrame:
    """Deals of the cells they are in, closed the share `at` of the way through the days the person was there."""
    first, last = _days(people)
    closed = _working_day(first[cell], last[cell], np.sqrt(at))  # more of them late in the month than early
    return pd.DataFrame({"person": cell // 12, "closed": closed, **columns})


def _windfall_row(windfall: Windfall) -> pd.DataFrame:
    facts = {"person": windfall.person, "amount": windfall.amount, "margin": windfall.margin}
    what = {"product_line": PLAIN_LINES[0], "stage": WON, "new_customer": False}
    when = np.array([f"{MONTHS[WINDFALL_MONTH]}-{WINDFALL_DAY}"], dtype="datetime64[us]")
    return pd.DataFrame({**facts, **what, "closed": when})


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


def _name_accounts(people: Staff, deals: pd.DataFrame, seed: int) -> None:
    """New customers get accounts of their own; other deals are with customers and prospects the rep already had."""
    draws = stream(seed, "accounts").random(len(deals))
    known = deals["person"].to_numpy() * ACCOUNTS_EACH + (draws * ACCOUNTS_EACH).astype(np.int64)
    is_new = deals["new_customer"].to_numpy()
    deals["account"] = np.where(is_new, len(people.rep) * ACCOUNTS_EACH + np.cumsum(is_new) - 1, known) + 1


def _name_sources(people: Staff, deals: pd.DataFrame, seed: int) -> None:
    """Inbound as often as the rep's share of inbound leads says; the rest comes from own effort or from marketing."""
    draws = stream(seed, "sources").random((len(deals), 2))
    person = deals["person"].to_numpy()
    own = np.where(people.role == HUNTER, 0.75, 0.6)[person]
    other = np.where(draws[:, 1] < own, "outbound", "marketing")
    deals["source"] = np.where(draws[:, 0] < people.inbound[person], "inbound", other)


def _reps(people: Staff, person: Ints) -> pd.api.extensions.ExtensionArray:
    return pd.array(people.rep, dtype="str").take(person)


def _as_text(people: Staff, deals: pd.DataFrame) -> pd.DataFrame:
    width = max(5, len(str(len(deals))))
    return pd.DataFrame(
        {
            "deal": [f"D-{number:0{width}d}" for number in range(1, len(deals) + 1)],
            "rep": _reps(people, deals["person"].to_numpy()),
            "closed": deals["closed"].astype("datetime64[us]"),
            "amount": deals["amount"] / 100.0,
            "margin": deals["margin"] / 100.0,
            "product_line": deals["product_line"],
            "stage": deals["stage"],
            "account": [f"Account {number:0{width}d}" for number in deals["account"]],
            "source": deals["source"],
            "new_customer": deals["new_customer"],
        }
    )
