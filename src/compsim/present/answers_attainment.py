"""How far apart people stand, in words and as text: the excellence point, and upside in both published ways."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from compsim.analysis.attainment_spread import AttainmentSpread
from compsim.analysis.norms import BANDS
from compsim.present.headings import Kind
from compsim.present.numbers import SPACE, number, percent
from compsim.present.tables import Table, frame_table, grouped_table, table_text
from compsim.present.words import norms_in_words, parts_withheld_in_words

Row = Mapping[Hashable, Any]
FIGURES: dict[str, str] = {
    "share_at_target": "at target",
    "share_without_pay": "without pay",
    "top_payout_ratio": "the best tenth's payout ÷ target incentive",
}


def spread_in_words(found: AttainmentSpread) -> str:
    """What the best tenth reaches and is paid, told in both ways, and where that stands against published ranges."""
    told = [_one_spread(row) for row in found.frame.to_dict("records")]
    return " ".join((*told, _BOTH_WAYS, parts_withheld_in_words(found.hidden_objectives))).strip()


def _one_spread(row: Row) -> str:
    if math.isnan(row["excellence"]) or math.isnan(row["upside"]):
        return f"Under {row['scenario']} nobody has both objectives and a target incentive."
    norms = norms_in_words(row["upside"], BANDS["top_payout_ratio"]).partition(". ")[0]
    return (
        f"Under {row['scenario']} the best tenth reaches {percent(row['excellence'])} or more, and the best-paid tenth "
        f"gets {percent(row['upside'])} of target incentive or more: {number(row['upside'], 2)} times target "
        f"incentive, or {percent(row['upside_beyond'])} beyond it. {norms}."
    )


_BOTH_WAYS = (
    "Upside is published both ways, and they differ by one: “2 : 1” is twice the target incentive on top of it."
)


def spread_text(found: AttainmentSpread) -> str:
    """The paragraph, the histogram, and excellence and upside by objective, role and team."""
    shown = [
        histogram_table(found),
        frame_table(found.by_objective, title="Excellence and upside by objective"),
        *(grouped_table(f"Excellence and upside by {each.column}", each) for each in (found.by_role, found.by_team)),
    ]
    return "\n\n".join([spread_in_words(found), *map(table_text, shown)])


def histogram_table(found: AttainmentSpread, figure: str = "attainment") -> Table:
    """One row a bin that somebody is in, one column a scenario; attainment, or payout_ratio."""
    part = found.histogram[found.histogram["figure"] == figure]
    wide = part.pivot_table(index=["low", "high"], columns="scenario", values="n", sort=False)
    wide = wide[list(dict.fromkeys(part["scenario"]))].sort_index()
    wide = wide[wide.sum(axis=1) > 0]
    bins = pd.DataFrame(
        {"Attainment" if figure == "attainment" else "Payout ÷ target incentive": map(span, wide.index)}
    )
    frame = pd.concat([bins, wide.reset_index(drop=True)], axis=1)
    counts: tuple[Kind, ...] = tuple("count" for _ in wide)
    return Table("How many stand where", frame, ("text", *counts))


def span(bounds: tuple[float, float]) -> str:
    """A bin in words: `90 to below 100 %`."""
    low, high = bounds
    if math.isinf(low):
        return f"below {percent(high)}"
    return (
        f"{percent(low)} and more" if math.isinf(high) else f"{number(low * 100)} to below {number(high * 100)}{SPACE}%"
    )
