"""Mixes of weights: the rule for the middle of them, how far apart they are, and what each pays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

import compsim as cs
from compsim.analysis.mixes import Mix, median_mix, pay_of_mixes, spread_of_mixes
from compsim.errors import PlanError

NAMES = ("margin", "focus", "wins", "team")


@some.composite
def mixes(draw: some.DrawFn) -> list[Mix]:
    """Up to fifty mixes in steps of 5 %."""
    names = NAMES[: draw(some.integers(1, 4))]
    found: list[Mix] = []
    for _ in range(draw(some.integers(1, 50))):
        cuts = sorted(draw(some.lists(some.integers(0, 20), min_size=len(names) - 1, max_size=len(names) - 1)))
        steps = [high - low for low, high in zip([0, *cuts], [*cuts, 20], strict=True)]
        found.append({name: step / 20 for name, step in zip(names, steps, strict=True)})
    return found


def of(*percents: int) -> Mix:
    return {name: percent / 100 for name, percent in zip(NAMES, percents, strict=False)}


def whole(mix: Mix) -> list[int]:
    return [round(weight * 100) for weight in mix.values()]


def test_medians_that_add_up_stay_as_they_are() -> None:
    """Medians 50, 30, 20."""
    assert whole(median_mix([of(40, 40, 20), of(50, 30, 20), of(60, 20, 20)])) == [50, 30, 20]


def test_medians_that_do_not_add_up_are_rescaled_and_rounded_by_the_largest_remainder() -> None:
    """Medians 50, 25, 10 of 85: 58.82, 29.41, 11.76; down 58, 29, 11 = 98; the two to .82 and .76."""
    assert whole(median_mix([of(50, 40, 10), of(80, 10, 10), of(25, 25, 50)])) == [59, 29, 12]


def test_of_equal_remainders_the_first_named_objective_comes_first() -> None:
    """Three equal medians: 33.3 each, and one per cent is left."""
    assert whole(median_mix([of(60, 20, 20), of(20, 60, 20), of(20, 20, 60)])) == [34, 33, 33]


def test_an_even_number_takes_the_middle_of_the_two_in_the_middle() -> None:
    assert whole(median_mix([of(40, 60), of(50, 50)])) == [45, 55]


def test_where_every_median_is_zero_the_mean_stands_in() -> None:
    assert whole(median_mix([of(100, 0, 0, 0), of(0, 100, 0, 0), of(0, 0, 100, 0), of(0, 0, 0, 100)])) == [25] * 4
    assert whole(median_mix([of(100, 0, 0), of(0, 100, 0), of(0, 0, 100)])) == [34, 33, 33]


@given(mixes())
def test_the_middle_always_makes_100_percent_in_whole_percents(group: list[Mix]) -> None:
    middle = median_mix(group)
    assert list(middle) == list(group[0])
    assert sum(whole(middle)) == 100
    assert all(abs(weight * 100 - round(weight * 100)) < 1e-9 and weight >= 0 for weight in middle.values())


@given(mixes())
def test_who_answers_first_makes_no_difference(group: list[Mix]) -> None:
    turned = list(reversed(group))
    assert median_mix(group) == median_mix(turned)
    assert spread_of_mixes(group).equals(spread_of_mixes(turned))


@given(mixes())
def test_a_group_that_agrees_gets_what_it_agrees_on(group: list[Mix]) -> None:
    assert median_mix([group[0]] * 7) == pytest.approx(dict(group[0]))


def test_the_spread_of_five() -> None:
    """Weights of the first: 10, 20, 40, 60, 90, so a quarter lies below 20 and a quarter above 60."""
    row = spread_of_mixes([of(10, 90), of(20, 80), of(40, 60), of(60, 40), of(90, 10)]).iloc[0]
    assert row.to_dict() == pytest.approx(
        {"objective": "margin", "n": 5, "least": 0.1, "low": 0.2, "median": 0.4, "high": 0.6, "most": 0.9}
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([], "no mix"),
        ([{}], "no mix"),
        ([of(50, 50), of(40, 40, 20)], "different objectives"),
        ([of(50, 40)], "100 %"),
        ([of(120, -20)], "100 %"),
        ([of(50, 50), {"margin": float("nan"), "focus": 1.0}], "100 %"),
    ],
)
def test_what_is_no_mix_is_told(wrong: list[Mix], says: str) -> None:
    with pytest.raises(PlanError, match=says):
        median_mix(wrong)


def test_a_mix_pays_what_a_plan_with_its_weights_pays() -> None:
    people, plan = cs.example_population(), cs.example_scenarios()["next_year"]
    mix = {"margin": 0.7, "focus_share": 0.1, "win_rate": 0.0, "team_revenue": 0.2}
    [found] = pay_of_mixes(plan, "account_manager", [mix], people)
    changes = {f"account_manager.objectives.{name}.weight": weight for name, weight in mix.items()}
    paid = cs.evaluate([plan, plan.reform("mix", changes)], people)
    here = (people.roster["role"] == "account_manager").to_numpy()
    before, after = paid.total()[:, here]
    assert found.people == here.sum()
    assert found.payout == pytest.approx(after.sum())
    assert found.difference == pytest.approx(after.sum() - before.sum())
    assert found.change == pytest.approx(after.sum() / before.sum() - 1)
    assert (found.gain, found.loss) == pytest.approx(((after - before).max(), (after - before).min()))
    assert (found.raised, found.lowered) == ((after > before + 1e-6).sum(), (after < before - 1e-6).sum())
    assert found.share_at_target == pytest.approx((paid.overall_attainment()[1, here] >= 1).mean())


def test_the_plans_own_weights_change_nothing_and_what_is_not_named_weighs_nothing() -> None:
    people, plan = cs.example_population(), cs.example_scenarios()["next_year"]
    own = {name: part.weight for name, part in plan.plans["account_manager"].objectives.items()}
    [same] = pay_of_mixes(plan, "account_manager", [own], people)
    assert (same.difference, same.gain, same.loss, same.raised, same.lowered) == pytest.approx((0, 0, 0, 0, 0))
    few = {"margin": 0.6, "team_revenue": 0.4}
    [short] = pay_of_mixes(plan, "account_manager", [few], people)
    assert [short] == list(pay_of_mixes(plan, "account_manager", [{**few, "focus_share": 0, "win_rate": 0}], people))


def test_an_unknown_role_or_objective_is_told() -> None:
    people, plan = cs.example_population(), cs.example_scenarios()["next_year"]
    with pytest.raises(PlanError, match="no role 'pilot'"):
        pay_of_mixes(plan, "pilot", [{"margin": 1.0}], people)
    with pytest.raises(PlanError, match="no objective 'luck'"):
        pay_of_mixes(plan, "account_manager", [{"luck": 1.0}], people)
    assert pay_of_mixes(plan, "account_manager", [], people) == ()
