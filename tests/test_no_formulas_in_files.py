"""Every table that leaves the program: no name in it is a formula when a spreadsheet opens the file."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Callable

import openpyxl
import pandas as pd
import pytest

from compsim.analysis.impact import winners_and_losers
from compsim.analysis.rows import roster_rows
from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.population.files.formulas import FORMULA_STARTS
from compsim.present import tables
from compsim.present.live_workbook.book import live_workbook
from compsim.present.tables import csv_text
from compsim.present.workbook import payout_workbook, table_workbook
from tests.analysis.really import LINEAR, plan, sellers
from tests.project_files import ROOT

HOSTILE = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "Ann\r=1", "Ann\r\n=1", "\uff1d1", "'=1"]


def payouts() -> Payouts:
    """People, teams and columns with hostile names under two plans."""
    people = sellers(
        {"a": [50.0 + 10 * n for n in range(len(HOSTILE))]}, rep=HOSTILE, team=HOSTILE, region=HOSTILE, manager=HOSTILE
    )
    return evaluate([plan(name, {"a": f"weight: 100%, {LINEAR}"}) for name in ("old", "new")], people)


def cells_of_csv(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def cells_of_book(content: bytes) -> list[str]:
    """Texts of a workbook; its formulas must be those of this project, which name no person."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.hyperlink]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert not [text for text in formulas if any(name in text[1:] for name in HOSTILE if len(name) > 2)]
    return [cell.value for cell in cells if cell.data_type == "s"]


def risky(cells: list[str]) -> list[str]:
    """Texts that a spreadsheet would take for a formula; a figure with its sign is none."""
    return [cell for cell in cells if cell.startswith(FORMULA_STARTS) and not _is_figure(cell)]


def _is_figure(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell.strip() == cell and cell not in HOSTILE


PAYOUTS: dict[str, Callable[[Payouts], pd.DataFrame]] = {
    "pay of the command line": Payouts.long,
    "people": lambda paid: tables.roster_table(roster_rows(paid)).frame,
    "changes": lambda paid: tables.changes_table(winners_and_losers(paid)).frame,
    "periods": lambda paid: tables.periods_table(paid).frame,
    "components": lambda paid: tables.components_table(paid).frame,
    "headings": lambda paid: paid.population.roster.rename(columns={"region": "=cmd"}),
}


@pytest.mark.parametrize("name", PAYOUTS)
def test_a_table_as_csv_holds_no_formula(name: str) -> None:
    frame = PAYOUTS[name](payouts())
    assert risky([str(cell) for column in frame for cell in frame[column] if isinstance(cell, str)]), (
        "something hostile"
    )
    cells = cells_of_csv(csv_text(frame))
    assert risky(cells) == []
    assert "'=1+1" in cells
    assert "''=1" in cells, "what is guarded already is guarded again, so that reading takes off one"


def test_workbooks_hold_no_formula_but_their_own() -> None:
    paid = payouts()
    for content in (
        payout_workbook(paid, [tables.changes_table(winners_and_losers(paid))]),
        table_workbook([tables.frame_table(paid.population.roster, title="=1+1")]),
        live_workbook(paid.scenarios[0], paid.population),
    ):
        assert risky(cells_of_book(content)) == []


# Where a frame is written as CSV, and why no name can come from a reader's data there.
_ELSEWHERE = {
    "src/compsim/present/tables.py": "csv_text itself",
    "src/compsim/population/crediting/files.py": "on harmless frames",
    "src/compsim/population/proposal/people.py": "on harmless cells",
    "src/compsim/population/example/company.py": "invented names only",
    "src/compsim/population/people.py": "bytes to hash, never a file",
}


def test_one_function_writes_every_csv() -> None:
    writers = {
        str(path.relative_to(ROOT))
        for folder in ("src", "simulator")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"to_csv", "to_excel", "writerow", "writerows"}
    }
    assert writers == set(_ELSEWHERE)
    credited = (ROOT / "src/compsim/population/crediting/files.py").read_text(encoding="utf-8")
    assert credited.count(".to_csv(") == credited.count("harmless_frame(")
    assert (ROOT / "src/compsim/present/tables.py").read_text(encoding="utf-8").count(".to_csv(") == 1
