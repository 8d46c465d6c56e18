"""What must hold for every plan: the invariants of evaluation."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from compsim.engine.evaluation import evaluate
from compsim.engine.needs import unmet_needs
from compsim.errors import PlanError
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.people import Measure, Population
from tests.strategies import people

PLAN = """
scenario: plan
plans:
  seller:
    settled: {settled}
    objectives:
      revenue: {{weight: 70%, measured: {measured}, curve: {{points: {{50%: 0%, 100%: 100%, 150%: 250%}}}}}}
      team: {{weight: 30%, measure: revenue, credit: team, curve: {{rates: {{0%: 1, 100%: 2}}}}}}
    gates: [{{measure: revenue, credit: team, hurdle: 70%}}]
    caps: {{payout: 180%, per: {per}}}
"""
some_results = arrays(np.float64, (7, 4), elements=st.floats(-50, 300).map(lambda value: round(value, 2)))
plans = st.builds(
    lambda settled, measured, per: read_scenario(PLAN.format(settled=settled, measured=measured, per=per)),
    st.sampled_from(["quarterly", "half_yearly", "yearly"]),
    st.sampled_from(["quarter", "half_year", "year"]),
    st.sampled_from(["settlement", "year"]),
)


def population(results: np.ndarray, incentive: float = 20_000.0) -> Population:
    return people(results, np.full_like(results, 100.0), incentive=incentive)


@given(plan=plans, results=some_results)
@settings(max_examples=60, deadline=None)
def test_components_add_to_settlements_and_settlements_to_the_year(plan: Scenario, results: np.ndarray) -> None:
    payouts = evaluate(plan, population(results))
    per_settlement = payouts.money.sum(axis=3)
    assert np.allclose(per_settlement.sum(axis=2), payouts.total())
    assert (per_settlement >= -1e-6).all()
    assert (
        payouts.money[..., [payouts.components.index("gate"), payouts.components.index("cap")]].sum(axis=2) <= 1e-6
    ).all()


@given(plan=plans, results=some_results, k=st.integers(2, 50))
@settings(max_examples=40, deadline=None)
def test_money_times_k_pays_times_k(plan: Scenario, results: np.ndarray, k: int) -> None:
    once, often = (evaluate(plan, population(results, 20_000.0 * times)).total() for times in (1, k))
    assert np.allclose(often, once * k, rtol=1e-9)


@given(plan=plans, results=some_results, order=st.permutations(range(7)))
@settings(max_examples=40, deadline=None)
def test_shuffled_people_are_paid_the_same(plan: Scenario, results: np.ndarray, order: list[int]) -> None:
    people_in_order = population(results)
    shuffled = replace(
        people_in_order,
        roster=people_in_order.roster.iloc[order].reset_index(drop=True),
        results={"revenue": results[order]},
        targets={"revenue": people_in_order.targets["revenue"][order]},
    )
    one, other = (evaluate(plan, each).per_rep().sort_index() for each in (people_in_order, shuffled))
    pd.testing.assert_frame_equal(one, other)


@given(plan=plans, results=some_results)
@settings(max_examples=40, deadline=None)
def test_the_year_is_never_paid_above_its_cap(plan: Scenario, results: np.ndarray) -> None:
    capped = plan.reform("capped", {"seller.caps.per": "year", "seller.caps.payout": "120%"})
    assert (evaluate(capped, population(results)).total() <= 1.2 * 20_000 + 1e-6).all()


@given(results=some_results, other=some_results)
@settings(max_examples=40, deadline=None)
def test_quarters_that_stand_alone_do_not_touch_each_other(results: np.ndarray, other: np.ndarray) -> None:
    plan = read_scenario(PLAN.format(settled="quarterly", measured="quarter", per="settlement"))
    changed = results.copy()
    changed[:, 1:] = other[:, 1:]
    one, two = (evaluate(plan, population(each)).money[:, :, 0] for each in (results, changed))
    assert np.array_equal(one, two)


@given(plan=plans, results=some_results)
@settings(max_examples=30, deadline=None)
def test_the_same_scenario_twice_changes_nothing(plan: Scenario, results: np.ndarray) -> None:
    payouts = evaluate([plan, plan.reform("again", {})], population(results))
    assert np.array_equal(payouts.money[0], payouts.money[1])


def test_a_result_that_equals_its_target_by_addition_reaches_it() -> None:
    """0.1 + 0.2 is not 0.3 in floats; the quarter's hurdle must not be missed by that."""
    results, targets = np.array([[0.1, 0.2, 0.0, 0.0]]), np.array([[0.1, 0.2, 0.0, 0.0]])
    plan = read_scenario(
        """
        scenario: sums
        plans:
          seller:
            settled: half_yearly
            objectives:
              revenue: {weight: 100%, target: {every_year: 0.6}, curve: {steps: {100%: 100%}}}
        """
    )
    assert evaluate(plan, people(results, targets)).money[0, 0, 1, 0] == pytest.approx(10_000)


def test_better_lower_turns_attainment_round() -> None:
    """Two complaints where five are the target: 2 - 2/5 = 160 %."""
    made = people(np.full((1, 4), 2.0), np.full((1, 4), 5.0))
    lower = replace(made, definitions={"revenue": Measure("revenue", better="lower")})
    plan = read_scenario(
        """
        scenario: x
        plans:
          seller:
            settled: yearly
            objectives: {revenue: {weight: 1, curve: {points: {0%: 0%, 200%: 200%}}}}
        """
    )
    assert evaluate(plan, lower).total()[0, 0] == pytest.approx(1.6 * 20_000)


TYPO = """\
scenario: typo
sales_measure: sales
plans:
  seller:
    objectives:
      revnue:
        weight: 100%
        curve: {points: {0%: 0%, 100%: 100%}}
    gates:
      - {measure: margin, hurdle: 90%}
"""


def test_unknown_measures_are_all_listed_with_line_and_the_nearest_name() -> None:
    plan, made = read_scenario(TYPO, "typo.yaml"), population(np.ones((1, 4)))
    with pytest.raises(PlanError) as caught:
        evaluate(plan, made)
    revenue, margin, sales = str(caught.value).splitlines()
    assert revenue.startswith("typo.yaml line 6, plans.seller.objectives.revnue: no measure 'revnue' in the results.")
    assert revenue.endswith("Did you mean 'revenue'? Known: revenue.")
    assert margin.startswith("typo.yaml line 10, plans.seller.gates.0.measure: no measure 'margin' in the results.")
    assert margin.endswith("Known: revenue.")
    assert sales == "typo.yaml line 2, sales_measure: no measure 'sales' in the results. Known: revenue."
    assert len(unmet_needs(plan, made)) == 3


def test_people_without_a_plan_are_paid_nothing_and_listed() -> None:
    made = population(np.ones((2, 4)) * 100)
    roster = made.roster.assign(role=["seller", "engineer"])
    payouts = evaluate(
        read_scenario(PLAN.format(settled="yearly", measured="year", per="year")), replace(made, roster=roster)
    )
    assert payouts.on_plan.tolist() == [[True, False]]
    assert payouts.total()[0, 1] == 0.0
    (note,) = payouts.notes
    assert note.says == "no plan for the role 'engineer' (1 roster row)"
    assert note.fix == "They are paid nothing in this scenario."


FROM = """\
scenario: {name}
periods: {{from: {first}, to: {last}}}
plans: {{seller: {{commissions: {{revenue: {{rates: {{0: 1%}}}}}}}}}}
"""


def test_scenarios_over_different_periods_cannot_be_compared() -> None:
    windows = {"a": "2025-Q1", "b": "2025-Q2"}
    listed = [read_scenario(FROM.format(name=n, first=p, last="2025-Q4"), f"{n}.yaml") for n, p in windows.items()]
    with pytest.raises(PlanError) as caught:
        evaluate(listed, population(np.ones((1, 4))))
    says = "b.yaml line 2, periods: 'b' evaluates other periods than 'a'. Give both the same 'periods'."
    assert str(caught.value) == says


def test_a_window_outside_the_data_is_refused_with_what_the_data_have() -> None:
    plan = read_scenario(FROM.format(name="x", first="2026-01", last="2026-12"))
    with pytest.raises(PlanError) as caught:
        evaluate(plan, population(np.ones((1, 4))))
    assert "none of the periods 2026-01 to 2026-12 is in the data. " in str(caught.value)
    assert "The data run from 2025-Q1 to 2025-Q4." in str(caught.value)


def test_quarters_cannot_be_measured_by_month() -> None:
    plan = read_scenario(PLAN.format(settled="yearly", measured="month", per="year"), "months.yaml")
    with pytest.raises(PlanError) as caught:
        evaluate(plan, population(np.ones((1, 4))))
    says = "the data come by periods such as 2025-Q1; they cannot be measured by month."
    assert (
        str(caught.value)
        == f"months.yaml line 4, plans.seller: {says} Measure over a longer stretch, or give the results by month."
    )


def test_a_plan_for_a_role_that_nobody_has_is_told_and_sets_no_targets() -> None:
    text = PLAN.format(settled="yearly", measured="year", per="year").replace("seller:", "seler:")
    text = text.replace("curve: {points", "target: {total: {amount: 9}, shared_by: fte}, curve: {points")
    payouts = evaluate(read_scenario(text), population(np.ones((2, 4))))
    assert payouts.total().tolist() == [[0.0, 0.0]]
    assert [(note.says, note.fix) for note in payouts.notes] == [
        ("nobody on the roster has the role 'seler'", "Did you mean 'seller'? Known: seller."),
        ("no plan for the role 'seller' (2 roster rows)", "They are paid nothing in this scenario."),
    ]


@pytest.mark.parametrize(
    "paid_by", ["objectives: {revenue: {weight: 100%, ", "commissions: {revenue: {on: attainment, "]
)
@pytest.mark.parametrize(("settled", "told"), [("yearly", 0), ("quarterly", 1)])
def test_a_target_that_comes_with_the_last_quarter_is_zero_only_where_something_is_paid_before_it(
    paid_by: str, settled: str, told: int
) -> None:
    """Settled once a year, 400 of a target of 400 that stands in the last quarter are 100 %."""
    curve = "points: {0%: 0%, 100%: 100%}"
    curve = f"curve: {{{curve}}}" if "objectives" in paid_by else "points: {0%: 0, 100%: 5000}"
    text = f"scenario: s\nplans: {{seller: {{settled: {settled}, {paid_by}measured: year, {curve}}}}}}}}}"
    found = evaluate(read_scenario(text), people(np.full((1, 4), 100.0), np.array([[0.0, 0.0, 0.0, 400.0]])))
    assert len([note for note in found.notes if "a target of zero" in note.says]) == told
    assert found.total()[0, 0] in (5_000.0, 20_000.0)
