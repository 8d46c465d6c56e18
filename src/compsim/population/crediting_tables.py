"""The tables that crediting hands on: roster, results and measures in the shapes of the data contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

import pandas as pd

from compsim.calendar import MONTHS_IN, STRETCHES, parse_period, period_label
from compsim.errors import MappingError
from compsim.population import crediting_measures as rows_of
from compsim.population.crediting_measures import Worked
from compsim.population.crediting_report import Account
from compsim.population.mapping_parts import Mapping
from compsim.population.people import Combine, Credit

MOST_MONTHS = 240  # a longer axis comes from a mistyped year
DEFAULTS: dict[str, tuple[Any, str]] = {
    "manager": ("", ""),
    "start": (pd.NaT, "start: the export has none, so everybody is on the plan from the first period on"),
    "end": (pd.NaT, "end: the export has none, so everybody stays on the plan to the last period"),
    "fte": (1.0, "fte: the export has none, so everybody works full time (1.0)"),
}
ROSTER_ORDER = ("rep", "role", "team", "manager", "start", "end", "fte", "base_salary", "target_incentive")
RESULT_COLUMNS = ("rep", "measure", "period", "actual", "stretch", "credit")
CIRCLES: dict[Credit, str | None] = {"individual": "rep", "team": "__team", "company": None}
COMBINE: dict[str, Combine] = {"sum": "sum", "count": "sum", "count_distinct": "distinct", "ratio": "ratio"}
Monthly = dict[tuple[str, int], Decimal]


def roster_frame(table: Any) -> pd.DataFrame:
    """The roster (R rows): numbers as floats, days as datetime64[us], absent columns with their default."""
    frame = pd.DataFrame({name: _plain(table.column(name)) for name in table.column_names})
    for name, (value, _) in DEFAULTS.items():
        if name not in frame:
            frame[name] = pd.Series([value] * len(frame), dtype=_dtype(name))
    return frame[[*ROSTER_ORDER, *(name for name in frame if name not in ROSTER_ORDER)]]


def assumptions_of(mapping: Mapping) -> tuple[str, ...]:
    """What the mapping states and the export does not say."""
    stated = [f"{table}.{column} = {value}" for table, column, value in mapping.constants()]
    absent = [why for name, (_, why) in DEFAULTS.items() if why and name not in mapping.tables["roster"].columns]
    named = any("currency" in table.columns for table in mapping.tables.values())
    currency = [f"currency = {mapping.currency}"] if mapping.currency and not named else []
    return (*(f"{line}: stated in the mapping, not in the export" for line in [*currency, *stated]), *absent)


def currency_of(worked: Iterable[Worked], mapping: Mapping) -> str:
    """The one currency of the credited rows; MappingError if there are several."""
    found = sorted({mapping.currency, *(name for table in worked for name in rows_of.currencies(table))} - {""})
    if len(found) > 1:
        says = f"the credited rows and the mapping name several currencies: {', '.join(found)}"
        raise MappingError([mapping.problem(("currency",), says, "Convert to one currency before crediting.")])
    return found[0] if found else ""


def monthly_figures(worked: Iterable[Worked]) -> dict[str, Monthly]:
    """Figures of summed and counted measures: measure -> (rep, month) -> figure."""
    return {
        measure: {(row["rep"], row["month"]): Decimal(row["actual"]) for row in rows_of.monthly(table, index)}
        for table in worked
        for index, (measure, rule) in enumerate(table.measures)
        if rule.rule != "count_distinct"
    }


def month_axis(worked: Iterable[Worked], mapping: Mapping, accounts: Sequence[Account]) -> tuple[int, ...]:
    """The months from the first to the last that anything was credited in, or those the mapping states.

    Raises MappingError if nothing is credited or the months reach over more than twenty years.
    """
    months = [month for table in worked for month in rows_of.month_span(table)]
    if not months:
        raise MappingError([mapping.problem(("measures",), "no row is credited", _main_reason(accounts))])
    first, last = mapping.period.first, mapping.period.last
    begin = parse_period(first)[0] if first else min(months)
    end = parse_period(last)[0] if last else max(months)
    if end - begin >= MOST_MONTHS:
        says = f"the dates run from {period_label(begin, 1)} to {period_label(end, 1)}"
        fix = "Correct the mistyped year, or state the months: period: {date: ..., from: 2025-01, to: 2025-12}."
        raise MappingError([mapping.problem(("period",), says, fix)])
    return tuple(range(begin, end + 1))


def results_frame(
    figures: dict[str, Monthly], worked: Iterable[Worked], roster: pd.DataFrame, months: Sequence[int], mapping: Mapping
) -> pd.DataFrame:
    """Results of every rep, month and measure; 0 where nothing happened; distinct counts by stretch and credit."""
    labels = {month: period_label(month, 1) for month in months}
    reps = reps_of(roster)
    parts = [_dense(measure, monthly, reps, labels) for measure, monthly in figures.items()]
    counted = [part for table in worked for part in _distinct(table, labels, roster, mapping)]
    columns = RESULT_COLUMNS if counted else RESULT_COLUMNS[:4]
    return pd.concat([*parts, *counted], ignore_index=True)[list(columns)]


def reps_of(roster: pd.DataFrame) -> tuple[str, ...]:
    """Everybody on the roster once, in its order."""
    return tuple(rep for rep in dict.fromkeys(roster["rep"]) if rep)


def measures_frame(mapping: Mapping) -> pd.DataFrame:
    """How each measure combines, one row a measure."""
    return pd.DataFrame(
        [
            {
                "measure": name,
                "combine": COMBINE[rule.rule],
                "numerator": rule.ratio[0] if rule.ratio else "",
                "denominator": rule.ratio[1] if rule.ratio else "",
                "unit": rule.unit or {"ratio": "ratio", "sum": ""}.get(rule.rule, "count"),
                "better": rule.better,
                "title": rule.title,
            }
            for name, rule in mapping.measures.items()
        ]
    )


def _dense(measure: str, monthly: Monthly, reps: Sequence[str], labels: dict[int, str]) -> pd.DataFrame:
    cells = [(rep, label, float(monthly.get((rep, month), 0))) for rep in reps for month, label in labels.items()]
    frame = pd.DataFrame(cells, columns=["rep", "period", "actual"])
    return frame.assign(measure=measure, stretch="", credit="")


def _distinct(worked: Worked, labels: dict[int, str], roster: pd.DataFrame, mapping: Mapping) -> Iterator[pd.DataFrame]:
    """Things met for the first time in each stretch, by circle; a count that nothing fed keeps one zero.

    What the people below a manager met for the first time is not counted here.
    """
    somebody: dict[Credit, str] = {"individual": roster["rep"].iloc[0], "team": roster["team"].iloc[0], "company": ""}
    zero = next(iter(labels.values()))
    for index, (measure, rule) in enumerate(worked.measures):
        if rule.rule != "count_distinct":
            continue
        for credit, stretch in product(CIRCLES, STRETCHES):
            found = rows_of.first_seen(worked, index, CIRCLES[credit], MONTHS_IN[stretch], mapping.first_month)
            cells = sorted((row["circle"] or "", labels[row["month"]], float(row["actual"])) for row in found)
            frame = pd.DataFrame(cells or [(somebody[credit], zero, 0.0)], columns=["rep", "period", "actual"])
            yield frame.assign(measure=measure, stretch=stretch, credit=credit)


def _plain(column: Any) -> pd.Series:
    kind = str(column.type)
    if kind.startswith("decimal"):
        return pd.Series(column.cast("float64").to_numpy(), dtype="float64")
    if kind.startswith("date"):
        return pd.Series(column.to_pylist(), dtype="datetime64[us]")
    return pd.Series([value or "" for value in column.to_pylist()], dtype="str")


def _dtype(name: str) -> str:
    return {"fte": "float64", "manager": "str"}.get(name, "datetime64[us]")


def _main_reason(accounts: Sequence[Account]) -> str:
    """The reason that set most rows aside, as the place to look first."""
    aside = [part for account in accounts for part in account.set_aside]
    if not aside:
        return "The files hold no rows."
    most = max(aside, key=lambda part: part.rows)
    return f"Most rows are set aside because {most.reason}."
