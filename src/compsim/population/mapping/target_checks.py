"""What a mapping must get right about a table of targets: whose they are, for when, and of which measure."""

from __future__ import annotations

from collections.abc import Iterator

from compsim.errors import Problem, did_you_mean
from compsim.population.mapping.parts import TARGETS, Mapping, YamlPath

TIME = "Add period: and a column such as 2025-Q1, or date: and a day within the month."
OF_WHAT = "Add measure: and target:, or a column for each measure under the measure's name."


def target_problems(mapping: Mapping) -> Iterator[Problem]:
    """Mistakes in the table of targets, if there is one."""
    if TARGETS not in mapping.tables:
        return
    columns = mapping.tables[TARGETS].columns
    path: YamlPath = ("tables", TARGETS, "columns")
    if "rep" not in columns:
        yield mapping.problem(path, f"'{TARGETS}' has no column 'rep'", "Add rep: and the export's column.")
    if ("period" in columns) == ("date" in columns):
        says = "says twice when a target is for" if "period" in columns else "does not say when a target is for"
        yield mapping.problem(path, f"'{TARGETS}' {says}", "Keep period or date." if "period" in columns else TIME)
    if "year" in columns and "period" not in columns:
        yield mapping.problem(path, f"'{TARGETS}' has a year and no period", TIME)
    yield from _of_what(mapping, path)
    for name, rule in mapping.measures.items():
        if rule.table == TARGETS:
            says, fix = "a measure cannot be computed from the targets", "Count the rows of deals or activities."
            yield mapping.problem(("measures", name), says, fix)


def measures_across(mapping: Mapping) -> tuple[str, ...]:
    """The measures that have a column of targets of their own."""
    return tuple(name for name in mapping.measures if name in mapping.tables[TARGETS].columns)


def _of_what(mapping: Mapping, path: YamlPath) -> Iterator[Problem]:
    """Targets stand one below the other (measure and target) or side by side, a column for each measure."""
    columns = mapping.tables[TARGETS].columns
    said, across = {"measure", "target"} & set(columns), measures_across(mapping)
    if across and said:
        says = f"'{TARGETS}' has '{across[0]}' side by side and '{min(said)}' too"
        yield mapping.problem(path, says, "Keep a column for each measure, or measure and target.")
    elif not across and len(said) < 2:
        yield mapping.problem(path, f"'{TARGETS}' does not say which measure has which target", OF_WHAT)
    constant = columns["measure"].value if "measure" in columns else None
    if constant is not None and str(constant) not in mapping.measures:
        hint = did_you_mean(str(constant), list(mapping.measures))
        yield mapping.problem((*path, "measure"), f"'{constant}' is not a measure", hint)
