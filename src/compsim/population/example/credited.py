"""The invented company's won deals, credited to its roster rows: what its revenue, margin and new customers add up."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import parse_period
from compsim.population.example.deals import WON
from compsim.population.people import Deals

ATTRIBUTES = ("source", "product_line")  # what a plan can choose deals by


def credited_deals(deals: pd.DataFrame, roster: pd.DataFrame, periods: tuple[str, ...]) -> Deals:
    """The won ones of the company's `deals` table as `Population.deals`, each for revenue, margin and new customers.

    Whoever has two roster rows is credited on the row of the day. `periods` are months.
    """
    won = deals[deals["stage"] == WON].reset_index(drop=True)
    amounts = {
        "margin": won["margin"],
        "new_customers": won["new_customer"].astype(np.float64).where(won["new_customer"]),
        "revenue": won["amount"],
    }
    wide = won[["deal"]].assign(
        row=row_of_the_day(won, roster), place=_month(won["closed"]) - parse_period(periods[0])[0]
    )
    long = pd.concat(
        [wide.assign(measure=name, credited=amount, at=won.index) for name, amount in amounts.items()],
        ignore_index=True,
    ).dropna(subset="credited")
    long = long.sort_values(["deal", "measure"], kind="stable", ignore_index=True)
    known = won.loc[long["at"]].reset_index(drop=True)
    attributes = pd.DataFrame(
        {"deal": known["deal"], "day": pd.to_datetime(known["closed"]), "amount": long["credited"]}
    )
    return Deals(
        deal=long["deal"].to_numpy(dtype=object),
        row=long["row"].to_numpy(dtype=np.int64),
        period=long["place"].to_numpy(dtype=np.int64),
        measure=long["measure"].to_numpy(dtype=object),
        amount=long["credited"].to_numpy(dtype=np.float64),
        share=np.ones(len(long)),
        attributes=attributes.assign(**{name: known[name] for name in ATTRIBUTES}),
    )


def row_of_the_day(deals: pd.DataFrame, roster: pd.DataFrame) -> NDArray[np.int64]:
    """The roster row of each deal's rep on the day it closed (D); the first row of a rep begins before everything."""
    starts = pd.to_datetime(roster["start"]).to_numpy(dtype="datetime64[s]").copy()
    starts[~roster["rep"].duplicated().to_numpy()] = np.datetime64(0, "s") - np.timedelta64(10**10, "s")
    rows = pd.DataFrame({"rep": roster["rep"].to_numpy(), "since": starts, "row": np.arange(len(roster))})
    asked = pd.DataFrame(
        {"rep": deals["rep"].to_numpy(), "since": pd.to_datetime(deals["closed"]).to_numpy(dtype="datetime64[s]")}
    )
    asked["at"] = np.arange(len(asked))
    found = pd.merge_asof(asked.sort_values("since"), rows.sort_values("since"), on="since", by="rep")
    return np.asarray(found.sort_values("at")["row"], dtype=np.int64)


def _month(days: pd.Series) -> NDArray[np.int64]:
    """Months since year 0 of each day."""
    when = pd.to_datetime(days)
    return np.asarray(when.dt.year * 12 + when.dt.month - 1, dtype=np.int64)
