"""The stages of a sale from stages.yaml: a table for the page and a picture of who owns them and what moves a deal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from ruamel.yaml import YAML

_WIDTH = 400  # user units, as in the other pictures
_BOX, _TALL, _DOWN = 318, 36, 34  # width and height of a stage, length of an arrow


@dataclass(frozen=True)
class Stage:
    """One stage of a sale."""

    name: str
    goal: str
    over: str  # what the buyer has done when it is over; empty where it does not end
    owner: str  # a role
    page: str  # a Markdown link
    pipeline: bool  # open deals stand in it


@cache
def stages() -> Sequence[Stage]:
    """All stages in order, as stages.yaml has them."""
    rows = YAML(typ="safe").load((Path(__file__).parent / "stages.yaml").read_text("utf-8"))
    return tuple(Stage(**row) for row in rows)


def stages_table(known: Sequence[Stage] | None = None) -> str:
    """All stages as a Markdown table."""
    head = "| Stage | What for | Over when the buyer … | Owner | Start here |\n|---|---|---|---|---|"
    shown = enumerate(stages() if known is None else known, start=1)
    return "\n".join([head, *(_table_row(number, stage) for number, stage in shown)])


def stages_picture(known: Sequence[Stage] | None = None) -> str:
    """The stages in one line of HTML: boxes with their owners, arrows with what the buyer does, the pipeline marked."""
    known = stages() if known is None else known
    step = _TALL + _DOWN
    parts = [_stage(number, stage, 2 + (number - 1) * step) for number, stage in enumerate(known, start=1)]
    parts += [_arrow(stage.over, 2 + n * step + _TALL) for n, stage in enumerate(known[:-1])]
    inside = [2 + n * step for n, stage in enumerate(known) if stage.pipeline]
    parts.append(_bracket(min(inside), max(inside) + _TALL, "pipeline"))
    told = "; ".join(f"{n} {stage.name}, {stage.owner}" for n, stage in enumerate(known, start=1))
    words = escape(f"The stages and their owners: {told}.", quote=True)
    height = 2 + len(known) * step - _DOWN + 2
    return (
        f'<figure class="drawn path"><svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{words}">'
        f"{''.join(parts)}</svg><figcaption>On the arrows: what the buyer does.</figcaption></figure>"
    )


def _table_row(number: int, stage: Stage) -> str:
    over = f"… {stage.over}" if stage.over else "– it does not end"
    return f"| **{number} {stage.name}** | {stage.goal} | {over} | {stage.owner} | {stage.page} |"


def _stage(number: int, stage: Stage, top: int) -> str:
    middle = top + _TALL / 2
    return (
        f'<rect class="track" x="1" y="{top}" width="{_BOX - 1}" height="{_TALL}" rx="5"/>'
        f'<circle class="bar" cx="21" cy="{middle:.0f}" r="9.5"/>'
        + _text(21, middle + 4, str(number), "on-bar", "middle")
        + _text(40, middle + 5, stage.name, "label strong")
        + _text(_BOX - 12, middle + 4, stage.owner, "quiet", "end")
    )


def _arrow(over: str, top: int) -> str:
    line = f'<path class="way" d="M21 {top}v{_DOWN - 7}"/>'
    head = f'<path class="tip" d="M16 {top + _DOWN - 8}h10l-5 8z"/>'
    return line + head + _text(40, top + _DOWN / 2 + 4, f"… {over}", "quiet")


def _bracket(top: int, bottom: int, words: str) -> str:
    middle = (top + bottom) / 2
    line = f'<path class="way" d="M{_BOX + 8} {top}h8V{bottom}h-8"/>'
    return line + _text(_BOX + 24, middle + 4, words, "quiet")


def _text(left: float, top: float, words: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{left:.0f}" y="{top:.0f}" text-anchor="{anchor}">{escape(words)}</text>'
