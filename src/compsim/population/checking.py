"""From tables as they come to tables that can be used: every check in order, every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from compsim.errors import PopulationError, Problem
from compsim.population import cross_checks, deal_checks, remarks
from compsim.population.coding import DealKeys, ResultKeys, deal_keys, result_keys
from compsim.population.converting import convert_table, no_rows
from compsim.population.people import Measure
from compsim.population.tables import FIELDS, TABLES, needed_tables


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
    deals: pd.DataFrame | None = None
    deal_keys: DealKeys | None = None

    @property
    def deal_measures(self) -> set[str]:
        """The measures whose results come from deals."""
        return set() if self.deal_keys is None else set(self.deal_keys.measure.names)


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
    given = {name: frame for name, frame in tables.items() if name != "deal_credits" or len(frame)}
    told = [problem for table in needed_tables(given) for problem in _not_there(given, table, sources[table])]
    typed, problems = _typed(given, sources)
    keys = result_keys(typed["results"]) if "results" in typed else None
    credited = deal_keys(typed["deal_credits"]) if "deal_credits" in typed else None
    definitions = {} if keys is None else _definitions(typed, _measures(keys, credited))
    told += [*problems, *_contradictions(typed, keys, credited, definitions, sources)]
    if keys is None or _errors(told):
        return None, _errors(told)
    notes = [*told, *_remarks(typed, keys, credited, definitions, sources)]
    checked = Checked(
        roster=typed["roster"],
        results=typed["results"],
        paid=typed.get("paid"),
        definitions=definitions,
        keys=keys,
        sources=sources,
        notes=tuple(notes),
        assumptions=tuple(typed["assumptions"]["assumption"]) if "assumptions" in typed else (),
        deals=typed.get("deal_credits"),
        deal_keys=credited,
    )
    return checked, []


def _typed(
    tables: Mapping[str, pd.DataFrame], sources: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The tables whose columns are there, converted, and what is wrong with the cells of any."""
    typed, told = {}, []
    for table in [table for table in TABLES if table in tables]:
        frame, problems = convert_table(table, tables[table], sources[table])
        told += problems
        if not any(field.needed and name not in tables[table] for name, field in FIELDS[table].items()):
            typed[table] = frame
    if "deal_credits" in tables and "results" not in tables:
        typed["results"] = no_rows("results")
    return typed, told


def _measures(keys: ResultKeys, credited: DealKeys | None) -> set[str]:
    """The measures that have rows of results or deals."""
    return (set(keys.measure.names) | set(() if credited is None else credited.measure.names)) - {""}


def _not_there(tables: Mapping[str, pd.DataFrame], table: str, source: str) -> list[Problem]:
    if table not in tables:
        columns = ", ".join(name for name, field in FIELDS[table].items() if field.needed)
        return [Problem(source, f"there is no {table} table", f"Give one with the columns {columns}.")]
    if tables[table].empty and table in needed_tables(tables):
        return [Problem(source, "the table has no rows")]
    return []


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def _definitions(typed: Mapping[str, pd.DataFrame], found: set[str]) -> dict[str, Measure]:
    """Every measure that was found, as declared or else a plain sum, and every declared ratio."""
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
    credited: DealKeys | None,
    definitions: dict[str, Measure],
    sources: Mapping[str, str],
) -> list[Problem]:
    problems = cross_checks.roster_problems(typed["roster"], sources["roster"]) if "roster" in typed else []
    if credited is not None:
        problems += deal_checks.deal_problems(typed["deal_credits"], credited, sources["deal_credits"])
    if keys is None:
        return problems
    problems += cross_checks.results_problems(typed["results"], keys, definitions, sources["results"])
    if credited is not None:
        problems += _against_deals(typed, keys, credited, definitions, sources)
    spans = {"results": keys.spans} | ({} if credited is None else {"deal_credits": credited.spans})
    problems += cross_checks.endless_axis([(sources[name], typed[name].index, found) for name, found in spans.items()])
    if "measures" in typed:
        known = _measures(keys, credited)
        problems += cross_checks.measures_problems(typed["measures"], known, sources["measures"])
    return problems + _nobody_known(typed, sources)


def _against_deals(
    typed: Mapping[str, pd.DataFrame],
    keys: ResultKeys,
    credited: DealKeys,
    definitions: dict[str, Measure],
    sources: Mapping[str, str],
) -> list[Problem]:
    """Deals that do not fit how their measure is declared, or what the results say."""
    deals, results = typed["deal_credits"], typed["results"]
    problems = deal_checks.measure_problems(deals, definitions, sources["deal_credits"])
    return problems + deal_checks.results_problems(results, keys, deals, credited, sources["results"])


def _nobody_known(typed: Mapping[str, pd.DataFrame], sources: Mapping[str, str]) -> list[Problem]:
    fix = "Use the same names or numbers in both tables."
    return [
        Problem(sources[table], f"none of the reps of the {what} is on the roster", fix, column="rep")
        for table, what in (("results", "results"), ("deal_credits", "deals"))
        if "roster" in typed
        and len(typed.get(table, ()))
        and not typed[table]["rep"].isin(typed["roster"]["rep"]).any()
    ]


def _remarks(
    typed: Mapping[str, pd.DataFrame],
    keys: ResultKeys,
    credited: DealKeys | None,
    definitions: dict[str, Measure],
    sources: Mapping[str, str],
) -> list[Problem]:
    roster, results = typed["roster"], typed["results"]
    attributes = [str(name) for name in roster.columns if name not in FIELDS["roster"]]
    declared = set(typed["measures"]["measure"]) if "measures" in typed else set()
    told = remarks.roster_remarks(roster, attributes, sources["roster"])
    if set(keys.measure.names) - set(
        () if credited is None else credited.measure.names
    ):  # no deal is zero, not silence
        with_results = set(keys.rep.names) | set(() if credited is None else credited.rep.names)
        told += remarks.silent_reps(roster, with_results, sources["roster"])
    told += remarks.results_remarks(results, keys, definitions, declared, sources["results"])
    if credited is not None:
        told += remarks.deals_remarks(typed["deal_credits"], keys.measure.names, sources["deal_credits"])
    if "paid" in typed:
        told += remarks.paid_remarks(typed["paid"], roster, sources["paid"])
    if "measures" in typed:
        told += remarks.unused_measures(typed["measures"], _measures(keys, credited), sources["measures"])
    return told
