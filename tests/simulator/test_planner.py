"""Planner: every calculator shows the library's figures, refuses in the library's words, and reads what a link says."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from compsim.errors import InputError
from compsim.planning.registry import CALCULATORS, Calculator, calculate
from compsim.present.planning import single_figures, tables_of
from simulator.planner_answers import from_address, given_value, in_address, rows_given
from simulator.text import plain
from tests.simulator.conftest import Open
from tests.simulator.test_app import tables


def shown(app: AppTest) -> list[str]:
    """The figures of the first table, as a reader sees them."""
    return [str(cell).replace("\\", "") for cell in app.table[0].value.iloc[:, 1]]


def in_words(known: Calculator, figures: dict[str, Any]) -> list[str]:
    return list(single_figures(known.title, known.outputs, figures).frame["Figure"])


@pytest.mark.parametrize("known", CALCULATORS, ids=lambda known: known.name)
def test_every_calculator_shows_the_figures_of_its_worked_example(open_page: Open, known: Calculator) -> None:
    app = open_page("planner")
    app.selectbox(key="planner/calculator").set_value(known.name).run()
    assert not app.exception
    figures = calculate(known.name, known.start)
    assert shown(app) == in_words(known, figures)
    for table in tables_of(known.outputs, figures):
        assert str(table.frame.iloc[0, 1]) in tables(app)


def test_another_figure_changes_the_answer_and_the_example_comes_back(open_page: Open) -> None:
    app = open_page("planner")
    before = shown(app)
    field = next(one for one in app.text_input if str(one.key).endswith("/close_rate"))
    field.set_value("1/2").run()
    wanted = calculate("funnel_for_target", {**CALCULATORS[0].start, "close_rate": "1/2"})
    assert shown(app) == in_words(CALCULATORS[0], wanted) != before
    next(button for button in app.button if str(button.key).endswith("/example")).click().run()
    assert shown(app) == before


def test_what_cannot_be_read_is_told_in_the_librarys_words(open_page: Open) -> None:
    app = open_page("planner")
    next(one for one in app.text_input if str(one.key).endswith("/close_rate")).set_value("a third").run()
    assert not app.exception
    with pytest.raises(InputError) as refused:
        calculate("funnel_for_target", {**CALCULATORS[0].start, "close_rate": "a third"})
    assert refused.value.problems[0].says in tables(app)
    assert len(app.table) == 1, "no figure stands beside the message"


def test_a_link_fills_in_the_form(open_page: Open) -> None:
    app = open_page("planner", calc="list_decay", contacts="500", flavour="x")
    assert not app.exception
    assert app.selectbox(key="planner/calculator").value == "list_decay"
    assert next(one for one in app.text_input if str(one.key).endswith("/contacts")).value == "500"
    assert plain("planner.link") in [warning.value for warning in app.warning]
    assert "flavour" in tables(app)


def test_an_unknown_calculator_is_told() -> None:
    name, told = in_address({"calc": "list_decai"})
    assert name == CALCULATORS[0].name
    assert "list_decay" in told[0].fix


def test_fields_of_a_link_and_what_it_says_beyond() -> None:
    known = CALCULATORS[0]
    filled, told = from_address(known, {"calc": known.name, "plan": "x", "weeks": "8", "rep": "R1"})
    assert filled == {"weeks": "8"}
    assert [problem.path for problem in told] == ["rep"]


def test_lists_are_taken_apart_and_empty_rows_left_out() -> None:
    seasons = next(ask for known in CALCULATORS for ask in known.asks if ask.name == "seasons")
    assert given_value(seasons, "20%, 30% ,50%,") == ["20%", "30%", "50%"]
    assert rows_given([{"name": "A", "share": "1"}, {"name": None, "share": float("nan")}]) == [
        {"name": "A", "share": "1"}
    ]
