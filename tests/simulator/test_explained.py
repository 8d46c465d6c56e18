"""The steps of a calculation: grouped by part, escaped, figures as the library wrote them, for whom it is asked."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from compsim.present.explanation import ExplainedLine
from simulator.explained import explained_html, parts_of
from tests.simulator.conftest import Open, go

LINES = [
    ExplainedLine("Rep, Seller, 2025", level=0),
    ExplainedLine("Revenue: 60 % of the target incentive", level=1),
    ExplainedLine("Attainment", "110 %", "110 ÷ 100", level=2),
    ExplainedLine("Paid now", "€660.00", level=2),
    ExplainedLine("Nothing in here", level=1),
    ExplainedLine("Gates", level=1),
    ExplainedLine("<b>Own</b> & more", "1 %", level=2),
]


def test_figures_stand_under_their_part_and_empty_parts_are_left_out() -> None:
    assert [(head, len(figures)) for head, figures in parts_of(LINES)] == [
        ("Revenue: 60 % of the target incentive", 2),
        ("Gates", 1),
    ]


def test_names_are_shown_as_they_are() -> None:
    html = explained_html(LINES)
    assert "&lt;b&gt;Own&lt;/b&gt; &amp; more" in html
    assert "<b>" not in html


def test_only_what_ends_in_pay_is_stressed() -> None:
    html = explained_html(LINES)
    assert html.count('class="paid"') == 1
    assert html.index('class="paid"') < html.index("Paid now") < html.index("Gates")


def test_how_a_figure_comes_about_stands_below_its_name() -> None:
    assert '<th scope="row">Attainment<small>110 ÷ 100</small></th><td>110 %</td>' in explained_html(LINES)


# --- one person, step by step


def steps(app: AppTest) -> str:
    (shown,) = [text for text in (str(html.value) for html in app.get("html")) if "<table" in text]
    return shown


def test_a_person_is_explained_settlement_by_settlement(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    app.selectbox(key="result/rep").set_value("Rep H-01").run()
    assert not app.exception
    first = steps(app)
    assert "Attainment" in first
    assert "Already paid" not in first
    app.get_by_key("result/steps/settlement").set_value("Apr – Jun 2025").run()
    assert "Already paid" in steps(app)


def test_the_steps_of_another_plan_can_be_looked_at(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    app.selectbox(key="result/rep").set_value("Rep H-01").run()
    proposal = steps(app)
    app.get_by_key("result/steps/plan").set_value("last_year").run()
    assert steps(app) != proposal
    assert "Revenue of the team" not in steps(app)


def test_somebody_in_two_roles_has_the_settlements_of_both(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    app.selectbox(key="result/rep").set_value("Rep H-09").run()
    options = list(app.get_by_key("result/steps/settlement").options)
    assert any("Hunters" in option for option in options)
    assert any("Account managers" in option for option in options)


def test_the_person_stays_explained_after_an_edit(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.slider(key="weight/hunter/revenue").set_value(80).run()
    result = go(app, "result")
    result.selectbox(key="result/rep").set_value("Rep H-01").run()
    assert not result.exception
    assert "80 %" in steps(result).replace("\u00a0", " ").replace("\u202f", " ")
