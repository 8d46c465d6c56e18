"""Somebody's export in a real browser: from files to pay, on a wide screen and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from simulator.text import plain
from tests.crm_export import write_crm_export
from tests.e2e.conftest import Visit, settled
from tests.e2e.test_simulator import grave_faults

pytestmark = pytest.mark.browser
ANSWERS = {"role": "seller", "base salary": "60000", "target incentive": "20000"}


@pytest.mark.parametrize("width", [1280, 390])
def test_an_export_is_mapped_credited_and_used(visit: Visit, tmp_path: Path, width: int) -> None:
    """1,200 opportunities, 574 of them won: the numbers of the picture add up, and the result shows 35 people."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open("/?data=upload")
    files = sorted(write_crm_export(tmp_path).glob("*.csv"))
    page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_role("heading", name=plain("export.title"))).to_be_visible(timeout=60_000)
    settled(page)
    expect(page.get_by_role("button", name=plain("export.credit_button"))).to_be_disabled()
    choose(page, "team", "regional_office")
    for column, value in ANSWERS.items():
        choose(page, column, plain("export.one_value"))
        box = page.get_by_label(plain("export.value", column=column))
        box.fill(value)
        box.press("Enter")
        settled(page)
    assert grave_faults(page) == {}
    page.get_by_role("button", name=plain("export.credit_button")).click()
    expect(page.get_by_role("heading", name=plain("export.conservation"))).to_be_visible(timeout=60_000)
    settled(page)
    for figure in ("1,200", "−324", "−225", "−77", "574"):
        expect(page.get_by_role("cell", name=figure, exact=True).first).to_be_visible()
    assert grave_faults(page) == {}
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    page.get_by_role("button", name=plain("export.use_button")).click()
    expect(page.get_by_text(plain("export.used").split(".")[0])).to_be_visible(timeout=60_000)
    page.get_by_test_id("stMain").get_by_role("link", name=plain("nav.result"), exact=True).click()
    expect(page.get_by_role("heading", name=plain("result.people"), exact=True)).to_be_visible(timeout=60_000)


def test_on_a_phone_the_menu_steps_aside_for_the_page_that_was_chosen(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.open("/")
    page.get_by_test_id("stExpandSidebarButton").click()
    side = page.get_by_test_id("stSidebar")
    expect(side).to_have_attribute("data-collapsed", "false")
    side.get_by_role("link", name=plain("nav.planner"), exact=True).click()
    expect(page.get_by_test_id("stMain").locator("h1")).to_have_text(plain("planner.title"), timeout=60_000)
    settled(page)
    expect(side).not_to_be_in_viewport()
    page.get_by_test_id("stMain").locator("h1").click()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()  # and the menu can be opened again


def choose(page: Page, ours: str, theirs: str) -> None:
    """Say where one of our columns comes from."""
    box = page.get_by_role("combobox", name=ours, exact=True).first
    box.click()
    box.fill(theirs)
    box.press("Enter")
    settled(page)
