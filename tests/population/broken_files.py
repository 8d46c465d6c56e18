"""Broken input of every kind, by name: `PEOPLE` for the tables of a population, `EXPORTS` for files under a mapping.

Each differs from sound files in the one thing its name says; what a person is told about it is in broken/messages.yaml.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pyarrow as pa
from pyarrow import parquet

Files = dict[str, bytes]
Rows = list[list[object]]

ROSTER = "rep,role,target_incentive\nAnn,hunter,20000\nBen,hunter,10000\n"
RESULTS = "rep,measure,period,actual\nAnn,revenue,2025-01,100\nBen,revenue,2025-01,200\n"
DEALS = "deal,rep,amount,closed\nD1,Ann,100.50,2025-03-31\nD2,Ben,200.00,2025-04-30\n"
SOUND: dict[str, Rows] = {
    "roster": [["rep", "role", "target_incentive"], ["Ann", "hunter", 20000], ["Ben", "hunter", 10000]],
    "results": [
        ["rep", "measure", "period", "actual"],
        ["Ann", "revenue", "2025-01", 100],
        ["Ben", "revenue", "2025-01", 200],
    ],
}


def people(roster: str | bytes = ROSTER, results: str | bytes = RESULTS, **more: str | bytes) -> Files:
    given = {"roster.csv": roster, "results.csv": results, **{f"{name}.csv": text for name, text in more.items()}}
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in given.items()}


def roster(*rows: str, header: str = "rep,role,target_incentive") -> Files:
    """Sound results beside a roster of these rows."""
    return people("\n".join([header, *rows]) + "\n")


def results(*rows: str, header: str = "rep,measure,period,actual") -> Files:
    """A sound roster beside results of these rows."""
    return people(results="\n".join([header, *rows]) + "\n")


def actual(*cells: str, sign: str = ";") -> Files:
    """Results of Ann in which these are the figures."""
    rows = [sign.join(["Ann", f"m{place}", "2025-01", cell]) for place, cell in enumerate(cells)]
    return results(*rows, header=sign.join(["rep", "measure", "period", "actual"]))


def started(*cells: str) -> Files:
    """A roster in which people start on these days."""
    return roster(
        *[f"{name},hunter,1,{day}" for name, day in zip(("Ann", "Ben", "Cem"), cells, strict=False)],
        header="rep,role,target_incentive,start",
    )


def book(change: Callable[[openpyxl.Workbook], object] = lambda _: None) -> Files:
    """A workbook of sound sheets, changed."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in SOUND.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(made)
    data = io.BytesIO()
    made.save(data)
    return {"people.xlsx": data.getvalue()}


def cell(sheet: str, place: str, value: object) -> Callable[[openpyxl.Workbook], object]:
    """A change of one cell."""
    return lambda made: made[sheet].__setitem__(place, value)


def parts(changed: dict[str, Callable[[bytes], bytes]] | None = None, **added: bytes) -> Files:
    """A workbook with parts of its zip file changed or added; `__` stands for a slash."""
    data = io.BytesIO()
    sound = book()["people.xlsx"]
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (changed or {}).get(name, bytes)(old.read(name)))
        for name, content in added.items():
            new.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return {"people.xlsx": data.getvalue()}


def stored(table: pa.Table) -> bytes:
    data = io.BytesIO()
    parquet.write_table(table, data)
    return data.getvalue()


def _entities(_: bytes) -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><x>&a9;</x>'.encode()


def _encrypted() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


def _merge_header(made: openpyxl.Workbook) -> None:
    made["roster"].merge_cells("B1:C1")


def _merge_body(made: openpyxl.Workbook) -> None:
    made["roster"].merge_cells("B2:B3")


def _title(made: openpyxl.Workbook) -> None:
    made["roster"].insert_rows(1, 2)
    made["roster"]["A1"] = "People of 2025"
    made["roster"]["A4"] = None


PEOPLE: dict[str, Callable[[], Files]] = {
    # ── the file as a whole ──
    "nothing at all": dict,
    "empty file": lambda: people(""),
    "only a byte order mark": lambda: people(b"\xef\xbb\xbf"),
    "only blank rows": lambda: people("\n,,\n  \n"),
    "header only": lambda: people("rep,role,target_incentive\n"),
    "no header": lambda: people("Ann,hunter,20000\nBen,hunter,10000\n"),
    "table missing": lambda: {"roster.csv": ROSTER.encode()},
    "table misspelt": lambda: {"roster.csv": ROSTER.encode(), "result.csv": RESULTS.encode()},
    "one table in two files": lambda: people() | {"roster.tsv": ROSTER.replace(",", "\t").encode()},
    "two workbooks": lambda: {"b.xlsx": b"", "a.xlsx": b""},
    "picture under the name of a table": lambda: people(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    # ── encodings ──
    "NUL byte": lambda: people(b"rep,role,target_incentive\nAnn,hunter,1\nB\0n,hunter,1\n"),
    "UTF-16 cut off": lambda: people(ROSTER.encode("utf-16")[:-1]),
    "UTF-16 without a mark": lambda: people(ROSTER.encode("utf-16-le")),
    "UTF-8 cut off within a letter": lambda: people((ROSTER + "Jürgen,hunter,1\nZoë").encode()[:-1]),
    "two encodings in one file": lambda: people(
        (ROSTER + "Jürgen ÄÖÜ,hunter,1\n").encode() + "Zoë,x,1\n".encode("cp1252")
    ),
    "no encoding fits": lambda: people(b"rep,role,target_incentive\nAnn\x81,hunter,1\n"),
    # ── rows and cells ──
    "unknown delimiter": lambda: people(ROSTER.replace(",", "^")),
    "quotation mark not closed": lambda: people('rep,role,target_incentive\nAnn,"hunter,1\nBen,hunter,1\n'),
    "quotation mark closed in another row": lambda: people('rep,role,target_incentive\nAnn,"hunter,1\nBen,"x",1\n'),
    "row too short": lambda: roster("Ann,hunter,1", "Ben,hunter"),
    "row too long": lambda: roster("Ann,hunter,1", "Ben,hunter,10,000"),
    "cut off in the last row": lambda: people(results=RESULTS[:-9]),
    "cell of 2 MB": lambda: roster("Ann,hunter,1", f"{'x' * 2_000_000},hunter,1"),
    "10,000 columns": lambda: people(",".join(["rep,role,target_incentive", *(f"c{n}" for n in range(10_000))]) + "\n"),
    "header without end": lambda: people("x" * 200_000),
    "title above the header, and a bad cell": lambda: people(f"People of 2025\n\n{ROSTER}Cem,hunter,x\n"),
    # ── columns ──
    "column twice": lambda: roster("Ann,hunter,1,Ben", header="rep,role,target_incentive,rep"),
    "column without a name": lambda: roster("Ann,hunter,1,North", header="rep,role,target_incentive,"),
    "column misspelt": lambda: roster("Ann,hunter,1", header="rep,role,target_incentve"),
    "column in capitals": lambda: roster("Ann,hunter,1", header="Rep,ROLE,target_incentive"),
    "column missing": lambda: results("Ann,revenue,1", header="rep,measure,actual"),
    # ── numbers ──
    "not a number": lambda: actual("abc", "1,5"),
    "infinite number": lambda: actual("inf", "1e999", sign=","),
    "letters beyond the basic ones are kept, spaces told": lambda: (
        roster("Zoë 🚀,hunter,1", "Ann ,hunter,1", "Ann,hunter,1", "=cmd|' /C calc'!A0,hunter,1")
        | {"results.csv": RESULTS.replace("Ben", "Zoë 🚀").encode()}
    ),
    "keys in other case": lambda: results("ANN,revenue,2025-01,1", "Ben,revenue,2025-01,1"),
    "negative target": lambda: results("Ann,revenue,2025-01,1,-5", header="rep,measure,period,actual,target"),
    "rep of a result missing": lambda: results("Ann,revenue,2025-01,1", ",revenue,2025-01,1"),
    "NaN": lambda: actual("NaN", sign=","),
    "mixed decimal marks": lambda: actual("0,5", "2.5"),
    "thousands or decimals": lambda: actual("1.234", "20.000"),
    "currency sign": lambda: actual("€ 1,50", "$2,50", "3,50 EUR"),
    "negative in parentheses": lambda: actual("(1,50)", "2,50"),
    "minus behind the number": lambda: actual("1,50-", "2,50"),
    "percent sign twice": lambda: actual("5%%", "2,5"),
    "groups of other than three": lambda: actual("12'34,5", "1,25"),
    "digits of another script": lambda: actual("\u0661\u0662", "1,5"),
    "pay that is no number": lambda: roster("Ann,hunter,20k", "Ben,hunter,1"),
    "negative pay": lambda: roster("Ann,hunter,-20000", "Ben,hunter,1"),
    "pay missing": lambda: roster("Ann,hunter,", "Ben,hunter,1"),
    "fte as a percentage without its sign": lambda: roster("Ann,hunter,1,80", header="rep,role,target_incentive,fte"),
    # ── dates and periods ──
    "dates in either order": lambda: started("03/04/2025", "05/06/2025"),
    "dates in two orders": lambda: started("31/12/2024", "01/13/2025"),
    "30 February": lambda: started("2025-02-30"),
    "30 February, day first": lambda: started("28.02.2025", "30.02.2025"),
    "serial number of a day": lambda: started("45292"),
    "year of two digits": lambda: started("31.03.25"),
    "month that does not exist": lambda: results("Ann,revenue,2025-13,1"),
    "period in words": lambda: results("Ann,revenue,Jan 2025,1", "Ann,revenue,spring,2"),
    "end before start": lambda: roster(
        "Ann,hunter,1,2025-06-01,2025-01-31", header="rep,role,target_incentive,start,end"
    ),
    "year 1899": lambda: results("Ann,revenue,1899-12,1", "Ann,revenue,2025-01,1"),
    "year 9999": lambda: results("Ann,revenue,9999-12,1", "Ann,revenue,2025-01,1"),
    # ── people ──
    "rep twice": lambda: roster("Ann,hunter,1", "Ann,hunter,1"),
    "overlapping rows of one rep": lambda: roster(
        "Ann,hunter,1,,2025-06-30", "Ann,farmer,1,2025-06-01,", header="rep,role,target_incentive,start,end"
    ),
    "result twice": lambda: results("Ann,revenue,2025-01,1", "Ann,revenue,2025-01,1"),
    "managers in a circle": lambda: roster(
        "Ann,hunter,1,Ben", "Ben,hunter,1,Ann", header="rep,role,target_incentive,manager"
    ),
    "nobody of the results on the roster": lambda: results("ann,revenue,2025-01,1", "ben ,revenue,2025-01,1"),
    # ── workbooks ──
    "not a workbook": lambda: {"people.xlsx": b"rep,role\n"},
    "workbook cut off": lambda: {"people.xlsx": book()["people.xlsx"][:-300]},
    "workbook with a damaged sheet": lambda: parts({"xl/worksheets/sheet1.xml": lambda xml: xml[:-40]}),
    "workbook with a password": lambda: {"people.xlsx": _encrypted()},
    "old workbook": lambda: {"people.xlsx": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)},
    "workbook with macros": lambda: {"people.xlsm": parts(xl__vbaProject_bin=b"x")["people.xlsx"]},
    "workbook that takes cells from another": lambda: parts(xl__externalLinks__externalLink1_xml=b"<x/>"),
    "workbook that unpacks without end": lambda: parts(big=bytes(5_000_000)),
    "workbook of many parts": lambda: parts(**{f"part{n}": b"x" for n in range(200)}),
    "XML entities in the workbook": lambda: parts({"xl/workbook.xml": _entities}),
    "XML entities in a sheet": lambda: parts({"xl/worksheets/sheet1.xml": _entities}),
    "XML entities in the styles": lambda: parts({"xl/styles.xml": _entities}),
    "sheet missing": lambda: book(lambda made: made.__delitem__("results")),
    "sheet empty": lambda: book(lambda made: made["roster"].delete_rows(1, 9)),
    "error cells": lambda: book(cell("results", "D2", "#DIV/0!")),
    "broken reference in a key": lambda: book(cell("roster", "A3", "#REF!")),
    "formula that was never calculated": lambda: book(cell("results", "D3", "=D2*2")),
    "merged header": lambda: book(_merge_header),
    "merged cells": lambda: book(_merge_body),
    "title above the header of a sheet, a key missing": lambda: book(_title),
    "cell beside the table": lambda: book(cell("roster", "E3", "see Ben")),
    "text for a number in a sheet": lambda: book(cell("results", "D2", "1.234,5")),
    "day for a period": lambda: book(cell("results", "C2", datetime(2025, 1, 17))),
    # ── Parquet ──
    "Parquet cut off": lambda: people() | {"paid.parquet": stored(pa.table({"rep": ["Ann"], "paid": [1.0]}))[:-20]},
    "Parquet with lists": lambda: people() | {"paid.parquet": stored(pa.table({"rep": [["Ann"]], "paid": [1.0]}))},
    "Parquet with a column missing": lambda: people() | {"paid.parquet": stored(pa.table({"rep": ["Ann"]}))},
    "Parquet with infinity": lambda: (
        people() | {"paid.parquet": stored(pa.table({"rep": ["Ann"], "paid": [float("inf")]}))}
    ),
}

EXPORTS: dict[str, Callable[[], Files]] = {
    "empty export": lambda: {"deals.csv": b""},
    "export with a column twice": lambda: {"deals.csv": b"deal,amount,amount\nD1,1,2\n"},
    "export with uneven rows": lambda: {"deals.csv": DEALS.encode() + b"D3,Ann\nD4,Ben,1,2025-01-01,more\n"},
    "export with a NUL byte": lambda: {"deals.csv": DEALS.encode() + b"D3,A\0n,1,2025-01-01\n"},
    "export with a mark not closed": lambda: {"deals.csv": DEALS.encode() + b'D3,"Ann,1,2025-01-01\n'},
    "export with text behind a mark": lambda: {"deals.csv": DEALS.encode() + b'D3,"Ann" Lee,1,2025-01-01\n'},
    "export with an unknown delimiter": lambda: {"deals.csv": DEALS.replace(",", "~").encode()},
    "export with a cell of 2 MB": lambda: {
        "deals.csv": DEALS.encode() + b"D3," + b"x" * 2_000_000 + b",1,2025-01-01\n"
    },
    "export of 10,000 columns": lambda: {"deals.csv": ",".join(["deal", *(f"c{n}" for n in range(10_000))]).encode()},
    "export in Parquet cut off": lambda: {"deals.parquet": stored(pa.table({"deal": ["D1"]}))[:30]},
    "export in Parquet with structures": lambda: {
        "deals.parquet": stored(pa.table({"deal": ["D1"], "amount": [{"value": 1, "currency": "EUR"}]}))
    },
    "export in Parquet with bytes": lambda: {"deals.parquet": stored(pa.table({"deal": [b"D1"]}))},
    "export in a workbook of unclear sheets": lambda: {"deals.xlsx": book()["people.xlsx"]},
    "export in a workbook with an error cell": lambda: {
        "deals.xlsx": book(
            lambda made: (
                made.__delitem__("results"),
                made["roster"].__setitem__("A1", "deal"),
                cell("roster", "A3", "#N/A")(made),
            )
        )["people.xlsx"]
    },
}
