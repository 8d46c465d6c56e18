"""The plan that is compared: three objectives, with a curve of points, of marginal rates and of steps.

It is written twice for us, as a scenario for `evaluate` and as the bare arithmetic in arrays, which is all that a
row-wise apply or a worksheet does; the peers hold their own versions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import compsim
from compsim.population.people import Measure

Floats = NDArray[np.float64]
Factors = Callable[[compsim.PayCurve, Floats], Floats]
YEARLY_INCENTIVE = 24_000.0
TARGET = 100.0
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 13))
QUARTERS = tuple(f"2025-Q{quarter}" for quarter in range(1, 5))

SCENARIO = """
scenario: compared
plans:
  seller:
    settled: {settled}
    objectives:
      revenue: {{weight: 50%, curve: {{points: {{50%: 0%, 100%: 100%, 150%: 250%}}}}}}
      margin: {{weight: 30%, curve: {{rates: {{0%: 1, 100%: 1.5, 125%: 2}}, tiers: marginal}}}}
      customers: {{weight: 20%, curve: {{steps: {{80%: 50%, 100%: 100%}}}}}}
"""


@dataclass(frozen=True)
class Tiers:
    """One objective as everybody has to write it: (edge, level at the edge, slope above it), and its weight."""

    measure: str
    weight: float
    rows: tuple[tuple[float, float, float], ...]

    def curve(self) -> compsim.PayCurve:
        """The same as a pay curve."""
        edges, levels, slopes = zip(*self.rows, strict=True)
        return compsim.PayCurve(edges, levels, slopes)


OBJECTIVES = (
    Tiers("revenue", 0.5, ((0.5, 0.0, 2.0), (1.0, 1.0, 3.0), (1.5, 2.5, 0.0))),
    Tiers("margin", 0.3, ((0.0, 0.0, 1.0), (1.0, 1.0, 1.5), (1.25, 1.375, 2.0))),
    Tiers("customers", 0.2, ((0.8, 0.5, 0.0), (1.0, 1.0, 0.0))),
)


def scenario(settled: str) -> compsim.Scenario:
    """The plan, settled `monthly` or `quarterly`."""
    return compsim.read_scenario(SCENARIO.format(settled=settled))


def people(reps: int, periods: tuple[str, ...] = MONTHS) -> compsim.Population:
    """Invented people with results between 0 and 160 % of target in every period; same number, same people."""
    random = np.random.default_rng(reps)
    names = [tiers.measure for tiers in OBJECTIVES]
    shape = (reps, len(periods))
    return compsim.Population(
        roster=_roster(reps),
        periods=periods,
        definitions={name: Measure(name) for name in names},
        results={name: np.round(random.uniform(0.0, 1.6 * TARGET, shape), 2) for name in names},
        targets={name: np.full(shape, TARGET) for name in names},
        eligible=np.ones(shape),
    )


def _roster(reps: int) -> pd.DataFrame:
    columns: dict[str, object] = {"rep": [f"rep_{number}" for number in range(reps)], "role": "seller", "team": "team"}
    columns |= {"manager": "", "start": pd.NaT, "end": pd.NaT, "fte": 1.0}
    return pd.DataFrame(columns | {"base_salary": 40_000.0, "target_incentive": YEARLY_INCENTIVE})


def pay_in_arrays(population: compsim.Population, factors: Factors) -> Floats:
    """The bare arithmetic (R, P): attainment, factor, weight × factor × incentive of the period, added up."""
    incentive = YEARLY_INCENTIVE / len(population.periods)
    pay = np.zeros(population.eligible.shape)
    for tiers in OBJECTIVES:
        attainment = population.results[tiers.measure] / population.targets[tiers.measure]
        factor = factors(tiers.curve(), attainment)
        factor *= tiers.weight * incentive
        pay += factor
    return pay


def money(payouts: compsim.Payouts) -> Floats:
    """What `evaluate` pays each row in each period (R, P), of the first scenario."""
    paid: Floats = payouts.money[0].sum(axis=-1)
    return paid
