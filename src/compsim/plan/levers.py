"""Levers: the values of a scenario that a sweep tries out, and which combinations of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.errors import InputError, PlanError, Problem, did_you_mean
from compsim.marked_yaml import MarkedYaml, read_yaml
from compsim.plan.lever_checks import lever_problems, steps_of
from compsim.plan.scenario import Scenario

Positions = NDArray[np.int64]
MOST_COMBINATIONS = 10_000_000
LARGEST_COUNT = 2**62  # combinations beyond it are drawn lever by lever


@dataclass(frozen=True)
class Lever:
    """One place of a scenario, addressed as in `Scenario.reform`, and the values it takes.

    `hunter.weights` addresses all weights of a role at once; its values are mappings from objective to weight.
    """

    path: str
    values: tuple[Any, ...]  # plain data, as a plan file writes it
    source: str = field(default="levers", compare=False)
    lines: tuple[int | None, ...] = field(default=(), compare=False)  # of the path, then of each value

    def changes(self, position: int) -> dict[str, Any]:
        """What `Scenario.reform` replaces for the value at this position."""
        role, *rest = steps_of(self.path)
        if rest != ["weights"]:
            return {self.path: self.values[position]}
        return {f"{role}.objectives.{name}.weight": share for name, share in self.values[position].items()}

    def at(self, positions: Positions) -> list[Any]:
        """The values at some positions (n)."""
        return [self.values[position] for position in positions.tolist()]

    def problem(self, says: str, fix: str, position: int | None = None) -> Problem:
        """A problem with this lever, placed on the line of the value, or of the lever."""
        line = self.lines[0 if position is None else position + 1] if self.lines else None
        return Problem(self.source, says, fix, line=line, path=self.path)


@dataclass(frozen=True, eq=False)
class Sweep:
    """Many plans: a scenario and the chosen combinations of its levers' values; N plans, L levers."""

    scenario: Scenario
    levers: tuple[Lever, ...]  # (L)
    chosen: Positions | None = None  # (N, L) position of each lever's value; None is every combination, last fastest

    def __len__(self) -> int:
        """How many plans (N)."""
        return prod(self.sizes) if self.chosen is None else len(self.chosen)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many values each lever has (L)."""
        return tuple(len(lever.values) for lever in self.levers)

    def positions(self, first: int, last: int) -> Positions:
        """Which value each lever takes in the plans from `first` up to before `last` (n, L)."""
        return self.positions_of(np.arange(first, min(last, len(self)), dtype=np.int64))

    def positions_of(self, plans: Positions) -> Positions:
        """Which value each lever takes in some plans (n), as (n, L)."""
        return _digits(plans, self.sizes) if self.chosen is None else self.chosen[plans]

    def changes_at(self, plan: int) -> dict[str, Any]:
        """What `Scenario.reform` replaces for one plan."""
        positions = self.positions(plan, plan + 1)[0].tolist()
        return {
            path: value
            for lever, position in zip(self.levers, positions, strict=True)
            for path, value in lever.changes(position).items()
        }

    def scenario_at(self, plan: int) -> Scenario:
        """The scenario of one plan; PlanError if its values do not fit together, IndexError beyond the last plan."""
        if not 0 <= plan < len(self):
            raise IndexError(plan)
        return self.scenario.reform(f"{self.scenario.name} {plan}", self.changes_at(plan))

    def values_at(self, plan: int) -> dict[str, Any]:
        """Each lever's value in one plan, by path."""
        positions = self.positions(plan, plan + 1)[0].tolist()
        return {lever.path: lever.values[at] for lever, at in zip(self.levers, positions, strict=True)}


def every_combination(scenario: Scenario, levers: Sequence[Lever]) -> Sweep:
    """Each value of each lever with each of the others; PlanError lists everything wrong with the levers."""
    return checked(Sweep(scenario, tuple(levers)))


def these_combinations(scenario: Scenario, levers: Sequence[Lever], chosen: Positions) -> Sweep:
    """The given combinations (N, L), as positions of the levers' values; PlanError lists everything wrong."""
    return checked(Sweep(scenario, tuple(levers), np.ascontiguousarray(chosen, dtype=np.int64)))


def some_combinations(scenario: Scenario, levers: Sequence[Lever], plans: int, seed: int) -> Sweep:
    """So many combinations at random, none twice, in ascending order; the same seed draws the same ones."""
    sweep = every_combination(scenario, levers)
    total, rng = prod(sweep.sizes), np.random.default_rng(seed)
    if plans >= total:
        return sweep
    if total < LARGEST_COUNT:
        drawn = _digits(np.sort(rng.choice(total, plans, replace=False, shuffle=False)), sweep.sizes)
    else:
        drawn = np.unique(np.stack([rng.integers(0, size, plans) for size in sweep.sizes], axis=1), axis=0)
    return replace(sweep, chosen=drawn)


def sweep_of(scenario: Scenario, levers: Sequence[Lever], plans: int | None, seed: int) -> Sweep:
    """So many combinations at random, or every one; PlanError if these are more than anybody waits for."""
    if plans is not None:
        return some_combinations(scenario, levers, plans, seed)
    sweep = every_combination(scenario, levers)
    if prod(sweep.sizes) > MOST_COMBINATIONS:
        says = f"the levers make {prod(sweep.sizes):,} combinations"
        raise PlanError([Problem("levers", says, "Say how many to draw with 'plans', or give fewer values.")])
    return sweep


def load_levers(path: str | Path) -> tuple[Lever, ...]:
    """Read a file of levers; PlanError lists every mistake with its line and fix."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        fix = "Check the path and save as UTF-8."
        raise PlanError([Problem(file.name, f"the levers file cannot be read: {reason}", fix)]) from None
    return read_levers(text, file.name)


def read_levers(text: str, source: str = "levers") -> tuple[Lever, ...]:
    """Read levers from YAML text, `levers: {path: [value, …]}`; PlanError lists every mistake with its line."""
    try:
        marked = read_yaml(text, source)
    except InputError as error:
        raise PlanError(error.problems) from None
    listed = marked.data.get("levers") if isinstance(marked.data, Mapping) else None
    if not isinstance(listed, Mapping):
        fix = (
            "Begin with 'levers:' and write below it a path and its values, such as 'seller.caps.payout: [150%, 200%]'."
        )
        raise PlanError([Problem(source, "the file has no levers", fix, line=1)])
    problems = list(_not_levers(marked, source))
    if problems:
        raise PlanError(problems)
    return tuple(_lever(path, values, marked, source) for path, values in listed.items())


def checked(sweep: Sweep) -> Sweep:
    """The sweep itself; PlanError lists everything wrong with its levers and combinations."""
    problems = [*_shape_problems(sweep)]
    if not problems:
        problems = [
            *(problem for lever in sweep.levers for problem in lever_problems(sweep.scenario, lever)),
            *_overlaps(sweep.levers),
        ]
    if problems:
        raise PlanError(problems)
    return sweep


def _shape_problems(sweep: Sweep) -> Iterator[Problem]:
    if not sweep.levers:
        yield Problem("levers", "there is no lever to move", "Give at least one path with its values.")
    for lever in sweep.levers:
        if not lever.values:
            yield lever.problem("the lever has no values", "Give at least one.")
    if sweep.chosen is None:
        return
    if sweep.chosen.ndim != 2 or sweep.chosen.shape[1] != len(sweep.levers) or not len(sweep.chosen):
        fix = "Give one row a plan and one column a lever."
        yield Problem("levers", f"the combinations do not fit the {len(sweep.levers)} levers", fix)
    elif (sweep.chosen < 0).any() or (sweep.chosen >= np.array(sweep.sizes)).any():
        yield Problem(
            "levers", "a combination asks for a value that its lever does not have", "Positions count from 0."
        )


def _overlaps(levers: Sequence[Lever]) -> Iterator[Problem]:
    for one, other in combinations(levers, 2):
        if _within(one.path, other.path) or _within(other.path, one.path):
            yield other.problem(f"it moves the same values as '{one.path}'", "Keep one of the two.")


def _within(inner: str, outer: str) -> bool:
    """True if a change of `outer` replaces what `inner` changes."""
    inside, around = steps_of(inner), steps_of(outer)
    if around[1:] == ["weights"]:
        return inside[0] == around[0] and inside[1:2] == ["objectives"] and inside[3:] in ([], ["weight"])
    return inside[: len(around)] == around


def _not_levers(marked: MarkedYaml, source: str) -> Iterator[Problem]:
    for name in marked.data:
        if name != "levers":
            yield Problem(
                source, f"there is no field '{name}' here", did_you_mean(name, ["levers"]), line=marked.line((name,))
            )
    for path, values in marked.data["levers"].items():
        if not isinstance(values, list):
            fix = "Write its values as a list, such as [150%, 200%]."
            yield Problem(source, "a lever has a list of values", fix, line=marked.line(("levers", path)), path=path)


def _lever(path: str, values: list[Any], marked: MarkedYaml, source: str) -> Lever:
    place = ("levers", path)
    lines = (marked.line(place), *(marked.line((*place, at)) for at in range(len(values))))
    return Lever(path, tuple(values), source, lines)


def _digits(numbers: Positions, sizes: Sequence[int]) -> Positions:
    """Each number in the mixed base of the sizes (n, L), the last digit fastest."""
    out = np.empty((len(numbers), len(sizes)), dtype=np.int64)
    for place in range(len(sizes) - 1, -1, -1):
        numbers, out[:, place] = np.divmod(numbers, sizes[place])
    return out
