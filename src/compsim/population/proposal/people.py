"""A list of people for an export that has none: everybody whose name stands in the deals, once."""

from __future__ import annotations

import csv
from io import StringIO

import pandas as pd
import pyarrow as pa

from compsim.population.files.formulas import harmless
from compsim.population.proposal.columns import ColumnChoice, candidates, decided
from compsim.population.proposal.deal_names import DEALS
from compsim.population.proposal.files import ColumnLook, FileLook, Looked
from compsim.population.proposal.names import Wanted

NAMES = ("people.csv", "people_from_deals.csv", "people_from_the_deals.csv")
MOST_PEOPLE = 20_000


def people_file(looked: Looked, deals: FileLook, chosen: ColumnChoice | None) -> FileLook | None:
    """The people of the deals as a file that does not exist yet; None where nobody knows which column names them."""
    rep = chosen.column if chosen is not None else _column(deals, "rep")
    if rep is None or deals.columns[rep].distinct > MOST_PEOPLE:
        return None
    people = sorted(deals.columns[rep].words(MOST_PEOPLE))
    columns = {"rep": _look("rep", people)}
    team = _column(deals, "sales_team")
    teams = _one_team_each(deals.columns[rep], deals.columns[team]) if team is not None else None
    if teams is not None:
        columns["team"] = _look("team", [teams[name] for name in people])
    taken = {file.name for file in looked.files}
    name = next((name for name in NAMES if name not in taken), NAMES[-1])
    return FileLook(name, columns, len(people), "CSV, comma, UTF-8")


def people_csv(file: FileLook) -> str:
    """The text of such a file, to be written beside the export and completed."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(list(file.columns))
    columns = [[harmless(cell) for cell in column.texts.to_pylist()] for column in file.columns.values()]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue()


def _column(deals: FileLook, name: str) -> str | None:
    want: Wanted = next(want for want in DEALS if want.name == name)
    return decided(want, candidates(want, "deals", deals), deals).column


def _one_team_each(reps: ColumnLook, teams: ColumnLook) -> dict[str, str] | None:
    """Everybody's team, where each person has deals of exactly one."""
    pairs = pd.DataFrame({"rep": reps.texts.to_pylist(), "team": teams.texts.to_pylist()}).dropna().drop_duplicates()
    everybody = len(pairs) == reps.distinct and not pairs["rep"].duplicated().any()
    return dict(zip(pairs["rep"], pairs["team"], strict=True)) if everybody else None


def _look(name: str, texts: list[str]) -> ColumnLook:
    return ColumnLook(name, pa.array(texts, type=pa.string()))
