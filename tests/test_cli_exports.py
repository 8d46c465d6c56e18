"""Exports on the command line: from somebody's files to pay, with every step a command."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from compsim.cli import main
from tests.crm_export import write_crm_export

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


ANSWERS = (
    *("--choose", "roster.team=regional_office", "--say", "roster.role=seller"),
    *("--say", "roster.base_salary=60000", "--say", "roster.target_incentive=20000"),
)


@pytest.fixture(name="crm")
def _fixture_crm(tmp_path: Path) -> Path:
    return write_crm_export(tmp_path / "crm")


def test_a_mapping_is_proposed_with_what_is_open(run: Run, crm: Path) -> None:
    code, out, _ = run("map", crm)
    assert code == 0
    assert "rep: 'sales_agent' (all of 1,200 rows name somebody in sales_teams.csv 'sales_agent')" in out
    assert "4 open:" in out
    assert "next: add --out mapping.yaml" in out


def test_an_answered_mapping_credits_and_the_results_load(run: Run, crm: Path, tmp_path: Path) -> None:
    mapping, out = tmp_path / "mapping.yaml", tmp_path / "results"
    code, told, _ = run("map", crm, "--out", mapping, *ANSWERS)
    assert (code, "nothing is open: the mapping can run" in told) == (0, True)
    code, told, _ = run("credit", crm, "--mapping", mapping, "--out", out, "--json")
    account = json.loads(told)["measures"]["revenue"]
    assert code == 0
    assert account["rows_in"] == account["rows_credited"] + sum(part["rows"] for part in account["set_aside"])
    assert account["amount_in"] == account["amount_credited"] + sum(part["amount"] for part in account["set_aside"])
    code, told, _ = run("check", out, "--json")
    assert json.loads(told)["people"] == 35


def test_a_mapping_that_is_there_is_not_written_over(run: Run, crm: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("mapping: mine\n", encoding="utf-8")
    code, _, told = run("map", crm, "--out", mapping)
    assert code == 1
    assert "a mapping is there already" in told
    assert mapping.read_text(encoding="utf-8") == "mapping: mine\n"


def test_an_answer_that_is_none_is_told(run: Run, crm: Path) -> None:
    assert run("map", crm, "--choose", "role=Position")[0] == 1
    code, _, told = run("map", crm, "--choose", "roster.role=Positoin")
    assert code == 1
    assert "there is no column 'Positoin'" in told


def test_no_name_is_left_where_pseudonyms_are_wanted(run: Run, crm: Path, tmp_path: Path) -> None:
    mapping, out, key = tmp_path / "mapping.yaml", tmp_path / "results", tmp_path / "home" / "key"
    key.parent.mkdir()
    run("map", crm, "--out", mapping, *ANSWERS)
    code, told, _ = run("credit", crm, "--mapping", mapping, "--out", out, "--pseudonyms", key)
    names = set(pd.read_csv(crm / "sales_teams.csv")["sales_agent"])
    written = told + "".join(file.read_text(encoding="utf-8") for file in out.iterdir())
    assert code == 0
    assert [name for name in names if name in written] == []
    reps = pd.read_csv(out / "roster.csv")["rep"]
    assert reps.nunique() == 35
    assert reps.str.fullmatch(r"Rep-[0-9A-Z]{6,}").all()


def test_pseudonyms_pay_the_same(run: Run, tmp_path: Path) -> None:
    company, key = tmp_path / "company", tmp_path / "home" / "key"
    key.parent.mkdir()
    run("example", company, "--no-deals", "--reps", 40)
    plan = company / "next_year.yaml"
    named, hidden = (
        json.loads(run("evaluate", plan, "--data", company, "--json", *more)[1]) for more in ((), ("--pseudonyms", key))
    )
    assert sorted(map(repr, named["per_rep"].values())) == sorted(map(repr, hidden["per_rep"].values()))
    assert set(named["per_rep"]) & set(hidden["per_rep"]) == set()


def test_files_are_not_replaced_unless_it_is_said(run: Run, tmp_path: Path) -> None:
    company = tmp_path / "company"
    assert run("example", company, "--no-deals", "--reps", 30)[0] == 0
    before = (company / "roster.csv").read_bytes()
    code, _, told = run("example", company, "--no-deals", "--reps", 31)
    assert (code, "roster.csv" in told) == (1, True)
    assert (company / "roster.csv").read_bytes() == before
    assert run("example", company, "--no-deals", "--reps", 31, "--force")[0] == 0
    assert (company / "roster.csv").read_bytes() != before


def test_a_company_in_parquet_pays_what_it_pays_in_csv(run: Run, tmp_path: Path) -> None:
    totals = []
    for more in ((), ("--parquet",)):
        folder = tmp_path / f"company{len(more)}"
        run("example", folder, "--no-deals", "--reps", 40, "--control", *more)
        totals.append(json.loads(run("evaluate", folder / "last_year.yaml", "--data", folder, "--json")[1])["total"])
    assert totals[0] == totals[1]


def test_readiness_lights_every_part_and_asks_what_only_people_know(run: Run, tmp_path: Path) -> None:
    company = tmp_path / "company"
    run("example", company, "--no-deals")
    plans = (company / "next_year.yaml", "--baseline", company / "last_year.yaml")
    code, told, _ = run("readiness", company, *plans, "--json")
    found = json.loads(told)
    assert code == 0
    assert len(found["parts"]) == 11
    assert {part["light"] for part in found["parts"]} == {"green", "amber"}
    assert (found["recomputed"]["people"], found["recomputed"]["same"]) == (72, 72)
    code, told, _ = run("readiness", company, *plans)
    assert "? Could everybody on the plan work their own pay out on paper?" in told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("decimal", "a word and its value are needed"),
        ("decimal=x", "'x' is no decimal sign"),
        ("teams:decimal=comma", "there is no 'teams' here"),
        ("colour=blue", "'colour' is nothing that can be said about a file"),
        ("header_row=0", "'0' is no row"),
    ],
)
def test_what_is_said_about_a_file_must_be_understood(run: Run, tmp_path: Path, said: str, told: str) -> None:
    code, _, problems = run("check", tmp_path, "--read", said)
    assert code == 1
    assert told in problems


def test_an_undecided_column_is_read_as_somebody_says(run: Run, tmp_path: Path) -> None:
    """`1,500` is one and a half or fifteen hundred: 1.5 ÷ 100 or 1,500 ÷ 100 of the target."""
    (tmp_path / "roster.csv").write_text("rep,role,target_incentive\nrep_a,seller,1000\n", encoding="utf-8")
    results = 'rep,measure,period,actual,target\nrep_a,revenue,2025,"1,500",100\n'
    (tmp_path / "results.csv").write_text(results, encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "scenario: s\nplans: {seller: {settled: yearly, objectives: {revenue: "
        "{weight: 100%, curve: {points: {0%: 0%, 2000%: 2000%}}}}}}\n",
        encoding="utf-8",
    )
    pays = [
        json.loads(run("evaluate", plan, "--data", tmp_path, "--json", "--read", f"results:decimal={mark}")[1])["total"]
        for mark in ("comma", "point")
    ]
    assert pays == [{"s": 15.0}, {"s": 15_000.0}]


def test_a_workbook_by_hand_becomes_pay(run: Run, tmp_path: Path) -> None:
    """Umlauts, a decimal comma in text, German dates: 80,000.50 + 19,999.50 = 100,000, 5 % of it is 5,000."""
    folder, mapping, results = tmp_path / "vertrieb", tmp_path / "mapping.yaml", tmp_path / "results"
    folder.mkdir()
    book = Workbook()
    deals = book.active
    assert deals is not None
    deals.title = "Aufträge"
    deals.append(["Auftragsnr", "Verkäufer", "Betrag", "Abschlussdatum"])
    deals.append(["A-1", "Jürgen Groß", "80.000,50", "31.01.2025"])
    deals.append(["A-2", "Jürgen Groß", "19.999,50", "15.02.2025"])
    deals.append(["A-3", "Änne Öztürk", "1.000,00", "28.02.2025"])
    people = book.create_sheet("Mitarbeiter")
    people.append(["Verkäufer", "Rolle", "Team", "Grundgehalt", "Zielprämie"])
    people.append(["Jürgen Groß", "Außendienst", "Süd", "50.000,00", "10.000,00"])
    people.append(["Änne Öztürk", "Außendienst", "Süd", "50.000,00", "10.000,00"])
    book.save(folder / "vertrieb.xlsx")
    code, told, _ = run("map", folder, "--out", mapping)
    assert (code, "nothing is open" in told) == (0, True), told
    assert run("credit", folder, "--mapping", mapping, "--out", results)[0] == 0
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "scenario: s\nplans: {Außendienst: {settled: yearly, commissions: {revenue: {rates: {0: 5%}}}}}\n",
        encoding="utf-8",
    )
    _, told, _ = run("evaluate", plan, "--data", results, "--json")
    assert json.loads(told)["per_rep"] == {"Jürgen Groß": {"s": 5000.0}, "Änne Öztürk": {"s": 50.0}}


def test_the_same_deals_in_four_ways_to_write_a_date_are_the_same_results(run: Run, tmp_path: Path) -> None:
    days = [date(2025, 1, 31), date(2025, 2, 13), date(2025, 12, 24)]
    forms: tuple[str, ...] = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y")
    read = []
    for form in forms:
        folder = tmp_path / form.replace("/", "_").replace("%", "")
        folder.mkdir()
        (folder / "people.csv").write_text(
            "Name,Role,Team,Base salary,Target incentive\nAda,seller,north,1,1\n", encoding="utf-8"
        )
        lines = [f"D{place},Ada,{place}00.50,{day.strftime(form)}" for place, day in enumerate(days, 1)]
        (folder / "deals.csv").write_text("\n".join(["Deal ID,Owner,Amount,Close Date", *lines]), encoding="utf-8")
        code, told, problems = run("map", folder, "--out", folder / "mapping.yaml")
        assert (code, "nothing is open" in told) == (0, True), told
        code, _, problems = run("credit", folder, "--mapping", folder / "mapping.yaml", "--out", folder / "out")
        assert code == 0, problems
        read.append((folder / "out" / "results.csv").read_text(encoding="utf-8"))
    assert len(set(read)) == 1
    assert datetime.strptime("24.12.2025", forms[1]).date() == days[2]
    assert "300.5" in read[0]


def test_names_that_look_like_formulas_are_guarded_and_come_back(run: Run, tmp_path: Path) -> None:
    folder, results = tmp_path / "export", tmp_path / "results"
    folder.mkdir()
    (folder / "people.csv").write_text(
        "Name,Role,Team,Base salary,Target incentive\n=1+1,seller,@home,1,1\n", encoding="utf-8"
    )
    (folder / "deals.csv").write_text(
        "Deal ID,Owner,Amount,Close Date\nD1,=1+1,-5.50,2025-01-31\nD2,=1+1,10,2025-01-31\n", encoding="utf-8"
    )
    run("map", folder, "--out", tmp_path / "mapping.yaml")
    assert run("credit", folder, "--mapping", tmp_path / "mapping.yaml", "--out", results)[0] == 0
    assert "'=1+1,seller,'@home" in (results / "roster.csv").read_text(encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "scenario: s\nplans: {seller: {settled: yearly, commissions: {revenue: {rates: {0: 100%}}}}}\n",
        encoding="utf-8",
    )
    assert json.loads(run("evaluate", plan, "--data", results, "--json")[1])["per_rep"] == {"=1+1": {"s": 4.5}}


def test_what_is_said_of_an_export_counts_more_than_what_is_found(run: Run, tmp_path: Path) -> None:
    """`1,500` is one and a half with a decimal comma; said once, the mapping keeps it, and a later word changes it."""
    folder, mapping = tmp_path / "export", tmp_path / "mapping.yaml"
    folder.mkdir()
    people = "Name,Role,Team,Base salary,Target incentive\nAda,seller,north,1,1\n"
    (folder / "people.csv").write_text(people, encoding="utf-8")
    deals = 'Deal ID,Owner,Amount,Close Date\nD1,Ada,"1,500",2025-01-31\n'
    (folder / "deals.csv").write_text(deals, encoding="utf-8")
    assert run("map", folder, "--out", mapping, "--read", "deals.csv:decimal=comma")[0] == 0
    told = [
        json.loads(run("credit", folder, "--mapping", mapping, "--json", *more)[1])["measures"]["revenue"]["amount_in"]
        for more in ((), ("--read", "deals:decimal=point"))
    ]
    assert told == [1.5, 1500]


def test_a_path_that_leads_nowhere_and_an_empty_folder_are_told(run: Run, tmp_path: Path) -> None:
    code, _, told = run("map", tmp_path / "nowhere.csv", tmp_path)
    assert code == 1
    assert "nowhere.csv: there is no such file or folder" in told
    assert "the folder holds no file of an export" in told


def test_people_found_in_the_deals_are_the_same_people_however_they_are_called(run: Run, tmp_path: Path) -> None:
    """A name like a formula is guarded in the list that is made, and meets its deals all the same."""
    (tmp_path / "deals.csv").write_text(
        "Deal ID,Owner,Amount,Close Date\nD1,=1+1,5,2025-01-31\nD2,Ada,10,2025-01-31\n", encoding="utf-8"
    )
    says = ("role=seller", "team=north", "base_salary=1", "target_incentive=1")
    answers = [word for said in says for word in ("--say", f"roster.{said}")]
    assert run("map", tmp_path, "--out", tmp_path / "mapping.yaml", *answers)[0] == 0
    made = next(file for file in tmp_path.glob("*.csv") if file.name != "deals.csv")
    assert "'=1+1" in made.read_text(encoding="utf-8")
    code, told, _ = run("credit", tmp_path, "--mapping", tmp_path / "mapping.yaml", "--json")
    facts = json.loads(told)
    assert code == 0
    assert facts["not_on_roster"] == []
    assert facts["measures"]["revenue"]["amount_credited"] == 15
