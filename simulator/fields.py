"""What a field of the plan model is, read from its declaration: which control shows it and how its value is written.

A form asks here and draws; a new field of the model needs no new form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from compsim.plan.part import PlanPart
from compsim.plan.quantity import write_number

Unit = Literal["percent", "number"]
Control = Literal[
    "toggle",  # yes or no
    "words",  # one of a few words
    "number",  # in its unit, which may be percent
    "whole",  # a whole number
    "text",  # a name, a period, a number or a day
    "names",  # several words or names
    "table",  # pairs of a key and a ratio
    "conditions",  # which deals count
    "part",  # a part of its own, there or not
    "parts",  # a list of parts
    "other",  # what no form shows
]


@dataclass(frozen=True)
class Field:
    """A field as a form sees it."""

    name: str
    title: str
    means: str
    control: Control
    unit: str  # as the model declares it
    words: tuple[str, ...]
    optional: bool  # may say nothing at all
    lowest: float | None
    highest: float | None
    model: type[PlanPart] | None  # of the part or parts that stand here


@cache
def field_of(model: type[BaseModel], name: str) -> Field:
    """A field of the plan model; KeyError for one it does not have."""
    info = model.model_fields[name]
    allowed = list(_options(info.annotation))
    options = [option for option in allowed if option is not NoneType]
    unit = str(info.json_schema_extra.get("unit", "")) if isinstance(info.json_schema_extra, dict) else ""
    low, high = _bound(info, "ge"), _bound(info, "le")
    words, control, part = _words(options), _control(options), _model(options)
    title, means = str(info.title or name), info.description or ""
    return Field(name, title, means, control, unit, words, NoneType in allowed, low, high, part)


def fields_of(model: type[BaseModel]) -> list[Field]:
    """Every field of a part, in the model's order."""
    return [field_of(model, name) for name in model.model_fields]


def unit_of(field: Field, part: BaseModel) -> Unit:
    """Whether a number is shown in percent: ratios are, and what is held against attainment."""
    attainment = field.unit == "measure" and getattr(part, "on", None) == "attainment"
    return "percent" if field.unit == "ratio" or attainment else "number"


def shown(value: float, unit: Unit) -> float:
    """A number as a form shows it, free of float dust: 0.07 is 7 in percent."""
    return round(value * 100, 6) if unit == "percent" else float(value)


def written(value: float, unit: Unit) -> str | int | float:
    """A number from a form as the plan file writes it."""
    return f"{value:.10g}%" if unit == "percent" else write_number(value)


def whole_percent(ratio: float) -> int:
    """A ratio in whole percents, for a slider."""
    return round(ratio * 100)


def _options(annotation: Any) -> Iterator[Any]:
    """The types that an annotation allows, without the marks around them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _options(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for option in get_args(annotation):
            yield from _options(option)
    else:
        yield annotation


def _words(options: list[Any]) -> tuple[str, ...]:
    found = [word for option in options if get_origin(option) is Literal for word in get_args(option)]
    return tuple(dict.fromkeys(found))


def _model(options: list[Any]) -> type[PlanPart] | None:
    """The part that a field holds, alone or in a list."""
    inner = [each for option in options if get_origin(option) is tuple for each in _options(get_args(option)[0])]
    return next((each for each in (*options, *inner) if isinstance(each, type) and issubclass(each, PlanPart)), None)


def _control(options: list[Any]) -> Control:
    first = options[0]
    if any(isinstance(option, type) and issubclass(option, PlanPart) for option in options):
        return "part"
    if _words(options):
        return "words"
    if get_origin(first) is tuple:
        return "parts" if _model(options) else "names" if get_args(first)[0] is str else "other"
    if get_origin(first) is dict:
        return _mapping(get_args(first)[1])
    plain: dict[Any, Control] = {bool: "toggle", int: "whole", str: "text"}
    return plain.get(first, "other") if first is not float else "text" if str in options else "number"


def _mapping(value: Any) -> Control:
    """Ratios by key are a table; parts or lists of words by key are conditions; names of parts are drawn elsewhere."""
    kinds = list(_options(value))
    if kinds == [float]:
        return "table"
    return "conditions" if any(get_origin(kind) is tuple and get_args(kind)[-1] is ... for kind in kinds) else "other"


def _bound(info: FieldInfo, kind: str) -> float | None:
    return next((float(getattr(each, kind)) for each in info.metadata if hasattr(each, kind)), None)
