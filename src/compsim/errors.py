"""What can go wrong, and how it is told.

    CompsimError
    ├── InputError            a person can mend it; carries every problem found, not just the first
    │   ├── PlanError         in a scenario file or a reform
    │   ├── PopulationError   in the tables of people and results
    │   └── MappingError      in a mapping.yaml or the export it describes
    └── EngineError           an engine that is not there or cannot do what was asked

A message says what happened, where, what was expected and how to mend it. It never repeats a figure of pay.
A check inside a model raises a RefusalError, a ValueError whose findings become problems once their line is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from typing import Any, Literal


@dataclass(frozen=True)
class Problem:
    """One thing a person should mend or know, with the place to look at."""

    source: str  # the file or table, as the person named it
    says: str  # what happened, one sentence without a full stop
    fix: str = ""  # what to do about it
    line: int | None = None  # in a plan or mapping file, from 1
    path: str = ""  # in a plan or mapping file: plans.hunter.objectives.revenue
    row: int | None = None  # in a table, as a spreadsheet counts: the header is row 1
    column: str = ""
    severity: Literal["error", "warning"] = "error"

    def where(self) -> str:
        """The place in words: `fy26.yaml line 9, plans.hunter` or `results.csv row 4, column actual`."""
        spot = self.source
        if self.line is not None:
            spot += f" line {self.line}"
        if self.row is not None:
            spot += f" row {self.row}"
        return ", ".join(part for part in (spot, self.path, self.column and f"column {self.column}") if part)

    def __str__(self) -> str:
        message = f"{self.where()}: {self.says}."
        return f"{message} {self.fix}" if self.fix else message

    def as_dict(self) -> dict[str, Any]:
        """The problem as plain data, for JSON; places that do not apply are left out."""
        return {key: value for key, value in asdict(self).items() if value not in (None, "")}


class CompsimError(Exception):
    """Everything this library raises on purpose."""


class InputError(CompsimError):
    """Input that a person can mend: carries all problems at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """Between processes the problems travel, not the message made of them."""
        return type(self), (self.problems,)


class PlanError(InputError):
    """A scenario file or a reform says something it must not."""


class PopulationError(InputError):
    """The tables of people and results cannot be used as they are."""


class MappingError(InputError):
    """A mapping.yaml, or the export it describes, cannot be used as it is."""


class EngineError(CompsimError):
    """An engine is missing or cannot do what was asked of it."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong inside a part of a file, told from the part on."""

    says: str
    fix: str
    path: tuple[str | int, ...] = ()  # the field below the part

    def below(self, *path: str | int) -> Finding:
        """The same, told from further up."""
        return replace(self, path=(*path, *self.path))


class RefusalError(ValueError):
    """What a check inside a model raises: everything it found."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("\n".join(f"{each.says} | {each.fix}" for each in findings))


def refusal(says: str, fix: str, *path: str | int) -> RefusalError:
    """The refusal of one thing, at a field of the part that is checked."""
    return RefusalError(Finding(says, fix, path))


def did_you_mean(name: str, known: Sequence[str], limit: int = 12) -> str:
    """A hint that offers the nearest known name and lists what is known (at most `limit` names).

    Case, spaces and leading zeros make no difference; a name with another number in it is never offered.
    """
    listed = sorted(str(item) for item in known)
    if not listed:
        return ""
    plain = {plain_name(item): item for item in reversed(listed)}
    wanted = plain_name(name)
    possible = [other for other in plain if _numbers(other) == _numbers(wanted) or not _numbers(other)]
    near = get_close_matches(wanted, possible, n=1, cutoff=0.6)
    shown = ", ".join(listed[:limit]) + (" …" if len(listed) > limit else "")
    return (f"Did you mean '{plain[near[0]]}'? " if near else "") + f"Known: {shown}."


def plain_name(name: str) -> str:
    """A name without differences of case, spaces and leading zeros: `Rep  H-01` and `rep h-1` are one."""
    return _LEADING_ZEROS.sub("", " ".join(name.split()).casefold())


_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def _numbers(name: str) -> list[str]:
    return re.findall(r"[0-9]+", name)
