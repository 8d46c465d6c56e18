"""Results that are supposed to be larger: each row by itself, collective ones as a whole, targets as they were."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import compsim as cs
from compsim.engine.evaluation import evaluate, evaluate_scaled
from compsim.plan.part import Credit
from compsim.plan.scenario import read_scenario
from compsim.population.people import Deals, Measure, Population

TEXT = """\
scenario: rates
plans:
  hunter:
    commissions:
      own: {measure: revenue, rates: {0: 1%, 200: 2%}, measured: year}
      team: {measure: revenue, credit: team, rates: {0: 1%}}
      each: {measure: revenue, measured: deal, rates: {0: 1%, 100: 3%}}
"""


def company() -> Population:
    roster = pd.DataFrame(
        {"rep": ["A", "B"], "role": "hunter", "team": "t", "manager": "", "start": pd.NaT, "end": pd.NaT, "fte": 1.0}
        | {"base_salary": 0.0, "target_incentive": 0.0}
    )
    amount = np.array([150.0, 50.0, 80.0])
    deals = Deals(
        np.array(["x", "y", "z"], dtype=object),
        np.array([0, 0, 1]),
        np.array([0, 0, 0]),
        np.array(["revenue"] * 3, dtype=object),
        amount,
        np.ones(3),
        pd.DataFrame(index=range(3)),
    )
    return Population(
        roster=roster,
        periods=("2025",),
        definitions={"revenue": Measure("revenue")},
        results={"revenue": np.array([[200.0], [80.0]])},
        targets={},
        eligible=np.ones((2, 1)),
        deals=deals,
    )


def money(factors: Mapping[tuple[str, Credit], list[float]]) -> dict[str, list[float]]:
    scaled = {read: np.array(values) for read, values in factors.items()}
    paid = evaluate_scaled(read_scenario(TEXT.replace("hunter:", "hunter:\n    settled: yearly")), company(), scaled)
    return {name: paid.money[0, :, 0, c].tolist() for c, name in enumerate(paid.components)}


def test_as_it_was() -> None:
    """Own: 1 % of 200 and of 80. Team: 1 % of 280. Each: 1 % of 100 and 3 % of 50, 1 % of 50 and of 80."""
    paid = money({})
    assert [*paid["own"], *paid["team"], *paid["each"]] == pytest.approx([2.0, 0.8, 2.8, 2.8, 3.0, 0.8])


def test_an_amount_is_larger_for_whom_it_is_supposed_to_be() -> None:
    """Half as much again for A: 300, of which 100 at 2 %; half as many deals again as large as they were."""
    paid = money({("revenue", "individual"): [1.5, 1.0]})
    assert paid["own"] == pytest.approx([4.0, 0.8])
    assert paid["each"] == pytest.approx([4.5, 0.8])
    assert paid["team"] == pytest.approx([2.8, 2.8]), "the team's result was not supposed to be larger"


def test_a_collective_result_is_moved_for_one_and_not_for_the_others() -> None:
    assert money({("revenue", "team"): [2.0, 1.0]})["team"] == pytest.approx([5.6, 2.8])


@given(st.floats(0.2, 3.0))
def test_everything_moved_alike_is_a_company_with_larger_results(factor: float) -> None:
    """Last year's plans of the invented company without its one ratio, against results really written larger."""
    people = cs.example_population()
    scenario = cs.example_scenarios()["last_year"].reform(
        "sums",
        {"hunter.objectives.focus_share.measure": "margin", "account_manager.gates.0.measure": "margin"},
    )
    sums = [name for name, measure in people.definitions.items() if measure.combine == "sum"]
    larger = replace(people, results={name: values * factor for name, values in people.results.items()})
    scaled = {(name, "individual"): np.full(len(people.roster), factor) for name in sums}
    expected = evaluate(scenario, larger, engine="numpy")
    found = evaluate_scaled(scenario, people, scaled)  # type: ignore[arg-type]
    assert found.total() == pytest.approx(expected.total(), abs=1e-4)
    assert found.attainment == pytest.approx(expected.attainment, nan_ok=True)
