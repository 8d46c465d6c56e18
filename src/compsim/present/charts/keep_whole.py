"""Keep-whole: how many people need which results to earn what they earned before."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from compsim.analysis.keep_whole import KeepWhole
from compsim.analysis.needed import BEST
from compsim.analysis.rows import of_scenario
from compsim.present.charts.figure import Chart, Layout, Row, drawn, empty, names_axis, percent_axis, who
from compsim.present.numbers import SPACE, number, people, percent
from compsim.present.theme import GREY, ORANGE, TEAL

_EDGES = (0.0, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.5, BEST)
_LEAST, _TALLEST = 20.0, 150.0  # percent; a few who need far more do not press the others into a line
_STANDINGS = {"already": ("no better", TEAL), "more": ("better", ORANGE), "out_of_reach": ("out of reach", GREY)}
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


def needed_per_rep(found: KeepWhole, scenario: str | None = None, *, dark: bool = False) -> Chart:
    """How much better each person's results must be to earn what was earned before; customdata is the rep.

    From who needs least to who needs most; who cannot reach it stands at the end, as tall as the figure.
    """
    title = "What each person needs"
    name = str(found.totals["scenario"].iloc[0]) if scenario is None else scenario
    rows = found.rows[(found.rows["scenario"] == name) & (found.rows["standing"] != "nothing_before")]
    if rows.empty:
        return empty("keep-whole-per-rep", title, "nobody was paid anything before", dark)
    placed = rows.sort_values(["factor", "rep"], na_position="last", kind="stable").assign(place=range(len(rows)))
    changes = (placed["factor"].dropna() - 1.0) * 100.0
    top = min(max(float(changes.max()) if len(changes) else 0.0, _LEAST), _TALLEST)
    foot = min(float(changes.min()) if len(changes) else 0.0, 0.0)
    traces = [
        _each(placed[placed["standing"] == standing], label, color, top)
        for standing, (label, color) in _STANDINGS.items()
        if (placed["standing"] == standing).any()
    ]
    axes: Layout = {
        "xaxis": {**names_axis([]), "title": {"text": f"{people(len(rows))}, sorted"}, "showticklabels": False},
        "yaxis": {
            **percent_axis("Results, against what they were"),
            "range": [foot * 1.05, top * 1.05],
            "zeroline": True,
        },
    }
    figure = drawn("keep-whole-per-rep", title, traces, subtitle=name, dark=dark, barmode="overlay", **axes)
    counted = [f"{label} {people(int((placed['standing'] == key).sum()))}" for key, (label, _) in _STANDINGS.items()]
    return Chart(figure, f"{title}, {name}: {'; '.join(counted)}.")


def _each(part: pd.DataFrame, label: str, color: str, top: float) -> go.Bar:
    """The bars of one standing; where no results are enough, as tall as the figure."""
    return go.Bar(
        x=part["place"],
        y=((part["factor"] - 1.0) * 100.0).fillna(top).clip(upper=_TALLEST),
        name=label,
        customdata=part["rep"],
        width=0.9,
        marker={"color": color, "line": {"width": 0}},
        hovertext=[_person(row) for row in part.to_dict("records")],
        hoverinfo="text",
    )


def _person(row: Row) -> str:
    if np.isnan(row["factor"]):
        why = "stopped by a cap" if row["capped"] else f"not even with {number(BEST)} times the results"
        return f"{who(row)}<br>{why}"
    return f"{who(row)}<br>needs {percent(row['factor'], 1)} of the results there were"


def _span(place: int) -> str:
    low, high = _EDGES[place : place + 2]
    if place == 0:
        return f"up to {percent(high)}"
    return f"above {percent(low)}" if high == BEST else f"{number(low * 100)} to {number(high * 100)}{SPACE}%"
