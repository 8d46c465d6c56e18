"""Small pictures as inline SVG from plain numbers: they follow the page's colours, print and need no script.

Every function returns one line of HTML, because Markdown would cut a block at an empty line.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor

from macros.formats import money, num, pct

from compsim.present import numbers

Row = tuple[str, float]  # label, value

_WIDTH = 400  # user units; the page scales the picture, and 13 units stay readable on a phone
_ROW = 46
_BAR = 16


def share_at_target(rows: Sequence[Row], band: tuple[float, float] = (0.7, 0.8)) -> str:
    """One bar a scenario: the share of people at target (0..1) against the band that is usually wanted."""
    low, high = band
    top = 22
    height = top + _ROW * len(rows) + 18
    shade = _rect(low * _WIDTH, top - 4, (high - low) * _WIDTH, _ROW * len(rows) + 4, "band")
    words = numbers.percent_range(low, high)
    note = _text((low + high) / 2 * _WIDTH, top - 9, words, "quiet", "middle")
    bars = "".join(_bar(label, share, pct(share), top + _ROW * n, 1.0) for n, (label, share) in enumerate(rows))
    ticks = "".join(
        _text(share * _WIDTH, height - 2, pct(share), "quiet", anchor)
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    )
    told = ", ".join(f"{label} {pct(share)}" for label, share in rows)
    return _figure(shade + note + bars + ticks, height, f"Share at target: {told}. Shaded: {words}.")


def amounts(rows: Sequence[Row], subject: str = "Cost of the plan") -> str:
    """One bar an amount of money, all on one scale that starts at zero."""
    largest = max((amount for _, amount in rows), default=0) or 1
    shown = [(label, value, money(value, 0)) for label, value in rows]
    bars = "".join(_bar(label, value, words, _ROW * n, largest) for n, (label, value, words) in enumerate(shown))
    told = ", ".join(f"{label} {words}" for label, _, words in shown)
    return _figure(bars, _ROW * len(rows), f"{subject}: {told}.")


def histogram(attainments: Sequence[float], width: float = 0.1, target: float = 1.0) -> str:
    """How many ended in each step of attainment (ratios); steps at or above target are filled strongly."""
    first = floor(round(min(attainments) / width, 9))
    last = floor(round(max(attainments) / width, 9))
    counts = [sum(floor(round(value / width, 9)) == step for value in attainments) for step in range(first, last + 1)]
    base, room = 150.0, 122.0
    column = _WIDTH / len(counts)
    parts = []
    for place, count in enumerate(counts):
        step = first + place
        tall = room * count / max(counts)
        strong = "bar" if step * width >= target - 1e-9 else "bar bar--short"
        left = place * column
        parts.append(_rect(left + 1.5, base - tall, column - 3, tall, strong))
        parts.append(_text(left + column / 2, base - tall - 5, num(count), "value", "middle") if count else "")
        if step % ceil(len(counts) / 8) == 0:
            parts.append(_text(left, base + 16, pct(step * width, 0), "quiet", "start"))
    at_least = sum(value >= target - 1e-9 for value in attainments)
    told = f"{num(at_least)} of {num(len(attainments))} ended at {pct(target)} or above"
    return _figure("".join(parts), 172, f"Attainment in steps of {pct(width)}: {told}.")


def _bar(label: str, value: float, shown: str, top: float, largest: float) -> str:
    length = max(0.0, min(1.0, value / largest)) * _WIDTH
    return (
        _text(0, top + 13, label, "label", "start")
        + _text(_WIDTH, top + 13, shown, "value", "end")
        + _rect(0, top + 20, _WIDTH, _BAR, "track")
        + _rect(0, top + 20, length, _BAR, "bar")
    )


def _rect(left: float, top: float, width: float, height: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _text(left: float, top: float, words: str, kind: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _figure(drawing: str, height: float, told: str) -> str:
    words = escape(told, quote=True)
    svg = f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{words}">{drawing}</svg>'
    return f'<figure class="drawn">{svg}<figcaption>{escape(told)}</figcaption></figure>'
