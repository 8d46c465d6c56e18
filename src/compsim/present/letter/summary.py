"""Step one of the announcement: the rules of a role's plan on one page, without anybody's figures."""

from __future__ import annotations

from compsim.plan.scenario import Plan, Scenario
from compsim.present.letter.curve_words import WHOSE
from compsim.present.letter.rules import (
    bounds_in_words,
    counts_over,
    curve_table,
    curves_in_words,
    kind_of,
    role_of,
    settled_in_words,
    target_rule_in_words,
    time_in_words,
    title_of,
)
from compsim.present.letter.sheet import Block, Fields, Grid, Heading, Line, Points, Sheet, Stated
from compsim.present.numbers import exact_percent, spoken

CAUTION = "A sheet for a talk. Whether it binds is a question of contract and law: have it checked."


def plan_summary(scenario: Scenario, role: str, currency: str, stated: Stated | None = None) -> Sheet:
    """The page that a team gets when the plan is announced; `role` names a plan of the scenario."""
    plan, said = scenario.plans[role], stated or Stated()
    title = scenario.title or spoken(scenario.name)
    blocks: list[Block] = [
        Fields((("Plan", title), ("For", role_of(plan, role)), ("Valid from", said.valid_from))),
        Line("This page has the rules and nobody's figures. Your own targets come in step two, in a talk with your "
             "manager, with a letter."),
        Heading("What counts"),
        *_what_counts(plan),
        Heading("How pay follows what you reach"),
        Points(curves_in_words(plan, currency)),
        *_table(plan),
        Heading("Bounds, and when it is paid"),
        Points((*bounds_in_words(plan, currency), settled_in_words(plan))),
        Heading("When you join, leave or change"),
        Points(time_in_words(plan)),
        Heading("What happens next"),
        Fields((("Replaces or continues", said.continues), ("Step two, your talk", ""), ("Who to ask", said.ask))),
    ]  # fmt: skip
    return Sheet("Plan summary", tuple(blocks), 1, CAUTION)


def _what_counts(plan: Plan) -> list[Block]:
    rows = tuple(
        (
            title_of(name, part),
            kind_of(part),
            exact_percent(part.weight),
            WHOSE[part.credit],
            counts_over(plan, part),
            target_rule_in_words(part.target),
        )
        for name, part in plan.objectives.items()
    )
    head = ("Criterion", "Kind", "Weight", "Whose result", "Counts over", "Target")
    found: list[Block] = [Grid(head, rows, (2,), wide=1.6)] if rows else []
    if plan.commissions:
        names = [title_of(name, part) for name, part in plan.commissions.items()]
        found.append(Line(f"Beside the criteria: {', '.join(names)}."))
    return found


def _table(plan: Plan) -> list[Block]:
    table = curve_table(plan)
    return [] if table is None else [table, Line("Shares are of the money that hangs on the criterion.", quiet=True)]
