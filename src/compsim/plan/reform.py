"""One value of a plan replaced at its path: the walk behind every reform and every lever.

The path is followed through the plan as its file says it, and through the model that says which fields may stand there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from compsim.errors import did_you_mean
from compsim.marked_yaml import models_in, options_of, step_into


def replace_value(plans: dict[str, Any], annotation: Any, steps: Sequence[str], value: Any) -> tuple[str, str]:
    """Set one value in plain plans; None takes it away. Answers what is wrong and the fix, or two empty strings.

    `annotation` is the type of `plans` in the model; `steps` begin with the role.
    """
    here, there = plans, annotation
    for depth, step in enumerate(steps[:-1]):
        known = _known_steps(here, there)
        if step not in known:
            return _unknown(step, known)
        here, there = _descend(here, step), step_into(there, step)
        if not isinstance(here, dict | list):
            return f"'{steps[depth]}' has no fields", "End the path there."
    known = _known_steps(here, there)
    new_name = len(steps) > 1 and isinstance(value, Mapping) and _takes_new_names(there)
    if steps[-1] not in known and not new_name:
        return _unknown(steps[-1], known)
    _put(here, steps[-1], value)
    return "", ""


def _unknown(step: str, known: list[str]) -> tuple[str, str]:
    return f"there is no '{step}' here", did_you_mean(step, known)


def _known_steps(here: Any, annotation: Any) -> list[str]:
    """Places in a list, the fields of a part, or the names that a plan gives."""
    if isinstance(here, list):
        return [str(place) for place in range(len(here))]
    fields = {name for model in models_in(annotation) for name in model.model_fields}
    return sorted(fields) or [str(name) for name in here]


def _takes_new_names(annotation: Any) -> bool:
    return any(get_origin(option) in (dict, Mapping) for option in options_of(annotation))


def _descend(here: Any, step: str) -> Any:
    return here[int(step)] if isinstance(here, list) else here.setdefault(_key(here, step), {})


def _put(here: Any, step: str, value: Any) -> None:
    if isinstance(here, list):
        here[int(step)] = value
    elif value is None:
        here.pop(_key(here, step), None)
    else:
        here[_key(here, step)] = value


def _key(here: Mapping[Any, Any], step: str) -> Any:
    """The key that a step names; the edges of a curve may be numbers."""
    return next((name for name in here if str(name) == step), step)
