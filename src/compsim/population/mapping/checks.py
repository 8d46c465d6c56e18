"""What a mapping must get right in itself, before a file is opened: names that exist, kinds that agree.

Every check returns all its problems; nothing is raised here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from compsim.errors import Problem, did_you_mean
from compsim.population.mapping.credit_checks import credit_problems
from compsim.population.mapping.kinds import all_filters, column_kinds, date_column, owner, reach, uses
from compsim.population.mapping.parts import ROSTER, TARGETS, Mapping, YamlPath
from compsim.population.mapping.tables import DATE_ORDERS
from compsim.population.mapping.target_checks import target_problems

NEEDED_ON_ROSTER = ("rep", "role", "team", "base_salary", "target_incentive")
RENAME = "Give it another name of your own."
ISO_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def mapping_problems(mapping: Mapping) -> list[Problem]:
    """Every mistake that the mapping alone shows."""
    checks = (
        _roster,
        _tables_used,
        credit_problems,
        target_problems,
        _names_apart,
        _joins,
        _measures,
        _ratios,
        _filters,
        _spellings,
        _keys_alike,
        _formats,
        _kinds_agree,
    )
    return list(dict.fromkeys(problem for check in checks for problem in check(mapping)))


def unused_tables(mapping: Mapping) -> list[Problem]:
    """Warnings for tables that nothing is credited from and nothing is joined to."""
    credited = mapping.facts()
    shares = [mapping.tables[name].credits for name in credited]
    used = {ROSTER, TARGETS, *credited, *shares, *(part.table for part in mapping.attached())}
    says = "the table is named and never used"
    return [
        mapping.problem(("tables", name), says, "Join it, measure it or leave it out.", "warning")
        for name in mapping.tables
        if name not in used
    ]


def _known(mapping: Mapping, table: str) -> list[str]:
    return [column for name in reach(mapping, table) for column in mapping.tables[name].columns]


def _roster(mapping: Mapping) -> Iterator[Problem]:
    if ROSTER not in mapping.tables:
        fix = "Add tables.roster with the file that lists the people. " + did_you_mean(ROSTER, list(mapping.tables))
        yield mapping.problem(("tables",), "there is no roster", fix)
        return
    columns = mapping.tables[ROSTER].columns
    for name in NEEDED_ON_ROSTER:
        if name not in columns:
            fix = f"Name the export's column, or one value for everybody: {name}: {{value: ...}}."
            yield mapping.problem(("tables", ROSTER, "columns"), f"the roster has no column '{name}'", fix)


def _tables_used(mapping: Mapping) -> Iterator[Problem]:
    for name, rule in mapping.measures.items():
        path: YamlPath = ("measures", name)
        if rule.table == ROSTER:
            fix = "Count the rows of deals or activities."
            yield mapping.problem(path, "a measure cannot be computed from the roster", fix)
        elif rule.table and rule.table not in mapping.tables:
            hint = did_you_mean(rule.table, [table for table in mapping.tables if table != ROSTER])
            yield mapping.problem(path, f"there is no table '{rule.table}'", hint)
    for table in mapping.facts():
        if table != ROSTER and "rep" not in mapping.tables[table].columns and not mapping.shared(table):
            says = f"'{table}' has no column 'rep', so nobody can be credited"
            yield mapping.problem(
                ("tables", table, "columns"), says, "Add rep: and the export's column, or say under credit who shares."
            )


def _names_apart(mapping: Mapping) -> Iterator[Problem]:
    """Names that differ by nothing or by capitals only cannot be told apart once tables are joined."""
    for table in mapping.facts():
        seen: dict[str, str] = {}
        for name in reach(mapping, table):
            keys = {join.on.casefold() for join in mapping.joins if (join.table, join.to) == (name, table)}
            for column in mapping.tables[name].columns:
                first = seen.setdefault(column.casefold(), name if column.casefold() not in keys else table)
                if first != name and column.casefold() not in keys:
                    says = f"'{column}' is also a column of {first}, and both are joined"
                    yield mapping.problem(("tables", name, "columns", column), says, RENAME)
    tables = [name.casefold() for name in mapping.tables]
    for name, table_ in mapping.tables.items():
        if tables.count(name.casefold()) > 1:
            says = f"'{name}' differs from another table by capitals only"
            yield mapping.problem(("tables", name), says, RENAME)
        folded = [column.casefold() for column in table_.columns]
        for column in table_.columns:
            if folded.count(column.casefold()) > 1:
                says = f"'{column}' differs from another column by capitals only"
                yield mapping.problem(("tables", name, "columns", column), says, RENAME)


def _joins(mapping: Mapping) -> Iterator[Problem]:
    for index, join in enumerate(mapping.joins):
        path: YamlPath = ("joins", index)
        for table in (join.table, join.to):
            if table not in mapping.tables:
                yield mapping.problem(path, f"there is no table '{table}'", did_you_mean(table, list(mapping.tables)))
            elif join.on not in mapping.tables[table].columns:
                hint = did_you_mean(join.on, list(mapping.tables[table].columns))
                yield mapping.problem(path, f"'{table}' has no column '{join.on}'", hint)
        if join.to in mapping.tables and join.to not in mapping.facts():
            hint = did_you_mean(join.to, mapping.facts())
            yield mapping.problem(path, f"no measure reads '{join.to}', so nothing can be attached to it", hint)
        if any((join.table, join.to) == (other.table, other.to) for other in mapping.joins[:index]):
            yield mapping.problem(path, f"'{join.table}' is joined to '{join.to}' twice", "Keep one of the joins.")


def _measures(mapping: Mapping) -> Iterator[Problem]:
    for name, rule in mapping.measures.items():
        if rule.table not in mapping.tables:
            continue
        columns = [(rule.rule, rule.column)] if rule.column else []
        for word, column in [*columns, ("date", date_column(mapping, name))]:
            if owner(mapping, rule.table, column) is None:
                path: YamlPath = ("period", "date") if word == "date" and not rule.date else ("measures", name, word)
                says = f"'{rule.table}' has no column '{column}'"
                yield mapping.problem(path, says, did_you_mean(column, _known(mapping, rule.table)))


def _ratios(mapping: Mapping) -> Iterator[Problem]:
    summed = [name for name, rule in mapping.measures.items() if rule.rule in ("sum", "count")]
    for name, rule in mapping.measures.items():
        for part in rule.ratio or ():
            if part not in summed:
                what = "is not a sum or a count" if part in mapping.measures else "is not a measure"
                yield mapping.problem(("measures", name, "ratio"), f"'{part}' {what}", did_you_mean(part, summed))


def _filters(mapping: Mapping) -> Iterator[Problem]:
    for path, table, filters in all_filters(mapping):
        for column, rule in filters.items():
            if owner(mapping, table, column) is None:
                hint = did_you_mean(column, _known(mapping, table))
                yield mapping.problem((*path, column), f"'{table}' has no column '{column}'", hint)
            for bound in rule.bounds():
                if isinstance(bound, str) and not ISO_DATE.fullmatch(bound):
                    says, fix = f"'{bound}' is neither a number nor a date", "Write 1000 or 2025-03-31."
                    yield mapping.problem((*path, column), says, fix)


def _spellings(mapping: Mapping) -> Iterator[Problem]:
    for name, table in mapping.tables.items():
        for column in table.values:
            if column not in table.columns:
                hint = did_you_mean(column, list(table.columns))
                yield mapping.problem(("tables", name, "values", column), f"'{name}' has no column '{column}'", hint)


def _keys_alike(mapping: Mapping) -> Iterator[Problem]:
    """A key that is text in one table and a number or date in the other would never meet."""
    kinds = column_kinds(mapping)
    pairs = [(part.table, part.to, part.on) for part in mapping.attached()]
    shares = [(table, name) for name in mapping.facts() if (table := mapping.credits_of(name))]
    pairs += [(table, name, "deal") for table, name in shares]
    credited = [*mapping.facts(), *(table for table, _ in shares), *(part.table for part in mapping.reassignments)]
    for table, to, on in [*pairs, *((ROSTER, name, "rep") for name in credited)]:
        one, other = (kinds.get((name, on), "text") for name in (table, to))
        if one != other:
            says = f"'{on}' is a {one} in {table} and a {other} in {to}, so the two never meet"
            yield mapping.problem(("tables", to, "columns", on), says, "Map the export's column twice under two names.")


def _formats(mapping: Mapping) -> Iterator[Problem]:
    for name, table in mapping.tables.items():
        stated: list[tuple[YamlPath, str | None]] = [(("tables", name, "dates"), table.dates)]
        stated += [(("tables", name, "columns", at, "format"), column.format) for at, column in table.columns.items()]
        for path, form in stated:
            if form is not None and form not in DATE_ORDERS and not _reads_what_it_writes(form):
                says = f"'{form}' does not say how to read a date"
                fix = "Write day-first, or %Y for the year, %m for the month and %d for the day: %d/%m/%Y."
                yield mapping.problem(path, says, fix)


def _kinds_agree(mapping: Mapping) -> Iterator[Problem]:
    kinds = column_kinds(mapping)
    for table, column, kind, path in dict.fromkeys(uses(mapping)):
        settled = kinds[table, column]
        if kind != settled:
            says = f"'{column}' is used as a {kind} here and as a {settled} elsewhere"
            yield mapping.problem(path, says, "Map the export's column twice under two names.")
        constant = mapping.tables[table].columns[column].value
        if isinstance(constant, str) and (kind == "number" or (kind == "date" and not ISO_DATE.fullmatch(constant))):
            says = f"the value of '{column}' is not a {kind}"
            yield mapping.problem(("tables", table, "columns", column), says, "Write 20000 or 2025-03-31.")
    for path, table, filters in all_filters(mapping):
        for column, rule in filters.items():
            at = owner(mapping, table, column)
            if at and kinds.get((at, column)) == "number" and any(isinstance(v, str) for v in rule.equals or ()):
                yield mapping.problem((*path, column), f"'{column}' holds numbers", "Write numbers without quotes.")


def _reads_what_it_writes(form: str) -> bool:
    sample = datetime(2025, 3, 31)
    try:
        return datetime.strptime(sample.strftime(form), form).date() == sample.date()
    except ValueError:
        return False
