"""The workbook: totals survive the way through a spreadsheet to the cent, and nothing in it runs."""

from io import BytesIO
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.analysis.impact import winners_and_losers
from compsim.engine.payouts import Payouts
from compsim.errors import Problem
from compsim.present import tables
from compsim.present.workbook import payout_workbook, table_workbook
from tests.analysis.hand_made import payouts, people


def read(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def company(first: float = 25.005, names: tuple[str, ...] = ("Ann", "Bob")) -> Payouts:
    money = np.full((2, 2, 3, 2), 1.1)
    money[0, 0, 0, 0] = first
    population = people(
        names,
        ["2025-01", "2025-02", "2025-03"],
        currency="EUR",
        assumptions=("target_incentive is 1200 for everybody",),
        notes=(Problem("results.csv", "no target", "Add one.", row=4, severity="warning"),),
    )
    return payouts(money, population, components=["revenue", "gate"])


@settings(max_examples=20, deadline=None)
@given(st.floats(-1e7, 1e7))
def test_totals_survive_the_spreadsheet_to_the_cent(first: float) -> None:
    paid = company(first)
    sheets = read(payout_workbook(paid))
    totals = pytest.approx(paid.total().sum(axis=1).tolist(), abs=1e-6)  # far below a cent; a cell holds 16 digits
    for name, column in (("Per rep", "Payout (EUR)"), ("Per period", "All (EUR)"), ("Components", "All (EUR)")):
        heading, *rows = sheets[name]
        sums = {key: sum(row[heading.index(column)] for row in rows if row[0] == key) for key in ("old", "new")}
        assert list(sums.values()) == totals, name
    heading, *rows = sheets["Cost"]
    assert [row[heading.index("Payout (EUR)")] for row in rows] == totals


def test_the_notes_say_what_was_evaluated_and_assumed() -> None:
    notes = read(payout_workbook(company()))["Notes"]
    assert ["Periods", "2025-01 to 2025-03"] in notes
    assert ["Assumption", "target_incentive is 1200 for everybody"] in notes
    assert ["Note", "results.csv row 4: no target. Add one."] in notes


def test_a_name_is_never_a_formula_or_a_link() -> None:
    names = ("=HYPERLINK(1)", "http://example.org")
    book = openpyxl.load_workbook(BytesIO(payout_workbook(company(names=names))))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in cells} >= {"'=HYPERLINK(1)", "http://example.org"}
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


def test_the_same_payouts_are_the_same_bytes() -> None:
    assert payout_workbook(company()) == payout_workbook(company())


def test_headings_stay_in_view_and_figures_have_formats() -> None:
    book = openpyxl.load_workbook(BytesIO(payout_workbook(company())))
    assert [sheet.title for sheet in book.worksheets] == ["Cost", "Per rep", "Per period", "Components", "Notes"]
    assert {sheet.freeze_panes for sheet in book.worksheets} == {"A2"}
    row = dict(zip((cell.value for cell in book["Per rep"][1]), book["Per rep"][2], strict=True))
    assert row["Payout (EUR)"].number_format == "#,##0.00"
    assert row["Attainment"].number_format == "0.0%"
    assert row["Attainment"].value == 1.0


def test_tables_of_analyses_get_sheets_of_their_own() -> None:
    paid = company()
    impact = winners_and_losers(paid)
    sheets = read(payout_workbook(paid, [tables.bands_table(impact), tables.changes_table(impact)]))
    assert list(sheets)[4:] == ["Change of pay", "Change per rep", "Notes"]
    assert sheets["Change of pay"][1][:3] == ["new", "below −5\u00a0%", 1]


def test_sheet_names_are_what_a_spreadsheet_takes() -> None:
    notes = tables.norms_table(0.5)
    titles = ["Pay: by [team]", "x" * 40, "x" * 40, "notes", "Notes", "'"]
    named = read(table_workbook([tables.Table(title, notes.frame, notes.kinds) for title in titles]))
    assert list(named) == ["Pay  by  team", "x" * 31, "x" * 27 + " (2)", "notes", "Notes (2)", "Sheet"]
