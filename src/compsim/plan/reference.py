"""What a plan file may say, told by the plan model itself: a JSON schema for editors, and notes for the handbook.

Pydantic writes the schema of what it keeps; a person writes files. So nulls go, `{...}` may stand for a list of one,
defaults that say nothing go, bounds move to where JSON Schema looks for them, and every word of a choice gets its
meaning from the field's description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compsim.plan.part import PlanPart
from compsim.plan.quantity import LARGEST_BARE_RATIO
from compsim.plan.scenario import RESERVED, Scenario
from compsim.plan.target_rule import WAYS
from compsim.plan.where import Between

DRAFT = "https://json-schema.org/draft/2020-12/schema"
HEADINGS: Mapping[str, str] = {  # every part of a plan file, in the order of reading
    "Scenario": "Scenario",
    "Window": "Periods",
    "Plan": "Plan",
    "Objective": "Objective",
    "Curve": "Pay curve",
    "Commission": "Commission",
    "RateBy": "Rate picker",
    "TargetRule": "Target",
    "TotalTarget": "Target from the top",
    "Gate": "Gate",
    "Multiplier": "Multiplier",
    "MultiplierCurve": "Multiplier curve",
    "Matrix": "Matrix",
    "MatrixAxis": "Side of a matrix",
    "PartCaps": "Caps inside a part",
    "Caps": "Caps on a plan",
    "Draw": "Draw",
    "Rounding": "Rounding",
    "Between": "Bounds of a condition",
}
_DRAWINGS = ("points", "steps", "rates")
EXACTLY_ONE: Mapping[str, Sequence[str]] = {  # of these fields a part has one and no other
    "Curve": _DRAWINGS,
    "Commission": _DRAWINGS,
    "MultiplierCurve": ("points", "steps"),
    "TotalTarget": ("growth", "amount"),
    "Multiplier": ("measure", "roster", "deal", "matrix"),
}
AT_LEAST_ONE: Mapping[str, Sequence[str]] = {"TargetRule": (*WAYS, "floor"), "Between": ("at_least", "at_most")}
_BOUNDS = ("ge", "le")
ONE_OR_MORE = ("multiplier", "caps")  # a list of one may be written without its brackets
_NAMED = ("objectives", "commissions")

_PERIOD = r"^[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$"
_MONTH = r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$"
_UP_TO_ALL = r"^[+]?(0*100([.]0*)?|[0-9]{1,2}([.][0-9]+)?|[.][0-9]+) ?%$"

Node = dict[str, Any]


@dataclass(frozen=True)
class Word:
    """One word of a choice."""

    word: str
    means: str


@dataclass(frozen=True)
class FieldNote:
    """One field of a part: what it is called, what it means, what may be written."""

    name: str
    title: str
    means: str  # without what the words of a choice mean
    unit: str
    words: tuple[Word, ...]
    parts: tuple[str, ...]  # model names of the parts that may stand here
    lowest: float | None
    highest: float | None
    default: Any  # as the file writes it; None: nothing
    needed: bool


@dataclass(frozen=True)
class PartNote:
    """One part of a plan file with its fields."""

    model: str
    heading: str
    means: str
    fields: tuple[FieldNote, ...]


def scenario_schema() -> Node:
    """JSON schema (draft 2020-12) of a scenario file as a person writes it, self-contained."""
    plain = Scenario.model_json_schema()
    parts: dict[str, Node] = {"Scenario": plain, **plain.pop("$defs"), "Between": Between.model_json_schema()}
    by_name = {model.__name__: model for model in models()}
    tidied = {name: _part(by_name[name], parts[name]) for name in HEADINGS}
    return {"$schema": DRAFT, **tidied.pop("Scenario"), "$defs": tidied}


def part_notes() -> tuple[PartNote, ...]:
    """Every part of a plan file with every field, in the order of reading."""
    schema = scenario_schema()
    parts = {"Scenario": schema, **schema["$defs"]}
    return tuple(_note(name, parts[name]) for name in HEADINGS)


def told_words(description: str, words: Sequence[str]) -> tuple[str, tuple[Word, ...]]:
    """What a description says in general, and what it says of each word of a choice.

    A description is written `General. word: meaning. word, word: meaning. More in general.`; a meaning is one sentence.
    """
    if not words:
        return description, ()
    listed = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    told = re.compile(rf"(?:^|(?<=[.] ))((?:{listed})(?:, (?:{listed}))*): (.+?[.])(?= |$)")
    found = {word: each[2] for each in told.finditer(description) for word in each[1].split(", ")}
    general = " ".join(told.sub("", description).split())
    return general, tuple(Word(word, found.get(word, "")) for word in words)


def models() -> Iterator[type[PlanPart]]:
    """Every part of a plan that the model knows, whether or not the reference tells of it."""
    waiting: list[type[PlanPart]] = [PlanPart]
    while waiting:
        found = waiting.pop().__subclasses__()
        yield from found
        waiting += found


def _part(model: type[PlanPart], node: Node) -> Node:
    """The schema of one part."""
    name, defaults = model.__name__, model.model_construct().model_dump(by_alias=True)
    fields = {}
    for field, info in model.model_fields.items():
        written = info.alias or field
        bounds = {kind: getattr(each, kind) for each in info.metadata for kind in _BOUNDS if hasattr(each, kind)}
        plain = _bounded(_without_null(node["properties"][written]), bounds)
        fields[written] = _field(written, plain | {"default": defaults.get(written)})
    described = " ".join(str(node["description"]).split())
    tidied = {**node, "title": HEADINGS[name], "description": described, "properties": fields}
    if name in EXACTLY_ONE:
        tidied["oneOf"] = [{"required": [field]} for field in EXACTLY_ONE[name]]
    if name in AT_LEAST_ONE:
        tidied["anyOf"] = [{"required": [field]} for field in AT_LEAST_ONE[name]]
    return tidied


def _field(name: str, tidied: Node) -> Node:
    """The schema of one field, as a file writes it."""
    if name == "where":
        tidied["additionalProperties"]["anyOf"][-1] = {"$ref": "#/$defs/Between"}
    if name in _NAMED:
        tidied["propertyNames"] = {"pattern": r"^[^.]*[^.\s][^.]*$", "not": {"enum": list(RESERVED)}}
    if name in ONE_OR_MORE and tidied.get("type") == "array":
        tidied = {**_said(tidied), "anyOf": [tidied["items"], {"type": "array", "items": tidied["items"]}]}
    if tidied.get("type") == ["string", "integer"]:
        tidied["pattern"] = _PERIOD
    if name == "year_starts":
        tidied |= {"type": ["string", "integer"], "pattern": _MONTH}
    if tidied["default"] in (None, "") or isinstance(tidied["default"], dict | list | tuple):
        tidied.pop("default")
    return _with_meanings(tidied)


def _said(node: Node) -> Node:
    return {key: node[key] for key in ("title", "description", "unit", "default") if key in node}


def _without_null(node: Node) -> Node:
    """A field that may be left out is left out; nobody writes null."""
    options = [option for option in node.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        return {**{key: value for key, value in node.items() if key != "anyOf"}, **options[0]}
    return {**node, "anyOf": options} if options else dict(node)


def _bounded(node: Node, bounds: Mapping[str, float]) -> Node:
    """Bounds where JSON Schema looks for them: beside the number, and in the pattern of a percentage."""
    plain = {key: value for key, value in node.items() if key not in _BOUNDS}
    if not bounds or "anyOf" not in node:
        return plain
    return {**plain, "anyOf": [_within(option, bounds.get("ge"), bounds.get("le")) for option in node["anyOf"]]}


def _within(option: Node, low: float | None, high: float | None) -> Node:
    if option["type"] == "number":
        lowest = max(bound for bound in (low, option.get("minimum")) if bound is not None)
        highest = min((bound for bound in (high, option.get("maximum")) if bound is not None), default=None)
        return {"type": "number", "minimum": lowest} | ({} if highest is None else {"maximum": highest})
    if high == 1:
        return {"type": "string", "pattern": _UP_TO_ALL}
    return {**option, "pattern": option["pattern"].replace("[+-]", "[+]", 1)} if low == 0 else option


def _with_meanings(node: Node) -> Node:
    words = list(_words(node))
    _, told = told_words(node["description"], words)
    if "enum" in node and any(word.means for word in told):
        return {**node, "enumDescriptions": [word.means for word in told]}
    return node


def _words(node: Node) -> Iterator[str]:
    """The words that may stand at a field."""
    yield from (str(word) for word in node.get("enum", [node["const"]] if "const" in node else []))
    for option in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _words(option)


def _references(node: Any) -> Iterator[str]:
    """Model names of the parts that may stand at a field."""
    if isinstance(node, Mapping):
        if "$ref" in node:
            yield str(node["$ref"]).rpartition("/")[2]
        node = list(node.values())
    for inner in node if isinstance(node, list) else ():
        yield from _references(inner)


def _note(name: str, node: Node) -> PartNote:
    needed = node.get("required", ())
    fields = tuple(_field_note(field, inner, field in needed) for field, inner in node["properties"].items())
    return PartNote(name, HEADINGS[name], node["description"], fields)


def _field_note(name: str, node: Node, needed: bool) -> FieldNote:
    words = list(_words(node))
    means, told = told_words(node["description"], words)
    parts = tuple(dict.fromkeys(_references(node)))
    low, high = _bounds(node)
    unit = "yes or no" if node.get("type") == "boolean" else node.get("unit", "part" if parts else "name")
    return FieldNote(name, node["title"], means, unit, told, parts, low, high, node.get("default"), needed)


def _bounds(node: Node) -> tuple[float | None, float | None]:
    """Lowest and highest number of a field; not the bounds that only catch a lost percent sign."""
    number: Node = next((option for option in (node, *node.get("anyOf", ())) if "minimum" in option), {})
    low, high = number.get("minimum", -LARGEST_BARE_RATIO), number.get("maximum", LARGEST_BARE_RATIO)
    return None if low == -LARGEST_BARE_RATIO else low, None if high == LARGEST_BARE_RATIO else high
