"""What the fairness page asks of the library, remembered; loaded with that page, because statistics take a moment."""

from __future__ import annotations

from compsim.analysis.fairness.fairness import Fairness, fairness_of
from compsim.analysis.fairness.look import Look
from compsim.analysis.simplicity import Simplicity, simplicity_of
from compsim.plan.scenario import Scenario
from simulator import caches
from simulator.caches import Plans
from simulator.sources import Data


def fairness_in(data: Data, scenario: Scenario, column: str) -> Fairness:
    """The fairness question for one plan; `column` makes the groups of the preview. Raises InputError."""

    def _fairness(asked: Data, scenarios: Plans) -> Fairness:
        return fairness_of(caches.payouts_of(asked, scenarios), Look(), gender=column)

    return caches.ask(_fairness, data, (scenario,), about=column)


def simplicity_in(data: Data, scenario: Scenario) -> Simplicity:
    """Effective against nominal weights of one plan; raises InputError."""

    def _simplicity(asked: Data, scenarios: Plans) -> Simplicity:
        return simplicity_of(caches.payouts_of(asked, scenarios))

    return caches.ask(_simplicity, data, (scenario,))


def columns_of(data: Data) -> tuple[str, ...]:
    """The roster columns that make groups."""
    return Look().group_columns(data.population.roster)
