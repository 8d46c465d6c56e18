"""The action plan of one person: a year's target as deals and meetings by month, and what to do for them.

The sheet *Targets* is what `compsim.planning.action_plan.load_action_plan` reads.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from macros.templates.action_list import actions_sheet, segments
from macros.templates.shape import Alert, Column, Field, Form, Grid, Note, Sheet, Template, Value, given

from compsim.planning.year import YearPlan, weekdays_of, year_plan

MEASURE = "first_meetings"  # as the invented company calls it
REP = "Rep H-01"
SEASONS = (0.06, 0.06, 0.08, 0.08, 0.08, 0.09, 0.05, 0.05, 0.10, 0.11, 0.12, 0.12)
DAYS_OFF = (3, 2, 2, 3, 4, 2, 4, 10, 2, 3, 2, 8)
TARGET = 500_000
INPUTS = {
    "revenue_target": TARGET,
    "deal_value": 20_000,
    "close_rate": "1/3",
    "meetings_per_opportunity": 2,
    "no_show_rate": 0.2,
    "first_month": "2026-01",
    "seasons": list(map(str, SEASONS)),
    "days_off": list(DAYS_OFF),
    "cycle_months": 2,
}
NEW_CUSTOMERS = (1, 1, 2, 2, 2, 2, 1, 1, 3, 3, 3, 3)
MONTHS = tuple(date(2026, month, 1) for month in range(1, 13))
_ALL = given("revenue_target", "deal_value", "won_deals", "of_opportunities")
_SHARED = "COUNT(months_share,deals)=13"
_TO_BOOK = "COUNT(months_share,meetings_to_book,cycle_months)=14"


def action_plan() -> Template:
    """The template, with a filled plan that compsim has worked out."""
    plan = example()
    return Template(
        name="action-plan",
        title="Action plan",
        use="For one person and one year, drawn up together by the person and the manager.",
        page="plan/action-plan-template.md",
        group="Plan",
        sheets=(_plan_sheet(plan), _months_sheet(plan), _targets_sheet(plan), actions_sheet()),
    )


def example() -> YearPlan:
    """The year that the filled variant plans."""
    return year_plan(**INPUTS)


def _plan_sheet(plan: YearPlan) -> Sheet:
    return Sheet("Plan", (_head(), _target(), _answers(plan), segments(TARGET)), (36, 18, 18, 16, 16, 18))


def _head() -> Form:
    fields = (
        Field("rep", "Person, as the results name them", help="The name or number that the CRM uses.", filled=REP),
        Field("manager", "Manager", help="Who draws it up with the person.", filled="Manager of the team"),
        Field("first_month", "First month", "month", "First day of the plan year.", date(2026, 1, 1)),
        Field("agreed_on", "Agreed on", "date", "The day on which both said yes.", date(2025, 12, 9)),
        Field("next_review", "Next look at it", "date", "A month ahead at most.", date(2026, 2, 3)),
    )
    return Form("Who and when", fields)


def _target() -> Form:
    fields = (
        Field("revenue_target", "Revenue target of the year", "money", "From the objective letter.", TARGET),
        Field("deal_value", "Value of a deal", "money", "Median of the last twenty won deals.", 20_000),
        Field("won_deals", "Won deals …", "whole", "Close rate as two counts; a third stays a third.", 1),
        Field(
            "of_opportunities", "… of so many opportunities", "whole", "Of the same year, lost and expired ones too.", 3
        ),
        Field(
            "meetings_per_opportunity",
            "Meetings for each opportunity",
            "number",
            "Look at ten won deals, and count.",
            2,
        ),
        Field(
            "no_show_rate", "Booked meetings that fail", "share", "Last 90 days, from your own diary.", 0.2, highest=0.9
        ),
        Field("cycle_months", "Months from meeting to deal", "whole", "Whole months; 0 if within one.", 2, highest=12),
        Field(
            "measure", "Name of the meetings measure", help="As the plan file or the results call it.", filled=MEASURE
        ),
    )
    return Form("The target and your four figures", fields)


def _answers(plan: YearPlan) -> Form:
    asked, days = given("opportunities", "meetings_per_opportunity"), "COUNT(meetings_to_book,months_days)=13"
    whole = "ROUNDUP(ROUND({},9),0)"
    return Form(
        "What the year asks for",
        (
            _answer("deals", "Deals to close", plan.deals, whole.format("revenue_target/deal_value"), _ALL),
            _answer(
                "opportunities",
                "Opportunities to open",
                plan.opportunities,
                whole.format("deals*of_opportunities/won_deals"),
                _ALL,
            ),
            _answer(
                "meetings",
                "Meetings to hold",
                plan.meetings,
                whole.format("opportunities*meetings_per_opportunity"),
                asked,
            ),
            _answer(
                "meetings_to_book",
                "Meetings to book",
                plan.meetings_to_book,
                whole.format("meetings/(1-no_show_rate)"),
                given("meetings", "no_show_rate"),
            ),
            Field(
                "working_weeks",
                "Weeks of work",
                "number",
                filled=plan.working_weeks,
                formula="SUM(months_days)/5",
                when="COUNT(months_days)=12",
            ),
            _answer(
                "meetings_a_week",
                "Meetings a week, if all weeks were alike",
                plan.meetings_a_week,
                whole.format("5*meetings_to_book/SUM(months_days)"),
                days,
            ),
            _answer(
                "busiest_week",
                "Meetings a week in the busiest month",
                plan.busiest_week,
                "MAX(months_a_week)",
                "COUNT(months_a_week)=12",
            ),
        ),
    )


def _answer(name: str, label: str, value: Value, formula: str, when: str) -> Field:
    return Field(name, label, "whole", "Worked out, rounded up.", value, formula, when)


def _months_sheet(plan: YearPlan) -> Sheet:
    note = "Shares add to 100 %. Deals and meetings are whole, and add up to those of the year."
    total = Form(
        "Check",
        (
            Field(
                "share_sum",
                "Shares add up to",
                "share",
                "Must be 100 %.",
                1.0,
                "ROUND(SUM(months_share),9)",
                "COUNT(months_share)>0",
                alerts=(Alert('AND(share_sum<>"",share_sum<>1)'), Alert("share_sum=1", "go")),
            ),
            Field(
                "deals_sum",
                "Deals of all months",
                "whole",
                "As in the plan.",
                plan.deals,
                "SUM(months_deals)",
                "COUNT(months_deals)=12",
            ),
            Field(
                "booked_sum",
                "Meetings of all months",
                "whole",
                "As in the plan.",
                plan.meetings_to_book,
                "SUM(months_to_book)",
                "COUNT(months_to_book)=12",
            ),
        ),
    )
    return Sheet("Months", (Note(note), _months(plan), total), (24, 14, 12, 14, 12, 14, 14, 12, 12), landscape=True)


def _months(plan: YearPlan) -> Grid:
    here = "EDATE(first_month,{place}-1)"
    columns = (
        Column("month", "Month of the plan", "month", formula=here, when=given("first_month")),
        Column("share", "Share of the year", "share", "From last year's orders."),
        Column("off", "Days off", "whole", "Holidays, leave, fairs, training.", highest=23),
        Column(
            "days",
            "Working days",
            "whole",
            formula=f"NETWORKDAYS({here},EOMONTH({here},0))-{{off}}",
            when=given("first_month", "{off}"),
        ),
        Column("deals", "Deals to close", "whole", formula=_split("deals", "{share}", "deal_rest"), when=_SHARED),
        Column(
            "to_book",
            "Meetings to book",
            "whole",
            formula=_split("meetings_to_book", "{booked}", "book_rest"),
            when=_TO_BOOK,
        ),
        Column(
            "a_week",
            "Meetings a week",
            "whole",
            formula="IF({to_book}=0,0,ROUNDUP(ROUND(5*{to_book}/{days},9),0))",
            when=given("{to_book}", "{days}"),
        ),
        Column(
            "booked",
            "Share booked",
            "share",
            formula="INDEX(months_share,MOD({place}-1+cycle_months,12)+1)",
            when="COUNT(months_share,cycle_months)=13",
        ),
        Column("deal_rest", "Rest: deals", "number", formula=_rest("deals", "{share}"), when=_SHARED),
        Column("book_rest", "Rest: meetings", "number", formula=_rest("meetings_to_book", "{booked}"), when=_TO_BOOK),
        Column("place", "Place", "whole", fixed=True),
    )
    return Grid("months", "Month by month", columns, [_month(plan, place) for place in range(12)], 12)


def _rest(total: str, share: str) -> str:
    return f"ROUND({total}*{share}-INT(ROUND({total}*{share},9)),9)"


def _split(total: str, share: str, rest: str) -> str:
    """The method of the largest remainder: the whole part, and one more for the largest rests, the earlier first."""
    larger = f"SUMPRODUCT(--(months_{rest}>{{{rest}}}))"
    earlier = f"SUMPRODUCT(--({{{rest}_upto}}={{{rest}}}))"
    return f"INT(ROUND({total}*{share},9))+IF({larger}+{earlier}<=ROUND(SUM(months_{rest}),0),1,0)"


def _month(plan: YearPlan, place: int) -> dict[str, Value]:
    month, booked = plan.months[place], SEASONS[(place + 2) % 12]
    return {
        "month": MONTHS[place],
        "share": SEASONS[place],
        "off": weekdays_of("2026-01")[place] - month.working_days,
        "days": month.working_days,
        "deals": month.deals,
        "to_book": month.meetings_to_book,
        "a_week": month.meetings_a_week,
        "booked": booked,
        "deal_rest": _remainder(plan.deals, SEASONS[place]),
        "book_rest": _remainder(plan.meetings_to_book, booked),
        "place": place + 1,
    }


def _remainder(total: int, share: float) -> float:
    return float(total * Fraction(str(share)) % 1)


def _targets_sheet(plan: YearPlan) -> Sheet:
    months = [_target_month(place) for place in range(1, 13)]
    columns = (
        Column("who", "rep", formula='IF({what}="","",rep)'),
        Column("what", "measure", first='IF(measure="","",measure)'),
        *months,
    )
    names = [column.name for column in months]
    booked: dict[str, Value] = dict(zip(names, (month.meetings_to_book for month in plan.months), strict=True))
    typed: dict[str, Value] = dict(zip(names, NEW_CUSTOMERS, strict=True))
    filled = [{"who": REP, "what": MEASURE} | booked, {"who": REP, "what": "new_customers"} | typed]
    note = "compsim reads this sheet as targets. The first line comes from Months; add what else counts each month."
    headings = dict(zip(names, MONTHS, strict=True))
    grid = Grid("targets", "Targets each month", columns, filled, 6, headings)
    return Sheet("Targets", (Note(note), grid), (24, 22, *[9] * 12), landscape=True)


def _target_month(place: int) -> Column:
    booked = f'IF(COUNT(months_to_book)=12,INDEX(months_to_book,{place}),"")'
    heading = f'IF(COUNT(first_month)=1,EDATE(first_month,{place - 1}),"")'
    return Column(f"in_month_{place}", f"Month {place}", "whole", heading=heading, first=booked)
