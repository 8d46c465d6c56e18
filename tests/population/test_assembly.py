import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.population.assembly import Assembly, assemble
from compsim.population.checking import check_tables
from compsim.population.people import Population
from tests.population.small_tables import table, tables

HEAD = "rep role team start end target_incentive"
RESULTS = "rep measure period actual target"
COUNTS = f"{RESULTS} stretch credit"
RATE = ("measure combine numerator denominator", "rate ratio wins offers")
SCORE = ("measure combine", "score mean")
VISITS = ("measure combine", "visits distinct")
nan = math.nan


def assembled(roster: tuple[str, ...], results: tuple[str, ...], **more: tuple[str, ...]) -> Assembly:
    return assemble(check_tables(tables((HEAD, *roster), results, **more)))


def population(roster: tuple[str, ...], results: tuple[str, ...], **more: tuple[str, ...]) -> Population:
    return assembled(roster, results, **more).population


def grid(values: np.ndarray) -> list[list[float]]:
    return [[round(value, 9) for value in row] for row in values.tolist()]


def same(values: np.ndarray, expected: list[list[float]]) -> bool:
    return np.array_equal(values, np.array(expected), equal_nan=True)


ANN = ("Ann x - - - 1",)
CHANGE = ("Ann x - - 2025-02-14 1", "Ann y - 2025-02-15 - 1")  # 14 of February's 28 days in each role


# ── the time axis ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_axis_has_no_holes() -> None:
    made = population(ANN, (RESULTS, "Ann sales 2025-04 1 -", "Ann sales 2025-01 2 -"))
    assert made.periods == ("2025-01", "2025-02", "2025-03", "2025-04")
    assert same(made.results["sales"], [[2, nan, nan, 1]])


@pytest.mark.parametrize(
    ("labels", "periods"),
    [
        (("2025-Q2", "2025-Q3"), ("2025-Q2", "2025-Q3")),
        (("2025-Q2", "2025"), ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")),
        (("2025-H2", "2026-Q1"), ("2025-Q3", "2025-Q4", "2026-Q1")),
        (("2024", "2025"), ("2024", "2025")),
    ],
)
def test_the_shortest_period_is_the_step(labels: tuple[str, str], periods: tuple[str, ...]) -> None:
    made = population(ANN, (RESULTS, f"Ann a {labels[0]} 1 -", f"Ann b {labels[1]} 2 -"))
    assert made.periods == periods
    assert (np.nansum(made.results["a"]), np.nansum(made.results["b"])) == (1, 2)


def test_a_longer_period_sits_on_its_last_part_and_the_others_are_zero() -> None:
    rows = ("Ann margin 2025-Q1 30 36", "Ann sales 2025-01 0 10", "Ann sales 2025-04 7 10")
    made = population(ANN, (RESULTS, *rows))
    assert same(made.results["margin"], [[0, 0, 30, nan]])
    assert same(made.targets["margin"], [[0, 0, 36, nan]])
    assert same(made.results["sales"], [[0, nan, nan, 7]])


def test_a_longer_period_of_somebody_who_left_sits_where_they_still_were() -> None:
    rows = (RESULTS, "Ann margin 2025-Q1 30 -", "Ben sales 2025-01 1 -")
    made = population(("Ann x - - 2025-02-10 1", "Ben x - - - 1"), rows)
    assert same(made.results["margin"][:1], [[0, 30, nan]])


def test_a_quarter_is_shared_by_days_and_each_row_has_its_share_where_it_was_last() -> None:
    # January and half of February against half of February and March: 1.5 months each
    made = population(CHANGE, (RESULTS, "Ann margin 2025-Q1 30 60", "Ann sales 2025-03 1 -"))
    assert same(made.results["margin"], [[0, 15, nan], [nan, 0, 15]])
    assert same(made.targets["margin"], [[0, 30, nan], [nan, 0, 30]])


def test_a_mean_holds_for_every_part_of_its_period() -> None:
    rows = (RESULTS, "Ann score 2025-Q1 8 9", "Ann sales 2025-01 1 -")
    made = population(CHANGE, rows, measures=SCORE)
    assert same(made.results["score"], [[8, 8, nan], [nan, 8, 8]])
    assert same(made.targets["score"], [[9, 9, nan], [nan, 9, 9]])


# ── who gets a result ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_result_goes_to_the_row_that_was_active() -> None:
    rows = (RESULTS, "Ann sales 2025-01 10 12", "Ann sales 2025-02 20 24", "Ann sales 2025-03 30 36")
    made = population(CHANGE, rows)
    assert same(made.results["sales"], [[10, 10, nan], [nan, 10, 30]])
    assert same(made.targets["sales"], [[12, 12, nan], [nan, 12, 36]])
    assert grid(made.eligible) == [[1, 0.5, 0], [0, 0.5, 1]]


def test_three_rows_in_one_period_share_by_days() -> None:
    roster = ("Ann x - - 2025-04-03 1", "Ann y - 2025-04-04 2025-04-12 1", "Ann z - 2025-04-13 2025-04-27 1")
    made = population(roster, (RESULTS, "Ann sales 2025-04 27 -"))
    assert grid(made.results["sales"]) == [[3], [9], [15]]  # 3, 9 and 15 of the 27 days on the plan


def test_targets_are_taken_as_given_for_half_a_month() -> None:
    made = population(("Ann x - 2025-04-16 - 1",), (RESULTS, "Ann sales 2025-04 5 8"))
    assert (made.results["sales"][0, 0], made.targets["sales"][0, 0]) == (5, 8)


def test_missing_and_zero_are_kept_apart() -> None:
    rows = (RESULTS, "Ann sales 2025-01 0 10", "Ann sales 2025-02 - 10", "Ben sales 2025-02 -0 10")
    made = population(("Ann x - - - 1", "Ben x - 2025-02-01 - 1", "Cem x - - - 1"), rows)
    assert same(made.results["sales"], [[0, nan], [nan, 0], [nan, nan]])
    assert not np.signbit(made.results["sales"][1, 1])
    assert made.missing("sales").tolist() == [[False, True], [False, False], [True, True]]


def test_what_nobody_is_credited_with_is_set_aside_with_its_reason() -> None:
    roster = ("Ann x North 2025-02-01 - 1", "Ben x North - - 1")
    rows = (
        COUNTS,
        "Ann sales 2025-01 10 - - -",
        "Ben sales 2025-01 20 - - -",
        "Bem sales 2025-02 30 - - -",
        "North visits 2025-01 3 - year team",
        "Norht visits 2025-01 4 - year team",
    )
    made = assembled(roster, rows, measures=VISITS)
    assert made.set_aside[["rep", "actual", "reason"]].to_dict("index") == {
        2: {"rep": "Ann", "actual": 10, "reason": "not on the plan in that period"},
        4: {"rep": "Bem", "actual": 30, "reason": "not on the roster"},
        6: {"rep": "Norht", "actual": 4, "reason": "not a team of the roster"},
    }
    assert [str(note) for note in made.population.notes if "set aside" in note.says] == [
        "results row 4, column rep: 'Bem' is not on the roster; 1 row is set aside (sales 30). Did you mean 'Ben'?",
        "results row 6, column rep: 'Norht' is not a team of the roster; 1 row is set aside. Did you mean 'North'?",
        (
            "results row 2, column period: 1 row is set aside because the rep is not on the plan in that period: Ann "
            "(sales 10). Check start and end in the roster if they should count."
        ),
    ]


def test_many_strangers_are_counted() -> None:
    rows = [f"stranger{i:03d} sales 2025-01 1 -" for i in range(50)]
    notes = population(ANN, (RESULTS, "Ann sales 2025-01 1 -", *rows)).notes
    assert len(notes) == 21
    assert str(notes[-1]) == "results, column rep: 30 more rows have the same problem."


# ── measures that are not sums ───────────────────────────────────────────────────────────────────────────────────────


def test_a_ratio_comes_from_its_parts_and_may_have_a_target_of_its_own() -> None:
    rows = ("Ann wins 2025-01 1 -", "Ann offers 2025-01 4 -", "Ann rate 2025-01 - 0.3", "Ann rate 2025-02 - 0.4")
    made = population(CHANGE, (RESULTS, *rows), measures=RATE)
    assert set(made.results) == {"wins", "offers"}
    assert made.measures == ("offers", "rate", "wins")
    assert same(made.targets["rate"], [[0.3, 0.4], [nan, 0.4]])  # not halved in the month of the change
    assert made.actual("rate", "individual", "month")[0, 0] == 0.25


def test_distinct_counts_are_kept_by_credit_and_stretch() -> None:
    roster = ("Ann x North - - 1", "Ben x North 2025-02-01 - 1", "Cem x South - - 1")
    rows = (
        "Ann visits 2025-01 3 5 year individual",
        "Ann visits 2025-01 3 5 month individual",
        "Ann visits 2025-02 1 - year individual",
        "Ann visits 2025-02 2 - month individual",
        "Ben visits 2025-02 - 4 - -",
        "Cem visits 2025-02 2 - year individual",
        "North visits 2025-01 3 - year team",
        "North visits 2025-02 2 - year team",
        "- visits 2025-01 3 - year company",
        "- visits 2025-02 4 - year company",
    )
    made = population(roster, (COUNTS, *rows), measures=VISITS)
    assert made.results == {}
    assert {key: grid(values) for key, values in made.distinct.items()} == {
        ("visits", "individual", "month"): [[3, 2], [0, 0], [0, 0]],
        ("visits", "individual", "year"): [[3, 1], [0, 0], [0, 2]],
        ("visits", "team", "year"): [[3, 2], [3, 2], [0, 0]],
        ("visits", "company", "year"): [[3, 4], [3, 4], [3, 4]],
    }
    assert same(made.targets["visits"], [[5, nan], [nan, 4], [nan, nan]])
    assert grid(made.actual("visits", "individual", "year"))[0] == [3, 4]
    assert grid(made.actual("visits", "individual", "month"))[0] == [3, 2]


def test_people_without_a_team_are_a_team_in_distinct_counts() -> None:
    rows = (COUNTS, "Ann visits 2025-01 3 - year individual", "- visits 2025-01 5 - year team")
    made = population(ANN, rows, measures=VISITS)
    assert made.distinct["visits", "team", "year"].tolist() == [[5]]


def test_what_else_a_population_carries() -> None:
    checked = check_tables(
        tables(
            (HEAD + " region", "Ann x North - - 1 South"), (RESULTS, "Ann sales 2025 1 -"), paid=("rep paid", "Ann 5")
        )
    )
    made = assemble(checked, currency="EUR", assumptions=("role is x",)).population
    assert (made.currency, made.assumptions) == ("EUR", ("role is x",))
    assert made.paid is not None
    assert made.paid.to_dict("list") == {"rep": ["Ann"], "period": [""], "paid": [5.0]}
    assert made.roster.columns.tolist()[-1] == "region"
    assert made.roster.index.tolist() == [0]


# ── nothing is lost ──────────────────────────────────────────────────────────────────────────────────────────────────

PERIODS = {
    1: [f"2025-{month:02d}" for month in range(1, 13)],
    3: [f"2025-Q{quarter}" for quarter in range(1, 5)],
    6: ["2025-H1", "2025-H2"],
    12: ["2025"],
}
days = st.integers(0, 364).map(lambda day: np.datetime64("2025-01-01", "us") + np.timedelta64(day, "D"))


@st.composite
def given_tables(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Reps with up to three rows that do not overlap, and results by months, quarters, halves or the year."""
    stays = []
    for rep in "ABC":
        bounds = sorted(draw(st.lists(days, min_size=1, max_size=6, unique=True)))
        pairs = [bounds[i : i + 2] for i in range(0, len(bounds), 2)]
        stays += [
            (rep, f"role {i}", pair[0], pair[1] if len(pair) > 1 else pd.NaT, 1.0) for i, pair in enumerate(pairs)
        ]
    rows = []
    for rep in ["A", "B", "C", "unknown"]:
        for measure in ("sales", "margin"):
            labels = PERIODS[draw(st.sampled_from(sorted(PERIODS)))]
            for label in draw(st.lists(st.sampled_from(labels), unique=True, max_size=4)):
                amount = st.none() | st.floats(-1e6, 1e6).map(lambda x: round(x, 2))
                rows.append((rep, measure, label, draw(amount), draw(amount)))
    rows.append(("A", "sales", "2024", 1.0, 1.0))
    roster = pd.DataFrame(stays, columns=["rep", "role", "start", "end", "target_incentive"])
    results = pd.DataFrame(rows, columns=["rep", "measure", "period", "actual", "target"])
    return {
        "roster": roster.astype({"start": "datetime64[us]", "end": "datetime64[us]"}),
        "results": results.astype({"actual": "float64", "target": "float64"}),
    }


@settings(max_examples=40, deadline=None)
@given(given_tables())
def test_credited_and_set_aside_are_what_was_given(frames: dict[str, pd.DataFrame]) -> None:
    made = assemble(check_tables(frames))
    for column, grids in (("actual", made.population.results), ("target", made.population.targets)):
        for measure, credited in grids.items():  # noqa: B007, PERF102 - the query reads it by name
            whole = frames["results"].query("measure == @measure")[column].sum()
            aside = made.set_aside.query("measure == @measure")[column].sum()
            assert np.nansum(credited) + aside == pytest.approx(whole, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(given_tables())
def test_every_row_is_credited_to_its_own_rep_or_set_aside(frames: dict[str, pd.DataFrame]) -> None:
    made = assemble(check_tables(frames))
    credited = made.population.roster[["rep"]].assign(
        sales=np.nansum(made.population.results["sales"], axis=1) if "sales" in made.population.results else 0.0
    )
    whole = frames["results"].query("measure == 'sales'").groupby("rep")["actual"].sum()
    aside = made.set_aside.query("measure == 'sales'").groupby("rep")["actual"].sum()
    expected = whole.sub(aside, fill_value=0.0).drop("unknown", errors="ignore")
    per_rep = credited.groupby("rep")["sales"].sum().reindex(expected.index)
    assert per_rep.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-6)
    assert set(made.set_aside.index) >= set(frames["results"].query("rep == 'unknown'").index + 2)


@settings(max_examples=25, deadline=None)
@given(given_tables())
def test_results_stand_only_where_a_row_is_on_the_plan(frames: dict[str, pd.DataFrame]) -> None:
    made = assemble(check_tables(frames)).population
    for grids in (made.results, made.targets):
        assert all(np.isnan(values[made.eligible == 0]).all() for values in grids.values())


@settings(max_examples=15, deadline=None)
@given(given_tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(frames: dict[str, pd.DataFrame], random: object) -> None:
    shuffled = frames | {"results": frames["results"].sample(frac=1, random_state=random.randrange(2**31))}  # type: ignore[attr-defined]
    first, second = (assemble(check_tables(tables)).population for tables in (frames, shuffled))
    for name in first.results:
        np.testing.assert_allclose(first.results[name], second.results[name], rtol=1e-12, atol=1e-6)


def test_a_typed_table_and_a_table_of_text_are_the_same() -> None:
    text = table(RESULTS, "Ann sales 2025-01 10.25 -", "Ann sales 2025-02 3 4")
    typed = text.assign(actual=[10.25, 3.0], target=[nan, 4.0])
    roster = table(HEAD, *ANN)
    prints = {assemble(check_tables({"roster": roster, "results": r})).population.fingerprint for r in (text, typed)}
    assert len(prints) == 1
