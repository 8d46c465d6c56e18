"""The order of operations of a plan, from the deal to the pay slip: one list, drawn and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH = 280
_HEAD, _STEP, _GAP, _EDGE = 26, 27, 12, 12


@dataclass(frozen=True)
class Step:
    """One operation."""

    name: str
    does: str  # a sentence
    field: str = ""  # the place on the page of fields that steers it


@dataclass(frozen=True)
class Stage:
    """Operations that work on one and the same thing."""

    works_on: str
    steps: Sequence[Step]


STAGES = (
    Stage(
        "Each deal",
        (
            Step("Deal cap", "A deal above it counts up to the cap.", "caps-inside-a-part-deal"),
            Step("Credit", "The deal goes to the person, the team, the manager or all.", "objective-credit"),
        ),
    ),
    Stage(
        "Each objective and commission",
        (
            Step("Attainment", "Result ÷ target, both added up over the stretch.", "objective-measured"),
            Step("Attainment cap", "More than this does not count.", "caps-inside-a-part-attainment"),
            Step("Pay curve", "Attainment in, factor out. A commission turns an amount into money.", "pay-curve"),
            Step("Factor cap", "The factor goes no higher.", "caps-inside-a-part-factor"),
            Step("Multiplier", "The part’s own factor or factors.", "multiplier"),
            Step("Weight", "Times the weight and the target incentive so far: money earned.", "objective-weight"),
        ),
    ),
    Stage(
        "The whole plan, at each settlement",
        (
            Step("Gates", "A shut gate multiplies what it holds.", "gate"),
            Step("Plan multiplier", "A factor on everything.", "plan-multiplier"),
            Step("Payout cap", "All parts shrink by one factor until they fit.", "caps-on-a-plan-payout"),
            Step("Less already paid", "What the stretch has paid before comes off.", "objective-pays"),
        ),
    ),
    Stage(
        "The money",
        (
            Step("Money caps", "First each part, then the plan, total pay and the pool.", "caps-on-a-plan-money"),
            Step("Draw", "Pay in advance is added, or taken back.", "draw"),
            Step("Rounding", "Once, at the end; or where each deal is paid.", "rounding"),
        ),
    ),
)


def order_list(fields_page: str) -> str:
    """All operations as one numbered list in Markdown; `fields_page` is the page of fields."""
    steps = [step for stage in STAGES for step in stage.steps]
    return "\n".join(f"{n}. [{s.name}]({fields_page}#{s.field}). {s.does}" for n, s in enumerate(steps, start=1))


def order_picture() -> str:
    """The operations as a picture in one line of HTML: four stages, top down."""
    parts, top, number = [], 2.0, 0
    for stage in STAGES:
        tall = _HEAD + _STEP * len(stage.steps) + 4
        parts.append(f'<rect class="track" x="1" y="{top:.0f}" width="{_WIDTH - 2}" height="{tall}" rx="5"/>')
        parts.append(_text(_EDGE, top + 18, stage.works_on, "label strong"))
        for place, step in enumerate(stage.steps):
            number += 1
            line = top + _HEAD + _STEP * place
            parts.append(_chip(number, step.name, line))
        top += tall + _GAP
        if stage is not STAGES[-1]:
            parts.append(_arrow(top - _GAP))
    told = "; ".join(f"{s.works_on}: {', '.join(step.name.lower() for step in s.steps)}" for s in STAGES)
    words = escape(f"Order of operations. {told}.", quote=True)
    height = top - _GAP + 2
    return (
        f'<figure class="drawn order"><svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{words}">'
        f"{''.join(parts)}</svg></figure>"
    )


def _chip(number: int, name: str, top: float) -> str:
    badge = f'<circle class="bar" cx="{_EDGE + 9}" cy="{top + 11:.0f}" r="9.5"/>'
    return badge + _text(_EDGE + 9, top + 15, str(number), "on-bar", "middle") + _text(44, top + 16, name, "label")


def _arrow(top: float) -> str:
    middle = _WIDTH / 2
    return f'<path class="bar" d="M{middle - 6} {top + 2:.0f}h12l-6 8z"/>'


def _text(left: float, top: float, words: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{left:.0f}" y="{top:.0f}" text-anchor="{anchor}">{escape(words)}</text>'
