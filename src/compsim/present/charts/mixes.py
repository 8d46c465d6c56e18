"""How a group weighs objectives: every answer as a dot that grows with the people behind it, and the median."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from compsim.analysis.mixes import Mix, median_mix, spread_of_mixes
from compsim.present.charts.figure import Chart, Layout, drawn, in_two_lines, percent_axis, safe
from compsim.present.mixes import mix_in_words
from compsim.present.numbers import DASH, exact_percent, people, percent, percent_range, spoken
from compsim.present.theme import BLUE, GREY, ORANGE, TEAL

_ROW, _AROUND = 96, 160  # pixels of an objective, and of everything else
_SMALLEST, _GROWS, _LARGEST = 20, 7, 46  # pixels across a dot: of one person, more for each further one, at most
_TEXT = 15  # a wall is read from afar
_LEGEND = {  # at the foot of the picture, however wide it is
    "orientation": "h",
    "xref": "container",
    "x": 0,
    "xanchor": "left",
    "yref": "container",
    "y": 0,
    "yanchor": "bottom",
    "font": {"size": 13},
}


def spread_of_answers(
    mixes: Sequence[Mix], titles: Mapping[str, str], *, present: Mix | None = None, dark: bool = False
) -> Chart:
    """One line an objective from 0 to 100 %; the frame stays while answers come in, also before the first one.

    `titles` names the objectives in order. Where dots lie on each other they are one, with the number of people in it.
    `present` is the mix of the plan as it is; its weights are marked where they are known.
    """
    names = list(titles)
    traces = [*_present(present or {}, names), *(_middle(mixes, names) if mixes else []), *_answers(mixes, names)]
    title = "How the room weighs"
    rows = [f"{in_two_lines(titles[name])}<br>{said}" for name, said in _medians(mixes, names).items()]
    axes: Layout = {
        "xaxis": {**percent_axis(""), "range": [-5, 105], "dtick": 25, "fixedrange": True, "tickfont": {"size": _TEXT}},
        "yaxis": {
            "tickvals": list(range(len(names))),
            "ticktext": rows,
            "range": [len(names) - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"size": _TEXT},
        },
        "showlegend": True,
        "legend": _LEGEND,
        "margin": {"l": 8, "r": 16, "t": 52, "b": 92},
    }
    figure = drawn("mixes", title, traces, dark=dark, height=_AROUND + _ROW * len(names), **axes)
    return Chart(figure, f"{title}: {_said(mixes, titles)}")


def _answers(mixes: Sequence[Mix], names: Sequence[str]) -> list[Any]:
    counted = Counter((place, round(mix[name] * 100)) for mix in mixes for place, name in enumerate(names))
    dots = sorted(counted.items())
    return [
        go.Scatter(
            x=[weight for (_, weight), _ in dots],
            y=[place for (place, _), _ in dots],
            mode="markers+text",
            name="Answers, with the number of people",
            text=[str(n) if n > 1 else "" for _, n in dots],
            textfont={"color": "#ffffff", "size": 13},
            marker={
                "color": TEAL,
                "opacity": 1.0,
                "size": [min(_SMALLEST + _GROWS * (n - 1), _LARGEST) for _, n in dots],
                "line": {"color": "#ffffff", "width": 1},
            },
            hovertext=[f"{percent(weight / 100)}: {people(n)}" for (_, weight), n in dots],
            hoverinfo="text",
        )
    ]


def _middle(mixes: Sequence[Mix], names: Sequence[str]) -> list[Any]:
    """Under each line of dots the middle half of the answers, behind the dots the median."""
    rows = spread_of_mixes(mixes).set_index("objective").loc[list(names)]
    x: list[float | None] = []
    y: list[float | None] = []
    for place, (low, high) in enumerate(zip(rows["low"], rows["high"], strict=True)):
        x += [low * 100, high * 100, None]  # the gap keeps the lines of two objectives apart
        y += [place + 0.4, place + 0.4, None]
    half = go.Scatter(
        x=x,
        y=y,
        mode="lines",
        name="Middle half",
        line={"color": GREY, "width": 6},
        hoverinfo="skip",
        connectgaps=False,
    )
    median = go.Scatter(
        x=rows["median"] * 100,
        y=list(range(len(names))),
        mode="markers",
        name="Median",
        marker={"symbol": "line-ns", "size": 58, "line": {"color": ORANGE, "width": 5}, "color": ORANGE},
        hovertext=[f"Median {exact_percent(weight)}" for weight in rows["median"]],
        hoverinfo="text",
    )
    return [half, median]


def _present(mix: Mix, names: Sequence[str]) -> list[Any]:
    """The plan as it is, below everything, wide enough to be seen behind a dot."""
    known = [(place, mix[name]) for place, name in enumerate(names) if name in mix]
    if not known:
        return []
    return [
        go.Scatter(
            x=[weight * 100 for _, weight in known],
            y=[place for place, _ in known],
            mode="markers",
            name="The plan as it is",
            marker={"symbol": "diamond-open", "size": 30, "line": {"color": BLUE, "width": 3}, "color": BLUE},
            hovertext=[f"The plan as it is: {percent(weight)}" for _, weight in known],
            hoverinfo="text",
        )
    ]


def _medians(mixes: Sequence[Mix], names: Sequence[str]) -> dict[str, str]:
    """Below an objective's name its median, which is the mark in its line, and what that makes in the median mix.

    A dash keeps the place before the first answer.
    """
    if not mixes:
        return dict.fromkeys(names, DASH)
    medians, mix = spread_of_mixes(mixes).set_index("objective")["median"], median_mix(mixes)
    return {name: f"<b>median {exact_percent(medians[name])}</b>, in the mix {percent(mix[name])}" for name in names}


def _said(mixes: Sequence[Mix], titles: Mapping[str, str]) -> str:
    if not mixes:
        return "nobody has answered yet."
    rows = spread_of_mixes(mixes).to_dict("records")
    spans = [
        f"{safe(titles.get(row['objective'], spoken(row['objective'])))} {percent_range(row['least'], row['most'])}"
        for row in rows
    ]
    middle = mix_in_words(median_mix(mixes), titles)
    return f"{people(len(mixes))} answered. Median mix {safe(middle)}. From least to most: {', '.join(spans)}."
