"""Data from a folder and from uploads: everything that is wrong at once, and nothing that is not a table or a plan."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError
from compsim.population.example.company import csv_text, example_population, example_tables
from compsim.population.reading import population_from_tables
from simulator.sources import Broken, Data, folder_state, from_folder, from_upload, invented_company
from simulator.starter import MOST_OBJECTIVES, plain_plan


def as_files(reps: int = 72) -> list[tuple[str, bytes]]:
    return [(f"{name}.csv", csv_text(table).encode()) for name, table in example_tables(reps, deals=False).items()]


@pytest.fixture
def folder(company_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(company_folder, tmp_path / "year"))


def test_a_folder_brings_its_plans_under_their_file_names(folder: Path) -> None:
    data = from_folder(folder)
    assert isinstance(data, Data)
    assert list(data.plans) == ["last_year", "next_year"]
    assert data.population.roster.equals(invented_company().population.roster)


def test_a_plan_that_cannot_be_read_is_noted_and_the_others_stay(folder: Path) -> None:
    (folder / "draft.yaml").write_text("scenario: draft\nplans:\n  hunter: {objectiv: 1}\n", encoding="utf-8")
    (folder / "mapping.yaml").write_text("tables: {}\n", encoding="utf-8")
    data = from_folder(folder)
    assert isinstance(data, Data)
    assert list(data.plans) == ["last_year", "next_year"]
    assert {note.source for note in data.notes if note.line is not None} == {"draft.yaml"}


def test_a_broken_folder_lists_every_problem(folder: Path) -> None:
    (folder / "results.csv").unlink()
    (folder / "roster.csv").write_text("rep,role\nRep 1,hunter\n", encoding="utf-8")
    data = from_folder(folder)
    assert isinstance(data, Broken)
    assert {problem.source for problem in data.problems} >= {"results.csv", "roster.csv"}


def test_a_saved_file_changes_the_state_of_the_folder(folder: Path) -> None:
    before = folder_state(folder)
    assert folder_state(folder) == before
    (folder / "paid.csv").write_text("rep,paid\n", encoding="utf-8")
    assert folder_state(folder) != before


def test_uploaded_files_give_the_same_people_and_say_how_they_were_read() -> None:
    data = from_upload(as_files())
    assert isinstance(data, Data)
    assert data.population.roster["rep"].nunique() == 72
    assert {form.table for form in data.formats} == {"roster", "results", "paid", "measures"}
    assert sorted(data.files) == ["measures.csv", "paid.csv", "results.csv", "roster.csv"]


def test_a_plain_plan_pays_everybody_with_targets() -> None:
    population = example_population()
    plan = plain_plan(population, "Plain")
    payouts = evaluate(plan, population)
    assert payouts.on_plan.all()
    assert all(len(role.objectives) <= MOST_OBJECTIVES for role in plan.plans.values())
    assert list(plan.plans["hunter"].objectives) == ["margin", "revenue", "first_meetings"]
    assert (plan.title, plan.sales_measure) == ("Plain", "revenue")
    assert payouts.total().sum() > 0


def test_without_targets_the_middle_of_what_people_brought_is_the_target() -> None:
    """1,000, 2,000 and 6,000 a month: the middle is 2,000; the third joined in July and counts by the month, too."""
    roster = pd.DataFrame(
        {"rep": ["a", "b", "c"], "role": "seller", "start": ["", "", "2025-07-01"], "target_incentive": 12_000}
    )
    brought = {"a": (1_000, range(1, 13)), "b": (2_000, range(1, 13)), "c": (6_000, range(7, 13))}
    results = pd.DataFrame(
        [
            {"rep": rep, "measure": "revenue", "period": f"2025-{month:02d}", "actual": amount}
            for rep, (amount, months) in brought.items()
            for month in months
        ]
    )
    measures = pd.DataFrame([{"measure": "revenue", "combine": "sum", "unit": "money"}])
    population = population_from_tables({"roster": roster, "results": results, "measures": measures})
    plan = plain_plan(population)
    target = plan.plans["seller"].objectives["revenue"].target
    assert target is not None
    assert target.every_month == 2_000
    assert "No targets in the data for seller" in plan.note


def test_tables_without_targets_get_a_plain_plan_that_pays() -> None:
    files = [(name, content) for name, content in as_files() if name != "paid.csv"]
    without = [
        (
            name,
            b"\n".join(line.rpartition(b",")[0] for line in content.splitlines()) if name == "results.csv" else content,
        )
        for name, content in files
    ]
    data = from_upload(without)
    assert isinstance(data, Data)
    plan = plain_plan(data.population)
    assert evaluate(plan, data.population).total().sum() > 0


def test_without_results_that_add_up_there_is_no_plain_plan() -> None:
    roster = pd.DataFrame({"rep": ["a"], "role": "seller", "target_incentive": 1})
    results = pd.DataFrame([{"rep": "a", "measure": "revenue", "period": "2025-01", "actual": 0}])
    population = population_from_tables({"roster": roster, "results": results})
    with pytest.raises(PlanError, match="can be paid for"):
        plain_plan(population)
