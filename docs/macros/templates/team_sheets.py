"""Sheets for those who lead: one-to-one sheet, training plan and department commitments."""

from __future__ import annotations

from datetime import date

from macros.templates.shape import Alert, Column, Field, Form, Grid, Sheet, Template, rows


def one_to_one_sheet() -> Template:
    """The result that is handed over, and the way that the person chose."""
    expected = (
        Field(
            "expected",
            "Result I expect",
            "long",
            "A result, not a task. No method in it.",
            "Five managing directors at our evening on 12 May",
        ),
        Field("figure", "Figure", help="What you will both count.", filled="5 accepted by 4 May"),
        Field("by", "By", "date", filled=date(2026, 5, 4)),
        Field("relies", "Can I rely on you.", help="Said as a statement. Write the answer.", filled="Yes"),
    )
    way = (
        Field(
            "way",
            "Their way, in their words",
            "long",
            "Ask: how will you go about it? Then be quiet.",
            "Two customers bring a guest; I ask eleven more by phone",
        ),
        Field(
            "doubt",
            "Where I do not believe it yet",
            "long",
            "Ask until you do. Do not offer yours.",
            "What if the two customers cancel?",
        ),
        Field("answer", "Their answer", "long", "If it is no answer, go on.", "A third stands by; asked on Friday"),
        Field(
            "needs",
            "What they need from me",
            "long",
            "Time, a name, a decision.",
            "The invitation signed by our managing director",
        ),
        Field("mine", "Still theirs, said aloud", help="The result stays with them.", filled="Yes, both of us said it"),
    )
    columns = (
        Column("step", "Step they named", "long"),
        Column("day", "Day", "date"),
        Column("sign", "Sign that it works", "long", "Seen early, before the result."),
        Column(
            "seen",
            "Seen",
            "choice",
            choices=("yes", "not yet", "no"),
            alerts=(Alert('{seen}="yes"', "go"), Alert('{seen}="no"')),
        ),
    )
    steps = rows(
        columns,
        ("Ask the two customers", date(2026, 4, 8), "Both name a guest", "yes"),
        ("Call eleven firms", date(2026, 4, 17), "Four say yes", "not yet"),
        ("Send the programme", date(2026, 4, 22), "Nobody asks what it is about", None),
    )
    blocks = (Form("The result", expected, 2), Form("The way", way, 2), Grid("steps", "Steps", columns, steps, 6))
    return Template(
        "one-to-one-sheet",
        "One-to-one sheet: result, not method",
        "When you hand over a result and it must come back.",
        "lead/delegate-the-result.md",
        "Lead",
        (Sheet("Talk", blocks, (44, 22, 34, 42)),),
    )


def training_plan() -> Template:
    """Skills against what the job needs, and what is done about the gap."""
    columns = (
        Column("skill", "Skill", help="A thing one can watch."),
        Column("now", "Now, 0–4", "whole", "0 never seen, 2 with help, 4 can teach it.", highest=4),
        Column("needed", "Needed, 0–4", "whole", highest=4),
        Column(
            "gap",
            "Gap",
            "whole",
            "",
            "MAX(0,{needed}-{now})",
            "COUNT({needed},{now})=2",
            alerts=(Alert('AND({gap}<>"",{gap}>=2)', "wait"),),
        ),
        Column(
            "how",
            "How",
            "choice",
            "Beside somebody first, course last.",
            choices=("beside somebody", "practice in pairs", "reading", "course"),
        ),
        Column("who", "With whom"),
        Column("hours", "Hours", "number"),
        Column("cost", "Cost", "money"),
        Column("until", "Until", "date"),
        Column("proof", "Proof", "long", "What you will see or hear."),
    )
    filled = rows(
        columns,
        (
            "Trade-fair script",
            2,
            4,
            2,
            "practice in pairs",
            "Buddy",
            4,
            0,
            date(2026, 3, 31),
            "Passes the drill three times",
        ),
        (
            "Customer's return",
            1,
            3,
            2,
            "beside somebody",
            "Best closer",
            8,
            0,
            date(2026, 4, 30),
            "Leads the sums in two meetings",
        ),
        ("Our offer and prices", 3, 3, 0, None, None, None, None, None, None),
        (
            "Talking with finance",
            0,
            2,
            2,
            "course",
            "Evening class",
            12,
            600,
            date(2026, 6, 30),
            "Explains break-even to a colleague",
        ),
    )
    sums = (
        Field("widest", "Widest gap", "whole", "Begin there.", 2, "MAX(skills_gap)", "COUNT(skills_gap)>0"),
        Field("hours_sum", "Hours", "number", "", 24, "SUM(skills_hours)", blank=0),
        Field("cost_sum", "Cost", "money", "", 600, "SUM(skills_cost)", blank=0),
    )
    head = (
        Field("person", "Person", filled="New account manager"),
        Field("looked_at", "Looked at by both", "date", "Each grades alone first.", date(2026, 3, 2)),
        Field(
            "missing",
            "What is missing: our offer, or our way of selling?",
            help="Ask before you book a course.",
            filled="Our way of selling",
        ),
    )
    blocks = (Form("Who", head, 5), Grid("skills", "Skills", columns, filled, 12), Form("In all", sums))
    return Template(
        "training-plan",
        "Training plan",
        "For one person, after the talk of day 30 and then each half-year.",
        "lead/skills-and-training-plan.md",
        "Lead",
        (Sheet("Plan", blocks, (30, 10, 10, 8, 18, 16, 9, 10, 12, 30), landscape=True),),
    )


def department_commitments() -> Template:
    """One commitment a department, with a figure that everybody sees."""
    columns = (
        Column("department", "Department", fixed=True),
        Column("effect", "What it does to sales", "long"),
        Column("commitment", "Commitment", "long", "Chosen by them, one sentence."),
        Column("figure", "Figure", help="A share, seen each month."),
        Column("was", "At the start", "share"),
        Column("goal", "Goal", "share"),
        Column(
            "now",
            "Now",
            "share",
            alerts=(
                Alert("AND(COUNT({now},{goal})=2,{now}>={goal})", "go"),
                Alert("AND(COUNT({now},{goal})=2,{now}<{goal})", "wait"),
            ),
        ),
        Column("owner", "Owner"),
    )
    filled = rows(
        columns,
        (
            "Logistics",
            "What is late is not billed this month",
            "On the day we said, or a call before noon",
            "On the day",
            0.82,
            0.95,
            0.93,
            "Head of logistics",
        ),
        (
            "Accounts",
            "The bill is the letter they read most closely",
            "No bill that needs a question",
            "Bills not corrected",
            0.89,
            0.97,
            0.975,
            "Head of accounts",
        ),
        (
            "Service",
            "The voice they know best",
            "Call back within two hours",
            "Within two hours",
            0.6,
            0.9,
            0.91,
            "Head of service",
        ),
        (
            "Delivery",
            "Shows whether sales told the truth",
            "Day of first use is kept",
            "Days kept",
            0.7,
            0.9,
            0.85,
            "Head of delivery",
        ),
        (
            "Marketing",
            "How many come, and who",
            "Leads that lead development accepts",
            "Accepted",
            0.4,
            0.6,
            0.55,
            "Head of marketing",
        ),
        (
            "Product",
            "What can be promised",
            "No promise without a date",
            "Promises kept",
            0.75,
            0.9,
            0.9,
            "Head of product",
        ),
    )
    kept = (
        Field("with_goal", "Commitments with a goal", "whole", "", 6, "COUNT(promises_goal)", blank=0),
        Field(
            "kept",
            "At their goal or above",
            "whole",
            "",
            3,
            'SUMPRODUCT((promises_goal<>"")*(promises_now<>"")*(promises_now>=promises_goal))',
            blank=0,
        ),
        Field("reviewed_on", "Looked at on", "date", "Each quarter: keep, sharpen, drop.", date(2026, 6, 30)),
        Field(
            "sentence",
            "The sentence that everybody can say",
            "long",
            "Who buys from us, and what changes for them.",
            "Makers of seasonal goods get their trucks out on Friday",
        ),
    )
    blocks = (Grid("promises", "Commitments", columns, filled, 8), Form("Together", kept, 2))
    return Template(
        "department-commitments",
        "Department commitments",
        "With one person from each department in the room.",
        "grow/customers-as-ambassadors.md",
        "Lead",
        (Sheet("Commitments", blocks, (36, 32, 34, 20, 11, 10, 10, 20), landscape=True),),
    )
