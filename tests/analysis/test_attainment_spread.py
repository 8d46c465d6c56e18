"""Histogram, excellence point and upside: counted by hand, and held against NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import compsim as cs
from compsim.analysis.attainment_spread import EDGES, AttainmentSpread, attainment_spread, counted_in
from tests.analysis.hand_made import payouts, people

REACHED = [0.0, 0.05, 0.1, 0.99, 1.0, 1.09, 1.1, 1.99, 2.0, 3.5]


def spread_of(reached: list[float], paid: list[float], **columns: object) -> AttainmentSpread:
    reps = [f"R{i}" for i in range(len(reached))]
    attainment = np.array([reached])[:, :, None]
    return attainment_spread(payouts([paid], people(reps, **columns), names=("one",), attainment=attainment))


def test_a_bin_holds_its_lower_edge_and_not_its_upper_one() -> None:
    found = spread_of(REACHED, [100.0] * 10).histogram
    bins = found[found["figure"] == "attainment"].set_index("low")["n"]
    assert bins[[0.0, 0.1, 0.9, 1.0, 1.1, 1.9, 2.0]].tolist() == [2, 1, 1, 2, 1, 1, 2]
    assert bins.sum() == 10
    assert found["share"][found["figure"] == "payout_ratio"].sum() == pytest.approx(1.0)


def test_float_arithmetic_pushes_nobody_below_an_edge() -> None:
    assert counted_in(np.array([sum([0.1] * 10), 0.7 + 0.1 + 0.1 + 0.1]))[11] == 2
    assert counted_in(np.array([np.nan, -0.2]))[0] == 1


@given(st.lists(st.floats(-1, 4), max_size=40))
def test_the_histogram_is_numpys(values: list[float]) -> None:
    away = [value for value in values if min(abs(value - edge) for edge in EDGES) > 1e-6]
    right = np.histogram(away, bins=[-np.inf, *EDGES, np.inf])[0]
    assert counted_in(np.array(away, dtype=float)).tolist() == right.tolist()


def test_excellence_and_upside_on_paper() -> None:
    """Of 1 to 11 tenths the 90th percentile is the tenth; 250 of 100 is 2.5 of target, 1.5 beyond it."""
    found = spread_of([n / 10 for n in range(1, 12)], [100.0] * 9 + [250.0, 400.0]).frame.iloc[0]
    assert found[["n", "excellence", "upside", "upside_beyond"]].tolist() == pytest.approx([11, 1.0, 2.5, 1.5])


def test_an_objective_is_held_against_its_own_part_of_the_incentive() -> None:
    """Half of 100 for each: 75 paid on one is 150 % of its part, 50 on the other 100 %."""
    paid = np.tile([75.0, 50.0], (1, 6, 1, 1))
    found = attainment_spread(payouts(paid, people("abcdef"), names=("one",), components=("a", "b"))).by_objective
    assert found.set_index("objective")["upside"].to_dict() == pytest.approx({"a": 1.5, "b": 1.0})


def test_a_team_of_four_is_not_shown_and_not_by_difference() -> None:
    found = spread_of([1.0] * 10, [100.0] * 10, team=["a"] * 6 + ["b"] * 4)
    assert found.by_team.shown.empty
    assert found.by_team.hidden == ("a", "b")
    assert found.by_role.shown["n"].tolist() == [10]


def test_five_percent_more_for_everybody_reads_five_percent_more() -> None:
    one, other = (spread_of([f * n / 8 for n in range(12)], [f * 15.0 * n for n in range(12)]) for f in (1.0, 1.05))
    assert (other.frame["excellence"] / one.frame["excellence"]).tolist() == pytest.approx([1.05])
    assert (other.frame["upside"] / one.frame["upside"]).tolist() == pytest.approx([1.05])


def test_every_published_band_is_placed_and_none_alone() -> None:
    found = spread_of([1.0] * 3 + [0.5], [100.0] * 3 + [0.0])
    norms = found.norms
    assert norms["value"][norms["figure"] == "share_at_target"].unique().tolist() == [0.75]
    assert norms["value"][norms["figure"] == "share_without_pay"].unique().tolist() == [0.25]
    assert (norms.groupby("figure")["position"].nunique()["share_at_target"]) == 2
    assert found.as_dict()["norms"][0]["year"] is None


def test_nobody_with_objectives_is_no_figure() -> None:
    without = {"weight": np.zeros((1, 2, 1)), "incentive": np.zeros((1, 2, 1))}
    found = attainment_spread(payouts([[1.0, 2.0]], people("ab"), names=("one",), **without))
    assert found.frame[["excellence", "upside"]].isna().all(axis=None)
    assert found.histogram["n"].sum() == 0


def test_on_the_invented_company_in_a_few_lines() -> None:
    """The planted objective without spread: nine of ten first meetings of inside sales within 2 points of target."""
    found = attainment_spread(cs.evaluate(cs.example_scenarios()["last_year"], cs.example_population()))
    meetings = found.by_objective.set_index("objective").loc["first_meetings"]
    assert meetings["excellence"] < 1.02
    assert meetings["upside_beyond"] < 0.02
    assert found.frame["upside"].iloc[0] > 1.5
