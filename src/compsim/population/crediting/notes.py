"""What is worth knowing about credited rows: handed over, there twice, outside the plan year; each is a warning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from compsim.calendar import period_label
from compsim.errors import Problem
from compsim.population.cells import plural
from compsim.population.crediting.cube import Cube
from compsim.population.crediting.run import Run
from compsim.population.mapping.parts import Mapping

MOST_NAMED = 5  # deals named in a note
MOST_REPEATED = 5_000_000  # rows among which repeated ones are looked for
MONTHS = 12
EVERY_COLUMN = "alike in every column that is read"


def handed_notes(cube: Cube, mapping: Mapping) -> Iterator[Problem]:
    """A warning that says how many rows changed hands."""
    rows = cube.facts.rows
    for index, given in enumerate(mapping.reassignments):
        if given.to == rows.name:
            says = f"{rows.handed:,} of {rows.source.count:,} rows go to the rep whom {given.table} names for their day"
            yield mapping.problem(("reassignments", index), says, severity="warning")


def repeated_notes(run: Run, cube: Cube, mapping: Mapping) -> Iterator[Problem]:
    """A warning where one deal stands in several rows, or rows are copies of others: each of them counts."""
    source, named = cube.facts.rows.source, "deal" in mapping.tables[cube.facts.name].columns
    path = ("tables", cube.facts.name, "columns", "deal") if named else ("tables", cube.facts.name)
    if source.count > MOST_REPEATED:
        says = f"with more than {MOST_REPEATED:,} rows, deals that stand in several rows are not looked for"
        yield mapping.problem(path, says, "Each row counts.", "warning")
        return
    several = _several(run, source.rows) if named else ()
    if named and not several:
        return
    copies = _copies(run, cube)
    if several:
        says = f"{plural(len(several), 'deal stands', 'deals stand')} in more than one row: {_listed(several)}"
        told = f"{copies} {EVERY_COLUMN}" if copies else "no two of these rows are alike"
        fix = "Remove the repeated rows from the export if that is wrong."
        yield mapping.problem(path, f"{says}; {told}; each row counts", fix, "warning")
    elif copies:
        fix = "Map a column that names each deal, to tell deals from copies; remove copies from the export."
        yield mapping.problem(path, f"{copies} {EVERY_COLUMN}; each row counts", fix, "warning")


def month_notes(cubes: Sequence[Cube], mapping: Mapping, months: Sequence[int]) -> Iterator[Problem]:
    """A warning where the months are more than whole plan years, because target incentives count for every month."""
    if len(months) <= MONTHS or not len(months) % MONTHS:
        return
    rows = _rows_by_month(cubes)
    edges = [month for month in (months[0], months[-1]) if month in rows]
    told = " and ".join(f"{plural(rows[month], 'row')} in {period_label(month, 1)}" for month in edges)
    says = (
        f"the credited rows reach over {len(months)} months, {told}; a plan year has {MONTHS}, and target incentives "
        "and base salaries count for every month"
    )
    first = max(range(len(months) - MONTHS + 1), key=lambda n: sum(rows[month] for month in months[n : n + MONTHS]))
    labels = (period_label(months[n], 1) for n in (first, first + MONTHS - 1))
    fix = "If some strayed in, state the year under period: from: {}, to: {}.".format(*labels)
    yield mapping.problem(("period",), says, fix, "warning")


def _rows_by_month(cubes: Iterable[Cube]) -> Counter[int]:
    """Credited rows by month, of the measure that credits most of them."""
    counted = [Counter(cube.rows_by_month(index)) for cube in cubes for index in range(len(cube.facts.measures))]
    return max(counted, key=lambda each: each.total())


def _several(run: Run, rows: Any) -> tuple[str, ...]:
    """The deals that stand in more than one row; asked one by one only where there are any."""
    filled = rows.filter(rows["deal"].notnull())
    whole = filled.aggregate(rows=filled.count(), deals=filled["deal"].nunique())
    row = run.ask(whole, "looking for repeated deals", 0.95, 0.97).to_pylist()[0]
    if row["rows"] == row["deals"]:
        return ()
    counts = filled.group_by(deal=filled["deal"].cast("string")).agg(rows=filled.count())
    found = run.ask(counts.filter(counts["rows"] > 1).select("deal"), "looking for repeated deals", 0.97, 0.98)
    return tuple(sorted(found.column("deal").to_pylist()))


def _copies(run: Run, cube: Cube) -> str:
    """How many rows repeat another one, and what their amounts come to, in words; empty where none does."""
    rows = cube.facts.rows.source.rows
    amounts = [name for name in cube.facts.amounts if name in rows.columns]
    grouped = rows.group_by(list(rows.columns)).agg(__rows=rows.count())
    again = grouped.filter(grouped["__rows"] > 1)
    more = again["__rows"] - 1
    sums = {f"amount_{at}": (again[name] * more).sum() for at, name in enumerate(amounts)}
    row = run.ask(again.aggregate(rows=more.sum(), **sums), "looking for copies", 0.98, 0.98).to_pylist()[0]
    if not row["rows"]:
        return ""
    figures = ", ".join(f"{name} {_figure(row[f'amount_{at}'])}" for at, name in enumerate(amounts))
    count = plural(int(row["rows"]), "row is a copy", "rows are copies")
    return f"{count} of others{f' ({figures})' if figures else ''},"


def _figure(amount: Any) -> str:
    return f"{Decimal(amount or 0):,.2f}".removesuffix(".00")


def _listed(deals: Sequence[str]) -> str:
    rest = len(deals) - MOST_NAMED
    return ", ".join(f"'{deal}'" for deal in deals[:MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
