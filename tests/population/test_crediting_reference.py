"""Crediting against a plain loop over the rows that does the same the slow way: the same rows, reasons and cents."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compsim.population.crediting.credit import Credited, credit_deals
from compsim.population.crediting.report import Account
from compsim.population.mapping.reading import Mapping, read_mapping
from tests.population.small_export import account, figures, refused, small_export

MAPPING = """\
mapping: any
currency: EUR
tables:
  roster:
    file: people.csv
    columns: {rep: name, role: {value: rep}, team: team, start: from, end: to, base_salary: {value: 1},
              target_incentive: {value: 1}}
  deals:
    file: deals.csv
    credits: splits
    columns: {deal: id, rep: owner, stage: stage, day: closed, amount: value, customer: customer, product: item}
  products:
    file: products.csv
    columns: {product: item, series: series}
  splits:
    file: splits.csv
    columns: {deal: deal, rep: who, share: part, allocation: sum}
joins: [{table: products, to: deals, on: product}]
period: {date: day, from: 2025-01, to: 2025-06}
measures:
  revenue: {sum: amount, where: {stage: Won}}
  series: {sum: amount, where: {stage: Won, series: A}}
  wins: {count: deals, where: {stage: Won, day: {at_least: 2025-01-15}}}
  size: {mean: amount, where: {stage: Won}}
  customers: {count_distinct: customer, where: {stage: Won}}
"""
ANY = read_mapping(MAPPING, "m.yaml")
PEOPLE = [("name", "team", "from", "to"), ("Ada", "North", "", "2025-02-15"), ("Ada", "South", "2025-03-01", ""),
          ("Bo", "North", "", ""), ("Cy", "South", "2025-02-16", "2025-04-30")]  # fmt: skip
FROM, TO = "2025-01", "2025-06"


@dataclass(frozen=True)
class Part:
    """One person's part of a deal, as somebody with a pencil would write it down."""

    deal: dict[str, str]
    rep: str
    share: Decimal
    series: str | None  # of its product; None where the product is not in the table


@dataclass(frozen=True)
class Export:
    """The tables of one invented export."""

    deals: list[dict[str, str]]
    splits: dict[str, list[tuple[str, Decimal]]]
    products: list[tuple[str, str]]

    def parts(self) -> Iterator[Part]:
        series = dict(self.products)
        for deal in self.deals:
            for rep, share in self.splits.get(deal["id"], [(deal["owner"], Decimal(1))]):
                yield Part(deal, rep, share, series.get(deal["item"]))


def reason(part: Part, measure: str, shared: bool) -> str:
    """Why a part is not credited; nothing if it is."""
    deal, day = part.deal, part.deal["closed"]
    column = {"revenue": "value", "series": "value", "size": "value", "customers": "customer"}.get(measure)
    checks = [
        ("stage is blank", not deal["stage"]),
        (f"stage is {deal['stage']}", deal["stage"] != "Won"),
        ("series is missing, because product is not in products", measure == "series" and part.series is None),
        ("series is blank", measure == "series" and part.series == ""),
        (f"series is {part.series}", measure == "series" and part.series != "A"),
        ("day is blank", measure == "wins" and not day),
        ("day is not at least 2025-01-15", measure == "wins" and day < "2025-01-15"),
        ("day is blank", not day),
        (f"day is before {FROM}", day[:7] < FROM),
        (f"day is after {TO}", day[:7] > TO),
        ("deal is not in splits, and no rep is named", not shared and not part.rep),
        ("rep is blank", not part.rep),
        ("rep is not on the roster", part.rep not in ("Ada", "Bo", "Cy")),
        ("rep is not on the plan on that day", not on_plan(part.rep, day)),
        (f"{ {'value': 'amount'}.get(column or '', column) } is blank", column is not None and not deal[column]),
    ]
    return next((why for why, fails in checks if fails), "")


def on_plan(rep: str, day: str) -> bool:
    return any((row[2] or "0") <= day <= (row[3] or "9") for row in PEOPLE[1:] if row[0] == rep)


def written(folder: Path, export: Export) -> Path:
    splits = [
        (deal, rep, str(share), str(sum(part for _, part in parts)))
        for deal, parts in export.splits.items()
        for rep, share in parts
    ]
    return small_export(
        folder, [tuple(deal[name] for name in ALWAYS) for deal in export.deals], people=PEOPLE,
        products=[("item", "series"), *export.products], splits=[("deal", "who", "part", "sum"), *splits],
    )  # fmt: skip


def check_measure(credited: Credited, export: Export, measure: str) -> None:
    """Every reason has the rows and the money that the loop finds, and every person and month the loop's figure."""
    found: Account = account(credited, measure)
    rows: dict[str, int] = defaultdict(int)
    money: dict[str, Decimal] = defaultdict(Decimal)
    monthly: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for part in export.parts():
        why = reason(part, measure, part.deal["id"] in export.splits)
        amount = Decimal(part.deal["value"] or 0) if measure in ("revenue", "series", "size") else Decimal(1)
        rows[why] += 1
        money[why] += amount * part.share
        if not why:
            monthly[part.rep, part.deal["closed"][:7]] += amount * part.share
    assert {"": found.rows_credited} | {part.reason: part.rows for part in found.set_aside} == {"": 0} | rows
    aside = {part.reason: part.amount for part in found.set_aside}
    assert {"": found.amount_credited} | aside == {"": Decimal(0)} | money
    assert found.rows_in == len(export.deals)
    assert found.amount_in is not None
    assert found.amount_in + found.on_top == sum(money.values())
    if measure in ("revenue", "series", "wins"):
        assert figures(credited, measure) == pytest.approx(
            {key: float(value) for key, value in monthly.items() if value}
        )


def check_customers(credited: Credited, export: Export) -> None:
    """Each customer counts once for a rep and once for the company, in the month in which it is first met."""
    first: dict[tuple[str, str], str] = {}
    for part in sorted(export.parts(), key=lambda part: part.deal["closed"]):
        if not reason(part, "customers", part.deal["id"] in export.splits):
            for circle in (part.rep, ""):
                first.setdefault((circle, part.deal["customer"]), part.deal["closed"][:7])
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for (circle, _), month in first.items():
        counts[circle, month] += 1
    for credit in ("individual", "company"):
        expected = {key: count for key, count in counts.items() if bool(key[0]) == (credit == "individual")}
        assert figures(credited, "customers", "year", credit) == expected


def checked(folder: Path, export: Export, mapping: Mapping) -> None:
    keys = [product for product, _ in export.products]
    if len(set(keys)) < len(keys):
        assert any("more than one row for" in line for line in refused(written(folder, export), mapping))
        return
    credited = credit_deals(written(folder, export), mapping)
    for measure in ("revenue", "series", "wins", "size", "customers"):
        check_measure(credited, export, measure)
    check_customers(credited, export)
    people = {part.rep for part in export.parts() if part.rep in ("Ada", "Bo", "Cy")}
    assert set(credited.report.without_rows) == {"Ada", "Bo", "Cy"} - people
    strangers = {part.rep for part in export.parts()} - {"Ada", "Bo", "Cy", ""}
    assert {item.value for item in credited.report.not_on_roster} == strangers


REPS = st.sampled_from(["Ada", "Ada", "Bo", "Cy", "Dee", "ada", ""])
DAYS = ["2025-01-10", "2025-02-15", "2025-02-16", "2025-03-31", "2025-05-01", "2024-12-31", "2025-07-01", ""]
DEALS = st.fixed_dictionaries(
    {
        "owner": REPS,
        "stage": st.sampled_from(["Won", "Won", "Won", "Lost", "won", ""]),
        "closed": st.sampled_from(DAYS),
        "value": st.one_of(st.just(""), st.decimals(-9_999, 99_999, places=2).map(str)),
        "customer": st.sampled_from(["X", "Y", "Z", ""]),
        "item": st.sampled_from(["Pro", "Basic", "pro", "Old", ""]),
    }
)
SPLIT = st.lists(
    st.tuples(REPS, st.sampled_from(["0.25", "0.5", "1", "0.333333"]).map(Decimal)), min_size=1, max_size=3
)
PRODUCTS = st.lists(
    st.tuples(st.sampled_from(["Pro", "Basic", "Old", "New"]), st.sampled_from(["A", "B", ""])), max_size=4
)
ALWAYS = {"id": "0", "owner": "Bo", "stage": "Won", "closed": "2025-01-20", "value": "1.10", "customer": "X",
          "item": "Pro"}  # fmt: skip


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """Any export that has at least one deal which is credited."""
    names = [str(number) for number in range(1, 9)]
    deals = [{"id": draw(st.sampled_from(names)), **deal} for deal in draw(st.lists(DEALS, max_size=14))]
    splits = draw(st.dictionaries(st.sampled_from([*names, "unknown"]), SPLIT, max_size=5))
    return Export([ALWAYS, *deals], splits, draw(PRODUCTS))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(export=exports())
def test_any_export_is_credited_as_a_loop_over_its_rows_does(tmp_path: Path, export: Export) -> None:
    checked(tmp_path / "any", export, ANY)


@pytest.mark.long
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(export=exports())
def test_many_exports_are_credited_as_a_loop_over_their_rows_does(tmp_path: Path, export: Export) -> None:
    checked(tmp_path / "any", export, ANY)


def test_a_hundred_thousand_rows_are_credited_as_a_loop_over_them_does(tmp_path: Path) -> None:
    """Beyond SAMPLE rows a column's values are told together where they are many; rows and cents stay the same."""
    choices: dict[str, list[Any]] = {
        "owner": ["Ada", "Bo", "Cy", "Dee", ""], "stage": ["Won", "Won", "Lost", ""],
        "closed": DAYS, "value": ["0.10", "-3.33", "", "1204.05"], "customer": ["X", "Y", ""],
        "item": ["Pro", "Basic", "Old", ""],
    }  # fmt: skip
    sizes = {name: len(words) for name, words in choices.items()}
    deals = [
        {"id": str(n), **{name: choices[name][(n * step) % sizes[name]] for step, name in enumerate(choices, start=3)}}
        for n in range(60_000)
    ]
    splits = {str(n): [("Ada", Decimal("0.5")), ("Bo", Decimal("0.5"))] for n in range(0, 60_000, 1_000)}
    checked(tmp_path / "many", Export([ALWAYS, *deals[1:]], splits, [("Pro", "A"), ("Basic", "B")]), ANY)
