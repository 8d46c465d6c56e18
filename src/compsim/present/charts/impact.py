"""Whose pay changes: how many people in each band, and everybody in a row."""

from __future__ import annotations

import plotly.graph_objects as go

from compsim.analysis.impact import ChangeBand, Impact
from compsim.analysis.rows import of_scenario, position_of
from compsim.present.charts.figure import Chart, Layout, Row, drawn, empty, money_axis, names_axis, who
from compsim.present.numbers import money, number, people, percent, signed_money, signed_percent
from compsim.present.theme import BLUE, GREY, ORANGE, TEAL
from compsim.present.words import BAND_NAMES, one_impact_in_words

_COLORS: dict[ChangeBand, str] = {
    "rises_over_5": TEAL,
    "rises": TEAL,
    "same": GREY,
    "falls": ORANGE,
    "falls_over_5": ORANGE,
    "nothing_before": BLUE,
}  # from the top of the figure to its foot
_DIRECTIONS: dict[str, tuple[ChangeBand, ...]] = {
    "Lowered": ("falls_over_5", "falls"),
    "Within 0.5 %": ("same",),
    "Raised": ("rises", "rises_over_5"),
    "Nothing before": ("nothing_before",),
}


def winners_and_losers(impact: Impact, scenario: str | None = None, *, dark: bool = False) -> Chart:
    """How many people stand in each of the five bands of change, and how many had nothing before."""
    name = _name(impact, scenario)
    title = "Change of pay"
    found = {row["band"]: row for row in of_scenario(impact.bands, name).to_dict("records")}
    counts = [found[band]["people"] for band in _COLORS]
    if not any(counts):
        return empty("winners-and-losers", title, "nobody can be compared", dark)
    says = [_band_in_words(found[band], impact.currency) for band in _COLORS]
    bar = go.Bar(
        x=counts,
        y=list(range(len(counts))),
        orientation="h",
        marker={"color": list(_COLORS.values())},
        text=[number(count) for count in counts],
        textposition="outside",
        cliponaxis=False,
        hovertext=says,
        hoverinfo="text",
    )
    axes: Layout = {
        "xaxis": {"title": {"text": "People"}, "tickformat": ",d", "range": [0, max(counts) * 1.12]},
        "yaxis": {**names_axis([BAND_NAMES[band] for band in _COLORS]), "autorange": "reversed"},
    }
    subtitle = f"{name} against {_reference(impact)}"
    figure = drawn("winners-and-losers", title, [bar], subtitle=subtitle, dark=dark, height=330, **axes)
    return Chart(figure, f"{title}, {subtitle}: {'; '.join(says)}.")


def change_per_rep(impact: Impact, scenario: str | None = None, *, dark: bool = False) -> Chart:
    """Everybody's change in money, from the largest decrease to the largest increase; customdata is the rep."""
    name = _name(impact, scenario)
    title = "Change of pay, person by person"
    rows = impact.rows[impact.rows["scenario"] == name].sort_values(["difference", "rep"], kind="stable")
    if rows.empty:
        return empty("change-per-rep", title, "nobody can be compared", dark)
    placed = rows.assign(place=range(len(rows)))
    parts = [(label, bands, placed[placed["band"].isin(bands)]) for label, bands in _DIRECTIONS.items()]
    traces = [
        go.Bar(
            x=part["place"],
            y=part["difference"],
            name=label,
            customdata=part["rep"],
            width=0.9,
            marker={"color": _COLORS[bands[0]], "line": {"width": 0}},
            hovertext=[_rep_in_words(row, impact.currency) for row in part.to_dict("records")],
            hoverinfo="text",
        )
        for label, bands, part in parts
        if len(part)
    ]
    figure = drawn(
        "change-per-rep",
        title,
        traces,
        subtitle=f"{name} against {_reference(impact)}",
        dark=dark,
        barmode="overlay",
        xaxis={**names_axis([]), "title": {"text": f"{people(len(rows))}, sorted by change"}, "showticklabels": False},
        yaxis={**money_axis("Change of pay", impact.currency), "zeroline": True},
    )
    return Chart(figure, f"{title}: {one_impact_in_words(impact, name)}")


def _name(impact: Impact, scenario: str | None) -> str:
    """The scenario to show, the first unless it is named."""
    names = [str(name) for name in impact.totals["scenario"]]
    return names[0 if scenario is None else position_of(scenario, names)]


def _reference(impact: Impact) -> str:
    return "what was paid" if impact.baseline == "paid" else impact.baseline


def _band_in_words(row: Row, currency: str) -> str:
    together = signed_money(row["difference"], currency)
    return f"{BAND_NAMES[row['band']]}: {people(row['people'])} ({percent(row['share'])}), together {together}"


def _rep_in_words(row: Row, currency: str) -> str:
    change = "" if row["band"] == "nothing_before" else f" ({signed_percent(row['change'])})"
    from_to = f"from {money(row['before'], currency)} to {money(row['after'], currency)}"
    return f"{who(row)}<br>{from_to}<br>{signed_money(row['difference'], currency)}{change}"
