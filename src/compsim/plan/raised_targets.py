"""A scenario with the targets that its plans set themselves made larger or smaller, all else as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from compsim.plan.part import PlanPart
from compsim.plan.scenario import Scenario
from compsim.plan.target_rule import TargetRule

FIXED = ("every_month", "every_quarter", "every_half_year", "every_year")
Factor = Callable[[str], float]  # measure -> how many times its target


def with_targets_times(scenario: Scenario, factor: Factor) -> Scenario:
    """The scenario with each target rule times the factor of its measure; targets in the data are not the plan's.

    A fixed target is multiplied, one that grows on last year or on a base stretch grows so that it comes to as much.
    A factor on the reports' sum stays: the sum already holds their larger targets.
    """
    changed: Scenario = _walked(scenario, "", factor)
    return changed


def _walked(value: Any, measure: str, factor: Factor) -> Any:
    if isinstance(value, TargetRule):
        return _times(value, factor(measure))
    if isinstance(value, PlanPart):
        own = getattr(value, "measure", "") or measure
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        changed = _changed(fields, lambda name, part: _walked(part, own, factor))
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, dict):
        changed = _changed(value, lambda name, part: _walked(part, str(name), factor))
        return {**value, **changed} if changed else value
    if isinstance(value, tuple):
        walked = tuple(_walked(part, measure, factor) for part in value)
        return walked if any(new is not old for new, old in zip(walked, value, strict=True)) else value
    return value


def _changed(parts: Mapping[Any, Any], walk: Callable[[Any, Any], Any]) -> dict[Any, Any]:
    walked = {name: walk(name, part) for name, part in parts.items()}
    return {name: new for name, new in walked.items() if new is not parts[name]}


def _times(rule: TargetRule, by: float) -> TargetRule:
    found: dict[str, Any] = {name: getattr(rule, name) for name in FIXED}
    update: dict[str, Any] = {name: value * by for name, value in found.items() if value is not None}
    if rule.last_year_plus is not None:
        update["last_year_plus"] = _grown(rule.last_year_plus, by)
    if rule.total is not None and rule.total.growth is not None:
        update["total"] = rule.total.model_copy(update={"growth": _grown(rule.total.growth, by)})
    elif rule.total is not None and rule.total.amount is not None:
        update["total"] = rule.total.model_copy(update={"amount": rule.total.amount * by})
    return rule.model_copy(update=update)


def _grown(growth: float, by: float) -> float:
    return (1.0 + growth) * by - 1.0
