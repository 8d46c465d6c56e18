"""What a person sees and does in the simulator, in a real browser."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from compsim.plan.scenario import read_scenario
from compsim.population.example.company import csv_text, example_tables
from simulator.security import inline_script_hashes
from simulator.text import plain
from tests.e2e.conftest import Visit, settled

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/plan?plan=next_year",
    "/result?plan=next_year",
    "/compare?plan=next_year",
    "/fairness?plan=last_year",
    "/risk?plan=next_year",
    "/search?plan=next_year",
    "/my_plan?plan=next_year",
    "/planner",
    "/scenarios?plan=next_year",
    "/workshop",
]
# The editor's canvas scrolls in a frame that Streamlit gives no focus; its cells can be reached by the arrow keys.
KNOWN_TO_AXE = {"scrollable-region-focusable"}


def total(page: Page) -> str:
    """The variable pay that the page shows."""
    return page.get_by_test_id("stMetricValue").first.inner_text()


def bars(page: Page) -> list[float]:
    """What the cost picture shows, one figure a component."""
    return drawn(page, "chart => chart.calcdata[0].map(bar => bar.s)", 0)


def drawn(page: Page, read: str, number: int) -> list[float]:
    """What one of the page's pictures shows, read from the picture itself."""
    found: list[float] = page.locator(".js-plotly-plot").nth(number).evaluate(read)
    return found


def slider(page: Page, number: int = 0) -> Locator:
    return page.get_by_role("slider").nth(number)


def weights(page: Page) -> list[int]:
    slider(page).wait_for(timeout=60_000)
    return [int(one.input_value()) for one in page.get_by_role("slider").all()]


def shows(page: Page, moved: list[int], seen: str) -> None:
    """Wait until the page shows these weights and this variable pay."""
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(seen, timeout=60_000)
    expect(page.get_by_role("slider")).to_have_count(len(moved), timeout=60_000)
    for number, weight in enumerate(moved):
        expect(slider(page, number)).to_have_value(str(weight), timeout=60_000)


def move(page: Page, key: str, times: int) -> None:
    for _ in range(times):
        before = page.url
        slider(page).press(key)
        page.wait_for_function("before => location.href !== before", arg=before, timeout=60_000)  # the edit is saved
        settled(page)


def grave_faults(page: Page) -> dict[str, str]:
    """What stands in somebody's way: the rule that is broken, and where."""
    found = Axe().run(page).response["violations"]
    grave = {one["id"]: one["nodes"][0]["html"] for one in found if one["impact"] in {"serious", "critical"}}
    return {name: where for name, where in grave.items() if name not in KNOWN_TO_AXE}


def ground(page: Page) -> str:
    """The colour that the page stands on."""
    return str(page.locator(".stApp").evaluate("app => getComputedStyle(app).backgroundColor"))


def segment(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True)


# --- one plan, many ways to it


def test_a_weight_moved_by_keyboard_changes_total_and_picture(visit: Visit) -> None:
    page = visit.open("/plan?plan=next_year")
    before, pictured = total(page), bars(page)
    slider(page).focus()
    move(page, "ArrowRight", 3)
    assert weights(page)[0] == 53
    assert sum(weights(page)) == 100
    assert total(page) != before
    assert bars(page) != pictured
    expect(slider(page)).to_be_focused()


def test_the_link_opens_the_same_plan_in_another_window(visit: Visit) -> None:
    page = visit.open("/plan?plan=next_year")
    slider(page).focus()
    move(page, "ArrowRight", 2)
    address, seen, moved = page.url, total(page), weights(page)
    page.reload()
    shows(page, moved, seen)
    other = page.context.new_page()
    other.goto(address)
    expect(other.get_by_test_id("stMetricValue").first).to_have_text(seen, timeout=60_000)


def test_the_back_button_undoes_and_the_forward_button_does_it_again(visit: Visit) -> None:
    page = visit.open("/plan?plan=next_year")
    before = weights(page), total(page)
    slider(page).focus()
    move(page, "ArrowRight", 1)
    after = weights(page), total(page)
    page.go_back()
    shows(page, *before)
    page.go_forward()
    shows(page, *after)


def test_the_plan_comes_along_to_the_result_and_back(visit: Visit) -> None:
    page = visit.open("/plan?plan=next_year")
    slider(page).focus()
    move(page, "ArrowRight", 2)
    seen = total(page)
    link(page, "Result").click()
    expect(page.get_by_role("heading", name=plain("result.title"), exact=True)).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(seen, timeout=60_000)
    assert re.search(r"/result\?plan=[a-z2-7]{12}$", page.url)
    link(page, "Plan").click()
    expect(slider(page)).to_have_value("52", timeout=60_000)


def test_an_edited_cell_redraws_the_curve(visit: Visit) -> None:
    page = visit.open("/plan?plan=next_year")
    before = total(page)
    table = page.get_by_test_id("stDataFrame").first
    box = table.bounding_box()
    assert box is not None
    table.scroll_into_view_if_needed()
    table.click(position={"x": box["width"] - 40, "y": 87})  # the second row's pay: 100 % at target
    page.keyboard.press("Enter")
    cell = page.locator("#portal input")
    cell.fill("130")
    cell.press("Enter")
    settled(page)
    assert total(page) != before
    assert 130 in drawn(page, "chart => chart.calcdata.at(-1).map(point => Math.round(point.y))", 1)
    page.go_back()
    settled(page)
    assert total(page) == before


def test_a_plan_is_downloaded_and_read_again(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("/plan?plan=next_year")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=plain("file.download")).click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "next_year.yaml"
    assert read_scenario(file.read_text(encoding="utf-8")).name == "next_year"


def test_the_workbook_is_made_when_it_is_asked_for(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("/result?plan=next_year")
    assert not [url for url in visit.requests if url.startswith(f"{visit.home}/media/")]
    with page.expect_download() as waiting:
        page.get_by_role("button", name=plain("result.workbook")).click()
    file = tmp_path / "result.xlsx"
    waiting.value.save_as(file)
    assert file.read_bytes()[:2] == b"PK"


def explain(page: Page, rep: str) -> Locator:
    """Choose somebody on the result page; answers the tables of the steps."""
    box = page.get_by_role("combobox", name=plain("rep.choose"))
    box.click()
    box.fill(rep)
    box.press("Enter")
    steps = page.locator(".steps")
    steps.wait_for(timeout=60_000)
    settled(page)
    return steps


@pytest.mark.parametrize("width", [1280, 390])
def test_a_persons_pay_is_worked_out_step_by_step(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open("/result?plan=next_year")
    steps = explain(page, "Rep H-01")
    expect(steps.get_by_role("row", name="Attainment").first).to_contain_text("÷")
    assert steps.get_by_role("row", name="Already paid").count() == 0
    segment(page, "Apr – Jun 2025").click()
    expect(steps.get_by_role("row", name="Already paid").first).to_be_visible(timeout=60_000)
    figure = steps.locator("td").first
    assert figure.evaluate("cell => getComputedStyle(cell).textAlign") == "right"
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert steps.evaluate("steps => steps.scrollWidth <= steps.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_steps_and_the_further_choices_can_be_read_by_everybody(visit: Visit, scheme: Any) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    page = visit.open("/result?plan=next_year")
    explain(page, "Rep H-01")
    assert grave_faults(page) == {}
    page = visit.open("/plan?plan=next_year")
    for key in ("part.more", "rules.more"):
        page.get_by_text(plain(key)).click()
        settled(page)
    assert grave_faults(page) == {}


# --- data


def test_a_broken_upload_shows_what_to_mend(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("/?data=upload")
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"this is no workbook")
    page.locator("input[type=file]").set_input_files(book)
    expect(page.get_by_role("table")).to_contain_text("book.xlsx", timeout=60_000)
    assert page.get_by_text("Traceback").count() == 0


def test_uploaded_files_are_used_and_forgotten_after_a_reload(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("/?data=upload")
    files = []
    for name, table in example_tables(deals=False).items():
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(csv_text(table), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("72", timeout=60_000)
    link(page, "Result").click()
    settled(page)
    assert total(page) != ""
    page.reload()
    expect(page.get_by_test_id("stMain")).to_contain_text(plain("missing.upload.title"), timeout=60_000)


def test_a_plan_that_cannot_be_read_is_refused_with_the_line(visit: Visit) -> None:
    page = visit.open("/plan?plan=next_year")
    page.get_by_role("tab", name=plain("file.load")).click()
    box = page.get_by_label(plain("file.paste"))
    box.fill("scenario: mine\nplans:\n  hunter:\n    objectives:\n      revenue: {weight: 100, curve: {}}\n")
    page.get_by_role("button", name=plain("file.take")).click()
    settled(page)
    expect(page.get_by_role("table").last).to_contain_text("line 5")
    assert page.url.endswith("plan=next_year")


# --- for everybody, on every screen, and for nobody else


@pytest.mark.parametrize("address", PAGES)
def test_nothing_serious_stands_in_anybodys_way_on_any_screen(visit: Visit, address: str) -> None:
    """By day and by night, and on a phone without scrolling sideways; one page that follows its reader."""
    page = visit.open(address)
    assert grave_faults(page) == {}
    by_day = ground(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "day => getComputedStyle(document.querySelector('.stApp')).backgroundColor !== day", arg=by_day
    )
    settled(page)
    assert grave_faults(page) == {}
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    figures = page.get_by_test_id("stMetricValue").all()
    assert all(one.evaluate("one => one.scrollWidth <= one.clientWidth") for one in figures)


@pytest.mark.parametrize("address", [*PAGES, "/handbook/", "/handbook"])
def test_pages_are_served_with_a_strict_policy(home: str, address: str) -> None:
    with urllib.request.urlopen(home + address) as answer:  # noqa: S310 - this machine's own address
        policy = answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert ("'unsafe-inline'" in scripts) == address.startswith("/handbook")
    assert "unsafe-eval" not in policy
    assert all(known in scripts for known in inline_script_hashes()) or address.startswith("/handbook")


def test_search_engines_are_asked_to_keep_to_the_handbook(home: str) -> None:
    rules = RobotFileParser(f"{home}/robots.txt")
    rules.read()
    assert rules.can_fetch("*", f"{home}/handbook/comp/")
    assert not rules.can_fetch("*", f"{home}/result?plan=next_year")


def test_the_handbook_stands_beside_the_app(visit: Visit) -> None:
    page = visit.open("/")
    with page.context.expect_page() as opened:
        link(page, plain("nav.handbook")).click()
    expect(opened.value.get_by_role("heading", name="Handbook")).to_be_visible()
