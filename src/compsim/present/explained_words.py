"""What the steps of a calculation are called."""

from __future__ import annotations

from compsim.engine.explanation import ExplainedStep
from compsim.engine.trace import StepName
from compsim.plan.components import Gate, Objective
from compsim.plan.part import PAYOUT
from compsim.plan.scenario import Plan
from compsim.present.numbers import exact_percent, spoken

HEADS = {"gates": "Gates", "sum": "Together", "before_caps": "Before caps in money"}
LABELS: dict[StepName, str] = {
    "result": "Result",
    "target": "Target",
    "floor": "Floor",
    "attainment": "Attainment",
    "capped_attainment": "Attainment that counts",
    "blended_attainment": "Weighted attainment",
    "picker": "Looks at",
    "rate": "Rate",
    "amount": "Amount",
    "factor": "Factor",
    "capped_factor": "Factor that counts",
    "pay_of_deals": "Pay of the deals",
    "multiplier": "Multiplier",
    "sharing": "Share of the pay",
    "incentive": "Target incentive",
    "salary": "Base salary",
    "earned": "Earned",
    "standing": "Stands at",
    "after_gates": "After gates",
    "plan_multiplier": "Plan multiplier",
    "paid_in_the_year": "Paid before in the year",
    "left_under_cap": "Left under the cap",
    "share_of_pool": "Paid from the pool",
    "payout_cap": "Kept under the payout cap",
    "already_paid": "Already paid",
    "paid": "Paid now",
    "money_capped": "After its cap",
    "payout": "Before draw and rounding",
    "draw": "Draw",
    "draw_adjustment": "Paid in advance, or taken back",
    "balance": "Still owed",
    "rounding": "Rounding",
    "settled": "Variable pay",
    "base_salary": "Base salary",
    "total_pay": "Total pay",
}
CAPPED = {"payout": "payout cap", "money": "money cap", "total_pay": "total pay cap"}
CREDITED = {"individual": "own", "team": "team's", "reports": "reports'", "company": "company's"}
STRETCHES = {"deal": "deal", "month": "month", "quarter": "quarter", "half_year": "half year", "year": "year"}
HELD = {"everything": "everything", "above_target": "pay above target", "accelerator": "the accelerator"}


def part_head(plan: Plan, name: str) -> str:
    """An objective with its weight, or a commission, and whose result of which stretch it reads."""
    part = plan.parts()[name]
    title = part.title or _capital(spoken(name))
    what = f"{exact_percent(part.weight)} of the target incentive" if isinstance(part, Objective) else "commission"
    stretch = part.measured or plan.settlement
    reads = "pay" if plan.measure(name) == PAYOUT else "result"
    return f"{title}: {what}, {CREDITED[part.credit]} {reads} of the {STRETCHES[stretch]}"


def gate_head(plan: Plan, gate: Gate) -> str:
    """A gate with what it looks at and what it holds."""
    held = HELD.get(gate.holds[0]) or " and ".join(spoken(name) for name in gate.names)
    stretch = STRETCHES[plan.stretch(gate)]
    return f"{_capital(CREDITED[gate.credit])} {spoken(gate.measure)} of the {stretch}, holds {held}"


def step_label(plan: Plan, part: str, step: ExplainedStep, period: str) -> str:
    """What a figure is called; with the period where a settlement holds several stretches."""
    label = LABELS.get(step.name, _capital(spoken(step.name)))
    if step.name == "after_gates" and plan.multiplier:
        label = "After gates and the plan's multiplier" if plan.gates else "After the plan's multiplier"
    if step.name in ("before_cap", "cap_bound"):
        name = _cap_name(plan, step.about)
        before = "Before the " if step.name == "before_cap" else "Room under the " * (step.about == "total_pay")
        return _capital(before + name)
    if step.name in ("picker", "multiplier") and step.about:
        label = f"{label}, {spoken(step.about)}" if step.name == "multiplier" else _capital(spoken(step.about))
    if step.name in ("result", "target", "incentive", "earned", "amount", "salary") and part and _runs_on(plan, part):
        label = f"{label} so far"
    return f"{label} ({period})" if period and step.name in ("result", "amount", "earned") else label


def _cap_name(plan: Plan, kind: str) -> str:
    """`payout cap of the year`."""
    caps = next(each for each in plan.caps if getattr(each, kind) is not None)
    return f"{CAPPED[kind]} of the {'year' if caps.per == 'year' else 'settlement'}"


def _runs_on(plan: Plan, part: str) -> bool:
    """True where the stretch is longer than the settlement, so that figures are those to date."""
    measured = plan.parts()[part].measured
    return measured not in (None, "deal") and plan.stretch(plan.parts()[part]) != plan.settlement


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
