"""Deals to results as Ibis expressions: the same expressions run on DuckDB, PostgreSQL and the large warehouses.

Each measure gives every row a code: CREDITED, or the number of the first step it fails. All figures are aggregates of
that one table, so a row cannot be in two places or in none. Names and values reach the database as identifiers and
literals of an expression, never as SQL text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis

from compsim.calendar import parse_period
from compsim.population.export import DECIMAL
from compsim.population.mapping_checks import Kind, column_kinds, date_column, owner
from compsim.population.mapping_parts import ROSTER, Cell, Filter, Filters, Mapping, MeasureRule

CREDITED = -1
NOT_ON_ROSTER = "rep is not on the roster"
MONEY = f"decimal({DECIMAL.precision}, {DECIMAL.scale})"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One reason to set a row aside; where `shows` is given, the row's own value can stand in the reason."""

    reason: str
    fails: Any  # boolean expression
    about: str = ""  # the column whose value is shown
    shows: Any = None  # text expression


@dataclass(frozen=True)
class Worked:
    """The rows of one table with a code and a month for each of its measures."""

    name: str
    table: Any  # Ibis table: own and joined columns, __code_i, __shown_i, __month_i
    measures: tuple[tuple[str, MeasureRule], ...]
    steps: tuple[tuple[Step, ...], ...]  # measure -> code -> reason


def work_through(con: Any, mapping: Mapping, name: str, tables: dict[str, Any]) -> Worked:
    """Join look-ups and roster to a table's rows and give each measure's code to each row; no row is dropped."""
    joined = _joined(mapping, name, tables)
    measures = tuple(mapping.credited_measures(name))
    added: dict[str, Any] = {}
    steps_of = []
    for index, (measure, rule) in enumerate(measures):
        steps = tuple(_steps(mapping, measure, rule, joined))
        added[f"__code_{index}"] = ibis.cases(*((s.fails, code) for code, s in enumerate(steps)), else_=CREDITED)
        added[f"__shown_{index}"] = _shown(steps)
        day = joined[date_column(mapping, measure)]
        added[f"__month_{index}"] = day.year().cast("int64") * 12 + day.month().cast("int64") - 1
        steps_of.append(steps)
    table = con.create_table(f"__worked_{name}", joined.mutate(**added), temp=True)
    return Worked(name, table, measures, tuple(steps_of))


def tally(worked: Worked, index: int) -> Rows:
    """Rows and amount of one measure by code and shown value."""
    table, column = worked.table, worked.measures[index][1].sum
    amount = table[column].sum() if column else ibis.null("int64")
    grouped = table.group_by(code=table[f"__code_{index}"], shown=table[f"__shown_{index}"])
    return _rows(grouped.agg(rows=table.count(), amount=amount))


def monthly(worked: Worked, index: int) -> Rows:
    """Credited amount (sum) or rows (count) of one measure by rep and month."""
    table, column = worked.table, worked.measures[index][1].sum
    credited = table.filter(table[f"__code_{index}"] == CREDITED)
    actual = credited[column].sum() if column else credited.count()
    return _rows(credited.group_by(rep=credited.rep, month=credited[f"__month_{index}"]).agg(actual=actual))


def month_span(worked: Worked) -> list[int]:
    """The first and the last month, counted from year 0, in which any measure credits a row; empty if none does."""
    ends = []
    for index in range(len(worked.measures)):
        month = worked.table[f"__month_{index}"]
        hit = worked.table[f"__code_{index}"] == CREDITED
        ends += [month.min(where=hit).name(f"first_{index}"), month.max(where=hit).name(f"last_{index}")]
    row = _rows(worked.table.aggregate(ends))[0]
    return sorted(month for month in row.values() if month is not None)


def first_seen(worked: Worked, index: int, circle: str | None, length: int, year_starts: int) -> Rows:
    """How many things a circle (a column, or None for all) meets for the first time in a stretch, by month."""
    table, column = worked.table, worked.measures[index][1].count_distinct
    credited = table.filter(table[f"__code_{index}"] == CREDITED)
    who = credited[circle] if circle else ibis.literal("")
    month = credited[f"__month_{index}"]
    seen = credited.select(circle=who, thing=credited[column], month=month)
    seen = seen.mutate(stretch=(seen.month - (year_starts - 1)) // length)
    first = seen.group_by(["circle", "thing", "stretch"]).agg(month=seen.month.min())
    return _rows(first.group_by(["circle", "month"]).agg(actual=first.count()))


def unpartnered(worked: Worked, lookup: str, key: str) -> Any:
    """The rows that have a key without a partner in a look-up table or on the roster."""
    return worked.table.filter(worked.table[key].notnull() & worked.table[found(lookup)].isnull())


def stray(worked: Worked, lookup: str, key: str) -> Rows:
    """Rows without a partner by key: value, rows, and of_0, of_1 ... what each measure has there.

    That is what the measure credits or, for the roster, what it would credit if the rep were on it.
    """
    loose = unpartnered(worked, lookup, key)
    figures: dict[str, Any] = {"rows": loose.count()}
    for index, (_, rule) in enumerate(worked.measures):
        reasons = [step.reason for step in worked.steps[index]]
        hit = loose[f"__code_{index}"] == (reasons.index(NOT_ON_ROSTER) if lookup == ROSTER else CREDITED)
        figures[f"of_{index}"] = loose[rule.sum].sum(where=hit) if rule.sum else loose.count(where=hit)
    return _rows(loose.group_by(value=loose[key].cast("string")).agg(**figures))


def blank(worked: Worked, key: str) -> int:
    """How many rows have no key at all."""
    return int(worked.table[key].isnull().sum().to_pyarrow().as_py() or 0)


def people(worked: Worked) -> Rows:
    """Each rep on the roster who has rows: rep, rows, credited (whether any measure credits one)."""
    table = worked.table.filter(worked.table[found(ROSTER)].notnull())
    return _rows(table.group_by(rep=table.rep).agg(rows=table.count(), credited=_any_credited(worked, table).any()))


def currencies(worked: Worked) -> list[str]:
    """The currencies of the credited rows, if the table says them."""
    if "currency" not in worked.table.columns:
        return []
    table = worked.table.filter(_any_credited(worked, worked.table) & worked.table.currency.notnull())
    return sorted(row["currency"] for row in _rows(table.select("currency").distinct()))


def repeated(worked: Worked, key: str) -> int:
    """How many keys stand in more than one row."""
    filled = worked.table.filter(worked.table[key].notnull())
    counts = filled.group_by(value=filled[key].cast("string")).agg(rows=filled.count())
    return count_rows(counts.filter(counts.rows > 1))


def total(worked: Worked, column: str) -> Decimal:
    """A number column added up over all rows."""
    return Decimal(worked.table[column].sum().to_pyarrow().as_py() or 0)


def kept(mapping: Mapping, name: str, table: Any) -> Any:
    """The rows of the roster or of a look-up table that pass the table's own `where`."""
    for step in _filter_steps(mapping, name, mapping.tables[name].where, table):
        table = table.filter(~step.fails)
    return table


def _any_credited(worked: Worked, table: Any) -> Any:
    passes = ibis.literal(False)
    for index in range(len(worked.measures)):
        passes = passes | (table[f"__code_{index}"] == CREDITED)
    return passes


def count_rows(table: Any) -> int:
    """Number of rows."""
    return int(table.count().to_pyarrow().as_py())


def found(lookup: str) -> str:
    """The column that says whether a row met its partner in a look-up table."""
    return f"__found_{lookup}"


def _rows(expression: Any) -> Rows:
    rows: Rows = expression.to_pyarrow().to_pylist()
    return rows


def _joined(mapping: Mapping, name: str, tables: dict[str, Any]) -> Any:
    rows = tables[name].mutate(__row=ibis.row_number())
    for join in mapping.joins:
        if join.to == name:
            lookup = tables[join.table].mutate(**{found(join.table): ibis.literal(True)}).rename(__key=join.on)
            rows = rows.left_join(lookup, rows[join.on] == lookup["__key"]).drop("__key")
    return _with_team(rows, tables[ROSTER], mapping.period.date)


def _with_team(rows: Any, roster: Any, date: str) -> Any:
    """Add whether the rep is on the roster and the team of the roster row that is active on the date.

    A rep can have several roster rows; where none is active on the date, the latest one names the team.
    """
    people = roster.filter(roster.rep.notnull())
    start, end = (people[day] if day in people.columns else ibis.null("date") for day in ("start", "end"))
    chosen = people.select(
        __rep=people.rep, __team=people.team, __start=start, __end=end, __found_roster=ibis.literal(True)
    )
    met = rows.left_join(chosen, rows.rep == chosen["__rep"])
    begun = met["__start"].isnull() | (met["__start"] <= met[date]) if date in rows.columns else ibis.literal(True)
    ended = met["__end"].notnull() & (met["__end"] < met[date]) if date in rows.columns else ibis.literal(False)
    active = (begun & ~ended).fill_null(False)
    order = ibis.window(group_by=met["__row"], order_by=[active.desc(), met["__start"].desc(nulls_first=False)])
    ranked = met.mutate(__rank=ibis.row_number().over(order))
    return ranked.filter(ranked["__rank"] == 0).drop("__rank", "__rep", "__start", "__end")


def _shown(steps: tuple[Step, ...]) -> Any:
    """The value that completes the reason of the first failing step; missing where no step shows one."""
    nothing = ibis.null("string")
    return ibis.cases(*((s.fails, nothing if s.shows is None else s.shows) for s in steps), else_=nothing)


def _steps(mapping: Mapping, measure: str, rule: MeasureRule, rows: Any) -> Iterator[Step]:
    """The reasons to set a row aside, in the order in which they are given."""
    yield from _filter_steps(mapping, rule.table, mapping.tables[rule.table].where, rows)
    yield from _filter_steps(mapping, rule.table, rule.where, rows)
    date = date_column(mapping, measure)
    yield Step(f"{date} is blank", rows[date].isnull())
    yield from _month_steps(mapping, date, rows[date])
    yield Step("rep is blank", rows.rep.isnull())
    yield Step(NOT_ON_ROSTER, rows[found(ROSTER)].isnull())
    if rule.column is not None:
        yield Step(f"{rule.column} is blank", rows[rule.column].isnull())


def _filter_steps(mapping: Mapping, table: str, filters: Filters, rows: Any) -> Iterator[Step]:
    kinds = column_kinds(mapping)
    for column, chosen in filters.items():
        cells, at = rows[column], owner(mapping, table, column) or table
        if at != table:
            key = next(join.on for join in mapping.joins if (join.table, join.to) == (at, table))
            yield Step(f"{column} is missing, because {key} is not in {at}", rows[found(at)].isnull())
        yield Step(f"{column} is blank", cells.isnull())
        yield _value_step(column, chosen, cells, kinds.get((at, column), "text"))


def _value_step(column: str, chosen: Filter, cells: Any, kind: Kind) -> Step:
    if chosen.equals:
        passes = cells.isin([_literal(value, kind) for value in chosen.equals])
        return Step(f"{column} is not {chosen}", (~passes).fill_null(False), column, cells.cast("string"))
    fails = ibis.literal(False)
    if chosen.at_least is not None:
        fails = fails | (cells < _literal(chosen.at_least, kind))
    if chosen.at_most is not None:
        fails = fails | (cells > _literal(chosen.at_most, kind))
    return Step(f"{column} is not {chosen}", fails.fill_null(False))


def _month_steps(mapping: Mapping, date: str, days: Any) -> Iterator[Step]:
    month = days.year().cast("int64") * 12 + days.month().cast("int64") - 1
    first, last = mapping.period.first, mapping.period.last
    if first is not None:
        yield Step(f"{date} is before {first}", (month < parse_period(first)[0]).fill_null(False))
    if last is not None:
        yield Step(f"{date} is after {last}", (month > parse_period(last)[0]).fill_null(False))


def _literal(value: Cell, kind: Kind) -> Any:
    if kind == "number":
        return ibis.literal(Decimal(str(value)), MONEY)
    return ibis.date(str(value)) if kind == "date" else ibis.literal(str(value))
