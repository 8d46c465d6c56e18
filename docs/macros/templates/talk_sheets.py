"""Sheets for talks with a buyer: lead sheet, call sheet, forecast gate and discovery report."""

from __future__ import annotations

from datetime import date

from macros.templates.shape import Alert, Column, Field, Form, Grid, Sheet, Template, rows

_WIDE = (40, 62, 56)
_GRADES = "0 = we guess, 1 = the buyer said it, 2 = the owner confirmed it or we saw it."


def lead_sheet() -> Template:
    """One page for each visitor at a stand."""
    words = (
        Field(
            "who",
            "Name, role, firm, how to reach",
            "long",
            "Ask for the card last.",
            "Head of supply, garden chairs; card kept",
        ),
        Field(
            "why_here",
            "Why here, why this topic (1, 2)",
            "long",
            "What made them look?",
            "Her boss asked for three options",
        ),
        Field("problem", "Problem or gain (3, 4)", "long", "In their words.", "One order in eight is late"),
        Field(
            "worth",
            "Worth to the firm, stake of the person (5, 6)",
            "long",
            "A figure, even a rough one.",
            "About 90,000 a year in fines; no more calls on Sunday",
        ),
        Field(
            "by_when",
            "Date, and why then (7)",
            "long",
            "A day with a reason.",
            "January; the first trucks leave in February",
        ),
        Field(
            "if_missed", "If it is missed (8)", "long", "A cost. Beware of nothing much.", "One more spring of fines"
        ),
        Field(
            "say",
            "Who else has a say, who holds the money (9)",
            "long",
            "Names and roles.",
            "Head of finance holds the money",
        ),
    )
    ends = (
        Field(
            "ends",
            "Way to end",
            "choice",
            "Choose one, on the spot.",
            "project",
            choices=("project", "later", "none"),
            alerts=(Alert('ends="project"', "go"), Alert('ends="later"', "wait")),
        ),
        Field(
            "step",
            "Next step",
            help="One thing, done by somebody.",
            filled="An hour with all three; invite goes out today",
        ),
        Field("step_on", "On", "date", "In both diaries.", date(2026, 4, 21)),
        Field("step_by", "By whom", help="One name.", filled="Account manager of the region"),
        Field(
            "deciding",
            "Deciding lines filled, of 4",
            "whole",
            "Lines 3, 5, 7 and 8.",
            4,
            "COUNTA(problem,worth,by_when,if_missed)",
            blank=0,
            alerts=(Alert("deciding<3"), Alert("deciding=4", "go")),
        ),
    )
    forms = (Form("Their words", words), Form("How it ended", ends))
    return Template(
        "lead-sheet",
        "Lead sheet",
        "For each visitor at the stand, before you greet the next one.",
        "qualify/trade-fair-script.md",
        "Qualify",
        (Sheet("Lead", forms, _WIDE),),
    )


def call_sheet() -> Template:
    """Notes of a first talk with somebody who wrote to us."""
    stages = ("just reading", "talk in-house", "choosing a supplier")
    head = (
        Field("came_by", "Came by, at", help="Form, mail, phone; time.", filled="Web form, 8:40"),
        Field("answered", "Answered by, at", help="One channel; same day.", filled="Phone, 9:15"),
    )
    asked = (
        Field("made", "1 Made them write", "long", "An event, not a wish.", "A key account fined them for late trucks"),
        Field("tried", "2 Tried so far", "long", "Nothing tried often means no pain.", "Longer lists, an extra temp"),
        Field("stage", "3 Stage", "choice", "It sets your pace.", "talk in-house", choices=stages),
        Field(
            "different",
            "4 Different in a year",
            "long",
            "Best as a number.",
            "Late orders from one in eight to one in twenty",
        ),
        Field(
            "decides",
            "5 Decides when, why then",
            "long",
            "A day with a reason.",
            "End of June; trucks roll in February",
        ),
        Field("others", "6 Who else has to say yes", "long", "And who holds the money.", "Head of finance; their boss"),
        Field(
            "next",
            "7 Next step, whose, when",
            "long",
            "A step that they take.",
            "She sends last year's list of fines by Friday",
        ),
    )
    names = ",".join(each.name for each in asked)
    ends = (
        Field(
            "answers",
            "Answers, of 7",
            "whole",
            "Two a mail; all by phone.",
            7,
            f"COUNTA({names})",
            blank=0,
            alerts=(Alert("answers<5", "wait"), Alert("answers=7", "go")),
        ),
        Field(
            "ends",
            "Way to end",
            "choice",
            "Closed today if not for us.",
            "project",
            choices=("project", "early", "not for us"),
        ),
    )
    forms = (Form("Came in", head), Form("The seven questions", asked), Form("How it ended", ends))
    return Template(
        "call-sheet",
        "Call sheet",
        "For each inquiry, while you talk or write.",
        "qualify/inbound-script.md",
        "Qualify",
        (Sheet("Call", forms, _WIDE),),
    )


def forecast_gate() -> Template:
    """Five lines with evidence and a grade, and whether the gate opens."""
    columns = (
        Column("line", "Line", fixed=True),
        Column("answer", "Answer in the buyer's words", "long", "Quote it."),
        Column("source", "Who said it, and when", "long", "A role and a day."),
        Column(
            "grade",
            "Grade",
            "whole",
            _GRADES,
            highest=2,
            alerts=(Alert('AND({grade}<>"",{grade}=0)'), Alert("{grade}=1", "wait"), Alert("{grade}=2", "go")),
        ),
        Column("step", "Next step", "long", "For each line below 2."),
    )
    filled = rows(
        columns,
        ("1 Owner", "It is my project.", "Head of supply, 4 March", 2, "–"),
        ("2 Name", "Spring Ready", "On her team's agenda", 2, "–"),
        ("3 Goal", "Late orders from 12 % to 5 %. My boss asks each month.", "Head of supply, 4 March", 2, "–"),
        ("4 If late", "We use our old lists a bit longer.", "Buyer, 11 March", 1, "Ask what last spring cost"),
        ("5 Money", "IT will find it.", "Buyer, 11 March", 0, "Meet head of finance"),
    )
    shut = "AND(MIN(gate_grade)>=1,INDEX(gate_grade,4)=2,INDEX(gate_grade,5)=2)"
    verdict = (
        Field(
            "verdict",
            "The gate",
            help="Opens if no line is 0, and lines 4 and 5 are 2.",
            filled="stays shut",
            formula=f'IF(COUNT(gate_grade)<5,"fill in all five",IF({shut},"opens","stays shut"))',
            blank="fill in all five",
            alerts=(Alert('verdict="opens"', "go"), Alert('verdict="stays shut"')),
        ),
        Field(
            "first_gap",
            "First line that is a guess",
            help="Ask there first.",
            filled="5 Money",
            formula='IF(COUNTIF(gate_grade,0)=0,"none",INDEX(gate_line,MATCH(0,gate_grade,0)))',
            blank="none",
        ),
    )
    head = (
        Field("deal", "Deal", help="Buyer and project.", filled="Garden chairs, planning tool"),
        Field("deal_size", "Value", "money", "As in the CRM.", 48_000),
        Field("in_forecast", "Forecast for", "month", "Whose date is it?", date(2026, 6, 1)),
        Field(
            "checked_by", "Asked by", help="A colleague with no stake in it.", filled="A colleague from another team"
        ),
    )
    blocks = (Form("The deal", head), Grid("gate", "Five lines", columns, filled, 5), Form("The rule", verdict))
    return Template(
        "forecast-gate",
        "Forecast gate",
        "Before a deal is called committed.",
        "qualify/must-have-questions.md",
        "Qualify",
        (Sheet("Gate", blocks, (30, 44, 26, 12, 34), landscape=True),),
    )


def discovery_report() -> Template:
    """Twelve fields, and the four lines that go to the buyer."""
    columns = (
        Column("field", "Field", fixed=True),
        Column("answer", "What we know", "long", "Write open where nobody told you."),
        Column("knows", "Who said it, or who knows", help="A role and a day."),
    )
    filled = rows(
        columns,
        ("1 Who was there", "Head of supply; planner; 4 March", "–"),
        ("2 How it runs today", "Order, list, phone, truck plan, mended on Sunday", "Planner"),
        ("3 Where it gets stuck", "Truck plan; known only on Friday", "Both"),
        ("4 How often", "1 order in 8 is late", "Head of supply"),
        ("5 What it costs a year", "90,000 in fines; temps open", "Head of finance knows"),
        ("6 What would be good enough", "1 in 20", "Head of supply"),
        ("7 Tried so far", "Longer lists, one temp", "Planner"),
        ("8 Owner, name in the house", "Head of supply, Spring Ready", "Head of supply"),
        ("9 Measured by whom, on what", "Her boss, late orders, each month", "Head of supply"),
        ("10 Date, and if it is missed", "January; one more spring of fines", "Head of supply"),
        ("11 Money, and path to yes", "open", "Head of finance knows"),
        ("12 Who else is in the race", "In-house lists; one other supplier", "Planner"),
    )
    done = (
        Field(
            "known",
            "Fields known, of 12",
            "whole",
            "Open ones do not count.",
            11,
            'COUNTA(report_answer)-COUNTIF(report_answer,"open")',
            blank=0,
            alerts=(Alert("known<8", "wait"), Alert("known=12", "go")),
        ),
    )
    letter = (
        Field(
            "heard",
            "What we heard",
            "long",
            "One sentence, with their figure.",
            "One order in eight leaves late. It cost 90,000 in fines last year.",
        ),
        Field("want", "What you want", "long", "By when.", "One in twenty, by January, before the first trucks."),
        Field("still_open", "What is open", "long", "Two points at most.", "Cost of temps. Who approves the money."),
        Field(
            "next",
            "Next: you, and we",
            "long",
            "A day for each.",
            "You: list of fines by Friday. We: return sheet on the 25th.",
        ),
    )
    blocks = (
        Grid("report", "Twelve fields", columns, filled, 12),
        Form("Check", done),
        Form("Four lines for the buyer", letter),
    )
    return Template(
        "discovery-report",
        "Discovery report",
        "On the day of the meeting, before you sleep.",
        "qualify/discovery-meeting.md",
        "Qualify",
        (Sheet("Report", blocks, (34, 66, 34)),),
    )
