"""What a proposed mapping is made of: tables, joins, measures and questions, as plain data."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from compsim.errors import Problem
from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.files import FileLook, Looked
from compsim.population.proposal.links import JoinProposal
from compsim.population.proposal.measures import CurrencyProposal, MeasureProposal
from compsim.population.proposal.spellings import SpellingOffer
from compsim.population.proposal.tables import TableGuess
from compsim.population.proposal.translation import Translation
from compsim.population.proposal.won import WonProposal

LOOKUPS = {"accounts": "account", "products": "product"}
OFFERED = ("credits",)  # the tables it recognises and leaves to a person, because they change who gets what
MAPPED = ("roster", "deals", "activities", "targets", *LOOKUPS)  # the tables a mapping takes from a proposal
Key = tuple[str, str]
Spelling = tuple[str, str, str, str]  # table, our column, as it is spelt there, the known name it stands for


@dataclass(frozen=True)
class Question:
    """Something a person has to answer before the mapping can run."""

    table: str
    column: str  # empty: the table itself
    asks: str
    fix: str
    command: str = ""  # the same answer on the command line


@dataclass(frozen=True)
class TableProposal:
    """One file as a table of the mapping."""

    table: str
    guess: TableGuess
    file: FileLook
    columns: MappingOf[str, ColumnChoice]  # our name -> where it comes from

    @property
    def left_out(self) -> tuple[str, ...]:
        """The file's columns that nothing is proposed for."""
        used = {choice.column for choice in self.columns.values()}
        return tuple(name for name in self.file.columns if name not in used)


@dataclass(frozen=True)
class Preview:
    """One value of a column."""

    row: int  # as a spreadsheet counts, the header being row 1
    written: str
    read: str  # what it is read as; empty where it cannot be read


@dataclass(frozen=True)
class Answers:
    """What a person has decided so far."""

    tables: MappingOf[str, str] = field(default_factory=dict)  # file -> table, or empty: none
    columns: MappingOf[Key, ColumnChoice] = field(default_factory=dict)
    won: tuple[str, ...] | None = None
    spellings: frozenset[Spelling] = frozenset()  # the close spellings that stand for a known name
    months: Key = ("", "")  # the first and the last month that is credited; empty: as far as the data reach
    currency: str = ""  # three letters; empty: as the data say

    def over(self, earlier: Answers) -> Answers:
        """These answers, and earlier ones where these say nothing."""
        return Answers(
            {**earlier.tables, **self.tables},
            {**earlier.columns, **self.columns},
            earlier.won if self.won is None else self.won,
            self.spellings | earlier.spellings,
            self.months if any(self.months) else earlier.months,
            self.currency or earlier.currency,
        )

    def without(self, taken: Answers) -> Answers:
        """Those of these answers that were not taken."""
        return Answers(
            {file: table for file, table in self.tables.items() if file not in taken.tables},
            {key: choice for key, choice in self.columns.items() if key not in taken.columns},
            self.won if taken.won is None else None,
            self.spellings - taken.spellings,
        )


@dataclass(frozen=True, eq=False)
class Proposed:
    """Everything that is proposed for some files."""

    looked: Looked
    answers: Answers
    tables: MappingOf[str, TableProposal]
    joins: tuple[JoinProposal, ...]
    won: WonProposal
    measures: tuple[MeasureProposal, ...]
    currency: CurrencyProposal
    unused: tuple[TableGuess, ...]  # files that are no table of the mapping, and why
    translations: MappingOf[str, Translation]  # table -> what the IDs in its column rep mean
    offered: MappingOf[str, TableProposal]  # tables that are recognised and not taken: shared credit
    target_words: tuple[Key, ...] = ()  # as the targets spell a measure -> the measure
    remarks: tuple[Problem, ...] = ()  # what follows from what is in the files
    people: tuple[JoinProposal, ...] = ()  # how the rows of each table meet the roster
    offers: tuple[SpellingOffer, ...] = ()  # close spellings of look-up keys and people, accepted or not

    @property
    def accepted(self) -> tuple[SpellingOffer, ...]:
        """The close spellings that a person has accepted."""
        said = self.answers.spellings
        return tuple(offer for offer in self.offers if (offer.table, offer.on, offer.spelt, offer.known) in said)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Files that could not be read."""
        return self.looked.problems

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What is worth knowing about the files: where the header was found, what is hidden, left out or below zero."""
        tables = (file.table for file in self.looked.files)
        return (*(note for table in tables if table is not None for note in table.notes), *self.remarks)
