"""Levers made from ranges: which weights fit, how a curve moves, and that the present plan is always among them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import PlanError
from compsim.plan.lever_ranges import cap_lever, curve_lever, hurdle_lever, weight_lever
from compsim.plan.levers import Lever, every_combination
from compsim.plan.quantity import parse_ratio
from compsim.plan.scenario import read_scenario

PLAN = read_scenario("""
scenario: now
plans:
  seller:
    objectives:
      revenue: {weight: 55%, curve: {points: {50%: 0%, 100%: 100%, 150%: 200%}}}
      margin: {weight: 30%, curve: {steps: {80%: 50%, 100%: 100%}}}
      visits: {weight: 15%, curve: {points: {90%: 80%, 100%: 100%, 120%: 120%}}}
    gates:
    - {measure: margin, hurdle: 80%}
    caps: {payout: 200%}
""")


def sets(lever: Lever) -> list[tuple[float, ...]]:
    return [tuple(parse_ratio(weight) for weight in value.values()) for value in lever.values]


def test_weights_on_a_grid_of_a_fifth() -> None:
    """Three weights from 20 to 60 % in steps of 20 %: 20+20+60 in three orders, 20+40+40 in three."""
    found = sets(weight_lever(PLAN, "seller", 0.2, 0.2, 0.6))
    assert found[0] == (0.55, 0.3, 0.15), "what the plan says now comes first"
    assert sorted(found[1:]) == sorted(
        [(0.2, 0.2, 0.6), (0.2, 0.6, 0.2), (0.6, 0.2, 0.2), (0.2, 0.4, 0.4), (0.4, 0.2, 0.4), (0.4, 0.4, 0.2)]
    )


@given(st.sampled_from([0.05, 0.1, 0.2, 0.25]), st.integers(0, 6), st.integers(7, 20))
def test_every_set_adds_up_and_stays_within_its_bounds(step: float, low: int, high: int) -> None:
    grid = [at * step for at in range(round(1 / step) + 1)]
    fitting = [weight for weight in grid if low / 20 - 1e-9 <= weight <= high / 20 + 1e-9]
    wanted = {one for one in product(fitting, repeat=3) if abs(sum(one) - 1) < 1e-9}
    if not wanted:
        with pytest.raises(PlanError, match="no set of weights fits"):
            weight_lever(PLAN, "seller", step, low / 20, high / 20)
        return
    lever = weight_lever(PLAN, "seller", step, low / 20, high / 20)
    assert len(lever.values) in (len(wanted), len(wanted) + 1), "every set that fits, and the present one"
    for weights in sets(lever)[1:]:
        assert sum(weights) == pytest.approx(1.0)
        assert min(weights) >= low / 20 - 1e-9
        assert max(weights) <= high / 20 + 1e-9
    assert len(set(sets(lever))) == len(lever.values)


@pytest.mark.parametrize(("step", "least", "most", "says"), [
    (0.3, 0.0, 1.0, "do not add to 100%"),
    (0.0, 0.0, 1.0, "do not add to 100%"),
    (0.1, 0.4, 1.0, "no set of weights fits"),
    (0.005, 0.0, 1.0, "more than 5,000 sets"),
])  # fmt: skip
def test_what_cannot_be_spread_is_told(step: float, least: float, most: float, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        weight_lever(PLAN, "seller", step, least, most)


def test_a_curve_starts_elsewhere_and_rises_otherwise() -> None:
    lever = curve_lever(PLAN, "seller", "revenue", (-0.1, 0.0), (0.5, 1.0))
    assert lever is not None
    assert [value["points"] for value in lever.values] == [
        {"50%": "0%", "100%": "100%", "150%": "200%"},
        {"40%": "0%", "100%": "100%", "150%": "150%"},
        {"40%": "0%", "100%": "100%", "150%": "200%"},
        {"50%": "0%", "100%": "100%", "150%": "150%"},
    ]


def test_a_start_past_target_is_left_out_and_steps_do_not_move() -> None:
    lever = curve_lever(PLAN, "seller", "visits", (0.05, 0.1, 0.2), (1.0,))
    assert lever is not None
    assert [next(iter(value["points"])) for value in lever.values] == ["90%", "95%"]
    assert curve_lever(PLAN, "seller", "margin", (0.1,), (1.0,)) is None


def test_caps_and_hurdles() -> None:
    cap, hurdle = cap_lever(PLAN, "seller", (1.5, 2.0)), hurdle_lever(PLAN, "seller", 0, (-0.1, 0.1))
    assert cap is not None
    assert hurdle is not None
    assert (cap.values, hurdle.values) == (("200%", "150%"), ("80%", "70%", "90%"))


def test_together_they_are_plans_that_the_sweep_accepts() -> None:
    levers = [
        weight_lever(PLAN, "seller", 0.1, 0.1, 0.7),
        curve_lever(PLAN, "seller", "revenue", (-0.1, 0.1), (0.5, 1.5)),
        cap_lever(PLAN, "seller", (1.5,)),
        hurdle_lever(PLAN, "seller", 0, (0.05,)),
    ]
    sweep = every_combination(PLAN, [lever for lever in levers if lever is not None])
    assert sweep.scenario_at(0).to_plain()["plans"] == PLAN.to_plain()["plans"], "the first one is the present plan"
    assert sweep.scenario_at(len(sweep) - 1).plans["seller"].caps[0].payout == 1.5
