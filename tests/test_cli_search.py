"""`compsim search` as a script sees it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from compsim.cli import main
from compsim.population.example.company import write_example

Run = Callable[..., tuple[int, str, str]]

LEVERS = """\
levers:
  hunter.objectives.revenue.curve:
    - {points: {60%: 10%, 100%: 100%, 150%: 175%}}
    - {points: {60%: 10%, 100%: 100%, 150%: 300%}}
  hunter.caps.payout: [null, 110%, 200%]
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_example(folder, deals=False)
    (folder / "levers.yaml").write_text(LEVERS, encoding="utf-8")
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], company: Path) -> Run:
    def call(*more: object) -> tuple[int, str, str]:
        fixed = ("search", company / "next_year.yaml", "--data", company, "--levers", company / "levers.yaml")
        monkeypatch.setattr("sys.argv", ["compsim", *map(str, (*fixed, *more))])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return call


def test_the_best_plans_come_first_with_their_values(run: Run) -> None:
    code, out, _ = run("--top", 3)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "6 plans, the least cost first; changes against 'next_year', the scenario as it stands."
    assert lines[1].split()[-1] == "hunter.caps.payout"
    assert all(line.endswith("110%") for line in lines[2:3])
    assert "hunter.objectives.revenue.curve #1: points 60% → 10%, 100% → 100%, 150% → 175%" in lines


def test_the_order_the_baseline_and_every_figure_are_said_in_words(run: Run, company: Path) -> None:
    _, out, _ = run("--by", "share_of_winners", "--baseline", company / "last_year.yaml")
    assert out.splitlines()[0] == "6 plans, the largest share of winners first; changes against 'last_year'."
    assert "Winners: reps whose pay rises by more than 0.5\u00a0%, among those with a plan on both sides." in out


def test_json_has_the_figures_and_the_plan_numbers(run: Run) -> None:
    code, out, _ = run("--json", "--by", "share_of_winners", "--top", 2)
    facts = json.loads(out)
    assert code == 0
    assert (facts["plans"], facts["by"], facts["baseline"]) == (6, "share_of_winners", "next_year")
    assert facts["plan_by_plan"] is None
    assert [best["plan"] for best in facts["best"]] == [3, 5]
    assert facts["best"][0]["hunter.caps.payout"] is None


def test_a_budget_leaves_cheaper_plans_only(run: Run) -> None:
    costs = [best["cost"] for best in json.loads(run("--json")[1])["best"]]
    within = [best["cost"] for best in json.loads(run("--json", "--budget", costs[2])[1])["best"]]
    assert within == [cost for cost in costs if cost <= costs[2]]
    assert run("--budget", 1)[1].splitlines()[1] == "No plan is within the limits."


def test_every_plan_is_written(run: Run, tmp_path: Path) -> None:
    assert run("--out", tmp_path / "plans.csv", "--plans", 4, "--seed", 7)[0] == 0
    with (tmp_path / "plans.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert {row["hunter.caps.payout"] for row in rows} <= {"none", "110%", "200%"}
    assert run("--out", tmp_path / "plans.txt")[0] == 1


def test_every_plan_is_written_into_a_folder_that_was_not_there(run: Run, tmp_path: Path) -> None:
    assert run("--out", tmp_path / "new" / "deep" / "plans.csv")[0] == 0
    assert (tmp_path / "new" / "deep" / "plans.csv").read_text(encoding="utf-8").startswith("plan,")


def test_mistakes_are_told_with_their_lines(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("levers:\n  hunter.cups.payout: [110%]\n  hunter.caps.payout: [-1]\n", encoding="utf-8")
    code, _, err = run("--levers", wrong)
    assert code == 1
    says = "wrong.yaml line 2, hunter.cups.payout: there is no 'cups' here. Did you mean 'caps'?"
    assert err.splitlines()[0].startswith(says)
    assert err.splitlines()[1].startswith("wrong.yaml line 3, ")
    assert err.splitlines()[-1] == "2 to mend."


def test_limits_leave_plans_out_and_say_how_many(run: Run) -> None:
    every = json.loads(run("--json", "--top", 6)[1])["best"]
    bound = sorted(-best["largest_loss"] for best in every)[2]
    code, out, _ = run("--json", "--top", 6, "--loss-up-to", bound, "--at-target", "0%-100%")
    facts = json.loads(out)
    assert code == 0
    assert facts["within"] == sum(-best["largest_loss"] <= bound for best in every) == len(facts["best"])
    assert facts["beyond"] == {"at_target_from": 0, "at_target_to": 0, "loss_up_to": 6 - facts["within"]}
    assert all(-best["largest_loss"] <= bound for best in facts["best"])
    assert f"{facts['within']} of 6 plans are within the limits." in run("--loss-up-to", bound)[1]


def test_a_share_that_cannot_be_read_is_told_at_its_option(run: Run) -> None:
    code, _, err = run("--at-target", "70-80")
    assert code == 2
    assert "'70' is written where a ratio belongs. Write 70% or 0.7." in " ".join(err.replace("│", "").split())
    assert run("--at-target", "80%-70%")[0] == 1


def test_groups_may_stay_no_further_apart(run: Run, company: Path) -> None:
    facts = json.loads(run("--json", "--keep-gap", "region", "--baseline", company / "last_year.yaml")[1])
    assert facts["gap"]["looked_at"] == 6
    assert len(facts["best"]) == 6 - facts["gap"]["wider"]
    assert all(best["gap"] <= facts["gap"]["baseline"] + 1e-9 for best in facts["best"])
