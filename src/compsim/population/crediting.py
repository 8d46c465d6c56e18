"""Deals become results: every row of an export is credited or set aside with its reason, to the cent.

    credit_deals(data_dir, mapping)  ->  Credited: roster, results, measures and a report of what became of each row
    write_credited(credited, folder) ->  the same as files that `load_population` reads

Runs in memory on DuckDB through Ibis; extensions are never downloaded and nothing outside the process is opened.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pandas as pd

from compsim.calendar import period_label
from compsim.errors import CompsimError, MappingError, Problem
from compsim.population import crediting_measures as rows_of
from compsim.population import crediting_tables as shapes
from compsim.population.crediting_accounts import accounts_of, join_notes, joins_of, people_of, repeated_notes
from compsim.population.crediting_files import write_credited
from compsim.population.crediting_measures import Worked
from compsim.population.crediting_report import Account, Report
from compsim.population.export import Export, read_export
from compsim.population.mapping_checks import unused_tables
from compsim.population.mapping_parts import ROSTER, Mapping
from compsim.population.people import Population
from compsim.population.reading import population_from_tables

__all__ = ["Credited", "Progress", "credit_deals", "write_credited"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Credited:
    """What an export says about people and their results, in the shapes of the data contract."""

    roster: pd.DataFrame  # rep, role, team, manager, start, end, fte (ratio), base_salary, target_incentive (a year)
    results: pd.DataFrame  # rep, measure, period, actual (the measure's unit), stretch, credit
    measures: pd.DataFrame  # measure, combine, numerator, denominator, unit, better, title
    currency: str
    report: Report

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, as they are written and loaded again."""
        return {"roster": self.roster, "results": self.results, "measures": self.measures}

    def population(self) -> Population:
        """The people, checked and ready for evaluation; PopulationError lists what they lack."""
        return population_from_tables(self.tables(), currency=self.currency, assumptions=self.report.assumptions)

    def as_dict(self) -> dict[str, Any]:
        """The report and the size of the tables as plain data, for JSON."""
        sizes = {name: len(frame) for name, frame in self.tables().items()}
        return {"tables": sizes, "currency": self.currency, **self.report.as_dict()}


def credit_deals(data_dir: str | Path, mapping: Mapping, progress: Progress | None = None) -> Credited:
    """Credit an export's rows to its roster as the mapping says.

    `progress` hears what is being done and how much of it is behind, 0..1. Raises MappingError with every file,
    column or cell that does not fit the mapping.
    """
    tell = progress or (lambda _stage, _share: None)
    tell("reading the files", 0.0)
    export = read_export(data_dir, mapping)
    with _database() as con:
        tell("joining the tables", 0.4)
        tables = {name: _stored(con, mapping, name, table) for name, table in export.tables.items()}
        _check_tables(tables, mapping)
        worked = [rows_of.work_through(con, mapping, name, tables) for name in mapping.facts()]
        tell("adding up", 0.6)
        credited = _add_up(worked, tables[ROSTER].to_pyarrow(), mapping, export)
    tell("done", 1.0)
    return credited


def _add_up(worked: Sequence[Worked], people: Any, mapping: Mapping, export: Export) -> Credited:
    roster = shapes.roster_frame(people)
    accounts = tuple(account for table in worked for account in accounts_of(table, export))
    joins = tuple(join for table in worked for join in joins_of(table, mapping, export, accounts))
    figures = shapes.monthly_figures(worked)
    _check_sums(figures, accounts)
    months = shapes.month_axis(worked, mapping, accounts)
    without_rows, without_credit = people_of(worked, shapes.reps_of(roster))
    repeats = [note for table in worked for note in repeated_notes(table, mapping)]
    report = Report(
        accounts=accounts,
        joins=joins,
        without_rows=without_rows,
        without_credit=without_credit,
        assumptions=shapes.assumptions_of(mapping),
        formats=export.formats,
        unnamed_files=export.unnamed,
        periods=tuple(period_label(month, 1) for month in months),
        notes=(*unused_tables(mapping), *join_notes(joins, mapping), *repeats),
    )
    report.check()
    results = shapes.results_frame(figures, worked, roster, months, mapping)
    currency = shapes.currency_of(worked, mapping)
    return Credited(roster.assign(currency=currency), results, shapes.measures_frame(mapping), currency, report)


def _stored(con: Any, mapping: Mapping, name: str, table: Any) -> Any:
    """A table in the database; roster and look-ups lose the rows their `where` leaves out, credited tables none."""
    stored = con.create_table(f"__{name}", table, temp=True)
    return stored if name in mapping.facts() else rows_of.kept(mapping, name, stored)


def _check_sums(figures: dict[str, shapes.Monthly], accounts: Sequence[Account]) -> None:
    """CompsimError if the results do not add up to what the accounts say was credited."""
    for account in accounts:
        if account.measure not in figures:
            continue
        said = Decimal(account.rows_credited) if account.amount_credited is None else account.amount_credited
        if sum(figures[account.measure].values(), Decimal(0)) != said:
            raise CompsimError(f"the results of {account.measure} do not add up to its account; please report this")


@contextmanager
def _database() -> Iterator[Any]:
    with warnings.catch_warnings():
        # Ibis 12 still calls the old name of DuckDB's Arrow export; nothing a caller could change
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        con = ibis.duckdb.connect(
            autoinstall_known_extensions=False, autoload_known_extensions=False, enable_external_access=False
        )
        try:
            yield con
        finally:
            con.disconnect()


def _check_tables(tables: MappingOf[str, Any], mapping: Mapping) -> None:
    """MappingError for an empty roster, and for look-up keys that stand twice: a join would double rows."""
    problems: list[Problem] = []
    if not rows_of.count_rows(tables[ROSTER]):
        problems.append(mapping.problem(("tables", ROSTER), "the roster has no rows", "Check the file and its where."))
    for index, join in enumerate(mapping.joins):
        keys = tables[join.table].select(join.on).to_pyarrow().column(0).to_pandas()
        twice = keys[keys.notna() & keys.duplicated()]
        if len(twice):
            shown = ", ".join(f"'{key}'" for key in twice.unique()[:5])
            says = f"{join.table} has more than one row for {shown}, so joined rows would be doubled"
            problems.append(mapping.problem(("joins", index), says, "Keep one row for each key in that file."))
    if problems:
        raise MappingError(problems)
