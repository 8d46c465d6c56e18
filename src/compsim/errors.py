"""What can go wrong, and how it is told.

    CompsimError
    ├── InputError            a person can mend it; carries every problem found, not just the first
    │   ├── PlanError         in a scenario file or a reform
    │   ├── PopulationError   in the tables of people and results
    │   └── MappingError      in a mapping.yaml or the export it describes
    └── EngineError           an engine that is not there or cannot do what was asked

A message says what happened, where, what was expected and how to mend it. It never repeats a figure of pay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
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


def did_you_mean(name: str, known: Sequence[str], limit: int = 12) -> str:
    """A hint that offers the nearest known name, whatever its case, and lists what is known (at most `limit` names)."""
    listed = sorted(str(item) for item in known)
    if not listed:
        return ""
    plain = {" ".join(item.split()).casefold(): item for item in reversed(listed)}
    near = get_close_matches(" ".join(name.split()).casefold(), plain, n=1, cutoff=0.6)
    shown = ", ".join(listed[:limit]) + (" …" if len(listed) > limit else "")
    return (f"Did you mean '{plain[near[0]]}'? " if near else "") + f"Known: {shown}."
