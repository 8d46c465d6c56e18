"""The sheet on which four people decide about a tender."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from macros.templates.shape import Alert, Column, Field, Form, Grid, Sheet, Template, given, rows


def go_no_go() -> Template:
    """The sum and the votes on a tender."""
    hours, rate, value, margin, won, of = 120, 75, 160_000, Fraction("0.3"), 2, 5
    cost, gain = hours * rate, value * margin
    needed, chance = cost / gain, Fraction(won, of)
    head = (
        Field("buyer", "Buyer, subject", filled="City works, planning of winter service"),
        Field("last_day", "Last day", "date", filled=date(2026, 4, 30)),
        Field(
            "heard",
            "How we heard, and when",
            help="In the post is late.",
            filled="Talk with the head of depots in November",
        ),
        Field(
            "missed", "Must lines that we miss", help="Read all of them.", filled="None of 41; one unclear (insurance)"
        ),
        Field("scores", "Who scores, with what weight", filled="Depots 40 %, IT 30 %, price 30 %"),
    )
    sums = (
        Field("hours", "Hours of the bid", "whole", "All people, to the last page.", hours),
        Field("hour_cost", "Cost of an hour", "money", filled=rate),
        Field("bid_value", "Value", "money", filled=value),
        Field("margin", "Margin", "share", filled=float(margin)),
        Field("bids_won", "Bids like this won …", "whole", "Count those you knew of early apart.", won),
        Field("bids_made", "… of so many", "whole", filled=of),
        Field("cost", "Cost of the bid", "money", "", cost, "hours*hour_cost", given("hours", "hour_cost")),
        Field("gain", "Margin if we win", "money", "", float(gain), "bid_value*margin", given("bid_value", "margin")),
        Field(
            "needed",
            "Chance we need",
            "share",
            "It only gets the money back.",
            float(needed),
            "cost/gain",
            "AND(COUNT(cost,gain)=2,N(gain)>0)",
        ),
        Field(
            "chance",
            "Chance we have",
            "share",
            "From your own record.",
            float(chance),
            "bids_won/bids_made",
            "AND(COUNT(bids_won,bids_made)=2,N(bids_made)>0)",
        ),
        Field(
            "verdict",
            "The sum says",
            help="Go from twice the chance we need.",
            filled="go",
            formula='IF(chance>=2*needed,"go",IF(chance>=needed,"leader signs","no-go"))',
            when=given("chance", "needed"),
            alerts=(Alert('verdict="go"', "go"), Alert('verdict="leader signs"', "wait"), Alert('verdict="no-go"')),
        ),
    )
    return Template(
        "go-no-go",
        "Tender: go or no-go",
        "Within two working days, before anybody writes a line.",
        "qualify/tenders.md",
        "Qualify",
        (
            Sheet(
                "Tender", (Form("The tender", head, 2), Form("The sum", sums), _votes(), _decision()), (40, 24, 40, 34)
            ),
        ),
    )


def _votes() -> Grid:
    columns = (
        Column("who", "Vote of", fixed=True),
        Column("vote", "Vote", "choice", "In writing, before you talk.", choices=("go", "ask first", "no-go")),
        Column("reason", "Because", "long"),
    )
    votes = (
        ("Sales", "go", "We knew of it for five months"),
        ("Delivery", "go", "Two depots saw it work"),
        ("Finance", "go", "Pays from the second year"),
        ("Somebody with no stake", "no-go", "One line on insurance is unclear"),
    )
    return Grid("votes", "Four votes", columns, rows(columns, *votes), 4)


def _decision() -> Form:
    return Form(
        "Decided",
        (
            Field("decision", "Decision, by whom", filled="Go, head of sales"),
            Field("changes", "What would change it", help="Kept, also after a no.", filled="The insurance line stands"),
        ),
        2,
    )
