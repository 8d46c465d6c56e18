"""What a form says becomes what the plan says, and back, without loss and with every mistake named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import PlanError
from compsim.plan.scenario import Scenario, read_scenario
from simulator.curves import Drawing, curve_at, curve_form, edited_rows, set_drawing, set_rows
from simulator.editing import add, change, curve_path, set_field, set_payout_cap, set_weight, weights_of

YAML = """\
scenario: fy26
title: FY26
currency: EUR
plans:
  hunter:
    settled: quarterly
    objectives:
      revenue:
        weight: 50%
        curve: {points: {50%: 0%, 80%: [40%, 60%], 100%: 100%, 150%: 250%}}
      new_customers:
        weight: 30%
        curve: {rates: {0%: 1, 100%: 1.5, 125%: 2}, tiers: marginal}
      first_meetings:
        weight: 20%
        kind: activity
        curve: {steps: {80%: 50%, 100%: 100%}}
    commissions:
      services: {rates: {0: 2%, 100000: 3%}, measured: quarter}
    gates:
      - {measure: revenue, credit: team, hurdle: 90%, otherwise: 50%}
    caps: {payout: 200%}
"""


@pytest.fixture
def scenario() -> Scenario:
    return read_scenario(YAML)


def path(name: str) -> tuple[str | int, ...]:
    """Where the curve of a part of the test plan stands."""
    return curve_path(read_scenario(YAML).plans["hunter"], name)


def weights(scenario: Scenario) -> dict[str, int]:
    return {name: round(part.weight * 100) for name, part in scenario.plans["hunter"].objectives.items()}


def test_rows_show_percents_and_a_jump_takes_two(scenario: Scenario) -> None:
    form = curve_form(scenario.plans["hunter"], path("revenue"))
    assert form.drawing == "points"
    assert form.rows == ((50.0, 0.0), (80.0, 40.0), (80.0, 60.0), (100.0, 100.0), (150.0, 250.0))


def test_rates_of_an_objective_are_factors_and_of_a_commission_shares(scenario: Scenario) -> None:
    plan = scenario.plans["hunter"]
    assert curve_form(plan, path("new_customers")).rows == ((0.0, 1.0), (100.0, 1.5), (125.0, 2.0))
    assert curve_form(plan, path("services")).rows == ((0.0, 2.0), (100000.0, 3.0))


@pytest.mark.parametrize("name", ["revenue", "new_customers", "first_meetings", "services"])
def test_writing_back_what_is_shown_changes_nothing_but_the_name(scenario: Scenario, name: str) -> None:
    again = set_rows(scenario, "hunter", path(name), curve_form(scenario.plans["hunter"], path(name)).rows)
    assert again.plans == scenario.plans
    assert again.name == "fy26_edited"


def test_rows_may_come_unsorted_and_empty_ones_are_dropped(scenario: Scenario) -> None:
    rows = [(100.0, 100.0), (None, None), (60.0, 0.0), (60.0, 20.0)]
    changed = set_rows(scenario, "hunter", path("revenue"), rows).plans["hunter"].objectives["revenue"].curve
    assert changed.points == {0.6: (0.0, 0.2), 1.0: (1.0, 1.0)}


def test_a_half_empty_row_is_named(scenario: Scenario) -> None:
    with pytest.raises(PlanError, match="half empty"):
        set_rows(scenario, "hunter", path("revenue"), [(50.0, None), (100.0, 100.0)])


def test_three_values_at_one_point_are_refused(scenario: Scenario) -> None:
    with pytest.raises(PlanError, match="80% stands in 3 rows"):
        set_rows(scenario, "hunter", path("revenue"), [(80.0, 1.0), (80.0, 2.0), (80.0, 3.0)])


def test_a_step_stands_once(scenario: Scenario) -> None:
    with pytest.raises(PlanError, match="80% stands in 2 rows"):
        set_rows(scenario, "hunter", path("first_meetings"), [(80.0, 10.0), (80.0, 20.0)])


def test_an_empty_curve_is_refused(scenario: Scenario) -> None:
    with pytest.raises(PlanError, match="no rows"):
        set_rows(scenario, "hunter", path("revenue"), [(None, None)])


def test_weights_still_add_up_after_one_changed(scenario: Scenario) -> None:
    # by hand: 40 % is left, 30 : 20 share it as 24 : 16
    assert weights(set_weight(scenario, "hunter", "revenue", 60)) == {
        "revenue": 60,
        "new_customers": 24,
        "first_meetings": 16,
    }


def test_step_by_step_keeps_the_proportions_of_the_beginning(scenario: Scenario) -> None:
    # by hand: from 50 : 30 : 20 to 60 is 24 : 16, however many steps it takes
    before, moved = weights_of(scenario, "hunter"), scenario
    for percent in range(51, 61):
        moved = set_weight(moved, "hunter", "revenue", percent, before)
    assert weights(moved) == {"revenue": 60, "new_customers": 24, "first_meetings": 16}


@given(st.sampled_from(["revenue", "new_customers", "first_meetings"]), st.integers(0, 100))
def test_every_weight_gives_a_plan_that_loads(name: str, percent: int) -> None:
    changed = set_weight(read_scenario(YAML), "hunter", name, percent)
    assert sum(weights(changed).values()) == 100
    assert weights(changed)[name] == percent
    assert read_scenario(changed.to_yaml()) == changed


@pytest.mark.parametrize("name", ["revenue", "new_customers", "first_meetings", "services"])
@pytest.mark.parametrize("drawing", ["points", "steps", "rates"])
def test_every_curve_can_be_drawn_in_every_way(scenario: Scenario, name: str, drawing: Drawing) -> None:
    changed = set_drawing(scenario, "hunter", path(name), drawing)
    assert curve_form(changed.plans["hunter"], path(name)).drawing == drawing
    assert read_scenario(changed.to_yaml()) == changed


def test_steps_redrawn_from_points_hold_the_value_at_each_point(scenario: Scenario) -> None:
    changed = set_drawing(scenario, "hunter", path("revenue"), "steps").plans["hunter"].objectives["revenue"].curve
    assert changed.steps == {0.5: 0.0, 0.8: 0.6, 1.0: 1.0, 1.5: 2.5}


def test_points_redrawn_from_rates_pay_the_same_up_to_the_last(scenario: Scenario) -> None:
    changed = set_drawing(scenario, "hunter", path("new_customers"), "points")
    before, after = (curve_at(plan.plans["hunter"], path("new_customers")).compile() for plan in (scenario, changed))
    attainment = np.linspace(0, 1.75, 50)
    assert np.allclose(before(attainment), after(attainment))


def test_one_field_changes_and_the_rest_stays(scenario: Scenario) -> None:
    changed = set_field(scenario, "hunter", ("caps", 0, "payout"), "150%")
    assert changed.plans["hunter"].payout_cap.payout == 1.5
    assert changed.plans["hunter"].objectives == scenario.plans["hunter"].objectives


def test_a_field_of_a_curve_changes_and_its_points_stay(scenario: Scenario) -> None:
    before = scenario.plans["hunter"].objectives["revenue"].curve
    after = set_field(scenario, "hunter", ("objectives", "revenue", "curve", "beyond"), "continue").plans["hunter"]
    curve = after.objectives["revenue"].curve
    assert (curve.beyond, curve.points) == ("continue", before.points)
    back = set_field(scenario, "hunter", ("objectives", "revenue", "curve", "beyond"), None).plans["hunter"]
    assert back.objectives["revenue"].curve == before


def test_a_field_of_a_gate_changes(scenario: Scenario) -> None:
    changed = set_field(scenario, "hunter", ("gates", 0, "hurdle"), "75%")
    assert changed.plans["hunter"].gates[0].hurdle == 0.75


def test_edits_of_a_table_change_delete_and_add_rows() -> None:
    base = [(50.0, 0.0), (100.0, 100.0), (150.0, 250.0)]
    edits = {"edited_rows": {"1": {"y": 90.0}}, "deleted_rows": [0], "added_rows": [{"x": 200.0}, {}]}
    assert edited_rows(base, edits, "x", "y") == [(100.0, 90.0), (150.0, 250.0), (200.0, None), (None, None)]


def test_a_cap_can_be_taken_away(scenario: Scenario) -> None:
    assert set_payout_cap(scenario, "hunter", None).plans["hunter"].caps == ()


def test_gates_come_and_go(scenario: Scenario) -> None:
    two = add(scenario, "hunter", ("gates",), {"measure": "margin", "hurdle": "80%"})
    assert [gate.measure for gate in two.plans["hunter"].gates] == ["revenue", "margin"]
    assert two.plans["hunter"].gates[0] == scenario.plans["hunter"].gates[0]
    one = change(two, "hunter", {("gates", 0): None})
    assert [gate.measure for gate in one.plans["hunter"].gates] == ["margin"]
    assert change(one, "hunter", {("gates", 0): None}).plans["hunter"].gates == ()


def test_editing_twice_keeps_one_name(scenario: Scenario) -> None:
    once = set_weight(scenario, "hunter", "revenue", 60)
    assert set_weight(once, "hunter", "revenue", 70).name == "fy26_edited"
