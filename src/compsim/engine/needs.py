"""What plans need of the data: measures, deals and attributes, and the order in which plans can be evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Figures
from compsim.engine.deals import chosen_deals, comparable, deals_of
from compsim.engine.readers import Path, Reader, places, readers
from compsim.errors import PlanError, Problem, did_you_mean
from compsim.plan.components import Commission, Objective
from compsim.plan.consistency import kind_of
from compsim.plan.multiplier import Multiplier
from compsim.plan.part import PAYOUT
from compsim.plan.scenario import Plan, Scenario
from compsim.plan.where import Between, Condition
from compsim.population.people import Deals, Measure, Population

Floats = NDArray[np.float64]
NAMED_AT_MOST = 5


def unmet_needs(scenario: Scenario, population: Population) -> list[Problem]:
    """Every place where a scenario asks for a measure, a deal's attribute or a roster column that is not there."""
    found: list[Problem] = []
    for role, plan in scenario.plans.items():
        for path, reader, measure in readers(plan):
            found += _reader_needs(scenario, population, ("plans", role, *path), reader, measure)
        found += _rates_need_sums(scenario, population, role, plan)
        found += _attribute_needs(scenario, population, role, plan)
    if scenario.sales_measure and scenario.sales_measure not in population.definitions:
        found.append(_no_measure(scenario, population, scenario.sales_measure, ("sales_measure",)))
    return found


def _no_measure(scenario: Scenario, population: Population, measure: str, path: Path) -> Problem:
    hint = did_you_mean(measure, population.measures)
    return scenario.problem(f"no measure '{measure}' in the results", hint, *path)


def _reader_needs(
    scenario: Scenario, population: Population, path: Path, reader: Reader, measure: str
) -> Iterator[Problem]:
    if measure == PAYOUT:
        if PAYOUT in population.definitions:
            says = "'payout' stands for what people were paid, and the data have a measure of that name too"
            yield scenario.problem(says, "Rename the measure in the data.", *path)
        elif reader.where:
            yield scenario.problem("payout is not made of deals", "Remove 'where'.", *path)
        elif reader.target is not None and (reader.target.floor or not reader.target.way.startswith("every_")):
            says = "what people are paid is known only when it is worked out, so no target can build on it"
            yield scenario.problem(says, "Set a fixed target, such as 'every_quarter'.", *path, "target")
        return
    if measure not in population.definitions:
        yield _no_measure(scenario, population, measure, (*path, "measure") if getattr(reader, "measure", "") else path)
        return
    by_deal = isinstance(reader, Commission) and reader.measured == "deal"
    capped = isinstance(reader, Objective | Commission) and reader.caps.deal is not None
    if reader.where or by_deal or capped:
        yield from _deal_needs(scenario, population, path, reader, measure)


def _deal_needs(
    scenario: Scenario, population: Population, path: Path, reader: Reader, measure: str
) -> Iterator[Problem]:
    definition = population.definitions[measure]
    if definition.combine not in ("sum", "ratio"):
        says = f"'{measure}' is a {definition.combine}, which is not made of single deals"
        yield scenario.problem(says, "Choose deals of a summed measure.", *path)
        return
    names = (definition.numerator, definition.denominator) if definition.combine == "ratio" else (measure,)
    there = set() if population.deals is None else set(population.deals.measure)
    unknown = [name for name in names if name not in there]
    if unknown:
        says = f"the plan looks at single deals of '{unknown[0]}', and the data have none"
        yield scenario.problem(says, "Give a deal_credits table with them.", *path)
        return
    known = [] if population.deals is None else [str(name) for name in population.deals.attributes]
    for attribute, condition in reader.where.items():
        if attribute not in known:
            says = f"no deal attribute '{attribute}'"
            yield scenario.problem(says, did_you_mean(attribute, known), *path, "where", attribute)
        elif population.deals is not None:
            yield from _bound_needs(scenario, population.deals, (*path, "where", attribute), condition)


def _bound_needs(scenario: Scenario, deals: Deals, path: Path, condition: Condition) -> Iterator[Problem]:
    """Bounds need numbers or days to be held against; deals that have neither would be lost without a word."""
    bounds = (condition.at_least, condition.at_most) if isinstance(condition, Between) else ()
    for bound in bounds:
        if bound is not None and np.isnan(comparable(deals.attributes[str(path[-1])], bound)).any():
            kind = "day" if isinstance(bound, str) else "number"
            says = f"some deals have no {kind} under '{path[-1]}', so they cannot be held against a bound"
            yield scenario.problem(says, "Fill the attribute in, or list the values that count.", *path)
            return


def where_notes(scenario: Scenario, population: Population) -> list[Problem]:
    """Values that a plan's conditions name and no deal has, each with the nearest known one."""
    found = []
    for role, plan in scenario.plans.items():
        for path, reader, _ in readers(plan):
            for attribute, condition in reader.where.items():
                values = () if isinstance(condition, Between) else condition
                for value in values:
                    there = np.asarray(chosen_deals(deals_of(population), {attribute: (value,)}))
                    if not there.any():
                        known = sorted({str(each) for each in deals_of(population).attributes[attribute]})
                        says = f"no deal has '{value}' under '{attribute}'"
                        place = ("plans", role, *path, "where", attribute)
                        found.append(scenario.problem(says, _word_or(value, known), *place))
    return [replace(note, severity="warning") for note in found]


_YAML_1_1: dict[bool, tuple[str, ...]] = {True: ("yes", "on", "y"), False: ("no", "off", "n")}


def _word_or(value: object, known: list[str]) -> str:
    """The nearest known value; for true and false the word that a program reading YAML 1.1 takes for it."""
    word = next((name for name in known if isinstance(value, bool) and name.casefold() in _YAML_1_1[value]), "")
    if word:
        return f"A program that reads YAML 1.1 writes '{word}' so; write '{word}' in quotes."
    return did_you_mean(str(value), known)


def manager_notes(scenario: Scenario, population: Population) -> list[Problem]:
    """Managers who are not on the roster, in one note, where a plan credits somebody with the results of reports.

    Elsewhere it is normal that those who lead are not on a plan of their own.
    """
    readings = (
        (role, path) for role, plan in scenario.plans.items() for path, r, _ in readers(plan) if r.credit == "reports"
    )
    first, roster = next(readings, None), population.roster
    led = roster[roster["manager"] != ""] if "manager" in roster else roster.iloc[:0]
    away = sorted({str(name) for name in led["manager"]} - {str(rep) for rep in roster["rep"]})
    if first is None or not away:
        return []
    shown = ", ".join(away[:NAMED_AT_MOST]) + (" …" if len(away) > NAMED_AT_MOST else "")
    says = f"{len(away)} {'manager is' if len(away) == 1 else 'managers are'} not on the roster: {shown}"
    fix = "Nobody is credited with what their reports reach; give them a row if they should be."
    return [replace(scenario.problem(says, fix, "plans", first[0], *first[1], "credit"), severity="warning")]


def _rates_need_sums(scenario: Scenario, population: Population, role: str, plan: Plan) -> Iterator[Problem]:
    """A rate pays on an amount; a ratio or a count of distinct things is none."""
    for name, part in plan.commissions.items():
        measure = plan.measure(name)
        combine = population.definitions[measure].combine if measure in population.definitions else "sum"
        if part.rates is not None and part.of is None and combine != "sum":
            says = f"'{measure}' is a {combine}, so no rate can be paid on it"
            fix = "Pay points or steps on it, or a rate on an amount."
            yield scenario.problem(says, fix, "plans", role, "commissions", name)


def _attribute_needs(scenario: Scenario, population: Population, role: str, plan: Plan) -> Iterator[Problem]:
    """Attributes that multipliers look up."""
    columns = [str(name) for name in population.roster.columns]
    known = [] if population.deals is None else [str(name) for name in population.deals.attributes]
    listed: list[tuple[Path, Multiplier]] = list(zip(places((), plan.multiplier), plan.multiplier, strict=True))
    for name, part in plan.parts().items():
        listed += zip(places((kind_of(part), name), part.multiplier), part.multiplier, strict=True)
    for path, each in listed:
        if each.roster and each.roster not in columns:
            says = f"the roster has no column '{each.roster}'"
            yield scenario.problem(says, did_you_mean(each.roster, columns), "plans", role, *path, "roster")
        if each.deal and each.deal not in known and population.deals is not None:
            says = f"no deal attribute '{each.deal}'"
            yield scenario.problem(says, did_you_mean(each.deal, known), "plans", role, *path, "deal")


def with_payout(figures: Figures, paid: Floats) -> Figures:
    """The same figures with the measure `payout`: what everybody on other plans was paid (R, P), money."""
    window = figures.window
    others = np.where(figures.on_plan()[:, None], 0.0, paid)
    definitions = {**window.definitions, PAYOUT: Measure(PAYOUT, unit="money")}
    seen = replace(window, definitions=definitions, results={**window.results, PAYOUT: others})
    return replace(figures, window=seen, kept={})


def order_of_plans(scenario: Scenario, population: Population) -> list[str]:
    """The roles in an order in which nobody is paid on pay that is not known yet; PlanError if there is none."""
    waiting = {role: _paid_on(plan, role, population, scenario) for role, plan in scenario.plans.items()}
    order: list[str] = []
    while waiting:
        ready = [role for role, others in waiting.items() if not others & set(waiting)]
        if not ready:
            names = " and ".join(sorted(waiting))
            says = f"the plans of {names} pay on each other's payout, so none can be paid first"
            raise PlanError([scenario.problem(says, "Let one of them read results instead.", "plans", min(waiting))])
        order += ready
        waiting = {role: others for role, others in waiting.items() if role not in ready}
    return order


def _paid_on(plan: Plan, role: str, population: Population, scenario: Scenario) -> set[str]:
    """The other roles whose pay this plan reads."""
    roles = population.roster["role"].to_numpy()
    mine = np.flatnonzero(roles == role)
    found: set[str] = set()
    for _, reader, measure in readers(plan):
        if measure == PAYOUT:
            for other in set(scenario.plans) - {role}:
                theirs = np.where((roles == other)[:, None], population.eligible, 0.0)
                seen = np.nan_to_num(population.over_circle(theirs, reader.credit)[mine])
                found |= {other} if seen.any() else set()
    return found
