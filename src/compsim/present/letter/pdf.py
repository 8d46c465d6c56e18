"""A document as PDF: the same sheet is the same bytes, and it keeps to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import bidirectional, normalize

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from compsim.present.letter.sheet import (
    Block,
    Fields,
    Grid,
    Heading,
    Line,
    Points,
    Sheet,
    Signatures,
    shares_of,
)

_FONTS = Path(__file__).with_name("fonts")
_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_INK, _QUIET, _RULE, _BAND = HexColor("#1d2733"), HexColor("#55606d"), HexColor("#b8c1cb"), HexColor("#eef2f5")
_EDGE = 18 * mm
_WIDTH = A4[0] - 2 * _EDGE
_PAD = 6  # points that a frame keeps around what it holds
_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)  # points; the largest at which the pages suffice
_EASY = 8.0  # points: down to here, one page less is worth smaller type
_FROM_THE_RIGHT = {"R", "AL", "AN"}  # reportlab writes from the left only
_BLANK = "\N{NO-BREAK SPACE}"
_LINES = 2.1  # times the size of the type: the height of a line to write on


@dataclass(frozen=True)
class Fitted:
    """A document, and how it was made to keep to its pages."""

    content: bytes
    size: float  # of its type, points
    pages: int


def pdf_of(sheet: Sheet) -> bytes:
    """The sheet as an A4 PDF with its own fonts, in the largest type that keeps it on its pages."""
    return fitted(sheet).content


def unshown(text: str) -> str:
    """The characters that the PDF cannot show, each once: no sign in its fonts, or written from the right."""
    _fonts()
    known = pdfmetrics.getFont(_PLAIN).face.charToGlyph
    return "".join(dict.fromkeys(sign for sign in _said(text) if not _shows(sign, known)))


def _shows(sign: str, known: Mapping[int, int]) -> bool:
    return sign.isspace() or (ord(sign) in known and bidirectional(sign) not in _FROM_THE_RIGHT)


def _said(text: str) -> str:
    """A letter and its accent as one sign, where there is one."""
    return normalize("NFC", text)


def fitted(sheet: Sheet) -> Fitted:
    """The document on one page if that takes no small type, else on the pages it may have."""
    _fonts()
    few = 1 if sheet.pages > 1 and _built(sheet, _EASY, turns=False).pages == 1 else sheet.pages
    tried = (_built(sheet, size, turns=few > 1) for size in _SIZES)
    return next((made for made in tried if made.pages <= few), None) or _built(sheet, _SIZES[-1], turns=few > 1)


def _escaped(text: str) -> str:
    return escape(_said(text))


@cache
def _fonts() -> None:
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(_PLAIN, normal=_PLAIN, bold=_BOLD, italic=_PLAIN, boldItalic=_BOLD)


def _built(sheet: Sheet, size: float, *, turns: bool) -> Fitted:
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_EDGE - _PAD,
        rightMargin=_EDGE - _PAD,
        topMargin=15 * mm,
        bottomMargin=16 * mm,
        title=sheet.title,
        author="",
        subject="",
        creator="compsim",
        lang="en",
        invariant=1,
    )

    def foot(canvas: Any, made: Any) -> None:
        canvas.setFont(_PLAIN, 6.5)
        canvas.setFillColor(_QUIET)
        canvas.drawString(_EDGE, 9 * mm, sheet.foot)
        canvas.drawRightString(A4[0] - _EDGE, 9 * mm, str(made.page))

    story = [Paragraph(_escaped(sheet.title), _style(size * 1.9, bold=True, after=size * 0.6))]
    document.build([*story, *_story(sheet, size, turns=turns)], onFirstPage=foot, onLaterPages=foot)
    return Fitted(out.getvalue(), size, document.page)


def _story(sheet: Sheet, size: float, *, turns: bool) -> Iterator[Any]:
    """Every part: a heading and what stands under it stay together where a page has room for them."""
    part: list[Any] = []
    for block in sheet.blocks:
        if isinstance(block, Heading) and part:
            yield KeepTogether(part)
            part = []
        if isinstance(block, Heading) and block.turns and turns:
            yield PageBreak()
        part.extend(_DRAWN[type(block)](block, size))
    yield KeepTogether(part)


def _style(size: float, *, bold: bool = False, after: float = 0.0, quiet: bool = False, right: bool = False) -> Any:
    look: dict[str, Any] = {"alignment": TA_RIGHT} if right else {}
    return ParagraphStyle(
        "text",
        fontName=_BOLD if bold else _PLAIN,
        fontSize=size,
        leading=size * 1.3,
        textColor=_QUIET if quiet else _INK,
        spaceAfter=after,
        **look,
    )


def _heading(block: Heading, size: float) -> Iterator[Any]:
    yield Spacer(1, size * 0.6)
    yield Paragraph(_escaped(block.text), _style(size * 1.2, bold=True, after=size * 0.3))


def _line(block: Line, size: float) -> Iterator[Any]:
    yield Paragraph(
        _escaped(block.text), _style(size * (0.88 if block.quiet else 1), after=size * 0.4, quiet=block.quiet)
    )


def _points(block: Points, size: float) -> Iterator[Any]:
    style = _style(size, after=size * 0.2)
    style.leftIndent, style.bulletIndent, style.bulletFontName, style.bulletFontSize = size * 1.6, 0, _PLAIN, size
    for line in block.lines:
        yield Paragraph(_escaped(line), style, bulletText="•")
    yield Spacer(1, size * 0.3)


def _fields(block: Fields, size: float) -> Iterator[Any]:
    label, value = _style(size * 0.92, quiet=True), _style(size, bold=True)
    rows = [
        [Paragraph(_escaped(name or _BLANK), label), Paragraph(_escaped(said or _BLANK), value)]
        for name, said in block.pairs
    ]
    empty = [at for at, (_, said) in enumerate(block.pairs) if not said]
    look: list[Any] = [("LINEBELOW", (1, at), (1, at), 0.5, _RULE) for at in empty]
    look += [("TOPPADDING", (0, at), (-1, at), size * (_LINES - 1.3)) for at in empty]
    look += [("LEFTPADDING", (0, 0), (0, -1), 0), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")]
    yield _table(rows, [_WIDTH * 0.34, _WIDTH * 0.66], size, look)
    yield Spacer(1, size * 0.4)


def _grid(block: Grid, size: float) -> Iterator[Any]:
    small = size * 0.92
    rows = [_cells(block.head, block, _style(small, bold=True), _style(small, bold=True, right=True))]
    plain, right = _style(small), _style(small, right=True)
    rows += [_cells(row, block, plain, right) for row in block.rows]
    if block.last_is_sum:
        rows[-1] = _cells(block.rows[-1], block, _style(small, bold=True), _style(small, bold=True, right=True))
    look = [("BACKGROUND", (0, 0), (-1, 0), _BAND), ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE)]
    yield _table(rows, [share * _WIDTH for share in shares_of(block)], size, look)
    yield Spacer(1, size * 0.4)


def _cells(row: tuple[str, ...], block: Grid, left: Any, right: Any) -> list[Any]:
    return [Paragraph(_escaped(cell), right if place in block.figures else left) for place, cell in enumerate(row)]


def _signatures(block: Signatures, size: float) -> Iterator[Any]:
    """Lines side by side with room between them, and below each who signs there."""
    yield Spacer(1, size * 3.5)
    gap = 8 * mm
    wide = (_WIDTH - gap * (len(block.who) - 1)) / len(block.who)
    style = _style(size * 0.92, quiet=True)
    cells: list[Any] = [Paragraph(_escaped(block.who[0]), style)]
    for who in block.who[1:]:
        cells += ["", Paragraph(_escaped(who), style)]
    ends = [("LINEABOVE", (at, 0), (at, 0), 0.6, _INK) for at in range(0, len(cells), 2)]
    widths = [gap if at % 2 else wide for at in range(len(cells))]
    yield _table([cells], widths, size, [("LEFTPADDING", (0, 0), (-1, -1), 0), *ends])


def _table(rows: list[list[Any]], widths: list[float], size: float, look: Any) -> Any:
    space = size * 0.22
    shared = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), space),
        ("BOTTOMPADDING", (0, 0), (-1, -1), space),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]
    return Table(rows, colWidths=widths, style=TableStyle([*shared, *look]), hAlign="LEFT", spaceAfter=size * 0.3)


_DRAWN: dict[type[Block], Callable[[Any, float], Iterator[Any]]] = {
    Heading: _heading,
    Line: _line,
    Points: _points,
    Fields: _fields,
    Grid: _grid,
    Signatures: _signatures,
}
