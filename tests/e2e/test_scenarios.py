"""Saved scenarios in a real browser: save, share, two people at once, restore, a link after a reload, and a crash."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.text import plain
from tests.e2e.conftest import Visit, settled, started
from tests.e2e.test_simulator import grave_faults, link, move, slider, weights

pytestmark = pytest.mark.browser

SAVED_LINK = re.compile(r"/scenarios\?plan=[a-z2-7]{12}$")


@pytest.fixture
def colleague(browser: Browser, home: str) -> Iterator[Visit]:
    """Somebody else, at another machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context.new_page(), home)
    context.close()


def box(page: Page, key: str) -> Any:
    return page.get_by_role("textbox", name=plain(key), exact=True)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()
    settled(page)


def save(page: Page, name: str = "", note: str = "", by: str = "") -> None:
    """Fill the form on the page of scenarios and save."""
    for key, value in {"scenarios.name": name, "scenarios.note": note, "scenarios.by": by}.items():
        if value:
            box(page, key).fill(value)
    box(page, "scenarios.by").press("Tab")
    settled(page)
    press(page, plain("scenarios.do_save"))


def to_scenarios(page: Page) -> None:
    link(page, plain("nav.scenarios")).click()
    expect(page.get_by_role("heading", name=plain("scenarios.title"), exact=True)).to_be_visible(timeout=60_000)
    settled(page)


def edited(visit: Visit, address: str, key: str, times: int) -> Page:
    """A plan with its first weight moved, on the page of scenarios."""
    page = visit.open(address)
    slider(page).focus()
    move(page, key, times)
    to_scenarios(page)
    return page


def main_of(page: Page) -> Any:
    return page.get_by_test_id("stMain")


def test_a_saved_scenario_is_opened_by_its_link_by_somebody_else(visit: Visit, colleague: Visit) -> None:
    page = edited(visit, "/plan?plan=next_year", "ArrowRight", 3)
    save(page, "Shared plan", "three points more", "Kim")
    expect(main_of(page)).to_contain_text("Saved as version 1 of Shared plan")
    assert SAVED_LINK.search(page.url)
    shared = page.get_by_test_id("stCode").first.inner_text().strip()
    assert shared == page.url.replace("/scenarios", "/plan")
    assert "Kim" not in shared
    page.reload()
    expect(main_of(page)).to_contain_text("version 1 of Shared plan, as it was saved", timeout=60_000)
    theirs = colleague.open(shared.removeprefix(colleague.home))
    assert weights(theirs)[0] == 53
    to_scenarios(theirs)
    expect(main_of(theirs)).to_contain_text("version 1 of Shared plan, as it was saved")
    expect(main_of(theirs)).to_contain_text("three points more")


def test_two_people_save_at_once_and_nothing_is_lost(visit: Visit, colleague: Visit) -> None:
    start = visit.open("/scenarios?plan=next_year")
    save(start, "Two at once", by="Kim")
    address = start.url.removeprefix(visit.home).replace("/scenarios", "/plan")
    ours, theirs = edited(visit, address, "ArrowRight", 2), edited(colleague, address, "ArrowLeft", 1)
    save(theirs, note="one point less", by="Lou")
    expect(main_of(theirs)).to_contain_text("Saved as version 2 of Two at once")
    save(ours, note="two points more", by="Kim")
    expect(ours.get_by_text(plain("scenarios.overtaken_title"))).to_be_visible()
    expect(main_of(ours)).to_contain_text("version 2, was saved by Lou")
    expect(main_of(ours)).to_contain_text("one point less")
    expect(ours.get_by_role("table").first).to_contain_text("52%")
    expect(ours.get_by_role("table").first).to_contain_text("49%")
    assert grave_faults(ours) == {}
    press(ours, plain("scenarios.on_top", number=3))
    expect(main_of(ours)).to_contain_text("Saved as version 3 of Two at once")
    history = main_of(ours).inner_text()
    assert [line in history for line in ("two points more", "one point less", plain("scenarios.first"))] == [True] * 3
    theirs.go_back()
    settled(theirs)
    link(theirs, plain("nav.plan")).click()
    expect(slider(theirs)).to_have_value("49", timeout=60_000)


def test_a_version_is_restored_and_the_later_one_stays(visit: Visit) -> None:
    first = visit.open("/scenarios?plan=next_year")
    save(first, "To be restored", "as proposed")
    address = first.url.removeprefix(visit.home).replace("/scenarios", "/plan")
    page = edited(visit, address, "ArrowRight", 4)
    save(page, note="too much")
    press(page, plain("scenarios.restore"))
    expect(main_of(page)).to_contain_text("Version 1 is back, as version 3 of To be restored")
    expect(main_of(page)).to_contain_text("too much")
    link(page, plain("nav.plan")).click()
    expect(slider(page)).to_have_value("50", timeout=60_000)


def test_a_link_survives_a_reload_and_the_back_button_goes_through_what_was_opened(visit: Visit) -> None:
    page = edited(visit, "/plan?plan=next_year", "ArrowRight", 1)
    save(page, "Journey")
    saved = page.url
    press_open = page.get_by_role("button", name=plain("scenarios.open"), exact=True)
    link(page, plain("nav.plan")).click()
    expect(slider(page)).to_have_value("51", timeout=60_000)
    move(page, "ArrowRight", 1)
    there = page.url
    page.reload()
    expect(slider(page)).to_have_value("52", timeout=60_000)
    assert page.url == there
    page.go_back()
    expect(slider(page)).to_have_value("51", timeout=60_000)
    page.go_forward()
    expect(slider(page)).to_have_value("52", timeout=60_000)
    to_scenarios(page)
    press_open.first.click()
    settled(page)
    assert page.url == saved
    page.go_back()
    settled(page)
    assert page.url == there.replace("/plan", "/scenarios")
    expect(main_of(page)).to_contain_text("(edited)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_history_can_be_read_by_everybody_and_on_a_phone(visit: Visit, scheme: Any) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.open("/scenarios?plan=next_year")
    save(page, f"On a phone, {scheme}", "a note", "Kim")
    page.get_by_text(plain("scenarios.link")).wait_for()
    assert grave_faults(page) == {}
    assert main_of(page).evaluate("main => main.scrollWidth <= main.clientWidth")


@pytest.mark.long
def test_what_was_saved_is_there_after_the_server_was_killed(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Pages that somebody has open find their plan and its name again once the server is back."""
    names: list[str] = []
    for kill in range(3):
        with started(tmp_path, site) as (home, server):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = Visit(context.new_page(), home).open("/scenarios?plan=next_year")
            for name in names:
                expect(main_of(page)).to_contain_text(name)
            names.append(f"Before crash {kill}")
            save(page, names[-1])
            expect(main_of(page)).to_contain_text(f"Saved as version 1 of {names[-1]}")
            server.send_signal(signal.SIGKILL)
            context.close()


def test_a_wrong_schema_stops_the_start_with_what_mends_it(site: Path, tmp_path: Path) -> None:
    from tests.simulator.stores import make_old  # noqa: PLC0415 - the only test that needs it

    make_old(tmp_path / "scenarios.db")
    with started(tmp_path, site, wait=False) as (_, server):
        assert server.wait(timeout=60) == 3
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert "python -m simulator.store upgrade" in said
    assert "Traceback" not in said
    assert isinstance(server, subprocess.Popen)
