"""The pay-curve explorer: form, picture, remarks and table of a first curve, which a script brings to life."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from macros.charts import ACROSS, LEFT, RIGHT, TALL, TOPS, WIDTH, Line, Scale, dot, grid, paths, text, top_for
from macros.curve_answers import (
    BEYOND,
    INCENTIVE,
    KINDS,
    LADDER,
    REACHED,
    ROWS,
    WORDS,
    Answers,
    Preset,
    answers,
    curve_for,
    pays_at,
    pieces,
    presets,
    ratio_of,
)
from macros.links import simulator_link


def explorer() -> str:
    """The HTML inside the element: form, picture, table, remarks and what the script needs."""
    first = presets()[0]
    said = answers(first)
    return (
        f"{_picture(first)}"
        f'<form class="widget__form" hidden novalidate>{_fields(first)}{_pairs(first)}'
        '<button type="reset" class="md-button">Back to the start</button></form>'
        '<div class="widget__said">'
        f'<p class="widget__you" data-you>{escape(said.you)}</p>'
        f"<ul data-remarks>{''.join(f'<li>{escape(words)}</li>' for words in said.remarks)}</ul>"
        f"</div>{_table(said)}"
        f'<p class="widget__file">In a plan file: <code data-file>{escape(said.file)}</code></p>'
        f"{_links()}"
        '<p class="widget__status" role="status"></p>'
        f'<script type="application/json">{json.dumps(explorer_data(), ensure_ascii=False)}</script>'
    )


def _picture(preset: Preset) -> str:
    curve, own = curve_for(preset).compile(), ratio_of(REACHED)
    drawn = pieces(curve)
    scale = Scale("attainment", "", ACROSS, top_for(max(y for piece in drawn for _, y in piece)))
    lines = "".join(paths(Line("", drawn, kind), scale) for kind in ("other", "now"))
    plot = f'<g transform="translate(0 26)">{grid(scale)}{lines}{dot((own, pays_at(curve, own)), scale)}</g>'
    words = text(0, 10, "pay, as a share of the target incentive", "quiet")
    told = "The curve as a line; the table below says the same in figures."
    return (
        f'<figure class="drawn"><svg viewBox="0 0 {WIDTH:.0f} {TALL + 62:.0f}" role="img" aria-label="{told}">'
        f"{words}{plot}</svg><figcaption>Dashed: the curve that you started from.</figcaption></figure>"
    )


def _fields(first: Preset) -> str:
    listed = "".join(f'<option value="{n}">{escape(each.label)}</option>' for n, each in enumerate(presets()))
    return (
        '<div class="widget__fields">'
        f"{_select('start', 'Start from', listed)}"
        f"{_select('kind', 'Drawn as', _options(KINDS, first.kind))}"
        f"{_select('beyond', 'Past the last point', _options(BEYOND, first.beyond))}"
        f"{_input('incentive', 'Target incentive in €', INCENTIVE, 'For a year')}"
        f"{_input('reached', 'Somebody reaches, %', REACHED, 'The dot in the picture')}"
        "</div>"
    )


def _pairs(first: Preset) -> str:
    rows = [*first.rows, *[("", "")] * ROWS][:ROWS]
    cells = "".join(
        f'<input name="x{n}" value="{x}" aria-label="Attainment in per cent, row {n + 1}" inputmode="decimal">'
        f'<input name="y{n}" value="{y}" aria-label="Pays, row {n + 1}" inputmode="decimal">'
        for n, (x, y) in enumerate(rows)
    )
    return (
        '<fieldset class="widget__pairs"><legend>The curve</legend><span>From attainment, %</span>'
        f"<span data-pays>Pays, %</span>{cells}</fieldset>"
    )


def _select(name: str, label: str, options: str) -> str:
    return (
        f'<div class="widget__field"><label for="curve-{name}">{label}</label>'
        f'<select id="curve-{name}" name="{name}">{options}</select></div>'
    )


def _options(known: Mapping[Any, str], chosen: str) -> str:
    return "".join(
        f'<option value="{name}"{" selected" if name == chosen else ""}>{escape(label)}</option>'
        for name, label in known.items()
    )


def _input(name: str, label: str, value: str, hint: str) -> str:
    return (
        f'<div class="widget__field"><label for="curve-{name}">{label}</label><input id="curve-{name}" name="{name}" '
        f'value="{value}" inputmode="decimal" autocomplete="off" aria-describedby="curve-{name}-hint">'
        f'<small id="curve-{name}-hint">{hint}</small></div>'
    )


def _table(said: Answers) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Attainment", "Pays", "In money", "One point more"))
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in said.table
    )
    return (
        f'<table class="widget__table"><caption>What the curve pays</caption><thead><tr>{head}</tr></thead>'
        f"<tbody data-table>{body}</tbody></table>"
    )


def _links() -> str:
    """A link into the simulator for each built-in plan; the script keeps the one whose curve is shown."""
    planned = [each for each in presets() if each.plan]
    linked = (simulator_link(f"Open in the simulator: {each.label}", each.plan, "plan") for each in planned)
    return "".join(f'<p data-plan="{each.plan}">{link}</p>' for each, link in zip(planned, linked, strict=True))


def explorer_data() -> Mapping[str, Any]:
    """What the script needs: the curves to start from, the table's rows, words and the picture's measures."""
    return {
        "presets": [[each.kind, each.beyond, each.rows, each.plan] for each in presets()],
        "ladder": LADDER,
        "words": WORDS,
        "pays": {"points": "Pays, %", "steps": "Pays, %", "rates": "Points of pay for a point"},
        "frame": {"left": LEFT, "right": RIGHT, "tall": TALL, "across": ACROSS, "tops": TOPS},
    }
