"""The statistics behind the fairness question against SciPy, statsmodels and figures worked out on paper."""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap, kendalltau, ncf
from statsmodels.stats.multitest import multipletests

from compsim.analysis.fairness.chance import bca_interval, holm, resamples, shuffles
from compsim.analysis.fairness.like import Samples, associations
from compsim.analysis.fairness.limits_of_chance import correlation_interval, correlation_needed, explained_interval
from compsim.analysis.fairness.look import Look
from compsim.analysis.fairness.opportunity import outside_of
from compsim.analysis.fairness.performance import gini, pairs_of, spread_of, theil, theil_between

LOOK = Look(permutations=1_999, resamples=999, seed=4)


def some_people(n: int = 60, seed: int = 1) -> pd.DataFrame:
    """People of two roles; attainment rises with tenure and, by half a point each, with the group's 0 or 1."""
    chance = np.random.default_rng(seed)
    role = np.where(np.arange(n) % 3 == 0, "hunter", "farmer")
    tenure, group = chance.gamma(3.0, 2.0, n), chance.integers(0, 2, n)
    target = chance.lognormal(0.0, 0.3, n)
    reached = 0.8 + 0.03 * tenure + 0.05 * group - 0.1 * target + chance.normal(0.0, 0.15, n)
    return pd.DataFrame(
        {
            "role": role,
            "part_time": (chance.random(n) < 0.2).astype(float),
            "tenure": tenure,
            "attainment": reached,
            "payout_ratio": reached + chance.normal(0.0, 0.1, n),
            "target_size": target,
            "potential": chance.lognormal(0.0, 0.4, n),
            "inbound": chance.random(n),
            "group": group.astype(float),
            "group region": np.where(chance.random(n) < 0.5, "North", "South"),
        },
        index=pd.Index([f"R{i}" for i in range(n)], name="rep"),
    )


@pytest.mark.parametrize(("n", "needed"), [(8, 0.71), (10, 0.63), (20, 0.44), (30, 0.36), (50, 0.28), (100, 0.20)])
def test_a_correlation_must_exceed_what_the_published_table_says(n: int, needed: float) -> None:
    assert round(correlation_needed(n), 2) == needed


def test_two_people_tell_nothing_about_a_correlation() -> None:
    assert math.isnan(correlation_needed(2))
    assert all(map(math.isnan, correlation_interval(0.5, 3)))


def test_the_gap_is_the_coefficient_of_a_regression_with_the_same_controls() -> None:
    people = some_people()
    [found] = associations(
        Samples(people, LOOK).of(np.ones(len(people), dtype=bool)),
        people[["group"]].to_numpy(),
        people["attainment"].to_numpy(),
    )
    peer = smf.ols("attainment ~ C(role) + part_time + tenure + group", people).fit()
    assert found.slope == pytest.approx(peer.params["group"])
    t = peer.tvalues["group"]
    assert found.r == pytest.approx(t / math.sqrt(t * t + peer.df_resid))
    assert found.p == pytest.approx(peer.pvalues["group"], abs=0.03)  # shuffled against Student's t
    low, high = peer.conf_int().loc["group"]
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.35 * (high - low) / 2)


def test_many_people_are_told_by_formula_as_few_are_by_drawing() -> None:
    people = some_people(700, seed=3)
    [found] = associations(
        Samples(people, LOOK).of(np.ones(700, dtype=bool)),
        people[["group"]].to_numpy(),
        people["attainment"].to_numpy(),
    )
    peer = smf.ols("attainment ~ C(role) + part_time + tenure + group", people).fit(cov_type="HC3")
    assert found.slope == pytest.approx(peer.params["group"])
    assert (found.low, found.high) == pytest.approx(tuple(peer.conf_int().loc["group"]), rel=1e-3)


def test_the_explained_share_is_what_a_regression_gains_by_the_influences() -> None:
    people = some_people()
    [row] = outside_of("old", Samples(people, LOOK), ("region",)).query("outcome == 'payout_ratio'").to_dict("records")
    small = smf.ols("payout_ratio ~ C(role) + part_time", people).fit()
    whole = smf.ols(
        "payout_ratio ~ C(role) + part_time + target_size + potential + tenure + inbound + C(Q('group region'))", people
    ).fit()
    assert row["share"] == pytest.approx(1 - whole.ssr / small.ssr)
    assert row["terms"] == 5
    assert row["by_chance"] == pytest.approx(5 / (len(people) - 3), abs=0.02)
    assert row["p"] == pytest.approx(whole.compare_f_test(small)[1], abs=0.02)


@given(st.floats(0.01, 0.95), st.integers(1, 9), st.integers(6, 90))
def test_the_interval_of_an_explained_share_turns_the_noncentral_f_round(share: float, terms: int, left: int) -> None:
    low, high = explained_interval(share, terms, left)
    f = share / terms / ((1 - share) / left)
    for end, tail in ((low, 0.975), (high, 0.025)):
        if end > 0:
            noncentrality = end * (terms + left + 1) / (1 - end)
            assert ncf.cdf(f, terms, left, noncentrality) == pytest.approx(tail, abs=1e-6)
    assert 0 <= low <= high < 1


def test_corrected_p_are_those_of_statsmodels() -> None:
    p = [0.01, 0.04, 0.03, 0.005, 0.9]
    assert holm(p).tolist() == pytest.approx(multipletests(p, method="holm")[1].tolist())
    assert holm([0.2, math.nan]).tolist() == pytest.approx([0.2, math.nan], nan_ok=True)


def test_an_interval_leans_as_far_as_efron_says() -> None:
    """Of a mean, the corrected interval is close to a wide draw of SciPy's own."""
    values = np.random.default_rng(8).gamma(2.0, 1.0, 40)
    counts = resamples(np.zeros(40, dtype=np.int64), 9_999, 3)
    without = (values.sum() - values) / 39
    low, high = bca_interval(float(values.mean()), counts @ values / 40, without)
    peer = bootstrap((values,), np.mean, n_resamples=9_999, method="BCa", rng=np.random.default_rng(5))
    assert (low, high) == pytest.approx(tuple(peer.confidence_interval), rel=0.02)


def test_people_change_places_within_their_role_only() -> None:
    strata = np.array([0, 1, 0, 1, 1], dtype=np.int64)
    drawn = shuffles(strata, 200, seed=1)
    assert all((strata[order] == strata).all() and sorted(order) == [0, 1, 2, 3, 4] for order in drawn)
    assert (drawn != np.arange(5)).any()
    assert (drawn == shuffles(strata, 200, seed=1)).all()


def test_spread_on_paper() -> None:
    assert gini(np.array([1.0, 3.0])) == pytest.approx(0.25)
    assert gini(np.array([2.0, 2.0, 2.0])) == pytest.approx(0.0)
    assert theil(np.array([0.0, 4.0])) == pytest.approx(math.log(2))  # one has all: ln n
    assert math.isnan(theil(np.zeros(3)))
    halves = np.array([1.0, 3.0, 4.0, 4.0]), np.array([0, 0, 1, 1])
    assert theil_between(*halves) == pytest.approx((2 / 3 * math.log(2 / 3) + 4 / 3 * math.log(4 / 3)) / 2)


def test_people_without_pay_count_in_the_spread() -> None:
    people = pd.DataFrame({"role": "hunter", "payout_ratio": [0.0, 0.0, 1.0, 1.0, 2.0, 2.0]})
    row = spread_of("old", people)
    assert row is not None
    assert (row["n"], row["without_pay"], row["p10"]) == (6, 2, 0.0)
    assert math.isnan(row["p90_to_p10"])  # nothing divides by what the lowest tenth gets
    assert row["top_tenth"] == pytest.approx(2 / 6)


def test_inversions_on_paper() -> None:
    """Of 90, 100, 120 % the last is paid least: two of three pairs are turned round; another role is not compared."""
    reached, paid = np.array([0.9, 1.0, 1.2, 0.5]), np.array([0.8, 0.9, 0.7, 3.0])
    assert pairs_of(reached, paid, np.array([0, 0, 0, 1])) == (3, 2)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=40))
def test_inversions_are_kendalls_discordant_pairs(both: list[tuple[int, int]]) -> None:
    x, y = np.array(both, dtype=np.float64).T
    pairs, inversions = pairs_of(x, y, np.zeros(len(x), dtype=np.int64))
    apart = [(a, b) for i, a in enumerate(both) for b in both[:i] if a[0] != b[0]]
    assert pairs == len(apart)
    assert inversions == sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in apart)
    if len(set(x)) == len(x) and len(set(y)) == len(y):
        assert kendalltau(x, y).statistic == pytest.approx(1 - 2 * inversions / pairs)
