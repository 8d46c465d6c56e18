"""Readiness in words: every light with its reason, what is collected by hand, what is open."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pytest

from compsim.analysis.readiness import Readiness, readiness
from compsim.analysis.readiness_rules import RULES, Collected
from compsim.invented import example_scenarios
from compsim.plan.scenario import read_scenario
from compsim.population.example.company import example_population, example_records, example_tables
from compsim.population.reading import population_from_tables
from compsim.present import readiness as shown
from tests.population.small_tables import tables


@pytest.fixture(name="found", scope="module")
def _found() -> Readiness:
    scenarios, records = example_scenarios(), example_records(example_tables())
    people = example_population()
    return readiness(people, scenarios["next_year"], baseline=scenarios["last_year"], records=records)


def small(**given: Collected) -> Readiness:
    frames = tables(
        ("rep role target_incentive", "Ann hunter 1", "Ben hunter 1"),
        ("rep measure period actual", "Ann calls 2025-01 3", "Ann calls 2025-02 4", "Ben calls 2025-01 5"),
    )
    objective = "{weight: 100%, curve: {points: {0%: 0%, 100%: 100%}}}"
    plan = f"scenario: s\nplans: {{hunter: {{settled: monthly, objectives: {{calls: {objective}}}}}}}"
    return readiness(population_from_tables(frames), read_scenario(plan), collected=given)


def test_the_paragraph_says_lights_origins_effort_and_what_is_open(found: Readiness) -> None:
    told = shown.readiness_in_words(found).replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith(
        "11 parts of the plan read a measure: 9 can be simulated and 2 can be simulated with a caveat."
    )
    assert "7 are in a system already and 2 are computed from others" in told
    assert "Nothing has to be collected by hand." in told
    assert "5 figures in 4 objectives (account manager)" in told
    assert "last_year pays 72 of 72 people what was paid, to the cent." in told
    assert told.endswith("2 questions are open.")


def test_what_a_person_collects_each_month_is_counted() -> None:
    by_hand = shown.readiness_in_words(small(calls=Collected(entered_by="team lead")))
    assert "By hand 2\N{NO-BREAK SPACE}figures are collected each month." in by_hand
    unsaid = shown.readiness_in_words(small())
    assert "somebody has to enter 2\N{NO-BREAK SPACE}figures a month" in unsaid


def test_every_reason_is_told_in_words() -> None:
    row: dict[Hashable, Any] = dict.fromkeys(
        ("missing", "expected", "without_target", "constant", "repeated", "outliers"), 3
    )
    for reason in RULES:
        told = shown.reasons_in_words({**row, "reasons": (reason,), "asks_for": ("no measure 'x'",)})
        assert told
        assert "_" not in told
    assert shown.reasons_in_words({"reasons": ()}) == shown.FINE


def test_missing_figures_and_targets_are_told_part_by_part() -> None:
    (row,) = shown.parts_table(small()).text().to_dict("records")
    assert row["Light"] == "red"
    assert row["Why"] == (
        "1 of 4 figures are missing; each pays nothing and is no zero; nobody has a target, and the plan sets none"
    )
    assert row["Share there"] == "75.0\N{NO-BREAK SPACE}%"
    missing = shown.missing_table(small()).text().to_dict("records")
    assert missing == [{"Measure": "calls", "Rep": "Ben", "From": "2025-02", "To": "2025-02", "Periods": "1"}]


def test_questions_name_the_measures_and_end_with_the_plan(found: Readiness) -> None:
    assert shown.questions_in_words(small()) == [
        "Which system holds these figures, and if none does, who enters them: calls?",
        "How many days after the end of a period are these figures known: calls?",
        shown.ON_PAPER,
    ]
    assert len(shown.questions_in_words(found)) == 2


def test_tables_have_a_kind_for_every_column(found: Readiness) -> None:
    made = (
        shown.readiness_table, shown.parts_table, shown.missing_table,
        shown.unusual_table, shown.collecting_table, shown.calculation_table,
    )  # fmt: skip
    for table in (make(each) for make in made for each in (found, small(), readiness(example_population()))):
        assert len(table.kinds) == len(table.frame.columns)
        assert len(table.text()) == len(table.frame)


def test_pay_that_does_not_come_out_again_is_told() -> None:
    people, last_year = example_population(), example_scenarios()["last_year"]
    assert people.paid is not None
    people.paid["paid"] += np.where(people.paid["rep"] == "Rep H-01", 100.0, 0.0)
    told = shown.readiness_in_words(readiness(people, baseline=last_year))
    assert (
        "pays 71 of 72\N{NO-BREAK SPACE}people what was paid, to the cent; 1 differ, in total by \N{MINUS SIGN}100.00."
        in told
    )
