"""The invented company part by part: its tables for so many people at a time, so that any number of them fits.

The parts are a property of the company, not of who asks: put together they are the tables of the whole, whatever they
are written to. People and results come out as they would without parts; only deals are numbered part after part.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from compsim.population.example.deals import Counted, activities_table, deals_table, many_deals
from compsim.population.example.people import Staff
from compsim.population.example.results import Planted, Year, planted_in, results_table, year_of

PEOPLE_AT_ONCE = 5_000  # about a million deals


def parts_of(people: Staff, seed: int, *, truths: bool, deals: bool) -> Iterator[tuple[float, dict[str, pd.DataFrame]]]:
    """The tables of one part after another, and the share of people that is then behind (0..1).

    Tables: results, and with `deals` also deals and activities; columns as `example.example_tables` says.
    """
    planted = planted_in(people) if truths else None
    counted = _counted(people, seed, planted) if deals else []
    for place, (some, year) in enumerate(_years(people, seed, planted)):
        tables = {"results": results_table(some, year)}
        if deals:
            tables |= {
                "deals": deals_table(some, year, seed, counted[place]),
                "activities": activities_table(some, year),
            }
        yield (some.first + len(some.rep)) / people.company, tables


def _years(people: Staff, seed: int, planted: Planted | None) -> Iterator[tuple[Staff, Year]]:
    bounds = [*range(0, people.company, PEOPLE_AT_ONCE), people.company]
    for first, last in pairwise(bounds):
        some = people.some(slice(first, last))
        yield some, year_of(some, seed, planted)


def _counted(people: Staff, seed: int, planted: Planted | None) -> list[Counted]:
    """How far the deals are counted before each part; every year is worked out once more for that, which is quick."""
    sizes = [(many_deals(year), int(year.actual["new_customers"].sum())) for _, year in _years(people, seed, planted)]
    total, told, deals, customers = sum(size for size, _ in sizes), list[Counted](), 0, 0
    for part, (more_deals, more_customers) in enumerate(sizes):
        told.append(Counted(part, deals, customers, total))
        deals, customers = deals + more_deals, customers + more_customers
    return told
