"""Tables to show: headings with units, figures unrounded, text as a reader sees it; and CSV that runs nothing."""

import numpy as np
import pandas as pd
import pytest

from compsim.analysis.attainment import attainment_of
from compsim.analysis.cost import total_cost
from compsim.analysis.impact import winners_and_losers
from compsim.analysis.rows import roster_rows
from compsim.engine.payouts import Payouts
from compsim.present import tables
from tests.analysis.hand_made import payouts, people


@pytest.fixture(name="paid")
def _paid() -> Payouts:
    money = np.zeros((2, 5, 2, 2))
    money[0] = 25.123
    money[1] = 26.0
    money[1, 0] = 0.0
    population = people([f"R{i}" for i in range(5)], ["2025-01", "2025-02"], region="North", currency="EUR")
    incomplete = np.zeros((2, 5), dtype=bool)
    incomplete[1, 0] = True
    return payouts(money, population, components=["revenue", "gate"], incomplete=incomplete)


def test_money_headings_name_the_currency_and_figures_stay_unrounded(paid: Payouts) -> None:
    table = tables.cost_table(total_cost(paid))
    assert table.frame.loc[0, "Payout (EUR)"] == pytest.approx(502.46)
    assert table.text().loc[0, "Payout (EUR)"] == "502"
    assert table.text(decimals=2).loc[0, "Payout (EUR)"] == "502.46"
    assert table.text().loc[0, "Payout ÷ target incentive"] == "50.2\u00a0%"
    assert table.text().loc[0, "Cost of sales"] == "–"


def test_every_table_has_a_heading_and_a_kind_for_each_column(paid: Payouts) -> None:
    cost, attainment, impact = total_cost(paid), attainment_of(paid), winners_and_losers(paid, by="region")
    assert impact.groups is not None
    made = [
        tables.cost_table(cost),
        tables.cost_by_period_table(cost),
        tables.cost_by_component_table(cost),
        tables.grouped_table("By team", cost.by_team, "EUR"),
        tables.grouped_table("By role", attainment.by_role),
        tables.grouped_table("By region", impact.groups, "EUR"),
        tables.attainment_table(attainment),
        tables.objectives_table(attainment),
        tables.quantiles_table(attainment),
        tables.roster_table(attainment.rows, "EUR"),
        tables.bands_table(impact),
        tables.totals_table(impact),
        tables.changes_table(impact),
        tables.left_out_table(impact),
        tables.norms_table(0.74),
        tables.periods_table(paid, "EUR"),
        tables.components_table(paid, "EUR"),
    ]
    for table in made:
        assert len(table.kinds) == len(table.frame.columns), table.title
        assert table.frame.columns.is_unique, table.title
        assert not [name for name in table.frame.columns if "_" in name], table.title
        assert table.text().shape == table.frame.shape, table.title


def test_a_grouped_table_is_headed_by_what_makes_the_groups(paid: Payouts) -> None:
    impact = winners_and_losers(paid, by="region")
    assert impact.groups is not None
    assert "region" in tables.grouped_table("By region", impact.groups).frame
    assert "Team" in tables.grouped_table("By team", total_cost(paid).by_team).frame


def test_inner_names_are_shown_in_words(paid: Payouts) -> None:
    changes = tables.changes_table(winners_and_losers(paid)).text()
    assert changes.loc[0, "Change of pay"] == "below −5\u00a0%"
    assert changes.loc[1, "Change"] == "+3.5\u00a0%"  # from 100.492 to 104
    assert changes["Missing result"].tolist() == ["yes", "", "", "", ""]
    assert tables.quantiles_table(attainment_of(paid)).frame["Figure"][0] == "Attainment"


def test_wide_tables_hold_the_same_money_as_the_rows(paid: Payouts) -> None:
    total = roster_rows(paid)["payout"].tolist()
    for table in (tables.periods_table(paid, "EUR"), tables.components_table(paid, "EUR")):
        assert table.frame["All (EUR)"].tolist() == pytest.approx(total)
    assert tables.periods_table(paid).frame["2025-02"].tolist()[5:] == [0.0, 52.0, 52.0, 52.0, 52.0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠1"])  # noqa: RUF001 - what is tested
def test_text_that_looks_like_a_formula_is_made_harmless(text: str) -> None:
    assert tables.harmless(text) == f"'{text}"
    assert tables.harmless(f"a{text}") == f"a{text}"


def test_csv_runs_nothing_and_keeps_figures() -> None:
    frame = pd.DataFrame({"=rep": ["=cmd()", "Ann", None], "money": [-0.0, -1.5, 0.1 + 0.2], "n": [1, 2, 3]})
    assert tables.csv_text(frame) == "'=rep,money,n\n'=cmd(),0.0,1\nAnn,-1.5,2\n,0.3,3\n"


def test_a_table_without_rows_says_so_in_a_terminal() -> None:
    empty = tables.Table("What stands out", pd.DataFrame({"Test": []}), ("text",))
    assert tables.table_text(empty) == "What stands out: none"


def test_rows_are_found_by_every_word_in_their_texts(paid: Payouts) -> None:
    table = tables.roster_table(roster_rows(paid), "EUR")
    scenario = str(table.frame.iloc[0, 0])
    assert len(table.having("r3").frame) == 2
    assert len(table.having(f"R3 {scenario.upper()}").frame) == 1
    assert table.having("r3 nowhere").frame.empty
    assert len(table.having("").frame) == len(table.frame)
    assert table.having("25").frame.empty, "figures are no text"
