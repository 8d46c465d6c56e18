"""Drawn years against closed forms, the real evaluation and each other; what is assumed is what is drawn."""

import json
import math

import numpy as np
import pytest
from scipy.stats import norm

import compsim as cs
from compsim.analysis.risk.assumed import Assumed
from compsim.analysis.risk.draws import drawn_factors, levels_of, scaled_by
from compsim.analysis.risk.risk import error_of_quantile, risk_of
from compsim.analysis.supposed import results_read
from compsim.engine.evaluation import evaluate_scaled
from compsim.errors import PlanError
from compsim.population.people import Population
from compsim.present.risk import risk_in_words, risk_text
from tests.analysis.really import LINEAR, plan, sellers

SPREAD = np.exp(norm.ppf((np.arange(60) + 0.5) / 60) * 0.2)  # sixty levels of a lognormal with a spread of 0.2
LINE = plan("line", {"revenue": f"weight: 100%, {LINEAR}"})


def lognormal_people() -> Population:
    return sellers({"revenue": (100 * SPREAD).tolist()})


def test_a_linear_plan_costs_what_the_lognormal_says() -> None:
    """Fitted, nothing of one's own kept, no market: a person's pay is 1,000 × a lognormal with the fitted spread."""
    assumed = Assumed("fitted", own=0.0, market=0.0, draws=4_000, seed=3)
    found = risk_of(LINE, lognormal_people(), assumed)
    logs = np.log(SPREAD)
    spread = float(np.std(logs, ddof=1))
    row = found.cost.iloc[0]
    mean = 1000 * math.exp(spread**2 / 2)
    deviation = mean * math.sqrt(math.expm1(spread**2))
    assert row["mean"] == pytest.approx(60 * mean, abs=4 * math.sqrt(60) * deviation / math.sqrt(4_000))
    total = 60 * mean + norm.ppf(0.9) * math.sqrt(60) * deviation
    assert row["p90"] == pytest.approx(total, abs=4 * row["error_p90"] + 60)
    pay = found.rows.iloc[0]
    for key, q in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        assert pay[key] == pytest.approx(1000 * math.exp(spread * norm.ppf(q)), rel=0.03)


def test_the_market_alone_moves_everybody_by_the_stated_spread() -> None:
    assumed = Assumed("fitted", own=1.0, market=0.1, draws=4_000, seed=1)
    found = risk_of(LINE, lognormal_people(), assumed)
    sigma = math.sqrt(math.log1p(0.1**2))
    row = found.cost.iloc[0]
    assert row["mean"] == pytest.approx(row["last_year"], rel=0.006)
    assert row["p90"] / row["last_year"] == pytest.approx(math.exp(sigma * norm.ppf(0.9) - sigma**2 / 2), rel=0.01)


def test_all_of_ones_own_and_no_market_is_last_year_in_every_draw() -> None:
    found = risk_of(LINE, lognormal_people(), Assumed(own=1.0, draws=100))
    row = found.cost.iloc[0]
    for figure in ("mean", "p10", "p50", "p90"):
        assert row[figure] == pytest.approx(row["last_year"])
    assert found.rows["p90"].tolist() == pytest.approx(found.rows["last_year"].tolist())


def test_effort_is_nothing_unless_somebody_states_it() -> None:
    still, more = (risk_of(LINE, lognormal_people(), Assumed(own=1.0, draws=100, effort=e)) for e in (0.0, 0.05))
    assert more.cost["mean"].iloc[0] == pytest.approx(1.05 * still.cost["mean"].iloc[0])
    assert "behaviour" not in risk_in_words(still)
    assert "behaviour, which no data tell: everybody reaches +5.0" in risk_in_words(more)


@pytest.mark.parametrize("model", ["resampled", "fitted"])
def test_the_spread_within_the_role_stays_what_it_was(model: str) -> None:
    people = lognormal_people()
    levels, chance = levels_of(people, ("revenue",)), np.random.default_rng(5)
    assumed = Assumed(model, own=0.5, market=0.0)  # type: ignore[arg-type]
    logs = np.concatenate(
        [levels.log[:, 0] + np.log(drawn_factors(levels, assumed, chance)[0, :, 0]) for _ in range(300)]
    )
    assert np.std(logs) == pytest.approx(np.std(levels.log), rel=0.03)
    assert np.mean(logs) == pytest.approx(np.mean(levels.log), abs=0.01)


@pytest.mark.parametrize("model", ["resampled", "fitted"])
def test_objectives_go_together_as_they_did(model: str) -> None:
    chance = np.random.default_rng(2)
    both = np.exp(chance.multivariate_normal([0, 0], [[0.04, 0.03], [0.03, 0.04]], 200))
    people = sellers({"margin": 100 * both[:, 0], "revenue": 100 * both[:, 1]})
    levels = levels_of(people, ("margin", "revenue"))
    assumed = Assumed(model, own=0.0, market=0.0)  # type: ignore[arg-type]
    drawn = np.concatenate([levels.log + each for each in np.log(drawn_factors(levels, assumed, chance, 50))])
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(np.corrcoef(levels.log.T)[0, 1], abs=0.02)


def test_a_draw_is_a_real_evaluation_of_the_results_it_stands_for() -> None:
    """Team pay too: evaluating a draw equals evaluating a population whose results really are the drawn ones."""
    people = sellers({"revenue": [80, 90, 100, 110, 130, 70]}, team=["A", "A", "A", "B", "B", "B"])
    scenario = plan(
        "team",
        {
            "own": f"weight: 60%, measure: revenue, {LINEAR}",
            "team": f"weight: 40%, measure: revenue, credit: team, {LINEAR}",
        },
    )
    read = {each for one in scenario.plans.values() for each in results_read(one)}
    levels = levels_of(people, ("revenue",))
    [factors] = drawn_factors(levels, Assumed(), np.random.default_rng(9))
    drawn = evaluate_scaled(scenario, people, scaled_by(people, read, ("revenue",), factors))
    really = Population(**{**people.__dict__, "results": {"revenue": people.results["revenue"] * factors}})
    assert drawn.total()[0].tolist() == pytest.approx(cs.evaluate(scenario, really).total()[0].tolist())


def test_who_reached_nothing_stays_as_it_was_and_is_counted() -> None:
    people = sellers({"revenue": [0.0, 90, 100, 110, 120, 130, 140]})
    found = risk_of(LINE, people, Assumed(draws=100))
    assert found.unmoved == 1
    assert found.rows["p90"].iloc[0] == 0.0
    assert "1 person without any result" in risk_in_words(found).replace("\u00a0", " ")


def test_the_same_seed_gives_the_same_years_for_every_scenario() -> None:
    """Two names for one plan cost the same in every draw, and again."""
    twin = plan("twin", {"revenue": f"weight: 100%, {LINEAR}"})
    found = risk_of([LINE, twin], lognormal_people(), Assumed(draws=100, seed=4))
    assert found.cost["p90"].iloc[0] == found.cost["p90"].iloc[1]
    again = risk_of([LINE, twin], lognormal_people(), Assumed(draws=100, seed=4))
    assert found.as_dict() == again.as_dict()
    other = risk_of([LINE, twin], lognormal_people(), Assumed(draws=100, seed=5))
    assert other.cost["p90"].iloc[0] != found.cost["p90"].iloc[0]


def test_probabilities_count_draws() -> None:
    """Without the market and with all of one's own, the share at target is what it was: one band holds it for sure."""
    people = sellers({"revenue": [90.0] * 3 + [120.0] * 7})
    found = risk_of(LINE, people, Assumed("fitted", own=1.0, market=0.0, draws=100), budget=11_000)
    inside = found.bands.set_index("band")["probability"]
    assert inside["70–80 % rule"] == 1.0
    assert inside["Surveys of software sales"] == 0.0
    assert found.over_budget["probability"].tolist() == [1.0]  # 2,700 + 8,400
    assert found.bands["error"].tolist() == [0.0] * len(found.bands)


def test_the_error_of_a_quantile_is_that_of_the_normal() -> None:
    values = np.random.default_rng(7).standard_normal(40_000)
    exact = math.sqrt(0.25 / 40_000) / norm.pdf(0.0)
    assert error_of_quantile(values, 0.5) == pytest.approx(exact, rel=0.5)
    assert math.isnan(error_of_quantile(values[:30], 0.5))


def test_what_cannot_be_assumed_is_told_at_once() -> None:
    with pytest.raises(PlanError) as caught:
        Assumed("guessed", own=1.5, market=-0.1, effort=-1.0, draws=10)  # type: ignore[arg-type]
    assert len(caught.value.problems) == 5


def test_the_text_states_draws_seed_and_assumptions() -> None:
    found = risk_of(LINE, lognormal_people(), Assumed("fitted", draws=100, seed=11), budget=1_000)
    told = risk_text(found).replace("\u00a0", " ")
    for words in (
        "Drawn 100 times from seed 11",
        "50 % of what sets a person apart",
        "market moves everybody",
        "not a forecast",
    ):
        assert words in told
    json.dumps(found.as_dict(), allow_nan=False)


BULK = plan(
    "bulk",
    {
        "margin": "weight: 40%, curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}, beyond: continue}",
        "revenue": "weight: 60%, curve: {points: {0%: 0%, 90%: 0%, 100%: 100%, 120%: 160%}}",
    },
)


def two_objectives(n: int = 40) -> Population:
    chance = np.random.default_rng(6)
    return sellers({name: (100 * chance.lognormal(0, 0.25, n)).tolist() for name in ("margin", "revenue")})


@pytest.mark.parametrize("model", ["resampled", "fitted"])
def test_the_short_cut_pays_what_evaluation_pays_in_every_year(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assumed = Assumed(model, draws=150, seed=2)  # type: ignore[arg-type]
    short = risk_of(BULK, two_objectives(), assumed)
    assert short.in_bulk == ("bulk",)
    monkeypatch.setattr("compsim.analysis.risk.risk.straight", lambda *_: None)
    whole = risk_of(BULK, two_objectives(), assumed)
    assert whole.in_bulk == ()
    for frame in ("cost", "at_target", "bands", "rows", "convergence"):
        ours, theirs = getattr(short, frame), getattr(whole, frame)
        numbers = ours.select_dtypes("number").columns
        assert ours[numbers].to_numpy() == pytest.approx(theirs[numbers].to_numpy(), rel=1e-9, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize(
    "rest",
    [
        ", caps: {payout: 150%}",
        ", gates: [{measure: revenue, hurdle: 90%}]",
        ", commissions: {more: {measure: revenue, rates: {0: 1%}}}",
        ", rounding: {how: half_up}",
    ],
)
def test_a_plan_with_any_other_part_is_evaluated(rest: str) -> None:
    scenario = plan("more", {"revenue": f"weight: 100%, {LINEAR}"}, rest)
    assert risk_of(scenario, two_objectives(), Assumed(draws=100)).in_bulk == ()


def test_objectives_with_caps_or_team_credit_are_evaluated() -> None:
    for said in ("caps: {factor: 150%}", "credit: team"):
        scenario = plan("more", {"revenue": f"weight: 100%, {said}, {LINEAR}"})
        assert risk_of(scenario, two_objectives(), Assumed(draws=100)).in_bulk == ()


def test_nobody_on_a_plan_is_no_probability() -> None:
    people = sellers({"revenue": [90.0] * 6}, role="somebody else")
    found = risk_of(LINE, people, Assumed(draws=100))
    assert found.bands["probability"].isna().all()
    assert risk_in_words(found).startswith("Nobody is on a plan of line.")
    json.dumps(found.as_dict(), allow_nan=False)
