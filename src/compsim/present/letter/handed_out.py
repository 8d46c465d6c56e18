"""The documents of an announcement: which there are, as which files, and all of them in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import pandas as pd

from compsim.analysis.own_pay import own_rows
from compsim.analysis.own_plan import own_plans
from compsim.errors import PopulationError, Problem, did_you_mean
from compsim.plan.scenario import Scenario
from compsim.population.people import Population
from compsim.present.letter.letter import objective_letter
from compsim.present.letter.packed import file_stems, packed
from compsim.present.letter.sheet import Sheet, Stated, text_of
from compsim.present.letter.summary import plan_summary

Kind = Literal["letter", "summary"]
Format = Literal["pdf", "docx"]
_FIRST_LINE = 2  # of a table, below its headings
_PLAIN_SIGNS = 0x250  # below are the letters of Europe's Latin alphabets, which every PDF shows
_OWN_SIGNS = "€−–’"  # those that the documents write themselves
_TOLD = 20  # signs that a message names


@dataclass(frozen=True)
class File:
    """One document with its name."""

    name: str
    content: bytes


def letters(
    scenario: Scenario,
    population: Population,
    reps: Sequence[str] = (),
    ending: Format = "pdf",
    stated: Stated | None = None,
) -> Iterator[File]:
    """The objective letter of each rep, or of everybody who has a plan; InputError as evaluation raises it.

    Somebody with several lines on the roster gets one letter, of the line that comes last in time. A name gives the
    same file whoever else is asked for. PopulationError, before the first file, for names that a PDF cannot show.
    """
    everybody = whom(scenario, population)
    _refuse_unknown(reps, everybody)
    stems = dict(zip(everybody, file_stems(everybody), strict=True))
    sheets = _letter_sheets(scenario, population, {rep: everybody[rep] for rep in reps or everybody}, stated)
    yield from _files({_letter_file(stems[rep], ending): sheet for rep, sheet in sheets.items()}, ending)


def _letter_sheets(
    scenario: Scenario, population: Population, rows: Mapping[str, int], stated: Stated | None
) -> dict[str, Sheet]:
    plans = own_plans(scenario, population, list(rows.values()))
    return {rep: objective_letter(own, stated) for rep, own in zip(rows, plans, strict=True)}


def letter_of(
    scenario: Scenario, population: Population, row: int, ending: Format = "pdf", stated: Stated | None = None
) -> File:
    """The letter of one line of the roster, also of one that another has followed."""
    sheet = objective_letter(next(own_plans(scenario, population, [row])), stated)
    return next(_files({letter_file(scenario, population, row, ending): sheet}, ending))


def not_shown(
    scenario: Scenario, population: Population, row: int, ending: Format, stated: Stated | None = None
) -> tuple[Problem, ...]:
    """What keeps the documents of a line of the roster from being written as this kind of file."""
    rep, role = own_rows(scenario, population)[row]
    letter = _letter_sheets(scenario, population, {rep: row}, stated)
    return _odd([*letter.values(), *_summary_sheets(scenario, population, [role], stated).values()], ending)


def roles_not_shown(
    scenario: Scenario, population: Population, ending: Format, stated: Stated | None = None
) -> tuple[Problem, ...]:
    """What keeps the summaries of the roles from being written as this kind of file."""
    return _odd(list(_summary_sheets(scenario, population, list(scenario.plans), stated).values()), ending)


def letter_file(scenario: Scenario, population: Population, row: int, ending: Format) -> str:
    """What the file with the letter of a line of the roster is called."""
    rep, everybody = own_rows(scenario, population)[row][0], whom(scenario, population)
    stem = dict(zip(everybody, file_stems(everybody), strict=True))[rep]
    return _letter_file(stem if everybody[rep] == row else f"{stem}-line-{row + _FIRST_LINE}", ending)


def summaries(
    scenario: Scenario,
    population: Population,
    reps: Sequence[str] = (),
    ending: Format = "pdf",
    stated: Stated | None = None,
) -> Iterator[File]:
    """The plan summary of each role, or of the roles of some reps."""
    there, everybody = own_rows(scenario, population), whom(scenario, population)
    _refuse_unknown(reps, everybody)
    asked = {there[everybody[rep]][1] for rep in reps} or set(scenario.plans)
    roles = [role for role in scenario.plans if role in asked]
    sheets = _summary_sheets(scenario, population, roles, stated)
    yield from _files({summary_file(scenario, role, ending): sheet for role, sheet in sheets.items()}, ending)


def _summary_sheets(
    scenario: Scenario, population: Population, roles: Sequence[str], stated: Stated | None
) -> dict[str, Sheet]:
    currency = scenario.currency or population.currency
    return {role: plan_summary(scenario, role, currency, stated) for role in roles}


def summary_of(
    scenario: Scenario, population: Population, role: str, ending: Format = "pdf", stated: Stated | None = None
) -> File:
    """The plan summary of one role."""
    sheet = plan_summary(scenario, role, scenario.currency or population.currency, stated)
    return next(_files({summary_file(scenario, role, ending): sheet}, ending))


def summary_file(scenario: Scenario, role: str, ending: Format) -> str:
    """What the file with a role's summary is called."""
    stems = dict(zip(scenario.plans, file_stems(scenario.plans), strict=True))
    return f"{stems[role]}-plan-summary.{ending}"


def whom(scenario: Scenario, population: Population) -> dict[str, int]:
    """Everybody who gets a letter, and the roster row that it is about: the one that comes last in time."""
    starts = population.roster["start"].tolist()
    last: dict[str, tuple[tuple[int, bool, Any], int]] = {}
    for row, (rep, _) in own_rows(scenario, population).items():
        until = int(population.eligible[row].nonzero()[0][-1])
        known = not pd.isna(starts[row])
        place = (until, known, starts[row] if known else row)
        if rep not in last or place >= last[rep][0]:
            last[rep] = (place, row)
    return {rep: row for rep, (_, row) in last.items()}


def in_one(files: Iterator[File]) -> bytes:
    """The documents as a zip."""
    return packed({file.name: file.content for file in files})


def _letter_file(stem: str, ending: Format) -> str:
    return f"{stem}-objective-letter.{ending}"


def _files(sheets: Mapping[str, Sheet], ending: Format) -> Iterator[File]:
    """Each sheet as a file; what a PDF cannot show is told before the first is written."""
    problems = _odd(tuple(sheets.values()), ending)
    if problems:
        raise PopulationError(problems)
    write = _writer(ending)
    return (File(name, write(sheet)) for name, sheet in sheets.items())


def _writer(ending: Format) -> Callable[[Sheet], bytes]:
    """What writes this kind of file, imported on first use: its libraries are slow to load."""
    module, name = {"pdf": ("pdf", "pdf_of"), "docx": ("word", "docx_of")}[ending]
    found: Callable[[Sheet], bytes] = getattr(import_module(f"compsim.present.letter.{module}"), name)
    return found


def _odd(sheets: Sequence[Sheet], ending: Format) -> tuple[Problem, ...]:
    """The signs in some sheets that this kind of file cannot show, as a problem that says how to mend it."""
    signs = dict.fromkeys(sign for sheet in sheets for sign in text_of(sheet))
    rare = "".join(sign for sign in signs if not (_is_plain(sign) or sign.isspace()))
    odd = _unshown(rare) if rare and ending == "pdf" else ""
    if not odd:
        return ()
    shown = " ".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in odd[:_TOLD])
    fix = "Take docx: it is shown with the fonts of the computer on which it is opened."
    return (Problem("letters", f"the fonts of the PDF cannot show: {shown}", fix),)


def _is_plain(sign: str) -> bool:
    return sign in _OWN_SIGNS or (ord(sign) < _PLAIN_SIGNS and sign.isprintable())


def _unshown(signs: str) -> str:
    found: str = import_module("compsim.present.letter.pdf").unshown(signs)
    return found


def _refuse_unknown(reps: Sequence[str], everybody: Mapping[str, int]) -> None:
    """PopulationError that lists those who have no plan."""
    says, column = "nobody of this name has a plan in the scenario", "rep"
    unknown = [
        Problem("roster", f"'{rep}': {says}", did_you_mean(rep, sorted(everybody)), column=column)
        for rep in reps
        if rep not in everybody
    ]
    if unknown:
        raise PopulationError(unknown)
