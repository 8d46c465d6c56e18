"""What a person decides about an export on the page Start: names, how files are read, year, money; and broken files."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from simulator import exports
from tests.population.test_proposal_spellings import DOERTE, FILES

Open = Callable[..., AppTest]
QUIET = 60.0
SPELT = f"export/spelt/{'/'.join(DOERTE)}"


def book(*rows: tuple[object, ...]) -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


ROSTER = (
    ("Mitarbeiter", "Funktion", "Team", "Grundgehalt p.a.", "Zielbonus p.a."),
    ("Dörte Föhre", "AE", "Nord", 50_000, 15_000),
    ("Jürn Lärche", "AE", "Nord", 52_000, 15_000),
    ("Ivo Eiche", "AM", "Süd", 48_000, 9_000),
)
PEOPLE = book(("Vertriebspersonal 2025",), (), *ROSTER)
GOOD = {"Personal.xlsx": PEOPLE, **{name: FILES[name].encode("cp1252") for name in ("deals.csv", "Ziele.csv")}}
BROKEN = {"kaputt.csv": b"a;b\n1;2;3\n", "leer.csv": b"", "Alt.xlsx": b"PK\x03\x04 cut off"}


def given(app: AppTest, files: dict[str, bytes]) -> AppTest:
    """The app once these files were given."""
    for name, content in files.items():
        app.file_uploader(key="start/upload").upload(name, content)
    return app.run(timeout=QUIET)


def mapping(app: AppTest) -> str:
    """The mapping as it stands."""
    export: exports.Export = app.session_state["export"]
    return export.proposal.yaml()


def test_a_german_export_is_answered_credited_and_told_to_the_last_target(open_page: Open) -> None:
    app = given(open_page(data="upload"), GOOD)
    box = app.checkbox(key=SPELT)
    assert not box.value
    assert "**Doerte Före** is **Dörte Föhre**" in box.label
    assert "2\N{NO-BREAK SPACE}deals · 1 of them count · 2,000.25" in box.label
    assert '"Doerte Före": Dörte Föhre' not in mapping(app)
    assert [text.value for text in app.markdown if "Wer Anders" in text.value and "like nobody" in text.value]
    box.check().run(timeout=QUIET)
    assert '"Doerte Före": Dörte Föhre' in mapping(app)

    row = app.number_input(key="export/read/Personal.xlsx/header_row")
    assert row.value == 3  # below a title and a blank row
    row.set_value(2).run(timeout=QUIET)
    assert "1\N{NO-BREAK SPACE}file could not be read" in app.error[0].value
    app.number_input(key="export/read/Personal.xlsx: Sheet/header_row").set_value(3).run(timeout=QUIET)
    assert not app.error
    assert app.checkbox(key=SPELT).value  # a file that was gone for a while takes no answer with it
    app.selectbox(key="export/read/deals.csv/dates").select("day-first").run(timeout=QUIET)
    app.selectbox(key="export/month/first").select("2025-01").run(timeout=QUIET)
    assert "2024-12" not in app.selectbox(key="export/month/last").options
    app.selectbox(key="export/month/last").select("2025-11").run(timeout=QUIET)
    app.text_input(key="export/currency").set_value("EUR").run(timeout=QUIET)
    written = mapping(app)
    for said in ("header_row: 3", "dates: day-first", "from: 2025-01, to: 2025-11", "currency: EUR"):
        assert said in written

    app.button(key="export/credit").click().run(timeout=QUIET)
    assert not app.exception
    tables = [table.value.to_numpy().tolist() for table in app.table]
    # 3 targets of 2,650; December lies beyond the months, and `Lärche, Jürn` was not accepted
    rows = next(rows for rows in tables if ["revenue", "In the file", "3", "2,650"] in rows)
    assert ["revenue", "Given to a person on the plan", "1", "900"] in rows
    assert ["revenue", "Set aside: rep is not on the roster", "1", "1,500"] in rows
    told = "3\N{NO-BREAK SPACE}targets came in; 1 was given to a person on the plan, 2 were set aside"
    assert [text.value for text in app.markdown if text.value.startswith(told)]


def test_every_broken_file_is_told_at_once_and_the_good_ones_keep_their_answers(open_page: Open) -> None:
    app = given(open_page(data="upload"), GOOD)
    app.checkbox(key=SPELT).check().run(timeout=QUIET)
    app = given(app, {**GOOD, **BROKEN})
    (error,) = app.error
    assert "3\N{NO-BREAK SPACE}files could not be read" in error.value
    assert all(name in error.value for name in GOOD)
    places = [str(place).replace("\\", "") for table in app.table for place in table.value.iloc[:, 0]]
    assert [place for place in places if place.startswith(tuple(BROKEN))] == [
        "kaputt.csv row 2",
        "leer.csv",
        "Alt.xlsx",
    ]
    assert app.checkbox(key=SPELT).value
    assert app.number_input(key="export/read/kaputt.csv/header_row").value is None
    app.number_input(key="export/read/kaputt.csv/header_row").set_value(2).run(timeout=QUIET)
    assert not app.exception
    assert "2\N{NO-BREAK SPACE}files could not be read" in app.error[0].value


def test_blocks_stay_open_and_columns_keep_their_place_while_they_are_answered(open_page: Open) -> None:
    files = {**GOOD, "Personal.xlsx": book(*((row[0], row[2]) for row in ROSTER))}
    app = given(open_page(data="upload"), files)

    def blocks() -> list[tuple[str, bool]]:
        return [(block.label, block.proto.expanded) for block in app.expander]

    def columns() -> list[str]:
        return [str(box.key) for box in app.selectbox if str(box.key).startswith("export/column/roster/")]

    first, order = blocks(), columns()
    assert ("People and their roles", True) in first
    for name, value in (("role", "AE"), ("base_salary", "60000"), ("target_incentive", "20000")):
        app.selectbox(key=f"export/column/roster/{name}").select("\0value").run(timeout=QUIET)
        app.text_input(key=f"export/value/roster/{name}").set_value(value).run(timeout=QUIET)
    assert not app.button(key="export/credit").disabled
    assert (blocks(), columns()) == (first, order)


def test_a_currency_that_is_none_is_told_and_not_taken(open_page: Open) -> None:
    app = given(open_page(data="upload"), GOOD)
    app.text_input(key="export/currency").set_value("Euro").run(timeout=QUIET)
    assert not app.exception
    assert "“Euro” is no currency" in app.warning[0].value
    assert "# ? currency" in mapping(app)
    app.text_input(key="export/currency").set_value("huf").run(timeout=QUIET)
    assert "currency: HUF" in mapping(app)
    assert len(app.warning) == 0


TABLES = {
    "roster.csv": "rep,role,team,target_incentive\nDörte Föhre,AE,N,1000\nIvo Eiche,AE,N,1000\n",
    "results.csv": "rep,measure,period,actual,target\nDoerte Före,rev,2025-01,300.5,400\nIvo Eiche,rev,2025-01,5,5\n"
    "Doerte Före,rev,2025-02,200,400\nIvo Eiche,rev,2025-02,5,5\n",
}


def test_a_name_in_tables_that_are_ready_is_accepted_with_a_tick(open_page: Open) -> None:
    app = given(open_page(data="upload"), {name: text.encode() for name, text in TABLES.items()})
    key = "names/results/Doerte Före/Dörte Föhre"
    assert "2\N{NO-BREAK SPACE}rows of results · rev 500.50" in app.checkbox(key=key).label
    before = app.session_state["upload"].population
    app.checkbox(key=key).check().run(timeout=QUIET)
    after = app.session_state["upload"].population
    assert not app.exception
    assert [float(np.nansum(each.results["rev"])) for each in (before, after)] == [10.0, 510.5]
    assert "results.rep: 1 name is read as another: accepted by a person" in after.assumptions
    app.checkbox(key=key).uncheck().run(timeout=QUIET)
    assert app.session_state["upload"].population.fingerprint == before.fingerprint


REFUSED = """
from compsim.errors import Problem
from simulator import widgets

notes = [Problem("people.csv", f"row {row} is hidden", severity="warning") for row in (4, 9)]
widgets.refused("check.broken", [Problem("deals.csv", "there is no column 'Betrag'", "Name it."), *notes])
"""


def test_what_is_only_to_know_is_not_counted_as_a_fault() -> None:
    app = AppTest.from_string(REFUSED).run(timeout=QUIET)
    assert not app.exception
    assert "**1 to mend**" in app.error[0].value
    assert app.info[0].value.startswith("2 only to know")
    assert [len(table.value) for table in app.table] == [1, 2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("all dates, %d.%m.%Y", "all dates, DD.MM.YYYY"),
        ("'03/04/2025' fit %d/%m/%Y and %m/%d/%Y", "'03/04/2025' fit DD/MM/YYYY and MM/DD/YYYY"),
        ("%Y-%m-%d %H:%M", "YYYY-MM-DD hh:mm"),
        ("a column called 100%done", "a column called 100%done"),
    ],
)
def test_how_dates_are_written_is_told_in_letters_people_know(text: str, told: str) -> None:
    assert exports.dates_in_words(text) == told
