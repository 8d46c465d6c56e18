"""What last year's plan really paid, cut to the evaluated periods."""

from __future__ import annotations

import pandas as pd

from compsim.calendar import parse_period
from compsim.engine.payouts import Payouts
from compsim.errors import PopulationError, Problem


def paid_per_rep(payouts: Payouts) -> pd.Series:
    """Money paid to each rep in the evaluated periods, index rep; a rep without a row in `paid` is not in it.

    Raises PopulationError when nothing was recorded as paid, or when a row cannot be cut to the evaluated periods.
    """
    table = payouts.population.paid
    if table is None or table.empty:
        fix = "Add a table 'paid' with the columns rep and paid, or compare two scenarios."
        raise PopulationError([Problem("paid", "there is no record of what was paid", fix)])
    inside = pd.Series(_inside(table, payouts), index=table.index, dtype=bool)
    return table[inside].groupby("rep", sort=False)["paid"].sum().astype(float)


def _inside(table: pd.DataFrame, payouts: Payouts) -> list[bool]:
    if "period" not in table:
        labels = [""] * len(table)
    else:
        labels = table["period"].astype("object").where(table["period"].notna(), "").astype(str).str.strip().tolist()
    placed = {label: _is_inside(label, payouts) for label in dict.fromkeys(labels)}
    unclear = [label for label, found in placed.items() if found is None]
    if unclear:
        raise PopulationError([_cannot_be_cut(label, payouts) for label in unclear])
    return [bool(placed[label]) for label in labels]


def _is_inside(label: str, payouts: Payouts) -> bool | None:
    """True inside the evaluated periods, False outside, None across their edge; no period means the whole year."""
    if not label:
        return True if all(scenario.periods is None for scenario in payouts.scenarios) else None
    begin, _ = parse_period(payouts.periods[0])
    last, months = parse_period(payouts.periods[-1])
    first, length = parse_period(label)
    if begin <= first and first + length <= last + months:
        return True
    return False if first + length <= begin or first >= last + months else None


def _cannot_be_cut(label: str, payouts: Payouts) -> Problem:
    what = f"pay of {label}" if label else "pay without a period"
    evaluated = f"{payouts.periods[0]} to {payouts.periods[-1]}"
    fix = "Give what was paid by shorter periods, or evaluate the whole year."
    return Problem("paid", f"{what} cannot be compared with {evaluated} alone", fix, column="period")
