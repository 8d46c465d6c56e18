"""No-shows, steps and selling time: hours and money, and the figures that are mixed up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import InputError
from compsim.planning.process import no_show_cost, selling_time, step_cost

TEAM: dict[str, Any] = {
    "people": 3,
    "meetings_a_day": 10,
    "no_show_rate": "20%",
    "minutes_each": 12,
    "weeks": 48,
    "hourly_cost": 40,
}


def test_three_people_lose_thirty_meetings_a_week_and_up_to_three_days_a_month() -> None:
    # Claim: 3 people × 10 a day × 20 % × 5 days = 30; 1 to 2 hours a week each, "24 hours a month".
    most = no_show_cost(**TEAM)
    assert (most.no_shows_a_week, most.hours_a_week, most.hours_in_four_weeks) == (30, 6, 24)  # 2 h each: 12 min × 10
    # 24 is the upper bound in a month of four weeks: at one hour each it is 12, and a twelfth of 48 weeks is 24 again.
    assert no_show_cost(**TEAM | {"minutes_each": 6}).hours_in_four_weeks == 12
    assert most.hours_a_year == 288


def test_a_small_task_is_worth_thousands_a_year_and_a_mail_brings_most_of_it_back() -> None:
    # Claim: several thousand euros a year; 80 % are rebooked by an automatic mail, 6 of 30 are left.
    cost = no_show_cost(**TEAM | {"rebooked": "80%"})
    assert cost.cost_a_year == 11_520  # 288 × 40
    assert (cost.by_hand_a_week, cost.hours_saved_a_year, cost.saved_a_year) == (6, 230.4, 9_216)
    assert no_show_cost(**TEAM).saved_a_year == 0


def test_any_step_has_a_price_a_year() -> None:
    # 3 people × 10 times × 48 weeks = 1 440 times; 12 min = 288 h × 40 = 11 520; 3 min = 72 h = 2 880, + 1 200 a year.
    step = step_cost(
        people=3,
        times_a_week=10,
        minutes=12,
        minutes_after=3,
        weeks=48,
        hourly_cost=40,
        cost_once=3_720,
        cost_a_year=1_200,
    )
    assert (step.hours_a_year, step.cost_a_year, step.hours_after, step.cost_after) == (288, 11_520, 72, 4_080)
    assert (step.saved_a_year, step.payback_months) == (7_440, 6)


def test_a_step_that_gets_slower_never_pays() -> None:
    step = step_cost(people=1, times_a_week=1, minutes=1, minutes_after=2, weeks=1, hourly_cost=60)
    assert (step.saved_a_year, step.payback_months) == (-1, None)


@given(st.integers(0, 600), st.integers(0, 600), st.integers(0, 200))
def test_a_step_and_no_shows_count_time_alike(minutes: int, after: int, hourly: int) -> None:
    # The no-shows are a step that everybody does ten times a week.
    step = step_cost(people=3, times_a_week=10, minutes=minutes, minutes_after=after, weeks=48, hourly_cost=hourly)
    team = TEAM | {"minutes_each": minutes, "hourly_cost": hourly}
    assert no_show_cost(**team).cost_a_year == step.cost_a_year
    assert (step.saved_a_year > 0) == (after < minutes and hourly > 0)


WEEK: dict[str, Any] = {
    "people": 10,
    "hours_a_week": 40,
    "administration": "40%",
    "other": "19%",
    "administration_after": "30%",
    "weeks": 42,
    "hourly_cost": 50,
}


def test_forty_per_cent_is_administration_and_fifty_nine_is_all_that_is_not_selling() -> None:
    # Claims: at least 40 % administration; 59 % not selling. 400 h: 160 of administration, 236 without selling.
    time = selling_time(**WEEK)
    assert (time.administration_hours, time.not_selling_hours, time.selling_hours) == (160, 236, 164)
    assert (time.not_selling, time.selling) == (0.59, 0.41)
    # Who takes administration for all of it believes in 240 hours of selling that are not there.
    assert selling_time(**WEEK | {"other": "0"}).selling_hours == 240
    assert time.administration_cost == 336_000  # 160 × 42 × 50


def test_an_hour_less_of_administration_is_worth_more_people() -> None:
    # 10 points of 400 h = 40 h more to sell on top of 164: +24.4 %, as if there were 2.44 people more.
    time = selling_time(**WEEK)
    assert time.hours_won == 40
    assert time.growth == pytest.approx(0.2439, abs=5e-5)
    assert time.as_many_people == pytest.approx(2.439, abs=5e-4)


def test_a_week_has_no_more_than_all_of_its_hours() -> None:
    with pytest.raises(InputError, match="administration: this and other time are more than the whole week"):
        selling_time(**WEEK | {"other": "61%"})
    assert selling_time(**WEEK | {"other": "60%"}).as_many_people is None


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 60))
def test_shares_of_the_week_add_to_one_and_less_administration_never_costs_time(
    now: int, later: int, other: int
) -> None:
    shares = {"administration": f"{now}%", "administration_after": f"{later}%", "other": f"{other}%"}
    time = selling_time(**WEEK | shares)
    assert time.selling + time.not_selling == pytest.approx(1)
    assert time.selling_hours + time.not_selling_hours == pytest.approx(400)
    assert (time.hours_won > 0) == (later < now)
