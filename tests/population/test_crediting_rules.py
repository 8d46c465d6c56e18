"""Every way deals become results, each with figures worked out by hand; and how an export may be written."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator

from compsim.analysis.readiness_rules import Collected, collected_from
from compsim.errors import MappingError
from compsim.population.crediting.credit import Credited, credit_deals, write_credited
from compsim.population.export.cells import read_dates
from compsim.population.files.formats import TextTable
from compsim.population.mapping.reading import load_mapping, read_mapping
from compsim.population.mapping.schema import mapping_schema
from compsim.population.reading import load_population, read_files
from tests.crm_export import write_rows
from tests.population.small_export import HEADER, SMALL, account, figures, mapped, refused, small_export
from tests.population.test_crediting_shares import BY_TABLE, DEALS_TOO, SHARES, deal

PRICED = ("series: series}", "series: series, price: price}")
PRICES = [("item", "series", "price"), ("Pro", "A", "10.50"), ("Basic", "B", "2")]


def credited_rows(tmp_path: Path, deals: list[Any], *changes: tuple[str, str], **files: Any) -> Credited:
    return credit_deals(small_export(tmp_path, deals, **files), mapped(*changes))


# ── measures by hand ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_sum_over_a_look_up_table_is_conserved_too(tmp_path: Path) -> None:
    deals = [deal("1", "Ada", "5", "Pro"), deal("2", "Bo", "6", "Basic"), deal("3", "Bo", "6", "Nope")]
    by_price = (PRICED, ("{sum: amount,", "{sum: price,"))
    revenue = account(credited_rows(tmp_path, deals, *by_price, products=PRICES), "revenue")
    assert (revenue.amount_in, revenue.amount_credited) == (Decimal("12.50"), Decimal("12.50"))
    assert [(part.reason, part.rows, part.amount) for part in revenue.set_aside] == [("price is blank", 1, 0)]
    halves = "    file: deals.csv\n    credit: [{rep: rep, share: 50%}, {rep: customer, share: 50%}]\n"
    shared = credited_rows(tmp_path, deals, *by_price, ("    file: deals.csv\n", halves), products=PRICES)
    found = account(shared, "revenue")
    assert (found.amount_in, found.amount_credited, found.on_top) == (Decimal("12.50"), Decimal("6.25"), 0)
    assert found.set_aside[0] == type(found.set_aside[0])("rep is not on the roster", 3, Decimal("6.25"))


def test_a_ratio_is_of_sums_and_not_of_months(tmp_path: Path) -> None:
    ratio = ("  customers:", "  size: {ratio: [revenue, wins]}\n  customers:")
    deals = [deal("1", "Ada", "10"), deal("2", "Ada", "20"), deal("3", "Ada", "90", day="2025-02-01")]
    people = credited_rows(tmp_path, deals, ratio).population()
    ada = people.actual("size", "individual", "year")[people.roster["rep"].tolist().index("Ada")]
    assert ada.tolist() == [15, 40]  # (10 + 20) / 2; (10 + 20 + 90) / 3


def test_a_mean_with_shares_weighs_each_row_by_its_share(tmp_path: Path) -> None:
    mean = ("  wins:", "  size: {mean: amount, where: {stage: Won}, unit: money}\n  wins:")
    splits = [("deal", "who", "part"), ("1", "Ada", "0.25"), ("1", "Bo", "0.75")]
    deals = [deal("1", "Ada", "100"), deal("2", "Ada", "20")]
    people = credited_rows(tmp_path, deals, mean, BY_TABLE, SHARES, splits=splits).population()
    size = dict(zip(people.roster["rep"], people.actual("size", "individual", "year")[:, -1].tolist(), strict=True))
    assert (size["Ada"], size["Bo"]) == ((25 + 20) / 1.25, 100)
    assert np.isnan(size["Cy"])


def test_two_measures_can_count_one_deal_in_different_months(tmp_path: Path) -> None:
    signed = ("product: item}\n  products", "product: item, signed: customer}\n  products")
    by_signature = ("  wins: {count: deals, where", "  wins: {count: deals, date: signed, where")
    nothing_else = ("  customers: {count_distinct: customer, where: {stage: Won}}\n", "")
    deals = [("1", "Ada", "Won", "2025-03-31", "7.25", "2025-01-15", "Pro"),
             ("2", "Ada", "Won", "2025-03-31", "1", "", "Pro")]  # fmt: skip
    found = credited_rows(tmp_path, deals, signed, (", customer: customer", ""), by_signature, nothing_else)
    assert figures(found, "revenue") == {("Ada", "2025-03"): 8.25}
    assert figures(found, "wins") == {("Ada", "2025-01"): 1}
    assert found.report.periods == ("2025-01", "2025-02", "2025-03")
    assert [(part.reason, part.rows) for part in account(found, "wins").set_aside] == [("signed is blank", 1)]


def test_each_share_goes_to_its_reps_team_and_the_company_adds_up(tmp_path: Path) -> None:
    splits = [("deal", "who", "part"), ("1", "Ada", "0.6"), ("1", "Cy", "0.4")]
    deals = [deal("1", "Ada", "100.05"), deal("2", "Bo", "-7")]
    totals = credited_rows(tmp_path, deals, BY_TABLE, SHARES, splits=splits).totals
    revenue = totals[totals["measure"] == "revenue"]
    assert {(row.credit, row.name): row.actual for row in revenue.itertuples(index=False, name="Total")} == {
        ("company", ""): pytest.approx(93.05), ("team", "North"): pytest.approx(53.03),
        ("team", "South"): pytest.approx(40.02),
    }  # fmt: skip


def test_over_allocation_is_stated_deal_by_deal_or_refused(tmp_path: Path) -> None:
    stated = (SHARES[0], SHARES[1].replace("share: part", "share: part, allocation: sum"))
    splits = [("deal", "who", "part", "sum"), ("1", "Ada", "1", "1.5"), ("1", "Bo", "0.5", "1.5"),
              ("2", "Ada", "1", ""), ("3", "Bo", "0.8", "0.8")]  # fmt: skip
    deals = [deal("1", "Ada", "100"), deal("2", "Ada", "10"), deal("3", "Bo", "5"), deal("4", "Cy", "1")]
    found = credited_rows(tmp_path, deals, BY_TABLE, stated, splits=splits)
    revenue = account(found, "revenue")
    assert (revenue.amount_in, revenue.on_top, revenue.amount_credited) == (116, 49, 165)  # + 50 for 1, − 1 for 3
    assert figures(found, "revenue") == {("Ada", "2025-01"): 110, ("Bo", "2025-01"): 54, ("Cy", "2025-01"): 1}
    [told] = refused(small_export(tmp_path, deals, splits=[*splits, ("4", "Cy", "1", "21")]), mapped(BY_TABLE, stated))
    assert "an allocation is above 20" in told
    too_much = "    file: deals.csv\n    credits: splits\n    allocation: 30\n"
    with pytest.raises(MappingError, match="an allocation is at most 20"):
        mapped(("    file: deals.csv\n", too_much), SHARES)


def test_shares_that_belong_to_no_deal_are_told(tmp_path: Path) -> None:
    splits = [("deal", "who", "part"), ("", "Ada", "1"), ("", "Bo", "1"), ("7", "Bo", "1")]
    notes = " ".join(
        map(str, credited_rows(tmp_path, [deal("1", "Ada", "5")], BY_TABLE, SHARES, splits=splits).report.notes)
    )
    assert "2 rows of splits without a deal. Their shares credit nobody." in notes
    assert "1 deal of splits not in deals: '7'." in notes


def test_a_handover_comes_before_the_split(tmp_path: Path) -> None:
    handed = (
        "  products:\n",
        "  moves:\n    file: moves.csv\n    columns: {customer: account, rep: to, start: on}\n  products:\n",
    )
    given = ("period:", "reassignments: [{table: moves, on: customer}]\nperiod:")
    two = (
        "    file: deals.csv\n",
        "    file: deals.csv\n    credit: [{rep: rep, share: 60%}, {rep: product, share: 40%}]\n",
    )
    moves = [("account", "to", "on"), ("X", "Bo", "2025-02-01")]
    deals = [deal("1", "Ada", "10", "Cy"), deal("2", "Ada", "10", "Cy", "2025-02-01"), deal("3", "Ada", "1", "Cy", "")]
    found = credited_rows(tmp_path, deals, handed, given, two, moves=moves)
    assert figures(found, "revenue") == {
        ("Ada", "2025-01"): 6, ("Bo", "2025-02"): 6, ("Cy", "2025-01"): 4, ("Cy", "2025-02"): 4,
    }  # fmt: skip
    assert [(part.reason, part.rows, part.amount) for part in account(found, "revenue").set_aside] == [
        ("day is blank", 2, Decimal(1))
    ]


def test_parquet_with_doubles_blanks_and_a_share_column_is_credited_as_its_csv(tmp_path: Path) -> None:
    parts = "    file: deals.csv\n    credit: [{rep: rep, share: part}, {rep: product, share: rest}]\n"
    columns = ("product: item}\n  products", "product: item, part: part}\n  products")
    rows = [(*deal("1", "Ada", "0.1", "Bo"), "0.7"), (*deal("2", "Bo", "-1204.05", "Dee"), "0.25"),
            (*deal("3", " Ada ", "", "Bo"), "1"), (*deal("4", "", "8", "Cy"), "0.5")]  # fmt: skip
    folder = small_export(tmp_path)
    write_rows(folder / "deals.csv", [(*HEADER, "part"), *rows])
    changes = (("    file: deals.csv\n", parts), columns)
    plain = credit_deals(folder, mapped(*changes))
    typed: dict[str, Any] = {name: [row[at] or None for row in rows] for at, name in enumerate((*HEADER, "part"))}
    typed |= {name: [float(cell) if cell else None for cell in typed[name]] for name in ("value", "part")}
    pa.parquet.write_table(pa.table(typed), folder / "deals.parquet")
    again = credit_deals(folder, mapped((changes[0][0], changes[0][1].replace(".csv", ".parquet")), columns))
    assert again.report.accounts == plain.report.accounts
    assert figures(again, "revenue") == figures(plain, "revenue") == {
        ("Ada", "2025-01"): pytest.approx(0.07), ("Bo", "2025-01"): pytest.approx(0.03 - 301.0125),
        ("Cy", "2025-01"): 8,
    }  # fmt: skip


def test_a_table_of_a_database_is_credited_like_a_file(tmp_path: Path) -> None:
    asked: list[tuple[str, list[str]]] = []
    cells = {name: [row[at] or None for row in (deal("1", "Ada", "5.10"), deal("2", "Dee", "3"))]
             for at, name in enumerate(HEADER)}  # fmt: skip

    def database(table: str, wanted: list[str]) -> TextTable:
        asked.append((table, wanted))
        return TextTable({name: pa.array(column, pa.string()) for name, column in cells.items()}, 2, "PostgreSQL")

    mapping = mapped(("    file: deals.csv\n", "    table: sales.deals\n"))
    revenue = account(credit_deals(small_export(tmp_path), mapping, database=database), "revenue")
    assert (revenue.amount_in, revenue.amount_credited) == (Decimal("8.10"), Decimal("5.10"))
    assert asked == [("sales.deals", ["id", "owner", "stage", "closed", "value", "customer", "item"])]
    assert "no database is given" in " ".join(refused(tmp_path, mapping))


def test_single_deals_add_up_to_the_results_with_allocations_and_handed_on(tmp_path: Path) -> None:
    stated = (SHARES[0], SHARES[1].replace("share: part", "share: part, allocation: sum"))
    splits = [("deal", "who", "part", "sum"), ("1", "Ada", "1", "1.5"), ("1", "Bo", "0.5", "1.5")]
    found = credited_rows(
        tmp_path / "in", [deal("1", "Ada", "33.33"), deal("2", "Bo", "-3")], DEALS_TOO, BY_TABLE, stated, splits=splits
    )
    assert found.deals is not None
    told = found.deals[found.deals["measure"] == "revenue"][["deal", "rep", "amount", "share", "allocation", "stage"]]
    assert told.to_numpy().tolist() == [
        ["1", "Ada", 33.33, 1, 1.5, "Won"], ["1", "Bo", 33.33, 0.5, 1.5, "Won"], ["2", "Bo", -3, 1, 1, "Won"],
    ]  # fmt: skip
    write_credited(found, tmp_path / "out")
    people = load_population(tmp_path / "out")
    assert np.nansum(people.results["revenue"]) == pytest.approx(33.33 + 16.665 - 3)


# ── how the files are written ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("texts", "stated", "days", "written"),
    [
        (["2025-03-04", "2025-12-31"], None, ["2025-03-04", "2025-12-31"], "%Y-%m-%d"),
        (["2025-03-04T00:00:00", "2025-12-31"], None, ["2025-03-04", "2025-12-31"], "%Y-%m-%d"),
        (["2025-03-04 14:22", None], None, ["2025-03-04", None], "%Y-%m-%d, time of day left out"),
        (["2025-03-04"], "month-first", ["2025-03-04"], "%Y-%m-%d"),
        (["03/04/2025", "05/06/2025"], "day-first", ["2025-04-03", "2025-06-05"], "%d/%m/%Y"),
        (["03/04/2025", "05/06/2025"], "month-first", ["2025-03-04", "2025-05-06"], "%m/%d/%Y"),
        (["3.4.2025", "31.12.2025 23:59"], None, ["2025-04-03", "2025-12-31"], "%d.%m.%Y, time of day left out"),
        (["03/04/2025 9:30 AM"], "%m/%d/%Y %I:%M %p", ["2025-03-04"], "%m/%d/%Y, time of day left out"),
        (["13/04/2025", "4 Apr 2025"], "day-first", ["2025-04-13", None], "%d/%m/%Y"),
        (["04/13/2025"], "day-first", [None], "%d.%m.%Y"),
        (["20250331"], "year-first", ["2025-03-31"], "%Y%m%d"),
        (["31.12.25"], "%d.%m.%y", ["2025-12-31"], "%d.%m.%y"),
        (["0000-01-01", "2025-01-01"], None, [None, "2025-01-01"], "%Y-%m-%d"),
    ],
)  # fmt: skip
def test_dates_are_read_in_one_way(texts: list[Any], stated: str | None, days: list[Any], written: str) -> None:
    found = read_dates(pa.array(texts, pa.string()), stated)
    assert [day and day.isoformat() for day in found.cells.to_pylist()] == days
    assert (found.written, found.ask) == (written, "")
    assert {word for word, _ in found.bad} == {text for text, day in zip(texts, days, strict=True) if text and not day}


def test_dates_that_no_one_order_fits_are_asked_about_and_not_told_one_by_one(tmp_path: Path) -> None:
    deals = [deal("1", "Ada", "5", day="13/04/2025"), deal("2", "Ada", "5", day="04/13/2025")]
    [told] = refused(small_export(tmp_path, deals), mapped())
    assert "no one order of day and month fits both '13/04/2025' and '04/13/2025'" in told


@pytest.mark.parametrize(
    ("order", "month"), [("day-first", "2025-04"), ("month-first", "2025-03"), ("'%d/%m/%Y'", "2025-04")]
)
def test_a_table_says_how_its_dates_are_written(tmp_path: Path, order: str, month: str) -> None:
    folder = small_export(tmp_path, [deal("1", "Ada", "5", day="03/04/2025")])
    stated = ("    file: deals.csv\n", f"    file: deals.csv\n    dates: {order}\n")
    assert credit_deals(folder, mapped(stated)).report.periods == (month,)
    column = ("day: closed", "day: {column: closed, format: month-first}")
    assert credit_deals(folder, mapped(stated, column)).report.periods == ("2025-03",)


def test_a_table_says_how_its_file_is_written(tmp_path: Path) -> None:
    folder = small_export(tmp_path)
    lines = ["Report;;;;;;", ";".join(HEADER), "1;Ada;Won;2025-01-31;1.234;Jürgen|X;Pro"]
    (folder / "deals.csv").write_bytes("\r\n".join(lines).encode("cp850"))
    how = "    file: deals.csv\n    encoding: CP850\n    delimiter: semicolon\n    header_row: 2\n    decimal: comma\n"
    found = credit_deals(folder, mapped(("    file: deals.csv\n", how)))
    assert account(found, "revenue").amount_credited == 1234
    assert {form.table: form.written for form in found.report.formats}["deals"] == "CSV, semicolon, CP850"


def test_what_was_noticed_stands_beside_what_is_wrong(tmp_path: Path) -> None:
    folder = small_export(tmp_path)
    (folder / "deals.csv").write_text("Sales of the year\n" + ",".join(HEADER) + "\n1,Ada,Won,never,5,X,Pro\n")
    told = refused(folder, mapped())
    assert any("'never' is not a date" in line for line in told)
    assert any("the header was found in row 2" in line for line in told)


# ── what a mapping says of itself ───────────────────────────────────────────────────────────────────────────────────


def test_where_figures_come_from_reaches_readiness(tmp_path: Path) -> None:
    said = (
        "revenue: {sum: amount, where: {stage: Won}}",
        "revenue: {sum: amount, where: {stage: Won}, source: CRM, entered_by: sales desk, known_after_days: 5}",
    )
    found = credited_rows(tmp_path / "in", [deal("1", "Ada", "5")], said)
    assert collected_from(found.measures)["revenue"] == Collected("CRM", "sales desk", 5)
    write_credited(found, tmp_path / "out")
    tables = read_files(tmp_path / "out").tables
    assert collected_from(tables["measures"]) == {
        "revenue": Collected("CRM", "sales desk", 5), "wins": Collected(), "customers": Collected(),
    }  # fmt: skip
    assert not any("is not used" in str(note) for note in load_population(tmp_path / "out").notes)
    with pytest.raises(MappingError, match="known_after_days"):
        mapped((said[0], said[1].replace("days: 5", "days: -1")))


def test_the_schema_takes_what_the_mapping_takes(example_dir: Path) -> None:
    from ruamel.yaml import YAML  # noqa: PLC0415 - here it is a plain reader and no part of what is tested

    schema = Draft202012Validator(mapping_schema())
    Draft202012Validator.check_schema(mapping_schema())
    published = (example_dir / "mapping.yaml").read_text(encoding="utf-8")
    for text in (
        SMALL,
        published,
        SMALL.replace("deals.csv\n", "deals.csv\n    credit: [{rep: rep, share: 70%}, {rep: product, share: rest}]\n"),
    ):
        assert read_mapping(text)
        assert not list(schema.iter_errors(YAML(typ="safe", pure=True).load(text)))
    for old, new in (
        ("sum: amount", "sum: amount, count: deals"),
        ("file: deals.csv", "fiel: deals.csv"),
        ("mapping: small", ""),
    ):
        assert list(schema.iter_errors(YAML(typ="safe", pure=True).load(SMALL.replace(old, new))))
    assert load_mapping(example_dir / "mapping.yaml")


def test_every_field_of_a_mapping_says_what_it_is() -> None:
    schema = mapping_schema()
    parts = {"Mapping": schema, **schema["$defs"]}
    long_forms = {
        name: next((form for form in part.get("anyOf", ()) if "properties" in form), part)
        for name, part in parts.items()
    }
    untold = [(name, word) for name, part in long_forms.items() for word, field in part["properties"].items()
              if not (field.get("title") or "$ref" in field) or not field.get("description")]  # fmt: skip
    assert untold == []
