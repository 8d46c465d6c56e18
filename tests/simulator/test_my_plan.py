"""My plan: nobody's figures before a person is chosen, pay that follows the sliders, and the library's own numbers."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import compsim as cs
from compsim.analysis.own_kinks import next_points
from compsim.analysis.own_pay import Own, as_it_was, at_target, own_of, own_rows, pay_at
from compsim.plan.scenario import Scenario
from compsim.present.numbers import money
from compsim.present.own_pay import next_in_words, own_in_words
from simulator import caches, sources, widgets
from simulator.state import Current
from simulator.text import plain, safe
from tests.project_files import ROOT
from tests.simulator.conftest import Open
from tests.simulator.test_app import said, tables

PERSON = "my_plan/person"


@cache
def own_in(plan: str, rep: str) -> Own:
    """Somebody's line of the invented company, straight from the library."""
    data = sources.invented_company()
    scenario = widgets.under_title(Current(plan, data.plans[plan]))
    row = next(row for row, (who, _) in own_rows(scenario, data.population).items() if who == rep)
    return own_of(scenario, data.population, row)


def choose(open_page: Open, rep: str = "Rep H-02") -> AppTest:
    """The page with a person chosen."""
    app = open_page("my_plan", plan="next_year")
    app.selectbox(key=PERSON).set_value(own_in("next_year", rep).row).run()
    assert not app.exception
    return app


def pays(app: AppTest) -> list[str]:
    """What the three what-ifs pay."""
    return [metric.value for metric in app.metric]


def test_nobodys_figures_stand_there_until_somebody_is_chosen(open_page: Open) -> None:
    app = open_page("my_plan", plan="next_year")
    assert not app.exception
    assert app.selectbox(key=PERSON).value is None
    assert len(app.selectbox(key=PERSON).options) == len(own_rows(*example("next_year")))
    assert "€" not in said(app)
    assert len(app.table) == len(app.metric) == len(app.slider) == 0


def example(plan: str) -> tuple[Scenario, cs.Population]:
    data = sources.invented_company()
    return data.plans[plan], data.population


def test_the_page_begins_with_what_the_engine_pays(open_page: Open) -> None:
    app, own = choose(open_page), own_in("next_year", "Rep H-02")
    paid = cs.evaluate(*example("next_year")).per_rep()["next_year"]["Rep H-02"]
    assert money(float(paid), "EUR", decimals=2) in said(app)
    assert safe(own_in_words(own, own.as_was)) in said(app)
    assert money(own.as_was.total, "EUR", decimals=2) in tables(app)
    assert [slider.value for slider in app.slider] == [round(lever.attainment * 100) for lever in own.moving]


def test_a_moved_slider_pays_what_the_library_pays_there_and_back_again_what_it_was(open_page: Open) -> None:
    app, own = choose(open_page), own_in("next_year", "Rep H-02")
    before = said(app)
    at = {**as_it_was(own), "revenue": 0.95}
    app.slider[0].set_value(95).run()
    assert not app.exception
    moved = pay_at(own, at)
    assert moved.total != pytest.approx(own.as_was.total)
    assert safe(own_in_words(own, moved)) in said(app)
    for line in next_in_words(own, next_points(own, at), at):
        assert safe(line) in said(app)
    app.button(key=f"my_plan/next_year/{own.row}/reset").click().run()
    assert said(app) == before


def test_the_three_what_ifs_stand_side_by_side_and_each_can_be_changed(open_page: Open) -> None:
    app, own = choose(open_page), own_in("next_year", "Rep H-02")
    expected = [pay_at(own, at).total for at in (at_target(own), as_it_was(own), as_it_was(own, 0.1))]
    assert pays(app) == [money(total, "EUR", decimals=2) for total in expected]
    app.number_input(key=f"my_plan/next_year/{own.row}/target/revenue").set_value(120.0).run()
    changed = pay_at(own, {**at_target(own), "revenue": 1.2}).total
    assert pays(app) == [money(total, "EUR", decimals=2) for total in (changed, *expected[1:])]


def test_another_person_brings_nothing_of_the_first(open_page: Open) -> None:
    app = choose(open_page)
    app.slider[0].set_value(60).run()
    other = own_in("next_year", "Rep A-01")
    app.selectbox(key=PERSON).set_value(other.row).run()
    assert not app.exception
    assert "Rep H-02" not in said(app)
    assert safe(own_in_words(other, other.as_was)) in said(app)
    assert [slider.value for slider in app.slider] == [round(lever.attainment * 100) for lever in other.moving]


def test_the_choice_survives_a_look_at_another_page_and_goes_when_it_is_cleared(open_page: Open) -> None:
    app = choose(open_page)
    app.slider[0].set_value(60).run()
    seen = said(app)
    app.switch_page("app_pages/planner.py").run()
    app.switch_page("app_pages/my_plan.py")
    app.query_params["plan"] = "next_year"
    app.run()
    assert said(app) == seen
    app.selectbox(key=PERSON).set_value(None).run()
    assert "€" not in said(app)


def with_people(monkeypatch: pytest.MonkeyPatch, scenario: Scenario, people: cs.Population) -> None:
    data = sources.Data("company", people, {scenario.name: scenario})
    monkeypatch.setattr(caches, "invented_company", lambda: data)


def labels(app: AppTest) -> list[str]:
    """What can be taken along."""
    return [button.proto.label for button in app.get("download_button")]


def test_letters_to_all_are_written_when_asked_for_and_anew_when_their_words_change(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_people(monkeypatch, example("next_year")[0], cs.example_population(30))
    app = open_page("my_plan", plan="next_year")
    assert labels(app) == [plain("own.all_summaries")]
    app.button(key="my_plan/prepare").click().run()
    assert not app.exception
    assert labels(app) == [plain("own.all_summaries"), plain("own.all_letters")]
    app.text_input(key="my_plan/all/valid_from").set_value("1 January").run()
    assert labels(app) == [plain("own.all_summaries")]


def test_where_nothing_can_be_moved_the_page_says_why_and_what_targets_pay(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody new: targets, and no result at all."""
    scenario, people = example("next_year")
    own = own_in("next_year", "Rep H-02")
    results = {name: values.copy() for name, values in people.results.items()}
    for values in results.values():
        values[own.row] = 0.0
    with_people(monkeypatch, scenario, dataclasses.replace(people, results=results))
    app = open_page("my_plan", plan="next_year")
    app.selectbox(key=PERSON).set_value(own.row).run()
    assert not app.exception
    assert "there is no result or no target to start from" in said(app)
    assert money(own.incentive, "EUR", decimals=2) in tables(app), "everything at target pays the incentive"


def test_results_far_outside_what_is_usual_have_sliders_and_fields_that_hold_them(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Returns larger than sales on one objective, fifteen times the target on another."""
    scenario, people = example("next_year")
    own = own_in("next_year", "Rep H-02")
    results = {name: values.copy() for name, values in people.results.items()}
    results["first_meetings"][own.row] *= -0.5
    results["new_customers"][own.row] *= 15
    with_people(monkeypatch, scenario, dataclasses.replace(people, results=results))
    app = open_page("my_plan", plan="next_year")
    app.selectbox(key=PERSON).set_value(own.row).run()
    assert not app.exception
    reached = {lever.name: lever.attainment for lever in own.moving}
    values = {str(slider.key).rpartition("/")[2]: slider.value for slider in app.slider}
    assert values["first_meetings"] == round(reached["first_meetings"] * -50)
    assert values["new_customers"] == round(reached["new_customers"] * 1500)


def test_a_name_that_a_pdf_cannot_show_is_told_and_word_takes_it(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario, people = example("next_year")
    roster = people.roster.copy()
    row = own_in("next_year", "Rep H-02").row
    roster.loc[row, "rep"] = "王芳 *a*"
    with_people(monkeypatch, scenario, dataclasses.replace(people, roster=roster))
    app = open_page("my_plan", plan="next_year")
    app.selectbox(key=PERSON).set_value(row).run()
    assert "cannot show: 王 芳" in tables(app)
    assert plain("own.letter") not in labels(app)
    assert "王芳 \\*a\\*" in said(app), "a name is no Markdown"
    app.segmented_control(key="my_plan/one/format").set_value("docx").run()
    assert plain("own.letter") in labels(app)


def test_a_plan_for_nobody_here_is_said_and_not_a_fault(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, people = example("next_year")
    roster = people.roster.copy()
    roster["role"] = "driver"
    with_people(monkeypatch, scenario, dataclasses.replace(people, roster=roster))
    app = open_page("my_plan", plan="next_year")
    assert not app.exception
    assert plain("own.nobody") in said(app)


def test_a_plan_that_says_nearly_everything_has_its_page(rich: Scenario, open_page: Open) -> None:
    """Blended, gates, factors, a pool, a draw: every role can be looked at and moved."""
    app = open_page("my_plan", plan="rich")
    rows = own_rows(rich, caches.invented_company().population)
    for role in rich.plans:
        row = next(row for row, (_, theirs) in rows.items() if theirs == role)
        app.selectbox(key=PERSON).set_value(row).run()
        assert not app.exception
        app.slider[0].set_value(110).run()
        assert not app.exception
        own = own_of(widgets.under_title(Current("rich", rich)), caches.invented_company().population, row)
        total = pay_at(own, {own.moving[0].name: 1.1}).total
        assert money(total, "EUR", decimals=2) in said(app)
        assert np.isfinite(total)


def test_every_button_into_the_handbook_leads_to_a_page_that_is_written() -> None:
    addresses = [
        address.removeprefix("/handbook/").partition("#")[0].strip("/") for address in widgets.HANDBOOK.values()
    ]
    assert [name for name in addresses if not (ROOT / "docs" / "en" / f"{name or 'index'}.md").exists()] == []
