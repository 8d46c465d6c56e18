import pytest

from compsim.analysis.columns import needed_columns
from compsim.engine.evaluation import evaluate
from compsim.invented import example_scenarios
from compsim.plan.scenario import read_scenario
from compsim.population.example.company import example_population, example_tables
from compsim.population.privacy import without_columns
from compsim.population.reading import population_from_tables

PART = "{{weight: 100%, {}, curve: {{points: {{0%: 0%, 100%: 100%}}}}}}"
PLAN = f"scenario: s\nplans: {{{{hunter: {{{{objectives: {{{{calls: {PART}}}}}{{}}}}}}}}}}"
BY_DEAL = ", commissions: {revenue: {measured: deal, rates: {0: 1%}, multiplier: {deal: term, factors: {long: 110%}}}}"


@pytest.mark.parametrize(
    ("objective", "beside", "needed"),
    [
        ("kind: result", "", set()),
        ("where: {line: [cloud], years: {at_least: 2}}", "", {"line", "years"}),
        ("multiplier: {roster: region, factors: {N: 110%}}", "", {"region"}),
        ("target: {total: {amount: 5}, shared_by: potential}", "", {"potential"}),
        ("target: {total: {amount: 5}, shared_by: results, base: 2024}", "", set()),
        ("kind: result", ", multiplier: {roster: grade, factors: {a: 110%}}", {"grade"}),
        (
            "kind: result",
            BY_DEAL,
            {"term"},
        ),
        ("kind: result", ", gates: [{measure: revenue, hurdle: 90%, where: {line: [cloud]}}]", {"line"}),
    ],
)
def test_what_a_plan_names_is_needed(objective: str, beside: str, needed: set[str]) -> None:
    assert needed_columns([read_scenario(PLAN.format(objective, beside))]) == needed


def test_groups_to_compare_are_needed_too() -> None:
    assert needed_columns([], by=["region"]) == {"region"}


def test_pay_is_the_same_without_the_columns_that_nobody_needs() -> None:
    scenarios = list(example_scenarios().values())
    kept, told = without_columns(example_tables(deals=False), needed_columns(scenarios))
    assert "gender" not in kept["roster"]
    assert "potential" in kept["roster"]
    assert len(told) == 1
    people = population_from_tables(kept, currency="EUR")
    assert (evaluate(scenarios, people).money == evaluate(scenarios, example_population()).money).all()
