"""The plan page beside its forms: weights that are held, undo and redo, advice at its field, the curve in money."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from simulator import caches
from simulator.sources import Data
from simulator.text import t
from tests.simulator.conftest import Open, go
from tests.simulator.test_app import COST, said, tile, weights
from tests.simulator.test_choices import plan_of
from tests.simulator.test_parts_on_the_page import add, press


def hold(app: AppTest, name: str, *, on: bool = True, role: str = "hunter") -> AppTest:
    return app.toggle(key=f"hold/{role}/{name}").set_value(on).run()


def move(app: AppTest, name: str, percent: int, role: str = "hunter") -> AppTest:
    return app.slider(key=f"weight/{role}/{name}").set_value(percent).run()


# --- weights that are held


def test_a_held_weight_stays_while_another_moves(open_page: Open) -> None:
    app = hold(open_page("plan", plan="next_year"), "new_customers")
    move(app, "revenue", 60)
    # by hand: 20 are held, so 20 are left for 15 : 15
    assert weights(app) == {"revenue": 60, "new_customers": 20, "first_meetings": 10, "team_revenue": 10}
    assert app.slider(key="weight/hunter/new_customers").disabled


def test_a_weight_stops_where_held_ones_begin(open_page: Open) -> None:
    app = hold(open_page("plan", plan="next_year"), "new_customers")
    move(app, "revenue", 95)
    assert weights(app) == {"revenue": 80, "new_customers": 20, "first_meetings": 0, "team_revenue": 0}


def test_what_moved_before_a_weight_was_held_is_not_undone_by_holding_it(open_page: Open) -> None:
    app = move(open_page("plan", plan="next_year"), "revenue", 60)
    then = weights(app)["new_customers"]
    hold(app, "new_customers")
    move(app, "revenue", 70)
    assert weights(app)["new_customers"] == then == 16


def test_the_last_free_weight_cannot_be_moved(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    for name in ("new_customers", "first_meetings", "team_revenue"):
        hold(app, name)
    assert all(slider.disabled for slider in app.slider)
    hold(app, "team_revenue", on=False)
    assert not app.slider(key="weight/hunter/revenue").disabled


def test_a_held_weight_stays_when_parts_come_and_go(open_page: Open) -> None:
    app = hold(open_page("plan", plan="next_year"), "revenue")
    add(app, "objective", "margin")
    # by hand: 20 for the new one and 50 held leave 30 for 20 : 15 : 15
    assert weights(app) == {"revenue": 50, "new_customers": 12, "first_meetings": 9, "team_revenue": 9, "margin": 20}
    press(app, "remove/hunter/margin")
    assert weights(app) == {"revenue": 50, "new_customers": 20, "first_meetings": 15, "team_revenue": 15}


def test_what_is_held_is_still_held_after_a_look_at_another_page(open_page: Open) -> None:
    app = hold(open_page("plan", plan="next_year"), "revenue")
    go(app, "result")
    app = go(app, "plan")
    assert app.toggle(key="hold/hunter/revenue").value is True


# --- undo and redo


def test_what_was_undone_is_done_again_step_by_step(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    assert app.button(key="plan/redo").disabled
    move(app, "revenue", 60)
    first, paid = plan_of(app), tile(app, COST)
    add(app, "objective", "margin")
    second = plan_of(app)
    press(app, "plan/take_back")
    press(app, "plan/take_back")
    press(app, "plan/redo")
    assert (plan_of(app), tile(app, COST)) == (first, paid)
    press(app, "plan/redo")
    assert plan_of(app) == second
    assert app.button(key="plan/redo").disabled
    press(app, "plan/take_back")
    assert plan_of(app) == first


def test_a_new_change_forgets_what_was_undone(open_page: Open) -> None:
    app = move(open_page("plan", plan="next_year"), "revenue", 60)
    press(app, "plan/take_back")
    move(app, "revenue", 40)
    assert app.button(key="plan/redo").disabled
    app.query_params["plan"] = "next_year"  # what the back button does
    app.run()
    assert app.button(key="plan/redo").disabled


def test_what_the_back_button_left_is_not_done_again(open_page: Open) -> None:
    app = move(open_page("plan", plan="next_year"), "revenue", 60)
    add(app, "objective", "margin")
    press(app, "plan/take_back")
    app.query_params["plan"] = "next_year"  # what the back button does
    app.run()
    assert app.button(key="plan/redo").disabled


# --- advice at its field


def advice(app: AppTest) -> set[str]:
    """What the popovers with advice say before they are opened."""
    return {
        str(block.proto.popover.label).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")
        for block in blocks_of(app)
        if block.type == "popover"
    }


def blocks_of(app: AppTest) -> list[Any]:
    """Everything on the page that holds something else."""
    found, waiting = [], [app.main]
    while waiting:
        inner = [child for child in waiting.pop().children.values() if hasattr(child, "children")]
        found += inner
        waiting += inner
    return found


def test_advice_stands_at_the_weight_it_is_about_and_goes_with_its_reason(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    assert "Weighs 15 %" in advice(app)
    assert "Little money moves little effort; the objective may be left aside." in said(app)
    move(app, "first_meetings", 25)
    press(app, "remove/hunter/team_revenue")
    assert not [each for each in advice(app) if each.startswith("Weighs")]


def test_advice_on_a_cap_comes_and_goes_with_the_cap(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    assert "Caps the payout at 200 % of target incentive" in advice(app)
    app.toggle(key="cap/hunter/on").set_value(False).run()
    assert not [each for each in advice(app) if each.startswith("Caps")]


def test_advice_on_a_gate_stands_in_the_gate(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    press(app, "add/hunter/gates/gate")
    assert "Has a gate that stops all pay" in advice(app)
    app.number_input(key="field/hunter/gates.0.otherwise").set_value(50.0).run()
    assert "Has a gate that stops all pay" not in advice(app)


# --- what the curve is worth in money


def curve_spec(app: AppTest) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(app.get("plotly_chart")[-1].proto.spec)
    return spec


def test_the_curve_has_the_money_of_the_median_incentive_on_its_right(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    roster = caches.invented_company().population.roster
    median = roster[roster["role"] == "hunter"]["target_incentive"].median()
    layout = curve_spec(app)["layout"]
    left, right = layout["yaxis"]["range"][1], layout["yaxis3"]["range"][1]
    # by hand: half the incentive hangs on revenue, so 100 % is half the median
    assert abs(right / left * 100 - median / 2) < 0.01
    assert "median target incentive" in said(app)
    move(app, "revenue", 25)
    layout = curve_spec(app)["layout"]
    assert abs(layout["yaxis3"]["range"][1] / layout["yaxis"]["range"][1] * 100 - median / 4) < 0.01


def test_the_incentive_of_a_few_is_not_told(open_page: Open, monkeypatch: Any) -> None:
    company = caches.invented_company()
    people, plan = company.population, company.plans["next_year"]
    hunters = people.roster.index[people.roster["role"] == "hunter"]
    most = people.roster.index.isin(hunters[4:])
    roster = people.roster.assign(target_incentive=people.roster["target_incentive"].mask(most, 0.0))
    few = Data("company", replace(people, roster=roster), {"next_year": plan})
    monkeypatch.setattr(caches, "invented_company", lambda: few)
    app = open_page("plan", plan="next_year")
    assert "yaxis3" not in curve_spec(app)["layout"]
    assert "median target incentive" not in said(app)


def test_the_other_curves_with_advice_are_named(open_page: Open) -> None:
    """Last year's plan: the lowest tenth of hunters reached less than pay began at, on revenue and on new customers."""
    app = open_page("plan", plan="last_year")
    assert t("advice.elsewhere", parts="New customers") in said(app)
    assert any(each.startswith("Pays from") for each in advice(app))
    app.segmented_control(key="plan/part/hunter").set_value("focus_share").run()
    assert t("advice.elsewhere", parts="Revenue and New customers") in said(app)
    assert not any(each.startswith("Pays from") for each in advice(app))
