"""An invented CRM export with the shape and the traps of a well-known public training data set.

Four CSV files with CRLF line ends: sales_pipeline, sales_teams, products, accounts. The traps:

- the pipeline spells GTXPro what the price list spells GTX Pro
- five people on the team list have no opportunity
- some opportunities have no account; prospecting ones have no engage date; open ones no close date and no value
- lost ones carry a close value of 0, not a blank
- one sector is misspelt; one file is not needed by any mapping
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

FILES = ("sales_pipeline.csv", "sales_teams.csv", "products.csv", "accounts.csv", "data_dictionary.csv")
OPPORTUNITIES, PEOPLE, IDLE, MANAGERS, ACCOUNTS = 1_200, 35, 5, 6, 20
OFFICES = ("Central", "East", "West")
STAGES = ("Won", "Lost", "Engaging", "Prospecting")
PRICES: Mapping[str, int] = {
    "GTX Basic": 550,
    "GTX Pro": 4_821,
    "MG Special": 55,
    "MG Advanced": 3_393,
    "GTX Plus Pro": 5_482,
    "GTX Plus Basic": 1_096,
    "GTK 500": 26_768,
}
SPELT = {"GTX Pro": "GTXPro"}  # in the pipeline only
SECTORS = ("technolgy", "medical", "retail", "software")
Row = Sequence[object]


def write_crm_export(folder: Path, seed: int = 7) -> Path:
    """Write the invented export into a folder; equal seeds give equal files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in crm_tables(seed).items():
        write_rows(folder / name, rows)
    return folder


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as CSV with CRLF line ends, the header being the first row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


def crm_tables(seed: int = 7) -> dict[str, list[Row]]:
    """The rows of each file, header first."""
    draw = np.random.default_rng(seed)
    people = [f"Rep {number:02d}" for number in range(1, PEOPLE + 1)]
    managers = [f"Manager {letter}" for letter in "ABCDEF"]
    accounts = [f"Account {number:02d}" for number in range(1, ACCOUNTS + 1)]
    teams: list[Row] = [("sales_agent", "manager", "regional_office")]
    teams += [(rep, managers[i % MANAGERS], OFFICES[i % MANAGERS // 2]) for i, rep in enumerate(people)]
    prices: list[Row] = [("product", "series", "sales_price")]
    prices += [(product, product.split()[0], price) for product, price in PRICES.items()]
    listed: list[Row] = [("account", "sector", "year_established", "revenue", "employees", "office_location")]
    listed += [
        (name, SECTORS[i % 4], 1980 + i, f"{100 + i * 7.25:.2f}", 50 * i, "Norway") for i, name in enumerate(accounts)
    ]
    return {
        "sales_pipeline.csv": _pipeline(draw, people[IDLE:], accounts),
        "sales_teams.csv": teams,
        "products.csv": prices,
        "accounts.csv": listed,
        "data_dictionary.csv": [("Table", "Field", "Description"), ("accounts", "account", "Company name")],
    }


def real_crm_export() -> Path | None:
    """The folder of the real data set, if COMPSIM_CRM_DIR or a shared folder beside the checkout has it."""
    beside = Path(__file__).parents[2] / "shared" / "data" / "crm_sales_opportunities"
    named = os.environ.get("COMPSIM_CRM_DIR")
    folder = Path(named) if named else beside
    return folder if (folder / "sales_pipeline.csv").is_file() else None


def _pipeline(draw: np.random.Generator, people: list[str], accounts: list[str]) -> list[Row]:
    header = (
        "opportunity_id",
        "sales_agent",
        "product",
        "account",
        "deal_stage",
        "engage_date",
        "close_date",
        "close_value",
    )
    talent = draw.gamma(4.0, size=len(people))
    reps = draw.choice(len(people), OPPORTUNITIES, p=talent / talent.sum())
    products = draw.choice(len(PRICES), OPPORTUNITIES, p=(0.21, 0.17, 0.19, 0.16, 0.11, 0.155, 0.005))
    stages = draw.choice(STAGES, OPPORTUNITIES, p=(0.48, 0.28, 0.18, 0.06)).tolist()
    engaged = np.datetime64("2017-01-10") + draw.integers(0, 300, OPPORTUNITIES)
    closed = np.clip(
        engaged + draw.integers(5, 120, OPPORTUNITIES), np.datetime64("2017-03-01"), np.datetime64("2017-12-31")
    )
    names, prices = list(PRICES), np.array(list(PRICES.values()))
    values = np.round(prices[products] * draw.uniform(0.7, 1.3, OPPORTUNITIES), 2)
    no_account = draw.random(OPPORTUNITIES) < 0.16
    rows: list[Row] = [header]
    for i, stage in enumerate(stages):
        product = SPELT.get(names[products[i]], names[products[i]])
        account = "" if no_account[i] else accounts[int(draw.integers(len(accounts)))]
        engage = "" if stage == "Prospecting" else str(engaged[i])
        close = str(closed[i]) if stage in ("Won", "Lost") else ""
        value = {"Won": f"{values[i]:.2f}", "Lost": "0"}.get(stage, "")
        rows.append((f"OPP{i:05d}", people[reps[i]], product, account, stage, engage, close, value))
    return rows
