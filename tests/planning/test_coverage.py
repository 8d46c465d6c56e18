"""Segment targets in two organisations, and contact plans against the hours there are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import InputError
from compsim.planning.coverage import contact_hours, segment_targets

STRATEGY = [{"name": "A", "share": "35%"}, {"name": "B", "share": "25%"}, {"name": "Others", "share": "40%"}]


def test_a_strategy_of_35_and_25_per_cent_means_two_different_plans_for_a_person() -> None:
    # Claim: 35 % of revenue in segment A and 25 % in B; mirrored by everybody, or A alone for some and B for others.
    plan = segment_targets(revenue_target=5_000_000, people=10, segments=STRATEGY)
    first, second, _ = plan.segments
    assert plan.even_share == 500_000
    assert (first.target, first.target_per_person) == (1_750_000, 175_000)  # 35 % of each person's 500 000
    assert (second.target, second.target_per_person) == (1_250_000, 125_000)
    # Specialised: 3.5, 2.5 and 4 people become 4, 2 and 4, so two carry a quarter more than an even share.
    assert [each.people for each in plan.segments] == [4, 2, 4]
    assert [each.target_per_specialist for each in plan.segments] == [437_500, 625_000, 500_000]
    assert plan.heaviest_load == 1.25


def test_shares_that_leave_something_out_are_refused_with_their_sum() -> None:
    with pytest.raises(InputError, match="the shares add to 60%, not to 100%"):
        segment_targets(revenue_target=1, people=1, segments=STRATEGY[:2])


def test_a_segment_may_be_left_without_a_person() -> None:
    plan = segment_targets(revenue_target=100, people=1, segments=STRATEGY)
    assert [each.people for each in plan.segments] == [0, 0, 1]
    assert (plan.segments[0].target_per_specialist, plan.heaviest_load) == (None, None)


def test_a_segment_is_named_once() -> None:
    twice = [{"name": "A", "share": "1/2"}, {"name": "A", "share": "1/2"}]
    with pytest.raises(InputError, match=r"segments\.2\.name: 'A' is there twice"):
        segment_targets(revenue_target=1, people=1, segments=twice)


@given(st.integers(1, 10**7), st.integers(1, 200), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_both_organisations_carry_the_whole_target(revenue: int, people: int, weights: list[int]) -> None:
    segments = [{"name": f"S{n}", "share": Fraction(each, sum(weights))} for n, each in enumerate(weights)]
    plan = segment_targets(revenue_target=revenue, people=people, segments=segments)
    assert sum(each.target for each in plan.segments) == pytest.approx(revenue)
    assert sum(each.target_per_person for each in plan.segments) * people == pytest.approx(revenue)
    assert sum(each.people for each in plan.segments) == people


CONTACTS = {"minutes_a_call": 15, "hours_a_meeting": 3, "hours_a_week": 16, "weeks": 42}


def test_eight_calls_and_three_meetings_a_year_take_hours() -> None:
    # Claim: 8 calls and 3 meetings a year in segment A. 100 accounts: 800 × 1/4 h + 300 × 3 h = 1 100 h.
    plan = contact_hours(segments=[{"name": "A", "accounts": 100, "calls": 8, "meetings": 3}], people=2, **CONTACTS)
    assert (plan.segments[0].calls, plan.segments[0].meetings, plan.hours_needed) == (800, 300, 1_100)
    assert (plan.hours_there, plan.hours_left) == (1_344, 244)  # 2 × 16 × 42
    assert (plan.covered, plan.people_needed) == (1, 2)  # 1 100 ÷ 672 is 1.6


def test_a_plan_that_does_not_fit_says_how_much_of_it_does() -> None:
    plan = contact_hours(segments=[{"name": "A", "accounts": 100, "calls": 8, "meetings": 3}], people=1, **CONTACTS)
    assert plan.hours_left == 672 - 1_100
    assert (plan.load, plan.covered) == (pytest.approx(1.637, abs=5e-4), pytest.approx(0.6109, abs=5e-5))


def test_no_contacts_take_nobody() -> None:
    plan = contact_hours(segments=[{"name": "A", "accounts": 0, "calls": 8, "meetings": 3}], people=1, **CONTACTS)
    assert (plan.load, plan.covered, plan.people_needed, plan.segments[0].share) == (0, 1, 0, None)


@given(st.integers(0, 5_000), st.integers(0, 12), st.integers(0, 6), st.integers(1, 20))
def test_as_many_people_as_are_needed_cover_everything(accounts: int, calls: int, meetings: int, people: int) -> None:
    segments = [{"name": "A", "accounts": accounts, "calls": calls, "meetings": meetings}]
    needed = contact_hours(segments=segments, people=people, **CONTACTS).people_needed
    if needed:
        assert contact_hours(segments=segments, people=needed, **CONTACTS).covered == 1
    if needed > 1:
        assert contact_hours(segments=segments, people=needed - 1, **CONTACTS).covered < 1
