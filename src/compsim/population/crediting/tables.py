"""The tables that crediting hands on: roster, results and measures in the shapes of the data contract."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from compsim.calendar import Stretch, parse_period, period_label
from compsim.errors import CompsimError, MappingError
from compsim.population.cells import plural
from compsim.population.crediting.cube import Cube
from compsim.population.crediting.people import Pieces
from compsim.population.crediting.report import Account
from compsim.population.crediting.things import Counts
from compsim.population.mapping.parts import Mapping, MeasureRule, Table
from compsim.population.people import Combine, Credit

MOST_MONTHS = 240  # a longer axis comes from a mistyped year
DEFAULTS: dict[str, tuple[Any, str]] = {
    "manager": ("", ""),
    "start": (pd.NaT, "start: the export has none, so everybody is on the plan from the first period on"),
    "end": (pd.NaT, "end: the export has none, so everybody stays on the plan to the last period"),
    "fte": (1.0, "fte: the export has none, so everybody works full time (1.0)"),
}
ROSTER_ORDER = ("rep", "role", "team", "manager", "start", "end", "fte", "base_salary", "target_incentive")
COLLECTED = ("source", "entered_by", "known_after_days")
RESULT_COLUMNS = ("rep", "measure", "period", "actual", "stretch", "credit")
COMBINE: dict[str, Combine] = {
    "sum": "sum",
    "count": "sum",
    "count_distinct": "distinct",
    "mean": "ratio",
    "ratio": "ratio",
}
PARTS_OF_A_MEAN = ("{} (sum)", "{} (rows)")  # the summed measures that a mean is the ratio of
Monthly = Any  # Arrow table (n): rep, month (counted from year 0), actual (exact)
First = dict[str, dict[tuple[Credit, Stretch], Counts]]  # distinct counts of each measure


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
    spelt = [line for table, part in mapping.tables.items() for line in _spellings(table, part)]
    counted = [f"{table}.{column}: the export's figure × {times}" for table, column, times in mapping.counted()]
    told = [f"{line}: stated in the mapping, not in the export" for line in [*currency, *stated]]
    return (*told, *counted, *spelt, *absent)


def _spellings(table: str, part: Table) -> Iterator[str]:
    """What is read as something else; names of people are counted and not repeated."""
    people = {"rep", "manager", *(each.rep for each in part.credit)}
    for column, spellings in part.values.items():  # noqa: PD011 - a field of the mapping
        if column in people:
            count = plural(len(spellings), "name is read as another", "names are read as others")
            yield f"{table}.{column}: {count}: stated in the mapping"
        else:
            for old, new in spellings.items():
                yield f"{table}.{column}: '{old}' is read as '{new}': stated in the mapping"


def currency_of(cubes: Iterable[Cube], mapping: Mapping) -> str:
    """The one currency of the credited rows; MappingError if there are several."""
    found = sorted({mapping.currency, *(name for cube in cubes for name in cube.currencies())} - {""})
    if len(found) > 1:
        says = f"the credited rows and the mapping name several currencies: {', '.join(found)}"
        raise MappingError([mapping.problem(("currency",), says, "Convert to one currency before crediting.")])
    return found[0] if found else ""


def monthly_figures(cubes: Iterable[Cube]) -> dict[str, Monthly]:
    """Figures of summed, counted and averaged measures by rep and month; a mean is two of them."""
    figures: dict[str, Monthly] = {}
    for cube in cubes:
        for index, (measure, rule) in enumerate(cube.facts.measures):
            if rule.rule == "count_distinct":
                continue
            names = [name.format(measure) for name in PARTS_OF_A_MEAN] if rule.rule == "mean" else [measure]
            monthly = cube.monthly(index)
            for name, word in zip(names, ("actual", "parts"), strict=False):
                figures[name] = monthly.select(["circle", "month", word]).rename_columns(["rep", "month", "actual"])
    return figures


def totals_frame(cubes: Iterable[Cube]) -> pd.DataFrame:
    """Totals of summed and counted measures by team of the day, and of the company: credit, name, measure, period."""
    rows = [
        (credit, row["circle"] if credit == "team" else "", measure, row["month"], row["actual"])
        for cube in cubes
        for index, (measure, rule) in enumerate(cube.facts.measures)
        if rule.rule in ("sum", "count")
        for row in cube.monthly(index, "team").to_pylist()
        for credit in ("team", "company")
    ]
    frame = pd.DataFrame(rows, columns=["credit", "name", "measure", "month", "actual"])
    sums = frame.groupby(["credit", "name", "measure", "month"], as_index=False, sort=True)[["actual"]].sum()
    labels = [period_label(int(month), 1) for month in sums["month"]]
    told: pd.DataFrame = sums.assign(period=labels, actual=sums["actual"].astype("float64")).drop(columns="month")
    return told


def month_axis(cubes: Iterable[Cube], mapping: Mapping, accounts: Sequence[Account]) -> tuple[int, ...]:
    """The months from the first to the last that anything was credited in, or those the mapping states.

    Raises MappingError if nothing is credited or the months reach over more than twenty years.
    """
    months = [month for cube in cubes for month in cube.month_span()]
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
    figures: dict[str, Monthly], first: First, roster: pd.DataFrame, pieces: Pieces, months: Sequence[int]
) -> pd.DataFrame:
    """Results of every rep, month on the plan and measure: 0 where nothing happened; distinct counts by stretch."""
    labels = {month: period_label(month, 1) for month in months}
    reps = reps_of(roster)
    on_plan = pieces.on_plan(months).reindex(pd.Index(reps), fill_value=False)
    parts = [_dense(measure, monthly, on_plan, labels) for measure, monthly in figures.items()]
    counted = [part for measure, counts in first.items() for part in _distinct(measure, counts, labels, roster)]
    columns = RESULT_COLUMNS if counted else RESULT_COLUMNS[:4]
    return pd.concat([*parts, *counted], ignore_index=True)[list(columns)]


def reps_of(roster: pd.DataFrame) -> tuple[str, ...]:
    """Everybody on the roster once, in its order."""
    return tuple(rep for rep in dict.fromkeys(roster["rep"]) if rep)


def measures_frame(mapping: Mapping) -> pd.DataFrame:
    """How each measure combines, one row a measure; a mean comes with the two measures it is the ratio of.

    Where the figures come from (source, entered_by, known_after_days) is there if the mapping says it of any measure.
    """
    rows = [row for name, rule in mapping.measures.items() for row in _measure_rows(name, rule)]
    frame = pd.DataFrame(rows, columns=["measure", "combine", "numerator", "denominator", "unit", "better", "title"])
    told = [
        name for name in COLLECTED if any(getattr(rule, name) not in (None, "") for rule in mapping.measures.values())
    ]
    said = {name: [_collected(mapping, measure, name) for measure in frame["measure"]] for name in told}
    return frame.assign(**said)


def _collected(mapping: Mapping, measure: str, name: str) -> Any:
    """What the mapping says of where a measure's figures come from; nothing of the two parts of a mean."""
    said = getattr(mapping.measures[measure], name) if measure in mapping.measures else None
    return said if said is not None else (math.nan if name == "known_after_days" else "")


def _measure_rows(name: str, rule: MeasureRule) -> Iterator[tuple[str, ...]]:
    above, below = rule.ratio or ("", "")
    if rule.rule == "mean":
        above, below = (part.format(name) for part in PARTS_OF_A_MEAN)
        yield above, "sum", "", "", rule.unit, rule.better, ""
        yield below, "sum", "", "", "count", rule.better, ""
    usual = {"ratio": "ratio", "sum": "", "mean": ""}.get(rule.rule, "count")
    yield name, COMBINE[rule.rule], above, below, rule.unit or usual, rule.better, rule.title


def _dense(measure: str, monthly: Monthly, on_plan: pd.DataFrame, labels: dict[int, str]) -> pd.DataFrame:
    reps, months = (pd.Index(monthly.column(name).to_pandas()) for name in ("rep", "month"))
    places = on_plan.index.get_indexer(reps), pd.Index(list(labels)).get_indexer(months)
    there = on_plan.to_numpy()
    if any((place < 0).any() for place in places) or not there[places].all():
        raise CompsimError(f"figures of {measure} stand outside the roster's time; please report this")
    grid = np.zeros(on_plan.shape)
    grid[places] = [float(figure) for figure in monthly.column("actual").to_pylist()]
    rows, columns = np.nonzero(there)
    cells = {"rep": on_plan.index.to_numpy()[rows], "period": np.array(list(labels.values()), dtype=object)[columns]}
    frame = pd.DataFrame({**cells, "actual": grid[rows, columns]})
    return frame.astype({"rep": "str", "period": "str"}).assign(measure=measure, stretch="", credit="")


def _distinct(
    measure: str, counts: dict[tuple[Credit, Stretch], Counts], labels: dict[int, str], roster: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    """Things met for the first time in each stretch, by circle; a count that nothing fed keeps one zero."""
    somebody: dict[Credit, str] = {"individual": roster["rep"].iloc[0], "team": roster["team"].iloc[0], "company": ""}
    zero = next(iter(labels.values()))
    for (credit, stretch), found in counts.items():
        silent = pd.DataFrame([(somebody[credit], zero, 0.0)], columns=["rep", "period", "actual"])
        ordered = found.sort_values(["circle", "month"])
        told = pd.DataFrame(
            {
                "rep": ordered["circle"].fillna(""),
                "period": ordered["month"].map(labels),
                "actual": ordered["actual"].astype("float64"),
            }
        )
        yield (told if len(told) else silent).assign(measure=measure, stretch=stretch, credit=credit)


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
