"""Filled action plans: read back as targets, or told what is wrong with them, all at once."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from compsim.errors import InputError, Problem
from compsim.planning.action_plan import load_action_plan, plan_of_year, read_action_plan, with_targets
from compsim.planning.grids import read_grids
from compsim.planning.year import year_plan

HEADER = ["Rep", "Measure", "Period", "Target"]


def book(sheets: dict[str, list[list[Any]]]) -> bytes:
    """A workbook as a spreadsheet program saves it."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def problems(data: bytes, name: str = "plan.csv", **how: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_action_plan(data, name, **how)
    return [str(problem) for problem in caught.value.problems]


def read(text: str, **how: Any) -> list[tuple[str, str, str, float]]:
    plan = read_action_plan(text.encode(), "plan.csv", **how)
    return [(each.rep, each.measure, each.period, each.target) for each in plan.targets]


def test_one_target_a_row() -> None:
    text = "rep,measure,period,target,status\nA-05,first_meetings,2026-01,32,open\n007,offers,2026-Q1,7.5,\n"
    assert read(text) == [("A-05", "first_meetings", "2026-01", 32), ("007", "offers", "2026-Q1", 7.5)]


def test_one_column_a_month_below_a_title_and_empty_cells_are_no_targets() -> None:
    text = "Action plan;;;\n;;;\nPerson;Activity;2026-01;2026-02\nA-05;offers;8;\nA-06;offers;;0\n\n"
    assert read(text) == [("A-05", "offers", "2026-01", 8), ("A-06", "offers", "2026-02", 0)]


def test_a_plan_of_one_person_needs_no_column_for_it() -> None:
    assert read("measure\tperiod\ttarget\noffers\t2026-01\t8\n", rep="A-05") == [("A-05", "offers", "2026-01", 8)]
    assert "no row has the columns rep, measure" in problems(b"measure,period,target\noffers,2026-01,8\n")[0]


def test_a_workbook_with_days_as_months_and_other_sheets() -> None:
    rows = [["Plan of A-05"], [], ["Rep", "Measure", date(2026, 1, 1), date(2026, 2, 1), "Note"]]
    data = book({"Help": [["How to fill in"]], "Targets": [*rows, ["A-05", "offers", 8, 9.5, "x"]]})
    plan = read_action_plan(data, "plan.xlsx")
    assert plan.source == "plan.xlsx sheet Targets"
    assert [(each.period, each.target, each.row) for each in plan.targets] == [("2026-01", 8, 4), ("2026-02", 9.5, 4)]


def test_a_formula_brings_the_value_that_was_saved_with_it() -> None:
    file = io.BytesIO()
    with Workbook(file) as made:
        sheet = made.add_worksheet("Targets")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["A-05", "offers", "2026-01"])
        sheet.write_formula(1, 3, "=4*8", None, 32)
        sheet.conditional_format("D2:D9", {"type": "data_bar", "data_bar_2010": True})  # what openpyxl warns about
    assert read_action_plan(file.getvalue(), "plan.xlsx").targets[0].target == 32


@pytest.mark.parametrize("number", [94 / 3, 1 / 3, 1e-05, 0.1 + 0.2, 123_456.75, 0])
def test_any_number_that_a_workbook_holds_is_a_target(number: float) -> None:
    data = book({"Targets": [HEADER, ["A-05", "offers", "2026-01", number]]})
    assert read_action_plan(data, "plan.xlsx").targets[0].target == pytest.approx(number, rel=1e-15)


def test_a_formula_that_was_never_calculated_is_told() -> None:
    data = book({"Targets": [HEADER, ["A-05", "offers", "2026-01", "=4*8"], ["=A2", "offers", "2026-02", 8]]})
    told = problems(data, "plan.xlsx")
    assert told[0] == (
        "plan.xlsx sheet Targets row 2, column target: the formula has never been calculated. "
        "Open the file in a spreadsheet program and save it."
    )
    assert told[1].startswith("plan.xlsx sheet Targets row 3, column rep: the formula")


def test_everything_wrong_is_told_at_once_with_its_row() -> None:
    text = (
        "rep,measure,period,target\n"
        "A-05,offers,2026-01,eight\n"
        "A-05,offers,January,8\n"
        ",offers,2026-02,8\n"
        "A-05,,2026-03,8\n"
        "A-05,offers,2026-04,-1\n"
        'A-05,offers,2026-05,"8,5"\n'
    )
    told = problems(text.encode())
    assert [line.split(":")[0] for line in told] == [
        "plan.csv row 2, column target",
        "plan.csv row 3, column period",
        "plan.csv row 4, column rep",
        "plan.csv row 5, column measure",
        "plan.csv row 6, column target",
        "plan.csv row 7, column target",
    ]
    assert "Write 2026-01, 2026-Q1" in told[1]
    assert "a point before decimals" in told[5]


def test_a_month_is_not_targeted_twice() -> None:
    text = "rep,measure,period,target\nA,offers,2026-Q1,9\nA,offers,2026-02,3\nB,offers,2026-02,3\nA,calls,2026-02,3\n"
    assert problems(text.encode()) == [
        "plan.csv row 3, column period: 'offers' of A has a target for 2026-Q1 in row 2 already. Keep one of them."
    ]


def test_two_columns_of_one_meaning_are_told() -> None:
    told = problems(b"rep,person,measure,period,target\nA,B,offers,2026-01,3\n")
    assert told == ["plan.csv row 1, column rep: two columns could be the rep: 'rep' and 'person'. Rename one."]


def test_the_sheet_is_asked_for_where_several_could_be_meant() -> None:
    rows = [HEADER, ["A-05", "offers", "2026-01", 8]]
    data = book({"Filled": rows, "Example": [HEADER, ["A-05", "offers", "2026-01", 99]]})
    assert problems(data, "p.xlsx") == [
        "p.xlsx: several sheets could be the action plan: Filled, Example. Say which sheet is meant."
    ]
    assert [each.target for each in read_action_plan(data, "p.xlsx", sheet="Filled").targets] == [8]
    assert "Did you mean 'Filled'" in problems(data, "p.xlsx", sheet="Filed")[0]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"rep,measure,period,target\n", "p.csv", "there is no target below the header"),
        (b"rep,measure,period,target\nA,offers,2026-01,\n", "p.csv", "there is no target below the header"),
        (b"", "p.csv", "no row has the columns rep, measure, period and target"),
        (b"PK\x03\x04 cut off", "p.xlsx", "the file is not a workbook that can be read"),
        (b"\x00\x01\x02", "p.csv", "this is not a text file"),
        (b"x" * 5_000_001, "p.csv", "larger than 5 MB"),
        (b"rep,measure,period,target\n" + b"A,b,2026-01,1\n" * 20_001, "p.csv", "more than 20,000 rows"),
    ],
)
def test_files_that_are_no_plan_get_one_sentence(data: bytes, name: str, says: str) -> None:
    told = problems(data, name)
    assert len(told) == 1
    assert says in told[0]


def test_many_problems_are_counted() -> None:
    text = "rep,measure,period,target\n" + "A,offers,2026-01,x\n" * 50
    told = problems(text.encode())
    assert len(told) == 31
    assert "20 more problems" in told[-1]


def test_windows_text_and_a_byte_order_mark_are_read() -> None:
    assert read("\ufeffrep,measure,period,target\nJürgen,offers,2026-01,3\n")[0][0] == "Jürgen"
    plan = read_action_plan("rep;measure;period;target\nJürgen;offers;2026-01;3\n".encode("cp1252"), "p.csv")
    assert plan.targets[0].rep == "Jürgen"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"plan\.xlsx: the file cannot be read"):
        load_action_plan(tmp_path / "plan.xlsx")
    (tmp_path / "plan.csv").write_text("rep,measure,period,target\nA,offers,2026-01,3\n", "utf-8")
    assert load_action_plan(tmp_path / "plan.csv").targets[0].target == 3


def test_a_years_plan_is_written_filled_in_and_read_back_as_the_same_targets() -> None:
    year = year_plan(
        revenue_target=1_320_000,
        deal_value=22_000,
        close_rate="2/5",
        meetings_per_opportunity=2,
        no_show_rate="10%",
        first_month="2026-01",
        seasons=["20%", "25%", "20%", "35%"],
        cycle_months=2,
    )
    plan = plan_of_year(year, "A-05", "first_meetings")
    assert sum(each.target for each in plan.targets) == year.meetings_to_book == 334  # 60 deals, 150, 300 ÷ 0.9
    table = plan.table()
    assert list(table.columns) == ["rep", "measure", "period", "target"]
    again = read_action_plan(table.to_csv(index=False).encode(), "plan.csv")
    pd.testing.assert_frame_equal(again.table(), table)


RESULTS = pd.DataFrame(
    {
        "rep": ["A", "A", "A", "B"],
        "measure": ["offers", "offers", "revenue", "offers"],
        "period": ["2025-01", "2025-02", "2025-01", "2025-01"],
        "actual": [5.0, 6.0, 90_000.0, 7.0],
        "target": [4.0, 4.0, 80_000.0, None],
    }
)


def test_targets_of_next_year_meet_last_years_results() -> None:
    plan = read_action_plan(b"rep,measure,2026-01\nA,offers,8\nB,offers,9\n", "plan.csv").moved(-12)
    changed = with_targets(RESULTS, plan)
    assert changed["target"].tolist() == [8, 4, 80_000, 9]
    assert changed["actual"].tolist() == RESULTS["actual"].tolist()
    assert RESULTS["target"].tolist()[:1] == [4]  # the given table stays as it was
    only_planned = with_targets(RESULTS.drop(columns="target"), plan)
    assert only_planned["target"].isna().tolist() == [False, True, True, False]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("C,offers,2025-01,1", "column rep: the results have no rep 'C'"),
        ("A,offer,2025-01,1", "column measure: the results have no measure 'offer'. Did you mean 'offers'?"),
        ("A,offers,2026-01,1", "column period: A has no result of 'offers' in 2026-01. Take the periods"),
    ],
)
def test_a_target_without_a_result_is_refused(row: str, says: str) -> None:
    plan = read_action_plan(f"rep,measure,period,target\n{row}\n".encode(), "plan.csv")
    with pytest.raises(InputError) as caught:
        with_targets(RESULTS, plan)
    assert says in str(caught.value)
    assert caught.value.problems[0].row == 2


names = st.text("abcdefgh-0123", min_size=1, max_size=6)
cells = st.tuples(names, names, st.integers(1, 12), st.integers(0, 9_999))


@given(st.lists(cells, min_size=1, max_size=20, unique_by=lambda cell: cell[:3]))
def test_long_and_wide_tables_say_the_same(rows: list[tuple[str, str, int, int]]) -> None:
    long = "rep,measure,period,target\n" + "".join(f"{r},{m},2026-{p:02d},{t}\n" for r, m, p, t in rows)
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    wide = "rep,measure," + ",".join(months) + "\n"
    for rep, measure in dict.fromkeys((r, m) for r, m, _, _ in rows):
        found = {p: t for r, m, p, t in rows if (r, m) == (rep, measure)}
        wide += f"{rep},{measure}," + ",".join(str(found.get(month, "")) for month in range(1, 13)) + "\n"
    assert sorted(read(long)) == sorted(read(wide))


@settings(max_examples=50)
@given(st.binary(max_size=200), st.sampled_from(["p.csv", "p.xlsx"]))
def test_any_file_is_read_or_refused_in_words(data: bytes, name: str) -> None:
    told: tuple[Problem, ...] = ()
    try:
        plan = read_action_plan(data, name)
    except InputError as error:
        told = error.problems
    assert all(problem.says for problem in told) if told else plan.targets


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(InputError, match="not a workbook that can be read"):
        read_grids(file.read_bytes(), file.name)
