"""The cards of the plan-design lab: one change each to next year's plan, and what it would have paid, from compsim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from macros.company import AFTER
from macros.formats import CURRENCY, num, pct

import compsim
from compsim.analysis.rows import of_scenario
from compsim.present import numbers


@dataclass(frozen=True)
class Card:
    """One change to the plan: what is said aloud, and the values it replaces by path."""

    letter: str
    says: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Effect:
    """What a card would have done against the plan it changes; money in one currency over the year."""

    cost_change: float
    cost_share: float  # of the cost before
    raised: int
    lowered: int
    unchanged: int
    paid_target: float  # share of people whose pay reaches the target incentive


CARDS = (
    Card(
        "A",
        "Hunters: pay for revenue begins at 80 % of the target, and not at 60 %",
        {"hunter.objectives.revenue.curve.points": {"80%": "10%", "100%": "100%", "150%": "175%"}},
    ),
    Card(
        "B",
        "Hunters: at 150 % of the revenue target, pay 250 % and not 175 %",
        {"hunter.objectives.revenue.curve.points": {"60%": "10%", "100%": "100%", "150%": "250%"}},
    ),
    Card(
        "C",
        "Account managers: ten points of weight from margin to the team",
        {"account_manager.objectives.margin.weight": "40%", "account_manager.objectives.team_revenue.weight": "30%"},
    ),
    Card(
        "D",
        "All roles: cap the pay of a year at 120 % of the target incentive, and not at 200 %",
        {f"{role}.caps.payout": "120%" for role in ("hunter", "account_manager", "inside_sales")},
    ),
)


@cache
def effects() -> Mapping[str, Effect]:
    """What each card does on last year's people and results, worked out once a build."""
    people, plan = compsim.example_population(), compsim.example_scenarios()[AFTER]
    payouts = compsim.evaluate([plan, *(plan.reform(f"card {card.letter}", card.changes) for card in CARDS)], people)
    cost = compsim.total_cost(payouts).frame.set_index("scenario")["payout"]
    totals = compsim.winners_and_losers(payouts).totals
    shares = compsim.attainment_of(payouts).frame.set_index("scenario")["share_paid_target"]
    found = {}
    for card in CARDS:
        name, moved = f"card {card.letter}", of_scenario(totals, f"card {card.letter}").iloc[0]
        change = float(cost[name] - cost[AFTER])
        raised, lowered, unchanged = (int(moved[kind]) for kind in ("raised", "lowered", "unchanged"))
        share = change / float(cost[AFTER])
        found[card.letter] = Effect(change, share, raised, lowered, unchanged, float(shares[name]))
    return found


def lab_cards() -> str:
    """The cards as a table with room for what people expect."""
    head = "| Card | One change to next year's plan | Cost: up or down? | Who gains, who loses? |\n|---|---|---|---|"
    return "\n".join([head, *(f"| **{card.letter}** | {card.says} | | |" for card in CARDS)])


def lab_key() -> str:
    """What each card does, as a table."""
    head = (
        "| Card | Cost | More | Less | About the same | Paid the target incentive or more |\n|---|---|---|---|---|---|"
    )
    return "\n".join([head, *(_key_row(card, effects()[card.letter]) for card in CARDS)])


def _key_row(card: Card, effect: Effect) -> str:
    cost = f"{numbers.signed_money(effect.cost_change, CURRENCY)}, {numbers.signed_percent(effect.cost_share)}"
    moved = " | ".join(num(count) for count in (effect.raised, effect.lowered, effect.unchanged))
    return f"| **{card.letter}** | {cost} | {moved} | {pct(effect.paid_target)} |"
