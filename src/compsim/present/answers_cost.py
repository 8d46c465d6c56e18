"""Cost beyond the sum, in words and as text: premium, budget, and one plan in better and worse years."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

from compsim.analysis.budget import AgainstBudget, Premium
from compsim.analysis.rows import of_scenario
from compsim.analysis.slide import Slide
from compsim.present.numbers import money, number, percent, signed_percent
from compsim.present.tables import frame_table, grouped_table, table_text
from compsim.present.words import hidden_in_words

Row = Mapping[Hashable, Any]


def premium_in_words(found: Premium) -> str:
    """What is paid beyond target incentive, and what others stay short of it."""
    told = [_one_premium(row, found.currency) for row in found.frame.to_dict("records")]
    return " ".join((*told, hidden_in_words(found.by_role))).strip()


def _one_premium(row: Row, currency: str) -> str:
    if not row["n"]:
        return f"Nobody under {row['scenario']} has a target incentive."
    if math.isnan(row["premium"]):
        return (
            f"Under {row['scenario']} {number(row['above'])} of {number(row['n'])} are paid more than their target "
            "incentive; how much more is not told, because fewer than five stand above it, or below."
        )
    share = f", {percent(row['share_of_payout'], 1)} of the payout" if math.isfinite(row["share_of_payout"]) else ""
    verb = "is" if row["above"] == 1 else "are"
    return (
        f"Under {row['scenario']} {number(row['above'])} of {number(row['n'])} {verb} paid more than their target "
        f"incentive, {money(row['premium'], currency)} more in all{share}; the others together stay "
        f"{money(row['shortfall'], currency)} short of theirs."
    )


def premium_text(found: Premium) -> str:
    """The paragraph, and the premium by role and team."""
    shown = [
        grouped_table(f"Premium by {grouped.column}", grouped, found.currency)
        for grouped in (found.by_role, found.by_team)
    ]
    return "\n\n".join([premium_in_words(found), *map(table_text, shown)])


def budget_in_words(found: AgainstBudget) -> str:
    """What each scenario leaves of the budget, or goes beyond it."""
    return " ".join(_one_budget(row, found.currency) for row in found.frame.to_dict("records"))


def _one_budget(row: Row, currency: str) -> str:
    left, used = money(abs(row["left"]), currency), percent(row["used"], 1)
    stands = f"leaves {left} of" if row["fits"] else f"goes {left} beyond"
    said = f" ({used} of it)" if math.isfinite(row["used"]) else ""
    return f"{row['scenario']} {stands} the budget of {money(row['budget'], currency)}{said}."


def slide_in_words(found: Slide) -> str:
    """What each scenario pays in the worst and in the best of the years looked at."""
    names = list(dict.fromkeys(found.frame["scenario"]))
    return " ".join([*(_one_slide(found, str(name)) for name in names), _WHAT_MOVES])


def one_slide_in_words(found: Slide, name: str, step: float) -> str:
    """What one scenario pays in one of the years looked at, `step` (ratio) better or worse than the year was."""
    lines = of_scenario(found.frame, name)
    row = lines.iloc[int((lines["slide"] - step).abs().argmin())].to_dict()
    said = f"pays {money(row['payout'], found.currency)}"
    change = f" ({signed_percent(row['change'])}{_of_sales(row)})" if row["slide"] else ""
    results = f"With results {signed_percent(row['slide'], 0)}" if row["slide"] else "With the results as they were"
    return f"{results} {name} {said}{change} and brings {percent(row['share_at_target'])} to target."


def _one_slide(found: Slide, name: str) -> str:
    lines = of_scenario(found.frame, name).sort_values("slide")
    worst, best = (lines.iloc[place].to_dict() for place in (0, -1))
    said = [
        f"with results {signed_percent(row['slide'], 0)} it pays {money(row['payout'], found.currency)} "
        f"({signed_percent(row['change'])}{_of_sales(row)}) and brings {percent(row['share_at_target'])} to target"
        for row in ((worst, best) if len(lines) > 1 else (worst,))
    ]
    return f"{name}: {'; '.join(said)}."


def _of_sales(row: Row) -> str:
    return f", {percent(row['cost_of_sales'], 1)} of sales" if math.isfinite(row["cost_of_sales"]) else ""


_WHAT_MOVES = (
    "Everybody's results are moved alike, and targets stay. It is no forecast: nobody is supposed to work in another "
    "way, and no year moves everybody alike."
)


def slide_text(found: Slide) -> str:
    """The paragraph, and each scenario in each year."""
    return "\n\n".join(
        [slide_in_words(found), table_text(frame_table(found.frame, found.currency, "Better and worse years"))]
    )
