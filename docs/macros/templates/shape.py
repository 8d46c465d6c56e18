"""What a template is made of: sheets of forms and grids, defined once and written as a workbook and as a page to print.

A formula is written as a spreadsheet has it, without the equals sign. It may use the name of every field, the name
`grid_column` of every column, and in a grid `{column}` for the cell of this row and `{column_upto}` for the column down
to this row. `when` says under which condition it answers; else the cell stays empty, as in a blank sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Value = str | int | float | date | None
Kind = Literal["text", "long", "choice", "date", "month", "whole", "number", "money", "share", "time"]
Tone = Literal["go", "wait", "stop"]
VARIANTS = ("blank", "help", "filled")


@dataclass(frozen=True)
class Alert:
    """A colour that a cell takes while a condition, written as a formula, holds."""

    when: str
    tone: Tone = "stop"


@dataclass(frozen=True)
class Field:
    """One labelled cell; its name is the name of the cell in the workbook."""

    name: str
    label: str
    kind: Kind = "text"
    help: str = ""
    filled: Value = None  # in the filled variant; where there is a formula, what it must come to
    formula: str = ""
    when: str = ""
    blank: Value = ""  # what the formula comes to while nothing is filled in
    choices: Sequence[str] = ()
    highest: float | None = None
    alerts: Sequence[Alert] = ()


@dataclass(frozen=True)
class Column:
    """One column of a grid; as a field, for every row."""

    name: str
    label: str
    kind: Kind = "text"
    help: str = ""
    formula: str = ""
    when: str = ""
    blank: Value = ""
    choices: Sequence[str] = ()
    highest: float | None = None
    alerts: Sequence[Alert] = ()
    fixed: bool = False  # the same in all variants, part of the form
    heading: str = ""  # a formula instead of the label, for the first day of a month
    first: str = ""  # a formula for the first row alone; the others are filled in


@dataclass(frozen=True)
class Form:
    """Labelled cells, one below the other; a value takes `span` columns of the sheet."""

    heading: str
    fields: Sequence[Field]
    span: int = 1


@dataclass(frozen=True)
class Grid:
    """A table to fill in: `filled` holds the rows of the filled variant, column by column."""

    name: str
    heading: str
    columns: Sequence[Column]
    filled: Sequence[Mapping[str, Value]]
    rows: int
    headings: Mapping[str, date] = field(default_factory=dict)  # what formulas in headings must come to


@dataclass(frozen=True)
class Note:
    """A sentence that stands in every variant."""

    text: str


Block = Form | Grid | Note


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; widths are of its columns, in characters."""

    title: str
    blocks: Sequence[Block]
    widths: Sequence[float]
    landscape: bool = False


@dataclass(frozen=True)
class Template:
    """One template: what it is for, the page that explains it (from the root of the docs) and its sheets."""

    name: str  # of the files
    title: str
    use: str  # when to take it, a sentence
    page: str
    group: str  # the section of the handbook it belongs to
    sheets: Sequence[Sheet]


def fields_of(template: Template) -> Iterator[Field]:
    """All labelled cells of a template."""
    for block in _blocks(template):
        if isinstance(block, Form):
            yield from block.fields


def grids_of(template: Template) -> Iterator[Grid]:
    """All tables of a template."""
    for block in _blocks(template):
        if isinstance(block, Grid):
            yield block


def field_value(each: Field, variant: str) -> Value:
    """What a labelled cell holds in a variant."""
    if variant == "filled":
        return each.filled
    return each.blank if each.formula else None


def cell_value(column: Column, grid: Grid, row: int, variant: str) -> Value:
    """What a cell of a grid holds in a variant; rows count from 0."""
    row_there = grid.filled[row] if row < len(grid.filled) else {}
    if variant == "filled" and column.name in row_there:
        return row_there[column.name]
    if formula_at(column, row):
        return column.blank
    return row_there.get(column.name) if column.fixed else None


def formula_at(each: Field | Column, row: int = 0) -> str:
    """The formula of a cell with its condition and the equals sign; empty where somebody fills it in."""
    formula = each.first if isinstance(each, Column) and each.first and row == 0 else each.formula
    if not formula:
        return ""
    return f'=IF({each.when},{formula},"")' if each.when else f"={formula}"


def rows(columns: Sequence[Column], *lines: Sequence[Value]) -> list[Mapping[str, Value]]:
    """Filled rows, each as long as there are columns."""
    return [dict(zip((column.name for column in columns), line, strict=True)) for line in lines]


def given(*names: str) -> str:
    """The condition that all of these cells hold a number or a day."""
    return f"COUNT({','.join(names)})={len(names)}"


def _blocks(template: Template) -> Iterator[Block]:
    for sheet in template.sheets:
        yield from sheet.blocks
