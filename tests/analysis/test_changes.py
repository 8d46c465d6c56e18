"""What two plans say differently: found at its path, and enough to make the reform again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import compsim as cs
from compsim.analysis.changes import changes_between
from compsim.plan.scenario import Scenario, read_scenario

TEXT = """\
scenario: old
currency: EUR
plans:
  seller:
    objectives:
      revenue: {weight: 60%, title: Revenue, curve: {points: {80%: 0%, 100%: 100%}}}
      margin: {weight: 40%, curve: {steps: {80%: 50%, 100%: 100%}}}
    gates: [{measure: margin, hurdle: 70%}]
    caps: {payout: 200%}
"""
OLD = read_scenario(TEXT)


def told(**changes: Any) -> list[tuple[str, str, Any, Any]]:
    reform = OLD.reform("new", {path.replace("__", "."): value for path, value in changes.items()})
    return [(each.kind, each.path, each.before, each.after) for each in changes_between(OLD, reform)]


def test_the_same_plan_under_another_name_and_title_changes_nothing() -> None:
    assert told() == []
    assert told(seller__objectives__revenue__title="Turnover") == []


def test_a_value_a_table_a_gate_and_a_cap() -> None:
    changes = told(
        seller__settled="monthly",
        seller__objectives__revenue__curve__points={"80%": "0%", "120%": "100%"},
        seller__gates__0__hurdle="75%",
        seller__caps__payout="150%",
    )
    before, after = {"80%": "0%", "100%": "100%"}, {"80%": "0%", "120%": "100%"}
    assert sorted(changes, key=lambda each: each[1]) == [
        ("changed", "seller.caps.payout", "200%", "150%"),
        ("changed", "seller.gates.0.hurdle", "70%", "75%"),
        ("changed", "seller.objectives.revenue.curve.points", before, after),
        ("added", "seller.settled", None, "monthly"),
    ]


def test_a_part_that_is_gone_is_one_change() -> None:
    (gone,) = told(seller__gates=None)
    assert gone[:2] == ("removed", "seller.gates")


def test_what_stands_beside_the_plans() -> None:
    other = read_scenario(TEXT.replace("currency: EUR", "currency: CHF"))
    (change,) = changes_between(OLD, other)
    assert (change.role, change.path, change.before, change.after) == ("", "currency", "EUR", "CHF")


def plain_without_titles(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {name: plain_without_titles(inner) for name, inner in plain.items() if name not in ("title", "note")}
    return [plain_without_titles(each) for each in plain] if isinstance(plain, list) else plain


def made_again(old: Scenario, new: Scenario) -> Scenario:
    return old.reform(new.name, {each.path: each.after for each in changes_between(old, new) if each.role})


@pytest.mark.parametrize(("old", "new"), [("last_year", "next_year"), ("next_year", "last_year")])
def test_the_changes_make_the_reform_out_of_the_baseline(old: str, new: str) -> None:
    scenarios, people = cs.example_scenarios(), cs.example_population()
    again = made_again(scenarios[old], scenarios[new])
    assert plain_without_titles(again.to_plain()["plans"]) == plain_without_titles(scenarios[new].to_plain()["plans"])
    pay = cs.evaluate([again, scenarios[new].model_copy(update={"name": "as written"})], people).total()
    assert pay[0] == pytest.approx(pay[1])


@given(st.integers(1, 99), st.sampled_from(["monthly", "quarterly", "yearly"]), st.booleans())
def test_every_value_that_is_changed_is_found_once(weight: int, settled: str, capped: bool) -> None:
    wanted: dict[str, Any] = {
        "seller.objectives.revenue.weight": f"{weight}%",
        "seller.objectives.margin.weight": f"{100 - weight}%",
        "seller.settled": settled,
        "seller.caps.payout": "200%" if capped else "150%",
    }
    new = OLD.reform("new", wanted)
    found = changes_between(OLD, new)
    assert len({each.path for each in found}) == len(found)
    assert len(found) == 2 * (weight != 60) + (settled != "quarterly") + (not capped)
    assert made_again(OLD, new).to_plain() == new.to_plain()
