"""The run of a workshop by the clock, for whoever leads it."""

from __future__ import annotations

from macros.templates.shape import Column, Field, Form, Grid, Sheet, Template, rows

_START = 9 / 24  # of the day


def facilitator_sheet() -> Template:
    """The run of a workshop by the clock."""
    plan = (
        ("Goal and rules", 5, "Say the goal in one sentence", "–"),
        ("Each alone", 10, "Own case on paper", "Forecast gate, blank"),
        ("In pairs", 20, "Swap, ask, grade", "Forecast gate, with help"),
        ("Two cases for all", 15, "Volunteers only; ask, do not tell", "Board"),
        ("One promise each", 5, "A name, a day, a first sentence", "Cards"),
        ("Debrief", 5, "What will be different on Monday?", "–"),
    )
    columns = (
        Column(
            "starts",
            "Starts",
            "time",
            "Worked out from the minutes.",
            "starts_at+(SUM({minutes_upto})-{minutes})/1440",
            "COUNT(starts_at,{minutes})=2",
        ),
        Column("minutes", "Minutes", "whole"),
        Column("part", "Part", help="What the room does, not what you do."),
        Column("say", "What you say or watch", "long"),
        Column("material", "Material"),
        Column("cut", "If time is short", "long", "Decide before, not in the room."),
    )
    filled, gone = [], 0
    for name, minutes, say, material in plan:
        cut = "One case only" if minutes == 15 else None
        filled.append((_START + gone / 1440, minutes, name, say, material, cut))
        gone += minutes
    head = (
        Field("workshop", "Workshop", filled="Slipped-deal clinic"),
        Field(
            "goal",
            "Everybody leaves with",
            "long",
            "One thing you could check next week.",
            "A date that somebody on the buyer's side would miss",
        ),
        Field("people", "People", "whole", "Even numbers work best in pairs.", 8),
        Field("starts_at", "Starts at", "time", "", _START),
    )
    end = (
        Field("minutes_sum", "Minutes", "whole", "", gone, "SUM(run_minutes)", blank=0),
        Field(
            "ends_at", "Ends at", "time", "", _START + gone / 1440, "starts_at+minutes_sum/1440", "COUNT(starts_at)=1"
        ),
        Field(
            "promise",
            "Promises, and who asks on which day",
            "long",
            "Without this it was a nice hour.",
            "Eight cards; the manager asks on 14 May",
        ),
        Field("learned", "What I change next time", "long", "Write it on the same day.", "Pairs from different teams"),
    )
    blocks = (
        Form("The frame", head, 2),
        Grid("run", "By the clock", columns, rows(columns, *filled), 10),
        Form("The end", end, 2),
    )
    return Template(
        "facilitator-sheet",
        "Facilitator sheet",
        "The evening before you run a workshop.",
        "start/how-we-sell.md",
        "Workshops",
        (Sheet("Run", blocks, (30, 12, 28, 36, 24, 28), landscape=True),),
    )
