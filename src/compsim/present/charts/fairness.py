"""Gaps between groups and what people are given, as dots with their intervals; the line at zero is no difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from compsim.analysis.fairness.fairness import Fairness
from compsim.present.charts.figure import (
    Chart,
    Layout,
    Row,
    colors_of,
    drawn,
    empty,
    in_two_lines,
    line_at,
    names_axis,
    safe,
)
from compsim.present.fairness_words import OF_THE_MEAN, figure_name, size_in_words
from compsim.present.numbers import SPACE, number, people, spoken

Says = Callable[[Row], str]
_ROW = 30  # pixels a row and scenario


def gaps_with_intervals(found: Fairness, figure: str = "payout_ratio", *, dark: bool = False) -> Chart:
    """How far each group lies from others of the same role, part time and tenure, with 95 % intervals."""
    title = f"Gaps by group: {figure_name(figure)}"
    rows = found.gaps[found.gaps["figure"] == figure].to_dict("records")
    if not rows:
        return empty("fairness-gaps", title, "no two groups of five people or more", dark)
    unit = f"%{SPACE}of the role's mean" if figure in OF_THE_MEAN else "points"
    across: Layout = {"title": {"text": f"Difference ({unit})"}, "zeroline": False}

    def says(row: Row) -> str:
        ends = f"{size_in_words(row['low'], figure)} to {size_in_words(row['high'], figure)}"
        return f"{row['group']}: {size_in_words(row['gap'], figure)} ({ends}; {people(row['n'])})"

    lines = [{**row, "name": f"{spoken(row['column'])}: {row['group']}", "size": row["gap"]} for row in rows]
    against = "Against others of the same role, part time and tenure."
    return _dots("fairness-gaps", title, lines, says, across, scale=100.0, against=against, dark=dark)


def opportunity_with_intervals(found: Fairness, outcome: str = "payout_ratio", *, dark: bool = False) -> Chart:
    """How an outcome goes with what people are given: rank correlations with 95 % intervals."""
    title = "What people are given"
    rows = found.opportunity[found.opportunity["outcome"] == outcome].to_dict("records")
    if not rows:
        return empty("fairness-opportunity", title, "no column says what people are given", dark)
    across: Layout = {"title": {"text": "Rank correlation"}, "range": [-1, 1], "zeroline": False}

    def says(row: Row) -> str:
        ends = f"{number(row['low'], 2)} to {number(row['high'], 2)}"
        return f"{row['name']}: {number(row['size'], 2)} ({ends}; {people(row['n'])})"

    lines = [{**row, "name": figure_name(row["influence"]), "size": row["r"]} for row in rows]
    against = f"How {figure_name(outcome)} goes with it."
    return _dots("fairness-opportunity", title, lines, says, across, against=against, dark=dark)


def _dots(  # noqa: PLR0913 - one figure, its words and its look
    name: str,
    title: str,
    rows: Sequence[Row],
    says: Says,
    across: Layout,
    *,
    scale: float = 1.0,
    against: str = "",
    dark: bool = False,
) -> Chart:
    """One dot a row and scenario on a line of its own, below one another where there are several scenarios."""
    names = list(dict.fromkeys(row["name"] for row in rows))
    scenarios = [str(each) for each in dict.fromkeys(row["scenario"] for row in rows)]
    traces = [
        _trace([row for row in rows if row["scenario"] == scenario], names, says, scale, color, shift, scenario)
        for (scenario, color), shift in zip(colors_of(scenarios).items(), _shifts(len(scenarios)), strict=True)
    ]
    axis = {
        **names_axis(names, written_as=in_two_lines),
        "range": [len(names) - 0.5, -0.5],
    }
    height = 130 + _ROW * len(names) * max(len(scenarios), 1) + 8 * len(names)
    layout: Layout = {"xaxis": across, "yaxis": axis, "shapes": [line_at(0, "x")]}
    subtitle = f"{against} Dot: found. Line: 95{SPACE}% interval; one across zero may be chance.".lstrip()
    figure = drawn(name, title, traces, subtitle=subtitle, dark=dark, height=height, **layout)
    texts = {name: "; ".join(says(row) for row in rows if row["scenario"] == name) for name in scenarios}
    told = " ".join(f"{scenario}: {text}." for scenario, text in texts.items())
    return Chart(figure, f"{title}. {told}")


def _shifts(many: int) -> list[float]:
    """Where the dots of each scenario lie about their name's line."""
    return [0.0] if many == 1 else [-0.2 + 0.4 * place / (many - 1) for place in range(many)]


def _trace(
    rows: Sequence[Row], names: Sequence[str], says: Says, scale: float, color: str, shift: float, scenario: str
) -> go.Scatter:
    size = [row["size"] * scale for row in rows]
    above = [(row["high"] - row["size"]) * scale for row in rows]
    below = [(row["size"] - row["low"]) * scale for row in rows]
    return go.Scatter(
        x=size,
        y=[names.index(row["name"]) + shift for row in rows],
        mode="markers",
        name=safe(scenario),
        marker={"color": color, "size": 10},
        error_x={"type": "data", "symmetric": False, "array": above, "arrayminus": below, "thickness": 2, "width": 5},
        hovertext=[safe(f"{scenario}, {says(row)}") for row in rows],
        hoverinfo="text",
    )
