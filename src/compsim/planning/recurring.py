"""Recurring revenue: what churn takes, what up-selling and cross-selling bring, and churn rates without a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from compsim.planning.inputs import Inputs, asks, read_inputs
from compsim.planning.quantity import Amount, Ratio, Share, Whole
from compsim.planning.shown import Shown

Churn = Annotated[Share, asks("Churn", "Share of the customers who leave in the period.", "share", "1%", le=0.9)]
Customers = Annotated[Whole, asks("Customers", "Today.", "customers", 100, ge=1, le=10**9)]
Months = Annotated[Whole, asks("Months", "To look ahead.", "months", 12, ge=1, le=120)]


class RecurringRevenueInputs(Inputs):
    """What `recurring_revenue` asks for."""

    customers: Customers
    users: Annotated[Amount, asks("Users each", "Users of one customer.", "users", 20, gt=0, le=10**6)]
    price: Annotated[Amount, asks("Price", "For a user and month.", "money a month", 30, gt=0, le=10**6)]
    up_sell: Annotated[
        Ratio, asks("Up-selling", "Rise of the price, as a share of it: better functions.", "ratio", "10%", le=100)
    ]
    cross_sell: Annotated[
        Ratio,
        asks("Cross-selling", "Rise of the users, as a share of them: further functions.", "ratio", "20%", le=100),
    ]
    churn: Churn
    churn_per: Annotated[
        Literal["month", "year"],
        asks("Churn per", "The period that the churn is for; 1 % a month is 11.4 % a year.", "words", "month"),
    ]
    months: Months


class ChurnReadingsInputs(Inputs):
    """What `churn_readings` asks for."""

    churn: Churn
    customers: Customers
    months: Months


@dataclass(frozen=True)
class RecurringRevenue:
    """Monthly recurring revenue today and after the months; customers are averages, rises are those of the end."""

    mrr: Annotated[float, Shown("Monthly recurring revenue today", "money a month")]
    mrr_up_sell: Annotated[float, Shown("With up-selling", "money a month")]
    mrr_cross_sell: Annotated[float, Shown("With cross-selling", "money a month")]
    mrr_both: Annotated[float, Shown("With both", "money a month")]  # they multiply
    churn_a_month: Annotated[float, Shown("Churn a month", "share")]
    churn_a_year: Annotated[float, Shown("Churn a year", "share")]
    customers_kept: Annotated[float, Shown("Customers who stay", "customers")]
    mrr_after_churn: Annotated[float, Shown("At the end, without selling more", "money a month")]
    mrr_at_end: Annotated[float, Shown("At the end", "money a month")]
    net_retention: Annotated[float, Shown("Net revenue retention", "ratio")]  # at the end ÷ today
    growth_to_stand_still: Annotated[float, Shown("Rise that only makes up for churn", "ratio")]
    lifetime_months: Annotated[float | None, Shown("Months that a customer stays, on average", "months")]  # None: all


@dataclass(frozen=True)
class ChurnReadings:
    """One churn rate read as monthly and as yearly."""

    yearly_if_monthly: Annotated[float, Shown("A year, if it is a month's", "share")]
    monthly_if_yearly: Annotated[float, Shown("A month, if it is a year's", "share")]
    customers_if_monthly: Annotated[float, Shown("Customers who stay, if it is a month's", "customers")]
    customers_if_yearly: Annotated[float, Shown("Customers who stay, if it is a year's", "customers")]


def recurring_revenue(**given: Any) -> RecurringRevenue:
    """What up-selling, cross-selling and churn make of recurring revenue, with the fields of `RecurringRevenueInputs`.

    Revenue is price × users × customers a month; churn compounds, and its period must be said. Raises InputError.
    Source: Article for software companies, French sales-training firm, undated (the price model; cross-selling brings
    users, up-selling a higher price for the same users).
    """
    asked = read_inputs(RecurringRevenueInputs, given)
    mrr = asked.price * asked.users * asked.customers
    up, cross = 1 + asked.up_sell, 1 + asked.cross_sell
    a_month = _a_month(asked.churn, asked.churn_per)
    kept = (1 - a_month) ** asked.months
    return RecurringRevenue(
        mrr=float(mrr),
        mrr_up_sell=float(mrr * up),
        mrr_cross_sell=float(mrr * cross),
        mrr_both=float(mrr * up * cross),
        churn_a_month=a_month,
        churn_a_year=1 - (1 - a_month) ** 12,
        customers_kept=asked.customers * kept,
        mrr_after_churn=float(mrr) * kept,
        mrr_at_end=float(mrr * up * cross) * kept,
        net_retention=float(up * cross) * kept,
        growth_to_stand_still=1 / kept - 1,
        lifetime_months=1 / a_month if a_month else None,
    )


def churn_readings(**given: Any) -> ChurnReadings:
    """One churn rate read as a month's and as a year's, with the fields of `ChurnReadingsInputs`.

    A year keeps (1 − monthly)^12. Raises InputError. Source: Article for software companies, French sales-training
    firm, undated, whose "between 0 and 1 %" has no period.
    """
    asked = read_inputs(ChurnReadingsInputs, given)
    monthly, yearly = _a_month(asked.churn, "month"), _a_month(asked.churn, "year")
    return ChurnReadings(
        yearly_if_monthly=1 - (1 - monthly) ** 12,
        monthly_if_yearly=yearly,
        customers_if_monthly=asked.customers * (1 - monthly) ** asked.months,
        customers_if_yearly=asked.customers * (1 - yearly) ** asked.months,
    )


def _a_month(churn: Share, per: Literal["month", "year"]) -> float:
    """Share of the customers that a month loses."""
    return float(churn) if per == "month" else 1 - float(1 - churn) ** (1 / 12)
