"""The questions and answers that the browser's calculators are replayed against."""

from __future__ import annotations

import json
from collections import Counter

from compsim.planning.registry import CALCULATORS, calculate
from compsim.planning.vectors import vectors


def test_the_same_seed_gives_the_same_questions_and_another_seed_others() -> None:
    assert vectors(3, 5) == vectors(3, 5)
    assert vectors(3, 5) != vectors(4, 5)


def test_every_calculator_is_asked_as_often_and_starts_with_its_example() -> None:
    found = vectors(0, 4)
    assert Counter(each["calculator"] for each in found) == {known.name: 4 for known in CALCULATORS}
    firsts = {each["calculator"]: each["inputs"] for each in reversed(found)}
    assert firsts == {known.name: known.start for known in CALCULATORS}


def test_what_went_through_json_is_answered_alike() -> None:
    for each in json.loads(json.dumps(vectors(7, 20), allow_nan=False)):
        assert calculate(each["calculator"], each["inputs"]) == each["outputs"]


def test_questions_vary_in_every_input() -> None:
    found = vectors(11, 40)
    for known in CALCULATORS:
        asked = [each["inputs"] for each in found if each["calculator"] == known.name]
        for ask in known.asks:
            assert len({json.dumps(inputs[ask.name]) for inputs in asked}) > 1, (known.name, ask.name)


def test_rates_come_as_fractions_and_as_percentages() -> None:
    rates = [each["inputs"]["close_rate"] for each in vectors(5, 30) if each["calculator"] == "funnel_for_target"]
    assert any("/" in rate for rate in rates)
    assert any("%" in rate for rate in rates)
