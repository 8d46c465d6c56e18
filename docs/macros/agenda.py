"""The run of a workshop as a table; starts are worked out, so that changing one line moves the rest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from compsim.errors import InputError, Problem

Line = tuple[int, str, str, str]  # minutes, what the room does, what the facilitator says or watches, material


def agenda(lines: Sequence[Line]) -> str:
    """The run as a Markdown table with its total; InputError for a line without minutes."""
    if any(minutes <= 0 for minutes, *_ in lines):
        raise InputError([Problem("agenda", "a part has no minutes", "Give each part at least one.")])
    starts = [0, *accumulate(minutes for minutes, *_ in lines)]
    head = "| From minute | For | The room | You | Material |\n|---|---|---|---|---|"
    rows = [_row(start, line) for start, line in zip(starts, lines, strict=False)]
    return "\n".join([head, *rows, f"| **{starts[-1]}** | | **The end** | | |"])


def agenda_minutes(lines: Sequence[Line]) -> int:
    """How long the whole takes."""
    return sum(minutes for minutes, *_ in lines)


def _row(start: int, line: Line) -> str:
    minutes, room, you, material = line
    return f"| {start} | {minutes}\u00a0min | {room} | {you} | {material} |"
