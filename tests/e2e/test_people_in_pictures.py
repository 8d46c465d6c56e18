"""A point in a picture is a person: choosing it opens that person's year, and closing it leaves the page as it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from simulator.text import plain
from tests.e2e.conftest import Visit, settled
from tests.e2e.test_simulator import grave_faults

pytestmark = pytest.mark.browser


def choose_first(page: Page, picture: int) -> str:
    """Click the first bar or point of a picture of people; whose it is."""
    chart = page.locator(".js-plotly-plot").nth(picture)
    chart.scroll_into_view_if_needed()
    bar = chart.locator(".points path").first
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    rep: str = chart.evaluate("chart => chart.data[0].customdata[0]")
    return rep


WITH_PEOPLE = [
    ("/compare?plan=next_year", 1),
    ("/compare?plan=next_year", 4),
    ("/result?plan=next_year", 3),
    ("/result?plan=next_year", 5),
    ("/fairness?plan=next_year", 2),
]


@pytest.mark.parametrize(("address", "picture"), WITH_PEOPLE)
def test_a_bar_or_point_opens_its_person_once(visit: Visit, address: str, picture: int) -> None:
    page = visit.open(address)
    page.locator(".js-plotly-plot").nth(picture).locator(".points path").first.wait_for(timeout=60_000)
    settled(page)
    rep = choose_first(page, picture)
    opened = page.get_by_role("dialog")
    expect(opened).to_be_visible(timeout=60_000)
    expect(opened.get_by_text(rep, exact=True)).to_be_visible()
    expect(opened.get_by_text(plain("rep.steps"))).to_be_visible(timeout=60_000)
    settled(page)
    assert grave_faults(page) == {}
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    settled(page)
    expect(opened).to_have_count(0)
    assert rep not in page.url
