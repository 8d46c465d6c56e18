"""The command line as a script sees it: answers, JSON and exit codes."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from compsim.cli import main
from tests.crm_export import write_crm_export

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["compsim", "example", str(folder), "--no-deals"])
        with pytest.raises(SystemExit) as stopped:
            main()
    assert stopped.value.code == 0
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["compsim", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return call


def scenario_files(company: Path) -> list[Path]:
    return [company / "last_year.yaml", company / "next_year.yaml"]


def test_check_lists_what_is_there(run: Run, company: Path) -> None:
    code, out, _ = run("check", company, *scenario_files(company), "--json")
    facts = json.loads(out)
    assert code == 0
    assert facts["scenarios"] == ["last_year", "next_year"]
    assert facts["people"] == 72
    assert len(facts["periods"]) == 12


def test_evaluate_answers_json_that_adds_up(run: Run, company: Path) -> None:
    code, out, _ = run("evaluate", *scenario_files(company), "--data", company, "--json")
    facts = json.loads(out)
    assert code == 0
    for name, total in facts["total"].items():
        assert total == pytest.approx(sum(pay[name] for pay in facts["per_rep"].values()))


def test_evaluate_writes_a_workbook_with_the_same_total(run: Run, company: Path, tmp_path: Path) -> None:
    out = tmp_path / "pay.xlsx"
    _, text, _ = run("evaluate", company / "next_year.yaml", "--data", company, "--json", "--out", out)
    total = json.loads(text)["total"]["next_year"]
    sheet = load_workbook(out, data_only=True).worksheets[0]
    figures = [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, int | float)]
    assert any(figure == pytest.approx(total, abs=0.01) for figure in figures)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("cost", "by_component"),
        ("attainment", "by_objective"),
        ("impact", "bands"),
        ("pot", "groups"),
        ("simplicity", "weights"),
        ("lint", "advice"),
    ],
)
def test_analyse_answers_each_question(run: Run, company: Path, question: str, key: str) -> None:
    code, out, _ = run("analyse", question, *scenario_files(company), "--data", company, "--json")
    assert code == 0
    assert json.loads(out)[key]


def test_analyse_in_words_names_the_scenarios(run: Run, company: Path) -> None:
    code, out, _ = run("analyse", "impact", *scenario_files(company), "--data", company, "--by", "region")
    assert code == 0
    assert "next_year" in out
    assert "last_year" in out


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("cost", r"Cost of sales {2,}2\.6\u00a0% {2,}2\.7\u00a0%"),
        ("cost", r"Payout \(EUR\) {2,}1,397,155 {2,}1,431,058"),
        ("attainment", r"At target {2,}62\.2\u00a0% {2,}73\.0\u00a0%"),
        ("impact", r"Difference \(EUR\) {2,}\+33,902"),
        (
            "pot",
            r"the pot changes by \+€33,902 \(\+2\.4\u00a0%\); beside that €202,336 move from some people to others",
        ),
        ("pot", r"hunter {2,}25 {2,}682,943 {2,}679,095 {2,}\+16,572 {2,}\u221220,419"),
        ("simplicity", r"next_year {2,}hunter {2,}4 {2,}15\.0\u00a0% {2,}3\.0 {2,}0 {2,}0 {2,}33 {2,}12 {2,}5"),
    ],
)
def test_analyse_writes_figures_out_for_people(run: Run, company: Path, question: str, line: str) -> None:
    _, out, _ = run("analyse", question, *scenario_files(company), "--data", company)
    assert re.search(line, out)
    assert not re.search(r"\d\.\d{3,}", out), "a raw float"


def test_groups_of_another_question_are_refused(run: Run, company: Path) -> None:
    code, _, err = run("analyse", "cost", *scenario_files(company), "--data", company, "--by", "region")
    assert code == 2
    assert "impact" in err


@pytest.mark.parametrize("name", ["pay.xlsx", "pay.csv"])
def test_a_missing_folder_for_pay_is_made(run: Run, company: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "reports" / "may" / name
    assert run("evaluate", company / "next_year.yaml", "--data", company, "--out", out)[0] == 0
    assert out.stat().st_size > 1000


def test_a_missing_folder_for_the_schema_is_made(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "editor" / "plan-file.schema.json"
    assert run("schema", "--out", out)[0] == 0
    assert json.loads(out.read_text(encoding="utf-8"))["title"] == "Scenario"


def test_a_missing_folder_for_the_company_is_made(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "some" / "where"
    assert run("example", folder, "--no-deals", "--reps", 30)[0] == 0
    assert (folder / "roster.csv").exists()


def test_a_missing_folder_for_credited_tables_is_made(run: Run, tmp_path: Path) -> None:
    write_crm_export(tmp_path / "crm")
    mapping = Path(__file__).parents[1] / "examples" / "crm-export" / "mapping.yaml"
    out = tmp_path / "credited" / "now"
    assert run("credit", tmp_path / "crm", "--mapping", mapping, "--out", out)[0] == 0
    assert (out / "roster.csv").exists()


WRITERS = {
    "schema": lambda company, crm, out: ("schema", "--out", out),
    "example": lambda company, crm, out: ("example", out, "--no-deals", "--reps", 30),
    "evaluate": lambda company, crm, out: ("evaluate", company / "next_year.yaml", "--data", company, "--out", out),
    "search": lambda company, crm, out: (
        *("search", company / "next_year.yaml", "--data", company, "--levers", crm / "levers.yaml", "--out", out),
    ),
    "credit": lambda company, crm, out: ("credit", crm, "--mapping", crm / "mapping.yaml", "--out", out),
}


@pytest.mark.parametrize("command", WRITERS)
def test_a_file_where_a_folder_is_needed_is_told(run: Run, company: Path, tmp_path: Path, command: str) -> None:
    write_crm_export(tmp_path)
    mapping = Path(__file__).parents[1] / "examples" / "crm-export" / "mapping.yaml"
    (tmp_path / "mapping.yaml").write_text(mapping.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "levers.yaml").write_text("levers:\n  hunter.caps.payout: [110%]\n", encoding="utf-8")
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    out = tmp_path / "taken" / "out.csv"
    code, _, err = run(*WRITERS[command](company, tmp_path, out))
    assert code == 1
    assert err.splitlines()[-2:] == [
        f"{out}: 'taken' is a file, and a folder is needed there. Choose another name.",
        "1 to mend.",
    ]


def test_problems_of_all_files_are_told_at_once_with_exit_code_1(run: Run, company: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("scenario: x\nplans:\n  hunter:\n    objectves: {}\n", encoding="utf-8")
    code, _, err = run("evaluate", broken, tmp_path / "nowhere.yaml", "--data", company)
    assert code == 1
    assert "broken.yaml line 4, plans.hunter.objectves: there is no field 'objectves' here." in err
    assert "nowhere.yaml: the scenario file cannot be read: No such file or directory." in err
    assert "Traceback" not in err


def test_problems_as_json_carry_their_place(run: Run, company: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("scenario: x\nplans: {hunter: {settled: quarterly}}\n", encoding="utf-8")
    code, out, _ = run("check", company, broken, "--json")
    (problem,) = json.loads(out)["problems"]
    assert code == 1
    assert (problem["source"], problem["line"], problem["path"]) == ("broken.yaml", 2, "plans.hunter")


def test_a_wrong_call_is_exit_code_2(run: Run) -> None:
    assert run("analyse", "fairness-score", "x.yaml", "--data", "y")[0] == 2


def test_an_unknown_output_format_is_refused(run: Run, company: Path, tmp_path: Path) -> None:
    code, _, err = run("evaluate", company / "next_year.yaml", "--data", company, "--out", tmp_path / "pay.pdf")
    assert code == 1
    assert "pay.pdf: the ending says no known format. Write to a .xlsx or a .csv file." in err


def test_check_tells_a_role_without_a_plan(run: Run, company: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text((company / "last_year.yaml").read_text(encoding="utf-8").replace("  hunter:", "  huntr:"), "utf-8")
    code, out, _ = run("check", company, plan)
    assert code == 0
    assert "nobody on the roster has the role 'huntr'. Did you mean 'hunter'?" in out
    assert "no plan for the role 'hunter'" in out


def test_impact_by_group_prints_the_groups(run: Run, company: Path) -> None:
    _, out, _ = run("analyse", "impact", *scenario_files(company), "--data", company, "--by", "region")
    assert all(region in out for region in ("North", "Centre", "South"))


def test_only_needed_leaves_columns_out_and_pays_the_same(run: Run, company: Path) -> None:
    words = ("evaluate", *scenario_files(company), "--data", company, "--json")
    _, whole, _ = run(*words)
    code, less, told = run(*words, "--only-needed")
    assert code == 0
    assert json.loads(less)["per_rep"] == json.loads(whole)["per_rep"]
    assert "nothing that is asked for needs these columns" in told
    assert "tenure" in told


def test_only_needed_keeps_the_column_that_groups_are_compared_by(run: Run, company: Path) -> None:
    words = ("analyse", "impact", *scenario_files(company), "--data", company, "--by", "region", "--json")
    _, whole, _ = run(*words)
    code, less, told = run(*words, "--only-needed")
    assert code == 0
    assert json.loads(less) == json.loads(whole)
    assert "region" not in told


def test_only_needed_tells_all_problems_as_before(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("scenario: wrong\n", encoding="utf-8")
    code, _, told = run("evaluate", tmp_path / "wrong.yaml", "--data", tmp_path / "nowhere", "--only-needed")
    assert code != 0
    assert "nowhere" in told
    assert "wrong.yaml" in told


def test_fairness_compares_the_groups_of_a_column_and_previews_the_directive(run: Run, company: Path) -> None:
    words = ("analyse", "fairness", company / "last_year.yaml", "--data", company, "--by", "region")
    code, out, _ = run(*words, "--json")
    facts = json.loads(out)
    assert code == 0
    assert {row["column"] for row in facts["gaps"]} == {"region"}
    assert facts["transparency"]["column"] == "region"
    code, told, _ = run(*words)
    assert code == 0
    assert "Region: South, target ÷ potential" in told
    assert "Directive (EU) 2023/970" in told


def test_fairness_needs_something_to_compare_by(run: Run, company: Path) -> None:
    code, _, told = run("analyse", "fairness", company / "last_year.yaml", "--data", company, "--only-needed")
    assert code != 0
    assert "--by" in told
