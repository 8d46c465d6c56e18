"""A document for a word processor (.docx), to be changed before it is handed over; the same sheet is the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from compsim.present.letter.packed import packed
from compsim.present.letter.pdf import fitted
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

_WRITTEN: Final = datetime(2000, 1, 1)  # the same sheet is the same file, whenever it is written
_FONT = "Arial"  # narrower than the fonts of the PDF, so what keeps to its pages there does here
_INK, _QUIET, _RULE, _BAND = "1D2733", "55606D", "B8C1CB", "EEF2F5"
_EDGE, _WIDTH = 18.0, 174.0  # mm
_PAD = 80  # twips, twentieths of a point


def docx_of(sheet: Sheet) -> bytes:
    """The sheet as an A4 document, in the size of type that keeps it on its pages."""
    document, fits = Document(), fitted(sheet)
    size = fits.size
    _page(document, sheet, size)
    _paragraph(document, sheet.title, size * 1.9, bold=True, after=size * 0.6, style="Title")
    for block in sheet.blocks:
        _ADDED[type(block)](document, block, size)
        if isinstance(block, Heading) and block.turns and fits.pages > 1:
            document.paragraphs[-1].paragraph_format.page_break_before = True
    out = BytesIO()
    document.save(out)
    with ZipFile(out) as made:
        return packed({name: made.read(name) for name in made.namelist()})


def _page(document: Any, sheet: Sheet, size: float) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_EDGE)
    section.top_margin, section.bottom_margin = Mm(13), Mm(13)
    section.header_distance = section.footer_distance = Mm(7)
    for name in ("Normal", "Title", "Heading 2", "List Bullet"):
        _plain_style(document.styles[name], size)
    _write(section.footer.paragraphs[0], sheet.foot, 6.5, color=_QUIET)
    about = document.core_properties
    about.title, about.author, about.comments, about.last_modified_by = sheet.title, "", "", ""
    about.created = about.modified = _WRITTEN


def _plain_style(style: Any, size: float) -> None:
    """The template's own look, taken off: its colours, fonts and lines."""
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), RGBColor.from_string(_INK)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for place in [place for place in fonts.attrib if "Theme" in place]:
        del fonts.attrib[place]
    for place in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(place), _FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.1
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _paragraph(  # noqa: PLR0913 - one look a word
    place: Any,
    text: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0.0,
    after: float = 0.0,
    style: str = "Normal",
    color: str = _INK,
) -> Any:
    paragraph = place.add_paragraph(style=style)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    _write(paragraph, text, size, bold=bold, color=color)
    return paragraph


def _write(paragraph: Any, text: str, size: float, *, bold: bool = False, color: str = _INK) -> None:
    run = paragraph.add_run(_writable(text))
    run.bold, run.font.size, run.font.color.rgb = bold, Pt(size), RGBColor.from_string(color)


def _writable(text: str) -> str:
    """The text without the control characters that such a file cannot hold; each leaves a sign that it was there."""
    return "".join(sign if sign in "\t\n" or sign.isprintable() or sign.isspace() else "\N{REPLACEMENT CHARACTER}"
                   for sign in text)  # fmt: skip


def _heading(document: Any, block: Heading, size: float) -> None:
    made = _paragraph(
        document, block.text, size * 1.2, bold=True, before=size * 0.6, after=size * 0.3, style="Heading 2"
    )
    made.paragraph_format.keep_with_next = True


def _line(document: Any, block: Line, size: float) -> None:
    color, smaller = (_QUIET, 0.88) if block.quiet else (_INK, 1.0)
    _paragraph(document, block.text, size * smaller, after=size * 0.4, color=color)


def _points(document: Any, block: Points, size: float) -> None:
    for line in block.lines:
        made = _paragraph(document, line, size, after=size * 0.2, style="List Bullet")
        made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = Pt(size * 1.6), Pt(-size * 1.6)
        made.paragraph_format.tab_stops.add_tab_stop(Pt(size * 1.6))


def _fields(document: Any, block: Fields, size: float) -> None:
    table = _table(document, len(block.pairs), (0.34, 0.66))
    for row, (name, said) in zip(table.rows, block.pairs, strict=True):
        _fill(row.cells[0], name, size * 0.92, size, color=_QUIET, above=0.0 if said else 0.6)
        _fill(row.cells[1], said, size, size, bold=True)
        if not said:
            _edge(row.cells[1], "bottom", _RULE)
    _after(document, size)


def _grid(document: Any, block: Grid, size: float) -> None:
    table = _table(document, 1 + len(block.rows), shares_of(block), _PAD)
    for place, (row, cells) in enumerate(zip(table.rows, (block.head, *block.rows), strict=True)):
        strong = place == 0 or (block.last_is_sum and place == len(block.rows))
        for at, text in enumerate(cells):
            _fill(row.cells[at], text, size * 0.92, size, bold=strong, right=at in block.figures)
            _edge(row.cells[at], "bottom", _RULE)
            if place == 0:
                _shade(row.cells[at])
    _after(document, size)


def _signatures(document: Any, block: Signatures, size: float) -> None:
    """Lines side by side with room between them, and below each who signs there."""
    _paragraph(document, "", size, before=size * 2.0)
    gap = 0.05
    wide = (1.0 - gap * (len(block.who) - 1)) / len(block.who)
    table = _table(document, 1, [gap if at % 2 else wide for at in range(2 * len(block.who) - 1)])
    for at, who in enumerate(block.who):
        _fill(table.rows[0].cells[2 * at], who, size * 0.92, size, color=_QUIET)
        _edge(table.rows[0].cells[2 * at], "top", _INK)


def _table(document: Any, rows: int, shares: Sequence[float], pad: int = 0) -> Any:
    """An empty table over the whole width, its columns as wide as they are told; `pad` (twips) inside each cell."""
    table = document.add_table(rows, len(shares))
    table.autofit = False
    about = table._tbl.tblPr  # noqa: SLF001 - python-docx has no such margins of its own
    about.append(_measure("w:tblInd", pad))
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(_measure(side, pad))
    about.append(margins)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(_WIDTH * share)
        for cell in column.cells:
            cell.width = Mm(_WIDTH * share)
    return table


def _measure(name: str, twips: int) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:w"), str(twips))
    element.set(qn("w:type"), "dxa")
    return element


def _fill(  # noqa: PLR0913 - one look a word
    cell: Any, text: str, written: float, size: float, *, bold: bool = False, right: bool = False,
    color: str = _INK, above: float = 0.0,
) -> None:  # fmt: skip
    paragraph = cell.paragraphs[0]
    _write(paragraph, text, written, bold=bold, color=color)
    space = paragraph.paragraph_format
    space.space_before, space.space_after = Pt(size * (0.2 + above)), Pt(size * 0.2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _edge(cell: Any, side: str, color: str) -> None:
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", color)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - python-docx has no borders of its own


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _BAND)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading of its own


def _after(document: Any, size: float) -> None:
    """The room below a table: a paragraph as low as it can be."""
    _paragraph(document, "", 1.0, after=size * 0.4).paragraph_format.line_spacing = Pt(2)


_ADDED: dict[type[Block], Callable[[Any, Any, float], None]] = {
    Heading: _heading,
    Line: _line,
    Points: _points,
    Fields: _fields,
    Grid: _grid,
    Signatures: _signatures,
}
