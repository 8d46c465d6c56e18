"""From a revenue target to a week's work and back: deals, opportunities, leads and meetings.

Needs are rounded up step by step, what is reached is rounded down (see `quantity`). The handbook's calculator repeats
these functions in JavaScript and is tested against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from compsim.planning.fields import CloseRate, DealValue, NoShowRate, PerOpportunity
from compsim.planning.inputs import Inputs, asks, read_inputs
from compsim.planning.quantity import Amount, Number, Rate, Share, Whole, exact, read_rate, whole_down, whole_up
from compsim.planning.shown import Shown


class FunnelInputs(Inputs):
    """What `funnel_for_target` asks for."""

    revenue_target: Annotated[
        Amount, asks("Revenue target", "For the whole stretch of weeks.", "money", 100_000, gt=0, le=10**12)
    ]
    deal_value: DealValue
    close_rate: CloseRate
    opportunities_per_lead: Annotated[
        Share, asks("Leads that become opportunities", "Share of the leads.", "share", "1/4", gt=0, default="100%")
    ]
    meetings_per_opportunity: PerOpportunity
    no_show_rate: NoShowRate
    weeks: Annotated[Whole, asks("Weeks", "Working weeks of the stretch.", "weeks", 4, ge=1, le=520)]


class ReachInputs(Inputs):
    """What `reach_of_activity` asks for."""

    meetings_booked: Annotated[Whole, asks("Meetings booked", "In the stretch.", "meetings", 188, ge=0, le=10**9)]
    deal_value: DealValue
    close_rate: CloseRate
    meetings_per_opportunity: PerOpportunity
    no_show_rate: NoShowRate


class ClosingGainInputs(Inputs):
    """What `gain_from_closing` asks for."""

    opportunities: Annotated[Whole, asks("Opportunities", "In a year, say.", "opportunities", 900, ge=0, le=10**9)]
    deal_value: DealValue
    close_rate: CloseRate
    better_rate: Annotated[Share, asks("Better close rate", "Deals an opportunity.", "share", "11/30")]


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
    deals: Annotated[int, Shown("Deals to close", "deals")]
    opportunities: Annotated[int, Shown("Opportunities to open", "opportunities")]
    leads: Annotated[int, Shown("Leads to work on", "leads")]
    meetings: Annotated[int, Shown("Meetings to hold", "meetings")]
    meetings_to_book: Annotated[int, Shown("Meetings to book", "meetings")]  # with those that will fail on top

    def per_week(self, count: int) -> int:
        """A count spread over the weeks, rounded up like every other step."""
        return whole_up(Fraction(count, self.weeks))

    @property
    def deals_per_week(self) -> Annotated[int, Shown("Deals to close each week", "deals")]:
        """Deals to close each week."""
        return self.per_week(self.deals)

    @property
    def opportunities_per_week(self) -> Annotated[int, Shown("Opportunities to open each week", "opportunities")]:
        """New opportunities each week."""
        return self.per_week(self.opportunities)

    @property
    def leads_per_week(self) -> Annotated[int, Shown("Leads to work on each week", "leads")]:
        """New leads each week."""
        return self.per_week(self.leads)

    @property
    def meetings_per_week(self) -> Annotated[int, Shown("Meetings to book each week", "meetings a week")]:
        """Meetings to book each week."""
        return self.per_week(self.meetings_to_book)


@dataclass(frozen=True)
class Reach:
    """What a number of booked meetings brings when every rate holds; whole things that are finished, no part deals."""

    meetings: Annotated[int, Shown("Meetings that take place", "meetings")]
    opportunities: Annotated[int, Shown("Opportunities seen through", "opportunities")]
    deals: Annotated[int, Shown("Deals closed", "deals")]
    revenue: Annotated[float, Shown("Revenue", "money")]


@dataclass(frozen=True)
class ClosingGain:
    """What a better close rate is worth on the same opportunities, read twice and never mixed.

    `expected` keeps part deals, as an average over many years would; `whole` counts finished deals only.
    """

    opportunities: int
    expected_before: Annotated[float, Shown("Deals today, on average", "deals")]
    expected_after: Annotated[float, Shown("Deals at the better rate, on average", "deals")]
    expected_gain: Annotated[float, Shown("Gain, on average", "money")]
    whole_before: Annotated[int, Shown("Whole deals today", "deals")]
    whole_after: Annotated[int, Shown("Whole deals at the better rate", "deals")]
    whole_gain: Annotated[float, Shown("Gain in whole deals", "money")]
    same_by_opportunities: Annotated[
        int, Shown("Extra opportunities at today's rate for the same gain", "opportunities")
    ]


def funnel_for_target(
    revenue_target: Number,
    deal_value: Number,
    close_rate: Rate,
    *,
    opportunities_per_lead: Rate = 1,
    meetings_per_opportunity: Number = 1,
    no_show_rate: Rate = 0,
    weeks: int = 4,
) -> Funnel:
    """Deals, opportunities, leads and meetings that a revenue target asks for.

    Money is in one currency, rates are shares, `weeks` is the length of the stretch the target is for.
    Raises InputError with everything that is wrong with the inputs.
    Source: Blog on lead management, Germany, 2010 (the target of a month, the value of a deal and the close rate set
    how many opportunities lead management owes); the meetings are added here.
    """
    given: dict[str, Any] = {
        "revenue_target": revenue_target,
        "deal_value": deal_value,
        "close_rate": close_rate,
        "opportunities_per_lead": opportunities_per_lead,
        "meetings_per_opportunity": meetings_per_opportunity,
        "no_show_rate": no_show_rate,
        "weeks": weeks,
    }
    asked = read_inputs(FunnelInputs, given)
    deals = whole_up(asked.revenue_target / asked.deal_value)
    opportunities = whole_up(deals / asked.close_rate)
    meetings = whole_up(opportunities * asked.meetings_per_opportunity)
    return Funnel(
        revenue_target=float(asked.revenue_target),
        deal_value=float(asked.deal_value),
        close_rate=asked.close_rate,
        opportunities_per_lead=asked.opportunities_per_lead,
        meetings_per_opportunity=asked.meetings_per_opportunity,
        no_show_rate=asked.no_show_rate,
        weeks=asked.weeks,
        deals=deals,
        opportunities=opportunities,
        leads=whole_up(opportunities / asked.opportunities_per_lead),
        meetings=meetings,
        meetings_to_book=whole_up(meetings / (1 - asked.no_show_rate)),
    )


def example_funnel() -> Funnel:
    """The worked example of the handbook: a month's target of one small team."""
    return funnel_for_target(
        100_000, 4_000, "1/3", opportunities_per_lead="1/4", meetings_per_opportunity=2, no_show_rate="20%", weeks=4
    )


def reach_of_activity(**given: Any) -> Reach:
    """What booked meetings bring: the way back from `funnel_for_target`, with the fields of `ReachInputs`.

    A number of meetings reaches a target exactly when it is at least what the target asks for. Raises InputError.
    Source: as `funnel_for_target`, read from the end.
    """
    asked = read_inputs(ReachInputs, given)
    meetings = whole_down(asked.meetings_booked * (1 - asked.no_show_rate))
    opportunities = whole_down(meetings / asked.meetings_per_opportunity)
    deals = whole_down(opportunities * asked.close_rate)
    return Reach(meetings, opportunities, deals, float(deals * asked.deal_value))


def expected_no_shows(people: int, meetings_a_day: float, no_show_rate: Rate, days: int = 5) -> float:
    """Booked meetings that will not take place, for a team over `days` working days; an average, so not rounded up."""
    booked = people * exact(meetings_a_day) * days
    return float(round(booked * read_rate(no_show_rate), 9))


def gain_from_closing(opportunities: int, deal_value: Number, close_rate: Rate, better_rate: Rate) -> ClosingGain:
    """What closing `better_rate` instead of `close_rate` of the same opportunities brings.

    Raises InputError for what is no share and for a close rate of zero, which nothing can be compared with.
    Source: Blog on lead management, Germany, 2010; its own sum mixes a rounded with an unrounded reading.
    """
    given = {
        "opportunities": opportunities,
        "deal_value": deal_value,
        "close_rate": close_rate,
        "better_rate": better_rate,
    }
    asked = read_inputs(ClosingGainInputs, given)
    before, after = asked.opportunities * asked.close_rate, asked.opportunities * asked.better_rate
    whole_before, whole_after = whole_down(before), whole_down(after)
    return ClosingGain(
        opportunities=asked.opportunities,
        expected_before=float(before),
        expected_after=float(after),
        expected_gain=float((after - before) * asked.deal_value),
        whole_before=whole_before,
        whole_after=whole_after,
        whole_gain=float((whole_after - whole_before) * asked.deal_value),
        same_by_opportunities=whole_up((after - before) / asked.close_rate),
    )
