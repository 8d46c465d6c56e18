"""The calculators on the pages: the browser's sums are the library's, and their forms do what forms do."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pytest
from macros.calculators import WORDS, calculator_widget
from playwright.sync_api import Browser, Page, expect

from compsim.errors import InputError
from compsim.planning.registry import CALCULATORS, Ask, calculate, calculator
from compsim.planning.shown import Output
from compsim.planning.vectors import vectors
from compsim.present.planning import bare_figure
from tests.docs.built import Handbook, pages

EACH = 40  # questions a calculator
REPLAY = """
async ({core, figures, vectors}) => {
  const { calculate } = await import(core);
  const { written } = await import(figures);
  return vectors.map(({ name, asks, outputs, texts }) => {
    const { figures: found, unreadable, why } = calculate(name, asks, texts);
    if (!found) return { unreadable, why };
    const told = outputs.filter(({ rows }) => !rows.length).map(({ name, unit }) => written(found[name], unit));
    return { found, told };
  });
}
"""
REFUSED = [
    ("lead_quality", {"close_rate": "50%", "better_by": "110%"}, "above_one", "better_by"),
    ("selling_time", {"administration": "60%", "other": "50%"}, "beyond_week", "administration"),
    ("year_plan", {"seasons": "50%, 50%"}, None, "seasons"),
    ("year_plan", {"seasons": "20%, 20%, 20%, 20%, 20%"}, "seasons", "seasons"),
    ("year_plan", {"seasons": "20%, 25%, 20%, 30%"}, "incomplete", "seasons"),
    ("year_plan", {"days_off": "23, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"}, "days_off", "days_off"),
    ("year_plan", {"days_off": "22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"}, "no_day", "days_off"),
    ("list_decay", {"contacts": "10,000"}, None, "contacts"),
    ("list_decay", {"monthly_loss": "0"}, None, "monthly_loss"),
    ("list_decay", {"months": "241"}, None, "months"),
    ("recurring_revenue", {"churn_per": "week"}, None, "churn_per"),
]


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_every_calculator_has_a_page(handbook: Handbook) -> None:
    everything = "".join(handbook.page(address).html for address in pages())
    there = [each.name for each in CALCULATORS if f"planner?calc={each.name}&amp;" in everything]
    assert there == [each.name for each in CALCULATORS]


def test_the_page_shows_the_worked_example_before_any_script() -> None:
    html = calculator_widget("span_of_control", "../assets/", "/")
    assert '<td data-figure="managers">7</td>' in html, "56 people ÷ 8"
    assert '<td data-figure="new_managers">4</td>' in html, "56 ÷ 14"
    assert '<form class="widget__form" hidden' in html
    assert "/planner?calc=span_of_control&amp;people=56&amp;span=8&amp;new_span=14" in html


def test_a_page_may_begin_with_numbers_of_its_own_and_wrong_ones_stop_the_build() -> None:
    html = calculator_widget("list_decay", "../assets/", "/", {"contacts": 2400, "months": 1})
    assert 'value="2400"' in html
    assert '<td data-figure="contacts_left">2,350</td>' in html, "2,400 × 0.979 = 2,349.6"
    with pytest.raises(InputError):
        calculator_widget("list_decay", "../assets/", "/", {"months": -1})
    with pytest.raises(InputError, match="list_decay"):
        calculator_widget("list_decoy", "../assets/", "/")


@pytest.mark.browser
def test_the_browser_answers_as_the_library_does(tab: Page, home: str) -> None:
    asked = vectors(seed=7, n=EACH)
    replayed = _replayed(tab, home, [(each["calculator"], each["inputs"]) for each in asked])
    wrong = [
        (each["calculator"], each["inputs"], answer)
        for each, answer in zip(asked, replayed, strict=True)
        if "found" not in answer or not _alike(answer["found"], each["outputs"])
    ]
    assert (len(replayed), wrong) == (EACH * len(CALCULATORS), [])
    for each, answer in zip(asked, replayed, strict=True):
        single = [output for output in calculator(each["calculator"]).outputs if not output.rows]
        assert answer["told"] == [bare_figure(each["outputs"][output.name], output.unit) for output in single]


@pytest.mark.browser
@pytest.mark.parametrize(("name", "given", "why", "field"), REFUSED)
def test_the_browser_refuses_what_the_library_refuses(
    tab: Page, home: str, name: str, given: Mapping[str, str], why: str | None, field: str
) -> None:
    lists = {ask.name for ask in calculator(name).asks if ask.each}
    start = {**calculator(name).start, **given}
    with pytest.raises(InputError) as refused:
        calculate(
            name, {key: value.split(", ") if key in lists and key in given else value for key, value in start.items()}
        )
    assert field in str(refused.value)
    [answer] = _replayed(tab, home, [(name, start)])
    assert (answer["unreadable"], answer.get("why")) == ([field], why)
    assert why is None or why in WORDS


@pytest.mark.browser
def test_rows_come_and_go_and_the_example_comes_back(tab: Page, home: str) -> None:
    tab.goto(f"{home}plan/segment-coverage/")
    widget = tab.locator("compsim-planning", has=tab.locator('[data-figure="heaviest_load"]'))
    rows, status = widget.locator("[data-rows] tbody tr"), widget.get_by_role("status")
    before = widget.locator('[data-table="segments"]').inner_text()
    widget.get_by_role("button", name="Add a row").click()
    expect(rows).to_have_count(4)
    expect(widget.get_by_label("Name, row 4")).to_be_focused()
    expect(status).to_have_text(WORDS["unreadable"])
    widget.get_by_label("Name, row 4").fill("New")
    widget.get_by_label("Share, row 4").fill("10%")
    expect(status).to_have_text(WORDS["incomplete"])
    widget.get_by_label("Share, row 3").fill("30%")
    expect(status).to_have_text("")
    expect(widget.locator('[data-table="segments"] tbody tr')).to_have_count(4)
    widget.get_by_role("button", name="Take row 4 away").click()
    expect(status).to_have_text(WORDS["incomplete"])
    widget.get_by_role("button", name="Back to the example").click()
    expect(status).to_have_text("")
    assert widget.locator('[data-table="segments"]').inner_text() == before


@pytest.mark.browser
def test_the_simulator_is_asked_with_the_numbers_that_stand_there(tab: Page, home: str) -> None:
    tab.goto(f"{home}lead/span-of-control/")
    widget = tab.locator("compsim-planning", has=tab.locator('[data-figure="span_for_half"]'))
    widget.get_by_label("People a manager is to lead").fill("16")
    expect(widget.locator('[data-figure="share_saved"]')).to_have_text("50.0\N{NO-BREAK SPACE}%")
    address = widget.locator("[data-simulator]").get_attribute("href") or ""
    assert "planner?calc=span_of_control" in address
    assert "new_span=16" in address


def _replayed(tab: Page, home: str, asked: list[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    tab.goto(f"{home}404.html")
    told = [
        {
            "name": name,
            "asks": [asdict(ask) for ask in calculator(name).asks],
            "outputs": [_output(output) for output in calculator(name).outputs],
            "texts": {ask.name: _text(ask, inputs[ask.name]) for ask in calculator(name).asks},
        }
        for name, inputs in asked
    ]
    modules = {
        key: f"{home}assets/widgets/{file}.js" for key, file in (("core", "planning-core"), ("figures", "figures"))
    }
    return list(tab.evaluate(REPLAY, {**modules, "vectors": told}))


def _output(output: Output) -> dict[str, Any]:
    return {"name": output.name, "unit": output.unit, "rows": [_output(column) for column in output.rows]}


def _text(ask: Ask, value: Any) -> Any:
    """A value as somebody types it."""
    if ask.rows:
        return [{column.name: str(row[column.name]) for column in ask.rows} for row in value]
    return ", ".join(map(str, value)) if ask.each and not isinstance(value, str) else str(value)


def _alike(found: Any, expected: Any) -> bool:
    """Whole numbers and words alike; what went through a power may differ in the last digits."""
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(_alike(found[key], value) for key, value in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(_alike, found, expected))
    if isinstance(expected, float):
        return found is not None and math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
    return bool(found == expected)
