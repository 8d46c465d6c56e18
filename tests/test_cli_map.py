"""The dialogue of `compsim map`: which file is what, how figures count, which stages count, and how files are read."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from compsim.cli import main

Run = Callable[..., tuple[int, str, str]]
PEOPLE = """\
Mitarbeiter;Funktion;Team;Grundgehalt/Monat;Zielbonus p.a.
Rep A;AE;Nord;4.800,00;24.000,00
Rep B;AM;Süd;4.100,00;12.000,00
"""
DEALS = """\
Vorgang;Zuständig;Phase;Abschluss am;Auftragswert
VK-1;Rep A;Gewonnen;14.01.2025;1.000,50
VK-2;Rep B;Auftrag erteilt;20.02.2025;2.000,00
VK-3;Rep B;Verloren;21.02.2025;500,00
"""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["compsim", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return call


@pytest.fixture(name="export")
def _fixture_export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "Personal.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "Chancen.csv").write_text(DEALS, encoding="utf-8")
    return folder


def test_each_open_question_is_answered_by_the_option_it_names(run: Run, export: Path, tmp_path: Path) -> None:
    """By hand: 4,800 × 12 = 57,600 and 4,100 × 12 = 49,200; 1,000.50 and 2,000.00 of won deals."""
    code, told, _ = run("map", export)
    assert (code, "2 open:" in told) == (0, True)
    assert "Or here: --times roster.base_salary=12" in told
    assert "Or here: --won 'Gewonnen,Auftrag erteilt'" in told
    mapping, out = tmp_path / "mapping.yaml", tmp_path / "out"
    answers = ("--times", "roster.base_salary=12", "--won", "Gewonnen,Auftrag erteilt")
    code, told, _ = run("map", export, "--out", mapping, *answers)
    assert (code, "nothing is open" in told) == (0, True)
    code, told, _ = run("credit", export, "--mapping", mapping, "--out", out, "--json")
    assert code == 0
    assert json.loads(told)["measures"]["revenue"]["amount_credited"] == 3000.5
    assert pd.read_csv(out / "roster.csv")["base_salary"].tolist() == [57_600, 49_200]
    assert "roster.base_salary: the export's figure × 12" in json.loads(told)["assumptions"]


def test_an_open_decimal_sign_is_answered_by_the_option_it_names(run: Run, export: Path) -> None:
    (export / "Personal.csv").write_text(PEOPLE.replace(",00", ""), encoding="utf-8")
    _, told, _ = run("map", export)
    assert "Or here: --read Personal.csv:decimal=comma" in told
    _, told, _ = run("map", export, "--read", "Personal.csv:decimal=comma")
    assert "decimal point or a decimal comma" not in told


def test_stages_are_said_at_once_or_one_by_one(run: Run, export: Path) -> None:
    once, apart = (
        json.loads(run("map", export, *won, "--json")[1])["won"]["counted"]
        for won in (("--won", "Gewonnen,Auftrag erteilt"), ("--won", "Gewonnen", "--won", "Auftrag erteilt"))
    )
    assert once == apart == ["Gewonnen", "Auftrag erteilt"]
    code, _, told = run("map", export, "--won", "Gewonen")
    assert (code, "Did you mean 'Gewonnen'" in told) == (1, True)


def test_a_stage_with_a_comma_in_it_can_be_said(run: Run, export: Path) -> None:
    (export / "Chancen.csv").write_text(DEALS.replace("Auftrag erteilt", "Erteilt, in Lieferung"), encoding="utf-8")
    code, told, _ = run("map", export, "--won", "Erteilt, in Lieferung", "--json")
    assert (code, json.loads(told)["won"]["counted"]) == (0, ["Erteilt, in Lieferung"])


def test_which_file_is_a_table_can_be_said_and_unsaid(run: Run, export: Path) -> None:
    strange = DEALS.replace("Abschluss am", "Zeit").replace("Phase", "X").replace("Auftragswert", "Y")
    (export / "Chancen.csv").rename(export / "Liste.csv")
    (export / "Liste.csv").write_text(strange, encoding="utf-8")
    _, told, _ = run("map", export)
    assert "--choose deals=Liste.csv" in told
    code, _, told = run("map", export, "--choose", "deals.amount=Y")
    assert code == 1
    assert "no file is deals yet. Say which one is: --choose deals=FILE." in told
    words = ("--choose", "deals.amount=Y", "--choose", "deals=Liste.csv", "--choose", "deals.closed_on=Zeit")
    code, told, _ = run("map", export, *words, "--json")
    assert code == 0
    columns = json.loads(told)["tables"]["deals"]["columns"]
    assert [columns[name]["column"] for name in ("amount", "closed_on", "rep")] == ["Y", "Zeit", "Zuständig"]
    code, told, _ = run("map", export, "--choose", "none=Personal.csv", "--json")
    assert "roster" not in json.loads(told)["tables"]
    code, _, told = run("map", export, "--choose", "deals=Liste")
    assert (code, "Did you mean 'Liste.csv'" in told) == (1, True)


def test_a_column_can_be_left_out(run: Run, export: Path) -> None:
    code, told, _ = run("map", export, "--choose", "deals.stage=none", "--json")
    assert code == 0
    assert json.loads(told)["won"]["column"] == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("roster:header_row=3", ("which file is 'roster' is known only once the files are read. Name the file: "
                                "--read Chancen.csv:header_row=3. Files here: Chancen.csv, Personal.csv.")),
        ("Personl.csv:header_row=3", "there is no file 'Personl.csv'"),
        ("Personal.csv:colour=3", "'colour' is nothing that can be said about a file"),
        ("Personal.csv:header_row=0", "'0' is no row"),
    ],
)  # fmt: skip
def test_a_word_about_reading_names_the_file(run: Run, export: Path, said: str, told: str) -> None:
    code, _, problems = run("map", export, "--read", said)
    assert code == 1
    assert told in problems


def test_the_help_says_how_files_are_named_and_tables_chosen(run: Run) -> None:
    told = " ".join(run("map", "--help")[1].replace("│", " ").split())
    for words in ("TABLE=FILE", "deals=Deals_2025.csv", "[FILE:]WHAT=VALUE", "People.xlsx:header_row=3", "--times"):
        assert words in told


def test_crediting_takes_the_name_of_a_table_or_of_its_file(run: Run, tmp_path: Path) -> None:
    """`1,500` is fifteen hundred with a decimal point and one and a half with a comma."""
    (tmp_path / "people.csv").write_text("Name,Role,Team,Base salary,Target incentive\nAda,a,n,1,1\n", encoding="utf-8")
    (tmp_path / "deals.csv").write_text(
        'Deal ID,Owner,Amount,Close Date\nD1,Ada,"1,500",2025-01-31\n', encoding="utf-8"
    )
    mapping = tmp_path / "mapping.yaml"
    assert run("map", tmp_path, "--out", mapping, "--read", "deals.csv:decimal=comma")[0] == 0
    found = [
        json.loads(run("credit", tmp_path, "--mapping", mapping, "--json", "--read", f"{name}:decimal=point")[1])
        for name in ("deals", "deals.csv")
    ]
    assert [facts["measures"]["revenue"]["amount_in"] for facts in found] == [1500, 1500]
