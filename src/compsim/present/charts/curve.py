"""The pay curve, with where people stood last year behind it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from compsim.plan.curve import PayCurve
from compsim.present.charts.figure import Axis, Chart, drawn, line_at, money_axis, percent_axis, plain_axis
from compsim.present.numbers import money, number, people, percent, percent_range
from compsim.present.theme import GREY, TEAL

Floats = NDArray[np.float64]
_LEAST_SHOWN = 1.5  # attainment: half as much again as the target is always in view
_MOST_SHOWN = 3.0  # attainment: a few stars do not press the curve into a corner
_PAY_SHOWN = 10_000.0  # money: what a line without any kink is shown up to
_BIN = 0.1  # attainment: bars of ten points
_ROOM = 1.08  # the figure is so much taller than the highest pay
_POINTS = 151  # places on the line that answer a pointer: each point of attainment up to 150 %
_MOST_WORDS = 6  # points of the curve told in words


@dataclass(frozen=True)
class _Reading:
    """What the two axes mean: attainment and shares of target incentive, or the measure's own unit and money."""

    values: bool  # the curve reads the measure's own value
    incentive: float | None  # money at target, if the pay is to be shown in money
    currency: str
    beside: float | None = None  # money at target that a second axis counts in

    def place(self, x: float) -> str:
        return number(x) if self.values else percent(x)

    def pay(self, factor: float) -> str:
        if self.values:
            return number(factor, 2)
        share = f"{percent(factor)} of target incentive"
        if self.beside is not None:
            return f"{share} ({money(factor * self.beside, self.currency)})"
        return share if self.incentive is None else f"{money(factor * self.incentive, self.currency)} ({share})"

    def scales(self) -> tuple[float, float]:
        """What to multiply x and the factor by before they are drawn."""
        return (1.0, 1.0) if self.values else (100.0, 100.0 if self.incentive is None else self.incentive)

    def axes(self) -> tuple[Axis, Axis]:
        if self.values:
            return plain_axis("Result"), money_axis("Pay", self.currency)
        pay = percent_axis("Share of target incentive paid")
        return percent_axis("Attainment of target"), pay if self.incentive is None else money_axis("Pay", self.currency)


def pay_curve(  # noqa: PLR0913 - one figure, its words and its look
    curve: PayCurve,
    *,
    attainment: Floats | None = None,
    incentive: float | None = None,
    at_target: float | None = None,
    currency: str = "",
    reads: str = "attainment",
    title: str = "Pay curve",
    dark: bool = False,
) -> Chart:
    """What a curve pays; `attainment` (people) as bars behind it; `incentive` (money) turns the factor into money.

    `at_target` (money, what 100 % pays) keeps the factor and counts the money on a second axis, to the right.
    `reads="value"` is for curves on the measure's own unit, whose result is money, such as commissions.
    """
    reading = _Reading(reads == "value", incentive, currency, at_target)
    known = np.array([]) if attainment is None or reading.values else attainment[np.isfinite(attainment)]
    upper = _upper(curve, known, reading)
    wide, high = reading.scales()
    across, up = reading.axes()
    layout: dict[str, Any] = {
        "xaxis": {**across, "range": [0, upper * wide]},
        "yaxis": {**up, "rangemode": "tozero"},
        "shapes": [] if reading.values else [line_at(100, "x")],
        "bargap": 0.08,
    }
    traces = [_line(curve, upper, reading, wide, high)]
    if at_target is not None and not reading.values:
        top = float(max(traces[0].y)) * _ROOM or 1.0
        layout["yaxis"] = {**layout["yaxis"], "range": [0, top]}
        layout["yaxis3"] = _in_money(top / high * at_target, currency)
        traces.insert(0, _unseen(upper * wide))
    if len(known):
        traces.insert(0, _people_bars(known, upper))
        layout["yaxis2"] = _behind(traces[0])
    subtitle = f"Bars: where {people(len(known))} stood" if len(known) else ""
    figure = drawn("pay-curve", title, traces, subtitle=subtitle, dark=dark, **layout)
    return Chart(figure, f"{title}: {_in_words(curve, reading)}")


def corners(curve: PayCurve, upper: float) -> tuple[Floats, Floats]:
    """The points to join by straight lines from 0 to `upper`; a jump is two points above each other."""
    x, y = [0.0], [float(curve(0.0))]
    for i, edge in enumerate(curve.edges):
        if 0.0 < edge < upper:
            run = edge - curve.edges[i - 1]
            before = curve.below if i == 0 else curve.levels[i - 1] + curve.slopes[i - 1] * run
            x += [edge, edge]
            y += [before, curve.levels[i]]
    return np.array([*x, upper]), np.array([*y, float(curve(upper))])


def _with_steps(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The same line with points in between, so that a reader can point anywhere on it."""
    between = np.setdiff1d(np.round(np.linspace(0.0, x[-1], _POINTS), 9), x)
    order = np.argsort(np.concatenate([x, between]), kind="stable")
    return np.concatenate([x, between])[order], np.concatenate([y, np.interp(between, x, y)])[order]


def _line(curve: PayCurve, upper: float, reading: _Reading, wide: float, high: float) -> go.Scatter:
    x, factor = _with_steps(*corners(curve, upper))
    says = [f"at {reading.place(at)}: {reading.pay(paid)}" for at, paid in zip(x, factor, strict=True)]
    look = {"color": TEAL, "width": 3}
    return go.Scatter(
        x=x * wide, y=factor * high, mode="lines", line=look, hovertext=says, hoverinfo="text", showlegend=False
    )


def _people_bars(known: Floats, upper: float) -> go.Bar:
    edges = np.arange(0.0, upper + _BIN / 2, _BIN)
    counts, _ = np.histogram(np.clip(known + 1e-9, 0.0, edges[-1]), edges)
    spans = [percent_range(low, high) for low, high in pairwise(edges)]
    return go.Bar(
        x=(edges[:-1] + _BIN / 2) * 100,
        y=counts,
        yaxis="y2",
        marker={"color": GREY, "opacity": 0.4},
        hovertext=[f"{people(n)} at {span}" for n, span in zip(counts, spans, strict=True)],
        hoverinfo="text",
        showlegend=False,
    )


def _behind(bars: go.Bar) -> Axis:
    """An axis without marks that keeps the bars in the lower part of the figure."""
    most = int(max(bars.y, default=1))
    return {"overlaying": "y", "side": "right", "visible": False, "range": [0, most * 2.5], "fixedrange": True}


def _in_money(top: float, currency: str) -> Axis:
    """The axis to the right: what the same heights are in money."""
    axis = money_axis("Pay a year", currency)
    look = {"overlaying": "y", "side": "right", "range": [0, top], "fixedrange": True, "showgrid": False}
    return {**axis, **look, "tickformat": ",.0f", "tickmode": "sync"}


def _unseen(upper: float) -> go.Scatter:
    """A mark that nobody sees: an axis is drawn only where something stands on it."""
    look = {"opacity": 0}
    return go.Scatter(x=[upper], y=[0.0], yaxis="y3", mode="markers", marker=look, hoverinfo="skip", showlegend=False)


def _upper(curve: PayCurve, known: Floats, reading: _Reading) -> float:
    """Up to where the figure shows the curve: past its last kink, and past nearly everybody."""
    last = max(curve.kinks(), default=0.0)
    if reading.values:
        return max(last * 1.25, float(np.max(known, initial=0.0))) or _until_paid(curve, _PAY_SHOWN)
    seen = min(float(np.quantile(known, 0.99)), _MOST_SHOWN) if len(known) else 0.0
    return float(np.ceil(max(_LEAST_SHOWN, last + 0.25, seen) / _BIN - 1e-9) * _BIN)


def _until_paid(curve: PayCurve, pay: float) -> float:
    """Up to where a straight line is shown: until it has paid a round sum."""
    return curve.needed_for(pay) or 1.0


def _in_words(curve: PayCurve, reading: _Reading) -> str:
    """What the curve pays at its kinks and at target, below the first and past the last."""
    places = sorted({edge for edge in curve.kinks() if edge > 0} | (set() if reading.values else {1.0}))
    told = [f"at {reading.place(x)} it pays {reading.pay(float(curve(x)))}" for x in places[:_MOST_WORDS]]
    end = "above that it goes on rising" if curve.slopes[-1] > 0 else "above that it stays there"
    if places:
        least = float(curve(np.nextafter(places[0], 0.0)))
        told.insert(0, f"below {reading.place(places[0])} it pays {'less' if least > 0 else 'nothing'}")
    return "; ".join((*told, end)) + "."
