"""The pay curve: where its edges belong, and what always holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.plan.curve import (
    PayCurve,
    holding_steps,
    is_ascending,
    marginal_rates,
    reached_rates,
    through_points,
    whole_rates,
)
from tests.strategies import curves

STEEP = through_points([(0.5, 0, 0), (1.0, 1, 1), (1.5, 2.5, 2.5)], below_first=False, beyond="flat", closed="upper")


@pytest.mark.parametrize(
    ("x", "factor"), [(-1, 0), (0.49, 0), (0.5, 0), (0.75, 0.5), (1.0, 1.0), (1.2, 1.6), (1.5, 2.5), (9, 2.5)]
)
def test_straight_lines_between_points(x: float, factor: float) -> None:
    assert float(STEEP(x)) == pytest.approx(factor)


@pytest.mark.parametrize(("side", "at_edge"), [("upper", 0.5), ("lower", 0.0)])
def test_an_edge_belongs_to_one_side(side: str, at_edge: float) -> None:
    curve = holding_steps([(0.8, 0.5), (1.0, 1.0)], below_first=False, beyond="flat", closed=side)
    assert float(curve(0.8)) == at_edge


@pytest.mark.parametrize(
    ("curve", "pay"),
    [
        (marginal_rates([(0, 1.0), (1.0, 1.5), (1.25, 2.0)], closed="upper"), 1.475),
        (whole_rates([(0, 1.0), (1.0, 1.5), (1.25, 2.0)], closed="upper"), 2.6),
        (reached_rates([(0, 1.0), (1.0, 1.5), (1.25, 2.0)], target=1.0, closed="upper"), 1.6),
        (reached_rates([(0, 1.0), (1.25, 2.0)], target=1.0, closed="upper"), 1.6),
    ],
)
def test_three_readings_of_the_same_tiers_at_130_percent(curve: PayCurve, pay: float) -> None:
    """100 + 25 x 1.5 + 5 x 2 = 147.5; 130 x 2 = 260; 100 + 30 x 2 = 160."""
    assert float(curve(1.3)) == pytest.approx(pay)


def test_slices_show_each_part_at_its_rate() -> None:
    curve = marginal_rates([(0, 0.02), (10_000, 0.05), (20_000, 0.08)], closed="upper")
    assert curve.slices(15_000) == [(0, 10_000, 0.02, pytest.approx(200)), (10_000, 15_000, 0.05, pytest.approx(250))]


@pytest.mark.parametrize(("pay", "needed"), [(0.5, 0.75), (1.0, 1.0), (1.6, 1.2), (2.5, 1.5), (2.6, None)])
def test_read_backwards(pay: float, needed: float | None) -> None:
    assert STEEP.needed_for(pay) == (None if needed is None else pytest.approx(needed))


@given(curve=curves(), pay=st.floats(0.01, 5))
def test_read_backwards_and_forwards_again_reaches_the_pay(curve: PayCurve, pay: float) -> None:
    needed = curve.needed_for(pay)
    if needed == -np.inf:
        assert float(curve(curve.edges[0] - 1)) >= pay
    elif needed is not None:
        beside = np.array([needed, np.nextafter(needed, np.inf), needed + 1e-9])
        assert curve(beside).max() >= pay - 1e-6


@given(curve=curves(), x=st.floats(-5, 5))
def test_short_of_the_first_edge_it_pays_below_and_never_the_last_level(curve: PayCurve, x: float) -> None:
    if x < curve.edges[0]:
        assert float(curve(x)) == curve.below


def test_kinks_are_where_something_changes() -> None:
    """The last point of a rising line is a kink, a point in the middle of a straight line is none."""
    line = through_points([(0, 0, 0), (0.5, 0.5, 0.5), (1, 1, 1)], below_first=False, beyond="flat", closed="upper")
    assert line.kinks() == (0, 1)


def test_a_line_that_rises_from_its_second_edge_has_no_kink_in_between() -> None:
    """Points on one line, none of them at zero: only the ends are kinks, and below the first nothing changes."""
    line = through_points(
        [(0.5, 0, 0), (0.75, 0.5, 0.5), (1.0, 1.0, 1.0), (1.25, 2.0, 2.0)],
        below_first=False,
        beyond="continue",
        closed="upper",
    )
    assert line.kinks() == (0.5, 1.0)


def test_a_rate_that_never_changes_has_its_kink_where_it_begins() -> None:
    assert marginal_rates([(0, 0.02)], closed="upper").kinks() == (0,)


@pytest.mark.parametrize(("x", "slope"), [(0.5, 0.0), (0.4, 0.0), (0.6, 2.0), (1.0, 2.0), (1.1, 3.0), (1.6, 0.0)])
def test_the_slope_that_leads_up_to_a_point(x: float, slope: float) -> None:
    assert STEEP.slope_up_to(x) == pytest.approx(slope)


def test_what_everybody_gets_is_needed_by_nobody_and_a_step_pays_at_its_edge() -> None:
    steps = holding_steps([(0.8, 0.5), (1.0, 1.0)], below_first=True, beyond="flat", closed="upper")
    assert steps.needed_for(0.5) == -np.inf
    assert steps.needed_for(1.0) == 1.0
    short = holding_steps([(0.8, 0.5), (1.0, 1.0)], below_first=False, beyond="flat", closed="upper")
    assert short.needed_for(0.5) == 0.8
    assert short.needed_for(0.0) == -np.inf
    assert STEEP.slices(0.5) == []


@pytest.mark.parametrize(("closed", "at_edge"), [("upper", 2.0), ("lower", 1.0)])
def test_a_whole_rate_at_its_edge_belongs_to_the_side_that_is_said(closed: str, at_edge: float) -> None:
    curve = whole_rates([(0, 1.0), (1.0, 2.0)], closed=closed)
    assert float(curve(1.0)) == at_edge
    reached = reached_rates([(0, 1.0), (1.2, 2.0)], target=1.0, closed=closed)
    assert float(reached(1.2)) == pytest.approx({"upper": 1.4, "lower": 1.2}[closed])
    assert float(reached(-0.1)) == 0.0


def test_jumps_are_told_with_their_size() -> None:
    """On paper: nothing below 80 %, half from there, 1.0 from 100 %; a line that begins where the last ends is none."""
    steps = holding_steps([(0.8, 0.5), (1.0, 1.0)], below_first=False, beyond="flat", closed="upper")
    assert steps.jumps() == ((0.8, 0.5), (1.0, 0.5))
    assert STEEP.jumps() == ()
    leaps = through_points([(0.5, 0, 0.2), (1.0, 1, 1)], below_first=False, beyond="flat", closed="upper")
    assert leaps.jumps() == ((0.5, 0.2),)


@pytest.mark.parametrize(
    ("edges", "ascending"), [((0.5, 1.0), True), ((1.0, 1.0), False), ((1.0, 0.5), False), ((), True)]
)
def test_edges_that_rise(edges: tuple[float, ...], ascending: bool) -> None:
    assert is_ascending(edges) is ascending
