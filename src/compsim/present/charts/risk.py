"""Drawn years: what they cost as bars of eight in ten, and stress as what each case changes."""

from __future__ import annotations

import plotly.graph_objects as go

from compsim.analysis.risk.risk import Risk
from compsim.analysis.risk.stress import Stress
from compsim.present.charts.figure import (
    Chart,
    Layout,
    Row,
    colors_of,
    drawn,
    empty,
    in_two_lines,
    line_at,
    lying_bars,
    money_axis,
    names_axis,
    percent_axis,
    safe,
)
from compsim.present.numbers import SPACE, money, number, signed_percent
from compsim.present.risk import case_in_words, risk_in_words
from compsim.present.theme import GREY


def cost_of_drawn_years(found: Risk, budget: float | None = None, *, dark: bool = False) -> Chart:
    """Half of the drawn years as a dot, eight in ten as a line, last year's results as a diamond; a row a scenario."""
    title = "What next year may cost"
    rows = found.cost.to_dict("records")
    names = [str(row["scenario"]) for row in rows]
    traces = [
        _interval(row, place, color, found.currency)
        for (place, row), color in zip(enumerate(rows), colors_of(names).values(), strict=True)
    ]
    last = go.Scatter(
        x=[row["last_year"] for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        name="Last year's results",
        marker={"symbol": "diamond-open", "size": 12, "color": GREY, "line": {"width": 2}},
        hovertext=[
            f"{safe(row['scenario'])}, last year's results: {money(row['last_year'], found.currency)}" for row in rows
        ],
        hoverinfo="text",
    )
    layout: Layout = {
        "xaxis": money_axis("Variable pay", found.currency),
        "yaxis": {**names_axis(names, written_as=in_two_lines), "range": [len(rows) - 0.5, -0.5]},
        "shapes": [line_at(budget, "x", dash="dash")] if budget is not None else [],
    }
    half = f"Dot: half of {number(found.assumed.draws)} drawn years cost more."
    subtitle = f"{half} Line: eight in ten. Diamond: last year's results."
    figure = drawn(
        "risk-cost", title, [*traces, last], subtitle=subtitle, dark=dark, height=190 + 56 * len(rows), **layout
    )
    return Chart(figure, f"{title}. {risk_in_words(found)}")


def _interval(row: Row, place: int, color: str, currency: str) -> go.Scatter:
    ends = f"{money(row['p10'], currency)} to {money(row['p90'], currency)}"
    return go.Scatter(
        x=[row["p50"]],
        y=[place],
        mode="markers",
        name=safe(row["scenario"]),
        showlegend=False,
        marker={"color": color, "size": 12},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [row["p90"] - row["p50"]],
            "arrayminus": [row["p50"] - row["p10"]],
            "thickness": 4,
            "width": 8,
        },
        hovertext=[f"{safe(row['scenario'])}: half above {money(row['p50'], currency)}, eight in ten {ends}"],
        hoverinfo="text",
    )


def change_in_each_case(found: Stress, *, dark: bool = False) -> Chart:
    """By how much variable pay changes in each case whose cost may be told, one bar a scenario."""
    title = "When one thing goes otherwise"
    told = found.cases[found.cases["payout"].notna()]
    if told.empty:
        return empty("stress", title, "no case can be told", dark)
    named = told.assign(name=[case_in_words(row) for row in told.to_dict("records")])

    def says(row: Row) -> str:
        return f"{row['name']}: {signed_percent(row['change'])} ({money(row['payout'], found.currency)})"

    bars = lying_bars(named, "name", "change", says, scale=100.0)
    names = list(dict.fromkeys(named["name"]))
    axis = {**names_axis(names, written_as=in_two_lines), "autorange": "reversed"}
    layout: Layout = {"xaxis": percent_axis("Change of variable pay"), "yaxis": axis, "shapes": [line_at(0, "x")]}
    subtitle = f"Results 10{SPACE}% or 20{SPACE}% other than last year's; people do what they did."
    figure = drawn("stress", title, bars.traces, subtitle=subtitle, dark=dark, height=bars.height, **layout)
    return Chart(figure, f"{title}. {bars.alt}")
