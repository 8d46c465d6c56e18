"""Where one person's pay changes its course, how far that is and what a point pays on both sides; all by hand."""

from dataclasses import replace

import numpy as np
import pytest

from compsim.analysis.own_kinks import Kink, next_kink, next_points, places
from compsim.analysis.own_pay import Own, own_of, pay_at
from compsim.plan.scenario import Scenario
from compsim.population.people import Population
from tests.analysis.really import LINEAR, plan, sellers

BENT = "curve: {points: {50%: 0%, 100%: 100%, 150%: 300%}}"  # 20 a point up to target, 40 beyond, of 1,000


def own(scenario: Scenario, *results: float, measure: str = "r") -> Own:
    return own_of(scenario, sellers({measure: list(results)}), 0)


def ahead(of: Own, here: float, lever: int = 0) -> Kink:
    found = next_kink(of, {of.levers[lever].name: here}, of.levers[lever])
    assert found is not None
    return found


def told(kink: Kink) -> tuple[float, ...]:
    """Where, what a point pays before and after, and by how much pay leaps."""
    return tuple(round(figure, 4) for figure in (kink.place.at, kink.before, kink.after, kink.leap))


@pytest.mark.parametrize(
    ("here", "expected"),
    [(0.3, (0.5, 0, 20, 0)), (0.9, (1.0, 20, 40, 0)), (0.999, (1.0, 20, 40, 0)), (1.0, (1.5, 40, 0, 0))],
)
def test_a_curve_begins_bends_and_ends(here: float, expected: tuple[float, ...]) -> None:
    assert told(ahead(own(plan("bent", {"r": f"weight: 100%, {BENT}"}), 90), here)) == expected


def test_past_the_last_place_nothing_changes() -> None:
    bent = own(plan("bent", {"r": f"weight: 100%, {BENT}"}), 90)
    assert next_kink(bent, {"r": 1.5}, bent.levers[0]) is None


def test_a_step_jumps_and_a_cliff_falls() -> None:
    """Half of 600 at 80 %, all of it at 100 %; past 120 % nothing is left."""
    steps = "weight: 60%, curve: {steps: {80%: 50%, 100%: 100%, 120%: 0%}}"
    climbing = own(plan("steps", {"r": steps, "s": f"measure: r, credit: team, weight: 40%, {LINEAR}"}), 70)
    assert [told(ahead(climbing, here)) for here in (0.7, 0.8, 1.0)] == [
        (0.8, 0, 0, 300),
        (1.0, 0, 0, 300),
        (1.2, 0, 0, -600),
    ]


def test_an_edge_that_belongs_to_the_part_below_still_lies_ahead_of_who_stands_on_it() -> None:
    lower = own(plan("lower", {"r": "weight: 100%, curve: {steps: {0%: 0%, 100%: 100%}, edge: lower}"}), 100)
    assert lower.as_was.total == 0.0
    assert told(ahead(lower, 1.0)) == (1.0, 0, 0, 1000)
    upper = own(plan("upper", {"r": "weight: 100%, curve: {steps: {0%: 0%, 100%: 100%}}"}), 100)
    assert next_kink(upper, {}, upper.levers[0]) is None


def test_a_gate_on_the_same_result_is_a_place_and_the_points_before_it_pay_nothing() -> None:
    gated = own(plan("gated", {"r": f"weight: 100%, {LINEAR}"}, ", gates: [{measure: r, hurdle: 90%}]"), 80)
    found = ahead(gated, 0.8)
    assert told(found) == (0.9, 0, 10, 900)
    assert found.place.cause == "gate"


def test_behind_a_gate_that_stays_shut_nothing_changes() -> None:
    shut = plan("shut", {"r": f"weight: 100%, {BENT}"}, ", gates: [{measure: s, hurdle: 90%}]")
    people = sellers({"r": [80], "s": [50]})
    behind = own_of(shut, people, 0)
    assert next_kink(behind, {}, behind.levers[0]) is None
    assert len(places(behind, {}, behind.levers[0])) == 3


@pytest.mark.parametrize(
    ("caps", "cause"), [(", caps: {payout: 200%}", "cap"), ("", "curve")], ids=["on all pay", "of the part"]
)
def test_a_cap_ends_what_a_point_pays(caps: str, cause: str) -> None:
    """Twice the incentive is reached at 125 %."""
    part = f"weight: 100%, {'' if caps else 'caps: {factor: 200%}, '}{BENT}"
    found = ahead(own(plan("capped", {"r": part}, caps), 90), 1.0)
    assert found.place.at == pytest.approx(1.25, abs=2e-4)
    assert (found.before, found.after, found.leap) == pytest.approx((40, 0, 0))
    assert found.place.cause == cause


def test_pay_that_a_cap_already_cuts_does_not_change_any_more() -> None:
    """From 130 % on the cap holds, so the end of the curve at 150 % is no place for this person."""
    capped = own(plan("capped", {"r": f"weight: 100%, {BENT}"}, ", caps: {payout: 200%}"), 130)
    assert next_kink(capped, {}, capped.levers[0]) is None
    assert next_points(capped, {})[0].pays == 0.0


def in_quarters(results: list[float]) -> Population:
    """One seller by quarter, a target of 100 and an incentive of 250 in each."""
    people = sellers({"r": [0]})
    return replace(
        people,
        periods=("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"),
        results={"r": np.array([results])},
        targets={"r": np.full((1, 4), 100.0)},
        eligible=np.ones((1, 4)),
    )


def test_quarters_that_count_by_themselves_reach_a_place_one_after_the_other() -> None:
    """50, 100, 150 and 100: at 90 % of all of it the third is past its target; the second and fourth reach it at 100 %.

    Up to there the first, second and fourth move: 250 × (0.5 + 1 + 1) a hundred points; then the first alone.
    """
    flat = plan("flat", {"r": "weight: 100%, measured: quarter, curve: {points: {0%: 0%, 100%: 100%}}"})
    flat = flat.reform("quarterly", {"seller.settled": "quarterly"})
    year = own_of(flat, in_quarters([50, 100, 150, 100]), 0)
    first = ahead(year, 0.9)
    assert told(first) == (1.0, 6.25, 1.25, 0)
    assert (first.place.since, first.place.until, first.place.reads) == ("2025-Q2", "2025-Q2", 1.0)
    last = ahead(year, 1.0)
    assert told(last) == (2.0, 1.25, 0, 0)
    assert last.place.until == "2025-Q1"


def test_lower_is_better_is_told_in_attainment() -> None:
    """80 days are 120 %; the curve begins at 80 %, which are 120 days."""
    part = "weight: 100%, curve: {points: {80%: 0%, 100%: 100%, 150%: 200%}}"
    days = own_of(plan("days", {"d": part}), sellers({"d": [80]}, better={"d": "lower"}), 0)
    assert [told(ahead(days, here)) for here in (0.0, 0.9, 1.2)] == [(0.8, 0, 50, 0), (1, 50, 20, 0), (1.5, 20, 0, 0)]
    assert next_kink(days, {"d": 2.0}, days.levers[0]) is None


def test_a_second_target_of_the_same_result_is_told_in_the_firsts_attainment() -> None:
    """Against 150 the step at 100 % is reached where the first stands at 150 %; the first alone pays 5 a point."""
    both = plan(
        "both",
        {
            "a": f"measure: r, weight: 50%, {LINEAR}",
            "b": "measure: r, weight: 50%, target: {every_year: 150}, curve: {steps: {100%: 100%}}",
        },
    )
    found = ahead(own(both, 70), 0.7)
    assert told(found) == (1.5, 5, 5, 500)
    assert (found.place.part, found.place.reads) == ("b", 1.0)


def test_one_curve_for_all_is_reached_by_each_on_the_way_that_is_left() -> None:
    """60 % and 80 %, half each, are 70 %; the first alone must come to 120 % for 100 %. 1,000 ÷ 50 × ½ a point."""
    blended = plan(
        "blended",
        {"a": "weight: 50%", "b": "weight: 50%"},
        ", mix: blended, curve: {points: {50%: 0%, 100%: 100%}}",
    )
    both = own_of(blended, sellers({"a": [60], "b": [80]}), 0)
    assert told(ahead(both, 0.6)) == (1.2, 10, 0, 0)


def test_a_factor_on_the_same_result_is_a_place() -> None:
    """From 110 % on everything is paid one and a half times: 1,100 become 1,650, a point 10 becomes 15."""
    times = "multiplier: {measure: r, on: attainment, curve: {steps: {0%: 100%, 110%: 150%}}}"
    found = ahead(own(plan("times", {"r": f"weight: 100%, {LINEAR}, {times}"}), 100), 1.0)
    assert told(found) == (1.1, 10, 15, 550)
    assert found.place.cause == "factor"


def test_the_team_and_the_own_result_have_places_of_their_own() -> None:
    mixed = plan(
        "mixed",
        {
            "own": f"measure: r, weight: 50%, {LINEAR}",
            "all": "measure: r, credit: team, weight: 50%, curve: {steps: {100%: 100%}}",
        },
    )
    two = own_of(mixed, sellers({"r": [50, 100]}), 0)
    assert next_kink(two, {}, two.levers[0]) is None
    assert told(ahead(two, 0.75, lever=1)) == (1.0, 0, 0, 500)


def test_a_point_is_the_difference_of_two_evaluations_at_the_place_where_it_is_asked() -> None:
    """Across the bend at 100 % half a point pays 20 a point and half a point 40."""
    bent = own(plan("bent", {"r": f"weight: 100%, {BENT}"}), 90)
    [found] = next_points(bent, {"r": 0.995})
    assert found.pays == pytest.approx(30.0)
    assert found.pays == pytest.approx(pay_at(bent, {"r": 1.005}).total - pay_at(bent, {"r": 0.995}).total)
