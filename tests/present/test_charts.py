"""Figures: they show the numbers of the result, say them in words, and take names from the data as text only."""

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

from compsim.analysis.attainment import attainment_of
from compsim.analysis.attainment_spread import attainment_spread
from compsim.analysis.cost import total_cost
from compsim.analysis.fairness.fairness import Fairness, fairness_of
from compsim.analysis.fairness.look import Look
from compsim.analysis.impact import winners_and_losers
from compsim.analysis.keep_whole import KeepWhole, keep_whole
from compsim.analysis.marginal import Marginal, marginal
from compsim.analysis.norms import SHARE_AT_TARGET_BANDS
from compsim.analysis.pot import pot_and_distribution
from compsim.analysis.risk.assumed import Assumed
from compsim.analysis.risk.risk import Risk, risk_of
from compsim.analysis.risk.stress import Stress, stress_of
from compsim.analysis.search.search import Search, search_plans
from compsim.analysis.simplicity import simplicity_of
from compsim.analysis.slide import Slide, slide
from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.errors import PlanError
from compsim.invented import example_scenarios
from compsim.plan.curve import PayCurve
from compsim.plan.levers import Lever
from compsim.population.example.company import example_population
from compsim.present import charts
from compsim.present.charts.curve import corners
from tests.analysis.hand_made import payouts, people
from tests.analysis.really import LINEAR, plan, sellers

EVIL = "<script>alert(1)</script>&%{x}"
CURVE = PayCurve(
    (0.8, 1.0, 1.2), (0.5, 1.0, 2.0), (2.5, 2.0, 0.0)
)  # jumps to 50 % at 80 % and from 140 to 200 % at 120 %
BEFORE = [100.0, 100.0, 100.0, 100.0, 0.0, 100.0]
AFTER = [120.0, 103.0, 100.0, 90.0, 50.0, 100.0]
REACHED = [1.2, 1.0, 0.99, 0.7, 0.5, 2.6]


def company(rep: str = "R", team: str = "2025-01", component: str = "new_customers") -> Payouts:
    population = people([f"{rep}{i}" for i in range(6)], ["2025-01"], team=team, currency="EUR")
    attainment = np.array([REACHED, REACHED])[:, :, None]
    return payouts([BEFORE, AFTER], population, components=[component], attainment=attainment)


STRAIGHT = plan("straight", {"r": f"weight: 100%, {LINEAR}"})
LESS = plan("less", {"r": "weight: 100%, curve: {points: {0%: 0%, 110%: 100%}}"})
SELLERS = sellers({"r": [50.0, 80, 91, 100, 120, 140]})


@cache
def years() -> Slide:
    return slide([STRAIGHT, LESS], SELLERS, [-0.1, 0.0, 0.1])


@cache
def kept() -> KeepWhole:
    return keep_whole([STRAIGHT, LESS], SELLERS)


@cache
def searched() -> Search:
    levers = [Lever("seller.caps.payout", ("100%", "120%", None))]
    return search_plans(STRAIGHT, levers, SELLERS, baseline=STRAIGHT)


@cache
def looked_at() -> tuple[Fairness, Risk, Stress, Marginal]:
    """The invented company, looked at for fairness, next year, one thing otherwise, and one more point."""
    people_there, plans = example_population(), list(example_scenarios().values())
    look = Look(groups=("region",), resamples=199, permutations=199)
    return (
        fairness_of(evaluate(plans, people_there), look),
        risk_of(plans, people_there, Assumed(draws=100)),
        stress_of(plans, people_there),
        marginal(plans, people_there),
    )


def every_chart(paid: Payouts, *, dark: bool = False) -> dict[str, charts.Chart]:
    cost, attainment, impact = total_cost(paid), attainment_of(paid), winners_and_losers(paid)
    fairness, risk, stress, points = looked_at()
    return {
        "pay_curve": charts.pay_curve(CURVE, attainment=np.array(REACHED), dark=dark),
        "cost_by_component": charts.cost_by_component(cost, dark=dark),
        "cost_by_period": charts.cost_by_period(cost, dark=dark),
        "pay_by_team": charts.pay_by_team(cost, dark=dark),
        "attainment_distribution": charts.attainment_distribution(attainment, dark=dark),
        "share_at_target_bands": charts.share_at_target_bands(0.74, dark=dark),
        "pay_against_attainment": charts.pay_against_attainment(attainment, "new", dark=dark),
        "winners_and_losers": charts.winners_and_losers(impact, dark=dark),
        "change_per_rep": charts.change_per_rep(impact, dark=dark),
        "pot_by_group": charts.pot_by_group(pot_and_distribution(impact, "team"), dark=dark),
        "weights_in_plan_and_pay": charts.weights_in_plan_and_pay(simplicity_of(paid), "new", dark=dark),
        "excellence_histogram": charts.excellence_histogram(attainment_spread(paid), dark=dark),
        "better_and_worse_years": charts.better_and_worse_years(years(), 900.0, dark=dark),
        "results_needed": charts.results_needed(kept(), dark=dark),
        "needed_per_rep": charts.needed_per_rep(kept(), dark=dark),
        "plans_and_front": charts.plans_and_front(searched(), "cost", "largest_loss", "EUR", dark=dark),
        "gaps_with_intervals": charts.gaps_with_intervals(fairness, dark=dark),
        "opportunity_with_intervals": charts.opportunity_with_intervals(fairness, dark=dark),
        "cost_of_drawn_years": charts.cost_of_drawn_years(risk, dark=dark),
        "change_in_each_case": charts.change_in_each_case(stress, dark=dark),
        "one_more_point": charts.one_more_point(points, dark=dark),
    }


def numbers_of(values: object) -> list[float]:
    return [float(value) for value in np.asarray(values)]


def test_every_public_figure_is_drawn_here() -> None:
    drawn = {name for name in charts.__all__ if name not in ("Chart", "config")}
    assert set(every_chart(company())) == drawn


@pytest.mark.parametrize("dark", [False, True])
def test_every_figure_says_its_numbers_and_keeps_its_place(dark: bool) -> None:
    for name, chart in every_chart(company(), dark=dark).items():
        assert re.search(r"\d", chart.alt), name
        assert "nan" not in chart.alt.lower(), name
        assert chart.figure.layout.uirevision, name
        assert chart.figure.layout.title.text, name
        assert len(chart.figure.layout.title.text) <= 42, name  # fits a phone


def shown_texts(chart: charts.Chart) -> list[str]:
    """Everything that Plotly would read as its markup: hover texts, names, tick labels, notes, titles."""
    layout, traces = chart.figure.layout, chart.figure.data
    texts = [text for trace in traces for text in (trace.hovertext if trace.hovertext is not None else ())]
    ticks = [text for axis in (layout.xaxis, layout.yaxis) for text in (axis.ticktext or ())]
    notes = [note.text for note in layout.annotations]
    return [
        *texts,
        *ticks,
        *notes,
        *(trace.name or "" for trace in traces),
        layout.title.text,
        layout.title.subtitle.text,
    ]


def test_names_from_the_data_are_text_and_never_markup() -> None:
    drawn = every_chart(company(rep=EVIL, team=EVIL, component=EVIL))
    for name, chart in drawn.items():
        assert [text for text in shown_texts(chart) if "<script" in text or "& " in text] == [], name
        assert "hovertemplate" not in chart.figure.to_json(), name  # where %{x} would be filled in
        assert "alert(1)</script>" not in chart.html("chart"), name
    assert any("&lt;script&gt;" in text for text in shown_texts(drawn["pay_against_attainment"]))


def test_a_page_with_a_figure_loads_and_sends_nothing() -> None:
    page = every_chart(company())["cost_by_component"].html("cost")
    assert "http" not in page
    assert 'role="figure" aria-label="Payout by component.' in page
    assert '"showSendToCloud": false' in page
    assert "sendChartToCloud" in page.split("modeBarButtonsToRemove")[1]


def test_a_jump_is_two_points_above_each_other() -> None:
    x, y = corners(CURVE, 1.5)
    assert x.tolist() == [0.0, 0.8, 0.8, 1.0, 1.0, 1.2, 1.2, 1.5]
    assert y.tolist() == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0, 1.4, 2.0, 2.0])


def test_the_pay_curve_is_told_at_its_kinks() -> None:
    told = charts.pay_curve(CURVE).alt.replace("\u00a0", " ")
    assert told == (
        "Pay curve: below 80 % it pays nothing; at 80 % it pays 50 % of target incentive; at 100 % it pays 100 % of "
        "target incentive; at 120 % it pays 200 % of target incentive; above that it stays there."
    )


def test_the_pay_curve_can_be_in_money() -> None:
    chart = charts.pay_curve(CURVE, incentive=20_000, currency="EUR")
    assert "€40,000 (200" in chart.alt
    assert max(numbers_of(chart.figure.data[0].y)) == 40_000
    assert chart.figure.layout.yaxis.title.text == "Pay (€)"


def test_the_money_of_a_curve_can_stand_on_an_axis_of_its_own() -> None:
    """By hand: 200 % of 20,000 are 40,000, so both axes end at the same height of the figure."""
    chart = charts.pay_curve(CURVE, at_target=20_000, currency="EUR")
    left, right = chart.figure.layout.yaxis, chart.figure.layout.yaxis3
    assert max(numbers_of(chart.figure.data[-1].y)) == 200
    assert right.range[1] / left.range[1] * 200 == pytest.approx(40_000)
    assert (right.side, right.title.text) == ("right", "Pay a year (€)")
    assert "at 120 % it pays 200 % of target incentive (€40,000)" in chart.alt.replace("\u00a0", " ")


def test_a_commission_curve_without_kinks_is_shown_until_it_has_paid_something() -> None:
    chart = charts.pay_curve(PayCurve((0.0,), (0.0,), (0.02,)), reads="value", currency="EUR")
    assert max(numbers_of(chart.figure.data[0].x)) == 500_000
    assert max(numbers_of(chart.figure.data[0].y)) == 10_000


def test_people_stand_behind_the_curve_in_bars_of_ten_points() -> None:
    bars = charts.pay_curve(CURVE, attainment=np.array([0.95, 0.999, 1.0, 1.05, np.nan])).figure.data[0]
    filled = {round(x): y for x, y in zip(numbers_of(bars.x), numbers_of(bars.y), strict=True) if y}
    assert filled == {95: 2, 105: 2}


def test_the_distribution_counts_exactly_100_percent_as_at_target() -> None:
    chart = charts.attainment_distribution(attainment_of(company()))
    bars = chart.figure.data[0]
    filled = {round(x) - 5: y for x, y in zip(numbers_of(bars.x), numbers_of(bars.y), strict=True) if y}
    assert filled == {50: 1, 70: 1, 90: 1, 100: 1, 120: 1, 200: 1}
    assert "3 of 6 (50\u00a0%) at target or above" in chart.alt
    assert "last bar: 200" in chart.figure.layout.title.subtitle.text


def test_bars_carry_the_figures_of_the_result() -> None:
    cost = total_cost(company())
    bars = charts.cost_by_component(cost).figure
    assert [trace.name for trace in bars.data] == ["old", "new"]
    assert [numbers_of(trace.x) for trace in bars.data] == [[500.0], [563.0]]
    assert bars.layout.yaxis.ticktext == ("new customers",)
    ratios = charts.pay_by_team(cost).figure
    assert [numbers_of(trace.x) for trace in ratios.data] == [[pytest.approx(500 / 6)], [pytest.approx(563 / 6)]]
    assert ratios.layout.yaxis.ticktext == ("2025-01",)  # a name, not a date


def test_bands_of_change_count_people_from_gain_to_loss() -> None:
    chart = charts.winners_and_losers(winners_and_losers(company()))
    assert numbers_of(chart.figure.data[0].x) == [1, 1, 2, 0, 1, 1]
    told = chart.alt.replace("\u00a0", " ")
    assert "above 5 %: 1 person (17 %), together +€20" in told
    assert "nothing before: 1 person (17 %), together +€50" in told


def test_everybody_stands_in_a_row_sorted_by_change_and_can_be_picked() -> None:
    figure = charts.change_per_rep(winners_and_losers(company())).figure
    shown = sorted(
        (x, rep, y)
        for trace in figure.data
        for x, rep, y in zip(numbers_of(trace.x), trace.customdata, numbers_of(trace.y), strict=True)
    )
    assert [(rep, y) for _, rep, y in shown] == [
        ("R3", -10.0),
        ("R2", 0.0),
        ("R5", 0.0),
        ("R1", 3.0),
        ("R0", 20.0),
        ("R4", 50.0),
    ]


def test_pay_against_attainment_tells_who_lies_off_the_corner() -> None:
    chart = charts.pay_against_attainment(attainment_of(company()), "new")
    assert list(chart.figure.data[0].customdata) == [f"R{i}" for i in range(6)]
    # the incentive is 100: R0, R1 and R5 are at target and paid it, R2 is below and paid it, R3 and R4 below both
    assert "3 are at target and paid their target incentive or more, 2 are below both" in chart.alt
    assert "1 are below target and paid" in chart.alt


def test_each_published_band_has_its_place_and_its_kind() -> None:
    figure = charts.share_at_target_bands(0.74).figure
    assert [trace.name for trace in figure.data] == ["Advice", "Survey"]
    assert [numbers_of(trace.y) for trace in figure.data] == [[0, 1, 2], [3]]
    assert len(figure.layout.annotations) == len(SHARE_AT_TARGET_BANDS)
    assert figure.layout.shapes[0].x0 == 74.0


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (lambda paid: charts.cost_by_component(total_cost(paid)), "nobody is on a plan"),
        (lambda paid: charts.pay_by_team(total_cost(paid)), "no team has five people or more"),
        (lambda paid: charts.attainment_distribution(attainment_of(paid)), "no plan has objectives"),
        (lambda paid: charts.pay_against_attainment(attainment_of(paid)), "no plan has objectives"),
        (lambda paid: charts.winners_and_losers(winners_and_losers(paid)), "nobody can be compared"),
        (lambda paid: charts.change_per_rep(winners_and_losers(paid)), "nobody can be compared"),
        (lambda _: charts.share_at_target_bands(float("nan")), "nobody could be counted"),
    ],
)
def test_where_there_is_nothing_to_show_the_figure_says_why(draw: Callable[[Payouts], charts.Chart], says: str) -> None:
    nobody = payouts([[0.0], [0.0]], people(["Ann"]), weight=np.zeros((2, 1, 1)), on_plan=np.zeros((2, 1), dtype=bool))
    chart = draw(nobody)
    assert says in chart.alt
    assert says in chart.figure.layout.annotations[0].text


def test_withheld_teams_are_named_by_number_only() -> None:
    paid = company()
    paid.population.roster["team"] = pd.Series(["North"] * 5 + ["Solo"])
    chart = charts.pay_by_team(total_cost(paid))
    assert "no team has five people" in chart.alt  # North is withheld too, the total would give Solo away
    assert "Solo" not in chart.figure.to_json() + chart.alt


def test_a_pointer_finds_the_pay_at_every_point_of_attainment() -> None:
    line = charts.pay_curve(CURVE, incentive=1000.0).figure.data[0]
    found = dict(zip((round(x, 6) for x in numbers_of(line.x)), line.hovertext, strict=True))
    assert found[90.0] == "at 90\u00a0%: 750 (75\u00a0% of target incentive)"
    assert found[79.0] == "at 79\u00a0%: 0 (0\u00a0% of target incentive)"
    assert [y for x, y in zip(numbers_of(line.x), numbers_of(line.y), strict=True) if x == 120.0] == [1400.0, 2000.0]


def test_a_scenario_without_anybody_on_a_plan_is_empty_and_an_unknown_one_is_a_mistake() -> None:
    on_plan = np.array([[True], [False]])
    attainment = attainment_of(payouts([[100.0], [0.0]], people(["Ann"]), on_plan=on_plan))
    assert "no plan has objectives" in charts.attainment_distribution(attainment, "new").alt
    with pytest.raises(PlanError, match="no scenario 'nwe'"):
        charts.pay_against_attainment(attainment, "nwe")
    with pytest.raises(PlanError, match="no scenario 'old'"):  # the baseline is not compared with itself
        charts.change_per_rep(winners_and_losers(company()), "old")
