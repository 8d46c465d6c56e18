"""How figures are written: rounding as a person does it, no negative zero, a dash where there is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.present.numbers import (
    Marks,
    counted,
    follow,
    listed,
    money,
    number,
    people,
    percent,
    percent_range,
    share_in_words,
    signed_money,
    signed_percent,
    spoken,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1234567.4, 0, "1,234,567"),
        (0.5, 0, "1"),  # halves go away from zero, not to the even neighbour
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (1.005, 2, "1.01"),  # 1.00499999999999989… as a float
        (2.675, 2, "2.68"),
        (-0.4, 0, "0"),
        (-0.0, 2, "0.00"),
        (NAN, 0, "–"),
        (float("inf"), 0, "–"),
        (None, 0, "–"),
    ],
)
def test_numbers_are_rounded_as_a_person_does(value: float | None, decimals: int, written: str) -> None:
    assert number(value, decimals) == written


def test_money_carries_its_currency_where_a_reader_expects_it() -> None:
    assert money(-1234.5, "EUR", decimals=2) == "−€1,234.50"
    assert money(1234, "CHF") == "1,234\u00a0CHF"
    assert money(1234) == "1,234"
    assert money(NAN, "EUR") == "–"


def test_german_swaps_the_marks_and_puts_the_sign_behind() -> None:
    assert money(-1234.5, "EUR", decimals=2, language="de") == "−1.234,50\u00a0€"
    assert percent(0.0425, 1, language="de") == "4,3\u00a0%"


def test_figures_follow_the_reader_and_go_back() -> None:
    told: list[Marks | None] = [Marks("\u202f", ",", symbol_first=False)]
    follow(lambda: told[0])
    assert money(-1234.5, "EUR", decimals=2) == "−1\u202f234,50\u00a0€"
    assert percent(0.0425, 1) == "4,3\u00a0%"
    assert money(1234, "EUR", language="en") == "€1,234", "a document says its language"
    told[0] = None
    assert money(1234, "EUR") == "€1,234"


def test_changes_carry_their_sign_and_nothing_carries_none() -> None:
    assert signed_money(1200, "EUR") == "+€1,200"
    assert signed_money(-1200, "EUR") == "−€1,200"
    assert [signed_money(tiny, "EUR") for tiny in (0.2, -0.2)] == ["€0", "€0"]
    assert [signed_percent(change) for change in (0.05, -0.004, -0.0004, NAN)] == [
        "+5.0\u00a0%",
        "−0.4\u00a0%",
        "0.0\u00a0%",
        "–",
    ]


def test_counts_and_shares_read_as_words() -> None:
    assert (people(1), people(31), people(0)) == ("1\u00a0person", "31\u00a0people", "0\u00a0people")
    assert counted(2, "team", "teams") == "2\u00a0teams"
    assert share_in_words(52, 70) == "52 of 70 (74\u00a0%)"
    assert share_in_words(0, 0) == "0 of 0"
    assert percent_range(0.7, 0.8) == "70–80\u00a0%"
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert spoken("new_customers") == "new customers"


@given(st.floats(-1e12, 1e12), st.integers(0, 2))
def test_what_is_written_is_the_nearest_figure_and_never_minus_nothing(value: float, decimals: int) -> None:
    written = number(value, decimals)
    read = float(written.replace(",", "").replace("−", "-"))
    assert abs(read - value) <= 0.5 / 10**decimals + 1e-4 * (abs(value) > 1e9) + 1e-6
    assert not (written.startswith("−") and read == 0)
