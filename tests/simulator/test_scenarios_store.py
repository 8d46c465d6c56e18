"""Scenarios where the store is elsewhere, old or out of reach; where edits began; and changes in the plan's words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from compsim.analysis.changes import changes_between
from compsim.plan.scenario import Scenario
from compsim.present.change_words import changes_in_titles, place_in_words
from simulator import caches, store
from simulator.text import plain
from tests.simulator.conftest import Open
from tests.simulator.stores import databases, make_old
from tests.simulator.test_app import said
from tests.simulator.test_scenarios import fill, heavier, names


@pytest.fixture
def proposal() -> Scenario:
    """The plan that the invented company comes with."""
    return caches.invented_company().plans["next_year"]


@pytest.fixture
def in_postgres(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The app's store in a PostgreSQL database of its own."""
    with databases() as made:
        address = made()
        monkeypatch.setenv("COMPSIM_DATABASE_URL", address)
        caches.plan_store.clear()
        yield address
        caches.plan_store().dispose()
        caches.plan_store.clear()


@pytest.mark.usefixtures("in_postgres")
def test_the_pages_work_on_postgresql(open_page: Open) -> None:
    app = open_page("plan", plan="next_year")
    app.slider[0].set_value(70).run()
    app.switch_page("app_pages/scenarios.py").run()
    fill(app, "FY26", "in a database", "Kim")
    assert not app.exception
    assert names() == [("FY26", 1, "Kim")]
    assert caches.plan_store().dialect.name == "postgresql"
    again = open_page("plan", plan=str(app.query_params["plan"]))
    assert again.slider[0].value == 70


def test_a_store_that_cannot_be_reached_is_told_and_loses_nothing(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("scenarios", plan="next_year")

    def _refuse(*_: object, **__: object) -> None:
        raise OperationalError("insert", {}, OSError("disk full"))

    monkeypatch.setattr(store, "save_version", _refuse)
    fill(app, "FY26")
    assert [box.value for box in app.error] == [plain("scenarios.not_saved")]
    assert app.query_params["plan"] == "next_year"


def test_a_store_of_another_schema_stops_no_page_and_is_told(
    open_page: Open, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = own_store.with_name("old.db")
    make_old(old)
    monkeypatch.setenv("COMPSIM_STORE", str(old))
    app = open_page("scenarios", plan="next_year")
    assert not app.exception
    assert plain("scenarios.unreachable") in said(app)
    app.switch_page("app_pages/plan.py").run()
    app.slider[0].set_value(70).run()
    assert not app.exception
    assert plain("plan.unsaved") in said(app)
    assert app.slider[0].value == 70
    old.unlink()


def test_a_change_is_told_in_the_words_of_the_plan(proposal: Scenario) -> None:
    found = changes_between(proposal, heavier(proposal, 60))
    table = changes_in_titles(found, proposal).frame
    role, plan = next(iter(proposal.plans.items()))
    first = next(iter(plan.objectives))
    assert table["Role"].iloc[0] == (plan.title or role.replace("_", " "))
    assert table["Where"].iloc[0] == f"Objectives · {first.replace('_', ' ')} · Weight"
    assert place_in_words(found[0]) == table["Where"].iloc[0]
    assert table["After"].iloc[0] == "60%"


def opened_where_an_edit_led() -> None:
    """A version is opened whose plan this session had reached by editing another one."""
    from datetime import UTC, datetime  # noqa: PLC0415 - the script stands alone

    import streamlit as st  # noqa: PLC0415 - as above

    from simulator import memory  # noqa: PLC0415 - as above
    from simulator.store import Version  # noqa: PLC0415 - as above

    version = Version("x", "FY26", 4, "b", "", "", datetime(2026, 1, 1, tzinfo=UTC), None, archived=False)
    memory.note_edit("a", "b")
    st.markdown(memory.begun_with("b")[0])
    memory.note_begun("b", version)
    memory.note_edit("b", "c")
    memory.note_edit("c", "d")
    st.markdown(" ".join(f"{root} {begun.number}" for root, begun in map(memory.begun_with, "bcd") if begun))


def test_edits_begin_where_a_version_was_opened_last() -> None:
    app = AppTest.from_function(opened_where_an_edit_led).run()
    assert not app.exception
    assert [part.value for part in app.markdown] == ["a", "b 4 b 4 b 4"]
