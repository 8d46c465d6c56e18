"""From a revenue target to a week's work: how many deals, opportunities, leads and meetings it takes.

One rounding rule everywhere: a step needs a whole number of things, `ceil(round(x, 9))`, and the next step starts
from that whole number. Rates stay exact fractions: one in three is 1/3, never 33 %, which would ask for 76 instead of
75 opportunities. A float counts as the decimal it is written as, so 2.2 is 11/5. The handbook's calculator repeats
these functions in JavaScript and is tested against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isfinite

from compsim.errors import InputError, Problem

Rate = str | float | Fraction  # "1/3", "1 in 3", "33 %", 0.33 or a Fraction

_PARTS = re.compile(r"^(\d+(?:\.\d+)?)\s*(?:/|in|of)\s*(\d+(?:\.\d+)?)$")
_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*(%?)$")
_SOURCE = "funnel"


@dataclass(frozen=True)
class Funnel:
    """What one revenue target asks for; counts are for the whole stretch of `weeks` weeks."""

    revenue_target: float  # money
    deal_value: float  # money a deal
    close_rate: Fraction  # deals an opportunity, 0..1
    opportunities_per_lead: Fraction  # 0..1
    meetings_per_opportunity: Fraction  # meetings that take place
    no_show_rate: Fraction  # share of booked meetings that do not take place, 0..1
    weeks: int
    deals: int
    opportunities: int
    leads: int
    meetings: int  # that must take place
    meetings_to_book: int  # with the ones that will not take place on top

    def per_week(self, count: int) -> int:
        """A count spread over the weeks, rounded up like every other step."""
        return whole_up(Fraction(count, self.weeks))

    @property
    def deals_per_week(self) -> int:
        """Deals to close each week."""
        return self.per_week(self.deals)

    @property
    def opportunities_per_week(self) -> int:
        """New opportunities each week."""
        return self.per_week(self.opportunities)

    @property
    def leads_per_week(self) -> int:
        """New leads each week."""
        return self.per_week(self.leads)

    @property
    def meetings_per_week(self) -> int:
        """Meetings to book each week."""
        return self.per_week(self.meetings_to_book)


@dataclass(frozen=True)
class ClosingGain:
    """What a better close rate is worth on the same opportunities, read twice and never mixed.

    `expected` keeps part deals, as an average over many years would; `whole` counts finished deals only.
    """

    opportunities: int
    expected_before: float  # deals
    expected_after: float  # deals
    expected_gain: float  # money
    whole_before: int  # deals
    whole_after: int  # deals
    whole_gain: float  # money
    same_by_opportunities: int  # extra opportunities at the old rate that bring the expected gain


def whole_up(count: Fraction | float) -> int:
    """The whole number that covers a count; nine decimals are kept first, so that 75.000000000001 stays 75."""
    return ceil(round(Fraction(count), 9))


def whole_down(count: Fraction | float) -> int:
    """The whole number that a count has reached; nine decimals are kept first."""
    return floor(round(Fraction(count), 9))


def exact(value: float | Fraction) -> Fraction:
    """A finite number as the fraction it is written as: 2.2 is 11/5, not the nearest binary number."""
    return value if isinstance(value, Fraction) else Fraction(str(value))


def read_rate(value: Rate) -> Fraction:
    """A share as an exact fraction, from "1/3", "1 in 3", "33 %", "0.33", 0.33 or a Fraction.

    Raises ValueError when it cannot be read or is not between 0 and 1; a bare 33 is refused.
    """
    rate = _fraction_of(value)
    if rate is None or not 0 <= rate <= 1:
        raise ValueError(f"'{value}' is not a share between 0 and 1")
    return rate


def funnel_for_target(
    revenue_target: float,
    deal_value: float,
    close_rate: Rate,
    *,
    opportunities_per_lead: Rate = 1,
    meetings_per_opportunity: float | Fraction = 1,
    no_show_rate: Rate = 0,
    weeks: int = 4,
) -> Funnel:
    """Deals, opportunities, leads and meetings that a revenue target asks for.

    Money is in one currency, rates are shares, `weeks` is the length of the stretch the target is for.
    Raises InputError with everything that is wrong with the inputs.
    """
    counts = {"revenue_target": revenue_target, "deal_value": deal_value, "weeks": weeks}
    counts["meetings_per_opportunity"] = float(meetings_per_opportunity)
    rates = {"close_rate": close_rate, "opportunities_per_lead": opportunities_per_lead, "no_show_rate": no_show_rate}
    problems = [*_count_problems(counts), *_rate_problems(rates)]
    if problems:
        raise InputError(problems)
    close, per_lead, no_show = (read_rate(rate) for rate in rates.values())
    per_opportunity = exact(meetings_per_opportunity)
    deals = whole_up(exact(revenue_target) / exact(deal_value))
    opportunities = whole_up(deals / close)
    meetings = whole_up(opportunities * per_opportunity)
    return Funnel(
        revenue_target=revenue_target,
        deal_value=deal_value,
        close_rate=close,
        opportunities_per_lead=per_lead,
        meetings_per_opportunity=per_opportunity,
        no_show_rate=no_show,
        weeks=weeks,
        deals=deals,
        opportunities=opportunities,
        leads=whole_up(opportunities / per_lead),
        meetings=meetings,
        meetings_to_book=whole_up(meetings / (1 - no_show)),
    )


def example_funnel() -> Funnel:
    """The worked example of the handbook: a month's target of one small team."""
    return funnel_for_target(
        100_000, 4_000, "1/3", opportunities_per_lead="1/4", meetings_per_opportunity=2, no_show_rate="20%", weeks=4
    )


def expected_no_shows(people: int, meetings_a_day: float, no_show_rate: Rate, days: int = 5) -> float:
    """Booked meetings that will not take place, for a team over `days` working days; an average, so not rounded up."""
    booked = people * exact(meetings_a_day) * days
    return float(round(booked * read_rate(no_show_rate), 9))


def gain_from_closing(opportunities: int, deal_value: float, close_rate: Rate, better_rate: Rate) -> ClosingGain:
    """What closing `better_rate` instead of `close_rate` of the same opportunities brings.

    Raises ValueError for a rate that is no share and for a close rate of zero, which nothing can be compared with.
    """
    before_rate, after_rate = read_rate(close_rate), read_rate(better_rate)
    if before_rate == 0:
        raise ValueError("the close rate must be above 0")
    before, after = opportunities * before_rate, opportunities * after_rate
    whole_before, whole_after = whole_down(before), whole_down(after)
    return ClosingGain(
        opportunities=opportunities,
        expected_before=float(before),
        expected_after=float(after),
        expected_gain=float((after - before) * exact(deal_value)),
        whole_before=whole_before,
        whole_after=whole_after,
        whole_gain=(whole_after - whole_before) * deal_value,
        same_by_opportunities=whole_up((after - before) / before_rate),
    )


def _fraction_of(value: Rate) -> Fraction | None:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        return _fraction_in_words(value.strip())
    return exact(value) if isfinite(value) else None


def _fraction_in_words(text: str) -> Fraction | None:
    if parts := _PARTS.match(text):
        below = Fraction(parts[2])
        return Fraction(parts[1]) / below if below else None
    if number := _NUMBER.match(text):
        return Fraction(number[1]) / (100 if number[2] else 1)
    return None


def _count_problems(counts: dict[str, float]) -> Iterator[Problem]:
    for name, value in counts.items():
        if not (isfinite(value) and value > 0):
            yield Problem(_SOURCE, f"{value} is not above 0", "Give a number above 0.", path=name)
    if counts["weeks"] != int(counts["weeks"]):
        yield Problem(_SOURCE, f"{counts['weeks']} is not a whole number of weeks", path="weeks")


def _rate_problems(rates: dict[str, Rate]) -> Iterator[Problem]:
    for name, value in rates.items():
        try:
            rate = read_rate(value)
        except ValueError as error:
            yield Problem(_SOURCE, str(error), 'Write it as "1/3", "1 in 3", "33 %" or 0.33.', path=name)
            continue
        if name == "no_show_rate" and rate == 1:
            yield Problem(_SOURCE, "every meeting fails", "Give a share below 1.", path=name)
        if name != "no_show_rate" and rate == 0:
            yield Problem(_SOURCE, "no target can be met at a rate of 0", "Give a share above 0.", path=name)
