"""Pictures of what rules pay, as inline SVG from plain numbers: lines over a scale, bars, and columns over time.

They follow the page's colours, print and need no script. Every function returns one line of HTML, because Markdown
would cut a block at an empty line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from macros.formats import money, pct

Point = tuple[float, float]
Piece = Sequence[Point]  # a line without a jump

WIDTH = 400.0  # user units, as in the other pictures
LEFT, RIGHT = 46.0, 380.0
TALL = 168.0  # of the plot
ACROSS = 2.0  # attainment at the right end, ratio
TOPS = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0)
_QUARTERS = 4
_LEGEND = 18.0
_ROW, _BAR = 46.0, 16.0
_STEEPEST = 8.0  # more pay for a point than any curve gives: between two samples it is a jump
_SAME = 1e-9


@dataclass(frozen=True)
class Line:
    """One line of a chart; `kind` is a class of the style sheet: now, other, third, fourth."""

    label: str
    pieces: Sequence[Piece]
    kind: str = "now"


@dataclass(frozen=True)
class Scale:
    """What the two directions of a chart say; both begin at zero and are ratios."""

    across: str
    up: str
    right: float = ACROSS
    top: float = 2.0


@dataclass(frozen=True)
class Bar:
    """One line of a bar chart: what would be paid without a rule, and what is paid with it, money."""

    label: str
    without: float
    paid: float


def top_for(highest: float) -> float:
    """The end of the scale that holds the highest value, ratio."""
    return next((top for top in TOPS if highest <= top + _SAME), highest)


def pieces_of(xs: Sequence[float], ys: Sequence[float]) -> list[list[Point]]:
    """A sampled line, parted where it jumps and without the samples that lie on the way."""
    found: list[list[Point]] = [[(xs[0], ys[0])]]
    for (left, before), (right, after) in pairwise(zip(xs, ys, strict=True)):
        if abs(after - before) > _STEEPEST * (right - left):
            found[-1].append((right, _goes_on(found[-1], right)))
            found.append([])
        found[-1].append((right, after))
    return [_corners(piece) for piece in found]


def _goes_on(piece: Sequence[Point], x: float) -> float:
    """Where the last bit of a line would lead."""
    (x0, y0), (x1, y1) = piece[-2:] if len(piece) > 1 else (piece[0], (x, piece[0][1]))
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def _corners(piece: list[Point]) -> list[Point]:
    kept = piece[:1]
    for here, following in pairwise(piece[1:]):
        (x0, y0), (x1, y1) = kept[-1], here
        if abs((y1 - y0) * (following[0] - x1) - (following[1] - y1) * (x1 - x0)) > _SAME:
            kept.append(here)
    return [*kept, *piece[-1:]] if len(piece) > 1 else kept


def line_chart(lines: Sequence[Line], dots: Sequence[Point], scale: Scale, told: str) -> str:
    """Lines over a scale that begins at zero, with the points that people stand at."""
    above = _LEGEND * len(lines) + 30
    parts = [_legend(line, place) for place, line in enumerate(lines)]
    parts.append(text(0, above - 11, scale.up, "quiet"))
    drawn = "".join(paths(line, scale) for line in reversed(lines)) + "".join(dot(point, scale) for point in dots)
    plot = f'<g transform="translate(0 {above:.0f})">{grid(scale)}{drawn}</g>'
    return figure("".join(parts) + plot, above + TALL + 38, told)


def grid(scale: Scale) -> str:
    """The lines of a plot and what they stand for; the words up the side carry their place, for a script."""
    found = []
    for place in range(_QUARTERS + 1):
        share = place / _QUARTERS
        height, along = TALL * (1 - share), LEFT + (RIGHT - LEFT) * share
        found.append(f'<path class="grid" d="M{LEFT:.0f} {height:.1f}H{RIGHT:.0f}"/>')
        words = pct(scale.top * share)
        found.append(text(LEFT - 6, height + 4, words, "quiet", "end", f' data-tick="{place}"'))
        found.append(text(along, TALL + 16, pct(scale.right * share), "quiet", "middle"))
    return "".join(found) + text(RIGHT, TALL + 32, scale.across, "quiet", "end")


def paths(line: Line, scale: Scale) -> str:
    """A line with the leaps between its pieces, each a path that a script can redraw."""
    run, leap = run_of(line.pieces, scale), leaps_of(line.pieces, scale)
    return (
        f'<path class="leap" data-leap="{line.kind}" d="{leap}"/>'
        f'<path class="line line--{line.kind}" data-line="{line.kind}" d="{run}"/>'
    )


def run_of(pieces: Sequence[Piece], scale: Scale) -> str:
    """The path of a line."""
    return "".join("M" + "L".join(_place(point, scale) for point in piece) for piece in pieces)


def leaps_of(pieces: Sequence[Piece], scale: Scale) -> str:
    """The path of the leaps from one piece to the next."""
    pairs = ((before[-1], after[0]) for before, after in pairwise(pieces))
    return "".join(f"M{_place(low, scale)}L{_place(high, scale)}" for low, high in pairs)


def dot(point: Point, scale: Scale) -> str:
    """A point that somebody stands at."""
    x, y = along(point[0], scale), down(point[1], scale)
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'


def along(x: float, scale: Scale) -> float:
    """Where a value stands across, in user units."""
    return LEFT + (RIGHT - LEFT) * x / scale.right


def down(y: float, scale: Scale) -> float:
    """Where a value stands, in user units from the top of the plot."""
    return TALL - TALL * y / scale.top


def bar_chart(rows: Sequence[Bar], words: tuple[str, str], subject: str) -> str:
    """A bar a payment, on one scale with zero in it; the outline is what would be paid without the rule.

    `words` name the two, such as ("earned", "paid").
    """
    low = min(0.0, *(min(row.without, row.paid) for row in rows))
    high = max(0.0, *(max(row.without, row.paid) for row in rows)) or 1.0
    unit = WIDTH / (high - low)
    bars = "".join(_bar(row, _ROW * place, -low * unit, unit, words) for place, row in enumerate(rows))
    zero = f'<path class="grid" d="M{-low * unit:.1f} 0V{_ROW * len(rows):.0f}"/>' if low < 0 else ""
    told = "; ".join(f"{row.label}: {_said(row, words)}" for row in rows)
    caption = f"Dashed: {words[0]}. Filled: {words[1]}."
    return figure(bars + zero, _ROW * len(rows), f"{subject}: {told}.", caption)


def _bar(row: Bar, top: float, zero: float, unit: float, words: tuple[str, str]) -> str:
    same = abs(row.without - row.paid) < _SAME
    outline = "" if same else _between(zero, zero + row.without * unit, top, "outline")
    fill = _between(zero, zero + row.paid * unit, top, "bar" if row.paid >= 0 else "bar bar--back")
    label = text(0, top + 13, row.label, "label")
    return label + text(WIDTH, top + 13, _said(row, words), "value", "end") + fill + outline


def _said(row: Bar, words: tuple[str, str]) -> str:
    if abs(row.without - row.paid) < _SAME:
        return f"{words[1]} {money(row.paid)}"
    return f"{words[0]} {money(row.without)}, {words[1]} {money(row.paid)}"


def _between(start: float, end: float, top: float, kind: str) -> str:
    left, wide = min(start, end), abs(end - start)
    return f'<rect class="{kind}" x="{left:.1f}" y="{top + 20:.1f}" width="{wide:.1f}" height="{_BAR:.0f}"/>'


def columns_over_time(rows: Sequence[tuple[str, Sequence[float]]], times: Sequence[str], told: str) -> str:
    """A row of columns a name, all on one scale: when money comes, and when it goes back below the line."""
    high = max(value for _, values in rows for value in values)
    low = min(0.0, *(value for _, values in rows for value in values))
    unit, wide, gap = 56 / (high - low), (WIDTH - 2) / len(times), 112.0
    parts = []
    for place, (label, values) in enumerate(rows):
        base = gap * place + 36 + high * unit
        parts.append(text(0, gap * place + 13, label, "label strong"))
        parts.append(text(WIDTH, gap * place + 13, f"in all {money(sum(values))}", "value", "end"))
        parts.append(f'<path class="grid" d="M0 {base:.1f}H{WIDTH:.0f}"/>')
        parts += [_column(value, n * wide, wide, base, unit) for n, value in enumerate(values) if value]
    foot = gap * len(rows) + 10
    parts += [text((n + 0.5) * wide, foot, time, "quiet", "middle") for n, time in enumerate(times)]
    return figure("".join(parts), foot + 6, told)


def _column(value: float, left: float, wide: float, base: float, unit: float) -> str:
    tall, kind = abs(value) * unit, "bar" if value > 0 else "bar bar--back"
    top = base - tall if value > 0 else base
    words = top - 4 if value > 0 else top + tall + 12
    shape = f'<rect class="{kind}" x="{left + 8:.1f}" y="{top:.1f}" width="{wide - 16:.1f}" height="{tall:.1f}"/>'
    return shape + text(left + wide / 2, words, money(value), "quiet", "middle")


def strip(values: Sequence[float], hurdle: float, told: str) -> str:
    """A dot a person on one scale (ratios), and the hurdle that parts them."""
    first, last = min(*values, hurdle) - 0.03, max(values) + 0.03
    unit, base = WIDTH / (last - first), 92.0
    seen: dict[int, int] = {}
    dots = []
    for value in sorted(values):
        x = (value - first) * unit
        stacked = seen[int(x / 13)] = seen.get(int(x / 13), 0) + 1
        kind = "dot" if value >= hurdle else "dot dot--short"
        dots.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{base - 11 * (stacked - 1) - 8:.1f}" r="5"/>')
    edge = (hurdle - first) * unit
    wall = f'<path class="wall" d="M{edge:.1f} 22V{base + 6:.0f}"/><path class="grid" d="M0 {base:.0f}H{WIDTH:.0f}"/>'
    names = text(edge - 6, 14, f"hurdle {pct(hurdle)}", "label strong")
    ends = text(0, base + 20, pct(min(values), 0), "quiet")
    ends += text(WIDTH, base + 20, pct(max(values), 0), "quiet", "end")
    return figure(wall + "".join(dots) + names + ends, base + 26, told)


def text(left: float, top: float, words: str, kind: str, anchor: str = "start", more: str = "") -> str:
    """Words in a picture."""
    return f'<text class="{kind}" x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def figure(drawing: str, height: float, told: str, caption: str = "") -> str:
    """A picture with what it says in words for those who listen; the caption says the same, or what is given."""
    words = escape(told, quote=True)
    svg = f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{words}">{drawing}</svg>'
    return f'<figure class="drawn chart">{svg}<figcaption>{escape(caption or told)}</figcaption></figure>'


def _legend(line: Line, place: int) -> str:
    top = _LEGEND * place + 10
    sample = f'<path class="line line--{line.kind}" d="M0 {top:.0f}H26"/>'
    return sample + text(34, top + 4, line.label, "label")


def _place(point: Point, scale: Scale) -> str:
    return f"{along(point[0], scale):.1f} {down(point[1], scale):.1f}"
