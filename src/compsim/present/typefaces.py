"""The typefaces that documents bring along, so that they look the same on every machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN: Final = "DejaVuSans"
BOLD: Final = "DejaVuSans-Bold"
_FILES = Path(__file__).parent / "letter" / "fonts"


@cache
def use_typefaces() -> None:
    """Make both known to the writer of PDF files, once."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(_FILES / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
