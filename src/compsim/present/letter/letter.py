"""Step two of the announcement: one person's targets, weights and what they pay, to be talked through and signed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from compsim.analysis.own_plan import OwnObjective, OwnPlan
from compsim.present.letter.rules import (
    SETTLED,
    bounds_in_words,
    counts_over,
    curve_table,
    curves_in_words,
    kind_of,
    role_of,
    settled_in_words,
    span_in_words,
    time_in_words,
    title_of,
)
from compsim.present.letter.sheet import Block, Fields, Grid, Heading, Line, Points, Sheet, Signatures, Stated
from compsim.present.letter.summary import CAUTION
from compsim.present.numbers import DASH, exact_percent, money, number, percent, spoken

_WHOLE = 1.0 - 1e-9
_LINES = {"gate": "Held back by a gate", "cap": "Above a cap", "draw": "Draw", "rounding": "Rounding"}


def objective_letter(own: OwnPlan, stated: Stated | None = None) -> Sheet:
    """The letter of one person; every figure is this person's own, or a target that the circle shares."""
    said, plan = stated or Stated(), own.plan
    blocks: list[Block] = [
        Fields(_head(own, said)),
        Line(f"Targets and money below are for {_time(own)}, the time that the data cover.{_share(own)}"),
        Heading("Criteria"),
        *_criteria(own),
        Heading("How pay runs below and above target"),
        Points(curves_in_words(plan, own.currency)),
        *([table] if (table := curve_table(plan)) else []),
        *_bounds(own),
        Heading("What you would be paid", turns=True),
        *_examples(own),
        Heading("When you join, leave or change"),
        Points((*time_in_words(plan), settled_in_words(plan))),
        Heading("Said and understood"),
        Fields((("Who to ask", said.ask), ("Questions, and answers given", ""), ("", ""),
                ("First three actions", ""), ("", ""), ("", ""), ("Next talk", ""))),
        Signatures(("Talk held by: name, date, signature", f"{own.rep}: date, signature")),
    ]  # fmt: skip
    return Sheet("Objective letter", tuple(blocks), 2, CAUTION)


def _head(own: OwnPlan, said: Stated) -> tuple[tuple[str, str], ...]:
    return (
        ("Person, role", f"{own.rep}, {role_of(own.plan, own.role)}"),
        ("Plan", own.scenario.title or spoken(own.scenario.name)),
        ("Valid from", said.valid_from),
        ("Replaces or continues", said.continues),
        ("Target incentive before tax", _cents(own, own.incentive)),
        ("Settled", SETTLED[own.plan.settled]),
    )


def _time(own: OwnPlan) -> str:
    return span_in_words(own.periods[0], own.periods[-1])


def _share(own: OwnPlan) -> str:
    return "" if own.share >= _WHOLE else f" You are on the plan for {percent(own.share)} of it; that is counted in."


def _criteria(own: OwnPlan) -> Iterator[Block]:
    parts = own.plan.objectives
    rows = [
        (
            title_of(each.name, parts[each.name]),
            kind_of(parts[each.name]),
            exact_percent(each.weight),
            _cents(own, each.at_stake),
            _target(each, each.target, own.currency),
            counts_over(own.plan, parts[each.name]),
        )
        for each in own.objectives
    ]
    if not rows:
        return
    weights, stakes = sum(each.weight for each in own.objectives), sum(each.at_stake for each in own.objectives)
    total = ("Together", "", exact_percent(round(weights, 9)), _cents(own, stakes), "", "")
    head = ("Criterion", "Kind", "Weight", "At stake", "Target", "Counts over")
    yield Grid(head, (*rows, total), (2, 3, 4), wide=1.8, last_is_sum=True)
    yield from _step_by_step(own)
    if any(each.credit != "individual" for each in own.objectives):
        yield Line("The target of a collective criterion is the one of all who are credited together.", quiet=True)
    lower = [title_of(each.name, parts[each.name]) for each in own.objectives if each.measure.better == "lower"]
    if lower:
        yield Line(f"Less is better: {', '.join(lower)}. Half of the target counts as 150 %, twice the target as 0 %.")


def _step_by_step(own: OwnPlan) -> Iterator[Grid]:
    """What is asked quarter by quarter, or whatever the results of a criterion add up over: a table a length."""
    lengths: dict[tuple[tuple[str, ...], ...], list[OwnObjective]] = {}
    for each in own.objectives:
        if each.targets:
            lengths.setdefault(tuple(step.periods for step in each.targets), []).append(each)
    for stretches, parts in lengths.items():
        titles = (title_of(each.name, own.plan.objectives[each.name]) for each in parts)
        rows = tuple(
            (
                span_in_words(there[0], there[-1]),
                *(_target(each, each.targets[n].target, own.currency) for each in parts),
            )
            for n, there in enumerate(stretches)
        )
        yield Grid(("Target in", *titles), rows, tuple(range(1, len(parts) + 1)), wide=1.8)


def _target(each: OwnObjective, target: float, currency: str) -> str:
    if math.isnan(target):
        return DASH
    if each.measure.unit == "money":
        return money(target, currency)
    if each.measure.unit == "ratio" or each.measure.combine == "ratio":
        return exact_percent(target, most=1)
    return number(target, 0 if abs(target - round(target)) < 1e-6 else 1)


def _bounds(own: OwnPlan) -> list[Block]:
    said = bounds_in_words(own.plan, own.currency)
    return [Points(said)] if said else []


def _examples(own: OwnPlan) -> Iterator[Block]:
    """What is paid when every target is met to one share."""
    yield Line("If you reach the same share of every target, in every settlement:")
    names = dict.fromkeys(name for example in own.examples for name in example.pay.parts)
    parts = own.plan.parts()
    label = {name: title_of(name, parts[name]) if name in parts else _LINES.get(name, spoken(name)) for name in names}
    rows = [
        (label[name], *(_cents(own, example.pay.parts.get(name, 0.0)) for example in own.examples)) for name in names
    ]
    total = ("Variable pay", *(_cents(own, example.pay.total) for example in own.examples))
    head = ("All targets at", *(exact_percent(example.level) for example in own.examples))
    yield Grid(head, (*rows, total), tuple(range(1, len(head))), wide=2.2, last_is_sum=True)
    if own.plan.commissions:
        yield Line(f"Commissions are those on the amounts of {_time(own)}.", quiet=True)
    off = [each for each in own.objectives if math.isnan(each.target)]
    if off:
        titles = ", ".join(title_of(each.name, parts[each.name]) for each in off)
        yield Line(f"Without a target, and therefore counted as in {_time(own)}: {titles}.", quiet=True)


def _cents(own: OwnPlan, amount: float) -> str:
    return money(amount, own.currency, decimals=2)
