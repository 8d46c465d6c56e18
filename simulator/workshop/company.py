"""The invented company that the workshop pays: whose weights can be asked about, and what a mix would have paid them.

Nobody real works here, so a room may see the largest rise and fall of one pay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from compsim.analysis.mixes import MixPay, pay_of_mixes
from compsim.invented import example_scenarios
from compsim.plan.scenario import Plan, Scenario
from compsim.plan.weights import in_units, respread
from compsim.population.example.company import example_population
from compsim.population.people import Population
from compsim.present.numbers import spoken
from simulator.workshop.rooms import STEP, WHOLE, Mix, Room

PLAN = "next_year"  # the plan that is being discussed
_STEPS = WHOLE // STEP


@dataclass(frozen=True, eq=False)
class Company:
    """Everything that this process knows of people."""

    people: Population
    plan: Scenario

    @property
    def currency(self) -> str:
        """The currency of its pay."""
        return self.plan.currency or self.people.currency


def invented() -> Company:
    """The invented company with its plan for next year."""
    return Company(example_population(), example_scenarios()[PLAN])


def roles(company: Company) -> tuple[str, ...]:
    """Roles whose plan has something to weigh."""
    return tuple(role for role, plan in company.plan.plans.items() if len(plan.objectives) > 1)


def role_title(company: Company, role: str) -> str:
    """What the people of a role are called."""
    plan = company.plan.plans.get(role)
    return (plan.title if plan else "") or spoken(role)


def titles_of(company: Company, role: str) -> dict[str, str]:
    """What a role's objectives are called, in the plan's order; none of a role that is not there."""
    plan = company.plan.plans.get(role)
    return {name: part.title or spoken(name) for name, part in plan.objectives.items()} if plan else {}


def asked_titles(company: Company, room: Room) -> dict[str, str]:
    """What the objectives of a room are called, in the room's order."""
    known = titles_of(company, room.role)
    return {name: known.get(name, spoken(name)) for name in room.objectives}


def left_out(company: Company, room: Room) -> list[str]:
    """What the plan's other objectives are called, which weigh nothing in a mix of this room."""
    return [title for name, title in titles_of(company, room.role).items() if name not in room.objectives]


def fits(company: Company, role: str, objectives: tuple[str, ...]) -> bool:
    """Whether the company still has this role and these objectives; a room may be older than the plan."""
    return role in company.plan.plans and set(objectives) <= set(titles_of(company, role))


def plan_mix(company: Company, role: str) -> dict[str, float]:
    """How the plan as it is weighs a role's objectives (ratios)."""
    return {name: part.weight for name, part in _plan_of(company, role).objectives.items()}


def pay_of(company: Company, role: str, mix: Mapping[str, float]) -> MixPay:
    """What one mix (ratios) would have paid the people of a role; raises PlanError."""
    (pay,) = pay_of_mixes(company.plan, role, [mix], company.people)
    return pay


# --- a mix as a room keeps it


def as_weights(room: Room, mix: Mix) -> dict[str, float]:
    """An answer by objective, as ratios."""
    return {name: weight / WHOLE for name, weight in zip(room.objectives, mix, strict=True)}


def even_mix(objectives: tuple[str, ...]) -> Mix:
    """Where everybody begins: all weigh the same, as far as steps of 5 % allow, so that the plan anchors nobody."""
    shared = in_units(_STEPS, dict.fromkeys(objectives, 1.0))
    return tuple(shared[name] * STEP for name in objectives)


def moved(before: Mapping[str, int], name: str, weight: int, held: Collection[str] = ()) -> dict[str, int]:
    """The weights (whole per cents) after one of them was moved; the others keep their proportions in steps of 5 %.

    Those that are held stay, and the moved one takes at most what they leave.
    """
    ratios = {known: value / WHOLE for known, value in before.items()}
    after = respread(ratios, name, weight / WHOLE, _STEPS, held)
    return {known: round(value * WHOLE) for known, value in after.items()}


def _plan_of(company: Company, role: str) -> Plan:
    return company.plan.plans[role]
