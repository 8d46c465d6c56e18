"""Proration by months, months of tenure, and what the year before brought."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.errors import PopulationError
from compsim.population.people import Population
from compsim.population.reading import population_from_tables
from tests.population.small_tables import tables

nan = math.nan
HEAD = "rep role start end base_salary target_incentive"
RESULTS = "rep measure period actual target"


def population(roster: tuple[str, ...], *results: str, **more: tuple[str, ...]) -> Population:
    return population_from_tables(tables((HEAD, *roster), (RESULTS, *results), **more))


def same(values: np.ndarray, expected: list[list[float]]) -> bool:
    return np.array_equal(values, np.array(expected), equal_nan=True)


# ── money by days or months ──────────────────────────────────────────────────────────────────────────────────────────

APRIL = ("Ann x 2025-04-16 - 60000 12000", "Ben x - 2025-05-31 60000 12000")
SALES = ("Ann sales 2025-04 1 1", "Ben sales 2025-04 1 1", "Ben sales 2025-06 1 1")


@pytest.mark.parametrize(
    ("counted", "ann", "ben"),
    [
        ("days", [0.5, 1, 1], [1, 1, 0]),  # 15 of April's 30 days
        ("full_months", [0, 1, 1], [1, 1, 0]),
        ("started_months", [1, 1, 1], [1, 1, 0]),
    ],
)
def test_money_is_prorated_as_the_plan_counts(counted: str, ann: list[float], ben: list[float]) -> None:
    made = population(APRIL, *SALES)
    assert made.share(counted).tolist() == [ann, ben]  # type: ignore[arg-type]
    assert made.incentive(counted).tolist() == [[1000 * x for x in row] for row in (ann, ben)]  # type: ignore[arg-type]
    assert made.base_salary(counted).tolist() == [[5000 * x for x in row] for row in (ann, ben)]  # type: ignore[arg-type]


def test_months_are_counted_in_the_periods_that_are_left() -> None:
    made = population(APRIL, *SALES)
    window = replace(made, periods=made.periods[:1], eligible=made.eligible[:, :1])
    assert window.share("started_months").tolist() == [[1], [1]]
    assert window.share().tolist() == [[0.5], [1]]


def test_people_without_days_are_there_all_the_time() -> None:
    made = population(APRIL, *SALES)
    timeless = replace(made, roster=made.roster.drop(columns=["start", "end"]))
    assert timeless.share("full_months").tolist() == [[1, 1, 1]] * 2
    assert np.isnan(timeless.tenure()).all()


# ── tenure ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_tenure_counts_calendar_months_from_the_first_of_all_rows() -> None:
    roster = (
        "Ann x 2025-02-28 2025-03-31 1 1", "Ann y 2025-04-01 - 1 1",
        "Ben x - 2025-02-28 1 1", "Ben y 2025-03-01 - 1 1", "Cem x 2023-11-15 - 1 1",
    )  # fmt: skip
    made = population(roster, "Cem sales 2025-01 1 -", "Ann sales 2025-04 1 -")
    ann, ben = [-1, 0, 1, 2], [nan] * 4  # Ben was there before the data begin
    assert same(made.tenure(), [ann, ann, ben, ben, [14, 15, 16, 17]])
    assert made.share_of_first_months(2).tolist() == [[0, 1, 1, 0]] * 2 + [[0] * 4] * 3
    assert made.share_of_first_months(0).sum() == 0


def test_a_longer_period_lies_in_the_first_months_by_its_months() -> None:
    made = population(("Ann x 2025-02-10 - 1 1",), "Ann sales 2025-Q1 1 -", "Ann sales 2025-Q3 1 -")
    assert made.tenure().tolist() == [[-1, 2, 5]]
    # February and March of the first quarter; April, the third month, of the second
    assert made.share_of_first_months(3)[0] == pytest.approx([2 / 3, 1 / 3, 0])
    assert made.share_of_first_months(6)[0] == pytest.approx([2 / 3, 1, 1 / 3])


@settings(max_examples=30)
@given(st.integers(0, 11), st.integers(0, 15))
def test_the_first_months_are_as_many_as_asked_for(start: int, months: int) -> None:
    made = population((f"Ann x 2025-{start + 1:02d}-17 - 1 1",), "Ann sales 2025-01 1 -", "Ann sales 2025-12 1 -")
    assert made.share_of_first_months(months).sum() == min(months, 12 - start)


# ── a year earlier ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_year_before_is_the_reps_whatever_their_role_was() -> None:
    # Ann changed roles in the middle of February 2025: 14 of 28 days each
    roster = ("Ann x - 2025-02-14 1 1", "Ann y 2025-02-15 - 1 1", "Ben x 2024-02-01 - 1 1")
    rows = ("Ann sales 2024-01 10 -", "Ann sales 2024-02 30 -", "Ben sales 2024-02 5 -", "Ann sales 2025-02 7 -")
    made = population(roster, *rows)
    earlier = made.a_year_earlier("sales")
    assert np.isnan(earlier[:, :12]).all()  # the data do not reach back to 2023
    assert same(earlier[:, 12:], [[10, 15], [nan, 15], [nan, 5]])  # Ben was not on the plan in January 2024


def test_two_rows_of_the_year_before_are_added_up() -> None:
    roster = ("Ann x - 2024-02-14 1 1", "Ann y 2024-02-15 - 1 1")
    made = population(roster, "Ann sales 2024-02 30 -", "Ann sales 2025-02 7 -")
    assert same(made.a_year_earlier("sales")[:, 12:], [[nan], [30]])


def test_a_result_missing_a_year_ago_is_missing_and_no_zero() -> None:
    made = population(("Ann x - - 1 1",), "Ann sales 2024-01 - 1", "Ann sales 2024-02 0 1", "Ann sales 2025-02 7 1")
    assert same(made.a_year_earlier("sales")[:, 12:], [[nan, 0]])


def test_quarters_look_back_to_quarters() -> None:
    made = population(("Ann x - - 1 1",), "Ann sales 2024-Q3 4 -", "Ann sales 2025-Q3 7 -")
    assert same(made.a_year_earlier("sales"), [[nan, nan, nan, nan, 4]])


def test_only_sums_have_a_year_before() -> None:
    made = population(("Ann x - - 1 1",), "Ann score 2024-01 4 -", measures=("measure combine", "score mean"))
    with pytest.raises(PopulationError) as caught:
        made.a_year_earlier("score")
    assert str(caught.value) == (
        "results: 'score' does not add up, so there is no result a year earlier to build on. Name a summed measure."
    )
