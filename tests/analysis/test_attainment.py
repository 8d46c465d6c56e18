"""Who reached what, worked out on paper."""

import json
from dataclasses import replace

import numpy as np
import pytest

from compsim.analysis.attainment import Attainment, attainment_of
from compsim.analysis.attainment_spread import attainment_spread
from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.plan.scenario import read_scenario
from tests.analysis.hand_made import payouts, people
from tests.analysis.really import LINEAR, plan, sellers

NAN = np.nan
# Revenue weighs 60 %, margin 40 %. Ann .72 + .28 = 1.00; Bob .54 + .40 = .94; Cem has no revenue result: .80;
# Dee 1.50; Eve is paid by commission alone and has neither objectives nor a target incentive.
REACHED = [[[1.2, 0.7], [0.9, 1.0], [NAN, 2.0], [1.5, 1.5], [NAN, NAN]]]
WEIGHT = [[[0.6, 0.4]] * 4 + [[0.0, 0.0]]]
PAID = [[90.0, 0.0, 120.0, 300.0, 10.0]]


@pytest.fixture(name="attainment")
def _attainment() -> Attainment:
    money = np.zeros((1, 5, 1, 2))
    money[..., 0, 0] = PAID
    return attainment_of(
        payouts(
            money,
            people(["Ann", "Bob", "Cem", "Dee", "Eve"]),
            names=["old"],
            components=["revenue", "margin"],
            attainment=np.array(REACHED),
            weight=np.array(WEIGHT),
            incentive=np.array([[[100.0]] * 4 + [[0.0]]]),
            incomplete=np.array([[False, False, True, False, False]]),
        )
    )


def test_share_at_target_counts_weighted_attainment_of_rows_with_objectives(attainment: Attainment) -> None:
    row = attainment.frame.iloc[0]
    assert (row["n"], row["with_objectives"], row["at_target"]) == (5, 4, 2)  # Ann and Dee
    assert row["share_at_target"] == 0.5
    assert attainment.rows["attainment"].tolist() == pytest.approx([1.0, 0.94, 0.8, 1.5, NAN], nan_ok=True)


def test_beside_it_stand_who_was_paid_target_and_who_was_not_paid(attainment: Attainment) -> None:
    row = attainment.frame.iloc[0]
    assert (row["with_incentive"], row["paid_target"], row["share_paid_target"]) == (4, 2, 0.5)  # Cem and Dee
    assert (row["without_pay"], row["share_without_pay"]) == (1, 0.2)  # Bob, of all five
    assert row["incomplete"] == 1


def test_each_objective_has_its_own_share(attainment: Attainment) -> None:
    assert attainment.by_objective.to_numpy().tolist() == [
        ["old", "revenue", 4, 2, 0.5],  # Cem's missing result is not at target
        ["old", "margin", 4, 3, 0.75],
    ]


def test_an_objective_of_fewer_than_five_people_is_withheld_with_the_next_smallest() -> None:
    roles = ["hunter"] * 6 + ["farmer"] * 3
    weight = np.array([[[1.0, 0.0]] * 6 + [[0.0, 1.0]] * 3])
    team = people([f"R{n}" for n in range(9)], role=roles)
    found = attainment_of(
        payouts(np.zeros((1, 9, 1, 2)), team, names=["old"], components=["revenue", "renewals"], weight=weight)
    )
    assert found.hidden_objectives == ("renewals", "revenue")
    assert found.by_objective.empty


def test_quantiles_lie_on_straight_lines_between_neighbours(attainment: Attainment) -> None:
    found = {row["figure"]: row for row in attainment.quantiles.to_dict("records")}
    # sorted .80 .94 1.00 1.50: P10 = .80 + .3 × .14, P50 = .97, P90 = 1.00 + .7 × .50
    assert [found["attainment"][q] for q in ("p10", "p50", "p90")] == pytest.approx([0.842, 0.97, 1.35])
    assert found["payout_ratio"]["p50"] == pytest.approx(1.05)


def test_ten_months_of_a_tenth_are_at_target() -> None:
    nearly = np.full((1, 1, 1), sum([0.1] * 10))  # 0.9999999999999999
    paid = attainment_of(payouts([[sum([10.0] * 10) - 1e-9]], people(["Ann"]), names=["old"], attainment=nearly))
    assert paid.frame[["at_target", "paid_target"]].to_numpy().tolist() == [[1, 1]]


def test_a_plan_of_commissions_alone_has_no_share_at_target() -> None:
    only = payouts([[50.0]], people(["Ann"]), names=["old"], weight=np.zeros((1, 1, 1)))
    assert attainment_of(only).frame["share_at_target"].isna().tolist() == [True]


def test_groups_are_withheld_alike_in_every_scenario() -> None:
    teams = ["North"] * 6 + ["South"] * 5 + ["West"] * 5
    on_plan = np.ones((2, 16), dtype=bool)
    on_plan[1, 6:8] = False  # three of South remain in the second scenario, so it and the next smallest are hidden
    population = people([f"R{i}" for i in range(16)], team=teams)
    by_team = attainment_of(payouts(np.full((2, 16), 100.0), population, on_plan=on_plan)).by_team
    assert by_team.hidden == ("South", "West")
    assert by_team.shown[["scenario", "group", "n"]].to_numpy().tolist() == [["old", "North", 6], ["new", "North", 6]]


def test_a_person_with_two_rows_counts_once_towards_the_floor() -> None:
    population = people(["R1", "R1", "R2", "R3", "R4"])  # five rows, four people
    assert attainment_of(payouts(np.full((1, 5), 1.0), population, names=["old"])).by_team.hidden == ("one team",)


def test_an_empty_team_is_a_group_of_its_own() -> None:
    population = people([f"R{i}" for i in range(10)], team=["North"] * 5 + [None] * 3 + [" ", ""])
    shown = attainment_of(payouts(np.full((1, 10), 1.0), population, names=["old"])).by_team.shown
    assert shown[["group", "people"]].to_numpy().tolist() == [["North", 5], ["none given", 5]]


def test_the_answer_is_plain_data(attainment: Attainment) -> None:
    plain = json.loads(json.dumps(attainment.as_dict(), allow_nan=False))
    assert plain["rows"][4]["attainment"] is None
    assert plain["scenarios"][0]["at_target"] == 2


# Revenue weighs 60 % against a target. Days to answer weigh 40 %, pay by the days themselves, and have no target.
BY_VALUE = read_scenario("""
scenario: old
plans:
  hunter:
    objectives:
      revenue: {weight: 60%, curve: {points: {0%: 0%, 100%: 100%}}}
      days_to_answer: {weight: 40%, curve: {on: value, points: {2: 100%, 10: 0%}}}
""")


def by_value() -> Payouts:
    return payouts(
        np.full((1, 5, 1, 2), 50.0),
        people(["Ann", "Bob", "Cem", "Dee", "Eve"]),
        scenarios=[BY_VALUE],
        components=["revenue", "days_to_answer"],
        attainment=np.array([[[1.1, NAN], [0.9, NAN], [NAN, NAN], [1.0, NAN], [0.5, NAN]]]),
        weight=np.array([[[0.6, 0.4]] * 5]),
    )


def test_an_objective_without_a_target_is_not_a_missed_one() -> None:
    found = attainment_of(by_value())
    assert found.rows["attainment"].tolist() == pytest.approx([1.1, 0.9, 0.0, 1.0, 0.5])
    assert found.frame.iloc[0]["at_target"] == 2  # Ann and Dee
    assert found.by_objective.to_numpy().tolist() == [["old", "revenue", 5, 2, 0.4]]


def test_evaluation_leaves_the_target_that_is_not_there_open() -> None:
    """Of 1,000, revenue pays 500 at target; 80 of 100 on a line of the value itself pay 400 of the other 500."""
    by_itself = "weight: 50%, curve: {on: value, points: {0: 0%, 100: 100%}}"
    team = sellers({"a": [100], "b": [80]})
    paid = evaluate(
        [plan("mixed", {"a": f"weight: 50%, {LINEAR}", "b": by_itself})],
        replace(team, targets={"a": team.targets["a"]}),
    )
    assert paid.total()[0].tolist() == pytest.approx([900.0])
    assert attainment_of(paid).rows["attainment"].tolist() == pytest.approx([1.0])


def test_weights_that_make_less_than_the_whole_stay_so_when_one_is_left_out() -> None:
    part = replace(by_value(), weight=np.array([[[0.3, 0.2]] * 5]))
    assert part.overall_attainment()[0].tolist() == pytest.approx([0.55, 0.45, 0.0, 0.5, 0.25])


def test_without_any_target_there_is_no_attainment() -> None:
    only = replace(by_value(), weight=np.array([[[0.0, 1.0]] * 5]))
    assert np.isnan(only.overall_attainment()).all()
    assert attainment_of(only).frame.iloc[0]["with_objectives"] == 0


def test_with_a_target_in_the_data_what_pays_by_its_value_counts_too() -> None:
    both = replace(by_value(), attainment=np.array([[[1.1, 0.5]] * 5]))
    assert both.overall_attainment()[0].tolist() == pytest.approx([0.86] * 5)  # .66 + .20
    assert attainment_of(both).by_objective.to_numpy().tolist()[1] == ["old", "days_to_answer", 5, 0, 0.0]


def test_the_upside_of_an_objective_without_a_target_stays_and_its_excellence_point_does_not() -> None:
    found = attainment_spread(by_value()).by_objective.set_index("objective")
    assert found.loc["revenue", "excellence"] == pytest.approx(1.06)  # 0 .5 .9 1 1.1: 1.0 + .6 × .1
    assert found["excellence"].isna().tolist() == [False, True]
    assert found.loc["days_to_answer", "upside"] == pytest.approx(50 / 40)  # each paid 50 of 40 % of 100
