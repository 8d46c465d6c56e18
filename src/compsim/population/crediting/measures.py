"""What becomes of each row: reasons in the order in which they are given, and one scan that adds everything up.

Each rule (filters and date) gives a row a code: CREDITED, or the number of the first step it fails. The scan groups the
rows by person, month, codes and shown values; all figures are sums over that cube, so a row cannot be in two places or
in none. Who is on the roster, and on the plan that day, is settled on the cube.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import ibis

from compsim.calendar import parse_period
from compsim.population.crediting.rows import Rows, found
from compsim.population.crediting.run import Run
from compsim.population.crediting.sources import WIDE, is_blank
from compsim.population.mapping.kinds import Kind, column_kinds, date_column, owner
from compsim.population.mapping.parts import Cell, Filter, Filters, Mapping, MeasureRule

CREDITED = -1
NOT_ON_ROSTER = "rep is not on the roster"
OFF_PLAN = "rep is not on the plan on that day"
SAMPLE = 50_000  # rows that show whether a column has too many values to be told one by one
MOST_REASONS = 12  # values of one column told one by one; more are told together


@dataclass(frozen=True)
class Step:
    """One reason to set a row aside; where `shows` is given, the row's own value can stand in the reason."""

    reason: str
    fails: Any = None  # boolean expression; None where the cube settles it
    about: str = ""  # the column whose value is shown
    shows: Any = None  # text expression
    chosen: bool = False  # the mapping's own filter on values, which sets rows aside on purpose


@dataclass(frozen=True, eq=False)
class Rule:
    """Which rows count, and when: shared by all measures that say the same."""

    steps: tuple[Step, ...]
    date: int  # place among the rows' dates


@dataclass(frozen=True, eq=False)
class Facts:
    """The rows of one table, and how its measures look at them."""

    rows: Rows
    measures: tuple[tuple[str, MeasureRule], ...]
    rules: tuple[Rule, ...]
    rule_of: tuple[int, ...]  # measure -> rule
    columns: tuple[str, ...]  # columns of which a measure needs a value

    @property
    def name(self) -> str:
        """The table's name."""
        return self.rows.name

    @property
    def amounts(self) -> tuple[str, ...]:
        """The number columns that are added up, each once."""
        return tuple(dict.fromkeys(rule.amount for _, rule in self.measures if rule.amount))

    def steps(self, index: int) -> tuple[Step, ...]:
        """All reasons of one measure: its rule's, then the roster's, then that its own column is blank."""
        column = self.measures[index][1].column
        blank = (Step(f"{column} is blank"),) if column else ()
        return (*self.rules[self.rule_of[index]].steps, Step(NOT_ON_ROSTER), Step(OFF_PLAN), *blank)

    def date(self, index: int) -> int:
        """The place of the measure's date among the rows' dates."""
        return self.rules[self.rule_of[index]].date


def facts_of(run: Run, mapping: Mapping, rows: Rows) -> Facts:
    """How the measures of a table look at its rows; values of a column are shown one by one if they are few."""
    measures = tuple(mapping.credited_measures(rows.name))
    keys = [repr((sorted(rule.where.items()), date_column(mapping, measure))) for measure, rule in measures]
    firsts = {key: at for at, key in reversed(list(enumerate(keys)))}
    order = list(dict.fromkeys(keys))
    rules = tuple(
        Rule(
            tuple(_steps(mapping, *measures[firsts[key]], rows)),
            rows.dates.index(date_column(mapping, measures[firsts[key]][0])),
        )
        for key in order
    )
    columns = tuple(dict.fromkeys(rule.column for _, rule in measures if rule.column))
    facts = Facts(rows, measures, rules, tuple(order.index(key) for key in keys), columns)
    return _quietened(run, facts) if rows.source.count > SAMPLE else facts


def cube_of(facts: Facts, rows: Any, *more: str) -> Any:
    """The cube of some of the rows, as an expression: person, months, codes, values -> rows, shares, amounts.

    Keys are rep, piece_d and month_d for each date, rule_r and shown_r for each rule, blank_c for each column that a
    measure needs, met_l for each look-up (0 met, 1 blank, 2 without a partner), currency and `more`. Figures are rows,
    parts (the sum of shares), amount_a, returns_a and returned_a (rows below zero and what they add to).
    """
    codes = [ibis.cases(*((s.fails, n) for n, s in enumerate(rule.steps)), else_=CREDITED) for rule in facts.rules]
    worked = rows.mutate(**{f"rule_{r}": code for r, code in enumerate(codes)})
    keys = {"rep": worked["rep"], **_months(facts, worked)}
    keys |= {f"rule_{r}": worked[f"rule_{r}"] for r in range(len(codes))}
    keys |= {f"shown_{r}": _shown(rule.steps) for r, rule in enumerate(facts.rules)}
    keys |= {f"blank_{at}": _blank(facts, worked, name) for at, name in enumerate(facts.columns)}
    keys |= {f"met_{at}": _met(worked, *lookup) for at, lookup in enumerate(facts.rows.lookups)}
    keys |= {
        name: worked[name].cast("string") for name in (*more, *(["currency"] if "currency" in rows.columns else []))
    }
    return worked.group_by(**keys).agg(**_figures(facts, worked))


def _months(facts: Facts, worked: Any) -> dict[str, Any]:
    """Piece and month of each date; the month only where a rule counts the row."""
    keys: dict[str, Any] = {}
    for at, name in enumerate(facts.rows.dates):
        counts = ibis.literal(False)
        for r, rule in enumerate(facts.rules):
            counts = counts | (worked[f"rule_{r}"] == CREDITED) if rule.date == at else counts
        keys[f"piece_{at}"] = worked[f"__piece_{at}"]
        keys[f"month_{at}"] = ibis.cases((counts, month_number(worked[name])), else_=ibis.null("int64"))
    return keys


def _figures(facts: Facts, worked: Any) -> dict[str, Any]:
    share = worked["__share"] if facts.rows.shared else None
    figures = {"rows": worked.count(), "parts": worked.count() if share is None else share.sum()}
    for at, name in enumerate(facts.amounts):
        amount = worked[name] if share is None else worked[name] * share
        below = worked[name] < 0
        figures |= {
            f"amount_{at}": amount.sum(),
            f"returns_{at}": worked.count(where=below),
            f"returned_{at}": amount.sum(where=below),
        }
    return figures


def month_number(days: Any) -> Any:
    """The month of a date, counted from year 0."""
    return days.year().cast("int64") * 12 + days.month().cast("int64") - 1


def is_credited(facts: Facts, index: int) -> Any:
    """Whether a row counts for a measure, apart from who is on the roster: a boolean expression on the rows."""
    rows, column = facts.rows.rows, facts.measures[index][1].column
    passes = ~ibis.or_(*(step.fails for step in facts.rules[facts.rule_of[index]].steps))
    return passes & ~_blank(facts, rows, column) if column else passes


def _blank(facts: Facts, rows: Any, column: str) -> Any:
    """Whether a measure's own column is blank; not looked at where the file says that it never is."""
    source = facts.rows.source
    if column in source.filled:
        return ibis.literal(False)
    return is_blank(rows[column], untrimmed=column in source.untrimmed)


def kept(mapping: Mapping, name: str, table: Any) -> Any:
    """The rows of the roster or of a look-up table that pass the table's own `where`."""
    for step in _filter_steps(mapping, name, mapping.tables[name].where, table):
        table = table.filter(~step.fails)
    return table


def _quietened(run: Run, facts: Facts) -> Facts:
    """The same, with the values of a column told together where a sample already shows too many of them."""
    cube = run.ask(cube_of(facts, facts.rows.rows.limit(SAMPLE)), "looking at some rows", 0.35, 0.35)
    rules = []
    for r, rule in enumerate(facts.rules):
        pairs = cube.select([f"rule_{r}", f"shown_{r}"]).group_by([f"rule_{r}", f"shown_{r}"]).aggregate([])
        codes = pairs.column(f"rule_{r}").to_pylist()
        steps = (
            replace(step, shows=None) if codes.count(n) > MOST_REASONS else step for n, step in enumerate(rule.steps)
        )
        rules.append(Rule(tuple(steps), rule.date))
    return replace(facts, rules=tuple(rules))


def _met(rows: Any, lookup: str, key: str) -> Any:
    return ibis.cases((rows[key].isnull(), 1), (rows[found(lookup)].isnull(), 2), else_=0)


def _shown(steps: tuple[Step, ...]) -> Any:
    """The value that completes the reason of the first failing step; missing where no step shows one."""
    nothing = ibis.null("string")
    return ibis.cases(*((s.fails, nothing if s.shows is None else s.shows) for s in steps), else_=nothing)


def _steps(mapping: Mapping, measure: str, rule: MeasureRule, rows: Rows) -> Iterator[Step]:
    """The reasons to set a row aside, in the order in which they are given."""
    cells = rows.rows
    yield from _filter_steps(mapping, rule.table, mapping.tables[rule.table].where, cells)
    yield from _filter_steps(mapping, rule.table, rule.where, cells)
    date = date_column(mapping, measure)
    yield Step(f"{date} is blank", cells[date].isnull())
    yield from _month_steps(mapping, date, cells[date])
    if "__unshared" in cells.columns:
        named = mapping.tables[rule.table].credits
        yield Step(f"deal is not in {named}, and no rep is named", cells["__unshared"] & cells["rep"].isnull())
    yield Step("rep is blank", cells["rep"].isnull())


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
        return Step(f"{column} is not {chosen}", (~passes).fill_null(False), column, cells.cast("string"), chosen=True)
    fails = ibis.literal(False)
    if chosen.at_least is not None:
        fails = fails | (cells < _literal(chosen.at_least, kind))
    if chosen.at_most is not None:
        fails = fails | (cells > _literal(chosen.at_most, kind))
    return Step(f"{column} is not {chosen}", fails.fill_null(False), chosen=True)


def _month_steps(mapping: Mapping, date: str, days: Any) -> Iterator[Step]:
    month, first, last = month_number(days), mapping.period.first, mapping.period.last
    if first is not None:
        yield Step(f"{date} is before {first}", (month < parse_period(first)[0]).fill_null(False))
    if last is not None:
        yield Step(f"{date} is after {last}", (month > parse_period(last)[0]).fill_null(False))


def _literal(value: Cell, kind: Kind) -> Any:
    if kind == "number":
        return ibis.literal(Decimal(str(value)), WIDE)
    return ibis.date(str(value)) if kind == "date" else ibis.literal(str(value))
