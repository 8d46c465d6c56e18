"""Pot and distribution on paper, and what always holds: the parts add up, the rest is zero, cents come out even."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.analysis.impact import winners_and_losers
from compsim.analysis.pot import PotAndDistribution, at_same_cost, parts_of, pot_and_distribution, scaled_to
from tests.analysis.hand_made import payouts, people

amounts = st.lists(
    st.tuples(*[st.integers(0, 10_000_000)] * 2).map(lambda two: (two[0] / 100, two[1] / 100)), min_size=1
)


def split(before: list[float], after: list[float], **columns: object) -> PotAndDistribution:
    reps = [f"R{i}" for i in range(len(before))]
    return pot_and_distribution(winners_and_losers(payouts([before, after], people(reps, **columns))))


def test_on_paper() -> None:
    """1,000 and 3,000 become 2,000 and 2,400: the pot grows by a tenth (100 and 300), and 900 move to the first."""
    found = split([1000, 3000], [2000, 2400])
    assert found.rows["pot"].tolist() == pytest.approx([100, 300])
    assert found.rows["distribution"].tolist() == pytest.approx([900, -900])
    assert found.rows["cost_neutral"].tolist() == pytest.approx([1818.18, 2181.82])
    total = found.totals.iloc[0]
    assert (total["pot"], total["pot_change"], total["moved"]) == pytest.approx((400, 0.1, 900))


def test_five_percent_for_everybody_is_all_pot() -> None:
    found = split([100, 250, 0, 990.1], [105, 262.5, 0, 1039.605])
    assert found.totals["pot_change"].tolist() == [0.05]
    assert found.totals["moved"].iloc[0] == pytest.approx(0, abs=1e-9)
    assert found.totals["rank_correlation"].iloc[0] == pytest.approx(1.0)


def test_who_pays_for_whom_between_groups() -> None:
    """Five of one role give 100 each to five of another; the pot stands still."""
    role = ["hunter"] * 5 + ["farmer"] * 5
    found = split([1000.0] * 10, [900.0] * 5 + [1100.0] * 5, role=role)
    shown = found.groups.shown.set_index("group")
    assert shown["distribution"].to_dict() == pytest.approx({"hunter": -500, "farmer": 500})
    assert shown["pot"].to_dict() == pytest.approx({"hunter": 0, "farmer": 0})


def test_a_role_of_four_is_not_shown() -> None:
    found = split([1000.0] * 14, [900.0] * 14, role=["hunter"] * 10 + ["farmer"] * 4)
    assert found.groups.shown.empty, "the total less the hunters would tell the farmers' pay"
    assert found.groups.hidden == ("farmer", "hunter")


@given(amounts)
def test_the_parts_add_up_and_the_rest_sums_to_zero(pairs: list[tuple[float, float]]) -> None:
    before, after = (np.array(side) for side in zip(*pairs, strict=True))
    pot, rest = parts_of(before, after)
    assert pot + rest == pytest.approx(after - before, abs=1e-6)
    assert rest.sum() == pytest.approx(0, abs=1e-6)


@given(amounts)
def test_scaled_pay_costs_what_it_cost_before_to_the_cent(pairs: list[tuple[float, float]]) -> None:
    before, after = (np.array(side) for side in zip(*pairs, strict=True))
    scaled = scaled_to(after, float(before.sum()))
    if after.sum() == 0:
        assert np.isnan(scaled).all()
    else:
        assert round(float(scaled.sum()) * 100) == round(float(before.sum()) * 100)
        assert (np.abs(scaled - after * (before.sum() / after.sum())) <= 0.01 + 1e-6).all()


def test_at_the_same_cost_only_the_shift_is_left() -> None:
    """2,000 and 2,400 scaled to 4,000 are 1,818.18 and 2,181.82: the first gains 818.18, which the second gives."""
    reps = ["R0", "R1"]
    found = at_same_cost(winners_and_losers(payouts([[1000, 3000], [2000, 2400]], people(reps))))
    assert found.rows["difference"].tolist() == pytest.approx([818.18, -818.18])
    assert found.rows["band"].tolist() == ["rises_over_5", "falls_over_5"]
    assert found.totals["difference"].tolist() == pytest.approx([0.0], abs=1e-9)
    assert (found.totals["raised"].tolist(), found.totals["lowered"].tolist()) == ([1], [1])


def test_a_plan_that_pays_nothing_cannot_be_scaled() -> None:
    found = at_same_cost(winners_and_losers(payouts([[1000, 3000], [0, 0]], people(["R0", "R1"]))))
    assert found.rows["difference"].tolist() == [-1000.0, -3000.0]
