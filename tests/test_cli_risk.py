"""`compsim risk` and `compsim stress` as a script sees them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compsim.cli import main
from compsim.population.example.company import write_example

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_example(folder, deals=False)
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], company: Path) -> Run:
    def call(command: str, *more: object) -> tuple[int, str, str]:
        words = (command, company / "last_year.yaml", "--data", company, *more)
        monkeypatch.setattr("sys.argv", ["compsim", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return call


def test_risk_answers_the_same_for_the_same_seed(run: Run) -> None:
    words = ("risk", "--draws", 100, "--seed", 7, "--model", "fitted", "--budget", 1_500_000, "--json")
    code, out, _ = run(*words)
    facts = json.loads(out)
    assert code == 0
    assert facts["assumed"] == {
        "model": "fitted", "own": 0.5, "market": 0.05, "effort": 0.0, "draws": 100, "seed": 7
    }  # fmt: skip
    assert 0 < facts["over_budget"][0]["probability"] < 1
    assert json.loads(run(*words)[1]) == facts


def test_risk_tells_its_assumptions(run: Run) -> None:
    code, out, _ = run("risk", "--draws", 100)
    assert code == 0
    assert "Drawn 100 times from seed 0" in out.replace("\u00a0", " ")
    assert "not a forecast" in out


def test_risk_refuses_what_cannot_be_assumed(run: Run) -> None:
    code, _, told = run("risk", "--effort", -2)
    assert code == 1
    assert "effort is -2" in told


def test_stress_lists_cases_and_refuses_an_unknown_column(run: Run) -> None:
    code, out, _ = run("stress", "--only-needed")
    assert code == 0
    assert "one region down (South)" in out.replace("\u00a0", " ")
    code, _, told = run("stress", "--by", "regin")
    assert code == 1
    assert "no column 'regin'" in told
