"""One plan in many years, on paper, against populations that were really made larger, and as it must always be."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import compsim as cs
from compsim.analysis.slide import attainment_at, slide
from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError
from compsim.plan.scenario import read_scenario
from tests.analysis.really import LINEAR, plan, sellers

STEEP = "weight: 100%, curve: {points: {80%: 0%, 100%: 100%, 150%: 200%}}"


def test_on_paper() -> None:
    """90 and 120 pay 500 and 1,400; 99 and 132, a tenth better, 950 and 1,640; 81 and 108 only 50 and 1,160."""
    found = slide(plan("steep", {"revenue": STEEP}), sellers({"revenue": [90, 120]}), [-0.1, 0.0, 0.1]).frame
    assert found["payout"].tolist() == pytest.approx([1210, 1900, 2590])
    assert found["change"].tolist() == pytest.approx([-690 / 1900, 0, 690 / 1900])
    assert found["payout_ratio"].tolist() == pytest.approx([0.605, 0.95, 1.295])
    assert found["share_at_target"].tolist() == [0.5, 0.5, 0.5]


def test_attainment_moves_with_the_results() -> None:
    """90 and 120 are 81 and 108 in a year a tenth worse, 99 and 132 in one a tenth better."""
    people = sellers({"revenue": [90, 120]})
    moved = {step: attainment_at(plan("steep", {"revenue": STEEP}), people, step).rows for step in (-0.1, 0.0, 0.1)}
    assert moved[-0.1]["attainment"].tolist() == pytest.approx([0.81, 1.08])
    assert moved[0.0]["attainment"].tolist() == pytest.approx([0.90, 1.20])
    assert moved[0.1]["attainment"].tolist() == pytest.approx([0.99, 1.32])
    with pytest.raises(PlanError):
        attainment_at(plan("steep", {"revenue": STEEP}), people, -1.0)


def test_sales_move_with_the_results() -> None:
    scenario = plan("linear", {"revenue": f"weight: 100%, {LINEAR}"}).model_copy(update={"sales_measure": "revenue"})
    found = slide(scenario, sellers({"revenue": [90, 110]}), [0.5]).frame.iloc[0]
    assert (found["payout"], found["sales"]) == pytest.approx((3000, 300))
    assert found["cost_of_sales"] == pytest.approx(10)


@given(st.floats(-0.5, 1.0), st.lists(st.floats(1, 300), min_size=1, max_size=6))
def test_a_straight_plan_costs_as_much_more_as_the_year_is_better(step: float, results: list[float]) -> None:
    """Five percent more for everybody reads five percent more."""
    found = slide(plan("linear", {"r": f"weight: 100%, {LINEAR}"}), sellers({"r": results}), [step]).frame.iloc[0]
    assert found["change"] == pytest.approx(step, abs=1e-9)


def test_where_lower_is_better_a_better_year_has_lower_results() -> None:
    """80 days of 100 are 120 %; a tenth better are 72 days, 128 %."""
    people = sellers({"days": [80]}, better={"days": "lower"})
    found = slide(plan("days", {"days": f"weight: 100%, {LINEAR}"}), people, [0.0, 0.1]).frame
    assert found["payout"].tolist() == pytest.approx([1200, 1280])


def test_a_target_that_builds_on_the_same_year_stays_what_it_was() -> None:
    """The total of 2025 shared out again: everybody at 100 %; had all sold 20 % more, everybody at 120 %."""
    rule = "target: {total: {growth: 0%}, shared_by: results, base: '2025'}"
    found = slide(plan("total", {"r": f"weight: 100%, {rule}, {LINEAR}"}), sellers({"r": [50, 150]}), [0.0, 0.2]).frame
    assert found["payout"].tolist() == pytest.approx([2000, 2400])


def test_everything_that_a_plan_reads_moves() -> None:
    """Team, gate, multiplier and commission: as if the results had been written down larger."""
    text = """\
scenario: many
plans:
  seller:
    settled: yearly
    objectives:
      own: {weight: 60%, measure: revenue, curve: {points: {80%: 0%, 100%: 100%, 150%: 250%}}}
      team: {weight: 40%, measure: revenue, credit: team, curve: {points: {50%: 0%, 100%: 100%}}}
    commissions: {extra: {measure: margin, rates: {0: 2%, 100: 4%}}}
    gates: [{measure: margin, hurdle: 90%, otherwise: 50%}]
    multiplier: {measure: visits, on: value, curve: {points: {50: 80%, 150: 120%}}}
"""
    people = sellers(
        {"revenue": [70, 95, 140], "margin": [85, 120, 96], "visits": [60, 100, 130]}, team=["a", "a", "b"]
    )
    for step in (-0.2, -0.05, 0.05, 0.2):
        larger = replace(people, results={name: values * (1 + step) for name, values in people.results.items()})
        expected = evaluate(read_scenario(text), larger)
        found = slide(read_scenario(text), people, [step]).frame.iloc[0]
        assert found["payout"] == pytest.approx(expected.total().sum(), abs=1e-4)


def test_no_step_is_what_was_paid_and_the_roster_moves_nothing() -> None:
    population, scenarios = cs.example_population(), list(cs.example_scenarios().values())
    found = slide(scenarios, population, [0.0])
    paid = cs.evaluate(scenarios, population)
    assert found.frame["payout"].tolist() == pytest.approx(paid.total().sum(axis=1).tolist())
    assert found.frame["change"].tolist() == [0.0, 0.0]
    assert found.as_dict()["currency"] == "EUR"


@pytest.mark.parametrize("steps", [[-1.0], [float("nan")], []])
def test_what_cannot_be_slid_is_told(steps: list[float]) -> None:
    with pytest.raises(PlanError, match="slide"):
        slide(plan("linear", {"r": f"weight: 100%, {LINEAR}"}), sellers({"r": [1]}), steps)


def test_pay_never_falls_when_the_year_gets_better_under_a_rising_plan() -> None:
    found = slide(plan("steep", {"r": STEEP}), sellers({"r": [10, 90, 100, 200]})).frame
    assert (np.diff(found["payout"]) >= 0).all()
