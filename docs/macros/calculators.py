"""The planning room's calculators on a page: answers worked out at build time, a form that a script brings to life.

One mechanism for all of them: fields, bounds and figures come from compsim.planning.registry. Without the script the
page shows the worked example with the same figures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape
from typing import Any
from urllib.parse import urlencode

from compsim.planning.registry import Ask, Calculator, calculate, calculator
from compsim.planning.shown import Output
from compsim.present.planning import bare_figure

ROWS_AT_MOST = 12  # of a table on a page; the simulator takes more
WORDS: Mapping[str, str] = {
    "unreadable": "A marked field cannot be read or is beyond what makes sense. The answer below is the last one.",
    "above_one": "The better close rate would be above 100 %. Give a smaller improvement.",
    "beyond_week": "Administration and other time are more than the whole week.",
    "twice": "Two rows have the same name.",
    "incomplete": "The shares do not add to 100 %.",
    "seasons": "Give four shares for quarters, or twelve for months.",
    "days_off": "A month has fewer weekdays than days off.",
    "no_day": "A month has meetings to book and no working day.",
}
HOW: Mapping[str, str] = {
    "share": "Such as 1/3, 1 in 3 or 33 %",
    "ratio": "Such as 10 % or 1/10",
    "amount": "A number",
    "whole": "A whole number",
    "text": "Text",
}
Figures = Mapping[str, Any]


def calculator_widget(name: str, assets: str, home: str, given: Mapping[str, Any] | None = None) -> str:
    """The HTML of a calculator, begun with `given` where it says so, else with the worked example.

    `assets` leads from the page to the assets folder, `home` to the simulator. Raises InputError for a name that is no
    calculator and for inputs that do not fit.
    """
    known = calculator(name)
    start = {**known.start, **(given or {})}
    figures = calculate(name, start)
    settings = {
        "calculator": name,
        "asks": [asdict(ask) for ask in known.asks],
        "outputs": [_output(output) for output in known.outputs],
        "words": WORDS,
        "most": ROWS_AT_MOST,
    }
    return (
        f'<div class="widget"><compsim-planning>{_form(known, start)}{_answer(known, figures)}'
        f'<p class="widget__status" role="status"></p>{_link(known, start, home)}'
        f'<script type="application/json">{_json(settings)}</script></compsim-planning></div>'
        f'<script type="module" src="{assets}widgets/planning.js"></script>'
    )


def _form(known: Calculator, start: Figures) -> str:
    fields = "".join(_field(known.name, ask, start[ask.name]) for ask in known.asks if not ask.rows)
    tables = "".join(_rows(known.name, ask, start[ask.name]) for ask in known.asks if ask.rows)
    grid = f'<div class="widget__fields">{fields}</div>' if fields else ""
    back = '<button type="reset" class="md-button">Back to the example</button>'
    return (
        f'<form class="widget__form" hidden novalidate aria-label="{escape(known.title)}">{tables}{grid}{back}</form>'
    )


def _field(name: str, ask: Ask, value: Any) -> str:
    place, hint = f"{name}-{ask.name}", f"{name}-{ask.name}-hint"
    label = f'<label for="{place}">{escape(ask.title)}</label>'
    told = f'<small id="{hint}">{escape(_hint(ask))}</small>'
    if ask.words:
        options = "".join(f"<option{' selected' if word == value else ''}>{word}</option>" for word in ask.words)
        box = f'<select id="{place}" name="{ask.name}" aria-describedby="{hint}">{options}</select>'
    else:
        text = ", ".join(map(str, value)) if ask.each else str(value)
        box = (
            f'<input id="{place}" name="{ask.name}" value="{escape(text)}" aria-describedby="{hint}" '
            'autocomplete="off">'
        )
    wide = " widget__field--wide" if ask.each else ""
    return f'<div class="widget__field{wide}">{label}{box}{told}</div>'


def _hint(ask: Ask) -> str:
    if ask.words or ask.unit == "period":
        return ask.means
    how = f"{HOW[ask.each]}, set apart by commas" if ask.each else HOW[ask.kind]
    return f"{ask.means} {how}." if ask.kind in ("share", "ratio") or ask.each else ask.means


def _rows(name: str, ask: Ask, rows: Sequence[Figures]) -> str:
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in ask.rows)
    body = "".join(_row(ask, row, place) for place, row in enumerate(rows))
    return (
        f'<fieldset class="widget__rows" data-rows="{ask.name}" id="{name}-{ask.name}">'
        f"<legend>{escape(ask.title)}</legend>"
        f"<small>{escape(ask.means)}</small>"
        f'<div class="widget__scroll"><table class="widget__table"><thead><tr>{head}<td></td></tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
        '<button type="button" class="md-button" data-add>Add a row</button></fieldset>'
    )


def _row(ask: Ask, row: Figures, place: int) -> str:
    cells = "".join(_cell(f"{ask.name}.{place}.{column.name}", column, row[column.name], place) for column in ask.rows)
    remove = f'<button type="button" data-remove aria-label="Take row {place + 1} away">×</button>'
    return f"<tr>{cells}<td>{remove}</td></tr>"


def _cell(name: str, column: Ask, value: Any, place: int) -> str:
    return (
        f'<td><input name="{name}" data-cell="{column.name}" value="{escape(str(value))}" '
        f'aria-label="{escape(column.title)}, row {place + 1}" maxlength="80" autocomplete="off"></td>'
    )


def _answer(known: Calculator, figures: Figures) -> str:
    single = [output for output in known.outputs if not output.rows]
    bars = dict(_bars(single, figures))
    body = "".join(_line(output, figures[output.name], bars.get(output.name)) for output in single)
    tables = "".join(_table(output, figures[output.name]) for output in known.outputs if output.rows)
    caption = f'<caption>{escape(known.title)}</caption><thead class="widget__unseen"><tr><th scope="col">What</th>'
    heads = f'{caption}<th scope="col">Figure</th>{"<td></td>" if bars else ""}</tr></thead>'
    return f'{tables}<table class="widget__table widget__figures">{heads}<tbody>{body}</tbody></table>'


def _line(output: Output, value: Any, width: float | None) -> str:
    drawn = "" if width is None else _bar(output.name, width)
    figure = escape(bare_figure(value, output.unit))
    return (
        f'<tr><th scope="row">{escape(output.title)}</th><td data-figure="{output.name}">{figure}</td>'
        f'<td class="widget__bar" aria-hidden="true">{drawn}</td></tr>'
    )


def _bar(name: str, width: float) -> str:
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect class="bar" height="10" '
        f'width="{width:.2f}" data-bar="{name}"/></svg>'
    )


def _bars(outputs: Sequence[Output], figures: Figures) -> Iterator[tuple[str, float]]:
    """Widths in per cent for figures that share a unit with another; what is below zero or missing has none."""
    for output in outputs:
        alike = [other for other in outputs if other.unit == output.unit]
        if len(alike) > 1:
            largest = max(_size(figures[other.name]) for other in alike)
            yield output.name, 100 * _size(figures[output.name]) / largest if largest else 0.0


def _size(value: Any) -> float:
    return max(0.0, float(value)) if value is not None else 0.0


def _table(output: Output, rows: Sequence[Figures]) -> str:
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in output.rows)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(bare_figure(row[column.name], column.unit))}</td>" for column in output.rows)
        + "</tr>"
        for row in rows
    )
    title = escape(output.title)
    return (
        f'<div class="widget__scroll" role="region" aria-label="{title}" tabindex="0"><table class="widget__table" '
        f'data-table="{output.name}"><caption>{title}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _link(known: Calculator, start: Figures, home: str) -> str:
    """Into the simulator with the same numbers; tables are not in addresses."""
    told = {
        ask.name: ",".join(map(str, start[ask.name])) if ask.each else str(start[ask.name])
        for ask in known.asks
        if not ask.rows
    }
    address = f"{home}planner?{urlencode({'calc': known.name, **told})}"
    link = f'<a class="simulator-link" data-simulator href="{escape(address)}">Go on in the simulator</a>'
    return f'<p class="widget__on">{link}</p>'


def _output(output: Output) -> dict[str, Any]:
    return {"name": output.name, "unit": output.unit, "rows": [_output(column) for column in output.rows]}


def _json(settings: Mapping[str, Any]) -> str:
    return json.dumps(settings).replace("</", "<\\/")
