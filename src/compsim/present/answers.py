"""Pot and distribution, and simplicity, as paragraphs and tables: neutral words, no verdict."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

from compsim.analysis.impact import PAID
from compsim.analysis.pot import PotAndDistribution
from compsim.analysis.simplicity import Simplicity
from compsim.present.numbers import (
    SPACE,
    counted,
    listed,
    money,
    number,
    people,
    percent,
    signed_money,
    signed_percent,
    spoken,
)
from compsim.present.tables import frame_table, grouped_table, table_text, turned
from compsim.present.words import hidden_in_words

Row = Mapping[Hashable, Any]


def pot_in_words(found: PotAndDistribution) -> str:
    """How much of each change is the pot's, how much moves between people, and how ranks hold."""
    told = [_one_pot(found, row) for row in found.totals.to_dict("records")]
    return " ".join((*told, hidden_in_words(found.groups))).strip()


def _one_pot(found: PotAndDistribution, row: Row) -> str:
    currency = found.currency
    ranks = row["rank_correlation"]
    agrees = f" The order of pay agrees with the one before at {number(ranks, 2)} (Spearman; 1 is the same order)."
    held = "" if math.isnan(ranks) else agrees
    baseline = "what was paid" if found.baseline == PAID else found.baseline
    return (
        f"{row['scenario']} against {baseline}, {people(row['people'])}: the pot changes by "
        f"{signed_money(row['pot'], currency)} ({signed_percent(row['pot_change'])}); beside that "
        f"{money(row['moved'], currency)} move from some people to others.{held}"
    )


def pot_text(found: PotAndDistribution) -> str:
    """The paragraph, the totals, and which groups the distribution moves money to and from."""
    groups = grouped_table(f"By {found.groups.column}", found.groups, found.currency)
    totals = found.totals.assign(rank_correlation=found.totals["rank_correlation"].map(lambda r: number(r, 2)))
    shown = (turned(frame_table(totals, found.currency)), groups)
    return "\n\n".join([pot_in_words(found), *map(table_text, shown)])


def simplicity_in_words(found: Simplicity) -> str:
    """What each role has to remember, and where a component decides more or less than its weight says."""
    told = [_one_role(row) for row in found.frame.to_dict("records")]
    objectives = found.weights[found.weights["kind"] == "objective"]
    by_distance = (objectives["effective"] - objectives["nominal"]).abs().sort_values(ascending=False, kind="stable")
    told += [_apart(row) for row in objectives.loc[by_distance.index[:_TOLD]].to_dict("records")]
    if found.hidden:
        told.append(f"Not shown, fewer than five people: {listed([spoken(role) for role in found.hidden])}.")
    return " ".join(told)


_TOLD = 4  # the widest differences; all of them stand in the table


def _one_role(row: Row) -> str:
    objectives = counted(row["objectives"], "objective", "objectives")
    weighed = f", the smallest {percent(row['smallest_weight'])}" if row["objectives"] > 1 else ""
    edges = f"{counted(row['kinks'], 'kink', 'kinks')}, {counted(row['jumps'], 'jump', 'jumps')}"
    numbers = counted(row["numbers"], "number", "numbers")
    return f"'{row['scenario']}', {spoken(row['role'])}: {objectives}{weighed}; {numbers} to remember, {edges}."


def _apart(row: Row) -> str:
    return (
        f"{spoken(row['component'])} weighs {percent(row['nominal'])} for {spoken(row['role'])} in "
        f"'{row['scenario']}' and made {percent(row['effective'])} of what people's pay differed by."
    )


def simplicity_text(found: Simplicity) -> str:
    """The paragraph, what there is to remember, and nominal against effective weights."""
    frame = found.frame.assign(effective_objectives=found.frame["effective_objectives"].map(lambda n: number(n, 1)))
    shown = (frame_table(frame), frame_table(found.weights, title="Weight in the plan and in the spread of pay"))
    return "\n\n".join([simplicity_in_words(found), *map(table_text, shown), _HOW_TO_READ])


_HOW_TO_READ = (
    "Effective weight: how much of the spread of pay between people of a role goes with this component "
    f"(covariance with the whole ÷ variance of the whole; all components together 100{SPACE}%). It hangs on these "
    "people and this year: with few people it moves a lot from one year to the next."
)
