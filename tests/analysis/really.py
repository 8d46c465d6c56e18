"""Small populations and plans that are really evaluated, with targets of 100 so that a result is its attainment."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.people import Measure, Population

LINEAR = "curve: {rates: {0%: 1}}"


def plan(name: str, objectives: Mapping[str, str], rest: str = "", role: str = "seller") -> Scenario:
    """A scenario of one role; each objective is given by the inside of its braces."""
    listed = ", ".join(f"{objective}: {{{said}}}" for objective, said in objectives.items())
    return read_scenario(
        f"{{scenario: {name}, plans: {{{role}: {{settled: yearly, objectives: {{{listed}}}{rest}}}}}}}"
    )


def sellers(
    results: Mapping[str, Sequence[float]],
    *,
    target: float = 100.0,
    better: Mapping[str, Any] | None = None,
    **columns: Any,
) -> Population:
    """One roster row a rep, one period, a target of 100 each, a target incentive of 1,000."""
    n = len(next(iter(results.values())))
    roster = {
        "rep": [f"R{i}" for i in range(n)],
        "role": "seller",
        "team": "one team",
        "manager": "",
        "start": pd.NaT,
        "end": pd.NaT,
        "fte": 1.0,
        "base_salary": 2000.0,
        "target_incentive": 1000.0,
    }
    return Population(
        roster=pd.DataFrame(roster | columns),
        periods=("2025",),
        definitions={name: Measure(name, better=(better or {}).get(name, "higher")) for name in results},
        results={name: np.array(values, dtype=float)[:, None] for name, values in results.items()},
        targets={name: np.full((n, 1), target) for name in results},
        eligible=np.ones((n, 1)),
        currency="EUR",
    )
