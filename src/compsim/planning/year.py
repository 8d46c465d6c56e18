"""From a year's target to the activity of each month and week, with the seasons, the working days and the cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Self

import numpy as np
from pydantic import model_validator

from compsim.calendar import first_day, last_day, parse_period, period_label
from compsim.errors import refusal
from compsim.planning.coverage import refuse_incomplete
from compsim.planning.fields import CloseRate, DealValue, NoShowRate, PerOpportunity
from compsim.planning.funnel import Funnel, funnel_for_target
from compsim.planning.inputs import Inputs, asks, read_inputs
from compsim.planning.quantity import Amount, Month, Share, Whole, split_whole, whole_up
from compsim.planning.shown import Shown

MONTHS = 12


class YearPlanInputs(Inputs):
    """What `year_plan` asks for."""

    revenue_target: Annotated[Amount, asks("Revenue target", "For the year.", "money", 1_200_000, gt=0, le=10**12)]
    deal_value: DealValue
    close_rate: CloseRate
    meetings_per_opportunity: PerOpportunity
    no_show_rate: NoShowRate
    first_month: Annotated[Month, asks("First month", "Of the plan year.", "period", "2026-01")]
    seasons: Annotated[
        tuple[Share, ...],
        asks(
            "Seasons",
            "Share of the year's revenue in each quarter or in each month; they add to 100 %.",
            "share",
            ["20%", "25%", "20%", "35%"],
            min_length=4,
            max_length=MONTHS,
        ),
    ]
    days_off: Annotated[
        tuple[Whole, ...],
        asks(
            "Days off",
            "Weekdays of each month without selling: holidays, leave, fairs, training.",
            "days",
            [3, 2, 2, 3, 4, 2, 4, 10, 2, 3, 2, 8],
            min_length=MONTHS,
            max_length=MONTHS,
            default=(0,) * MONTHS,
        ),
    ]
    cycle_months: Annotated[
        Whole,
        asks("Sales cycle", "Whole months from the meetings to the deal.", "months", 2, ge=0, le=MONTHS, default=0),
    ]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if len(self.seasons) not in (4, MONTHS):
            raise refusal("the seasons are neither four quarters nor twelve months", "Give 4 or 12 shares.", "seasons")
        refuse_incomplete(self.seasons, "seasons", "Give what is missing to one of them, or take it away.")
        weekdays = weekdays_of(self.first_month)
        for place, (off, there) in enumerate(zip(self.days_off, weekdays, strict=True)):
            if not 0 <= off <= there:
                raise refusal("there are not so many weekdays in this month", "Give fewer.", "days_off", place)
            if off == there and self.to_book()[place]:
                says, fix = "this month has meetings to book and no working day", "Leave a working day in it."
                raise refusal(says, fix, "days_off", place)
        return self

    def to_book(self) -> tuple[Fraction, ...]:
        """The share of the year's meetings that each month books: that of the month one cycle later."""
        shares, lead = _by_month(self.seasons), self.cycle_months % MONTHS
        return (*shares[lead:], *shares[:lead])


@dataclass(frozen=True)
class MonthPlan:
    """One month of a year's plan; deals are those to close in it, meetings those to book in it."""

    period: Annotated[str, Shown("Month", "period")]
    revenue_target: Annotated[float, Shown("Revenue target", "money")]
    deals: Annotated[int, Shown("Deals to close", "deals")]
    meetings_to_book: Annotated[int, Shown("Meetings to book", "meetings")]
    working_days: Annotated[int, Shown("Working days", "days")]
    meetings_a_week: Annotated[int, Shown("Meetings to book in a week of five days", "meetings a week")]


@dataclass(frozen=True)
class YearPlan:
    """A year's target in months: whole deals and meetings that add up to what the whole year asks for."""

    deals: Annotated[int, Shown("Deals to close", "deals")]
    opportunities: Annotated[int, Shown("Opportunities to open", "opportunities")]
    meetings: Annotated[int, Shown("Meetings to hold", "meetings")]
    meetings_to_book: Annotated[int, Shown("Meetings to book", "meetings")]
    working_weeks: Annotated[float, Shown("Weeks of work", "weeks")]
    meetings_a_week: Annotated[int, Shown("Meetings to book a week, if all weeks were alike", "meetings a week")]
    busiest_week: Annotated[int, Shown("Meetings to book in a week of the busiest month", "meetings a week")]
    months: Annotated[tuple[MonthPlan, ...], Shown("Months", "table")]


def year_plan(**given: Any) -> YearPlan:
    """A year's revenue target as deals and meetings by month and week, with the fields of `YearPlanInputs`.

    The funnel is worked out once for the year; months share its whole deals and meetings by the largest remainder, so
    they add up. With a cycle of n months a month books the meetings for the deals n months later; the last n months
    work for a next year of the same shape. A week's meetings are rounded up. Raises InputError.
    Source: Article on individual action plans, French sales-training firm, undated (targets by month along the
    seasons; half a year's revenue may fall into one quarter) and its Article on explaining a sales strategy (why five
    meetings a week).
    """
    asked = read_inputs(YearPlanInputs, given)
    funnel = funnel_for_target(
        asked.revenue_target,
        asked.deal_value,
        asked.close_rate,
        meetings_per_opportunity=asked.meetings_per_opportunity,
        no_show_rate=asked.no_show_rate,
        weeks=52,
    )
    months = _months(asked, funnel)
    days = sum(month.working_days for month in months)
    return YearPlan(
        deals=funnel.deals,
        opportunities=funnel.opportunities,
        meetings=funnel.meetings,
        meetings_to_book=funnel.meetings_to_book,
        working_weeks=days / 5,
        meetings_a_week=_in_a_week(funnel.meetings_to_book, days),
        busiest_week=max(month.meetings_a_week for month in months),
        months=months,
    )


def weekdays_of(first_month: str) -> tuple[int, ...]:
    """Mondays to Fridays in each of the twelve months from `first_month` on."""
    labels = _labels(first_month)
    return tuple(int(np.busday_count(first_day(label), last_day(label) + np.timedelta64(1, "D"))) for label in labels)


def _months(asked: YearPlanInputs, funnel: Funnel) -> tuple[MonthPlan, ...]:
    shares = _by_month(asked.seasons)
    deals = split_whole(funnel.deals, shares)
    meetings = split_whole(funnel.meetings_to_book, asked.to_book())
    days = [there - off for there, off in zip(weekdays_of(asked.first_month), asked.days_off, strict=True)]
    return tuple(
        MonthPlan(label, float(asked.revenue_target * share), sold, booked, there, _in_a_week(booked, there))
        for label, share, sold, booked, there in zip(
            _labels(asked.first_month), shares, deals, meetings, days, strict=True
        )
    )


def _in_a_week(meetings: int, days: int) -> int:
    return whole_up(Fraction(5 * meetings, days)) if meetings else 0


def _by_month(seasons: Sequence[Fraction]) -> tuple[Fraction, ...]:
    each = MONTHS // len(seasons)
    return tuple(share / each for share in seasons for _ in range(each))


def _labels(first_month: str) -> tuple[str, ...]:
    first, _ = parse_period(first_month)
    return tuple(period_label(first + month, 1) for month in range(MONTHS))
