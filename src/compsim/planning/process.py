"""What the steps of selling cost: no-shows, any step of the process, time that goes into anything but selling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import model_validator

from compsim.errors import refusal
from compsim.planning.fields import CostAYear, CostOnce, HourCost, NoShowRate, People, Weeks
from compsim.planning.inputs import Inputs, asks, read_inputs
from compsim.planning.quantity import Amount, Share, Whole, divided, payback_months
from compsim.planning.shown import Shown

DAYS_A_WEEK = 5
SHORT_MONTH = 4  # weeks; what people mean by hours a month


class NoShowCostInputs(Inputs):
    """What `no_show_cost` asks for."""

    people: Annotated[Whole, asks("People", "Whose meetings these are.", "people", 3, ge=1, le=10**6)]
    meetings_a_day: Annotated[Amount, asks("Meetings booked a day", "Of one person.", "meetings", 10, ge=0, le=1_000)]
    no_show_rate: NoShowRate
    minutes_each: Annotated[
        Amount, asks("Minutes for each", "Waiting and finding a new date.", "minutes", 12, ge=0, le=1_440)
    ]
    rebooked: Annotated[
        Share, asks("Rebooked without you", "Share that an automatic mail brings back.", "share", "80%", default="0%")
    ]
    weeks: Weeks
    hourly_cost: HourCost


class StepCostInputs(Inputs):
    """What `step_cost` asks for."""

    people: Annotated[Whole, asks("People", "Who do the step.", "people", 3, ge=1, le=10**6)]
    times_a_week: Annotated[Amount, asks("Times a week", "Each person does it.", "times", 10, ge=0, le=10_000)]
    minutes: Annotated[Amount, asks("Minutes each time", "Today.", "minutes", 12, ge=0, le=10_000)]
    minutes_after: Annotated[
        Amount, asks("Minutes each time, later", "Once the step is changed.", "minutes", 3, ge=0, le=10_000)
    ]
    weeks: Weeks
    hourly_cost: HourCost
    cost_once: CostOnce
    cost_a_year: CostAYear


class SellingTimeInputs(Inputs):
    """What `selling_time` asks for."""

    people: People
    hours_a_week: Annotated[Amount, asks("Hours a week", "Of one person.", "hours a week", 40, gt=0, le=168)]
    administration: Annotated[
        Share, asks("Administration", "Share of working time: reports, entries, searching.", "share", "40%")
    ]
    other: Annotated[
        Share, asks("Other than selling", "Travel, meetings inside, training; without administration.", "share", "19%")
    ]
    administration_after: Annotated[
        Share, asks("Administration, later", "Share once some of it is done away with.", "share", "30%")
    ]
    weeks: Weeks
    hourly_cost: HourCost

    @model_validator(mode="after")
    def _fits_into_the_week(self) -> Self:
        for name in ("administration", "administration_after"):
            if getattr(self, name) + self.other > 1:
                says = "this and other time are more than the whole week"
                raise refusal(says, "Give shares that add to 100% at most.", name)
        return self


@dataclass(frozen=True)
class NoShowCost:
    """What meetings that do not take place cost in time and money; averages, nothing is rounded."""

    no_shows_a_week: Annotated[float, Shown("No-shows a week", "meetings a week")]
    hours_a_week: Annotated[float, Shown("Hours a week", "hours a week")]
    hours_in_four_weeks: Annotated[float, Shown("Hours in four weeks", "hours")]
    hours_a_year: Annotated[float, Shown("Hours a year", "hours a year")]
    cost_a_year: Annotated[float, Shown("Cost a year", "money a year")]
    by_hand_a_week: Annotated[float, Shown("Left to you a week", "meetings a week")]
    hours_saved_a_year: Annotated[float, Shown("Hours saved a year", "hours a year")]
    saved_a_year: Annotated[float, Shown("Money saved a year", "money a year")]


@dataclass(frozen=True)
class StepCost:
    """What one step of the process costs a year, before and after a change."""

    hours_a_year: Annotated[float, Shown("Hours a year", "hours a year")]
    cost_a_year: Annotated[float, Shown("Cost a year", "money a year")]
    hours_after: Annotated[float, Shown("Hours a year, later", "hours a year")]
    cost_after: Annotated[float, Shown("Cost a year, later, running costs included", "money a year")]
    saved_a_year: Annotated[float, Shown("Saved a year", "money a year")]
    payback_months: Annotated[float | None, Shown("Months until it is earned back", "months")]  # None: never


@dataclass(frozen=True)
class SellingTime:
    """Where a team's week goes; hours are of all people together."""

    selling: Annotated[float, Shown("Selling", "share")]
    not_selling: Annotated[float, Shown("Not selling", "share")]  # administration and everything else
    selling_hours: Annotated[float, Shown("Hours of selling a week", "hours a week")]
    administration_hours: Annotated[float, Shown("Hours of administration a week", "hours a week")]
    not_selling_hours: Annotated[float, Shown("Hours without selling a week", "hours a week")]
    administration_cost: Annotated[float, Shown("Cost of administration a year", "money a year")]
    hours_won: Annotated[float, Shown("Hours of selling won a week", "hours a week")]
    growth: Annotated[float | None, Shown("More selling time", "ratio")]  # None where nobody sells today
    as_many_people: Annotated[float | None, Shown("As if you had more people", "people")]


def no_show_cost(**given: Any) -> NoShowCost:
    """Hours and money that no-shows cost, with the fields of `NoShowCostInputs`; working weeks of five days.

    Raises InputError. Source: French sales-training firm, about its own team of three, undated (3 people, 10 meetings
    a day, 20 % no-shows: 30 a week and up to 24 hours in four weeks; an automatic mail brings 80 % back).
    """
    asked = read_inputs(NoShowCostInputs, given)
    missed = asked.people * asked.meetings_a_day * DAYS_A_WEEK * asked.no_show_rate
    hours = missed * asked.minutes_each / 60
    saved = hours * asked.rebooked * asked.weeks
    return NoShowCost(
        no_shows_a_week=float(missed),
        hours_a_week=float(hours),
        hours_in_four_weeks=float(SHORT_MONTH * hours),
        hours_a_year=float(hours * asked.weeks),
        cost_a_year=float(hours * asked.weeks * asked.hourly_cost),
        by_hand_a_week=float(missed * (1 - asked.rebooked)),
        hours_saved_a_year=float(saved),
        saved_a_year=float(saved * asked.hourly_cost),
    )


def step_cost(**given: Any) -> StepCost:
    """What any step costs a year and what changing it saves, with the fields of `StepCostInputs`.

    Raises InputError. Source: French sales-training firm, about its own team of three, undated (a small task, seen
    over a year, was worth several thousand euros).
    """
    asked = read_inputs(StepCostInputs, given)
    times = asked.people * asked.times_a_week * asked.weeks
    before, after = times * asked.minutes / 60, times * asked.minutes_after / 60
    saved = (before - after) * asked.hourly_cost - asked.cost_a_year
    return StepCost(
        hours_a_year=float(before),
        cost_a_year=float(before * asked.hourly_cost),
        hours_after=float(after),
        cost_after=float(after * asked.hourly_cost + asked.cost_a_year),
        saved_a_year=float(saved),
        payback_months=payback_months(asked.cost_once, saved),
    )


def selling_time(**given: Any) -> SellingTime:
    """Where the week goes and what less administration brings, with the fields of `SellingTimeInputs`.

    Administration is a part of the time without selling, not another word for it. Raises InputError.
    Source: French sales-training firm, citing studies it does not name, undated (40 % administration); Study by a
    French software vendor, 2013 (59 % not selling).
    """
    asked = read_inputs(SellingTimeInputs, given)
    hours = asked.people * asked.hours_a_week
    not_selling = asked.administration + asked.other
    won = asked.administration - asked.administration_after
    return SellingTime(
        selling=float(1 - not_selling),
        not_selling=float(not_selling),
        selling_hours=float(hours * (1 - not_selling)),
        administration_hours=float(hours * asked.administration),
        not_selling_hours=float(hours * not_selling),
        administration_cost=float(hours * asked.administration * asked.weeks * asked.hourly_cost),
        hours_won=float(hours * won),
        growth=divided(won, 1 - not_selling),
        as_many_people=divided(asked.people * won, 1 - not_selling),
    )
