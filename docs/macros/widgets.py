"""Calculators: a table computed at build time, with a form that a small script brings to life.

Without the script the page shows the same figures. The script gets every default from here, and compsim gives them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from macros.curve_explorer import explorer
from macros.formats import num

from compsim.errors import InputError, Problem, did_you_mean
from compsim.planning.funnel import Funnel, example_funnel


@dataclass(frozen=True)
class Field:
    """One input of a calculator."""

    name: str  # as funnel_for_target calls it
    label: str
    hint: str  # how to write it; shown with the field and when it cannot be read
    rate: bool = False


FUNNEL_FIELDS = (
    Field("revenue_target", "Revenue target in €", "A number above 0"),
    Field("deal_value", "Average deal in €", "A number above 0"),
    Field("close_rate", "Close rate", "Such as 1/3, 1 in 3 or 33 %", rate=True),
    Field("opportunities_per_lead", "Leads that become opportunities", "Such as 1/4, 1 in 4 or 25 %", rate=True),
    Field("meetings_per_opportunity", "Meetings per opportunity", "A number above 0"),
    Field("no_show_rate", "Booked meetings that fail", "Such as 20 % or 1 in 5", rate=True),
    Field("weeks", "Weeks", "A whole number above 0"),
)
_CAPTION = "What {weeks} weeks ask for"
FUNNEL_STEPS = (
    ("deals", "Deals to close"),
    ("opportunities", "Opportunities to open"),
    ("leads", "Leads to work on"),
    ("meetings", "Meetings to hold"),
    ("meetings_to_book", "Meetings to book"),
)


def widget(name: str, assets: str) -> str:
    """The HTML of a calculator; `assets` leads from the page to the assets folder.

    Raises InputError for a name that is no calculator.
    """
    known = {"funnel": _funnel, "curve": explorer}
    if name not in known:
        raise InputError([Problem("widget", f"no calculator '{name}'", did_you_mean(name, tuple(known)))])
    script = f'<script type="module" src="{assets}widgets/{name}.js"></script>'
    return f'<div class="widget"><compsim-{name}>{known[name]()}</compsim-{name}></div>{script}'


def rate_words(rate: Fraction) -> str:
    """A share as a person writes it: in per cent where that is exact, otherwise as a fraction."""
    return f"{num(rate * 100)} %" if 100 % rate.denominator == 0 else f"{rate.numerator}/{rate.denominator}"


def funnel_values(funnel: Funnel) -> Mapping[str, str]:
    """The inputs of a funnel as they stand in the form's fields."""
    values = {field: getattr(funnel, field.name) for field in FUNNEL_FIELDS}
    return {field.name: rate_words(value) if field.rate else f"{float(value):.10g}" for field, value in values.items()}


def _funnel() -> str:
    funnel = example_funnel()
    values = funnel_values(funnel)
    fields = "".join(_field(field, values[field.name]) for field in FUNNEL_FIELDS)
    counts = {name: getattr(funnel, name) for name, _ in FUNNEL_STEPS}
    rows = "".join(
        _step(name, label, counts[name], funnel.per_week(counts[name]), max(counts.values()))
        for name, label in FUNNEL_STEPS
    )
    data = {
        "rates": [field.name for field in FUNNEL_FIELDS if field.rate],
        "caption": _CAPTION,
        "unreadable": "A marked field cannot be read. The table still shows the last answer.",
    }
    return (
        f'<form class="widget__form" hidden novalidate><div class="widget__fields">{fields}</div>'
        '<button type="reset" class="md-button">Back to the example</button></form>'
        f"{_table(_CAPTION.format(weeks=num(funnel.weeks)), rows)}"
        '<p class="widget__status" role="status"></p>'
        f'<script type="application/json">{json.dumps(data)}</script>'
    )


def _field(field: Field, value: str) -> str:
    name, hint = f"widget-{field.name}", f"widget-{field.name}-hint"
    return (
        f'<div class="widget__field"><label for="{name}">{escape(field.label)}</label>'
        f'<input id="{name}" name="{field.name}" value="{escape(value)}" aria-describedby="{hint}" autocomplete="off">'
        f'<small id="{hint}">{escape(field.hint)}</small></div>'
    )


def _table(caption: str, rows: str) -> str:
    heads: Sequence[str] = ("Step", "In all", "Each week")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<table class="widget__table"><caption>{caption}</caption><thead><tr>{head}<td aria-hidden="true"></td></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _step(name: str, label: str, count: int, weekly: int, largest: int) -> str:
    bar = (
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect class="bar" height="10" '
        f'width="{100 * count / largest:.2f}" data-bar="{name}"/></svg>'
    )
    return (
        f'<tr><th scope="row">{escape(label)}</th><td data-count="{name}">{num(count)}</td>'
        f'<td data-weekly="{name}">{num(weekly)}</td><td class="widget__bar" aria-hidden="true">{bar}</td></tr>'
    )
