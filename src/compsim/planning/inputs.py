"""What a planning function asks for and what it answers, declared once.

Every input says its title, meaning, unit, bounds and the value a form starts with; every field of a result says its
title and unit. Forms, calculators, reference tables and messages are made from these declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from compsim.errors import InputError, Problem, RefusalError, did_you_mean

Unit = Literal[
    "share", "ratio", "money", "money a year", "money a month", "money an hour", "deals", "opportunities", "leads",
    "meetings", "meetings a week", "calls", "contacts", "customers", "accounts", "users", "people", "managers", "cells",
    "hours", "hours a week", "hours a year", "minutes", "days", "weeks", "months", "times", "name", "period", "words",
    "table",
]  # fmt: skip


class Inputs(BaseModel):
    """Base of everything a planning function asks for: read once, never changed, unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


Asked = TypeVar("Asked", bound=Inputs)


def asks(title: str, description: str, unit: Unit, start: Any, **field: Any) -> Any:
    """An input's declaration: what people call it, what it means, its unit, what a form starts with, its bounds.

    An input without `default` must be given. `start` is written as a form or a JSON file would write it.
    """
    return Field(title=title, description=description, json_schema_extra={"unit": unit, "start": start}, **field)


def read_inputs(model: type[Asked], given: Mapping[str, Any]) -> Asked:
    """The inputs of a planning function; InputError with everything that is wrong, each with the input's name."""
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        raise InputError(_problems(model, error.errors())) from None


def source_of(model: type[Inputs]) -> str:
    """How messages call a set of inputs: ListDecayInputs is `list decay`."""
    words = re.findall(r"[A-Z][a-z]*", model.__name__.removesuffix("Inputs"))
    return " ".join(words).lower()


def _problems(model: type[Inputs], errors: list[ErrorDetails]) -> Iterable[Problem]:
    """One problem a mistake; what merely follows from a mistake further in is left out."""
    places = [error["loc"] for error in errors]
    for error in errors:
        place = error["loc"]
        if not any(other[: len(place)] == place and len(other) > len(place) for other in places):
            yield from _told(model, error)


def _told(model: type[Inputs], error: ErrorDetails) -> Iterable[Problem]:
    source, place = source_of(model), error["loc"]
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, RefusalError):
        for finding in cause.findings:
            yield Problem(source, finding.says, finding.fix, path=path_of((*place, *finding.path)))
    elif cause is not None:
        says, _, fix = str(cause).partition(" | ")
        yield Problem(source, says, fix, path=path_of(place))
    else:
        yield Problem(source, *_in_words(model, error), path=path_of(place))


def path_of(place: tuple[str | int, ...]) -> str:
    """A place inside the inputs: rows of a table count from 1."""
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)


_BOUNDS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}
_WORDS = {
    "missing": ("this is missing", "Give it; nothing is assumed."),
    "literal_error": ("this is none of the words to choose from", "Write {expected}."),
    "too_short": ("the table has too few rows", "Give at least {min_length}."),
    "too_long": ("the table has too many rows", "Give at most {max_length}."),
}
_UNREADABLE = ("this cannot be read", "Look at the example that the form starts with.")


def _in_words(model: type[Inputs], error: ErrorDetails) -> tuple[str, str]:
    """What pydantic found, in a sentence that does not repeat the value, and how to mend it."""
    kind, told = error["type"], error.get("ctx", {})
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return f"this must be {words} {told[key]}", f"Give a figure that is {words} {told[key]}."
    if kind == "extra_forbidden":
        hint = did_you_mean(str(error["loc"][-1]), _names(model, error["loc"]))
        return "nothing is asked under this name", hint
    says, fix = _WORDS.get(kind, _UNREADABLE)
    return says, fix.format(**told)


def _names(model: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    """The inputs that are known where a name stands."""
    for part in place[:-1]:
        if isinstance(part, str):
            model = row_model(model, part) or model
    return list(model.model_fields)


def row_model(model: type[BaseModel], name: str) -> type[Inputs] | None:
    """The model of a table's rows; None for an input that is no table of rows."""
    inner = getattr(model.model_fields[name].annotation, "__args__", ())
    return next((each for each in inner if isinstance(each, type) and issubclass(each, Inputs)), None)
