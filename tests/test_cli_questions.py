"""`compsim analyse` for the questions that evaluate anew, and for what they add to cost, attainment and impact."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compsim.cli import main
from compsim.population.example.company import write_example

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_example(folder, deals=False)
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], company: Path) -> Run:
    def call(question: str, *more: object, scenarios: tuple[str, ...] = ("last_year", "next_year")) -> Any:
        files = [company / f"{name}.yaml" for name in scenarios]
        words = ("analyse", question, *files, "--data", company, *more)
        monkeypatch.setattr("sys.argv", ["compsim", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return call


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("slide", ["slide", "currency"]),
        ("keep-whole", ["totals", "rows", "objectives", "alone", "groups"]),
        ("marginal", ["by_role", "rows", "dead_zones", "point"]),
        ("changes", ["baseline", "scenarios"]),
        ("cost", ["scenarios", "premium", "premium_by_role"]),
        ("attainment", ["scenarios", "histogram", "excellence", "norms"]),
        ("impact", ["totals", "ranks"]),
    ],
)
def test_every_answer_has_its_facts(run: Run, question: str, keys: list[str]) -> None:
    code, out, _ = run(question, "--json")
    facts = json.loads(out)
    assert code == 0
    assert [key for key in keys if not facts[key]] == []
    assert facts["periods"][0] == "2025-01"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("slide", r"last_year {2,}0\.0 % {2,}1,397,155 {2,}0\.0 %"),
        ("slide", r"with results −20 % it pays €591,263 \(−57\.7 %, 1\.4 % of sales\) and brings 15 % to target"),
        ("keep-whole", r"36 of 72 people need no better results, 21 need better ones, and for 15 it cannot be reached"),
        ("marginal", r"last_year {2,}hunter {2,}revenue {2,}26 {2,}468 {2,}6 {2,}0"),
        ("marginal", r"next_year {2,}account manager {2,}win rate {2,}below 85 % {2,}0 %"),
        ("changes", r"next_year changes 5 values of last_year, adds 13 and takes 7 away\."),
        ("changes", r"hunter {2,}objectives\.revenue\.weight {2,}60% {2,}50%"),
        ("cost", r"39 of 74 are paid more than their target incentive, €277,155 more in all, 19\.8 % of the payout"),
        ("attainment", r"1\.59 times target incentive, or 59 % beyond it"),
        ("attainment", r"100 to below 110 % {2,}18 {2,}24"),
        ("impact", r"17 of 72 people move up more than 5 places and 21 down"),
    ],
)
def test_figures_are_written_out_for_people(run: Run, question: str, line: str) -> None:
    code, out, _ = run(question)
    assert code == 0
    assert re.search(line.replace(" ", "[ \u00a0]"), out), out
    assert not re.search(r"\d\.\d{3,}", out), "a raw float"
    assert " nan" not in out.lower()


def test_a_budget_is_held_against_drawn_years_too(run: Run) -> None:
    """Far below and far above what the plans pay, the probability to go beyond is one and nothing."""
    for budget, beyond in (("1", 1.0), ("100000000", 0.0)):
        facts = json.loads(run("risk", "--budget", budget, "--json")[1])
        assert {row["probability"] for row in facts["over_budget"]} == {beyond}


def test_a_budget_is_held_against_the_cost(run: Run) -> None:
    _, out, _ = run("cost", "--budget", "1400000")
    plain = out.replace("\u00a0", " ")
    assert "last_year leaves €2,845 of the budget of €1,400,000 (99.8 % of it)." in plain
    assert "next_year goes €31,058 beyond the budget of €1,400,000 (102.2 % of it)." in plain
    assert json.loads(run("cost", "--budget", "1400000", "--json")[1])["against_budget"][1]["fits"] is False


def test_keep_whole_against_what_was_paid_by_team(run: Run) -> None:
    code, out, _ = run("keep-whole", "--against-paid", "--by", "team", scenarios=("last_year",))
    assert code == 0
    assert "To earn under last_year what they were paid, " in out.replace("\u00a0", " ")
    assert "North hunters" in out


@pytest.mark.parametrize(
    ("question", "more", "says"),
    [
        ("slide", ("--budget", "1"), "cost"),
        ("slide", ("--by", "role"), "keep-whole"),
        ("keep-whole", ("--by", "region"), "role or team"),
        ("cost", ("--budget", "-1"), "--budget"),
    ],
)
def test_what_does_not_belong_to_a_question_is_refused(
    run: Run, question: str, more: tuple[str, str], says: str
) -> None:
    code, _, err = run(question, *more)
    assert code == 2
    assert says in err


@pytest.mark.parametrize("question", ["changes", "keep-whole"])
def test_one_scenario_alone_cannot_be_compared(run: Run, question: str) -> None:
    code, _, err = run(question, scenarios=("last_year",))
    assert code == 1
    assert "only one scenario" in err


@pytest.mark.parametrize(("question", "key"), [("risk", "cost"), ("stress", "cases"), ("readiness", "measures")])
def test_questions_about_next_year_and_the_data_are_asked_the_same_way(run: Run, question: str, key: str) -> None:
    code, out, _ = run(question, "--json")
    assert code == 0
    assert json.loads(out)[key]
