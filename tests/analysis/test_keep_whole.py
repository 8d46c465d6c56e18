"""What it takes to keep one's pay: on paper, under caps, for teams and managers, and as it must always be."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compsim as cs
from compsim.analysis.keep_whole import KeepWhole, keep_whole
from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError, PopulationError
from compsim.plan.scenario import read_scenario
from tests.analysis.really import LINEAR, plan, sellers

OLD = plan("old", {"r": f"weight: 100%, {LINEAR}"})
WITHIN = 1e-4  # of a factor


def only(found: KeepWhole, rep: str = "R0") -> pd.Series:
    return found.rows.set_index("rep").loc[rep]


def test_a_reform_that_pays_five_percent_less_needs_five_percent_more() -> None:
    new = plan("new", {"r": "weight: 100%, curve: {points: {0%: 0%, 105%: 100%}, beyond: continue}"})
    found = keep_whole([OLD, new], sellers({"r": [80, 100, 160]}))
    assert found.rows["factor"].to_numpy() == pytest.approx(1.05, abs=WITHIN)
    assert found.rows["needed"].to_numpy() == pytest.approx([0.84, 1.05, 1.68], abs=WITHIN * 2)
    assert set(found.rows["standing"]) == {"more"}
    assert found.totals[["more", "p10", "p50", "p90"]].iloc[0].to_numpy() == pytest.approx(
        [3, 1.05, 1.05, 1.05], abs=WITHIN
    )


def test_a_cap_puts_it_out_of_reach_and_is_named() -> None:
    new = plan("new", {"r": f"weight: 100%, {LINEAR}"}, ", caps: {payout: 120%}")
    found = keep_whole([OLD, new], sellers({"r": [90, 120, 130]}))
    assert found.rows["standing"].tolist() == ["already", "already", "out_of_reach"]
    assert found.rows["capped"].tolist() == [False, False, True]
    assert np.isnan(only(found, "R2")["factor"])
    assert np.isnan(found.totals["p90"].iloc[0])
    assert found.totals["p50"].iloc[0] == pytest.approx(1.0, abs=WITHIN)


def test_a_curve_that_ends_puts_it_out_of_reach_without_a_cap() -> None:
    new = plan("new", {"r": "weight: 100%, curve: {points: {0%: 0%, 100%: 100%}}"})
    found = only(keep_whole([OLD, new], sellers({"r": [101]})))
    assert (found["standing"], found["capped"]) == ("out_of_reach", False)


def test_a_step_is_kept_at_its_edge() -> None:
    """A step at 80 % pays what 90 % paid before: the edge itself, not a point above it, is enough."""
    new = plan("new", {"r": "weight: 100%, curve: {steps: {80%: 90%, 120%: 150%}}"})
    found = only(keep_whole([OLD, new], sellers({"r": [90]})))
    assert found["needed"] == pytest.approx(0.8, abs=WITHIN)
    assert found["standing"] == "already"


def test_each_objective_alone_on_paper() -> None:
    """The reform pays half of each of two at 80 % and 100 %: 900. 1,000 before: 100 % for a, or 120 % for b."""
    old = plan("old", {"a": f"weight: 0%, {LINEAR}", "b": f"weight: 100%, {LINEAR}"})
    new = plan("new", {"a": f"weight: 50%, {LINEAR}", "b": f"weight: 50%, {LINEAR}"})
    found = keep_whole([old, new], sellers({"a": [80], "b": [100]})).objectives.set_index("objective")
    assert found.loc["a", ["factor", "needed"]].tolist() == pytest.approx([1.25, 1.0], abs=WITHIN)
    assert found.loc["b", ["factor", "needed"]].tolist() == pytest.approx([1.2, 1.2], abs=WITHIN)


def test_a_team_is_moved_as_a_whole_for_each_of_its_members() -> None:
    """A team at 90 % must stand at 100 %, whatever the others of the team need for themselves."""
    new = plan("new", {"r": f"weight: 100%, credit: team, {LINEAR}"})
    found = keep_whole([OLD, new], sellers({"r": [100, 80, 45]}, team=["a", "a", "b"]))
    assert found.rows["factor"].to_numpy() == pytest.approx([100 / 90, 80 / 90, 1.0], abs=WITHIN)


def test_who_is_paid_on_others_pay_is_asked_by_themselves() -> None:
    """A manager gets 10 % of the reports' pay and got 20 %: twice that pay, whatever the reports need for theirs."""
    text = """\
scenario: {name}
plans:
  seller:
    settled: yearly
    objectives: {{r: {{weight: 100%, curve: {{points: {{0%: 0%, {at}: 100%}}, beyond: continue}}}}}}
  manager: {{settled: yearly, commissions: {{team: {{measure: payout, credit: reports, rates: {{0: {rate}}}}}}}}}
"""
    old, new = (
        read_scenario(text.format(name=n, at=a, rate=r)) for n, a, r in (("old", "100%", "20%"), ("new", "105%", "10%"))
    )
    who = {"rep": ["R0", "M"], "role": ["seller", "manager"], "manager": ["M", ""]}
    found = keep_whole([old, new], sellers({"r": [100, np.nan]}, **who)).rows.set_index("rep")["factor"]
    assert found["R0"] == pytest.approx(1.05, abs=WITHIN)
    assert found["M"] == pytest.approx(2.1, abs=WITHIN * 3)


def test_where_lower_is_better() -> None:
    """100 days at 100 %; 10 % more pay are wanted: 90 days."""
    people = sellers({"days": [100.0]}, better={"days": "lower"})
    old = plan("old", {"days": "weight: 100%, curve: {points: {0%: 0%, 100%: 110%}, beyond: continue}"})
    found = only(keep_whole([old, plan("new", {"days": f"weight: 100%, {LINEAR}"})], people))
    assert (found["factor"], found["needed"]) == pytest.approx((1.1, 1.1), abs=WITHIN)


def test_nothing_before_is_nothing_to_keep() -> None:
    old = plan("old", {"r": "weight: 100%, curve: {points: {80%: 0%, 100%: 100%}}"})
    found = keep_whole([old, plan("new", {"r": f"weight: 100%, {LINEAR}"})], sellers({"r": [10]}))
    assert found.rows["standing"].tolist() == ["nothing_before"]
    assert np.isnan(found.totals["p50"].iloc[0])


def test_against_what_was_paid() -> None:
    people = sellers({"r": [100.0]}, rep=["R0"])
    with pytest.raises(PopulationError):
        keep_whole(OLD, people, against_paid=True)
    paid = pd.DataFrame({"rep": ["R0"], "paid": [1250.0]})
    found = keep_whole(OLD, cs.Population(**{**vars(people), "paid": paid}), against_paid=True)
    assert only(found)["factor"] == pytest.approx(1.25, abs=WITHIN)


def test_one_scenario_alone_has_nothing_to_keep() -> None:
    with pytest.raises(PlanError, match="only one scenario"):
        keep_whole(OLD, sellers({"r": [1]}))


def test_a_group_of_four_is_not_shown() -> None:
    role = ["seller"] * 10
    people = sellers({"r": [100.0] * 10}, role=role, team=["a"] * 6 + ["b"] * 4)
    found = keep_whole([OLD, plan("new", {"r": f"weight: 100%, {LINEAR}"})], people, by="team")
    assert found.groups.hidden == ("a", "b")
    assert keep_whole([OLD, OLD.reform("new", {})], people).groups.shown["already"].tolist() == [10]


RISING = "weight: 100%, curve: {points: {0%: 0%, 60%: 30%, 100%: 100%, 150%: 250%}, beyond: continue}"


@settings(max_examples=20)  # each of them is evaluated some thirty times
@given(st.lists(st.floats(5, 200), min_size=1, max_size=8))
def test_the_same_plan_twice_needs_what_there_was(results: list[float]) -> None:
    rising = plan("old", {"r": RISING})
    found = keep_whole([rising, rising.reform("new", {})], sellers({"r": results})).rows
    assert found["factor"].to_numpy() == pytest.approx(1.0, abs=1e-3)
    assert set(found["standing"]) == {"already"}


@settings(max_examples=20)  # each of them is evaluated some thirty times
@given(st.lists(st.floats(20, 150), min_size=1, max_size=8))
def test_what_is_needed_pays_what_was_paid_and_no_more(results: list[float]) -> None:
    new = plan("new", {"r": RISING})
    people = sellers({"r": results})
    found = keep_whole([OLD, new], people).rows
    there = evaluate(new, sellers({"r": list(np.array(results) * found["factor"].to_numpy())})).total()[0]
    assert there == pytest.approx(found["before"].to_numpy(), abs=0.5)


def test_on_the_invented_company_in_a_few_lines() -> None:
    found = keep_whole(list(cs.example_scenarios().values()), cs.example_population())
    total = found.totals.iloc[0]
    assert total["people"] == total[["already", "more", "out_of_reach", "nothing_before"]].sum() == 72
    assert found.groups.shown["people"].sum() == 72
    earns_more = found.rows["after"] >= found.rows["before"]
    assert (earns_more == (found.rows["standing"] == "already")).all()
    assert found.as_dict()["best"] == 5.0
