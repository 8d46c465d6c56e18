"""What a plan asks to remember, counted by hand, and effective weights against NumPy's covariance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import compsim as cs
from compsim.analysis.simplicity import effective_objectives, numbers_to_remember, simplicity_of
from compsim.plan.scenario import read_scenario
from tests.analysis.hand_made import payouts, people

PLAN = """\
scenario: counted
plans:
  seller:
    objectives:
      revenue: {weight: 60%, target: {every_month: 100}, curve: {points: {80%: 0%, 100%: 100%, 150%: 250%}}}
      margin: {weight: 40%, curve: {steps: {80%: 50%, 100%: 100%}}}
    gates: [{measure: margin, hurdle: 70%, otherwise: 50%, holds: [everything]}]
    caps: {payout: 200%}
"""


def test_numbers_are_counted_by_hand() -> None:
    """Weights 2, targets 2, points 3 × 2, steps 2 × 2, hurdle and what is left of pay 2, cap 1: seventeen."""
    plan = read_scenario(PLAN).plans["seller"]
    assert numbers_to_remember(plan) == 17
    assert effective_objectives(plan) == pytest.approx(1 / (0.36 + 0.16))


def test_a_single_objective_has_no_weight_to_remember() -> None:
    plan = read_scenario(
        "scenario: one\nplans: {s: {objectives: {r: {weight: 100%, curve: {points: {0%: 0%, 100%: 100%}}}}}}"
    ).plans["s"]
    assert numbers_to_remember(plan) == 5  # a target and two points of two numbers
    assert effective_objectives(plan) == 1


def test_kinks_and_jumps_of_each_curve() -> None:
    """Revenue bends at 80, 100 and 150 %, from 0 to 1 within 20 points: five; margin leaps at 80 and at 100 %."""
    found = simplicity_of(payouts(np.ones((1, 5, 1, 1)), people("abcde"), scenarios=[read_scenario(PLAN)]))
    edges = found.edges.set_index("component")
    assert edges[["kinks", "jumps"]].loc["revenue"].tolist() == [3, 0]
    assert edges[["kinks", "jumps"]].loc["margin"].tolist() == [2, 2]
    assert edges["steepest"].loc["revenue"] == pytest.approx(5.0)
    assert found.frame[["objectives", "smallest_weight", "gates", "kinks", "jumps"]].iloc[0].tolist() == [
        2,
        0.4,
        1,
        5,
        2,
    ]


def test_an_objective_that_everybody_reaches_alike_weighs_nothing_in_the_spread() -> None:
    """On paper: half the weight pays 50 to all, the other half 0 to 80: it alone makes the spread."""
    paid = np.stack([np.full(5, 50.0), np.array([0.0, 20, 40, 60, 80])], axis=1)[None, :, None, :]
    found = simplicity_of(payouts(paid, people("abcde"), names=("old",), components=("same", "differs")))
    weights = found.weights.set_index("component")
    assert weights["nominal"].to_dict() == {"same": 0.5, "differs": 0.5}
    assert weights["effective"].to_dict() == pytest.approx({"same": 0, "differs": 1})


@given(st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=5, max_size=12))
def test_effective_weights_are_numpys_covariances_and_add_to_one(pay: list[tuple[int, int, int]]) -> None:
    paid = np.array(pay, dtype=np.float64)
    reps = [f"R{i}" for i in range(len(paid))]
    names = ("a", "b", "c")
    found = simplicity_of(payouts(paid[None, :, None, :], people(reps), names=("old",), components=names)).weights
    total = paid.sum(axis=1)
    if np.ptp(total) == 0:
        assert found["effective"].isna().all()
        return
    right = [np.cov(paid[:, c], total)[0, 1] / np.var(total, ddof=1) for c in range(3)]
    assert found["effective"].tolist() == pytest.approx(right)
    assert found["effective"].sum() == pytest.approx(1.0)


def test_a_role_of_four_is_named_and_not_shown() -> None:
    found = simplicity_of(payouts(np.ones((1, 4, 1, 1)), people("abcd"), names=("old",)))
    assert found.weights.empty
    assert found.hidden == ("hunter",)


def test_on_the_invented_company_in_a_few_lines() -> None:
    payouts_of_both = cs.evaluate(list(cs.example_scenarios().values()), cs.example_population())
    weights = cs.simplicity_of(payouts_of_both).weights
    sums = weights.groupby(["scenario", "role"])["effective"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)
