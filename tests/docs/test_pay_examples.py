"""The small worked examples on pay and the steps of the plan year: the figures on the pages, computed by hand."""

from __future__ import annotations

import re

import pytest
from macros import pay_examples, plan_cases, plan_year

from compsim.errors import InputError

NBSP = "\N{NO-BREAK SPACE}"


def test_empty_meetings_pay_by_the_count_and_cost_by_the_quality() -> None:
    # A quarter is 6,000. Revenue at 100 %: 70 % x 6,000 = 4,200. 60 of 48 meetings are 125 %: 1,800 x 125 % = 2,250.
    # 12 of 60 won is 20 %: halfway between a half and one, 75 %: 2,250 x 75 % = 1,687.50.
    pays = pay_examples.pay_example("means").pays
    assert pays["count"]["counter"] == pytest.approx(6450.0)
    assert pays["quality"]["counter"] == pytest.approx(5887.5)
    assert pays["quality"]["steady"] == pytest.approx(6000.0)


def test_good_work_without_orders_is_carried_by_the_means() -> None:
    # Revenue 132,000 of 198,000 is two thirds, which pays a third: 2,000 of 6,000 on the result alone, 1,400 of 4,200.
    # 50 of 48 meetings at one close in four: 1,800 x 50 ÷ 48 = 1,875.
    pays = pay_examples.pay_example("means").pays
    assert pays["results"]["pioneer"] == pytest.approx(2000.0)
    assert pays["quality"]["pioneer"] == pytest.approx(3275.0)
    assert pays["quality"]["lucky"] == pytest.approx(5600.0)  # 133 % of 4,200; half of the meetings pay nothing


def test_a_teams_part_moves_money_within_the_pot() -> None:
    # Factors are 2 x attainment - 1: 140, 110, 90 and 20 %; the team is at 95 %: 90 %.
    pays = pay_examples.pay_example("collective").pays
    assert list(pays["own"].values()) == pytest.approx([28_000, 22_000, 18_000, 4_000])
    assert list(pays["fifth"].values()) == pytest.approx([26_000, 21_200, 18_000, 6_800])
    assert list(pays["team"].values()) == pytest.approx([18_000] * 4)
    assert {round(sum(pays[name].values())) for name in ("own", "fifth", "half", "team")} == {72_000}


def test_a_gate_on_everything_takes_all_and_one_above_target_only_the_surplus() -> None:
    pays = pay_examples.pay_example("collective").pays
    assert set(pays["gate_all"].values()) == {0.0}
    assert list(pays["gate_above"].values()) == pytest.approx([20_000, 20_000, 18_000, 4_000])


def test_a_commission_that_is_not_shared_is_paid_to_each() -> None:
    # 4 % of 100,000 is 4,000. Incentives 5,000, 2,500 and half of 5,000; results 70, 20 and 10.
    pays = pay_examples.pay_example("shared").pays
    assert sum(pays["full"].values()) == pytest.approx(12_000)
    assert list(pays["by_incentive"].values()) == pytest.approx([2_000, 1_000, 1_000])
    assert list(pays["by_result"].values()) == pytest.approx([2_800, 800, 400])


def test_line_of_sight_fades_with_the_team() -> None:
    # 20,000 x 20 % x slope 2 x 10 points ÷ 4 = 200; ÷ 40 = 20.
    table = pay_examples.line_of_sight(0.1, [4, 40])
    assert "| 4 | €200 | €500 | €1,000 |" in table
    assert "| 40 | €20 | €50 | €100 |" in table


def test_pay_at_levels_moves_everybody() -> None:
    assert pay_examples.pay_at_levels("collective", [0.8, 1.0, 1.2]) == pytest.approx([12_000, 20_000, 28_000])


def test_a_part_of_the_plan_is_shown_as_its_file_writes_it() -> None:
    shown = pay_examples.pay_example_part("means", "first_meetings")
    assert shown.startswith("```yaml\nfirst_meetings:\n  weight: 30%\n")
    assert shown.endswith("    curve: {points: {15%: 50%, 25%: 100%, 35%: 120%}}\n```")


def test_unknown_examples_parts_cases_and_steps_are_refused_with_what_there_is() -> None:
    with pytest.raises(InputError, match="Did you mean 'means'"):
        pay_examples.pay_example("mean")
    with pytest.raises(InputError, match="no part 'meetings'"):
        pay_examples.pay_example_part("means", "meetings")
    with pytest.raises(InputError, match="Did you mean 'gate/team-hurdle'"):
        plan_cases.case_shown("gate/team-hurdles")
    with pytest.raises(InputError, match="no step 'Desire'"):
        plan_year.weeks_before("Desire")


def test_effective_weights_tell_paper_from_life() -> None:
    assert f"| Hunters | First meetings | 15{NBSP}% |" in pay_examples.effective_weights("means")
    collective = pay_examples.effective_weights("collective")
    assert len(re.findall("Revenue of the team", collective)) == 3
    assert "First meetings" not in collective


def test_the_steps_of_the_year_come_in_order_and_fall_on_their_days() -> None:
    weeks = [step.week for step in plan_year.STEPS]
    assert weeks == sorted(weeks)
    assert plan_year.day_of(-4) == f"4{NBSP}December"  # 28 days before 1 January
    assert plan_year.day_for("Step one: the team meeting", 4) == f"4{NBSP}March"
    assert plan_year.weeks_before("Decide") == 6


def test_the_announcement_is_a_part_of_the_calendar() -> None:
    announced = [line.split(" | ")[2] for line in plan_year.announce_timing().splitlines()[2:]]
    calendar = plan_year.plan_calendar("").splitlines()[2:]
    names = [re.sub(r"\*\*|\[|\]\(.*?\)", "", line.split(" | ")[1]) for line in calendar]
    assert announced == [name for name in names if name in announced]
    assert {"Decide", "Close"} <= set(announced) < set(names)


def test_the_part_of_a_year_before_targets_were_told_is_the_plan_lints() -> None:
    assert plan_year.share_gone("2025-03-01") == f"16{NBSP}%"  # 59 of 365 days
    assert plan_year.share_gone("2025-10-15") == f"79{NBSP}%"  # 287 of 365 days
