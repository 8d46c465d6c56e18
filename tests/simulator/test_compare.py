"""Compare: what is held against what, at which cost, and that the page says what the library says."""

from __future__ import annotations

import pytest

import compsim as cs
from compsim.analysis.impact import Impact, winners_and_losers
from compsim.plan.scenario import read_scenario
from compsim.present.numbers import money, signed_money
from simulator import caches, sources, store, widgets
from simulator.state import Current
from simulator.text import plain
from tests.simulator.conftest import Open
from tests.simulator.test_app import said, tables


@pytest.fixture(scope="module")
def against_last_year() -> Impact:
    """The proposal against last year's plan, straight from the library."""
    data = sources.invented_company()
    plans = [widgets.under_title(Current(name, data.plans[name])) for name in ("last_year", "next_year")]
    return winners_and_losers(cs.evaluate(plans, data.population))


def test_the_page_opens_against_what_was_paid(open_page: Open) -> None:
    app = open_page("compare", plan="next_year")
    assert not app.exception
    assert "Against what was paid" in said(app)
    assert plain("compare.changed_paid") in said(app)


def test_another_baseline_gives_the_librarys_figures_and_lists_what_differs(
    open_page: Open, against_last_year: Impact
) -> None:
    app = open_page("compare", plan="next_year")
    app.segmented_control(key="compare/against").set_value("last_year").run()
    assert not app.exception
    total = against_last_year.totals.iloc[0]
    shown = tables(app)
    assert money(total["before"], "EUR") in shown
    assert money(total["after"], "EUR") in shown
    assert signed_money(total["difference"], "EUR") in shown
    assert "Hunters" in shown
    assert "Pay curve" in shown


def test_at_the_same_cost_nothing_is_left_of_the_difference(open_page: Open, against_last_year: Impact) -> None:
    app = open_page("compare", plan="next_year")
    app.segmented_control(key="compare/against").set_value("last_year").run()
    app.toggle(key="compare/same_cost").set_value(True).run()
    assert not app.exception
    before = money(against_last_year.totals["before"].iloc[0], "EUR")
    assert tables(app).count(before) >= 2, "both plans cost the same"
    assert plain("compare.pot") not in [header.value for header in app.header]


def test_two_plans_stand_beside_what_was_paid(open_page: Open) -> None:
    app = open_page("compare", plan="next_year")
    app.pills[0].set_value(["next_year", "last_year"]).run()
    assert not app.exception
    side = app.table[0].value
    assert len(side.columns) == 4, "figures, what was paid, and two plans"
    app.segmented_control(key="compare/look_at").set_value(str(side.columns[3])).run()
    assert not app.exception


def test_no_plan_is_said_and_not_a_fault(open_page: Open) -> None:
    app = open_page("compare", plan="next_year")
    app.pills[0].set_value([]).run()
    assert not app.exception
    assert plain("compare.no_plan") in said(app)


def test_a_saved_scenario_can_be_held_against_the_plan(open_page: Open) -> None:
    yaml = sources.invented_company().plans["last_year"].model_copy(update={"title": "As it was"}).to_yaml()
    store.save_version(caches.plan_store(), store.Draft("Kept for later", yaml, "As it was"))
    app = open_page("compare", plan="next_year")
    kept = next(option for option in app.segmented_control(key="compare/against").options if "Kept" in option)
    assert kept == "Kept for later"
    app.segmented_control(key="compare/against").set_value(store.content_id(yaml)).run()
    assert not app.exception
    assert "Against Kept for later" in said(app)


def test_a_plan_is_made_that_costs_the_same_and_becomes_the_plan_on_the_table(open_page: Open) -> None:
    app = open_page("compare", plan="next_year")
    app.button(key="compare/make").click().run()
    assert not app.exception
    made = app.query_params["plan"]
    assert store.is_content_id(made)
    assert "to the cent" in said(app)
    people = caches.invented_company().population
    plan = read_scenario(store.find(caches.plan_store(), made).yaml)  # type: ignore[union-attr]
    paid = winners_and_losers(cs.evaluate(plan, people), against_paid=True).totals.iloc[0]
    assert paid["difference"] == pytest.approx(0.0, abs=0.005)
    assert money(0.0, "EUR") in tables(app), "the page says that nothing is left of the difference"
    assert "to the cent" not in said(app.run()), "it is told once"


def test_what_cannot_cost_the_same_says_why_and_the_plan_stays(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = caches.invented_company()
    bare = company.plans["next_year"].reform(
        "bare", {f"{role}.caps.payout": "1%" for role in company.plans["next_year"].plans}
    )
    data = sources.Data("company", company.population, {"next_year": bare})
    monkeypatch.setattr(caches, "invented_company", lambda: data)
    app = open_page("compare", plan="next_year")
    app.button(key="compare/make").click().run()
    assert not app.exception
    assert "caps do not let it cost so much" in tables(app)
    assert app.query_params["plan"] == "next_year"
