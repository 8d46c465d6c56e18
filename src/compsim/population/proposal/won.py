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
from compsim.population.proposal.names import Confidence, fold, folded, stands_in
from compsim.population.proposal.stages import NO, YES, Meaning, meaning_of

MOST_STAGES = 60  # a column with more values is no stage
MOST_ASKED = 12  # values that a question names
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

    @property
    def unclear(self) -> bool:
        """Whether a person has to say if such deals count."""
        return bool(self.value) and self.confidence == "unsure"

    @property
    def like_won(self) -> bool:
        """Whether it says won, or reads like it."""
        return self.meaning == "won"

    def __str__(self) -> str:
        money = "" if self.amount is None else f", {self.amount:,.2f}"
        like = "; reads like won" if self.unclear and self.like_won else ""
        return f"'{self.value}' ({self.rows:,} row{'s' if self.rows != 1 else ''}{money}{like})"


Reading = tuple[str, Candidate, tuple[Tally, ...]]  # our column, the export's, and what each of its values says


@dataclass(frozen=True)
class WonProposal:
    """Which deals count as won."""

    name: str = ""  # our column, stage or won; empty where every row counts
    column: str = ""  # the export's
    tallies: tuple[Tally, ...] = ()
    counted: tuple[str, ...] = ()  # the values that count
    lost: tuple[str, ...] = ()  # the values that say a deal was lost
    offered: tuple[str, ...] = ()  # the values that say won or read like it: what an answer may begin with
    confidence: Confidence = "sure"
    evidence: str = ""
    question: str = ""


def won_of(
    deals: FileLook, columns: MappingOf[str, ColumnChoice], values: tuple[str, ...] | None
) -> tuple[WonProposal, dict[str, ColumnChoice]]:
    """The proposal and the column it filters by, as a choice for the deals; `values` are those a person has chosen."""
    money = _money(deals, columns.get("amount"))
    offers = _offers(deals, columns)
    most = deals.rows if values else MOST_STAGES
    found = [(name, offer, _tallies(deals.columns[offer.column], money, most)) for name, offer in offers]
    readings = [reading for reading in found if reading[2]]
    if not offers:
        return WonProposal(
            confidence="likely", evidence="no column says whether a deal is won, so every row counts"
        ), {}
    if not readings:
        return _too_many(deals, found[0])
    name, offer, tallies = reading = _chosen(readings, values)
    choice = ColumnChoice(name, "text", offer.column, None, offer.confidence, offer.evidence, _others(readings, offer))
    counted = _counted(tallies) if values is None else tuple(t.value for t in tallies if t.value in values)
    question = _question(deals, readings, reading) if values is None else _none_counts(offer, counted)
    shown = ", ".join(f"'{value}'" for value in counted)
    proposal = WonProposal(
        name,
        offer.column,
        tallies,
        () if question else counted,
        tuple(tally.value for tally in tallies if tally.meaning == "lost" and tally.confidence != "unsure"),
        tuple(tally.value for tally in tallies if tally.like_won) if values is None else counted,
        _certainty(tallies, counted) if values is None else "sure",
        f"{shown} in '{offer.column}' says that a deal is won" if counted else "",
        question,
    )
    return proposal, {name: choice}


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


def _chosen(readings: list[Reading], values: tuple[str, ...] | None) -> Reading:
    """The column that says it: one without an unclear value before others, and the one that a person's answer fits."""
    telling = [reading for reading in readings if _counted(reading[2])]
    clear = [reading for reading in telling if not _unclear(reading[2])]
    order = dict.fromkeys(reading[1].column for reading in (*clear, *telling, *readings))
    ordered = sorted(readings, key=lambda reading: list(order).index(reading[1].column))
    fitting = [reading for reading in ordered if {tally.value for tally in reading[2]} & set(values or ())]
    return (fitting or ordered)[0]


def _too_many(deals: FileLook, reading: Reading) -> tuple[WonProposal, dict[str, ColumnChoice]]:
    """A column that is called a stage and has too many values to be looked through."""
    name, offer, _ = reading
    asks = f"'{offer.column}' has {deals.columns[offer.column].distinct:,} different values, too many for a stage"
    choice = ColumnChoice(name, "text", offer.column, None, offer.confidence, offer.evidence)
    return WonProposal(name, offer.column, question=asks), {name: choice}


def _none_counts(offer: Candidate, counted: tuple[str, ...]) -> str:
    return "" if counted else f"no value of '{offer.column}' is said to count"


def _unclear(tallies: tuple[Tally, ...]) -> list[Tally]:
    return [tally for tally in tallies if tally.unclear]


def _tallies(column: ColumnLook, money: NDArray[np.float64] | None, most: int) -> tuple[Tally, ...]:
    """Rows and money of each value; empty where the column has too many to be a stage."""
    if column.distinct > most:
        return ()
    coded = column.texts.fill_null("").dictionary_encode()
    codes, words = coded.indices.to_numpy(), [str(word) for word in coded.dictionary.to_pylist()]
    rows = np.bincount(codes, minlength=len(words))
    sums = None if money is None else np.bincount(codes, weights=money, minlength=len(words))
    flag = {fold(word) for word in words if word} <= folded(YES) | folded(NO)
    tallies = (
        Tally(word, int(rows[place]), None if sums is None else float(sums[place]), *_meaning(word, flag))
        for place, word in enumerate(words)
    )
    return tuple(sorted(tallies, key=lambda tally: -tally.rows))


def _meaning(value: str, flag: bool) -> tuple[Meaning, Confidence]:
    if flag and value:
        return ("won", "sure") if stands_in(value, YES) else ("open", "sure")
    return meaning_of(value)


def _counted(tallies: tuple[Tally, ...]) -> tuple[str, ...]:
    return tuple(tally.value for tally in tallies if tally.meaning == "won" and tally.confidence != "unsure")


def _certainty(tallies: tuple[Tally, ...], counted: tuple[str, ...]) -> Confidence:
    said = {tally.value: tally.confidence for tally in tallies}
    return "likely" if any(said[value] != "sure" for value in counted) else "sure"


def _question(deals: FileLook, readings: list[Reading], chosen: Reading) -> str:
    """What is open: no value says won, some are not known, or two columns say it of different rows."""
    column, unclear = chosen[1].column, _unclear(chosen[2])
    rest = len(unclear) - MOST_ASKED
    shown = ", ".join(map(str, unclear[:MOST_ASKED])) + (f" and {rest:,} more" if rest > 0 else "")
    if not _counted(chosen[2]):
        return f"no value of '{column}' is known to say that a deal is won" + (shown and f": {shown}")
    if unclear:
        return f"'{column}' has values that do not say whether such deals count: {shown}"
    for other in readings:
        if other is not chosen and _counted(other[2]) and _contradicts(deals, chosen, other):
            return f"'{column}' and '{other[1].column}' call different deals won"
    return ""


def _contradicts(deals: FileLook, one: Reading, other: Reading) -> bool:
    """Whether two columns call different rows won; one with unclear values may call fewer so."""
    mine, theirs = _won_rows(deals, one), _won_rows(deals, other)
    if _unclear(other[2]):
        return bool(compute.any(compute.and_not(theirs, mine)).as_py())
    return not theirs.equals(mine)


def _won_rows(deals: FileLook, reading: Reading) -> Any:
    """Whether each row is won under this reading, as an Arrow array."""
    won = pa.array(_counted(reading[2]), type=pa.string())
    return compute.is_in(deals.columns[reading[1].column].texts, value_set=won)


def _others(readings: list[Reading], chosen: Candidate) -> tuple[Candidate, ...]:
    return tuple(offer for _, offer, _ in readings if offer.column != chosen.column)


def _money(deals: FileLook, amount: ColumnChoice | None) -> NDArray[np.float64] | None:
    if amount is None or amount.column is None or amount.decimal == "?":
        return None
    return np.nan_to_num(deals.columns[amount.column].amounts(amount.decimal))
