"""Pictures as shapes, which stay sharp at every size and need no browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from compsim.present.brief.pieces import Bars, Picture, Spans
from compsim.present.numbers import percent
from compsim.present.typefaces import BOLD, PLAIN

_INK, _FAINT, _GRID = HexColor("#1d2733"), HexColor("#55606d"), HexColor("#d5dbe1")
_TINY: Final = 1e-9


def drawing_of(picture: Picture, width: float, size: float) -> Drawing:
    """The picture, `width` points wide, with type of `size` points."""
    return _DRAWN[type(picture)](picture, width, size)


def _frame(
    title: str, legend: tuple[tuple[str, str], ...], lines: float, width: float, size: float
) -> tuple[Drawing, float]:
    """An empty drawing with its title and legend, and where the first line of the picture stands."""
    height = (lines + 2.6) * size * 1.5
    made = Drawing(width, height)
    top = height - size * 1.2
    made.add(_text(0, top, title, size, bold=True))
    right = width
    for word, color in reversed(legend):
        right -= stringWidth(word, PLAIN, size * 0.9) + size
        made.add(_text(right, top, word, size * 0.9, color=_FAINT))
        right -= size * 1.2
        made.add(Rect(right, top - size * 0.1, size * 0.8, size * 0.8, fillColor=HexColor(color), strokeColor=None))
        right -= size
    return made, top - size * 2.0


def _text(
    x: float, y: float, text: str, size: float, *, bold: bool = False, anchor: str = "start", color: Any = _INK
) -> String:
    return String(x, y, text, fontName=BOLD if bold else PLAIN, fontSize=size, textAnchor=anchor, fillColor=color)


def _bars(picture: Bars, width: float, size: float) -> Drawing:
    made, y = _frame(picture.title, picture.legend, len(picture.bars), width, size)
    step = size * 1.5
    labels = max(stringWidth(bar.label, PLAIN, size) for bar in picture.bars) + size
    said = max(stringWidth(bar.said, PLAIN, size) for bar in picture.bars) + size
    low, high = min(0.0, *(bar.value for bar in picture.bars)), max(0.0, *(bar.value for bar in picture.bars))
    left = labels + (said if low < 0 else 0.0)
    room = max(width - left - said, size)
    unit = room / max(high - low, _TINY)
    zero = left - low * unit
    for bar in picture.bars:
        made.add(_text(0, y, bar.label, size))
        start, length = zero + min(bar.value, 0.0) * unit, abs(bar.value) * unit
        made.add(Rect(start, y - size * 0.15, max(length, 0.3), size, fillColor=HexColor(bar.color), strokeColor=None))
        behind = bar.value < 0
        at = start - size * 0.4 if behind else start + length + size * 0.4
        made.add(_text(at, y, bar.said, size, anchor="end" if behind else "start", color=_FAINT))
        y -= step
    made.add(
        Line(
            zero, y + step - size * 0.5, zero, y + step * (len(picture.bars) + 0.7), strokeColor=_FAINT, strokeWidth=0.6
        )
    )
    return made


def _spans(picture: Spans, width: float, size: float) -> Drawing:
    made, y = _frame(picture.title, picture.legend, len(picture.spans) + 1.6, width, size)
    step = size * 1.5
    left = max(stringWidth(span.label, PLAIN, size) for span in picture.spans) + size
    room = width - left - size * 3
    top, foot = y + step * 0.2, y - step * (len(picture.spans) + 0.2)
    for tick in range(0, 101, 20):
        x = left + room * tick / 100
        made.add(Line(x, foot, x, top - step * 0.9, strokeColor=_GRID, strokeWidth=0.5))
        made.add(_text(x, foot - size, percent(tick / 100), size * 0.85, anchor="middle", color=_FAINT))
    for mark, (word, value, color) in enumerate(picture.marks):
        x = left + room * value
        made.add(Line(x, foot, x, top - step * 0.9, strokeColor=HexColor(color), strokeWidth=1.6))
        first = value <= min(other for _, other, _ in picture.marks)
        anchor = (
            "end"
            if first and len(picture.marks) > 1 and mark == [m[1] for m in picture.marks].index(value)
            else "start"
        )
        made.add(
            _text(
                x + (-size * 0.3 if anchor == "end" else size * 0.3),
                top - step * 0.7,
                word,
                size,
                bold=True,
                anchor=anchor,
            )
        )
    y -= step
    for span in picture.spans:
        made.add(_text(0, y, span.label, size))
        made.add(
            Rect(
                left + room * span.low,
                y,
                max(room * (span.high - span.low), 1.0),
                size * 0.6,
                fillColor=HexColor(span.color),
                strokeColor=None,
                fillOpacity=0.75,
            )
        )
        y -= step
    return made


_DRAWN: dict[type[Picture], Callable[[Any, float, float], Drawing]] = {Bars: _bars, Spans: _spans}
