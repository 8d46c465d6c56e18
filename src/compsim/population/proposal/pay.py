"""Pay and working time as exports count them: by the month or the year, as a share, in per cent or in hours a week.

A roster holds money a year and shares of a full-time job. Where a heading or the figures say that an export counts
otherwise, a person is asked what to multiply by; nothing is multiplied by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compsim.population.proposal.files import ColumnLook
from compsim.population.proposal.names import BY_THE_YEAR

LOWER = 0.5  # share of the people whose salary is below their incentive, from which on somebody is asked
MOST_FTE = 1.5  # a larger share of a full-time job is none
MOST_HOURS = 60  # a week
AS_IT_IS = "1"
_BONUS = re.compile(
    r"bonus|boni\b|provision|prämie|praemie|tantieme|variab|incentiv|commission|prime\b|primes\b|bono\b|comisi|"
    r"provisie|commissie"
)
_SALARY = re.compile(
    r"gehalt|gehälter|salar|fixum|salair|sueldo|lohn|loon\b|\bwage|base pay|fixed pay|grundverg|fixverg"
)
_PACES = (  # what a heading says, in words, and how many of them make a year
    ("quarter", re.compile(r"quartal|quarter|trimest|kwartaal|vierteljahr|/ ?q\b|\bp\. ?q\."), ("4",)),
    ("half-year", re.compile(r"halbjahr|half.?year|semest|halfjaar"), ("2",)),
    ("week", re.compile(r"woche|wöchentlich|\bweek|semaine|hebdo|semana|wekelijks"), ("52",)),
    ("hour", re.compile(r"stunde|\bhour|/ ?h\b|heure|\bhora|\buur"), ()),
    ("month", re.compile(r"monat|month|\bmtl\b|mensu|\bmois\b|\bmes\b|maand|/ ?mo\b|\bp\. ?m\.|\bp\.?m\.?$"), ("12",)),
)
_SALARIES = ("12", "13", "14")  # how many monthly salaries a year has, from country to country


@dataclass(frozen=True)
class Way:
    """One answer to the question how a column counts."""

    times: str  # what each figure is multiplied by, as a mapping says it: 12, 0.01, 1/40
    words: str


@dataclass(frozen=True)
class Counting:
    """Why it is open how a column counts, and the answers there are."""

    asks: str
    ways: tuple[Way, ...] = ()


def is_other_pay(name: str, header: str) -> bool:
    """Whether a heading speaks of the other kind of pay; a word of bonus counts more than one of salary."""
    text = header.casefold()
    bonus = _BONUS.search(text) is not None
    if name == "base_salary":
        return bonus
    return name == "target_incentive" and _SALARY.search(text) is not None and not bonus


def counting_of(name: str, column: ColumnLook) -> Counting | None:
    """What is open about how one column of the roster counts; None where nothing is."""
    if name in BY_THE_YEAR:
        return _by_heading(name, column.name)
    return _working_time(column) if name == "fte" else None


def lower_than_incentive(salaries: NDArray[np.float64], incentives: NDArray[np.float64]) -> Counting | None:
    """What is open where salaries are below the incentives of the same people (n), who have both; else None."""
    both = (salaries > 0) & (incentives > 0)
    people, lower = int(both.sum()), int((salaries < incentives)[both].sum())
    if not people or lower < LOWER * people:
        return None
    asks = f"{lower:,} of {people:,} people have a base salary below their target incentive: is it money a month"
    return Counting(asks, _ways("base_salary", "month", _SALARIES))


def _by_heading(name: str, header: str) -> Counting | None:
    text = header.casefold()
    found = next(((pace, times) for pace, words, times in _PACES if words.search(text)), None)
    if found is None:
        return None
    pace, times = found
    often = _SALARIES if (name, pace) == ("base_salary", "month") else times
    return Counting(
        f"'{header}' speaks of a {pace}, and {name.replace('_', ' ')} is money a year", _ways(name, pace, often)
    )


def _ways(name: str, pace: str, often: tuple[str, ...]) -> tuple[Way, ...]:
    several = len(often) > 1
    told = (Way(times, f"money a {pace}{f', {times} a year' if several else ''}: times {times}") for times in often)
    return (*told, Way(AS_IT_IS, f"money a year: {name.replace('_', ' ')} as it is"))


def _working_time(column: ColumnLook) -> Counting | None:
    """Shares above 1.5 are per cent or hours; which, only a person can say."""
    figures = {float(value) for value in column.numbers.values_by_text.values() if value is not None}
    large = sorted(value for value in figures if value > MOST_FTE)
    if not large:
        return None
    if any(0 < value <= MOST_FTE for value in figures):
        asks = f"some of '{column.name}' are above {MOST_FTE} and some are not: write all of them alike"
        return Counting(asks)
    asks = f"'{column.name}' is up to {large[-1]:g}, and fte is a share of a full-time job"
    hours = [Way(f"1/{full:g}", f"hours a week of {full:g}: times 1/{full:g}") for full in _full_times(large[-1])]
    percent = [Way("0.01", "per cent: times 0.01")] if large[-1] > MOST_HOURS / 2 else []
    first = hours if _says_hours(column.name) else percent
    return Counting(asks, (*first, *(way for way in (*percent, *hours) if way not in first)))


def _full_times(most: float) -> tuple[float, ...]:
    """The hours that a full-time week may have: the longest of the column, and the usual forty."""
    if most > MOST_HOURS:
        return ()
    return tuple(dict.fromkeys((most, 40.0) if most <= 40 else (most,)))


def _says_hours(header: str) -> bool:
    return re.search(r"stunde|std|hour|zeit|heure|hora|uren", header.casefold()) is not None
