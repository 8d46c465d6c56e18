"""Inputs that several planning functions ask for: said once, so that they mean the same everywhere."""

from __future__ import annotations

from typing import Annotated

from compsim.planning.inputs import asks
from compsim.planning.quantity import Amount, Share, Whole

LARGEST_TABLE = 200  # rows; a table that somebody types has fewer
_MOST = 10**12

RowName = Annotated[str, asks("Name", "What it is called.", "name", "", min_length=1, max_length=80)]
DealValue = Annotated[
    Amount, asks("Value of a deal", "What one deal brings; a median is safer.", "money", 4_000, gt=0, le=_MOST)
]
CloseRate = Annotated[Share, asks("Close rate", "Deals an opportunity.", "share", "1/3", gt=0)]
PerOpportunity = Annotated[
    Amount,
    asks("Meetings for each opportunity", "That must take place until it is decided.", "meetings", 2, gt=0, le=1_000),
]
NoShowRate = Annotated[
    Share, asks("Booked meetings that fail", "Share of booked meetings that do not take place.", "share", "20%", lt=1)
]
HourCost = Annotated[
    Amount, asks("Cost of an hour", "Pay and all that comes with it.", "money an hour", 50, ge=0, le=10_000)
]
People = Annotated[Whole, asks("People", "Whom it is about.", "people", 10, ge=1, le=10**6)]
Weeks = Annotated[
    Amount, asks("Weeks a year", "Weeks of work after holidays, fairs and training.", "weeks", 42, gt=0, le=53)
]
ManagerCost = Annotated[
    Amount, asks("Cost of a manager", "Pay and all that comes with it.", "money a year", 150_000, ge=0, le=_MOST)
]
CostOnce = Annotated[
    Amount, asks("Cost once", "Analysis, advice, tools, set-up.", "money", 0, ge=0, le=_MOST, default=0)
]
CostAYear = Annotated[
    Amount, asks("Cost each year", "Time and licences.", "money a year", 0, ge=0, le=_MOST, default=0)
]
