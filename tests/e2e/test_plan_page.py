"""The plan page in a real browser: weights that are held, undo and redo, advice, templates, and nothing that jumps."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from simulator.text import plain
from tests.e2e.conftest import SCREENS, Visit, settled
from tests.e2e.test_simulator import grave_faults, move, shows, slider, total, weights

pytestmark = pytest.mark.browser

PLAN = "/plan?plan=next_year"


def press(page: Page, key: str) -> None:
    page.get_by_role("button", name=plain(key), exact=True).click()


def fits(page: Page) -> bool:
    """Whether nothing stands out sideways."""
    return bool(page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth"))


def test_a_held_weight_stays_under_the_arrow_keys(visit: Visit) -> None:
    page = visit.open(PLAN)
    page.get_by_text(plain("weights.hold"), exact=True).nth(1).click()
    settled(page)
    slider(page).focus()
    move(page, "ArrowRight", 2)
    # by hand: 52, 20 held, and 28 left for 15 : 15
    assert weights(page) == [52, 20, 14, 14]
    expect(slider(page, 1)).to_be_disabled()


def test_what_was_undone_can_be_done_again(visit: Visit) -> None:
    page = visit.open(PLAN)
    before = weights(page), total(page)
    slider(page).focus()
    move(page, "ArrowRight", 1)
    after = weights(page), total(page)
    press(page, "plan.take_back")
    shows(page, *before)
    press(page, "plan.redo")
    shows(page, *after)


def test_nothing_jumps_while_a_weight_moves(visit: Visit) -> None:
    """The headings stand where they stood in every frame, while figures and pictures are drawn anew."""
    page = visit.open(PLAN)
    page.evaluate(
        """() => {
          const seen = window.seen = new Set();
          const look = () => {
            const heads = [...document.querySelectorAll("h2")];
            seen.add(heads.map(one => Math.round(one.getBoundingClientRect().top)).join());
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    slider(page).focus()
    page.wait_for_timeout(300)
    page.evaluate("window.seen.clear()")
    move(page, "ArrowRight", 2)
    assert len(page.evaluate("[...window.seen]")) == 1


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_advice_says_why_and_who_says_so(visit: Visit, scheme: Any, width: int) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(PLAN)
    page.get_by_role("button", name="Weighs 15").first.click()
    opened = page.get_by_test_id("stPopoverBody")
    expect(opened).to_contain_text("Little money moves little effort")
    expect(opened).to_contain_text("below 15 to 20 % of pay is ignored")
    assert fits(page)
    assert grave_faults(page) == {}


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_a_role_starts_again_from_a_template(visit: Visit, scheme: Any, width: int) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(PLAN)
    page.get_by_text(plain("template.title")).click()
    use = page.get_by_role("button", name=plain("template.use", role="Hunters"))
    expect(use).to_be_visible(timeout=60_000)
    settled(page)
    assert fits(page)
    assert grave_faults(page) == {}
    box = page.get_by_role("combobox", name=plain("template.choose"))
    box.click()
    box.fill("Hunter")
    box.press("Enter")
    settled(page)
    use.click()
    expect(slider(page, 3)).to_have_value("20", timeout=60_000)
    settled(page)
    assert weights(page) == [40, 20, 20, 20]
