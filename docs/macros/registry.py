"""The two lists every page draws on: sources.yaml (who claims what) and glossary.yaml (what a word means)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML

from compsim.errors import InputError, Problem, did_you_mean

FOLDER = Path(__file__).parent
STRENGTHS = ("strong", "practitioner", "vendor", "anecdote")
PARTS = ("pay", "sales")
_ANCHOR = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass(frozen=True)
class Source:
    """One claim taken from somebody else."""

    id: str
    claim: str
    source: str  # author or kind of author, title
    year: int | str  # or "undated"
    strength: str  # one of STRENGTHS
    our_number: str = ""  # what this handbook uses instead, or how to find your own
    note: str = ""  # what to be careful about


@dataclass(frozen=True)
class Term:
    """One word of the trade."""

    term: str
    means: str
    part: str  # one of PARTS
    also: Sequence[str] = ()  # other spellings
    everyday: bool = False  # too common to be marked in the text

    @property
    def anchor(self) -> str:
        """The end of its address on the glossary page."""
        return re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")


Entry = TypeVar("Entry", Source, Term)


@cache
def sources() -> Mapping[str, Source]:
    """All sources by id, as sources.yaml has them."""
    return read_sources((FOLDER / "sources.yaml").read_text("utf-8"))


@cache
def glossary() -> Sequence[Term]:
    """All terms in alphabetical order, as glossary.yaml has them."""
    return read_glossary((FOLDER / "glossary.yaml").read_text("utf-8"))


def read_sources(text: str) -> Mapping[str, Source]:
    """Sources from YAML; InputError lists every entry that is incomplete, misspelt or there twice."""
    found = _read(text, "sources.yaml", Source, key="id")
    problems = [problem for source in found for problem in _source_problems(source)]
    _refuse(problems)
    return {source.id: source for source in found}


def read_glossary(text: str) -> Sequence[Term]:
    """Terms from YAML; InputError lists every entry that is incomplete, misspelt or there twice."""
    found = _read(text, "glossary.yaml", Term, key="term")
    _refuse(
        [
            Problem("glossary.yaml", f"'{term.part}' is not a part", did_you_mean(term.part, PARTS), path=term.term)
            for term in found
            if term.part not in PARTS
        ]
    )
    return sorted(found, key=lambda term: term.term.lower())


def _read(text: str, name: str, kind: type[Entry], key: str) -> list[Entry]:
    rows: list[dict[str, Any]] = YAML(typ="safe").load(text) or []
    problems = [problem for row in rows for problem in _row_problems(row, name, kind, key)]
    keys = [row.get(key) for row in rows]
    twice = sorted({str(value) for value in keys if keys.count(value) > 1})
    _refuse(problems + [Problem(name, f"{key} '{value}' is there twice", path=value) for value in twice])
    return [kind(**row) for row in rows]


def _row_problems(row: dict[str, Any], name: str, kind: type[Entry], key: str) -> list[Problem]:
    known = [field.name for field in fields(kind)]
    needed = [field for field in known if field not in ("our_number", "note", "also", "everyday")]
    missing = [field for field in needed if row.get(field) in (None, "")]
    place = str(row.get(key, "an entry without " + key))
    return [Problem(name, f"'{field}' is missing", path=place) for field in missing] + [
        Problem(name, f"'{field}' is not known here", did_you_mean(field, known), path=place)
        for field in row
        if field not in known
    ]


def _source_problems(source: Source) -> list[Problem]:
    problems = []
    if source.strength not in STRENGTHS:
        hint = did_you_mean(source.strength, STRENGTHS)
        problems.append(Problem("sources.yaml", f"'{source.strength}' is not a strength", hint, path=source.id))
    if not _ANCHOR.match(source.id):
        problems.append(Problem("sources.yaml", "an id is made of a-z, 0-9 and single hyphens", path=source.id))
    return problems


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems)
