"""What a brief is made of beside text and tables: pictures drawn as shapes, and figures side by side."""

from __future__ import annotations

from dataclasses import dataclass

from compsim.present.letter.sheet import Block


@dataclass(frozen=True)
class Tiles:
    """A few figures side by side: what each is, the figure, and what it stands against."""

    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Bar:
    """One lying bar."""

    label: str
    value: float
    said: str  # the figure as a reader sees it
    color: str


@dataclass(frozen=True)
class Bars:
    """Lying bars under each other, from one line; those below zero go to the left."""

    title: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = ()  # word, colour


@dataclass(frozen=True)
class Span:
    """A range on a scale of ratios."""

    label: str
    low: float
    high: float
    color: str


@dataclass(frozen=True)
class Spans:
    """Ranges under each other, and figures that stand as lines across all of them."""

    title: str
    spans: tuple[Span, ...]
    marks: tuple[tuple[str, float, str], ...]  # word, ratio, colour
    legend: tuple[tuple[str, str], ...] = ()


Picture = Bars | Spans
Piece = Block | Tiles | Picture


@dataclass(frozen=True)
class Section:
    """A heading with what belongs under it."""

    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Brief:
    """The whole document."""

    title: str
    under: str  # a line under the title
    sections: tuple[Section, ...]
    foot: str
