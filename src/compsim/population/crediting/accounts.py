"""From aggregated rows to the conservation report: accounts of measures, accounts of joins, people without deals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from pyarrow import compute

from compsim.errors import Problem
from compsim.population.crediting.cube import Cube, Figures, settled
from compsim.population.crediting.measures import CREDITED, MOST_REASONS, Step, cube_of
from compsim.population.crediting.people import Pieces
from compsim.population.crediting.report import (
    MOST_LISTED,
    Account,
    JoinAccount,
    SetAside,
    Unmatched,
)
from compsim.population.crediting.rows import found
from compsim.population.crediting.run import Run
from compsim.population.crediting.shares import PLACES
from compsim.population.crediting.sources import amount_of
from compsim.population.export.reading import Export
from compsim.population.mapping.parts import ROSTER, Mapping
from compsim.population.spelling import close_to

PLAIN_WORD = re.compile(r"[^\W\d_](?:[\w .&-]*\w)?")
MOST_NAMED = 5  # unmatched values named in a warning; the report lists more


def accounts_of(run: Run, cube: Cube, export: Export) -> Iterator[Account]:
    """One account for each measure of a table; what came in is taken from the file, before anything was joined."""
    rows = cube.facts.rows
    parts, shared = _shared(run, cube) if rows.shared else (rows.source.count, {})
    for index, (measure, rule) in enumerate(cube.facts.measures):
        tallied = cube.tally(index)
        credited = [row for row in tallied if row["code"] == CREDITED]
        counts = rule.amount is None and not rows.shared
        amount_in = _amount_in(run, cube, export, rule.amount)
        yield Account(
            measure=measure,
            table=rows.name,
            rows_in=rows.source.count,
            amount_in=None if counts else amount_in,
            rows_credited=sum(row["rows"] for row in credited),
            amount_credited=None if counts else _added(credited),
            set_aside=tuple(_set_aside(cube.facts.steps(index), tallied, counts)),
            parts_in=parts,
            on_top=shared[rule.amount] - amount_in if rows.shared else Decimal(0),
            returns=sum(row.get("returns", 0) or 0 for row in credited),
            returned=sum((Decimal(row.get("returned") or 0) for row in credited), Decimal(0)),
        )


def joins_of(
    run: Run, cube: Cube, export: Export, accounts: Iterable[Account], pieces: Pieces
) -> Iterator[JoinAccount]:
    """One account for the roster and for each look-up table joined to a table's rows."""
    credited = {account.measure: _figure(account) for account in accounts}
    for at, (table, key) in enumerate([(ROSTER, "rep"), *cube.facts.rows.lookups], -1):
        strange = table == ROSTER and at < 0
        found_loose = cube.strangers() if strange else _without_partner(run, cube, at, pieces)
        loose = sorted(found_loose, key=lambda row: (-row["rows"], row["value"]))
        known = export.tables[table].column(key).unique().to_pylist() if loose else []
        close = close_to(str(value) for value in known if value is not None)
        yield JoinAccount(
            table=table,
            to=cube.facts.name,
            on=key,
            rows=int(compute.sum(cube.cells.column("rows")).as_py() or 0),
            blank=cube.blank(None if strange else at),
            unmatched=tuple(_unmatched(row, cube, close) for row in loose[:MOST_LISTED]),
            unmatched_rows=sum(row["rows"] for row in loose),
            unmatched_values=len(loose),
            shares=_shares(loose, cube, credited, would_be=strange),
        )


def join_notes(joins: Iterable[JoinAccount], mapping: Mapping) -> Iterator[Problem]:
    """A warning for each join that leaves rows without a partner."""
    for join in joins:
        if not join.unmatched_rows:
            continue
        first = join.unmatched[:MOST_NAMED]
        shown = ", ".join(f"'{item.value}'" for item in first)
        says = f"{join.unmatched_rows:,} of {join.rows:,} rows name a {join.on} that is not in {join.table}: {shown}"
        offered = ", ".join(f"{_yaml_word(item.value)}: {_yaml_word(item.close)}" for item in first if item.close)
        fix = f"If they are the same, write values: {{{_yaml_word(join.on)}: {{{offered}}}}}." if offered else ""
        yield mapping.problem(("tables", join.to), says, fix, "warning")


def people_of(cubes: Iterable[Cube], roster: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """People on the roster without a row in the export, and people with rows of which none is credited."""
    found_people = [cube.people() for cube in cubes]
    with_rows = {rep for rows, _ in found_people for rep in rows}
    with_credit = {rep for _, credited in found_people for rep in credited}
    listed = tuple(dict.fromkeys(roster))
    without_rows = tuple(rep for rep in listed if rep not in with_rows)
    return without_rows, tuple(rep for rep in listed if rep in with_rows and rep not in with_credit)


def _yaml_word(text: str) -> str:
    """Text as it can stand in a mapping.yaml."""
    bare = PLAIN_WORD.fullmatch(text) and text.casefold() not in ("null", "true", "false")
    return text if bare else json.dumps(text, ensure_ascii=False)


def _amount_in(run: Run, cube: Cube, export: Export, column: str | None) -> Decimal:
    rows, name = cube.facts.rows, cube.facts.name
    if column is None:
        return Decimal(rows.source.count)
    if column in rows.source.rows.columns:
        return amount_of(run, rows.source, export.tables[name], column)
    return _total(run, rows.whole.aggregate(total=rows.whole[column].sum()))


def _shared(run: Run, cube: Cube) -> tuple[int, dict[str | None, Decimal]]:
    """How many rows sharing makes, and what a count (None) and each amount come to with the stated allocations."""
    whole = cube.facts.rows.whole
    asked = {f"due_{at}": (whole[name] * whole["__allocated"]).sum() for at, name in enumerate(cube.facts.amounts)}
    question = whole.aggregate(parts=whole["__parts"].sum(), due=whole["__allocated"].sum(), **asked)
    row = run.ask(question, "adding up shares", 0.55, 0.56).to_pylist()[0]
    due: dict[str | None, Decimal] = {None: Decimal(row["due"] or 0).scaleb(-PLACES)}
    amounts = {name: Decimal(row[f"due_{at}"] or 0).scaleb(-PLACES) for at, name in enumerate(cube.facts.amounts)}
    return int(row["parts"] or 0), due | amounts


def _without_partner(run: Run, cube: Cube, lookup: int, pieces: Pieces) -> Figures:
    """Rows whose key has no partner in a look-up table, by key; asked only where there are any."""
    if not cube.unmatched(lookup):
        return []
    table, key = cube.facts.rows.lookups[lookup]
    rows = cube.facts.rows.rows
    loose = rows.filter(rows[key].notnull() & rows[found(table)].isnull()).mutate(value=rows[key].cast("string"))
    cells = run.ask(cube_of(cube.facts, loose, "value"), "looking for partners", 0.56, 0.6)
    again = settled(cube.facts, cells, pieces)
    return again.loose(compute.is_valid(again.cells.column("value")), "value")


def _total(run: Run, question: Any) -> Decimal:
    return Decimal(run.ask(question, "adding up", 0.6, 0.6).column(0)[0].as_py() or 0)


def _added(rows: Iterable[dict[str, Any]]) -> Decimal:
    return sum((row["actual"] for row in rows), Decimal(0))


def _set_aside(steps: tuple[Step, ...], tallied: Figures, counts: bool) -> Iterator[SetAside]:
    """Reasons in the order of the steps; a column's values one by one if they are few, largest first."""
    for code, step in enumerate(steps):
        failed = [row for row in tallied if row["code"] == code]
        rows = sorted(failed, key=lambda row: (-row["rows"], str(row["shown"])))
        together = step.shows is None or len(rows) > MOST_REASONS
        for group in [rows] if together else [[row] for row in rows]:
            if group:
                reason = step.reason if together else f"{step.about} is {group[0]['shown']}"
                yield SetAside(reason, sum(row["rows"] for row in group), None if counts else _added(group))


def _unmatched(row: dict[str, Any], cube: Cube, close: Callable[[str], tuple[str, ...]]) -> Unmatched:
    measures = enumerate(cube.facts.measures)
    amounts = {measure: Decimal(row.get(f"of_{i}", 0)) for i, (measure, _) in measures}
    return Unmatched(row["value"], row["rows"], amounts, next(iter(close(row["value"])), ""))


def _figure(account: Account) -> Decimal:
    return Decimal(account.rows_credited) if account.amount_credited is None else account.amount_credited


def _shares(loose: Figures, cube: Cube, credited: dict[str, Decimal], *, would_be: bool) -> dict[str, float]:
    """The unmatched part of each measure's figure; for the roster, of the figure with those rows in it."""
    shares = {}
    for index, (measure, _) in enumerate(cube.facts.measures):
        part = sum((Decimal(row.get(f"of_{index}", 0)) for row in loose), Decimal(0))
        whole = credited[measure] + (part if would_be else Decimal(0))
        shares[measure] = float(part / whole) if whole else 0.0
    return shares
