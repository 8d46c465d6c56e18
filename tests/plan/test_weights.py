"""Weights after one was changed: they add to 100 % to the unit, and the others keep their proportions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.plan.weights import in_units, respread

NAMES = ("revenue", "margin", "new_customers", "offers", "focus")


@st.composite
def whole_weights(draw: st.DrawFn) -> dict[str, float]:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=1, max_size=4)))
    parts = [right - left for left, right in zip([0, *cuts], [*cuts, 100], strict=True)]
    return {name: part / 100 for name, part in zip(NAMES, parts, strict=False)}


def percents(weights: dict[str, float]) -> dict[str, int]:
    """The weights in whole percents, which they must be exactly."""
    whole = {name: round(weight * 100) for name, weight in weights.items()}
    assert weights == {name: percent / 100 for name, percent in whole.items()}
    return whole


def test_others_keep_their_proportions() -> None:
    # by hand: 40 % is left and 30 : 20 share it as 24 : 16
    changed = respread({"revenue": 0.5, "new_customers": 0.3, "first_meetings": 0.2}, "revenue", 0.6)
    assert percents(changed) == {"revenue": 60, "new_customers": 24, "first_meetings": 16}


def test_thirds_are_rounded_to_whole_percents_that_add_up() -> None:
    # by hand: 100 % spread over three equal parts is 34 + 33 + 33, the first keeps the odd one
    changed = respread({"a": 0.0, "b": 0.2, "c": 0.4, "d": 0.4}, "a", 0.0)
    assert percents(changed) == {"a": 0, "b": 20, "c": 40, "d": 40}
    equal = respread({"a": 0.1, "b": 0.3, "c": 0.3, "d": 0.3}, "a", 0.0)
    assert percents(equal) == {"a": 0, "b": 34, "c": 33, "d": 33}


def test_others_at_zero_share_equally() -> None:
    assert percents(respread({"a": 1.0, "b": 0.0, "c": 0.0}, "a", 0.5)) == {"a": 50, "b": 25, "c": 25}


def test_a_single_objective_always_weighs_everything() -> None:
    assert respread({"revenue": 1.0}, "revenue", 0.2) == {"revenue": 1.0}


def test_half_percents_stay_on_their_grid() -> None:
    changed = respread({"a": 0.5, "b": 0.375, "c": 0.125}, "a", 0.2)
    assert changed == {"a": 0.2, "b": 0.6, "c": 0.2}


@given(whole_weights(), st.integers(0, 100), st.data())
def test_sum_is_exact_and_whole(weights: dict[str, float], percent: int, data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from(sorted(weights)))
    result = percents(respread(weights, changed, percent / 100))
    assert sum(result.values()) == 100
    assert result[changed] == percent
    assert min(result.values()) >= 0


@given(whole_weights(), st.data())
def test_setting_a_weight_to_what_it_is_changes_nothing(weights: dict[str, float], data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from(sorted(weights)))
    if weights[changed] < 1:
        assert respread(weights, changed, weights[changed]) == weights


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan")])
def test_values_outside_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100 %"):
        respread({"a": 0.5, "b": 0.5}, "a", value)


def test_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        respread({"a": 1.0}, "b", 0.5)


def test_a_grid_that_is_asked_for_holds() -> None:
    """35 / 35 / 30 with the first at 50: 50 are left for 35 : 30, 26.9 and 23.1, in steps of five 25 and 25."""
    assert respread({"a": 0.35, "b": 0.35, "c": 0.30}, "a", 0.50, steps=20) == {"a": 0.5, "b": 0.25, "c": 0.25}


def test_units_are_shared_by_the_largest_remainder_and_equally_where_nothing_weighs() -> None:
    assert in_units(100, {"a": 50, "b": 25, "c": 10}) == {"a": 59, "b": 29, "c": 12}
    assert in_units(20, {"a": 0, "b": 0, "c": 0}) == {"a": 7, "b": 7, "c": 6}


def test_a_held_weight_stays_and_the_free_ones_share_the_rest() -> None:
    """50 / 20 / 15 / 15 with the second held at 20: the first at 60 leaves 20 for 15 : 15."""
    weights = {"a": 0.50, "b": 0.20, "c": 0.15, "d": 0.15}
    assert percents(respread(weights, "a", 0.60, held={"b"})) == {"a": 60, "b": 20, "c": 10, "d": 10}


def test_a_weight_goes_no_further_than_held_ones_allow() -> None:
    """30 + 30 are held, so 40 is all there is, and what is free besides gives everything."""
    weights = {"a": 0.20, "b": 0.30, "c": 0.30, "d": 0.20}
    assert percents(respread(weights, "a", 0.90, held={"b", "c"})) == {"a": 40, "b": 30, "c": 30, "d": 0}


def test_with_all_others_held_nothing_moves() -> None:
    weights = {"a": 0.5, "b": 0.3, "c": 0.2}
    assert respread(weights, "a", 0.9, held={"b", "c"}) == weights


@given(whole_weights(), st.integers(0, 100), st.data())
def test_held_weights_never_move_and_the_sum_stays_exact(
    weights: dict[str, float], percent: int, data: st.DataObject
) -> None:
    changed = data.draw(st.sampled_from(sorted(weights)))
    held = data.draw(st.sets(st.sampled_from(sorted(weights)))) - {changed}
    result = percents(respread(weights, changed, percent / 100, held=held))
    assert sum(result.values()) == 100
    assert {name: result[name] for name in held} == {name: percents(weights)[name] for name in held}
