import numpy as np
import pandas as pd
import pytest

from compsim.errors import PopulationError
from compsim.population.checking import Checked, check_tables
from compsim.population.reading import population_from_tables
from tests.population.small_tables import RESULTS, ROSTER, table, tables

HEAD = "rep role team manager start end fte base_salary target_incentive"
FILES = {"roster": "roster.csv", "results": "results.csv", "paid": "paid.csv", "measures": "measures.csv"}
MEASURES = "measure combine numerator denominator unit better"


def complaints(given: dict[str, pd.DataFrame]) -> list[str]:
    with pytest.raises(PopulationError) as caught:
        check_tables(given, FILES)
    return [str(problem) for problem in caught.value.problems]


def remarks(given: dict[str, pd.DataFrame]) -> list[str]:
    notes = population_from_tables(given, source_names=FILES).notes
    assert all(note.severity == "warning" for note in notes)
    return [str(note) for note in notes]


def checked(given: dict[str, pd.DataFrame]) -> Checked:
    return check_tables(given, FILES)


def roster(*rows: str) -> tuple[str, ...]:
    return (HEAD, *rows)


def results(*rows: str) -> tuple[str, ...]:
    return (*RESULTS, *rows)


# ── what is there by default ─────────────────────────────────────────────────────────────────────────────────────────


def test_optional_columns_have_their_defaults() -> None:
    row = checked(
        tables(("rep role target_incentive", "007 hunter 20000"), (*RESULTS[:1], "007 sales 2025 1 -"))
    ).roster
    assert row.iloc[0].to_dict() | {"start": None, "end": None} == {
        "rep": "007",
        "role": "hunter",
        "team": "",
        "manager": "",
        "start": None,
        "end": None,
        "fte": 1.0,
        "base_salary": 0.0,
        "target_incentive": 20000.0,
    }
    assert row[["start", "end"]].isna().all(axis=None)
    assert row[["start", "end"]].dtypes.astype(str).tolist() == ["datetime64[us]"] * 2


def test_attributes_keep_zeros_in_front_and_become_numbers_or_days_where_all_are() -> None:
    rows = (
        "rep role target_incentive site level share hired empty",
        "A x 1 007 3 1.5 2020-01-31 -",
        "B x 1 4711 4 - - -",
    )
    given = checked(tables(rows, ("rep measure period actual", "A sales 2025 1"))).roster
    assert given["site"].tolist() == ["007", "4711"]
    assert given["level"].tolist() == [3, 4]
    assert given["share"].dtype == "float64"
    assert given["hired"].tolist() == [pd.Timestamp("2020-01-31"), pd.NaT]
    assert given["empty"].tolist() == ["", ""]


def test_percentages_are_ratios() -> None:
    rows = roster("Ann hunter - - - - 80% - 1", "Ben hunter - - - - 1 - 1")
    assert checked(tables(rows)).roster["fte"].tolist() == [0.8, 1.0]


def test_typed_columns_are_taken_as_they_are() -> None:
    frames = tables()
    frames["roster"]["start"] = pd.Series([pd.Timestamp("2025-01-01 08:30"), pd.NaT])
    frames["roster"]["target_incentive"] = [20000, 10000]
    frames["results"]["actual"] = pd.Series([1.0, np.nan, 3.0, -0.0])
    frames["results"]["period"] = frames["results"]["period"].astype("category")
    made = checked(frames)
    assert made.roster["start"].tolist() == [pd.Timestamp("2025-01-01"), pd.NaT]
    assert made.results["actual"].tolist() == pytest.approx([1.0, np.nan, 3.0, 0.0], nan_ok=True)
    assert made.results["period"].tolist() == ["2025-01", "2025-02", "2025-01", "2025-02"]


def test_numbers_as_names_are_names() -> None:
    frames = tables(("rep role target_incentive", "7 x 1"), ("rep measure period actual", "7 sales 2025 1"))
    frames["roster"]["rep"] = [7.0]
    frames["results"]["rep"] = [7]
    assert checked(frames).roster["rep"].tolist() == ["7"]


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────

CELLS = [
    (
        tables(results=results("Ann revenue 2025-03 twelve -")),
        (
            "results.csv row 6, column actual: 'twelve' is not a number. "
            "Write digits with a decimal point, such as 1234.5. An empty cell means that the figure is missing."
        ),
    ),
    (
        tables(results=results("Ann revenue 2025-03 inf -")),
        (
            "results.csv row 6, column actual: 'inf' is not a number. "
            "Write digits with a decimal point, such as 1234.5. An empty cell means that the figure is missing."
        ),
    ),
    (
        tables(results=results("Ann revenue 2025-03 1 nan")),
        (
            "results.csv row 6, column target: 'nan' is not a number. "
            "Write digits with a decimal point, such as 1234.5. An empty cell means that the figure is missing."
        ),
    ),
    (
        tables(results=results("Ann revenue - 1 1")),
        "results.csv row 6, column period: the cell is empty. Fill it in; every row needs one.",
    ),
    (
        tables(results=results("Ann - 2025-03 1 1")),
        "results.csv row 6, column measure: the cell is empty. Fill it in; every row needs one.",
    ),
    (
        tables(results=results("- revenue 2025-03 1 1")),
        "results.csv row 6, column rep: the cell is empty. Name the rep as the roster spells it.",
    ),
    (
        tables(roster=roster("Ann hunter - - - - - - 12k")),
        (
            "roster.csv row 2, column target_incentive: the cell is not a number. "
            "Write digits with a decimal point, such as 1234.5."
        ),
    ),
    (
        tables(roster=roster("Ann hunter - - - - half - 1")),
        (
            "roster.csv row 2, column fte: 'half' is not a number. "
            "Write digits with a decimal point, such as 1234.5. An empty cell counts as 1."
        ),
    ),
    (
        tables(roster=roster("Ann hunter - - - - - - -")),
        "roster.csv row 2, column target_incentive: the cell is empty. Fill it in; every row needs one.",
    ),
    (
        tables(roster=roster("Ann hunter - - - - - - -500")),
        "roster.csv row 2, column target_incentive: the figure is negative. Write zero or a positive figure.",
    ),
    (
        tables(roster=roster("Ann hunter - - - - - -1 500")),
        "roster.csv row 2, column base_salary: the figure is negative. Write zero or a positive figure.",
    ),
    (
        tables(roster=roster("Ann - - - - - - - 1")),
        "roster.csv row 2, column role: the cell is empty. Fill it in; every row needs one.",
    ),
    (
        tables(roster=roster("Ann hunter - - - - 0 - 1")),
        (
            "roster.csv row 2, column fte: an fte must be above 0 and at most 1.5. "
            "Write the share of a full-time job, such as 0.8; leave out rows of people without a job."
        ),
    ),
    (
        tables(roster=roster("Ann hunter - - - - 80 - 1")),
        (
            "roster.csv row 2, column fte: an fte must be above 0 and at most 1.5. "
            "Write the share of a full-time job, such as 0.8; leave out rows of people without a job."
        ),
    ),
    (
        tables(paid=("rep period paid", "Ann 2025-01 lots")),
        "paid.csv row 2, column paid: the cell is not a number. Write digits with a decimal point, such as 1234.5.",
    ),
    (
        tables(paid=("rep period paid", "Ann 2025-01 -")),
        "paid.csv row 2, column paid: the cell is empty. Fill it in; every row needs one.",
    ),
    (
        tables(measures=(MEASURES, "revenue average - - - -")),
        "measures.csv row 2, column combine: 'average' is not a way to combine. Known: distinct, mean, ratio, sum.",
    ),
    (
        tables(measures=(MEASURES, "revenue - - - Money -")),
        "measures.csv row 2, column unit: 'Money' is not a unit. Did you mean 'money'? Known: count, money, ratio.",
    ),
    (
        tables(measures=(MEASURES, "revenue - - - - lowest")),
        "measures.csv row 2, column better: 'lowest' is not a direction. Did you mean 'lower'? Known: higher, lower.",
    ),
]


@pytest.mark.parametrize(("given", "message"), CELLS, ids=lambda x: x.partition(":")[0] if isinstance(x, str) else "")
def test_a_bad_cell_is_told_with_its_place_and_its_remedy(given: dict[str, pd.DataFrame], message: str) -> None:
    assert complaints(given) == [message]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (
            "03/04/2025",
            "'03/04/2025' can be 2025-04-03 or 2025-03-04. Write the day that is meant as 2025-04-03 or 2025-03-04.",
        ),
        ("31.12.2025", "'31.12.2025' is not an ISO date. Write dates as year-month-day, such as 2025-12-31."),
        ("04/04/2025", "'04/04/2025' is not an ISO date. Write dates as year-month-day, such as 2025-04-04."),
        ("2025-02-30", "there is no day '2025-02-30'. Write dates as year-month-day, such as 2025-03-31."),
        ("spring", "'spring' is not an ISO date. Write dates as year-month-day, such as 2025-03-31."),
        ("99/99/2025", "'99/99/2025' is not an ISO date. Write dates as year-month-day, such as 2025-03-31."),
        (
            "45658",  # the day spreadsheets count from 1899-12-30
            "'45658' is a spreadsheet's serial number, not a date. Format the column as dates, such as 2025-01-01.",
        ),
        (
            "2025-01-01T08:00",
            "'2025-01-01T08:00' is not an ISO date. Write dates as year-month-day, such as 2025-03-31.",
        ),
    ],
)
def test_a_date_is_never_guessed(day: str, message: str) -> None:
    assert complaints(tables(roster=roster(f"Ann hunter - - {day} - - - 1"))) == [
        f"roster.csv row 2, column start: {message}"
    ]


@pytest.mark.parametrize("day", ["2025-03-01", "2025-03-01T00:00", "2025-03-01T00:00:00.000"])
def test_a_day_at_midnight_is_a_day(day: str) -> None:
    made = checked(tables(roster=roster(f"Ann hunter - - {day} - - - 1", "Ben hunter - - - - - - 1")))
    assert made.roster["start"].tolist() == [pd.Timestamp("2025-03-01"), pd.NaT]


@pytest.mark.parametrize(
    ("period", "meant"),
    [
        ("2025-3", "2025-03"),
        ("03/2025", "2025-03"),
        ("202503", "2025-03"),
        ("Mar_2025", "2025-03"),
        ("march_2025", "2025-03"),
        ("2025_Mar", "2025-03"),
        ("2025-03-31", "2025-03"),
        ("Q1_2025", "2025-Q1"),
        ("q1/2025", "2025-Q1"),
        ("2025Q1", "2025-Q1"),
        ("H2_2025", "2025-H2"),
        ("2025-13", ""),
        ("FY25", ""),
        ("Q5_2025", ""),
        ("last_year", ""),
    ],
)
def test_a_period_that_is_none_is_told_with_what_it_may_mean(period: str, meant: str) -> None:
    hint = f"Did you mean {meant}? " if meant else ""
    shown = period.replace("_", " ")
    assert complaints(tables(results=results(f"Ann revenue {period} 1 1"))) == [
        f"results.csv row 6, column period: '{shown}' is not a period. {hint}Write 2025-03, 2025-Q1, 2025-H1 or 2025."
    ]


def test_infinite_figures_in_typed_columns_are_told() -> None:
    frames = tables()
    frames["results"]["target"] = [1.0, np.inf, 1.0, -np.inf]
    assert complaints(frames) == [
        f"results.csv row {row}, column target: the figure is infinite. "
        "Write digits with a decimal point, such as 1234.5. "
        "An empty cell means that the figure is missing."
        for row in (3, 5)
    ]


def test_no_message_repeats_a_figure_of_pay() -> None:
    rows = roster(
        "Ann hunter - - - - 55555 -55555 55555x",
        "Ben hunter - - - - 1 55555x -55555",
        "Ben hunter - - - - 1 55555x 55555",
    )
    told = complaints(tables(roster=rows, paid=("rep paid", "Ann 55555x")))
    assert len(told) == 8
    assert not any("5555" in message for message in told)


def test_everything_is_told_at_once() -> None:
    told = complaints(
        tables(
            roster=roster("Ann hunter - - 1.1.25 - 7 - -1", "Ann hunter - - - - - - 1"),
            results=results("Ann revenue 2025-01 x 1", "Ann revenue Q9 1 1"),
            paid=("rep", "Ann"),
            measures=(MEASURES, "win_rate ratio wins - - -"),
        )
    )
    assert [message.split(":")[0] for message in told] == [
        "roster.csv row 2, column start",
        "roster.csv row 2, column fte",
        "roster.csv row 2, column target_incentive",
        "results.csv row 7, column period",
        "results.csv row 6, column actual",
        "paid.csv, column paid",
        "roster.csv row 3, column start",
        "results.csv row 6",
        "measures.csv row 2, column numerator",
        "measures.csv row 2, column denominator",
    ]


def test_many_rows_with_one_mistake_are_counted() -> None:
    rows = [f"Ann m{i} 2025-01 x 1" for i in range(2_500)]
    told = complaints(tables(results=results(*rows)))
    assert len(told) == 21
    assert told[-1] == "results.csv, column actual: 2,480 more rows have the same problem."


# ── columns and tables ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_column_that_is_not_there_is_told_with_what_is() -> None:
    frames = tables()
    frames["roster"] = frames["roster"].rename(columns={"target_incentive": "Target incentive"})
    assert complaints(frames) == [
        (
            "roster.csv, column target_incentive: there is no such column. "
            "Did you mean 'Target incentive'? Known: Target incentive, rep, role, team."
        )
    ]


def test_a_column_that_is_there_twice_is_told() -> None:
    frames = tables()
    frames["results"].insert(5, "rep", "Ann", allow_duplicates=True)
    assert complaints(frames) == ["results.csv, column rep: the column is there twice. Rename or delete one."]


def test_missing_and_empty_tables_are_told() -> None:
    assert complaints({"paid": table("rep paid", "Ann 1")}) == [
        "roster.csv: there is no roster table. Give one with the columns rep, role, target_incentive.",
        "results.csv: there is no results table. Give one with the columns rep, measure, period, actual.",
    ]
    assert complaints(tables(results=RESULTS[:1])) == ["results.csv: the table has no rows."]


def test_columns_nobody_reads_are_remarked() -> None:
    rows = ("rep role team target_incentive FTE region", "Ann hunter North 1 1 South", "Ben hunter North 1 0.5 South")
    more = (f"{RESULTS[0]} Targets comment", *(f"{row} 1 ok" for row in RESULTS[1:]))
    assert remarks(tables(rows, more)) == [
        "roster.csv, column FTE: the column is kept as an attribute. Did you mean 'fte'? Then rename it.",
        "results.csv, column Targets: the column is not used.",
        "results.csv, column comment: the column is not used.",
    ]


def test_empty_shares_and_salaries_count_as_the_default_and_are_remarked() -> None:
    rows = roster("Ann hunter - - - - 1 100 1", "Ben hunter - - - - - - 1")
    assert remarks(tables(rows)) == [
        "roster.csv row 3, column fte: 1 cell is empty and count as 1. Fill them in if that is wrong.",
        "roster.csv row 3, column base_salary: 1 cell is empty and count as 0. Fill them in if that is wrong.",
    ]


# ── rows against each other ──────────────────────────────────────────────────────────────────────────────────────────

CONTRADICTIONS = [
    (
        tables(roster=roster("Ann hunter - - 2025-06-01 2025-05-31 - - 1", "Ben hunter - - - - - - 1")),
        (
            "roster.csv row 2, column end: the end is before the start. "
            "Swap the two, or correct one; both days count as on the plan."
        ),
    ),
    (
        tables(
            roster=roster(
                "Ann hunter - - - 2025-05-31 - - 1", "Ben hunter - - - - - - 1", "Ann farmer - - 2025-05-31 - - - 1"
            )
        ),
        (
            "roster.csv row 4, column start: 'Ann' is on this row and on row 2 at the same time. "
            "Let one row end the day before the next one starts."
        ),
    ),
    (
        tables(
            roster=roster(
                "Ann a - - 2025-01-01 2025-12-31 - - 1",
                "Ann b - - 2024-01-01 2024-12-31 - - 1",
                "Ann c - - 2024-03-01 2024-03-31 - - 1",
            ),
            results=RESULTS[:3],
        ),
        (
            "roster.csv row 4, column start: 'Ann' is on this row and on row 3 at the same time. "
            "Let one row end the day before the next one starts."
        ),
    ),
    (
        tables(roster=roster("Ann hunter - Ann - - - - 1", "Ben hunter - Ann - - - - 1")),
        "roster.csv row 2, column manager: 'Ann' is their own manager. Leave the manager of the topmost person empty.",
    ),
    (
        tables(roster=roster("Ann hunter - Ben - - - - 1", "Ben hunter - Cem - - - - 1", "Cem lead - Ann - - - - 1")),
        (
            "roster.csv row 2, column manager: the managers go round in a circle: Ann → Ben → Cem → Ann. "
            "Leave the manager of the topmost person empty."
        ),
    ),
    (
        tables(results=results("Ann revenue 2025-01 5 -")),
        "results.csv row 6: the row has the same rep, measure and period as row 2. Add the two up, or delete one.",
    ),
    (
        tables(results=results("Ann revenue 2025-Q1 5 -")),
        (
            "results.csv row 6, column actual: the row covers the same time as row 2, which has a shorter period. "
            "Give each actual once: by the longer period or by the shorter ones."
        ),
    ),
    (
        tables(results=results("Ann revenue 2205-01 5 -")),
        (
            "results.csv row 6, column period: the periods reach from 2025-01 to 2205-01. "
            "Check the year; at most 240 periods can be loaded together."
        ),
    ),
    (
        tables(results=("rep measure period actual", "ann revenue 2025-01 5", "4711 revenue 2025-01 5")),
        (
            "results.csv, column rep: none of the reps of the results is on the roster. "
            "Use the same names or numbers in both tables."
        ),
    ),
    (
        tables(measures=(MEASURES, "revenue - - - - -", "revenue mean - - - -")),
        "measures.csv row 3, column measure: 'revenue' is declared twice. Delete one of the rows.",
    ),
    (
        tables(measures=(MEASURES, "rate ratio - revenue - -")),
        "measures.csv row 2, column numerator: the cell is empty. A ratio needs a numerator and a denominator.",
    ),
    (
        tables(measures=(MEASURES, "rate ratio revnue revenue - -")),
        (
            "measures.csv row 2, column numerator: 'revnue' is not a summed measure of the results. "
            "Did you mean 'revenue'? Known: revenue."
        ),
    ),
    (
        tables(measures=(MEASURES, "revenue sum revenue - - -")),
        (
            "measures.csv row 2, column numerator: only a ratio has a numerator, and this measure is combined by sum. "
            "Write ratio under combine, or empty the cell."
        ),
    ),
]


@pytest.mark.parametrize(("given", "message"), CONTRADICTIONS, ids=range(len(CONTRADICTIONS)))
def test_rows_that_contradict_each_other_are_told(given: dict[str, pd.DataFrame], message: str) -> None:
    assert complaints(given) == [message]


def test_a_manager_may_follow_and_lead_the_same_person_in_turn() -> None:
    rows = roster(
        "Ann hunter - Ben - 2025-01-31 - - 1",
        "Ben hunter - - - 2025-01-31 - - 1",
        "Ann hunter - - 2025-02-01 - - - 1",
        "Ben hunter - Ann 2025-02-01 - - - 1",
    )
    assert len(checked(tables(roster=rows)).roster) == 4


def test_a_yearly_target_may_stand_beside_monthly_results() -> None:
    rows = (
        "rep measure period actual target",
        "Ann revenue 2025-01 5 -",
        "Ben revenue 2025-02 5 -",
        "Ann revenue 2025 - 90",
    )
    assert checked(tables(results=rows)).results["target"].sum() == 90


DISTINCT = ("measure combine", "customers distinct")
COUNTS = "rep measure period actual target stretch credit"
UNFIT = [
    (
        "Ann customers 2025-01 3 - - -",
        (
            "results.csv row 3, column stretch: 'customers' counts distinct things and needs both stretch and credit. "
            "Say over which stretch and for whom each thing is counted once, such as year and individual."
        ),
    ),
    (
        "Ann customers 2025-01 3 - year -",
        (
            "results.csv row 3, column stretch: 'customers' counts distinct things and needs both stretch and credit. "
            "Say over which stretch and for whom each thing is counted once, such as year and individual."
        ),
    ),
    (
        "Ann revenue 2025-01 3 - year individual",
        (
            "results.csv row 3, column stretch: 'revenue' is not a distinct count and takes neither stretch "
            "nor credit. "
            "Empty the two cells, or declare combine as distinct in the measures."
        ),
    ),
    (
        "Ann customers 2025-Q1 3 - month individual",
        "results.csv row 3, column period: the period is longer than the stretch. Give counts by shorter periods.",
    ),
    (
        "Ann customers 2025-01 3 - year company",
        "results.csv row 3, column rep: a company count names a rep. Empty the cell; it counts for all.",
    ),
    (
        "Ann customers 2025-01 3 - week individual",
        "results.csv row 3, column stretch: 'week' is not a stretch. Known: half_year, month, quarter, year.",
    ),
    (
        "Ann customers 2025-01 3 - year teams",
        (
            "results.csv row 3, column credit: 'teams' is not a kind of credit. Did you mean 'team'? "
            "Known: company, individual, reports, team."
        ),
    ),
]


@pytest.mark.parametrize(("row", "message"), UNFIT)
def test_keys_that_do_not_fit_the_measure_are_told(row: str, message: str) -> None:
    given = (COUNTS, "Ben customers 2025-01 1 - year individual", row)
    assert complaints(tables(results=given, measures=DISTINCT)) == [message]


def test_a_distinct_measure_has_one_target_a_period() -> None:
    rows = (COUNTS, "Ann customers 2025-01 3 5 year individual", "Ann customers 2025-01 3 6 month individual")
    assert complaints(tables(results=rows, measures=DISTINCT)) == [
        (
            "results.csv row 3, column target: the target differs from another stretch's for the same rep and period. "
            "Give the target once, or the same in each row of the rep and period."
        )
    ]


# ── remarks ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_good_tables_need_no_remarks() -> None:
    assert remarks(tables()) == []


REMARKS = [
    (
        tables(results=results("ann revenue 2025-01 7 -", "ann revenue 2025-02 1.5 -", "Zoe revenue 2025-01 1 -")),
        [
            (
                "results.csv row 6, column rep: 'ann' is not on the roster; 2 rows are set aside (revenue 8.50). "
                "Did you mean 'Ann'?"
            ),
            (
                "results.csv row 8, column rep: 'Zoe' is not on the roster; 1 row is set aside (revenue 1). "
                "Add the name to the roster if the rows should count."
            ),
        ],
    ),
    (
        tables(paid=("rep period paid", "Benn - 500", "Ann - 500", "Ann - 500")),
        [
            (
                "paid.csv row 2, column rep: 'Benn' is not on the roster; 1 row is kept, though not compared. "
                "Did you mean 'Ben'?"
            ),
            (
                "paid.csv row 4, column rep: the rep has an earlier payment for the same time, and both count. "
                "Delete one if it is a repetition."
            ),
        ],
    ),
    (
        tables(roster=(*ROSTER, "Cem hunter North 1", "Dia hunter North 1")),
        [
            (
                "roster.csv row 4, column rep: 2 reps have no results of their own: Cem, Dia. "
                "Missing results are not zeros; they are listed and paid nothing."
            )
        ],
    ),
    (
        tables(roster=(ROSTER[0], "Ann hunter North 1", "Ben Hunter north_ 1")),
        [
            (
                "roster.csv row 3, column role: 'Hunter' and 'hunter' differ only in case or spaces and count as two. "
                "Spell them alike if they are the same."
            ),
            (
                "roster.csv row 3, column team: 'north ' and 'North' differ only in case or spaces and count as two. "
                "Spell them alike if they are the same."
            ),
        ],
    ),
    (
        tables(roster=roster("Ann hunter _East ben - - - - 1", "Ben hunter - - - - - - 1")),
        [
            "roster.csv row 2, column team: ' East' has spaces around it. Delete them unless they belong to the name.",
            "roster.csv row 2, column manager: manager 'ben' is not on the roster. Did you mean 'Ben'?",
            (
                "roster.csv row 3, column team: 1 row has no team and is paid nothing where a team is credited. "
                "Name the team."
            ),
        ],
    ),
    (  # a slip in a manager's name; another manager who is simply not on the roster; zeros that a spreadsheet lost
        tables(
            roster=roster(
                "Bernadette hunter North - - - - - 1",
                "Ann hunter North Bernadete - - - - 1",
                "Ben hunter North Director - - - - 1",
                "Rep_07 hunter North - - - - - 1",
                "Cem hunter North rep_7 - - - - 1",
                "Dia hunter North Rep_17 - - - - 1",
            ),
            results=(
                *RESULTS,
                *(f"{rep} revenue 2025-0{m} 1 1" for rep in ("Bernadette", "Rep_07", "Cem", "Dia") for m in (1, 2)),
            ),
        ),
        [
            "roster.csv row 3, column manager: manager 'Bernadete' is not on the roster. Did you mean 'Bernadette'?",
            "roster.csv row 6, column manager: manager 'rep 7' is not on the roster. Did you mean 'Rep 07'?",
        ],
    ),
    (  # one month among quarters moves everything to months
        tables(
            results=(
                RESULTS[0],
                *(f"{rep} revenue 2025-Q{q} 10 10" for rep in ("Ann", "Ben") for q in (1, 2)),
                "Ann margin 2025-03 1 1",
                "Ben margin 2025-Q1 1 1",
            )
        ),
        [
            (
                "results.csv row 6, column period: 1 row comes by month and most by quarter, so all is worked out by "
                "month, and what comes by quarter counts in its last month. "
                "Give them by quarter too, unless pay is settled by month."
            ),
            *(
                f"results.csv, column period: '{measure}' also comes by longer periods and counts at their end. "
                "Give it by shorter periods if it is settled more often."
                for measure in ("margin", "revenue")
            ),
            (
                "results.csv, column actual: 'margin' is missing in some periods for 2 reps: Ann (2025-01), "
                "Ben (2025-04). Write 0 where there was nothing; missing is not zero."
            ),
        ],
    ),
    (
        tables(results=results("Ann rate 2025-01 0.25 -", "Ann rate 2025-02 1 -")),
        [
            (
                "results.csv row 6, column measure: 'rate' looks like a ratio but is summed. "
                "Declare it in the measures table: ratio with numerator and denominator, or mean."
            )
        ],
    ),
    (
        tables(results=results("Ann part 2025-01 0.5 -"), measures=(MEASURES, "part sum - - - -")),
        [
            (
                "results.csv, column actual: 'part' is missing in some periods for 1 rep: Ann (2025-02). "
                "Write 0 where there was nothing; missing is not zero."
            )
        ],
    ),
    (
        tables(results=results("Ann x 2025-01 - -", "Ben x 2025-01 - -")),
        [
            (
                "results.csv row 6, column actual: 2 rows have neither an actual nor a target. "
                "They count as missing, not as zero."
            )
        ],
    ),
    (
        tables(results=results("Ann rate 2025-01 0.5 0.4"), measures=(MEASURES, "rate ratio revenue revenue - -")),
        [
            (
                "results.csv row 6, column actual: the actuals of 'rate' are not used; "
                "it is computed from its numerator and denominator. Give targets only."
            )
        ],
    ),
    (
        tables(measures=(MEASURES, "revenues - - - - -")),
        [
            (
                "measures.csv row 2, column measure: the results have no 'revenues'. "
                "Correct the spelling, or delete the row."
            )
        ],
    ),
    (
        tables(results=results("Ann deals 2025-H1 5 -")),
        [
            (
                "results.csv, column period: 'deals' also comes by longer periods and counts at their end. "
                "Give it by shorter periods if it is settled more often."
            ),
            (
                "results.csv, column actual: 'revenue' is missing in some periods for 2 reps: Ann (2025-03), "
                "Ben (2025-03). "
                "Write 0 where there was nothing; missing is not zero."
            ),
        ],
    ),
    (
        tables(
            roster=roster("Ann hunter - - 2025-02-01 - - - 1", "Ben hunter - - - - - - 1"),
        ),
        [
            (
                "results.csv row 2, column period: 1 row is set aside because the rep is not on the plan in "
                "that period: Ann "
                "(revenue 100). Check start and end in the roster if they should count."
            )
        ],
    ),
]


@pytest.mark.parametrize(("given", "messages"), REMARKS, ids=range(len(REMARKS)))
def test_what_is_worth_knowing_is_remarked(given: dict[str, pd.DataFrame], messages: list[str]) -> None:
    assert remarks(given) == messages


def test_an_attribute_that_may_be_money_is_not_repeated() -> None:
    rows = ("rep role target_incentive bonus region", "Ann x 1 _55555_EUR _South", "Ben x 1 55555_EUR South")
    told = remarks(tables(rows))
    assert told == [
        (
            "roster.csv row 3, column region: 'South' and ' South' differ only in case or spaces and count as two. "
            "Spell them alike if they are the same."
        )
    ]
