"""The table of credited deals: how it is read, and what is told where it contradicts itself or the results."""

import io

import openpyxl
import pandas as pd
import pytest

from compsim.errors import PopulationError
from compsim.population.checking import check_tables
from compsim.population.privacy import with_pseudonyms
from compsim.population.reading import load_upload, population_from_tables
from tests.population.small_tables import tables

FILES = {name: f"{name}.csv" for name in ("roster", "results", "deal_credits", "measures")}
DEALS = "deal rep measure period day amount share allocation"
RESULTS = "rep measure period actual target"


def given(*deals: str, **more: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    made = tables(deal_credits=(DEALS, *deals), **more)
    return made if "results" in more else {name: made[name] for name in made if name != "results"}


def complaints(frames: dict[str, pd.DataFrame]) -> list[str]:
    with pytest.raises(PopulationError) as caught:
        check_tables(frames, FILES)
    return [str(problem) for problem in caught.value.problems]


GOOD = "D0 Ann revenue 2025-01 - 100 - -"
SUMS = "Add the rows that are missing, or state under allocation what the shares are meant to add to."
DOUBLE = (
    "Lower the shares, or state double crediting under allocation, such as 2 for twice the deal; "
    "a return is a deal with a name of its own."
)
MISTAKES = [
    (
        ("D1 Ann revenue 2025-01 - 100 60% -", "D1 Ben revenue 2025-01 - 100 30% -"),
        f"deal_credits.csv row 3, column share: the shares of deal 'D1' for 'revenue' add to 0.9, not to 1. {SUMS}",
    ),
    (
        ("D1 Ann revenue 2025-01 - 100 1 -", "D1 Ben revenue 2025-01 - 100 0.5 -"),
        f"deal_credits.csv row 3, column share: the shares of deal 'D1' for 'revenue' add to 1.5, not to 1. {DOUBLE}",
    ),
    (
        ("D1 Ann revenue 2025-01 - 100 1 2", "D1 Ben revenue 2025-01 - 100 0.5 2"),
        f"deal_credits.csv row 3, column share: the shares of deal 'D1' for 'revenue' add to 1.5, not to 2. {SUMS}",
    ),
    (
        ("D0 Ann revenue 2025-02 - -100 1 -",),
        f"deal_credits.csv row 2, column share: the shares of deal 'D0' for 'revenue' add to 2, not to 1. {DOUBLE}",
    ),
    (
        ("D1 Ann revenue 2025-01 - 100 1 1", "D1 Ben revenue 2025-01 - 100 1 2"),
        (
            "deal_credits.csv row 4, column allocation: deal 'D1' has the allocations 1 and 2. "
            "Give every row of a deal and measure the same one: what its shares are meant to add to."
        ),
    ),
    (
        ("D1 Ann revenue 2025-01 - 100 0.5 1", "D1 Ann revenue 2025-01 - 100 0.5 1"),
        (
            "deal_credits.csv row 4: the row has the same deal, rep, measure and time as row 3. "
            "Add the two up, or delete one."
        ),
    ),
    (
        ("D1 Ann revenue 2025-01 2025-02-01 100 - -",),
        (
            "deal_credits.csv row 3, column day: the day 2025-02-01 is not in the period 2025-01. "
            "Correct one of the two; without a day the deal counts in its period."
        ),
    ),
    (
        ("D1 Ann revenue 2025-01 - 100 1.2 -",),
        (
            "deal_credits.csv row 3, column share: a share must be above 0 and at most 1. "
            "Write the rep's part of the deal, such as 0.5 or 50%; leave out rows of people without a part."
        ),
    ),
    (
        ("D1 Ann revenue 2025-01 - 100 0 -",),
        (
            "deal_credits.csv row 3, column share: a share must be above 0 and at most 1. "
            "Write the rep's part of the deal, such as 0.5 or 50%; leave out rows of people without a part."
        ),
    ),
    (
        ("D1 Ann revenue 2025-01 - 100 1 0",),
        (
            "deal_credits.csv row 3, column allocation: an allocation must be above 0. "
            "Write what the shares of the deal are to add to."
        ),
    ),
    (
        ("D1 Ann revenue 2025-01 - - 1 -",),
        "deal_credits.csv row 3, column amount: the cell is empty. Fill it in; every row needs one.",
    ),
    (
        ("- Ann revenue 2025-01 - 1 - -",),
        "deal_credits.csv row 3, column deal: the cell is empty. Fill it in; every row needs one.",
    ),
    (
        ("D1 Ann revenue 2205-01 - 1 - -", "D2 Ann revenue 2025-02 - 1 - -"),
        (
            "deal_credits.csv row 3, column period: the periods reach from 2025-01 to 2205-01. "
            "Check the year; at most 240 periods can be loaded together."
        ),
    ),
]


@pytest.mark.parametrize(("rows", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_deals_that_contradict_each_other_are_told(rows: tuple[str, ...], message: str) -> None:
    assert complaints(given(GOOD, *rows)) == [message]


def test_shares_may_miss_their_sum_by_a_rounding() -> None:
    thirds = [f"D1 {rep} revenue 2025-01 - 100 {share} -" for rep, share in (("Ann", 0.1), ("Ben", 0.2), ("Cem", 0.7))]
    assert check_tables(given(*thirds)).deals is not None
    almost = [thirds[0], thirds[1], "D1 Cem revenue 2025-01 - 100 0.70000001 -"]
    assert len(complaints(given(*almost))) == 1


def test_everything_wrong_with_deals_is_told_at_once() -> None:
    rows = ("D1 Ann revenue 2025-01 - x 0.5 -", "D2 Ann revenue 2025-13 - 1 - -", "D3 Ann rate 2025-01 - 1 1 3")
    measures = ("measure combine numerator denominator", "rate ratio revenue offers")
    told = complaints(given(*rows, measures=measures, results=(RESULTS, "Ann offers 2025-01 1 -")))
    assert [line.split(":")[0] for line in told] == [
        "deal_credits.csv row 3, column period",
        "deal_credits.csv row 2, column amount",
        "deal_credits.csv row 2, column share",
        "deal_credits.csv row 4, column share",
        "deal_credits.csv row 4, column measure",
    ]


@pytest.mark.parametrize("combine", ["mean", "distinct"])
def test_only_sums_are_credited_from_deals(combine: str) -> None:
    assert complaints(given(GOOD, measures=("measure combine", f"revenue {combine}"))) == [
        (
            f"deal_credits.csv row 2, column measure: 'revenue' is combined by {combine} and cannot be credited "
            "from deals. Only summed measures come from deals: declare combine as sum, "
            "or give the figures in the results."
        )
    ]


def test_deals_need_reps_of_the_roster() -> None:
    assert complaints(given("D1 Zoe revenue 2025-01 - 1 - -")) == [
        (
            "deal_credits.csv, column rep: none of the reps of the deals is on the roster. "
            "Use the same names or numbers in both tables."
        )
    ]


# ── deals and results ────────────────────────────────────────────────────────────────────────────────────────────────


def differs(row: int, figures: str) -> str:
    fix = "Correct one of the two, or leave the actual empty: it comes from the deals."
    return f"results.csv row {row}, column actual: 'revenue' of {figures}. {fix}"


def test_results_that_differ_from_the_deals_are_told() -> None:
    deals = ("D1 Ann revenue 2025-01 - 1000 - -", "D2 Ann revenue 2025-01 2025-01-31 500 0.5 -",
             "D2 Ben revenue 2025-01 2025-01-31 500 0.5 -", "D3 Ann revenue 2025-02 - 7 - -")  # fmt: skip
    rows = ("Ann revenue 2025-01 1250.004 -", "Ben revenue 2025-01 250.006 -", "Ben revenue 2025-02 3 -",
            "Ann revenue 2025-02 - 90", "Ann visits 2025-02 5 -")  # fmt: skip
    assert complaints(given(*deals, results=(RESULTS, *rows))) == [
        differs(3, "'Ben' in 2025-01 is 250.006, and the deals add to 250"),
        differs(4, "'Ben' in 2025-02 is 3, and the deals add to 0"),
    ]


def test_results_of_a_quarter_are_compared_with_its_deals() -> None:
    deals = ("D1 Ann revenue 2025-01 - 10 - -", "D2 Ann revenue 2025-Q1 2025-03-31 5 - -",
             "D3 Ann revenue 2025-04 - 90 - -")  # fmt: skip
    assert check_tables(given(*deals, results=(RESULTS, "Ann revenue 2025-Q1 15 20"))).deal_measures == {"revenue"}
    assert complaints(given(*deals, results=(RESULTS, "Ann revenue 2025-Q1 105 20"))) == [
        differs(2, "'Ann' in 2025-Q1 is 105, and the deals add to 15")
    ]


def test_deals_of_people_set_aside_are_compared_too() -> None:
    roster = ("rep role start target_incentive", "Ann x 2025-02-01 1")
    deals = ("D1 Ann revenue 2025-01 - 10 - -", "D2 Ann revenue 2025-02 - 1 - -")
    frames = given(*deals, roster=roster, results=(RESULTS, "Ann revenue 2025-01 10 -"))
    assert check_tables(frames).deals is not None


def test_without_deals_there_have_to_be_results() -> None:
    frames = given()
    assert complaints(frames) == [
        "results.csv: there is no results table. Give one with the columns rep, measure, period, actual."
    ]
    both = frames | tables()
    assert population_from_tables(both).deals is None
    assert population_from_tables(both).fingerprint == population_from_tables(tables()).fingerprint


def test_a_results_table_without_rows_is_none_beside_deals() -> None:
    frames = given(GOOD) | {"results": tables()["results"].iloc[:0]}
    assert population_from_tables(frames).fingerprint == population_from_tables(given(GOOD)).fingerprint


@pytest.mark.parametrize(("other", "row"), [({}, 3), ({"results": (RESULTS, "Ann revenue 2025-01 - 9")}, 2)])
def test_spellings_of_measures_are_offered(other: dict[str, tuple[str, ...]], row: int) -> None:
    deals = (GOOD, "D1 Ann Revenue 2025-01 - 1 - -")[row == 2 :]
    notes = [str(note) for note in population_from_tables(given(*deals, **other)).notes]
    assert notes[-1:] == [
        (
            f"deal_credits row {row}, column measure: 'Revenue' and 'revenue' differ only in case or spaces "
            "and count as two. Spell them alike if they are the same."
        )
    ]


def test_reps_of_deals_get_pseudonyms() -> None:
    replaced = with_pseudonyms(given(GOOD), b"key")
    assert replaced["deal_credits"]["rep"].iloc[0] == replaced["roster"]["rep"].iloc[0] != "Ann"
    assert replaced["deal_credits"]["deal"].iloc[0] == "D0"


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────

ROSTER = b"rep;role;target_incentive\nAnn;x;1\nBen;x;1\n"
CSV = (
    b"deal;rep;measure;period;day;amount;share;margin;line\n"
    b"D1;Ann;sales;2025-01;2025-01-05;1.234,50;60%;0,25;software\n"
    b"D1;Ben;sales;2025-01;2025-01-05;1.234,50;40%;0,25;software\n"
)


def test_deals_are_read_from_a_file_with_decimal_commas() -> None:
    made = load_upload({"roster.csv": ROSTER, "deal_credits.csv": CSV})
    assert made.results["sales"][:, 0] == pytest.approx([740.7, 493.8])
    assert made.deals is not None
    told = made.deals.attributes[["margin", "line", "amount"]].to_dict("list")
    assert told == {"margin": [0.25, 0.25], "line": ["software", "software"], "amount": [1234.5, 1234.5]}


def test_deals_are_read_from_a_workbook() -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in (("roster", ROSTER), ("deal_credits", CSV.replace(b"1.234,50", b"1234.5").replace(b"0,", b"0."))):
        sheet = book.create_sheet(name)
        for line in text.decode().splitlines():
            sheet.append(line.split(";"))
    data = io.BytesIO()
    book.save(data)
    made = load_upload({"people.xlsx": data.getvalue()})
    assert made.fingerprint == load_upload({"roster.csv": ROSTER, "deal_credits.csv": CSV}).fingerprint


def file_complaints(files: dict[str, bytes]) -> list[str]:
    with pytest.raises(PopulationError) as caught:
        load_upload(files)
    return [str(problem) for problem in caught.value.problems]


def test_files_without_rows_of_deals_or_results() -> None:
    header = CSV.splitlines()[0] + b"\n"
    assert file_complaints({"roster.csv": ROSTER, "deal_credits.csv": header}) == [
        "results.csv: there is no results table. Add it under the name results.csv."
    ]
    results = b"rep,measure,period,actual\n"
    made = load_upload({"roster.csv": ROSTER, "deal_credits.csv": CSV, "results.csv": results})
    assert [str(note) for note in made.notes] == [
        "results.csv: there is no row below the header; the table is not used."
    ]


def test_deals_that_cannot_be_read_are_told_once() -> None:
    assert file_complaints({"roster.csv": ROSTER, "deal_credits.csv": b""}) == [
        "deal_credits.csv: the file is empty. Save the table again, with its header."
    ]


def test_a_column_that_is_not_there_is_told() -> None:
    lacking = CSV.replace(b"amount", b"Amonut")
    assert file_complaints({"roster.csv": ROSTER, "deal_credits.csv": lacking}) == [
        (
            "deal_credits.csv, column amount: there is no such column. Did you mean 'Amonut'? "
            "Known: Amonut, day, deal, line, margin, measure, period, rep, share."
        )
    ]


def test_a_deal_may_be_meant_to_add_to_something_else_for_another_measure() -> None:
    """All of it for revenue, half of it for margin, because the other half fell outside somebody's time on the plan."""
    frames = given("D1 Ann revenue 2025-01 - 100 1 1", "D1 Ann margin 2025-01 - 40 50% 50%")
    assert population_from_tables(frames).results["margin"].sum() == 20
