"""Scenario files: what they say, what they refuse and how they are changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compsim.errors import PlanError
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


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("settled: monthly", "settled: montly"),
            "fy26.yaml line 8, plans.account_manager.settled: 'montly' is not one of the words for 'settled'. "
            "Did you mean 'monthly'? Known: half_yearly, monthly, quarterly, yearly.",
        ),
        (
            ("kind: activity", "knd: activity"),
            "fy26.yaml line 20, plans.account_manager.objectives.first_meetings.knd: there is no field 'knd' here. "
            "Did you mean 'kind'? Known: against, credit, curve, kind, measure, measured, pays, shared, take_back, target, "
            "title, weight.",
        ),
        (
            ("weight: 50%", "weight: 50"),
            "fy26.yaml line 11, plans.account_manager.objectives.revenue.weight: '50' is written where a ratio belongs. "
            "Write 50% or 0.5.",
        ),
        (
            ("weight: 50%", "weight: 45%"),
            "fy26.yaml line 7, plans.account_manager: the weights add to 95%, not 100%. They are 45% + 30% + 20%.",
        ),
        (
            ("        weight: 50%\n", ""),
            "fy26.yaml line 10, plans.account_manager.objectives.revenue.weight: 'weight' is missing. Add 'weight'.",
        ),
        (
            ("{steps: {80%: 50%, 100%: 100%}}", "{steps: {80%: 50%}, points: {50%: 0%}}"),
            "fy26.yaml line 22, plans.account_manager.objectives.first_meetings.curve: a curve needs one of points, steps "
            "or rates, found points and steps. Keep exactly one.",
        ),
        (
            ("{steps: {80%: 50%, 100%: 100%}}", "{steps: {100%: 50%, 80%: 100%}}"),
            "fy26.yaml line 22, plans.account_manager.objectives.first_meetings.curve: the edges of the steps must rise from "
            "first to last. Sort them; give each once.",
        ),
        (
            ("{steps: {80%: 50%, 100%: 100%}}", "{steps: {80: 50%, 100: 100%}}"),
            "fy26.yaml line 22, plans.account_manager.objectives.first_meetings.curve: '80' stands where a ratio belongs. "
            "Write 80% or 0.8.",
        ),
        (
            ("{every_month: 32}", "{every_month: 32, every_year: 300}"),
            "fy26.yaml line 21, plans.account_manager.objectives.first_meetings.target: a target needs one of every_month, "
            "every_quarter, every_year or total, found every_month and every_year. Keep one.",
        ),
        (
            ("{0: 2%, 100000: 3%}", "{0: 2, 100000: 3%}"),
            "fy26.yaml line 24, plans.account_manager.commissions.services.rates: the rate '2' can be read in two ways. "
            "Write 2% for a share of the amount, or '2 each' for money per piece.",
        ),
        (
            ("measured: year}", "measured: year, tiers: reached}"),
            "fy26.yaml line 24, plans.account_manager.commissions.services: 'tiers: reached' pays on what is above target. "
            "Add 'on: attainment'.",
        ),
        (
            ("per: year", "per: settlement"),
            "fy26.yaml line 7, plans.account_manager: a payout cap per settlement is unclear when a commission and another "
            "part are measured over different stretches. Give them the same 'measured', or write 'per: year' in caps.",
        ),
        (
            ("services:", "revenue:"),
            "fy26.yaml line 7, plans.account_manager: 'revenue' is an objective and a commission. Rename one; 'measure:' says "
            "what it reads.",
        ),
        (
            ("services:", "cap:"),
            "fy26.yaml line 23, plans.account_manager.commissions: 'cap' cannot be a name. "
            "Use one without dots that is none of gate, cap, draw, rounding.",
        ),
        (
            ("scenario: fy26\n", ""),
            "fy26.yaml line 1, scenario: 'scenario' is missing. Add 'scenario'.",
        ),
        (
            ("year_starts: 2025-04", "year_starts: April"),
            "fy26.yaml line 4, year_starts: 'April' is not a period; write 2025-03, 2025-Q1, 2025-H1 or 2025.",
        ),
        (
            ("title: FY26", "scenario: again\ntitle: FY26"),
            "fy26.yaml line 2, scenario: 'scenario' is given twice, first on line 1. Keep one of them.",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place_and_its_fix(change: tuple[str, str], message: str) -> None:
    text = GOOD.replace(*change)
    assert text != GOOD
    assert refused(text) == [message]


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
        "fy26.yaml line 7, plans.account_manager: the gate on 'revenue' looks at a month, but pay is settled yearly. "
        "Measure the gate over the settlement or longer."
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
    assert (plan.gates[0].hurdle, plan.caps.payout, reform.name) == (0.95, None, "steeper")
    assert baseline == read_scenario(GOOD)


def test_a_reform_may_add_an_objective_when_the_weights_still_add_up() -> None:
    margin = {"weight": "20%", "curve": {"points": {"0%": "0%", "100%": "100%"}}}
    plan = reformed(
        {"account_manager.objectives.margin": margin, "account_manager.objectives.revenue.weight": "30%"}
    ).plans["account_manager"]
    assert list(plan.objectives) == ["revenue", "new_customers", "first_meetings", "margin"]


def test_unknown_reform_paths_are_all_told_with_the_nearest_name() -> None:
    with pytest.raises(PlanError) as caught:
        reformed(
            {"acount_manager.caps.payout": 2, "account_manager.objectives.revnue.weight": 0.5, "account_manager.cap": 2}
        )
    assert str(caught.value).splitlines() == [
        "reform 'reform', acount_manager.caps.payout: there is no 'acount_manager' here. Did you mean 'account_manager'? "
        "Known: account_manager.",
        "reform 'reform', account_manager.objectives.revnue.weight: there is no 'revnue' here. Did you mean 'revenue'? "
        "Known: first_meetings, new_customers, revenue.",
        "reform 'reform', account_manager.cap: there is no 'cap' here. Did you mean 'caps'? "
        "Known: caps, commissions, gates, objectives, settled, title.",
    ]


def test_a_reform_that_breaks_the_plan_is_refused() -> None:
    with pytest.raises(PlanError, match="the weights add to 90%, not 100%"):
        reformed({"account_manager.objectives.revenue.weight": "40%"})
