"""Plans side by side: the figures of each in a column, the baseline first, and one plan out of a comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from compsim.analysis.attainment import Attainment
from compsim.analysis.cost import TotalCost
from compsim.analysis.impact import PAID, Impact
from compsim.analysis.keep_whole import KeepWhole
from compsim.present.headings import Kind
from compsim.present.numbers import DASH, money, number, percent, signed_money, signed_percent
from compsim.present.tables import Table

_WAS_PAID = "What was paid"


def side_by_side(cost: TotalCost, attainment: Attainment, impact: Impact) -> Table:
    """One column a plan, every figure written out; the first one is what they are compared with.

    Cost and attainment hold the same scenarios in the same order; pay comes from the comparison where it has it, so
    that a comparison at the same cost shows that cost.
    """
    totals = {row["scenario"]: row for row in impact.totals.to_dict("records")}
    known = {
        row["scenario"]: {**row, **more}
        for row, more in zip(
            attainment.frame.to_dict("records"), cost.frame.drop(columns="scenario").to_dict("records"), strict=True
        )
    }
    first = {"payout": float(impact.totals["before"].iloc[0])} if impact.baseline == PAID else known[impact.baseline]
    columns = {_WAS_PAID if impact.baseline == PAID else impact.baseline: _figures(first, {}, impact.currency)}
    columns |= {str(name): _figures(known[name], row, impact.currency) for name, row in totals.items()}
    frame = pd.DataFrame({"": list(_figures({}, {}, "")), **{name: list(of.values()) for name, of in columns.items()}})
    kinds: tuple[Kind, ...] = ("text", *_written(len(columns)))
    return Table("Plans side by side", frame, kinds)


def of_one(impact: Impact, name: str) -> Impact:
    """The comparison of one plan alone."""
    return replace(
        impact,
        rows=_only(impact.rows, name),
        bands=_only(impact.bands, name),
        totals=_only(impact.totals, name),
        left_out=_only(impact.left_out, name),
        groups=None,
    )


def of_one_kept(found: KeepWhole, name: str) -> KeepWhole:
    """What it takes to keep one's pay under one plan alone."""
    return replace(
        found,
        rows=_only(found.rows, name),
        objectives=_only(found.objectives, name),
        alone=_only(found.alone, name),
        totals=_only(found.totals, name),
        groups=replace(found.groups, shown=_only(found.groups.shown, name)),
    )


def _written(columns: int) -> tuple[Kind, ...]:
    return tuple("written" for _ in range(columns))


def _only(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame[frame["scenario"] == name].reset_index(drop=True)


def _figures(row: Any, total: Any, currency: str) -> dict[str, str]:
    """The figures of one column in words, in order; what is not known is a dash."""
    pay = total.get("after", row.get("payout"))
    wanted: tuple[tuple[str, Any, Callable[[Any], str]], ...] = (
        ("Variable pay", pay, lambda value: money(value, currency)),
        ("Difference", total.get("difference"), lambda value: signed_money(value, currency)),
        ("Change", total.get("change"), signed_percent),
        ("Cost of sales", row.get("cost_of_sales"), lambda value: percent(value, 1)),
        ("At target", row.get("share_at_target"), percent),
        ("People paid more", total.get("raised"), number),
        ("People paid less", total.get("lowered"), number),
        ("Within 0.5 %", total.get("unchanged"), number),
    )
    return {label: DASH if value is None or pd.isna(value) else write(value) for label, value, write in wanted}
