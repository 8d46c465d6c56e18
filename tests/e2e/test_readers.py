"""Readers with other habits: figures in their own locale, and tables that are read on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from simulator.text import plain
from tests.e2e.conftest import Visit, settled
from tests.e2e.test_simulator import grave_faults, total

pytestmark = pytest.mark.browser


def test_tiles_and_pictures_are_written_in_the_readers_locale(browser: Browser, home: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = Visit(context.new_page(), home).open("/result?plan=next_year")
    assert total(page).replace("\u00a0", " ") == "1.431.058 €"
    marks = page.locator(".js-plotly-plot").first.evaluate("chart => chart._fullLayout.separators")
    assert marks == ",."
    context.close()


def test_a_plan_is_made_that_costs_what_was_paid(visit: Visit) -> None:
    page = visit.open("/compare?plan=next_year")
    page.get_by_role("button", name="cost as much as").click()
    expect(page.get_by_text("to the cent", exact=False).last).to_be_visible(timeout=60_000)
    settled(page)
    row = page.get_by_role("row", name="Difference")
    expect(row).to_contain_text("€0")
    assert "plan=next_year" not in page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_the_preview_of_pay_transparency_is_read_on_every_screen(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open("/fairness?plan=last_year")
    box = page.get_by_role("combobox", name=plain("fairness.preview_column"))
    box.click()
    box.fill("Gender")
    box.press("Enter")
    gap = page.get_by_role("listitem").filter(has_text="against").last
    expect(gap).to_be_visible(timeout=60_000)
    settled(page)
    wide = gap.evaluate("one => one.getBoundingClientRect().width")
    assert wide > width / 2
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert grave_faults(page) == {}


def test_a_table_is_searched_and_what_was_found_is_kept(visit: Visit) -> None:
    page = visit.open("/result?plan=next_year")
    box = page.get_by_label(plain("table.search")).last
    box.fill("H-01")
    box.press("Enter")
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=plain("table.keep")).last.click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Rep,Role,Team")
    assert lines[1:]
    assert all(line.startswith("Rep H-01,") for line in lines[1:])
