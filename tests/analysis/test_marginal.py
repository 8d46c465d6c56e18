"""One point more and one point less: on paper, at edges, through gates, and against results really written larger."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compsim as cs
from compsim.analysis.edges import dead_zones, flat
from compsim.analysis.marginal import marginal
from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError
from compsim.plan.curve import PayCurve
from tests.analysis.really import LINEAR, plan, sellers

BENT = "curve: {points: {50%: 0%, 100%: 100%, 150%: 300%}}"  # 20 a point up to target, 40 beyond, of 1,000


def of(found: pd.DataFrame, *columns: str) -> list[list[float]]:
    return found[list(columns)].to_numpy(dtype=float).tolist()


def test_an_edge_pays_differently_on_its_two_sides() -> None:
    """At 90 % 20 and 20; at 100 % 20 for the last and 40 for the next; at 150 % 40 and nothing."""
    found = marginal(plan("bent", {"r": f"weight: 100%, {BENT}"}), sellers({"r": [90, 100, 150, 40]})).rows
    assert of(found, "last_point", "next_point") == pytest.approx(
        np.array([[20, 20], [20, 40], [40, 0], [0, 0]]), abs=1e-6
    )
    assert of(found, "edge", "to_edge") == pytest.approx(
        np.array([[1.0, 0.1], [1.5, 0.5], [np.nan, np.nan], [0.5, 0.1]]), nan_ok=True
    )


def test_a_jump_within_the_next_point_is_all_of_it() -> None:
    """At 79.5 % the step at 80 % is half of 1,000; at 80 % it was the last point."""
    found = marginal(plan("steps", {"r": "weight: 100%, curve: {steps: {80%: 50%}}"}), sellers({"r": [79.5, 80]})).rows
    assert of(found, "last_point", "next_point") == pytest.approx(np.array([[0, 500], [500, 0]]))


def test_what_else_reads_the_result_counts_too() -> None:
    """A gate on everything at 90 %: at 89.5 % the next point opens it, for 90.5 % of one half and all of the other."""
    objectives = {"a": f"weight: 50%, {LINEAR}", "b": f"weight: 50%, {LINEAR}"}
    gated = plan("gated", objectives, ", gates: [{measure: a, hurdle: 90%}]")
    found = marginal(gated, sellers({"a": [89.5], "b": [100]})).rows.set_index("objective")["next_point"]
    assert found["a"] == pytest.approx(0.5 * 905 + 500)
    assert found["b"] == 0.0


def test_a_cap_leaves_nothing_for_the_next_point() -> None:
    capped = plan("capped", {"r": f"weight: 100%, {LINEAR}"}, ", caps: {payout: 120%}")
    found = marginal(capped, sellers({"r": [119.5, 130]})).rows
    assert of(found, "last_point", "next_point") == pytest.approx(np.array([[10, 5], [0, 0]]))


def test_a_team_is_moved_as_a_whole_and_lower_may_be_better() -> None:
    team = plan("team", {"r": f"weight: 100%, credit: team, {LINEAR}"})
    assert of(marginal(team, sellers({"r": [50, 150]})).rows, "next_point") == pytest.approx(np.array([[10], [10]]))
    days = sellers({"days": [80]}, better={"days": "lower"})
    found = marginal(plan("days", {"days": f"weight: 100%, {LINEAR}"}), days).rows
    assert of(found, "attainment", "next_point") == pytest.approx(np.array([[1.2, 10]]))


def test_no_result_has_no_point_more() -> None:
    found = marginal(plan("bent", {"r": f"weight: 100%, {BENT}"}), sellers({"r": [0, np.nan]})).rows
    assert found[["last_point", "next_point"]].isna().all(axis=None)


def test_five_percent_more_incentive_pays_five_percent_more_a_point() -> None:
    bent = plan("bent", {"r": f"weight: 100%, {BENT}"})
    one, other = (marginal(bent, sellers({"r": [70, 120]}, target_incentive=pay)).rows for pay in (1000.0, 1050.0))
    assert (other["next_point"] / one["next_point"]).tolist() == pytest.approx([1.05, 1.05])


@settings(max_examples=40)
@given(st.lists(st.floats(2, 200), min_size=1, max_size=6))
def test_a_point_is_what_a_result_one_point_larger_pays(results: list[float]) -> None:
    bent = plan("bent", {"r": f"weight: 70%, {BENT}", "s": f"weight: 30%, {LINEAR}"}, ", caps: {payout: 180%}")
    there = {"r": np.array(results), "s": np.full(len(results), 100.0)}
    found = marginal(bent, sellers({name: list(values) for name, values in there.items()})).rows
    now, more, less = (
        evaluate(bent, sellers({"r": list(there["r"] + by), "s": list(there["s"])})).total()[0] for by in (0, 1, -1)
    )
    of_r = found[found["objective"] == "r"]
    assert of_r["next_point"].to_numpy() == pytest.approx(more - now, abs=1e-4)
    assert of_r["last_point"].to_numpy() == pytest.approx(now - less, abs=1e-4)


def test_a_curve_that_is_read_every_quarter_has_no_edge_of_the_year() -> None:
    found = marginal(cs.example_scenarios()["last_year"], cs.example_population()).rows
    by_name = found.groupby(["role", "objective"])["edge"].count()
    assert by_name["hunter", "new_customers"] == 0
    assert by_name["hunter", "revenue"] > 0


def test_where_more_pays_nothing() -> None:
    scenario = plan("mixed", {"r": f"weight: 60%, {BENT}", "s": "weight: 40%, caps: {attainment: 130%}, " + LINEAR})
    found = dead_zones([scenario])
    inf = float("inf")
    assert of(found, "low", "high", "factor") == [[-inf, 0.5, 0.0], [1.5, inf, 3.0], [-inf, 0.0, 0.0], [1.3, inf, 1.3]]


def test_a_factor_cap_begins_where_the_curve_reaches_it() -> None:
    curve = PayCurve((0.0, 1.0), (0.0, 1.0), (1.0, 2.0))
    assert flat(curve, 1.25) == [(-np.inf, 0.0, 0.0), (1.25, np.inf, 1.5)]
    assert flat(PayCurve((0.0, 0.5), (1.0, 1.0), (0.0, 0.0), below=1.0)) == [(-np.inf, np.inf, 1.0)]


def test_steps_that_leave_nearly_everybody_without_a_next_point_are_seen() -> None:
    """Win rate under next year's plan pays in steps: for none of 25 one point more pays anything."""
    found = marginal(list(cs.example_scenarios().values()), cs.example_population())
    shown = found.by_role.set_index(["scenario", "role", "objective"])
    assert shown.loc[("next_year", "account_manager", "win_rate"), "nothing"] == 25
    assert shown.loc[("last_year", "hunter", "revenue"), "median_next"] > 0
    assert found.hidden == ()


def test_a_role_of_four_is_not_shown() -> None:
    found = marginal(plan("bent", {"r": f"weight: 100%, {BENT}"}), sellers({"r": [90.0] * 4}))
    assert found.by_role.empty
    assert found.hidden == ("seller",)


def test_no_scenario_is_told() -> None:
    with pytest.raises(PlanError, match="no scenario"):
        marginal([], sellers({"r": [1]}))
