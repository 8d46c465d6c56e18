"""The parts of a plan that look at a measure, each with the place where it stands in the plan file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from compsim.plan.components import rate_picker
from compsim.plan.consistency import kind_of
from compsim.plan.multiplier import Multiplier
from compsim.plan.part import Credit, Reads
from compsim.plan.scenario import Plan
from compsim.plan.target_rule import TargetRule
from compsim.plan.where import Condition

Path = tuple[str | int, ...]


class Reader(Protocol):
    """A part of a plan that looks at a measure: objective, commission, gate, multiplier, side of a matrix."""

    @property
    def where(self) -> dict[str, Condition]:
        """Which deals count."""

    @property
    def credit(self) -> Credit:
        """Whose result counts."""

    @property
    def measured(self) -> str | None:
        """Over which stretch; None stands for the settlement."""

    @property
    def on(self) -> Reads:
        """Whether it reads attainment or the value itself."""

    @property
    def target(self) -> TargetRule | None:
        """How the plan sets the target."""


def readers(plan: Plan) -> Iterator[tuple[Path, Reader, str]]:
    """Everything in a plan that looks at a measure: where it stands, what it is, and the measure's name."""
    for name, part in plan.parts().items():
        path: Path = (kind_of(part), name)
        yield path, part, plan.measure(name)
        picker = rate_picker(part)
        if picker is not None:
            yield (*path, "by"), picker, picker.measure or plan.measure(name)
        yield from _multiplier_readers(path, part.multiplier)
    for place, gate in enumerate(plan.gates):
        yield ("gates", place), gate, gate.measure
    yield from _multiplier_readers((), plan.multiplier)


def _multiplier_readers(path: Path, multipliers: tuple[Multiplier, ...]) -> Iterator[tuple[Path, Reader, str]]:
    for place, each in zip(places(path, multipliers), multipliers, strict=True):
        if each.measure:
            yield place, each, each.measure
        if each.matrix is not None:
            yield (*place, "matrix", "down"), each.matrix.down, each.matrix.down.measure
            yield (*place, "matrix", "across"), each.matrix.across, each.matrix.across.measure


def places(path: Path, multipliers: tuple[Multiplier, ...]) -> list[Path]:
    """Where each multiplier of a part stands; one by itself is written without a list."""
    return [(*path, "multiplier", *([place] if len(multipliers) > 1 else [])) for place in range(len(multipliers))]
