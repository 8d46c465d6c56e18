"""Figures are written as the reader writes them, in tiles, sentences and pictures alike; documents are not."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from compsim.present.numbers import Marks, money
from simulator.reader import marks_of
from tests.project_files import ROOT
from tests.simulator.conftest import go
from tests.simulator.test_app import COST, said, tile


def opened(locale: str, page: str = "result") -> AppTest:
    app = AppTest.from_file(str(ROOT / "simulator" / "app.py"), default_timeout=60)
    app.context["locale"] = locale
    app.query_params["plan"] = "next_year"
    return go(app.run(), page)


@pytest.mark.parametrize(
    ("locale", "written"),
    [("en-US", "€1,431,058"), ("de-DE", "1.431.058\u00a0€"), ("fr-FR", "1\u202f431\u202f058\u00a0€")],
)
def test_the_same_total_is_written_as_the_reader_does(locale: str, written: str) -> None:
    app = opened(locale)
    assert not app.exception
    assert tile(app, COST) == written
    assert written in said(app)


def test_pictures_of_two_readers_are_not_mixed_up() -> None:
    """The cost of each component is drawn once and remembered for everybody."""
    specs = [json.loads(opened(locale, "plan").get("plotly_chart")[0].proto.spec) for locale in ("de-DE", "en-US")]
    assert [spec["layout"]["template"]["layout"]["separators"] for spec in specs] == [",.", ".,"]


def test_outside_a_page_figures_are_written_as_in_english() -> None:
    opened("de-DE")
    assert money(1234, "EUR") == "€1,234"


@pytest.mark.parametrize("said", ["xx-YY", "", "not a locale", "de_"])
def test_a_locale_that_nobody_knows_is_none(said: str) -> None:
    assert marks_of(said) is None


def test_a_region_writes_in_its_own_way() -> None:
    assert marks_of("de-CH") == Marks("’", ".", symbol_first=True)
