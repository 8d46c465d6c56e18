"""The fairness question as a paragraph: what stands out and how surely, what could not be told, and no verdict."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from compsim.analysis.fairness.fairness import CONTROLS, Fairness
from compsim.present.numbers import MINUS, SPACE, counted, listed, number, people, percent, spoken

Row = Mapping[Hashable, Any]
FIGURES = {
    "payout_ratio": "payout ÷ target incentive",
    "payout_ratio_paid": "payout ÷ target incentive of those who were paid",
    "attainment": "attainment",
    "target_incentive": "target incentive",
    "target_size": "size of the target",
    "target_to_potential": "target ÷ potential",
    "inbound": "share of inbound leads",
    "potential": "territory potential",
    "tenure": "years in the company",
}
OF_THE_MEAN = frozenset({"target_incentive", "target_size", "target_to_potential"})  # 1 is the role's mean
_ELSE = {
    "payout_ratio": "size of targets, target ÷ potential and inbound leads may explain it",
    "payout_ratio_paid": "size of targets, target ÷ potential and inbound leads may explain it",
    "attainment": "size of targets, target ÷ potential and inbound leads may explain it",
    "target_incentive": "grade and experience may explain it",
    "target_size": "the territory's potential may explain it",
    "target_to_potential": "how potential is measured may explain it",
    "inbound": "who answers which channel may explain it",
}
_TOLD = 8
_LAST = (
    "A gap does not tell its cause, and what does not stand out may still be there: with few people only large gaps do."
)


def fairness_in_words(found: Fairness) -> str:
    """What stands out in each scenario, how much is given and not done, pay against performance, and the limits."""
    told = [_one(found, str(name)) for name in found.people]
    return " ".join([*told, *limits_in_words(found)])


def figure_name(name: object) -> str:
    """A figure or influence in words; an objective or column by its own name."""
    return FIGURES.get(str(name), spoken(name))


def size_in_words(value: float, figure: object) -> str:
    """A gap with its sign: points, or percent of the role's mean."""
    if math.isnan(value):
        return "?"
    sign = MINUS if round(value, 3) < 0 else "+"
    unit = f"{SPACE}% of the role's mean" if figure in OF_THE_MEAN else f"{SPACE}points"
    return f"{sign}{number(abs(value) * 100, 1)}{unit}"


def finding_in_words(row: Row) -> str:
    """One test: about whom, how much, between what and what, from how many people, how surely."""
    between = f"{number(row['n'])} people, corrected p {p_in_words(row['p_corrected'])}"
    if row["kind"] == "gap":
        ends = f"{size_in_words(row['low'], '')} to {size_in_words(row['high'], '')}".replace(f"{SPACE}points", "")
        size, other = size_in_words(row["size"], row["figure"]), _ELSE.get(str(row["figure"]), "")
        told = f"{row['about']}, {figure_name(row['figure'])} {size} (interval {ends}; {between})"
        return f"{told}; {other}" if other else told
    if row["kind"] == "correlation":
        ends = f"{number(row['low'], 2)} to {number(row['high'], 2)}"
        pair = f"{figure_name(row['figure'])} with {figure_name(row['about'])}"
        return f"{pair}: rank correlation {number(row['size'], 2)} (interval {ends}; {between})"
    if row["kind"] == "explained":
        ends = f"{percent(row['low'])} to {percent(row['high'])}"
        share = f"{percent(row['size'])} of the spread of {figure_name(row['figure'])} goes with what people are given"
        return f"{share} (interval {ends}; {between})"
    return (
        f"attainment of {spoken(row['about'])} goes with inbound leads: {number(row['size'], 2)} points for each point "
        f"of inbound share (interval {number(row['low'], 2)} to {number(row['high'], 2)}; {between})"
    )


def p_in_words(p: float) -> str:
    """A probability as people write it, never as zero."""
    return "?" if math.isnan(p) else f"below{SPACE}0.001" if p < 0.001 else number(p, 3)


def _one(found: Fairness, name: str) -> str:
    if not found.people[name]:
        return f"Nobody is on a plan of {name}."
    tests = found.findings[found.findings["scenario"] == name]
    out = tests[tests["stands_out"]]
    first = (
        f"Under {name}, {number(len(out))} of {counted(len(tests), 'test', 'tests')} on {people(found.people[name])}"
    )
    verb = "stands" if len(out) == 1 else "stand"
    told = [f"{first} {verb} out, compared within {CONTROLS}."]
    told += [f"{_upper(finding_in_words(row))}." for row in out.head(_TOLD).to_dict("records")]
    if len(out) > _TOLD:
        told.append(f"{counted(len(out) - _TOLD, 'more stands', 'more stand')} in the table.")
    parts = (outside_in_words(found, name), performance_in_words(found, name))
    return " ".join([*told, *(part for part in parts if part)])


def outside_in_words(found: Fairness, name: str) -> str:
    """How much of the spread of pay what people are given explains, beside what chance would; empty if not known."""
    rows = _of(found.outside, name)
    rows = [row for row in rows if row["outcome"] == "payout_ratio"]
    if not rows:
        return ""
    [row] = rows
    given = listed([figure_name(each) for each in row["influences"]])
    verb = "explains" if len(row["influences"]) == 1 else "together explain"
    chance = f"as many figures of pure noise would explain {percent(row['by_chance'])}"
    at_most = f"and more than {percent(row['by_chance_at_most'])} once in twenty times"
    return (
        f"Before anybody's effort is looked at, {given} {verb} {percent(row['share'])} of the spread of "
        f"{FIGURES['payout_ratio']} within roles (interval {percent(row['low'])} to {percent(row['high'])}); {chance}, "
        f"{at_most}."
    )


def performance_in_words(found: Fairness, name: str) -> str:
    """How closely pay follows attainment, and how often it goes the other way; empty if not known."""
    rows = _of(found.performance, name)
    if not rows or math.isnan(rows[0]["r"]):
        return ""
    row = rows[0]
    ends = f"{number(row['r_low'], 2)} to {number(row['r_high'], 2)}"
    return (
        f"Payout ÷ target incentive follows attainment with r {number(row['r'], 2)} (interval {ends}); in "
        f"{percent(row['share_of_inversions'])} of {counted(row['pairs'], 'pair', 'pairs')} of the same role, who "
        "reached more was paid less."
    )


def limits_in_words(found: Fairness) -> list[str]:
    """What these people and columns cannot tell, one sentence each."""
    told = []
    if not math.isnan(found.needed):
        told.append(f"With so many people a correlation must exceed ±{number(found.needed, 2)} to differ from none.")
    hidden = sum(len(groups) for groups in found.hidden.values())
    if hidden:
        shown = counted(hidden, "group is", "groups are")
        told.append(f"{shown} not shown, to protect groups of fewer than five people.")
    if found.not_looked_at:
        missing = listed([figure_name(each) for each in found.not_looked_at])
        told.append(f"Not looked at, because no column says it: {missing}.")
    if found.ratchet.empty:
        told.append("Whether a good year raises the next target could not be told: that needs two whole years.")
    return [*told, _LAST]


def _of(frame: pd.DataFrame, name: str) -> list[dict[Hashable, Any]]:
    return frame[frame["scenario"] == name].to_dict("records")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
