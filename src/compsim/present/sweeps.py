"""The best plans of a sweep as a person reads them, as JSON and as a table of every plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from compsim.analysis.rows import records
from compsim.engine.sweep.run import FigureName, SweepResult
from compsim.plan.levers import Lever
from compsim.plan.quantity import write_ratio
from compsim.present.numbers import SPACE, money, number, percent
from compsim.present.tables import csv_text

ORDERS = {
    "cost": "the least cost first",
    "share_at_target": "the largest share at target first",
    "largest_loss": "the smallest loss first",
    "share_of_winners": "the largest share of winners first",
}
MEANINGS = (
    f"At target: roster rows that reach 100{SPACE}% over all their objectives. "
    "Largest loss: the most that one rep's pay falls. "
    f"Winners: reps whose pay rises by more than 0.5{SPACE}%, among those with a plan on both sides."
)
HEADS = {
    "cost": "cost",
    "share_at_target": "at target",
    "largest_loss": "largest loss",
    "share_of_winners": "winners",
}


def sweep_text(result: SweepResult, best: pd.DataFrame, currency: str, by: FigureName = "cost") -> str:
    """A table of the best plans, in which order and against what, and below it what each numbered value says."""
    shown = pd.DataFrame({"plan": best["plan"].map(number)})
    for name, head in HEADS.items():
        in_words = percent if name.startswith("share") else _money_in(currency)
        shown[head] = best[name].map(in_words)
    legend: list[str] = []
    for lever in result.sweep.levers:
        shown[lever.path], said = _told(best[lever.path].tolist(), lever)
        legend += [f"{lever.path} {line}" for line in said]
    lines = [f"{number(len(result))} plans, {ORDERS[by]}; changes against {_compared_with(result)}."]
    if result.plan_by_plan:
        lines.append(f"Each plan was evaluated by itself: {result.plan_by_plan}.")
    lines += [shown.to_string(index=False) if len(shown) else "No plan is within the limits."]
    return "\n".join([*lines, *legend, MEANINGS, *map(str, result.notes)])


def _compared_with(result: SweepResult) -> str:
    own = result.baseline == result.sweep.scenario.name
    return f"'{result.baseline}'" + (", the scenario as it stands" if own else "")


def sweep_facts(result: SweepResult, best: pd.DataFrame, currency: str, by: FigureName = "cost") -> dict[str, Any]:
    """The same as plain data, for JSON."""
    return {
        "plans": len(result),
        "baseline": result.baseline,
        "by": by,
        "currency": currency,
        "plan_by_plan": result.plan_by_plan or None,
        "best": records(best),
        "notes": [note.as_dict() for note in result.notes],
    }


def every_plan_csv(result: SweepResult) -> str:
    """Every plan as CSV: its number, each lever's value as text, the four figures."""
    table = result.rows(np.arange(len(result), dtype=np.int64))
    for column, lever in enumerate(result.sweep.levers):
        texts = np.array([value_in_words(value) for value in lever.values], dtype=object)  # noqa: PD011 - no pandas
        table[lever.path] = texts[result.sweep.positions(0, len(result))[:, column]]
    return csv_text(table)


def value_in_words(value: Any) -> str:
    """A lever's value in one line: `points 50% → 0%, 100% → 100%`, `revenue 60%, margin 40%`, `none`."""
    if value is None:
        return "none"
    if isinstance(value, float):
        return write_ratio(value)
    if isinstance(value, Mapping):
        return ", ".join(_entry(str(name), inner) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return " and ".join(map(value_in_words, value))
    return str(value)


def _entry(name: str, inner: Any) -> str:
    if isinstance(inner, Mapping):
        return f"{name} " + ", ".join(f"{at} → {value_in_words(to)}" for at, to in inner.items())
    return f"{name} {value_in_words(inner)}"


def _told(chosen: list[Any], lever: Lever) -> tuple[list[str], list[str]]:
    """Each chosen value in a word, long ones by their number, and what the numbers mean."""
    numbers = {id(value): at for at, value in enumerate(lever.values, start=1)}
    words, said = [], {}
    for value in chosen:
        if isinstance(value, Mapping | list | tuple):
            at = numbers[id(value)]
            words.append(f"#{at}")
            said[at] = f"#{at}: {value_in_words(value)}"
        else:
            words.append(value_in_words(value))
    return words, [said[at] for at in sorted(said)]


def _money_in(currency: str) -> Any:
    return lambda amount: money(amount, currency)
