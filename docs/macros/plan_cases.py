"""Worked cases as the reference shows them: each a small plan, its people and what they are paid.

The files are the tests' own golden cases, so no number on a page can differ from what the engines pay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from macros.formats import num

from compsim.errors import InputError, Problem, did_you_mean
from compsim.marked_yaml import read_yaml
from compsim.plan.reference import PartNote, part_notes

FOLDER = Path(__file__).parents[2] / "tests" / "cases"
PAGE = "plan-file-cases.md"
TOPICS: Mapping[str, str] = {
    "curve": "Pay curves",
    "tiers": "Rates and tiers",
    "stretch": "Stretches and true-ups",
    "gate": "Gates",
    "multiplier": "Multipliers",
    "cap": "Caps",
    "mix": "Mix",
    "commission": "Commissions",
    "which_deals": "Which deals",
    "draw": "Draws",
    "rounding": "Rounding",
    "missing": "Zero and missing",
    "who": "Who, and how long",
    "credit": "Credit",
    "shared": "Shared pay",
    "target": "Targets",
    "published": "Published elsewhere",
}
_CONTAINERS = ("plans", "objectives", "commissions", "where")
_SKIPPED = ("about:", "source:", "expect:", "depends_on:")


@dataclass(frozen=True, eq=False)
class Worked:
    """One case file."""

    topic: str
    name: str
    about: str
    source: str
    sum: str  # how the number comes about, as the file's remarks tell it
    text: str  # scenario and tables, as the file writes them
    scenario: Mapping[str, Any]
    expect: Mapping[str, Any]
    depends: tuple[str, ...]  # places in the plans without which the number would be another

    @property
    def anchor(self) -> str:
        """Where it stands on the page of cases."""
        return f"{self.topic}-{self.name}".lower()


@dataclass(frozen=True)
class Use:
    """A field as one case writes it."""

    model: str
    field: str
    value: Any
    place: str  # below plans, such as seller.gates.0.holds


@cache
def cases() -> tuple[Worked, ...]:
    """Every golden case, topic by topic."""
    order = {topic: place for place, topic in enumerate(TOPICS)}
    found = [_read(path) for path in sorted(FOLDER.rglob("*.yaml"))]
    return tuple(sorted(found, key=lambda case: (order.get(case.topic, len(order)), case.topic, case.name)))


def case_for(model: str, field: str, word: str = "") -> tuple[Worked, Use] | None:
    """The case that shows a field, or one word of it, best: the one that hangs on it, and the shortest of these."""
    listed = _uses().get((model, field, word), [])
    return min(listed, key=lambda each: _rank(*each)) if listed else None


def pays(case: Worked) -> str:
    """What a case pays, in a few words: `pays 12,000`."""
    expect = case.expect
    if "pays" in expect:
        return f"pays {_listed(expect['pays'].values())}"
    if "pays_by_period" in expect:
        return f"pays {_listed(next(iter(expect['pays_by_period'].values())).values())}"
    if "components" in expect:
        return f"pays {num(sum(map(float, next(iter(expect['components'].values())).values())))}"
    return "shows it"


def link(case: Worked, page: str = PAGE) -> str:
    """A link in HTML to a case, with what it pays; `page` is the address of the page of cases."""
    return f'<a href="{page}#{case.anchor}" title="{escape(case.about, quote=True)}">{pays(case)}</a>'


def case_link(place: str) -> str:
    """A Markdown link to a case by its folder and name, such as `missing/zero-target`; InputError if there is none."""
    case = case_at(place)
    return f"[{pays(case)}]({PAGE}#{case.anchor})"


def case_shown(place: str) -> str:
    """A whole case as Markdown, folded under what it is about; on paper it lies open. InputError if there is none."""
    return _folded(case_at(place))


def case_at(place: str) -> Worked:
    """A case by its folder and name; InputError with the nearest name if there is none."""
    known = {f"{case.topic}/{case.name}": case for case in cases()}
    if place not in known:
        raise InputError([Problem("plan_case", f"no case '{place}'", did_you_mean(place, tuple(known)))])
    return known[place]


def topics() -> tuple[str, ...]:
    """The topics that have cases, in the order of the page."""
    return tuple(dict.fromkeys(case.topic for case in cases()))


def cases_page() -> str:
    """All cases as Markdown: a heading a topic, and each case folded under what it is about and what it pays."""
    return "\n\n".join(_topic(topic) for topic in topics())


def _topic(topic: str) -> str:
    inside = "\n\n".join(_folded(case) for case in cases() if case.topic == topic)
    return f"## {TOPICS.get(topic, topic.replace('_', ' ').capitalize())}\n\n{inside}"


def _folded(case: Worked) -> str:
    source = "" if case.source.startswith("computed by hand") else f"<div>Source: {escape(case.source)}</div>"
    told = f"<div>{escape(case.sum)}</div>" if case.sum else ""
    summary = f"<summary>{escape(case.about)} <strong>{pays(case)}</strong></summary>"
    head = f'<details class="case" id="{case.anchor}" markdown="1">{summary}\n{told}{source}'
    return f"{head}\n\n```text\n{case.text}\n```\n\n</details>"


def _read(path: Path) -> Worked:
    text = path.read_text("utf-8")
    data: Mapping[str, Any] = read_yaml(text, path.name).data
    remarks = [line.lstrip("# ").rstrip() for line in text.splitlines() if line.startswith("#")]
    return Worked(
        topic=path.parent.name,
        name=path.stem,
        about=str(data["about"]),
        source=str(data["source"]),
        sum=" ".join(remarks),
        text=_shown(text),
        scenario=data["scenario"],
        expect=data["expect"],
        depends=tuple(data.get("depends_on", ())),
    )


def _shown(text: str) -> str:
    """Scenario and tables: what stands at the margin under the other keys is told elsewhere."""
    kept, keeping = [], False
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line and not line.startswith(" "):
            keeping = not line.startswith(_SKIPPED)
        if keeping:
            kept.append(line)
    return "\n".join(kept).strip()


@cache
def _uses() -> Mapping[tuple[str, str, str], list[tuple[Worked, Use]]]:
    found: dict[tuple[str, str, str], list[tuple[Worked, Use]]] = {}
    for case in cases():
        for use in _walk(case.scenario, "Scenario", ""):
            word = str(use.value).lower() if isinstance(use.value, str | bool) else ""
            for key in {(use.model, use.field, ""), (use.model, use.field, word), (use.model, "", "")}:
                found.setdefault(key, []).append((case, use))
    return found


def _walk(data: Mapping[str, Any], model: str, place: str) -> Iterator[Use]:
    """Every field that a scenario gives, with the part it belongs to."""
    notes = {field.name: field for field in _parts()[model].fields}
    for name, value in data.items():
        here = f"{place}.{name}".removeprefix("plans.").removeprefix(".")
        yield Use(model, name, value, here)
        if name in notes and notes[name].parts:
            for inner, where in _inside(name, value, here):
                yield from _walk(inner, notes[name].parts[0], where)


def _inside(name: str, value: Any, place: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The parts that stand at a field: itself, each of a list, or each of the names under it."""
    if isinstance(value, Mapping) and name not in _CONTAINERS:
        yield value, place
    elif isinstance(value, Mapping | list):
        pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
        below = "" if name == "plans" else f"{place}."
        yield from ((inner, f"{below}{key}") for key, inner in pairs if isinstance(inner, Mapping))


@cache
def _parts() -> Mapping[str, PartNote]:
    return {part.model: part for part in part_notes()}


def _rank(case: Worked, use: Use) -> tuple[bool, bool, bool, int, str]:
    tells_nothing = pays(case) in ("pays 0", "shows it")
    return use.place not in case.depends, case.topic == "published", tells_nothing, len(case.text), case.anchor


def _listed(amounts: Iterable[Any]) -> str:
    """Amounts one after the other; commas stand inside them already."""
    return " · ".join(num(float(amount)) for amount in amounts)
