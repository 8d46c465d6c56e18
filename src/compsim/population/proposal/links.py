"""Where two files meet: whose deals are whose, and which look-up tables attach to them.

Two columns meet where the values of one stand in the other. That settles what names leave open (an owner's ID in the
deals is the ID, not the name, in the list of users), and says how many rows would find no partner.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from pyarrow import compute

from compsim.population.cells import plural
from compsim.population.proposal.columns import Candidate, ColumnChoice, candidates, decided, share_words
from compsim.population.proposal.files import MOST_COLUMNS, ColumnLook, FileLook
from compsim.population.proposal.names import Wanted
from compsim.population.proposal.vocabulary import TABLES
from compsim.population.spelling import close_to

MEETS = 0.5  # share of the rows with a partner from which on two columns are the same thing
MEETS_BY_CONTENT = 0.8  # the same where no name speaks for it
MOST_STRAYS = 50  # values without a partner that are told and compared
MOST_COMPARED = 2_000  # values they are compared with
WHOSE = {"deals": "who sold it", "activities": "who did it", "targets": "whose target it is"}


@dataclass(frozen=True)
class Pair:
    """A column of the deals and one of another file, and how far they meet."""

    left: Candidate
    right: Candidate
    rows: int  # filled rows on the left
    met: int  # of them, rows whose value stands on the right
    loose: int  # values without a partner
    strays: tuple[str, ...]  # the first of them, most rows first
    twice: bool  # a value stands in several rows on the right

    @property
    def share(self) -> float:
        """Share of the filled rows with a partner, 0..1."""
        return self.met / self.rows if self.rows else 0.0


@dataclass(frozen=True)
class JoinProposal:
    """A look-up table that could be attached to the deals, or the roster and the rows that name its people."""

    table: str
    on: str
    left: str  # the column of the deals, or of whose rows it is
    right: str  # the look-up table's column
    rows: int  # with a key
    met: int  # of them, with a partner
    evidence: str
    strays: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()  # as the rows spell it -> as the look-up table does: offered only
    question: str = ""  # why it is not attached; empty where it is
    loose_money: float | None = None  # money of the deals that count and find no partner; None where it is not known
    to: str = "deals"  # whose rows they are: deals, activities, targets


@dataclass(frozen=True)
class Link:
    """What the meeting of two files settles: a choice on each side."""

    left: ColumnChoice
    right: ColumnChoice
    pair: Pair | None = None


def meet(left: FileLook, lefts: Iterable[Candidate], right: FileLook, rights: Iterable[Candidate]) -> list[Pair]:
    """Every pair of candidate columns with how far it meets."""
    rights = list(rights)
    return [_pair(left.columns[one.column], one, right.columns[two.column], two) for one in lefts for two in rights]


def pair_of(left: FileLook, one: str, right: FileLook, other: str) -> Pair:
    """How far two columns meet that are chosen already."""
    sides = (Candidate(one, "sure", ""), Candidate(other, "sure", ""))
    return _pair(left.columns[one], sides[0], right.columns[other], sides[1])


def link_people(file: FileLook, table: str, roster: FileLook, chosen: MappingOf[str, str]) -> Link:
    """Whose rows are whose: the column of a file and of the roster whose values meet, or a question.

    `chosen` are columns that a person has named, by table.
    """
    left, right = _wanted(table, "rep"), _wanted("roster", "rep")
    lefts = _offers(left, table, file, chosen.get(table))
    rights = _offers(right, "roster", roster, chosen.get("roster"))
    pairs = [pair for pair in meet(file, lefts, roster, rights) if pair.share >= MEETS]
    pairs = pairs or _by_content(file, roster, rights)
    if not pairs:
        return Link(_asked(decided(left, lefts, file), lefts, roster, WHOSE[table]), decided(right, rights, roster))
    best = min(pairs, key=_order)
    people = _met(right, best.right, rights, best, roster)
    rivals = tuple(dict.fromkeys(pair.left for pair in sorted(pairs, key=_order)))
    equal = [offer for offer in rivals if offer.group == best.left.group]
    if len(equal) > 1 or best.left.confidence == "unsure":
        return Link(decided(left, rivals, file), people, best)
    return Link(_met(left, best.left, lefts, best, roster), people, best)


def link_lookup(deals: FileLook, table: str, on: str, lookup: FileLook, chosen: MappingOf[str, str]) -> Pair | None:
    """The pair of columns by which a look-up table attaches to the deals; None if nothing meets."""
    lefts = _offers(_wanted("deals", on), "deals", deals, chosen.get("deals"))
    rights = _offers(_wanted(table, on), table, lookup, chosen.get(table))
    pairs = [pair for pair in meet(deals, lefts, lookup, rights) if pair.share > 0]
    return min(pairs, key=lambda pair: (-round(pair.share, 2), *_order(pair)), default=None)


def join_of(table: str, on: str, pair: Pair, lookup: FileLook) -> JoinProposal:
    """A join in words: how many rows find a partner, what the strays are and which spellings come close to them."""
    close = close_to(lookup.columns[pair.right.column].words(MOST_COMPARED))
    evidence = f"{pair.met:,} of {pair.rows:,} deals with '{pair.left.column}' find '{pair.right.column}'"
    question = ""
    if pair.twice:
        question = f"'{pair.right.column}' stands in several rows of {lookup.name}: joined deals would be doubled"
    elif pair.share < MEETS:
        question = f"only {share_words(pair.share)} of the deals find a partner in {lookup.name}"
    spellings = tuple((spelt, known) for spelt in pair.strays for known in close(spelt))
    names = (pair.left.column, pair.right.column)
    return JoinProposal(table, on, *names, pair.rows, pair.met, evidence, pair.strays, spellings, question)


def _pair(left: ColumnLook, one: Candidate, right: ColumnLook, two: Candidate) -> Pair:
    known = compute.is_in(left.counted.field("values"), value_set=right.counted.field("values"))
    met = compute.sum(left.counted.field("counts").filter(known)).as_py() or 0
    loose = left.counted.filter(compute.invert(known))
    return Pair(one, two, left.filled, int(met), len(loose), ColumnLook.most(loose, MOST_STRAYS), not right.unique)


def _order(pair: Pair) -> tuple[int, int, float]:
    """A name before an ID, the deals' best name first, then the column of the people that meets most rows."""
    return pair.left.group, pair.twice, -pair.share + pair.right.group / 1_000


def _met(want: Wanted, mine: Candidate, offers: tuple[Candidate, ...], pair: Pair, roster: FileLook) -> ColumnChoice:
    """The choice of one side of a pair, with the meeting as evidence."""
    lacking = f"; {plural(pair.loose, 'name stands', 'names stand')} for nobody there" if pair.loose else ""
    evidence = f"{share_words(pair.share)} of {pair.rows:,} rows name somebody in {roster.name} '{pair.right.column}'"
    others = tuple(offer for offer in offers if offer.column != mine.column)
    said = (evidence + lacking, others)
    return ColumnChoice(want.name, "text", mine.column, None, mine.confidence, *said, missing=want.missing)


def _asked(choice: ColumnChoice, offers: tuple[Candidate, ...], roster: FileLook, whose: str) -> ColumnChoice:
    """A choice by name alone that the list of people contradicts: a question."""
    if not choice.given and choice.question:
        return choice
    shown = ", ".join(f"'{offer.column}'" for offer in offers) or "no column"
    says = f"{shown} could name {whose}, but fewer than half of the rows name somebody in {roster.name}"
    return ColumnChoice(choice.name, "text", alternatives=offers, question=says, missing=choice.missing)


def _by_content(deals: FileLook, roster: FileLook, rights: tuple[Candidate, ...]) -> list[Pair]:
    """Columns of the deals without a telling name that nevertheless hold the people of the roster."""
    found = []
    for column in list(deals.columns.values())[:MOST_COLUMNS]:
        if column.filled and column.distinct > 1:
            offer = Candidate(column.name, "likely", "only by content", 0)
            found += [p for p in meet(deals, [offer], roster, rights) if p.share >= MEETS_BY_CONTENT]
    return found


def _offers(want: Wanted, table: str, file: FileLook, chosen: str | None) -> tuple[Candidate, ...]:
    if chosen is not None:
        return (Candidate(chosen, "sure", "chosen by hand"),)
    return candidates(want, table, file)


def _wanted(table: str, name: str) -> Wanted:
    return next(want for want in TABLES[table] if want.name == name)
