"""The command line as a script sees it: answers, JSON and exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from compsim.cli import main

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
    ("question", "key"), [("cost", "by_component"), ("attainment", "by_objective"), ("impact", "bands")]
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
