"""Stress on paper: each case is a real evaluation of last year with one thing changed."""

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import compsim as cs
from compsim.analysis.risk.stress import stress_of
from compsim.errors import PopulationError
from compsim.population.people import Deals, Measure, Population
from compsim.present.risk import stress_in_words, stress_text
from tests.analysis.really import LINEAR, plan, sellers

STEP = "weight: 100%, curve: {points: {0%: 0%, 99%: 0%, 100%: 100%, 200%: 200%}}"
LINE = plan("line", {"revenue": f"weight: 100%, {LINEAR}"})


def team(**columns: object) -> Population:
    return sellers({"revenue": [50, 90, 100, 110, 120, 130]}, **columns)  # 600 of 600


def case(found: pd.DataFrame, name: str) -> pd.Series:
    [row] = [row for _, row in found.iterrows() if row["case"] == name]
    return row


def test_a_linear_plan_follows_the_market() -> None:
    """600 % of 1,000 each: 6,000; a tenth less is 5,400 and leaves 110, 120 and 130 less a tenth: two at target."""
    found = stress_of(LINE, team()).cases
    less, more = case(found, "market falls"), case(found, "market grows")
    assert (less["payout"], less["change"], more["change"]) == pytest.approx((5400.0, -0.1, 0.1))
    assert (less["share_at_target_before"], less["share_at_target"]) == pytest.approx((4 / 6, 2 / 6))
    assert (less["falls"], less["rises"], more["rises"]) == (6, 0, 6)


def test_raised_targets_pay_less_for_the_same_work() -> None:
    row = case(stress_of(LINE, team()).cases, "targets raised")
    assert row["payout"] == pytest.approx(6000 / 1.1)
    assert (row["falls"], row["share_at_target"]) == (6, pytest.approx(3 / 6))


def test_targets_that_the_plan_sets_are_raised_too() -> None:
    """Held against 100 a year that the plan sets, 50 to 130 pay 6,000 as above; against 110, 6,000 ÷ 1.1."""
    own = plan("own", {"revenue": f"weight: 100%, target: {{every_year: 100}}, {LINEAR}"})
    row = case(stress_of(own, team()).cases, "targets raised")
    assert row["payout"] == pytest.approx(6000 / 1.1)


def test_where_lower_is_better_a_raised_target_is_a_lower_one() -> None:
    """Attainment is 2 − result ÷ target: six at 50 to 130 of 100 attain 6.0 in all, of 90 it is 12 − 600 ÷ 90."""
    definitions = {"revenue": Measure("revenue", better="lower")}
    row = case(stress_of(LINE, replace(team(), definitions=definitions)).cases, "targets raised")
    assert row["payout"] == pytest.approx(1000 * (12 - 600 / 90))


def test_who_leaves_takes_results_along_and_the_money_is_not_told() -> None:
    row = case(stress_of(LINE, team()).cases, "the best rep leaves")
    assert math.isnan(row["payout"])
    assert math.isnan(row["change"])
    assert row["share_at_target"] == pytest.approx(3 / 5)


def test_a_region_down_moves_that_region_alone() -> None:
    people = sellers({"revenue": [100.0] * 11}, region=["North"] * 5 + ["South"] * 6)
    found = stress_of(LINE, people)
    rows = found.cases[found.cases["case"] == "one region down"].set_index("about")
    assert rows["falls"].to_dict() == {"North": 5, "South": 6}
    assert rows.loc["North", "payout"] == pytest.approx(11_000 - 5 * 200)


def test_a_region_of_four_is_not_shown_nor_the_one_that_would_give_it_away() -> None:
    people = sellers({"revenue": [100.0] * 10}, region=["North"] * 6 + ["South"] * 4)
    found = stress_of(LINE, people)
    assert found.hidden == ("North", "South")
    assert "one region down" not in found.cases["case"].tolist()
    assert "South" not in json.dumps({**found.as_dict(), "hidden": []})


def test_another_column_must_be_there() -> None:
    with pytest.raises(PopulationError, match="no column 'regin'"):
        stress_of(LINE, team(), by="regin")


def two_months() -> Population:
    """Six people with a target of 50 a month; each has deals of 40 and 10 in January and 30 and 10 in February."""
    n = 6
    row, amount = np.repeat(np.arange(n), 4), np.tile([40.0, 10.0, 30.0, 10.0], n)
    period = np.tile([0, 0, 1, 1], n)
    roster = sellers({"revenue": [0.0] * n}).roster.assign(target_incentive=1200.0)
    deals = Deals(
        np.array([f"D{i}" for i in range(4 * n)], dtype=object),
        row.astype(np.int64),
        period.astype(np.int64),
        np.array(["revenue"] * 4 * n, dtype=object),
        amount,
        np.ones(4 * n),
        pd.DataFrame(index=range(4 * n)),
    )
    return Population(
        roster=roster,
        periods=("2025-01", "2025-02"),
        definitions={"revenue": Measure("revenue")},
        results={"revenue": np.tile([50.0, 40.0], (n, 1))},
        targets={"revenue": np.full((n, 2), 50.0)},
        eligible=np.ones((n, 2)),
        currency="EUR",
        deals=deals,
    )


def monthly(curve: str) -> cs.Scenario:
    return cs.read_scenario(
        "{scenario: monthly, sales_measure: revenue, plans: {seller: {settled: monthly, objectives: "
        f"{{revenue: {{{curve}, measured: month}}}}}}}}}}"
    )


def test_moving_a_deal_pays_where_a_month_is_missed_by_little() -> None:
    """100 a month. As it was: 100 and nothing (80 %). 40 moved to February: 20 % and 160 %, which pays 160."""
    found = stress_of(monthly(STEP), two_months())
    row = found.gaming.iloc[0]
    assert (row["people"], row["gain"]) == (6, 6)
    assert row["median_gain"] == pytest.approx(60 / 200)  # of the incentive of the two months
    assert "would have paid 6 of 6" in stress_text(found).replace("\u00a0", " ")


def test_a_straight_line_pays_nothing_for_moving_deals() -> None:
    row = stress_of(monthly(f"weight: 100%, {LINEAR}"), two_months()).gaming.iloc[0]
    assert (row["people"], row["gain"]) == (6, 0)
    assert math.isnan(row["median_gain"])


def test_the_largest_deal_gone_is_one_persons_and_not_told_in_money() -> None:
    row = case(stress_of(monthly(f"weight: 100%, {LINEAR}"), two_months()).cases, "the largest deal is gone")
    assert math.isnan(row["payout"])
    assert row["sales_change"] == pytest.approx(-40 / 540)
    assert row["falls"] == 1


def test_without_single_deals_nothing_is_told_of_moving_them() -> None:
    found = stress_of(LINE, team())
    assert found.gaming.iloc[0]["people"] == 0
    assert "cannot be told without single deals" in stress_in_words(found)


def test_stress_changes_nothing_of_what_it_is_given() -> None:
    people = two_months()
    before = people.fingerprint
    stress_of(monthly(STEP), people)
    assert people.fingerprint == before


def test_no_row_tells_what_one_person_is_paid() -> None:
    facts = stress_of(list(cs.example_scenarios().values()), cs.example_population()).as_dict()
    told = json.dumps(facts, allow_nan=False)
    assert not any(str(rep) in told for rep in cs.example_population().roster["rep"])
