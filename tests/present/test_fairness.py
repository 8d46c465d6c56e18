"""The fairness question on screen: dots where the figures are, intervals as wide, and tables that say the same."""

import pytest

import compsim as cs
from compsim.analysis.fairness.fairness import Fairness, fairness_of
from compsim.analysis.fairness.look import Look
from compsim.present.charts.fairness import gaps_with_intervals, opportunity_with_intervals
from compsim.present.fairness import findings_table, gaps_table, performance_table, transparency_text
from tests.analysis.hand_made import payouts, people


@pytest.fixture(name="found", scope="module")
def _found() -> Fairness:
    paid = cs.evaluate(list(cs.example_scenarios().values()), cs.example_population())
    return fairness_of(paid, Look(groups=("region",), resamples=199, permutations=999), gender="gender")


def test_dots_and_lines_are_the_gaps_and_their_intervals_in_points(found: Fairness) -> None:
    chart = gaps_with_intervals(found)
    [last, new] = chart.figure.data
    rows = found.gaps.query("figure == 'payout_ratio' and scenario == 'last_year'")
    assert list(last.x) == pytest.approx((rows["gap"] * 100).tolist())
    assert [x + more for x, more in zip(last.x, last.error_x.array, strict=True)] == pytest.approx(
        (rows["high"] * 100).tolist()
    )
    assert [x - less for x, less in zip(last.x, last.error_x.arrayminus, strict=True)] == pytest.approx(
        (rows["low"] * 100).tolist()
    )
    assert [round(y) for y in new.y] == [0, 1, 2, 3]
    assert chart.figure.layout.yaxis.ticktext[2] == "region: South"
    assert "South: −41.8" in chart.alt.replace("\N{NO-BREAK SPACE}", " ")


def test_correlations_lie_between_minus_one_and_one(found: Fairness) -> None:
    figure = opportunity_with_intervals(found).figure
    assert list(figure.layout.xaxis.range) == [-1, 1]
    assert (
        list(figure.data[0].x)
        == found.opportunity.query("outcome == 'payout_ratio' and scenario == 'last_year'")["r"].tolist()
    )


def test_without_groups_the_picture_says_why_it_is_empty() -> None:
    team = people([f"R{i}" for i in range(12)])
    found = fairness_of(payouts([[100.0] * 12], team, names=["old"]), Look(resamples=99, permutations=99))
    assert "no two groups" in gaps_with_intervals(found).alt
    assert "no column says" in opportunity_with_intervals(found).alt
    assert findings_table(found).frame.empty


def test_tables_hold_a_row_for_each_figure_and_scenario(found: Fairness) -> None:
    gaps = gaps_table(found).frame
    assert len(gaps) == 2 * 2 * 4  # two scenarios, two outcomes, three regions and one of two genders
    assert gaps.query("Scenario == 'last_year' and Group == 'region: South'")["People"].tolist() == ["23", "23"]
    assert performance_table(found).frame["Scenario"].tolist() == ["last_year", "next_year"]
    assert len(findings_table(found, all_tests=True).frame) == len(found.findings)


def test_the_preview_names_its_source_and_its_limit(found: Fairness) -> None:
    assert found.transparency is not None
    told = transparency_text(found.transparency)
    assert "Directive (EU) 2023/970" in told
    assert "first only" in told
    assert "f (35) against m (37)" in told
