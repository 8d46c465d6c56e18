"""What must hold for any plan a file can say, on every engine."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compsim.engine.evaluation import evaluate
from compsim.engine.explanation import explain
from compsim.plan.scenario import read_scenario, scenario_from_plain
from tests.random_plans import company, objectives, scenarios, timings

MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@given(plain=scenarios())
@MANY
def test_a_plan_written_as_yaml_reads_back_to_the_same_plan(plain: dict[str, Any]) -> None:
    scenario = scenario_from_plain(plain)
    assert read_scenario(scenario.to_yaml()) == scenario


@given(plain=scenarios())
@MANY
def test_numba_pays_what_the_specification_pays(plain: dict[str, Any]) -> None:
    scenario, people = scenario_from_plain(plain), company()
    one, other = (evaluate(scenario, people, engine=name) for name in ("numpy", "numba"))
    assert one.money.tobytes() == other.money.tobytes()
    assert np.isfinite(one.money).all()


@given(plain=scenarios())
@MANY
def test_the_same_scenario_twice_changes_nothing_and_pay_below_zero_needs_take_back(plain: dict[str, Any]) -> None:
    scenario, people = scenario_from_plain(plain), company()
    paid = evaluate([scenario, scenario.reform("again", {})], people)
    assert np.array_equal(paid.money[0], paid.money[1])
    parts = plain["plans"]["seller"]["objectives"].values()
    taken_back = any(part["take_back"] for part in parts) or "take_back" in str(
        plain["plans"]["seller"].get("commissions")
    )
    recovered = "recoverable" in str(plain["plans"]["seller"].get("draw"))
    if not taken_back and not recovered:
        assert paid.money.sum(axis=3).min() >= -1e-6


@given(plain=scenarios(), seed=st.integers(0, 99))
@MANY
def test_shuffled_reps_are_paid_the_same(plain: dict[str, Any], seed: int) -> None:
    scenario, people = scenario_from_plain(plain), company()
    order = np.random.default_rng(seed).permutation(len(people.roster))
    place = np.argsort(order)
    assert people.deals is not None
    shuffled = replace(
        people,
        roster=people.roster.iloc[order].reset_index(drop=True),
        results={name: values[order] for name, values in people.results.items()},
        targets={name: values[order] for name, values in people.targets.items()},
        eligible=people.eligible[order],
        deals=replace(people.deals, row=place[people.deals.row]),
    )
    expected, found = evaluate(scenario, people), evaluate(scenario, shuffled)
    np.testing.assert_allclose(found.money, expected.money[:, order], rtol=1e-9, atol=1e-6)


@given(plain=scenarios())
@MANY
def test_rounded_pay_is_in_cents_and_the_explanation_is_what_is_paid(plain: dict[str, Any]) -> None:
    scenario, people = scenario_from_plain(plain), company()
    paid = evaluate(scenario, people)
    if "rounding" in plain["plans"]["seller"]:
        sellers = (people.roster["role"] == "seller").to_numpy()
        cents = paid.money[0, sellers].sum(axis=2) * 100
        np.testing.assert_allclose(cents, np.rint(cents), atol=1e-5)
    told = explain(scenario, people, "ben")
    assert sum(each.payout for each in told) == float(paid.per_rep().loc["ben"].iloc[0]) or np.isclose(
        sum(each.payout for each in told), paid.per_rep().loc["ben"].iloc[0], atol=1e-6
    )
    for each in told:
        assert np.isclose(each.figure("", "settled"), each.payout, atol=1e-6)


@given(part=objectives(dict.fromkeys(("measured",), "month"), with_curve=True), times=st.integers(2, 9))
@MANY
def test_money_times_k_is_pay_times_k_and_months_do_not_influence_each_other(part: dict[str, Any], times: int) -> None:
    part = {key: value for key, value in part.items() if key not in ("caps", "shared", "target", "multiplier")}
    plan = {"settled": "monthly", "objectives": {"first": {"weight": "100%", **part}}}
    scenario = scenario_from_plain({"scenario": "any", "plans": {"seller": plan}})
    people = company()
    paid = evaluate(scenario, people).money
    richer = replace(people, roster=people.roster.assign(target_incentive=people.roster["target_incentive"] * times))
    np.testing.assert_allclose(evaluate(scenario, richer).money, paid * times, rtol=1e-9, atol=1e-6)
    half = scenario_from_plain(
        {"scenario": "any", "periods": {"from": "2025-07", "to": "2025-12"}, "plans": {"seller": plan}}
    )
    np.testing.assert_allclose(evaluate(half, people).money, paid[:, :, -6:], rtol=1e-9, atol=1e-6)


@given(timing=timings())
@MANY
def test_a_stretch_pays_in_the_end_what_it_is_worth_unless_pay_was_kept(timing: dict[str, Any]) -> None:
    """However it is paid out during the year: with take-back, or at the end, the year adds to the year's worth."""
    objective = {"weight": "100%", "measure": "revenue", "curve": {"points": {"50%": "0%", "150%": "200%"}}}
    whole = {"settled": "yearly", "objectives": {"first": {**objective, "measured": "year"}}}
    parts = {"settled": "quarterly", "objectives": {"first": {**objective, **timing, "measured": "year"}}}
    window = {"from": "2025-01", "to": "2025-12"}
    year, paid = (
        evaluate(scenario_from_plain({"scenario": "any", "periods": window, "plans": {"seller": plan}}), company())
        for plan in (whole, parts)
    )
    if timing["pays"] == "at_end" or (timing["pays"] == "true_up" and timing["take_back"]):
        np.testing.assert_allclose(paid.total(), year.total(), rtol=1e-9, atol=1e-6)
    elif timing["pays"] == "true_up":
        assert (paid.total() >= year.total() - 1e-6).all()
