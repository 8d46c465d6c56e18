"""A rate that something else picks is drawn as a rate: what picks it across, its own unit up, a step at each edge."""

from __future__ import annotations

from typing import Any

import pytest

from compsim.plan.scenario import Plan
from simulator.curve_words import pays_title, picked_title, rate_title, read_title
from simulator.curves import curve_at, picked_by, picking_measure
from simulator.rate_chart import Side, rate_chart

PLAN: dict[str, Any] = {
    "objectives": {
        "revenue": {
            "weight": "100%",
            "curve": {
                "rates": {"80%": 0.5, "100%": 1.5},
                "tiers": "whole",
                "by": {"measure": "margin", "on": "attainment"},
            },
        }
    },
    "commissions": {
        "extra": {"measure": "margin", "rates": {0: "1%", 1000: "2%"}, "by": {"measure": "revenue", "credit": "team"}},
        "pieces": {"rates": {0: "5 each", 10: "8 each"}, "by": {"credit": "company"}},
        "so_far": {"measure": "margin", "rates": {0: "2%", 500: "1%"}, "by": "payout"},
        "plain": {"measure": "margin", "rates": {0: "2%", 500: "1%"}, "tiers": "whole"},
    },
}
OBJECTIVE, EXTRA, PIECES = ("objectives", "revenue", "curve"), ("commissions", "extra"), ("commissions", "pieces")


@pytest.fixture
def plan() -> Plan:
    return Plan.model_validate(PLAN)


def test_a_rate_is_named_by_what_it_pays_on(plan: Plan) -> None:
    assert rate_title(plan, OBJECTIVE, "EUR") == "% of target incentive for each % attained"
    assert rate_title(plan, EXTRA, "EUR") == "Share of Margin paid"
    assert rate_title(plan, PIECES, "EUR") == "EUR for each of Pieces"


def test_what_picks_it_is_named_with_its_unit_and_whose_it_is(plan: Plan) -> None:
    assert picked_title(plan, OBJECTIVE, "") == "Attainment of Margin"
    assert picked_title(plan, EXTRA, "EUR") == "Revenue, team (EUR)"
    assert picked_title(plan, PIECES, "") == "Pieces, company"
    assert picking_measure(plan, PIECES) == "pieces"


def test_the_table_says_the_same_as_the_picture(plan: Plan) -> None:
    assert (read_title(plan, OBJECTIVE), pays_title(plan, OBJECTIVE)) == ("Margin from", "Pays per %")
    assert (read_title(plan, ("commissions", "so_far")), picked_by(plan, ("commissions", "so_far"))) == (
        "Paid so far, from",
        None,
    )
    assert pays_title(plan, ("commissions", "plain")) == "All of it pays"


def test_the_picture_has_the_rate_of_each_step_and_nothing_short_of_the_first(plan: Plan) -> None:
    across, up = Side("Attainment of Margin", percent=True), Side("Rate", percent=False)
    chart = rate_chart(curve_at(plan, OBJECTIVE).compile(), across, up, "Revenue", dark=False)
    (line,) = chart.figure.data
    # by hand: nothing to 80 %, then 0.5, from 100 % on 1.5, shown to 150 %
    assert list(line.x) == pytest.approx([0, 80, 80, 100, 100, 150])
    assert list(line.y) == pytest.approx([0, 0, 0.5, 0.5, 1.5, 1.5])
    assert chart.figure.layout.yaxis.ticksuffix is None
    assert "from 100 % on it is 1.50" in chart.alt.replace("\u00a0", " ").replace("100.0", "100")


def test_a_share_is_in_percent_and_money_is_not(plan: Plan) -> None:
    across, up = Side("Revenue (EUR)", percent=False), Side("Share of Margin", percent=True)
    chart = rate_chart(curve_at(plan, EXTRA).compile(), across, up, "Extra", dark=True)
    (line,) = chart.figure.data
    assert list(line.x) == pytest.approx([0, 1000, 1000, 1250])
    assert list(line.y) == pytest.approx([1, 1, 2, 2])
    assert str(chart.figure.layout.yaxis.ticksuffix).strip("\u00a0 ") == "%"


def test_names_of_measures_are_no_markup() -> None:
    side = Side("<b>Revenue</b>", percent=False)
    assert side.axis()["title"]["text"] == "&lt;b&gt;Revenue&lt;/b&gt;"
