import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.calendar import (
    MONTHS_IN,
    PRORATIONS,
    STRETCHES,
    a_year_before,
    ends_stretch,
    first_day,
    last_day,
    months_of,
    months_since,
    parse_period,
    period_label,
    periods_between,
    share_active,
    stretch_of,
)

MONTHS_2025 = periods_between("2025-01", "2025-12", 1)
lengths = st.sampled_from([1, 3, 6, 12])


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[us]")


@pytest.mark.parametrize(
    ("label", "first", "months"),
    [
        ("2025-01", 24300, 1),  # 2025 × 12
        ("2025-12", 24311, 1),
        ("2025-Q2", 24303, 3),
        ("2025-H2", 24306, 6),
        ("2025", 24300, 12),
        (" 2025-03 ", 24302, 1),
    ],
)
def test_a_label_is_a_first_month_and_a_length(label: str, first: int, months: int) -> None:
    assert parse_period(label) == (first, months)


@pytest.mark.parametrize(
    "label", ["", "2025-13", "2025-00", "2025-Q5", "2025-H3", "2025-1", "25-01", "2025-01-01", "Q1"]
)
def test_anything_else_is_no_period(label: str) -> None:
    with pytest.raises(ValueError, match=r"is not a period; write 2025-03, 2025-Q1, 2025-H1 or 2025"):
        parse_period(label)


@given(st.integers(1, 2999), st.integers(0, 11), lengths)
def test_labels_are_read_back_as_written(year: int, place: int, months: int) -> None:
    first = year * 12 + place - place % months
    assert parse_period(period_label(first, months)) == (first, months)


@given(st.integers(24000, 24400), st.integers(1, 40), lengths)
def test_an_axis_has_no_holes_and_no_overlaps(start: int, count: int, months: int) -> None:
    begin = start - start % months
    axis = periods_between(period_label(begin, months), period_label(begin + months * (count - 1), months), months)
    assert [parse_period(label)[0] for label in axis] == [begin + months * i for i in range(count)]


def test_an_axis_may_end_with_a_longer_label() -> None:
    assert periods_between("2025-11", "2026-Q1", 1) == ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03")


def test_a_year_that_starts_in_april_has_its_quarters_there() -> None:
    # April to June are the first quarter of that year; January to March are the last of the year before
    quarters = stretch_of(MONTHS_2025, "quarter", year_starts=4)
    years = stretch_of(MONTHS_2025, "year", year_starts=4)
    assert quarters.tolist() == sorted(quarters.tolist())
    assert np.diff(quarters).nonzero()[0].tolist() == [2, 5, 8]
    assert np.diff(years).nonzero()[0].tolist() == [2]


def test_half_years_of_a_year_that_starts_in_february() -> None:
    assert np.diff(stretch_of(MONTHS_2025, "half_year", year_starts=2)).nonzero()[0].tolist() == [0, 6]


@given(st.integers(1, 12), st.sampled_from(STRETCHES), st.integers(24000, 24100), st.integers(1, 50))
def test_whole_stretches_have_their_length(year_starts: int, stretch: str, start: int, count: int) -> None:
    axis = [period_label(start + i, 1) for i in range(count)]
    _, sizes = np.unique(stretch_of(axis, stretch, year_starts), return_counts=True)
    assert (sizes[1:-1] == MONTHS_IN[stretch]).all()
    assert sizes.sum() == count


def test_a_quarter_cannot_be_measured_by_month() -> None:
    with pytest.raises(ValueError, match="the data come by periods such as 2025-Q1; they cannot be measured by month"):
        stretch_of(("2025-Q1", "2025-Q2"), "month")


def test_a_quarter_that_straddles_two_plan_years_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-Q1 is partly in one year and partly in the next of this plan year"):
        stretch_of(("2025-Q4", "2026-Q1"), "year", year_starts=2)


def test_no_periods_have_no_stretches() -> None:
    assert stretch_of((), "year").tolist() == []


def test_a_stretch_ends_where_the_next_begins_or_the_axis_stops() -> None:
    axis = periods_between("2025-02", "2025-05", 1)
    assert ends_stretch(axis, "quarter").tolist() == [False, True, False, True]


def test_lengths_and_days_of_periods() -> None:
    assert months_of(("2025-02", "2025-Q1", "2025-H1", "2025")).tolist() == [1, 3, 6, 12]
    assert (first_day("2024-Q1"), last_day("2024-Q1")) == (np.datetime64("2024-01-01"), np.datetime64("2024-03-31"))
    assert last_day("2024-02") == np.datetime64("2024-02-29")


def test_half_of_april_is_half_a_month() -> None:
    # 16 to 30 April: 15 of 30 days; both ends are on the plan
    share = share_active(days("2025-04-16"), days("2025-04-30"), ("2025-03", "2025-04", "2025-05", "2025-Q2"))
    assert share[0].tolist() == pytest.approx([0, 0.5, 0, 0.5 / 3])


def test_open_ends_are_the_whole_time() -> None:
    assert share_active(days("NaT"), days("NaT"), MONTHS_2025).tolist() == [[1.0] * 12]


def test_somebody_who_left_before_is_not_on_the_plan() -> None:
    assert share_active(days("2023-01-01"), days("2024-12-31"), MONTHS_2025).sum() == 0


def test_a_far_end_is_an_open_end() -> None:
    assert share_active(days("2025-07-01"), days("9999-12-31"), MONTHS_2025).sum() == 6


@given(st.integers(0, 364), st.integers(0, 364))
def test_two_rows_that_meet_are_one_whole_year(change: int, other: int) -> None:
    first = np.datetime64("2025-01-01", "us") + np.timedelta64(min(change, other), "D")
    start = np.array(["NaT", first], dtype="datetime64[us]")
    end = np.array([first - np.timedelta64(1, "D"), "NaT"], dtype="datetime64[us]")
    assert share_active(start, end, MONTHS_2025).sum(axis=0) == pytest.approx(np.ones(12))


@given(st.integers(0, 364), st.integers(0, 364))
def test_longer_periods_are_the_mean_of_their_months(start: int, length: int) -> None:
    begin = np.array([np.datetime64("2025-01-01", "us") + np.timedelta64(start, "D")])
    end = begin + np.timedelta64(length, "D")
    months = share_active(begin, end, MONTHS_2025)
    assert share_active(begin, end, ("2025",)) == pytest.approx(months.mean(axis=1, keepdims=True))


@pytest.mark.parametrize(
    ("counted", "shares"),
    [
        ("days", [0, 0.5, 1, 0.1, 0, 1.5 / 3, 0.1 / 3]),  # 15 of April's 30 days, 3 of June's 30
        ("full_months", [0, 0, 1, 0, 0, 1 / 3, 0]),
        ("started_months", [0, 1, 1, 1, 0, 2 / 3, 1 / 3]),
    ],
)
def test_months_count_by_days_in_full_or_once_started(counted: str, shares: list[float]) -> None:
    # 16 April to 3 June, in the months March to July; the longer periods are the mean of April, May and nothing …
    periods = ("2025-03", "2025-04", "2025-05", "2025-06", "2025-07")
    start, end = days("2025-04-16"), days("2025-06-03")
    made = share_active(start, end, periods, counted)[0].tolist()  # type: ignore[arg-type]
    assert made == pytest.approx(shares[:5])
    until_may, from_june = days("2025-05-31"), days("2025-06-01")
    assert share_active(start, until_may, ("2025-Q2",), counted)[0, 0] == pytest.approx(shares[5])  # type: ignore[arg-type]
    assert share_active(from_june, end, ("2025-Q2",), counted)[0, 0] == pytest.approx(shares[6])  # type: ignore[arg-type]


def test_the_last_day_of_february_makes_the_month_full() -> None:
    ends = days("2025-02-28", "2025-02-27")
    assert share_active(days("NaT", "NaT"), ends, ("2025-02",), "full_months")[:, 0].tolist() == [1, 0]
    assert share_active(days("NaT", "NaT"), ends, ("2025-02", "2025-03"), "started_months").tolist() == [[1, 0]] * 2


@given(st.integers(0, 364), st.integers(0, 364))
def test_full_months_are_at_most_the_days_and_started_months_at_least(start: int, length: int) -> None:
    begin = np.array([np.datetime64("2025-01-01", "us") + np.timedelta64(start, "D")])
    by = [share_active(begin, begin + np.timedelta64(length, "D"), MONTHS_2025, counted) for counted in PRORATIONS]
    assert PRORATIONS == ("days", "full_months", "started_months")
    assert (by[1] <= by[0]).all()
    assert (by[0] <= by[2]).all()


def test_months_since_a_day_count_from_its_month() -> None:
    since = months_since(days("2024-12-31", "2025-03-01", "NaT"), ("2024-12", "2025-03", "2025-Q1"))
    assert np.array_equal(since, [[0, 3, 1], [-3, 0, -2], [np.nan] * 3], equal_nan=True)


def test_a_year_before_is_the_same_period_of_the_year_before() -> None:
    labels = ("2025-01", "2025-Q2", "2025-H2", "2025")
    assert tuple(map(a_year_before, labels)) == ("2024-01", "2024-Q2", "2024-H2", "2024")
