"""The plans of a search: what each costs against another figure, and the front between the goals."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from compsim.analysis.search.front import Goal
from compsim.analysis.search.search import Search
from compsim.present.charts.figure import Axis, Chart, drawn, empty, money_axis, percent_axis, safe
from compsim.present.numbers import money, number, percent
from compsim.present.theme import GREY, PALETTE

_MOST = 1_500  # points that a phone still draws at once, without WebGL, which not every machine has
_NAMES: dict[Goal, str] = {
    "cost": "Cost",
    "share_at_target": "Share at target",
    "largest_loss": "Largest fall of one pay",
    "share_of_winners": "Share paid more",
}
_TITLES: dict[Goal, str] = {"largest_loss": "Largest fall"}  # so that two of them fit a phone


def plans_and_front(found: Search, across: Goal, up: Goal, currency: str, *, dark: bool = False) -> Chart:
    """Every plan tried (evenly thinned) and the front, one goal against another; customdata is a plan's number."""
    above, below = (_TITLES.get(goal, _NAMES[goal]) for goal in (up, across))
    title = f"{above} against {below[0].lower()}{below[1:]}"
    if found.front.empty:
        return empty("search", title, "No plan is within the limits", dark)
    thinned = np.linspace(0, len(found.result) - 1, min(len(found.result), _MOST)).astype(np.int64)
    every = found.result.rows(np.unique(thinned))
    front = found.front.sort_values(across)
    hover = [
        f"Plan {number(p)}: {_said(across, x, currency)}, {_said(up, y, currency)}"
        for p, x, y in zip(front["plan"], front[across], front[up], strict=True)
    ]
    traces = [
        go.Scatter(
            x=every[across] * _scale(across),
            y=every[up] * _scale(up),
            mode="markers",
            name="Plans tried",
            marker={"color": GREY, "size": 4, "opacity": 0.5},
            hoverinfo="skip",
        ),
        go.Scatter(
            x=front[across] * _scale(across),
            y=front[up] * _scale(up),
            customdata=front["plan"],
            mode="markers",
            name="On the front",
            marker={"color": PALETTE[0], "size": 9},
            hovertext=[safe(text) for text in hover],
            hoverinfo="text",
        ),
    ]
    figure = drawn(
        "search",
        title,
        traces,
        dark=dark,
        xaxis=_axis(across, currency),
        yaxis=_axis(up, currency),
        subtitle=f"{number(len(found.result))} plans tried, {number(len(front))} of them on the front of all goals",
    )
    return Chart(figure, f"{title}. {'; '.join(hover[:10])}.")


def _axis(goal: Goal, currency: str) -> Axis:
    return percent_axis(_NAMES[goal]) if goal.startswith("share") else money_axis(_NAMES[goal], currency)


def _scale(goal: Goal) -> float:
    return 100.0 if goal.startswith("share") else 1.0


def _said(goal: Goal, value: float, currency: str) -> str:
    return f"{_NAMES[goal].lower()} {percent(value) if goal.startswith('share') else money(value, currency)}"
