"""What a document is made of, whatever file it becomes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A line above a part."""

    text: str
    turns: bool = False  # where the sheet needs a second page, it begins here


@dataclass(frozen=True)
class Line:
    """A paragraph."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Points:
    """Short statements under each other."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table; the first column is read from the left, the columns in `figures` from the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()
    wide: float = 2.0  # how many times as wide as the others the first column is
    last_is_sum: bool = False


@dataclass(frozen=True)
class Fields:
    """Labels with what stands beside them; empty: a line to write on."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Signatures:
    """Places to sign and date."""

    who: tuple[str, ...]


Block = Heading | Line | Points | Grid | Fields | Signatures


@dataclass(frozen=True)
class Sheet:
    """One document."""

    title: str
    blocks: tuple[Block, ...]
    pages: int  # at most so many
    foot: str = ""


def shares_of(grid: Grid) -> list[float]:
    """How wide each column of a table is, as a share of the whole."""
    unit = 1.0 / (grid.wide + len(grid.head) - 1)
    return [grid.wide * unit, *[unit] * (len(grid.head) - 1)]


def text_of(sheet: Sheet) -> str:
    """Everything that a sheet says, piece after piece."""
    return "\n".join([sheet.title, sheet.foot, *(text for block in sheet.blocks for text in _texts(block))])


def _texts(block: Block) -> tuple[str, ...]:
    match block:
        case Heading() | Line():
            return (block.text,)
        case Points():
            return block.lines
        case Grid():
            return tuple(text for row in (block.head, *block.rows) for text in row)
        case Fields():
            return tuple(text for pair in block.pairs for text in pair)
        case Signatures():
            return block.who


@dataclass(frozen=True)
class Stated:
    """What somebody says beside the figures; empty: a line to write on."""

    valid_from: str = ""
    continues: str = ""  # the plan that this one replaces or continues
    ask: str = ""  # who answers questions
