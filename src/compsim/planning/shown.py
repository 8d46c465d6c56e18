"""What a result says of its own figures: a title and a unit beside each field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from fractions import Fraction
from typing import Any, get_args, get_type_hints

from compsim.planning.inputs import Unit


@dataclass(frozen=True)
class Shown:
    """The declaration of one figure of a result."""

    title: str
    unit: Unit


@dataclass(frozen=True)
class Output:
    """One figure of a result as a form or a reference table sees it."""

    name: str
    title: str
    unit: Unit
    optional: bool = False  # None where it has no meaning, such as the cost of a meeting that never took place
    rows: tuple[Output, ...] = ()  # the columns of a table


def outputs_of(result: type) -> tuple[Output, ...]:
    """The declared figures of a result type, fields and properties, in their order."""
    return tuple(_outputs(result))


def figures_of(answer: Any) -> dict[str, Any]:
    """The declared figures of a result as plain data for JSON; tables are lists of rows."""
    return {output.name: _plain(getattr(answer, output.name), output) for output in outputs_of(type(answer))}


def _outputs(result: type) -> Iterator[Output]:
    hints = get_type_hints(result, include_extras=True)
    for name, member in vars(result).items():
        if isinstance(member, property):
            hints[name] = get_type_hints(member.fget, include_extras=True)["return"]
    for name, hint in hints.items():
        shown = next((each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Shown)), None)
        if shown is not None:
            yield Output(name, shown.title, shown.unit, type(None) in get_args(get_args(hint)[0]), _columns(hint))


def _columns(hint: Any) -> tuple[Output, ...]:
    """The columns of a table: the declared figures of its rows' type."""
    inner = get_args(get_args(hint)[0])
    return next((outputs_of(each) for each in inner if is_dataclass(each) and isinstance(each, type)), ())


def _plain(value: Any, output: Output) -> Any:
    if output.rows:
        return [{each.name: _plain(getattr(row, each.name), each) for each in output.rows} for row in value]
    return float(value) if isinstance(value, Fraction) else value
