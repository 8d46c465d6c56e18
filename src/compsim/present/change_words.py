"""Where in a plan a value was changed, in the words of the plan model instead of a path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from compsim.analysis.changes import Change
from compsim.plan.part import PlanPart
from compsim.plan.scenario import Plan, Scenario
from compsim.present.answers_impact import changes_table
from compsim.present.numbers import DASH, spoken
from compsim.present.tables import Table

BETWEEN = " · "
_ROUNDED = ("points", "steps", "rates", "factors", "ramp", "profile")  # tables of pairs


def changes_in_titles(found: Sequence[Change], scenario: Scenario) -> Table:
    """`changes_table` for people who do not read plan files: roles by their titles, places by the fields' titles."""
    table = changes_table(found)
    roles = [scenario.plans[each.role].title if each.role in scenario.plans else "" for each in found]
    named = [title or role.replace("_", " ") for title, role in zip(roles, table.frame["Role"], strict=True)]
    where = [place_in_words(each) for each in found]
    return Table(table.title, table.frame.assign(Role=named, Where=where), table.kinds)


def place_in_words(change: Change) -> str:
    """Where a change stands: `Objectives · revenue · Weight`."""
    steps = change.path.removeprefix(change.role).strip(".").split(".")
    model = Plan if change.role else Scenario
    return BETWEEN.join(_words(steps, model)) if steps != [""] else "the whole role"


def values_in_words(change: Change) -> tuple[str, str]:
    """What was and what is to be, as one would say it: a dash where the plan says nothing."""
    model: type[PlanPart] | None = Plan if change.role else Scenario
    steps = change.path.removeprefix(change.role).strip(".").split(".")
    for step in steps:
        field = _field(model, step)
        model = model if field is None else _model_in(field.annotation)
    pairs = steps[-1] in _ROUNDED
    return _said(change.before, model, pairs=pairs), _said(change.after, model, pairs=pairs)


def _said(value: Any, model: type[PlanPart] | None, *, pairs: bool = False) -> str:
    """A value of a plan file in words; parts by the titles of their fields, tables as pairs."""
    if value is None:
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_said(each, model) for each in value)
    if isinstance(value, Mapping):
        return _pairs(value) if pairs else "; ".join(_one_said(str(name), each, model) for name, each in value.items())
    return spoken(value)


def _pairs(table: Mapping[Any, Any]) -> str:
    sides = {edge: " then ".join(map(str, y)) if isinstance(y, list) else str(y) for edge, y in table.items()}
    return ", ".join(f"{edge} → {side}" for edge, side in sides.items())


def _one_said(name: str, value: Any, model: type[PlanPart] | None) -> str:
    field = _field(model, name)
    title = spoken(name) if field is None else str(field.title or name)
    inner = model if field is None else _model_in(field.annotation)
    said = _said(value, inner, pairs=name in _ROUNDED)
    return f"{title} ({said})" if isinstance(value, Mapping) and name not in _ROUNDED else f"{title} {said}"


def _words(steps: Sequence[str], model: type[PlanPart] | None) -> Iterator[str]:
    """Titles of fields; names of parts, and what no model knows, as they are written."""
    for step in steps:
        field = _field(model, step)
        if field is None:
            yield str(int(step) + 1) if step.isdigit() else step.replace("_", " ")
        else:
            yield str(field.title or step)
            model = _model_in(field.annotation)


def _field(model: type[PlanPart] | None, step: str) -> Any:
    """A field by the name that files use for it; None for the name of a part or a place in a list."""
    fields = model.model_fields if model else {}
    return next((field for name, field in fields.items() if step in (name, field.alias)), None)


def _model_in(annotation: Any) -> type[PlanPart] | None:
    """The part that a field holds, alone, in a list or by name."""
    if isinstance(annotation, type) and issubclass(annotation, PlanPart):
        return annotation
    inside = get_args(annotation)
    if get_origin(annotation) is Annotated:
        inside = inside[:1]
    elif get_origin(annotation) not in (Union, UnionType, dict, tuple, list):
        inside = ()
    return next((found for each in inside if (found := _model_in(each))), None)
