"""Sheets for the pipeline: clean-up list, win–loss sheet and process loop."""

from __future__ import annotations

from datetime import date
from typing import Any

from macros.templates.shape import Alert, Column, Field, Form, Grid, Sheet, Template, given, rows

from compsim.planning.process import step_cost

_DAY = date(2026, 3, 20)
_STEP: dict[str, Any] = {
    "people": 3,
    "times_a_week": 10,
    "minutes": 12,
    "minutes_after": 3,
    "weeks": 42,
    "hourly_cost": 50,
    "cost_once": 1200,
    "cost_a_year": 600,
}


def clean_up_list() -> Template:
    """Open deals with their age and what to do with each."""
    deals = (
        (
            "Garden chairs",
            "Propose",
            48_000,
            date(2026, 1, 12),
            date(2026, 3, 25),
            "Sent the list of fines",
            "keep",
            "",
        ),
        ("Pumps", "Discover", 60_000, date(2025, 6, 2), None, "Nothing since autumn", "later", "no day"),
        ("Hotel group", "Propose", 25_000, date(2025, 9, 8), None, "Asked for a till link", "close", "no fit"),
        ("City works", "Close", 160_000, date(2025, 11, 17), date(2026, 4, 30), "Named who scores", "keep", ""),
    )
    columns = (
        Column("deal", "Deal"),
        Column("stage", "Stage", "choice", choices=("Discover", "Propose", "Close")),
        Column("amount", "Value", "money"),
        Column("opened", "Opened", "date"),
        Column(
            "age",
            "Age in days",
            "whole",
            "Red from twice your usual cycle.",
            "asked_on-{opened}",
            given("asked_on", "{opened}"),
            alerts=(Alert('AND({age}<>"",COUNT(usual_cycle)=1,{age}>2*usual_cycle)'),),
        ),
        Column(
            "step_on",
            "Next step on",
            "date",
            "Agreed with the buyer.",
            alerts=(Alert('AND({deal}<>"",{step_on}="")', "wait"),),
        ),
        Column("buyer_did", "What the buyer did last", "long", "They, not we."),
        Column("decision", "Decision", "choice", choices=("keep", "back a stage", "later", "close")),
        Column(
            "word",
            "Word",
            "choice",
            "Only if it leaves the list.",
            choices=(
                "no person",
                "no fit",
                "no problem",
                "no day",
                "no money",
                "too small",
                "went elsewhere",
                "no answer",
            ),
        ),
    )
    filled = rows(columns, *((*deal[:4], (_DAY - deal[3]).days, *deal[4:]) for deal in deals))
    head = (
        Field("asked_on", "Day of the clean-up", "date", "Ages are counted to this day.", _DAY),
        Field("usual_cycle", "Usual cycle in days", "whole", "Median of your won deals.", 90),
    )
    check = (
        Field("open_deals", "Deals on the list", "whole", "", 4, "COUNTA(deals_deal)", blank=0),
        Field("open_value", "Their value", "money", "", 293_000, "SUM(deals_amount)", blank=0),
        Field(
            "without_step",
            "Without a next step",
            "whole",
            "Each gets one, or leaves.",
            2,
            "COUNTA(deals_deal)-COUNT(deals_step_on)",
            blank=0,
            alerts=(Alert("without_step>0", "wait"),),
        ),
        Field(
            "too_old",
            "Older than twice the cycle",
            "whole",
            "",
            2,
            'COUNTIF(deals_age,">"&2*usual_cycle)',
            given("usual_cycle"),
        ),
        Field(
            "leaving",
            "Value that leaves",
            "money",
            "Say it aloud; it was never there.",
            85_000,
            'SUMIF(deals_decision,"close",deals_amount)+SUMIF(deals_decision,"later",deals_amount)',
            blank=0,
        ),
    )
    blocks = (Form("When", head), Grid("deals", "Open deals", columns, filled, 16), Form("After it", check))
    return Template(
        "clean-up-list",
        "Clean-up list",
        "Once a week, thirty minutes, in five passes.",
        "pipeline/weekly-clean-up.md",
        "Pipeline",
        (Sheet("List", blocks, (28, 14, 14, 13, 10, 13, 28, 14, 16), landscape=True),),
    )


def win_loss_sheet() -> Template:
    """Decided deals, and what the won ones had in week one that the lost ones had not."""
    columns = (
        Column("deal", "Deal"),
        Column(
            "result",
            "Result",
            "choice",
            choices=("won", "lost", "no decision"),
            alerts=(Alert('{result}="won"', "go"), Alert('{result}="lost"')),
        ),
        Column("amount", "Value", "money"),
        Column("source", "Where it came from", help="The first contact, not the last."),
        Column(
            "gates", "Gate lines known in week one", "whole", "Of the five; look it up, do not remember.", highest=5
        ),
        Column("months", "Months", "number", "First talk to decision."),
        Column("said", "Reason, as the buyer said it", "long", "Ask, and quote."),
        Column("sooner", "What we could have seen sooner", "long"),
    )
    filled = rows(
        columns,
        ("Garden chairs", "won", 48_000, "Trade fair", 5, 6, "You asked what spring costs us", "–"),
        ("Bearings", "won", 22_000, "Customer", 4, 3, "Finance could follow the sheet", "–"),
        (
            "Hotel group",
            "no decision",
            25_000,
            "Web form",
            1,
            8,
            "It is not on this year's list",
            "No owner in talk one",
        ),
        ("Paint works", "lost", 40_000, "Tender", 2, 5, "Cheaper, and they knew us", "We came with the papers"),
    )
    mean = 'IF(COUNTIF(reviewed_result,{0})=0,"",AVERAGEIF(reviewed_result,{0},reviewed_gates))'
    found = (
        Field("decided", "Decided", "whole", "No decision is a decision.", 4, "COUNTA(reviewed_result)", blank=0),
        Field("won", "Won", "whole", "", 2, 'COUNTIF(reviewed_result,"won")', blank=0),
        Field("close_rate", "Close rate", "share", "Won of all that were decided.", 0.5, "won/decided", "decided>0"),
        Field("lines_won", "Gate lines known in week one: won", "number", "", 4.5, mean.format('"won"')),
        Field(
            "lines_other",
            "Gate lines known in week one: others",
            "number",
            "Is the gap large? Then ask sooner.",
            1.5,
            '(SUM(reviewed_gates)-SUMIF(reviewed_result,"won",reviewed_gates))/(decided-won)',
            "decided>won",
        ),
        Field(
            "one_change",
            "One thing we change",
            "long",
            "One, with a name and a day.",
            "Ask for the owner in talk one; all of us, from Monday",
        ),
    )
    blocks = (Grid("reviewed", "Decided deals", columns, filled, 12), Form("What it says", found, 2))
    return Template(
        "win-loss-sheet",
        "Win–loss sheet",
        "Once a quarter, with all deals that were decided.",
        "pipeline/win-loss-review.md",
        "Pipeline",
        (Sheet("Review", blocks, (36, 14, 13, 20, 16, 10, 32, 30), landscape=True),),
    )


def process_loop() -> Template:
    """What a step costs a year, and one change at a time."""
    cost = step_cost(**_STEP)
    before, after = (
        given("people", "times_a_week", "minutes", "weeks"),
        given("people", "times_a_week", "minutes_after", "weeks"),
    )
    asked = (
        Field("step", "Step", help="One that everybody does each week.", filled="Find a new date after a no-show"),
        Field("people", "People who do it", "whole", "", _STEP["people"]),
        Field("times_a_week", "Times a week, each", "number", "", _STEP["times_a_week"]),
        Field("minutes", "Minutes each time, today", "number", "Measure ten of them.", _STEP["minutes"]),
        Field(
            "minutes_after", "Minutes each time, later", "number", "From a test of four weeks.", _STEP["minutes_after"]
        ),
        Field("weeks", "Weeks of work a year", "whole", "Not 52.", _STEP["weeks"], highest=53),
        Field("hourly_cost", "Cost of an hour", "money", "", _STEP["hourly_cost"]),
        Field("cost_once", "Cost of the change, once", "money", "", _STEP["cost_once"]),
        Field("cost_a_year", "Cost of the change, a year", "money", "", _STEP["cost_a_year"]),
    )
    answers = (
        Field(
            "hours_a_year",
            "Hours a year, today",
            "number",
            "",
            cost.hours_a_year,
            "people*times_a_week*weeks*minutes/60",
            before,
        ),
        Field(
            "money_a_year",
            "Cost a year, today",
            "money",
            "",
            cost.cost_a_year,
            "hours_a_year*hourly_cost",
            given("hours_a_year", "hourly_cost"),
        ),
        Field(
            "hours_after",
            "Hours a year, later",
            "number",
            "",
            cost.hours_after,
            "people*times_a_week*weeks*minutes_after/60",
            after,
        ),
        Field(
            "saved_a_year",
            "Saved a year",
            "money",
            "Hours count only if they are used.",
            cost.saved_a_year,
            "(hours_a_year-hours_after)*hourly_cost-cost_a_year",
            given("hours_a_year", "hours_after", "hourly_cost", "cost_a_year"),
            alerts=(Alert("N(saved_a_year)<0"), Alert("N(saved_a_year)>0", "go")),
        ),
        Field(
            "payback",
            "Months until it is earned back",
            "number",
            "",
            cost.payback_months,
            'IF(AND(cost_once=0,saved_a_year>=0),0,IF(saved_a_year>0,12*cost_once/saved_a_year,"never"))',
            given("saved_a_year", "cost_once"),
        ),
    )
    columns = (
        Column("round", "Round", fixed=True),
        Column("change", "The one thing we change", "long", "One at a time, or you learn nothing."),
        Column("until", "Test until", "date"),
        Column("was", "Before", "number", "The same figure each time."),
        Column("now", "After", "number"),
        Column(
            "keep",
            "Keep it?",
            "choice",
            choices=("keep", "drop", "test longer"),
            alerts=(Alert('{keep}="keep"', "go"), Alert('{keep}="drop"')),
        ),
    )
    tried = rows(
        columns,
        ("1 Spot it", "Count no-shows and minutes for two weeks", date(2026, 2, 13), 12, 12, "keep"),
        ("2 Borrow", "A mail with three new dates, as one of us does", date(2026, 3, 13), 12, 5, "keep"),
        ("3 Test", "Shorter subject line", date(2026, 4, 10), 5, 5, "drop"),
        ("4 Test", "The mail goes out by itself", date(2026, 5, 8), 5, 3, "keep"),
        ("5 Spread", "All teams, with a look after six weeks", date(2026, 6, 19), None, None, None),
    )
    blocks = (Form("The step", asked), Form("What it costs", answers), Grid("rounds", "The loop", columns, tried, 8))
    return Template(
        "process-loop",
        "Process loop",
        "When the same small chore eats an hour a week.",
        "plan/improve-one-step.md",
        "Pipeline",
        (Sheet("Loop", blocks, (34, 40, 14, 12, 12, 16)),),
    )
