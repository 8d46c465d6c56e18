"""The workbook: a first sheet that says what is where, a sheet a role, the plan's figures, and everybody's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import numpy as np
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from compsim.analysis.cost import currency_of
from compsim.engine.arrays import Figures
from compsim.engine.evaluation import common_window, trace
from compsim.engine.payouts import Payouts
from compsim.plan.scenario import Scenario
from compsim.population.files.formulas import harmless
from compsim.population.people import Population
from compsim.present.live_workbook.role import CENT, CHOICE, Asked, RoleSheets, role_sheets
from compsim.present.live_workbook.rules import Rules
from compsim.present.live_workbook.sheet import REMARK, Cell, Look, Sheet, Source
from compsim.present.live_workbook.terms import MISSING, Term, Words, fixed_cell
from compsim.present.numbers import SYMBOLS, spoken
from compsim.present.workbook import CREATED, OPTIONS, notes_table, sheet_names

_GROUND: Final[Mapping[Source, str]] = {"data": "#e6f0fa", "compsim": "#e6f0fa", "rule": "#fff8dc", "choice": "#ffec9e"}
_FAINT, _RED, _RULE = "#52605c", "#f9d9d6", "#b8c1cb"
_A4 = 9


def live_workbook(scenario: Scenario, population: Population) -> bytes:
    """One plan as an .xlsx file whose formulas pay whoever is chosen; raises what `evaluate` raises.

    What the formulas do not cover stands there as a value, with a remark beside it and in a list on the first sheet.
    Nothing is written by formula that does not come to what compsim paid, for everybody on that plan, to the cent.
    """
    window = common_window((scenario,), population)
    payouts, traces = trace(scenario, population)
    plans = {role: told for role, told in traces.items() if len(told.rows)}
    titles = [_title(scenario, role) for role in plans]
    first, rules_name, notes, *rest = sheet_names(
        ["Start", "Rules", "Notes", *titles, *(f"{title} data" for title in titles)]
    )
    rules = Rules(
        Sheet(rules_name, frozen=(1, 1), widths={0: 46, **dict.fromkeys(range(1, 8), 16)}), _quoted(rules_name)
    )
    rules.sheet.write(0, 0, "The plan's own figures: change one, and every sheet follows", "title", "label")
    made = []
    for place, (role, told) in enumerate(plans.items()):
        rules.section(titles[place])
        name, data = rest[place], rest[len(plans) + place]
        figures = Figures(scenario, role, scenario.plans[role], population, window, {})
        made.append(role_sheets(Asked(figures, told, payouts, titles[place], name, data, _quoted(data), rules)))
    return _written(payouts, made, rules, _start(first, payouts, made), notes)


def _title(scenario: Scenario, role: str) -> str:
    said = scenario.plans[role].title or spoken(role)
    return said[:1].upper() + said[1:]


def _quoted(name: str) -> str:
    quoted: str = quote_sheetname(name)
    return quoted if quoted.startswith("'") else f"'{quoted}'"


def _start(title: str, payouts: Payouts, made: Sequence[RoleSheets]) -> Sheet:
    """What this workbook is, the totals of whoever is chosen, and what is not worked out by formulas."""
    scenario = payouts.scenarios[0]
    sheet = Sheet(title, widths={0: 34, 1: 34, 2: 16, 3: 16, 4: 16}, frozen=(0, 0), landscape=False)
    sheet.write(0, 0, scenario.title or spoken(scenario.name), "title", "label")
    for said in _HOW:
        sheet.write(sheet.lines, 0, said, "quiet", "label")
    sheet.skip()
    _heads(sheet, ("Plan", "Person chosen there", "By the formulas", "By compsim", "Difference"))
    for each in made:
        _one_role(sheet, each)
    sheet.skip()
    _heads(sheet, ("Without a formula", "What compsim worked out instead"))
    found = [(each.title, one) for each in made for one in dict.fromkeys(each.looked_up)]
    for role, one in found:
        line = sheet.lines
        sheet.write(line, 0, f"{role}: {one.part}" if one.part != role else role, "text", "label")
        sheet.write(line, 1, one.what, "text", "label")
    if not found:
        sheet.write(sheet.lines, 0, "Everything of these plans is worked out by formulas.", "text", "label")
    return sheet


_HOW = (
    "Each plan has a sheet: choose a person there, and every step of the pay is worked out by formulas you can follow.",
    "Targets, results and time on the plan are looked up as compsim has them; rules of the plan stand on one sheet.",
    "Beside each line stands what compsim paid, and the difference.",
    "The workbook names people: keep it where pay belongs.",
)


def _heads(sheet: Sheet, names: Sequence[str]) -> None:
    line = sheet.lines
    for column, name in enumerate(names):
        sheet.write(line, column, name, "heading", "label")


def _one_role(sheet: Sheet, each: RoleSheets) -> None:
    line, there = sheet.lines, _quoted(each.sheet.title)
    sheet.write(line, 0, each.title, "text", "label")
    person = fixed_cell(there, CHOICE, REMARK, np.array([0.0]))
    sheet.write(line, 1, Words(person.text, each.people.labels[0]), "quiet", "formula")
    for column, (term, look) in enumerate(
        ((each.total, "money"), (each.paid, "money"), (each.apart, "change")), start=2
    ):
        content = Term(f"{there}!{term.text}", term.value)
        sheet.write(line, column, content, look, "formula")  # type: ignore[arg-type]


# --- writing


def _written(payouts: Payouts, made: Sequence[RoleSheets], rules: Rules, start: Sheet, notes: str) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        scenario = payouts.scenarios[0]
        book.set_properties({"title": scenario.title or scenario.name, "created": CREATED})
        book.set_calc_mode("auto")
        looks = _Looks(book, currency_of(payouts))
        pages = {id(start): _page(book, looks, start)}
        for each in made:
            pages[id(each.sheet)] = _page(book, looks, each.sheet)
            _choice(pages[id(each.sheet)], each)
        _page(book, looks, rules.sheet)
        for each in made:
            _page(book, looks, each.people.sheet)
        _notes(book, looks, payouts, notes)
        taken: set[str] = set()
        for each in made:
            for name, (sheet, line, column) in each.names.items():
                unique = _unique(name, taken)
                cell = xl_rowcol_to_cell(line, column, row_abs=True, col_abs=True)
                book.define_name(unique, f"={_quoted(sheet.title)}!{cell}")
    return out.getvalue()


def _unique(name: str, taken: set[str]) -> str:
    found, turn = name, 2
    while found.casefold() in taken:
        found, turn = f"{name}_{turn}", turn + 1
    taken.add(found.casefold())
    return found


class _Looks:
    """The formats of a book, each made once."""

    def __init__(self, book: Any, currency: str) -> None:
        self._book, self._made = book, dict[tuple[Look, Source], Format]()
        self._numbers = _numbers(currency)

    def of(self, look: Look, source: Source) -> Format:
        """The format of a cell."""
        if (look, source) not in self._made:
            self._made[look, source] = self._book.add_format(self._properties(look, source))
        made: Format = self._made[look, source]
        return made

    def _properties(self, look: Look, source: Source) -> dict[str, Any]:
        number = {"num_format": self._numbers[look]} if look in self._numbers else {}
        ground = {"bg_color": _GROUND[source], "border": 1, "border_color": _RULE} if source in _GROUND else {}
        return {**number, **ground, **_STYLES.get(look, {}), "valign": "top"}

    def red(self) -> Format:
        """The format of a difference."""
        return self._book.add_format({"bg_color": _RED})


_STYLES: Final[Mapping[Look, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "bottom": 1, "border_color": _RULE},
    "quiet": {"font_color": _FAINT, "font_size": 9},
    "text": {"num_format": "@"},
}


def _numbers(currency: str) -> dict[Look, str]:
    """How figures are written; money with its sign before it, or its code behind it."""
    symbol = SYMBOLS.get(currency)
    code = "".join(sign for sign in currency if sign.isalnum())
    before, behind = (f'"{symbol}"', "") if symbol else ("", f' "{code}"' if code else "")
    money = f"{before}#,##0.00{behind};-{before}#,##0.00{behind}"
    change = f"+{before}#,##0.00{behind};-{before}#,##0.00{behind};{before}0.00{behind}"
    return {"money": money, "change": change, "percent": "0.00%", "number": "#,##0.00", "whole": "0"}


def _page(book: Any, looks: _Looks, sheet: Sheet) -> Worksheet:
    page = book.add_worksheet(sheet.title)
    for column, width in sheet.widths.items():
        page.set_column(column, column, width)
    first, last = sheet.periods
    if last:
        page.set_column(first, last, 14)
        unlike = {"type": "cell", "criteria": "not between", "minimum": -CENT, "maximum": CENT, "format": looks.red()}
        for line in {line for (line, _), cell in sheet.cells.items() if cell.look == "change"}:
            page.conditional_format(line, REMARK, line, last, unlike)
    for (line, column), cell in sheet.cells.items():
        _cell(page, looks, line, column, cell)
        if cell.look == "title":
            page.set_row(line, 21)
    page.freeze_panes(*sheet.frozen)
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&8&A&R&8&P / &N")
    if sheet.landscape:
        page.set_landscape()
    if sheet.frozen[0]:
        page.repeat_rows(0, sheet.frozen[0] - 1)
    page.hide_gridlines(2)
    return page


def _cell(page: Worksheet, looks: _Looks, line: int, column: int, cell: Cell) -> None:
    look, content = looks.of(cell.look, cell.source), cell.content
    match content:
        case Term():
            page.write_formula(line, column, f"={content.text}", look, _saved(content))
        case Words():
            page.write_formula(line, column, f"={content.text}", look, content.says)
        case "":
            page.write_blank(line, column, None, look)
        case str():
            page.write_string(line, column, harmless(content), look)
        case _:
            page.write_number(line, column, content, look)


def _saved(term: Term) -> float | str:
    """What a formula comes to for the first person."""
    value = float(term.value[0])
    return MISSING if np.isnan(value) else value + 0.0


def _choice(page: Worksheet, each: RoleSheets) -> None:
    """The cell to choose a person in."""
    says = {"input_title": "Person", "input_message": "Choose from the list.", "error_title": "Not on this plan"}
    wrong = {"error_message": "Choose a name from the list."}
    page.data_validation(
        CHOICE, REMARK, CHOICE, REMARK, {"validate": "list", "source": f"={each.people.names}", **says, **wrong}
    )


def _notes(book: Any, looks: _Looks, payouts: Payouts, title: str) -> None:
    table, sheet = notes_table(payouts), Sheet(title, widths={0: 16, 1: 110}, landscape=False)
    for column, name in enumerate(table.frame.columns):
        sheet.write(0, column, str(name), "heading", "label")
    for line, row in enumerate(table.frame.itertuples(index=False), start=1):
        for column, value in enumerate(row):
            sheet.write(line, column, str(value), "text", "label")
    _page(book, looks, sheet)
