"""One role's sheets: choose a person, every step by formula, and beside each line what compsim paid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from compsim.engine.arrays import Figures
from compsim.engine.payouts import Payouts
from compsim.engine.trace import Trace
from compsim.present.live_workbook.desk import Desk, LookedUp
from compsim.present.live_workbook.earning import earnings
from compsim.present.live_workbook.people import People, labels_of, people_sheet
from compsim.present.live_workbook.rules import Rules
from compsim.present.live_workbook.settling import settled
from compsim.present.live_workbook.sheet import FIRST, LABEL, REMARK, Grid, Sheet
from compsim.present.live_workbook.terms import (
    Floats,
    Row,
    Term,
    Words,
    added,
    cell_at,
    less,
    number,
    size,
    snapped,
)
from compsim.present.numbers import spoken

CHOICE, LINE, BY_FORMULA, PAID, APART, SAME, HEAD = 2, 3, 4, 5, 6, 7, 8  # lines of a role's sheet
CENT = 0.005  # what is nearer than this is the same cent


@dataclass(frozen=True, eq=False)
class RoleSheets:
    """A role in the workbook."""

    role: str
    title: str
    sheet: Sheet
    people: People
    looked_up: tuple[LookedUp, ...]
    names: Mapping[str, tuple[Sheet, int, int]]  # name -> sheet, line and column of a cell
    total: Term  # as formulas on other sheets of the workbook name it: without the sheet
    paid: Term
    apart: Term


@dataclass(frozen=True, eq=False)
class Asked:
    """What a role's sheets are made of."""

    figures: Figures
    told: Trace
    payouts: Payouts
    title: str
    sheet_name: str
    data_name: str  # of the sheet with the people
    data_quoted: str
    rules: Rules


def role_sheets(asked: Asked) -> RoleSheets:
    """The sheets of one role, by formulas where they come to what compsim paid, to the cent, for everybody."""
    before, taken = dict(asked.rules.sheet.cells), asked.rules.sheet.lines
    made = _made(asked, by_formulas=True)
    if made is not None:
        return made
    asked.rules.sheet.cells.clear()
    asked.rules.sheet.cells.update(before)
    asked.rules.sheet.lines = taken
    plain = _made(asked, by_formulas=False)
    assert plain is not None  # noqa: S101 - values are what they are
    return plain


def _made(asked: Asked, *, by_formulas: bool) -> RoleSheets | None:
    """The sheets; None where formulas were asked for and do not come to what was paid."""
    figures = asked.figures
    labels = labels_of(figures.window.roster.iloc[figures.rows])
    sheet = Sheet(asked.sheet_name, frozen=(HEAD + 1, FIRST), widths={LABEL: 40, REMARK: 34})
    people = people_sheet(asked.data_name, asked.data_quoted, labels, f"$B${LINE + 1}")
    grid = Grid(sheet, figures.window.periods)
    sheet.periods = (FIRST, grid.last)
    desk = Desk(figures, asked.told, grid, people, asked.rules)
    _top(desk, asked)
    if by_formulas:
        lines = _by_formulas(desk, asked)
        if lines is None:
            return None
    else:
        lines = _by_compsim(desk, asked)
    _summary(sheet, lines)
    ends = [_at(BY_FORMULA, lines[0]), _at(PAID, lines[1]), _at(APART, lines[2])]
    return RoleSheets(
        figures.role, asked.title, sheet, people, tuple(desk.looked_up), _names(figures.role, sheet), *ends
    )


def _at(line: int, row: Term) -> Term:
    return cell_at(line, REMARK, row.value)


def _top(desk: Desk, asked: Asked) -> None:
    """The title, the person to choose, and the periods."""
    sheet, grid = desk.grid.sheet, desk.grid
    scenario = desk.figures.scenario
    sheet.write(0, LABEL, f"{asked.title}: {scenario.title or spoken(scenario.name)}", "title", "label")
    says = "Choose a person in the yellow cell. Yellow is yours to change, blue is looked up, white is worked out here."
    sheet.write(1, LABEL, says, "quiet", "label")
    sheet.write(CHOICE, LABEL, "Person", "text", "label")
    sheet.write(CHOICE, REMARK, desk.people.labels[0], "text", "choice")
    sheet.write(LINE, LABEL, f"Line among the people of '{asked.data_name}'", "quiet", "label")
    lines = np.arange(1.0, len(desk.people.labels) + 1)
    sheet.write(LINE, REMARK, Term(f"MATCH(B{CHOICE + 1},{desk.people.names},0)", lines), "whole")
    sheet.write(HEAD, LABEL, "", "heading", "label")
    sheet.write(HEAD, REMARK, "", "heading", "label")
    for place, period in enumerate(grid.periods):
        sheet.write(HEAD, FIRST + place, period, "heading", "label")
    sheet.write(HEAD, grid.last, "All", "heading", "label")
    sheet.lines = HEAD + 1


def _by_formulas(desk: Desk, asked: Asked) -> tuple[Term, Term, Term] | None:
    """Every step; the totals by formula, by compsim, and how far apart they are; None where somebody's differ."""
    _incentives(desk)
    found = earnings(desk)
    lines = settled(desk, found)
    rows = {desk.title(name): (row, name) for name, row in lines.parts.items()}
    beside = {"gate": lines.gate, "cap": lines.cap, "draw": lines.draw, "rounding": lines.rounding}
    rows |= {_capital(name): (row, name) for name, row in beside.items() if row is not None}
    left_out = [
        name for name, row in beside.items() if row is None and np.abs(_compsims(desk, asked, name)).max() >= CENT
    ]
    if left_out or not all(_agrees(desk, row, _compsims(desk, asked, name)) for row, name in rows.values()):
        return None
    return _compared(desk, asked, rows)


def _incentives(desk: Desk) -> None:
    """The money that hangs on the plan, above everything that reads it."""
    plan = desk.plan
    reads = plan.objectives or plan.payout_cap.payout is not None
    if reads or any(part.of == "target_incentive" for part in plan.commissions.values()):
        desk.grid.heading("Money at target", "a year's target incentive × fte × time on the plan")
        desk.incentive()


def _agrees(desk: Desk, row: Row, paid: Floats) -> bool:
    """Whether a line comes to what compsim paid, for everybody in every settlement."""
    return all(
        bool((np.abs(np.nan_to_num(row[end].value) - paid[:, place]) < CENT).all())
        for place, end in enumerate(desk.ends)
    )


def _compsims(desk: Desk, asked: Asked, name: str) -> Floats:
    """What compsim has in one line (N, T)."""
    payouts = asked.payouts
    if name not in payouts.components:
        return np.zeros((len(desk.figures.rows), len(desk.ends)))
    money = payouts.money[0, :, :, payouts.components.index(name)]
    return np.asarray(money[desk.figures.rows][:, desk.ends])


def _compared(desk: Desk, asked: Asked, rows: Mapping[str, tuple[Row, str]]) -> tuple[Term, Term, Term]:
    """Each line by formula, by compsim, and the difference."""
    grid, ends = desk.grid, desk.ends
    grid.heading("Side by side", "by the formulas above, and what compsim paid")
    theirs = []
    for title, (row, name) in rows.items():
        again = grid.row(
            title, {end: _plain(row[end]) for end in ends}, desk.money, remark="by the formulas", total=True
        )
        paid = _paid(desk, title, _compsims(desk, asked, name))
        _apart(desk, again, paid)
        theirs.append((again, paid))
    total = grid.row(
        "Variable pay",
        {end: added([row[end] for row, _ in theirs]) for end in ends},
        desk.money,
        remark="by the formulas",
        total=True,
    )
    paid = grid.row(
        "Variable pay",
        {end: added([row[end] for _, row in theirs]) for end in ends},
        desk.money,
        remark="compsim",
        total=True,
    )
    apart = _apart(desk, total, paid)
    return grid.last_cell(total), grid.last_cell(paid), grid.last_cell(apart)


def _plain(term: Term) -> Term:
    return Term(f"N({term.text})", np.nan_to_num(term.value)) if term.has_gaps else term


def _paid(desk: Desk, title: str, values: Floats) -> Row:
    terms = {
        end: desk.people.figure(f"compsim: {title}", values[:, place], desk.money, under=desk.periods[end])
        for place, end in enumerate(desk.ends)
    }
    return desk.grid.row(title, terms, desk.money, remark="compsim", source="compsim", total=True)


def _apart(desk: Desk, row: Row, paid: Row) -> Row:
    cells = {end: snapped(row[end] - paid[end], 2) for end in desk.ends}
    return desk.grid.row("Difference", cells, "change", total=True)


def _by_compsim(desk: Desk, asked: Asked) -> tuple[Term, Term, Term]:
    """Every line as compsim paid it, said plainly."""
    remark = desk.by_compsim(asked.title, "the formulas did not come to the same cent for everybody")
    desk.grid.heading("What compsim paid", remark)
    names = {name: desk.title(name) for name in desk.plan.parts()}
    names |= {name: _capital(name) for name in ("gate", "cap", "draw", "rounding") if name in asked.payouts.components}
    rows = [_paid(desk, title, _compsims(desk, asked, name)) for name, title in names.items()]
    total = desk.grid.row(
        "Variable pay", {end: added([row[end] for row in rows]) for end in desk.ends}, desk.money, total=True
    )
    last = desk.grid.last_cell(total)
    return last, last, number(0.0)


def _summary(sheet: Sheet, totals: Sequence[Term]) -> None:
    """The answer above the calculation."""
    total, paid, apart = totals
    for line, label, term, look in (
        (BY_FORMULA, "Variable pay by the formulas", total, "money"),
        (PAID, "Variable pay by compsim", paid, "money"),
        (APART, "Difference", apart, "change"),
    ):
        sheet.write(line, LABEL, label, "text", "label")
        sheet.write(line, REMARK, term, look, "compsim" if line == PAID else "formula")  # type: ignore[arg-type]
    same = less(size(cell_at(APART, REMARK, apart.value)), number(CENT))
    differs = "not the same: look for the line that differs"
    said = "the same cent" if same.value[0] else differs
    sheet.write(SAME, REMARK, Words(f'IF({same.text},"the same cent","{differs}")', said), "quiet")


def _names(role: str, sheet: Sheet) -> dict[str, tuple[Sheet, int, int]]:
    """Names of the cells that somebody may want to find."""
    plain = re.sub(r"\W", "_", role)
    wanted = {"person": CHOICE, "line": LINE, "pay": BY_FORMULA, "compsim": PAID, "difference": APART}
    return {f"{name}_{plain}": (sheet, line, REMARK) for name, line in wanted.items()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
