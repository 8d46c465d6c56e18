"""Readiness to show: tables with the light and its reason in words, and a paragraph that says what is open."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd

from compsim.analysis.readiness import Readiness, Recomputed
from compsim.analysis.readiness_rules import LATE, LIGHTS, Light, Origin, Reason
from compsim.present.headings import Kind
from compsim.present.numbers import counted, listed, number, people, signed_money, spoken
from compsim.present.tables import Table, table_text

Row = Mapping[Hashable, Any]

LIGHT_NAMES: dict[Light, str] = {
    "green": "can be simulated",
    "amber": "can be simulated with a caveat",
    "red": "cannot be simulated",
}
_BEHIND = {
    "records": "single records that add up to it",
    "differs": "single records that add up to something else",
    "sum": "the sum only",
    "computed": "two other measures",
}
_ORIGINS: dict[Origin, str] = {
    "system": "a system",
    "person": "a person",
    "computed": "computed",
    "not said": "not said",
}
_QUESTIONS = {
    "source": "Which system holds these figures, and if none does, who enters them: {measures}?",
    "known_after": "How many days after the end of a period are these figures known: {measures}?",
}
ON_PAPER = "Could everybody on the plan work their own pay out on paper?"
_UNUSUAL = {"constant": "the same in every period", "repeated": "the same as somebody else's", "outlier": "far off"}
_REASONS: dict[Reason, Callable[[Row], str]] = {
    "no_figures": lambda row: "nobody has a figure",
    "no_targets": lambda row: "nobody has a target, and the plan sets none",
    "plan_asks_for_more": lambda row: "; ".join(row["asks_for"]),
    "some_missing": lambda row: (
        f"{number(row['missing'])} of {number(row['expected'])} figures are missing; each pays nothing and is no zero"
    ),
    "some_targets_missing": lambda row: f"{people(row['without_target'])} without a target",
    "zero_targets": lambda row: "some targets are zero, and attainment against them too",
    "does_not_add_up": lambda row: "the single records do not add up to the figures",
    "known_late": lambda row: f"known later than {LATE} days after the end of a period",
    "mostly_constant": lambda row: f"the same figure in every period: {counted(row['constant'], 'row', 'rows')}",
    "repeated": lambda row: f"the same figures as somebody else's: {counted(row['repeated'], 'row', 'rows')}",
    "outliers": lambda row: (
        f"far from what is usual in role and period: {counted(row['outliers'], 'figure', 'figures')}"
    ),
}
FINE = "there for everybody who needs it"


def readiness_text(found: Readiness) -> str:
    """Everything that was found, as a command prints it; tables without rows are left out."""
    made = (readiness_table, parts_table, missing_table, unusual_table, collecting_table, calculation_table)
    tables = [table for table in (make(found) for make in made) if len(table.frame)]
    asked = [f"? {question}" for question in questions_in_words(found)]
    return "\n\n".join([readiness_in_words(found), *map(table_text, tables), "\n".join(asked)]).rstrip()


def readiness_in_words(found: Readiness) -> str:
    """How much can be simulated, what somebody has to collect, whether last year comes out again, and what is open."""
    told = [_lights(found), _tracked(found), _by_hand(found), _simple(found)]
    told += [_again(found.recomputed)] if found.recomputed is not None else []
    return " ".join(sentence for sentence in (*told, _open(found)) if sentence)


def questions_in_words(found: Readiness) -> list[str]:
    """What only a person can answer; the last question is about the plan."""
    by_question = found.questions.groupby("question", sort=False)["measure"]
    asked = [
        _QUESTIONS[str(name)].format(measures=listed([spoken(each) for each in measures]))
        for name, measures in by_question
    ]
    return [*asked, ON_PAPER] if len(found.calculation) else asked


def reasons_in_words(row: Row) -> str:
    """Why a measure or a part has its light."""
    return "; ".join(_REASONS[reason](row) for reason in row["reasons"]) or FINE


def readiness_table(found: Readiness) -> Table:
    """One row a measure that the scenario reads, or every measure without one."""
    rows = [_measure(row) for row in found.measures[found.measures["used"]].to_dict("records")]
    return _table("Measures", rows, {"Share there": "percent", "Known after (days)": "count"})


def parts_table(found: Readiness) -> Table:
    """One row a part of the plan that reads a measure."""
    rows = [_part(row) for row in found.parts.to_dict("records")]
    return _table("Parts of the plan", rows, {"People": "count", "Share there": "percent"})


def missing_table(found: Readiness) -> Table:
    """One row a measure and rep without some figures."""
    names = {"measure": "Measure", "rep": "Rep", "first": "From", "last": "To", "periods": "Periods"}
    return _renamed("Missing figures", found.missing, names, {"Periods": "count"})


def unusual_table(found: Readiness) -> Table:
    """One row a figure, or a row of figures, that is worth a look."""
    names = {
        "measure": "Measure",
        "rep": "Rep",
        "period": "Period",
        "kind": "What",
        "figure": "Figure",
        "usual": "Usual",
    }
    frame = found.unusual.assign(
        kind=found.unusual["kind"].map(_UNUSUAL),
        figure=found.unusual["figure"].map(_figure),  # every row in its own measure's unit
        usual=found.unusual["usual"].map(_figure),
    )
    return _renamed("Worth a look", frame, names, {})


def collecting_table(found: Readiness) -> Table:
    """One row a measure that is not computed: where its figures come from, and how many a month there are."""
    names = {"measure": "Measure", "origin": "From", "people": "People", "a_month": "Figures a month"}
    frame = found.collecting.assign(origin=found.collecting["origin"].map(_ORIGINS))
    return _renamed("To be collected", frame, names, {"People": "count", "Figures a month": "count"})


def calculation_table(found: Readiness) -> Table:
    """One row a role: how much goes into one person's pay."""
    names = {str(name): spoken(name).capitalize() for name in found.calculation}
    return _renamed("Calculation", found.calculation, names, {names[name]: "count" for name in names if name != "role"})


def _figure(value: float) -> str:
    return number(value, 0 if not math.isfinite(value) or value == round(value) else 2)


def _measure(row: Row) -> dict[str, Any]:
    return {
        "Measure": row["measure"],
        "Light": row["light"],
        "Why": reasons_in_words(row),
        "Share there": row["share"],
        "Made of": _BEHIND[row["behind"]],
        "Last record": row["last_record"] or "",
        "Known after (days)": row["known_after_days"],
        "From": row["source"] or _ORIGINS[row["origin"]],
        "Entered by": row["entered_by"] or ("" if row["origin"] in ("computed", "system") else "not said"),
    }


def _part(row: Row) -> dict[str, Any]:
    return {
        "Role": row["role"],
        "Part": row["part"],
        "Measure": row["measure"],
        "Whose": row["credit"],
        "Light": row["light"],
        "Why": reasons_in_words(row),
        "People": row["people"],
        "Share there": row["share"],
    }


def _table(title: str, rows: list[dict[str, Any]], kinds: Mapping[str, Kind]) -> Table:
    frame = pd.DataFrame(rows)
    return Table(title, frame, tuple(kinds.get(str(name), "text") for name in frame))


def _renamed(title: str, frame: pd.DataFrame, names: Mapping[str, str], kinds: Mapping[str, Kind]) -> Table:
    shown = frame[list(names)].rename(columns=dict(names))
    return Table(title, shown, tuple(kinds.get(str(name), "text") for name in shown))


def _lights(found: Readiness) -> str:
    judged, what = (found.parts, "part") if len(found.parts) else (found.measures, "measure")
    lights = {light: int((judged["light"] == light).sum()) for light in LIGHTS}
    told = [f"{number(n)} {LIGHT_NAMES[light]}" for light, n in lights.items() if n]
    whole = "of the plan read a measure" if what == "part" else "in the data"
    return f"{counted(len(judged), what, f'{what}s')} {whole}: {listed(told)}."


def _tracked(found: Readiness) -> str:
    origins = found.measures[found.measures["used"]]["origin"].value_counts()
    words: dict[Origin, str] = {
        "system": "in a system already",
        "computed": "computed from others",
        "person": "entered by a person",
        "not said": "of unknown origin",
    }
    counts = {text: int(origins.get(origin, 0)) for origin, text in words.items()}
    told = [f"{number(n)} {'is' if n == 1 else 'are'} {text}" for text, n in counts.items() if n]
    return f"Of the measures behind them, {listed(told)}." if told else ""


def _by_hand(found: Readiness) -> str:
    a_month = found.collecting.groupby("origin")["a_month"].sum()
    known, unsaid = float(a_month.get("person", 0.0)), float(a_month.get("not said", 0.0))
    if not known and not unsaid:
        return "Nothing has to be collected by hand."
    told = f"By hand {counted(round(known), 'figure is', 'figures are')} collected each month." if known else ""
    if not unsaid:
        return told
    more = f"{counted(round(unsaid), 'figure', 'figures')} a month, one for each person and measure,"
    where = "the data do not say where they come from"
    return f"{told} If no system holds them, somebody has to enter {more} by hand: {where}.".strip()


def _simple(found: Readiness) -> str:
    told = [_size(row) for row in found.calculation.to_dict("records")]
    return f"One person's pay is worked out from {listed(told)}." if told else ""


def _size(row: Row) -> str:
    parts = (
        ("objectives", "objective"),
        ("commissions", "commission"),
        ("gates", "gate"),
        ("multipliers", "multiplier"),
    )
    there = [counted(row[name], text, f"{text}s") for name, text in parts if row[name]]
    figures = counted(row["figures"], "figure", "figures")
    return f"{figures} in {listed(there)} ({spoken(row['role'])})"


def _again(found: Recomputed) -> str:
    if not found.people:
        return f"Nobody's recorded pay can be held against {found.scenario}."
    same = f"{found.scenario} pays {number(found.same)} of {people(found.people)} what was paid, to the cent"
    if found.same == found.people:
        return f"{same}."
    differ = found.people - found.same
    return f"{same}; {number(differ)} differ, in total by {signed_money(found.difference, decimals=2)}."


def _open(found: Readiness) -> str:
    n = len(questions_in_words(found))
    return f"{counted(n, 'question is', 'questions are')} open." if n else ""
