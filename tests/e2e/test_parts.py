"""Objectives come and go in a real browser, and everybody sees at once what that costs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from simulator.text import plain
from tests.e2e.conftest import Visit, settled
from tests.e2e.test_simulator import bars, grave_faults, segment, shows, total, weights

pytestmark = pytest.mark.browser


def test_an_objective_is_added_and_everybody_sees_what_it_costs(visit: Visit) -> None:
    page = visit.open("/plan?plan=next_year")
    before, seen, pictured = weights(page), total(page), bars(page)
    box = page.get_by_role("combobox", name=plain("add.objective"))
    box.click()
    box.fill("Margin")
    box.press("Enter")
    added = [40, 16, 12, 12, 20]  # by hand: a fifth of 100 %, and four fifths of what each had
    expect(page.get_by_role("slider")).to_have_count(len(added), timeout=60_000)
    settled(page)
    assert weights(page) == added
    assert total(page) != seen
    assert len(bars(page)) == len(pictured) + 1
    expect(segment(page, "Margin")).to_be_checked()  # its curve is the one to look at
    page.get_by_role("button", name=plain("plan.take_back"), exact=True).click()
    shows(page, before, seen)


@pytest.mark.parametrize("width", [1280, 390])
def test_parts_are_moved_and_removed_on_every_screen(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open("/plan?plan=next_year")
    page.get_by_role("button", name=plain("part.menu")).last.click()
    page.get_by_role("button", name=plain("remove.part"), exact=True).click()
    expect(page.get_by_role("slider")).to_have_count(3, timeout=60_000)
    settled(page)
    assert sum(weights(page)) == 100
    page.get_by_role("button", name=plain("part.menu")).last.click()
    page.get_by_role("button", name=plain("move.up"), exact=True).click()
    expect(page.get_by_role("slider").nth(1)).to_have_accessible_name(re.compile("^First meetings"), timeout=60_000)
    page.keyboard.press("Escape")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert grave_faults(page) == {}
