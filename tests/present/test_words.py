"""Paragraphs: the figures of the result in neutral words."""

import numpy as np

from compsim.analysis.attainment import attainment_of
from compsim.analysis.cost import total_cost
from compsim.analysis.impact import winners_and_losers
from compsim.engine.payouts import Payouts
from compsim.present.words import (
    attainment_in_words,
    cost_in_words,
    hidden_in_words,
    impact_in_words,
    norms_in_words,
)
from tests.analysis.hand_made import payouts, people, scenario

JUDGING = ("benefit", "fair", "unbiased", "winner", "loser", "better", "worse", "improve", "suffer", "good", "bad")


def company(after: list[float]) -> Payouts:
    population = people(
        [f"R{i}" for i in range(6)],
        region=["North"] * 5 + ["South"],
        results={"revenue": [[1000.0]] * 6},
        currency="EUR",
    )
    return payouts(
        [[100.0, 100.0, 100.0, 100.0, 100.0, 0.0], after],
        population,
        scenarios=[scenario("old", "sales_measure: revenue"), scenario("new", "sales_measure: revenue")],
        attainment=np.array([[1.2, 1.0, 0.9, 0.8, 0.7, 0.0]] * 2)[:, :, None],
    )


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_cost_is_told_against_incentive_and_sales_and_against_the_first() -> None:
    told = plain(cost_in_words(total_cost(company([110.0, 100.0, 100.0, 90.0, 150.0, 0.0]))))
    assert told == (
        "old pays 6 people €500, 83.3 % of their target incentive, and €6,500 with base salaries. "
        "Variable pay is 8.3 % of sales of €6,000; with base salaries 108.3 %. "
        "new pays 6 people €550, 91.7 % of their target incentive, and €6,550 with base salaries. "
        "Variable pay is 9.2 % of sales of €6,000; with base salaries 109.2 %. "
        "new pays €50 more than old (+10.0 %)."
    )


def test_attainment_is_told_with_who_was_paid_and_who_was_not() -> None:
    told = plain(attainment_in_words(attainment_of(payouts([[100.0, 50.0]], people(["Ann", "Bob"]), names=["old"]))))
    assert told == (
        "Under old, 2 of 2 (100 %) reach 100 % attainment or more. 1 of 2 (50 %) gets their target incentive or more, "
        "and 0 of 2 (0 %) get no pay. Half of them stand at 100 % or above; a tenth at 100 % or below, a tenth at "
        "100 % or above. revenue is not shown apart, to protect groups of fewer than five people."
    )


def test_objectives_of_five_people_are_told_one_by_one() -> None:
    team = people(["Ann", "Bob", "Cem", "Dee", "Eve"])
    told = plain(attainment_in_words(attainment_of(payouts([[100.0] * 5], team, names=["old"]))))
    assert told.endswith("At target by objective: revenue 100 %.")


def test_impact_counts_people_and_money() -> None:
    told = plain(impact_in_words(winners_and_losers(company([110.0, 104.0, 100.0, 90.0, 100.0, 7.0]), by="region")))
    assert told == (
        "Against old, new raises the pay of 3 people, lowers that of 1 and leaves that of 2 within 0.5 %. In total it "
        "pays €11 more (+2.2 %). The pay of 1 falls by more than 5 %, that of 1 rises by more than 5 %. 1 person had "
        "nothing before. 2 groups are not shown, to protect groups of fewer than five people."
    )


def test_what_could_not_be_compared_is_told() -> None:
    on_plan = np.array([[True, True, False], [True, False, True]])
    paid = payouts([[10, 10, 0], [10, 0, 9]], people(["Ann", "Bob", "Cem"]), on_plan=on_plan)
    told = plain(impact_in_words(winners_and_losers(paid)))
    assert "In total it pays the same." in told
    assert told.endswith("Not compared: 1 with no plan before and 1 with no plan now.")


def test_norms_are_placed_without_a_verdict() -> None:
    told = plain(norms_in_words(0.74))
    assert told.startswith("74 % is within “70–80 % rule” (advice, undated), above “60–70 % of practitioners”")
    assert told.endswith("none of them is a verdict.")


def test_no_paragraph_judges() -> None:
    paid = company([110.0, 104.0, 100.0, 90.0, 100.0, 7.0])
    impact = winners_and_losers(paid, by="region")
    assert impact.groups is not None
    told = [cost_in_words(total_cost(paid)), attainment_in_words(attainment_of(paid)), impact_in_words(impact)]
    text = " ".join([*told, norms_in_words(0.2), hidden_in_words(impact.groups)]).lower()
    assert [word for word in JUDGING if word in text] == []
