"""One person's calculator: the engine's own cents, on paper, at edges, and where nothing can be moved."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compsim as cs
from compsim.analysis.own_kinks import next_points
from compsim.analysis.own_pay import as_it_was, at_target, own_of, own_rows, pay_along, pay_at
from compsim.engine.evaluation import evaluate_scaled
from compsim.errors import PopulationError
from compsim.plan.scenario import Scenario, load_scenario
from compsim.population.people import Population
from tests.analysis.really import LINEAR, plan, sellers
from tests.project_files import ROOT

BENT = "curve: {points: {50%: 0%, 100%: 100%, 150%: 300%}}"  # 20 a point up to target, 40 beyond, of 1,000


@pytest.fixture(name="rich_company")
def _fixture_rich_company() -> tuple[Scenario, Population]:
    return load_scenario(ROOT / "tests" / "simulator" / "rich.yaml"), cs.example_population()


def test_pay_at_supposed_attainments_adds_up_by_hand() -> None:
    """90 % of the bent one (80 % of 700) and 110 % of the straight one (300): 560 + 330."""
    two = plan("two", {"r": f"weight: 70%, {BENT}", "s": f"weight: 30%, {LINEAR}"})
    own = own_of(two, sellers({"r": [40, 77], "s": [10, 50]}), 1)
    paid = pay_at(own, {"r": 0.9, "s": 1.1})
    assert paid.parts == pytest.approx({"r": 560.0, "s": 330.0})
    assert paid.total == pytest.approx(890.0)
    assert paid.attainment == pytest.approx({"r": 0.9, "s": 1.1})


@pytest.mark.parametrize("name", ["last_year", "next_year"])
def test_as_it_was_is_what_the_engine_pays_everybody(name: str) -> None:
    people, scenario = cs.example_population(), cs.example_scenarios()[name]
    paid = cs.evaluate(scenario, people).total()[0]
    for row in list(own_rows(scenario, people))[::9]:
        own = own_of(scenario, people, row)
        assert own.as_was.total == pay_at(own, as_it_was(own)).total == pytest.approx(paid[row], abs=1e-9)
        assert sum(own.as_was.parts.values()) == pytest.approx(paid[row], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "rep"), [("last_year", "Rep H-02"), ("next_year", "Rep H-02"), ("next_year", "Rep A-01")]
)
def test_a_moved_result_is_what_the_engine_pays_for_results_edited_by_hand(name: str, rep: str) -> None:
    """Every month a quarter larger; so that the team stays as it was, a colleague brings that much less.

    The revenue of the focus product grows along, so that its share of all revenue stays.
    """
    people, scenario = cs.example_population(), cs.example_scenarios()[name]
    row = next(row for row, (who, _) in own_rows(scenario, people).items() if who == rep)
    own = own_of(scenario, people, row)
    lever = own.levers[0]
    roster = people.roster
    mates = (roster["team"] == roster["team"][row]) & (roster.index != row) & (people.eligible > 0).all(axis=1)
    results = dict(people.results)
    for measure in {"revenue": ("revenue", "focus_revenue"), "margin": ("margin",)}[lever.name]:
        edited = results[measure].copy()
        edited[np.flatnonzero(mates)[0]] -= edited[row] * 0.25
        edited[row] *= 1.25
        results[measure] = edited
    moved = pay_at(own, {lever.name: lever.attainment * 1.25})
    by_hand = cs.evaluate(scenario, replace(people, results=results)).total()[0, row]
    assert moved.total != pytest.approx(own.as_was.total)
    assert moved.total == pytest.approx(float(by_hand), abs=1e-6)


def test_one_row_alone_is_paid_as_among_all(rich_company: tuple[Scenario, Population]) -> None:
    """Pools, draws, gates on teams: what only makes sense among all is worked out among all."""
    scenario, people = rich_company
    among_all = evaluate_scaled(scenario, people, {}).total()[0]
    for row in list(own_rows(scenario, people))[::7]:
        alone = evaluate_scaled(scenario, people, {}, None, np.array([row])).total()[0]
        assert alone[row] == among_all[row]


def test_exactly_target_reaches_the_step_at_target() -> None:
    """A result of a third of the target, made three times as large, must not miss 100 % by the last digit."""
    steps = plan("steps", {"r": "weight: 100%, curve: {steps: {100%: 100%}}"})
    people = sellers({"r": [100 / 3, 123.456, 7e-5]})
    assert [pay_at(own := own_of(steps, people, row), at_target(own)).total for row in range(3)] == [1000.0] * 3


def test_lower_is_better_moves_the_other_way() -> None:
    own = own_of(plan("days", {"d": f"weight: 100%, {LINEAR}"}), sellers({"d": [80]}, better={"d": "lower"}), 0)
    assert pay_at(own, {"d": 0.7}).attainment["d"] == pytest.approx(0.7)
    assert pay_at(own, {"d": 0.7}).total == pytest.approx(700.0)


def test_lower_is_better_can_be_missed_by_far_and_never_be_better_than_nothing() -> None:
    """80 days against 100: 120 %. 250 days would be −50 %, no days 200 %, and nothing is above that."""
    own = own_of(plan("days", {"d": f"weight: 100%, {LINEAR}"}), sellers({"d": [80]}, better={"d": "lower"}), 0)
    assert [pay_at(own, {"d": at}).attainment["d"] for at in (-0.5, 0.0, 2.0, 2.5)] == pytest.approx([-0.5, 0, 2, 2])
    assert own.levers[0].highest == pytest.approx(2.0)
    assert as_it_was(own, 9.0) == pytest.approx({"d": 2.0})


def test_returns_larger_than_sales_can_be_made_good() -> None:
    own = own_of(plan("bent", {"r": f"weight: 100%, {LINEAR}"}), sellers({"r": [-10]}), 0)
    assert pay_at(own, {"r": 1.0}).total == pytest.approx(1000.0)


def test_what_is_read_as_a_value_has_no_attainment_to_move() -> None:
    score = plan("score", {"s": "weight: 100%, curve: {points: {50: 0%, 90: 100%}, on: value}"})
    own = own_of(score, sellers({"s": [90]}), 0)
    assert own.as_was.total == pytest.approx(1000.0)
    assert not own.levers[0].moves
    assert np.isnan(own.as_was.attainment["s"])


def test_objectives_that_read_the_same_result_move_together() -> None:
    both = plan("both", {"a": f"measure: r, weight: 50%, {LINEAR}", "b": f"measure: r, weight: 50%, {LINEAR}"})
    own = own_of(both, sellers({"r": [80]}), 0)
    assert [lever.objectives for lever in own.levers] == [("a", "b")]
    assert pay_at(own, {"a": 1.2}).total == pytest.approx(1200.0)


def test_a_team_is_moved_without_the_colleagues() -> None:
    team = plan(
        "team", {"own": f"measure: r, weight: 50%, {LINEAR}", "all": f"measure: r, credit: team, weight: 50%, {LINEAR}"}
    )
    own = own_of(team, sellers({"r": [50, 150]}), 0)
    assert pay_at(own, {"own": 1.0}).parts == pytest.approx({"own": 500.0, "all": 500.0})
    assert pay_at(own, {"all": 2.0}).parts == pytest.approx({"own": 250.0, "all": 1000.0})


def test_without_a_result_nothing_can_be_moved() -> None:
    own = own_of(plan("bent", {"r": f"weight: 100%, {BENT}"}), sellers({"r": [0, np.nan]}), 1)
    assert not own.levers[0].moves
    assert at_target(own) == {}
    assert np.isnan(next_points(own, {})[0].pays)


def test_a_line_without_a_plan_is_refused_without_figures() -> None:
    other = plan("other", {"r": f"weight: 100%, {LINEAR}"}, role="hunter")
    people = sellers({"r": [90]})
    assert own_rows(other, people) == {}
    with pytest.raises(PopulationError, match="no plan in the scenario") as refused:
        own_of(other, people, 0)
    assert "1000" not in str(refused.value)


@settings(max_examples=30)
@given(st.floats(1, 250), st.floats(0.01, 2.5))
def test_any_start_leads_to_the_same_pay(result: float, wished: float) -> None:
    own = own_of(plan("bent", {"r": f"weight: 100%, {BENT}"}), sellers({"r": [result]}), 0)
    curve = own.plan.curve_of("r").compile()
    assert pay_along(own, {}, "r", [wished])[0] == pytest.approx(1000.0 * float(curve(wished)), abs=1e-6)
