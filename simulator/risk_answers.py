"""What the risk page asks of the library, remembered; loaded with that page."""

from __future__ import annotations

from compsim.analysis.attainment import Attainment
from compsim.analysis.risk.assumed import Assumed
from compsim.analysis.risk.risk import Risk, risk_of
from compsim.analysis.risk.stress import Stress, stress_of
from compsim.analysis.slide import STEPS, Slide, attainment_at, slide
from compsim.plan.scenario import Scenario
from simulator import caches
from simulator.caches import Plans
from simulator.sources import Data

__all__ = ["DRAWS", "OWN", "STEPS", "attainment_moved", "risk_in", "stress_in", "years_in"]

OWN = (0.0, 0.25, 0.5, 0.75, 1.0)
DRAWS = (200, 500, 1_000, 2_000)


def risk_in(data: Data, scenario: Scenario, assumed: Assumed) -> Risk:
    """Drawn years of one plan; raises InputError."""

    def _risk(asked: Data, scenarios: Plans) -> Risk:
        return risk_of(scenarios, asked.population, assumed)

    return caches.ask(_risk, data, (scenario,), about=repr(assumed))


def stress_in(data: Data, scenario: Scenario) -> Stress:
    """What one thing going otherwise changes; raises InputError."""

    def _stress(asked: Data, scenarios: Plans) -> Stress:
        return stress_of(scenarios, asked.population)

    return caches.ask(_stress, data, (scenario,))


def years_in(data: Data, scenario: Scenario) -> Slide:
    """The plan in better and worse years; raises InputError."""

    def _years(asked: Data, scenarios: Plans) -> Slide:
        return slide(scenarios, asked.population)

    return caches.ask(_years, data, (scenario,))


def attainment_moved(data: Data, scenario: Scenario, step: float) -> Attainment:
    """Where people stand if everybody's results are (1 + step) times as good; raises InputError."""

    def _moved(asked: Data, scenarios: Plans) -> Attainment:
        return attainment_at(scenarios[0], asked.population, step)

    return caches.ask(_moved, data, (scenario,), about=repr(step))
