"""Keep-whole: how many people need which results to earn what they earned before."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from compsim.analysis.keep_whole import KeepWhole
from compsim.analysis.needed import BEST
from compsim.analysis.rows import of_scenario
from compsim.present.charts.figure import Chart, Layout, drawn, empty, names_axis
from compsim.present.numbers import SPACE, number, people, percent
from compsim.present.theme import GREY, ORANGE, TEAL

_EDGES = (0.0, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.5, BEST)
_ROUNDING = 1e-4  # what is needed is found by halving, to such a factor


def results_needed(found: KeepWhole, scenario: str | None = None, *, dark: bool = False) -> Chart:
    """People by how good their results must be to earn what they earned before; the last bar cannot reach it."""
    title = "What it takes to keep one's pay"
    name = str(found.totals["scenario"].iloc[0]) if scenario is None else scenario
    total = of_scenario(found.totals, name).iloc[0]
    rows = found.rows[(found.rows["scenario"] == name) & (found.rows["standing"] != "nothing_before")]
    if rows.empty:
        return empty("keep-whole", title, "nobody was paid anything before", dark)
    factors = rows["factor"].dropna().to_numpy(dtype=np.float64)
    places = np.searchsorted(np.array(_EDGES[1:]) + _ROUNDING, factors, side="left")
    counts = [*np.bincount(places, minlength=len(_EDGES) - 1)[: len(_EDGES) - 1].tolist(), int(total["out_of_reach"])]
    labels = [*(_span(place) for place in range(len(_EDGES) - 1)), "out of reach"]
    colors = [*(TEAL if edge <= 1.0 else ORANGE for edge in _EDGES[1:]), GREY]
    bar = go.Bar(
        x=counts,
        y=list(range(len(counts))),
        orientation="h",
        marker={"color": colors},
        text=[number(count) for count in counts],
        textposition="outside",
        cliponaxis=False,
        hovertext=[f"{label}: {people(count)}" for label, count in zip(labels, counts, strict=True)],
        hoverinfo="text",
    )
    axes: Layout = {
        "xaxis": {"title": {"text": "People"}, "tickformat": ",d", "range": [0, max(counts) * 1.12]},
        "yaxis": {**names_axis(labels), "autorange": "reversed", "title": {"text": "Results needed"}},
    }
    said = (
        f"{name}: {number(total['already'])} need no better results, {number(total['more'])} do, "
        f"{number(total['out_of_reach'])} cannot reach it"
    )
    figure = drawn("keep-whole", title, [bar], subtitle=said, dark=dark, height=430, **axes)
    parts = [f"{label} {people(count)}" for label, count in zip(labels, counts, strict=True) if count]
    return Chart(figure, f"{title}, {said}. Results needed: {'; '.join(parts)}.")


def _span(place: int) -> str:
    low, high = _EDGES[place : place + 2]
    if place == 0:
        return f"up to {percent(high)}"
    return f"above {percent(low)}" if high == BEST else f"{number(low * 100)} to {number(high * 100)}{SPACE}%"
