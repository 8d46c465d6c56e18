"""Parts come, go and change places: weights add to 100 % all the while, and what others pay for stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.cases import load_case
from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError
from compsim.plan.components import Objective
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.people import Population
from simulator import caches, parts
from simulator.editing import move, moved, weights_of
from simulator.names import names_of
from tests.project_files import ROOT
from tests.simulator.test_editing import YAML, weights

DAYS = ROOT / "tests" / "cases" / "which_deals" / "between-days.yaml"


@pytest.fixture
def scenario() -> Scenario:
    return read_scenario(YAML)


@pytest.fixture(scope="module")
def company() -> Scenario:
    return caches.invented_company().plans["next_year"]


def people() -> Population:
    return caches.invented_company().population


CURVE = {"curve": {"points": {"50%": "0%", "100%": "100%"}}}


def test_a_new_objective_weighs_an_equal_share_and_the_others_give_it_in_proportion(scenario: Scenario) -> None:
    # by hand: 100 % / 4 = 25 %; 75 % are left, 50 : 30 : 20 share them as 37.5 : 22.5 : 15, and halves are rounded
    added = parts.add_objective(scenario, "hunter", "margin", CURVE)
    assert weights(added) == {"revenue": 38, "new_customers": 22, "first_meetings": 15, "margin": 25}
    assert list(added.plans["hunter"].objectives) == ["revenue", "new_customers", "first_meetings", "margin"]


def test_a_removed_objective_leaves_its_weight_to_the_others_in_proportion(scenario: Scenario) -> None:
    # by hand: 50 : 20 share 100 % as 71.4 : 28.6
    left = parts.remove_part(scenario, "hunter", "new_customers")
    assert weights(left) == {"revenue": 71, "first_meetings": 29}
    assert left.plans["hunter"].commissions == scenario.plans["hunter"].commissions


def test_the_only_objective_of_a_plan_weighs_all(scenario: Scenario) -> None:
    one = parts.remove_part(parts.remove_part(scenario, "hunter", "new_customers"), "hunter", "revenue")
    assert weights(one) == {"first_meetings": 100}
    none = parts.remove_part(one, "hunter", "first_meetings")
    assert none.plans["hunter"].objectives == {}
    assert weights(parts.add_objective(none, "hunter", "margin", CURVE)) == {"margin": 100}


def test_the_last_part_of_a_plan_cannot_be_removed(scenario: Scenario) -> None:
    left = scenario
    for name in ("revenue", "new_customers", "first_meetings"):
        left = parts.remove_part(left, "hunter", name)
    with pytest.raises(PlanError, match="pays for nothing"):
        parts.remove_part(left, "hunter", "services")


def test_the_last_objective_of_a_blended_plan_takes_its_curve_along() -> None:
    text = YAML[: YAML.index("    objectives:")] + (
        "    mix: blended\n    curve: {points: {0: 0, 100%: 100%}}\n"
        "    objectives: {revenue: {weight: 100%, measured: year, pays: at_end}}\n"
        "    commissions: {services: {rates: {0: 2%}}}\n"
    )
    blended = read_scenario(text)
    two = parts.add_objective(blended, "hunter", *parts.new_objective(blended, people(), "hunter", "margin"))
    margin = two.plans["hunter"].objectives["margin"]
    assert (margin.curve, margin.measured, margin.pays) == (None, "year", "at_end")
    bare = parts.remove_part(blended, "hunter", "revenue").plans["hunter"]
    assert (bare.mix, bare.curve, list(bare.commissions)) == ("each", None, ["services"])


@given(st.permutations(["revenue", "new_customers", "first_meetings"]), st.integers(0, 100))
def test_weights_add_up_whatever_comes_and_goes(order: list[str], percent: int) -> None:
    changed = parts.add_objective(read_scenario(YAML), "hunter", "margin", CURVE)
    for name in order[: percent % 3 + 1]:
        changed = parts.remove_part(changed, "hunter", name)
        assert sum(weights_of(changed, "hunter").values()) == pytest.approx(1.0, abs=1e-12)
    assert read_scenario(changed.to_yaml()) == changed


def test_a_gate_lets_go_of_a_part_that_goes_and_one_without_any_goes_too(scenario: Scenario) -> None:
    plain = scenario.to_plain()
    plain["plans"]["hunter"]["gates"] = [
        {"measure": "margin", "hurdle": "80%", "holds": ["revenue", "services"]},
        {"measure": "revenue", "hurdle": "90%", "holds": "revenue"},
        {"measure": "revenue", "hurdle": "95%"},
    ]
    gated = parts.edited(scenario, plain)
    left = parts.remove_part(gated, "hunter", "revenue").plans["hunter"].gates
    assert [(gate.hurdle, gate.holds) for gate in left] == [(0.8, ("services",)), (0.95, ("everything",))]


def test_a_part_moves_among_its_like_and_weighs_the_same(scenario: Scenario) -> None:
    up = parts.move_part(scenario, "hunter", "first_meetings", -1)
    assert list(up.plans["hunter"].objectives) == ["revenue", "first_meetings", "new_customers"]
    assert weights(up) == weights(scenario)
    assert parts.move_part(up, "hunter", "first_meetings", 1).plans == scenario.plans


@given(st.lists(st.integers(), min_size=1, unique=True), st.data())
def test_moving_keeps_everything_and_the_order_of_the_rest(listed: list[int], data: st.DataObject) -> None:
    place, by = data.draw(st.integers(0, len(listed) - 1)), data.draw(st.integers(-9, 9))
    after = moved(listed, place, by)
    assert after.index(listed[place]) == min(max(place + by, 0), len(listed) - 1)
    assert [one for one in after if one != listed[place]] == [one for one in listed if one != listed[place]]


def test_gates_change_places(scenario: Scenario) -> None:
    plain = scenario.to_plain()
    plain["plans"]["hunter"]["gates"].append({"measure": "margin", "hurdle": "80%"})
    two = parts.edited(scenario, plain)
    swapped = move(two, "hunter", ("gates", 1), -1).plans["hunter"].gates
    assert [gate.measure for gate in swapped] == ["margin", "revenue"]
    assert swapped[1] == scenario.plans["hunter"].gates[0]


# --- what is offered


def test_only_measures_that_nothing_of_the_kind_reads_are_offered(company: Scenario) -> None:
    plan = company.plans["hunter"]
    assert parts.free_for_objectives(plan, people()) == [
        "focus_revenue",
        "focus_share",
        "margin",
        "offers",
        "win_rate",
        "wins",
    ]
    assert "focus_share" not in parts.free_for_commissions(plan, people())  # a ratio is no amount to pay on
    assert "revenue" in parts.free_for_commissions(plan, people())


@pytest.mark.parametrize("role", ["hunter", "account_manager", "inside_sales"])
def test_everything_offered_can_be_evaluated_and_pays(company: Scenario, role: str) -> None:
    plan = company.plans[role]
    for measure in parts.free_for_objectives(plan, people()):
        name, plain = parts.new_objective(company, people(), role, measure)
        changed = parts.add_objective(company, role, name, plain)
        assert money_of(changed, name) > 0
    for measure in parts.free_for_commissions(plan, people()):
        name, plain = parts.new_commission(company, people(), role, measure)
        assert money_of(parts.add_commission(company, role, name, plain), name) > 0


def money_of(scenario: Scenario, name: str) -> float:
    """What a part pays in the year."""
    payouts = evaluate(scenario, people())
    return float(payouts.money[..., payouts.components.index(name)].sum())


def test_a_measure_without_targets_gets_the_usual_result_as_one(company: Scenario) -> None:
    _, plain = parts.new_objective(company, people(), "hunter", "wins")
    objective = Objective.model_validate({"weight": "10%", **plain})
    assert objective.target is not None
    assert objective.target.every_month == pytest.approx(parts.usual_result(people(), "hunter", "wins"))
    _, plain = parts.new_objective(company, people(), "hunter", "margin")  # the data have targets for it
    assert "target" not in plain


def test_a_ratio_is_usual_as_sum_by_sum_and_never_as_a_mean_of_months() -> None:
    usual = {name: parts.usual_result(people(), "hunter", name) for name in ("wins", "offers", "win_rate")}
    # wins and offers are known for the same months, so their averages divide like their sums
    assert usual["win_rate"] == pytest.approx(usual["wins"] / usual["offers"], rel=0.01)


def test_a_name_that_is_taken_gets_a_kind_and_then_a_number(company: Scenario) -> None:
    assert parts.name_for(company, "hunter", "wins", "commissions") == "wins"
    # margin is an objective of another role, and a name is one kind of part in all roles
    assert parts.name_for(company, "hunter", "margin", "commissions") == "margin_commission"
    once = parts.add_commission(company, "hunter", *parts.new_commission(company, people(), "hunter", "margin"))
    assert parts.name_for(once, "hunter", "margin", "commissions") == "margin_commission_2"
    assert parts.name_for(company, "hunter", "cap", "objectives") == "cap_objective"  # a word of the plan's own
    assert parts.name_for(company, "hunter", "a.b", "objectives") == "a_b"


# --- days


def test_days_of_deals_are_known_as_days() -> None:
    names = names_of(load_case(Path(DAYS)).population)
    assert names.deal_days == {"day": "2025-02-10"}
    assert "day" not in names.deal_groups
