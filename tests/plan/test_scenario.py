"""Scenario files: what they say, what they refuse and how they are changed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import PlanError
from compsim.marked_yaml import read_yaml
from compsim.plan.scenario import Scenario, read_scenario, scenario_from_plain

GOOD = """\
scenario: fy26
title: FY26 sales plan
currency: EUR
year_starts: 2025-04
sales_measure: revenue
plans:
  account_manager:
    settled: monthly
    objectives:
      revenue:
        weight: 50%
        measured: year
        curve: {points: {50%: 0%, 100%: [90%, 100%], 150%: 250%}}
      new_customers:
        weight: 30%
        credit: team
        curve: {rates: {0%: 1, 100%: 1.5}, tiers: whole}
      first_meetings:
        weight: 20%
        kind: activity
        target: {every_month: 32}
        curve: {steps: {80%: 50%, 100%: 100%}}
    commissions:
      services: {rates: {0: 2%, 100000: 3%}, measured: year}
    gates:
      - {measure: revenue, credit: team, hurdle: 90%, otherwise: 25%}
    caps: {payout: 200%, per: year}
"""


def refused(text: str) -> list[str]:
    with pytest.raises(PlanError) as caught:
        read_scenario(text, "fy26.yaml")
    return str(caught.value).splitlines()


def test_a_scenario_reads_back_from_its_own_yaml() -> None:
    scenario = read_scenario(GOOD)
    assert read_scenario(scenario.to_yaml()) == scenario
    assert scenario.first_month == 4
    assert scenario.plans["account_manager"].objectives["revenue"].curve.points == {
        0.5: (0, 0),
        1: (0.9, 1),
        1.5: (2.5, 2.5),
    }


weights = st.lists(st.integers(1, 20), min_size=1, max_size=5)


@given(parts=weights, hurdle=st.integers(0, 200), cap=st.integers(50, 400))
def test_any_plan_reads_back_from_its_own_yaml(parts: list[int], hurdle: int, cap: int) -> None:
    total = sum(parts)
    last = 1 - sum(round(part / total, 3) for part in parts[1:])
    shares = [last, *(round(part / total, 3) for part in parts[1:])]
    objectives = {
        f"measure_{i}": {"weight": share, "curve": {"points": {0: 0, 1: [share, 1], 1 + share: 2}}}
        for i, share in enumerate(shares)
    }
    gates = [{"measure": "measure_0", "hurdle": f"{hurdle}%"}]
    plan = {"objectives": objectives, "gates": gates, "caps": {"payout": f"{cap}%"}}
    scenario = scenario_from_plain({"scenario": "any", "plans": {"seller": plan}})
    assert read_scenario(scenario.to_yaml()) == scenario


MESSAGES = read_yaml((Path(__file__).parent / "messages.yaml").read_text(encoding="utf-8"), "messages.yaml").data


@pytest.mark.parametrize("mistake", MESSAGES, ids=lambda mistake: mistake["by"].strip() or mistake["replace"].strip())
def test_each_mistake_is_told_with_its_place_and_its_fix(mistake: dict[str, str]) -> None:
    text = GOOD.replace(mistake["replace"], mistake["by"])
    assert text != GOOD
    assert refused(text) == [mistake["says"]]


def test_all_mistakes_are_told_at_once() -> None:
    text = (
        GOOD.replace("weight: 50%", "weight: 50")
        .replace("kind: activity", "knd: activity")
        .replace("hurdle: 90%", "hurdle: x")
    )
    assert [line.split(":")[0] for line in refused(text)] == [
        "fy26.yaml line 11, plans.account_manager.objectives.revenue.weight",
        "fy26.yaml line 20, plans.account_manager.objectives.first_meetings.knd",
        "fy26.yaml line 26, plans.account_manager.gates.0.hurdle",
    ]


def test_broken_yaml_is_told_with_its_line() -> None:
    assert refused("scenario: x\nplans: [a, b\nnext: 1\n")[0].startswith("fy26.yaml line 3: the YAML cannot be read: ")


@pytest.mark.parametrize("text", ["", "just words", "- a list", "plans: {}"])
def test_what_is_no_scenario_is_refused_without_a_traceback(text: str) -> None:
    assert refused(text)


def test_a_gate_cannot_look_at_less_than_the_settlement() -> None:
    text = GOOD.replace("settled: monthly", "settled: yearly").replace("hurdle: 90%", "hurdle: 90%, measured: month")
    assert refused(text)[-1] == (
        "fy26.yaml line 26, plans.account_manager.gates.0.measured: the gate on 'revenue' looks at a month, "
        "but pay is settled yearly. Measure the gate over the settlement or longer."
    )


def reformed(changes: dict[str, object]) -> Scenario:
    return read_scenario(GOOD).reform("reform", changes)


def test_a_reform_replaces_values_by_path_and_leaves_the_baseline_alone() -> None:
    baseline = read_scenario(GOOD)
    reform = baseline.reform(
        "steeper",
        {
            "account_manager.objectives.revenue.curve": {"points": {"50%": "0%", "100%": "100%", "150%": "300%"}},
            "account_manager.gates.0.hurdle": "95%",
            "account_manager.caps.payout": None,
        },
    )
    plan = reform.plans["account_manager"]
    assert plan.objectives["revenue"].curve.points == {0.5: (0, 0), 1: (1, 1), 1.5: (3, 3)}
    assert (plan.gates[0].hurdle, plan.payout_cap.payout, reform.name) == (0.95, None, "steeper")
    assert baseline == read_scenario(GOOD)


def test_a_reform_may_add_an_objective_when_the_weights_still_add_up() -> None:
    margin = {"weight": "20%", "curve": {"points": {"0%": "0%", "100%": "100%"}}}
    plan = reformed(
        {"account_manager.objectives.margin": margin, "account_manager.objectives.revenue.weight": "30%"}
    ).plans["account_manager"]
    assert list(plan.objectives) == ["revenue", "new_customers", "first_meetings", "margin"]


def test_unknown_reform_paths_are_all_told_with_the_nearest_name() -> None:
    with pytest.raises(PlanError) as caught:
        reformed({"acount_manager.caps": {}, "account_manager.objectives.revnue.weight": 0.5, "account_manager.cap": 2})
    told = str(caught.value).splitlines()
    assert [line.split(" Known")[0] for line in told] == [
        "reform 'reform', acount_manager.caps: there is no 'acount_manager' here. Did you mean 'account_manager'?",
        "reform 'reform', account_manager.objectives.revnue.weight: there is no 'revnue' here. Did you mean 'revenue'?",
        "reform 'reform', account_manager.cap: there is no 'cap' here. Did you mean 'caps'?",
    ]


def test_a_reform_reaches_into_curves_targets_and_conditions() -> None:
    plan = reformed(
        {
            "account_manager.objectives.revenue.curve.points": {"0%": "0%", "100%": "100%"},
            "account_manager.objectives.first_meetings.target.every_month": 40,
            "account_manager.commissions.services.where": {"product_line": "services"},
            "account_manager.commissions.services.rates.100000": "4%",
        }
    ).plans["account_manager"]
    assert plan.objectives["revenue"].curve.points == {0: (0, 0), 1: (1, 1)}
    assert plan.objectives["first_meetings"].target.every_month == 40
    assert plan.commissions["services"].rates == {0: 0.02, 100_000: 0.04}
    assert plan.commissions["services"].where == {"product_line": ("services",)}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "there is no '' here. Known: account_manager."),
        ("account_manager.settled.monthly", "'settled' has no fields. End the path there."),
        ("account_manager.gates.1.hurdle", "there is no '1' here. Known: 0."),
        ("account_manager.objectives.revenue.curve.pionts", "there is no 'pionts' here. Did you mean 'points'?"),
    ],
)
def test_a_path_that_leads_nowhere_is_told(path: str, says: str) -> None:
    with pytest.raises(PlanError) as caught:
        reformed({path: 1})
    assert str(caught.value).partition(": ")[2].startswith(says)


def test_a_reform_that_breaks_the_plan_is_refused() -> None:
    with pytest.raises(PlanError, match="the weights add to 90%, not 100%"):
        reformed({"account_manager.objectives.revenue.weight": "40%"})


def test_a_bare_year_is_a_period() -> None:
    """YAML reads 2024 as a number; the message that asks for a base writes it so."""
    rule = "{total: {growth: 5%}, base: 2024}"
    text = GOOD.replace("{every_month: 32}", rule).replace("year_starts: 2025-04", "periods: {from: 2025, to: 2025}")
    scenario = read_scenario(text)
    target = scenario.plans["account_manager"].objectives["first_meetings"].target
    assert target is not None
    assert target.base == "2024"
    assert read_scenario(scenario.to_yaml()) == scenario


def test_a_base_that_is_no_period_is_refused() -> None:
    text = GOOD.replace("{every_month: 32}", "{total: {growth: 5%}, base: last year}")
    (told,) = refused(text)
    assert told.startswith("fy26.yaml line 21, plans.account_manager.objectives.first_meetings.target.base: ")
    assert told.endswith("'last year' is not a period; write 2025-03, 2025-Q1, 2025-H1 or 2025.")


def test_weights_that_do_not_add_up_are_told_beside_other_mistakes() -> None:
    text = GOOD.replace("kind: activity", "knd: activity").replace("weight: 50%", "weight: 45%")
    assert [line.split(": ", 1)[1].split(".")[0] for line in refused(text)] == [
        "there is no field 'knd' here",
        "the weights add to 95%, not 100%",
    ]


def test_an_objective_that_a_matrix_pays_needs_no_curve_and_reads_back() -> None:
    side = "{measure: margin, at: [50%, 100%]}"
    square = f"multiplier: {{matrix: {{down: {side}, across: {side}, factors: [[50%, 70%], [80%, 100%]]}}}}"
    text = GOOD.replace("curve: {points: {50%: 0%, 100%: [90%, 100%], 150%: 250%}}", square)
    scenario = read_scenario(text)
    curve = scenario.plans["account_manager"].curve_of("revenue").compile()
    assert [float(curve(x)) for x in (-1.0, 0.0, 0.4, 3.0)] == [1.0, 1.0, 1.0, 1.0]
    assert read_scenario(scenario.to_yaml()) == scenario
