"""More about a change, in words and as text: places in the order of pay, what was changed, and keeping one's pay."""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from compsim.analysis.changes import Change, changes_between
from compsim.analysis.impact import PAID
from compsim.analysis.keep_whole import KeepWhole, Standing
from compsim.analysis.needed import BEST
from compsim.analysis.ranks import RankMoves
from compsim.errors import PlanError, Problem
from compsim.plan.scenario import Scenario
from compsim.present.numbers import DASH, counted, number, people, percent
from compsim.present.tables import Table, frame_table, grouped_table, table_text
from compsim.present.words import hidden_in_words

Row = Mapping[Hashable, Any]
STANDING_NAMES: dict[Standing, str] = {
    "already": "as much with the same results",
    "more": "better results needed",
    "out_of_reach": "out of reach",
    "nothing_before": "nothing before",
}


def ranks_in_words(found: RankMoves) -> str:
    """How many move far in the order of pay."""
    told = [_one_rank(row, found) for row in found.frame.to_dict("records")]
    return " ".join((*told, hidden_in_words(found.groups))).strip()


def _one_rank(row: Row, found: RankMoves) -> str:
    agrees = row["rank_correlation"]
    held = (
        "" if math.isnan(agrees) else f"; the two orders agree at {number(agrees, 2)} (Spearman; 1 is the same order)"
    )
    far = counted(found.places, "place", "places")
    return (
        f"In the order of pay under {row['scenario']} {number(row['far_up'])} of {people(row['people'])} move up more "
        f"than {far} and {number(row['far_down'])} down{held}."
    )


def ranks_text(found: RankMoves) -> str:
    """The paragraph, and the moves inside each group."""
    written = found.groups.shown.assign(rank_correlation=found.groups.shown["rank_correlation"].map(_correlation))
    inside = grouped_table(f"Places inside each {found.groups.column}", replace(found.groups, shown=written))
    return "\n\n".join([ranks_in_words(found), table_text(inside)])


def _correlation(value: float) -> str:
    return number(value, 2)


def changes_table(found: Sequence[Change]) -> Table:
    """One row a changed value: role, where it stands, before and after as the plan file says it."""
    lines = [
        {
            "Role": change.role or DASH,
            "Where": change.path.removeprefix(change.role).lstrip("."),
            "Before": _written(change.before),
            "After": _written(change.after),
        }
        for change in found
    ]
    frame = pd.DataFrame(lines, columns=["Role", "Where", "Before", "After"])
    return Table("What is changed in the plan", frame, ("text", "text", "text", "text"))


def _written(value: Any) -> str:
    if value is None:
        return DASH
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False).replace('"', "")


def changes_in_words(found: Sequence[Change], reform: str, baseline: str) -> str:
    """How many values a scenario changes, adds and takes away."""
    if not found:
        return f"{reform} says the same as {baseline}."
    kinds = [change.kind for change in found]
    return (
        f"{reform} changes {counted(kinds.count('changed'), 'value', 'values')} of {baseline}, adds "
        f"{number(kinds.count('added'))} and takes {number(kinds.count('removed'))} away."
    )


def keep_whole_in_words(found: KeepWhole) -> str:
    """How good results must be for people to earn what they earned before."""
    told = [_one_keep(row, found) for row in found.totals.to_dict("records")]
    return " ".join(part for part in (*told, hidden_in_words(found.groups), _WHAT_IS_MOVED) if part)


def _one_keep(row: Row, found: KeepWhole) -> str:
    before = "what they were paid" if found.baseline == PAID else f"what they earned under {found.baseline}"
    half = f"Half need {percent(row['p50'], 1)} of their results or less." if math.isfinite(row["p50"]) else ""
    most = f"nine of ten {percent(row['p90'], 1)}." if math.isfinite(row["p90"]) else ""
    spread = f"{half[:-1]}, {most}" if half and most else half
    capped = f", {number(row['capped'])} of them stopped by a cap" if row["capped"] else ""
    nothing = f"{people(row['nothing_before'])} had nothing to keep." if row["nothing_before"] else ""
    told = (
        f"To earn under {row['scenario']} {before}, {number(row['already'])} of "
        f"{people(row['people'])} need no better results, {number(row['more'])} need better ones, and for "
        f"{number(row['out_of_reach'])} it cannot be reached even with {number(BEST)} times the results{capped}."
    )
    return " ".join(part for part in (told, spread, nothing) if part)


_WHAT_IS_MOVED = "All results of a person are moved by one factor, those of the team and the company too."


def keep_whole_text(found: KeepWhole) -> str:
    """The paragraph, the counts by group, and for how many each objective alone would be enough."""
    groups = replace(found.groups, shown=found.groups.shown.rename(columns={"p50": "factor"}))
    alone = frame_table(found.alone.rename(columns={"p50": "factor"}), title="One objective alone, others as they were")
    shown = (grouped_table(f"By {groups.column}", groups), alone)
    return "\n\n".join([keep_whole_in_words(found), *map(table_text, shown)])


def changes_answer(scenarios: Sequence[Scenario]) -> tuple[dict[str, Any], str]:
    """Facts and text: everything that each scenario says differently from the first; PlanError if there is no other."""
    first, *others = scenarios
    if not others:
        raise PlanError([Problem("scenarios", "there is only one scenario", "Name the one it is compared with first.")])
    found = [(other.name, changes_between(first, other)) for other in others]
    told = [part for name, changes in found for part in _one_answer(changes, name, first.name)]
    listed = [{"scenario": name, "changes": [change.as_dict() for change in changes]} for name, changes in found]
    return {"baseline": first.name, "scenarios": listed}, "\n\n".join(told)


def _one_answer(changes: Sequence[Change], name: str, baseline: str) -> list[str]:
    said = changes_in_words(changes, name, baseline)
    return [said, table_text(changes_table(changes))] if changes else [said]
