"""The rules of a plan in plain words: what counts, how pay follows attainment, bounds, and time on the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compsim.plan.components import Commission, Gate, Objective
from compsim.plan.limits import Caps
from compsim.plan.scenario import Plan
from compsim.plan.target_rule import TargetRule
from compsim.present.explained_words import HELD, STRETCHES
from compsim.present.letter.curve_words import (
    commission_in_words,
    curve_in_words,
    factors_in_words,
    objective_in_words,
    whose,
)
from compsim.present.letter.sheet import Grid
from compsim.present.numbers import counted, exact_percent, listed, money, number, spoken

SETTLED = {"monthly": "each month", "quarterly": "each quarter", "half_yearly": "each half-year", "yearly": "each year"}
LEVELS = (0.6, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5)  # of attainment, in the small table
_EVERY = {
    "every_month": "each month",
    "every_quarter": "each quarter",
    "every_half_year": "each half-year",
    "every_year": "each year",
}
_TIME = {
    "days": "The money counts by calendar days on the plan and by working time.",
    "full_months": "The money counts for months wholly on the plan, by working time.",
    "started_months": "The money counts for every month that was begun on the plan, by working time.",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def title_of(name: str, part: Objective | Commission) -> str:
    """How people call an objective or a commission."""
    return part.title or _capital(spoken(name))


def role_of(plan: Plan, role: str) -> str:
    """How people call a role."""
    return plan.title or _capital(spoken(role))


def kind_of(part: Objective) -> str:
    """Result, means or collective, as the handbook's sheet has it."""
    if part.credit != "individual":
        return "collective"
    return "means" if part.kind == "activity" else "result"


def counts_over(plan: Plan, part: Objective | Commission) -> str:
    """Over which time results add up."""
    return "each deal" if part.measured == "deal" else f"the {STRETCHES[plan.stretch(part)]}"


def settled_in_words(plan: Plan) -> str:
    """When money is paid out, and how a longer stretch is paid in between."""
    ways = {part.pays for part in plan.parts().values() if part.measured not in (None, "deal")}
    said = [f"Pay is settled {SETTLED[plan.settled]}."]
    if "true_up" in ways:
        said.append("Where results count over a longer time, each settlement pays what is earned so far, less what "
                    "was paid before.")  # fmt: skip
    if "rate_only" in ways:
        rated = [title_of(name, part) for name, part in plan.parts().items() if part.pays == "rate_only"]
        said.append(f"{listed(rated)}: each settlement pays the rate reached so far on what it adds.")
    if "at_end" in ways:
        late = [title_of(name, part) for name, part in plan.parts().items() if part.pays == "at_end"]
        said.append(f"{listed(late)}: paid when its time has ended.")
    return " ".join(said)


# --- how pay follows attainment


def curves_in_words(plan: Plan, currency: str) -> tuple[str, ...]:
    """One statement for each objective and commission."""
    parts = plan.parts()
    told = {name: objective_in_words(plan, name, currency) for name in plan.objectives}
    told |= {name: commission_in_words(plan, name, currency) for name in plan.commissions}
    listed_parts = tuple(f"{title_of(name, parts[name])}: {said}." for name, said in told.items() if said)
    if plan.mix == "blended" and plan.curve is not None:
        return (f"All objectives together, by weighted attainment: {curve_in_words(plan.curve.compile())}.",
                *listed_parts)  # fmt: skip
    return listed_parts


def curve_table(plan: Plan) -> Grid | None:
    """What each objective pays at some attainments, as a share of its money; None where none reads its attainment."""
    plain = {
        name: part
        for name, part in plan.objectives.items()
        if part.on == "attainment" and plan.curve_of(name).by is None and plan.mix == "each"
    }
    if not plain:
        return None
    head = ("You reach", *(exact_percent(level) for level in LEVELS))
    rows = tuple(
        (f"{title_of(name, part)} pays", *(exact_percent(pays_at(plan, name, level), most=1) for level in LEVELS))
        for name, part in plain.items()
    )
    return Grid(head, rows, tuple(range(1, len(head))), wide=2.6)


def pays_at(plan: Plan, name: str, level: float) -> float:
    """The share of an objective's money at an attainment, under the caps of the objective."""
    caps = plan.objectives[name].caps
    read = level if caps.attainment is None else min(level, caps.attainment)
    found = float(plan.curve_of(name).compile()(read))
    return found if caps.factor is None else min(found, caps.factor)


def _plain(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 2)


# --- bounds


def bounds_in_words(plan: Plan, currency: str) -> tuple[str, ...]:
    """Gates, caps, the draw and rounding, one statement each."""
    gates = [_gate(plan, gate) for gate in plan.gates]
    caps = [said for each in plan.caps for said in _caps(each, currency)]
    factor = [f"All of it is {said}." for said in factors_in_words(plan.multiplier)]
    return (*gates, *factor, *caps, *_draw(plan, currency))


def _gate(plan: Plan, gate: Gate) -> str:
    hurdle = exact_percent(gate.hurdle) + " of target" if gate.on == "attainment" else _plain(gate.hurdle)
    what = f"{whose(gate.credit, gate.measure)} of the {STRETCHES[plan.stretch(gate)]}"
    short = f"Gate: with less than {hurdle} in {what}"
    if gate.holds[0] == "accelerator":
        return f"{short}, pay above target follows the line that leads to it."
    held = HELD.get(gate.holds[0]) or listed([_part_title(plan, name) for name in gate.names])
    if gate.otherwise:
        return f"{short}, only {exact_percent(gate.otherwise)} of {held} is paid."
    return f"{short}, nothing is paid." if held == HELD["everything"] else f"{short}, nothing of {held} is paid."


def _part_title(plan: Plan, name: str) -> str:
    return title_of(name, plan.parts()[name])


def _caps(caps: Caps, currency: str) -> Iterator[str]:
    over = "of the year" if caps.per == "year" else "of each settlement"
    if caps.payout is not None:
        yield f"Cap: variable pay {over} is at most {exact_percent(caps.payout)} of the target incentive."
    if caps.money is not None:
        yield f"Cap: variable pay {over} is at most {money(caps.money, currency)}, full-time."
    if caps.total_pay is not None:
        yield f"Cap: salary and variable pay {over} together are at most {money(caps.total_pay, currency)}, full-time."
    if caps.pool is not None:
        yield f"Pool: everybody on the plan shares {money(caps.pool, currency)} {over}; above it all shrink alike."


def _draw(plan: Plan, currency: str) -> Sequence[str]:
    if plan.draw is None:
        return ()
    kept = "is yours in any case" if plan.draw.kind == "guaranteed" else "is taken back from later pay"
    first = "" if plan.draw.first_months is None else f" in your first {_months(plan.draw.first_months)}"
    return (f"Draw: {money(plan.draw.every_month, currency)} a month is paid in advance{first}, and {kept}.",)


def _months(count: int) -> str:
    return "month" if count == 1 else counted(count, "month", "months")


# --- targets and time


def target_rule_in_words(rule: TargetRule | None) -> str:
    """Where a target comes from, without anybody's figure."""
    fixed = None if rule is None else next((word for word in _EVERY if getattr(rule, word) is not None), None)
    if rule is None or fixed is None:
        return "your own, in your letter"
    value = float(getattr(rule, fixed))
    return exact_percent(value) if value < 1 else f"{_plain(value)} {_EVERY[fixed]}"


def time_in_words(plan: Plan) -> tuple[str, ...]:
    """What happens to somebody who joins, leaves or changes during the year."""
    rules = [part.target for part in plan.objectives.values()]
    said = [f"Join or leave during the year: you are paid for your time on the plan. {_TIME[plan.proration]}"]
    if any(rule is not None and rule.way for rule in rules):
        said.append("Targets that the plan sets shrink with your time on the plan.")
    if any(rule is None for rule in rules):
        said.append("Targets that were agreed with you person by person hold as they are written.")
    if any(rule is not None and rule.ramp for rule in rules):
        said.append("In your first months the targets of the plan are lower; they rise with your time here.")
    said.append("A new role or another target incentive begins a new line: results up to then stay with the old one.")
    return tuple(said)


def span_in_words(first: str, last: str) -> str:
    """The evaluated periods: `January to December 2025`."""
    if first == last:
        return _period(first)
    begin = _period(first).removesuffix(first[:4]).strip() if first[:4] == last[:4] else _period(first)
    return f"{begin} to {_period(last)}"


def _period(label: str) -> str:
    year, _, part = label.partition("-")
    return " ".join(word for word in (_MONTHS[int(part) - 1] if part.isdigit() else part, year) if word)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
