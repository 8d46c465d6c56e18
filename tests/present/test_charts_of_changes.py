"""What the figures of the later questions show, held against their results."""

from dataclasses import replace

import numpy as np
import pytest

from compsim.analysis.attainment_spread import attainment_spread
from compsim.analysis.impact import winners_and_losers
from compsim.analysis.keep_whole import keep_whole
from compsim.analysis.marginal import marginal
from compsim.analysis.pot import pot_and_distribution
from compsim.analysis.search.limits import Limits
from compsim.analysis.search.search import search_plans
from compsim.analysis.simplicity import simplicity_of
from compsim.analysis.slide import slide
from compsim.errors import PlanError
from compsim.plan.levers import Lever
from compsim.present import charts
from tests.analysis.hand_made import payouts, people
from tests.analysis.really import LINEAR, plan, sellers

STRAIGHT = plan("straight", {"r": f"weight: 100%, {LINEAR}"})
ENDS = plan("ends", {"r": "weight: 100%, curve: {points: {0%: 0%, 110%: 100%}}"})
EVIL = "<script>alert(1)</script>"


def x_of(chart: charts.Chart, trace: int = 0) -> list[float]:
    return np.asarray(chart.figure.data[trace].x, dtype=float).tolist()


def y_of(chart: charts.Chart, trace: int = 0) -> list[float]:
    return np.asarray(chart.figure.data[trace].y, dtype=float).tolist()


def test_a_slide_is_a_line_a_scenario_and_a_budget_a_dashed_one() -> None:
    found = slide([STRAIGHT, ENDS], sellers({"r": [100.0]}), [-0.1, 0.0, 0.1])
    chart = charts.better_and_worse_years(found, 950.0)
    assert x_of(chart) == pytest.approx([-10, 0, 10])
    assert y_of(chart) == pytest.approx([900, 1000, 1100])
    assert y_of(chart, 1) == pytest.approx([900 / 1.1, 1000 / 1.1, 1000])
    assert [shape.y0 for shape in chart.figure.layout.shapes] == [0, 950.0]
    assert len(charts.better_and_worse_years(found).figure.layout.shapes) == 1


def test_a_scenario_s_name_is_text_in_a_slide() -> None:
    chart = charts.better_and_worse_years(
        slide(STRAIGHT.model_copy(update={"name": EVIL}), sellers({"r": [100.0]}), [0.0])
    )
    assert EVIL not in chart.figure.to_json()


def test_people_stand_at_the_results_they_need() -> None:
    """110 % for 50 and for 91 of 100, which paid 500 and 910; the 1,200 of 120 are beyond what ends at 1,000."""
    found = keep_whole([STRAIGHT, ENDS], sellers({"r": [50.0, 91, 120]}))
    chart = charts.results_needed(found)
    assert sum(x_of(chart)) == 3
    assert x_of(chart)[-1] == 1
    assert x_of(chart)[5] == 2, "105 to 110 %, its upper end included"
    assert "out of reach" in chart.alt


def test_exactly_as_good_is_no_better() -> None:
    again = STRAIGHT.reform("again", {})
    counts = x_of(charts.results_needed(keep_whole([STRAIGHT, again], sellers({"r": [50.0, 91]}))))
    assert counts[3] == 2, "95 to 100 %"


def test_nobody_paid_before_is_said() -> None:
    late = plan("late", {"r": "weight: 100%, curve: {points: {80%: 0%, 100%: 100%}}"})
    chart = charts.results_needed(keep_whole([late, STRAIGHT], sellers({"r": [10.0]})))
    assert "nobody was paid anything before" in chart.alt


def test_the_best_tenth_is_beyond_its_line() -> None:
    """Of 0 to 1.9 the 90th percentile is 1.71: only the bars from 180 % on lie wholly beyond it."""
    reached = np.arange(20) / 10
    paid = payouts(
        [reached * 100], people([f"R{i}" for i in range(20)]), names=("one",), attainment=reached[None, :, None]
    )
    chart = charts.excellence_histogram(attainment_spread(paid))
    bar = chart.figure.data[0]
    beyond = {x for x, color in zip(x_of(chart), bar.marker.color, strict=True) if color == bar.marker.color[-1]}
    assert min(beyond) == pytest.approx(185)
    assert chart.figure.layout.shapes[0].x0 == pytest.approx(171)
    assert sum(y_of(chart)) == 20
    in_pay = charts.excellence_histogram(attainment_spread(paid), figure="payout_ratio")
    assert "1.71 times target incentive" in in_pay.alt


def test_pot_and_distribution_of_groups() -> None:
    role = ["hunter"] * 5 + ["farmer"] * 5
    population = people([f"R{i}" for i in range(10)], role=role, currency="EUR")
    impact = winners_and_losers(payouts([[1000.0] * 10, [900.0] * 5 + [1300.0] * 5], population))
    chart = charts.pot_by_group(pot_and_distribution(impact))
    assert x_of(chart) == pytest.approx([500, 500])
    assert x_of(chart, 1) == pytest.approx([-1000, 1000])
    assert "1,000 move between people" in chart.figure.layout.title.subtitle.text.replace("<br>", " ")


def test_groups_of_four_are_no_picture() -> None:
    impact = winners_and_losers(payouts([[1.0] * 4, [2.0] * 4], people("abcd")))
    assert "no group has five people" in charts.pot_by_group(pot_and_distribution(impact)).alt
    assert (
        "no role has five people"
        in charts.weights_in_plan_and_pay(simplicity_of(payouts([[1.0] * 4], people("abcd")))).alt
    )


def test_weights_of_a_role_in_percent() -> None:
    money = np.stack([np.full(5, 50.0), np.array([0.0, 20, 40, 60, 80])], axis=1)[None, :, None, :]
    found = simplicity_of(payouts(money, people("abcde"), names=("old",), components=("same", "differs")))
    chart = charts.weights_in_plan_and_pay(found, "old", "hunter")
    assert x_of(chart) == pytest.approx([50, 50])
    assert x_of(chart, 1) == pytest.approx([0, 100])
    assert "nobody's pay differs" in charts.weights_in_plan_and_pay(found, "old", "nobody").alt
    with pytest.raises(PlanError, match="no scenario"):
        charts.weights_in_plan_and_pay(found, "oldd")


def test_every_plan_tried_and_the_front() -> None:
    """Caps of 100, 120 and none on 90 and 150 of 100: 1,900, 2,100 and 2,400; none takes nothing, 100 % takes 500."""
    levers = [Lever("seller.caps.payout", ("100%", "120%", None))]
    found = search_plans(STRAIGHT, levers, sellers({"r": [90.0, 150]}), baseline=STRAIGHT)
    chart = charts.plans_and_front(found, "cost", "largest_loss", "EUR")
    assert sorted(x_of(chart)) == pytest.approx([1900, 2100, 2400])
    assert dict(zip(x_of(chart, 1), y_of(chart, 1), strict=True)) == pytest.approx({1900: -500, 2100: -300, 2400: 0})
    assert "3 plans tried, 3 of them on the front" in chart.figure.layout.title.subtitle.text.replace("<br>", " ")
    shares = charts.plans_and_front(found, "share_at_target", "cost", "EUR")
    assert set(x_of(shares)) == {50.0}


def test_a_search_in_which_no_plan_is_within_limits_says_so() -> None:
    levers = [Lever("seller.caps.payout", ("100%", None))]
    found = search_plans(STRAIGHT, levers, sellers({"r": [90.0]}), baseline=STRAIGHT, limits=Limits(budget=1.0))
    chart = charts.plans_and_front(replace(found, front=found.front.iloc[:0]), "cost", "largest_loss", "EUR")
    assert "No plan is within the limits" in chart.alt


@pytest.mark.parametrize("across", ["cost", "share_at_target", "largest_loss", "share_of_winners"])
@pytest.mark.parametrize("up", ["cost", "share_at_target", "largest_loss", "share_of_winners"])
def test_the_title_of_a_search_fits_a_phone(across: str, up: str) -> None:
    levers = [Lever("seller.caps.payout", ("100%", None))]
    found = search_plans(STRAIGHT, levers, sellers({"r": [90.0]}), baseline=STRAIGHT)
    title = charts.plans_and_front(found, across, up, "EUR").figure.layout.title.text  # type: ignore[arg-type]
    assert len(title) <= 42


def test_a_bar_is_what_one_more_point_pays_the_middle_person() -> None:
    """1,000 at 100 % on a straight line: a point is 10. A curve that ends at 110 % pays 9.09, and nothing beyond."""
    people_at = sellers({"r": [50.0, 60, 70, 80, 120]})
    found = marginal([STRAIGHT, ENDS], people_at)
    assert x_of(charts.one_more_point(found)) == pytest.approx([10])
    second = charts.one_more_point(found, "ends")
    assert x_of(second) == pytest.approx([1000 / 110])
    assert "nothing for 1 of 5\u00a0people" in second.alt
    few = charts.one_more_point(marginal(STRAIGHT, sellers({"r": [50.0, 60]})))
    assert "no role has five people or more" in few.alt


def test_each_person_stands_at_what_is_needed_and_can_be_chosen() -> None:
    """As above: 10 % more for two of three, and the third cannot reach it; its bar is as tall as the figure."""
    found = keep_whole([STRAIGHT, ENDS], sellers({"r": [50.0, 91, 120]}))
    chart = charts.needed_per_rep(found)
    more, out = chart.figure.data
    assert y_of(chart) == pytest.approx([10.0, 10.0], abs=0.02)
    assert y_of(chart, 1) == [20.0]
    reps = found.rows["rep"].tolist()
    assert (list(more.customdata), list(out.customdata)) == (reps[:2], reps[2:])
    assert "out of reach 1 person" in chart.alt.replace("\u00a0", " ")


def test_with_nobody_out_of_reach_the_figure_says_so() -> None:
    chart = charts.needed_per_rep(
        keep_whole([STRAIGHT, STRAIGHT.model_copy(update={"name": "same"})], sellers({"r": [50.0]}))
    )
    assert y_of(chart) == pytest.approx([0.0], abs=0.02)
    assert "out of reach 0 people" in chart.alt.replace("\u00a0", " ")
