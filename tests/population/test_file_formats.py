import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from compsim.errors import MappingError, PopulationError
from compsim.population.export.files import FileHow, TextTable, read_table, read_text
from compsim.population.files.dates import column_dates
from compsim.population.files.formats import header_place
from compsim.population.reading import load_upload, read_upload

DEALS = "deal;rep;amount;closed\nD1;Jürgen; 1.234,50 ;31.03.2025\n\nD2;Ann;;01.04.2025\n"
WANTED = ["deal", "rep", "amount", "closed"]
ROSTER = b"rep,role,target_incentive\nAnn,hunter,20000\nBen,hunter,10000\n"


def read(folder: Path, data: str | bytes, how: FileHow | None = None, name: str = "deals.csv") -> TextTable:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(folder / name, WANTED, how)


def cells(table: TextTable) -> dict[str, list[object]]:
    return {name: column.to_pylist() for name, column in table.columns.items()}


def notes(table: TextTable) -> list[str]:
    return [str(note) for note in table.notes]


def told(folder: Path, data: str | bytes, how: FileHow | None = None, name: str = "deals.csv") -> list[str]:
    with pytest.raises(MappingError) as caught:
        read(folder, data, how, name)
    return [str(problem) for problem in caught.value.problems]


# ── delimited text ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("codec", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize(("sign", "name"), [(";", "semicolon"), ("\t", "tab"), ("|", "bar")])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_export_is_the_same_however_it_is_saved(
    tmp_path: Path, codec: str, shown: str, sign: str, name: str, end: str
) -> None:
    found = read(tmp_path, DEALS.replace(";", sign).replace("\n", end).encode(codec))
    assert cells(found) == {
        "deal": ["D1", "D2"],
        "rep": ["Jürgen", "Ann"],
        "amount": ["1.234,50", None],
        "closed": ["31.03.2025", "01.04.2025"],
    }
    assert found.written == f"CSV, {name}, {shown}"
    assert [found.row_of(place) for place in range(found.rows)] == [2, 4]


def test_rows_are_counted_over_lines_within_quotes(tmp_path: Path) -> None:
    data = 'deal,rep,amount,closed\nD1,"two\nlines",1,x\nD2,Ann\nD3,"a ""b"", c",2,x\nD4,5" pipe,3,x\n'
    assert told(tmp_path, data) == [
        (
            "deals.csv row 3: the row has 2 cells and the header 4. "
            "Put text that holds the delimiter in quotation marks, and give every row all columns."
        )
    ]
    found = read(tmp_path, data.replace("D2,Ann\n", ""))
    assert cells(found)["rep"] == ["two\nlines", 'a "b", c', '5" pipe']
    assert found.row_of(2) == 4


def test_a_header_below_a_title_is_found_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, f"All deals;;;\nas of 2025-12-31;;;\n\n{DEALS}")
    assert cells(found)["deal"] == ["D1", "D2"]
    assert [found.row_of(place) for place in range(2)] == [5, 7]
    assert notes(found) == [
        (
            "deals.csv: the header was found in row 4; what stands above it is not read: "
            "'All deals', 'as of 2025-12-31'. State the row of the header if that is wrong."
        )
    ]


def test_the_line_of_spreadsheet_programs_that_names_the_delimiter_is_obeyed(tmp_path: Path) -> None:
    found = read(tmp_path, "sep=;\r\ndeal;rep\r\nD1;Ann\r\n")
    assert (cells(found), found.row_of(0)) == ({"deal": ["D1"], "rep": ["Ann"]}, 3)


def test_everything_can_be_stated(tmp_path: Path) -> None:
    odd = "deal^rep\nwhat^who\nD1^Jürgen\n"
    found = read(tmp_path, odd.encode("cp850"), FileHow(encoding="CP850", delimiter="^", header_row=2))
    assert cells(found) == {"what": ["D1"], "who": ["Jürgen"]}
    assert found.written == "CSV, '^', CP850"
    russian = read(tmp_path, "deal,rep\nD1,Анна\n".encode("cp1251"), FileHow(encoding="windows 1251"))
    assert cells(russian)["rep"] == ["Анна"]


def test_what_is_stated_wrongly_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, DEALS, FileHow(delimiter="semi")) == [
        "deals.csv: 'semi' is not a delimiter. Write comma, semicolon, tab, bar or the sign itself."
    ]
    assert told(tmp_path, DEALS, FileHow(encoding="EBCDIC")) == [
        (
            "deals.csv: 'EBCDIC' is not a known encoding. Known: CP850, ISO-8859-1, ISO-8859-15, Mac-Roman, UTF-16, "
            "UTF-8, Windows-1250, Windows-1251, Windows-1252."
        )
    ]
    assert told(tmp_path, DEALS.encode("cp1252"), FileHow(encoding="UTF-8")) == [
        "deals.csv: the file is not UTF-8: see line 2. State another encoding."
    ]
    assert told(tmp_path, DEALS, FileHow(header_row=9)) == [
        "deals.csv: row 9 is empty. Save the table again, with its header."
    ]


def test_columns_that_nobody_can_name_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, "deal,,rep\nD1,x,Ann\n")
    assert cells(found) == {"deal": ["D1"], "rep": ["Ann"]}
    assert notes(found) == [
        "deals.csv: column 2 has cells but no name; it is not read. Name it in row 1 if it is needed."
    ]


def test_a_long_cell_is_read_and_an_endless_one_told(tmp_path: Path) -> None:
    assert cells(read(tmp_path, f"deal,rep\nD1,{'x' * 150_000}\n"))["rep"] == ["x" * 150_000]
    endless = f"deal,notes,rep\nD1,{'x' * 5_000_000},Ann\n"
    assert cells(read(tmp_path, endless))["rep"] == ["Ann"]  # nobody asked for the notes
    assert "holds more than 200,000 characters" in told(tmp_path, endless.replace("notes", "amount"))[0]


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────

DAYS = [date(2025, 1, 2), date(2025, 3, 31), date(2025, 12, 5)]


@pytest.mark.parametrize(
    "form",
    ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y", "%d.%m.%Y 14:22"],
)
def test_the_same_deals_in_any_order_of_day_and_month_are_the_same_deals(form: str) -> None:
    header = "deal,rep,measure,period,amount,day\n"
    rows = [f'D{n},Ann,revenue,2025-{day:%m},{n}.5,"{day.strftime(form)}"\n' for n, day in enumerate(DAYS)]
    given = {"roster.csv": ROSTER, "deal_credits.csv": (header + "".join(rows)).encode()}
    plain = [f"D{n},Ann,revenue,2025-{day:%m},{n}.5,{day}\n" for n, day in enumerate(DAYS)]
    sound = {"roster.csv": ROSTER, "deal_credits.csv": (header + "".join(plain)).encode()}
    assert load_upload(given).fingerprint == load_upload(sound).fingerprint
    shown = "" if form == "%Y-%m-%d" else f", day with dates as {form.removesuffix(' 14:22')}"
    shown += ", time of day left out" if form.endswith("14:22") else ""
    assert str(read_upload(given).formats[1]).endswith(shown or "amount with decimal point")


@pytest.mark.parametrize(
    ("texts", "form", "days"),
    [
        (["01/01/2025", "02/02/2025"], "%d/%m/%Y", [date(2025, 1, 1), date(2025, 2, 2)]),  # either order says the same
        (["13/04/2025", "03/04/2025", "x"], "%d/%m/%Y", [date(2025, 4, 13), date(2025, 4, 3), None]),
        (["04/13/2025 2:15 PM"], "%m/%d/%Y", [date(2025, 4, 13)]),
        (["2025-03-31T23:30:00.000Z", "31.03.2025"], "%Y-%m-%d", [date(2025, 3, 31), None]),
        (["45292", "31.03.25", "2025331"], "", [None, None, None]),
    ],
)
def test_a_column_has_one_order(texts: list[str], form: str, days: list[date | None]) -> None:
    found = column_dates(texts)
    assert (found.form, list(found.days), found.mixed) == (form, days, None)


def test_an_open_order_is_asked_about_and_can_be_stated() -> None:
    assert column_dates(["03/04/2025"]).fitting == ("%d/%m/%Y", "%m/%d/%Y")
    assert column_dates(["03-04-2025"]).fitting == ("%d-%m-%Y", "%m-%d-%Y")
    assert column_dates(["03/04/2025", "x"], "%m/%d/%Y").days == (date(2025, 3, 4), None)
    assert column_dates(["30.03.2025", "03/31/2025"]).mixed == (0, 1)
    roster = b"rep,role,target_incentive,start\nAnn,hunter,1,03/04/2025\nBen,hunter,1,\n"
    results = b"rep,measure,period,actual\nAnn,revenue,2025-12,1\n"
    files = {"roster.csv": roster, "results.csv": results}
    with pytest.raises(PopulationError):
        load_upload(files)
    made = load_upload(files, how={"roster": FileHow(dates="%m/%d/%Y")}).roster["start"]
    assert made[0].date() == date(2025, 3, 4)


def test_attributes_are_dates_only_where_no_cell_speaks_against_it() -> None:
    roster = (
        "rep,role,target_incentive,hired,note,number\nAnn,x,1,31.12.2019,31.12.2019,20200101\nBen,x,1,,none,20200102\n"
    )
    given = {"roster.csv": roster.encode(), "results.csv": b"rep,measure,period,actual\nAnn,revenue,2025,1\n"}
    made = load_upload(given).roster
    assert made["hired"][0] == datetime(2019, 12, 31)
    assert made["note"].tolist() == ["31.12.2019", "none"]
    assert made["number"].tolist() == [20200101, 20200102]


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def workbook(*rows: list[object], **more: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Deals"
    for title, content in {"Deals": list(rows), **more}.items():
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        for row in content:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_cells_of_a_sheet_keep_their_types(tmp_path: Path) -> None:
    book = workbook(
        ["deal", "rep", "amount", "closed", "pieces", "won", "seen", "mixed"],
        [1, " Jürgen ", 1.5, datetime(2025, 3, 31), 3, True, datetime(2025, 3, 31, 14, 22), "x"],
        [2, "  ", 2, None, None, False, datetime(2025, 4, 1), 7],
    )
    book["Deals"]["A2"].number_format = "000"
    found = read(tmp_path, saved(book), name="deals.xlsx")
    assert cells(found) == {
        "deal": ["001", "2"],
        "rep": ["Jürgen", None],
        "amount": [1.5, 2.0],
        "closed": [date(2025, 3, 31), None],
        "pieces": [3, None],
        "won": [True, False],
        "seen": [datetime(2025, 3, 31, 14, 22), datetime(2025, 4, 1)],
        "mixed": ["x", "7"],
    }
    assert found.written == "workbook, sheet Deals"
    texts = cells(read_text(tmp_path / "deals.xlsx", WANTED))
    assert (texts["closed"], texts["pieces"], texts["amount"]) == (["2025-03-31", None], ["3", None], ["1.5", "2"])


def test_a_sheet_is_found_by_its_columns_or_by_its_name(tmp_path: Path) -> None:
    data = saved(workbook(["deal", "rep"], ["D1", "Ann"], Notes=[["About"]], People=[["rep"], ["Ann"], ["Ben"]]))
    assert read(tmp_path, data, name="deals.xlsx").written == "workbook, sheet Deals"
    assert read(tmp_path, data, FileHow(sheet="People"), name="deals.xlsx").rows == 2
    assert told(tmp_path, data, FileHow(sheet="Peple"), name="deals.xlsx") == [
        "deals.xlsx: there is no sheet 'Peple'. Did you mean 'People'? Known: Deals, Notes, People."
    ]


def test_what_a_sheet_does_not_show_is_told(tmp_path: Path) -> None:
    book = workbook(["Deals of 2025"], ["deal", "rep"], ["D1", "Ann"], ["D2", None], ["D3", "Cem", "why"], More=[["x"]])
    sheet = book["Deals"]
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("B3:B4")
    book.active = 1
    sheet.sheet_state = "hidden"
    found = read(tmp_path, saved(book), name="deals.xlsx")
    assert cells(found) == {"deal": ["D1", "D2", "D3"], "rep": ["Ann", None, "Cem"]}
    assert notes(found) == [
        (
            "deals.xlsx sheet Deals: the header was found in row 2; what stands above it is not read: 'Deals of 2025'. "
            "State the row of the header if that is wrong."
        ),
        "deals.xlsx sheet Deals: the sheet is hidden; it is read all the same.",
        "deals.xlsx sheet Deals: 1 row is hidden and is read all the same, the first is row 4.",
        "deals.xlsx sheet Deals: there are hidden columns; they are read all the same.",
        (
            "deals.xlsx sheet Deals row 3: 1 block of merged cells "
            "holds a value in the first cell only, such as B3:B4; "
            "the others are read as empty. Unmerge them and fill every cell that means something."
        ),
        (
            "deals.xlsx sheet Deals row 5: cells stand outside the table's columns, 1 in all; they are not read. "
            "Name their column in the header."
        ),
    ]


def test_errors_in_columns_that_nobody_wants_do_no_harm(tmp_path: Path) -> None:
    data = saved(workbook(["deal", "rep", "rank"], ["D1", "Ann", "#REF!"], ["D2", "Ben", "=A1"]))
    assert cells(read(tmp_path, data, name="deals.xlsx"))["rep"] == ["Ann", "Ben"]


# ── Parquet ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "deal": pa.array([1, 2]),
            "rep": pa.array([" Ann ", ""]).dictionary_encode(),
            "amount": pa.array([Decimal("1.50"), None]),
            "closed": pa.array([datetime(2025, 3, 31, 22, 30), None], pa.timestamp("ns", "Europe/Berlin")),
            "tags": pa.array([["a"], []]),
        }
    )
    parquet.write_table(table, tmp_path / "deals.parquet")
    found = read_table(tmp_path / "deals.parquet", WANTED)
    assert cells(found) == {
        "deal": [1, 2],
        "rep": ["Ann", None],
        "amount": [Decimal("1.50"), None],
        "closed": [datetime(2025, 4, 1, 0, 30), None],
    }
    assert notes(found) == [
        "deals.parquet, column closed: times are in the zone Europe/Berlin, and days begin there.",
        "deals.parquet, column tags: the column holds no cells that a table can have; it is not read.",
    ]


def test_people_in_parquet_are_those_of_the_csv_files() -> None:
    results = "rep,measure,period,actual,target\nAnn,revenue,2025-01,1.5,\nBen,revenue,2025-02,2,3\n"
    roster = "rep,role,target_incentive,start,fte,grade\nAnn,hunter,20000,2025-01-15,0.5,7\nBen,hunter,10000.5,,1,8\n"
    texts = {"roster.csv": roster.encode(), "results.csv": results.encode()}
    tables = {
        "roster": pa.table(
            {
                "rep": ["Ann", "Ben"],
                "role": pa.array(["hunter", "hunter"]).dictionary_encode(),
                "target_incentive": [Decimal("20000.00"), Decimal("10000.50")],
                "start": pa.array([date(2025, 1, 15), None]),
                "fte": pa.array([0.5, 1.0], pa.float32()),
                "grade": [7, 8],
            }
        ),
        "results": pa.table(
            {
                "rep": ["Ann", "Ben"],
                "measure": ["revenue", "revenue"],
                "period": [date(2025, 1, 1), date(2025, 2, 1)],
                "actual": [1.5, 2.0],
                "target": [None, 3],
            }
        ),
    }
    stored = {f"{name}.parquet": saved_parquet(table) for name, table in tables.items()}
    assert load_upload(stored).fingerprint == load_upload(texts).fingerprint
    mixed = {"roster.parquet": stored["roster.parquet"], "results.csv": texts["results.csv"]}
    assert load_upload(mixed).fingerprint == load_upload(texts).fingerprint
    assert str(read_upload(mixed).formats[0]) == "roster.parquet: 2 rows, Parquet"


def saved_parquet(table: pa.Table) -> bytes:
    data = io.BytesIO()
    parquet.write_table(table, data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["List of people"], ["Name", "Team"], ["Ada", "North"]], 1),
        ([["List of people", "", ""], ["", "", ""], ["Name", "Team", "Pay"], ["Ada", "North", "12"]], 2),
        ([["Name"], ["Ada"], ["Bo"]], 0),
        ([["Name", "Team"], ["Ada", "North"]], 0),
        ([["2025"], ["17", "18"], ["19", "20"]], 0),
        ([["Stand"], ["31.12.2025", "12"], ["Name", "Team"]], 2),
    ],
    ids=["title", "title and a blank row", "one column", "no title", "only figures", "a date beside the title"],
)
def test_a_title_above_the_table_is_no_header(rows: list[list[str]], place: int) -> None:
    assert header_place(rows, ()) == place


def test_names_that_are_wanted_decide_before_titles_do() -> None:
    assert header_place([["rep"], ["Ada", "North"], ["rep", "team"]], ("rep", "team")) == 2
