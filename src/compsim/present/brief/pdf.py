"""A brief as A4 pages: the same brief is the same bytes, in the largest type that keeps it on four pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from compsim.present.brief.drawing import drawing_of
from compsim.present.brief.pieces import Bars, Brief, Piece, Section, Spans, Tiles
from compsim.present.letter.sheet import Grid, Line, Points
from compsim.present.typefaces import BOLD, PLAIN, use_typefaces

MOST_PAGES: Final = 4
_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # points; the last one however many pages it takes
_EDGE = 17 * mm
_WIDTH = A4[0] - 2 * _EDGE - 12  # points; a frame keeps 6 on each side
_INK, _QUIET, _RULE, _GROUND = HexColor("#1d2733"), HexColor("#55606d"), HexColor("#b8c1cb"), HexColor("#eef2f5")


def pdf_of(brief: Brief) -> bytes:
    """The brief as a PDF with its own typefaces."""
    use_typefaces()
    content, size, pages = b"", _SIZES[-1], 0
    for size in _SIZES:
        content, pages = _built(brief, size, 0)
        if pages <= MOST_PAGES:
            break
    return _built(brief, size, pages)[0] if pages else content


def _built(brief: Brief, size: float, of: int) -> tuple[bytes, int]:
    """The file, and how many pages it has; `of` is the number of pages that each of them names."""
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_EDGE,
        rightMargin=_EDGE,
        topMargin=14 * mm,
        bottomMargin=16 * mm,
        title=brief.title,
        author="",
        subject=brief.under,
        creator="compsim",
        lang="en",
        invariant=1,
    )

    def foot(canvas: Any, made: Any) -> None:
        canvas.setFont(PLAIN, 6.5)
        canvas.setFillColor(_QUIET)
        canvas.drawString(_EDGE, 9 * mm, brief.foot)
        canvas.drawRightString(A4[0] - _EDGE, 9 * mm, f"{made.page} / {of}")

    head = [
        Paragraph(escape(brief.title), _style(size * 2.0, bold=True, after=size * 0.3)),
        Paragraph(escape(brief.under), _style(size, quiet=True, after=size * 0.4)),
    ]
    document.build([*head, *_story(brief, size)], onFirstPage=foot, onLaterPages=foot)
    return out.getvalue(), document.page


def _story(brief: Brief, size: float) -> Iterator[Any]:
    for section in brief.sections:
        yield from _section(section, size)


def _section(section: Section, size: float) -> Iterator[Any]:
    """A heading never stands alone at the foot of a page; tables may go on over the page."""
    head = [Spacer(1, size * 0.7), Paragraph(escape(section.title), _style(size * 1.3, bold=True, after=size * 0.4))]
    first, *others = section.pieces
    drawn = list(_DRAWN[type(first)](first, size))
    yield CondPageBreak(size * 8)
    if isinstance(first, Grid):
        yield from (*head, *drawn)
    else:
        yield KeepTogether([*head, *drawn])
    for piece in others:
        yield from _DRAWN[type(piece)](piece, size)


def _style(size: float, *, bold: bool = False, after: float = 0.0, quiet: bool = False, right: bool = False) -> Any:
    look: dict[str, Any] = {"alignment": TA_RIGHT} if right else {}
    return ParagraphStyle(
        "text",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * 1.3,
        textColor=_QUIET if quiet else _INK,
        spaceAfter=after,
        splitLongWords=1,
        **look,
    )


def _line(piece: Line, size: float) -> Iterator[Any]:
    yield Paragraph(
        escape(piece.text), _style(size * (0.88 if piece.quiet else 1), after=size * 0.5, quiet=piece.quiet)
    )


def _points(piece: Points, size: float) -> Iterator[Any]:
    style = _style(size, after=size * 0.25)
    style.leftIndent, style.bulletIndent, style.bulletFontName = size * 1.2, 0, PLAIN
    for line in piece.lines:
        yield Paragraph(escape(line), style, bulletText="•")


def _grid(piece: Grid, size: float) -> Iterator[Any]:
    small = size * 0.92
    look = {False: _style(small), True: _style(small, right=True)}
    heads = {False: _style(small, bold=True), True: _style(small, bold=True, right=True)}
    rows = [_cells(piece.head, piece, heads), *(_cells(row, piece, look) for row in piece.rows)]
    unit = _WIDTH / (piece.wide + len(piece.head) - 1)
    space = size * 0.24
    shown = [
        ("BACKGROUND", (0, 0), (-1, 0), _GROUND),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), space),
        ("BOTTOMPADDING", (0, 0), (-1, -1), space),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]
    widths = [piece.wide * unit, *[unit] * (len(piece.head) - 1)]
    yield Table(rows, colWidths=widths, style=TableStyle(shown), hAlign="LEFT", spaceAfter=size * 0.5, repeatRows=1)


def _cells(row: tuple[str, ...], piece: Grid, looks: dict[bool, Any]) -> list[Any]:
    return [Paragraph(escape(cell), looks[place in piece.figures]) for place, cell in enumerate(row)]


def _tiles(piece: Tiles, size: float) -> Iterator[Any]:
    cells = [
        [
            Paragraph(escape(label), _style(size * 0.88, quiet=True)),
            Paragraph(escape(figure), _style(size * 1.5, bold=True)),
            Paragraph(escape(beside), _style(size * 0.88, quiet=True)),
        ]
        for label, figure, beside in piece.figures
    ]
    shown = [
        ("BACKGROUND", (0, 0), (-1, -1), _GROUND),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("INNERGRID", (0, 0), (-1, -1), 4, HexColor("#ffffff")),
    ]
    yield Table(
        [cells],
        colWidths=[_WIDTH / len(cells)] * len(cells),
        style=TableStyle(shown),
        hAlign="LEFT",
        spaceAfter=size * 0.7,
    )


def _picture(piece: Bars | Spans, size: float) -> Iterator[Any]:
    yield drawing_of(piece, _WIDTH, size * 0.92)
    yield Spacer(1, size * 0.4)


_DRAWN: dict[type[Piece], Callable[[Any, float], Iterator[Any]]] = {
    Line: _line,
    Points: _points,
    Grid: _grid,
    Tiles: _tiles,
    Bars: _picture,
    Spans: _picture,
}
