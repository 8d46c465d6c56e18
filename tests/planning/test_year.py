"""A year's target by month and week: whole parts that add up, seasons, days off and the sales cycle."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import InputError
from compsim.planning.year import weekdays_of, year_plan

YEAR: dict[str, Any] = {
    "revenue_target": 1_200_000,
    "deal_value": 4_000,
    "close_rate": "1/3",
    "meetings_per_opportunity": 2,
    "no_show_rate": "20%",
    "first_month": "2026-01",
    "seasons": ["25%"] * 4,
}


def test_the_year_asks_for_twelve_times_the_month() -> None:
    # 1 200 000 ÷ 4 000 = 300 deals, 900 opportunities, 1 800 meetings, ÷ 0.8 = 2 250 to book.
    plan = year_plan(**YEAR)
    assert (plan.deals, plan.opportunities, plan.meetings, plan.meetings_to_book) == (300, 900, 1_800, 2_250)
    assert {month.deals for month in plan.months} == {25}
    assert [month.meetings_to_book for month in plan.months] == [188] * 6 + [187] * 6  # 187.5 each, 2 250 together


def test_one_quarter_may_bring_half_of_the_year() -> None:
    # Claim: a digital service firm can make half of its year in the quarter in which contracts are renewed.
    plan = year_plan(**YEAR | {"seasons": ["1/6", "1/6", "1/6", "1/2"]})
    assert sum(month.revenue_target for month in plan.months[9:]) == pytest.approx(600_000)
    assert [month.deals for month in plan.months[8:10]] == [16, 50]  # 300 × 1/6 ÷ 3 = 16.7, and 300 × 1/2 ÷ 3


def test_meetings_come_a_cycle_before_their_deals() -> None:
    seasons = ["0"] * 11 + ["1"]
    plan = year_plan(**YEAR | {"seasons": seasons, "cycle_months": 3})
    assert [month.deals for month in plan.months].index(300) == 11
    assert [month.meetings_to_book for month in plan.months].index(2_250) == 8  # September for December
    # The first months' deals were met last year, so the last months already work for the next.
    plan = year_plan(**YEAR | {"seasons": ["1"] + ["0"] * 11, "cycle_months": 1})
    assert plan.months[11].meetings_to_book == 2_250


def test_days_off_make_weeks_busier_and_the_mean_week_hides_it() -> None:
    # August 2026 has 21 weekdays; 187 meetings in the 11 that are left are 17 a day, 85 in a week of five days.
    plan = year_plan(**YEAR | {"days_off": [0] * 7 + [10] + [0] * 4})
    august = plan.months[7]
    assert (august.working_days, august.meetings_to_book, august.meetings_a_week) == (11, 187, 85)
    assert plan.busiest_week == 85
    assert plan.meetings_a_week == 45  # 2 250 in 251 days
    assert plan.working_weeks == 50.2


def test_weekdays_follow_the_plan_year() -> None:
    assert weekdays_of("2026-01") == (22, 20, 22, 22, 21, 22, 23, 21, 22, 22, 21, 23)
    assert weekdays_of("2025-07")[:7] == (23, 21, 22, 23, 20, 23, 22)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seasons": ["50%", "60%", "0", "0"]}, "seasons: the shares add to 110%, not to 100%"),
        ({"seasons": ["20%"] * 5}, "seasons: the seasons are neither four quarters nor twelve months"),
        ({"days_off": [23] + [0] * 11}, r"days_off\.1: there are not so many weekdays"),
        ({"days_off": [-1] + [0] * 11}, r"days_off\.1: there are not so many weekdays"),
        ({"days_off": [22] + [0] * 11}, r"days_off\.1: this month has meetings to book and no working day"),
        ({"days_off": [0] * 11}, "days_off: the table has too few rows"),
        ({"first_month": "2026-Q1"}, "first_month: this is not a month"),
        ({"first_month": "January"}, "first_month: 'January' is not a period"),
    ],
)
def test_what_does_not_add_up_is_told_at_its_place(change: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        year_plan(**YEAR | change)


def test_a_month_that_books_nothing_may_be_off() -> None:
    plan = year_plan(**YEAR | {"seasons": ["0"] + ["1/11"] * 11, "days_off": [22] + [0] * 11})
    assert (plan.months[0].meetings_to_book, plan.months[0].meetings_a_week) == (0, 0)


weights = st.lists(st.integers(0, 30), min_size=12, max_size=12).filter(any)


@given(st.integers(1, 10**7), weights, st.integers(0, 12), st.integers(0, 5))
def test_months_add_up_to_the_year(revenue: int, parts: list[int], cycle: int, off: int) -> None:
    seasons = [f"{part}/{sum(parts)}" for part in parts]
    plan = year_plan(
        **YEAR | {"revenue_target": revenue, "seasons": seasons, "cycle_months": cycle, "days_off": [off] * 12}
    )
    assert sum(month.deals for month in plan.months) == plan.deals
    assert sum(month.meetings_to_book for month in plan.months) == plan.meetings_to_book
    assert sum(month.revenue_target for month in plan.months) == pytest.approx(revenue)
    assert plan.busiest_week >= plan.meetings_a_week


@given(st.integers(0, 20))
def test_more_days_off_never_make_a_week_easier(off: int) -> None:
    base = year_plan(**YEAR)
    fewer = year_plan(**YEAR | {"days_off": [off if month == 3 else 0 for month in range(12)]})
    assert fewer.months[3].meetings_a_week >= base.months[3].meetings_a_week
