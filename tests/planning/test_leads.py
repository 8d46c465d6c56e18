"""Lists, channels and better leads: the sources' figures beside what they really come to."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import InputError
from compsim.planning.leads import channel_costs, lead_quality, list_decay, measured_decay

losses = st.fractions(min_value=Fraction(1, 1000), max_value=Fraction(1, 2), max_denominator=1000)
LIST = {"contacts": 10_000, "monthly_loss": "2.1 %", "limit": "40%"}


def test_two_per_cent_a_month_are_a_quarter_a_year_only_when_added_up() -> None:
    # Claim: 2.1 % a month makes 25 % a year. Added up 12 × 2.1 = 25.2; but 0.979^12 = 0.77516 is left.
    year = list_decay(**LIST, months=12)
    assert year.lost_added_up == 0.252
    assert year.lost == pytest.approx(0.2248, abs=5e-5)
    assert year.contacts_left == pytest.approx(7_751.6, abs=0.05)
    assert year.contacts_left_added_up == 7_480


@pytest.mark.parametrize(("months", "lost"), [(18, 0.3175), (23, 0.3862), (24, 0.3991)])
def test_the_bounces_of_an_old_list_fit_only_after_two_years(months: int, lost: float) -> None:
    # Claim: about 40 % of a mailing came back when the list was more than 18 months old.
    assert list_decay(**LIST, months=months).lost == pytest.approx(lost, abs=5e-5)


def test_the_full_forty_per_cent_take_a_month_more() -> None:
    # 0.979^24 = 0.6009, 0.979^25 = 0.5883; added up 40 ÷ 2.1 = 19.05.
    decay = list_decay(**LIST, months=0)
    assert (decay.months_to_limit, decay.months_to_limit_added_up) == (25, 20)
    assert decay.lost == 0


def test_forty_per_cent_after_a_year_and_a_half_are_more_than_two_per_cent_a_month() -> None:
    # 0.6^(1/18) = 0.97202; divided simply 40 ÷ 18 = 2.22.
    measured = measured_decay(lost="40%", months=18)
    assert measured.monthly_loss == pytest.approx(0.02798, abs=5e-6)
    assert measured.monthly_loss_added_up == pytest.approx(0.02222, abs=5e-6)
    assert measured.yearly_loss == pytest.approx(0.28862, abs=5e-6)


@given(losses, st.integers(1, 60))
def test_adding_up_never_understates_and_the_measured_loss_leads_back(loss: Fraction, months: int) -> None:
    decay = list_decay(contacts=1_000, monthly_loss=loss, months=months, limit="1/2")
    assert decay.lost <= decay.lost_added_up <= 1
    if decay.lost <= 0.98:
        lost = Fraction(decay.lost).limit_denominator(10**15)
        assert measured_decay(lost=lost, months=months).monthly_loss == pytest.approx(float(loss), rel=1e-9)


@given(losses, st.fractions(min_value=Fraction(1, 20), max_value=Fraction(19, 20), max_denominator=20))
def test_the_months_to_a_limit_are_the_first_that_reach_it(loss: Fraction, limit: Fraction) -> None:
    months = list_decay(contacts=1, monthly_loss=loss, months=0, limit=limit).months_to_limit
    assert (1 - loss) ** months <= 1 - limit + Fraction(1, 10**9)
    assert (1 - loss) ** (months - 1) > 1 - limit - Fraction(1, 10**9)


def test_one_channel_costs_twenty_times_as_much_as_another() -> None:
    # Claim: a first meeting costs between 20 and 400, one to twenty. 600 ÷ 30; 18 000 + 160 × 50 = 26 000, ÷ 65.
    costs = channel_costs(
        channels=[
            {"name": "Referrals", "spend": 0, "hours": 12, "meetings": 30},
            {"name": "Trade fair", "spend": 18_000, "hours": 160, "meetings": 65},
        ],
        hourly_cost=50,
    )
    assert [each.cost for each in costs.channels] == [20, 400]
    assert costs.spread == 20
    assert costs.cost == 280  # 26 600 ÷ 95: the mean of all meetings, not of the two channels


def test_own_hours_cost_money_even_where_nothing_is_spent() -> None:
    channel = {"name": "Calls", "spend": 0, "hours": 10, "meetings": 4}
    assert channel_costs(channels=[channel], hourly_cost=60).channels[0].cost == 150


def test_a_channel_without_a_meeting_has_no_price_and_still_costs() -> None:
    idle = {"name": "Fair", "spend": 900, "hours": 0, "meetings": 0}
    busy = {"name": "Mail", "spend": 100, "hours": 0, "meetings": 10}
    costs = channel_costs(channels=[idle, busy], hourly_cost=0)
    assert costs.channels[0].cost is None
    assert (costs.channels[0].share_of_cost, costs.cost, costs.spread) == (0.9, 100, None)
    assert channel_costs(channels=[idle], hourly_cost=0).cost is None


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 500)), min_size=1, max_size=6))
def test_shares_of_cost_and_meetings_add_to_one(rows: list[tuple[int, int]]) -> None:
    channels = [{"name": f"C{n}", "spend": spend, "hours": 1, "meetings": got} for n, (spend, got) in enumerate(rows)]
    costs = channel_costs(channels=channels, hourly_cost=30)
    assert sum(each.share_of_cost or 0 for each in costs.channels) == pytest.approx(1)
    assert sum(each.share_of_meetings or 0 for each in costs.channels) == pytest.approx(1)
    assert min(each.cost or 0 for each in costs.channels) <= (costs.cost or 0) * (1 + 1e-12)


QUALITY = {
    "opportunities": 900,
    "deal_value": 4_000,
    "close_rate": "1/3",
    "better_by": "10%",
    "margin": "40%",
    "cost_once": 30_000,
    "cost_a_year": 12_000,
}


def test_ten_per_cent_better_leads_bring_120_000_of_revenue_and_not_118_000() -> None:
    # Claim: 118 000 more a year, two to three good opportunities a month. A third × 1.1 is 11/30: 330 less 300 deals.
    quality = lead_quality(**QUALITY)
    assert (quality.better_rate, quality.deals_gain, quality.deals_gain_a_month) == (Fraction(11, 30), 30, 2.5)
    assert quality.revenue_gain == 120_000
    assert lead_quality(**QUALITY | {"close_rate": "33%"}).revenue_gain == 118_800


def test_margin_pays_for_better_leads_not_revenue() -> None:
    # 40 % of 120 000 = 48 000; less 12 000 a year = 36 000; less 30 000 once = 6 000; 30 000 ÷ 36 000 of a year.
    quality = lead_quality(**QUALITY)
    assert (quality.margin_gain, quality.net_first_year, quality.net_later_years) == (48_000, 6_000, 36_000)
    assert quality.payback_months == 10
    assert quality.break_even == 0.0875  # 42 000 of the 480 000 that today's deals leave


def test_at_break_even_the_first_year_leaves_nothing() -> None:
    assert lead_quality(**QUALITY | {"better_by": "8.75%"}).net_first_year == 0
    assert lead_quality(**QUALITY | {"better_by": "2%"}).payback_months is None


def test_a_close_rate_cannot_get_better_than_one() -> None:
    with pytest.raises(InputError, match="better_by: the better close rate would be above 1"):
        lead_quality(**QUALITY | {"close_rate": "95%"})
