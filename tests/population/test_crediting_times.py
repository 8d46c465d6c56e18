"""Figures that are multiplied as the mapping says: exactly, and told as an assumption wherever results go."""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from compsim.population.crediting.credit import credit_deals
from compsim.population.crediting.files import write_credited
from tests.population.small_export import account, figures, mapped, refused, small_export

PAID = ("base_salary: {value: 1}", "base_salary: {column: pay, times: 12}")
PEOPLE = [("name", "team", "pay"), ("Ada", "North", "4850.05"), ("Bo", "North", "4,000.10"), ("Cy", "South", "")]


def test_pay_by_the_month_becomes_pay_by_the_year_to_the_cent(tmp_path: Path) -> None:
    """By hand: 4,850.05 × 12 = 58,200.60; 4,000.10 × 12 = 48,001.20."""
    credited = credit_deals(small_export(tmp_path, people=PEOPLE), mapped(PAID))
    assert credited.roster["base_salary"].tolist()[:2] == [58_200.60, 48_001.20]
    assert pd.isna(credited.roster["base_salary"].iloc[2])


def test_it_is_an_assumption_on_every_output(tmp_path: Path) -> None:
    line = "roster.base_salary: the export's figure × 12"
    credited = credit_deals(small_export(tmp_path / "export", people=PEOPLE[:-1]), mapped(PAID))
    assert line in credited.report.assumptions
    write_credited(credited, tmp_path / "out")
    assert line in pd.read_csv(tmp_path / "out" / "assumptions.csv")["assumption"].tolist()
    assert line.replace("*", "") in (tmp_path / "out" / "conservation.md").read_text(encoding="utf-8")
    assert line in credited.population().assumptions
    assert (
        next(form for form in credited.report.formats if form.table == "roster").columns["base_salary"].endswith("× 12")
    )
    once = ("base_salary: {value: 1}", "base_salary: {column: pay, times: 1}")
    assert not [each for each in credit_deals(tmp_path / "export", mapped(once)).report.assumptions if "×" in each]


@pytest.mark.parametrize("parquet", [False, True])
def test_amounts_are_multiplied_before_they_are_added_up(tmp_path: Path, parquet: bool) -> None:
    """By hand: the won deals of 100.10, −40.05, 0.10 and 3 are 100,100 − 40,050 + 100 + 3,000 = 63,150."""
    folder = small_export(tmp_path)
    change = [("amount: value", "amount: {column: value, times: 1000}")]
    if parquet:
        frame = pd.read_csv(folder / "deals.csv", dtype={"id": "str"}, parse_dates=["closed"])
        frame.to_parquet(folder / "deals.parquet")
        change.append(("file: deals.csv", "file: deals.parquet"))
    credited = credit_deals(folder, mapped(*change))
    told = account(credited, "revenue")
    assert (told.amount_in, told.amount_credited) == (Decimal(92140), Decimal(63150))
    assert figures(credited, "revenue")["Ada", "2025-03"] == -40_050
    assert told.balanced


def test_thirds_go_to_the_nearest_millionth(tmp_path: Path) -> None:
    folder = small_export(tmp_path, [("1", "Ada", "Won", "2025-01-31", "100", "X", "Pro")])
    credited = credit_deals(folder, mapped(("amount: value", "amount: {column: value, times: 1/3}")))
    assert account(credited, "revenue").amount_credited == Decimal("33.333333")


def test_a_figure_that_grows_too_large_is_told_without_its_pay(tmp_path: Path) -> None:
    people = [
        ("name", "team", "pay"),
        ("Ada", "North", "999999999999999999"),
        ("Bo", "North", "1"),
        ("Cy", "South", "1"),
    ]
    says = refused(small_export(tmp_path, people=people), mapped(PAID))
    assert any("people.csv row 2, column base_salary: the cell is not a number" in line for line in says)
    assert not [line for line in says if "999" in line]
