"""How many people one manager leads, and what it costs to let working supervisors lead instead."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from compsim.planning.fields import ManagerCost
from compsim.planning.inputs import Inputs, asks, read_inputs
from compsim.planning.quantity import Amount, Share, Whole, whole_up
from compsim.planning.shown import Shown

Span = Annotated[Whole, asks("People a manager leads", "Today.", "people", 8, ge=1, le=1_000)]
Reporting = Annotated[
    Amount,
    asks("Reporting for each person", "Reviews, forecasts, figures; hours each week.", "hours a week", 1, ge=0, le=168),
]


class SpanOfControlInputs(Inputs):
    """What `span_of_control` asks for."""

    people: Annotated[Whole, asks("People", "Who are led.", "people", 56, ge=1, le=10**6)]
    span: Span
    new_span: Annotated[Whole, asks("People a manager is to lead", "Later.", "people", 14, ge=1, le=1_000)]
    manager_cost: ManagerCost
    manager_hours: Annotated[Amount, asks("Hours of a manager", "Each week.", "hours a week", 40, gt=0, le=168)]
    reporting_hours: Reporting


class SupervisorCellsInputs(Inputs):
    """What `supervisor_cells` asks for."""

    people: Annotated[
        Whole, asks("People", "Who sell, the later supervisors among them.", "people", 56, ge=1, le=10**6)
    ]
    span: Span
    manager_cost: ManagerCost
    cell_size: Annotated[
        Whole, asks("People in a cell", "With the supervisor, who sells as well.", "people", 7, ge=1, le=1_000)
    ]
    leading_share: Annotated[
        Share,
        asks("Time for leading", "Share of a supervisor's time that no longer goes into selling.", "share", "25%"),
    ]
    supervisor_extra: Annotated[
        Amount, asks("Extra pay of a supervisor", "Beyond a seller's.", "money a year", 20_000, ge=0, le=10**9)
    ]
    revenue_a_person: Annotated[
        Amount, asks("Revenue a person", "That one full-time seller brings.", "money a year", 800_000, ge=0, le=10**12)
    ]
    reporting_hours: Reporting


@dataclass(frozen=True)
class SpanOfControl:
    """What a wider span saves and what it takes; shares are exact, managers are whole people."""

    managers: Annotated[int, Shown("Managers today", "managers")]
    new_managers: Annotated[int, Shown("Managers later", "managers")]
    managers_saved: Annotated[int, Shown("Managers saved", "managers")]
    share_saved: Annotated[float, Shown("Share of managers saved, by the spans alone", "share")]
    saved_a_year: Annotated[float, Shown("Saved a year", "money a year")]
    span_for_half: Annotated[int, Shown("Span that would save half of the managers", "people")]
    reporting_factor: Annotated[float, Shown("Reporting of each manager, later ÷ today", "ratio")]
    reporting_hours: Annotated[float, Shown("Reporting of each manager today", "hours a week")]
    new_reporting_hours: Annotated[float, Shown("Reporting of each manager later", "hours a week")]
    hours_a_person: Annotated[float, Shown("Time left for each person today", "hours a week")]
    new_hours_a_person: Annotated[float, Shown("Time left for each person later", "hours a week")]


@dataclass(frozen=True)
class SupervisorCells:
    """Cells led by somebody who sells, straight below the director, against managers who only manage."""

    managers: Annotated[int, Shown("Managers today", "managers")]
    cells: Annotated[int, Shown("Cells", "cells")]
    cost_today: Annotated[float, Shown("Cost of managers", "money a year")]
    cost_of_cells: Annotated[float, Shown("Extra pay of supervisors", "money a year")]
    sellers_lost: Annotated[float, Shown("Selling time lost to leading", "people")]
    revenue_at_risk: Annotated[float, Shown("Revenue that this time brings", "money a year")]
    saved_a_year: Annotated[float, Shown("Saved a year, revenue left aside", "money a year")]
    reporting_today: Annotated[float, Shown("Reporting today, both levels", "hours a week")]
    reporting_of_cells: Annotated[float, Shown("Reporting with cells", "hours a week")]


def span_of_control(**given: Any) -> SpanOfControl:
    """What a wider span of control saves and multiplies, with the fields of `SpanOfControlInputs`.

    By the spans alone 1 − old ÷ new of the managers are saved; teams need whole managers, rounded up. What is left of
    a manager's week after reporting is shared by the people. Raises InputError.
    Source: Blog of a German sales trainer, 2010, which says every second manager and twice the reporting for 8 to 14;
    it is 43 % and 1.75.
    """
    asked = read_inputs(SpanOfControlInputs, given)
    managers, fewer = _groups(asked.people, asked.span), _groups(asked.people, asked.new_span)
    return SpanOfControl(
        managers=managers,
        new_managers=fewer,
        managers_saved=managers - fewer,
        share_saved=float(1 - Fraction(asked.span, asked.new_span)),
        saved_a_year=float((managers - fewer) * asked.manager_cost),
        span_for_half=2 * asked.span,
        reporting_factor=asked.new_span / asked.span,
        reporting_hours=float(asked.span * asked.reporting_hours),
        new_reporting_hours=float(asked.new_span * asked.reporting_hours),
        hours_a_person=_time_for_each(asked, asked.span),
        new_hours_a_person=_time_for_each(asked, asked.new_span),
    )


def supervisor_cells(**given: Any) -> SupervisorCells:
    """What working-supervisor cells save, cost and spare in reporting, with the fields of `SupervisorCellsInputs`.

    Today everybody reports to a manager and managers to the director; in cells only supervisors report, to the
    director. Raises InputError. Source: Blog of a German sales trainer, 2010 (experienced sellers lead a team of their
    own, report little and sell on); it gives no figures.
    """
    asked = read_inputs(SupervisorCellsInputs, given)
    managers, cells = _groups(asked.people, asked.span), _groups(asked.people, asked.cell_size)
    lost = cells * asked.leading_share
    today, extra = managers * asked.manager_cost, cells * asked.supervisor_extra
    return SupervisorCells(
        managers=managers,
        cells=cells,
        cost_today=float(today),
        cost_of_cells=float(extra),
        sellers_lost=float(lost),
        revenue_at_risk=float(lost * asked.revenue_a_person),
        saved_a_year=float(today - extra),
        reporting_today=float((asked.people + managers) * asked.reporting_hours),
        reporting_of_cells=float(cells * asked.reporting_hours),
    )


def _groups(people: int, size: int) -> int:
    return whole_up(Fraction(people, size))


def _time_for_each(asked: SpanOfControlInputs, span: int) -> float:
    left = asked.manager_hours - span * asked.reporting_hours
    return float(max(Fraction(0), left) / span)
