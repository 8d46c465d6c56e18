"""No name of a person in a document that goes round: what comes from the data is looked through before it is shown."""

from __future__ import annotations

import re

from compsim.population.people import Population

SOMEBODY = "somebody"
_SHORTEST = 3  # letters; shorter names stand inside every other word


def names_of(population: Population) -> frozenset[str]:
    """Everybody whom the roster names, as rep or as manager."""
    columns = [population.roster[name] for name in ("rep", "manager") if name in population.roster]
    found = {str(name).strip() for column in columns for name in column.dropna()}
    return frozenset(name for name in found if len(name) >= _SHORTEST)


def without_names(text: str, names: frozenset[str]) -> str:
    """The text with a word in place of each name, whatever its case."""
    folded = text.casefold()
    there = sorted((name for name in names if name.casefold() in folded), key=len, reverse=True)
    for name in there:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", SOMEBODY, text, flags=re.IGNORECASE)
    return text
