"""Names that meet nobody, and the known names that are spelt nearly alike: offered with what each of them would credit.

A deal, an activity or a target whose person is not on the roster credits nobody. A spelling that a person accepts
stands in the mapping, and only there.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.files import FileLook
from compsim.population.proposal.links import MOST_COMPARED, JoinProposal, Pair, pair_of
from compsim.population.proposal.won import WonProposal
from compsim.population.spelling import close_to

FACTS = ("deals", "activities", "targets")  # the tables whose rows name people
MONEY = {"deals": "amount", "targets": "target"}  # the column that says how much a row is worth
Columns = MappingOf[str, MappingOf[str, ColumnChoice]]
Files = MappingOf[str, FileLook]


@dataclass(frozen=True)
class SpellingOffer:
    """A name without a partner and a known one that is spelt nearly alike."""

    table: str  # whose rows have the name: deals, activities, targets
    on: str  # our column: rep, product, account
    spelt: str
    known: str
    rows: int  # that have the name
    counted: int | None = None  # of them, rows that count; None where that is open, or where all do
    amount: float | None = None  # what the rows that count come to, in the unit of the file; None where it is not known


def people_joins(files: Files, columns: Columns) -> tuple[JoinProposal, ...]:
    """How the rows of each table meet the roster, for the columns that are chosen; nothing where one is open."""
    return tuple(_met_by_people(files, columns))


def offers_of(
    joins: tuple[JoinProposal, ...], files: Files, columns: Columns, won: WonProposal
) -> tuple[SpellingOffer, ...]:
    """Every close spelling, with the rows that have it, how many of them count and what these come to."""
    return tuple(offer for join in joins for offer in _offers(join, files[join.to], columns[join.to], won))


def _met_by_people(files: Files, columns: Columns) -> Iterator[JoinProposal]:
    roster = files.get("roster")
    people = columns["roster"]["rep"].column if roster is not None else None
    if roster is None or roster.made or people is None:
        return
    for table in FACTS:
        named = columns[table]["rep"].column if table in files else None
        if named is not None and files[table].columns[named].filled:
            yield _join(table, files[table], pair_of(files[table], named, roster, people), roster)


def _join(table: str, file: FileLook, pair: Pair, roster: FileLook) -> JoinProposal:
    names = (pair.left.column, pair.right.column)
    close = close_to(roster.columns[pair.right.column].words(MOST_COMPARED))
    spellings = tuple((spelt, known) for spelt in pair.strays for known in close(spelt))
    told = f"{pair.met:,} of {pair.rows:,} rows of {file.name} name somebody in {roster.name}"
    return JoinProposal("roster", "rep", *names, pair.rows, pair.met, told, pair.strays, spellings, to=table)


def _offers(
    join: JoinProposal, file: FileLook, columns: MappingOf[str, ColumnChoice], won: WonProposal
) -> Iterator[SpellingOffer]:
    texts = file.columns[join.left].texts
    counts, worth = _counts(join.to, file, won), _worth(join.to, file, columns)
    for spelt, known in join.spellings:
        here = np.asarray(compute.equal(texts, spelt).fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)
        met = here if counts is None else here & counts
        amount = None if worth is None or (counts is None and join.to == "deals") else float(worth[met].sum())
        counted = None if counts is None else int(met.sum())
        yield SpellingOffer(join.to, join.on, spelt, known, int(here.sum()), counted, amount)


def _counts(table: str, file: FileLook, won: WonProposal) -> NDArray[np.bool_] | None:
    """Whether each row of the deals counts; None where that is open, and for other tables."""
    if table != "deals" or won.question:
        return None
    if not won.name:
        return np.ones(file.rows, dtype=bool)
    found = compute.is_in(file.columns[won.column].texts, value_set=pa.array(won.counted, type=pa.string()))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _worth(table: str, file: FileLook, columns: MappingOf[str, ColumnChoice]) -> NDArray[np.float64] | None:
    """What each row is worth, 0 where it has no figure; None where no column says it or its decimals are open."""
    choice = columns.get(MONEY.get(table, ""))
    if choice is None or choice.column is None or "?" in (choice.decimal, choice.times):
        return None
    return np.asarray(np.nan_to_num(file.columns[choice.column].amounts(choice.decimal)), dtype=np.float64)
