"""Every choice of a plan can be made on the page: an edit changes the plan, its file says it, nothing else is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from compsim.cases import load_case
from compsim.invented import example_scenarios
from compsim.plan.components import Objective
from compsim.plan.scenario import Plan, Scenario, read_scenario
from compsim.population.example.company import example_population
from simulator import caches
from simulator.sources import Data
from tests.project_files import ROOT
from tests.simulator.conftest import Open, go
from tests.simulator.test_app import current_yaml, said, tables

CASES = [min(folder.glob("*.yaml")) for folder in sorted((ROOT / "tests" / "cases").iterdir()) if folder.is_dir()]
OBJECTIVE = "field/hunter/objectives.revenue"


def opened(open_page: Open, plan: str = "next_year", part: str = "", role: str = "hunter") -> AppTest:
    """The plan page with all choices of a role in view."""
    app = open_page("plan", plan=plan)
    app.session_state["plan/role"] = role
    app.session_state[f"more/{role}"] = app.session_state[f"rules/{role}"] = True
    if part:
        app.session_state[f"plan/part/{role}"] = part
    return app.run()


def plan_of(app: AppTest, role: str = "hunter") -> Plan:
    assert not app.exception
    return read_scenario(current_yaml(app)).plans[role]


def revenue(app: AppTest) -> Objective:
    return plan_of(app).objectives["revenue"]


# --- one field each


@pytest.mark.parametrize(
    ("widget", "path", "value", "says"),
    [
        ("number_input", "objectives.revenue.caps.attainment", 130.0, 1.3),
        ("number_input", "objectives.revenue.caps.factor", 150.0, 1.5),
        ("number_input", "objectives.revenue.caps.money", 9000.0, 9000.0),
        ("toggle", "objectives.revenue.take_back", True, True),
        ("selectbox", "objectives.revenue.pays", "at_end", "at_end"),
        ("selectbox", "objectives.revenue.credit", "team", "team"),
        ("selectbox", "objectives.revenue.measure", "margin", "margin"),
        ("text_input", "objectives.revenue.title", "Turnover", "Turnover"),
        ("selectbox", "proration", "full_months", "full_months"),
        ("number_input", "caps.0.pool", 900_000.0, 900_000.0),
        ("number_input", "caps.0.total_pay", 150_000.0, 150_000.0),
        ("selectbox", "objectives.revenue.curve.beyond", "continue", "continue"),
    ],
)
def test_a_field_changes_the_plan_and_its_file_says_so(
    open_page: Open, widget: str, path: str, value: Any, says: Any
) -> None:
    app = opened(open_page)
    before = plan_of(app)
    getattr(app, widget)(key=f"field/hunter/{path}").set_value(value).run()
    after: Any = plan_of(app)
    for step in path.split("."):
        after = after[int(step)] if step.isdigit() else after[step] if isinstance(after, dict) else getattr(after, step)
    assert after == says
    assert [part.weight for part in plan_of(app).objectives.values()] == [
        part.weight for part in before.objectives.values()
    ]


def test_a_plan_without_caps_gets_one(open_page: Open, rich: Scenario) -> None:
    app = opened(open_page, "rich", role="account_manager")
    app.number_input(key="field/account_manager/caps.0.money").set_value(40_000.0).run()
    (caps,) = plan_of(app, "account_manager").caps
    assert (caps.money, caps.payout) == (40_000, None)
    app.number_input(key="field/account_manager/caps.0.money").set_value(None).run()
    assert plan_of(app, "account_manager") == rich.plans["account_manager"]


def test_a_number_that_is_cleared_is_left_out(open_page: Open) -> None:
    app = opened(open_page)
    before = revenue(app)
    app.number_input(key=f"{OBJECTIVE}.caps.factor").set_value(150.0).run()
    app.number_input(key=f"{OBJECTIVE}.caps.factor").set_value(None).run()
    assert revenue(app) == before


# --- parts that come and go


def test_a_draw_and_rounding_are_switched_on_and_come_back_as_they_were(open_page: Open) -> None:
    app = opened(open_page)
    app.toggle(key="field/hunter/draw").set_value(True).run()
    app.number_input(key="field/hunter/draw.every_month").set_value(800.0).run()
    app.selectbox(key="field/hunter/draw.kind").set_value("recoverable").run()
    app.selectbox(key="field/hunter/draw.recovered_from").set_value("commission").run()
    app.toggle(key="field/hunter/rounding").set_value(True).run()
    made = plan_of(app)
    assert made.draw is not None
    assert made.rounding is not None
    assert (made.draw.every_month, made.draw.kind, made.draw.recovered_from) == (800, "recoverable", "commission")
    app.toggle(key="field/hunter/draw").set_value(False).run()
    assert plan_of(app).draw is None
    app.toggle(key="field/hunter/draw").set_value(True).run()
    assert plan_of(app) == made


@pytest.mark.usefixtures("rich")
def test_a_guaranteed_draw_forgets_what_it_was_recovered_from(open_page: Open) -> None:
    app = opened(open_page, "rich")
    app.selectbox(key="field/hunter/draw.kind").set_value("guaranteed").run()
    draw = plan_of(app).draw
    assert draw is not None
    assert (draw.kind, draw.recovered_from, draw.first_months) == ("guaranteed", "excess", 6)


def test_a_target_is_set_in_another_way_and_back(open_page: Open) -> None:
    app = opened(open_page)
    before = revenue(app)
    app.selectbox(key=f"{OBJECTIVE}.target.way").set_value("every_year").run()
    app.number_input(key=f"{OBJECTIVE}.target.every_year").set_value(700_000.0).run()
    app.toggle(key=f"{OBJECTIVE}.target.profile/on").set_value(True).run()
    target = revenue(app).target
    assert target is not None
    assert (target.way, target.every_year) == ("every_year", 700_000)
    assert target.profile == {"Q1": 0.25, "Q2": 0.25, "Q3": 0.25, "Q4": 0.25}
    app.selectbox(key=f"{OBJECTIVE}.target.way").set_value("total").run()
    assert revenue(app) == before


def test_factors_by_region_begin_at_100_percent_and_change_no_pay(open_page: Open) -> None:
    app = opened(open_page)
    before = [metric.value for metric in app.metric]
    app.button(key="add/hunter/objectives.revenue.multiplier/by_roster").click().run()
    app.selectbox(key=f"{OBJECTIVE}.multiplier.0.roster").set_value("region").run()
    (multiplier,) = revenue(app).multiplier
    assert multiplier.roster == "region"
    assert set((multiplier.factors or {}).values()) == {1.0}
    assert [metric.value for metric in app.metric] == before
    app.button(key="remove/hunter/objectives.revenue.multiplier.0").click().run()
    assert revenue(app).multiplier == ()


def test_a_factor_by_a_measure_has_a_curve_that_can_be_redrawn(open_page: Open) -> None:
    app = opened(open_page)
    app.button(key="add/hunter/multiplier/by_measure").click().run()
    app.selectbox(key="field/hunter/multiplier.0.measure").set_value("win_rate").run()
    app.get_by_key("drawing/hunter/multiplier.0.curve").set_value("steps").run()
    (multiplier,) = plan_of(app).multiplier
    assert multiplier.measure == "win_rate"
    assert multiplier.curve is not None
    assert multiplier.curve.steps == {0.0: 1.0, 1.0: 1.0}


def test_a_gate_on_a_value_begins_anew_and_holds_what_is_named(open_page: Open) -> None:
    app = opened(open_page)
    app.button(key="add/hunter/gates/gate").click().run()
    app.selectbox(key="field/hunter/gates.0.on").set_value("value").run()
    app.number_input(key="field/hunter/gates.0.hurdle").set_value(12_000.0).run()
    app.multiselect(key="field/hunter/gates.0.holds").set_value(["everything", "revenue"]).run()
    (gate,) = plan_of(app).gates
    assert (gate.on, gate.hurdle, gate.holds) == ("value", 12_000, ("revenue",))
    app.multiselect(key="field/hunter/gates.0.holds").set_value(["revenue", "above_target"]).run()
    assert plan_of(app).gates[0].holds == ("above_target",)


# --- one curve for all


def test_a_blended_plan_takes_the_first_curve_and_gives_each_its_own_back(open_page: Open) -> None:
    app = opened(open_page, role="inside_sales")
    key = "field/inside_sales/objectives.new_customers.pays"
    app.session_state["plan/part/inside_sales"] = "new_customers"
    app.run().selectbox(key=key).set_value("true_up").run()
    before = plan_of(app, "inside_sales")
    app.selectbox(key="field/inside_sales/mix").set_value("blended").run()
    blended = plan_of(app, "inside_sales")
    assert blended.curve == before.objectives["revenue"].curve
    assert [part.curve for part in blended.objectives.values()] == [None, None, None]
    app.selectbox(key=key).set_value("at_end").run()  # one for all of them, or the plan would contradict itself
    assert {part.pays for part in plan_of(app, "inside_sales").objectives.values()} == {"at_end"}
    app.selectbox(key=key).set_value("true_up").run()
    app.selectbox(key="field/inside_sales/mix").set_value("each").run()
    assert plan_of(app, "inside_sales") == before


def test_what_cannot_be_blended_is_refused_with_the_reason(open_page: Open) -> None:
    app = opened(open_page)
    app.selectbox(key="field/hunter/mix").set_value("blended").run()
    assert plan_of(app).mix == "each"
    assert "the same measured, against" in tables(app)


# --- a plan that says nearly everything


@pytest.mark.parametrize("part", ["revenue", "new_customers", "milestone", "extra"])
def test_every_part_of_a_rich_plan_is_shown(open_page: Open, rich: Scenario, part: str) -> None:
    app = opened(open_page, "rich", part)
    assert plan_of(app) == rich.plans["hunter"]
    assert "One curve pays all objectives" in said(app) or part in ("milestone", "extra")


def test_an_edit_keeps_what_the_page_does_not_show(open_page: Open, rich: Scenario) -> None:
    app = opened(open_page, "rich", "milestone")
    app.number_input(key="field/hunter/gates.1.otherwise").set_value(40.0).run()
    app.number_input(key="field/hunter/caps.1.pool").set_value(1_900_000.0).run()
    plain, expected = plan_of(app).model_dump(), rich.plans["hunter"].model_dump()
    expected["gates"][1]["otherwise"] = "40%"
    expected["caps"][1]["pool"] = 1_900_000
    assert plain == expected


@pytest.mark.usefixtures("rich")
def test_what_no_form_shows_stands_as_text(open_page: Open) -> None:
    app = opened(open_page, "rich", "margin", "account_manager")
    assert not app.exception
    assert "no form shows this" in said(app)
    assert any(code.value.startswith("matrix: {down: {measure: revenue") for code in app.code)


def test_an_edit_that_the_people_cannot_be_paid_by_is_refused(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cap on single deals, where the data have sums alone."""
    data = Data("company", example_population(), example_scenarios())
    monkeypatch.setattr(caches, "invented_company", lambda: data)
    app = opened(open_page)
    app.number_input(key=f"{OBJECTIVE}.caps.deal").set_value(1000.0).run()
    assert revenue(app).caps.deal is None
    assert "single deals" in tables(app)
    assert app.metric


def test_a_cap_on_single_deals_holds_where_there_are_such(open_page: Open) -> None:
    app = opened(open_page)
    app.number_input(key=f"{OBJECTIVE}.caps.deal").set_value(1000.0).run()
    assert revenue(app).caps.deal == 1000.0


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_kind_of_plan_is_shown_and_explained(
    open_page: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = load_case(path)
    data = Data("company", case.population, {"case": case.scenario})
    monkeypatch.setattr(caches, "invented_company", lambda: data)
    role = next(iter(case.scenario.plans))
    app = opened(open_page, "case", role=role)
    assert plan_of(app, role) == case.scenario.plans[role]
    people = go(app, "result").selectbox(key="result/rep")
    people.set_value(people.options[0]).run()
    assert not app.exception


# --- a role as text


def test_a_role_changed_as_text_is_used(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    box = app.text_area(key="file/role/hunter")
    box.set_value(str(box.value) + "commissions:\n  renewals: {measure: revenue, rates: {0: 1%}, measured: year}\n")
    app.button(key="file/role/hunter/take").click().run()
    assert plan_of(app).commissions["renewals"].rates == {0.0: 0.01}
    assert "renewals" in str(app.text_area(key="file/role/hunter").value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("settled: weekly\n", ("this text line 1", "weekly")),
        (
            "settled: yearly\nobjectives:\n  revenue:\n    weight: 100%\n    curve: {lines: {0: 1}}\n",
            ("line 5", "lines"),
        ),
        ("a: [", ("this text line",)),
        ("", ("the plan pays for nothing",)),
        ("just words", ("plans.hunter",)),
    ],
)
def test_a_mistake_in_the_text_is_named_with_its_line_and_the_text_stays(
    open_page: Open, text: str, told: tuple[str, ...]
) -> None:
    app = open_page("plan", plan="next_year")
    app.text_area(key="file/role/hunter").set_value(text)
    app.button(key="file/role/hunter/take").click().run()
    assert not app.exception
    assert all(each in tables(app) for each in told)
    assert app.query_params["plan"] == "next_year"
    assert app.text_area(key="file/role/hunter").value == text
