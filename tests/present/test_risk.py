"""Drawn years and stress on screen: every mark is a figure of the result."""

import math

import pytest

import compsim as cs
from compsim.analysis.risk.assumed import Assumed
from compsim.analysis.risk.risk import Risk, risk_of
from compsim.analysis.risk.stress import Stress, stress_of
from compsim.present.charts.risk import change_in_each_case, cost_of_drawn_years
from compsim.present.numbers import number
from compsim.present.risk import case_in_words, cost_of_risk_table, pay_of_risk_table, stress_text


@pytest.fixture(name="drawn", scope="module")
def _drawn() -> Risk:
    return risk_of(list(cs.example_scenarios().values()), cs.example_population(), Assumed(draws=100), budget=1_400_000)


@pytest.fixture(name="cases", scope="module")
def _cases() -> Stress:
    return stress_of(list(cs.example_scenarios().values()), cs.example_population())


def test_dots_lines_and_diamonds_are_the_drawn_years(drawn: Risk) -> None:
    chart = cost_of_drawn_years(drawn, 1_400_000)
    *scenarios, last = chart.figure.data
    for trace, (_, row) in zip(scenarios, drawn.cost.iterrows(), strict=True):
        assert trace.x[0] == row["p50"]
        assert trace.x[0] + trace.error_x.array[0] == pytest.approx(row["p90"])
        assert trace.x[0] - trace.error_x.arrayminus[0] == pytest.approx(row["p10"])
    assert list(last.x) == drawn.cost["last_year"].tolist()
    assert chart.figure.layout.shapes[0].x0 == 1_400_000
    assert "not a forecast" in chart.alt


def test_tables_hold_everybody_and_every_scenario(drawn: Risk) -> None:
    assert len(cost_of_risk_table(drawn).frame) == 2
    assert len(pay_of_risk_table(drawn).frame) == len(drawn.rows)


def test_the_pay_of_each_person_is_money_in_every_column(drawn: Risk) -> None:
    table = pay_of_risk_table(drawn)
    assert list(table.frame)[-4:] == [
        "Last year's results (EUR)",
        "A tenth below (EUR)",
        "Half below (EUR)",
        "A tenth above (EUR)",
    ]
    first = table.text().iloc[0].tolist()
    assert first[-4:] == [number(drawn.rows.iloc[0][name]) for name in ("last_year", "p10", "p50", "p90")]
    assert not any("%" in str(cell) for cell in first)


def test_cases_whose_money_is_one_persons_have_no_bar(cases: Stress) -> None:
    chart = change_in_each_case(cases)
    bars = sum(len(trace.x) for trace in chart.figure.data)
    assert bars == cases.cases["payout"].notna().sum() == 12
    assert "best rep" not in chart.alt
    assert "not told" in stress_text(cases)


def test_a_case_is_told_with_where_and_how_much() -> None:
    south = {"case": "one region down", "about": "South", "size": -0.2}
    assert case_in_words(south).replace("\u00a0", " ") == "one region down (South) −20 %"
    assert case_in_words({"case": "the best rep leaves", "about": "", "size": math.nan}) == "the best rep leaves"
