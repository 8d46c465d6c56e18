"""What can be taken along from Result and Compare: the workbook with formulas, the brief, and pictures."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

import compsim as cs
from compsim.analysis.impact import winners_and_losers
from compsim.present.numbers import money, signed_money
from compsim.present.theme import DARK_PAGE, LIGHT_PAGE
from simulator import caches, documents, saving, widgets
from simulator.sources import Data, invented_company
from simulator.state import Current
from simulator.text import plain
from tests.analysis.really import LINEAR, plan, sellers
from tests.simulator.conftest import Open
from tests.simulator.test_app import said


def downloads(app: AppTest) -> list[str]:
    """The files that a page offers."""
    return [button.proto.label for button in app.get("download_button")]


def picture(app: AppTest) -> tuple[dict[str, object], dict[str, object]]:
    """How the first picture of a page looks, and how it is saved."""
    proto = app.get("plotly_chart")[0].proto
    return json.loads(proto.spec)["layout"], json.loads(proto.config)["toImageButtonOptions"]


def test_result_offers_both_workbooks(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    assert not app.exception
    assert plain("result.workbook") in downloads(app)
    assert plain("document.formulas") in downloads(app)


def test_compare_offers_a_brief_once_a_plan_is_compared_with(open_page: Open) -> None:
    app = open_page("compare", plan="next_year")
    assert plain("document.brief") not in downloads(app)
    assert plain("document.brief_paid") in said(app)
    app.segmented_control(key="compare/against").set_value("last_year").run()
    assert not app.exception
    assert plain("document.brief") in downloads(app)
    assert plain("document.brief_paid") not in said(app)


def test_a_few_people_get_no_brief(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four people can be compared; a brief about four would show what each is paid."""
    plans = {name: plan(name, {"a": f"weight: 100%, {LINEAR}"}) for name in ("one", "other")}
    few = Data("company", sellers({"a": [90.0, 100.0, 110.0, 120.0]}), plans)
    monkeypatch.setattr(caches, "invented_company", lambda: few)
    app = open_page("compare", plan="one")
    assert not app.exception
    assert plain("document.brief") not in downloads(app)
    assert plain("document.brief_few") in said(app)


def test_the_brief_is_about_the_plans_that_the_page_shows() -> None:
    data = invented_company()
    old, new = (widgets.under_title(Current(name, data.plans[name])) for name in ("last_year", "next_year"))
    total = winners_and_losers(cs.evaluate([old, new], data.population)).totals.iloc[0]
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(documents.brief(data, old, new))).pages)
    for words in (new.name, old.name, money(total["after"], "EUR"), signed_money(total["difference"], "EUR"), "North"):
        assert words in text


def test_the_workbook_is_the_plan_that_the_page_shows() -> None:
    data = invented_company()
    edited = data.plans["next_year"].model_copy(update={"name": "Mine (edited)"})
    book = openpyxl.load_workbook(BytesIO(documents.with_formulas(data, edited)), data_only=True)
    assert book["Start"]["A1"].value == "Mine (edited)"
    hunters = cs.evaluate(edited, data.population)
    first = hunters.population.roster["role"].eq("hunter").to_numpy().argmax()
    sheet, cell = next(iter(book.defined_names["pay_hunter"].destinations))
    assert book[sheet][cell.replace("$", "")].value == pytest.approx(hunters.total()[0, first])


def test_pictures_are_saved_as_somebody_chose_under_their_title(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    _, saved = picture(app)
    assert saved["format"] == "svg"
    assert saved["filename"] == "result-attainment"
    app.radio(key=saving.FORMAT).set_value("png").run()
    assert not app.exception
    _, saved = picture(app)
    assert (saved["format"], saved["scale"]) == ("png", 2)


def test_a_picture_of_a_dark_page_can_be_saved_on_white(open_page: Open) -> None:
    app = open_page("result", plan="next_year")
    light, _ = picture(app)
    assert light["paper_bgcolor"] == LIGHT_PAGE
    app.context["theme"] = "dark"
    app.run()
    assert not app.exception
    dark, _ = picture(app)
    assert dark["paper_bgcolor"] == DARK_PAGE
    app.toggle(key=saving.LIGHT).set_value(True).run()
    white, _ = picture(app)
    assert white["paper_bgcolor"] == LIGHT_PAGE
    assert white["template"]["layout"]["font"] == light["template"]["layout"]["font"]  # type: ignore[index]
    assert white["template"]["layout"]["font"] != dark["template"]["layout"]["font"]  # type: ignore[index]
