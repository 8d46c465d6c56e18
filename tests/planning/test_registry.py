"""What forms and calculators are made of: every function declares its inputs and answers, and answers its example."""

from __future__ import annotations

import inspect
import re
from typing import get_args

import pytest

from compsim.errors import InputError
from compsim.planning.inputs import Unit
from compsim.planning.registry import CALCULATORS, Ask, Calculator, calculate, calculator
from compsim.planning.shown import Output
from tests.project_files import ROOT

UNITS = get_args(Unit)
EACH = pytest.mark.parametrize("found", CALCULATORS, ids=lambda found: found.name)


def all_asks(asks: tuple[Ask, ...]) -> list[Ask]:
    return [each for ask in asks for each in (ask, *all_asks(ask.rows))]


def all_outputs(outputs: tuple[Output, ...]) -> list[Output]:
    return [each for output in outputs for each in (output, *all_outputs(output.rows))]


def test_names_and_titles_are_told_apart() -> None:
    assert len({found.name for found in CALCULATORS}) == len({found.title for found in CALCULATORS}) == 17


@EACH
def test_every_input_and_every_answer_says_what_it_is(found: Calculator) -> None:
    for ask in all_asks(found.asks):
        assert ask.title, ask.name
        assert ask.means.endswith("."), ask.name
        assert ask.unit in UNITS
    outputs = all_outputs(found.outputs)
    assert all(output.title and output.unit in UNITS for output in outputs)
    titles = [output.title for output in found.outputs]
    assert len(set(titles)) == len(titles)


@EACH
def test_every_number_has_a_lower_bound(found: Calculator) -> None:
    numbers = [ask for ask in all_asks(found.asks) if ask.kind in ("amount", "whole", "share", "ratio")]
    assert [ask.name for ask in numbers if ask.above is None and ask.lowest is None] == []


@EACH
def test_the_worked_example_is_answered_with_all_declared_figures(found: Calculator) -> None:
    answer = calculate(found.name, found.start)
    assert list(answer) == [output.name for output in found.outputs]
    for output in found.outputs:
        if output.rows:
            assert [list(row) for row in answer[output.name]] == [[each.name for each in output.rows]] * len(
                answer[output.name]
            )


@EACH
def test_what_is_needed_is_refused_by_name_when_left_out(found: Calculator) -> None:
    needed = [ask.name for ask in found.asks if ask.needed]
    with pytest.raises(InputError) as caught:
        calculate(found.name, {})
    assert [problem.path for problem in caught.value.problems] == needed
    assert {problem.says for problem in caught.value.problems} == {"this is missing"}


@EACH
def test_a_misspelt_input_is_offered_its_name(found: Calculator) -> None:
    name = found.asks[0].name
    with pytest.raises(InputError, match=f"Did you mean '{name}'"):
        calculate(found.name, found.start | {name + "x": 1})


@EACH
def test_no_message_repeats_a_figure_of_money(found: Calculator) -> None:
    for ask in found.asks:
        if ask.unit.startswith("money"):
            with pytest.raises(InputError) as caught:
                calculate(found.name, found.start | {ask.name: "-98765"})
            assert "98765" not in str(caught.value)
            with pytest.raises(InputError) as caught:
                calculate(found.name, found.start | {ask.name: "98765 euros"})
            assert "98765" not in str(caught.value)


@EACH
def test_bounds_are_those_that_the_function_keeps(found: Calculator) -> None:
    for ask in found.asks:
        for outside in (ask.above, ask.below):
            if outside is not None:
                with pytest.raises(InputError, match=ask.name):
                    calculate(found.name, found.start | {ask.name: outside})
        if ask.highest is not None and ask.kind in ("amount", "whole"):
            with pytest.raises(InputError, match=f"{ask.name}: this must be at most"):
                calculate(found.name, found.start | {ask.name: ask.highest + 1})


@EACH
def test_every_function_names_a_source_of_the_handbook(found: Calculator) -> None:
    doc = " ".join((inspect.getdoc(found.function) or "").split())
    told = re.search(r"Source: (.+)", doc)
    assert told, found.name
    listed = (ROOT / "docs" / "macros" / "sources.yaml").read_text("utf-8")
    sources = {" ".join(line.split()).removeprefix("source: ") for line in listed.splitlines() if "source:" in line}
    sources |= {"Article on individual action plans, French sales-training firm", "as `"}  # a sister function names it
    assert any(source in told[1] for source in sources), told[1]


def test_tables_and_lists_say_how_long_they_may_be() -> None:
    seasons = next(ask for ask in calculator("year_plan").asks if ask.name == "seasons")
    assert (seasons.kind, seasons.each, seasons.fewest, seasons.most) == ("list", "share", 4, 12)
    channels = calculator("channel_costs").asks[0]
    assert (channels.kind, channels.fewest) == ("table", 1)
    assert [(ask.name, ask.kind) for ask in channels.rows] == [
        ("name", "text"),
        ("spend", "amount"),
        ("hours", "amount"),
        ("meetings", "whole"),
    ]
    with pytest.raises(InputError, match="channels: the table has too few rows"):
        calculate("channel_costs", {"channels": [], "hourly_cost": 1})


def test_mistakes_in_a_table_are_told_at_their_row() -> None:
    rows = [{"name": "A", "spend": 1, "hours": 1, "meetings": 1}, {"name": "", "spend": "x", "hours": 1, "meeting": 2}]
    with pytest.raises(InputError) as caught:
        calculate("channel_costs", {"channels": rows, "hourly_cost": 50})
    places = [problem.path for problem in caught.value.problems]
    assert places == ["channels.2.name", "channels.2.spend", "channels.2.meetings", "channels.2.meeting"]
    assert "Did you mean 'meetings'" in str(caught.value)


def test_words_to_choose_from_and_figures_that_may_be_missing_are_declared() -> None:
    found = calculator("recurring_revenue")
    assert next(ask for ask in found.asks if ask.name == "churn_per").words == ("month", "year")
    assert [output.name for output in found.outputs if output.optional] == ["lifetime_months"]


def test_an_unknown_calculator_is_offered_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no calculator 'list_decai'.*Did you mean 'list_decay'"):
        calculator("list_decai")
