"""A handful of deals, people and products as an export, and the mapping that reads them."""

from pathlib import Path
from typing import Any

import pytest

from compsim.errors import MappingError
from compsim.population.crediting.credit import Credited, credit_deals
from compsim.population.crediting.report import Account
from compsim.population.mapping.reading import Mapping, read_mapping
from tests.crm_export import write_rows

SMALL = """\
mapping: small
currency: EUR
tables:
  roster:
    file: people.csv
    columns: {rep: name, role: {value: rep}, team: team, base_salary: {value: 1}, target_incentive: {value: 1}}
  deals:
    file: deals.csv
    columns: {deal: id, rep: owner, stage: stage, day: closed, amount: value, customer: customer, product: item}
  products:
    file: products.csv
    columns: {product: item, series: series}
joins:
  - {table: products, to: deals, on: product}
period: {date: day}
measures:
  revenue: {sum: amount, where: {stage: Won}}
  wins: {count: deals, where: {stage: Won}}
  customers: {count_distinct: customer, where: {stage: Won}}
"""
PEOPLE_ROWS = [("name", "team"), ("Ada", "North"), ("Bo", "North"), ("Cy", "South")]
PRODUCT_ROWS = [("item", "series"), ("Pro", "A"), ("Basic", "B")]
HEADER = ("id", "owner", "stage", "closed", "value", "customer", "item")
DEALS = [
    ("1", "Ada", "Won", "2025-01-31", "100.10", "X", "Pro"),
    ("2", "Ada", "Won", "2025-03-01", "-40.05", "X", "pro "),
    ("3", "Bo", "Won", "2025-02-28", "0.10", "X", "Basic"),
    ("4", "Bo", "Lost", "2025-02-28", "7", "Y", ""),
    ("5", "Cy", "Won", "", "8", "Y", "Pro"),
    ("6", "Dee", "Won", "2025-01-15", "9.99", "Y", "Pro"),
    ("7", "", "Won", "2025-01-15", "1", "Y", "Pro"),
    ("8", "Cy", "Won", "2025-02-01", "", "Y", "Pro"),
    ("9", "Cy", "", "2025-02-01", "3", "Y", "Pro"),
    ("10", "Cy", "Won", "2025-02-01", "3", "", "Pro"),
]


def small_export(folder: Path, deals: list[Any] = DEALS, **files: Any) -> Path:
    folder.mkdir(exist_ok=True)
    rows: dict[str, Any] = {"deals": [HEADER, *deals], "people": PEOPLE_ROWS, "products": PRODUCT_ROWS, **files}
    for name, table in rows.items():
        write_rows(folder / f"{name}.csv", table)
    return folder


def mapped(*changes: tuple[str, str]) -> Mapping:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_mapping(text, "m.yaml")


def account(credited: Credited, measure: str) -> Account:
    return next(account for account in credited.report.accounts if account.measure == measure)


def figures(credited: Credited, measure: str, stretch: str = "", credit: str = "") -> dict[tuple[str, str], float]:
    table = credited.results[credited.results["measure"] == measure]
    if stretch:
        table = table[(table["stretch"] == stretch) & (table["credit"] == credit)]
    keys = zip(table["rep"].astype(str), table["period"].astype(str), strict=True)
    return {key: actual for key, actual in zip(keys, table["actual"].tolist(), strict=True) if actual}


def refused(folder: Path, mapping: Mapping) -> list[str]:
    with pytest.raises(MappingError) as caught:
        credit_deals(folder, mapping)
    return [str(problem) for problem in caught.value.problems]
