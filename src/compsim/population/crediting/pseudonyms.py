"""Credited results without names: tables and report alike, those who are on no roster included."""

from __future__ import annotations

from dataclasses import replace

from compsim.population.crediting.credit import Credited
from compsim.population.crediting.report import JoinAccount, Report, Unmatched
from compsim.population.mapping.parts import ROSTER
from compsim.population.privacy import people_in
from compsim.population.privacy_names import Names


def with_pseudonyms(credited: Credited, key: bytes) -> Credited:
    """The same results with a pseudonym for every person, wherever the name stands; sums stay as they are.

    Raises ValueError for an empty key.
    """
    report = credited.report
    strangers = [item.value for join in report.joins if join.table == ROSTER for item in join.unmatched]
    aside = credited.set_aside
    listed = [] if aside is None or "rep" not in aside else aside["rep"].dropna().astype(str).unique().tolist()
    names = people_in(credited.tables(), key, [*strangers, *report.without_rows, *report.without_credit, *listed])
    made = {table: names.in_table(frame) for table, frame in credited.tables().items()}
    return replace(
        credited,
        roster=made["roster"],
        results=made["results"],
        totals=names.in_table(credited.totals),
        deals=made.get("deal_credits"),
        set_aside=None if aside is None else names.in_table(aside),
        report=_report(report, names),
    )


def _report(report: Report, names: Names) -> Report:
    return replace(
        report,
        joins=tuple(_join(join, names) for join in report.joins),
        without_rows=tuple(map(names.in_text, report.without_rows)),
        without_credit=tuple(map(names.in_text, report.without_credit)),
        assumptions=tuple(map(names.in_text, report.assumptions)),
        notes=tuple(replace(note, says=names.in_text(note.says), fix=names.in_text(note.fix)) for note in report.notes),
    )


def _join(join: JoinAccount, names: Names) -> JoinAccount:
    return replace(join, unmatched=tuple(_unmatched(item, names) for item in join.unmatched))


def _unmatched(item: Unmatched, names: Names) -> Unmatched:
    return replace(item, value=names.in_text(item.value), close=names.in_text(item.close))
