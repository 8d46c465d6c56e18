"""A figure with its words: the frame that every chart is drawn in, and the axes and labels they share."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compsim.present.numbers import SPACE, SYMBOLS, spoken
from compsim.present.theme import GREY, PALETTE, config, template

Axis = dict[str, Any]
Layout = dict[str, Any]
Row = Mapping[Hashable, Any]  # one row of a result
_LINE = 52  # characters of a subtitle that fit on a phone
_LABEL = 24  # characters of a name beside an axis


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure, and what it shows in words for those who cannot see it."""

    figure: go.Figure
    alt: str

    def html(self, div_id: str, *, plotlyjs: bool = False) -> str:
        """The chart as a piece of a page that loads nothing from anywhere; `plotlyjs` puts the script into it."""
        inner = self.figure.to_html(full_html=False, include_plotlyjs=plotlyjs, div_id=div_id, config=config(div_id))
        return f'<div role="figure" aria-label="{escape(self.alt, quote=True)}">{inner}</div>'


def drawn(
    name: str,
    title: str,
    traces: Sequence[Any],
    *,
    subtitle: str = "",
    dark: bool = False,
    height: int = 360,
    **layout: Any,
) -> go.Figure:
    """The frame of all figures; `name` keeps a reader's zoom while the figures change."""
    lines = textwrap.wrap(subtitle, _LINE)
    figure = go.Figure(data=list(traces))
    top = 52 + 18 * len(lines)
    below = 54 / max(height - top - 70, 100)  # the legend stands under the axis title, however tall the figure is
    figure.update_layout(
        template=template(dark=dark),
        title={
            "text": title,
            "subtitle": {"text": "<br>".join(safe(line) for line in lines)},
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 12},
        },
        margin={"l": 8, "r": 16, "t": top, "b": 8},
        height=height + 18 * max(len(lines) - 1, 0),
        uirevision=name,
        dragmode=False,
        hovermode="closest",
        bargap=0.3,
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": -below, "yanchor": "top"},
        showlegend=sum(trace.showlegend is not False for trace in traces) > 1,
    )
    return figure.update_layout(**layout)


def empty(name: str, title: str, says: str, dark: bool) -> Chart:
    """A chart that has nothing to show, and says why."""
    note = {"text": safe(says), "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    hidden = {"visible": False}
    figure = drawn(name, title, [], dark=dark, height=200, annotations=[note], xaxis=hidden, yaxis=hidden)
    return Chart(figure, f"{title}: {says}.")


def safe(text: object) -> str:
    """A name from the data as text that a figure shows as it is, never as markup."""
    return escape(str(text), quote=False)


def short(name: object) -> str:
    """A name cut to what fits beside an axis."""
    text = spoken(name)
    return safe(text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…")


def in_two_lines(name: object) -> str:
    """A name in at most two lines of what fits beside an axis, so that long ones that begin alike stay apart."""
    lines = textwrap.wrap(spoken(name), _LABEL, max_lines=2, placeholder="…")
    return "<br>".join(safe(line) for line in lines)


def who(row: Row) -> str:
    """A rep for a hover box: the name, then role and team."""
    return f"<b>{safe(row['rep'])}</b><br>{safe(spoken(row['role']))}, {safe(row['team'])}"


def names_axis(names: Sequence[object], most: int | None = None, written_as: Callable[[object], str] = short) -> Axis:
    """An axis of names at 0, 1, 2 ...: places, not values, so that a team called 2025-01 is no date.

    With more than `most` names only some are written, evenly spread and always the last.
    """
    step = 1 if most is None else -(-len(names) // most)
    places = list(range(len(names) - 1, -1, -max(step, 1)))[::-1]
    written = [written_as(names[place]) for place in places]
    return {"tickvals": places, "ticktext": written, "showgrid": False, "zeroline": False}


def percent_axis(title: str) -> Axis:
    """An axis in percent; the data are ratios × 100."""
    return {"title": {"text": title}, "ticksuffix": f"{SPACE}%", "zeroline": False}


def money_axis(title: str, currency: str) -> Axis:
    """An axis in money; the currency stands in the title, where a minus cannot come between."""
    return plain_axis(f"{title} ({SYMBOLS.get(currency, currency)})" if currency else title)


def plain_axis(title: str) -> Axis:
    """An axis in the measure's own unit, thousands as k, millions as M."""
    return {"title": {"text": title}, "exponentformat": "B", "zeroline": False}


def line_at(value: float, axis: str, *, dash: str = "dot", color: str = GREY) -> dict[str, Any]:
    """A reference line across the figure at one value of an axis (`x` or `y`)."""
    other = "y" if axis == "x" else "x"
    ends = {f"{axis}0": value, f"{axis}1": value, f"{other}0": 0, f"{other}1": 1}
    look = {"color": color, "width": 1.5, "dash": dash}
    return {"type": "line", **ends, f"{axis}ref": axis, f"{other}ref": "paper", "line": look}


def colors_of(names: Sequence[str]) -> dict[str, str]:
    """A colour for each name in order; after the last the palette begins again."""
    return {name: PALETTE[i % len(PALETTE)] for i, name in enumerate(names)}


@dataclass(frozen=True, eq=False)
class Bars:
    """Lying bars, one group a name and one colour a scenario, with what belongs around them."""

    traces: tuple[go.Bar, ...]
    axis: Axis  # the names, first on top
    height: int  # pixels
    alt: str


def lying_bars(frame: pd.DataFrame, column: str, value: str, says: Callable[[Row], str], scale: float = 1.0) -> Bars:
    """Bars of `value` × `scale` for each name in `column` and each scenario; `says` is one row in words."""
    names = list(dict.fromkeys(frame[column]))
    scenarios = [str(name) for name in dict.fromkeys(frame["scenario"])]
    parts = {name: frame[frame["scenario"] == name] for name in scenarios}
    words = {name: [says(row) for row in part.to_dict("records")] for name, part in parts.items()}
    traces = tuple(
        go.Bar(
            x=part[value] * scale,
            y=[names.index(name) for name in part[column]],
            orientation="h",
            name=safe(scenario),
            marker={"color": color},
            hovertext=[safe(f"{scenario}: {text}") for text in words[scenario]],
            hoverinfo="text",
        )
        for (scenario, part), color in zip(parts.items(), colors_of(scenarios).values(), strict=True)
    )
    alt = " ".join(f"{scenario}: {'; '.join(texts)}." for scenario, texts in words.items())
    axis = {**names_axis(names), "autorange": "reversed"}
    return Bars(traces, axis, 130 + len(names) * (22 + 12 * len(scenarios)), alt)
