"""Curves read in bulk say what the model says, and leave to the model what is not simple."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from compsim.engine.sweep.curves import curve_table
from compsim.plan.curve import PayCurve
from compsim.plan.curve_shape import Curve
from compsim.plan.plain_points import plain_points

DIGITS = st.decimals(-1200, 1200, places=5, allow_nan=False)
NUMBERS = st.one_of(
    DIGITS.map(lambda number: f"{number}%"),
    DIGITS.map(lambda number: str(number / 100)),
    DIGITS.map(lambda number: float(number / 100)),
    st.integers(-11, 11),
    st.sampled_from(["1 0%", "1_0%", " 5%", "5 %", "1e1%", "nan", "inf", "%", "", "half", True, None]),
)
TABLES = st.dictionaries(NUMBERS, NUMBERS | st.lists(NUMBERS, min_size=1, max_size=3), max_size=4)
RISING = st.lists(st.decimals(0, 900, places=6), min_size=1, max_size=5, unique=True).map(sorted)


@st.composite
def points(draw: st.DrawFn) -> dict[str, Any]:
    """Points that the model accepts."""
    edges: list[Decimal] = draw(RISING)
    value = st.decimals(-900, 900, places=4).map(lambda number: f"{number}%")
    return {"points": {f"{edge}%": draw(value | st.lists(value, min_size=2, max_size=2)) for edge in edges}}


def model(curve: Any) -> PayCurve | None:
    """The curve as the model reads it; None if it refuses."""
    try:
        return Curve.model_validate(curve).compile()
    except ValidationError:
        return None


@given(curves=st.lists(TABLES.map(lambda table: {"points": table}), max_size=5))
def test_nothing_is_read_that_the_model_refuses(curves: list[Any]) -> None:
    read = plain_points(curves).read
    assert all(model(curve) is not None for curve, plain in zip(curves, read, strict=True) if plain)


@given(curves=st.lists(points(), min_size=1, max_size=5))
def test_every_bit_is_as_the_model_has_it(curves: list[Any]) -> None:
    assert plain_points(curves).read.all()
    edges, levels, slopes, below, count, upper = curve_table(curves)
    for at, curve in enumerate(curves):
        exact = Curve.model_validate(curve).compile()
        found = [tuple(table[at, : count[at]].tolist()) for table in (edges, levels, slopes)]
        assert found == [exact.edges, exact.levels, exact.slopes]
        assert (below[at], upper[at]) == (exact.below, 1)


def test_curves_of_every_kind_stand_in_one_table() -> None:
    """The second is steps on three edges, the third begins with a value that holds below."""
    steps = {"steps": {"80%": "50%", "100%": "100%", "120%": "150%"}, "edge": "lower"}
    first = {"points": {"90%": "100%"}, "below": "first"}
    edges, levels, slopes, below, count, upper = curve_table([{"points": {"50%": 0, "100%": ["90%", 1]}}, steps, first])
    assert edges.tolist() == [[0.5, 1.0, 0.0], [0.8, 1.0, 1.2], [0.9, 0.0, 0.0]]
    assert levels.tolist() == [[0.0, 1.0, 0.0], [0.5, 1.0, 1.5], [1.0, 0.0, 0.0]]
    assert slopes[0].tolist() == pytest.approx([1.8, 0.0, 0.0])
    assert (below.tolist(), count.tolist(), upper.tolist()) == ([0, 0, 1], [2, 3, 1], [1, 0, 1])


@pytest.mark.parametrize(
    "curve", [{"points": {}}, {}, {"points": {"0%": "0%"}, "on": "value"}, {"points": [1]}, "50%", {"rates": {"0%": 1}}]
)
def test_what_is_not_points_alone_is_left_to_the_model(curve: Any) -> None:
    read = plain_points([curve, {"points": {"0%": "0%", "100%": "100%"}}])
    assert read.read.tolist() == [False, True]
    np.testing.assert_array_equal(read.x, [0.0, 1.0])
