"""Whose pay changes: the five bands on paper, and what must hold whatever the figures are."""

import json
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.analysis.impact import CHANGE_BANDS, Impact, winners_and_losers
from compsim.errors import PlanError, PopulationError
from tests.analysis.hand_made import payouts, people, scenario

amounts = st.lists(st.integers(0, 10_000_000).map(lambda cents: cents / 100), min_size=1, max_size=12)


def compared(before: list[float], after: list[float], **columns: Any) -> Impact:
    reps = [f"R{i}" for i in range(len(before))]
    by = "region" if "region" in columns else None
    return winners_and_losers(payouts([before, after], people(reps, **columns)), by=by)


@pytest.mark.parametrize(
    ("after", "band"),
    [
        (949.99, "falls_over_5"),
        (950.00, "falls"),  # exactly −5 %
        (994.99, "falls"),
        (995.00, "same"),  # exactly −0.5 %
        (1000.00, "same"),
        (1005.00, "same"),  # exactly +0.5 %
        (1005.01, "rises"),
        (1050.00, "rises"),  # exactly +5 %
        (1050.01, "rises_over_5"),
    ],
)
def test_a_bound_belongs_to_the_band_nearer_to_zero(after: float, band: str) -> None:
    assert compared([1000.0], [after]).rows["band"].tolist() == [band]


def test_who_had_nothing_before_is_a_band_of_its_own() -> None:
    impact = compared([0.0, 0.0, 100.0], [50.0, 0.0, 0.0])
    assert impact.rows["band"].tolist() == ["nothing_before", "same", "falls_over_5"]
    assert impact.rows["change"].isna().tolist() == [True, False, False]
    total = impact.totals.iloc[0]
    assert (total["raised"], total["lowered"], total["unchanged"]) == (1, 1, 1)
    assert (total["before"], total["after"], total["difference"], total["change"]) == (100.0, 50.0, -50.0, -0.5)


def test_all_bands_are_listed_in_order_with_their_people_and_money() -> None:
    bands = compared([100.0, 100.0, 100.0, 0.0], [90.0, 104.0, 103.0, 7.0]).bands
    assert bands["band"].tolist() == list(CHANGE_BANDS)
    assert bands["people"].tolist() == [1, 0, 0, 2, 0, 1]
    assert bands["share"].tolist() == [0.25, 0, 0, 0.5, 0, 0.25]
    assert bands["difference"].tolist() == [-10.0, 0, 0, 7.0, 0, 7.0]


@settings(max_examples=30, deadline=None)
@given(amounts)
def test_the_same_scenario_twice_changes_nothing(before: list[float]) -> None:
    impact = compared(before, before)
    assert set(impact.rows["band"]) == {"same"}
    assert impact.rows["change"].tolist() == [0.0] * len(before)
    assert impact.totals["unchanged"].tolist() == [len(before)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 10_000_000).map(lambda cents: cents / 100), min_size=5, max_size=12))
def test_five_percent_for_everybody_reads_five_percent_everywhere(before: list[float]) -> None:
    impact = compared(before, [amount * 1.05 for amount in before], region="North")
    assert impact.rows["change"].tolist() == [0.05] * len(before)
    assert set(impact.rows["band"]) == {"rises"}
    assert impact.totals["change"].tolist() == [0.05]
    assert impact.groups is not None
    assert impact.groups.shown["change"].tolist() == [0.05]


@settings(max_examples=30, deadline=None)
@given(amounts, st.randoms(use_true_random=False), st.sampled_from([0.01, 0.5, 3.0, 1.96, 1000.0]))
def test_another_currency_moves_nobody_to_another_band(before: list[float], chance: Random, k: float) -> None:
    after = [amount * chance.choice([0.9, 0.96, 1.0, 1.03, 1.2]) + chance.choice([0, 1]) for amount in before]
    one, other = compared(before, after), compared([k * x for x in before], [k * x for x in after])
    assert one.rows["band"].tolist() == other.rows["band"].tolist()
    assert one.bands["share"].tolist() == other.bands["share"].tolist()


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_the_roster_does_not_matter(order: list[int]) -> None:
    money = np.array([[100.0, 0.0, 50.0, 80.0, 70.0, 10.0], [90.0, 5.0, 50.2, 84.0, 70.0, 20.0]])
    reps = np.array(["A", "B", "C", "D", "E", "F"])
    one = winners_and_losers(payouts(money, people(reps.tolist())))
    other = winners_and_losers(payouts(money[:, order], people(reps[order].tolist())))
    expected = one.rows.set_index("rep").sort_index()
    pd.testing.assert_frame_equal(other.rows.set_index("rep").sort_index(), expected)
    assert other.bands["people"].tolist() == one.bands["people"].tolist()


def test_a_rep_with_two_roster_rows_counts_once_and_belongs_where_the_last_one_began() -> None:
    starts = pd.to_datetime(pd.Series(["2025-07-01", None, None]))
    population = people(["Ann", "Ann", "Bob"], team=["South", "North", "North"], start=starts)
    rows = winners_and_losers(payouts([[60, 40, 10], [66, 44, 10]], population)).rows
    assert rows[["rep", "team", "before", "after", "change"]].to_numpy().tolist() == [
        ["Ann", "South", 100.0, 110.0, 0.1],
        ["Bob", "North", 10.0, 10.0, 0.0],
    ]


def test_a_named_baseline_is_compared_with_all_others() -> None:
    paid = payouts([[100.0], [110.0], [120.0]], people(["Ann"]), names=["low", "middle", "high"])
    impact = winners_and_losers(paid, baseline="middle")
    assert impact.totals[["scenario", "difference"]].to_numpy().tolist() == [["low", -10.0], ["high", 10.0]]


def test_who_has_a_plan_on_one_side_only_is_listed_not_compared() -> None:
    on_plan = np.array([[True, True, False], [True, False, True]])
    impact = winners_and_losers(payouts([[10, 10, 0], [11, 0, 9]], people(["Ann", "Bob", "Cem"]), on_plan=on_plan))
    assert impact.rows["rep"].tolist() == ["Ann"]
    assert impact.left_out[["rep", "reason"]].to_numpy().tolist() == [["Cem", "no plan before"], ["Bob", "no plan now"]]


def test_regions_under_five_people_are_withheld_with_the_next_smallest() -> None:
    region = ["North"] * 8 + ["South"] * 5 + ["West"] * 2
    groups = compared([100.0] * 15, [110.0] * 8 + [90.0] * 7, region=region).groups
    assert groups is not None
    assert groups.hidden == ("South", "West")
    assert groups.shown[["group", "people", "difference", "raised"]].to_numpy().tolist() == [["North", 8, 80.0, 8]]


def test_a_result_that_is_missing_on_either_side_is_flagged() -> None:
    incomplete = np.array([[True, False, False], [False, True, False]])
    rows = winners_and_losers(payouts([[1, 1, 1]] * 2, people(["Ann", "Bob", "Cem"]), incomplete=incomplete)).rows
    assert rows["incomplete"].tolist() == [True, True, False]


PAID = pd.DataFrame(
    {
        "rep": ["Ann", "Ann", "Ann", "Bob", "Dee"],
        "period": ["2025-01", "2025-02", "2025-03", "2025-Q1", "2024-12"],
        "paid": [100.0, 100.0, 500.0, 300.0, 80.0],
    }
)
MONTHS = ["2025-01", "2025-02"]


def paid_impact(paid: pd.DataFrame | None, window: str = "", periods: list[str] = MONTHS) -> Impact:
    money = np.zeros((1, 2, len(periods), 1))
    money[0, :, 0, 0] = [210.0, 150.0]
    listed = [scenario("old", window)]
    return winners_and_losers(
        payouts(money, people(["Ann", "Cem"], periods, paid=paid), scenarios=listed), against_paid=True
    )


def test_what_was_paid_counts_in_the_evaluated_periods_only() -> None:
    impact = paid_impact(PAID[PAID["rep"] != "Bob"])
    assert impact.baseline == "paid"
    assert impact.rows[["rep", "before", "after", "change"]].to_numpy().tolist() == [["Ann", 200.0, 210.0, 0.05]]
    assert impact.left_out[["rep", "reason"]].to_numpy().tolist() == [["Cem", "no record of pay"]]


def test_pay_of_a_quarter_cannot_be_cut_to_two_months() -> None:
    with pytest.raises(PopulationError, match="pay of 2025-Q1 cannot be compared with 2025-01 to 2025-02") as caught:
        paid_impact(PAID)
    assert "300" not in str(caught.value)


def test_pay_without_a_period_is_that_of_the_whole_year() -> None:
    yearly = pd.DataFrame({"rep": ["Ann", "Eve"], "paid": [200.0, 5.0]})
    impact = paid_impact(yearly)
    assert impact.rows["before"].tolist() == [200.0]
    assert impact.left_out[["rep", "reason"]].to_numpy().tolist() == [
        ["Cem", "no record of pay"],
        ["Eve", "no plan now"],
    ]
    with pytest.raises(PopulationError, match="pay without a period"):
        paid_impact(yearly, window="periods: {from: 2025-01, to: 2025-02}")


@pytest.mark.parametrize("nothing", [None, PAID.iloc[:0]], ids=["no table", "no rows"])
def test_without_a_record_there_is_nothing_to_compare_with(nothing: pd.DataFrame | None) -> None:
    with pytest.raises(PopulationError, match="no record of what was paid"):
        paid_impact(nothing)


def test_mistakes_are_told_with_the_nearest_name() -> None:
    two = payouts([[1.0], [2.0]], people(["Ann"], region="North"))
    with pytest.raises(PlanError, match="no scenario 'olt'"):
        winners_and_losers(two, baseline="olt")
    with pytest.raises(PopulationError, match="Did you mean 'region'"):
        winners_and_losers(two, by="regoin")
    with pytest.raises(PlanError, match="only one scenario"):
        winners_and_losers(payouts([[1.0]], people(["Ann"])))
    with pytest.raises(PlanError, match="Choose one"):
        winners_and_losers(two, baseline="old", against_paid=True)


def test_the_answer_is_plain_data() -> None:
    plain = json.loads(json.dumps(compared([0.0, 100.0], [10.0, 100.0]).as_dict(), allow_nan=False))
    assert plain["groups"] is None
    assert [row["change"] for row in plain["rows"]] == [None, 0.0]
