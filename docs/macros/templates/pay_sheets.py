"""Sheets around the pay plan: the consultation before it and the objective letter after it."""

from __future__ import annotations

from datetime import date

from macros.templates.shape import Alert, Column, Field, Form, Grid, Note, Sheet, Template, given, rows

_INCENTIVE = 26_000
_KINDS = ("result", "means", "collective")


def consultation_sheet() -> Template:
    """Six questions before the plan is decided, and what became of each answer."""
    columns = (
        Column("question", "Question", "long", fixed=True),
        Column("answer", "Answer", "long", "Their words."),
        Column(
            "becomes",
            "What we do with it",
            "choice",
            choices=("taken over", "in part", "not taken over", "open"),
            alerts=(Alert('{becomes}="open"', "wait"), Alert('{becomes}="taken over"', "go")),
        ),
        Column("reason", "Why, as we will say it", "long", "For every line; above all for a no."),
    )
    filled = rows(
        columns,
        (
            "1 Which objective changed what you did? Which did you ignore?",
            "New customers, yes. Calls, no",
            "taken over",
            "Calls are dropped",
        ),
        (
            "2 Which result did you earn, which fell into your lap?",
            "The renewal of the hotel group was luck",
            "in part",
            "Renewals count half",
        ),
        (
            "3 Where did you work well and get nothing?",
            "Handing over two leads",
            "taken over",
            "Part for the team comes in",
        ),
        (
            "4 Which number can you look up today?",
            "Revenue; margin only after month-end",
            "open",
            "Finance checks a weekly figure",
        ),
        (
            "5 If we changed one thing, what? What would that break?",
            "No cap. It would break the budget",
            "not taken over",
            "The cap stays, and is higher",
        ),
        (
            "6 Here is our idea. What would you do in week one?",
            "Call the twenty lost customers",
            "taken over",
            "It is what we hoped for",
        ),
    )
    head = (
        Field("person", "Person, role", filled="Hunter, third year"),
        Field("asked_by", "Asked by", filled="Direct manager"),
        Field("asked_on", "On", "date", "Before anything is decided.", date(2025, 10, 14)),
        Field(
            "not_open",
            "What is not open, said at the start",
            "long",
            "Honest beats friendly.",
            "Budget in all; settled each quarter",
        ),
    )
    check = (
        Field("answered", "Answers, of 6", "whole", "", 6, "COUNTA(asked_answer)", blank=0),
        Field(
            "still_open",
            "Still open",
            "whole",
            "None, on the day you announce.",
            1,
            'COUNTIF(asked_becomes,"open")',
            blank=0,
            alerts=(Alert("still_open>0", "wait"),),
        ),
    )
    blocks = (
        Form("Who was asked", head, 2),
        Grid("asked", "Six questions", columns, filled, 6),
        Form("Before you announce", check),
    )
    return Template(
        "consultation-sheet",
        "Plan consultation sheet",
        "With each person, eight to twelve weeks before the new plan.",
        "comp/setting-objectives.md",
        "Pay plans",
        (Sheet("Questions", blocks, (48, 40, 18, 40), landscape=True),),
    )


def objective_letter() -> Template:
    """Two to four criteria with weights and targets, and what each pays at target."""
    criteria = (
        ("Revenue", "result", 0.5, 792_000, "a year", "Order book"),
        ("First meetings held", "means", 0.2, 16, "a month", "Calendar in the CRM"),
        ("New customers", "result", 0.15, 24, "a year", "Customer list"),
        ("Revenue of the team", "collective", 0.15, 4_800_000, "a year", "Team board"),
    )
    columns = (
        Column("name", "Criterion"),
        Column("kind", "Kind", "choice", choices=_KINDS),
        Column("weight", "Weight", "share", "None below 15 %.", alerts=(Alert('AND({weight}<>"",{weight}<0.15)'),)),
        Column("at_stake", "At stake", "money", "Paid at 100 %.", "incentive*{weight}", given("incentive", "{weight}")),
        Column("target", "Target", "number"),
        Column("per", "Unit, and for how long"),
        Column("look_up", "Look it up in", help="Without asking anybody."),
        Column("first_step", "First action", "long"),
    )
    steps = (
        "List the accounts for the first quarter",
        "Block a prospecting day a week",
        "Call twenty lost customers",
        "Hand over what fits a colleague better",
    )
    filled = rows(
        columns, *((*c[:3], _INCENTIVE * c[2], *c[3:], step) for c, step in zip(criteria, steps, strict=True))
    )
    head = (
        Field("person", "Person, role", filled="Hunter"),
        Field("starts", "Valid from", "date", "Handed over before this day.", date(2026, 1, 1)),
        Field("incentive", "Target incentive of the year", "money", "Before tax, at 100 %.", _INCENTIVE),
        Field(
            "settled",
            "Settled",
            "choice",
            filled="each quarter",
            choices=("each month", "each quarter", "each half-year", "each year"),
        ),
    )
    blocks = (
        Form("Who and what", head, 5),
        Grid("criteria", "Criteria", columns, filled, 4),
        Form("Checks", _checks()),
        Form("Said and understood", _signed(), 5),
        Note("A sheet for a talk. Whether it binds is a question of contract and law: have it checked."),
    )
    return Template(
        "objective-letter",
        "Objective letter",
        "In the talk with each person, after the team has heard the rules.",
        "comp/announce-in-two-steps.md",
        "Pay plans",
        (Sheet("Letter", blocks, (34, 14, 12, 14, 14, 18, 24, 34), landscape=True),),
    )


def _checks() -> tuple[Field, ...]:
    return (
        Field(
            "weight_sum",
            "Weights add up to",
            "share",
            "Must be 100 %.",
            1.0,
            "ROUND(SUM(criteria_weight),9)",
            "COUNT(criteria_weight)>0",
            alerts=(Alert('AND(weight_sum<>"",weight_sum<>1)'), Alert("weight_sum=1", "go")),
        ),
        Field(
            "many",
            "Criteria",
            "whole",
            "Two to four.",
            4,
            "COUNTA(criteria_name)",
            blank=0,
            alerts=(Alert("AND(many>0,many<2)"),),
        ),
        Field("smallest", "Smallest weight", "share", "", 0.15, "MIN(criteria_weight)", "COUNT(criteria_weight)>0"),
        Field(
            "both",
            "A result and a means",
            help="One of each, at least.",
            filled="yes",
            formula='IF(AND(COUNTIF(criteria_kind,"result")>0,COUNTIF(criteria_kind,"means")>0),"yes","no")',
            when="COUNTA(criteria_kind)>0",
            alerts=(Alert('both="no"'),),
        ),
        Field(
            "paid_at_target",
            "Paid at 100 % of everything",
            "money",
            "As much as the target incentive.",
            _INCENTIVE,
            "SUM(criteria_at_stake)",
            "COUNT(criteria_at_stake)>0",
        ),
    )


def _signed() -> tuple[Field, ...]:
    return (
        Field(
            "curve",
            "How pay runs below and above target",
            help="Or the page where it stands.",
            filled="Curve and cap on page 2 of the rules",
        ),
        Field(
            "asked",
            "Questions, and answers given",
            "long",
            "Write both.",
            "What if I change territory in May? Each stretch counts for itself",
        ),
        Field("next_talk", "Next talk", "date", "A quarter ahead at most.", date(2026, 4, 14)),
        Field("said_by", "Talk held by, on", help="Names, day, signatures.", filled="Direct manager, 18 December"),
    )
