"""Names in tables that meet nobody on the roster: what each of them may be, what it would credit, and read as accepted.

Nothing is applied by itself: `names_offered` says what is close, `respelt` reads what a person has accepted, and says
so among the assumptions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from compsim.population.cells import plural
from compsim.population.converting import convert_table
from compsim.population.reading import Reading
from compsim.population.remarks import amounts_in_words
from compsim.population.spelling import close_to

FACTS = ("results", "deal_credits", "paid")  # the tables whose rows name people
MOST_OFFERED = 50  # names that are compared and told


@dataclass(frozen=True)
class NameOffer:
    """A name that is not on the roster and one of the roster that is spelt nearly alike."""

    table: str  # results, deal_credits, paid
    spelt: str
    known: str
    rows: int  # that have the name
    amounts: str = ""  # what the results come to, by summed measure and in words; pay is not told


def names_offered(reading: Reading) -> tuple[NameOffer, ...]:
    """The close spellings of names that are not on the roster, those with most rows first in each table."""
    roster = reading.tables.get("roster")
    if roster is None or "rep" not in roster:
        return ()
    known = [name for name in dict.fromkeys(roster["rep"].astype(str)) if name.strip()]
    close = close_to(known)
    there = [table for table in FACTS if table in reading.tables and "rep" in reading.tables[table]]
    return tuple(offer for table in there for offer in _offers(reading, table, set(known), close))


def respelt(reading: Reading, accepted: Collection[NameOffer]) -> Reading:
    """The tables with the accepted names in place of those that were spelt otherwise, and a line that says so."""
    tables = dict(reading.tables)
    told = []
    for table in dict.fromkeys(offer.table for offer in accepted):
        names = {offer.spelt: offer.known for offer in accepted if offer.table == table}
        tables[table] = tables[table].assign(rep=tables[table]["rep"].astype(str).replace(names))
        count = plural(len(names), "name is read as another", "names are read as others")
        told.append(f"{table}.rep: {count}: accepted by a person")
    if told:
        stated = pd.DataFrame({"assumption": told}, index=pd.RangeIndex(2, len(told) + 2), dtype="str")
        tables["assumptions"] = pd.concat([tables[name] for name in ("assumptions",) if name in tables] + [stated])
    return replace(reading, tables=tables)


def _offers(
    reading: Reading, table: str, known: set[str], close: Callable[[str], tuple[str, ...]]
) -> Iterator[NameOffer]:
    reps = reading.tables[table]["rep"].astype(str)
    loose = Counter(name for name in reps if name.strip() and name not in known)
    offers = [(name, other, rows) for name, rows in loose.most_common(MOST_OFFERED) for other in close(name)]
    typed = convert_table(table, reading.tables[table], table)[0] if offers and table == "results" else None
    for name, other, rows in offers:
        amounts = "" if typed is None else _amounts(reading, typed[(reps == name).to_numpy()])
        yield NameOffer(table, name, other, rows, amounts)


def _amounts(reading: Reading, rows: pd.DataFrame) -> str:
    """What some results come to, by measure, where measures add up."""
    defined = reading.tables.get("measures")
    others = set() if defined is None or "combine" not in defined else set(_not_summed(defined))
    summed = set(rows["measure"].astype(str)) - others
    return amounts_in_words(rows, summed).strip(" ()")


def _not_summed(defined: pd.DataFrame) -> Iterator[str]:
    for row in defined.to_dict("records"):
        if str(row["combine"]).strip() not in ("", "sum", "nan"):
            yield str(row.get("measure", ""))
