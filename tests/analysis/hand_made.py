"""Payouts written down by hand, so that every figure of an analysis can be worked out on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from compsim.engine.payouts import Payouts
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.people import Measure, Population

PLAN = "plans: {hunter: {objectives: {revenue: {weight: 100%, curve: {points: {0%: 0%, 100%: 100%}}}}}}"


def scenario(name: str, *extra: str) -> Scenario:
    return read_scenario("\n".join((f"scenario: {name}", *extra, PLAN)))


def people(reps: Sequence[str], periods: Sequence[str] = ("2025",), **given: Any) -> Population:
    """A population with one roster row a rep; `given` replaces roster columns and fields of the population."""
    columns: dict[str, Any] = {
        "rep": list(reps),
        "role": "hunter",
        "team": "one team",
        "start": pd.NaT,
        "fte": 1.0,
    }
    columns |= {name: given.pop(name) for name in ("role", "team", "start", "region") if name in given}
    results: Mapping[str, Any] = given.pop("results", {})
    return Population(
        roster=pd.DataFrame(columns),
        periods=tuple(periods),
        definitions=given.pop("definitions", {name: Measure(name) for name in results}),
        results={name: np.array(values, dtype=float) for name, values in results.items()},
        targets={},
        eligible=np.ones((len(reps), len(periods))),
        **given,
    )


def payouts(
    money: ArrayLike,
    population: Population,
    *,
    names: Sequence[str] = ("old", "new"),
    scenarios: Sequence[Scenario] = (),
    components: Sequence[str] = ("revenue",),
    **given: Any,
) -> Payouts:
    """Payouts of `money` with one axis for scenarios, then rows, and if wanted periods and components."""
    paid = np.array(money, dtype=float)
    paid = paid if paid.ndim == 4 else paid[:, :, None, None]
    s, r, p, c = paid.shape
    fields: dict[str, Any] = {
        "kinds": tuple("adjustment" if name in ("gate", "cap") else "objective" for name in components),
        "attainment": np.ones((s, r, c)),
        "weight": np.full((s, r, c), 1.0 / c),
        "incentive": np.full((s, r, p), 100.0),
        "base_salary": np.full((r, p), 1000.0),
        "on_plan": np.ones((s, r), dtype=bool),
        "incomplete": np.zeros((s, r), dtype=bool),
        "notes": (),
    }
    listed = tuple(scenarios) or tuple(scenario(name) for name in names[:s])
    return Payouts(scenarios=listed, population=population, components=tuple(components), money=paid, **fields | given)
