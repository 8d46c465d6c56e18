"""Golden cases: every YAML file under cases/, on every engine, to the cent.

Each file is a scenario with its tables inline, the source of its number and what it expects.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from compsim.engine.evaluation import ENGINES, evaluate
from compsim.engine.payouts import Payouts
from compsim.marked_yaml import read_yaml
from compsim.plan.curve import PayCurve
from compsim.plan.quantity import parse_ratio
from compsim.plan.scenario import scenario_from_plain
from compsim.population.reading import population_from_tables

CASES = sorted((Path(__file__).parent / "cases").rglob("*.yaml"))
CENT = 0.005


def read_case(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    return case


def tables_of(case: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(case[name]) for name in ("roster", "results", "measures") if name in case}


def pay_of(payouts: Payouts) -> dict[str, float]:
    return payouts.per_rep().iloc[:, 0].to_dict()


def curve_of(payouts: Payouts, name: str) -> PayCurve:
    plan = next(iter(payouts.scenarios[0].plans.values()))
    return plan.commissions[name].compile()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_pays_what_its_source_says(path: Path, engine: Any) -> None:
    case = read_case(path)
    population = population_from_tables(tables_of(case))
    payouts = evaluate(scenario_from_plain(case["scenario"]), population, engine=engine)
    assert case["source"]
    assert case["expect"]
    for kind, expected in case["expect"].items():
        CHECKS[kind](payouts, expected)


def check_pays(payouts: Payouts, expected: Mapping[str, float]) -> None:
    assert pay_of(payouts) == pytest.approx(expected, abs=CENT)


def check_total_pay(payouts: Payouts, expected: Mapping[str, float]) -> None:
    base = pd.Series(payouts.base_salary.sum(axis=1), index=payouts.population.roster["rep"].to_numpy())
    total = {rep: pay + base[rep] for rep, pay in pay_of(payouts).items()}
    assert total == pytest.approx(expected, abs=CENT)


def check_pays_less_tax(payouts: Payouts, expected: Mapping[str, Any]) -> None:
    kept = 1 - parse_ratio(expected["tax"])
    after = {rep: pay * kept for rep, pay in pay_of(payouts).items()}
    assert after == pytest.approx({rep: pay for rep, pay in expected.items() if rep != "tax"}, abs=CENT)


def check_by_period(payouts: Payouts, expected: Mapping[str, Mapping[str, float]]) -> None:
    long = payouts.long()
    paid = long.groupby(["rep", "period"])["money"].sum().unstack().to_dict(orient="index")
    assert set(paid) == set(expected)
    for rep, periods in expected.items():
        assert paid[rep] == pytest.approx(periods, abs=CENT)


def check_components(payouts: Payouts, expected: Mapping[str, Mapping[str, float]]) -> None:
    long = payouts.long()
    paid = long.groupby(["rep", "component"])["money"].sum().unstack().to_dict(orient="index")
    for rep, components in expected.items():
        assert paid[rep] == pytest.approx(components, abs=CENT)


def check_incomplete(payouts: Payouts, expected: list[str]) -> None:
    reps = payouts.population.roster["rep"].to_numpy()
    assert sorted(reps[payouts.incomplete[0]]) == sorted(expected)


def check_amount_needed(payouts: Payouts, expected: Mapping[str, Any]) -> None:
    needed = curve_of(payouts, expected["component"]).needed_for(expected["total_pay"] - expected["base_salary"])
    assert needed == pytest.approx(expected["is"], abs=expected["within"])


def check_slice(payouts: Payouts, expected: Mapping[str, Any]) -> None:
    slices = curve_of(payouts, expected["component"]).slices(expected["at"])
    assert slices[expected["slice"]][3] == pytest.approx(expected["is"], abs=CENT)


CHECKS = {
    "pays": check_pays,
    "total_pay": check_total_pay,
    "pays_less_tax": check_pays_less_tax,
    "pays_by_period": check_by_period,
    "components": check_components,
    "incomplete": check_incomplete,
    "amount_needed": check_amount_needed,
    "slice_pays": check_slice,
}


def test_published_cases_carry_the_published_number() -> None:
    """Each of the 23 published cases is here; the sum of their numbers guards against a slip in copying."""
    published = [read_case(path) for path in CASES if path.parent.name == "published"]
    assert len(published) == 23
    numbers = [value for case in published for value in _expected_numbers(case["expect"])]
    assert sum(numbers) == Decimal(98814)


def _expected_numbers(expect: Mapping[str, Any]) -> list[Decimal]:
    inner = next(iter(expect.values()))
    if "is" in inner:
        return [Decimal(str(inner["is"]))]
    return [Decimal(str(next(value for key, value in inner.items() if key != "tax")))]
