import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from compsim.errors import PopulationError
from compsim.population.files import delimited
from compsim.population.files import sheets as spreadsheets
from compsim.population.files.numbers import NumberFormat
from compsim.population.reading import (
    load_population,
    load_upload,
    population_from_tables,
    population_of,
    read_files,
    read_tables,
    read_upload,
)
from tests.population.small_tables import tables

ROSTER = "rep,role,target_incentive\n007,hunter,20000\nBen,hunter,10000.50\n"
RESULTS = "rep,measure,period,actual\n007,revenue,2025-01,1.5\nBen,revenue,2025-01,2\n"
Files = dict[str, bytes]


def files(roster: str | bytes = ROSTER, results: str | bytes = RESULTS, **more: str) -> Files:
    given = {"roster.csv": roster, "results.csv": results, **{f"{name}.csv": text for name, text in more.items()}}
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in given.items()}


def complaints(given: Files, read: Callable[[Files], object] = load_upload) -> list[str]:
    with pytest.raises(PopulationError) as caught:
        read(given)
    return [str(problem) for problem in caught.value.problems]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


SHEETS: dict[str, list[list[object]]] = {
    "roster": [["rep", "role", "target_incentive"], ["007", "hunter", 20000], ["Ben", "hunter", 10000.5]],
    "results": [
        ["rep", "measure", "period", "actual"],
        ["007", "revenue", "2025-01", 1.5],
        ["Ben", "revenue", "2025-01", 2],
    ],
}


# ── where tables come from ───────────────────────────────────────────────────────────────────────────────────────────


def test_folder_workbook_and_upload_are_the_same_people(tmp_path: Path) -> None:
    for name, data in files().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "people.xlsx").write_bytes(workbook(**SHEETS))
    prints = {
        load_population(tmp_path).fingerprint,
        load_population(str(tmp_path / "people.xlsx")).fingerprint,
        load_upload(files()).fingerprint,
        load_upload({"people.xlsx": workbook(**SHEETS)}).fingerprint,
        population_of(read_files(tmp_path)).fingerprint,
        population_from_tables(read_tables(tmp_path)).fingerprint,
    }
    assert len(prints) == 1
    assert load_population(tmp_path).roster["rep"].tolist() == ["007", "Ben"]
    assert load_population(tmp_path, currency="EUR").currency == "EUR"


def test_files_that_are_not_read_are_named(tmp_path: Path) -> None:
    for name, data in (files() | {"deals.csv": b"x", "Paid.csv": b"x", "plan.yaml": b"x", ".hidden": b"x"}).items():
        (tmp_path / name).write_bytes(data)
    assert [str(note) for note in load_population(tmp_path).notes] == [
        "files: these were not used: Paid.csv, deals.csv. Tables are found by their names."
    ]
    book = {"people.xlsx": workbook(**SHEETS, Notes=[["x"]]), "old.csv": b"x"}
    assert [str(note) for note in read_upload(book).notes] == [
        "files: these were not used: old.csv, sheet Notes. Tables are found by their names."
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "nowhere: there is no such file or folder. Give the folder that holds roster.csv and results.csv."),
        (
            "nowhere.xlsx",
            (
                "nowhere.xlsx: the files cannot be read (No such file or directory). "
                "Check that they exist and that you may read them."
            ),
        ),
        (
            "roster.csv",
            (
                "roster.csv: this is neither a folder nor an .xlsx workbook. "
                "Give the folder that holds roster.csv and results.csv."
            ),
        ),
    ],
)
def test_a_path_that_leads_nowhere_is_told(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER)
    with pytest.raises(PopulationError) as caught:
        load_population(tmp_path / name)
    assert str(caught.value) == message


MISSING = [
    (
        {"Roster.csv": ROSTER.encode(), "results.csv": RESULTS.encode()},
        ["roster.csv: there is no roster table. Did you mean 'Roster.csv'? Known: Roster.csv."],
    ),
    (
        {},
        [
            "roster.csv: there is no roster table. Add it under the name roster.csv.",
            "results.csv: there is no results table. Add it under the name results.csv.",
        ],
    ),
    (
        {"people.xlsx": workbook(roster=SHEETS["roster"], Result=SHEETS["results"])},
        ["people.xlsx sheet results: there is no results table. Did you mean 'Result'? Known: Result."],
    ),
    (files(roster=""), ["roster.csv: the file is empty. Save the table again, with its header."]),
    (files(roster=" \n\n"), ["roster.csv: the file is empty. Save the table again, with its header."]),
    (files(roster=",,\n,,\n"), ["roster.csv: the file is empty. Save the table again, with its header."]),
    (
        files(results="rep,measure,period,actual\n"),
        ["results.csv: there is a header and no row below it. Fill the table."],
    ),
    (
        files(results="rep,measure,period,actual\n,,,\n"),
        ["results.csv: there is a header and no row below it. Fill the table."],
    ),
    (
        {"people.xlsx": workbook(roster=[], results=SHEETS["results"])},
        ["people.xlsx sheet roster: the sheet is empty. Fill it, with the column names first."],
    ),
    (
        files(roster=b"\xff\xfer\0e\0p"),
        [
            (
                "roster.csv: the file is not whole text in UTF-16; it was cut off, or is in another encoding. "
                "Save it as CSV in UTF-8."
            )
        ],
    ),
    (
        files(roster=b"rep\n\0role"),
        ["roster.csv: the file is not text: line 2 holds a NUL byte. Save it as CSV in UTF-8."],
    ),
    (files(roster=b"rep\x81\n"), ["roster.csv: the file is neither UTF-8 nor Windows-1252. Save it as CSV in UTF-8."]),
    (
        files(roster='rep,role,target_incentive\n"Ann,hunter,1\nBen,hunter,1\n'),
        ["roster.csv row 2: a quotation mark opens here and is not closed. Close it, or delete it."],
    ),
]


@pytest.mark.parametrize(("given", "messages"), MISSING, ids=range(len(MISSING)))
def test_a_table_that_is_not_there_is_told_once(given: Files, messages: list[str]) -> None:
    assert complaints(given) == complaints(given, read_upload) == messages


def test_optional_tables_without_rows_are_left_out() -> None:
    made = load_upload(files(measures="measure,combine\n", paid="rep,paid\n"))
    assert made.paid is None
    assert [str(note) for note in made.notes] == [
        "paid.csv: there is no row below the header; the table is not used.",
        "measures.csv: there is no row below the header; the table is not used.",
    ]


def test_everything_is_told_at_once_across_files() -> None:
    roster = "rep,role,target_incentive\n007,hunter,x\nBen,hunter\nCem,hunter,-1\n"
    results = "rep;measure;period;actual;target\n007;revenue;2025;1.234;2\n007;revenue;2025;2.345;x\n"
    assert complaints(files(roster, results, paid="")) == [
        (
            "roster.csv row 3: the row has 2 cells and the header 3. "
            "Put text that holds the delimiter in quotation marks, and give every row all columns."
        ),
        (
            "results.csv, column actual: a mark before three digits can separate thousands or decimals, "
            "and no other number of the file decides. "
            "Save the file without separators of thousands, or state the decimal mark when loading."
        ),
        "paid.csv: the file is empty. Save the table again, with its header.",
        (
            "roster.csv row 2, column target_incentive: the cell is not a number. "
            "Write digits with a decimal point, such as 1234.5."
        ),
        "roster.csv row 4, column target_incentive: the figure is negative. Write zero or a positive figure.",
        (
            "results.csv row 3, column target: 'x' is not a number. Write digits with a decimal point, such as 1234.5. "
            "An empty cell means that the figure is missing."
        ),
        "results.csv row 3: the row has the same rep, measure and period as row 2. Add the two up, or delete one.",
    ]


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Jürgen".encode(), "UTF-8"),
        (b"\xef\xbb\xbf" + "Jürgen".encode(), "UTF-8 with a byte order mark"),
        ("Jürgen".encode("cp1252"), "Windows-1252"),
    ],
)
def test_encodings_are_detected_and_shown(data: bytes, encoding: str) -> None:
    start = b"\xef\xbb\xbf" if data.startswith(b"\xef") else b""
    roster = start + b"rep,role,target_incentive\n" + data.removeprefix(start) + b",hunter,1\n"
    reading = read_upload(files(roster))
    assert reading.formats[0].encoding == encoding
    assert reading.tables["roster"]["rep"].tolist() == ["Jürgen"]


@pytest.mark.parametrize(("delimiter", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_detected(delimiter: str, name: str, end: str) -> None:
    rows = [["rep", "role", "target_incentive"], ["Ann", '"a, b; c"', "1"], ["Ben", '"two\nlines"', "2"]]
    roster = end.join(delimiter.join(row) for row in rows) + end
    reading = read_upload(files(roster))
    assert reading.formats[0].delimiter == name
    assert reading.tables["roster"]["role"].tolist() == ["a, b; c", "two\nlines"]
    assert reading.tables["roster"]["target_incentive"].tolist() == ["1", "2"]


def test_rows_are_counted_as_a_spreadsheet_counts() -> None:
    roster = 'rep,role,target_incentive\nAnn,"two\nlines",1\n\n,,\nBen,hunter,x\n'
    assert complaints(files(roster, "rep,measure,period,actual\nAnn,revenue,2025,1\n")) == [
        (
            "roster.csv row 5, column target_incentive: the cell is not a number. "
            "Write digits with a decimal point, such as 1234.5."
        )
    ]


def test_names_of_columns_lose_their_spaces_and_empty_columns_fall_out() -> None:
    reading = read_upload(files(" rep , role,target_incentive,,\nAnn,hunter,1,,\n"))
    assert reading.formats[0].columns == ("rep", "role", "target_incentive")


def test_cells_without_a_column_name_are_told() -> None:
    assert complaints(files("rep,role,target_incentive,\n007,hunter,1,\nBen,hunter,1,why\n")) == [
        "roster.csv row 1: column 4 has cells but no name. Name it in row 1."
    ]


def test_a_column_name_that_comes_twice_is_told() -> None:
    assert complaints(files("rep,role,target_incentive,role\n007,hunter,1,x\nBen,hunter,1,x\n")) == [
        "roster.csv row 1, column role: the column is there twice. Rename or delete one."
    ]


def test_tables_that_are_too_large_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = ",".join(["rep", "role", "target_incentive", *(f"a{i}" for i in range(198))])
    assert complaints(files(wide + "\n")) == [
        "roster.csv: the table has more than 200 columns. Leave out what no plan needs."
    ]
    monkeypatch.setattr(delimited, "MOST_ROWS", 1)
    assert complaints(files(results=RESULTS.replace("Ben", "007"))) == [
        "roster.csv: the table has more than 1 rows. Leave out what no plan needs.",
        "results.csv: the table has more than 1 rows. Leave out what no plan needs.",
    ]
    monkeypatch.setattr(delimited, "MOST_BYTES", 2**20)
    assert complaints(files(results=RESULTS + " " * 2**20), read_upload)[1] == (
        "results.csv: the file is larger than 1 MB. "
        "Split the file, or leave out columns and periods that no plan needs."
    )


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def actuals(delimiter: str, *cells: str, targets: tuple[str, ...] = ()) -> Files:
    rows = [f"007{delimiter}m{i}{delimiter}2025{delimiter}{cell}" for i, cell in enumerate(cells)]
    rows = [f"{row}{delimiter}{target}" for row, target in zip(rows, targets or [""] * len(rows), strict=True)]
    header = delimiter.join(["rep", "measure", "period", "actual", "target"])
    return files(results="\n".join([header, *rows]) + "\n")


WRITTEN = [
    # comma between columns goes with the point in numbers
    (",", ("1.5", "2", "-0.25"), [1.5, 2, -0.25], NumberFormat("actual", ".")),
    (",", ("1.234",), [1.234], NumberFormat("actual", ".")),
    (",", ('"1,234"',), [1234], NumberFormat("actual", ".", ",")),
    (",", ('"1,234,567.5"', '"9,876"', "3"), [1234567.5, 9876, 3], NumberFormat("actual", ".", ",")),
    (",", ('"1,5"', '"1.234,5"', "2"), [1.5, 1234.5, 2], NumberFormat("actual", ",", ".")),
    # semicolons go with the decimal comma, if the numbers do not say otherwise
    (";", ("1,5", "1.234", "2"), [1.5, 1234, 2], NumberFormat("actual", ",", ".")),
    (";", ("1,234",), [1.234], NumberFormat("actual", ",")),
    (";", ("0.123", "1.234"), [0.123, 1.234], NumberFormat("actual", ".")),
    (";", ("1.5", "1,234"), [1.5, 1234], NumberFormat("actual", ".", ",")),
    (";", ("1.234.567", "1.234"), [1234567, 1234], NumberFormat("actual", ",", ".")),
    (";", ("1234.567", "1.234"), [1234.567, 1.234], NumberFormat("actual", ".")),
    (";", ("1.234e5", "1.234"), [123400, 1.234], NumberFormat("actual", ".")),
    (";", ("1,5e-05", "12"), [1.5e-05, 12], NumberFormat("actual", ",")),
    # other signs between thousands, percentages, a minus sign from a typesetter
    ("\t", ("1 234,5", "1\u202f234", "1'234"), [1234.5, 1234, 1234], NumberFormat("actual", ",", " '\u202f")),
    (";", ("1’234.50", "2"), [1234.5, 2], NumberFormat("actual", ".", "’")),
    (";", ("12,5%", "3 %"), [0.125, 0.03], NumberFormat("actual", ",")),
    (",", ("\u22121.5", "+2.5"), [-1.5, 2.5], NumberFormat("actual", ".")),
    (",", (" 1.5 ", "2."), [1.5, 2], NumberFormat("actual", ".")),
]


@pytest.mark.parametrize(("delimiter", "cells", "numbers", "written"), WRITTEN)
def test_numbers_are_read_as_they_are_written(
    delimiter: str, cells: tuple[str, ...], numbers: list[float], written: NumberFormat
) -> None:
    given = actuals(delimiter, *cells)
    made = load_upload(given)
    assert [made.results[f"m{i}"][0, 0] for i in range(len(cells))] == pytest.approx(numbers, rel=1e-15)
    assert read_upload(given).formats[1].numbers == (written,)


def test_columns_of_whole_numbers_have_no_notation_to_show() -> None:
    assert read_upload(actuals(";", "1", "20000")).formats[1].numbers == ()


def test_the_other_columns_of_the_file_decide() -> None:
    made = load_upload(actuals(";", "1.234", "2.345", targets=("0,5", "1")))
    assert [made.results[name][0, 0] for name in ("m0", "m1")] == [1234, 2345]
    made = load_upload(actuals("\t", "1,234", "2,345", targets=("0.5", "1")))
    assert [made.results[name][0, 0] for name in ("m0", "m1")] == [1234, 2345]


ASKS = (
    "results.csv, column actual: a mark before three digits can separate thousands or decimals, "
    "and no other number of the file decides. "
    "Save the file without separators of thousands, or state the decimal mark when loading."
)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (actuals(";", "1.234", "20.000"), ASKS),
        (actuals("\t", "1,234"), ASKS),
        (actuals("\t", "1.234"), ASKS),
        (
            actuals(";", "1.234", "1", targets=("0,5", "2.5")),
            (
                "results.csv, column target: the column mixes decimal points (row 3) and decimal commas (row 2). "
                "Write all numbers of the column alike."
            ),
        ),
    ],
)
def test_a_factor_of_a_thousand_is_never_guessed(given: Files, message: str) -> None:
    assert message in complaints(given)


def test_whoever_is_asked_can_answer() -> None:
    given = actuals(";", "1.234", "20.000")
    assert load_upload(given, decimal=",").results["m1"][0, 0] == 20000
    assert load_upload(given, decimal=".").results["m1"][0, 0] == 20


@pytest.mark.parametrize("cell", ["1.23.4", "1,23,456", "12 34", "abc,d", "--1", "1e999", "\u0661", "0x1F", "1_000"])
def test_what_is_no_number_is_shown_as_it_was_written(cell: str) -> None:
    told = complaints(actuals(";", cell, "0,5", "3,25"))
    assert told == [
        (
            f"results.csv row 2, column actual: '{cell}' is not a number. "
            "Write digits with a decimal point, such as 1234.5. "
            "An empty cell means that the figure is missing."
        )
    ]


def test_attributes_are_numbers_only_where_all_of_them_are() -> None:
    roster = "rep;role;target_incentive;potential;code;grade\n007;x;1;1.234,5;1,5;A1\nBen;x;1;2;x;2,5\n"
    made = load_upload(files(roster)).roster
    assert made["potential"].tolist() == [1234.5, 2]
    assert made["code"].tolist() == ["1,5", "x"]
    assert made["grade"].tolist() == ["A1", "2,5"]


def test_a_format_says_in_a_sentence_how_a_file_was_read() -> None:
    reading = read_upload(files("rep;role;target_incentive;fte\n007;x;20.000,50;0,5\nBen;x;1;\n".encode("utf-8-sig")))
    assert str(reading.formats[0]) == (
        "roster.csv: 2 rows, UTF-8 with a byte order mark, semicolon between columns, "
        "target_incentive with decimal comma, fte with decimal comma"
    )


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cells_of_a_workbook_become_text_without_loss() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(**SHEETS)))
    sheet = book["roster"]
    sheet["A2"], sheet["A2"].number_format = 7, "000"
    sheet["D1"], sheet["D2"], sheet["D3"] = "start", pd.Timestamp("2025-02-01").to_pydatetime(), "2025-03-01"
    sheet["E1"], sheet["E2"], sheet["E3"] = "share", 0.1, 1e-7
    sheet["F1"], sheet["F2"], sheet["F3"] = "senior", True, False
    sheet["C2"].font = Font(bold=True)
    sheet["A9"].font = Font(bold=True)  # a formatted, empty row
    results = book["results"]
    results["C2"] = results["C3"] = pd.Timestamp("2025-01-01").to_pydatetime()
    reading = read_upload({"people.xlsx": saved(book)})
    assert reading.tables["roster"].to_dict("list") == {
        "rep": ["007", "Ben"],
        "role": ["hunter", "hunter"],
        "target_incentive": ["20000", "10000.5"],
        "start": ["2025-02-01", "2025-03-01"],
        "share": ["0.1", "1e-07"],
        "senior": ["True", "False"],
    }
    assert reading.tables["results"]["period"].tolist() == ["2025-01", "2025-01"]
    assert str(reading.formats[1]) == "people.xlsx sheet results: 2 rows, period: first days of months read as months"


def test_a_table_may_begin_below_empty_rows() -> None:
    rows: list[list[object]] = [[], [], *SHEETS["roster"][:2], [], ["Ben", "hunter", "x"]]
    assert complaints({"people.xlsx": workbook(roster=rows, results=SHEETS["results"])}) == [
        (
            "people.xlsx sheet roster row 6, column target_incentive: the cell is not a number. "
            "Write digits with a decimal point, such as 1234.5."
        )
    ]


def test_error_cells_and_stray_cells_are_told_with_everything_else() -> None:
    rows: list[list[object]] = [
        ["rep", "measure", "period", "actual"],
        ["007", "revenue", "2025-01", "#DIV/0!"],
        ["#N/A", "revenue", "2025-02", 1],
        ["007", "revenue", "2025-03", "x", None, "see note"],
    ]
    assert complaints({"people.xlsx": workbook(roster=SHEETS["roster"], results=rows)}) == [
        (
            "people.xlsx sheet results row 4: a cell stands outside the table's columns. "
            "Name its column in the header, or empty the cell."
        ),
        (
            "people.xlsx sheet results row 2, column actual: the cell holds the error #DIV/0!. "
            "Correct the formula, or empty the cell."
        ),
        (
            "people.xlsx sheet results row 3, column rep: the cell holds the error #N/A. "
            "Correct the formula, or empty the cell."
        ),
        (
            "people.xlsx sheet results row 4, column actual: 'x' is not a number. "
            "Write digits with a decimal point, such as 1234.5. An empty cell means that the figure is missing."
        ),
    ]


def test_sizes_of_a_workbook_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = [["rep", "role", "target_incentive", *(f"a{i}" for i in range(198))]]
    assert complaints({"people.xlsx": workbook(roster=wide, results=SHEETS["results"])}) == [
        "people.xlsx sheet roster: the table has more than 200 columns. Leave out what no plan needs."
    ]
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 1)
    assert complaints({"people.xlsx": workbook(**SHEETS)}, read_upload) == [
        "people.xlsx sheet roster: the table has more than 1 rows. Save it as a CSV file.",
        "people.xlsx sheet results: the table has more than 1 rows. Save it as a CSV file.",
    ]


def test_a_workbook_that_claims_rows_and_columns_without_end_is_read_quickly() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999"><c r="ZZZ999999999"><v>1</v></c></row>'
    data = repacked({"xl/worksheets/sheet1.xml": lambda sheet: sheet.replace(b"<sheetData>", b"<sheetData>" + rows)})
    told = complaints({"people.xlsx": data})
    assert told[0].startswith("people.xlsx sheet roster")


def repacked(changes: dict[str, Callable[[bytes], bytes]], added: dict[str, bytes] | None = None) -> bytes:
    """A workbook with some of its parts changed, and parts added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(**SHEETS))) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, changes.get(part, bytes)(old.read(part)))
        for part, content in (added or {}).items():
            new.writestr(part, content)
    return target.getvalue()


COPY = "Copy the tables into a new workbook as values, and save that."
NOISE = np.random.default_rng(1).bytes(1_600_000)
UNSAFE = [
    (
        repacked({}, {"xl/vbaProject.bin": b"x"}),
        f"the workbook holds macros; programs are not read along with data. {COPY}",
    ),
    (
        repacked({}, {f"part{i}": b"x" for i in range(200)}),
        f"the workbook has more than 200 parts. {COPY}",
    ),
    (repacked({}, {"big": bytes(5_000_000)}), f"the workbook unpacks to more than 100 times its size. {COPY}"),
    (
        repacked({}, {"big": bytes(150_000_001), "noise": NOISE}),
        "the workbook is larger than 150 MB unpacked. Save it as CSV files.",
    ),
    (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        "the workbook is of the old .xls kind. Save it as .xlsx.",
    ),
    (b"rep,role\n", "the file is not an .xlsx workbook. Save it as .xlsx, or as CSV files in a folder."),
    (b"", "the file is not an .xlsx workbook. Save it as .xlsx, or as CSV files in a folder."),
    (
        repacked({"xl/workbook.xml": lambda _: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        f"the workbook defines XML entities, which no spreadsheet program writes; it is not read. {COPY}",
    ),
    (
        repacked({"xl/worksheets/sheet1.xml": lambda text: text[:-40]}),
        "the workbook is damaged and cannot be read. Open it in a spreadsheet program and save it again.",
    ),
]


@pytest.mark.parametrize(("data", "message"), UNSAFE, ids=range(len(UNSAFE)))
def test_a_workbook_that_may_do_harm_is_not_opened(data: bytes, message: str) -> None:
    assert complaints({"people.xlsx": data}) == [f"people.xlsx: {message}"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_bytes_come_the_answer_is_a_population_or_problems(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([("people.xlsx", workbook(**SHEETS)), *files().items()]))
    changed = bytearray(whole[1])
    for _ in range(data.draw(st.integers(1, 8))):
        place = int(data.draw(st.floats(0, 1)) * len(changed))  # a workbook's length depends on the day
        changed[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    given = (files() if whole[0] != "people.xlsx" else {}) | {whole[0]: bytes(changed)}
    try:
        assert load_upload(given).periods
    except PopulationError as error:
        assert error.problems  # noqa: PT017 - either outcome is right


# ── the same data in three guises ────────────────────────────────────────────────────────────────────────────────────

amounts = st.one_of(
    st.integers(-(10**9), 10**9).map(float),
    st.floats(-1e9, 1e9).map(lambda x: round(x, 3)),
    st.floats(-1e12, 1e12).map(lambda x: float(f"{x:.15g}")),  # a workbook holds fifteen digits
)
pay = st.floats(0, 1e6).map(lambda x: round(x, 2))


def is_ambiguous(text: str) -> bool:
    """Windows-1252 bytes that are partly UTF-8, such as those of `Â¡`: no reader can know which was meant."""
    return not text.encode("cp1252").decode("utf-8", errors="ignore").isascii()


names = st.text(st.characters(codec="cp1252", exclude_categories=["C"]), min_size=1, max_size=8).filter(
    lambda text: text.strip() == text and text[0] not in "=#" and not is_ambiguous(text)
)


@st.composite
def populations(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    reps = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    roster = pd.DataFrame(
        {
            "rep": reps,
            "role": draw(st.lists(names, min_size=len(reps), max_size=len(reps))),
            "team": draw(st.lists(names | st.just(""), min_size=len(reps), max_size=len(reps))),
            "start": pd.Series([draw(st.sampled_from([pd.NaT, pd.Timestamp("2024-12-01")])) for _ in reps]).astype(
                "datetime64[us]"
            ),
            "fte": [draw(st.sampled_from([0.5, 1.0, 0.125])) for _ in reps],
            "base_salary": [draw(pay) for _ in reps],
            "target_incentive": [draw(pay) for _ in reps],
            "potential": [draw(amounts) for _ in reps],
        }
    )
    keys = [(rep, measure, f"2025-{m:02d}") for rep in reps for measure in ("revenue", "calls") for m in (1, 2)]
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=len(keys), unique=True))
    rows = [(*key, draw(amounts), draw(st.none() | amounts)) for key in chosen]
    results = pd.DataFrame(rows, columns=["rep", "measure", "period", "actual", "target"])
    return {"roster": roster, "results": results.astype({"target": "float64"})}


def as_csv(given: dict[str, pd.DataFrame], **options: str) -> Files:
    encoding = options.pop("encoding", "utf-8")
    return {f"{name}.csv": frame.to_csv(index=False, **options).encode(encoding) for name, frame in given.items()}


def as_workbook(given: dict[str, pd.DataFrame]) -> Files:
    sheets = {
        name: [
            list(frame.columns),
            *([None if pd.isna(x) else x for x in row] for row in frame.astype(object).to_numpy()),
        ]
        for name, frame in given.items()
    }
    return {"people.xlsx": workbook(**sheets)}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(populations())
def test_one_population_however_it_is_saved(given: dict[str, pd.DataFrame]) -> None:
    typed = population_from_tables(given)
    for saved_as in (
        as_csv(given),
        as_csv(given, sep=";", decimal=",", encoding="cp1252"),
        as_csv(given, encoding="utf-8-sig"),
        as_workbook(given),
    ):
        made = load_upload(saved_as)
        pd.testing.assert_frame_equal(made.roster, typed.roster)
        assert made.fingerprint == typed.fingerprint


def test_text_tables_in_memory_are_the_same_as_files() -> None:
    given = tables()
    assert population_from_tables(given).fingerprint == load_upload(as_csv(given)).fingerprint


def test_several_workbooks_are_one_too_many() -> None:
    with pytest.raises(PopulationError) as caught:
        load_upload({"b.xlsx": b"", "a.xlsx": b""})
    assert str(caught.value) == (
        "files: there are 2 workbooks: a.xlsx, b.xlsx. Give one workbook that has all the sheets, or CSV files."
    )
