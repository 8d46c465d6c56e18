import pickle

import pytest

from compsim.errors import (
    CompsimError,
    Finding,
    InputError,
    MappingError,
    PlanError,
    PopulationError,
    Problem,
    RefusalError,
    did_you_mean,
)


def test_a_problem_in_a_plan_says_where() -> None:
    problem = Problem("fy26.yaml", "no measure 'revnue'", "Did you mean 'revenue'?", line=9, path="plans.hunter")
    assert str(problem) == "fy26.yaml line 9, plans.hunter: no measure 'revnue'. Did you mean 'revenue'?"


def test_a_problem_in_a_table_says_where() -> None:
    problem = Problem("results.csv", "'x' is not a number", row=4, column="actual")
    assert str(problem) == "results.csv row 4, column actual: 'x' is not a number."


def test_a_problem_of_a_whole_file_names_the_file() -> None:
    assert str(Problem("roster.csv", "the file is empty", "Fill it.")) == "roster.csv: the file is empty. Fill it."


def test_plain_data_leave_out_what_does_not_apply() -> None:
    assert Problem("roster.csv", "odd", row=2, severity="warning").as_dict() == {
        "source": "roster.csv",
        "says": "odd",
        "row": 2,
        "severity": "warning",
    }


@pytest.mark.parametrize("kind", [PlanError, PopulationError, MappingError])
def test_all_problems_are_told_and_survive_between_processes(kind: type[InputError]) -> None:
    error = kind(Problem("a.csv", f"problem {i}", row=i) for i in range(3))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert str(error) == "a.csv row 0: problem 0.\na.csv row 1: problem 1.\na.csv row 2: problem 2."
    assert (type(again), again.problems, str(again)) == (kind, error.problems, str(error))
    assert isinstance(error, CompsimError)


@pytest.mark.parametrize("name", ["revnue", "REVENUE", " Revenue", "revenue "])
def test_a_misspelling_is_offered_whatever_its_case(name: str) -> None:
    assert did_you_mean(name, ["revenue", "margin"]) == "Did you mean 'revenue'? Known: margin, revenue."


def test_nothing_near_lists_what_is_known() -> None:
    assert did_you_mean("calls", ["revenue", "margin"]) == "Known: margin, revenue."
    assert did_you_mean("calls", [f"m{i:02d}" for i in range(5)], limit=2) == "Known: m00, m01 …."
    assert did_you_mean("calls", []) == ""


@pytest.mark.parametrize("name", ["rep h-1", "Rep H-001", "REP  H-1"])
def test_case_spaces_and_leading_zeros_make_no_other_name(name: str) -> None:
    reps = [f"Rep H-{place:02d}" for place in range(1, 30)]
    assert did_you_mean(name, reps).startswith("Did you mean 'Rep H-01'? Known: Rep H-01, ")


def test_a_name_with_another_number_is_not_offered() -> None:
    assert did_you_mean("Rep H-31", ["Rep H-30", "Rep H-13"]) == "Known: Rep H-13, Rep H-30."
    assert did_you_mean("quarter1", ["quarter", "month"]) == "Did you mean 'quarter'? Known: month, quarter."


def test_a_refusal_says_everything_that_was_found() -> None:
    refused = RefusalError(
        Finding("no curve", "Add one."), Finding("no weight", "Write 50%.", ("weight",)).below("revenue")
    )
    assert str(refused) == "no curve | Add one.\nno weight | Write 50%."
    assert [found.path for found in refused.findings] == [(), ("revenue", "weight")]
