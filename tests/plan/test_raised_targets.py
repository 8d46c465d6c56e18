"""Targets that a plan sets, made larger: each way to set one, and nothing else of the plan."""

from __future__ import annotations

import pytest

from compsim import read_scenario
from compsim.plan.raised_targets import with_targets_times

PLAN = """
scenario: targets
plans:
  seller:
    objectives:
      revenue:
        weight: 40%
        target: {last_year_plus: 10%}
        curve: {points: {50%: 0%, 100%: 100%}}
      margin:
        weight: 30%
        target: {total: {growth: 5%}, base: 2024, shared_by: results}
        curve: {points: {50%: 0%, 100%: 100%}}
      calls:
        weight: 20%
        measure: first_meetings
        target: {every_month: 32, ramp: {0: 50%, 3: 100%}}
        curve: {points: {50%: 0%, 100%: 100%}}
      offers:
        weight: 10%
        target: {total: {amount: 1200}, shared_by: potential}
        curve: {points: {50%: 0%, 100%: 100%}}
    gates:
      - {measure: revenue, hurdle: 90%}
"""


def test_each_way_to_set_a_target_comes_to_a_tenth_more_and_the_rest_stays() -> None:
    """1.1 × 1.1 = 1.21, 1.05 × 1.1 = 1.155, 32 × 1.1 = 35.2, 1,200 × 1.1 = 1,320."""
    before = read_scenario(PLAN)
    after = with_targets_times(before, lambda measure: 1.1)
    rules = {name: part.target for name, part in after.plans["seller"].objectives.items()}
    assert rules["revenue"].last_year_plus == pytest.approx(0.21)
    assert rules["margin"].total.growth == pytest.approx(0.155)
    assert rules["calls"].every_month == pytest.approx(35.2)
    assert rules["offers"].total.amount == pytest.approx(1320)
    assert rules["calls"].ramp == {0: 0.5, 3: 1.0}
    assert after.plans["seller"].gates == before.plans["seller"].gates
    assert after.plans["seller"].objectives["revenue"].curve == before.plans["seller"].objectives["revenue"].curve


def test_each_measure_has_its_own_factor_by_the_name_that_is_measured() -> None:
    after = with_targets_times(read_scenario(PLAN), lambda measure: 2.0 if measure == "first_meetings" else 1.0)
    assert after.plans["seller"].objectives["calls"].target.every_month == 64
    assert after.plans["seller"].objectives["revenue"].target.last_year_plus == pytest.approx(0.10)


def test_a_plan_without_targets_of_its_own_is_the_same() -> None:
    plain = read_scenario(PLAN.replace("        target: {last_year_plus: 10%}\n", ""))
    without = plain.reform("none", {f"seller.objectives.{name}.target": None for name in ("margin", "calls", "offers")})
    assert with_targets_times(without, lambda measure: 1.1) is without
