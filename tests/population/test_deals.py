"""Credited deals: who gets them, when they count, and that none is lost."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.errors import PopulationError
from compsim.population.assembly import Assembly, assemble
from compsim.population.checking import check_tables
from compsim.population.people import Population
from compsim.population.reading import population_from_tables
from tests.population.small_tables import tables

nan = math.nan
HEAD = "rep role start end target_incentive"
RESULTS = "rep measure period actual target"
DEALS = "deal rep measure period day amount share allocation product_line margin_rate renewal"
ANN, BEN = "Ann x - - 1", "Ben x - - 1"


def assembled(roster: tuple[str, ...], *deals: str, **more: tuple[str, ...]) -> Assembly:
    given = tables((HEAD, *roster), deal_credits=(DEALS, *deals), **more)
    if "results" not in more:
        del given["results"]
    return assemble(check_tables(given))


def population(roster: tuple[str, ...], *deals: str, **more: tuple[str, ...]) -> Population:
    return assembled(roster, *deals, **more).population


def deal(name: str, rep: str, period: str, amount: float, *, day: str = "-", more: str = "- - - - -") -> str:
    return f"{name} {rep} sales {period} {day} {amount} {more}"


def same(values: np.ndarray, expected: list[list[float]]) -> bool:
    return np.array_equal(values, np.array(expected), equal_nan=True)


# ── results from deals ───────────────────────────────────────────────────────────────────────────────────────────────


def test_results_are_the_sum_of_the_deals_and_silence_is_zero() -> None:
    roster = (ANN, BEN, "Cem x 2025-02-01 - 1")
    made = population(roster, deal("D1", "Ann", "2025-01", 100), deal("D2", "Ann", "2025-01", 20.5),
                      deal("D3", "Ann", "2025-02", -30), deal("D4", "Ben", "2025-02", 7))  # fmt: skip
    assert made.periods == ("2025-01", "2025-02")
    assert same(made.results["sales"], [[120.5, -30], [0, 7], [nan, 0]])
    assert made.targets == {}
    assert not made.missing("sales").any()
    assert made.notes == ()


def test_everybody_gets_their_share() -> None:
    roster = (ANN, BEN)
    made = population(roster, deal("D1", "Ann", "2025-01", 200, more="70% 1 - - -"),
                      deal("D1", "Ben", "2025-01", 200, more="0.3 1 - - -"),
                      deal("D2", "Ann", "2025-01", 50, more="1 2 - - -"),
                      deal("D2", "Ben", "2025-01", 50, more="1 2 - - -"))  # fmt: skip
    assert made.results["sales"] == pytest.approx(np.array([[190], [110]]))


def test_one_deal_may_count_for_several_measures() -> None:
    made = population((ANN,), deal("D1", "Ann", "2025-01", 200), "D1 Ann wins 2025-01 - 1 - - - - -")
    assert same(made.results["sales"], [[200]])
    assert same(made.results["wins"], [[1]])


def test_a_deal_knows_its_row_period_and_attributes() -> None:
    made = population((BEN, ANN), deal("D2", "Ann", "2025-02", 10, more="1 1 software 0.25 2025-03-01"),
                      deal("D1", "Ben", "2025-01", 5, more="- - services 0.5 -"))  # fmt: skip
    deals = made.deals
    assert deals is not None
    assert [deals.deal.tolist(), deals.measure.tolist()] == [["D1", "D2"], ["sales", "sales"]]
    assert [deals.row.tolist(), deals.period.tolist(), deals.amount.tolist()] == [[0, 1], [0, 1], [5, 10]]
    assert deals.attributes.columns.tolist() == ["deal", "day", "amount", "product_line", "margin_rate", "renewal"]
    assert deals.attributes["margin_rate"].tolist() == [0.5, 0.25]
    assert deals.attributes["renewal"].tolist() == [pd.NaT, pd.Timestamp("2025-03-01")]
    assert deals.attributes.index.tolist() == [0, 1]


def test_chosen_deals_add_up_by_row_and_period() -> None:
    made = population((ANN, BEN), deal("D1", "Ann", "2025-01", 1), deal("D2", "Ann", "2025-01", 2),
                      deal("D3", "Ben", "2025-02", 4), "D3 Ben wins 2025-02 - 8 - - - - -")  # fmt: skip
    assert made.deals is not None
    assert made.sum_deals("sales", made.deals.deal != "D2").tolist() == [[1, 0], [0, 4]]
    assert made.sum_deals("wins", np.ones(4, dtype=bool)).tolist() == [[0, 0], [0, 8]]
    assert made.sum_deals("sales", np.zeros(4, dtype=bool)).tolist() == [[0, 0], [0, 0]]


def test_deals_of_some_periods_are_on_the_axis_that_is_left() -> None:
    made = population((ANN,), *(deal(f"D{i}", "Ann", f"2025-0{i}", 10**i, more=f"- - p{i} - -") for i in (1, 2, 3, 4)))
    assert made.deals is not None
    left = made.deals.within(np.array([False, True, False, True]))
    assert [left.deal.tolist(), left.period.tolist(), left.amount.tolist()] == [["D2", "D4"], [0, 1], [100, 10_000]]
    assert left.attributes["product_line"].to_dict() == {0: "p2", 1: "p4"}


def test_nobody_can_choose_among_deals_that_are_not_there() -> None:
    made = population_from_tables(tables((HEAD, ANN), (RESULTS, "Ann sales 2025-01 1 -")))
    assert made.deals is None
    with pytest.raises(PopulationError) as caught:
        made.sum_deals("sales", np.zeros(0, dtype=bool))
    assert str(caught.value) == (
        "deal_credits: no single deals are known for 'sales'. "
        "Give a deal_credits table with the deals behind the results."
    )


# ── whose deal, and when ─────────────────────────────────────────────────────────────────────────────────────────────

CHANGE = ("Ann x - 2025-02-14 1", "Ann y 2025-02-15 - 1")


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-02-14", [[0, 9, nan], [nan, 0, 1]]), ("2025-02-15", [[0, 0, nan], [nan, 9, 1]]),
     ("-", [[0, 0, nan], [nan, 9, 1]])],
)  # fmt: skip
def test_a_deal_goes_to_the_row_of_its_day_or_else_to_the_later_one(day: str, expected: list[list[float]]) -> None:
    made = population(CHANGE, deal("D1", "Ann", "2025-02", 9, day=day), deal("D2", "Ann", "2025-03", 1),
                      deal("D0", "Ann", "2025-01", 0))  # fmt: skip
    assert same(made.results["sales"], expected)


def test_the_later_row_is_the_one_that_started_last_wherever_it_stands() -> None:
    made = population(CHANGE[::-1], deal("D1", "Ann", "2025-02", 9))
    assert same(made.results["sales"], [[9], [0]])


def test_a_deal_of_a_longer_period_sits_on_its_day_or_at_the_end() -> None:
    roster = (ANN, "Ben x - 2025-02-10 1")
    made = population(roster, deal("D1", "Ann", "2025-Q1", 1, day="2025-02-28"), deal("D2", "Ann", "2025-Q1", 2),
                      deal("D3", "Ben", "2025-Q1", 4), deal("D4", "Ann", "2025-01", 8))  # fmt: skip
    assert made.periods == ("2025-01", "2025-02", "2025-03")
    assert same(made.results["sales"], [[8, 1, 2], [0, 4, nan]])


def test_the_axis_covers_results_and_deals_in_the_shortest_period_of_either() -> None:
    targets = (RESULTS, "Ann sales 2025-Q1 - 90", "Ann sales 2025-Q2 - 60")
    made = population((ANN,), deal("D1", "Ann", "2025-02", 5), deal("D2", "Ann", "2025-08", 6), results=targets)
    assert made.periods == tuple(f"2025-0{month}" for month in range(1, 9))
    assert same(made.targets["sales"], [[0, 0, 90, 0, 0, 60, nan, nan]])
    assert same(made.results["sales"], [[0, 5, 0, 0, 0, 0, 0, 6]])
    quarters = population((ANN,), deal("D1", "Ann", "2025-Q2", 5, day="2025-05-05"), results=targets)
    assert quarters.periods == ("2025-Q1", "2025-Q2")
    assert same(quarters.results["sales"], [[0, 5]])


def test_deals_and_other_results_stand_side_by_side() -> None:
    rows = (RESULTS, "Ann sales 2025-01 100.004 80", "Ann visits 2025-01 3 4")
    made = population((ANN, BEN), deal("D1", "Ann", "2025-01", 100), results=rows)
    assert same(made.results["sales"], [[100], [0]])  # the deals' sum; the results agree within half a cent
    assert same(made.results["visits"], [[3], [nan]])
    assert [str(note) for note in made.notes] == [
        (
            "roster row 3, column rep: 1 rep has no results of their own: Ben. "
            "Missing results are not zeros; they are listed and paid nothing."
        )
    ]


def test_ratios_of_sums_may_come_from_deals() -> None:
    measures = ("measure combine numerator denominator", "rate ratio margin sales")
    made = population(
        (ANN,), deal("D1", "Ann", "2025-01", 100), "D1 Ann margin 2025-01 - 25 - - - - -", measures=measures
    )
    assert made.actual("rate", "individual", "year").tolist() == [[0.25]]


# ── nothing is lost ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_deals_of_nobody_are_set_aside_with_their_reason() -> None:
    roster = ("Ann x 2025-02-10 2025-03-31 1", BEN)
    made = assembled(roster, deal("D1", "Ann", "2025-01", 1), deal("D2", "Ann", "2025-02", 2, day="2025-02-09"),
                     deal("D3", "Anne", "2025-02", 40, more="50% - - - -"),
                     deal("D3", "Ben", "2025-02", 40, more="50% - - - -"), deal("D5", "Ann", "2025-Q2", 8))  # fmt: skip
    aside = made.deals_set_aside
    assert aside is not None
    assert aside[["deal", "credited", "reason"]].to_dict("index") == {
        2: {"deal": "D1", "credited": 1, "reason": "not on the plan in that period"},
        3: {"deal": "D2", "credited": 2, "reason": "not on the plan on that day"},
        4: {"deal": "D3", "credited": 20, "reason": "not on the roster"},
        6: {"deal": "D5", "credited": 8, "reason": "not on the plan in that period"},
    }
    assert np.nansum(made.population.results["sales"]) == 20
    assert made.population.deals is not None
    assert made.population.deals.deal.tolist() == ["D3"]
    assert [str(note) for note in made.population.notes] == [
        "deal_credits row 2, column share: 3 cells are empty and count as 1. Fill them in if that is wrong.",
        (
            "deal_credits row 4, column rep: 'Anne' is not on the roster; 1 row is set aside (sales 20). "
            "Did you mean 'Ann'?"
        ),
        (
            "deal_credits row 2, column period: 2 rows are set aside because the rep is not on the plan "
            "in that period: Ann (sales 9). Check start and end in the roster if they should count."
        ),
        (
            "deal_credits row 3, column period: 1 row is set aside because the rep is not on the plan on that day: "
            "Ann (sales 2). Check start and end in the roster if they should count."
        ),
    ]


DAYS = st.integers(0, 364).map(lambda day: np.datetime64("2025-01-01", "us") + np.timedelta64(day, "D"))
LABELS = [*(f"2025-{month:02d}" for month in range(1, 13)), "2025-Q1", "2025-Q3", "2025-H2", "2025"]


@st.composite
def dealt(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Two reps with up to three stays each, and deals that one rep has alone or both share; some of nobody."""
    stays = []
    for rep in "AB":
        bounds = sorted(draw(st.lists(DAYS, min_size=1, max_size=6, unique=True)))
        stays += [(rep, f"role {i}", *[*bounds[i : i + 2], pd.NaT][:2], 1.0) for i in range(0, len(bounds), 2)]
    rows = []
    for number in range(draw(st.integers(1, 12))):
        day = draw(st.none() | DAYS)
        label = draw(st.sampled_from(LABELS)) if day is None else str(day)[:7]
        amount, share = draw(st.integers(-(10**9), 10**9)) / 100, draw(st.integers(1, 100)) / 100
        reps = draw(st.sampled_from(["A", "B", "unknown", "AB"]))
        shares = [1.0] if reps != "AB" or share == 1 else [share, 1 - share]
        people = [reps] if reps != "AB" else list(reps)
        for rep, part in zip(people, shares, strict=False):
            rows.append((f"D{number}", rep, "sales", label, day or pd.NaT, amount, part))
    rows.append(("last", "A", "sales", "2025-12", pd.NaT, 1.0, 1.0))
    roster = pd.DataFrame(stays, columns=["rep", "role", "start", "end", "target_incentive"])
    deals = pd.DataFrame(rows, columns=["deal", "rep", "measure", "period", "day", "amount", "share"])
    return {
        "roster": roster.astype({"start": "datetime64[us]", "end": "datetime64[us]"}),
        "deal_credits": deals.astype({"day": "datetime64[us]"}),
    }


@settings(max_examples=25)
@given(dealt())
def test_credited_and_set_aside_are_what_was_given(frames: dict[str, pd.DataFrame]) -> None:
    made = assemble(check_tables(frames))
    given_, aside, credited = frames["deal_credits"], made.deals_set_aside, made.population.deals
    assert aside is not None
    assert credited is not None
    whole = (given_["amount"] * given_["share"]).sum()
    assert credited.amount.sum() + aside["credited"].sum() == pytest.approx(whole, abs=0.004)
    assert np.nansum(made.population.results["sales"]) == pytest.approx(credited.amount.sum(), abs=0.004)
    assert len(credited.deal) + len(aside) == len(given_)
    assert (made.population.eligible[credited.row, credited.period] > 0).all()


@settings(max_examples=12)
@given(dealt(), st.randoms(use_true_random=False))
def test_the_order_of_the_deals_changes_nothing(frames: dict[str, pd.DataFrame], random: object) -> None:
    shuffled = frames["deal_credits"].sample(frac=1, random_state=random.randrange(2**31))  # type: ignore[attr-defined]
    prints = {population_from_tables(frames | {"deal_credits": deals}).fingerprint
              for deals in (frames["deal_credits"], shuffled)}  # fmt: skip
    assert len(prints) == 1


@pytest.mark.parametrize("column", ["deal", "amount", "share", "product_line"])
def test_the_deals_are_part_of_the_fingerprint(column: str) -> None:
    given_ = tables((HEAD, ANN, BEN), deal_credits=(DEALS, deal("D1", "Ann", "2025-01", 5, more="0.5 - p - -"),
                                                    deal("D1", "Ben", "2025-01", 5, more="0.5 - p - -")))  # fmt: skip
    del given_["results"]
    changed = given_["deal_credits"].copy()
    changed[column] = {"deal": "D9", "amount": "6", "share": ["0.4", "0.6"], "product_line": "q"}[column]
    made = population_from_tables(given_)
    assert population_from_tables(given_ | {"deal_credits": changed}).fingerprint != made.fingerprint
    assert replace(made, deals=None).fingerprint != made.fingerprint
