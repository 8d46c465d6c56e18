"""The rate that another measure picks: a step at each edge, in the rate's own unit, never on the axis of a factor."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from compsim.plan.curve import PayCurve
from compsim.present.charts.curve import corners
from compsim.present.charts.figure import Axis, Chart, drawn, line_at, percent_axis, plain_axis, safe
from compsim.present.numbers import number, percent
from compsim.present.theme import TEAL
from simulator.text import plain

LEAST_SHOWN = 1.5  # attainment: half as much again as the target is always in view
WHOLE = 100.0  # percent


@dataclass(frozen=True)
class Side:
    """One axis of the picture."""

    title: str
    percent: bool  # ratios, shown in percent

    def drawn(self, value: float) -> float:
        """The value as the axis counts it."""
        return value * WHOLE if self.percent else value

    def said(self, value: float) -> str:
        """The value in words."""
        return percent(value, 1) if self.percent else number(value, 2 if abs(value) < WHOLE else 0)

    def axis(self) -> Axis:
        """The axis as Plotly takes it."""
        title = safe(self.title)
        return percent_axis(title) if self.percent else plain_axis(title)


def rate_chart(curve: PayCurve, across: Side, up: Side, title: str, *, dark: bool) -> Chart:
    """The rate (`up`) against what picks it (`across`); short of the first edge what the curve holds there."""
    upper = _upper(curve, across)
    x, rates = corners(curve, upper)
    says = [plain("rate.at", place=across.said(at), rate=up.said(rate)) for at, rate in zip(x, rates, strict=True)]
    line = go.Scatter(
        x=[across.drawn(at) for at in x],
        y=[up.drawn(rate) for rate in rates],
        mode="lines",
        line={"color": TEAL, "width": 3},
        hovertext=says,
        hoverinfo="text",
        showlegend=False,
    )
    figure = drawn(
        "rate",
        title,
        [line],
        dark=dark,
        subtitle=plain("rate.subtitle"),
        xaxis={**across.axis(), "range": [0, across.drawn(upper)]},
        yaxis={**up.axis(), "rangemode": "tozero"},
        shapes=[line_at(WHOLE, "x")] if across.percent else [],
    )
    told = (plain("rate.from", place=across.said(edge), rate=up.said(float(curve(edge)))) for edge in curve.edges)
    return Chart(figure, f"{title}: {up.title}. {across.title}: {'; '.join(told)}.")


def _upper(curve: PayCurve, across: Side) -> float:
    """Past the last edge, so that its rate is seen."""
    last = max(curve.edges)
    return max(LEAST_SHOWN, last + 0.25) if across.percent else last * 1.25 or 1.0
