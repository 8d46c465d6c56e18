"""What a mapping.yaml is made of: tables, joins, people who take over, the period and the measures.

Each field carries its title and description, so that a reference page and messages come from one declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator

from compsim.calendar import parse_period
from compsim.errors import Problem
from compsim.marked_yaml import nearest_line
from compsim.population.mapping.tables import Cell, Column, Filter, Filters, Name, Part, Table

__all__ = [
    "ROSTER",
    "TARGETS",
    "Cell",
    "Column",
    "Filter",
    "Filters",
    "Join",
    "Mapping",
    "MeasureRule",
    "Period",
    "Reassignment",
    "Rule",
    "Table",
    "YamlPath",
]

ROSTER = "roster"
TARGETS = "targets"
Rule = Literal["sum", "count", "count_distinct", "mean", "ratio"]
RULES: tuple[Rule, ...] = ("sum", "count", "count_distinct", "mean", "ratio")
YamlPath = tuple[str | int, ...]


class Join(Part):
    """A look-up table attached to the rows that are credited; a row without a partner stays, its attributes missing."""

    table: Name = Field(title="Look-up table", description="Such as products: one row for each key.")
    to: Name = Field("deals", title="Attached to", description="The table whose rows are credited.")
    on: Name = Field(title="On", description="The column that both tables have, under our name.")


class Reassignment(Part):
    """A table of handovers: from its start on, rows with that key belong to another rep."""

    table: Name = Field(title="Handovers", description="One row for each handover: the key, rep and start (a date).")
    to: Name = Field("deals", title="Of", description="The table whose rows change hands.")
    on: Name = Field(title="On", description="The key that both tables have: account, territory or deal.")


class Period(Part):
    """The date that decides the month a row counts in, and the months that are credited."""

    date: Name = Field(title="Date", description="A date column of the credited table, under our name.")
    granularity: Literal["month"] = Field("month", title="Granularity", description="Calendar months.")
    first: str | None = Field(None, alias="from", title="From", description="First month credited, such as 2025-01.")
    last: str | None = Field(None, alias="to", title="To", description="Last month credited; default: all in the data.")

    @model_validator(mode="after")
    def _months(self) -> Period:
        begins, ends = (_month(label) if label is not None else None for label in (self.first, self.last))
        if begins is not None and ends is not None and begins > ends:
            raise ValueError("the last month is before the first | Write {from: 2025-01, to: 2025-12}.")
        return self


class MeasureRule(Part):
    """How one measure is computed from rows."""

    sum: Name | None = Field(None, title="Sum", description="A number column to add up.")
    count: Name | None = Field(None, title="Count", description="The table whose rows are counted, such as deals.")
    count_distinct: Name | None = Field(None, title="Count distinct", description="A column; each value counts once.")
    mean: Name | None = Field(
        None, title="Mean", description="A number column, averaged over the rows credited; without a row, no figure."
    )
    ratio: tuple[Name, Name] | None = Field(None, title="Ratio", description="[above, below]: two other measures.")
    of: Name | None = Field(
        None, title="Of", description="The table that sum, count_distinct and mean read; default deals."
    )
    where: Filters = Field(default_factory=dict, title="Rows that count", description="Column: value, list or bounds.")
    date: Name | None = Field(None, title="Date", description="Another date column than the period's.")
    unit: Literal["money", "count", "ratio", ""] = Field("", title="Unit", description="How figures are shown.")
    better: Literal["higher", "lower"] = Field("higher", title="Better", description="Which way is better.")
    title: str = Field("", title="Title", description="The measure's name for readers.")
    source: str = Field("", title="Source", description="The system that has the figures, such as CRM.")
    entered_by: str = Field("", title="Entered by", description="Who enters the figures: a role, not a name.")
    known_after_days: Annotated[float, Field(ge=0)] | None = Field(
        None, title="Known after", description="Days after the end of a period until its figures are known."
    )

    @model_validator(mode="after")
    def _one_rule(self) -> MeasureRule:
        given = [rule for rule in RULES if getattr(self, rule) is not None]
        if len(given) != 1:
            fix = f"Write one of {', '.join(RULES[:-1])} or {RULES[-1]}."
            raise ValueError(f"a measure has one rule, here are {len(given)} | {fix}")
        if self.ratio is not None and (self.where or self.date or self.of):
            raise ValueError("a ratio has no rows of its own | Put where, date and of into the two measures.")
        if self.count is not None and self.of not in (None, self.count):
            raise ValueError("count names its table itself | Leave out of, or write the same table.")
        return self

    @property
    def rule(self) -> Rule:
        """Which of the ways it is computed."""
        return next(rule for rule in RULES if getattr(self, rule) is not None)

    @property
    def table(self) -> str:
        """The table whose rows it reads; empty for a ratio."""
        return "" if self.ratio is not None else self.count or self.of or "deals"

    @property
    def column(self) -> str | None:
        """The column that is added up, averaged or whose values are counted once; None for count and ratio."""
        return self.sum or self.mean or self.count_distinct

    @property
    def amount(self) -> str | None:
        """The number column that is added up; None where rows or things are counted."""
        return self.sum or self.mean


@dataclass(frozen=True)
class Origin:
    """Where a mapping was read; two mappings that say the same are equal wherever they stood."""

    source: str = field(default="mapping", compare=False)
    lines: MappingOf[YamlPath, int] = field(default_factory=dict, compare=False)


class Mapping(Part):
    """A mapping.yaml: everything that turns an export into a population."""

    mapping: Name = Field(title="Name", description="A short name for this mapping.")
    title: str = Field("", title="Title", description="What export this reads, for readers.")
    currency: str = Field("", title="Currency", description="Three letters such as USD; the export holds one currency.")
    year_starts: str = Field("2000-01", title="Year starts", description="The plan year's first month, as 2025-04.")
    tables: dict[Name, Table] = Field(
        title="Tables",
        description="roster, deals and what belongs to them. A table `targets` brings targets in: `rep`, `period` "
        "(such as 2025-Q1; with a column `year` if it stands apart) or `date`, and `measure` with `target`, or a "
        "column for each measure under the measure's name.",
    )
    joins: tuple[Join, ...] = Field((), title="Joins", description="Look-up tables and what they attach to.")
    reassignments: tuple[Reassignment, ...] = Field(
        (), title="Reassignments", description="Handovers of accounts, territories or deals from one rep to another."
    )
    deals: bool = Field(
        False,
        title="Single deals",
        description="Also hand on every credited deal, for plans that pay per deal; needs a column deal.",
    )
    period: Period = Field(title="Period", description="The date that decides the month.")
    measures: dict[Name, MeasureRule] = Field(title="Measures", description="By name.", min_length=1)

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @model_validator(mode="after")
    def _year(self) -> Mapping:
        _month(self.year_starts)
        return self

    def remember(self, source: str, lines: MappingOf[YamlPath, int]) -> None:
        """Keep the file it was read from and the line of each part, so that messages can point there."""
        self._origin = Origin(source, lines)

    @property
    def first_month(self) -> int:
        """The calendar month 1..12 in which the plan year begins."""
        return _month(self.year_starts) % 12 + 1

    def attached(self) -> tuple[Join | Reassignment, ...]:
        """Everything that is attached to rows by a key: look-up tables, then people who take over."""
        return (*self.joins, *self.reassignments)

    def facts(self) -> tuple[str, ...]:
        """The tables whose rows are credited, in the order of the file."""
        used = {rule.table for rule in self.measures.values()}
        return tuple(name for name in self.tables if name in used)

    def credited_measures(self, table: str) -> Iterator[tuple[str, MeasureRule]]:
        """The measures computed from the rows of a table."""
        return ((name, rule) for name, rule in self.measures.items() if rule.table == table)

    def credits_of(self, table: str) -> str | None:
        """The table of shares of a credited table, if it has one that is there."""
        named = self.tables[table].credits
        return named if named in self.tables else None

    def shared(self, table: str) -> bool:
        """Whether the rows of a table are credited to several people."""
        return bool(self.tables[table].credit or self.credits_of(table))

    def constants(self) -> Iterator[tuple[str, str, str | int | float]]:
        """Every stated value: table, column, value."""
        for name, table in self.tables.items():
            for label, column in table.columns.items():
                if column.value is not None:
                    yield name, label, column.value

    def counted(self) -> Iterator[tuple[str, str, str | int]]:
        """Every column whose figures are multiplied: table, column, by what."""
        for name, table in self.tables.items():
            for label, column in table.columns.items():
                if column.times is not None and column.factor != 1:
                    yield name, label, column.times

    def problem(
        self, path: YamlPath, says: str, fix: str = "", severity: Literal["error", "warning"] = "error"
    ) -> Problem:
        """A problem at a place of the file, with its line where it is known."""
        dotted = ".".join(map(str, path))
        return Problem(
            self._origin.source, says, fix, line=nearest_line(self._origin.lines, path), path=dotted, severity=severity
        )


def _month(label: str) -> int:
    first, months = parse_period(label)  # a ValueError says what a period looks like
    if months != 1:
        raise ValueError(f"'{label}' is not a month | Write it as 2025-01.")
    return first
