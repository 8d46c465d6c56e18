"""Answers on the page Start that decide about money: pay by the month, stages in other words, and what a file is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
QUIET = 60.0
FILES = {
    "people.csv": "Mitarbeiter;Funktion;Team;Grundgehalt/Monat;Zielbonus p.a.\n"
    "Rep A;AE;Nord;4.800,00;24.000,00\nRep B;AM;Süd;4.100,00;12.000,00\n",
    "deals.csv": "Vorgang;Zuständig;Phase;Abschluss am;Auftragswert\nVK-1;Rep A;Gewonnen;14.01.2025;1.000,50\n"
    "VK-2;Rep B;Auftrag erteilt;20.02.2025;2.000,00\nVK-3;Rep B;Verloren;21.02.2025;500,00\n",
    "Ziele.csv": "Mitarbeiter;Monat;Umsatzziel\nRep A;01/2025;900,00\nRep B;02/2025;1.500,00\n",
}


@pytest.fixture(name="app")
def _fixture_app(open_page: Open) -> AppTest:
    app = open_page(data="upload")
    for name, text in FILES.items():
        app.file_uploader(key="start/upload").upload(name, text.encode())
    return app.run(timeout=QUIET)


def test_pay_by_the_month_and_stages_in_other_words_are_answered_on_the_page(app: AppTest) -> None:
    assert app.button(key="export/credit").disabled
    pay = app.selectbox(key="export/times/roster/base_salary")
    assert pay.value is None
    pay.select("12").run(timeout=QUIET)
    assert app.selectbox(key="export/times/roster/base_salary").value == "12"
    assert app.button(key="export/credit").disabled  # the stage is still open
    assert set(app.session_state["export/won"]) == {"Gewonnen", "Auftrag erteilt"}  # offered
    app.button(key="export/won_sure").click().run(timeout=QUIET)
    assert not app.exception
    assert not app.button(key="export/credit").disabled
    assert [button.key for button in app.button if button.key == "export/won_sure"] == []
    app.button(key="export/credit").click().run(timeout=QUIET)
    assert not app.exception
    app.button(key="export/use").click().run(timeout=QUIET)
    assert not app.exception


def test_a_file_of_targets_is_one_of_the_tables_and_can_be_left_out(app: AppTest) -> None:
    assert app.selectbox(key="export/file/Ziele.csv").value == "targets"
    assert app.selectbox(key="export/column/targets/target").value == "Umsatzziel"
    app.selectbox(key="export/file/Ziele.csv").select("").run(timeout=QUIET)
    assert not app.exception
    assert [box.key for box in app.selectbox if str(box.key).startswith("export/column/targets")] == []
