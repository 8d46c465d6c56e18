"""Percentages and bare numbers: one number, or a refusal that says how to write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import PlanError
from compsim.plan.quantity import once_each, parse_number, parse_rate, parse_ratio, write_rate, write_ratio
from compsim.plan.scenario import read_scenario


@pytest.mark.parametrize(
    ("written", "ratio"),
    [
        ("50%", 0.5),
        ("0.5", 0.5),
        (0.5, 0.5),
        (1, 1.0),
        ("33.3%", 0.333),
        (" 120 % ", 1.2),
        ("-5%", -0.05),
        ("1_000%", 10.0),
    ],
)
def test_a_ratio_has_one_value_however_it_is_written(written: object, ratio: float) -> None:
    assert parse_ratio(written) == ratio


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (50, "'50' is written where a ratio belongs | Write 50% or 0.5."),
        ("90", "'90' is written where a ratio belongs | Write 90% or 0.9."),
        ("half", "'half' is not a number | Write a number or a percentage such as 50%."),
        (True, "'True' is not a number | Write a number or a percentage such as 50%."),
        (None, "'None' is not a number | Write a number or a percentage such as 50%."),
        ("nan", "'nan' is not a number that can be paid | Write a finite number."),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(written: object, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared below
        parse_ratio(written)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("written", "rate"), [("2%", 0.02), (0.02, 0.02), ("50 each", 50.0), ("100%", 1.0), ("150%", 1.5)]
)
def test_rates(written: object, rate: float) -> None:
    assert parse_rate(written) == rate


def test_a_bare_rate_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"the rate '2' can be read in two ways \| Write 2% for a share of the amount"):
        parse_rate(2)


def test_a_number_may_have_blanks_between_its_digits() -> None:
    assert parse_number("1 200 000") == 1_200_000


def test_a_key_given_twice_is_told_as_the_number_it_is() -> None:
    with pytest.raises(ValueError, match=r"^'0.5' is given twice, written in two ways \| Keep one of them.$"):
        once_each([(0.5, 1.0), (0.5, 2.0)])


@given(st.floats(-100, 100, allow_nan=False))
def test_a_written_ratio_reads_back_to_the_same_float(ratio: float) -> None:
    assert parse_number(write_ratio(ratio)) == ratio


@given(st.floats(0, 1000, allow_nan=False))
def test_a_written_rate_reads_back_to_the_same_float(rate: float) -> None:
    assert parse_rate(write_rate(rate)) == rate


@pytest.mark.parametrize(
    "curve",
    ["{points: {0%: 0%, 2000%: [1000%, 2000%]}}", "{steps: {0%: 0%, 1100%: 1200%}}", "{rates: {0%: 1, 2000%: 2}}"],
)
def test_a_ratio_with_its_sign_may_be_any_size_and_is_written_back_with_it(curve: str) -> None:
    """Nobody can have meant anything else; without the sign the same numbers are refused."""
    gate = "gates: [{measure: revenue, hurdle: 1200%, holds: [everything]}]"
    part = f"objectives: {{r: {{weight: 100%, curve: {curve}}}}}"
    text = f"scenario: s\nplans: {{seller: {{settled: yearly, {part}, {gate}}}}}\n"
    scenario = read_scenario(text)
    assert read_scenario(scenario.to_yaml()) == scenario
    with pytest.raises(PlanError, match="stands where a ratio belongs"):
        read_scenario(text.replace("1200%, holds", "12, holds"))
