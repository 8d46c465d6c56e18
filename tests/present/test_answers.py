"""The paragraphs of the later questions: whole sentences with the figures of the result, neutral and complete."""

import re

import pandas as pd
import pytest

import compsim as cs
from compsim.analysis.attainment_spread import attainment_spread
from compsim.analysis.budget import against_budget, premium_of
from compsim.analysis.changes import changes_between
from compsim.analysis.impact import winners_and_losers
from compsim.analysis.keep_whole import keep_whole
from compsim.analysis.marginal import marginal
from compsim.analysis.ranks import rank_moves
from compsim.analysis.slide import slide
from compsim.present.answers_attainment import histogram_table, span, spread_in_words
from compsim.present.answers_cost import budget_in_words, premium_in_words, slide_in_words
from compsim.present.answers_impact import (
    changes_answer,
    changes_in_words,
    changes_table,
    keep_whole_in_words,
    keep_whole_text,
    ranks_in_words,
)
from compsim.present.answers_marginal import dead_zones_table, marginal_in_words, marginal_text
from tests.analysis.hand_made import payouts, people
from tests.analysis.really import LINEAR, plan, sellers

STRAIGHT = plan("straight", {"new_calls": f"weight: 100%, {LINEAR}"})
CAPPED = plan("capped", {"new_calls": f"weight: 100%, {LINEAR}"}, ", caps: {payout: 120%}")
FIVE = sellers({"new_calls": [50.0, 90, 100, 119.5, 150]})
JUDGING = re.compile(r"benefi|winner|loser|better off|worse off|unfair|good plan|bad plan|suffer", re.IGNORECASE)


def plainly(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_keep_whole_names_caps_and_quantiles() -> None:
    """Four of five need what they had; the one at 150 % is stopped by the cap at 120 %."""
    told = plainly(keep_whole_in_words(keep_whole([STRAIGHT, CAPPED], FIVE)))
    assert told == (
        "To earn under capped what they earned under straight, 4 of 5 people need no better results, 0 need better "
        "ones, and for 1 it cannot be reached even with 5 times the results, 1 of them stopped by a cap. Half need "
        "100.0 % of their results or less. All results of a person are moved by one factor, those of the team and "
        "the company too."
    )


def test_keep_whole_tells_who_had_nothing_and_which_groups_are_hidden() -> None:
    late = plan("late", {"new_calls": "weight: 100%, curve: {points: {80%: 0%, 100%: 100%}}"})
    found = keep_whole([late, STRAIGHT], sellers({"new_calls": [10.0, 100]}))
    assert "1 person had nothing to keep." in plainly(keep_whole_in_words(found))
    assert "1 group is not shown" in plainly(keep_whole_in_words(found))
    assert "One objective alone" in keep_whole_text(found)


def test_a_point_more_is_told_by_role_and_where_it_pays_nothing() -> None:
    told = plainly(marginal_in_words(marginal(CAPPED, FIVE)))
    assert told.startswith(
        "One point more pays the middle seller under capped: new calls €10. It pays nothing for 1 of 5 on new calls."
    )
    assert "fewer than five people: seller." in plainly(
        marginal_in_words(marginal(CAPPED, sellers({"new_calls": [9.0]})))
    )


def test_stretches_where_more_pays_nothing_more() -> None:
    scenario = plan("steps", {"r": "weight: 100%, curve: {steps: {80%: 50%, 100%: 100%}}"})
    shown = dead_zones_table(marginal(scenario, sellers({"r": [90.0]}))).frame
    assert [plainly(text) for text in shown["Attainment"]] == ["below 80 %", "80 to 100 %", "from 100 %"]
    assert [plainly(text) for text in shown["Pays all along"]] == ["0 %", "50 %", "100 %"]


def test_a_slide_tells_its_worst_and_its_best_year() -> None:
    told = plainly(slide_in_words(slide(STRAIGHT, FIVE, [0.1, -0.1])))
    assert told.startswith(
        "straight: with results −10 % it pays €4,586 (−10.0 %) and brings 40 % to target; "
        "with results +10 % it pays €5,605 (+10.0 %) and brings 60 % to target."
    )
    assert "no forecast" in told


def test_premium_and_budget() -> None:
    paid = payouts([[150.0] * 5 + [60.0] * 5], people([f"R{i}" for i in range(10)], currency="EUR"), names=("one",))
    assert plainly(premium_in_words(premium_of(paid))) == (
        "Under one 5 of 10 are paid more than their target incentive, €250 more in all, 23.8 % of the payout; the "
        "others together stay €200 short of theirs."
    )
    few = payouts([[150.0] + [60.0] * 5], people("abcdef"), names=("one",))
    assert "is not told, because fewer than five" in premium_in_words(premium_of(few))
    assert (
        plainly(budget_in_words(against_budget(paid, 1000.0)))
        == "one goes €50 beyond the budget of €1,000 (105.0 % of it)."
    )
    assert plainly(budget_in_words(against_budget(paid, 0.0))) == "one goes €1,050 beyond the budget of €0."


def test_upside_is_told_both_ways_and_held_against_what_is_published() -> None:
    reached = [n / 10 for n in range(1, 12)]
    paid = [100.0] * 9 + [250.0, 400.0]
    found = attainment_spread(payouts([paid], people([f"R{i}" for i in range(11)]), names=("one",)))
    told = plainly(spread_in_words(found))
    assert "gets 250 % of target incentive or more: 2.50 times target incentive, or 150 % beyond it." in told
    assert "250 % is within “Twice to three times target incentive” (advice, undated)." in told
    assert len(reached) == 11


@pytest.mark.parametrize(
    ("bounds", "words"),
    [((float("-inf"), 0.0), "below 0 %"), ((0.9, 1.0), "90 to below 100 %"), ((2.0, float("inf")), "200 % and more")],
)
def test_bins_in_words(bounds: tuple[float, float], words: str) -> None:
    assert plainly(span(bounds)) == words


def test_a_histogram_has_a_column_a_scenario_and_only_bins_with_somebody() -> None:
    found = attainment_spread(payouts([[1.0] * 3, [2.0] * 3], people("abc")))
    table = histogram_table(found)
    assert list(table.frame.columns) == ["Attainment", "old", "new"]
    assert table.frame.iloc[:, 1:].to_numpy().tolist() == [[3, 3]]


def test_ranks_are_counts() -> None:
    impact = winners_and_losers(payouts([[4.0, 3, 2, 1], [0.5, 3, 2, 1]], people("abcd")))
    told = plainly(ranks_in_words(rank_moves(impact, 2)))
    assert told.startswith("In the order of pay under new 0 of 4 people move up more than 2 places and 1 down; ")


def test_changes_are_counted_and_shown_as_the_file_says_them() -> None:
    changed = STRAIGHT.reform("new", {"seller.caps.payout": "150%", "seller.settled": None})
    found = changes_between(STRAIGHT, changed)
    assert (
        plainly(changes_in_words(found, "new", "straight"))
        == "new changes 0 values of straight, adds 1 and takes 1 away."
    )
    frame: pd.DataFrame = changes_table(found).frame
    assert {tuple(row) for row in frame[["Where", "Before", "After"]].to_numpy().tolist()} == {
        ("settled", "yearly", "–"),
        ("caps", "–", "{payout: 150%}"),
    }
    assert changes_in_words((), "new", "straight") == "new says the same as straight."


def test_no_paragraph_judges() -> None:
    scenarios, company = list(cs.example_scenarios().values()), cs.example_population()
    paid = cs.evaluate(scenarios, company)
    told = [
        keep_whole_text(keep_whole(scenarios, company)),
        marginal_text(marginal(scenarios, company)),
        slide_in_words(slide(scenarios, company)),
        spread_in_words(attainment_spread(paid)),
        premium_in_words(premium_of(paid)),
        ranks_in_words(rank_moves(winners_and_losers(paid))),
    ]
    assert [JUDGING.findall(text) for text in told] == [[] for _ in told]
    assert not any("nan" in text.lower().split() for text in told)


def test_a_plan_that_says_the_same_has_no_table_of_changes() -> None:
    facts, text = changes_answer([STRAIGHT, STRAIGHT.reform("again", {})])
    assert text == "again says the same as straight."
    assert facts["scenarios"] == [{"scenario": "again", "changes": []}]
