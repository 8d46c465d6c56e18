"""Leadership opens Compare and takes the brief along; a manager takes the workbook, and a picture."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

import compsim as cs
from compsim.analysis.impact import winners_and_losers
from compsim.present.numbers import money, signed_money
from simulator.sources import invented_company
from simulator.text import plain
from tests.e2e.conftest import PATIENCE, Visit, settled

pytestmark = pytest.mark.browser


def taken(page: Page, label: str) -> tuple[str, bytes]:
    """Name and content of a file that a button gives."""
    with page.expect_download(timeout=3 * PATIENCE * 1000) as waiting:
        page.get_by_role("button", name=plain(label), exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def compare_with(page: Page, plan: str) -> None:
    """Choose the baseline: a few stand in view; with the plans that others saved, they stand in a list."""
    in_view = page.get_by_role("radio", name=plan, exact=True)
    in_list = page.get_by_role("combobox", name=plain("compare.against"))
    expect(in_view.or_(in_list).first).to_be_visible()
    if in_view.count():
        in_view.click()
    else:
        in_list.click()
        page.get_by_role("option", name=plan, exact=True).click()
    settled(page)


def test_leadership_takes_the_brief_along(visit: Visit) -> None:
    page = visit.open("/compare?plan=next_year")
    compare_with(page, "Sales plan 2025")
    name, content = taken(page, "document.brief")
    assert name == "brief.pdf"
    pages = PdfReader(io.BytesIO(content)).pages
    assert 2 <= len(pages) <= 4
    text = " ".join(" ".join(each.extract_text() for each in pages).split())
    plans, people = cs.example_scenarios(), invented_company().population
    total = winners_and_losers(cs.evaluate([plans["last_year"], plans["next_year"]], people)).totals.iloc[0]
    for words in (
        money(total["before"], "EUR"),
        money(total["after"], "EUR"),
        signed_money(total["difference"], "EUR"),
    ):
        assert words in text
    assert "Sales plan 2026, proposal" in text
    assert not [rep for rep in people.roster["rep"] if rep in text]


def test_a_manager_takes_the_workbook_with_formulas_along(visit: Visit) -> None:
    page = visit.open("/result?plan=next_year")
    name, content = taken(page, "document.formulas")
    assert name == "pay-with-formulas.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == "Start"
    assert "person_hunter" in book.defined_names


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_picture_is_saved_without_a_mouse_in_the_format_of_choice(visit: Visit, kind: str, begins: bytes) -> None:
    page = visit.open("/result?plan=next_year")
    page.get_by_role("button", name=plain("saving.title")).click()
    page.get_by_role("radio", name=plain(f"saving.{kind}")).check(force=True)
    page.keyboard.press("Escape")
    settled(page)
    camera = page.locator(".js-plotly-plot").first.get_by_role("button", name="Download plot")
    camera.focus()
    expect(camera).to_be_focused()
    expect(camera.locator("xpath=ancestor::*[contains(@class,'modebar-group')]")).to_have_css("opacity", "1")
    with page.expect_download(timeout=PATIENCE * 1000) as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == f"result-attainment.{kind}"
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(begins)
    if kind == "svg":
        assert b"rgb(255, 255, 255)" in content, "the ground is white"
