"""Levers say what a sweep moves; every mistake is told at once, with its line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import PlanError
from compsim.plan.levers import (
    Lever,
    Sweep,
    every_combination,
    load_levers,
    read_levers,
    some_combinations,
    sweep_of,
    these_combinations,
)
from compsim.plan.scenario import Scenario, read_scenario

PLAN = """
scenario: base
plans:
  hunter:
    objectives:
      revenue: {weight: 60%, curve: {points: {50%: 0%, 100%: 100%}}}
      margin: {weight: 40%, curve: {points: {50%: 0%, 100%: 100%}}}
    gates: [{measure: revenue, hurdle: 80%}]
    caps: {payout: 200%}
"""


@pytest.fixture
def scenario() -> Scenario:
    return read_scenario(PLAN)


CAPS = Lever("hunter.caps.payout", (None, "150%", "200%"))
WEIGHTS = Lever("hunter.weights", ({"revenue": "50%", "margin": "50%"}, {"revenue": 0.7, "margin": 0.3}))


def told(caught: pytest.ExceptionInfo[PlanError]) -> list[str]:
    return str(caught.value).splitlines()


def test_every_combination_runs_with_the_last_lever_fastest(scenario: Scenario) -> None:
    sweep = every_combination(scenario, [WEIGHTS, CAPS])
    assert len(sweep) == 6
    assert sweep.positions(0, 6).tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
    assert sweep.values_at(4) == {"hunter.weights": {"revenue": 0.7, "margin": 0.3}, "hunter.caps.payout": "150%"}


def test_a_plan_of_the_sweep_is_a_scenario_like_any_other(scenario: Scenario) -> None:
    plan = every_combination(scenario, [WEIGHTS, CAPS]).scenario_at(4).plans["hunter"]
    assert [objective.weight for objective in plan.objectives.values()] == [0.7, 0.3]
    assert plan.payout_cap.payout == 1.5
    assert every_combination(scenario, [CAPS]).scenario_at(0).plans["hunter"].payout_cap.payout is None


def test_beyond_the_last_plan_there_is_none(scenario: Scenario) -> None:
    with pytest.raises(IndexError):
        every_combination(scenario, [CAPS]).scenario_at(3)


@given(plans=st.integers(1, 40), seed=st.integers(0, 5))
def test_drawn_combinations_are_different_and_reproducible(plans: int, seed: int) -> None:
    levers = [WEIGHTS, CAPS, Lever("hunter.gates.0.hurdle", ("70%", "80%", "90%"))]
    one, other = (some_combinations(read_scenario(PLAN), levers, plans, seed) for _ in range(2))
    drawn = one.positions(0, len(one))
    assert len(one) == min(plans, 18)
    assert len(np.unique(drawn, axis=0)) == len(one)
    assert np.array_equal(drawn, other.positions(0, len(other)))
    assert np.array_equal(one.positions(1, 3), drawn[1:3])


def test_more_combinations_than_a_number_can_count_are_drawn_too(scenario: Scenario) -> None:
    caps = tuple(f"{share}%" for share in range(100, 5_100))
    levers = (CAPS, *(Lever(f"hunter.caps.{at}", caps) for at in range(6)))
    sweep = some_combinations_unchecked(scenario, levers)
    assert len(sweep) <= 10
    assert (sweep.positions(0, len(sweep)) < np.array([3, *[5_000] * 6])).all()


def some_combinations_unchecked(scenario: Scenario, levers: tuple[Lever, ...]) -> Sweep:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("compsim.plan.levers.checked", lambda sweep: sweep)
        return some_combinations(scenario, levers, 10, seed=1)


def test_too_many_combinations_ask_for_a_number(scenario: Scenario) -> None:
    hurdles = tuple(f"{share}%" for share in range(10_000))
    levers = [Lever("hunter.gates.0.hurdle", hurdles[:1000]), Lever("hunter.gates.0.otherwise", hurdles[:100])]
    curves = tuple({"points": {"0%": "0%", f"{at}%": "100%"}} for at in range(1, 201))
    levers.append(Lever("hunter.objectives.revenue.curve", curves))
    with pytest.raises(PlanError, match=r"the levers make 20,000,000 combinations\. Say how many to draw"):
        sweep_of(scenario, levers, None, 0)


WRONG = """\
levers:
  hunter.weights:
    - {revenue: 60%, margin: 30%}
    - {revenue: 60%, magrin: 40%}
    - {revenue: 60, margin: 40%}
  hunter.objectives.revenu.curve: [{points: {0%: 0%}}]
  hunter.objectives.margin.curve:
    - {points: {0%: 0%}}
    - {points: {0%: 0%}, steps: {0%: 0%}}
  hunter.gates.0.hurdle: [80%, -1]
  hunter.caps.payout: []
"""


def test_all_mistakes_are_told_with_their_lines(scenario: Scenario) -> None:
    levers = read_levers(WRONG.replace("[]", "[lots]"), "levers.yaml")
    with pytest.raises(PlanError) as caught:
        every_combination(scenario, levers)
    lines = told(caught)
    assert [line.partition(",")[0] for line in lines] == [f"levers.yaml line {n}" for n in (3, 4, 5, 6, 9, 10, 11)]
    assert lines[0].endswith("the weights add to 90%, not 100%. They are 60% + 30%.")
    assert lines[1].endswith("names each objective of the plan once. Its objectives: revenue, margin.")
    assert "'60' is written where a ratio belongs. Write 60% or 0.6." in lines[2]
    assert "there is no 'revenu' here. Did you mean 'revenue'?" in lines[3]


def test_a_lever_without_values_and_a_sweep_without_levers(scenario: Scenario) -> None:
    with pytest.raises(
        PlanError, match=r"line 11, hunter\.caps\.payout: the lever has no values\. Give at least one\."
    ):
        every_combination(scenario, read_levers(WRONG, "levers.yaml"))
    with pytest.raises(PlanError, match="there is no lever to move"):
        every_combination(scenario, [])


def test_two_levers_on_the_same_values_are_refused(scenario: Scenario) -> None:
    whole = Lever("hunter.objectives.revenue", ({"weight": "60%", "curve": {"points": {"0%": "0%"}}},))
    with pytest.raises(PlanError, match=r"hunter\.objectives\.revenue: it moves the same values as 'hunter\.weights'"):
        every_combination(scenario, [WEIGHTS, whole])
    with pytest.raises(PlanError, match="it moves the same values as"):
        every_combination(scenario, [CAPS, CAPS])


def test_one_weight_cannot_move_alone(scenario: Scenario) -> None:
    with pytest.raises(PlanError, match=r"Move all weights of the role at once with 'hunter\.weights'"):
        every_combination(scenario, [Lever("hunter.objectives.revenue.weight", ("50%",))])


def test_combinations_must_fit_the_levers(scenario: Scenario) -> None:
    with pytest.raises(PlanError, match="do not fit the 2 levers"):
        these_combinations(scenario, [WEIGHTS, CAPS], np.zeros((3, 1)))
    with pytest.raises(PlanError, match="a value that its lever does not have"):
        these_combinations(scenario, [CAPS], np.array([[3]]))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("plans: 3", "levers line 1: the file has no levers."),
        ("levers: {hunter.caps.payout: 150%}", "levers line 1, hunter.caps.payout: a lever has a list of values."),
        ("levers: {}\nlever: {}", "levers line 2: there is no field 'lever' here. Did you mean 'levers'?"),
        ("levers: {a: [1], a: [2]}", "'a' is given twice"),
    ],
)
def test_a_file_that_holds_no_levers_is_told(text: str, says: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_levers(text)
    assert says in str(caught.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: object) -> None:
    with pytest.raises(PlanError, match=r"none\.yaml: the levers file cannot be read: No such file or directory"):
        load_levers(f"{tmp_path}/none.yaml")
