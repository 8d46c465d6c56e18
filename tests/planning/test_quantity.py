"""Numbers as people write them, and the one rounding rule."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.planning.quantity import (
    divided,
    payback_months,
    read_amount,
    read_rate,
    read_ratio,
    read_whole,
    split_whole,
    whole_down,
    whole_up,
    write_amount,
    write_rate,
)

parts = st.lists(st.integers(1, 1_000), min_size=1, max_size=12)


def test_up_and_down_keep_nine_decimals() -> None:
    assert (whole_up(75.000000000001), whole_up(75.00000001)) == (75, 76)
    assert (whole_down(74.999999999999), whole_down(74.99999999)) == (75, 74)


def test_a_split_gives_what_is_left_to_the_largest_remainders() -> None:
    # 10 people at 35, 25 and 40 %: 3.5, 2.5 and 4; the one that is left goes to the first of the equal remainders.
    assert split_whole(10, [Fraction(35, 100), Fraction(25, 100), Fraction(40, 100)]) == (4, 2, 4)
    assert split_whole(7, [Fraction(1, 4)] * 4) == (2, 2, 2, 1)


@given(st.integers(0, 10**6), parts)
def test_a_split_adds_up_and_misses_no_share_by_a_whole_one(total: int, weights: list[int]) -> None:
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    split = split_whole(total, shares)
    assert sum(split) == total
    assert all(abs(part - total * share) < 1 for part, share in zip(split, shares, strict=True))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0.3333333333333333", Fraction("0.3333333333333333")),
        ("100 000", Fraction(100_000)),
        ("1_200.50", Fraction(2401, 2)),
        (2.2, Fraction(11, 5)),
        ("-3", Fraction(-3)),
    ],
)
def test_amounts_are_read_exactly(text: str | float, amount: Fraction) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize("bad", ["1,5", "", "12%", "1e9", "lots", True, None, float("inf"), float("nan"), "--1"])
def test_what_is_no_amount_is_refused_without_being_repeated(bad: object) -> None:
    with pytest.raises(ValueError, match="this is not a number"):
        read_amount(bad)


def test_a_ratio_may_pass_one_and_a_share_may_not() -> None:
    assert read_ratio("150 %") == Fraction(3, 2)
    with pytest.raises(ValueError, match="not a share"):
        read_rate("150 %")
    with pytest.raises(ValueError, match="not a ratio"):
        read_ratio("half")


def test_whole_numbers_have_no_decimals() -> None:
    assert read_whole("12.0") == 12
    with pytest.raises(ValueError, match="not a whole number"):
        read_whole(12.5)


@given(st.fractions(min_value=0, max_value=1, max_denominator=1_000))
def test_a_rate_reads_back_as_it_was_written(rate: Fraction) -> None:
    assert read_rate(write_rate(rate)) == rate


def test_a_rate_is_written_in_per_cent_where_that_is_exact() -> None:
    assert [write_rate(Fraction(1, 5)), write_rate(Fraction(1, 3)), write_rate(Fraction(1, 8))] == ["20%", "1/3", "1/8"]


def test_nothing_is_divided_by_nothing() -> None:
    assert (divided(6, 4), divided(1, 0)) == (1.5, None)


def test_amounts_are_written_without_a_needless_point() -> None:
    assert repr(write_amount(Fraction(4))) == "4"
    assert write_amount(Fraction(5, 2)) == 2.5


def test_a_cost_is_earned_back_only_if_something_is_left() -> None:
    assert payback_months(Fraction(30_000), Fraction(36_000)) == 10
    assert payback_months(Fraction(1), Fraction(0)) is None
    assert payback_months(Fraction(0), Fraction(0)) == 0
    assert payback_months(Fraction(0), Fraction(-1)) is None
