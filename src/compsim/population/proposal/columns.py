"""Which column of a file is which of ours: candidates by name and content, each with its evidence in words.

A name alone never decides against the content: a column called Amount that holds words is not offered, and one that
holds numbers in six rows of ten is offered as unsure. Two columns that say the same with equal right are not decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import Literal

from compsim.population.mapping.kinds import Kind
from compsim.population.proposal.files import MOST_COLUMNS, ColumnLook, FileLook
from compsim.population.proposal.names import LEVELS, Confidence, Wanted, group_of
from compsim.population.proposal.pay import Way, counting_of, is_other_pay
from compsim.population.proposal.vocabulary import TABLES

FITS = 0.95  # share of the sample that reads as the column's kind where nothing is doubted
FITS_PARTLY = 0.5  # below this it is another kind of column
CONTENT_GROUP = 90  # the group of candidates that no name speaks for: after all others
FEW = 12  # roles, teams and regions are a handful of words
WORDS: dict[Kind, str] = {"number": "numbers", "date": "dates", "text": "texts"}


@dataclass(frozen=True)
class Candidate:
    """A column of the export that could be one of ours."""

    column: str
    confidence: Confidence
    evidence: str
    group: int = 0  # candidates of one group have equal right


@dataclass(frozen=True)
class ColumnChoice:
    """Where one of our columns comes from, as proposed or as a person chose."""

    name: str
    kind: Kind = "text"
    column: str | None = None  # the export's column
    value: str | int | float | None = None  # one value for every row
    confidence: Confidence = "unsure"
    evidence: str = ""
    alternatives: tuple[Candidate, ...] = ()  # other candidates, in order; all of them where none is chosen
    question: str = ""  # what a person has to answer; empty where nothing is open
    missing: str = ""  # what to do where the export has none; set for columns that are needed
    format: str = ""  # how dates are written, where the mapping has to say so; `?` where a person has to
    decimal: Literal["", "point", "comma", "?"] = ""
    times: str = ""  # what each figure is multiplied by: 12, 1/40; `?` where a person has to say
    ways: tuple[Way, ...] = ()  # the answers there are where `times` is open
    reads: str = ""  # how the values are read, in words
    chosen: bool = False  # by a person

    @property
    def given(self) -> bool:
        """Whether the mapping says where the column comes from."""
        return self.column is not None or self.value is not None

    @property
    def blocks(self) -> bool:
        """Whether a mapping cannot run until a person has answered."""
        open_format = self.given and "?" in (self.format, self.decimal, self.times)
        return open_format or (bool(self.missing) and not self.given)


def choices_of(
    wanted: Iterable[Wanted], table: str, file: FileLook, fixed: MappingOf[str, ColumnChoice]
) -> dict[str, ColumnChoice]:
    """What is proposed for each of our columns of one table; a column of the file is taken once, by its best name.

    `fixed` are choices that stand already: by a person, or because two files meet there.
    """
    offers = {want.name: candidates(want, table, file) for want in wanted}
    chosen = dict(fixed)
    taken = {choice.column for choice in fixed.values()}
    for want in sorted(wanted, key=lambda want: _strength(offers[want.name])):
        if want.name not in fixed:
            free = tuple(o for o in offers[want.name] if o.column not in taken or o.confidence == "unsure")
            chosen[want.name] = decided(want, free, file)
            taken.add(chosen[want.name].column)
    names = dict.fromkeys([*offers, *fixed])
    return {name: chosen[name] for name in names}


def candidates(want: Wanted, table: str, file: FileLook) -> tuple[Candidate, ...]:
    """The columns that could be the wanted one, best first."""
    offers = named(want, table, file)
    if want.missing and want.kind != "text" and all(offer.confidence == "unsure" for offer in offers):
        offers += list(_by_content(want, table, file))
    return tuple(sorted(offers, key=lambda offer: (offer.group, LEVELS.index(offer.confidence))))


def named(want: Wanted, table: str, file: FileLook) -> list[Candidate]:
    """The columns whose name and content fit."""
    offers = (_named(want, table, column) for column in file.columns.values())
    return [offer for offer in offers if offer is not None]


def decided(want: Wanted, offers: tuple[Candidate, ...], file: FileLook) -> ColumnChoice:
    """The choice among candidates: the best one, unless another has equal right or it is unsure."""
    if not offers:
        return ColumnChoice(want.name, want.kind, missing=want.missing)
    best = offers[0]
    equals = [offer.column for offer in offers if offer.group == best.group and offer.confidence == best.confidence]
    choice = ColumnChoice(want.name, want.kind, missing=want.missing, alternatives=offers)
    if want.tie and len(equals) > 1 and not _alike(file, equals):
        shown = ", ".join(f"'{name}'" for name in equals)
        return replace(choice, question=f"{len(equals)} columns could be it: {shown}")
    if best.confidence == "unsure":
        return replace(choice, question=f"perhaps '{best.column}': {best.evidence}")
    picked = replace(choice, column=best.column, confidence=best.confidence, evidence=best.evidence)
    return as_read(replace(picked, alternatives=offers[1:]), file.columns[best.column])


def as_read(choice: ColumnChoice, column: ColumnLook) -> ColumnChoice:
    """The choice with how its values are read and counted; what is open about that becomes a question.

    A column that is not needed and whose dates or decimals are open is left to be asked for; any other stands there
    with a `?` for what is open.
    """
    read = _styled(choice, column)
    if read.column is None or read.times or "?" in (read.format, read.decimal):
        return read
    counting = counting_of(read.name, column)
    return read if counting is None else replace(read, times="?", ways=counting.ways, question=counting.asks)


def _styled(choice: ColumnChoice, column: ColumnLook) -> ColumnChoice:
    if choice.kind == "text" or choice.format or choice.decimal:
        return replace(choice, reads=choice.format or choice.decimal)
    told = column.dates if choice.kind == "date" else column.numbers
    if not told.ask:
        return replace(choice, format=told.stated, reads=told.written)
    if not choice.missing and not choice.chosen:
        offer = Candidate(choice.column or "", "unsure", choice.evidence)
        return replace(choice, column=None, question=told.ask, alternatives=(offer, *choice.alternatives))
    if choice.kind == "date":
        return replace(choice, question=told.ask, format="?")
    return replace(choice, question=told.ask, decimal="?")


def share_words(share: float) -> str:
    """A share of a sample as a person says it: `all`, `98 %`, `none`."""
    if share in (0.0, 1.0):
        return "all" if share else "none"
    return f"{min(max(round(share * 100), 1), 99)} %"


def _named(want: Wanted, table: str, column: ColumnLook) -> Candidate | None:
    group = group_of(want, column.name, table)
    if group is None or not column.filled or is_other_pay(want.name, column.name):
        return None
    share = _fit(want.kind, column)
    if share < FITS_PARTLY:
        return None
    level = want.groups[group][0] if share >= FITS else "unsure"
    doubt = _doubt(want, column)
    evidence = f"named '{column.name}'; {_content(want.kind, column, share)}{doubt and f', but {doubt}'}"
    return Candidate(column.name, "unsure" if doubt else level, evidence, group)


def _doubt(want: Wanted, column: ColumnLook) -> str:
    """What speaks against a column although its name and kind fit."""
    if want.name == "share" and any(
        value is not None and value > 1 for value in column.numbers.values_by_text.values()
    ):
        return "some are above 1, and a share is 0.7, not 70"
    if want.name in ("role", "team") and column.distinct > max(FEW, len(column.texts) // 2):
        return f"it has {column.distinct:,} different ones"
    return ""


def _by_content(want: Wanted, table: str, file: FileLook) -> Iterator[Candidate]:
    """Columns whose content is of the kind that is needed and whose name says nothing, about this or another column."""
    for column in list(file.columns.values())[:MOST_COLUMNS]:
        named_so = any(group_of(other, column.name, table) is not None for other in TABLES[table])
        if named_so or not column.filled or is_other_pay(want.name, column.name):
            continue
        key = want.kind == "number" and (column.unique or column.date_share > 0)  # what never repeats is rather a key
        share = _fit(want.kind, column)
        if share >= FITS and not key:
            yield Candidate(
                column.name, "unsure", f"only by content: {_content(want.kind, column, share)}", CONTENT_GROUP
            )


def _fit(kind: Kind, column: ColumnLook) -> float:
    if kind == "text":
        return 1.0
    return column.date_share if kind == "date" else column.number_share


def _content(kind: Kind, column: ColumnLook, share: float) -> str:
    blank = len(column.texts) - column.filled
    empty = f", {blank:,} of {len(column.texts):,} blank" if blank else ""
    if kind == "text":
        return f"{column.distinct:,} different in {column.filled:,} rows{empty}"
    reading = column.dates if kind == "date" else column.numbers
    return f"{share_words(share)} {WORDS[kind]}" + (f", {reading.written}" if reading.written else "") + empty


def _alike(file: FileLook, columns: list[str]) -> bool:
    """Whether columns hold the same in every row, so that it does not matter which is taken."""
    first = file.columns[columns[0]].texts
    return all(file.columns[other].texts.equals(first) for other in columns[1:])


def _strength(offers: tuple[Candidate, ...]) -> tuple[int, int]:
    """Strong claims choose first, so that `Name` of a person is not taken by a weaker reading."""
    return (LEVELS.index(offers[0].confidence), offers[0].group) if offers else (len(LEVELS), 0)
