"""Scenarios on the page: saved under a name, told apart, overtaken, restored, archived; nothing is ever lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from compsim.plan.scenario import Scenario, read_scenario
from simulator import caches, editing, saved, store
from simulator.store import Draft, Version
from simulator.text import plain
from tests.simulator.conftest import Open
from tests.simulator.test_app import said, tables

Save = Callable[..., Version]


@pytest.fixture
def proposal() -> Scenario:
    """The plan that the invented company comes with."""
    return caches.invented_company().plans["next_year"]


@pytest.fixture
def saved_by(proposal: Scenario) -> Save:
    """Saves the proposal with another weight, as somebody elsewhere would: `saved_by("Kim", weight=60)`."""

    def _save(person: str, weight: int, builds_on: int = 0, name: str = "FY26") -> Version:
        plan = heavier(proposal, weight).model_copy(update={"title": name, "name": "next_year"})
        draft = Draft(name, plan.to_yaml(), name, f"weight {weight}", person)
        outcome = store.save_version(caches.plan_store(), draft, builds_on)
        assert outcome.kind == "saved"
        return outcome.version

    return _save


def heavier(scenario: Scenario, weight: int) -> Scenario:
    """The first objective of the first role at another weight, the others as they share the rest."""
    role = next(iter(scenario.plans))
    return editing.set_weight(scenario, role, next(iter(scenario.plans[role].objectives)), weight)


def names() -> list[tuple[str, int, str]]:
    return [(each.name, each.number, each.saved_by) for each in store.newest_versions(caches.plan_store())]


def fill(app: AppTest, name: str = "", note: str = "", by: str = "") -> AppTest:
    if name:
        app.text_input(key="scenarios/name").set_value(name)
    app.text_area(key="scenarios/note").set_value(note)
    app.text_input(key="scenarios/by").set_value(by)
    return app.button(key="scenarios/save").click().run()


def test_a_plan_is_saved_with_name_note_and_person(open_page: Open) -> None:
    app = fill(open_page("scenarios", plan="next_year"), "FY26 steeper", "for the board", "Kim")
    assert not app.exception
    assert [box.value for box in app.success] == [plain("scenarios.saved", number=1, name="FY26 steeper")]
    (version,) = store.newest_versions(caches.plan_store())
    assert (version.name, version.number, version.note, version.saved_by) == ("FY26 steeper", 1, "for the board", "Kim")
    assert app.query_params["plan"] == version.plan_id
    assert plain("scenarios.is_version", name="FY26 steeper", number=1) in said(app)
    assert f"/plan?plan={version.plan_id}" in app.code[0].value


def test_without_a_name_nothing_is_saved(open_page: Open) -> None:
    app = fill(open_page("scenarios", plan="next_year"), "   ")
    assert [box.value for box in app.error] == [plain("scenarios.no_name")]
    assert names() == []


def test_an_edit_of_a_saved_plan_becomes_the_next_version_and_says_what_changed(
    open_page: Open, saved_by: Save
) -> None:
    version = saved_by("Kim", 60)
    app = open_page("plan", plan=version.plan_id)
    slider = app.slider[0]
    slider.set_value(70).run()
    app.switch_page("app_pages/scenarios.py").run()
    assert plain("scenarios.begun", plan="FY26 (edited)", name="FY26", number=1) in said(app)
    fill(app, by="Lou")
    assert names() == [("FY26", 2, "Lou")]
    assert "Version 2 changes" in said(app)
    assert "60%" in tables(app)
    assert "70%" in tables(app)


def test_saving_the_same_again_adds_no_version(open_page: Open, saved_by: Save) -> None:
    version = saved_by("Kim", 60)
    app = fill(open_page("scenarios", plan=version.plan_id))
    assert [box.value for box in app.success] == [plain("scenarios.same", name="FY26", number=1)]
    assert names() == [("FY26", 1, "Kim")]


def overtaken(open_page: Open, saved_by: Save) -> AppTest:
    """Two people begin with version 1; Lou saves first, then Kim, who is told."""
    first = saved_by("Kim", 60)
    app = open_page("plan", plan=first.plan_id)
    app.slider[0].set_value(70).run()
    saved_by("Lou", 55, builds_on=1)
    app.switch_page("app_pages/scenarios.py").run()
    return fill(app, note="mine", by="Kim")


def test_the_second_of_two_is_told_who_and_what_and_nothing_is_written_yet(open_page: Open, saved_by: Save) -> None:
    app = overtaken(open_page, saved_by)
    assert names() == [("FY26", 2, "Lou")]
    assert [box.value for box in app.warning if "version 2, was saved by Lou" in box.value]
    assert "Yours changes" in said(app)
    shown = tables(app)
    assert "55%" in shown, "what theirs says"
    assert "70%" in shown, "what ours says"
    assert "60%" in shown, "what both began with"


def test_ours_can_go_on_top_and_theirs_stays_in_the_history(open_page: Open, saved_by: Save) -> None:
    app = overtaken(open_page, saved_by)
    app.button(key="scenarios/on_top").click().run()
    (newest,) = store.newest_versions(caches.plan_store())
    history = store.history(caches.plan_store(), newest.scenario)
    assert [(each.number, each.saved_by, each.note) for each in history] == [
        (3, "Kim", "mine"),
        (2, "Lou", "weight 55"),
        (1, "Kim", "weight 60"),
    ]
    assert weights(newest) == {55: False, 70: True}


def weights(version: Version) -> dict[int, bool]:
    """Which of two weights a version's first objective has."""
    found = store.find(caches.plan_store(), version.plan_id)
    assert found is not None
    plan = next(iter(read_scenario(found.yaml).plans.values()))
    weight = next(iter(plan.objectives.values())).weight
    return {percent: weight == pytest.approx(percent / 100) for percent in (55, 70)}


def test_ours_can_get_a_name_of_its_own(open_page: Open, saved_by: Save) -> None:
    app = overtaken(open_page, saved_by)
    assert app.text_input(key="scenarios/other").value == "FY26 (2)"
    app.button(key="scenarios/as_other").click().run()
    assert sorted(names()) == [("FY26", 2, "Lou"), ("FY26 (2)", 1, "Kim")]
    assert "scenarios/on_top" not in [button.key for button in app.button]


def test_a_third_person_in_between_is_told_too(open_page: Open, saved_by: Save) -> None:
    app = overtaken(open_page, saved_by)
    saved_by("Sam", 65, builds_on=2)
    app.button(key="scenarios/on_top").click().run()
    assert names() == [("FY26", 3, "Sam")]
    assert [box.value for box in app.warning if "version 3, was saved by Sam" in box.value]


def test_a_name_that_is_taken_is_not_taken_over(open_page: Open, saved_by: Save) -> None:
    saved_by("Lou", 55)
    app = fill(open_page("scenarios", plan="next_year"), " fy26 ", by="Kim")
    assert names() == [("FY26", 1, "Lou")]
    assert [box for box in app.warning if "Your plan was not opened from it" in box.value]


def test_leaving_it_undecided_writes_nothing(open_page: Open, saved_by: Save) -> None:
    app = overtaken(open_page, saved_by)
    app.button(key="scenarios/leave").click().run()
    assert names() == [("FY26", 2, "Lou")]
    assert app.text_input(key="scenarios/name").value == "FY26"


def test_an_old_version_comes_back_as_a_new_one(open_page: Open, saved_by: Save) -> None:
    first = saved_by("Kim", 60)
    saved_by("Lou", 55, builds_on=1)
    app = open_page("scenarios", plan="next_year")
    app.button(key=f"scenarios/history/{first.scenario}").click().run()
    app.button(key="scenarios/restore/1").click().run()
    assert not app.exception
    history = store.history(caches.plan_store(), first.scenario)
    assert [(each.number, each.restored, each.plan_id == first.plan_id) for each in history] == [
        (3, 1, True),
        (2, None, False),
        (1, None, True),
    ]
    assert plain("scenarios.brought_back", restored=1, number=3, name="FY26") in said(app)
    assert app.query_params["plan"] == first.plan_id


def test_a_restore_that_was_overtaken_asks_first(open_page: Open, saved_by: Save) -> None:
    first = saved_by("Kim", 60)
    saved_by("Lou", 55, builds_on=1)
    app = open_page("scenarios", plan="next_year")
    app.button(key=f"scenarios/history/{first.scenario}").click().run()
    saved_by("Sam", 65, builds_on=2)
    app.button(key="scenarios/restore/1").click().run()
    assert names() == [("FY26", 3, "Sam")]
    assert [box for box in app.warning if "saved by Sam" in box.value]


def test_the_archive_hides_and_keeps(open_page: Open, saved_by: Save) -> None:
    version = saved_by("Kim", 60)
    app = open_page("scenarios", plan="next_year")
    app.button(key=f"scenarios/history/{version.scenario}").click().run()
    app.button(key="scenarios/archive").click().run()
    assert "**FY26**" not in [part.value for part in app.markdown]
    assert store.find(caches.plan_store(), version.plan_id) is not None
    app.toggle(key="scenarios/archived").set_value(True).run()
    assert "**FY26**" in [part.value for part in app.markdown]
    app.button(key="scenarios/archive").click().run()
    assert not store.newest_versions(caches.plan_store())[0].archived


@pytest.mark.parametrize(
    ("search", "found"), [("fy26", 1), ("lou", 1), ("WEIGHT kim", 1), ("weight", 2), ("nobody", 0)]
)
def test_search_reads_names_notes_and_people(open_page: Open, saved_by: Save, search: str, found: int) -> None:
    saved_by("Kim", 60)
    saved_by("Lou", 55, name="Another")
    app = open_page("scenarios", plan="next_year")
    app.text_input(key="scenarios/search").set_value(search).run()
    cards = [part.value for part in app.markdown if part.value in ("**FY26**", "**Another**")]
    assert len(cards) == found


def test_names_and_notes_are_shown_as_they_are_written(open_page: Open, saved_by: Save) -> None:
    saved_by("*Kim*", 60, name="[x](http://y) $a$ :red[b]")
    app = open_page("scenarios", plan="next_year")
    shown = [part.value for part in app.markdown]
    assert r"**\[x\](http://y) \$a\$ \:red\[b\]**" in shown
    assert [text for text in shown if r"\*Kim\*" in text]


def test_a_version_of_another_schema_of_plans_is_told_apart(open_page: Open, saved_by: Save) -> None:
    saved_by("Kim", 60)
    store.save_version(caches.plan_store(), Draft("FY26", "scenario: from the future\n", "FY26"), builds_on=1)
    assert saved.matching(store.newest_versions(caches.plan_store()), "", archived=False)
    app = open_page("scenarios", plan="next_year")
    app.button(key=f"scenarios/history/{store.newest_versions(caches.plan_store())[0].scenario}").click().run()
    assert not app.exception
    assert plain("scenarios.unreadable") in said(app)


def test_a_decision_is_about_the_plan_it_was_asked_for(open_page: Open, saved_by: Save) -> None:
    app = overtaken(open_page, saved_by)
    app.switch_page("app_pages/plan.py").run()
    app.slider[0].set_value(75).run()
    app.switch_page("app_pages/scenarios.py").run()
    assert "scenarios/on_top" not in [button.key for button in app.button]
    assert app.text_input(key="scenarios/name").value == "FY26"


def test_a_version_of_one_scenario_is_none_of_another_with_as_many(open_page: Open, saved_by: Save) -> None:
    version = saved_by("Kim", 60)
    saved_by("Lou", 55, name="Other")
    app = open_page("plan", plan=version.plan_id)
    app.slider[0].set_value(70).run()
    app.switch_page("app_pages/scenarios.py").run()
    fill(app, "Other")
    assert sorted(names()) == [("FY26", 1, "Kim"), ("Other", 1, "Lou")]
    assert [box for box in app.warning if "Your plan was not opened from it" in box.value]
