"""The invented company's figures: calibrated, with its truths there to be found, and paid as its plan says.

Run this file (`python -m tests.population.test_example_truths`) to renew company/paid.csv after the company or last
year's plan has changed.
"""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.invented import example_scenarios
from compsim.population.example import company
from compsim.population.example.company import TRUTHS, csv_text, example_population, example_tables, scenario_texts
from compsim.population.example.results import GATE_SHARE, HIGH_TARGET

Tables = dict[str, pd.DataFrame]
HURDLE = GATE_SHARE / 0.25  # the account managers' target for the focus product's share


@pytest.fixture(scope="module")
def tables() -> Tables:
    return example_tables()


@pytest.fixture(scope="module")
def control() -> Tables:
    return example_tables(truths=False)


@pytest.fixture(scope="module")
def payouts() -> Payouts:
    return evaluate(list(example_scenarios().values()), example_population())


def yearly(tables: Tables) -> pd.DataFrame:
    """Each rep's results and attainment of the year, beside the attributes of the first roster row."""
    results = tables["results"].dropna(subset=["actual"])
    actual = results.pivot_table(index="rep", columns="measure", values="actual", aggfunc="sum")
    asked = results.dropna(subset=["target"])
    wanted = asked.pivot_table(index="rep", columns="measure", values="target", aggfunc="sum")
    met = asked.pivot_table(index="rep", columns="measure", values="actual", aggfunc="sum")
    people = tables["roster"].drop_duplicates("rep").set_index("rep")
    frame = people.join((met / wanted).add_suffix("_attained")).join(actual)
    return frame.assign(focus_share=frame["focus_revenue"] / frame["revenue"])


# ── calibration: shares, spread and correlations as the published figures in the handbook's sources say ─────────────


@pytest.mark.parametrize("truths", [True, False])
def test_a_quarter_closes_24_34_and_42_percent_month_by_month(truths: bool) -> None:
    # The months of a quarter in the CRM Sales Opportunities data set (Maven Analytics).
    months = np.nansum(example_population(2000, 1, truths=truths).results["revenue"], axis=0).reshape(4, 3)
    assert (months / months.sum(axis=1, keepdims=True)).mean(axis=0) == pytest.approx([0.24, 0.34, 0.42], abs=0.01)


def test_attainment_is_spread_and_bent_to_the_right(tables: Tables) -> None:
    attained = yearly(tables)["revenue_attained"]
    assert 0.2 <= attained.std() <= 0.25
    assert ((attained - attained.mean()) ** 3).mean() > 0.3 * attained.std() ** 3
    assert 0.55 <= (attained >= 1).mean() <= 0.70
    assert attained.max() < 1.75


def test_who_sells_more_finds_more_new_customers_but_not_always(tables: Tables) -> None:
    frame = yearly(tables)
    assert 0.3 <= frame["revenue_attained"].corr(frame["new_customers_attained"]) <= 0.5


@pytest.mark.parametrize("attribute", ["gender", "seniority"])
def test_where_nothing_is_planted_a_gap_is_within_its_standard_error(
    tables: Tables, control: Tables, attribute: str
) -> None:
    # Seniority is planted in the company itself, so only the control company must be even there.
    for one in (tables, control) if attribute == "gender" else (control,):
        attained = yearly(one).groupby(attribute)["revenue_attained"]
        mean, error = attained.mean(), attained.sem()
        assert abs(mean.iloc[0] - mean.iloc[1]) < np.hypot(error.iloc[0], error.iloc[1])


# ── planted truths: there in the company, absent in the control company ─────────────────────────────────────────────


def test_every_truth_is_documented() -> None:
    assert len({truth.name for truth in TRUTHS}) == 5
    assert all(truth.where and truth.size and truth.finding for truth in TRUTHS)


def test_the_south_has_targets_above_its_potential(tables: Tables, control: Tables) -> None:
    asked = tables["results"].query("measure == 'revenue'").groupby("rep")["target"].sum()
    frame = yearly(tables)
    whole = frame[(frame["fte"] == 1) & (frame["start"] == "2025-01-01") & frame["end"].isna()]
    share = (asked.reindex(whole.index) / whole["potential"]).groupby(whole["region"]).mean()
    assert share["South"] / share["North"] == pytest.approx(HIGH_TARGET, abs=0.01)
    mean = frame.groupby("region")["revenue_attained"].mean()
    assert mean["South"] < mean.drop("South").min() - 0.15
    even = yearly(control).groupby("region")["revenue_attained"].mean()
    assert even.max() - even.min() < 0.06


def test_seniors_get_the_inbound_leads(tables: Tables, control: Tables) -> None:
    for one, gap in ((tables, 0.30), (control, 0.0)):
        seniority = one["roster"].drop_duplicates("rep").set_index("rep")["seniority"]
        inbound = (one["deals"]["source"] == "inbound").groupby(one["deals"]["rep"].map(seniority)).mean()
        assert inbound["senior"] - inbound["junior"] == pytest.approx(gap, abs=0.04)
    attained = yearly(tables).groupby("seniority")["revenue_attained"].mean()
    assert attained["senior"] > attained["junior"] + 0.04


def test_first_meetings_of_inside_sales_have_no_spread(tables: Tables, control: Tables) -> None:
    inside = {
        name: yearly(one).query("role == 'inside_sales'") for name, one in (("with", tables), ("without", control))
    }
    assert inside["with"]["first_meetings_attained"].between(1.0, 1.02).all()
    assert inside["without"]["first_meetings_attained"].std() > 0.1
    assert example_scenarios()["last_year"].plans["inside_sales"].objectives["first_meetings"].weight == 0.2


def test_half_of_one_team_misses_the_gate_by_a_hair(tables: Tables, control: Tables) -> None:
    managers = yearly(tables).query("role == 'account_manager'")
    gate = example_scenarios()["last_year"].plans["account_manager"].gates[0]
    assert gate.hurdle == pytest.approx(HURDLE)
    missed = managers[managers["focus_share"] < GATE_SHARE]
    assert missed["team"].unique().tolist() == ["Centre account managers"]
    assert len(missed) == (managers["team"] == "Centre account managers").sum() / 2
    assert (missed["focus_share"] / 0.25).between(HURDLE - 0.0101, HURDLE).all()
    others = yearly(control).query("role == 'account_manager'")
    assert (others["focus_share"] >= GATE_SHARE).all()


def test_one_deal_makes_one_reps_year(tables: Tables, control: Tables) -> None:
    largest = tables["deals"].query("stage == 'Won'").nlargest(2, "amount")
    assert largest["amount"].iloc[0] > 8 * largest["amount"].iloc[1]
    rep = yearly(tables).loc[[largest["rep"].iloc[0]]]
    attained = float(rep["revenue_attained"].iloc[0])
    without = attained * (1 - float(largest["amount"].iloc[0] / rep["revenue"].iloc[0]))
    assert attained - without == pytest.approx(0.6, abs=0.01)
    assert 0.85 < without < 1.15
    ordinary = control["deals"].query("stage == 'Won'")["amount"].nlargest(2)
    assert ordinary.iloc[0] < 2 * ordinary.iloc[1]


# ── plans ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_plans_ask_for_nothing_the_company_lacks(payouts: Payouts) -> None:
    assert payouts.names == tuple(scenario_texts())
    assert payouts.on_plan.all()
    assert not payouts.incomplete.any()
    assert not payouts.notes


def test_what_was_paid_is_what_last_years_plan_pays_to_the_cent(tables: Tables) -> None:
    assert csv_text(tables["paid"]) == paid_by_last_year()


def test_what_was_paid_is_known_for_the_default_company_only(control: Tables) -> None:
    assert "paid" not in control
    assert "paid" not in example_tables(73, deals=False)
    assert example_population(seed=1).paid is None


def test_both_plans_cost_about_the_same_and_the_new_one_moves_money(payouts: Payouts) -> None:
    last, following = payouts.total().sum(axis=1)
    assert abs(following / last - 1) < 0.04
    pay = payouts.per_rep()
    change = pay["next_year"] / pay["last_year"] - 1
    assert 15 <= (change < -0.05).sum() <= 40
    assert 15 <= (change > 0.05).sum() <= 45


def test_the_new_plan_brings_70_to_80_percent_to_target(payouts: Payouts) -> None:
    last, following = (payouts.overall_attainment() >= 1).mean(axis=1)
    assert 0.55 <= last <= 0.70
    assert 0.70 <= following <= 0.80


def test_the_plans_fit_a_company_of_another_size() -> None:
    large = evaluate(list(example_scenarios().values()), example_population(2000, 1))
    last, following = large.total().sum(axis=1)
    assert abs(following / last - 1) < 0.05
    assert (large.overall_attainment() >= 1).mean(axis=1) == pytest.approx([0.58, 0.79], abs=0.04)


def test_the_gate_halves_the_pay_of_those_who_miss_it(payouts: Payouts, tables: Tables) -> None:
    frame = payouts.long().query("scenario == 'last_year'")
    taken = frame.query("component == 'gate'").groupby("rep")["money"].sum()
    missed = yearly(tables).query("role == 'account_manager' and focus_share < @GATE_SHARE").index
    assert set(taken[taken < 0].index) == set(missed)
    earned = frame.query("component not in ['gate', 'cap']").groupby("rep")["money"].sum()
    assert (-taken[missed] / earned[missed]).to_numpy() == pytest.approx(0.5)


def paid_by_last_year() -> str:
    """The table `paid` as CSV: last year's plan on the default company, half up to the cent."""
    pay = evaluate(example_scenarios()["last_year"], example_population()).per_rep()["last_year"]
    cents = [Decimal(repr(round(float(money), 6))).quantize(Decimal("0.01"), ROUND_HALF_UP) for money in pay]
    return csv_text(pd.DataFrame({"rep": pay.index, "paid": [float(money) for money in cents]}))


if __name__ == "__main__":
    (Path(company.__file__).parent / "company" / "paid.csv").write_bytes(paid_by_last_year().encode())
