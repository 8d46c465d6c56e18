"""Recurring revenue, and churn that has to say its period."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import InputError
from compsim.planning.recurring import churn_readings, recurring_revenue

BASE: dict[str, Any] = {
    "customers": 100,
    "users": 20,
    "price": 30,
    "up_sell": "10%",
    "cross_sell": "20%",
    "churn": "1%",
    "churn_per": "month",
    "months": 12,
}


def test_price_times_users_times_customers_is_what_both_levers_multiply() -> None:
    # Claim: price per user × users; cross-selling brings users, up-selling a price. 30 × 20 × 100 = 60 000 a month.
    revenue = recurring_revenue(**BASE)
    assert (revenue.mrr, revenue.mrr_up_sell, revenue.mrr_cross_sell) == (60_000, 66_000, 72_000)
    assert revenue.mrr_both == 79_200  # × 1.1 × 1.2; adding 10 and 20 % would say 78 000


def test_one_per_cent_is_a_month_or_a_year() -> None:
    # Claim: churn between 0 and 1 %, without a period. 0.99^12 = 0.88638 is left of a year, or 0.99.
    readings = churn_readings(churn="1%", customers=1_000, months=12)
    assert readings.yearly_if_monthly == pytest.approx(0.11362, abs=5e-6)
    assert readings.monthly_if_yearly == pytest.approx(0.000837, abs=5e-7)
    assert readings.customers_if_monthly == pytest.approx(886.4, abs=0.05)
    assert readings.customers_if_yearly == pytest.approx(990)


def test_churn_without_a_period_is_refused() -> None:
    without = {name: value for name, value in BASE.items() if name != "churn_per"}
    with pytest.raises(InputError, match="churn_per: this is missing"):
        recurring_revenue(**without)
    with pytest.raises(InputError, match="churn_per: this is none of the words to choose from"):
        recurring_revenue(**BASE | {"churn_per": "quarter"})


def test_what_churn_takes_has_to_be_sold_again_first() -> None:
    revenue = recurring_revenue(**BASE)
    assert revenue.customers_kept == pytest.approx(88.638, abs=5e-4)
    assert revenue.mrr_after_churn == pytest.approx(53_183, abs=0.5)
    assert revenue.mrr_at_end == pytest.approx(70_202, abs=0.5)  # 79 200 × 0.88638
    assert revenue.net_retention == pytest.approx(1.1700, abs=5e-5)
    assert revenue.growth_to_stand_still == pytest.approx(0.12818, abs=5e-6)
    assert revenue.lifetime_months == 100


def test_without_churn_customers_stay_for_ever() -> None:
    revenue = recurring_revenue(**BASE | {"churn": 0})
    assert (revenue.lifetime_months, revenue.customers_kept, revenue.growth_to_stand_still) == (None, 100, 0)


@given(st.integers(1, 900), st.integers(1, 60))
def test_a_year_of_monthly_churn_is_that_churn_a_year(per_mille: int, months: int) -> None:
    monthly = recurring_revenue(**BASE | {"churn": f"{per_mille}/1000", "months": months})
    yearly = recurring_revenue(
        **BASE | {"churn": min(monthly.churn_a_year, 0.9), "churn_per": "year", "months": months}
    )
    if monthly.churn_a_year <= 0.9:
        assert yearly.churn_a_month == pytest.approx(monthly.churn_a_month)
        assert yearly.mrr_at_end == pytest.approx(monthly.mrr_at_end)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 500))
def test_selling_exactly_what_churn_took_stands_still(up: int, cross: int, churn: int) -> None:
    sold = {"up_sell": f"{up}%", "cross_sell": f"{cross}%", "churn": f"{churn}/1000"}
    revenue = recurring_revenue(**BASE | sold)
    rise = (1 + up / 100) * (1 + cross / 100) - 1
    assert (revenue.net_retention > 1 + 1e-12) == (rise > revenue.growth_to_stand_still * (1 + 1e-12) + 1e-12)
    assert revenue.mrr_both >= revenue.mrr_up_sell + revenue.mrr_cross_sell - revenue.mrr - 1e-6
