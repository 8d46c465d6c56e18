"""Mixes as people see them: the picture of a room, the tables to take home, and what a spreadsheet must not run."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from compsim.analysis.mixes import MixPay
from compsim.present.charts.mixes import spread_of_answers
from compsim.present.mixes import (
    Answers,
    PaidMix,
    answers_csv,
    answers_workbook,
    mix_pay_in_words,
    paid_mixes_table,
    rounds_table,
)
from compsim.present.numbers import SPACE

TITLES = {"margin": "Margin", "team": "Revenue of the team"}
PAY = MixPay(
    people=26,
    payout=1200.0,
    difference=-300.0,
    change=-0.2,
    share_at_target=0.5,
    gain=10.0,
    loss=-60.0,
    raised=1,
    lowered=25,
)
FIRST = Answers(
    1, "=1+1", {2: {"margin": 0.6, "team": 0.4}, 7: {"margin": 0.3, "team": 0.7}}, {"margin": 0.45, "team": 0.55}, PAY
)
EMPTY = Answers(2, "", {}, None, None)


def of(*percents: int) -> dict[str, float]:
    return {name: percent / 100 for name, percent in zip(TITLES, percents, strict=True)}


def trace(figure: Any, name: str) -> Any:
    return next(one for one in figure.data if one.name == name)


def test_answers_that_lie_on_each_other_are_one_dot_that_says_how_many() -> None:
    """60/40 twice and 30/70 once: two dots in each line, one of them for two people."""
    dots = trace(
        spread_of_answers([of(60, 40), of(30, 70), of(60, 40)], TITLES).figure, "Answers, with the number of people"
    )
    assert sorted(zip(dots.y, dots.x, dots.text, strict=True)) == [(0, 30, ""), (0, 60, "2"), (1, 40, "2"), (1, 70, "")]
    size = dict(zip(zip(dots.y, dots.x, strict=True), dots.marker.size, strict=True))
    assert size[0, 60] > size[0, 30]


def test_the_median_the_middle_half_and_the_plan_stand_where_they_belong() -> None:
    """Margin 10, 20, 40, 60, 90: median 40, a quarter below 20 and above 60."""
    mixes = [of(10, 90), of(20, 80), of(40, 60), of(60, 40), of(90, 10)]
    figure = spread_of_answers(mixes, TITLES, present={"margin": 0.5, "wins": 0.5}).figure
    assert list(trace(figure, "Median").x) == [40, 60]
    assert list(trace(figure, "Middle half").x[:2]) == pytest.approx([20, 60])
    plan = trace(figure, "The plan as it is")
    assert (list(plan.x), list(plan.y)) == ([50], [0])


def test_a_line_names_its_median_and_what_that_makes_in_the_mix() -> None:
    """Medians 20 and 20 of 40: both weigh 50 % in the mix; half a step is written out."""
    three = {**TITLES, "wins": "Wins"}
    mixes = [dict(zip(three, weights, strict=True)) for weights in ((0.2, 0.2, 0.6), (0.8, 0.2, 0.0), (0.2, 0.8, 0.0))]
    rows = spread_of_answers(mixes, three).figure.layout.yaxis.ticktext
    assert rows[0] == f"Margin<br><b>median 20{SPACE}%</b>, in the mix 50{SPACE}%"
    assert rows[2] == f"Wins<br><b>median 0{SPACE}%</b>, in the mix 0{SPACE}%"
    half = spread_of_answers([of(40, 60), of(45, 55)], TITLES).figure.layout.yaxis.ticktext
    assert "median 42.5" in half[0]


def test_before_the_first_answer_the_frame_stands_and_says_so() -> None:
    chart = spread_of_answers([], TITLES)
    assert list(chart.figure.layout.yaxis.ticktext) == ["Margin<br>–", "Revenue of the team<br>–"]
    assert "nobody has answered yet" in chart.alt


def test_the_words_of_the_picture_have_median_and_range() -> None:
    alt = spread_of_answers([of(10, 90), of(40, 60), of(90, 10)], TITLES).alt
    assert f"3{SPACE}people answered" in alt
    assert f"Margin 10–90{SPACE}%" in alt
    assert f"Median mix Margin 40{SPACE}%" in alt


def test_what_a_mix_pays_in_one_sentence() -> None:
    words = mix_pay_in_words(PAY, "EUR").replace(SPACE, " ")
    assert words == "€1,200 for 26 people (−€300, −20.0 %); 1 person is paid more, 25 people less."


def test_mixes_side_by_side() -> None:
    shown = paid_mixes_table("Mixes", [PaidMix("Round 1", of(45, 55), PAY)], TITLES, "EUR").text().iloc[0].tolist()
    assert [str(cell).replace(SPACE, " ") for cell in shown] == [
        "Round 1",
        "Margin 45 %, Revenue of the team 55 %",
        "1,200",
        "−300",
        "50.0 %",
        "+10",
        "−60",
    ]


def test_the_csv_has_every_answer_and_the_median_and_no_formula() -> None:
    read = pd.read_csv(io.StringIO(answers_csv([FIRST, EMPTY], TITLES)), dtype={"Phone": str})
    assert read["Phone"].tolist() == ["2", "7", "Median"]
    assert read["Margin (%)"].tolist() == [60, 30, 45]
    assert read["Revenue of the team (%)"].tolist() == [40, 70, 55]
    assert set(read["Name"]) == {"'=1+1"}


def test_a_room_without_an_answer_is_a_file_with_headings() -> None:
    assert answers_csv([EMPTY], TITLES).strip() == "Round,Name,Phone,Margin (%),Revenue of the team (%)"
    assert rounds_table([EMPTY], TITLES, "EUR").frame["Answers"].tolist() == [0]


def test_the_workbook_has_rounds_answers_and_what_they_are_about() -> None:
    book = openpyxl.load_workbook(io.BytesIO(answers_workbook([FIRST, EMPTY], TITLES, "EUR", [("Room", "=cmd")])))
    assert book.sheetnames == ["Rounds", "Answers", "About"]
    rounds = [list(row) for row in book["Rounds"].iter_rows(min_row=2, values_only=True)]
    assert rounds[0] == [1, "'=1+1", 2, 45, 55, 1200, -300, 0.5, 10, -60]
    assert rounds[1][:3] == [2, None, 0] or rounds[1][:3] == [2, "", 0]
    assert rounds[1][3:] == [None] * 7
    assert [cell.value for cell in book["About"][2]] == ["Room", "'=cmd"]
