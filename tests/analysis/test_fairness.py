"""The fairness question on invented people: planted truths, a company without them, floors, readings, and words."""

import json
import math

import numpy as np
import pandas as pd
import pytest

import compsim as cs
from compsim.analysis.fairness.fairness import Fairness, fairness_of
from compsim.analysis.fairness.look import Look
from compsim.analysis.fairness.targets import over_assignment, ratchet
from compsim.analysis.fairness.transparency import preview_of
from compsim.engine.payouts import Payouts
from compsim.errors import PopulationError
from compsim.present.fairness import fairness_text
from compsim.present.fairness_words import fairness_in_words
from tests.analysis.hand_made import payouts, people

QUICK = Look(resamples=199)
BY_GRADE = ("seniority: junior", "target_incentive")  # seniors have more in the control company too


def last_year(*, truths: bool) -> Payouts:
    return cs.evaluate(cs.example_scenarios()["last_year"], cs.example_population(truths=truths))


@pytest.fixture(name="found", scope="module")
def _found() -> Fairness:
    return fairness_of(last_year(truths=True), QUICK, gender="gender")


def standing_out(found: Fairness) -> set[tuple[str, str]]:
    out = found.findings[found.findings["stands_out"]]
    return {(str(about), str(figure)) for about, figure in zip(out["about"], out["figure"], strict=True)}


def test_the_planted_truths_stand_out(found: Fairness) -> None:
    assert standing_out(found) >= {
        ("region: South", "target_to_potential"),
        ("region: South", "attainment"),
        ("region: South", "payout_ratio"),
        ("seniority: junior", "inbound"),
    }
    south = found.gaps.query("group == 'South' and figure == 'target_to_potential'").iloc[0]
    assert south["gap"] == pytest.approx(0.2 / 1.06, abs=0.03)  # 36 % of the potential instead of 30 %


def test_the_company_without_truths_stays_quiet() -> None:
    assert standing_out(fairness_of(last_year(truths=False), QUICK)) == {BY_GRADE}


@pytest.mark.long
def test_false_alarms_stay_below_one_company_in_twenty_and_the_large_truth_is_always_found() -> None:
    """200 companies without truths: at most 5 % may have a finding; 16 would be one in a thousand at 5 %."""
    scenario, quick = cs.example_scenarios()["last_year"], Look(resamples=0)
    quiet = [fairness_of(cs.evaluate(scenario, _company(seed, truths=False)), quick) for seed in range(200)]
    assert sum(bool(standing_out(found) - {BY_GRADE}) for found in quiet) <= 16
    planted = [fairness_of(cs.evaluate(scenario, _company(seed, truths=True)), quick) for seed in range(20)]
    assert all(("region: South", "target_to_potential") in standing_out(found) for found in planted)


def _company(seed: int, *, truths: bool) -> cs.Population:
    return cs.example_population(seed=seed, truths=truths)


def test_the_same_seed_gives_the_same_answer() -> None:
    paid = last_year(truths=True)
    first, again = (fairness_of(paid, Look(seed=7, resamples=99, permutations=499)) for _ in range(2))
    assert first.as_dict() == again.as_dict()
    other = fairness_of(paid, Look(seed=8, resamples=99, permutations=499))
    assert first.gaps["p"].tolist() != other.gaps["p"].tolist()
    assert first.gaps["gap"].tolist() == other.gaps["gap"].tolist()


def test_five_percent_more_for_everybody_is_five_percent_more_of_every_gap_and_nothing_else(found: Fairness) -> None:
    paid = last_year(truths=True)
    more = fairness_of(Payouts(**{**paid.__dict__, "money": paid.money * 1.05}), QUICK)
    by_pay = found.gaps["figure"] == "payout_ratio"
    assert more.gaps.loc[by_pay, "gap"].tolist() == pytest.approx((found.gaps.loc[by_pay, "gap"] * 1.05).tolist())
    assert more.gaps.loc[~by_pay, "gap"].tolist() == pytest.approx(found.gaps.loc[~by_pay, "gap"].tolist())
    for figure in ("r", "share_of_inversions"):
        assert more.performance[figure].tolist() == pytest.approx(found.performance[figure].tolist())
    for figure in ("gini", "theil", "p90_to_p10"):
        assert more.spread[figure].tolist() == pytest.approx(found.spread[figure].tolist())
    assert more.outside["share"].tolist() == pytest.approx(found.outside["share"].tolist())


def test_a_group_of_four_is_nowhere() -> None:
    grade = ["apprentice"] * 4 + ["junior"] * 9 + ["senior"] * 12
    team = people([f"R{i}" for i in range(25)])
    team.roster["grade"] = grade
    chance = np.random.default_rng(2)
    small = payouts(
        chance.uniform(50, 150, (1, 25)), team, names=["old"], attainment=chance.uniform(0.5, 1.5, (1, 25, 1))
    )
    found = fairness_of(small, QUICK)
    assert found.hidden == {"grade": ("apprentice", "junior")}
    assert {*found.gaps["group"]} == {"senior"}  # against the other thirteen together
    plain = found.as_dict()
    assert "apprentice" not in json.dumps({name: plain[name] for name in plain if name != "hidden"})


def test_the_answer_is_plain_data(found: Fairness) -> None:
    plain = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert plain["compared_within"] == "role, part time and tenure"
    assert plain["correlation_needed"] == pytest.approx(0.2319, abs=1e-4)
    assert plain["transparency"]["column"] == "gender"
    reps = cs.example_population().roster["rep"]
    assert not any(rep in json.dumps(plain) for rep in reps)


def test_the_words_give_size_people_and_interval_and_no_verdict(found: Fairness) -> None:
    told = fairness_in_words(found).replace("\u00a0", " ")
    assert "Region: South, payout ÷ target incentive −41.8 points (interval" in told
    assert "72 people, corrected p 0.0" in told
    assert "must exceed ±0.23" in told
    whole = (told + fairness_text(found)).lower()
    for word in ("unfair", "discriminat", "certif", "compliant", "score", "benefit"):
        assert word not in whole


def test_what_no_column_says_is_named() -> None:
    team = people([f"R{i}" for i in range(12)])
    paid = payouts(np.linspace(80, 120, 12)[None, :], team, names=["old"])
    found = fairness_of(paid, QUICK)
    assert found.not_looked_at == ("tenure", "potential", "inbound", "region", "segment")
    assert "no column says it: years in the company" in fairness_in_words(found)


def test_unknown_columns_are_told_together() -> None:
    with pytest.raises(PopulationError) as caught:
        fairness_of(last_year(truths=True), Look(groups=("regin", "gendr")))
    assert [problem.says for problem in caught.value.problems] == ["no column 'regin'", "no column 'gendr'"]
    with pytest.raises(PopulationError, match="no column 'gendr'"):
        fairness_of(last_year(truths=True), gender="gendr")


def test_nobody_on_a_plan_is_no_crash() -> None:
    team = people(["Ann", "Bob"])
    nobody = payouts([[0, 0]], team, names=["old"], on_plan=np.zeros((1, 2), dtype=bool))
    found = fairness_of(nobody, QUICK)
    assert found.findings.empty
    assert fairness_in_words(found).startswith("Nobody is on a plan of old.")


def transparent(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"scenario": "old", "role": "hunter", **columns})


def test_the_preview_on_paper_in_both_readings() -> None:
    """Six men get 100 each; of five women one gets nothing and four get 90: 28 % less with zeros, 10 % without."""
    found = preview_of(
        transparent(
            **{"group sex": ["m"] * 6 + ["f"] * 5, "payout": [100.0] * 6 + [0.0] + [90.0] * 4, "base": [50.0] * 11}
        ),
        "sex",
    )
    means = found.gaps[found.gaps["item"] == "b"]
    assert means["gap"].tolist() == pytest.approx([0.28])  # without zeros four women are left, and four are not shown
    assert found.gaps.loc[found.gaps["item"] == "d", "gap"].tolist() == pytest.approx([0.1])
    assert found.receiving[["group", "n", "receiving"]].to_numpy().tolist() == [["f", 5, 4], ["m", 6, 6]]
    of_roles = found.gaps[found.gaps["item"] == "g"][["pay", "gap"]].to_numpy().tolist()
    assert of_roles == [["base", pytest.approx(0.0)], ["variable", pytest.approx(0.28)]]


def test_the_preview_shows_no_gap_of_four_people() -> None:
    found = preview_of(
        transparent(**{"group sex": ["m"] * 6 + ["f"] * 4, "payout": [100.0] * 10, "base": [50.0] * 10}), "sex"
    )
    assert found.gaps.empty
    assert found.receiving.empty
    assert found.hidden == ("f", "m")
    assert "first only" in " ".join(found.words["notes"])


def test_targets_against_the_companys_plan() -> None:
    team = people(["Ann", "Bob"], ["2025-01"], results={"revenue": [[1], [2]]})
    team.targets["revenue"] = np.array([[660.0], [540.0]])
    row = over_assignment(team, {"revenue": 1_000.0}).iloc[0]
    assert (row["targets"], row["over_assignment"]) == (1200.0, pytest.approx(0.2))


def two_years(n: int = 14) -> tuple[np.ndarray, np.ndarray]:
    """Every tenth above the old target raises the next one by 4 points; every tenth below lowers it by 1."""
    away = np.linspace(-0.3, 0.4, n)
    new = 100 * (1.05 + 0.4 * np.maximum(away, 0) + 0.1 * np.minimum(away, 0))
    return np.column_stack([100 * (1 + away), np.full(n, 100.0)]), np.column_stack([np.full(n, 100.0), new])


def test_a_ratchet_is_found_on_both_sides() -> None:
    reached, asked = two_years()
    team = people([f"R{i}" for i in range(14)], ["2024", "2025"], results={"revenue": reached})
    team.targets["revenue"] = asked
    rows = ratchet(team).to_dict("records")
    assert [(row["side"], round(row["slope"], 6), row["n"]) for row in rows] == [("above", 0.4, 14), ("below", 0.1, 14)]


@pytest.mark.parametrize(("periods", "n"), [(["2025"], 14), (["2024", "2025"], 9)])
def test_one_year_or_few_people_tell_no_ratchet(periods: list[str], n: int) -> None:
    reached, asked = (table[:, : len(periods)] for table in two_years(n))
    team = people([f"R{i}" for i in range(n)], periods, results={"revenue": reached})
    team.targets["revenue"] = asked
    assert ratchet(team).empty


def test_a_gap_that_cannot_be_told_is_not_a_number() -> None:
    """Everybody of one role has one grade: the grade says nothing that the role does not say."""
    team = people([f"R{i}" for i in range(12)], role=["hunter"] * 6 + ["farmer"] * 6)
    team.roster["grade"] = ["junior"] * 6 + ["senior"] * 6
    scenario = cs.read_scenario(
        "scenario: old\nplans:\n"
        "  hunter: &p {objectives: {revenue: {weight: 100%, curve: {points: {0%: 0%, 100%: 100%}}}}}\n  farmer: *p"
    )
    paid = payouts(np.linspace(80, 120, 12)[None, :], team, scenarios=[scenario])
    found = fairness_of(paid, QUICK)
    assert all(math.isnan(gap) for gap in found.gaps["gap"])
    assert not found.findings["stands_out"].any()
