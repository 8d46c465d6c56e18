"""Design rules: each fires on a plan that breaks it, stays silent on one that follows, and says where."""

import numpy as np
import pytest

from compsim.analysis.lint import Advice, RuleName, lint, lint_with_results
from compsim.engine.evaluation import evaluate
from compsim.errors import PlanError
from compsim.invented import example_scenarios
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.example.company import example_population
from compsim.present.advice import FOUND, REASON, lint_text
from tests.analysis.hand_made import payouts, people

LINE = "curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}"
GOOD = f"""\
revenue: {{weight: 50%, {LINE}}}
      meetings: {{weight: 25%, kind: activity, {LINE}}}
      team: {{weight: 25%, measure: revenue, credit: team, {LINE}}}"""


def plan(objectives: str, rest: str = "") -> Scenario:
    return read_scenario(f"scenario: s\nplans:\n  seller:\n    objectives:\n      {objectives}\n    {rest}\n")


def rules(scenario: Scenario) -> dict[RuleName, Advice]:
    return {advice.rule: advice for advice in lint(scenario)}


def test_a_plan_by_the_book_only_has_many_numbers() -> None:
    assert [advice.figures for advice in lint(plan(GOOD))] == [{"numbers": 12}], (
        "weights, targets, and one curve for all"
    )


@pytest.mark.parametrize(
    ("objectives", "rest", "rule", "path", "figures"),
    [
        (
            f"revenue: {{weight: 100%, credit: team, {LINE}}}",
            "",
            "few_objectives",
            "seller.objectives",
            {"objectives": 1},
        ),
        (
            GOOD.replace("50%, curve", "60%, curve").replace("weight: 25%, kind", "weight: 15%, kind"),
            "",
            "weight_that_counts",
            "seller.objectives.meetings.weight",
            {"weight": 0.15},
        ),
        (GOOD.replace("kind: activity, ", ""), "", "results_and_means", "seller.objectives", {"only_activities": 0.0}),
        (GOOD.replace("credit: team, ", ""), "", "a_collective_part", "seller.objectives", {}),
        (
            GOOD.replace("{50%: 0%, 100%", "{50%: [0%, 40%], 100%", 1),
            "",
            "no_cliff",
            "seller.objectives.revenue.curve",
            {"edge": 0.5, "jump": 0.2},  # 40 % of half the incentive
        ),
        (GOOD, "caps: {payout: 200%}", "cap", "seller.caps.payout", {"cap": 2.0}),
        (
            GOOD,
            "gates: [{measure: revenue, hurdle: 70%, holds: [everything]}]",
            "gate_on_everything",
            "seller.gates.0",
            {"hurdle": 0.7},
        ),
    ],
)
def test_each_rule_says_what_it_found_and_where(
    objectives: str, rest: str, rule: RuleName, path: str, figures: dict[str, float]
) -> None:
    advice = rules(plan(objectives, rest))[rule]
    assert advice.path == path
    assert advice.figures == pytest.approx(figures)
    assert all(source.text for source in advice.sources)


def test_a_small_jump_and_a_gate_that_leaves_something_are_left_alone() -> None:
    small = plan(GOOD.replace("{50%: 0%, 100%", "{50%: [0%, 20%], 100%", 1))
    assert set(rules(small)) == {"few_numbers"}
    leaves = plan(GOOD, "gates: [{measure: revenue, hurdle: 70%, otherwise: 50%, holds: [everything]}]")
    assert "gate_on_everything" not in rules(leaves)


def test_a_threshold_above_the_lowest_tenth_and_little_upside_need_results() -> None:
    """Ten people reach 35 % to 125 %: the lowest tenth ends at 44 %, two stay below 50 %; the best are paid 150 %."""
    reached = np.arange(0.35, 1.3, 0.1)[None, :, None].repeat(3, axis=2)
    scenario = plan(GOOD)
    paid = np.full((1, 10, 1, 3), 50.0)
    found = lint_with_results(
        payouts(
            paid,
            people("abcdefghij", role="seller"),
            scenarios=[scenario],
            components=("revenue", "meetings", "team"),
            attainment=reached,
        )
    )
    first = next(advice for advice in found if advice.rule == "threshold_in_reach")
    assert first.path == "seller.objectives.revenue.curve"
    assert first.figures == pytest.approx({"threshold": 0.5, "lowest_tenth": 0.44, "below": 0.2})
    assert {a.path for a in found if a.rule == "threshold_in_reach"} == {
        "seller.objectives.revenue.curve",
        "seller.objectives.meetings.curve",
    }, "a team's attainment is not a person's"
    assert next(advice for advice in found if advice.rule == "upside").figures == pytest.approx({"top_tenth": 1.5})


def test_a_role_of_four_gets_no_advice_from_results() -> None:
    paid = np.full((1, 4, 1, 3), 50.0)
    names = ("revenue", "meetings", "team")
    four = payouts(paid, people("abcd", role="seller"), scenarios=[plan(GOOD)], components=names)
    assert lint_with_results(four) == lint(plan(GOOD))


@pytest.mark.parametrize(
    ("told", "figures"),
    [
        ("2025-03-01", {"days": 59, "gone": 59 / 365}),
        ("2025-01-02", {"days": 1, "gone": 1 / 365}),
        ("2026-02-01", {"days": 396, "gone": 1}),
        ("2025-01-01", None),
        ("2024-12-12", None),
        ("", None),
    ],
)
def test_targets_told_after_the_year_began_are_late(told: str, figures: dict[str, float] | None) -> None:
    """31 days of January and 28 of February lie before 1 March; told on the first day is in time."""
    scenario = next(iter(example_scenarios().values())).model_copy(update={"targets_told": told})
    found = [a for a in lint_with_results(evaluate(scenario, example_population())) if a.rule == "targets_told_late"]
    assert [advice.figures for advice in found] == ([] if figures is None else [pytest.approx(figures)])
    assert {(advice.role, advice.path) for advice in found} <= {("", "targets_told")}


def test_a_day_is_told_in_words_and_read_as_one() -> None:
    scenario = read_scenario(
        f"scenario: s\ntargets_told: 2025-03-01\nplans:\n  seller:\n    objectives:\n      {GOOD}\n"
    )
    assert scenario.targets_told == "2025-03-01"
    assert read_scenario(scenario.to_yaml()) == scenario
    late = Advice("targets_told_late", "s", "", "targets_told", {"days": 59.0, "gone": 59 / 365}, ())
    assert "- targets told: the day lies 59\u00a0days after the start; 16\u00a0% of the time had gone." in lint_text(
        [late]
    )
    with pytest.raises(PlanError, match="'in March' is not a day"):
        read_scenario(scenario.to_yaml().replace("2025-03-01", "in March"))


def test_every_path_can_be_replaced_and_every_rule_has_words() -> None:
    """The app shows advice beside its field: the path must lead somewhere in the plan."""
    found = lint_with_results(evaluate(list(example_scenarios().values()), example_population()))
    assert {"weight_that_counts", "cap", "no_cliff"} <= {advice.rule for advice in found}
    for advice in found:
        steps: object = example_scenarios()[advice.scenario].to_plain()["plans"]
        for step in advice.path.split("."):
            assert isinstance(steps, dict | list), advice.path
            steps = steps[int(step)] if isinstance(steps, list) else steps[step]
    assert set(FOUND) == set(REASON)
    text = lint_text(found)
    assert "weighs 10\u00a0%. Little money moves little effort" in text
    assert lint_text(()).startswith("None of the design rules asks for anything.")
