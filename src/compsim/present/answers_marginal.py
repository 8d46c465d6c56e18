"""What one more point is worth, in words and as text: by role and objective, and where more pays nothing."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from compsim.analysis.marginal import Marginal
from compsim.present.numbers import listed, money, number, percent, spoken
from compsim.present.tables import Table, frame_table, table_text

Row = Mapping[Hashable, Any]


def marginal_in_words(found: Marginal) -> str:
    """What a point of each objective pays the middle person of each role, and for how many it pays nothing."""
    told = [_one_role(part, found.currency) for _, part in found.by_role.groupby(["scenario", "role"], sort=False)]
    if found.hidden:
        told.append(f"Not shown, fewer than five people: {listed([spoken(role) for role in found.hidden])}.")
    return " ".join(part for part in (*told, _WHICH_POINT) if part)


def _one_role(part: pd.DataFrame, currency: str) -> str:
    rows = part.to_dict("records")
    paid = [f"{spoken(row['objective'])} {_worth(row, currency)}" for row in rows]
    first = rows[0]
    idle = [_idle(row) for row in rows if row["nothing"] > 0]
    stands = f" It pays nothing for {listed(idle)}." if idle else ""
    return f"One point more pays the middle {spoken(first['role'])} under {first['scenario']}: {listed(paid)}.{stands}"


def _worth(row: Row, currency: str) -> str:
    return "nothing that could be told" if math.isnan(row["median_next"]) else money(row["median_next"], currency)


def _idle(row: Row) -> str:
    return f"{number(row['nothing'])} of {number(row['people'])} on {spoken(row['objective'])}"


_WHICH_POINT = (
    "A point is one of attainment over the whole time looked at, with everything else that reads the same result; at "
    "an edge the last point and the next one pay differently."
)


def marginal_text(found: Marginal) -> str:
    """The paragraph, the figures by role and objective, and the stretches where more pays nothing more."""
    by_role = frame_table(found.by_role, found.currency, "What one point more pays")
    return "\n\n".join([marginal_in_words(found), table_text(by_role), table_text(dead_zones_table(found))])


def dead_zones_table(found: Marginal) -> Table:
    """One row a stretch of attainment in which more pays nothing more."""
    zones = found.dead_zones
    frame = pd.DataFrame(
        {
            "Scenario": zones["scenario"],
            "Role": zones["role"].map(spoken),
            "Objective": zones["objective"].map(spoken),
            "Attainment": [_span(low, high) for low, high in zip(zones["low"], zones["high"], strict=True)],
            "Pays all along": zones["factor"].map(percent),
        }
    )
    return Table("Where more pays nothing more", frame, ("text", "text", "text", "text", "written"))


def _span(low: float, high: float) -> str:
    if math.isinf(low):
        return "everywhere" if math.isinf(high) else f"below {percent(high)}"
    return f"from {percent(low)}" if math.isinf(high) else f"{number(low * 100)} to {percent(high)}"
