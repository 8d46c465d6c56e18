"""Shared credit, handovers, time on the plan, means, returns and single deals: each rule by hand, all conserved."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compsim.population.crediting.credit import CancelledError, credit_deals, write_credited
from compsim.population.crediting.report import Report
from compsim.population.reading import load_population
from tests.population.small_export import account, figures, mapped, refused, small_export

WON = ("Won", "2025-01-31")
COLUMNS = "    columns: {deal: id, rep: owner,"
TWO = (
    "    file: deals.csv\n",
    "    file: deals.csv\n    credit: [{rep: rep, share: 70%}, {rep: helper, share: 30%}]\n",
)
HELPER = (COLUMNS, "    columns: {deal: id, rep: owner, helper: item,")
PRODUCTS = (
    "  products:\n    file: products.csv\n    columns: {product: item, series: series}\njoins:\n"
    "  - {table: products, to: deals, on: product}\n"
)
NO_PRODUCTS = (
    PRODUCTS,
    "",
)
SHARES = (
    PRODUCTS,
    "  splits:\n    file: splits.csv\n    columns: {deal: deal, rep: who, share: part}\n",
)
BY_TABLE = ("    file: deals.csv\n", "    file: deals.csv\n    credits: splits\n")
DATED = ("team: team,", "team: team, start: from, end: to,")


def deal(name: str, rep: str, amount: str, helper: str = "", day: str = "2025-01-31") -> tuple[str, ...]:
    return (name, rep, "Won", day, amount, "X", helper)


def aside(report: Report, measure: str) -> dict[str, tuple[int, Decimal | None]]:
    found = next(part for part in report.accounts if part.measure == measure)
    return {part.reason: (part.rows, part.amount) for part in found.set_aside}


# ── shares ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_people_share_a_deal_to_the_cent(tmp_path: Path) -> None:
    folder = small_export(tmp_path, [deal("1", "Ada", "100.01", "Bo"), deal("2", "Bo", "-10", "Cy")])
    credited = credit_deals(folder, mapped(TWO, HELPER))
    assert figures(credited, "revenue") == {
        ("Ada", "2025-01"): 70.007,
        ("Bo", "2025-01"): pytest.approx(30.003 - 7),
        ("Cy", "2025-01"): -3,
    }
    revenue, wins = account(credited, "revenue"), account(credited, "wins")
    assert (revenue.rows_in, revenue.parts_in, revenue.amount_in) == (2, 4, Decimal("90.01"))
    assert (revenue.amount_credited, revenue.on_top) == (Decimal("90.01"), 0)
    assert (wins.amount_in, wins.amount_credited) == (2, 2)
    assert figures(credited, "wins")["Ada", "2025-01"] == pytest.approx(0.7)


def test_a_part_whose_person_is_blank_is_set_aside_unless_somebody_takes_the_rest(tmp_path: Path) -> None:
    folder = small_export(tmp_path, [deal("1", "Ada", "100", "Bo"), deal("2", "Bo", "10")])
    strict = credit_deals(folder, mapped(TWO, HELPER))
    assert aside(strict.report, "revenue") == {"rep is blank": (1, Decimal(3))}
    rest = (TWO[0], TWO[1].replace("share: 70%", "share: rest"))
    generous = credit_deals(folder, mapped(rest, HELPER))
    assert figures(generous, "revenue") == {("Ada", "2025-01"): 70, ("Bo", "2025-01"): 40}
    assert account(generous, "revenue").parts_in == 3


def test_an_allocation_of_two_credits_twice_and_says_what_it_adds(tmp_path: Path) -> None:
    double = (
        TWO[0],
        "    file: deals.csv\n    allocation: 2.0\n    credit: [{rep: rep, share: 100%}, {rep: helper, share: 100%}]\n",
    )
    revenue = account(
        credit_deals(small_export(tmp_path, [deal("1", "Ada", "5", "Bo")]), mapped(double, HELPER)), "revenue"
    )
    assert (revenue.amount_in, revenue.on_top, revenue.amount_credited) == (5, 5, 10)


def test_shares_in_columns_must_add_up_and_the_deals_are_named(tmp_path: Path) -> None:
    by_column = (TWO[0], "    file: deals.csv\n    credit: [{rep: rep, share: first}, {rep: helper, share: second}]\n")
    named = (COLUMNS, "    columns: {first: customer, second: stage, deal: id, rep: owner, helper: item,")
    every = ("where: {stage: Won}", "where: {}")
    changes = [by_column, named, (", customer: customer", ""), (" stage: stage,", ""), every, NO_PRODUCTS]
    changes += [("  customers: {count_distinct: customer, where: {}}\n", ""), (", product: item}", "}")]
    mapping = mapped(*changes)
    rows = [("1", "Ada", "40%", "2025-01-31", "10", "60%", "Bo"), ("2", "Ada", "", "2025-01-31", "8", "1", "Bo")]
    credited = credit_deals(small_export(tmp_path, rows), mapping)
    assert figures(credited, "revenue") == {("Ada", "2025-01"): 14, ("Bo", "2025-01"): 4}
    thirds = [("1", "Ada", "0.33333", "2025-01-31", "30", "0.66666", "Bo")]
    assert account(credit_deals(small_export(tmp_path, thirds), mapping), "revenue").amount_credited == 30
    wrong = [
        *rows,
        ("3", "Ada", "0.5", "2025-01-31", "8", "0.6", "Bo"),
        ("4", "Ada", "-1", "2025-01-31", "8", "2", "Bo"),
    ]
    [told] = refused(small_export(tmp_path, wrong), mapping)
    assert "2 rows have shares that do not add to 1: '3', '4'" in told


def test_a_table_of_shares_splits_its_deals_and_leaves_the_others_whole(tmp_path: Path) -> None:
    splits = [("deal", "who", "part"), ("1", "Ada", "0.333333"), ("1", "Bo", "0.333333"), ("1", "Cy", "0.333333"),
              ("9", "Ada", "1")]  # fmt: skip
    folder = small_export(tmp_path, [deal("1", "Ada", "100"), deal("2", "Bo", "7")], splits=splits)
    credited = credit_deals(folder, mapped(BY_TABLE, SHARES))
    revenue = account(credited, "revenue")
    assert (revenue.amount_in, revenue.amount_credited, revenue.parts_in) == (107, 107, 4)
    assert figures(credited, "revenue")["Bo", "2025-01"] == pytest.approx(40.3333, abs=1e-3)
    assert any("1 deal of splits not in deals: '9'." in str(note) for note in credited.report.notes)


def test_shares_of_a_table_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    splits = [("deal", "who", "part"), ("1", "Ada", "0.5"), ("1", "Bo", "0.6"), ("2", "Bo", "1")]
    [told] = refused(small_export(tmp_path, [deal("1", "Ada", "100")], splits=splits), mapped(BY_TABLE, SHARES))
    assert "the shares of 1 deal do not add to the allocation: '1'" in told


# ── who was there, and who took over ────────────────────────────────────────────────────────────────────────────────


def test_deals_outside_the_time_on_the_roster_are_set_aside_with_that_reason(tmp_path: Path) -> None:
    people = [("name", "team", "from", "to"), ("Ada", "North", "2025-02-01", "2025-02-20"), ("Bo", "North", "", "")]
    deals = [deal(str(n), "Ada", "5", day=day) for n, day in enumerate(("2025-01-31", "2025-02-01", "2025-02-21"))]
    credited = credit_deals(small_export(tmp_path, [*deals, deal("9", "Bo", "1")], people=people), mapped(DATED))
    assert aside(credited.report, "revenue") == {"rep is not on the plan on that day": (2, Decimal(10))}
    assert figures(credited, "revenue") == {("Ada", "2025-02"): 5, ("Bo", "2025-01"): 1}
    population = credited.population()
    assert np.nansum(population.results["revenue"]) == 6
    assert not any("not on the plan" in str(note) for note in population.notes)


def test_months_off_the_plan_have_no_result(tmp_path: Path) -> None:
    people = [("name", "team", "from", "to"), ("Ada", "North", "2025-02-01", ""), ("Bo", "North", "", "")]
    deals = [deal("1", "Bo", "5"), deal("2", "Ada", "5", day="2025-02-03")]
    results = credit_deals(small_export(tmp_path, deals, people=people), mapped(DATED)).results
    wins = results[results["measure"] == "wins"]
    assert list(zip(wins["rep"], wins["period"], strict=True)) == [
        ("Ada", "2025-02"), ("Bo", "2025-01"), ("Bo", "2025-02"),
    ]  # fmt: skip


def test_an_account_handed_over_belongs_to_the_new_rep_from_that_day_on(tmp_path: Path) -> None:
    handovers = [("account", "to", "on"), ("X", "Bo", "2025-02-01"), ("X", "Cy", "2025-03-01")]
    table = (
        "  products:\n",
        "  handovers:\n    file: handovers.csv\n    columns: {customer: account, rep: to, start: on}\n  products:\n",
    )
    given = ("period:", "reassignments: [{table: handovers, on: customer}]\nperiod:")
    days = ("2025-01-31", "2025-02-01", "2025-02-28", "2025-03-01")
    deals = [deal(str(n), "Ada", str(10**n), day=day) for n, day in enumerate(days)]
    folder = small_export(tmp_path, deals, handovers=handovers)
    credited = credit_deals(folder, mapped(table, given))
    assert figures(credited, "revenue") == {("Ada", "2025-01"): 1, ("Bo", "2025-02"): 110, ("Cy", "2025-03"): 1000}
    assert any("3 of 4 rows go to the rep whom handovers names" in str(note) for note in credited.report.notes)
    again = small_export(tmp_path, deals, handovers=[*handovers, ("X", "Ada", "2025-03-01"), ("Y", "", "2025-03-01")])
    told = " ".join(refused(again, mapped(table, given)))
    assert "1 handovers have a blank key, rep or start" in told
    assert "handovers hands over 'X' twice on one day" in told


# ── measures ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_mean_is_of_the_credited_rows_and_no_row_is_no_figure(tmp_path: Path) -> None:
    mean = ("  wins:", "  size: {mean: amount, where: {stage: Won}, unit: money}\n  wins:")
    deals = [
        deal("1", "Ada", "10"),
        deal("2", "Ada", "20"),
        deal("3", "Ada", "60", day="2025-02-03"),
        deal("4", "Bo", "8"),
    ]
    credited = credit_deals(small_export(tmp_path, [*deals, deal("5", "Bo", "")]), mapped(mean))
    people = credited.population()
    size = people.actual("size", "individual", "year")
    by_rep = dict(zip(people.roster["rep"], size[:, -1].tolist(), strict=True))
    assert (by_rep["Ada"], by_rep["Bo"]) == (30, 8)
    assert np.isnan(by_rep["Cy"])
    assert people.actual("size", "team", "month")[0].tolist() == [pytest.approx(38 / 3), 60]


def test_returns_are_counted_and_told(tmp_path: Path) -> None:
    deals = [deal("1", "Ada", "10"), deal("2", "Ada", "-4"), deal("3", "Bo", "-1.50")]
    revenue = account(credit_deals(small_export(tmp_path, deals), mapped()), "revenue")
    assert (revenue.returns, revenue.returned, revenue.amount_credited) == (2, Decimal("-5.50"), Decimal("4.50"))


def test_totals_by_team_of_the_day_and_of_the_company(tmp_path: Path) -> None:
    people = [("name", "team", "from", "to"), ("Ada", "North", "", "2025-01-15"), ("Ada", "South", "2025-01-16", "")]
    deals = [deal("1", "Ada", "5", day="2025-01-15"), deal("2", "Ada", "7", day="2025-01-16")]
    totals = credit_deals(small_export(tmp_path, deals, people=people), mapped(DATED)).totals
    revenue = totals[totals["measure"] == "revenue"]
    assert {(r.credit, r.name): r.actual for r in revenue.itertuples(index=False, name="Total")} == {
        ("company", ""): 12, ("team", "North"): 5, ("team", "South"): 7,
    }  # fmt: skip


# ── single deals ────────────────────────────────────────────────────────────────────────────────────────────────────

DEALS_TOO = ("currency: EUR\n", "currency: EUR\ndeals: true\n")


def test_single_deals_load_again_and_add_up_to_the_results(tmp_path: Path) -> None:
    deals = [deal("1", "Ada", "100.01", "Bo"), deal("2", "Bo", "10"), deal("3", "Cy", "-4", "Dee", "2025-02-03")]
    credited = credit_deals(small_export(tmp_path / "in", deals), mapped(DEALS_TOO, TWO, HELPER))
    assert credited.deals is not None
    told = credited.deals[credited.deals["measure"] == "revenue"]
    sums = (told["amount"] * told["share"]).groupby([told["rep"], told["period"]]).sum().to_dict()
    assert sums == pytest.approx(figures(credited, "revenue"))
    assert told.set_index(["deal", "rep"])["allocation"].to_dict() == {
        ("1", "Ada"): 1, ("1", "Bo"): 1, ("2", "Bo"): 0.7, ("3", "Cy"): 0.7,
    }  # fmt: skip
    write_credited(credited, tmp_path / "out")
    people = load_population(tmp_path / "out")
    assert people.deals is not None
    assert people.deals.amount[people.deals.measure == "revenue"].sum() == pytest.approx(100.01 + 7 - 2.8)
    assert "product" in people.deals.attributes
    assert people.fingerprint == credited.population().fingerprint


def test_single_deals_need_a_name_that_stands_once(tmp_path: Path) -> None:
    folder = small_export(tmp_path, [deal("1", "Ada", "5"), deal("1", "Ada", "6"), deal("", "Bo", "7")])
    told = " ".join(refused(folder, mapped(DEALS_TOO)))
    assert "1 credited row without a deal cannot be handed on one by one" in told
    assert "deals that credit somebody twice on one day cannot be handed on one by one: '1'" in told


# ── the picture, progress, and any export at all ────────────────────────────────────────────────────────────────────


def test_the_flows_of_each_measure_add_up(tmp_path: Path) -> None:
    folder = small_export(tmp_path, [deal("1", "Ada", "100", "Bo"), deal("2", "Dee", "10", "Cy"), deal("3", "", "1")])
    flows = [flow for flow in credit_deals(folder, mapped(TWO, HELPER)).report.flows() if flow.measure == "revenue"]
    assert [(flow.kind, flow.reason, flow.rows, flow.amount) for flow in flows] == [
        ("in", "", 3, Decimal(111)),
        ("shared", "", 3, Decimal(0)),
        ("set_aside", "rep is blank", -2, Decimal(-1)),
        ("set_aside", "rep is not on the roster", -1, Decimal(-7)),
        ("credited", "", 3, Decimal(103)),
    ]


def test_crediting_can_be_cancelled(tmp_path: Path) -> None:
    heard: list[float] = []
    with pytest.raises(CancelledError):
        credit_deals(
            small_export(tmp_path), mapped(), lambda _says, share: heard.append(share), cancelled=lambda: len(heard) > 2
        )
    assert heard[-1] < 1


PEOPLE = st.sampled_from(["Ada", "Ada", "Bo", "Cy", "Dee", ""])
ANY_DEAL = st.tuples(
    PEOPLE,
    st.sampled_from(["Won", "Won", "Lost", ""]),
    st.sampled_from(["2025-01-31", "2025-02-15", "2025-02-16", "2025-12-31", ""]),
    st.one_of(st.just(""), st.decimals(-999, 9_999, places=2).map(str)),
    st.sampled_from(["X", "Y", ""]),
    PEOPLE,
)
SPLITS = st.dictionaries(
    st.sampled_from("0123456"), st.lists(st.tuples(PEOPLE, st.integers(1, 7)), min_size=1, max_size=4)
)
HALF_YEAR = [("name", "team", "from", "to"), ("Ada", "North", "", "2025-02-15"), ("Ada", "South", "2025-03-01", ""),
             ("Bo", "North", "", ""), ("Cy", "South", "2025-02-16", "2025-06-30")]  # fmt: skip


def shares_of(parts: list[tuple[str, int]]) -> list[tuple[str, str]]:
    """Shares as a person writes them: rounded to six places, adding to 1."""
    whole = sum(part for _, part in parts)
    cut = [Decimal(part) / whole for _, part in parts]
    rounded = [share.quantize(Decimal("1e-6")) for share in cut[:-1]]
    return [(rep, str(share)) for (rep, _), share in zip(parts, [*rounded, 1 - sum(rounded)], strict=True)]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ANY_DEAL, max_size=12), splits=SPLITS, reverse=st.booleans())
def test_any_split_filter_and_time_conserves_rows_and_cents(
    tmp_path: Path, rows: list[tuple[Any, ...]], splits: dict[str, list[tuple[str, int]]], reverse: bool
) -> None:
    always = ("0", "Bo", "Won", "2025-01-02", "1", "X", "")
    deals = [always, *((str(number), *row) for number, row in enumerate(rows, start=1))]
    listed = [(name, rep, share) for name, parts in splits.items() if name != "0" for rep, share in shares_of(parts)]
    folder = small_export(
        tmp_path / "any", deals[::-1] if reverse else deals,
        people=HALF_YEAR, splits=[("deal", "who", "part"), *listed],
    )  # fmt: skip
    credited = credit_deals(folder, mapped(BY_TABLE, SHARES, DATED))
    revenue, wins = account(credited, "revenue"), account(credited, "wins")
    assert revenue.amount_in == sum(Decimal(row[4] or 0) for row in deals)
    assert revenue.on_top == 0
    count_of = {name: len(parts) for name, parts in splits.items() if name != "0"}
    assert revenue.parts_in == sum(count_of.get(row[0], 1) for row in deals)
    for found in (revenue, wins):
        assert found.amount_credited is not None
        assert found.amount_in is not None
        assert found.rows_credited + sum(part.rows for part in found.set_aside) == found.parts_in
        assert found.amount_credited + sum(part.amount or 0 for part in found.set_aside) == found.amount_in
        assert found.balanced
    by_hand = sum(
        Decimal(row[4]) * Decimal(share)
        for row in deals
        for rep, share in (shares_of(splits[row[0]]) if row[0] in count_of else [(row[1], "1")])
        if row[4] and row[2] == "Won" and row[3] and on_plan(rep, row[3])
    )
    assert revenue.amount_credited == by_hand
    results = credited.results[credited.results["measure"] == "revenue"]
    assert results["actual"].sum() == pytest.approx(float(by_hand), abs=1e-6)


def on_plan(rep: str, day: str) -> bool:
    spans = [(row[2] or "0", row[3] or "9") for row in HALF_YEAR[1:] if row[0] == rep]
    return any(first <= day <= last for first, last in spans)
