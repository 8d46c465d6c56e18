"""What a plan is made of comes, goes and changes places on the plan page; every change can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from compsim.cases import load_case
from compsim.plan.scenario import Plan
from compsim.plan.where import Between
from simulator import caches
from simulator.sources import Data
from simulator.text import plain, t
from tests.project_files import ROOT
from tests.simulator.conftest import Open
from tests.simulator.test_app import COST, said, tables, tile, weights
from tests.simulator.test_choices import opened, plan_of

Show = Callable[..., AppTest]


def add(app: AppTest, what: str, chosen: str, role: str = "hunter") -> AppTest:
    return app.selectbox(key=f"add/{role}/{what}").set_value(chosen).run()


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


# --- objectives and commissions


def test_an_added_objective_changes_the_pay_and_the_weights_still_add_up(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    before = tile(app, COST)
    add(app, "objective", "margin")
    assert not app.exception
    # by hand: 100 % / 5 = 20 %; the other four keep four fifths of 50, 20, 15, 15
    assert weights(app) == {"revenue": 40, "new_customers": 16, "first_meetings": 12, "team_revenue": 12, "margin": 20}
    assert tile(app, COST) != before
    assert app.session_state["plan/part/hunter"] == "margin"
    assert "margin" not in app.selectbox(key="add/hunter/objective").options
    assert app.selectbox(key="add/hunter/objective").value is None


def test_a_removed_objective_frees_its_weight_and_can_be_added_again(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    press(app, "remove/hunter/new_customers")
    # by hand: 50 : 15 : 15 share 100 % as 62.5 : 18.75 : 18.75
    assert sum(weights(app).values()) == 100
    assert weights(app)["first_meetings"] == 19
    assert "New customers" in app.selectbox(key="add/hunter/objective").options


def test_an_objective_moves_up_and_pays_the_same(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    before = tile(app, COST)
    press(app, "move/hunter/team_revenue/up")
    assert list(plan_of(app).objectives) == ["revenue", "new_customers", "team_revenue", "first_meetings"]
    assert tile(app, COST) == before
    assert app.button(key="move/hunter/revenue/up").disabled
    assert app.button(key="move/hunter/first_meetings/down").disabled


def test_a_commission_comes_with_a_rate_to_change_and_goes_again(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    before, paid = plan_of(app), tile(app, COST)
    add(app, "commission", "revenue")
    commission = plan_of(app).commissions["revenue_commission"]
    assert (commission.measure, commission.rates) == ("revenue", {0.0: 0.01})
    assert tile(app, COST) != paid
    press(app, "remove/hunter/revenue_commission")
    assert plan_of(app) == before
    assert tile(app, COST) == paid


def test_the_last_part_stays_and_the_page_says_why(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    for name in ("revenue", "new_customers", "first_meetings"):
        press(app, f"remove/hunter/{name}")
    assert app.button(key="remove/hunter/team_revenue").disabled
    assert t("part.last") in said(app)
    add(app, "commission", "margin")
    assert not app.button(key="remove/hunter/team_revenue").disabled
    press(app, "remove/hunter/team_revenue")
    assert list(plan_of(app).parts()) == ["margin_commission"]
    assert t("weights.none") in said(app)


def test_a_blended_plan_gets_an_objective_without_a_curve_of_its_own(open_page: Open) -> None:
    app = opened(open_page, role="inside_sales")
    app.session_state["plan/part/inside_sales"] = "new_customers"
    app.run().selectbox(key="field/inside_sales/objectives.new_customers.pays").set_value("true_up").run()
    app.selectbox(key="field/inside_sales/mix").set_value("blended").run()
    add(app, "objective", "margin", "inside_sales")
    made = plan_of(app, "inside_sales").objectives["margin"]
    assert (made.curve, made.measured) == (None, "quarter")


def test_a_removal_that_the_plan_does_not_allow_is_refused_with_the_reason(open_page: Open) -> None:
    app = opened(open_page)
    press(app, "add/hunter/gates/gate")
    app.multiselect(key="field/hunter/gates.0.holds").set_value(["above_target"]).run()
    add(app, "commission", "margin")
    for name in ("revenue", "new_customers", "first_meetings"):
        press(app, f"remove/hunter/{name}")
    press(app, "remove/hunter/team_revenue")  # what is left reads no attainment, so nothing is above target
    assert list(plan_of(app).objectives) == ["team_revenue"]
    assert "no part reads attainment" in tables(app)


# --- taking back


def test_changes_are_taken_back_one_by_one(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    assert app.button(key="plan/take_back").disabled
    first = plan_of(app)
    add(app, "objective", "margin")
    second = plan_of(app)
    press(app, "remove/hunter/revenue")
    press(app, "plan/take_back")
    assert plan_of(app) == second
    press(app, "plan/take_back")
    assert plan_of(app) == first
    assert app.query_params["plan"] == "next_year"
    assert app.button(key="plan/take_back").disabled


def test_what_the_back_button_undid_is_not_taken_back_again(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    add(app, "objective", "margin")
    middle = app.query_params["plan"]
    add(app, "objective", "offers")
    app.query_params["plan"] = middle  # what the back button does
    app.run()
    press(app, "plan/take_back")
    assert app.query_params["plan"] == "next_year"


def test_a_change_is_taken_back_to_an_address_that_named_no_plan(open_page: Open) -> None:
    app = open_page("plan")
    before = plan_of(app)
    add(app, "objective", "margin")
    press(app, "plan/take_back")
    assert "plan" not in app.query_params
    assert plan_of(app) == before


# --- gates and caps


def test_gates_change_places(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    press(app, "add/hunter/gates/gate")
    assert "move/hunter/gates.0/down" not in [button.key for button in app.button]
    press(app, "add/hunter/gates/gate")
    app.number_input(key="field/hunter/gates.1.hurdle").set_value(60.0).run()
    press(app, "move/hunter/gates.1/up")
    assert [gate.hurdle for gate in plan_of(app).gates] == [0.6, 0.8]


def test_a_second_set_of_caps_counts_over_the_other_time(open_page: Open) -> None:
    app = opened(open_page)
    before = tile(app, COST)
    assert "Payout cap" not in app.selectbox(key="add/hunter/caps").options  # limited already
    add(app, "caps", "pool")
    yearly, each = plan_of(app).caps
    assert (yearly.payout, yearly.per) == (2.0, "year")
    assert (each.per, each.payout) == ("settlement", None)
    assert tile(app, COST) == before  # it begins far above what is paid
    app.number_input(key="field/hunter/caps.1.pool").set_value(100_000.0).run()
    assert tile(app, COST) != before
    press(app, "remove/hunter/caps.1")
    assert plan_of(app).caps == (yearly,)


def test_what_one_set_limits_is_not_offered_in_the_other(open_page: Open) -> None:
    app = opened(open_page)
    app.number_input(key="field/hunter/caps.0.pool").set_value(900_000.0).run()
    add(app, "caps", "total_pay")
    shown = {str(box.key).removeprefix("field/hunter/caps.") for box in app.number_input if "caps." in str(box.key)}
    assert {"0.pool", "1.total_pay", "0.money", "1.money"} <= shown
    assert {"1.pool", "0.total_pay"}.isdisjoint(shown)


# --- days


@pytest.fixture
def campaign(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A plan that pays for deals between two days, on people whose deals have days."""
    case = load_case(ROOT / "tests" / "cases" / "which_deals" / "between-days.yaml")
    data = Data("company", case.population, {"case": case.scenario})
    monkeypatch.setattr(caches, "invented_company", lambda: data)
    return opened(open_page, "case", role="seller")


def where_of(plan: Plan) -> dict[str, Between]:
    return dict(plan.commissions["some"].where)  # type: ignore[arg-type]


PLACE = "field/seller/commissions.some.where"


def test_days_are_chosen_as_days(campaign: AppTest) -> None:
    last = campaign.date_input(key=f"{PLACE}.day.at_most")
    assert (campaign.date_input(key=f"{PLACE}.day.at_least").value, last.value) == (
        date(2025, 2, 10),
        date(2025, 6, 30),
    )
    paid = tile(campaign, COST)
    last.set_value(date(2025, 7, 1)).run()
    assert where_of(plan_of(campaign, "seller"))["day"].at_most == "2025-07-01"
    assert tile(campaign, COST) != paid  # by hand: the deal of 1 July counts now


def test_a_bound_can_be_left_open_but_not_both(campaign: AppTest) -> None:
    campaign.date_input(key=f"{PLACE}.day.at_most").set_value(None).run()
    assert where_of(plan_of(campaign, "seller"))["day"] == Between(at_least="2025-02-10")
    campaign.date_input(key=f"{PLACE}.day.at_least").set_value(None).run()
    assert "the condition is empty" in tables(campaign)
    assert where_of(plan_of(campaign, "seller"))["day"] == Between(at_least="2025-02-10")


def test_a_condition_on_days_begins_with_every_deal(campaign: AppTest) -> None:
    press(campaign, "remove/seller/commissions.some.where.day")
    everything = tile(campaign, COST)
    assert plan_of(campaign, "seller").commissions["some"].where == {}
    campaign.selectbox(key=f"{PLACE}/add").set_value("day").run()
    assert where_of(plan_of(campaign, "seller"))["day"] == Between(at_least="2025-02-10")
    assert tile(campaign, COST) == everything


# --- the rate that something else picks


@pytest.fixture
def picked(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> Show:
    """The page on a plan in which something else picks the rate: the figures of its picture."""

    def shown(case: str, role: str = "seller") -> AppTest:
        loaded = load_case(ROOT / "tests" / "cases" / "tiers" / f"{case}.yaml")
        data = Data("company", loaded.population, {"case": loaded.scenario})
        monkeypatch.setattr(caches, "invented_company", lambda: data)
        return opened(open_page, "case", role=role)

    return shown


def test_a_picked_rate_stands_on_an_axis_of_its_own(picked: Show) -> None:
    app = picked("by-team-attainment")
    spec = str(app.get("plotly_chart")[-1].proto.spec)
    assert plain("rate.subtitle") in spec
    assert "Attainment of" in spec
    assert "incentive paid" not in spec  # what a factor would be
    assert t("curve.hint_picked") in said(app)


@pytest.mark.usefixtures("rich")
def test_a_picked_rate_is_in_the_unit_of_what_it_pays_on(open_page: Open) -> None:
    app = opened(open_page, "rich", "extra")
    spec = str(app.get("plotly_chart")[-1].proto.spec)
    assert "Share of Margin paid" in spec
    assert "Revenue, team (EUR)" in spec
