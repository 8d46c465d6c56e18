"""Cents are exact: whole-number rounding against Decimal, the definition."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.engine.rounding import rounded
from compsim.plan.limits import RoundingMode

MODES: dict[RoundingMode, str] = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
millionths = st.integers(-9_000_000_000_000_000, 9_000_000_000_000_000)
near_half_cents = st.builds(
    lambda cents, off: cents * 10_000 + 5_000 + off, st.integers(-(10**9), 10**9), st.integers(-1, 1)
)


@pytest.mark.parametrize("how", MODES)
@given(units=st.one_of(millionths, near_half_cents))
def test_every_mode_is_what_decimal_says(how: RoundingMode, units: int) -> None:
    exact = (Decimal(units) / 1_000_000).quantize(Decimal("0.01"), MODES[how])
    assert rounded(np.array([units / 1_000_000]), how)[0] == float(exact)


@pytest.mark.parametrize(
    ("how", "money", "cents"),
    [
        ("half_up", 1.005, 1.01),  # the float lies below its half cent; rounding it as a float would pay 1.00
        ("half_up", 2.675, 2.68),
        ("half_up", -1.005, -1.01),
        ("half_even", 1.005, 1.0),
        ("half_even", 1.015, 1.02),
        ("down", 1.009, 1.0),
        ("down", -1.009, -1.0),
        ("none", 1.0051, 1.0051),
    ],
)
def test_known_halves(how: RoundingMode, money: float, cents: float) -> None:
    assert rounded(np.array([money]), how).tolist() == [cents]
