"""A template as a workbook: named cells, checks on what is typed, colours, formulas with their results saved.

A program that shows a file without calculating it sees the results too. The same definition gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from macros.templates.shape import (
    Alert,
    Column,
    Field,
    Form,
    Grid,
    Kind,
    Note,
    Sheet,
    Template,
    Tone,
    Value,
    cell_value,
    field_value,
    formula_at,
)
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

_CREATED: Final = datetime(2000, 1, 1)
_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_NUMBERS: Mapping[Kind, str] = {
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "whole": "#,##0",
    "number": "#,##0.0",
    "money": "#,##0",
    "share": "0.0%",
    "time": "hh:mm",
}
_INPUT, _ANSWER, _FORM = "#fff8e1", "#eef2f5", "#ffffff"  # a cell to fill in, one that is worked out, part of the form
_EDGE, _QUIET = "#b8c0c8", "#4a5560"
_TONES: Mapping[Tone, Mapping[str, str]] = {
    "go": {"bg_color": "#d9efdd", "font_color": "#12512a"},
    "wait": {"bg_color": "#fdeccb", "font_color": "#6b4300"},
    "stop": {"bg_color": "#f9d9d6", "font_color": "#7c1d14"},
}
_A4, _ROW, _LONG = 9, 18, 48  # paper; heights of rows in points
_LINE = 15  # points of one line of text
_HELP_LINES = 38  # signs of help that fit on a line of usual width


@dataclass(frozen=True)
class _Book:
    """A workbook being written, and the looks that its cells have taken so far."""

    book: xlsxwriter.Workbook
    variant: str
    looks: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)


def workbook(template: Template, variant: str) -> bytes:
    """The template as an .xlsx file: `variant` is blank, help or filled."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": f"{template.title} ({variant})", "created": _CREATED})
        book.set_calc_mode("auto")
        state = _Book(book, variant)
        for sheet in template.sheets:
            _sheet(state, template, sheet)
    return out.getvalue()


def _look(state: _Book, **properties: Any) -> Format:
    """A format with these properties, made once."""
    key = tuple(sorted(properties.items()))
    if key not in state.looks:
        state.looks[key] = state.book.add_format(properties)
    return state.looks[key]


def _cell_look(state: _Book, each: Field | Column, formula: str) -> Format:
    """The look of a cell that holds a value: its ground says whether it is to be filled in."""
    fixed = isinstance(each, Column) and each.fixed
    ground = _ANSWER if formula else _FORM if fixed else _INPUT
    number = {"num_format": _NUMBERS[each.kind]} if each.kind in _NUMBERS else {}
    left = {"align": "left"} if isinstance(each, Field) else {}
    return _look(state, bg_color=ground, border=1, border_color=_EDGE, text_wrap=True, valign="top", **number, **left)


def _sheet(state: _Book, template: Template, sheet: Sheet) -> None:
    page = state.book.add_worksheet(sheet.title)
    _page(page, template, sheet)
    for place, width in enumerate(sheet.widths):
        page.set_column(place, place, width)
    page.write_string(
        0, 0, f"{template.title}: {sheet.title}" if len(template.sheets) > 1 else template.title, _title(state)
    )
    page.write_string(1, 0, template.use, _look(state, italic=True, font_color=_QUIET))
    row = 3
    for block in sheet.blocks:
        if isinstance(block, Note):
            page.write_string(row, 0, block.text, _look(state, font_color=_QUIET))
            row += 2
        elif isinstance(block, Form):
            row = _form(state, page, sheet, block, row)
        else:
            row = _grid(state, page, block, row)


def _page(page: Worksheet, template: Template, sheet: Sheet) -> None:
    if sheet.landscape:
        page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L&8{template.title}&R&8&P / &N")
    page.hide_gridlines(2)


def _form(state: _Book, page: Worksheet, sheet: Sheet, form: Form, row: int) -> int:
    """Writes a form from `row` on; the row after it."""
    page.write_string(row, 0, form.heading, _heading(state))
    for each in form.fields:
        row += 1
        label = _look(state, text_wrap=True, valign="top", bold=bool(each.formula))
        page.write_string(row, 0, each.label, label)
        page.set_row(row, _LONG if each.kind == "long" else _ROW * (1 + (len(each.label) > sheet.widths[0])))
        if form.span > 1:
            page.merge_range(row, 1, row, form.span, "", _cell_look(state, each, each.formula))
        _write(state, page, row, 1, field_value(each, state.variant), each, formula_at(each))
        state.book.define_name(each.name, f"='{sheet.title}'!{xl_rowcol_to_cell(row, 1, True, True)}")
        _check(state, page, (row, 1, row, 1), each, each.name)
        _colour(state, page, (row, 1, row, 1), each.alerts, {})
        if state.variant == "help" and each.help:
            page.write_string(row, form.span + 1, each.help, _look(state, italic=True, font_color=_QUIET, valign="top"))
    return row + 2


def _grid(state: _Book, page: Worksheet, grid: Grid, row: int) -> int:
    """Writes a table from `row` on; the row after it."""
    page.write_string(row, 0, grid.heading, _heading(state))
    head = row + 1
    helped = state.variant == "help" and any(column.help for column in grid.columns)
    first = head + 1 + helped
    last = first + grid.rows - 1
    for place, column in enumerate(grid.columns):
        _head(state, page, head, place, column, grid)
        if helped:
            page.write_string(
                head + 1, place, column.help, _look(state, italic=True, font_size=9, text_wrap=True, valign="top")
            )
        area = (first, place, last, place)
        span = f"{xl_rowcol_to_cell(first, place, True, True)}:{xl_rowcol_to_cell(last, place, True, True)}"
        state.book.define_name(f"{grid.name}_{column.name}", f"='{page.get_name()}'!{span}")
        for line in range(grid.rows):
            names = _names(grid, first, first + line)
            value = cell_value(column, grid, line, state.variant)
            _write(state, page, first + line, place, value, column, formula_at(column, line).format_map(names))
        _check(state, page, area, column, xl_rowcol_to_cell(first, place))
        _colour(state, page, area, column.alerts, _names(grid, first, first))
    if helped:
        longest = max(len(column.help) for column in grid.columns)
        page.set_row(head + 1, _LINE * (1 + longest // (_HELP_LINES // 2)))
    for line in range(grid.rows):
        page.set_row(first + line, _height(grid, line, state.variant))
    return last + 2


def _height(grid: Grid, line: int, variant: str) -> float:
    """Room for the longest text of a row; more where somebody is to write by hand."""
    texts = [str(cell_value(column, grid, line, variant) or "") for column in grid.columns]
    least = 30 if any(column.kind == "long" for column in grid.columns) else _ROW
    return max(least, _LINE * (1 + max(map(len, texts)) // _HELP_LINES))


def _head(state: _Book, page: Worksheet, row: int, place: int, column: Column, grid: Grid) -> None:
    look = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#dfe6ec"}
    if not column.heading:
        page.write_string(row, place, column.label, _look(state, **look))
        return
    value = _stored(grid.headings[column.name]) if state.variant == "filled" else ""
    page.write_formula(row, place, f"={column.heading}", _look(state, num_format=_NUMBERS["month"], **look), value)


def _names(grid: Grid, first: int, row: int) -> dict[str, str]:
    """What `{column}` and `{column_upto}` stand for in a row."""
    names = {}
    for place, column in enumerate(grid.columns):
        here = xl_rowcol_to_cell(row, place, False, True)
        names[column.name] = here
        names[f"{column.name}_upto"] = f"{xl_rowcol_to_cell(first, place, True, True)}:{here}"
    return names


def _write(
    state: _Book, page: Worksheet, row: int, place: int, value: Value, each: Field | Column, formula: str
) -> None:
    look = _cell_look(state, each, formula)
    if formula:
        page.write_formula(row, place, formula, look, "" if value is None else _stored(value))
    elif value is None or value == "":
        page.write_blank(row, place, None, look)
    elif isinstance(value, date):
        page.write_datetime(row, place, datetime(value.year, value.month, value.day), look)
    elif isinstance(value, str):
        page.write_string(row, place, value, look)
    else:
        page.write_number(row, place, value, look)


def _stored(value: Value) -> Any:
    """A value as a file keeps it: days count from the end of 1899."""
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value


def _check(state: _Book, page: Worksheet, area: tuple[int, int, int, int], each: Field | Column, cell: str) -> None:
    """What may be typed into cells, and in the variant with help what to type."""
    fixed = isinstance(each, Column) and each.fixed
    if each.formula or fixed:
        return
    rule = _rule(each, cell)
    if rule is None:
        if state.variant != "help" or not each.help:
            return
        rule = {"validate": "any"}
    if state.variant == "help" and each.help:
        rule |= {"input_title": each.label[:32], "input_message": each.help[:255]}
    page.data_validation(*area, rule)


def _rule(each: Field | Column, cell: str) -> dict[str, Any] | None:
    if each.kind == "choice":
        says = f"Choose one of: {', '.join(each.choices)}."
        return {"validate": "list", "source": list(each.choices), "error_message": says[:255]}
    if each.kind == "date":
        return _asked("date", date(2000, 1, 1), "Write a day, such as 2026-03-04.")
    if each.kind == "month":
        return {"validate": "custom", "value": f"=DAY({cell})=1", "error_message": "Write the first day of a month."}
    return _number_rule(each)


def _number_rule(each: Field | Column) -> dict[str, Any] | None:
    if each.kind == "share":
        top = 1 if each.highest is None else each.highest
        return _between("decimal", 0, top, f"Write a share from 0 % to {top:.0%}.")
    if each.kind == "time":
        return _between("decimal", 0, 1, "Write a time of the day, such as 09:30.")
    if each.kind not in ("whole", "number", "money"):
        return None
    kind = "integer" if each.kind == "whole" else "decimal"
    if each.highest is None:
        return _asked(kind, 0, "Write a number of zero or more.")
    return _between(kind, 0, each.highest, f"Write a number from 0 to {each.highest:g}.")


def _asked(kind: str, value: Any, says: str) -> dict[str, Any]:
    return {"validate": kind, "criteria": ">=", "value": value, "error_message": says}


def _between(kind: str, low: float, high: float, says: str) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, "error_message": says}


def _colour(
    state: _Book, page: Worksheet, area: tuple[int, int, int, int], alerts: Any, names: Mapping[str, str]
) -> None:
    for alert in alerts:
        rule: Alert = alert
        look = _look(state, **_TONES[rule.tone])
        page.conditional_format(
            *area, {"type": "formula", "criteria": f"={rule.when.format_map(names)}", "format": look}
        )


def _title(state: _Book) -> Format:
    return _look(state, bold=True, font_size=15)


def _heading(state: _Book) -> Format:
    return _look(state, bold=True, font_size=12, font_color="#1f4e6b")
