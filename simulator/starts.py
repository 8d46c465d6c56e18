"""Where a form begins when somebody adds a part to a plan: as near to what is paid without it as the part allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compsim.plan.components import Gate
from compsim.plan.limits import Draw, Rounding
from compsim.plan.multiplier import Multiplier
from compsim.plan.part import PlanPart
from compsim.plan.quantity import write_number
from compsim.plan.target_rule import TargetRule, TotalTarget
from simulator.names import RESULTS, Names

Plain = dict[Any, Any]
MONTHS = {"every_month": 1, "every_quarter": 3, "every_half_year": 6, "every_year": 12}
TABLES: Mapping[str, Plain] = {
    "profile": {"Q1": "25%", "Q2": "25%", "Q3": "25%", "Q4": "25%"},
    "ramp": {0: "100%"},
}


def start_of(model: type[PlanPart], names: Names, measure: str) -> Plain:
    """A part of this kind to begin with; `measure` is what the part around it reads."""
    starts: Mapping[type[PlanPart], Plain] = {
        Draw: {"every_month": 0},
        Rounding: {"how": "half_up"},
        TargetRule: way_start("every_month", names, measure),
        TotalTarget: {"growth": "0%"},
    }
    return starts.get(model, {})


def way_start(way: str, names: Names, measure: str) -> Plain:
    """A target set in one of the ways: near what people's targets are, or what they had a year earlier."""
    typical = names.targets.get(measure, 1.0)
    if way in MONTHS:
        return {way: write_number(typical * MONTHS[way])}
    if way == "total":
        by = next(iter(names.numbers), RESULTS)
        return {way: {"amount": write_number(typical), "every": "month"}, "shared_by": by}
    starts: Mapping[str, Any] = {"last_year_plus": "0%", "reports_times": "100%", "growth": "0%"}
    return {way: starts.get(way, write_number(typical))}


def added(model: type[PlanPart], names: Names, *, by_deal: bool) -> dict[str, Plain]:
    """The parts of this kind that can be added to a list, by the text that names them."""
    if model is Gate:
        return {"gate": {"measure": names.measures[0], "hurdle": "80%"}} if names.measures else {}
    if model is Multiplier:
        return multipliers(names, by_deal=by_deal)
    return {}


def multipliers(names: Names, *, by_deal: bool) -> dict[str, Plain]:
    """A factor of 100 % by a measure, by a column of the roster, and by an attribute of the deals that are paid."""
    found: dict[str, Plain] = {}
    for name in names.measures[:1]:
        found["by_measure"] = {"measure": name, "curve": {"points": {0: "100%", 1: "100%"}}}
    for name in list(names.groups)[:1]:
        found["by_roster"] = {"roster": name, "factors": factors(names.groups[name])}
    for name in list(names.deal_groups)[: int(by_deal)]:
        found["by_deal"] = {"deal": name, "factors": factors(names.deal_groups[name])}
    return found


def limit(name: str, names: Names) -> Any:
    """A cap that hardly anybody reaches: three times the target incentive, or in money."""
    return write_number(names.limits[name]) if name in names.limits else "300%"


def factors(values: tuple[str, ...]) -> Plain:
    """100 % for every value."""
    return dict.fromkeys(values, "100%")


def condition(attribute: str, names: Names) -> Any:
    """A condition that every deal meets: one of all its words, or at least its smallest number or first day."""
    if attribute in names.deal_days:
        return {"at_least": names.deal_days[attribute]}
    if attribute in names.deal_numbers:
        return {"at_least": write_number(names.deal_numbers[attribute])}
    return list(names.deal_groups[attribute])


def along(part: PlanPart, name: str, value: str, names: Names) -> Plain:
    """What a part says anew when another name is chosen: factors belong to the words of one attribute."""
    if not isinstance(part, Multiplier) or part.factors is None or value == getattr(part, name, ""):
        return {}
    known = {"roster": names.groups, "deal": names.deal_groups}.get(name, {})
    return {"factors": factors(known[value])} if value in known else {}
