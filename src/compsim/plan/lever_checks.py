"""What can be wrong with a lever: its path, each of its values, and weights that do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from pydantic import BaseModel, ValidationError

from compsim.errors import PlanError, Problem, did_you_mean
from compsim.marked_yaml import model_problems
from compsim.plan.components import Gate, Objective
from compsim.plan.consistency import WEIGHT_TOLERANCE
from compsim.plan.plain_points import plain_points
from compsim.plan.quantity import parse_ratio, write_ratio
from compsim.plan.scenario import Scenario


class Movable(Protocol):
    """What a check needs to know of a lever."""

    @property
    def path(self) -> str:
        """Where in the scenario."""

    @property
    def values(self) -> tuple[Any, ...]:
        """What is tried there."""

    def problem(self, says: str, fix: str, position: int | None = None) -> Problem:
        """A problem with it, or with one of its values."""


def steps_of(path: str) -> list[str]:
    """The path's steps from the role on."""
    return path.removeprefix("plans.").split(".")


def lever_problems(scenario: Scenario, lever: Movable) -> Iterator[Problem]:
    """Everything wrong with one lever: an unknown path once, then each value that does not fit."""
    match steps_of(lever.path):
        case [role, "weights"]:
            yield from _weight_problems(scenario, role, lever)
        case [_, "objectives", _, "weight"]:
            role = steps_of(lever.path)[0]
            fix = f"Move all weights of the role at once with '{role}.weights'."
            yield lever.problem("one weight cannot move alone: the weights of a plan add to 100%", fix)
        case _:
            yield from _value_problems(scenario, lever)


def _weight_problems(scenario: Scenario, role: str, lever: Movable) -> Iterator[Problem]:
    plan = scenario.plans.get(role)
    if plan is None:
        yield lever.problem(f"there is no '{role}' here", did_you_mean(role, list(scenario.plans)))
        return
    for position, weights in enumerate(lever.values):
        says, fix = _wrong_weights(weights, list(plan.objectives))
        if says:
            yield lever.problem(says, fix, position)


def _wrong_weights(weights: Any, objectives: list[str]) -> tuple[str, str]:
    """What is wrong with one set of weights and the fix; two empty strings if nothing is."""
    if not isinstance(weights, Mapping) or set(weights) != set(objectives):
        return "a set of weights names each objective of the plan once", f"Its objectives: {', '.join(objectives)}."
    try:
        read = {name: parse_ratio(weight) for name, weight in weights.items()}
    except ValueError as error:
        says, _, fix = str(error).partition(" | ")
        return says, fix
    total = sum(read.values())
    if min(read.values()) < 0 or abs(total - 1.0) > WEIGHT_TOLERANCE:
        listed = " + ".join(map(write_ratio, read.values()))
        return f"the weights add to {write_ratio(round(total, 9))}, not 100%", f"They are {listed}."
    return "", ""


def _value_problems(scenario: Scenario, lever: Movable) -> Iterator[Problem]:
    """The first value goes through a whole reform, which knows the paths; the rest through their own part if it can."""
    first = list(_reform_problems(scenario, lever, 0))
    yield from first
    if any(problem.says.startswith("there is no '") for problem in first):
        return
    part = _part_of(scenario, steps_of(lever.path))
    fine = plain_points(lever.values).read if part and part[0] is Objective else np.zeros(len(lever.values), np.bool_)
    for position in (np.flatnonzero(~fine[1:]) + 1).tolist():
        if part is None:
            yield from _reform_problems(scenario, lever, position)
        else:
            yield from _part_problems(*part, lever, position)


def _reform_problems(scenario: Scenario, lever: Movable, position: int) -> Iterator[Problem]:
    try:
        scenario.reform("levers", {lever.path: lever.values[position]})
    except PlanError as error:
        for problem in error.problems:
            yield replace(lever.problem(problem.says, problem.fix, position), path=problem.path or lever.path)


def _part_of(scenario: Scenario, steps: list[str]) -> tuple[type[BaseModel], dict[str, Any], str] | None:
    """The model that a value is a field of, the other fields and its name; thousands of values are quick that way."""
    match steps:
        case [_, "objectives", _, "curve"]:
            return Objective, {"weight": 1.0}, "curve"
        case [role, "gates", at, name] if name in Gate.model_fields:
            return Gate, scenario.to_plain()["plans"][role]["gates"][int(at)], name
        case _:
            return None


def _part_problems(
    model: type[BaseModel], others: dict[str, Any], name: str, lever: Movable, position: int
) -> Iterator[Problem]:
    try:
        model.model_validate({**others, name: lever.values[position]})
    except ValidationError as error:
        for problem in model_problems(error, "", {}, model):
            yield lever.problem(problem.says, problem.fix, position)
