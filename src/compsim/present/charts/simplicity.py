"""Weight in the plan beside effective weight: what each component was meant to decide, and what it decided."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from compsim.analysis.rows import of_scenario
from compsim.analysis.simplicity import Simplicity
from compsim.present.charts.figure import Chart, Layout, Row, drawn, empty, names_axis, percent_axis, safe
from compsim.present.numbers import percent, spoken
from compsim.present.theme import GREY, TEAL

_PARTS = {"nominal": ("Weight in the plan", GREY), "effective": ("Part of the spread of pay", TEAL)}


def weights_in_plan_and_pay(
    found: Simplicity, scenario: str | None = None, role: str | None = None, *, dark: bool = False
) -> Chart:
    """Two bars a component of one scenario's role, the first of each unless named; the effective ones add to 100 %."""
    title = "Weight in the plan and in the pay"
    if found.weights.empty:
        return empty("weights", title, "no role has five people or more", dark)
    name = str(found.weights["scenario"].iloc[0]) if scenario is None else scenario
    of_one = of_scenario(found.weights, name)
    chosen = str(of_one["role"].iloc[0]) if role is None else role
    part = of_one[of_one["role"] == chosen]
    if part.empty or part["effective"].isna().all():
        return empty("weights", title, "nobody's pay differs, or too few people have this role", dark)
    rows: Sequence[Row] = part.to_dict("records")
    traces = [
        go.Bar(
            x=part[column] * 100,
            y=list(range(len(rows))),
            orientation="h",
            name=label,
            marker={"color": color},
            hovertext=[safe(f"{spoken(row['component'])}: {label.lower()} {percent(row[column])}") for row in rows],
            hoverinfo="text",
        )
        for column, (label, color) in _PARTS.items()
    ]
    axes: Layout = {
        "xaxis": {**percent_axis(""), "zeroline": True},
        "yaxis": {**names_axis([row["component"] for row in rows]), "autorange": "reversed"},
    }
    subtitle = f"{spoken(chosen)}, {name}: how much of people's differences in pay goes with each component"
    figure = drawn("weights", title, traces, subtitle=subtitle, dark=dark, height=150 + 48 * len(rows), **axes)
    told = "; ".join(f"{spoken(r['component'])} {percent(r['nominal'])} and {percent(r['effective'])}" for r in rows)
    return Chart(figure, f"{title}, {spoken(chosen)}, {name} (in the plan, in the spread of pay): {told}.")
