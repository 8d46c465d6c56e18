"""The fairness question for the invented company, worked out when the site is built: findings and figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from macros.company import BEFORE
from macros.formats import num, pct

import compsim
from compsim.analysis.fairness.fairness import Fairness
from compsim.errors import InputError, Problem, did_you_mean
from compsim.present.fairness_words import figure_name, finding_in_words, p_in_words, size_in_words

_SHOWN = 5
_FIGURES = ("target_to_potential", "attainment", "payout_ratio")


@cache
def fairness() -> Fairness:
    """Last year's plan of the invented company, like compared with like."""
    people, scenario = compsim.example_population(), compsim.example_scenarios()[BEFORE]
    return compsim.fairness_of(compsim.evaluate(scenario, people))


def findings_list() -> str:
    """The surest findings as a Markdown list."""
    out = fairness().findings.query("stands_out").head(_SHOWN).to_dict("records")
    return "\n".join(f"- {finding_in_words(row)}." for row in out)


def region_table(group: str = "South") -> str:
    """What one region was asked for, reached and was paid against people like them, as a Markdown table."""
    rows = fairness().gaps.query("column == 'region' and group == @group").set_index("figure")
    lines = [_line(name, rows.loc[name]) for name in _FIGURES]
    return "\n".join(["| Figure | Against people like them | 95 % interval | p |", "|---|---|---|---|", *lines])


def figure(name: str) -> str:
    """One figure of the answer as text; InputError for a name that is none."""
    known = _figures()
    if name not in known:
        raise InputError([Problem("fair", f"no figure '{name}'", did_you_mean(name, tuple(known), limit=20))])
    return known[name]


def _line(name: str, row: Mapping[str, float]) -> str:
    return f"| {figure_name(name)} | {size_in_words(row['gap'], name)} | {_ends(row, name)} | {p_in_words(row['p'])} |"


def _ends(row: Mapping[str, float], figure: str) -> str:
    return f"{size_in_words(row['low'], figure)} to {size_in_words(row['high'], figure)}"


def _figures() -> Mapping[str, str]:
    found = fairness()
    [outside] = found.outside.query("outcome == 'payout_ratio'").to_dict("records")
    performance = found.performance.iloc[0]
    return {
        "tests": num(len(found.findings)),
        "found": num(int(found.findings["stands_out"].sum())),
        "needed": num(found.needed, 2),
        "explained": pct(outside["share"]),
        "by_chance": pct(outside["by_chance"]),
        "r": num(performance["r"], 2),
        "inversions": pct(performance["share_of_inversions"]),
        "pairs": num(performance["pairs"]),
    }
