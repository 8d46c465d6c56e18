"""Documents on the command line: the brief, and the workbook whose formulas pay whoever is chosen."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

import compsim as cs
from compsim.cli import main
from compsim.present.numbers import money

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["compsim", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return call


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["compsim", "example", str(folder), "--no-deals"])
        with pytest.raises(SystemExit):
            main()
    return folder


def test_a_brief_is_written_with_groups_and_a_day(run: Run, company: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "brief.pdf"
    plans = (company / "last_year.yaml", company / "next_year.yaml")
    code, told, _ = run(
        "brief", *plans, "--data", company, "--out", out, "--by", "region", "--on", "2026-02-03", "--json"
    )
    assert code == 0
    assert json.loads(told) == {"file": str(out)}
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(out.read_bytes())).pages)
    paid = cs.total_cost(cs.evaluate(list(cs.example_scenarios().values()), cs.example_population()))
    for payout in paid.frame["payout"]:
        assert money(payout, "EUR") in text
    assert "Centre" in text
    assert "As of 2026-02-03" in text


def test_a_brief_tells_what_it_cannot_be_made_of(run: Run, company: Path, tmp_path: Path) -> None:
    plans = (company / "last_year.yaml", company / "next_year.yaml")
    code, _, told = run("brief", *plans, "--data", company, "--out", tmp_path / "brief.docx")
    assert (code, "Write to a .pdf file." in told) == (1, True)
    code, _, told = run("brief", *plans, "--data", company, "--out", tmp_path / "brief.pdf", "--by", "regoin")
    assert (code, "Did you mean 'region'" in told) == (1, True)
    assert not (tmp_path / "brief.pdf").exists()


def test_the_workbook_with_formulas_is_written(run: Run, company: Path, tmp_path: Path) -> None:
    out = tmp_path / "check.xlsx"
    code, told, _ = run("evaluate", company / "next_year.yaml", "--data", company, "--formulas", "--out", out, "--json")
    assert code == 0
    assert json.loads(told)["scenarios"] == ["next_year"]
    book = openpyxl.load_workbook(out)
    assert {"pay_hunter", "difference_account_manager", "person_inside_sales"} <= set(book.defined_names)
    sheet, cell = next(iter(book.defined_names["pay_hunter"].destinations))
    assert str(book[sheet][cell.replace("$", "")].value).startswith("=")


def test_a_workbook_with_formulas_needs_one_plan_and_a_file_for_it(run: Run, company: Path, tmp_path: Path) -> None:
    plans = (company / "last_year.yaml", company / "next_year.yaml")
    code, _, told = run("evaluate", *plans, "--data", company, "--formulas")
    assert code == 1
    assert "Add --out pay.xlsx." in told
    assert "is about one plan, and 2 are named" in told
    code, _, told = run("evaluate", plans[0], "--data", company, "--formulas", "--out", tmp_path / "pay.csv")
    assert (code, "Write to a .xlsx file." in told) == (1, True)
