"""Spans and cells: what is saved, and what is not half and not twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.planning.organisation import span_of_control, supervisor_cells

WIDER: dict[str, Any] = {
    "people": 112,
    "span": 8,
    "new_span": 14,
    "manager_cost": 150_000,
    "manager_hours": 40,
    "reporting_hours": 1,
}


def test_from_eight_to_fourteen_saves_three_in_seven_managers_not_every_second() -> None:
    # Claim: every second manager is saved and reporting doubles. 112 ÷ 8 = 14 managers, ÷ 14 = 8: 6 of 14 are 42.9 %.
    wider = span_of_control(**WIDER)
    assert (wider.managers, wider.new_managers, wider.managers_saved) == (14, 8, 6)
    assert wider.share_saved == pytest.approx(3 / 7)
    assert wider.reporting_factor == 1.75
    assert wider.saved_a_year == 900_000
    # Every second one needs 1:16, and only there reporting doubles.
    assert wider.span_for_half == 16
    half = span_of_control(**WIDER | {"new_span": 16})
    assert (half.managers_saved, half.share_saved, half.reporting_factor) == (7, 0.5, 2)


def test_a_small_team_saves_whole_managers_only() -> None:
    # 60 people: 8 managers (7.5), then 5 (4.3): 3 of 8 are 37.5 %, though the spans alone say 42.9 %.
    small = span_of_control(**WIDER | {"people": 60})
    assert (small.managers, small.new_managers, small.managers_saved) == (8, 5, 3)


def test_reporting_eats_the_time_for_people() -> None:
    # Claim: closeness halves. 8 h of 40 report at 1:8, 4 h for each; 14 h at 1:14, 26 ÷ 14 = 1.86 h: to 46 %.
    wider = span_of_control(**WIDER)
    assert (wider.reporting_hours, wider.new_reporting_hours, wider.hours_a_person) == (8, 14, 4)
    assert wider.new_hours_a_person == pytest.approx(26 / 14)
    heavy = span_of_control(**WIDER | {"reporting_hours": 3})
    assert (heavy.new_reporting_hours, heavy.new_hours_a_person) == (42, 0)  # more than the week has


@given(st.integers(1, 2_000), st.integers(1, 60), st.integers(1, 60))
def test_a_wider_span_never_needs_more_managers_and_leads_back(people: int, span: int, other: int) -> None:
    there = span_of_control(**WIDER | {"people": people, "span": span, "new_span": other})
    back = span_of_control(**WIDER | {"people": people, "span": other, "new_span": span})
    assert there.managers_saved == -back.managers_saved
    assert there.reporting_factor * back.reporting_factor == pytest.approx(1)
    assert (there.managers - 1) * span < people <= there.managers * span
    if other >= span:
        assert there.new_managers <= there.managers


CELLS: dict[str, Any] = {
    "people": 56,
    "span": 8,
    "manager_cost": 150_000,
    "cell_size": 7,
    "leading_share": "25%",
    "supervisor_extra": 20_000,
    "revenue_a_person": 800_000,
    "reporting_hours": 1,
}


def test_cells_save_managers_and_cost_selling_time() -> None:
    # 7 managers × 150 000 against 8 supervisors × 20 000; a quarter of 8 sellers' time is 2 sellers, 1.6 million.
    cells = supervisor_cells(**CELLS)
    assert (cells.managers, cells.cells) == (7, 8)
    assert (cells.cost_today, cells.cost_of_cells, cells.saved_a_year) == (1_050_000, 160_000, 890_000)
    assert (cells.sellers_lost, cells.revenue_at_risk) == (2, 1_600_000)


def test_cells_report_once_and_not_at_two_levels() -> None:
    # Today 56 people report to managers and 7 managers to the director; later 8 supervisors do.
    cells = supervisor_cells(**CELLS)
    assert (cells.reporting_today, cells.reporting_of_cells) == (63, 8)
    long = supervisor_cells(**CELLS | {"reporting_hours": "1.5"})
    assert (long.reporting_today, long.reporting_of_cells) == (94.5, 12)


@given(st.integers(1, 2_000), st.integers(1, 40), st.integers(0, 100))
def test_larger_cells_never_take_more_time_from_selling(people: int, size: int, percent: int) -> None:
    given_cells = CELLS | {"people": people, "leading_share": f"{percent}%"}
    small = supervisor_cells(**given_cells | {"cell_size": size})
    large = supervisor_cells(**given_cells | {"cell_size": size + 1})
    assert large.sellers_lost <= small.sellers_lost <= people
