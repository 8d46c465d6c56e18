"""What leads are worth: how a list goes stale, what a first meeting costs, whether better leads pay for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log1p
from typing import Annotated, Any, Self

from pydantic import model_validator

from compsim.errors import refusal
from compsim.planning.fields import LARGEST_TABLE, CloseRate, DealValue, HourCost, RowName
from compsim.planning.inputs import Inputs, asks, read_inputs
from compsim.planning.quantity import Amount, Ratio, Share, Whole, divided, payback_months, whole_up
from compsim.planning.shown import Shown


class ListDecayInputs(Inputs):
    """What `list_decay` asks for."""

    contacts: Annotated[Whole, asks("Contacts", "On the list today.", "contacts", 10_000, ge=0, le=10**9)]
    monthly_loss: Annotated[
        Share, asks("Loss each month", "Share of the contacts that go bad in a month.", "share", "2.1%", gt=0, le=0.99)
    ]
    months: Annotated[Whole, asks("Months", "Without looking after the list.", "months", 12, ge=0, le=240)]
    limit: Annotated[
        Share, asks("Limit", "The share gone at which the list is not worth a mailing.", "share", "40%", gt=0, le=0.99)
    ]


class MeasuredDecayInputs(Inputs):
    """What `measured_decay` asks for."""

    lost: Annotated[Share, asks("Gone", "Share of the mailing that came back.", "share", "40%", le=0.99)]
    months: Annotated[Whole, asks("Months", "Since the list was good.", "months", 18, ge=1, le=240)]


class Channel(Inputs):
    """A way to win first meetings, over one stretch of time."""

    name: RowName
    spend: Annotated[Amount, asks("Spend", "Money paid to others.", "money", 0, ge=0, le=10**12)]
    hours: Annotated[Amount, asks("Own hours", "Time of your own people.", "hours", 0, ge=0, le=10**9)]
    meetings: Annotated[Whole, asks("First meetings held", "Not booked: held.", "meetings", 10, ge=0, le=10**9)]


class ChannelCostsInputs(Inputs):
    """What `channel_costs` asks for."""

    channels: Annotated[
        tuple[Channel, ...],
        asks(
            "Channels",
            "Each with what it took and what it brought, all for the same months.",
            "table",
            [
                {"name": "Referrals", "spend": 0, "hours": 12, "meetings": 30},
                {"name": "Trade fair", "spend": 18000, "hours": 160, "meetings": 65},
                {"name": "Calls", "spend": 1500, "hours": 90, "meetings": 40},
            ],
            min_length=1,
            max_length=LARGEST_TABLE,
        ),
    ]
    hourly_cost: HourCost


class LeadQualityInputs(Inputs):
    """What `lead_quality` asks for."""

    opportunities: Annotated[Whole, asks("Opportunities a year", "Their number stays.", "opportunities", 900, ge=1)]
    deal_value: DealValue
    close_rate: CloseRate
    better_by: Annotated[
        Ratio, asks("Better by", "Rise of the close rate, as a share of itself: 10 % of 1/3.", "ratio", "10%", le=100)
    ]
    margin: Annotated[
        Share, asks("Margin", "What is left of revenue before the cost of this project.", "share", "40%", gt=0)
    ]
    cost_once: Annotated[Amount, asks("Cost once", "Analysis, advice, tools.", "money", 30_000, ge=0, le=10**12)]
    cost_a_year: Annotated[
        Amount, asks("Cost each year", "Time and licences.", "money a year", 12_000, ge=0, le=10**12)
    ]

    @model_validator(mode="after")
    def _stays_a_share(self) -> Self:
        if self.close_rate * (1 + self.better_by) > 1:
            raise refusal("the better close rate would be above 1", "Give a smaller improvement.", "better_by")
        return self


@dataclass(frozen=True)
class ListDecay:
    """What is left of a list nobody looks after, as averages; `added_up` is the quick reading that overstates."""

    lost: Annotated[float, Shown("Gone", "share")]  # each month takes its share of what is left
    lost_added_up: Annotated[float, Shown("Gone, months simply added up", "share")]
    contacts_left: Annotated[float, Shown("Contacts still good", "contacts")]
    contacts_left_added_up: Annotated[float, Shown("Contacts still good, months simply added up", "contacts")]
    months_to_limit: Annotated[int, Shown("Whole months until the limit", "months")]
    months_to_limit_added_up: Annotated[int, Shown("Whole months until the limit, simply added up", "months")]


@dataclass(frozen=True)
class MeasuredDecay:
    """The monthly loss behind a measured one, in both readings."""

    monthly_loss: Annotated[float, Shown("Loss each month", "share")]
    monthly_loss_added_up: Annotated[float, Shown("Loss each month, simply divided", "share")]
    yearly_loss: Annotated[float, Shown("Loss in twelve months", "share")]


@dataclass(frozen=True)
class ChannelCost:
    """One channel; `cost` is None where no meeting was held."""

    name: Annotated[str, Shown("Channel", "name")]
    total: Annotated[float, Shown("Spend and own time", "money")]
    meetings: Annotated[int, Shown("First meetings held", "meetings")]
    cost: Annotated[float | None, Shown("Cost of a first meeting", "money")]
    share_of_cost: Annotated[float | None, Shown("Share of the cost", "share")]
    share_of_meetings: Annotated[float | None, Shown("Share of the meetings", "share")]


@dataclass(frozen=True)
class ChannelCosts:
    """What a first meeting costs by channel, in money, the time of your own people included."""

    channels: Annotated[tuple[ChannelCost, ...], Shown("Channels", "table")]
    total: Annotated[float, Shown("Spend and own time", "money")]
    meetings: Annotated[int, Shown("First meetings held", "meetings")]
    cost: Annotated[float | None, Shown("Cost of a first meeting, all channels", "money")]
    spread: Annotated[float | None, Shown("Dearest channel ÷ cheapest", "ratio")]  # None below two that can be compared


@dataclass(frozen=True)
class LeadQuality:
    """A better close rate on the same opportunities against its cost; money a year on average, part deals kept."""

    better_rate: Annotated[Fraction, Shown("Better close rate", "share")]
    deals_gain: Annotated[float, Shown("More deals a year", "deals")]
    deals_gain_a_month: Annotated[float, Shown("More deals a month", "deals")]
    revenue_gain: Annotated[float, Shown("More revenue a year", "money a year")]
    margin_gain: Annotated[float, Shown("More margin a year", "money a year")]
    net_first_year: Annotated[float, Shown("Left of it in the first year", "money")]
    net_later_years: Annotated[float, Shown("Left of it in each later year", "money a year")]
    payback_months: Annotated[float | None, Shown("Months until it is earned back", "months")]  # None: never
    break_even: Annotated[float, Shown("Improvement that just pays in the first year", "ratio")]


def list_decay(**given: Any) -> ListDecay:
    """How much of a contact list goes bad, with the fields of `ListDecayInputs`; shares are ratios.

    Compound: after n months (1 − loss)^n is left. Added up, as often quoted: n × loss, at most all. Raises InputError.
    Source: US marketing-research firm, quoted in a blog, 2010 (2.1 % a month); the 40 % come from the Blog on lead
    management, Germany, 2010.
    """
    asked = read_inputs(ListDecayInputs, given)
    kept = (1 - asked.monthly_loss) ** asked.months
    added_up = min(Fraction(1), asked.months * asked.monthly_loss)
    months = log1p(-float(asked.limit)) / log1p(-float(asked.monthly_loss))
    return ListDecay(
        lost=float(1 - kept),
        lost_added_up=float(added_up),
        contacts_left=float(asked.contacts * kept),
        contacts_left_added_up=float(asked.contacts * (1 - added_up)),
        months_to_limit=whole_up(months),
        months_to_limit_added_up=whole_up(asked.limit / asked.monthly_loss),
    )


def measured_decay(**given: Any) -> MeasuredDecay:
    """The monthly loss that explains a measured one, with the fields of `MeasuredDecayInputs`; the way back.

    Compound: 1 − (1 − lost)^(1/n). Raises InputError. Source: as `list_decay`; Blog on lead management, Germany, 2010,
    had 40 % of a mailing come back from a list of a year and a half.
    """
    asked = read_inputs(MeasuredDecayInputs, given)
    kept = float(1 - asked.lost) ** (1 / asked.months)
    return MeasuredDecay(1 - kept, float(asked.lost / asked.months), 1 - kept**12)


def channel_costs(**given: Any) -> ChannelCosts:
    """What a first meeting costs by channel, with the fields of `ChannelCostsInputs`; money, own hours included.

    Raises InputError. Source: French sales-training firm, about its customers, undated (€20 to €400, one to twenty).
    """
    asked = read_inputs(ChannelCostsInputs, given)
    totals = [channel.spend + channel.hours * asked.hourly_cost for channel in asked.channels]
    total, meetings = sum(totals, Fraction(0)), sum(channel.meetings for channel in asked.channels)
    rows = tuple(
        ChannelCost(
            name=channel.name,
            total=float(money),
            meetings=channel.meetings,
            cost=divided(money, channel.meetings),
            share_of_cost=divided(money, total),
            share_of_meetings=divided(channel.meetings, meetings),
        )
        for channel, money in zip(asked.channels, totals, strict=True)
    )
    each = [money / channel.meetings for channel, money in zip(asked.channels, totals, strict=True) if channel.meetings]
    return ChannelCosts(rows, float(total), meetings, divided(total, meetings), _spread(each))


def lead_quality(**given: Any) -> LeadQuality:
    """What better leads bring a year against their cost, with the fields of `LeadQualityInputs`.

    The improvement is a share of the close rate, not points added to it. Raises InputError.
    Source: Blog on lead management, Germany, 2010 (10 % more good opportunities; sold as the least to expect, and
    counted as revenue; here margin pays for the cost).
    """
    asked = read_inputs(LeadQualityInputs, given)
    deals = asked.opportunities * asked.close_rate * asked.better_by
    revenue = deals * asked.deal_value
    margin = revenue * asked.margin
    whole_margin = asked.opportunities * asked.close_rate * asked.deal_value * asked.margin
    left = margin - asked.cost_a_year
    return LeadQuality(
        better_rate=asked.close_rate * (1 + asked.better_by),
        deals_gain=float(deals),
        deals_gain_a_month=float(deals / 12),
        revenue_gain=float(revenue),
        margin_gain=float(margin),
        net_first_year=float(left - asked.cost_once),
        net_later_years=float(left),
        payback_months=payback_months(asked.cost_once, left),
        break_even=float((asked.cost_once + asked.cost_a_year) / whole_margin),
    )


def _spread(costs: Sequence[Fraction]) -> float | None:
    paid = [cost for cost in costs if cost > 0]
    return float(max(paid) / min(paid)) if len(paid) > 1 else None
