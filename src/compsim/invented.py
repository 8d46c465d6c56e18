"""The invented company, ready to simulate: its people and the two scenarios everybody starts from."""

from __future__ import annotations

from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.example.company import scenario_texts


def example_scenarios() -> dict[str, Scenario]:
    """The invented company's scenarios by name: `last_year` as it was paid, `next_year` as somebody must defend it."""
    return {name: read_scenario(text, f"{name}.yaml") for name, text in scenario_texts().items()}
