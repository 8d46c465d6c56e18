"""Small cases: a scenario and its tables in one YAML file, as they are worked out in text books and contracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import pandas as pd

from compsim.errors import InputError, Problem, did_you_mean
from compsim.marked_yaml import MarkedYaml, Path, dotted, read_yaml
from compsim.plan.scenario import Origin, Scenario, scenario_from_plain
from compsim.population.people import Population
from compsim.population.reading import population_from_tables
from compsim.population.tables import TABLES

EXPECTED: Mapping[str, int] = {  # what a case may expect, and by how many names each of its figures is found
    "pays": 1,  # rep
    "total_pay": 1,
    "pays_less_tax": 1,
    "pays_by_period": 2,  # rep, period
    "components": 2,  # rep, component
    "explains": 4,  # rep, period, part, step
    "incomplete": 0,  # a list of reps
    "amount_needed": 1,
    "slice_pays": 1,
}
_NEEDED = {"amount_needed": {"component", "total_pay", "base_salary", "is", "within"}}
_NEEDED["slice_pays"] = {"component", "at", "slice", "is"}
_NOT_FIGURES = ("tax", "component")
WORDS = ("about", "source", "scenario", *TABLES, "expect", "depends_on", "note")


@dataclass(frozen=True, eq=False)
class Case:
    """One worked example: who, under which plan, and where its numbers come from."""

    name: str
    scenario: Scenario
    population: Population
    about: str = ""
    source: str = ""
    expect: Mapping[str, Any] = field(default_factory=dict)  # kind of `EXPECTED` -> figures


def case_files(path: str | FilePath) -> list[FilePath]:
    """The case files of a folder and the folders in it, or the one file; InputError if there is none."""
    place = FilePath(path)
    found = [place] if place.is_file() else sorted([*place.rglob("*.yaml"), *place.rglob("*.yml")])
    if not found:
        says = "there is no case here" if place.exists() else "there is no such file or folder"
        raise InputError([Problem(str(path), says, "Give a YAML file, or a folder of them.")])
    return found


def load_cases(path: str | FilePath) -> list[Case]:
    """Every case of a folder or file; InputError with the problems of all of them."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for file in case_files(path):
        try:
            cases.append(load_case(file))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return cases


def load_case(path: str | FilePath) -> Case:
    """One case; InputError with what is wrong in its scenario or its tables."""
    file = FilePath(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError([Problem(file.name, f"the case cannot be read: {reason}", "Save it as UTF-8.")]) from None
    return read_case(text, file.name)


def read_case(text: str, source: str = "case") -> Case:
    """One case from YAML text: `scenario`, and rows under `roster`, `results`, `deal_credits`, `measures`, `paid`."""
    marked = read_yaml(text, source)
    problems = list(_shape(marked, source))
    if problems:
        raise InputError(problems)
    data = marked.data
    scenario = scenario_from_plain(data["scenario"], _origin(marked, source))
    tables = {name: pd.DataFrame(data[name]) for name in TABLES if name in data}
    names = {name: f"{source} {name}" for name in TABLES}
    population = population_from_tables(tables, source_names=names)
    about, origin = str(data.get("about", "")), str(data.get("source", ""))
    return Case(source, scenario, population, about, origin, data.get("expect") or {})


def _shape(marked: MarkedYaml, source: str) -> list[Problem]:
    """What keeps the file from being a case at all."""
    data = marked.data
    if not isinstance(data, Mapping) or "scenario" not in data:
        says = "the file is not a case: it has no scenario"
        return [Problem(source, says, "Write 'scenario:', 'roster:' and 'results:', each with its rows.", line=1)]
    found = [
        Problem(source, f"there is no field '{name}' in a case", did_you_mean(name, WORDS), line=marked.line((name,)))
        for name in data
        if name not in WORDS
    ]
    for name in TABLES:
        rows: Any = data.get(name, [])
        if not isinstance(rows, list) or any(not isinstance(row, Mapping) for row in rows):
            fix = "Write a list of rows such as - {rep: a, role: seller, target_incentive: 20000}."
            found.append(Problem(source, f"'{name}' is not a list of rows", fix, line=marked.line((name,))))
    if not isinstance(data["scenario"], Mapping):
        found.append(Problem(source, "the scenario has no fields", "Begin it with 'scenario: NAME' and 'plans:'."))
    return [*found, *_expectation(marked, source)]


def _expectation(marked: MarkedYaml, source: str) -> Iterator[Problem]:
    """What of `expect` cannot be compared."""
    expect = marked.data.get("expect") or {}
    if not isinstance(expect, Mapping):
        yield Problem(
            source, "'expect' has no fields", "Write 'expect: {pays: {REP: MONEY}}'.", line=marked.line(("expect",))
        )
        return
    for kind, figures in expect.items():
        place: Path = ("expect", kind)
        if kind not in EXPECTED:
            says = f"there is no '{kind}' to expect"
            yield Problem(
                source, says, did_you_mean(kind, tuple(EXPECTED)), line=marked.line(place), path=dotted(place)
            )
            continue
        for wrong in _not_figures(kind, figures):
            where = (*place, *wrong)
            yield Problem(
                source, "this is no figure", _how_to_expect(kind), line=marked.line(where), path=dotted(where)
            )


def _not_figures(kind: str, figures: Any) -> list[Path]:
    """The places of an expectation at which no figure stands."""
    if kind == "incomplete":
        return [] if isinstance(figures, list) else [()]
    if kind in _NEEDED and (not isinstance(figures, Mapping) or not _NEEDED[kind] <= set(figures)):
        return [()]
    return list(_without_figure(figures, EXPECTED[kind]))


def _without_figure(value: Any, depth: int, place: Path = ()) -> Iterator[Path]:
    if depth == 0:
        if place[-1] not in _NOT_FIGURES and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield place
    elif not isinstance(value, Mapping):
        yield place
    else:
        for name, inner in value.items():
            yield from _without_figure(inner, depth - 1, (*place, name))


def _how_to_expect(kind: str) -> str:
    if kind in _NEEDED:
        return f"Give {', '.join(sorted(_NEEDED[kind]))}."
    names = ("REP", "PERIOD" if kind != "components" else "COMPONENT", "PART", "STEP")[: EXPECTED[kind]]
    return (
        f"Write {kind}: {''.join(f'{{{name}: ' for name in names)}1234.50{'}' * len(names)}."
        if names
        else "Write a list of reps."
    )


def _origin(marked: MarkedYaml, source: str) -> Origin:
    """The lines of the scenario inside the case file."""
    inside = {path[1:]: line for path, line in marked.lines.items() if path and path[0] == "scenario"}
    return Origin(source, inside)
