"""One more point: what it pays the middle person of a role, by objective, and for how many it pays nothing."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from compsim.analysis.marginal import Marginal
from compsim.analysis.rows import of_scenario
from compsim.present.charts.figure import Chart, Layout, Row, drawn, empty, names_axis, safe
from compsim.present.numbers import money, number, people, spoken
from compsim.present.theme import TEAL

_TITLE = "What one more point pays"


def one_more_point(
    found: Marginal, scenario: str | None = None, role: str | None = None, *, dark: bool = False
) -> Chart:
    """One bar an objective of one scenario's role, the first of each unless named: money for a point of attainment."""
    if found.by_role.empty:
        return empty("one-more-point", _TITLE, "no role has five people or more", dark)
    name = str(found.by_role["scenario"].iloc[0]) if scenario is None else scenario
    of_one = of_scenario(found.by_role, name)
    chosen = str(of_one["role"].iloc[0]) if role is None else role
    part = of_one[(of_one["role"] == chosen) & of_one["median_next"].notna()]
    if part.empty:
        return empty("one-more-point", _TITLE, "too few people have this role, or no result could be larger", dark)
    rows: Sequence[Row] = part.to_dict("records")
    bar = go.Bar(
        x=part["median_next"],
        y=list(range(len(rows))),
        orientation="h",
        marker={"color": TEAL},
        text=[money(row["median_next"], found.currency) for row in rows],
        textposition="outside",
        cliponaxis=False,
        hovertext=[safe(f"{spoken(row['objective'])}: {_said(row, found.currency)}") for row in rows],
        hoverinfo="text",
    )
    largest = max(float(part["median_next"].max()), 1.0)
    axes: Layout = {
        "xaxis": {"title": {"text": found.currency}, "tickformat": ",.0f", "range": [0, largest * 1.25]},
        "yaxis": {**names_axis([row["objective"] for row in rows]), "autorange": "reversed"},
    }
    subtitle = f"{spoken(chosen)}, {name}: the middle person, one point of attainment over the whole time"
    figure = drawn("one-more-point", _TITLE, [bar], subtitle=subtitle, dark=dark, height=150 + 48 * len(rows), **axes)
    told = "; ".join(f"{spoken(row['objective'])} {_said(row, found.currency)}" for row in rows)
    return Chart(figure, f"{_TITLE}, {spoken(chosen)}, {name}: {told}.")


def _said(row: Row, currency: str) -> str:
    idle = f", nothing for {number(row['nothing'])} of {people(row['people'])}" if row["nothing"] else ""
    return f"{money(row['median_next'], currency)}{idle}"
