"""One person's pay as a person would write it down: each figure, what it is, and how it comes about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from compsim.engine.explanation import ExplainedStep, Explanation
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Measure
from compsim.present.explained_how import Figured, how, how_of_deal
from compsim.present.explained_words import HEADS, gate_head, part_head, step_label
from compsim.present.numbers import DASH, Writing, exact_percent, money, number, spoken

SILENT_IF_NOTHING = {"already_paid", "balance", "draw_adjustment"}  # said only where there is something to say
CAP_STEPS = {"before_cap", "cap_bound", "paid_in_the_year", "left_under_cap"}
SILENT_IF_ONE = {"payout_cap", "share_of_pool", "plan_multiplier", "gate_factor"}
MEASURE_DIGITS, CENTS = 2, 2
MOST_DEALS = 25  # told one by one in a settlement


@dataclass(frozen=True)
class ExplainedLine:
    """One line: a heading, or a figure with what it is and how it comes about."""

    label: str
    value: str = ""  # empty in a heading
    how: str = ""
    level: int = 1  # 0: heading of a settlement, 1: of a part, 2: a figure


def explained_lines(
    told: Sequence[Explanation], scenario: Scenario, definitions: Mapping[str, Measure], language: Writing = None
) -> list[ExplainedLine]:
    """Every settlement of a rep, one after the other."""
    return [line for each in told for line in _settlement(each, scenario, definitions, language)]


def explained_text(lines: Sequence[ExplainedLine]) -> str:
    """The lines as text for a terminal, figures right-aligned."""
    figures = [line for line in lines if line.value]
    label = max((len(line.label) for line in figures), default=0)
    value = max((len(line.value) for line in figures), default=0)
    return "\n".join(_as_text(line, label, value) for line in lines).strip("\n")


def _as_text(line: ExplainedLine, label: int, value: int) -> str:
    if line.level == 0:
        return f"\n{line.label}\n{'=' * len(line.label)}"
    if line.level == 1:
        return f"\n  {line.label}"
    return f"    {line.label:<{label}}  {line.value:>{value}}  {line.how}".rstrip()


def _settlement(
    told: Explanation, scenario: Scenario, definitions: Mapping[str, Measure], language: Writing
) -> Iterator[ExplainedLine]:
    plan = scenario.plans[told.role]
    first, last = told.periods[0], told.periods[-1]
    when = first if first == last else f"{first} to {last}"
    yield ExplainedLine(f"{told.rep}, {spoken(plan.title or told.role)}, {when}", level=0)
    for part in plan.parts():
        yield ExplainedLine(part_head(plan, part), level=1)
        for period in _periods_of(told, part):
            yield from _part(told, plan, part, period, definitions, scenario.currency, language)
    yield from _gates(told, plan, language)
    yield ExplainedLine(HEADS["sum"], level=1)
    yield from _whole(told, plan, scenario.currency, language)


def _periods_of(told: Explanation, part: str) -> list[str]:
    """The ends of stretches at which a part was read within the settlement, in order."""
    return list(dict.fromkeys(step.period for step in told.steps if step.part == part))


def _part(
    told: Explanation,
    plan: Plan,
    part: str,
    period: str,
    definitions: Mapping[str, Measure],
    currency: str,
    language: Writing,
) -> Iterator[ExplainedLine]:
    steps = [step for step in told.steps if step.part == part and step.period == period]
    values = {f"plan_{step.name}": step.value for step in told.steps if not step.part and step.period == period}
    values |= {str(step.name): step.value for step in steps}
    figured = Figured(plan, part, values, definitions, currency, language)
    for step in steps:
        if step.name == "pay_of_deals":
            yield from _deals(told, figured)
        if _is_worth_saying(step, steps):
            yield ExplainedLine(
                step_label(plan, part, step, period if len(_periods_of(told, part)) > 1 else ""),
                shown(step, definitions, currency, language),
                how(figured, step.name),
                level=2,
            )


def _deals(told: Explanation, figured: Figured) -> Iterator[ExplainedLine]:
    """The deals of a part one by one, the largest pay first; many small ones together."""
    deals = sorted((each for each in told.deals if each.part == figured.part), key=lambda each: -abs(each.pay))
    several = len(told.periods) > 1
    for deal in deals[:MOST_DEALS]:
        label = f"Deal {deal.deal} ({deal.period})" if several else f"Deal {deal.deal}"
        pay = money(deal.pay, figured.currency, decimals=CENTS, language=figured.language)
        yield ExplainedLine(label, pay, how_of_deal(figured, deal), level=2)
    rest = deals[MOST_DEALS:]
    if rest:
        pay = money(sum(deal.pay for deal in rest), figured.currency, decimals=CENTS, language=figured.language)
        yield ExplainedLine(f"{len(rest)} more deals", pay, "each pays less than those above", level=2)


def _is_worth_saying(step: ExplainedStep, steps: Sequence[ExplainedStep]) -> bool:
    """Leave out what only repeats the line above: a standing that is what was earned, an open gate."""
    values = {each.name: each.value for each in steps}
    if step.name in CAP_STEPS:
        return _bites({each.name: each.value for each in steps if each.about == step.about}, step.name)
    if step.name in SILENT_IF_NOTHING:
        return abs(step.value) > 1e-9
    if step.name in SILENT_IF_ONE:
        return not np.isclose(step.value, 1.0)
    if step.name == "standing":
        return not np.isclose(step.value, values.get("earned", np.nan), equal_nan=False)
    if step.name == "after_gates":
        return not np.isclose(step.value, values.get("standing", np.nan))
    return step.name != "weight"


def _bites(values: Mapping[str, float], name: str) -> bool:
    """A cap is told where it takes something away; what was paid before, where there was something."""
    if values["before_cap"] <= values.get("left_under_cap", values["cap_bound"]) + 1e-9:
        return False
    return name not in ("paid_in_the_year", "left_under_cap") or values["paid_in_the_year"] > 1e-9


def shown(step: ExplainedStep, definitions: Mapping[str, Measure], currency: str, language: Writing) -> str:
    """A figure in its unit."""
    if np.isnan(step.value):
        return DASH
    if step.kind == "ratio":
        return exact_percent(step.value, language)
    if step.kind == "money":
        return money(step.value, currency, decimals=CENTS, language=language)
    unit = definitions[step.about].unit if step.about in definitions else ""
    if unit == "ratio" or (step.about in definitions and definitions[step.about].combine == "ratio"):
        return exact_percent(step.value, language)
    whole = float(step.value).is_integer()
    return number(step.value, 0 if whole else MEASURE_DIGITS, language)


def _gates(told: Explanation, plan: Plan, language: Writing) -> Iterator[ExplainedLine]:
    if not plan.gates:
        return
    yield ExplainedLine(HEADS["gates"], level=1)
    for place, gate in enumerate(plan.gates):
        reading = told.figure("", "gate_reading", str(place))
        factor = told.figure("", "gate_factor", str(place))
        if gate.on == "attainment":
            stood, hurdle = exact_percent(reading, language), exact_percent(gate.hurdle, language)
        else:
            stood, hurdle = number(reading, MEASURE_DIGITS, language), number(gate.hurdle, MEASURE_DIGITS, language)
        yield ExplainedLine(gate_head(plan, gate), stood, _gate_says(gate.otherwise, factor, hurdle), level=2)


def _gate_says(otherwise: float, factor: float, hurdle: str) -> str:
    if factor == 1.0:
        return f"reaches the hurdle of {hurdle}: open"
    return f"short of the hurdle of {hurdle}: shut, counts {exact_percent(otherwise)}"


def _whole(told: Explanation, plan: Plan, currency: str, language: Writing) -> Iterator[ExplainedLine]:
    """The steps of the whole plan, after its parts and gates."""
    steps = [step for step in told.steps if not step.part and not step.name.startswith("gate")]
    paid = sum(step.value for step in told.steps if step.name == "paid")
    told_before = any(s.name == "before_cap" and s.about != "payout" and _is_worth_saying(s, steps) for s in steps)
    for step in steps:
        if step.name == "payout" and not told_before and not np.isclose(step.value, paid, atol=1e-9):
            yield ExplainedLine(HEADS["before_caps"], money(paid, currency, decimals=CENTS, language=language), level=2)
        if _is_worth_saying(step, steps) and not _repeats(step, steps):
            about = "payout" if step.name == "payout_cap" else step.about  # of several caps, the one that is meant
            values = {str(each.name): each.value for each in steps if each.about in ("", about)}
            told_how = how(Figured(plan, "", values, {}, currency, language, about), step.name)
            yield ExplainedLine(step_label(plan, "", step, ""), shown(step, {}, currency, language), told_how, level=2)


def _repeats(step: ExplainedStep, steps: Sequence[ExplainedStep]) -> bool:
    """The payout is said once if neither draw nor rounding changes it; total pay only where there is a salary."""
    names = {each.name: each.value for each in steps}
    if step.name == "payout":
        return bool(names.get("settled") == step.value)
    return step.name in ("base_salary", "total_pay") and not names.get("base_salary")
