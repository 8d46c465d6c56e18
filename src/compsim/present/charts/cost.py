"""What a scenario costs, by component, period and team."""

from __future__ import annotations

import plotly.graph_objects as go

from compsim.analysis.cost import TotalCost
from compsim.present.charts.figure import (
    Chart,
    Layout,
    Row,
    colors_of,
    drawn,
    empty,
    line_at,
    lying_bars,
    money_axis,
    names_axis,
    percent_axis,
    safe,
)
from compsim.present.numbers import listed, money, people, percent, spoken
from compsim.present.words import hidden_in_words, parts_withheld_in_words


def cost_by_component(cost: TotalCost, *, dark: bool = False) -> Chart:
    """Payout of each component, one bar a scenario; gates and caps take away and stand left of zero."""
    title, note = "Payout by component", parts_withheld_in_words(cost.hidden_components)
    if cost.by_component.empty:
        return empty("cost-by-component", title, "nobody is on a plan", dark)

    def says(row: Row) -> str:
        return (
            f"{spoken(row['component'])} {money(row['payout'], cost.currency)} ({percent(row['share'])} of the payout)"
        )

    bars = lying_bars(cost.by_component, "component", "payout", says)
    axes: Layout = {"xaxis": money_axis("Payout", cost.currency), "yaxis": bars.axis}
    figure = drawn("cost-by-component", title, bars.traces, subtitle=note, dark=dark, height=bars.height, **axes)
    return Chart(figure, f"{title}. {bars.alt} {note}".rstrip())


def pay_by_team(cost: TotalCost, *, dark: bool = False) -> Chart:
    """Payout ÷ target incentive of each team with at least five people, one bar a scenario, with a line at 100 %."""
    title, note = "Payout against target incentive, by team", hidden_in_words(cost.by_team)
    if cost.by_team.shown.empty:
        return empty("pay-by-team", title, "no team has five people or more", dark)

    def says(row: Row) -> str:
        return f"{row['group']} {percent(row['payout_ratio'])} of target incentive ({people(row['people'])})"

    bars = lying_bars(cost.by_team.shown, "group", "payout_ratio", says, scale=100.0)
    across = percent_axis("Share of target incentive paid")
    axes: Layout = {"xaxis": across, "yaxis": bars.axis, "shapes": [line_at(100, "x")]}
    figure = drawn("pay-by-team", title, bars.traces, subtitle=note, dark=dark, height=bars.height, **axes)
    return Chart(figure, f"{title}. {bars.alt} {note}".rstrip())


def cost_by_period(cost: TotalCost, *, dark: bool = False) -> Chart:
    """Payout of each period, one bar a scenario; it stands in the period in which it is settled."""
    title, frame = "Payout by period", cost.by_period
    periods = list(dict.fromkeys(frame["period"]))
    colors = colors_of(list(dict.fromkeys(frame["scenario"])))
    traces = [
        go.Bar(
            x=[periods.index(period) for period in part["period"]],
            y=part["payout"],
            name=safe(scenario),
            marker={"color": colors[str(scenario)]},
            hovertext=[safe(f"{scenario}, {_paid_in(row, cost.currency)}") for row in part.to_dict("records")],
            hoverinfo="text",
        )
        for scenario, part in frame.groupby("scenario", sort=False)
    ]
    axes: Layout = {"xaxis": names_axis(periods, most=4), "yaxis": money_axis("Payout", cost.currency)}
    return Chart(drawn("cost-by-period", title, traces, dark=dark, **axes), f"{title}: {_highest(cost)}.")


def _highest(cost: TotalCost) -> str:
    """In which period each scenario pays out most."""
    peaks = cost.by_period.loc[cost.by_period.groupby("scenario", sort=False)["payout"].idxmax()]
    return listed([f"{row['scenario']} most in {_paid_in(row, cost.currency)}" for row in peaks.to_dict("records")])


def _paid_in(row: Row, currency: str) -> str:
    return f"{row['period']} ({money(row['payout'], currency)})"
