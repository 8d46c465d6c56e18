"""Premium and budget on paper, and what always holds between premium, shortfall and pay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.analysis.budget import Premium, against_budget, premium_of
from compsim.errors import PlanError
from tests.analysis.hand_made import payouts, people


def premium(paid: list[float], **columns: object) -> Premium:
    reps = [f"R{i}" for i in range(len(paid))]
    return premium_of(payouts([paid], people(reps, **columns), names=("one",)))


def test_premium_on_paper() -> None:
    """Against 100 each five get 150, 50 beyond; one is at target; five get 60, 40 short. Premium: 250 of 1,150."""
    found = premium([150.0] * 5 + [100.0] + [60.0] * 5).frame.iloc[0]
    assert found[["n", "above", "premium", "shortfall"]].tolist() == pytest.approx([11, 5, 250, 200])
    assert found["share_of_payout"] == pytest.approx(250 / 1150)


@pytest.mark.parametrize("paid", [[150.0] * 4 + [60.0] * 8, [150.0] * 8 + [60.0]])
def test_the_premium_or_shortfall_of_four_is_not_told(paid: list[float]) -> None:
    found = premium(paid)
    assert found.frame[["premium", "share_of_payout", "shortfall"]].isna().all(axis=None)
    assert found.by_role.shown.empty


def test_a_team_with_one_above_target_is_hidden_with_the_next_smallest() -> None:
    """Of 6, 5 and 1 above target the 1 is hidden, and the 5, because 12 less 6 would show both and 12 less 11 the 1."""
    paid = [150.0] * 6 + [60.0] * 5 + [150.0] * 5 + [60.0] * 5 + [150.0] + [60.0] * 5
    found = premium(paid, team=["a"] * 11 + ["b"] * 10 + ["c"] * 6).by_team
    assert found.hidden == ("b", "c")
    assert found.shown["premium"].tolist() == [300.0]


def test_who_has_no_target_incentive_has_no_premium() -> None:
    incentive = np.array([[[100.0]] * 5 + [[0.0]]])
    found = premium_of(payouts([[150.0] * 5 + [900.0]], people("abcdef"), names=("one",), incentive=incentive))
    assert found.frame[["n", "without_incentive", "premium"]].iloc[0].tolist() == [5, 1, 250.0]


def test_a_role_of_four_is_not_shown() -> None:
    role = ["hunter"] * 8 + ["farmer"] * 4
    found = premium_of(payouts([[150.0] * 12], people([f"R{i}" for i in range(12)], role=role), names=("one",)))
    assert found.by_role.hidden == ("farmer", "hunter")
    assert found.by_team.shown["premium"].tolist() == [600.0]


@given(st.lists(st.floats(0, 1000), min_size=15, max_size=25))
def test_premium_less_shortfall_is_pay_less_target_incentive(paid: list[float]) -> None:
    found = premium(paid).frame.iloc[0]
    if np.isnan(found["premium"]):
        return
    assert found["premium"] - found["shortfall"] == pytest.approx(sum(paid) - 100 * len(paid), abs=1e-6)


def test_a_budget_is_held_against_each_scenario() -> None:
    found = against_budget(payouts([[100.0, 100.0], [150.0, 100.0]], people("ab")), 200.0)
    assert found.frame["left"].tolist() == [0.0, -50.0]
    assert found.frame["used"].tolist() == [1.0, 1.25]
    assert found.frame["fits"].tolist() == [True, False]
    assert found.as_dict()["budget"] == 200.0


def test_five_percent_more_pay_uses_five_percent_more() -> None:
    found = against_budget(payouts([[100.0, 60.0], [105.0, 63.0]], people("ab")), 400.0).frame["used"]
    assert found[1] / found[0] == pytest.approx(1.05)


@pytest.mark.parametrize("budget", [-1.0, float("nan"), float("inf")])
def test_what_is_no_budget_is_refused(budget: float) -> None:
    with pytest.raises(PlanError, match="is no budget"):
        against_budget(payouts([[1.0]], people("a"), names=("one",)), budget)
