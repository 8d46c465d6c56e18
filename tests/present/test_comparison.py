"""Plans side by side: what each column says, in order, and one plan out of several."""

import compsim as cs
from compsim.analysis.attainment import attainment_of
from compsim.analysis.cost import total_cost
from compsim.analysis.impact import winners_and_losers
from compsim.analysis.keep_whole import keep_whole
from compsim.present.comparison import of_one, of_one_kept, side_by_side
from tests.analysis.hand_made import payouts, people

COMPANY = people([f"R{i}" for i in range(10)], currency="EUR")


def test_the_baseline_comes_first_and_every_figure_is_written_out() -> None:
    """Ten at 100 become five at 110 and five at 95: 1,000, then 1,025, 2.5 % more; five up, five down."""
    paid = payouts([[100.0] * 10, [110.0] * 5 + [95.0] * 5], COMPANY, names=("old", "new"))
    table = side_by_side(total_cost(paid), attainment_of(paid), winners_and_losers(paid)).frame.set_index("")
    assert list(table.columns) == ["old", "new"]
    said = {name: str(text).replace("\u00a0", " ") for name, text in table["new"].items()}
    assert said["Variable pay"] == "€1,025"
    assert said["Difference"] == "+€25"
    assert said["Change"] == "+2.5 %"
    assert (said["People paid more"], said["People paid less"], said["Within 0.5 %"]) == ("5", "5", "0")
    assert table.loc["Variable pay", "old"] == "€1,000"
    assert table.loc["Difference", "old"] == "–"


def test_one_plan_alone_keeps_its_own_rows() -> None:
    paid = payouts([[100.0] * 10, [110.0] * 10, [90.0] * 10], COMPANY, names=("old", "more", "less"))
    one = of_one(winners_and_losers(paid), "less")
    assert one.totals["scenario"].tolist() == ["less"]
    assert one.rows["difference"].tolist() == [-10.0] * 10


def test_keeping_whole_under_one_plan_alone() -> None:
    from simulator import sources  # noqa: PLC0415 - the invented company as the app has it

    data = sources.invented_company()
    found = keep_whole(list(data.plans.values()), data.population, against_paid=True)
    one = of_one_kept(found, "next_year")
    assert set(one.rows["scenario"]) == {"next_year"}
    assert len(one.rows) == len(found.rows) / 2
    assert cs.keep_whole is keep_whole
