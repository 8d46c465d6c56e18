"""Deals become results: every row of an export is credited or set aside with its reason, to the cent.

    credit_deals(data_dir, mapping)  ->  Credited: roster, results, measures and a report of what became of each row
    write_credited(credited, folder) ->  the same as files that `load_population` reads

Runs on DuckDB through Ibis, beyond memory where it has to; extensions are never downloaded and nothing outside the
export's folder is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from pyarrow import compute

from compsim.calendar import period_label
from compsim.errors import CompsimError, MappingError, Problem
from compsim.population.crediting import tables as shapes
from compsim.population.crediting.accounts import (
    accounts_of,
    join_notes,
    joins_of,
    people_of,
)
from compsim.population.crediting.cube import Cube, settled
from compsim.population.crediting.deals import deals_frame
from compsim.population.crediting.files import write_credited
from compsim.population.crediting.measures import cube_of, facts_of, kept
from compsim.population.crediting.notes import handed_notes, month_notes, repeated_notes
from compsim.population.crediting.people import Pieces, pieces_of
from compsim.population.crediting.report import Account, Report
from compsim.population.crediting.rows import rows_of
from compsim.population.crediting.run import CancelledError, Progress, Run, running
from compsim.population.crediting.set_aside import rows_set_aside
from compsim.population.crediting.shares import loose_shares
from compsim.population.crediting.sources import Source, source_of
from compsim.population.crediting.targets import targets_of, with_targets
from compsim.population.crediting.things import first_met
from compsim.population.export.reading import Export, ReadDatabase, read_export
from compsim.population.mapping.checks import unused_tables
from compsim.population.mapping.parts import ROSTER, Mapping
from compsim.population.people import Population
from compsim.population.reading import population_from_tables

__all__ = ["CancelledError", "Credited", "Progress", "credit_deals", "write_credited"]


@dataclass(frozen=True, eq=False)
class Credited:
    """What an export says about people and their results, in the shapes of the data contract."""

    roster: pd.DataFrame  # rep, role, team, manager, start, end, fte (ratio), base_salary, target_incentive (a year)
    results: pd.DataFrame  # rep, measure, period, actual, target if there are any (the measure's unit), stretch, credit
    measures: pd.DataFrame  # measure, combine, numerator, denominator, unit, better, title
    currency: str
    report: Report
    totals: pd.DataFrame  # credit (team or company), name, measure, period, actual; teams as of each deal's day
    deals: pd.DataFrame | None = None  # deal_credits: every credited deal, if the mapping asks for them
    set_aside: pd.DataFrame | None = None  # table, measures, reason and the row's own columns, if they were asked for

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, as they are written and loaded again."""
        tables = {"roster": self.roster, "results": self.results, "measures": self.measures}
        return tables if self.deals is None else {**tables, "deal_credits": self.deals}

    def population(self) -> Population:
        """The people, checked and ready for evaluation; PopulationError lists what they lack."""
        return population_from_tables(self.tables(), currency=self.currency, assumptions=self.report.assumptions)

    def as_dict(self) -> dict[str, Any]:
        """The report and the size of the tables as plain data, for JSON."""
        sizes = {name: len(frame) for name, frame in self.tables().items()}
        return {"tables": sizes, "currency": self.currency, **self.report.as_dict()}


def credit_deals(
    data_dir: str | Path,
    mapping: Mapping,
    progress: Progress | None = None,
    *,
    cancelled: Callable[[], bool] | None = None,
    database: ReadDatabase | None = None,
    list_set_aside: bool = False,
) -> Credited:
    """Credit an export's rows to its roster as the mapping says.

    `progress` hears, in the caller's thread, what is being done and how much of it is behind, 0..1. `cancelled` is
    asked ten times a second; once it says so, CancelledError is raised. `database` answers the columns of a table that
    the mapping takes from a database: it knows where that is, a mapping does not. `list_set_aside` lists the rows that
    are set aside for another reason than the mapping's own filters, which takes one more look at every row. Raises
    MappingError with every file, column or cell that does not fit the mapping.
    """
    with running(Path(data_dir), progress, cancelled) as run:
        run.stage("reading the files", 0.0)
        export = read_export(data_dir, mapping, database)
        run.stage("joining the tables", 0.3)
        sources = {name: _source(run, mapping, name, export) for name in mapping.tables}
        _check_tables(sources, mapping)
        roster = shapes.roster_frame(sources[ROSTER].rows.to_pyarrow())
        pieces = pieces_of(roster)
        cubes = [_cube(run, mapping, name, sources, pieces) for name in mapping.facts()]
        credited = _add_up(run, cubes, roster, pieces, mapping, export)
        if list_set_aside:
            credited = replace(credited, set_aside=rows_set_aside(run, cubes, pieces))
        run.stage("done", 1.0)
    return credited


def _source(run: Run, mapping: Mapping, name: str, export: Export) -> Source:
    """A table in the database; roster and look-ups lose the rows their `where` leaves out, credited tables none."""
    source = source_of(run, mapping, name, export)
    if name in mapping.facts():
        return source
    return replace(source, rows=kept(mapping, name, source.rows))


def _cube(run: Run, mapping: Mapping, name: str, sources: dict[str, Source], pieces: Pieces) -> Cube:
    facts = facts_of(run, mapping, rows_of(run, mapping, name, sources, pieces))
    cells = run.ask(cube_of(facts, facts.rows.rows), f"adding up {name}", 0.4, 0.6)
    return settled(facts, cells, pieces)


def _add_up(
    run: Run, cubes: Sequence[Cube], roster: pd.DataFrame, pieces: Pieces, mapping: Mapping, export: Export
) -> Credited:
    accounts = tuple(account for cube in cubes for account in accounts_of(run, cube, export))
    joins = tuple(join for cube in cubes for join in joins_of(run, cube, export, accounts, pieces))
    figures = shapes.monthly_figures(cubes)
    _check_sums(figures, accounts)
    months = shapes.month_axis(cubes, mapping, accounts)
    first = {
        measure: first_met(run, cube.facts, index, pieces, mapping.first_month)
        for cube in cubes
        for index, (measure, rule) in enumerate(cube.facts.measures)
        if rule.rule == "count_distinct"
    }
    without_rows, without_credit = people_of(cubes, shapes.reps_of(roster))
    aimed = targets_of(run, mapping, export, pieces, months)
    facts = [cube.facts.rows for cube in cubes]
    loose = [note for rows in facts for note in loose_shares(run, mapping, rows.name, rows.source, rows.shares)]
    report = Report(
        accounts=accounts,
        joins=(*joins, *aimed.joins),
        without_rows=without_rows,
        without_credit=without_credit,
        assumptions=(*shapes.assumptions_of(mapping), *aimed.assumptions),
        formats=export.formats,
        unnamed_files=export.unnamed,
        periods=tuple(period_label(month, 1) for month in months),
        notes=(
            *export.notes,
            *unused_tables(mapping),
            *join_notes(joins, mapping),
            *(note for cube in cubes for note in handed_notes(cube, mapping)),
            *loose,
            *(note for cube in cubes for note in repeated_notes(run, cube, mapping)),
            *month_notes(cubes, mapping, months),
            *aimed.notes,
        ),
        targets=aimed.accounts,
    )
    report.check()
    currency = shapes.currency_of(cubes, mapping)
    return Credited(
        roster=roster.assign(currency=currency),
        results=with_targets(shapes.results_frame(figures, first, roster, pieces, months), aimed.rows),
        measures=shapes.measures_frame(mapping),
        currency=currency,
        report=report,
        totals=shapes.totals_frame(cubes),
        deals=deals_frame(run, cubes, pieces, mapping) if mapping.deals else None,
    )


def _check_sums(figures: dict[str, shapes.Monthly], accounts: Sequence[Account]) -> None:
    """CompsimError if the results do not add up to what the accounts say was credited."""
    for account in accounts:
        name = next(
            (n for n in (account.measure, shapes.PARTS_OF_A_MEAN[0].format(account.measure)) if n in figures), ""
        )
        said = Decimal(account.rows_credited) if account.amount_credited is None else account.amount_credited
        if name and Decimal(compute.sum(figures[name].column("actual")).as_py() or 0) != said:
            raise CompsimError(f"the results of {account.measure} do not add up to its account; please report this")


def _check_tables(sources: dict[str, Source], mapping: Mapping) -> None:
    """MappingError for an empty roster, and for look-up keys that stand twice: a join would double rows."""
    problems: list[Problem] = []
    if not int(sources[ROSTER].rows.count().to_pyarrow().as_py()):
        problems.append(mapping.problem(("tables", ROSTER), "the roster has no rows", "Check the file and its where."))
    for index, join in enumerate(mapping.joins):
        keys = sources[join.table].rows.select(join.on).to_pyarrow().column(0).to_pandas()
        twice = keys[keys.notna() & keys.duplicated()]
        if len(twice):
            shown = ", ".join(f"'{key}'" for key in sorted(twice.unique())[:5])
            says = f"{join.table} has more than one row for {shown}, so joined rows would be doubled"
            problems.append(mapping.problem(("joins", index), says, "Keep one row for each key in that file."))
    if problems:
        raise MappingError(problems)
