"""Where in a plan a value was changed, in the words of the plan model instead of a path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from compsim.analysis.changes import Change
from compsim.plan.part import PlanPart
from compsim.plan.scenario import Plan, Scenario
from compsim.present.answers_impact import changes_table
from compsim.present.tables import Table

BETWEEN = " · "


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
