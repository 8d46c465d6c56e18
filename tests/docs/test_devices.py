"""The pages on pay curves, gates, caps and pay bases: pictures say what the engine pays, figures what a pencil says."""

from __future__ import annotations

import re

import pytest
from macros import charts, company_limits, curve_answers, curve_examples, devices, pay_bases, plan_cases
from macros.charts import Bar, Line, Scale
from macros.curve_answers import Preset, answers

import compsim
from compsim.errors import InputError
from compsim.population.example.results import GATE_SHARE, NEAR_MISS
from tests.docs.built import Handbook

PLACES = {"comp/pay-curves/": "pay-curves", "comp/gates-and-caps/": "gates-and-caps"}
STOOD = [name for name, each in devices.DEVICES.items() if isinstance(each, devices.Curved) and not each.read_at]


def test_a_sampled_line_is_parted_where_it_leaps_and_keeps_only_its_corners() -> None:
    xs, ys = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5], [0.0, 0.0, 0.0, 5.0, 5.1, 5.2]
    assert charts.pieces_of(xs, ys) == [[(0.0, 0.0), (0.3, 0.0)], [(0.3, 5.0), (0.5, 5.2)]]
    [up, _] = charts.pieces_of([0.0, 0.5, 1.0], [0.0, 0.5, 9.0])  # a line goes on until it leaps
    assert up == [(0.0, 0.0), (1.0, 1.0)]
    assert charts.pieces_of([0.0, 1.0, 2.0], [0.0, 1.0, 3.0]) == [[(0.0, 0.0), (1.0, 1.0), (2.0, 3.0)]]


def test_a_line_is_drawn_to_scale_with_its_leaps() -> None:
    scale = Scale("attainment", "pay", right=2.0, top=2.0)
    drawn = charts.line_chart([Line("Step", [[(0.0, 0.0), (1.0, 0.0)], [(1.0, 1.0), (2.0, 1.0)]])], [], scale, "Told.")
    # 0 stands at 46 and 2 at 380 across; down, 2 at 0 and 0 at 168: 1 is halfway both ways
    assert 'd="M46.0 168.0L213.0 168.0M213.0 84.0L380.0 84.0"' in drawn
    assert 'd="M213.0 168.0L213.0 84.0"' in drawn
    assert "\n" not in drawn


def test_a_bar_below_zero_goes_to_the_left_of_it() -> None:
    drawn = charts.bar_chart([Bar("May", 0.0, -100.0), Bar("June", 300.0, 300.0)], ("free", "paid"), "Paid")
    assert re.findall(r'class="(bar[^"]*)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn) == [
        ("bar bar--back", "0.0", "100.0"),
        ("bar", "100.0", "300.0"),
    ]
    assert "May: free €0, paid −€100; June: paid €300." in drawn


@pytest.mark.parametrize("name", STOOD)
def test_the_dots_of_a_picture_lie_on_its_line(name: str) -> None:
    found = devices.DEVICES[name]
    assert isinstance(found, devices.Curved)
    people = devices.people_of(found)
    paid = devices.paid_at(found.lines[0], found.measure, [x for x, _ in people], found.whole)
    assert paid == pytest.approx([y for _, y in people], abs=1e-9)


def test_a_shut_gate_pays_in_the_picture_what_its_case_says() -> None:
    # 130 %: open 190 %; shut, the line of 2 points a point goes on to 160 %; above target held 100 %; everything 0
    paid = [devices.paid_at(line, "revenue", [1.3])[0] for line in devices.lines_of("gate")]
    assert paid == pytest.approx([1.9, 1.6, 1.0, 0.0])


def test_a_hair_short_costs_all_at_a_gate_half_on_stairs_and_little_on_a_slope() -> None:
    paid = [devices.paid_at(line, "revenue", [0.89])[0] for line in devices.lines_of("levels")]
    assert paid == pytest.approx([0.0, 0.5, 0.95])


def test_every_device_is_on_a_page_with_its_golden_cases(handbook: Handbook) -> None:
    shown = {name for page in PLACES for name in handbook.page(page).ids}
    needed = {plan_cases.case_at(place).anchor for each in devices.DEVICES.values() for place in devices.cases_of(each)}
    assert needed - shown == {"credit-returns-with-take-back"}
    assert "credit-returns-with-take-back" in handbook.page("comp/what-to-pay-on/").ids


def test_an_unknown_device_stops_the_build() -> None:
    with pytest.raises(InputError, match="Did you mean 'steps'"):
        devices.device("step")


def test_the_near_miss_is_the_one_that_was_planted() -> None:
    found = company_limits.near_miss()
    assert (found.short, found.people) == (len(NEAR_MISS), 2 * len(NEAR_MISS))
    assert found.furthest == pytest.approx((GATE_SHARE - min(NEAR_MISS)) / (GATE_SHARE / found.hurdle), abs=1e-6)
    assert found.missing / found.revenue < GATE_SHARE - min(NEAR_MISS)


def test_the_gate_held_as_much_as_it_left_to_those_who_were_short() -> None:
    # it halves their pay, so what it holds back is what they were paid
    paid = company_limits.ways()
    held = paid["No gate"] - next(iter(paid.values()))
    last_year = compsim.evaluate(compsim.example_scenarios()["last_year"], compsim.example_population())
    gate = last_year.money[0, :, :, last_year.components.index("gate")].sum(axis=1)
    assert held == pytest.approx(last_year.total()[0][gate < -1].sum())
    assert held == pytest.approx(-gate.sum())


def test_the_softer_a_gate_is_written_the_less_it_holds() -> None:
    gate, above, levels, slope, free = company_limits.ways().values()
    assert gate < levels < slope < free
    assert gate < above < free


def test_a_cap_on_fewer_than_five_people_shows_no_sum() -> None:
    rows = company_limits.cap_table().splitlines()[2:]
    assert rows[-1] == "| 200\u00a0% | fewer than 5 | not shown | – |"
    assert re.fullmatch(r"\| 120\u00a0% \| \d+ \| €[\d,]+ \| [\d.]+\u00a0% \|", rows[0])


def test_a_figure_that_is_none_stops_the_build() -> None:
    with pytest.raises(InputError, match="no figure 'helt'"):
        company_limits.gate_figure("helt")
    with pytest.raises(InputError, match="no base 'sales'"):
        pay_bases.pay_base("sales")


def test_one_sale_pays_on_each_base_what_the_case_says() -> None:
    assert {name: pay_bases.pay_base(name) for name in pay_bases.NAMES} == {
        "bookings": "€1,680",
        "revenue": "€1,680",
        "margin": "€1,560",
        "cash": "€1,440",
        "mrr": "€1,200",
    }
    assert pay_bases.pay_base("mrr", "taken_back") == "€960"
    assert pay_bases.pay_base("cash", "first") == "2025-Q3"


def test_the_explorer_says_what_a_pocket_calculator_says() -> None:
    said = answers(curve_answers.presets()[0])
    # 12 of 20 points from 80 % to 100 %: 60 % of 20,000; a point is 1/20 of 20,000
    assert said.you == "At 92\u00a0% it pays 60\u00a0% of the target incentive: €12,000. The next point pays €1,000."
    assert said.remarks == ["Below 80\u00a0% nothing is paid.", "From 150\u00a0% on, more pays nothing more."]
    assert said.file == "curve: {points: {80%: 0%, 100%: 100%, 150%: 250%}}"
    assert said.table[6] == ("110\u00a0%", "130\u00a0%", "€26,000", "€600")


def test_the_explorer_tells_leaps_and_falls_in_money() -> None:
    whole = answers(Preset("", "whole", "flat", [("0", "1"), ("100", "1.5")]))
    assert whole.remarks == ["At 100\u00a0% pay leaps by €10,000, from 100\u00a0% to 150\u00a0%."]
    falling = answers(Preset("", "whole", "flat", [("0", "1.2"), ("100", "0.8")]))
    assert falling.remarks == ["At 100\u00a0% pay falls by €8,000, from 120\u00a0% to 80\u00a0%."]
    down = answers(Preset("", "points", "continue", [("0", "0"), ("100", "100"), ("200", "50")]))
    assert down.remarks == ["Between 100\u00a0% and 200\u00a0%, more pays less.", "From 200\u00a0% on, more pays less."]
    twice = answers(Preset("", "points", "flat", [("50", "0"), ("100", "90"), ("100", "110")]))
    assert twice.file == "curve: {points: {50%: 0%, 100%: [90%, 110%]}}"
    assert "At 100\u00a0% pay leaps by €4,000, from 90\u00a0% to 110\u00a0%." in twice.remarks


@pytest.mark.parametrize(
    "rows",
    [
        [("100", "100"), ("80", "50")],
        [("80", "50"), ("80", "60")],
        [("80", "a half")],
        [("-5", "50")],
        [],
    ],
)
def test_rows_that_no_plan_would_take_are_refused(rows: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        answers(Preset("", "steps", "flat", rows))


def test_the_curves_of_both_plans_are_told_as_their_files_have_them() -> None:
    assert "| Below target, one point pays | 5 points | 2.25 points |" in curve_examples.curve_shapes()
    assert "| 98\u00a0% | €18,000 | €19,100 |" in curve_examples.curve_comparison()
