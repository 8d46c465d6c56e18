"""One plan in many years: what each scenario pays if everybody's results are better or worse."""

from __future__ import annotations

import plotly.graph_objects as go

from compsim.analysis.rows import of_scenario
from compsim.analysis.slide import Slide
from compsim.present.answers_cost import slide_in_words
from compsim.present.charts.figure import Chart, Layout, colors_of, drawn, line_at, money_axis, percent_axis, safe
from compsim.present.numbers import money, percent, signed_percent

_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x")


def better_and_worse_years(found: Slide, budget: float | None = None, *, dark: bool = False) -> Chart:
    """Payout against the change of all results, one line a scenario, and a line at a budget if there is one (money)."""
    title = "Pay in better and worse years"
    names = [str(name) for name in dict.fromkeys(found.frame["scenario"])]
    traces = []
    for place, (name, color) in enumerate(colors_of(names).items()):
        lines = of_scenario(found.frame, name).sort_values("slide")
        traces.append(
            go.Scatter(
                x=lines["slide"] * 100,
                y=lines["payout"],
                mode="lines+markers",
                name=safe(name),
                line={"color": color, "width": 2},
                marker={"color": color, "size": 8, "symbol": _SYMBOLS[place % len(_SYMBOLS)]},
                hovertext=[
                    f"{safe(name)}, results {signed_percent(row['slide'], 0)}: {money(row['payout'], found.currency)} "
                    f"({signed_percent(row['change'])})<br>{percent(row['share_at_target'])} at target"
                    for row in lines.to_dict("records")
                ],
                hoverinfo="text",
            )
        )
    axes: Layout = {
        "xaxis": percent_axis("All results, against what they were"),
        "yaxis": {**money_axis("Variable pay", found.currency), "rangemode": "tozero"},
        "shapes": [line_at(0, "x"), *([line_at(budget, "y", dash="dash")] if budget is not None else [])],
    }
    subtitle = "Targets stay" + (f"; budget {money(budget, found.currency)} (dashed)" if budget is not None else "")
    figure = drawn("slide", title, traces, subtitle=subtitle, dark=dark, **axes)
    return Chart(figure, f"{title}: {slide_in_words(found)}")
