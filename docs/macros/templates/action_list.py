"""Segments and actions of an action plan: where the target comes from, what to do for whom by when."""

from __future__ import annotations

from datetime import date

from macros.templates.shape import Alert, Column, Grid, Sheet, Value, given

_STATUS = ("planned", "under way", "done", "dropped")


def segments(target: float) -> Grid:
    """Where a year's target comes from, and the contacts that asks for."""
    rows = (("A: key accounts", 0.35, 8, 11), ("B: growth", 0.25, 20, 6), ("C: others", 0.4, 60, 2))
    columns = (
        Column("segment", "Segment", help="As the CRM has it; first the named accounts."),
        Column("part", "Share of the target", "share", "They add to 100 %."),
        Column("revenue", "Revenue", "money", formula="revenue_target*{part}", when=given("revenue_target", "{part}")),
        Column("accounts", "Accounts", "whole", "How many you look after."),
        Column("contacts", "Contacts a year, each", "whole", "Calls and meetings."),
        Column(
            "contacts_all",
            "Contacts a year",
            "whole",
            formula="{accounts}*{contacts}",
            when=given("{accounts}", "{contacts}"),
        ),
    )
    filled: list[dict[str, Value]] = [
        {
            "segment": name,
            "part": part,
            "revenue": target * part,
            "accounts": many,
            "contacts": each,
            "contacts_all": many * each,
        }
        for name, part, many, each in rows
    ]
    return Grid("segments", "Where it comes from", columns, filled, 5)


def actions_sheet() -> Sheet:
    """Actions with due days, and the talks about them."""
    late = Alert('AND({due}<>"",{due}<TODAY(),{state}<>"done",{state}<>"dropped")')
    columns = (
        Column("account", "Account or segment", help="Named accounts first."),
        Column("contact", "Whom", help="A role, not a name."),
        Column("action", "What you do", help="Call, visit, workshop, offer."),
        Column("often", "How often", help="As in the segments."),
        Column("result", "Result expected", help="What you know or have afterwards."),
        Column("start", "Start", "date"),
        Column("due", "Due", "date", "Red once it is late.", alerts=(late,)),
        Column("state", "Status", "choice", choices=_STATUS, alerts=(Alert('{state}="done"', "go"),)),
        Column("gap", "Gap, and next step", "long", "What you agreed when you looked at it."),
    )
    grid = Grid("actions", "What to do", columns, _actions(), 14)
    reviews = Grid("reviews", "When you looked at it", _review_columns(), _reviews(), 6)
    return Sheet("Actions", (grid, reviews), (26, 20, 26, 16, 26, 12, 12, 12, 34), landscape=True)


def _actions() -> list[dict[str, Value]]:
    names = ("account", "contact", "action", "often", "result", "start", "due", "state", "gap")
    rows: tuple[tuple[Value, ...], ...] = (
        ("Garden chairs (A)", "Head of finance", "Go through the return", "Once", "Lines C to H agreed",
         date(2026, 1, 12), date(2026, 1, 30), "done", "–"),
        ("Pumps (A)", "Plant manager", "Discovery meeting", "Once", "Twelve fields, one figure",
         date(2026, 1, 19), date(2026, 2, 13), "under way", "Date moved once; ask who owns it"),
        ("Segment B", "Head of supply", "Prospecting day", "Each Tuesday", "Five first meetings",
         date(2026, 1, 6), date(2026, 12, 15), "under way", "Four in January; try mornings"),
        ("Hotel group (C)", "Buyer", "Last-chance mail", "Once", "A day or a goodbye",
         date(2026, 1, 8), date(2026, 1, 22), "dropped", "No fit"),
    )  # fmt: skip
    return [dict(zip(names, row, strict=True)) for row in rows]


def _review_columns() -> tuple[Column, ...]:
    return (
        Column("held", "Day", "date"),
        Column("found", "Gap", help="Plan against what happened, in figures."),
        Column("why", "Why"),
        Column("decided", "Decided"),
        Column("by", "By whom"),
    )


def _reviews() -> list[dict[str, Value]]:
    found = "Nine meetings booked, eleven planned"
    why, decided = "Two prospecting days lost to a fair", "Tuesday is blocked in the calendar"
    return [{"held": date(2026, 2, 3), "found": found, "why": why, "decided": decided, "by": "Both"}]
