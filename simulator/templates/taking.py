"""A template put in place of a role's plan: its measures become those of the data, what has none is left out.

Everything here is pure; a plan that cannot be made comes back as PlanError.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, count
from typing import Any

from compsim.errors import PlanError, Problem
from compsim.plan.quantity import parse_ratio, write_number, write_ratio
from compsim.plan.scenario import RESERVED, Scenario
from compsim.plan.weights import respread
from compsim.population.people import Population
from simulator.editing import edited
from simulator.parts import usual_result
from simulator.starter import measures_with_targets
from simulator.templates.reading import Template, Wanted
from simulator.text import plain

Plain = dict[str, Any]
Measures = Mapping[str, str]  # measure of the template -> measure of the data; empty where none takes its place
KINDS = ("objectives", "commissions")


def likely(template: Template, population: Population) -> dict[str, str]:
    """For each measure of a template the one of the data that is called like it, if there is one; each only once."""
    found: dict[str, str] = {}
    for wanted in template.wanted:
        free = [name for name in population.measures if name not in found.values()]
        found[wanted.name] = _called_like(wanted, free, population)
    return found


def _called_like(wanted: Wanted, free: list[str], population: Population) -> str:
    """The same name before one that only holds it; money is never taken for a count."""
    fitting = [name for name in free if population.definitions[name].unit == wanted.unit]
    exact = [name for like in wanted.like for name in fitting if name.casefold() == like]
    within = [name for like in wanted.like for name in fitting if like in name.casefold().split("_")]
    return next(iter((*exact, *within)), "")


def left_out(template: Template, measures: Measures) -> list[str]:
    """The objectives and commissions of a template that have no measure in these data, by their names there."""
    return [
        name for kind in KINDS for name, part in _parts(template.plan, kind).items() if not _read(name, part, measures)
    ]


def with_template(
    scenario: Scenario, population: Population, role: str, template: Template, measures: Measures
) -> Scenario:
    """The scenario with a template in place of a role's plan; weights of what is left out go to the rest.

    Where nobody of the role has a target for what is held against one, the usual result of a period is the target.
    Raises PlanError where nothing is left to pay for.
    """
    bare = _without(template, measures)
    if not any(bare.get(kind) for kind in KINDS):
        raise PlanError([Problem(template.title, plain("template.nothing"), plain("template.nothing_fix"))])
    named = _names(scenario, role, bare, measures)
    said: Plain = {**bare, **{kind: _renamed(bare, kind, named, measures) for kind in KINDS if bare.get(kind)}}
    for name, part in _held_against_targets(said):
        part.update(_target(population, role, str(part.get("measure", name))))
    title = scenario.plans[role].title
    every = scenario.to_plain()
    made = {**({"title": title} if title else {}), **_tidy(said)}
    return edited(scenario, {**every, "plans": {**every["plans"], role: made}})


def _parts(plan: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = plan.get(kind) or {}
    return found


def _read(name: str, part: Mapping[str, Any], measures: Measures) -> str:
    """The measure of the data that a part of the template reads; empty where there is none."""
    return measures.get(str(part.get("measure", name)), "")


def _without(template: Template, measures: Measures) -> Plain:
    """The template's plan without the parts that have no measure; the other weights share theirs in proportion."""
    gone = left_out(template, measures)
    objectives = {name: parse_ratio(part["weight"]) for name, part in _parts(template.plan, "objectives").items()}
    for name in [name for name in objectives if name in gone and len(objectives) > 1]:
        objectives = {other: w for other, w in respread(objectives, name, 0.0).items() if other != name}
    kept: Plain = {
        kind: {name: dict(part) for name, part in _parts(template.plan, kind).items() if name not in gone}
        for kind in KINDS
    }
    for name, part in kept["objectives"].items():
        part["weight"] = write_ratio(objectives[name])
    return {**template.plan, **kept}


def _renamed(plan: Plain, kind: str, named: Mapping[str, str], measures: Measures) -> Plain:
    """The parts of one kind under names that the scenario can have, on measures of the data."""
    made = {}
    for name, part in _parts(plan, kind).items():
        others = {key: value for key, value in part.items() if key != "measure"}
        read = _read(name, part, measures)
        made[named[name]] = {**others, **({} if read == named[name] else {"measure": read})}
    return made


def _names(scenario: Scenario, role: str, plan: Plain, measures: Measures) -> dict[str, str]:
    """What each part is called: as its measure, else as in the template; never what is taken already."""
    named: dict[str, str] = {}
    for kind in KINDS:
        taken = {*RESERVED, *_of_other_roles(scenario, role, kind)}
        for name in _parts(plan, kind):
            called = measures[name].replace(".", "_") if measures.get(name) else name
            numbered = (f"{name}_{kind.removesuffix('s')}_{number}" for number in count(2))
            tried = chain((called, name, f"{name}_{kind.removesuffix('s')}"), numbered)
            named[name] = next(each for each in tried if each not in {*taken, *named.values()})
    return named


def _of_other_roles(scenario: Scenario, role: str, kind: str) -> set[str]:
    """What other roles call a part of the other kind: one name is never both."""
    other = next(each for each in KINDS if each != kind)
    return {part for of, plan in scenario.plans.items() if of != role for part in getattr(plan, other)}


def _held_against_targets(plan: Plain) -> list[tuple[str, Plain]]:
    """The parts whose curve reads attainment, by name."""
    rated = [each for each in _parts(plan, "commissions").items() if each[1].get("on") == "attainment"]
    return [*_parts(plan, "objectives").items(), *rated]


def _target(population: Population, role: str, measure: str) -> Plain:
    """A target for what has none in the data: what people of the role usually reach in a period."""
    usual = usual_result(population, role, measure)
    known = measure in measures_with_targets(population, role)
    return {} if known or not usual else {"target": {"every_month": write_number(usual)}}


def _tidy(plan: Plain) -> Plain:
    return {name: value for name, value in plan.items() if value not in ({}, [], None)}
