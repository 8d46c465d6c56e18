"""The steps of a calculation as small tables, one a part: what a figure is, how it comes about, and the figure.

Two columns on every screen: what a figure is made of stands below its name, in quiet type. Names come from people's
data, so everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from compsim.present.explained_words import HEADS
from compsim.present.explanation import ExplainedLine

HEADING, FIGURE = 1, 2  # levels of a line
STYLE = """<style>
.steps { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); }
.steps section { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 0.5rem;
  padding: 0.75rem 1rem; }
.steps table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
.steps caption { text-align: left; padding: 0 0 0.35rem; line-height: 1.35; }
.steps th, .steps td { border: 0; border-top: 1px solid color-mix(in srgb, currentColor 10%, transparent);
  padding: 0.3rem 0; vertical-align: top; line-height: 1.35; }
.steps th { text-align: left; font-weight: 400; padding-right: 0.75rem; }
.steps td { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.steps .paid tr:last-child th, .steps .paid tr:last-child td { font-weight: 650; }
.steps small { display: block; font-size: 0.85em; font-weight: 400;
  color: color-mix(in srgb, currentColor 74%, transparent); font-variant-numeric: tabular-nums; }
</style>"""


def parts_of(lines: Sequence[ExplainedLine]) -> list[tuple[str, list[ExplainedLine]]]:
    """The figures of one settlement under the heading of their part."""
    parts: list[tuple[str, list[ExplainedLine]]] = []
    for line in lines:
        if line.level == HEADING:
            parts.append((line.label, []))
        elif line.level == FIGURE and parts:
            parts[-1][1].append(line)
    return [(head, figures) for head, figures in parts if figures]


def explained_html(lines: Sequence[ExplainedLine]) -> str:
    """One settlement as HTML in the reader's own colours."""
    return f'{STYLE}<div class="steps">{"".join(_section(head, figures) for head, figures in parts_of(lines))}</div>'


def _section(head: str, figures: Sequence[ExplainedLine]) -> str:
    title, _, rest = head.partition(": ")
    caption = f"<caption><strong>{escape(title)}</strong>{_small(rest)}</caption>"
    ends_in_pay = "" if head == HEADS["gates"] else ' class="paid"'
    return f"<section{ends_in_pay}><table>{caption}<tbody>{''.join(_rows(figures))}</tbody></table></section>"


def _rows(figures: Sequence[ExplainedLine]) -> Iterator[str]:
    for line in figures:
        yield f'<tr><th scope="row">{escape(line.label)}{_small(line.how)}</th><td>{escape(line.value)}</td></tr>'


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""
