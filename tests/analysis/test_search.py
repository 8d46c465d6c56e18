"""Which plan is better: limits by hand, the front against its definition, a search against trying every plan."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.analysis.search import search as searching
from compsim.analysis.search.front import pareto_front, scores_of
from compsim.analysis.search.gaps import payout_gaps
from compsim.analysis.search.limits import Limits
from compsim.analysis.search.search import Search, search_plans
from compsim.engine.evaluation import evaluate
from compsim.engine.sweep.figures import Figures
from compsim.errors import PlanError, PopulationError
from compsim.invented import example_scenarios
from compsim.plan.levers import Lever
from compsim.population.example.company import example_population

SCENARIOS, PEOPLE = example_scenarios(), example_population()
LEVERS = (
    Lever(
        "hunter.weights",
        tuple(
            {"revenue": r, "new_customers": 0.85 - r, "first_meetings": 0.05, "team_revenue": 0.1}
            for r in (0.3, 0.5, 0.6, 0.7)
        ),
    ),
    Lever("hunter.caps.payout", ("110%", "150%", "200%", None)),
    Lever("inside_sales.caps.payout", ("100%", "130%", "200%")),
    Lever("account_manager.caps.payout", ("100%", "120%", "150%", "200%")),
)


def figures(cost: list[float], at_target: list[float], loss: list[float], winners: list[float]) -> Figures:
    return Figures(*(np.array(column, dtype=np.float64) for column in (cost, at_target, loss, winners)))


def found(**asked: object) -> Search:
    return search_plans(SCENARIOS["next_year"], LEVERS, PEOPLE, baseline=SCENARIOS["last_year"], **asked)  # type: ignore[arg-type]


def test_how_far_beyond_each_bound_is_money_by_the_bound_and_shares_as_they_are() -> None:
    two = figures([90, 120], [0.75, 0.6], [-10, -30], [0.5, np.nan])
    limits = Limits(budget=100, at_target_from=0.7, at_target_to=0.8, loss_up_to=20, winners_from=0.5)
    beyond = limits.beyond(two)
    assert {name: column.round(12).tolist() for name, column in beyond.items()} == {
        "budget": [0, 0.2],
        "at_target_from": [0, 0.1],
        "at_target_to": [0, 0],
        "loss_up_to": [0, 0.5],
        "winners_from": [0, np.inf],
    }
    assert Limits().beyond(two) == {}


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ({"budget": -1}, "'budget' is not an amount of money"),
        ({"winners_from": 30}, "'winners_from' is not a share of people"),
        ({"at_target_from": 0.8, "at_target_to": 0.7}, "the share at target cannot be both above and below"),
    ],
)
def test_bounds_that_nothing_is_within_are_refused(bounds: dict[str, float], says: str) -> None:
    with pytest.raises(PlanError, match=says):
        Limits(**bounds)


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=30))
def test_the_front_is_what_no_other_dominates(points: list[tuple[int, int, int]]) -> None:
    scores = np.array(points, dtype=np.float64)
    front = {tuple(scores[at]) for at in pareto_front(scores)}
    better = {tuple(row) for row in scores if not any((other <= row).all() and (other < row).any() for other in scores)}
    assert front == better
    assert len(pareto_front(scores)) == len(front), "equal plans are told once"


def test_every_combination_within_the_limits_in_order_and_true_to_an_evaluation() -> None:
    every = found(top=192)
    assert (every.method, len(every.result), every.within) == ("every combination", 192, 192)
    budget, loss = float(every.ranked["cost"].median()), -float(every.ranked["largest_loss"].quantile(0.6))
    some = found(limits=Limits(budget=budget, loss_up_to=loss), by="share_of_winners", top=192)
    right = every.ranked[(every.ranked["cost"] <= budget) & (every.ranked["largest_loss"] >= -loss)]
    assert set(some.ranked["plan"]) == set(right["plan"])
    assert 0 < some.within == len(right) < 192
    assert some.beyond["budget"] == int((every.ranked["cost"] > budget).sum())
    assert some.ranked["share_of_winners"].is_monotonic_decreasing
    best = some.ranked.iloc[0]
    payouts = evaluate([some.scenario(int(best["plan"]))], PEOPLE)
    assert best["cost"] == pytest.approx(float((payouts.total() * payouts.on_plan).sum()))


def test_the_front_says_what_each_plan_gives_up() -> None:
    answer = found(goals=("cost", "share_of_winners"))
    front = answer.front
    assert len(front) > 2
    assert front["cost"].is_monotonic_increasing
    assert front["share_of_winners"].is_monotonic_increasing, "cheaper only where fewer gain"
    assert front["cost_given_up"].tolist() == pytest.approx((front["cost"] - front["cost"].min()).tolist())
    assert front["share_of_winners_given_up"].iloc[-1] == 0


def test_breeding_finds_the_best_of_all_and_the_same_with_the_same_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(loss_up_to=-float(found(top=192).ranked["largest_loss"].median()))
    best = found(limits=limits).ranked.iloc[0]
    monkeypatch.setattr(searching, "EVERY_UP_TO", 10)
    bred, again = (found(limits=limits, plans=1_500, seed=3) for _ in range(2))
    assert bred.method == "differential evolution"
    assert bred.ranked.iloc[0]["cost"] == pytest.approx(best["cost"], abs=1e-6)
    pd.testing.assert_frame_equal(bred.ranked, again.ranked)
    assert (bred.ranked["largest_loss"] >= -(limits.loss_up_to or 0.0) - 1e-6).all()


def test_nothing_within_the_limits_is_an_empty_answer_with_counts() -> None:
    answer = found(limits=Limits(budget=1))
    assert (len(answer.ranked), len(answer.front), answer.within) == (0, 0, 0)
    assert answer.beyond == {"budget": 192}


def test_groups_stay_no_further_apart_than_under_the_baseline() -> None:
    answer = search_plans(SCENARIOS["next_year"], LEVERS, PEOPLE, keep_gap="role", top=192)
    assert answer.gap is not None
    assert 0 < answer.gap.wider < answer.gap.looked_at
    assert (answer.ranked["gap"] <= answer.gap.baseline + 1e-9).all()
    worst = answer.scenario(int(answer.ranked["plan"].iloc[-1]))
    assert payout_gaps([worst], PEOPLE, "role")[0] == pytest.approx(float(answer.ranked["gap"].iloc[-1]))


def test_a_gap_is_the_widest_difference_of_sums_and_hidden_groups_do_not_count() -> None:
    payouts = evaluate([SCENARIOS["last_year"]], PEOPLE)
    paid = payouts.total()[0] * payouts.on_plan[0]
    incentive = payouts.incentive.sum(axis=2)[0] * payouts.on_plan[0]
    made = pd.DataFrame({"role": PEOPLE.roster["role"], "paid": paid, "incentive": incentive})[payouts.on_plan[0]]
    sums = made.groupby("role")[["paid", "incentive"]].sum()
    ratios = sums["paid"] / sums["incentive"]
    assert payout_gaps([SCENARIOS["last_year"]], PEOPLE, "role")[0] == pytest.approx(ratios.max() - ratios.min())
    alone = replace(PEOPLE, roster=PEOPLE.roster.assign(own=PEOPLE.roster["rep"]))
    with pytest.raises(PopulationError, match="fewer than two groups"):
        payout_gaps([SCENARIOS["last_year"]], alone, "own")


def test_a_share_of_nobody_is_worst() -> None:
    scores = scores_of(figures([1, 2], [np.nan, 0.1], [0, 0], [0, 0]), ["cost", "share_at_target"])
    assert scores.tolist() == [[1, np.inf], [2, -0.1]]
