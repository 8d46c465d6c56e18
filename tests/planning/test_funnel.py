"""From a revenue target to a week: golden numbers, exact fractions and the one rounding rule."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import InputError
from compsim.planning.funnel import (
    example_funnel,
    expected_no_shows,
    funnel_for_target,
    gain_from_closing,
    reach_of_activity,
)
from compsim.planning.quantity import read_rate, whole_up

ONE_THIRD = Fraction(1, 3)


@pytest.mark.parametrize("rate", ["1/3", "1 in 3", 1 / 3, ONE_THIRD])
def test_a_third_asks_for_75_opportunities_however_it_is_written(rate: str | float | Fraction) -> None:
    # A lead-management blog of 2010: 100 000 a month at 4 000 a deal and one in three closed.
    funnel = funnel_for_target(100_000, 4_000, rate)
    assert (funnel.deals, funnel.opportunities) == (25, 75)


def test_a_percentage_is_taken_at_its_word() -> None:
    # 33.3 % is less than one third, and an honest calculator then asks for one opportunity more.
    assert funnel_for_target(100_000, 4_000, "33.3 %").opportunities == 76


def test_the_whole_chain_down_to_the_week() -> None:
    # 75 opportunities × 2 meetings = 150 held; ÷ 0.8 for no-shows = 187.5, so 188 to book, 47 a week over four weeks.
    funnel = example_funnel()
    assert (funnel.leads, funnel.meetings, funnel.meetings_to_book) == (300, 150, 188)
    assert (funnel.leads_per_week, funnel.meetings_per_week) == (75, 47)
    assert (funnel.deals_per_week, funnel.opportunities_per_week) == (7, 19)


def test_each_step_starts_from_whole_things() -> None:
    # 100 000 ÷ 4 200 is 23.8 deals: 24 are needed, and 24 deals at one in three take 72 opportunities.
    funnel = funnel_for_target(100_000, 4_200, "1/3")
    assert (funnel.deals, funnel.opportunities) == (24, 72)


def test_a_float_is_the_decimal_it_is_written_as() -> None:
    # As binary numbers 35,640,000 × 2.2 is 78,408,000.000000006, more than nine decimals hide.
    funnel = funnel_for_target(1_188_000, 0.1, "1/3", meetings_per_opportunity=2.2)
    assert funnel.meetings == 78_408_000


def test_three_people_with_ten_meetings_a_day_lose_thirty_a_week() -> None:
    # A consultancy's case: 3 people × 10 a day × 20 % × 5 days.
    assert expected_no_shows(3, 10, "20 %") == 30


def test_a_better_close_rate_is_not_read_with_two_roundings_at_once() -> None:
    # The 2010 table mixes 33 % (297 deals) with a third (300) and rounded deals with unrounded money.
    exact = gain_from_closing(900, 4_000, "1/3", Fraction(11, 30))
    assert (exact.expected_before, exact.expected_after, exact.expected_gain) == (300, 330, 120_000)
    blog = gain_from_closing(900, 4_000, "33 %", "36.3 %")
    assert (blog.expected_before, blog.expected_after, blog.expected_gain) == (297, 326.7, 118_800)
    assert (blog.whole_before, blog.whole_after, blog.whole_gain) == (297, 326, 116_000)


def test_the_gain_of_closing_compares_with_more_opportunities() -> None:
    assert gain_from_closing(900, 4_000, "1/3", Fraction(11, 30)).same_by_opportunities == 90


def test_from_a_third_to_a_half_is_worth_half_as_many_deals_again() -> None:
    # The same blog asks what lead management could do to get from one in three to one in two: 900 ÷ 3 and 900 ÷ 2.
    gain = gain_from_closing(900, 4_000, "1/3", "1/2")
    assert (gain.whole_before, gain.whole_after, gain.whole_gain) == (300, 450, 600_000)


def test_booked_meetings_lead_back_to_the_target() -> None:
    # 188 × 0.8 = 150.4, so 150 held; ÷ 2 = 75 opportunities; a third are 25 deals at 4 000.
    rates = {"deal_value": 4_000, "close_rate": "1/3", "meetings_per_opportunity": 2, "no_show_rate": "20%"}
    reach = reach_of_activity(meetings_booked=188, **rates)
    assert (reach.meetings, reach.opportunities, reach.deals, reach.revenue) == (150, 75, 25, 100_000)
    assert reach_of_activity(meetings_booked=187, **rates).revenue == 96_000  # 149 held, 74 opportunities, 24 deals


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("33 %", Fraction(33, 100)),
        ("12.5%", Fraction(1, 8)),
        ("0.25", Fraction(1, 4)),
        (" 2 of 7 ", Fraction(2, 7)),
        (1, Fraction(1)),
    ],
)
def test_rates_are_read_exactly(text: str | float, rate: Fraction) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize("bad", ["a third", "", "3/0", 33, "33", "-5 %", float("nan"), "4/3"])
def test_what_is_no_share_is_refused(bad: str | float) -> None:
    with pytest.raises(ValueError, match="not a share"):
        read_rate(bad)


def test_all_problems_come_at_once_with_their_place() -> None:
    with pytest.raises(InputError) as caught:
        funnel_for_target(0, -1, "lots", no_show_rate="100 %", opportunities_per_lead=0, weeks=0)
    places = [problem.path for problem in caught.value.problems]
    assert places == ["revenue_target", "deal_value", "close_rate", "opportunities_per_lead", "no_show_rate", "weeks"]
    assert all(problem.fix for problem in caught.value.problems)


def test_part_weeks_are_refused() -> None:
    with pytest.raises(InputError, match="weeks: this is not a whole number"):
        funnel_for_target(100, 10, "1/2", weeks=1.5)  # type: ignore[arg-type]


def test_a_close_rate_of_zero_has_nothing_to_compare_with() -> None:
    with pytest.raises(InputError, match="close_rate: this must be above 0"):
        gain_from_closing(10, 100, 0, "1/2")


rates = st.fractions(min_value=Fraction(1, 50), max_value=1, max_denominator=50)
money = st.integers(min_value=1, max_value=10_000_000)


@given(money, money, rates, rates)
def test_the_plan_reaches_the_target_and_is_not_one_deal_too_long(
    target: int, value: int, close: Fraction, no_show: Fraction
) -> None:
    funnel = funnel_for_target(target, value, close, no_show_rate=1 - no_show if no_show < 1 else 0)
    assert funnel.deals * value >= target > (funnel.deals - 1) * value
    assert funnel.opportunities * close >= funnel.deals > (funnel.opportunities - 1) * close
    assert funnel.meetings_to_book * (1 - funnel.no_show_rate) >= funnel.meetings


@given(money, money, rates, st.integers(min_value=1, max_value=60))
def test_a_better_close_rate_never_asks_for_more(target: int, value: int, close: Fraction, weeks: int) -> None:
    better = min(Fraction(1), close * Fraction(11, 10))
    worse_plan, better_plan = (funnel_for_target(target, value, rate, weeks=weeks) for rate in (close, better))
    assert better_plan.opportunities <= worse_plan.opportunities
    assert better_plan.meetings_per_week <= worse_plan.meetings_per_week


@given(st.integers(min_value=0, max_value=10**6), st.floats(min_value=-4e-10, max_value=4e-10))
def test_dust_behind_the_ninth_decimal_does_not_add_one(count: int, dust: float) -> None:
    assert whole_up(count + dust) == count


@given(st.integers(0, 20_000), st.integers(1, 500), money, rates, rates, st.sampled_from(["1", "2", "2.5", "3/2"]))
def test_activity_reaches_a_target_exactly_when_the_target_asks_for_no_more(
    booked: int, deals: int, value: int, close: Fraction, happens: Fraction, meetings: str
) -> None:
    # Both ways are one rule: rounding up on the way down and down on the way up never contradict each other.
    per = Fraction(meetings)
    no_show = 1 - happens
    asked = funnel_for_target(deals * value, value, close, meetings_per_opportunity=per, no_show_rate=no_show)
    reach = reach_of_activity(
        meetings_booked=booked, deal_value=value, close_rate=close, meetings_per_opportunity=per, no_show_rate=no_show
    )
    assert (booked >= asked.meetings_to_book) == (reach.deals >= deals)
