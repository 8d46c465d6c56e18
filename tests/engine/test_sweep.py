"""A sweep answers for each plan what evaluating and analysing that plan alone would answer."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from compsim.analysis.attainment import attainment_of
from compsim.analysis.impact import winners_and_losers
from compsim.engine.evaluation import evaluate, evaluate_rows
from compsim.engine.sweep.exact import plan_by_plan
from compsim.engine.sweep.figures import Figures
from compsim.engine.sweep.run import SweepResult, run_sweep
from compsim.errors import EngineError, PlanError
from compsim.invented import example_scenarios
from compsim.plan.levers import Lever, Sweep, every_combination, some_combinations, these_combinations
from compsim.plan.scenario import Scenario, read_scenario, scenario_from_plain
from compsim.population.example.company import example_population
from compsim.population.people import Measure, Population
from tests.strategies import people

CURVES = (
    {"points": {"50%": "0%", "100%": "100%", "150%": "250%"}},
    {"points": {"0%": "0%", "80%": ["20%", "60%"], "120%": "130%"}, "beyond": "continue"},
    {"steps": {"80%": "50%", "100%": "100%"}, "edge": "lower"},
    {"rates": {"0%": 1, "100%": 2}, "tiers": "whole"},
    {"points": {"90%": "100%"}, "below": "first"},
)
GATE = {"measure": "revenue", "hurdle": "70%", "measured": "year", "otherwise": "50%"}
HURDLES = ("0%", "60%", "100%", "130%")
CAPS = (None, "90%", "150%")


@st.composite
def populations(draw: st.DrawFn) -> Population:
    """Two roles, reps with two rows in one role or in both, part-time, hires, and results that are missing."""
    rows = 12
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    results = {name: np.round(rng.uniform(-20, 180, (rows, 4)), 2) for name in ("revenue", "margin")}
    targets = {name: np.full((rows, 4), 100.0) for name in results}
    results["margin"][rng.uniform(size=(rows, 4)) < draw(st.sampled_from([0.0, 0.15]))] = np.nan
    targets["margin"][0] = 0.0
    made = people(results["revenue"], targets["revenue"])
    roster = made.roster.assign(
        rep=["a", "b", "c", "d", "e", "f", "g", "h", "b", "b", "h", "i"],
        role=["seller", "farmer", "seller", "farmer", "seller", "seller", "none", "seller", *["farmer"] * 3, "seller"],
        fte=rng.choice([0.5, 1.0], rows),
        target_incentive=rng.choice([0.0, 12_000.0, 20_000.0], rows),
    )
    eligible = rng.choice([0.0, 0.5, 1.0, 1.0], (rows, 4))
    definitions = {name: Measure(name, unit="money") for name in results}
    return replace(made, roster=roster, results=results, targets=targets, eligible=eligible, definitions=definitions)


def objectives(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.sampled_from([("revenue",), ("revenue", "margin"), ("revenue", "margin", "team")]))
    rest = {
        "measured": st.sampled_from(["quarter", "half_year", "year"]),
        "credit": st.sampled_from(["individual", "team", "company"]),
        "pays": st.sampled_from(["true_up", "rate_only", "at_end"]),
        "take_back": st.booleans(),
        "against": st.sampled_from(["to_date", "full"]),
    }
    return {
        name: {
            "weight": 1.0 / len(names),
            "curve": draw(st.sampled_from(CURVES)),
            **({"measure": "margin", "credit": "team"} if name == "team" else {}),
            **draw(st.fixed_dictionaries({}, optional=rest)),
        }
        for name in names
    }


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    plan: dict[str, Any] = {
        "settled": draw(st.sampled_from(["quarterly", "half_yearly", "yearly"])),
        "gates": [GATE][: draw(st.integers(0, 1))],
        "caps": draw(st.sampled_from([{}, {"payout": "120%"}, {"payout": "120%", "per": "year"}])),
        "objectives": objectives(draw),
    }
    if draw(st.booleans()):
        rates = {"extra": {"measure": "revenue", "rates": {"0": "2%", "150": "5%"}}}
        plan["commissions"] = rates
        if draw(st.booleans()):
            plan["objectives"] = {}
    return plan


@st.composite
def sweeps(draw: st.DrawFn) -> Sweep:
    """Any plan for two roles, with levers on weights, curves, gates and caps."""
    plain = {"scenario": "any", "plans": {"seller": draw(plans()), "farmer": draw(plans())}}
    count, seed = draw(st.integers(1, 12)), draw(st.integers(0, 99))
    try:
        scenario = scenario_from_plain(plain)
        levers = [lever for role in scenario.plans for lever in possible_levers(scenario, role) if draw(st.booleans())]
        assume(levers)
        return some_combinations(scenario, levers, count, seed)
    except PlanError:
        reject()  # stretches that a plan may not combine with a cap


def possible_levers(scenario: Scenario, role: str) -> list[Lever]:
    plan, shares = scenario.plans[role], {1: [(1,)], 2: [(0.3, 0.7), (1, 0)], 3: [(0.2, 0.3, 0.5), (0, 0.5, 0.5)]}
    levers = [Lever(f"{role}.objectives.{name}.curve", CURVES) for name in plan.objectives]
    if plan.objectives:
        sets = [dict(zip(plan.objectives, each, strict=True)) for each in shares[len(plan.objectives)]]
        levers.append(Lever(f"{role}.weights", tuple(sets)))
        levers.append(Lever(f"{role}.objectives.revenue.credit", ("individual", "team")))
    if plan.gates:
        levers.append(Lever(f"{role}.gates.0.hurdle", HURDLES))
    if plan.commissions:
        levers.append(Lever(f"{role}.commissions.extra.rates", ({"0": "1%"}, {"0": "0%", "100": "10%"})))
    return [*levers, Lever(f"{role}.caps.payout", CAPS)]


def assert_same(one: Figures, other: Figures) -> None:
    for each in fields(Figures):
        a, b = getattr(one, each.name), getattr(other, each.name)
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-6, err_msg=each.name)


def assert_same_bits(one: SweepResult, other: SweepResult) -> None:
    for each in fields(Figures):
        assert getattr(one.figures, each.name).tobytes() == getattr(other.figures, each.name).tobytes(), each.name


@given(sweep=sweeps(), population=populations())
@settings(max_examples=60, deadline=None)
def test_a_sweep_says_what_evaluating_each_plan_says(sweep: Sweep, population: Population) -> None:
    found = run_sweep(sweep, population, engine="numpy")
    exact = plan_by_plan(sweep, population, sweep.scenario, range(len(sweep)), lambda _: None)
    assert_same(found.figures, exact)


@given(sweep=sweeps(), population=populations())
@settings(max_examples=20, deadline=None)
def test_the_figures_are_those_of_the_analyses(sweep: Sweep, population: Population) -> None:
    found = run_sweep(sweep, population, engine="numpy")
    plan = len(sweep) // 2
    payouts = evaluate([sweep.scenario, sweep.scenario_at(plan)], population)
    impact = winners_and_losers(payouts)
    rises = impact.bands[impact.bands["band"].isin(["rises", "rises_over_5"])]
    assert found.cost[plan] == pytest.approx(payouts.total()[1].sum(), rel=1e-9)
    assert found.share_of_winners[plan] == pytest.approx(rises["people"].sum() / len(impact.rows), nan_ok=True)
    assert found.largest_loss[plan] == pytest.approx(min(0.0, impact.rows["difference"].min()), abs=1e-5)
    share = attainment_of(payouts).frame["share_at_target"].iloc[1]
    assert found.share_at_target[plan] == pytest.approx(share, nan_ok=True)


@given(sweep=sweeps(), population=populations())
@settings(max_examples=60, deadline=None)
def test_the_compiled_kernels_give_the_same_bits(sweep: Sweep, population: Population) -> None:
    one, other = (run_sweep(sweep, population, engine=name) for name in ("numpy", "numba"))
    assert_same_bits(one, other)


PLAN = """
scenario: last
plans:
  seller:
    objectives:
      revenue: {weight: 60%, curve: {points: {50%: 0%, 100%: 100%, 150%: 200%}}}
      margin: {weight: 40%, measure: revenue, curve: {steps: {100%: 100%}}}
    gates: [{measure: revenue, credit: team, hurdle: 50%}]
    caps: {payout: 150%}
"""


def two_sellers() -> Population:
    """One seller at 100 % in each quarter, one at 75 %; 5,000 of target incentive a quarter."""
    return people(np.array([[100.0] * 4, [75.0] * 4]), np.full((2, 4), 100.0))


def test_a_plan_worked_out_by_hand() -> None:
    """Weights 100/0 from 60/40: the one at 75 % has 50 % of 5,000 instead of 60 % of that, four times."""
    weights = ({"revenue": "100%", "margin": "0%"}, {"revenue": "60%", "margin": "40%"})
    curves = (CURVES[0], {"points": {"0%": "0%", "100%": "80%"}})
    levers = [Lever("seller.weights", weights), Lever("seller.objectives.revenue.curve", curves)]
    found = run_sweep(every_combination(read_scenario(PLAN), levers), two_sellers())
    assert found.plan_by_plan == ""
    assert found.cost.tolist() == pytest.approx([30_000, 28_000, 26_000, 24_800])
    assert found.largest_loss.tolist() == pytest.approx([0, -4_000, 0, -2_400])
    assert found.share_at_target.tolist() == [0.5] * 4
    assert found.share_of_winners.tolist() == [0.5, 0.5, 0.0, 0.5]


def test_a_cap_by_settlement_cuts_each_quarter_for_itself() -> None:
    """200 % of 60 % and 100 % of 40 % are 160 % of 5,000."""
    population = people(np.array([[200.0, 50.0, 50.0, 50.0]]), np.full((1, 4), 100.0))
    sweep = every_combination(read_scenario(PLAN), [Lever("seller.caps.payout", (None, "150%", "100%"))])
    assert run_sweep(sweep, population).cost.tolist() == pytest.approx([8_000, 7_500, 5_000])


def test_what_cannot_be_summed_goes_plan_by_plan_and_says_why() -> None:
    sweep = every_combination(read_scenario(PLAN), [Lever("seller.settled", ("quarterly", "yearly"))])
    found = run_sweep(sweep, two_sellers())
    assert found.plan_by_plan == "'seller.settled' changes more than one part of the pay"
    assert_same(found.figures, plan_by_plan(sweep, two_sellers(), sweep.scenario, range(2), lambda _: None))


def test_a_cap_by_settlement_over_a_longer_stretch_is_not_guessed() -> None:
    longer = read_scenario(PLAN.replace("margin: {", "margin: {measured: year, "))
    found = run_sweep(every_combination(longer, [Lever("seller.caps.payout", ("90%", "80%"))]), two_sellers())
    assert "longer stretch" in found.plan_by_plan


def test_weights_beside_an_objective_without_a_target_are_not_summed() -> None:
    """Attainment is that of revenue alone, whatever it weighs: one of two sellers is at target in every plan."""
    by_value = "margin: {weight: 40%, curve: {on: value, steps: {90: 100%}}}"
    base = read_scenario(
        PLAN.replace("margin: {weight: 40%, measure: revenue, curve: {steps: {100%: 100%}}}", by_value)
    )
    sellers = two_sellers()
    sellers = replace(
        sellers,
        definitions={**sellers.definitions, "margin": Measure("margin")},
        results={**sellers.results, "margin": sellers.results["revenue"]},
    )
    weights = tuple({"revenue": f"{share}%", "margin": f"{100 - share}%"} for share in (80, 20))
    found = run_sweep(every_combination(base, [Lever("seller.weights", weights)]), sellers)
    assert "reads the value" in found.plan_by_plan
    assert found.share_at_target.tolist() == [0.5, 0.5]
    curves = tuple({"on": on, "steps": {edge: "100%"}} for on, edge in (("attainment", "90%"), ("value", 90)))
    moved = every_combination(read_scenario(PLAN), [Lever("seller.objectives.margin.curve", curves)])
    assert "reads the value" in run_sweep(moved, two_sellers()).plan_by_plan


def test_a_curve_below_zero_under_a_cap_is_not_guessed() -> None:
    curves = ({"points": {"0%": "-50%", "100%": "100%"}},)
    sweep = every_combination(read_scenario(PLAN), [Lever("seller.objectives.revenue.curve", curves)])
    found = run_sweep(sweep, two_sellers())
    assert "less than nothing" in found.plan_by_plan
    assert_same(found.figures, plan_by_plan(sweep, two_sellers(), sweep.scenario, range(1), lambda _: None))


def test_another_baseline_and_people_who_have_no_plan_in_it() -> None:
    population = two_sellers()
    population = replace(population, roster=population.roster.assign(role=["seller", "farmer"]))
    plain = read_scenario(PLAN).to_plain()
    both = scenario_from_plain({**plain, "plans": dict.fromkeys(("seller", "farmer"), plain["plans"]["seller"])})
    sweep = every_combination(both, [Lever("farmer.caps.payout", ("10%", "150%"))])
    found = run_sweep(sweep, population, read_scenario(PLAN))
    assert found.baseline == "last"
    assert found.cost.tolist() == pytest.approx([22_000, 26_000])
    assert found.share_of_winners.tolist() == [0.0, 0.0]
    assert found.largest_loss.tolist() == [0.0, 0.0]


def test_the_invented_company_with_all_its_stretches_and_gates() -> None:
    scenarios = example_scenarios()
    levers = [
        Lever("hunter.objectives.revenue.curve", CURVES[:2]),
        Lever("account_manager.objectives.margin.curve", CURVES[:2]),
        Lever("account_manager.gates.0.hurdle", ("50%", "80%")),
        Lever("inside_sales.objectives.offers.credit", ("individual", "team")),
    ]
    sweep, population = every_combination(scenarios["last_year"], levers), example_population()
    found = run_sweep(sweep, population, scenarios["next_year"])
    exact = plan_by_plan(sweep, population, scenarios["next_year"], range(len(sweep)), lambda _: None)
    assert found.plan_by_plan == ""
    assert_same(found.figures, exact)


def test_plans_are_the_same_wherever_the_work_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    population = people(np.round(rng.uniform(0, 200, (300, 4)), 2), np.full((300, 4), 100.0))
    levers = [Lever("seller.objectives.revenue.curve", CURVES), Lever("seller.gates.0.hurdle", HURDLES)]
    sweep = every_combination(read_scenario(PLAN), levers)
    whole = run_sweep(sweep, population)
    for name, value in (("PLANS_AT_ONCE", 3), ("PLANS_IN_A_TASK", 2), ("TABLE_BYTES", 1), ("TABLES_IN_A_TASK", 1)):
        monkeypatch.setattr(f"compsim.engine.sweep.factored.{name}", value)
    assert_same_bits(whole, run_sweep(sweep, population, engine="numba"))


def test_progress_rises_to_the_end_and_a_sweep_can_be_cancelled() -> None:
    sweep = every_combination(read_scenario(PLAN), [Lever("seller.caps.payout", CAPS)])
    heard: list[tuple[str, float]] = []
    run_sweep(sweep, two_sellers(), progress=lambda what, share: heard.append((what, share)))
    assert [what for what, _ in heard[:1]] == ["3 plans"]
    assert [share for _, share in heard] == sorted(share for _, share in heard)
    assert heard[-1][1] == 1.0
    with pytest.raises(EngineError, match="cancelled"):
        run_sweep(sweep, two_sellers(), cancelled=lambda: True)


def test_a_sweep_that_disagrees_with_the_evaluation_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compsim.engine.sweep.figures.REACHED", 0.2)
    monkeypatch.setattr("compsim.engine.sweep.figures.RISES_ABOVE", -0.9)
    sweep = every_combination(read_scenario(PLAN), [Lever("seller.caps.payout", CAPS)])
    with pytest.raises(EngineError, match="disagree on 'share_at_target' of plan 0"):
        run_sweep(sweep, two_sellers())


def test_the_table_lists_the_best_plans_with_their_values() -> None:
    sweep = these_combinations(read_scenario(PLAN), [Lever("seller.caps.payout", CAPS)], np.array([[2], [1], [0]]))
    table = run_sweep(sweep, two_sellers()).table(top=2, by="cost")
    assert table["plan"].tolist() == [1, 0]
    assert table["seller.caps.payout"].tolist() == ["90%", "150%"]
    assert table["cost"].is_monotonic_increasing
    assert isinstance(table, pd.DataFrame)


def many_sellers(reps: int) -> tuple[Sweep, Population]:
    """Sellers in teams of two, a part of them with a second row, under a gate on the team; 48 plans."""
    rng = np.random.default_rng(4)
    made = people(np.round(rng.uniform(0, 200, (reps, 4)), 2), np.full((reps, 4), 100.0))
    names = [f"rep {at if at % 7 else at // 2}" for at in range(reps)]
    roster = made.roster.assign(rep=names, team=[f"team {at // 2}" for at in range(reps)])
    weights = ({"revenue": "30%", "margin": "70%"}, {"revenue": "90%", "margin": "10%"})
    levers = [
        Lever("seller.weights", weights),
        Lever("seller.objectives.revenue.curve", CURVES[:2]),
        Lever("seller.gates.0.hurdle", HURDLES),
        Lever("seller.caps.payout", CAPS),
    ]
    return every_combination(read_scenario(PLAN), levers), replace(made, roster=roster)


def test_many_people_are_checked_on_some_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn reps are checked with all their rows, and with the rest of their teams behind the gate."""
    sweep, population = many_sellers(90)
    exact = plan_by_plan(sweep, population, sweep.scenario, range(len(sweep)), lambda _: None)
    monkeypatch.setattr("compsim.engine.sweep.exact.ALL_ROWS_UP_TO", 10)
    for count in (1, 17, 1_000):
        monkeypatch.setattr("compsim.engine.sweep.exact.CHECKED_REPS", count)
        assert_same(run_sweep(sweep, population, engine="numpy").figures, exact)


def test_a_mistake_in_what_many_people_are_paid_is_found_on_some_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    sweep, population = many_sellers(90)
    monkeypatch.setattr("compsim.engine.sweep.exact.ALL_ROWS_UP_TO", 10)
    monkeypatch.setattr("compsim.engine.sweep.exact.CHECKED_REPS", 5)
    monkeypatch.setattr("compsim.engine.sweep.probes.ATTAINMENT_DIGITS", 1)
    with pytest.raises(EngineError, match="disagree on 'cost' of plan 0"):
        run_sweep(sweep, population, engine="numpy")


@given(population=populations(), seed=st.integers(0, 99), credit=st.sampled_from(["individual", "team", "company"]))
@settings(max_examples=20, deadline=None)
def test_some_rows_alone_are_paid_as_among_all(population: Population, seed: int, credit: str) -> None:
    plain = read_scenario(PLAN).reform("other", {"seller.objectives.margin.credit": credit})
    rows = np.flatnonzero(np.random.default_rng(seed).uniform(size=len(population.roster)) < 0.4)
    whole, some = evaluate(plain, population), evaluate_rows([plain], population, {}, rows)
    np.testing.assert_array_equal(some.money, whole.money[:, rows])
    np.testing.assert_array_equal(some.attainment, whole.attainment[:, rows])
    np.testing.assert_array_equal(some.on_plan, whole.on_plan[:, rows])


def test_rows_alone_are_paid_on_the_pay_of_everybody() -> None:
    """A leader is paid 10 % of what the whole company's two sellers are paid, though only the leader is asked for."""
    population = people(np.array([[100.0] * 4, [100.0] * 4, [0.0] * 4]), np.full((3, 4), 100.0))
    population = replace(population, roster=population.roster.assign(role=["seller", "seller", "leader"]))
    plain = read_scenario(PLAN).to_plain()
    leader = {"commissions": {"share": {"measure": "payout", "credit": "company", "rates": {"0": "10%"}}}}
    scenario = scenario_from_plain({**plain, "plans": {**plain["plans"], "leader": leader}})
    some = evaluate_rows([scenario], population, {}, np.array([2]))
    assert some.total()[0].tolist() == pytest.approx([4_000])


def test_an_unknown_engine_is_refused() -> None:
    sweep = every_combination(read_scenario(PLAN), [Lever("seller.caps.payout", CAPS)])
    with pytest.raises(EngineError, match=r"there is no engine 'nunba'\. Did you mean 'numba'\?"):
        run_sweep(sweep, two_sellers(), engine="nunba")  # type: ignore[arg-type]
