"""The tables of a mapping.yaml: a file or a database table, its columns, the rows that count, and who is credited."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

REST = "rest"
MOST_ALLOCATED = 20  # shares of a row in all; more is a slip of the pen
DATE_ORDERS = {"day-first": ("%d",), "month-first": ("%m", "%b", "%B"), "year-first": ("%Y",)}  # order -> first signs
MOST_TIMES = 1_000_000  # a figure is counted in millions at most
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s*%", re.ASCII)
_TIMES = re.compile(r"(?:\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})(?:/\d{1,9}(?:\.\d{1,9})?)?", re.ASCII)


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


def _ratio(value: Any) -> Any:
    """A ratio, written 0.7 or 70%."""
    if isinstance(value, str) and _PERCENT.fullmatch(value.strip()):
        return float(value.strip().rstrip("% ")) / 100
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < math.inf:
        raise ValueError("expected a share above 0 | Write 0.7 or 70%.")
    return float(value)


def _share(value: Any) -> Any:
    """A ratio, the word rest, or the name of a column that holds the share."""
    if isinstance(value, str) and not _PERCENT.fullmatch(value.strip()):
        return _name(value)
    if (share := _ratio(value)) > 1:
        raise ValueError("a share is at most 1 | Write 0.7 or 70%.")
    return share


def _allocation(value: Any) -> Any:
    """What shares add up to."""
    if (allocation := _ratio(value)) > MOST_ALLOCATED:
        raise ValueError(f"an allocation is at most {MOST_ALLOCATED} | Write 1, or 2 to credit every row twice over.")
    return allocation


def _times(value: Any) -> Any:
    """What figures are multiplied by: a number above 0, or a fraction such as 1/40."""
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if not (_TIMES.fullmatch(text) or isinstance(value, float)) or not 0 < (factor := factor_of(text)) <= MOST_TIMES:
        raise ValueError("expected a number above 0 | Write times: 12, or times: 1/40.")
    return text if "/" in text or factor.denominator > 1 else int(factor)


def factor_of(text: str) -> Fraction:
    """What figures are multiplied by, exactly: 12, 0.01 or 1/38.5; 0 for what is no such number."""
    try:
        above, _, below = text.partition("/")
        return Fraction(above) / Fraction(below or 1)
    except (ValueError, ZeroDivisionError, OverflowError):
        return Fraction(0)


Cell = Annotated[str | int | float, BeforeValidator(_cell)]
Name = Annotated[str, BeforeValidator(_name)]
Allocation = Annotated[float, BeforeValidator(_allocation)]
Share = Annotated[float | str, BeforeValidator(_share)]
Times = Annotated[int | str, BeforeValidator(_times)]
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
        None,
        title="Date format",
        description="How dates are written, such as %d/%m/%Y or day-first; needed where that is open.",
    )
    decimal: Literal["point", "comma"] | None = Field(
        None, title="Decimal sign", description="Needed only where figures such as 1,234 could be read both ways."
    )
    times: Times | None = Field(
        None,
        title="Times",
        description="What each figure is multiplied by, for number columns: 12 where pay stands by the month, 1/40 "
        "where a full-time job is 40 hours a week. Every output lists it as an assumption.",
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"column": data}

    @model_validator(mode="after")
    def _one_source(self) -> Column:
        if (self.column is None) == (self.value is None):
            raise ValueError("a column has one source | Write the export's column name, or {value: ...}.")
        if self.times is not None and self.column is None:
            raise ValueError("times is for a column of the export | Write the value as it should be.")
        return self

    @property
    def factor(self) -> Fraction:
        """What each figure of the export is multiplied by, exactly; 1 where nothing is said."""
        return Fraction(1) if self.times is None else factor_of(str(self.times))


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


class CreditPart(Part):
    """One of several people who share the credit for each row."""

    rep: Name = Field(title="Rep", description="The column that names the person, under our name.")
    share: Share = Field(
        1.0,
        title="Share",
        description="0.7 or 70%; the name of a column that holds it; or rest: what the other parts leave.",
    )


class Table(Part):
    """One file of the export, or one table of a database, under names of our own."""

    file: Name | None = Field(None, title="File", description="A file in the data folder: CSV, XLSX, Parquet; no path.")
    table: Name | None = Field(
        None,
        title="Database table",
        description="A table or view of the database, instead of a file; where the database is, no mapping says.",
    )
    sheet: Name | None = Field(None, title="Sheet", description="The sheet of a workbook; needed if it has several.")
    encoding: Name | None = Field(None, title="Encoding", description="Such as utf-8 or cp1252; default: detected.")
    delimiter: Literal["comma", "semicolon", "tab", "bar"] | None = Field(
        None, title="Delimiter", description="What stands between the columns of a CSV file; default: detected."
    )
    header_row: Annotated[int, Field(ge=1)] | None = Field(
        None, title="Header row", description="The row with the columns' names, from 1; default: detected."
    )
    dates: str | None = Field(
        None,
        title="Dates",
        description="How the table writes dates where a column does not say: day-first, month-first, year-first or "
        "a format such as %d/%m/%Y. ISO dates need nothing.",
    )
    decimal: Literal["point", "comma"] | None = Field(
        None, title="Decimal sign", description="Of the table's numbers where a column does not say; default: detected."
    )
    columns: dict[Name, Column] = Field(
        title="Columns", description="Our name for each column, and the export's name or a constant.", min_length=1
    )
    where: Filters = Field(default_factory=dict, title="Rows that count", description="Column: value, list or bounds.")
    values: dict[Name, dict[Spelling, Spelling]] = Field(
        default_factory=dict,
        title="Spellings",
        description="Column: {as the export spells it: as it should be}; nothing is corrected unless it stands here.",
    )
    credit: tuple[CreditPart, ...] = Field(
        (), title="Shared credit", description="Several people for each row, with shares; default: rep has it all."
    )
    credits: Name | None = Field(
        None,
        title="Table of shares",
        description="Instead of credit: a table with deal, rep and share, one row for each person of a deal.",
    )
    allocation: Allocation = Field(
        1.0, title="Allocation", description="What the shares of a row add up to; 2.0 credits every row twice over."
    )

    @model_validator(mode="after")
    def _one_source(self) -> Table:
        if (self.file is None) == (self.table is None):
            raise ValueError("a table has one source | Write file: and its name, or table: and its name.")
        if self.file is not None and (Path(self.file).name != self.file or "\\" in self.file):
            raise ValueError("a file is named without a path | Put the file into the data folder.")
        return self

    @model_validator(mode="after")
    def _one_split(self) -> Table:
        if self.credit and self.credits:
            raise ValueError("the credit is shared in two ways | Keep credit or credits.")
        if self.allocation != 1 and not (self.credit or self.credits):
            raise ValueError("an allocation needs shares | Write credit: with the people and their shares.")
        if sum(part.share == REST for part in self.credit) > 1:
            raise ValueError("two parts take the rest | Give all but one of them a share.")
        return self

    @property
    def source(self) -> str:
        """The file or the database table, as the mapping names it."""
        return self.file or self.table or ""
