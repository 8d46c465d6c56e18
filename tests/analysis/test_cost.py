"""Cost worked out on paper: who is counted, what is added up, what is divided by what."""

import json

import numpy as np
import pytest

from compsim.analysis.cost import total_cost
from compsim.engine.payouts import Payouts
from compsim.errors import PlanError
from compsim.population.people import Measure
from tests.analysis.hand_made import payouts, people, scenario

# Two months; Ann earns 120 then 150, Bob 50 then 180, Cem has no plan. The gate takes 50 from Ann in February.
MONEY = [[[[100, 20, 0], [200, 0, -50]], [[50, 0, 0], [150, 30, 0]], [[0, 0, 0], [0, 0, 0]]]]
SOLD = {"revenue": [[1000, 2000], [np.nan, 1500], [500, 0]]}


@pytest.fixture(name="paid")
def _paid() -> Payouts:
    return payouts(
        MONEY,
        people(["Ann", "Bob", "Cem"], ["2025-01", "2025-02"], results=SOLD, currency="EUR"),
        scenarios=[scenario("old", "sales_measure: revenue")],
        components=["revenue", "services", "gate"],
        kinds=("objective", "commission", "adjustment"),
        weight=np.array([[[1, 0, 0], [1, 0, 0], [0, 0, 0]]], dtype=float),
        incentive=np.array([[[120, 120], [100, 100], [80, 80]]], dtype=float),
        base_salary=np.array([[500, 500], [400, 400], [300, 300]], dtype=float),
        on_plan=np.array([[True, True, False]]),
    )


def test_a_scenario_costs_what_the_people_on_its_plans_are_paid(paid: Payouts) -> None:
    row = total_cost(paid).frame.iloc[0]
    assert (row["people"], row["people_without_plan"]) == (2, 1)
    assert (row["payout"], row["target_incentive"], row["base_salary"]) == (500.0, 440.0, 1800.0)
    assert row["payout_ratio"] == pytest.approx(500 / 440)
    assert row["total_pay"] == 2300.0


def test_cost_of_sales_divides_by_the_sales_of_everybody(paid: Payouts) -> None:
    row = total_cost(paid).frame.iloc[0]
    assert row["sales"] == 5000.0  # a missing result adds nothing, Cem's sales count
    assert row["cost_of_sales"] == pytest.approx(0.1)
    assert row["cost_of_sales_with_base"] == pytest.approx(0.46)


def test_periods_and_components_add_up_to_the_total(paid: Payouts) -> None:
    cost = total_cost(paid)
    assert cost.by_period["payout"].tolist() == [170.0, 330.0]
    assert cost.by_period["target_incentive"].tolist() == [220.0, 220.0]
    assert cost.by_component["payout"].sum() == 500.0


def test_components_of_five_people_stand_by_themselves() -> None:
    cost = total_cost(
        payouts(
            [[[[10, 2, 0]], [[20, 0, -5]], [[30, 3, 0]], [[40, 0, 0]], [[0, 0, 0]]]],
            people(["Ann", "Bob", "Cem", "Dee", "Eve"]),
            names=["old"],
            components=["revenue", "services", "gate"],
            kinds=("objective", "commission", "adjustment"),
            weight=np.array([[[1, 0, 0]] * 5], dtype=float),
        )
    )
    assert cost.by_component["payout"].tolist() == [100.0, 5.0, -5.0]  # the gate took from one, and concerns all five
    assert cost.by_component["share"].tolist() == pytest.approx([1.0, 0.05, -0.05])
    assert cost.by_component["kind"].tolist() == ["objective", "commission", "adjustment"]
    assert cost.hidden_components == ()


def _with_two_roles(hunters: int, farmers: int) -> Payouts:
    """Hunters earn 10 by revenue; farmers 10 by revenue, 7 by renewals and 3 by upsell."""
    weight = [[1, 0, 0]] * hunters + [[0.5, 0.3, 0.2]] * farmers
    money = [[[10, 0, 0]]] * hunters + [[[10, 7, 3]]] * farmers
    return payouts(
        [money],
        people([f"R{n}" for n in range(hunters + farmers)], role=["hunter"] * hunters + ["farmer"] * farmers),
        names=["old"],
        components=["revenue", "renewals", "upsell"],
        weight=np.array([weight], dtype=float),
    )


def test_what_fewer_than_five_people_have_is_withheld_with_all_that_would_give_it_away() -> None:
    # Renewals and upsell concern the same three farmers, so their sum would show the three; revenue goes too.
    cost = total_cost(_with_two_roles(6, 3))
    assert cost.hidden_components == ("renewals", "revenue", "upsell")
    assert cost.by_component.to_numpy().tolist() == [["old", "withheld", "withheld", 120.0, 1.0]]
    assert "renewals" not in str(cost.as_dict()["by_component"])


def test_what_five_people_have_is_shown() -> None:
    cost = total_cost(_with_two_roles(6, 5))
    assert cost.hidden_components == ()
    assert cost.by_component["payout"].tolist() == [110.0, 35.0, 15.0]


def test_a_component_withheld_in_one_scenario_is_withheld_in_all() -> None:
    both = _with_two_roles(6, 5)
    small = np.stack([both.on_plan[0], both.on_plan[0] & (np.arange(11) < 9)])  # three farmers in the second
    twice, weight = np.repeat(both.money, 2, axis=0), np.repeat(both.weight, 2, axis=0)
    cost = total_cost(payouts(twice, both.population, components=both.components, weight=weight, on_plan=small))
    assert cost.by_component["component"].tolist() == ["withheld", "withheld"]
    assert cost.by_component["scenario"].tolist() == ["old", "new"]


def test_without_a_sales_measure_there_is_no_cost_of_sales() -> None:
    cost = total_cost(payouts([[100]], people(["Ann"]), names=["old"]))
    assert cost.frame["sales"].isna().tolist() == [True]
    assert cost.as_dict()["scenarios"][0]["cost_of_sales"] is None


@pytest.mark.parametrize(
    ("definitions", "says"),
    [
        ({"revenues": Measure("revenues")}, "no measure 'revenue'"),
        ({"revenue": Measure("revenue", "ratio", "won", "seen")}, "cannot be added up"),
    ],
)
def test_sales_must_be_a_known_sum(definitions: dict[str, Measure], says: str) -> None:
    team = people(["Ann"], results=SOLD, definitions=definitions)
    with pytest.raises(PlanError, match=says) as caught:
        total_cost(payouts([[100]], team, scenarios=[scenario("old", "sales_measure: revenue")]))
    assert caught.value.problems[0].path == "sales_measure"


def test_a_small_team_is_withheld_together_with_the_next_smallest() -> None:
    teams = ["North"] * 7 + ["South"] * 6 + ["West"]
    cost = total_cost(payouts([[10.0] * 14], people([f"R{i}" for i in range(14)], team=teams), names=["old"]))
    assert cost.by_team.hidden == ("South", "West")
    assert cost.by_team.shown[["group", "people", "payout"]].to_numpy().tolist() == [["North", 7, 70.0]]


def test_a_component_that_a_scenario_does_not_have_is_not_listed_under_it() -> None:
    money = [[[[10, 0]]], [[[5, 5]]]]
    weight = np.array([[[1, 0]], [[0.5, 0.5]]], dtype=float)
    many = people([f"R{n}" for n in range(5)])
    weight = np.repeat(weight, 5, axis=1)
    cost = total_cost(payouts(np.repeat(money, 5, axis=1), many, components=["revenue", "margin"], weight=weight))
    listed = cost.by_component[["scenario", "component"]].to_numpy().tolist()
    assert listed == [["old", "revenue"], ["new", "revenue"], ["new", "margin"]]


def test_the_answer_is_plain_data(paid: Payouts) -> None:
    plain = json.loads(json.dumps(total_cost(paid).as_dict(), allow_nan=False))
    assert plain["currency"] == "EUR"
    assert plain["by_team"] == {"column": "team", "shown": [], "hidden": ["one team"]}


def test_nobody_on_a_plan_costs_nothing() -> None:
    nobody = payouts([[0, 0]], people(["Ann", "Bob"]), names=["old"], on_plan=np.zeros((1, 2), dtype=bool))
    row = total_cost(nobody).frame.iloc[0]
    assert (row["people"], row["payout"]) == (0, 0.0)
    assert np.isnan(row["payout_ratio"])
