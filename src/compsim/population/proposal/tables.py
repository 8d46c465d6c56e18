"""Which file is which table: judged by the columns that are found in it and by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from compsim.population.proposal.columns import named
from compsim.population.proposal.files import FileLook, Looked
from compsim.population.proposal.names import LEVELS, Confidence
from compsim.population.proposal.vocabulary import FILE_WORDS, NEEDED_TO_BE, TABLES, TELLING

NAMED = 3  # what a telling file name is worth, in columns
CLEAR = 2  # the lead over the next reading that makes a file sure
CHANGES = (
    ". If it holds changes of role, team or pay: a change is a second row of the same person in the people's file, and "
    "both rows need a start and an end"
)


@dataclass(frozen=True)
class TableGuess:
    """What a file seems to be."""

    file: str
    table: str  # empty: nothing that a mapping knows
    confidence: Confidence
    evidence: str
    score: float = 0.0


def guesses_of(looked: Looked) -> dict[str, TableGuess]:
    """What each file seems to be; only one file is a table, the others that look like it say so."""
    guesses = {file.name: _guess(file) for file in looked.files}
    for table in TABLES:
        claims = sorted((g for g in guesses.values() if g.table == table), key=lambda guess: -guess.score)
        for other in claims[1:]:
            why = f"looks like {table} too, and {claims[0].file} does so more; rows of one table stand in one file"
            told = f"{why}{CHANGES if table == 'roster' else ''}"
            guesses[other.file] = replace(other, table="", confidence="unsure", evidence=told)
    return guesses


def _guess(file: FileLook) -> TableGuess:
    readings = sorted((_read_as(file, table) for table in TABLES), key=lambda guess: -guess.score)
    best, second = readings[0], readings[1]
    if best.score <= 0:
        return TableGuess(file.name, "", "unsure", "its columns say nothing that a mapping needs")
    close = best.score - second.score < CLEAR and second.score > 0
    told = f"; it could be {second.table} too" if close else ""
    return replace(best, confidence="likely" if close else "sure", evidence=best.evidence + told)


def _read_as(file: FileLook, table: str) -> TableGuess:
    """How well a file fits one table: a score of 0 means that it cannot be it."""
    offers = {want.name: named(want, table, file) for want in TABLES[table]}
    by_name = {name: min(found, key=lambda offer: offer.group) for name, found in offers.items() if found}
    file_says_so = re.search(FILE_WORDS[table], file.name, re.IGNORECASE) is not None
    lacking = [names for names in NEEDED_TO_BE[table] if not any(name in by_name for name in names)]
    people = table == "roster" and file_says_so and "rep" in by_name
    if (lacking and not people) or not file.rows:
        return TableGuess(file.name, table, "unsure", "", 0.0)
    worth = {"sure": 2.0, "likely": 1.0, "unsure": 0.5}
    telling = {by_name[name].column: name for name in TELLING[table] if name in by_name}
    score = sum(worth[by_name[name].confidence] for name in telling.values()) + NAMED * file_says_so
    columns = ", ".join(f"'{column}'" for column in list(telling)[:4]) or f"'{by_name['rep'].column}'"
    words = f"it has {columns}" + (", and its name says so" if file_says_so else "")
    return TableGuess(file.name, table, LEVELS[0], words, score)
