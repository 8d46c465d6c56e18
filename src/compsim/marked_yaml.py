"""YAML that remembers its lines: plan and mapping files, read so that every mistake can be pointed at.

YAML 1.2, so `on:` is a word and `2025-01` a label. Duplicate keys are refused: most readers silently keep the last.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from compsim.errors import Finding, InputError, Problem, RefusalError, did_you_mean
from compsim.yaml_slips import split_numbers

Path = tuple[str | int, ...]
MOST_NODES = 50_000  # far beyond any plan; keeps nested aliases from growing without end


@dataclass(frozen=True)
class MarkedYaml:
    """Plain data and the line on which each path of it begins (from 1)."""

    data: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int | None:
        """The line of a path, or of its nearest parent that has one."""
        return nearest_line(self.lines, path)


def read_yaml(text: str, source: str) -> MarkedYaml:
    """Parse YAML text; InputError lists a syntax error or every duplicate key with its line."""
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise InputError([_syntax_problem(error, source)]) from None
    if root is None:
        return MarkedYaml({}, {})
    reader = _Reader(source)
    data = reader.convert(root, ())
    if reader.problems:
        raise InputError(reader.problems)
    return MarkedYaml(data, reader.lines)


def nearest_line(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of a path, or of its nearest parent that has one."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def model_problems(
    error: ValidationError, source: str, lines: Mapping[Path, int], model: type[BaseModel] | None = None
) -> list[Problem]:
    """Each error of a pydantic model as a Problem with line, path and, for an unknown field, the nearest known one.

    A validator that found several things says each on a line of its own.
    """
    return [
        problem
        for detail in error.errors(include_url=False)
        for problem in _model_problem(detail, source, lines, model)
    ]


class _Reader:
    """Walks the node tree once, collecting plain data, lines and problems."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.seen = 0

    def convert(self, node: Node, path: Path) -> Any:
        self.seen += 1
        if self.seen > MOST_NODES:
            says, fix = f"more than {MOST_NODES} values", "Use fewer aliases, or split the file."
            raise InputError([Problem(self.source, says, fix)])
        self.lines.setdefault(path, node.start_mark.line + 1)
        slips = [replace(slip, path=dotted(path)) for slip in split_numbers(node, self.source)]
        if slips:
            self.problems += slips
            return None  # what is inside would only echo the slip
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.convert(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(str(node.value), str(node.tag))

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in found:
                first = self.lines[(*path, key)]
                says = f"'{key}' is given twice, first on line {first}"
                self.problems.append(
                    Problem(self.source, says, "Keep one of them.", line=line, path=dotted((*path, key)))
                )
                continue
            self.lines[(*path, key)] = line
            found[key] = self.convert(value_node, (*path, key))
        return found


def dotted(path: Path) -> str:
    """A path as a person writes it: plans.hunter.objectives.revenue."""
    return ".".join(str(part) for part in path)


def _scalar(text: str, tag: str) -> str | int | float | bool | None:
    kind = tag.rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text.replace("_", ""), 0) if text.lstrip("+-")[:2].lower() in ("0x", "0o") else int(text)
    if kind == "float":
        return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan").lower())
    return text


def _syntax_problem(error: MarkedYAMLError, source: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    says = str(error.problem or error.context or "this is not YAML").strip()
    fix = "Check the indentation, the colons and the quotes on this line and the one above."
    return Problem(source, f"the YAML cannot be read: {says}", fix, line=mark.line + 1 if mark else None)


def _model_problem(
    detail: ErrorDetails, source: str, lines: Mapping[Path, int], model: type[BaseModel] | None
) -> Iterator[Problem]:
    for found in _findings(detail, lines, model):
        path = _in_the_file((*detail["loc"], *found.path), lines)
        yield Problem(source, found.says, found.fix, line=nearest_line(lines, path), path=dotted(path))


def _in_the_file(place: Path, lines: Mapping[Path, int]) -> Path:
    """The place of a mistake as the file has it: without pydantic's marks, and without the index of a list of one."""
    path: Path = ()
    for part in place:
        marked = isinstance(part, str) and part.startswith("[")
        added = isinstance(part, int) and bool(lines) and (*path, part) not in lines
        path = path if marked or added else (*path, part)
    return path


def _findings(detail: ErrorDetails, lines: Mapping[Path, int], model: type[BaseModel] | None) -> Sequence[Finding]:
    """What is wrong and how to mend it; a validator may have found several things."""
    if detail["type"] != "value_error":
        return [_one_mistake(detail, _in_the_file(detail["loc"], lines), model)]
    error = detail["ctx"]["error"]
    if isinstance(error, RefusalError):
        return error.findings
    says, _, fix = str(error).partition(" | ")
    return [Finding(says, fix)]


def _one_mistake(detail: ErrorDetails, path: Path, model: type[BaseModel] | None) -> Finding:
    name, given = str(path[-1]) if path else "the file", detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            told = _unknown_field(name, sorted(_fields_at(model, path[:-1])) if model else [])
        case "missing":
            told = f"'{name}' is missing", f"Add '{name}'{_what_it_is(model, path)}."
        case "literal_error":
            told = _unknown_word(detail, name, sorted(_fields_at(model, path)) if model else [])
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            told = _out_of_bounds(detail, name)
        case "int_parsing" | "int_from_float" | "int_type":
            told = f"'{given}' is not a whole number", "Write one such as 3."
        case "bool_parsing" | "bool_type":
            told = f"'{given}' is neither true nor false", "Write true or false."
        case "model_type" | "dict_type" | "model_attributes_type":
            told = f"'{name}' needs fields of its own, found '{given}'", "Write them as 'field: value' pairs."
        case _:
            told = f"'{name}': {detail['msg'][:1].lower()}{detail['msg'][1:]}", ""
    return Finding(*told)


def _unknown_field(name: str, known: Sequence[str]) -> tuple[str, str]:
    if name.lower() == "true" and "on" in known:
        return "'on' was written as 'true' by a program that reads YAML 1.1", "Write it in quotes, as 'on'."
    return f"there is no field '{name}' here", did_you_mean(name, known, limit=len(known))


def _unknown_word(detail: ErrorDetails, name: str, fields: Sequence[str]) -> tuple[str, str]:
    """A word that is none of those allowed; where a part may stand instead, its fields are told too."""
    allowed = [word.strip(" '") for word in str(detail["ctx"]["expected"]).replace(" or ", ",").split(",")]
    hint = did_you_mean(str(detail["input"]), allowed)
    if fields:
        hint = f"{hint.removesuffix('.')}; or fields of its own: {', '.join(fields)}."
    return f"'{detail['input']}' is not one of the words for '{name}'", hint


def _what_it_is(model: type[BaseModel] | None, path: Path) -> str:
    """What belongs into a field: its words, or the first sentence of its description; nothing if nobody said."""
    info = _field_at(model, path) if model is not None else None
    if info is None:
        return ""
    words = [
        str(word)
        for option in options_of(info.annotation)
        if get_origin(option) is Literal
        for word in get_args(option)
    ]
    told = f"one of {', '.join(words)}" if words else (info.description or "").partition(". ")[0].rstrip(".")
    return f": {told[:1].lower()}{told[1:]}" if told else ""


_BOUNDS = {"ge": "at least", "le": "at most", "gt": "above", "lt": "below"}


def _out_of_bounds(detail: ErrorDetails, name: str) -> tuple[str, str]:
    bound, limit = next((bound, limit) for bound, limit in detail["ctx"].items() if bound in _BOUNDS)
    shown = f"{limit * 100:g}%" if str(detail["input"]).strip().endswith("%") else f"{limit:g}"
    return f"'{name}' is {detail['input']}, which is out of bounds", f"Write a value {_BOUNDS[bound]} {shown}."


def _fields_at(model: type[BaseModel], path: Path) -> set[str]:
    """The field names that are allowed at a path of a model."""
    found = models_in(_annotation_at(model, path))
    return {info.alias or name for candidate in found for name, info in candidate.model_fields.items()}


def _field_at(model: type[BaseModel], path: Path) -> FieldInfo | None:
    """The declaration of the field that a path ends in."""
    parents = models_in(_annotation_at(model, path[:-1]))
    fields = (field for parent in parents for field in parent.model_fields.items())
    return next((info for name, info in fields if path[-1] in (name, info.alias)), None)


def _annotation_at(model: type[BaseModel], path: Path) -> Any:
    here: Any = model
    for part in path:
        here = step_into(here, part)
    return here


def step_into(annotation: Any, part: str | int) -> Any:
    """The type that stands at a field of a part, a name of a mapping or a place of a list; None if none can."""
    for candidate in models_in(annotation) if isinstance(part, str) else ():
        for name, info in candidate.model_fields.items():
            if part in (name, info.alias):
                return info.annotation
    for option in options_of(annotation):
        if get_origin(option) in (dict, Mapping, list, tuple):
            return [inside for inside in get_args(option) if inside is not Ellipsis][-1]
    return None


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models a type stands for; a list of models may be written as one of them."""
    for option in options_of(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            yield option
        elif get_origin(option) is tuple:
            yield from models_in(get_args(option)[0])


def options_of(annotation: Any) -> tuple[Any, ...]:
    """What a type may be, unions and annotations taken apart."""
    if get_origin(annotation) is Annotated:
        return options_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(option for each in get_args(annotation) for option in options_of(each))
    return (annotation,)
