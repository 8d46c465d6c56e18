"""Sheets for one deal or one account: the customer's return and the account map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from macros.templates.shape import Alert, Column, Field, Form, Grid, Sheet, Template, Value, given, rows

from compsim.planning.quantity import payback_months

_PROBLEM, _BEFORE, _AFTER, _ONCE, _RUNNING, _YEARS = 90_000, Fraction("0.12"), Fraction("0.05"), 30_000, 14_400, 3
_PARTS = ("Decides", "Pays", "Uses", "Checks", "Is heard")
_STANDS = ("works for it (+2)", "for it (+1)", "open (0)", "doubts (−1)", "works against it (−2)", "not known")


def return_sheet() -> Template:
    """Lines A to I, for three cases."""
    gone = (_BEFORE - _AFTER) / _BEFORE
    asked = (
        Field(
            "problem", "A  What the problem costs a year", "money", "How often, times what one case costs.", _PROBLEM
        ),
        Field("before", "    From", "share", "Their count of today.", float(_BEFORE)),
        Field("after", "    To", "share", "Backed by a customer like them, or by a test.", float(_AFTER)),
        Field(
            "gone",
            "B  Share that goes away",
            "share",
            "Worked out.",
            float(gone),
            "(before-after)/before",
            "AND(COUNT(before,after)=2,N(before)>0)",
        ),
        Field("running", "D  Cost each year", "money", "Licence, care, their own hours.", _RUNNING),
        Field("once", "F  Cost once", "money", "Set-up, training, their own hours.", _ONCE),
        Field("years", "    Years to look at", "whole", "Three, unless finance says otherwise.", _YEARS, highest=10),
        Field(
            "break_even",
            "I  Break-even share of the problem",
            "share",
            "Will we get at least this far?",
            float((_RUNNING + Fraction(_ONCE, _YEARS)) / _PROBLEM),
            "(running+once/years)/problem",
            _all("problem", "running", "once", "years"),
        ),
    )
    signed = (
        Field(
            "figures_by", "Figures come from", help="A role and a day for line A.", filled="Head of finance, 25 March"
        ),
        Field(
            "checked_by",
            "Checked by",
            help="Finance has changed at least one figure.",
            filled="Head of finance, D was 12,000",
        ),
        Field("made_on", "Date", "date", filled=date(2026, 3, 28)),
    )
    blocks = (Form("Their figures, not ours", asked), _cases(gone), Form("Who stands behind it", signed))
    return Template(
        "return-sheet",
        "Return sheet",
        "Together with the buyer, before the offer goes out.",
        "qualify/customers-return.md",
        "Qualify",
        (Sheet("Return", blocks, (38, 18, 18, 18, 20, 20), landscape=True),),
    )


def _all(*names: str) -> str:
    return f"AND({given(*names)},N(years)>0,N(problem)>0)"


def _cases(gone: Fraction) -> Grid:
    saved = given("problem", "gone", "{works}")
    columns = (
        Column("case", "Case", fixed=True),
        Column("works", "How much of it works", "share", "Show the worst case first.", highest=2),
        Column("saved", "C  Saved a year", "money", formula="problem*gone*{works}", when=saved),
        Column(
            "gain",
            "E  Gain a year",
            "money",
            formula="{saved}-running",
            when=given("{saved}", "running"),
            alerts=(Alert("N({gain})<0"),),
        ),
        Column(
            "months",
            "G  Months to earn it back",
            "number",
            formula='IF({gain}<=0,"never",12*once/{gain})',
            when=given("{gain}", "once"),
        ),
        Column(
            "left",
            "H  Left after the years",
            "money",
            formula="years*{gain}-once",
            when=given("{gain}", "once", "years"),
            alerts=(Alert("N({left})<0"), Alert("N({left})>0", "go")),
        ),
    )
    cases = (("Half of it works", "0.5"), ("As planned", "1"), ("A quarter better", "1.25"))
    return Grid("cases", "Three cases", columns, [_case(name, Fraction(works), gone) for name, works in cases], 3)


def _case(name: str, works: Fraction, gone: Fraction) -> Mapping[str, Value]:
    saved = _PROBLEM * gone * works
    gain = saved - _RUNNING
    months = payback_months(Fraction(_ONCE), gain)
    return {
        "case": name,
        "works": float(works),
        "saved": float(saved),
        "gain": float(gain),
        "months": "never" if months is None else months,
        "left": float(_YEARS * gain - _ONCE),
    }


def account_map() -> Template:
    """The people of one project, and which of the five parts nobody plays."""
    columns = (
        Column("who", "Person", help="Role first. Write what you could show them."),
        Column("part", "Part", "choice", choices=_PARTS),
        Column("measured", "Measured on", help="A figure somebody asks about."),
        Column(
            "stands",
            "Stands",
            "choice",
            choices=_STANDS,
            alerts=(
                Alert('ISNUMBER(SEARCH("−",{stands}))'),
                Alert('ISNUMBER(SEARCH("+",{stands}))', "go"),
                Alert('{stands}="not known"', "wait"),
            ),
        ),
        Column("words", "Why, in their words", "long", "A quote, no gossip."),
        Column("next", "Last talk, next talk", "long", "For each minus and each not known."),
    )
    filled = rows(
        columns,
        ("Head of supply", "Uses", "Late orders", "works for it (+2)", "It is my project.", "4 March; return sheet"),
        ("Managing director", "Decides", "Margin", "not known", "–", "None; an hour in May"),
        (
            "Head of finance",
            "Pays",
            "Cash, budget kept",
            "doubts (−1)",
            "Another tool?",
            "25 March; go through the figures",
        ),
        (
            "Planner",
            "Is heard",
            "Trucks out on Friday",
            "for it (+1)",
            "If it saves my Fridays.",
            "4 March; try it for a week",
        ),
        (
            "Head of IT",
            "Checks",
            "No outages",
            "works against it (−2)",
            "It would be the ninth system.",
            "None; before April ends",
        ),
    )
    head = (
        Field("account", "Account", filled="Garden chairs"),
        Field("project", "Project, as they call it", help="A new project gets a new map.", filled="Spring Ready"),
        Field("drawn_on", "Drawn on", "date", "Redraw it after six weeks.", date(2026, 3, 28)),
    )
    check = (
        Field(
            "against",
            "People against it",
            "whole",
            "Fact, fear or rival plan?",
            2,
            'COUNTIF(people_stands,"*−*")',
            blank=0,
        ),
        Field(
            "unknown",
            "People whose stand we do not know",
            "whole",
            "One next talk each.",
            1,
            'COUNTIF(people_stands,"not known")',
            blank=0,
        ),
    )
    blocks = (Form("Which map", head), Grid("people", "People", columns, filled, 10), _parts(), Form("Read it", check))
    return Template(
        "account-map",
        "Account map",
        "When more than two people have a say in a project.",
        "qualify/account-map.md",
        "Qualify",
        (Sheet("Map", blocks, (34, 22, 24, 14, 34, 34), landscape=True),),
    )


def _parts() -> Grid:
    columns = (
        Column("name", "Part", fixed=True),
        Column(
            "many",
            "People",
            "whole",
            "None is the next question.",
            "COUNTIF(people_part,{name})",
            blank=0,
            alerts=(Alert("{many}=0"),),
        ),
    )
    return Grid("parts", "Five parts", columns, rows(columns, *((part, 1) for part in _PARTS)), len(_PARTS))
