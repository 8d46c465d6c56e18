"""What a mapping must get right about who is credited: people and shares, handovers, single deals."""

from __future__ import annotations

from collections.abc import Iterator

from compsim.errors import Problem, did_you_mean
from compsim.population.mapping.kinds import owner
from compsim.population.mapping.parts import ROSTER, Mapping, YamlPath
from compsim.population.mapping.tables import REST

SHARE_DIGITS = 1e-5  # by how much shares may miss their allocation: thirds written as 0.33333


def credit_problems(mapping: Mapping) -> Iterator[Problem]:
    """Mistakes in shared credit, reassignments and single deals."""
    for name in mapping.tables:
        yield from _parts(mapping, name)
        yield from _share_tables(mapping, name)
    yield from _reassignments(mapping)
    yield from _single_deals(mapping)


def _parts(mapping: Mapping, name: str) -> Iterator[Problem]:
    table = mapping.tables[name]
    fixed = [part.share for part in table.credit if not isinstance(part.share, str)]
    for index, part in enumerate(table.credit):
        path: YamlPath = ("tables", name, "credit", index)
        named = [part.rep, *([part.share] if isinstance(part.share, str) and part.share != REST else [])]
        for column in named:
            if column not in table.columns:
                yield mapping.problem(
                    path, f"'{name}' has no column '{column}'", did_you_mean(column, list(table.columns))
                )
    stated = [part.share for part in table.credit if isinstance(part.share, str)]
    path = ("tables", name, "credit")
    if table.credit and not stated and abs(sum(fixed) - table.allocation) > SHARE_DIGITS:
        says = f"the shares add to {sum(fixed):.10g}, not to {table.allocation:.10g}"
        yield mapping.problem(path, says, "Correct a share, or state under allocation what they are meant to add to.")
    if REST in stated and sum(fixed) >= table.allocation:
        says = f"the shares add to {sum(fixed):.10g} and leave no rest"
        yield mapping.problem(path, says, "Lower a share, or give the part that takes the rest a share of its own.")
    if (table.credit or table.credits) and name not in mapping.facts():
        yield mapping.problem(path, f"no measure reads '{name}', so there is nothing to share", "Leave it out.")


def _share_tables(mapping: Mapping, name: str) -> Iterator[Problem]:
    shares = mapping.tables[name].credits
    path: YamlPath = ("tables", name, "credits")
    if shares is None:
        return
    if shares not in mapping.tables or shares in (name, ROSTER):
        known = [table for table in mapping.tables if table not in (name, ROSTER)]
        yield mapping.problem(path, f"there is no table '{shares}' of shares", did_you_mean(shares, known))
        return
    for column in ("deal", "rep", "share"):
        if column not in mapping.tables[shares].columns:
            fix = f"Add {column}: and the export's column."
            yield mapping.problem(("tables", shares, "columns"), f"'{shares}' has no column '{column}'", fix)
    if "deal" not in mapping.tables[name].columns:
        says = f"'{name}' has no column 'deal' by which its shares are found"
        yield mapping.problem(("tables", name, "columns"), says, "Add deal: and the export's column.")


def _reassignments(mapping: Mapping) -> Iterator[Problem]:
    for index, given in enumerate(mapping.reassignments):
        path: YamlPath = ("reassignments", index)
        for table, columns in ((given.table, (given.on, "rep", "start")), (given.to, (given.on, "rep"))):
            if table not in mapping.tables:
                yield mapping.problem(path, f"there is no table '{table}'", did_you_mean(table, list(mapping.tables)))
                continue
            for column in columns:
                if column not in mapping.tables[table].columns:
                    fix = f"Add {column}: and the export's column."
                    yield mapping.problem(path, f"'{table}' has no column '{column}'", fix)
        if given.to in mapping.tables and given.to not in mapping.facts():
            yield mapping.problem(path, f"no measure reads '{given.to}'", did_you_mean(given.to, list(mapping.facts())))
        if any(given.to == other.to for other in mapping.reassignments[:index]):
            says = f"the rows of '{given.to}' change hands by two tables"
            yield mapping.problem(path, says, "Put all handovers of these rows into one table.")
        if given.to in mapping.tables and owner(mapping, given.to, mapping.period.date) != given.to:
            says = f"'{mapping.period.date}' is not a column of '{given.to}', so no day says who had the row"
            yield mapping.problem(path, says, "Name a date of that table under period.")


def _single_deals(mapping: Mapping) -> Iterator[Problem]:
    summed = [rule.table for rule in mapping.measures.values() if rule.rule in ("sum", "count")]
    if mapping.deals and not any("deal" in mapping.tables[name].columns for name in summed if name in mapping.tables):
        fix = "Add deal: and the export's column, or leave out deals: true."
        yield mapping.problem(("deals",), "no measure adds up rows that have a column 'deal'", fix)
