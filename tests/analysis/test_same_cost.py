"""A plan at another's cost: hand-made sums, what keeps it from being met, and that it meets it to the cent."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.analysis.impact import winners_and_losers
from compsim.analysis.same_cost import TITLE, same_cost
from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError
from compsim.plan.scenario import Scenario, read_scenario, scenario_from_plain
from compsim.population.people import Population
from compsim.population.reading import population_from_tables

SALES = {"ann": 1000.0, "ben": 3000.0, "cal": 500.0}


def people(paid: float | None = 210.0, incentive: float = 100.0) -> Population:
    """Three people; `paid` each, or nothing known of what was paid."""
    roster = [{"rep": rep, "role": "seller", "team": "one", "target_incentive": incentive} for rep in SALES]
    results = [
        {"rep": rep, "measure": "sales", "period": "2025", "actual": sold, "target": 1000}
        for rep, sold in SALES.items()
    ]
    tables = {"roster": pd.DataFrame(roster), "results": pd.DataFrame(results)}
    if paid is not None:
        tables["paid"] = pd.DataFrame([{"rep": rep, "period": "2025", "paid": paid} for rep in SALES])
    return population_from_tables(tables)


def plan(name: str = "new", rate: str = "10%", **also: Any) -> Scenario:
    seller = {"settled": "yearly", "commissions": {"sales": {"rates": {0: rate}}}, **also}
    return scenario_from_plain({"scenario": name, "plans": {"seller": seller}})


def pay(scenario: Scenario, population: Population) -> list[float]:
    paid: list[float] = evaluate(scenario, population).total()[0].tolist()
    return paid


def test_one_factor_brings_the_whole_to_what_was_paid() -> None:
    """By hand: 100 + 300 + 50 = 450 against 3 × 210 = 630, so 1.4 times as much for each."""
    found = same_cost(plan(), people())
    assert (found.factor, found.wanted) == (pytest.approx(1.4), 630.0)
    assert found.to_the_cent
    assert pay(found.scenario, people()) == pytest.approx([140.0, 420.0, 70.0], abs=0.005)


def test_a_baseline_stands_in_for_what_was_paid_and_the_plan_reads_back() -> None:
    """By hand: 4 % of 4,500 is 180, two fifths of 450; the file says the factor."""
    found = same_cost(plan(), people(None), baseline=plan("old", "4%"), name="same", title="New at old cost")
    assert found.factor == pytest.approx(0.4)
    again = read_scenario(found.scenario.to_yaml())
    assert (again.name, again.title) == ("same", "New at old cost")
    assert again.plans["seller"].multiplier[0].factors == {"seller": pytest.approx(0.4)}
    assert sum(pay(again, people(None))) == pytest.approx(180.0, abs=0.005)


def test_a_capped_person_leaves_more_to_the_others() -> None:
    """By hand: 200 each at most; 630 would need all of 600 and more, 500 needs 200 + 200 + 100."""
    capped = plan(caps={"payout": "200%", "per": "year"})
    with pytest.raises(PlanError, match="caps do not let it cost so much"):
        same_cost(capped, people())
    found = same_cost(capped, people(500 / 3))
    assert pay(found.scenario, people()) == pytest.approx([200.0, 200.0, 100.0], abs=0.01)


def test_draws_that_cost_more_alone_are_told() -> None:
    with pytest.raises(PlanError, match="draws alone cost more"):
        same_cost(plan(draw={"every_month": 20}), people())  # 3 × 240


def test_a_plan_that_pays_nothing_is_told() -> None:
    with pytest.raises(PlanError, match="nothing to scale"):
        same_cost(plan(rate="0%"), people())


def test_asking_again_replaces_the_factor() -> None:
    once = same_cost(plan(), people()).scenario
    twice = same_cost(once, people(105.0))
    assert [each.title for each in twice.scenario.plans["seller"].multiplier] == [TITLE]
    assert twice.factor == pytest.approx(0.7)


def test_a_multiplier_that_was_there_stays() -> None:
    weighed = plan(multiplier={"roster": "team", "factors": {"one": "50%"}})
    found = same_cost(weighed, people())
    assert found.factor == pytest.approx(2.8)
    assert len(found.scenario.plans["seller"].multiplier) == 2


def test_rounding_each_payment_still_meets_it_as_near_as_cents_allow() -> None:
    found = same_cost(plan(rounding={"how": "half_up"}), people(100 / 3 * 2.01))
    assert abs(found.payout - found.wanted) <= 0.03  # three payments, a cent each


@settings(max_examples=10, deadline=None)
@given(st.floats(1.0, 5000.0), st.sampled_from(["2%", "10%", "35%"]))
def test_the_cost_is_met_to_the_cent_and_nobody_changes_rank(paid: float, rate: str) -> None:
    found = same_cost(plan(rate=rate), people(paid))
    assert found.to_the_cent
    after = winners_and_losers(evaluate(found.scenario, people(paid)), against_paid=True).totals.iloc[0]
    assert after["difference"] == pytest.approx(0.0, abs=0.005)
    ranked = sorted(SALES, key=lambda rep: pay(found.scenario, people(paid))[list(SALES).index(rep)])
    assert ranked == ["cal", "ann", "ben"]
