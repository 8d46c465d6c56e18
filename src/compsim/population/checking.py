"""From tables as they come to tables that can be used: every check in order, every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from compsim.errors import PopulationError, Problem
from compsim.population import cross_checks, remarks
from compsim.population.coding import ResultKeys, result_keys
from compsim.population.people import Measure
from compsim.population.tables import FIELDS, NEEDED, TABLES, convert_table


@dataclass(frozen=True, eq=False)
class Checked:
    """Converted tables without errors, indexed by spreadsheet row, and what is worth knowing about them."""

    roster: pd.DataFrame
    results: pd.DataFrame
    paid: pd.DataFrame | None
    definitions: dict[str, Measure]
    keys: ResultKeys
    sources: Mapping[str, str]  # table -> the name a person knows it by
    notes: tuple[Problem, ...]
    assumptions: tuple[str, ...] = ()  # what somebody stated because the data did not say


def check_tables(tables: Mapping[str, pd.DataFrame], source_names: Mapping[str, str] | None = None) -> Checked:
    """The tables converted and checked; PopulationError with every problem if there is one.

    `source_names` says what a person calls each table: `{"results": "results.csv"}`.
    """
    sources = {table: table for table in TABLES} | dict(source_names or {})
    checked, problems = inspect_tables(tables, sources)
    if checked is None:
        raise PopulationError(problems)
    return checked


def inspect_tables(
    tables: Mapping[str, pd.DataFrame], sources: Mapping[str, str]
) -> tuple[Checked | None, list[Problem]]:
    """The checked tables, or None and every error; a table is compared with others as soon as its columns are there."""
    told = [problem for table in NEEDED for problem in _not_there(tables, table, sources[table])]
    typed: dict[str, pd.DataFrame] = {}
    for table in [table for table in TABLES if table in tables]:
        frame, problems = convert_table(table, tables[table], sources[table])
        told += problems
        if not any(field.needed and name not in tables[table] for name, field in FIELDS[table].items()):
            typed[table] = frame
    keys = result_keys(typed["results"]) if "results" in typed else None
    definitions = {} if keys is None else _definitions(typed, keys)
    told += _contradictions(typed, keys, definitions, sources)
    if keys is None or _errors(told):
        return None, _errors(told)
    notes = [*told, *_remarks(typed, keys, definitions, sources)]
    stated = tuple(typed["assumptions"]["assumption"]) if "assumptions" in typed else ()
    checked = Checked(
        typed["roster"], typed["results"], typed.get("paid"), definitions, keys, sources, tuple(notes), stated
    )
    return checked, []


def _not_there(tables: Mapping[str, pd.DataFrame], table: str, source: str) -> list[Problem]:
    if table not in tables:
        columns = ", ".join(name for name, field in FIELDS[table].items() if field.needed)
        return [Problem(source, f"there is no {table} table", f"Give one with the columns {columns}.")]
    if tables[table].empty:
        return [Problem(source, "the table has no rows")]
    return []


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def _definitions(typed: Mapping[str, pd.DataFrame], keys: ResultKeys) -> dict[str, Measure]:
    """Every measure of the results, as declared or else a plain sum, and every declared ratio."""
    found = set(keys.measure.names) - {""}
    definitions = {name: Measure(name) for name in found}
    if "measures" in typed:
        for row in typed["measures"].drop_duplicates("measure").to_dict("records"):
            if row["measure"] in found or row["combine"] == "ratio":
                declared = {part: row[part] for part in _PARTS}
                definitions[row["measure"]] = Measure(row["measure"], **declared)
    return dict(sorted(definitions.items()))


_PARTS = ("combine", "numerator", "denominator", "unit", "better", "title")


def _contradictions(
    typed: Mapping[str, pd.DataFrame],
    keys: ResultKeys | None,
    definitions: dict[str, Measure],
    sources: Mapping[str, str],
) -> list[Problem]:
    problems = cross_checks.roster_problems(typed["roster"], sources["roster"]) if "roster" in typed else []
    if keys is None:
        return problems
    problems += cross_checks.results_problems(typed["results"], keys, definitions, sources["results"])
    if "measures" in typed:
        known = set(keys.measure.names) - {""}
        problems += cross_checks.measures_problems(typed["measures"], known, sources["measures"])
    if "roster" in typed and len(typed["results"]) and not set(typed["roster"]["rep"]) & set(keys.rep.names):
        says = "none of the reps of the results is on the roster"
        fix = "Use the same names or numbers in both tables."
        problems.append(Problem(sources["results"], says, fix, column="rep"))
    return problems


def _remarks(
    typed: Mapping[str, pd.DataFrame], keys: ResultKeys, definitions: dict[str, Measure], sources: Mapping[str, str]
) -> list[Problem]:
    roster, results = typed["roster"], typed["results"]
    attributes = [str(name) for name in roster.columns if name not in FIELDS["roster"]]
    declared = set(typed["measures"]["measure"]) if "measures" in typed else set()
    told = remarks.roster_remarks(roster, attributes, sources["roster"])
    told += remarks.silent_reps(roster, set(keys.rep.names), sources["roster"])
    told += remarks.results_remarks(results, keys, definitions, declared, sources["results"])
    if "paid" in typed:
        told += remarks.paid_remarks(typed["paid"], roster, sources["paid"])
    if "measures" in typed:
        told += remarks.unused_measures(typed["measures"], set(keys.measure.names), sources["measures"])
    return told
