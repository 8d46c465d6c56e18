"""What a mapping.yaml may say, told by the mapping's own model: a JSON schema for editors and reference pages."""

from __future__ import annotations

from typing import Any

from compsim.population.mapping.parts import RULES, Mapping

DRAFT = "https://json-schema.org/draft/2020-12/schema"
CELL = {"type": ["string", "number"]}
SHORT = {  # the parts that may be written as one value, and how that value looks
    "Column": {"type": ["string", "integer"], "description": "The column's name in the export."},
    "Filter": {"anyOf": [CELL, {"type": "array", "items": CELL, "minItems": 1}], "description": "These values."},
}
SHARES = ("share", "allocation")  # may be written as 70%
Node = dict[str, Any]


def mapping_schema() -> Node:
    """JSON schema (draft 2020-12) of a mapping.yaml as a person writes it, self-contained."""
    plain = Mapping.model_json_schema()
    parts: Node = {"Mapping": plain, **plain.pop("$defs")}
    tidied = {name: _part(name, node) for name, node in parts.items()}
    return {"$schema": DRAFT, **tidied.pop("Mapping"), "$defs": tidied}


def _part(name: str, node: Node) -> Node:
    """One part: its fields without nulls and empty defaults; a short form beside the long one where there is one."""
    fields = {word: _field(word, field) for word, field in node["properties"].items()}
    tidied = {**node, "properties": fields, "description": " ".join(str(node.get("description", "")).split())}
    if name == "MeasureRule":
        tidied["oneOf"] = [{"required": [rule]} for rule in RULES]
    if name == "Table":
        tidied["oneOf"] = [{"required": ["file"]}, {"required": ["table"]}]
    return {"title": node["title"], "anyOf": [SHORT[name], tidied]} if name in SHORT else tidied


def _field(name: str, node: Node) -> Node:
    tidied = _without_null(node)
    if tidied.get("default") in (None, "", {}, []):
        tidied.pop("default", None)
    if name in SHARES:
        tidied = {**{key: tidied[key] for key in ("title", "description", "default")}, **CELL}
    if name == "times":
        tidied = {**{key: tidied[key] for key in ("title", "description")}, **CELL}
    if name == "equals":
        tidied["anyOf"] = [CELL, {"type": "array", "items": CELL}]
        tidied.pop("items", None)
        tidied.pop("type", None)
    return tidied


def _without_null(node: Node) -> Node:
    """A field that may be left out is left out; nobody writes null."""
    options = [option for option in node.get("anyOf", ()) if option != {"type": "null"}]
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    if len(options) == 1:
        return {**rest, **options[0]}
    return {**rest, "anyOf": options} if options else rest
