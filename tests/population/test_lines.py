"""Credit for everybody below a manager."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.population.people import Population
from compsim.population.reading import population_from_tables
from tests.population.small_tables import tables

nan = math.nan
HEAD = "rep role manager start end target_incentive"
RESULTS = "rep measure period actual target"


def population(roster: tuple[str, ...], *results: str, **more: tuple[str, ...]) -> Population:
    return population_from_tables(tables((HEAD, *roster), (RESULTS, *results), **more))


def same(values: np.ndarray, expected: list[list[float]]) -> bool:
    return np.array_equal(values, np.array(expected), equal_nan=True)


def months(rep: str, *actuals: float, target: float = 0) -> list[str]:
    return [f"{rep} sales 2025-{month:02d} {actual} {target}" for month, actual in enumerate(actuals, start=1)]


def test_everybody_below_counts_at_all_levels_and_nobody_else() -> None:
    roster = (
        "Top x - - - 1",
        "Mid x Top - - 1",
        "Ann x Mid - - 1",
        "Ben x Mid - - 1",
        "Cem x Top - - 1",
        "Dia x - - - 1",
    )
    rows = [
        row
        for rep, sales in zip(["Top", "Mid", "Ann", "Ben", "Cem", "Dia"], (1, 2, 4, 8, 16, 32), strict=True)
        for row in months(rep, sales, 100 * sales)
    ]
    made = population(roster, *rows)
    below = [[30, 3000], [12, 1200], [nan, nan], [nan, nan], [nan, nan], [nan, nan]]
    assert same(made.actual("sales", "reports", "month"), below)
    assert same(made.actual("sales", "reports", "year"), [[30, 3030], [12, 1212], *[[nan, nan]] * 4])
    assert same(made.members("reports"), [[4, 4], [2, 2], *[[nan, nan]] * 4])


def test_somebody_who_changes_managers_counts_for_each_in_their_time() -> None:
    # half of February's days under each; Ann's 28 are shared 14 to 14
    roster = ("Mia x - - - 1", "Max x - - - 1", "Ann x Mia - 2025-02-14 1", "Ann x Max 2025-02-15 - 1")
    made = population(roster, *months("Ann", 10, 28, 30), *months("Mia", 0, 0, 0), *months("Max", 0, 0, 0))
    assert same(made.actual("sales", "reports", "month"), [[10, 14, 0], [0, 14, 30], [nan] * 3, [nan] * 3])
    assert same(made.actual("sales", "reports", "year"), [[10, 24, 24], [0, 14, 44], [nan] * 3, [nan] * 3])
    assert same(made.members("reports"), [[1, 1, 0], [0, 1, 1], [nan] * 3, [nan] * 3])


def test_a_manager_who_changes_takes_their_people_along_once() -> None:
    # Mid's people count for Top in February, once, though Mid has two rows under Top then; in March they are Dia's
    roster = (
        "Top x - - - 1", "Dia x - - - 1", "Mid x Top - 2025-02-10 1", "Mid y Top 2025-02-11 2025-02-28 1",
        "Mid y Dia 2025-03-01 - 1", "Ann x Mid - - 1",
    )  # fmt: skip
    made = population(roster, *months("Ann", 1, 2, 4), *months("Mid", 0, 0, 0), *months("Top", 8, 8, 8))
    assert same(made.actual("sales", "reports", "month")[:2], [[1, 2, 0], [0, 0, 4]])
    assert same(made.actual("sales", "reports", "month")[2:5, :], [[1, 2, 4]] * 3)


def test_a_row_that_leads_nobody_in_its_time_has_nothing_to_count() -> None:
    roster = (
        "Ann x - - 2025-01-31 1",
        "Ann lead - 2025-02-01 - 1",
        "Ben x - - 2025-01-31 1",
        "Ben x Ann 2025-02-01 - 1",
    )
    made = population(roster, *months("Ben", 5, 7), *months("Ann", 1, 1))
    assert same(made.actual("sales", "reports", "year"), [[nan, nan], [0, 7], [nan, nan], [nan, nan]])


def test_a_vacancy_does_not_cut_the_people_below_off() -> None:
    roster = ("Top x - - - 1", "Mid x Top - 2025-01-31 1", "Ann x Mid - - 1")
    made = population(roster, *months("Ann", 3, 5), *months("Top", 0, 0), "Mid sales 2025-01 1 1")
    assert same(made.actual("sales", "reports", "month")[:1], [[4, 5]])


def test_a_manager_who_is_not_on_the_roster_ends_the_line() -> None:
    made = population(("Ann x Zoe - - 1", "Ben x Ann - - 1"), *months("Ann", 1), *months("Ben", 2))
    assert same(made.actual("sales", "reports", "month"), [[2], [nan]])


@pytest.mark.parametrize("swap", ["2025-01-11", "2025-01-31"])
def test_a_swap_within_one_period_credits_nobody_with_their_own(swap: str) -> None:
    # until the swap Ann is under Ben, then Ben under Ann; Cem is under Ann all the time
    before = np.datetime64(swap) - 1
    roster = (
        f"Ann x Ben - {before} 1", f"Ben x - - {before} 1", f"Ann x - {swap} - 1", f"Ben x Ann {swap} - 1",
        "Cem x Ann - - 1",
    )  # fmt: skip
    made = population(roster, *months("Ann", 31), *months("Ben", 62), *months("Cem", 4))
    late = (31 - int(swap[-2:]) + 1) / 31  # Ben's later row has this share of his result, Ann's earlier one the rest
    assert made.over_circle(made.results["sales"], "reports")[:, 0] == pytest.approx(
        [4 + 62 * late, 31 * (1 - late), 4 + 62 * late, 31 * (1 - late), nan], nan_ok=True
    )


def test_targets_and_ratios_of_the_people_below_add_up_too() -> None:
    roster = ("Mia x - - - 1", "Ann x Mia - - 1", "Ben x Mia - - 1")
    rows = ("Ann wins 2025-01 1 2", "Ann offers 2025-01 4 -", "Ben wins 2025-01 2 3", "Ben offers 2025-01 2 -")
    made = population(roster, *rows, measures=("measure combine numerator denominator", "rate ratio wins offers"))
    assert made.target("wins", "reports", "month")[0, 0] == 5
    assert made.actual("rate", "reports", "month")[0, 0] == 0.5


def test_counts_of_distinct_things_may_name_a_manager() -> None:
    given = tables(
        (HEAD, "Mia x - - - 1", "Ann x Mia - - 1"),
        (
            "rep measure period actual target stretch credit",
            "Ann visits 2025-01 3 - year individual",
            "Mia visits 2025-01 4 - year reports",
            "Mai visits 2025-01 4 - year reports",
        ),
        measures=("measure combine", "visits distinct"),
    )
    made = population_from_tables(given)
    assert made.actual("visits", "reports", "year").tolist() == [[4], [0]]
    assert [str(note) for note in made.notes if "set aside" in note.says] == [
        "results row 4, column rep: 'Mai' is not on the roster; 1 row is set aside. Did you mean 'Mia'?"
    ]


@st.composite
def organisations(draw: st.DrawFn) -> list[int]:
    """The manager of each of some people, always somebody before them; -1 for nobody."""
    return [draw(st.integers(-1, place - 1)) for place in range(draw(st.integers(1, 12)))]


@settings(max_examples=40)
@given(organisations(), st.randoms(use_true_random=False))
def test_below_is_whoever_leads_there_by_following_managers(managers: list[int], random: object) -> None:
    order = list(range(len(managers)))
    random.shuffle(order)  # type: ignore[attr-defined]
    roster = [f"P{i} x {f'P{managers[i]}' if managers[i] >= 0 else '-'} - - 1" for i in order]
    made = population(tuple(roster), *(f"P{i} sales 2025-01 {2**i} -" for i in order))

    def is_below(person: int, head: int) -> bool:
        above = managers[person]
        return above >= 0 and (above == head or is_below(above, head))

    below = [[i for i in range(len(managers)) if is_below(i, head)] for head in order]
    expected = [float(sum(2**i for i in people)) if people else nan for people in below]
    assert made.actual("sales", "reports", "month")[:, 0] == pytest.approx(expected, nan_ok=True)
    assert np.nan_to_num(made.members("reports"))[:, 0].tolist() == [len(people) for people in below]
