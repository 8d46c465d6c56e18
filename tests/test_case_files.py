"""Worked examples as a person runs them: `compsim cases`, and one person's pay step by step."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from compsim.cases import Case, load_cases, read_case
from compsim.cli import app
from compsim.engine.explanation import explain
from compsim.errors import CompsimError, InputError, PopulationError
from compsim.plan.scenario import read_scenario
from compsim.present.explanation import explained_lines, explained_text

CASES = Path(__file__).parent / "cases"
DRAW = CASES / "draw" / "recoverable-from-excess.yaml"
BLENDED = CASES / "mix" / "blended-year-with-true-up.yaml"


def run(*words: str) -> str:
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def explained(path: Path, rep: str) -> list[str]:
    case = load_cases(path)[0]
    told = explain(case.scenario, case.population, rep)
    text = explained_text(explained_lines(told, case.scenario, case.population.definitions))
    return [" ".join(line.split()) for line in text.splitlines()]


def test_every_case_file_loads_and_every_person_in_it_is_explained() -> None:
    for case in load_cases(CASES):
        for rep in case.population.roster["rep"].drop_duplicates():
            told = explain(case.scenario, case.population, str(rep))
            lines = explained_lines(told, case.scenario, case.population.definitions)
            assert [line for line in lines if line.level == 0] or not told, case.name


def test_a_case_answers_per_rep_period_and_component_as_json() -> None:
    case = json.loads(run("cases", str(DRAW), "--json"))["cases"][0]
    january = {row["component"]: row["money"] for row in case["pays"] if row["period"] == "2025-01"}
    assert january == {"revenue": 1500, "gate": 0, "cap": 0, "draw": 500}
    assert case["total"] == {"rep_a": 6800}


def test_a_case_answers_as_a_table_with_a_column_for_what_pays() -> None:
    lines = run("cases", str(DRAW)).splitlines()
    assert lines[0].startswith("recoverable-from-excess.yaml: A recoverable draw is taken back")
    assert lines[1].split() == ["component", "revenue", "draw", "pays"]
    assert lines[3].split() == ["rep_a", "2025-01", "1,500.00", "500.00", "2,000.00"]


def test_a_case_that_pays_what_it_expects_gets_a_tick() -> None:
    assert "✓ as expected: pays by period, components and explains" in run("cases", str(DRAW))


def test_a_difference_is_told_and_ends_with_exit_code_1(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(DRAW.read_text(encoding="utf-8").replace("revenue: 6800", "revenue: 6700.5"), encoding="utf-8")
    (tmp_path / "right.yaml").write_text(DRAW.read_text(encoding="utf-8"), encoding="utf-8")
    result = CliRunner().invoke(app, ["cases", str(tmp_path)])
    assert result.exit_code == 1
    assert "✗ components, rep_a, revenue: expected 6,700.50, found 6,800" in result.stdout.splitlines()
    assert result.stdout.splitlines()[-1] == "1 of 2 cases pay what they expect; wrong.yaml does not."


def test_a_difference_as_json_has_both_figures(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(DRAW.read_text(encoding="utf-8").replace("revenue: 6800", "revenue: 6700.5"), encoding="utf-8")
    result = CliRunner().invoke(app, ["cases", str(wrong), "--json"])
    (case,) = json.loads(result.stdout)["cases"]
    place = ["rep_a", "revenue"]
    assert result.exit_code == 1
    assert case["as_expected"] is False
    assert case["differences"] == [{"kind": "components", "place": place, "expected": 6700.5, "found": 6800}]
    right = json.loads(run("cases", str(DRAW), "--json"))["cases"][0]
    assert (right["as_expected"], right["differences"]) == (True, [])


def test_a_case_that_expects_nothing_is_only_worked_out(tmp_path: Path) -> None:
    silent = tmp_path / "silent.yaml"
    silent.write_text(DRAW.read_text(encoding="utf-8").partition("\nexpect:")[0] + "\n", encoding="utf-8")
    assert run("cases", str(silent)).splitlines()[-1].startswith("Nothing was compared: a case says under 'expect'")
    assert json.loads(run("cases", str(silent), "--json"))["cases"][0]["as_expected"] is None


EXPECTING = "scenario: {}\nexpect:\n  "


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ("pay: {a: 1}", "expect.pay: there is no 'pay' to expect. Did you mean 'pays'?"),
        ("pays: 3", "expect.pays: this is no figure. Write pays: {REP: 1234.50}."),
        ("pays: {a: 1 200}", "expect.pays.a: this is no figure. Write pays: {REP: 1234.50}."),
        (
            "pays_by_period: {a: 5}",
            "expect.pays_by_period.a: this is no figure. Write pays_by_period: {REP: {PERIOD: 1234.50}}.",
        ),
        ("incomplete: a", "expect.incomplete: this is no figure. Write a list of reps."),
        ("slice_pays: {at: 1}", "expect.slice_pays: this is no figure. Give at, component, is, slice."),
    ],
)
def test_an_expectation_that_cannot_be_compared_is_told(expect: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_case(EXPECTING + expect)
    assert str(caught.value).startswith(f"case line 3, {says}")


def test_a_persons_pay_is_written_in_the_order_of_operations() -> None:
    assert explained(DRAW, "rep_a")[:12] == [
        "rep_a, seller, 2025-01",
        "======================",
        "",
        "Revenue: commission, own result of the month",
        "Amount 15,000",
        "Earned 1,500.00 15,000 × 10 %",
        "Paid now 1,500.00",
        "",
        "Together",
        "Before draw and rounding 1,500.00",
        "Draw 2,000.00 recoverable, 2,000 a month",
        "Paid in advance, or taken back 500.00",
    ]


def test_a_blended_plan_says_what_each_objective_adds_and_what_was_paid_before() -> None:
    lines = explained(BLENDED, "rep_a")
    assert "Earned so far 6,000.00 60 % × 100 % ÷ 90 % × 90 % × 10,000.00" in lines
    assert "Paid now 1,500.00 6,000.00 − 4,500.00" in lines
    assert "Factor 90 % pay curve at 90 %" in lines


def test_pay_for_each_deal_is_told_deal_by_deal_with_its_rate_and_factor() -> None:
    lines = explained(CASES / "multiplier" / "deal-and-person.yaml", "rep_a")
    assert "Deal D2 1,200.00 10,000 × 10 % × 120 %" in lines
    assert "Deal D1-return −400.00 −(10,000 × 2 % + 5,000 × 4 %)" in explained(
        CASES / "commission" / "a-returned-deal.yaml", "rep_a"
    )
    reached = explained(CASES / "commission" / "each-deal-at-the-rate-of-the-year.yaml", "rep_a")
    assert "Deal D2 1,600.00 8,000 × 20 %" in reached


def test_deals_told_add_up_to_the_pay_of_the_deals() -> None:
    told_one_by_one = 0
    for case in [*load_cases(CASES / "commission"), *load_cases(CASES / "multiplier")]:
        for rep in case.population.roster["rep"].drop_duplicates():
            for told in explain(case.scenario, case.population, str(rep)):
                for part in {step.part for step in told.steps if step.name == "pay_of_deals"}:
                    pay = [deal.pay for deal in told.deals if deal.part == part]
                    assert sum(pay) == pytest.approx(told.figure(part, "pay_of_deals")), case.name
                    told_one_by_one += len(pay)
    assert told_one_by_one > 20


def case_of_deals(commission: dict[str, object], reps: dict[str, int]) -> Case:
    """A month in which each rep has as many deals as said, of 1,000, 1,001, 1,002 ..."""
    deals = [
        {"deal": f"{rep}-{n}", "rep": rep, "measure": "revenue", "period": "2025-01", "amount": 1000 + n}
        for rep, count in reps.items()
        for n in range(count)
    ]
    roster = [{"rep": rep, "role": "seller", "team": "North", "target_incentive": 1000} for rep in reps]
    plan = {"settled": "monthly", "commissions": {"revenue": {"rates": {0: "10%"}, "measured": "deal", **commission}}}
    scenario = {"scenario": "deals", "plans": {"seller": plan}}
    return read_case(json.dumps({"scenario": scenario, "roster": roster, "deal_credits": deals}))


def test_many_deals_are_told_together_after_the_largest() -> None:
    case = case_of_deals({}, {"rep_a": 40})
    lines = explained_lines(explain(case.scenario, case.population, "rep_a"), case.scenario, {})
    assert [line.label for line in lines if line.label.startswith("Deal ")][:2] == ["Deal rep_a-39", "Deal rep_a-38"]
    assert ("15 more deals", "1,510.50") in [(line.label, line.value) for line in lines]


def test_deals_of_colleagues_are_not_shown_where_a_team_is_credited() -> None:
    case = case_of_deals({"credit": "team"}, {"rep_a": 2, "rep_b": 1})
    (told,) = explain(case.scenario, case.population, "rep_a")
    assert told.deals == ()
    assert told.figure("revenue", "pay_of_deals") == pytest.approx(100 + 100.1 + 100)


def test_a_yearly_payout_cap_tells_its_amount_what_was_paid_before_and_what_is_left() -> None:
    lines = explained(CASES / "cap" / "payout-per-year.yaml", "rep_a")
    assert lines[-7:] == [
        "Together",
        "Before the payout cap of the year 5,000.00",
        "Payout cap of the year 24,000.00 120 % of the target incentive of the year",
        "Paid before in the year 22,500.00",
        "Left under the cap 1,500.00 24,000.00 − 22,500.00",
        "Kept under the payout cap 30 % 1,500.00 ÷ 5,000.00",
        "Variable pay 1,500.00",
    ]
    assert "Paid now 1,500.00 5,000.00 × 30 % (payout cap)" in lines
    first_three = lines[: lines.index("rep_a, seller, 2025-Q4")]
    assert not [line for line in first_three if "cap" in line], "a cap that takes nothing away is not told"


def test_a_payout_cap_of_a_settlement_tells_what_stood_there_and_what_was_paid() -> None:
    lines = explained(CASES / "cap" / "before-less-already-paid.yaml", "rep_a")
    assert "Payout cap of the settlement 30,000.00 200 % of the target incentive" in lines
    assert "Paid now 10,000.00 37,500.00 × 80 % (payout cap) − 20,000.00" in lines


def test_caps_in_money_are_told_one_after_the_other() -> None:
    lines = explained(CASES / "cap" / "one-after-the-other.yaml", "rep_a")
    together = lines[lines.index("Together") + 1 : lines.index("Together") + 10]
    assert together == [
        "Before the payout cap of the settlement 12,500.00",
        "Payout cap of the settlement 10,000.00 200 % of the target incentive",
        "Kept under the payout cap 80 % 10,000.00 ÷ 12,500.00",
        "Before the money cap of the settlement 10,000.00",
        "Money cap of the settlement 9,000.00",
        "Before the total pay cap of the settlement 9,000.00",
        "Room under the total pay cap of the settlement 8,000.00 what the cap leaves beside the base salary",
        "Paid from the pool 80 % of what everybody earned, the part that the pool holds",
        "Variable pay 6,400.00",
    ]


def test_what_the_explanation_says_is_paid_is_what_is_paid() -> None:
    for case in load_cases(CASES / "gate"):
        for rep in case.population.roster["rep"].drop_duplicates():
            for told in explain(case.scenario, case.population, str(rep)):
                assert told.figure("", "settled") == pytest.approx(told.payout, abs=1e-6), case.name


def test_an_unknown_rep_is_told_with_the_nearest_name() -> None:
    case = load_cases(DRAW)[0]
    with pytest.raises(PopulationError, match=r"nobody called 'rep_b' is on the roster\. Did you mean 'rep_a'\?"):
        explain(case.scenario, case.population, "rep_b")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("roster: []", "case line 1: the file is not a case: it has no scenario."),
        ("scenario: x\nroster: 3", "case line 2: 'roster' is not a list of rows."),
        ("scenario: x\nrosters: []", "case line 2: there is no field 'rosters' in a case. Did you mean 'roster'?"),
        ("scenario: x", "case: the scenario has no fields."),
    ],
)
def test_a_file_that_is_no_case_is_told_with_its_line(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_case(text)
    assert says in str(caught.value)


def test_a_mistake_inside_a_case_is_told_on_its_own_line() -> None:
    text = DRAW.read_text(encoding="utf-8").replace("rates:", "rats:")
    with pytest.raises(CompsimError) as caught:
        read_case(text, "draw.yaml")
    assert "draw.yaml line 10, plans.seller.commissions.revenue.rats: there is no field 'rats' here" in str(
        caught.value
    )


def test_a_folder_without_cases_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no case here"):
        load_cases(tmp_path)


def test_one_person_of_the_company_is_explained_on_the_command_line(tmp_path: Path) -> None:
    run("example", str(tmp_path), "--no-deals")
    plan = str(tmp_path / "next_year.yaml")
    told = run("evaluate", plan, "--data", str(tmp_path), "--explain", "Rep H-01")
    assert "Rep H-01, Hunters, 2025-01 to 2025-03" in told
    data = json.loads(run("evaluate", plan, "--data", str(tmp_path), "--explain", "Rep H-01", "--json"))["explained"]
    everybody = json.loads(run("evaluate", plan, "--data", str(tmp_path), "--json"))["per_rep"]
    assert sum(each["payout"] for each in data) == pytest.approx(next(iter(everybody["Rep H-01"].values())), abs=1e-6)


def test_a_case_given_where_a_scenario_belongs_is_told_what_it_is() -> None:
    with pytest.raises(InputError, match="this is a case: a scenario together with its tables"):
        read_scenario(DRAW.read_text(encoding="utf-8"), "draw.yaml")


def test_check_tells_a_gate_that_can_never_open(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("rep,role,target_incentive\nann,seller,1000\n", encoding="utf-8")
    results = "rep,measure,period,actual,target\nann,revenue,2025-Q1,5,10\nann,margin,2025-Q1,5,\n"
    (tmp_path / "results.csv").write_text(results, encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "scenario: a\nplans:\n  seller:\n    commissions: {revenue: {rates: {0: 10%}}}\n"
        "    gates: [{measure: margin, hurdle: 80%}]\n",
        encoding="utf-8",
    )
    told = run("check", str(tmp_path), str(plan))
    assert "no result or no target for 1 on the gate on 'margin': ann. It stays shut for them" in told
