"""Pot and distribution: what each group gets from a larger or smaller whole, and what moves between groups."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from compsim.analysis.impact import PAID
from compsim.analysis.pot import PotAndDistribution
from compsim.analysis.rows import of_scenario
from compsim.present.answers import pot_in_words
from compsim.present.charts.figure import Chart, Layout, Row, drawn, empty, money_axis, names_axis, safe
from compsim.present.numbers import money, people, signed_money, spoken
from compsim.present.theme import ORANGE, TEAL
from compsim.present.words import hidden_in_words

_PARTS = {"pot": ("From the pot", TEAL), "distribution": ("From the distribution", ORANGE)}


def pot_by_group(found: PotAndDistribution, scenario: str | None = None, *, dark: bool = False) -> Chart:
    """Two bars a group: its part of the change of the whole, and what moves to it from others, or from it."""
    title = "Pot and distribution"
    name = str(found.totals["scenario"].iloc[0]) if scenario is None else scenario
    total = of_scenario(found.totals, name).iloc[0]
    shown = found.groups.shown[found.groups.shown["scenario"] == name]
    if shown.empty:
        return empty("pot", title, "no group has five people or more", dark)
    rows: Sequence[Row] = shown.to_dict("records")
    traces = [
        go.Bar(
            x=shown[part],
            y=list(range(len(rows))),
            orientation="h",
            name=label,
            marker={"color": color},
            hovertext=[safe(_said(row, part, found.currency)) for row in rows],
            hoverinfo="text",
        )
        for part, (label, color) in _PARTS.items()
    ]
    axes: Layout = {
        "xaxis": {**money_axis("Change of pay", found.currency), "zeroline": True},
        "yaxis": {**names_axis([row["group"] for row in rows]), "autorange": "reversed"},
    }
    baseline = "what was paid" if found.baseline == PAID else found.baseline
    subtitle = (
        f"{name} against {baseline}: the pot {signed_money(total['pot'], found.currency)}, "
        f"{money(total['moved'], found.currency)} move between people"
    )
    note = hidden_in_words(found.groups)
    told = f"{subtitle}. {note}" if note else subtitle
    height = 150 + 52 * len(rows)
    figure = drawn("pot", title, traces, subtitle=told, dark=dark, height=height, **axes)
    groups = "; ".join(f"{_said(row, 'pot', found.currency)}, {_moved(row, found.currency)}" for row in rows)
    return Chart(figure, f"{title}: {pot_in_words(found)} {groups}.")


def _said(row: Row, part: str, currency: str) -> str:
    return (
        f"{spoken(row['group'])} ({people(row['people'])}): "
        f"{_PARTS[part][0].lower()} {signed_money(row[part], currency)}"
    )


def _moved(row: Row, currency: str) -> str:
    return f"from the distribution {signed_money(row['distribution'], currency)}"
