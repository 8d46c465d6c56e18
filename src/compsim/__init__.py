"""Sales compensation plans as data: people × plans → pay, and what it costs, changes and risks.

`import compsim as cs` loads nothing heavy; a public name brings its module with it when it is first used (PEP 562).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compsim import errors
    from compsim.analysis.attainment import attainment_of
    from compsim.analysis.attainment_spread import attainment_spread
    from compsim.analysis.budget import against_budget, premium_of
    from compsim.analysis.changes import changes_between
    from compsim.analysis.cost import total_cost
    from compsim.analysis.fairness.fairness import fairness_of
    from compsim.analysis.fairness.look import Look
    from compsim.analysis.impact import winners_and_losers
    from compsim.analysis.keep_whole import keep_whole
    from compsim.analysis.lint import lint_with_results
    from compsim.analysis.marginal import marginal
    from compsim.analysis.pot import pot_and_distribution
    from compsim.analysis.ranks import rank_moves
    from compsim.analysis.readiness import readiness
    from compsim.analysis.risk.assumed import Assumed
    from compsim.analysis.risk.risk import risk_of
    from compsim.analysis.risk.stress import stress_of
    from compsim.analysis.search.limits import Limits
    from compsim.analysis.search.search import search_plans
    from compsim.analysis.simplicity import simplicity_of
    from compsim.analysis.slide import slide
    from compsim.engine.evaluation import evaluate
    from compsim.engine.explanation import explain
    from compsim.engine.payouts import Payouts
    from compsim.engine.sweep.run import run_sweep
    from compsim.invented import example_scenarios
    from compsim.plan.curve import PayCurve
    from compsim.plan.levers import every_combination, load_levers
    from compsim.plan.reference import scenario_schema
    from compsim.plan.scenario import Plan, Scenario, load_scenario, read_scenario
    from compsim.population.crediting.credit import credit_deals
    from compsim.population.example.company import example_population
    from compsim.population.mapping.reading import load_mapping
    from compsim.population.people import Population
    from compsim.population.reading import load_population

__all__ = [
    "Assumed",
    "Limits",
    "Look",
    "PayCurve",
    "Payouts",
    "Plan",
    "Population",
    "Scenario",
    "against_budget",
    "attainment_of",
    "attainment_spread",
    "changes_between",
    "credit_deals",
    "errors",
    "evaluate",
    "every_combination",
    "example_population",
    "example_scenarios",
    "explain",
    "fairness_of",
    "keep_whole",
    "lint_with_results",
    "load_levers",
    "load_mapping",
    "load_population",
    "load_scenario",
    "marginal",
    "pot_and_distribution",
    "premium_of",
    "rank_moves",
    "read_scenario",
    "readiness",
    "risk_of",
    "run_sweep",
    "scenario_schema",
    "search_plans",
    "simplicity_of",
    "slide",
    "stress_of",
    "total_cost",
    "winners_and_losers",
]

_HOMES = {
    "Assumed": "compsim.analysis.risk.assumed",
    "Limits": "compsim.analysis.search.limits",
    "Look": "compsim.analysis.fairness.look",
    "PayCurve": "compsim.plan.curve",
    "Payouts": "compsim.engine.payouts",
    "Plan": "compsim.plan.scenario",
    "Population": "compsim.population.people",
    "Scenario": "compsim.plan.scenario",
    "against_budget": "compsim.analysis.budget",
    "attainment_of": "compsim.analysis.attainment",
    "attainment_spread": "compsim.analysis.attainment_spread",
    "changes_between": "compsim.analysis.changes",
    "credit_deals": "compsim.population.crediting.credit",
    "evaluate": "compsim.engine.evaluation",
    "every_combination": "compsim.plan.levers",
    "example_population": "compsim.population.example.company",
    "example_scenarios": "compsim.invented",
    "explain": "compsim.engine.explanation",
    "fairness_of": "compsim.analysis.fairness.fairness",
    "keep_whole": "compsim.analysis.keep_whole",
    "lint_with_results": "compsim.analysis.lint",
    "load_levers": "compsim.plan.levers",
    "load_mapping": "compsim.population.mapping.reading",
    "load_population": "compsim.population.reading",
    "load_scenario": "compsim.plan.scenario",
    "marginal": "compsim.analysis.marginal",
    "pot_and_distribution": "compsim.analysis.pot",
    "premium_of": "compsim.analysis.budget",
    "rank_moves": "compsim.analysis.ranks",
    "read_scenario": "compsim.plan.scenario",
    "readiness": "compsim.analysis.readiness",
    "risk_of": "compsim.analysis.risk.risk",
    "run_sweep": "compsim.engine.sweep.run",
    "scenario_schema": "compsim.plan.reference",
    "search_plans": "compsim.analysis.search.search",
    "simplicity_of": "compsim.analysis.simplicity",
    "stress_of": "compsim.analysis.risk.stress",
    "slide": "compsim.analysis.slide",
    "total_cost": "compsim.analysis.cost",
    "winners_and_losers": "compsim.analysis.impact",
}


def __getattr__(name: str) -> Any:
    """The public name, from the module that owns it; kept, so that the next use costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'compsim' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name) if name in _HOMES else import_module(f"compsim.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names and what every module has."""
    return sorted({*globals(), *__all__})
