"""Who reached what: the distribution, the share at target against published bands, pay against attainment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from compsim.analysis.attainment import Attainment
from compsim.analysis.norms import SHARE_AT_TARGET_BANDS, Band
from compsim.analysis.rows import position_of
from compsim.present.charts.figure import Chart, Layout, Row, colors_of, drawn, empty, line_at, percent_axis, safe, who
from compsim.present.numbers import people, percent, percent_range, share_in_words, spoken
from compsim.present.theme import BLUE, GREY, ORANGE, TEAL
from compsim.present.words import norms_in_words

_BIN, _LAST = 10, 200  # percent: bars of ten points; the last one holds everything from 200 % on
_MANY = 5000  # marks from which the browser draws faster on its graphics card
_KIND_COLORS = {"advice": TEAL, "survey": BLUE}
_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x")


def attainment_distribution(attainment: Attainment, scenario: str | None = None, *, dark: bool = False) -> Chart:
    """How many roster rows reached how much, in steps of ten points, with a line at target."""
    title, rows = "Attainment", _rows(attainment, scenario)
    known = rows["attainment"].dropna().to_numpy(dtype=np.float64)
    if not len(known):
        return empty("attainment", title, "no plan has objectives", dark)
    counts = _counts(known)
    lows = np.arange(len(counts)) * _BIN
    reached = int(counts[100 // _BIN :].sum())
    sentence = f"{share_in_words(reached, len(known))} at target or above"
    last = f"; last bar: {_span(_LAST)}" if counts[-1] else ""
    twice = counted_again(rows)
    traces = [
        go.Bar(
            x=lows + _BIN / 2,
            y=counts,
            width=_BIN * 0.92,
            marker={"color": [TEAL if low >= 100 else GREY for low in lows]},
            hovertext=[f"{_span(int(low))}: {count} of {len(known)}" for low, count in zip(lows, counts, strict=True)],
            hoverinfo="text",
        )
    ]
    axes: Layout = {
        "xaxis": {**percent_axis("Weighted attainment"), "dtick": 20, "range": _seen(counts)},
        "yaxis": {"title": {"text": "People"}, "rangemode": "tozero", "tickformat": ",d"},
        "shapes": [line_at(100, "x")],
    }
    figure = drawn(
        "attainment", title, traces, subtitle=sentence + last + (f"; {twice}" if twice else ""), dark=dark, **axes
    )
    fullest = _span(int(lows[int(counts.argmax())]))
    return Chart(figure, f"Distribution of attainment: {sentence}; most stand at {fullest}.")


def share_at_target_bands(
    figure: float, bands: Sequence[Band] = SHARE_AT_TARGET_BANDS, *, title: str = "Share at target", dark: bool = False
) -> Chart:
    """A figure (ratio) as a line across published bands, each with its name; they disagree, and none is a verdict."""
    if np.isnan(figure):
        return empty("bands", title, "nobody could be counted", dark)
    traces = [_bars(bands, figure, kind) for kind in _KIND_COLORS if any(band.kind == kind for band in bands)]
    labels = [_label(place, f"{band.name}: {percent_range(band.low, band.high)}") for place, band in enumerate(bands)]
    highest = max(figure, *(band.high for band in bands)) * 105
    drawing = drawn(
        "bands",
        title,
        traces,
        subtitle=f"Here {percent(figure)} (line), beside what others publish",
        dark=dark,
        height=130 + 58 * len(bands),
        xaxis={**percent_axis(""), "range": [0, highest], "fixedrange": True},
        yaxis={"visible": False, "range": [len(bands) - 0.5, -0.8], "fixedrange": True},
        shapes=[_mark(figure * 100, place) for place in range(len(bands))],
        margin_l=24,
        margin_r=24,
        annotations=labels,
    )
    return Chart(drawing, f"{title}: {norms_in_words(figure, bands)}")


def pay_against_attainment(attainment: Attainment, scenario: str | None = None, *, dark: bool = False) -> Chart:
    """Payout ÷ target incentive against attainment, one mark a roster row, one sign a role; customdata is the rep."""
    title = "Pay against attainment"
    rows = _rows(attainment, scenario).dropna(subset=["attainment", "payout_ratio"])
    if rows.empty:
        return empty("pay-against-attainment", title, "no plan has objectives and a target incentive", dark)
    parts = {str(role): rows[rows["role"] == role] for role in dict.fromkeys(rows["role"])}
    drawing = go.Scattergl if len(rows) > _MANY else go.Scatter
    colors = colors_of(list(parts))
    traces = [
        drawing(
            x=part["attainment"] * 100,
            y=part["payout_ratio"] * 100,
            mode="markers",
            name=safe(spoken(role)),
            customdata=part["rep"],
            marker={"color": colors[role], "size": 8, "opacity": 0.75, "symbol": _SYMBOLS[i % len(_SYMBOLS)]},
            hovertext=[_rep_in_words(row) for row in part.to_dict("records")],
            hoverinfo="text",
        )
        for i, (role, part) in enumerate(parts.items())
    ]
    figure = drawn(
        "pay-against-attainment",
        title,
        traces,
        dark=dark,
        dragmode="zoom",
        xaxis={**percent_axis("Attainment"), "rangemode": "tozero"},
        yaxis={**percent_axis("Share of target incentive paid"), "rangemode": "tozero"},
        shapes=[line_at(100, "x"), line_at(100, "y")],
    )
    return Chart(figure, f"{title}: {_quadrants(rows)}")


def _rows(attainment: Attainment, scenario: str | None) -> pd.DataFrame:
    """The rows of one scenario, the first unless it is named."""
    names = [str(name) for name in attainment.frame["scenario"]]
    name = names[0 if scenario is None else position_of(scenario, names)]
    return attainment.rows[attainment.rows["scenario"] == name]


def counted_again(rows: pd.DataFrame) -> str:
    """Why there are more marks than people: whoever changed role or incentive counts once for each."""
    more = len(rows) - rows["rep"].nunique()
    return f"{people(more)} counted twice, after a change of role or incentive" if more else ""


def _counts(known: NDArray[np.float64]) -> NDArray[np.int64]:
    """How many stand in each bar; what float arithmetic loses does not push anybody below 100 %."""
    places = np.floor(np.clip(known + 1e-9, 0.0, None) * 100 / _BIN).astype(np.int64)
    return np.bincount(np.minimum(places, _LAST // _BIN), minlength=_LAST // _BIN + 1)


def _seen(counts: NDArray[np.int64]) -> list[int]:
    """From half the target, or the lowest, to half as much again, or the highest: percent."""
    filled = np.flatnonzero(counts) * _BIN
    return [min(50, int(filled.min())), max(150, int(filled.max()) + _BIN)]


def _span(low: int) -> str:
    return f"{percent(low / 100)} and more" if low >= _LAST else percent_range(low / 100, (low + _BIN) / 100)


def _bars(bands: Sequence[Band], figure: float, kind: str) -> go.Bar:
    """The bands of one kind, each in its own place."""
    kept = [(place, band) for place, band in enumerate(bands) if band.kind == kind]
    return go.Bar(
        x=[(band.high - band.low) * 100 for _, band in kept],
        base=[band.low * 100 for _, band in kept],
        y=[place for place, _ in kept],
        orientation="h",
        width=0.3,
        name=kind.capitalize(),
        marker={"color": _KIND_COLORS[kind]},
        hovertext=[safe(_band_in_words(band, figure)) for _, band in kept],
        hoverinfo="text",
    )


def _mark(value: float, place: int) -> dict[str, object]:
    """The figure's line beside one band; it stops short of the names, so that they can be read."""
    across = line_at(value, "x", dash="solid", color=ORANGE)
    return {**across, "yref": "y", "y0": place - 0.2, "y1": place + 0.3}


def _label(place: int, text: str) -> dict[str, object]:
    where = {"x": 0, "y": place - 0.36, "xref": "paper", "yref": "y", "xanchor": "left", "yanchor": "middle"}
    return {**where, "text": safe(text), "showarrow": False}


def _band_in_words(band: Band, figure: float) -> str:
    year = band.year or "undated"
    return f"{band.source} ({year}): {percent(figure)} is {band.place(figure)}"


def _rep_in_words(row: Row) -> str:
    reached, paid = percent(row["attainment"]), percent(row["payout_ratio"])
    return f"{who(row)}<br>attainment {reached}<br>pay {paid} of target incentive"


def _quadrants(rows: pd.DataFrame) -> str:
    at_target, full_pay = rows["attainment"] >= 1 - 1e-9, rows["payout_ratio"] >= 1 - 1e-9
    both, neither = int((at_target & full_pay).sum()), int((~at_target & ~full_pay).sum())
    short, extra = int((at_target & ~full_pay).sum()), int((~at_target & full_pay).sum())
    return (
        f"of {len(rows)} {both} are at target and paid their target incentive or more, {neither} are below "
        f"both, {short} are at target and paid less, {extra} are below target and paid their target incentive or more."
    )
