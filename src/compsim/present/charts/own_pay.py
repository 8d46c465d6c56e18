"""One person's pay over the attainment of one objective, the others held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from compsim.present.charts.figure import Chart, drawn, line_at, money_axis, percent_axis, safe
from compsim.present.numbers import money, percent
from compsim.present.theme import ORANGE, TEAL

_TOLD = (0.8, 1.0, 1.2)  # attainment, in words


def own_pay(
    places: Sequence[float],
    pay: NDArray[np.float64],
    here: tuple[float, float],
    *,
    objective: str,
    currency: str,
    dark: bool = False,
) -> Chart:
    """Pay (money) at attainments (ratios, ascending), and the attainment that is looked at with its pay."""
    title = f"Pay over {objective}"
    at_now, now = here
    says = [f"at {percent(at)}: {money(paid, currency)}" for at, paid in zip(places, pay, strict=True)]
    line = go.Scatter(
        x=np.array(places) * 100.0,
        y=pay,
        mode="lines",
        line={"color": TEAL, "width": 3},
        hovertext=says,
        hoverinfo="text",
        showlegend=False,
    )
    mark = go.Scatter(
        x=[at_now * 100.0],
        y=[now],
        mode="markers",
        marker={"color": ORANGE, "size": 13},
        hovertext=[f"here, {percent(at_now)}: {money(now, currency)}"],
        hoverinfo="text",
        showlegend=False,
    )
    axes: dict[str, Any] = {
        "xaxis": {
            **percent_axis(f"Attainment of {safe(objective)}"),
            "range": [min(0.0, at_now) * 100.0, places[-1] * 100.0],
        },
        "yaxis": {**money_axis("Variable pay", currency), "rangemode": "tozero"},
        "shapes": [line_at(100, "x")],
    }
    subtitle = "Dot: the attainment set below. The other objectives are held"
    figure = drawn("own-pay", safe(title), [line, mark], subtitle=subtitle, dark=dark, **axes)
    told = "; ".join(f"at {percent(at)} {money(float(np.interp(at, places, pay)), currency)}" for at in _TOLD)
    return Chart(figure, f"{title}: here, at {percent(at_now)}, {money(now, currency)}; {told}.")
