"""Places in the order of pay: by hand, against SciPy, and never a name."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from compsim.analysis.impact import winners_and_losers
from compsim.analysis.ranks import RankMoves, rank_moves
from compsim.errors import PlanError
from tests.analysis.hand_made import payouts, people


def moves(before: list[float], after: list[float], places: int = 1, **columns: object) -> RankMoves:
    reps = [f"Rep {i}" for i in range(len(before))]
    return rank_moves(winners_and_losers(payouts([before, after], people(reps, **columns))), places)


def test_on_paper() -> None:
    """Places 1 2 3 4 become 4 1 2 3: one falls three places, three rise one."""
    found = moves([400, 300, 200, 100], [50, 300, 200, 100]).frame.iloc[0]
    assert found[["people", "far_up", "far_down", "another_place"]].tolist() == [4, 0, 1, 4]
    assert moves([400, 300, 200, 100], [50, 300, 200, 100], 0).frame["far_up"].tolist() == [3]


def test_who_is_paid_the_same_shares_a_place() -> None:
    """Two at the top share 1.5; apart they stand at 1 and 2: half a place each."""
    found = moves([100, 100, 50], [100, 90, 50], 0).frame.iloc[0]
    assert found[["far_up", "far_down", "another_place"]].tolist() == [1, 1, 2]


def test_places_are_counted_inside_a_group() -> None:
    """Five hunters overtake five farmers as a whole: everybody moves five places, nobody among their own."""
    role = ["hunter"] * 5 + ["farmer"] * 5
    found = moves(
        [10, 20, 30, 40, 50, 60, 70, 80, 90, 100], [110, 120, 130, 140, 150, 60, 70, 80, 90, 100], 4, role=role
    )
    assert found.frame[["far_up", "far_down"]].iloc[0].tolist() == [5, 5]
    assert found.groups.shown["another_place"].tolist() == [0, 0]
    assert found.groups.shown["rank_correlation"].tolist() == pytest.approx([1.0, 1.0])


def test_nobody_is_named() -> None:
    assert "Rep" not in json.dumps(moves([1, 2, 3], [3, 2, 1]).as_dict())


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=20))
def test_spearman_is_scipys_and_moves_cancel_out(pairs: list[tuple[int, int]]) -> None:
    before, after = (list(map(float, side)) for side in zip(*pairs, strict=True))
    found = moves(before, after, 0).frame.iloc[0]
    assert found["far_up"] + found["far_down"] == found["another_place"]
    if len(set(before)) > 1 and len(set(after)) > 1:
        assert found["rank_correlation"] == pytest.approx(spearmanr(before, after).statistic)
    else:
        assert np.isnan(found["rank_correlation"])


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20))
def test_five_percent_for_everybody_moves_nobody(pay: list[int]) -> None:
    found = moves([float(p) for p in pay], [p * 1.05 for p in pay], 0).frame.iloc[0]
    assert found["another_place"] == 0


def test_a_negative_number_of_places_is_refused() -> None:
    with pytest.raises(PlanError, match="cannot be moved"):
        moves([1, 2], [2, 1], -1)
