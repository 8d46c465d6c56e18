import math
import os
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from compsim.calendar import STRETCHES, periods_between, stretch_of
from compsim.errors import PopulationError
from compsim.population.people import Measure, Population, running_sum
from compsim.population.reading import population_from_tables
from tests.population.small_tables import tables

nan = math.nan
MONTHS = periods_between("2025-01", "2025-06", 1)
MEASURES = {
    "sales": Measure("sales"),
    "wins": Measure("wins"),
    "offers": Measure("offers"),
    "rate": Measure("rate", "ratio", "wins", "offers"),
    "score": Measure("score", "mean"),
    "visits": Measure("visits", "distinct"),
}


def people(
    results: dict[str, list[list[float]]],
    targets: dict[str, list[list[float]]] | None = None,
    eligible: list[list[float]] | None = None,
    teams: tuple[str, ...] = ("North", "North", "South"),
) -> Population:
    """Three rows over some months from January 2025 on."""
    grids = {name: np.array(values, dtype=float) for name, values in results.items()}
    count = next(iter(grids.values())).shape[1]
    roster = pd.DataFrame({"rep": ["Ann", "Ben", "Cem"], "role": "x", "team": teams, "fte": [1.0, 0.5, 1.0]})
    roster = roster.assign(base_salary=60_000.0, target_incentive=12_000.0)
    return Population(
        roster=roster,
        periods=MONTHS[:count],
        definitions=MEASURES,
        results=grids,
        targets={name: np.array(values, dtype=float) for name, values in (targets or {}).items()},
        eligible=np.ones((3, count)) if eligible is None else np.array(eligible),
    )


def same(values: np.ndarray, expected: list[list[float]]) -> bool:
    return np.array_equal(values, np.array(expected), equal_nan=True)


SALES = [[1.0, 2, 3, 4, 5, 6], [10, 20, 30, 40, 50, 60], [7, 0, 7, 0, 7, 0]]


# ── sums to date ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("stretch", "year_starts", "to_date"),
    [
        ("month", 1, [1, 2, 3, 4, 5, 6]),
        ("quarter", 1, [1, 3, 6, 4, 9, 15]),
        ("half_year", 1, [1, 3, 6, 10, 15, 21]),
        ("year", 1, [1, 3, 6, 10, 15, 21]),
        ("year", 4, [1, 3, 6, 4, 9, 15]),
        ("quarter", 2, [1, 2, 5, 9, 5, 11]),
        ("half_year", 3, [1, 3, 3, 7, 12, 18]),
    ],
)
def test_sums_to_date_restart_with_each_stretch_of_the_plan_year(
    stretch: str, year_starts: int, to_date: list[float]
) -> None:
    assert people({"sales": SALES}).actual("sales", "individual", stretch, year_starts)[0].tolist() == to_date  # type: ignore[arg-type]


def test_a_team_and_a_company_share_their_sum() -> None:
    made = people({"sales": [row[:2] for row in SALES]})
    assert made.actual("sales", "team", "month").tolist() == [[11, 22], [11, 22], [7, 0]]
    assert made.actual("sales", "company", "year").tolist() == [[18, 40]] * 3


def test_members_are_those_who_are_there() -> None:
    made = people({"sales": [[1, 1]] * 3}, eligible=[[1, 0], [0.2, 1], [0, 1]])
    assert made.members("team").tolist() == [[2, 1], [2, 1], [0, 1]]
    assert made.members("company").tolist() == [[2, 2]] * 3
    assert made.members("individual").tolist() == [[1, 1]] * 3


def test_a_missing_result_is_missing_to_the_end_of_its_stretch_and_no_further() -> None:
    made = people({"sales": [[1, nan, 3, 4], [nan, 2, 3, 4], [1, 2, 3, 4]]})
    assert same(made.actual("sales", "individual", "month"), [[1, nan, 3, 4], [nan, 2, 3, 4], [1, 2, 3, 4]])
    assert same(made.actual("sales", "individual", "quarter"), [[1, nan, nan, 4], [nan, nan, nan, 4], [1, 3, 6, 4]])


def test_time_off_the_plan_is_not_missing() -> None:
    made = people({"sales": [[nan, 2, 3], [1, 2, nan], [nan] * 3]}, eligible=[[0, 1, 1], [1, 1, 0], [1, 1, 1]])
    assert same(made.actual("sales", "individual", "year"), [[0, 2, 5], [1, 3, 3], [nan, nan, nan]])
    assert made.missing("sales").tolist() == [[False] * 3, [False] * 3, [True] * 3]


def test_somebody_missing_does_not_hide_the_sum_of_the_others() -> None:
    made = people({"sales": [[nan], [5], [nan]]})
    assert made.actual("sales", "team", "month").tolist() == [[5], [5], [0]]


@given(arrays(float, (3, 6), elements=st.floats(-1e6, 1e6)), st.sampled_from(STRETCHES), st.integers(1, 12))
def test_each_stretch_ends_with_its_whole_sum(values: np.ndarray, stretch: str, year_starts: int) -> None:
    groups = stretch_of(MONTHS, stretch, year_starts)
    sums = running_sum(values, groups)
    for group in np.unique(groups):
        assert sums[:, groups == group][:, -1] == pytest.approx(values[:, groups == group].sum(axis=1), abs=1e-6)


@given(arrays(float, (3, 4), elements=st.floats(0, 1e6)))
def test_company_is_the_sum_of_its_teams_and_teams_of_their_people(values: np.ndarray) -> None:
    made = people({"sales": values.tolist()})
    own, team, all_of_them = (made.actual("sales", c, "year") for c in ("individual", "team", "company"))
    assert team[0] + team[2] == pytest.approx(all_of_them[0])
    assert own.sum(axis=0) == pytest.approx(all_of_them[1])


# ── ratios, means and distinct counts ────────────────────────────────────────────────────────────────────────────────


def test_a_ratio_is_the_ratio_of_sums() -> None:
    # 1 of 10 and 9 of 10 offers: 50 %; 1 of 1 and 1 of 9: 20 %, where the mean of ratios would say 56 %
    made = people({"wins": [[1, 9], [1, 1], [0, 0]], "offers": [[10, 10], [1, 9], [0, 4]]})
    assert made.actual("rate", "individual", "year")[:, 1].tolist() == [0.5, 0.2, 0]
    assert made.actual("rate", "team", "month")[0].tolist() == [2 / 11, 10 / 19]
    assert made.actual("rate", "company", "year")[0, 1] == 12 / 34


def test_a_ratio_of_nothing_is_undefined_and_not_missing() -> None:
    made = people({"wins": [[0], [nan], [0]], "offers": [[0], [3], [nan]]})
    assert np.isnan(made.actual("rate", "individual", "month")).all()
    assert made.missing("rate")[:, 0].tolist() == [False, True, True]


def test_a_mean_is_of_what_is_there() -> None:
    made = people({"score": [[8, nan, 5], [nan, nan, nan], [2, 4, 6]]})
    assert same(made.actual("score", "individual", "year"), [[8, 8, 6.5], [nan] * 3, [2, 3, 4]])
    assert same(made.actual("score", "company", "month")[:1], [[5, 4, 5.5]])


def test_distinct_counts_add_up_what_was_first_seen() -> None:
    first_seen = {("visits", "individual", "quarter"): np.array([[3.0, 1, 0, 2]] * 3)}
    made = replace(people({"sales": [[1] * 4] * 3}), distinct=first_seen)
    assert made.actual("visits", "individual", "quarter")[0].tolist() == [3, 4, 4, 2]
    assert not made.missing("visits").any()


def test_a_distinct_count_nobody_made_is_asked_for() -> None:
    made = replace(people({"sales": [[1]] * 3}), distinct={("visits", "team", "year"): np.zeros((3, 1))})
    with pytest.raises(PopulationError) as caught:
        made.actual("visits", "individual", "quarter")
    assert str(caught.value) == (
        "results: 'visits' counts distinct things, and there is no count for individual by quarter. "
        "Credit it from deals, or give rows with stretch and credit. Known: team by year."
    )


def test_a_measure_nobody_knows_is_asked_for() -> None:
    with pytest.raises(PopulationError) as caught:
        people({"sales": [[1]] * 3}).actual("Sales", "individual", "month")
    assert str(caught.value) == (
        "results: no measure 'Sales' in the results. "
        "Did you mean 'sales'? Known: offers, rate, sales, score, visits, wins."
    )


# ── targets ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_targets_of_sums_add_up_and_a_period_without_one_adds_nothing() -> None:
    made = people({"sales": SALES}, {"sales": [[10, nan, 10, 10, 10, 10], [nan] * 6, [1] * 6]})
    assert same(made.target("sales", "individual", "quarter"), [[10, 10, 20, 10, 20, 30], [nan] * 6, [1, 2, 3] * 2])
    assert made.target("sales", "team", "month")[:, 0].tolist() == [10, 10, 1]


def test_targets_of_ratios_and_means_are_averaged() -> None:
    made = people(
        {"wins": [[1, 1]] * 3, "offers": [[1, 1]] * 3, "score": [[1, 1]] * 3},
        {"rate": [[0.2, 0.4], [0.4, nan], [nan, nan]], "score": [[8, 10]] * 3},
    )
    assert made.target("rate", "individual", "year") == pytest.approx(
        np.array([[0.2, 0.3], [0.4, 0.4], [nan, nan]]), nan_ok=True
    )
    assert made.target("rate", "team", "month")[0] == pytest.approx([0.3, 0.4])
    assert made.target("score", "company", "year")[0].tolist() == [8, 9]


def test_no_target_is_not_a_target_of_zero() -> None:
    assert np.isnan(people({"sales": SALES}).target("sales", "individual", "year")).all()


# ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_money_is_for_the_time_and_share_worked() -> None:
    made = people({"sales": [[1, 1]] * 3}, eligible=[[1, 1], [1, 0.5], [0, 0]])
    assert made.incentive().tolist() == [[1000, 1000], [500, 250], [0, 0]]
    assert made.base_salary().tolist() == [[5000, 5000], [2500, 1250], [0, 0]]
    quarters = replace(made, periods=("2025-Q1", "2025-Q2"))
    assert quarters.incentive()[0].tolist() == [3000, 3000]


# ── the fingerprint ──────────────────────────────────────────────────────────────────────────────────────────────────

BASE = tables(
    (
        "rep role team start fte base_salary target_incentive region",
        "Ann x North 2025-01-01 1 5 9 South",
        "Ben x - - 1 5 9 -",
    ),
    (
        "rep measure period actual target stretch credit",
        "Ann sales 2025-01 3 4 - -",
        "Ben sales 2025-01 - 4 - -",
        "Ann wins 2025-01 1 - - -",
        "Ann offers 2025-01 2 - - -",
        "Ann visits 2025-01 2 5 year individual",
    ),
    paid=("rep period paid", "Ann 2025-01 7"),
    measures=(
        "measure combine numerator denominator unit better",
        "rate ratio wins offers - -",
        "visits distinct - - - -",
    ),
)
CHANGES = [
    ("roster", 0, "rep", "Ann "),
    ("roster", 1, "role", "y"),
    ("roster", 0, "team", "South"),
    ("roster", 0, "start", "2025-01-02"),
    ("roster", 0, "fte", "0.999"),
    ("roster", 0, "base_salary", "5.01"),
    ("roster", 0, "target_incentive", "9.01"),
    ("roster", 1, "region", "South"),
    ("results", 0, "actual", "3.0000001"),
    ("results", 1, "actual", "0"),
    ("results", 0, "target", ""),
    ("results", 4, "actual", "3"),
    ("results", 4, "target", "6"),
    ("results", 4, "stretch", "quarter"),
    ("paid", 0, "paid", "7.01"),
    ("paid", 0, "period", ""),
    ("measures", 0, "numerator", "sales"),
    ("measures", 0, "better", "lower"),
]


def test_equal_data_have_equal_fingerprints() -> None:
    assert population_from_tables(BASE).fingerprint == population_from_tables(BASE).fingerprint


@pytest.mark.parametrize(("name", "row", "column", "value"), CHANGES)
def test_one_changed_cell_changes_the_fingerprint(name: str, row: int, column: str, value: str) -> None:
    changed = BASE[name].copy()
    changed.loc[row, column] = value
    assert population_from_tables(BASE | {name: changed}).fingerprint != population_from_tables(BASE).fingerprint


def test_everything_else_that_pay_depends_on_changes_the_fingerprint() -> None:
    made = population_from_tables(BASE)
    others = [
        population_from_tables(BASE, currency="EUR"),
        replace(made, eligible=made.eligible * 0.5),
        replace(made, periods=("2025-02",)),
        replace(made, paid=None),
    ]
    assert len({made.fingerprint, *(other.fingerprint for other in others)}) == 5


def test_notes_and_the_order_of_results_do_not_change_the_fingerprint() -> None:
    made = population_from_tables(BASE)
    backwards = population_from_tables(BASE | {"results": BASE["results"][::-1]})
    assert made.fingerprint == replace(made, notes=()).fingerprint == backwards.fingerprint


def test_the_fingerprint_is_the_same_where_lines_end_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    made = population_from_tables(BASE)
    here = made.fingerprint
    monkeypatch.setattr(os, "linesep", "\r\n")
    assert made.fingerprint == here
