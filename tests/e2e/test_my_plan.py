"""One person's own calculator in a real browser: chosen, moved by keyboard, and taken along as a letter."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from compsim.analysis.own_pay import Own, as_it_was, own_of, own_rows, pay_at
from compsim.present.numbers import money
from simulator import sources
from simulator.text import plain
from tests.e2e.conftest import SCREENS, Visit, settled
from tests.e2e.test_simulator import drawn, grave_faults, slider

pytestmark = pytest.mark.browser
REP = "Rep H-02"


@pytest.fixture(scope="module")
def own() -> Own:
    """The person's line, straight from the library."""
    data = sources.invented_company()
    scenario = data.plans["next_year"]
    row = next(row for row, (rep, _) in own_rows(scenario, data.population).items() if rep == REP)
    return own_of(scenario, data.population, row)


def choose(page: Page, rep: str) -> None:
    box = page.get_by_role("combobox", name=plain("own.person"))
    box.click()
    box.fill(rep)
    box.press("Enter")
    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
    settled(page)


def cents(amount: float) -> str:
    return money(amount, "EUR", decimals=2)


def test_a_person_moves_a_slider_sees_pay_follow_and_takes_the_letter_along(
    visit: Visit, own: Own, tmp_path: Path
) -> None:
    page = visit.open("/my_plan?plan=next_year")
    main = page.get_by_test_id("stMain")
    expect(main).not_to_contain_text("€")
    choose(page, REP)
    expect(main).to_contain_text(cents(own.as_was.total))
    start = round(own.levers[0].attainment * 100)
    expect(slider(page)).to_have_value(str(start))
    slider(page).focus()
    for _ in range(3):
        slider(page).press("ArrowRight")
    moved = pay_at(own, {**as_it_was(own), own.levers[0].name: (start + 3) / 100}).total
    expect(main).to_contain_text(f"{REP} (Hunters) would be paid {cents(moved)}", timeout=60_000)
    settled(page)
    expect(slider(page)).to_be_focused()
    assert drawn(page, "chart => chart.calcdata.at(-1).map(point => point.y)", 0) == pytest.approx([moved], abs=0.01)
    assert not [url for url in visit.requests if url.startswith(f"{visit.home}/media/")], "nobody asked for a file yet"
    for key, name in (("own.summary", "hunter-plan-summary.pdf"), ("own.letter", "Rep-H-02-objective-letter.pdf")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=plain(key)).click()
        assert waiting.value.suggested_filename == name
        waiting.value.save_as(tmp_path / name)
    said = text_of(tmp_path / "Rep-H-02-objective-letter.pdf")
    assert REP in said
    assert cents(own.incentive) in said
    others = set(own.population.roster["rep"]) - {REP}
    assert [name for name in others if name in said] == []
    assert [name for name in (REP, *others) if name in text_of(tmp_path / "hunter-plan-summary.pdf")] == []


def text_of(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages)


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_everybody_can_read_a_persons_page_on_every_screen(visit: Visit, scheme: Any, width: int) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open("/my_plan?plan=next_year")
    choose(page, REP)
    page.get_by_text(plain("own.all"), exact=True).click()
    settled(page)
    assert grave_faults(page) == {}
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    figures = page.get_by_test_id("stMetricValue").all()
    assert len(figures) == 3
    assert all(one.evaluate("one => one.scrollWidth <= one.clientWidth") for one in figures)
