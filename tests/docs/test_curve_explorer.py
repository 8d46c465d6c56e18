"""The pay-curve explorer in a real browser: it answers as the library does, and its table stands without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from macros import curve_answers
from macros.charts import ACROSS, Scale, run_of, top_for
from macros.curve_answers import BEYOND, KINDS, ROWS, Preset, answers, curve_for, pieces, presets
from macros.curve_explorer import explorer_data
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGE = "comp/pay-curves/"
SEED, COUNT = 20261, 1500
REPLAY = """
async ({core, forms, settings}) => {
  const { answers } = await import(core);
  return forms.map((form) => answers(form, settings));
}
"""


@pytest.fixture
def tab(browser: Browser, home: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(home + PAGE)
    yield opened
    context.close()


def forms(seed: int = SEED, count: int = COUNT) -> list[dict[str, Any]]:
    """Generated forms, the same for the same seed: some cannot be read, some break a rule."""
    draw = np.random.default_rng(seed)
    return [form(draw) for _ in range(count)]


def form(draw: np.random.Generator) -> dict[str, Any]:
    kind = str(draw.choice(list(KINDS)))
    rated = kind not in ("points", "steps")
    xs = sorted((number(draw, 220) for _ in range(int(draw.integers(0, ROWS + 1)))), key=float)
    if kind == "points" and len(xs) > 1 and draw.random() < 0.4:
        xs[1] = xs[0]
    if draw.random() < 0.1:
        xs.reverse()
    ys = [number(draw, 3 if rated else 400) for _ in xs]
    if draw.random() < 0.6:
        ys.sort(key=float)
    rows = [[x, y] for x, y in zip(xs, ys, strict=True)]
    if rows and draw.random() < 0.1:
        rows[0][int(draw.integers(0, 2))] = str(draw.choice(["", "x", "-1", "1,5", "12.34567", "1e2", "99999"]))
    return {
        "kind": kind,
        "beyond": str(draw.choice(list(BEYOND))),
        "rows": rows,
        "incentive": number(draw, 90_000),
        "reached": number(draw, 220) + str(draw.choice(["", "%", " %"])),
    }


def number(draw: np.random.Generator, high: int) -> str:
    """A number as people write it: whole, half, or with a decimal or two, at times with needless zeros."""
    shown = [f"{draw.integers(0, high)}", f"{draw.integers(0, 2 * high) / 2:g}", f"{draw.uniform(0, high):.2f}"]
    return ("0" if draw.random() < 0.05 else "") + str(draw.choice(shown))


def expected(asked: dict[str, Any]) -> dict[str, Any] | None:
    """What the library says of a form; None where it refuses it."""
    rows = [(x, y) for x, y in asked["rows"]]
    try:
        said = answers(Preset("", asked["kind"], asked["beyond"], rows), asked["incentive"], asked["reached"])
    except ValueError:
        return None
    return {
        "table": [list(row) for row in said.table],
        "you": said.you,
        "remarks": list(said.remarks),
        "file": said.file,
        "factors": list(said.factors),
    }


def test_the_explorer_answers_as_the_library_does(tab: Page) -> None:
    core = tab.evaluate("new URL('../../assets/widgets/curve-core.js', location).href")
    asked = forms()
    said = tab.evaluate(REPLAY, {"core": core, "forms": asked, "settings": explorer_data()})
    wrong, refused = [], 0
    for each, answer in zip(asked, said, strict=True):
        known = expected(each)
        refused += known is None
        same = answer.get("table") is None if known is None else {name: answer[name] for name in known} == known
        wrong += [] if same else [(each, known, answer)]
    assert wrong == []
    assert COUNT * 0.05 < refused < COUNT * 0.6, "too few of one kind to say anything"


@pytest.mark.parametrize("place", range(len(presets())), ids=[each.label for each in presets()])
def test_a_curve_to_start_from_shows_what_the_library_computes(tab: Page, place: int) -> None:
    tab.get_by_label("Start from").select_option(str(place))
    found, said = presets()[place], answers(presets()[place])
    assert cells(tab) == [list(row) for row in said.table]
    assert tab.locator("[data-remarks] li").all_inner_texts() == said.remarks
    assert tab.locator("[data-you]").inner_text() == said.you
    assert tab.locator("[data-file]").inner_text() == said.file
    drawn = pieces(curve_for(found).compile())
    scale = Scale("", "", ACROSS, top_for(max(y for piece in drawn for _, y in piece)))
    assert numbers(tab.locator('compsim-curve [data-line="now"]').get_attribute("d")) == pytest.approx(
        numbers(run_of(drawn, scale)), abs=0.11
    )


def test_what_cannot_be_read_is_marked_and_the_last_curve_stays(tab: Page) -> None:
    before = cells(tab)
    field = tab.get_by_label("Pays, row 2")
    field.fill("all")
    assert field.get_attribute("aria-invalid") == "true"
    assert cells(tab) == before
    assert curve_answers.WORDS["unreadable"] in tab.get_by_role("status").inner_text()
    field.fill("120")
    assert cells(tab)[5][1] == "120\u00a0%"
    tab.get_by_label("Attainment in per cent, row 2").fill("70")
    assert curve_answers.WORDS["order"] in tab.get_by_role("status").inner_text()
    tab.get_by_role("button", name="Back to the start").click()
    assert cells(tab) == before


def test_the_way_into_the_simulator_is_there_only_for_a_curve_that_it_has(tab: Page) -> None:
    last_year, next_year = (tab.locator(f'[data-plan="{name}"]') for name in ("last_year", "next_year"))
    assert last_year.is_visible()
    assert not next_year.is_visible()
    tab.get_by_label("Pays, row 3").fill("200")
    assert not last_year.is_visible()
    tab.get_by_label("Start from").select_option("1")
    assert next_year.is_visible()
    tab.get_by_label("Start from").select_option("2")
    assert not next_year.is_visible()


def test_without_scripts_picture_and_table_stand(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(home + PAGE)
    assert cells(tab) == [list(row) for row in answers(presets()[0]).table]
    assert tab.locator('compsim-curve [data-line="now"]').get_attribute("d")
    assert not tab.locator("compsim-curve .widget__form").is_visible()
    context.close()


def cells(tab: Page) -> list[list[str]]:
    rows = tab.locator("[data-table] tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def numbers(path: str | None) -> list[float]:
    return [float(found) for found in re.findall(r"[\d.]+", path or "")]
