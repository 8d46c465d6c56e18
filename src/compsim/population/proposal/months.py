"""In which months the rows of the deals count: what a person chooses the plan year from."""

from __future__ import annotations

from collections import Counter

from pyarrow import compute

from compsim.population.export.cells import read_dates
from compsim.population.proposal.parts import Proposed

MOST_YEARS = 12  # years offered: those with most rows, because a mistyped year is one, too


def rows_by_month(proposed: Proposed) -> dict[str, int]:
    """Rows of the deals in each month that has one, in order, such as 2025-03; empty while the date is not decided."""
    deals = proposed.tables.get("deals")
    choice = deals.columns.get("closed_on") if deals is not None else None
    if deals is None or choice is None or choice.column is None or choice.format == "?":
        return {}
    look = deals.file.columns[choice.column]
    days = read_dates(look.counted.field("values"), choice.format or look.order or None).cells
    months = compute.strftime(days, format="%Y-%m").to_pylist()
    rows: Counter[str] = Counter()
    for month, count in zip(months, look.counted.field("counts").to_pylist(), strict=True):
        if month is not None:
            rows[month] += count
    return dict(sorted(rows.items()))


def months_offered(rows: dict[str, int]) -> tuple[str, ...]:
    """Every month of the years that have rows, in order; of many years those with most rows."""
    years: Counter[str] = Counter()
    for month, count in rows.items():
        years[month[:4]] += count
    return tuple(f"{year}-{month:02}" for year, _ in sorted(years.most_common(MOST_YEARS)) for month in range(1, 13))
