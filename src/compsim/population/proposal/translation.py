"""Deals that name people by an ID which only a third file explains: OwnerId in the deals, Id and Name in the users.

The list of people that matters (with pay and roles) may know names only. Then the third file translates, and the
mapping says so value by value, as spellings: what stands there is what is applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from compsim.population.proposal.columns import named
from compsim.population.proposal.deal_names import DEALS
from compsim.population.proposal.files import ColumnLook, FileLook
from compsim.population.proposal.links import MEETS, Link, Pair, meet
from compsim.population.proposal.vocabulary import ROSTER

MOST_TRANSLATED = 2_000  # names that a person can still look through in a mapping
REP_OF_DEALS = next(want for want in DEALS if want.name == "rep")
REP_OF_ROSTER = next(want for want in ROSTER if want.name == "rep")


@dataclass(frozen=True)
class Translation:
    """What the IDs in one column of the deals mean."""

    column: str  # the deals' column
    file: str  # the file that explains it
    words: tuple[tuple[str, str], ...]  # ID -> name, for the IDs that stand in the deals
    evidence: str


def translated(
    link: Link, deals: FileLook, roster: FileLook, others: Iterable[FileLook]
) -> tuple[Link, Translation | None]:
    """The link with an ID resolved through a third file, where nothing else settles it."""
    if link.left.given or link.pair is not None or link.left.chosen:
        return link, None
    for other in others:
        for left, name in _bridges(deals, other, roster):
            words = _words(deals.columns[left.left.column], other, left.right.column, name.left.column)
            if words:
                path = f"'{left.left.column}' stands in {other.name} '{left.right.column}', whose '{name.left.column}'"
                evidence = f"{path} stands in {roster.name} '{name.right.column}'; the values below say who is who"
                one = replace(link.left, column=left.left.column, confidence="likely", evidence=evidence, question="")
                two = replace(link.right, column=name.right.column, confidence="likely", evidence=evidence, question="")
                found = Translation(left.left.column, other.name, words, evidence)
                return Link(one, two, left), found
    return link, None


def _bridges(deals: FileLook, other: FileLook, roster: FileLook) -> Iterator[tuple[Pair, Pair]]:
    """Pairs deals-other and other-roster that meet, over two different columns of the other file."""
    people = named(REP_OF_ROSTER, "roster", other)
    ids = meet(deals, named(REP_OF_DEALS, "deals", deals), other, people)
    names = meet(other, people, roster, named(REP_OF_ROSTER, "roster", roster))
    for left in ids:
        for name in names:
            apart = left.right.column != name.left.column
            if apart and not left.twice and left.share >= MEETS and name.share >= MEETS:
                yield left, name


def _words(used: ColumnLook, other: FileLook, key: str, name: str) -> tuple[tuple[str, str], ...]:
    """ID and name of everybody in the deals; nothing where there are too many to read."""
    said = zip(other.columns[key].texts.to_pylist(), other.columns[name].texts.to_pylist(), strict=True)
    known = set(used.words(MOST_TRANSLATED + 1))
    words = tuple((code, word) for code, word in said if code in known and word is not None)
    return words if len(known) <= MOST_TRANSLATED else ()
