"""What a mapping.yaml is made of: tables, columns, filters, joins, the period and the measures.

Each field carries its title and description, so that a reference page and messages come from one declaration.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from compsim.calendar import parse_period
from compsim.errors import Problem
from compsim.marked_yaml import nearest_line

ROSTER = "roster"
Rule = Literal["sum", "count", "count_distinct", "ratio"]
YamlPath = tuple[str | int, ...]


def _cell(value: Any) -> Any:
    """A single value: text or a finite number; YAML reads a bare true as neither."""
    fits = isinstance(value, str | int | float) and not isinstance(value, bool)
    if not fits or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError("expected text or a number | Write one value spelt as in the export, in quotes if need be.")
    return value


def _name(value: Any) -> Any:
    """A name of the user's own: YAML may read 2017 as a number, a name is always text."""
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not text or text.startswith("__"):
        raise ValueError("expected a name | Write a word that does not begin with two underscores.")
    return text


Cell = Annotated[str | int | float, BeforeValidator(_cell)]
Name = Annotated[str, BeforeValidator(_name)]
Spelling = Annotated[str, BeforeValidator(lambda value: str(_cell(value)))]


class Part(BaseModel):
    """Base of every part of a mapping: unknown fields are mistakes, nothing changes after parsing."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Column(Part):
    """Where one of our columns comes from: a column of the export, or one value for every row."""

    column: Name | None = Field(None, title="Column", description="The column's name in the export.")
    value: Cell | None = Field(
        None, title="Constant", description="One value for every row; every output lists it as an assumption."
    )
    format: str | None = Field(
        None, title="Date format", description="How dates are written, such as %d/%m/%Y; needed where that is open."
    )
    decimal: Literal["point", "comma"] | None = Field(
        None, title="Decimal sign", description="Needed only where figures such as 1,234 could be read both ways."
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"column": data}

    @model_validator(mode="after")
    def _one_source(self) -> Column:
        if (self.column is None) == (self.value is None):
            raise ValueError("a column has one source | Write the export's column name, or {value: ...}.")
        return self


class Filter(Part):
    """Which values of a column count; a list means any of them."""

    equals: tuple[Cell, ...] | None = Field(None, title="Equals", description="One of these values.")
    at_least: Cell | None = Field(None, title="At least", description="This number or date, or more.")
    at_most: Cell | None = Field(None, title="At most", description="This number or date, or less.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, dict):
            one = data.get("equals")
            return data if one is None or isinstance(one, list) else {**data, "equals": [one]}
        return {"equals": data if isinstance(data, list | tuple) else [data]}

    @model_validator(mode="after")
    def _says_something(self) -> Filter:
        if bool(self.bounds()) == bool(self.equals):
            fix = "Write a value, a list of values, or {at_least: ..., at_most: ...}."
            raise ValueError(f"a filter is either values or bounds | {fix}")
        return self

    def bounds(self) -> tuple[Cell, ...]:
        """The bounds that are given."""
        return tuple(bound for bound in (self.at_least, self.at_most) if bound is not None)

    def __str__(self) -> str:
        if self.equals:
            return ", ".join(map(str, self.equals))
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        return " and ".join(f"{words} {bound}" for words, bound in bounds if bound is not None)


Filters = dict[Name, Filter]


class Table(Part):
    """One file of the export under names of our own."""

    file: Name = Field(title="File", description="A CSV or Parquet file in the data folder; no path.")
    columns: dict[Name, Column] = Field(
        title="Columns", description="Our name for each column, and the export's name or a constant.", min_length=1
    )
    where: Filters = Field(default_factory=dict, title="Rows that count", description="Column: value, list or bounds.")
    values: dict[Name, dict[Spelling, Spelling]] = Field(
        default_factory=dict,
        title="Spellings",
        description="Column: {as the export spells it: as it should be}; nothing is corrected unless it stands here.",
    )

    @model_validator(mode="after")
    def _plain_file(self) -> Table:
        if Path(self.file).name != self.file or "\\" in self.file:
            raise ValueError("a file is named without a path | Put the file into the data folder.")
        return self


class Join(Part):
    """A look-up table attached to the rows that are credited; a row without a partner stays, its attributes missing."""

    table: Name = Field(title="Look-up table", description="Such as products: one row for each key.")
    to: Name = Field("deals", title="Attached to", description="The table whose rows are credited.")
    on: Name = Field(title="On", description="The column that both tables have, under our name.")


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
    ratio: tuple[Name, Name] | None = Field(None, title="Ratio", description="[above, below]: two other measures.")
    of: Name | None = Field(None, title="Of", description="The table that sum and count_distinct read; default deals.")
    where: Filters = Field(default_factory=dict, title="Rows that count", description="Column: value, list or bounds.")
    date: Name | None = Field(None, title="Date", description="Another date column than the period's.")
    unit: Literal["money", "count", "ratio", ""] = Field("", title="Unit", description="How figures are shown.")
    better: Literal["higher", "lower"] = Field("higher", title="Better", description="Which way is better.")
    title: str = Field("", title="Title", description="The measure's name for readers.")

    @model_validator(mode="after")
    def _one_rule(self) -> MeasureRule:
        given = [rule for rule in ("sum", "count", "count_distinct", "ratio") if getattr(self, rule) is not None]
        if len(given) != 1:
            fix = "Write one of sum, count, count_distinct or ratio; a mean is the ratio of a sum and a count."
            raise ValueError(f"a measure has one rule, here are {len(given)} | {fix}")
        if self.ratio is not None and (self.where or self.date or self.of):
            raise ValueError("a ratio has no rows of its own | Put where, date and of into the two measures.")
        if self.count is not None and self.of not in (None, self.count):
            raise ValueError("count names its table itself | Leave out of, or write the same table.")
        return self

    @property
    def rule(self) -> Rule:
        """Which of the four ways it is computed."""
        rules: tuple[Rule, ...] = ("sum", "count", "count_distinct")
        return next((rule for rule in rules if getattr(self, rule) is not None), "ratio")

    @property
    def table(self) -> str:
        """The table whose rows it reads; empty for a ratio."""
        return "" if self.ratio is not None else self.count or self.of or "deals"

    @property
    def column(self) -> str | None:
        """The column that is added up or whose values are counted once; None for count and ratio."""
        return self.sum or self.count_distinct


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
    tables: dict[Name, Table] = Field(title="Tables", description="roster, deals and whatever is joined to them.")
    joins: tuple[Join, ...] = Field((), title="Joins", description="Look-up tables and what they attach to.")
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

    def facts(self) -> tuple[str, ...]:
        """The tables whose rows are credited, in the order of the file."""
        used = {rule.table for rule in self.measures.values()}
        return tuple(name for name in self.tables if name in used)

    def credited_measures(self, table: str) -> Iterator[tuple[str, MeasureRule]]:
        """The measures computed from the rows of a table."""
        return ((name, rule) for name, rule in self.measures.items() if rule.table == table)

    def constants(self) -> Iterator[tuple[str, str, str | int | float]]:
        """Every stated value: table, column, value."""
        for name, table in self.tables.items():
            for label, column in table.columns.items():
                if column.value is not None:
                    yield name, label, column.value

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
