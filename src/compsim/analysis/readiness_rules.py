"""When a figure can be simulated: what is told about it, and which light that gives.

red: it cannot be simulated. amber: it is simulated with a caveat. green: nothing was found that speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

import pandas as pd

from compsim.errors import PopulationError, Problem
from compsim.population.cells import Complaint, as_text, problems_at, read_number, sheet_rows

Light = Literal["green", "amber", "red"]
LIGHTS: tuple[Light, ...] = get_args(Light)
Reason = Literal[
    "no_figures",
    "no_targets",
    "plan_asks_for_more",
    "some_missing",
    "some_targets_missing",
    "zero_targets",
    "does_not_add_up",
    "known_late",
    "mostly_constant",
    "repeated",
    "outliers",
]
RULES: Mapping[Reason, Light] = MappingProxyType(
    {
        "no_figures": "red",  # nobody who needs one has a figure
        "no_targets": "red",  # attainment is asked for, the plan sets no target and nobody has one
        "plan_asks_for_more": "red",  # a measure, an attribute or a shorter period that the data lack
        "some_missing": "amber",  # a missing figure is not a zero: it pays nothing and is flagged
        "some_targets_missing": "amber",
        "zero_targets": "amber",  # attainment against a target of zero is zero
        "does_not_add_up": "amber",  # the single records say something else than the sum
        "known_late": "amber",  # later than LATE days after the end of a period
        "mostly_constant": "amber",  # at least half of the people have the same figure in every period
        "repeated": "amber",  # two people with the same figures throughout
        "outliers": "amber",  # far from the median of the same role and period
    }
)

LATE = 31  # days after a period's end: the next month is over
FEWEST_PERIODS = 3  # below, equal figures say nothing
FEWEST_DIFFERENT = 6  # different figures in a row of figures before two equal rows are remarkable
FEWEST_PEOPLE = 10  # in a role and period before its median and spread mean anything
FAR = 3.5  # modified z-score 0.6745 × |x − median| ÷ MAD (Iglewicz and Hoaglin 1993)
TIMES_MORE, TIMES_LESS = 4.0, 10.0  # of the median: skewed figures pass the z-score alone too often
MAD_OF_ONE_SD = 0.6745  # MAD of a normal distribution with sd 1
MOSTLY = 0.5
CENT = 0.005  # by which a sum may miss its records, in the measure's unit

Origin = Literal["system", "person", "computed", "not said"]


@dataclass(frozen=True)
class Collected:
    """What somebody says about where a measure's figures come from; empty or None where nobody said."""

    source: str = ""  # the system that has them
    entered_by: str = ""  # who enters them
    known_after_days: float | None = None  # after the end of a period

    def __post_init__(self) -> None:
        if self.known_after_days is not None and self.known_after_days < 0:
            says = "a figure cannot be known before its period ends"
            raise PopulationError([Problem("measures", says, "Write 0 or more days.", column="known_after_days")])


def light_of(reasons: Iterable[Reason]) -> Light:
    """The worst light of several reasons; green without any."""
    return max((RULES[reason] for reason in reasons), key=LIGHTS.index, default="green")


def collected_from(measures: pd.DataFrame, source: str = "measures") -> dict[str, Collected]:
    """What a measures table says in its optional columns source, entered_by and known_after_days, by measure.

    Raises PopulationError with every cell that is no number of days.
    """
    names = [as_text(measures[name]) if name in measures else as_text(measures["measure"]) for name in _COLUMNS]
    texts = dict(zip(_COLUMNS, names, strict=True))
    days = [_days(text) if "known_after_days" in measures else None for text in texts["known_after_days"]]
    bad = [place for place, value in enumerate(days) if isinstance(value, Complaint)]
    if bad:
        fix = "Write a number of days, 0 or more."
        rows = sheet_rows(measures)[bad]
        shown = texts["known_after_days"].to_numpy()[bad]
        tell = [(f"'{text}' is no number of days after the end of a period", fix) for text in shown]
        raise PopulationError(problems_at(source, "known_after_days", rows, tell.__getitem__))
    said: list[dict[str, Any]] = [
        {name: texts[name].iloc[place].strip() for name in ("source", "entered_by") if name in measures}
        for place in range(len(measures))
    ]
    return {
        measure: Collected(**words, known_after_days=known)  # type: ignore[arg-type]  # complaints are raised above
        for measure, words, known in zip(texts["measure"], said, days, strict=True)
    }


_COLUMNS = ("measure", "source", "entered_by", "known_after_days")


def _days(text: str) -> float | Complaint | None:
    if not text.strip():
        return None
    days = read_number(text.strip())
    return Complaint("", "") if isinstance(days, float) and days < 0 else days
