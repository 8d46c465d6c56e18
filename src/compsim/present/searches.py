"""What a search found, in words and as text: how many plans are within limits, and what each goal costs the others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compsim.analysis.search.search import Gap, Search
from compsim.present.numbers import counted, money, number, percent
from compsim.present.sweeps import HEADS, sweep_facts, sweep_text

_SHOWN_OF_FRONT = 15
_BOUNDS = {
    "budget": "cost more than the budget",
    "at_target_from": "bring too few to target",
    "at_target_to": "bring too many to target",
    "loss_up_to": "lower somebody's pay by more than allowed",
    "winners_from": "raise the pay of too few",
}
_WAYS = {
    "every combination": "Every combination was tried",
    "differential evolution": "There are too many combinations to try; plans were bred from the better ones",
    "some combinations": "Some combinations were drawn",
}


def search_in_words(found: Search) -> str:
    """How the plans were found and how many are left by each limit; no plan is called the right one."""
    way = _WAYS[found.method]
    tried = counted(len(found.result), "plan", "plans")
    seed = "" if found.method == "every combination" else f", seed {found.seed}"
    lines = [f"{way} ({tried}{seed})."]
    if found.beyond:
        lines.append(f"{number(found.within)} of {number(len(found.result))} plans are within the limits.")
    lines += [f"{number(plans)} {_BOUNDS[name]}." for name, plans in found.beyond.items() if plans]
    if found.gap is not None:
        lines.append(_gap_in_words(found.gap))
    return " ".join(lines)


def _gap_in_words(gap: Gap) -> str:
    return (
        f"Gap between the groups of '{gap.column}' (payout ÷ target incentive): {percent(gap.baseline)} under the "
        f"baseline; {number(gap.wider)} of the {number(gap.looked_at)} plans looked at are wider and left out."
    )


def front_table(found: Search, currency: str) -> pd.DataFrame:
    """The front as text: each plan's figures, and in brackets what it gives up against the best in that goal."""
    front = found.front.head(_SHOWN_OF_FRONT)
    shown = pd.DataFrame({"plan": front["plan"].map(number)})
    for goal in found.goals:
        in_words: Any = percent if goal.startswith("share") else lambda amount: money(amount, currency)
        pairs = zip(front[goal], front[f"{goal}_given_up"], strict=True)
        shown[HEADS[goal]] = [in_words(value) + (f" ({in_words(less)})" if less > 0 else "") for value, less in pairs]
    return shown


def search_text(found: Search, currency: str) -> str:
    """Everything as text: the best plans, the limits, the front."""
    parts = [sweep_text(found.result, found.ranked, currency, found.by), search_in_words(found)]
    if len(found.front) > 1:
        more = len(found.front) - _SHOWN_OF_FRONT
        tail = f"\n… and {number(more)} more; --json has them all." if more > 0 else ""
        parts.append(
            "No plan is better than these in one figure without being worse in another "
            f"(in brackets: what it gives up):\n{front_table(found, currency).to_string(index=False)}{tail}"
        )
    return "\n\n".join(parts)


def search_facts(found: Search, currency: str) -> dict[str, Any]:
    """The same as plain data, for JSON."""
    return {**sweep_facts(found.result, found.ranked, currency, found.by), **found.as_dict()}
