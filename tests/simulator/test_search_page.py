"""Search: levers from the page, limits that hold, a plan adopted; and that it is the library's own search."""

from __future__ import annotations

from compsim.analysis.search.limits import Limits
from compsim.analysis.search.search import search_plans
from compsim.plan.lever_ranges import weight_lever
from compsim.present.searches import search_in_words
from simulator import sources
from simulator.text import plain
from tests.simulator.conftest import Open
from tests.simulator.test_app import said


def test_the_page_opens_and_counts_what_there_is_to_try(open_page: Open) -> None:
    app = open_page("search", plan="next_year")
    assert not app.exception
    assert "85 versions" in said(app)


def test_a_search_says_what_the_library_says_and_its_plan_can_be_used(open_page: Open) -> None:
    app = open_page("search", plan="next_year")
    app.number_input(key="search/budget").set_value(1_430_000.0).run()
    app.button(key="search/go").click().run()
    assert not app.exception
    data = sources.invented_company()
    scenario = data.plans["next_year"]
    found = search_plans(
        scenario, [weight_lever(scenario, "hunter", 0.1, 0.1, 0.7)], data.population, limits=Limits(budget=1_430_000.0)
    )
    assert search_in_words(found) in said(app)
    best = int(found.ranked["plan"].iloc[0])
    assert app.selectbox(key="search/plan").value == best
    app.button(key="search/adopt").click().run()
    assert not app.exception
    assert app.query_params["plan"] != ["next_year"]
    assert f"version {best}" in said(app).replace(",", "")


def test_a_curve_and_the_cap_multiply_what_there_is_to_try(open_page: Open) -> None:
    app = open_page("search", plan="next_year")
    app.pills(key="search/curves/hunter").set_value(["revenue"]).run()
    app.toggle(key="search/cap").set_value(True).run()
    assert not app.exception
    assert "8,500 versions" in said(app), "85 sets of weights, 25 curves, four caps"


def test_what_no_plan_keeps_is_told(open_page: Open) -> None:
    app = open_page("search", plan="next_year")
    app.number_input(key="search/budget").set_value(1.0).run()
    app.button(key="search/go").click().run()
    assert not app.exception
    assert plain("search.nothing_within") in said(app)


def test_nothing_to_move_is_told_and_a_changed_choice_makes_a_search_old(open_page: Open) -> None:
    app = open_page("search", plan="next_year")
    app.button(key="search/go").click().run()
    app.toggle(key="search/weights").set_value(False).run()
    assert not app.exception
    assert plain("search.none") in said(app)
    assert plain("search.stale") in said(app)
