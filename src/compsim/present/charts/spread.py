"""How far apart people stand, with the excellence point: what the best tenth reaches, or is paid."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from compsim.analysis.attainment_spread import AttainmentSpread
from compsim.analysis.rows import of_scenario
from compsim.present.answers_attainment import span
from compsim.present.charts.figure import Chart, Layout, drawn, empty, line_at, percent_axis
from compsim.present.numbers import number, percent
from compsim.present.theme import GREY, ORANGE, TEAL

_TITLES = {"attainment": "The best tenth's attainment", "payout_ratio": "The best tenth's pay"}
_AXES = {"attainment": "Weighted attainment", "payout_ratio": "Share of target incentive paid"}
_WIDTH = 10  # percent
_FEW_TICKS = 140  # percent across which a tick every 20 fits a phone


def excellence_histogram(
    found: AttainmentSpread, scenario: str | None = None, figure: str = "attainment", *, dark: bool = False
) -> Chart:
    """How many stand in each bin, those beyond the best tenth's line in another colour; of attainment or pay."""
    name = str(found.frame["scenario"].iloc[0]) if scenario is None else scenario
    bins = of_scenario(found.histogram, name)
    bins = bins[bins["figure"] == figure]
    row = of_scenario(found.frame, name).iloc[0]
    point = float(row["excellence" if figure == "attainment" else "upside"])
    if not bins["n"].sum() or np.isnan(point):
        return empty("excellence", _TITLES[figure], "nobody could be counted", dark)
    lows = np.where(np.isinf(bins["low"]), -0.1, bins["low"]) * 100
    says = [
        f"{span((low, high))}: {number(n)} of {number(bins['n'].sum())}"
        for low, high, n in zip(bins["low"], bins["high"], bins["n"], strict=True)
    ]
    bar = go.Bar(
        x=lows + _WIDTH / 2,
        y=bins["n"],
        width=_WIDTH * 0.92,
        marker={"color": [TEAL if low >= point else GREY for low in bins["low"]]},
        hovertext=says,
        hoverinfo="text",
    )
    filled = lows[bins["n"].to_numpy() > 0]
    seen = [min(50, filled.min()), max(150, filled.max() + _WIDTH)]
    axes: Layout = {
        "xaxis": {
            **percent_axis(_AXES[figure]),
            "dtick": 20 if seen[1] - seen[0] <= _FEW_TICKS else 50,
            "range": seen,
        },
        "yaxis": {"title": {"text": "Rows on a plan"}, "rangemode": "tozero", "tickformat": ",d"},
        "shapes": [line_at(point * 100, "x", dash="solid", color=ORANGE), line_at(100, "x")],
    }
    said = _said(figure, point)
    figure_drawn = drawn("excellence", _TITLES[figure], [bar], subtitle=f"{name}: {said}", dark=dark, **axes)
    fullest = says[int(bins["n"].to_numpy().argmax())]
    return Chart(figure_drawn, f"{_TITLES[figure]}, {name}: {said}; most stand at {fullest}.")


def _said(figure: str, point: float) -> str:
    if figure == "attainment":
        return f"one in ten reaches {percent(point)} or more (line)"
    beyond = f"{number(point, 2)} times target incentive, {percent(point - 1)} beyond it"
    return f"one in ten is paid {percent(point)} or more (line): {beyond}"
