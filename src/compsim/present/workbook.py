"""Payouts as a spreadsheet: totals, per rep, per period, components, and what was assumed.

Text that a spreadsheet would take for a formula is made harmless; the same payouts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from compsim.analysis.cost import currency_of, total_cost
from compsim.analysis.rows import roster_rows
from compsim.engine.payouts import Payouts
from compsim.errors import Problem
from compsim.population.files.formulas import harmless
from compsim.present.headings import Kind
from compsim.present.tables import Table, components_table, cost_table, periods_table, roster_table

CREATED: Final = datetime(2000, 1, 1)  # the same payouts are the same file, whenever it is written
_FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "money": "#,##0.00",
    "signed_money": "+#,##0.00;-#,##0.00;0.00",
    "percent": "0.0%",
    "signed_percent": "+0.0%;-0.0%;0.0%",
}
OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NOT_IN_NAMES: Final = {ord(sign): " " for sign in "[]:*?/\\"}
_LONGEST_NAME: Final = 31  # characters that a sheet's name may have
DUST = 9  # decimals; what stands behind them is left over from float arithmetic


def payout_workbook(payouts: Payouts, tables: Sequence[Table] = ()) -> bytes:
    """The payouts as an .xlsx file; `tables` (results of analyses) become sheets of their own before the notes."""
    currency = currency_of(payouts)
    sheets = [
        cost_table(total_cost(payouts)),
        roster_table(roster_rows(payouts), currency),
        periods_table(payouts, currency),
        components_table(payouts, currency),
        *tables,
        notes_table(payouts),
    ]
    return table_workbook(sheets)


def table_workbook(tables: Sequence[Table]) -> bytes:
    """Tables as an .xlsx file, one sheet each, headings frozen, figures as numbers."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        for title, table in zip(sheet_names(table.title for table in tables), tables, strict=True):
            _fill(book.add_worksheet(title), table, heading, formats)
    return out.getvalue()


def notes_table(payouts: Payouts) -> Table:
    """What was evaluated, what somebody stated because the data lacked it, and what was noticed on the way."""
    population = payouts.population
    lines = [
        *(("Scenario", ": ".join(filter(None, (scenario.name, scenario.title)))) for scenario in payouts.scenarios),
        ("Periods", f"{payouts.periods[0]} to {payouts.periods[-1]}"),
        ("Currency", currency_of(payouts) or "not stated"),
        *(("Assumption", text) for text in population.assumptions),
        *(("Note", str(problem)) for problem in _once([*population.notes, *payouts.notes])),
    ]
    return Table("Notes", pd.DataFrame(lines, columns=["What", "Says"]), ("text", "text"))


def _once(problems: Iterable[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


def _fill(sheet: Worksheet, table: Table, heading: Format, formats: dict[Kind, Format]) -> None:
    sheet.freeze_panes(1, 0)
    for column, (name, kind) in enumerate(zip(table.frame.columns, table.kinds, strict=True)):
        values = table.frame.iloc[:, column]
        sheet.write_string(0, column, harmless(str(name)), heading)
        sheet.set_column(column, column, _width(name, values, kind))
        for row, value in enumerate(values, start=1):
            _write(sheet, row, column, value, formats[kind])


def _write(sheet: Worksheet, row: int, column: int, value: Any, look: Format) -> None:
    """A number as a number, text as harmless text, nothing where there is no figure."""
    if pd.isna(value):
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, harmless(value), look)
    else:
        sheet.write_number(row, column, round(float(value), DUST) + 0.0, look)


def _width(name: object, values: pd.Series, kind: Kind) -> float:
    """Room for the longest text, or for a figure of ten digits; within bounds that still fit a screen."""
    longest = max(map(len, map(str, values.dropna())), default=0) if kind == "text" else 12
    return float(min(max(longest + 2, len(str(name)) * 0.7, 10), 90))


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Titles as names that a spreadsheet takes: short, without its own signs, each once."""
    names: list[str] = []
    for title in titles:
        plain = title.translate(_NOT_IN_NAMES).strip("' ")[:_LONGEST_NAME] or "Sheet"
        name, turn = plain, 2
        while name.lower() in (taken.lower() for taken in names):
            name = f"{plain[: _LONGEST_NAME - 4]} ({turn})"
            turn += 1
        names.append(name)
    return names
