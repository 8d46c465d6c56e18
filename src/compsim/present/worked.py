"""Worked cases as a person reads them: what they pay, a tick or the difference, and how many hold."""

from __future__ import annotations

from collections.abc import Sequence

from compsim.analysis.expectation import Difference
from compsim.analysis.worked import Worked
from compsim.engine.explanation import explain
from compsim.present.explanation import explained_lines, explained_text
from compsim.present.numbers import DASH, listed, number
from compsim.present.tables import case_table

TICK, CROSS = "✓", "✗"
_DIGITS = 4


def worked_text(worked: Worked, *, explained: bool = False) -> str:
    """What a case pays per rep and period, a column for each component that pays anything, and whether it is right."""
    case, payouts = worked.case, worked.payouts
    head = f"{case.name}: {case.about}" if case.about else case.name
    notes = map(str, [*case.population.notes, *payouts.notes])
    lines = [head, case_table(payouts), *notes, *_verdict(worked)]
    for rep in payouts.population.roster["rep"].drop_duplicates() if explained else ():
        told = explain(case.scenario, case.population, str(rep))
        lines.append("\n" + explained_text(explained_lines(told, case.scenario, case.population.definitions)))
    return "\n".join(lines)


def worked_totals(worked: Sequence[Worked]) -> str:
    """How many cases are as expected, and which are not; nothing where one case says it by itself."""
    stated = [each for each in worked if each.case.expect]
    wrong = [each.case.name for each in stated if each.differences]
    silent = len(worked) - len(stated)
    if len(worked) < 2 or not stated:
        return ""
    told = f"{number(len(stated) - len(wrong))} of {number(len(stated))} cases pay what they expect"
    told += f"; {', '.join(wrong)} {'does' if len(wrong) == 1 else 'do'} not" if wrong else ""
    return told + (f"; {number(silent)} without 'expect'." if silent else ".")


def _verdict(worked: Worked) -> list[str]:
    if not worked.case.expect:
        return ["Nothing was compared: a case says under 'expect' what it should pay."]
    if not worked.differences:
        return [f"{TICK} as expected: {listed([kind.replace('_', ' ') for kind in worked.case.expect])}"]
    return [_told(each) for each in worked.differences]


def _told(difference: Difference) -> str:
    where = ", ".join((difference.kind.replace("_", " "), *difference.place))
    if difference.kind == "incomplete":
        return f"{CROSS} {where}: {'not marked' if difference.found is None else 'marked, and should not be'}"
    return f"{CROSS} {where}: expected {_figure(difference.expected)}, found {_figure(difference.found)}"


def _figure(value: float | None) -> str:
    """A figure with the decimals it has, two at least where it has any."""
    if value is None:
        return DASH
    whole, _, decimals = number(value, _DIGITS).partition(".")
    kept = decimals.rstrip("0")
    return f"{whole}.{kept:0<2}" if kept else whole
