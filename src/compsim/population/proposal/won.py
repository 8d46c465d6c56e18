"""Which deals count: the stages an export has, what each says, and how many rows and how much money stand in it."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from compsim.population.proposal.columns import Candidate, ColumnChoice, candidates
from compsim.population.proposal.deal_names import DEALS
from compsim.population.proposal.files import ColumnLook, FileLook
from compsim.population.proposal.links import JoinProposal
from compsim.population.proposal.names import NO, YES, Confidence, Meaning, fold, folded, meaning_of

MOST_STAGES = 60  # a column with more values is no stage
STAGE_COLUMNS = ("stage", "won")
WANTED = {want.name: want for want in DEALS}


@dataclass(frozen=True)
class Tally:
    """One value of the column that says what became of a deal."""

    value: str  # empty: blank
    rows: int
    amount: float | None  # money of these rows as far as it can be read; None where no amount is decided
    meaning: Meaning
    confidence: Confidence


@dataclass(frozen=True)
class WonProposal:
    """Which deals count as won."""

    name: str = ""  # our column, stage or won; empty where every row counts
    column: str = ""  # the export's
    tallies: tuple[Tally, ...] = ()
    counted: tuple[str, ...] = ()  # the values that count
    lost: tuple[str, ...] = ()  # the values that say a deal was lost
    confidence: Confidence = "sure"
    evidence: str = ""
    question: str = ""


def won_of(
    deals: FileLook, columns: MappingOf[str, ColumnChoice], values: tuple[str, ...] | None
) -> tuple[WonProposal, dict[str, ColumnChoice]]:
    """The proposal and the column it filters by, as a choice for the deals; `values` are those a person has chosen."""
    money = _money(deals, columns.get("amount"))
    offers = _offers(deals, columns)
    readings = [(name, offer, _tallies(deals.columns[offer.column], money)) for name, offer in offers]
    readings = [(name, offer, tallies) for name, offer, tallies in readings if tallies]
    telling = [reading for reading in readings if _counted(reading[2]) or values]
    if not readings:
        return WonProposal(
            confidence="likely", evidence="no column says whether a deal is won, so every row counts"
        ), {}
    name, offer, tallies = (telling or readings)[0]
    choice = ColumnChoice(name, "text", offer.column, None, offer.confidence, offer.evidence, _others(readings, offer))
    lost = tuple(tally.value for tally in tallies if tally.meaning == "lost" and tally.confidence != "unsure")
    counted = _counted(tallies) if values is None else tuple(t.value for t in tallies if t.value in values)
    proposal = WonProposal(name, offer.column, tallies, counted, lost, _certainty(tallies, counted))
    question = "" if values is not None else _question(deals, telling, proposal)
    shown = ", ".join(f"'{value}'" for value in counted)
    evidence = f"{shown} in '{offer.column}' says that a deal is won" if counted else ""
    return (
        WonProposal(
            name, offer.column, tallies, () if question else counted, lost, proposal.confidence, evidence, question
        ),
        {name: choice},
    )


def with_money(
    join: JoinProposal, deals: FileLook, lookup: FileLook, won: WonProposal, amount: ColumnChoice | None
) -> JoinProposal:
    """The join with the money of the deals that count and have a key without a partner."""
    money = _money(deals, amount)
    if money is None or won.question:
        return join
    keys = deals.columns[join.left].texts
    partnered = compute.is_in(keys, value_set=lookup.columns[join.right].counted.field("values"))
    loose = compute.and_(keys.is_valid(), compute.invert(partnered))
    if won.name:
        counts = compute.is_in(deals.columns[won.column].texts, value_set=pa.array(won.counted, type=pa.string()))
        loose = compute.and_(loose, counts)
    return replace(join, loose_money=float(money[loose.to_numpy(zero_copy_only=False)].sum()))


def _offers(deals: FileLook, columns: MappingOf[str, ColumnChoice]) -> list[tuple[str, Candidate]]:
    for name in STAGE_COLUMNS:
        choice = columns.get(name)
        if choice is not None and choice.chosen:
            return [(name, Candidate(choice.column, "sure", choice.evidence))] if choice.column else []
    return [(name, offer) for name in STAGE_COLUMNS for offer in candidates(WANTED[name], "deals", deals)]


def _tallies(column: ColumnLook, money: NDArray[np.float64] | None) -> tuple[Tally, ...]:
    """Rows and money of each value; empty where the column has too many to be a stage."""
    if column.distinct > MOST_STAGES:
        return ()
    coded = column.texts.fill_null("").dictionary_encode()
    codes, words = coded.indices.to_numpy(), [str(word) for word in coded.dictionary.to_pylist()]
    rows = np.bincount(codes, minlength=len(words))
    sums = None if money is None else np.bincount(codes, weights=money, minlength=len(words))
    flag = {fold(word) for word in words if word} <= folded(",".join((*YES, *NO)))
    tallies = (
        Tally(word, int(rows[place]), None if sums is None else float(sums[place]), *_meaning(word, flag))
        for place, word in enumerate(words)
    )
    return tuple(sorted(tallies, key=lambda tally: -tally.rows))


def _meaning(value: str, flag: bool) -> tuple[Meaning, Confidence]:
    if flag and value:
        return ("won", "sure") if fold(value) in YES else ("open", "sure")
    return meaning_of(value)


def _counted(tallies: tuple[Tally, ...]) -> tuple[str, ...]:
    return tuple(tally.value for tally in tallies if tally.meaning == "won" and tally.confidence != "unsure")


def _certainty(tallies: tuple[Tally, ...], counted: tuple[str, ...]) -> Confidence:
    said = {tally.value: tally.confidence for tally in tallies}
    return "likely" if any(said[value] != "sure" for value in counted) else "sure"


def _question(deals: FileLook, telling: list[tuple[str, Candidate, tuple[Tally, ...]]], proposal: WonProposal) -> str:
    """What is open: no value says won, or two columns say it of different rows."""
    if not telling:
        return f"no value of '{proposal.column}' is known to say that a deal is won"
    for other in telling[1:]:
        if not _won_rows(deals, other).equals(_won_rows(deals, telling[0])):
            return f"'{proposal.column}' and '{other[1].column}' call different deals won"
    return ""


def _won_rows(deals: FileLook, reading: tuple[str, Candidate, tuple[Tally, ...]]) -> Any:
    """Whether each row is won under this reading, as an Arrow array."""
    won = pa.array(_counted(reading[2]), type=pa.string())
    return compute.is_in(deals.columns[reading[1].column].texts, value_set=won)


def _others(readings: list[tuple[str, Candidate, tuple[Tally, ...]]], chosen: Candidate) -> tuple[Candidate, ...]:
    return tuple(offer for _, offer, _ in readings if offer.column != chosen.column)


def _money(deals: FileLook, amount: ColumnChoice | None) -> NDArray[np.float64] | None:
    if amount is None or amount.column is None or amount.decimal == "?":
        return None
    return np.nan_to_num(deals.columns[amount.column].amounts(amount.decimal))
