"""Drawn years: ten thousand of them for a thousand people with three objectives, against drawing the numbers alone."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from compsim.analysis.risk.assumed import Assumed
from compsim.analysis.risk.draws import drawn_factors, levels_of
from compsim.analysis.risk.risk import YEARS, risk_of
from compsim.plan.scenario import read_scenario
from compsim.population.people import Measure, Population

REPS, DRAWS, ROUNDS, BAR = 1_000, 10_000, 3, 2.0
MEASURES = ("customers", "margin", "revenue")
ABOUT = (
    f"{DRAWS:,} draws × {REPS:,} reps × {len(MEASURES)} objectives, fitted model, a plain plan. The limit is drawing "
    "the same random levels and nothing else. A plan with other parts is evaluated year by year."
)
SCENARIO = """
scenario: drawn
plans:
  seller:
    settled: yearly
    objectives:
      revenue: {weight: 50%, curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}}
      margin: {weight: 30%, curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}}
      customers: {weight: 20%, curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}}
"""


def risk_section() -> str:
    """The part of the page on drawn years, as Markdown."""
    people, scenario = _people(), read_scenario(SCENARIO)
    assumed = Assumed("fitted", draws=DRAWS)
    if risk_of(scenario, people, Assumed("fitted", draws=100)).in_bulk != ("drawn",):
        raise RuntimeError("the plain plan is not paid in bulk, so this would measure something else")
    ours, alone = [], []
    for _ in range(ROUNDS):
        started = perf_counter()
        _draw_alone(people, assumed)
        alone.append(perf_counter() - started)
        started = perf_counter()
        risk_of(scenario, people, assumed)
        ours.append(perf_counter() - started)
    ratio = median(ours) / median(alone)
    return "\n".join(
        [
            "| whole answer | drawing alone | ratio | bar |",
            "|---:|---:|---:|---:|",
            f"| {median(ours):.2f} s | {median(alone):.2f} s | {ratio:.2f} | at most {BAR:g} |",
        ]
    )


def _draw_alone(people: Population, assumed: Assumed) -> None:
    levels, chance = levels_of(people, MEASURES), np.random.default_rng(assumed.seed)
    for first in range(0, assumed.draws, YEARS):
        drawn_factors(levels, assumed, chance, min(YEARS, assumed.draws - first))


def _people() -> Population:
    chance = np.random.default_rng(1)
    columns = {
        "rep": [f"R{i}" for i in range(REPS)],
        "role": "seller",
        "team": "one team",
        "manager": "",
        "start": pd.NaT,
        "end": pd.NaT,
        "fte": 1.0,
        "base_salary": 40_000.0,
        "target_incentive": 20_000.0,
    }
    return Population(
        roster=pd.DataFrame(columns),
        periods=("2025",),
        definitions={name: Measure(name) for name in MEASURES},
        results={name: 100 * chance.lognormal(0, 0.25, (REPS, 1)) for name in MEASURES},
        targets={name: np.full((REPS, 1), 100.0) for name in MEASURES},
        eligible=np.ones((REPS, 1)),
    )


if __name__ == "__main__":
    print(risk_section())
