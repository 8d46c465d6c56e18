"""The fairness question as tables: every test, gaps by group, opportunity, pay against performance, the EU preview."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from compsim.analysis.fairness.fairness import Fairness
from compsim.analysis.fairness.people import OUTCOMES
from compsim.analysis.fairness.transparency import TransparencyPreview
from compsim.present.fairness_words import (
    Row,
    fairness_in_words,
    figure_name,
    finding_in_words,
    p_in_words,
    size_in_words,
)
from compsim.present.headings import Kind
from compsim.present.numbers import listed, number, people, percent, signed_percent, spoken
from compsim.present.tables import Table, table_text

_SIDES = {"above": "points above the old target", "below": "points below the old target"}


def findings_table(found: Fairness, *, all_tests: bool = False) -> Table:
    """One row a test that stands out, or every test; surest first."""
    tests = found.findings if all_tests else found.findings[found.findings["stands_out"]]
    lines = [
        (row["scenario"], finding_in_words(row), "yes" if row["stands_out"] else "no")
        for row in tests.to_dict("records")
    ]
    return _written("What stands out", lines, ["Scenario", "Test", "Stands out"])


def gaps_table(found: Fairness, figures: Sequence[str] = OUTCOMES) -> Table:
    """One row a scenario, group and figure; sizes like with like."""
    gaps = found.gaps[found.gaps["figure"].isin(figures)]
    lines = [
        (
            row["scenario"],
            f"{spoken(row['column'])}: {row['group']}",
            figure_name(row["figure"]),
            number(row["n"]),
            number(row["others"]),
            percent(row["mean"], 1),
            percent(row["mean_of_others"], 1),
            size_in_words(row["gap"], row["figure"]),
            size_in_words(row["low"], row["figure"]).split("\N{NO-BREAK SPACE}")[0],
            size_in_words(row["high"], row["figure"]).split("\N{NO-BREAK SPACE}")[0],
            p_in_words(row["p"]),
        )
        for row in gaps.to_dict("records")
    ]
    heads = ["Scenario", "Group", "Figure", "People", "Others", "Mean", "Mean of others", "Gap", "From", "To", "p"]
    return _written("Gaps between groups, like with like", lines, heads)


def opportunity_table(found: Fairness) -> Table:
    """One row a scenario, outcome and influence: rank correlations with their intervals."""
    lines = [
        (
            row["scenario"],
            figure_name(row["outcome"]),
            figure_name(row["influence"]),
            number(row["n"]),
            number(row["r"], 2),
            number(row["low"], 2),
            number(row["high"], 2),
            number(row["needed"], 2),
            p_in_words(row["p"]),
        )
        for row in found.opportunity.to_dict("records")
    ]
    heads = ["Scenario", "Outcome", "With", "People", "Correlation", "From", "To", "Must exceed", "p"]
    return _written("What people are given, and what comes of it", lines, heads)


def performance_table(found: Fairness) -> Table:
    """One row a scenario: pay against performance, and how far pay is spread."""
    spread = {row["scenario"]: row for row in found.spread.to_dict("records")}
    lines = [
        (
            row["scenario"],
            number(row["n"]),
            number(row["r"], 2),
            percent(row["share_of_inversions"], 1),
            number(spread[row["scenario"]]["p90_to_p10"], 1),
            percent(spread[row["scenario"]]["top_tenth"], 1),
            number(spread[row["scenario"]]["gini"], 2),
            " + ".join(number(spread[row["scenario"]][part], 3) for part in ("theil_between", "theil_within")),
            number(spread[row["scenario"]]["without_pay"]),
        )
        for row in found.performance.to_dict("records")
    ]
    heads = ["Scenario", "People", "r", "Inversions", "P90 ÷ P10", "Best-paid tenth", "Gini", "Theil", "Without pay"]
    return _written("Pay against performance; the rest describes, no norm is published", lines, heads)


def targets_table(found: Fairness) -> Table:
    """Targets against the company's plan, and how they followed the year before; empty where neither is known."""
    assigned = [
        (spoken(row["measure"]), f"targets add up to {signed_percent(row['over_assignment'])} of the company's plan")
        for row in found.assigned.to_dict("records")
    ]
    ratchet = [
        (
            spoken(row["measure"]),
            _ratchet_in_words(row),
        )
        for row in found.ratchet.to_dict("records")
    ]
    return _written("Targets", [*assigned, *ratchet], ["Measure", "Finding"])


def _ratchet_in_words(row: Row) -> str:
    ends = f"interval {number(row['low'], 2)} to {number(row['high'], 2)}; {people(row['n'])}"
    return f"{_SIDES[row['side']]}: next target {number(row['slope'], 2)} points each ({ends})"


def transparency_text(preview: TransparencyPreview) -> str:
    """The preview with its source, date and limits."""
    small = listed([spoken(name) for name in preview.hidden])
    hidden = [f"Not shown, too few people: {small}."] if preview.hidden else []
    source = f"Source: {preview.words['source']}, {preview.words['url']}; text of {preview.words['as_of']}."
    tables = [line for table in transparency_tables(preview) for line in (table_text(table), "")]
    return "\n".join([*tables, *hidden, *preview.words["notes"], source])


def transparency_tables(preview: TransparencyPreview) -> tuple[Table, Table]:
    """The gaps of items (b), (d) and (g), and who gets variable pay, item (e)."""
    items = preview.words["items"]
    lines = [
        (
            row["scenario"],
            items[row["item"]],
            spoken(row["category"]) or "everybody",
            f"{row['pay']}, {row['people_counted']}",
            f"{row['group']} ({number(row['n'])}) against {row['against']} ({number(row['against_n'])})",
            signed_percent(row["gap"]),
        )
        for row in preview.gaps.to_dict("records")
    ]
    shares = [
        (row["scenario"], row["group"], f"{number(row['receiving'])} of {number(row['n'])} ({percent(row['share'])})")
        for row in preview.receiving.to_dict("records")
    ]
    heads = ["Scenario", "Item", "Category", "Pay", "Groups", "Gap"]
    return (
        _written(preview.words["title"], lines, heads),
        _written(items["e"], shares, ["Scenario", "Group", "Get some"]),
    )


def fairness_text(found: Fairness) -> str:
    """The paragraph and the tables behind it."""
    tables = [findings_table(found), gaps_table(found), opportunity_table(found), performance_table(found)]
    tables += [targets_table(found)] if len(targets_table(found).frame) else []
    parts = [fairness_in_words(found), *map(table_text, tables)]
    return "\n\n".join([*parts, *([transparency_text(found.transparency)] if found.transparency else [])])


def _written(title: str, lines: Sequence[tuple[str, ...]], heads: list[str]) -> Table:
    kinds: tuple[Kind, ...] = tuple("text" for _ in heads)
    return Table(title, pd.DataFrame(lines, columns=heads), kinds)
