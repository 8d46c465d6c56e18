"""Targets that come with an export: each is given to its person as it stands, or set aside, and they add up exactly."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.population.crediting.credit import Credited, credit_deals
from compsim.population.crediting.files import conservation_page
from compsim.population.crediting.pseudonyms import with_pseudonyms
from compsim.population.export.periods import periods_of
from compsim.population.mapping.reading import Mapping
from tests.population.small_export import mapped, refused, small_export

LONG = """\
  targets:
    file: targets.csv
    columns: {rep: who, measure: {value: revenue}, period: when, target: goal}
joins:"""
HEADER = ("who", "when", "goal")
ROWS = [
    ("Ada", "Q1/2025", "100.10"),
    ("Bo", "2025-02", "3.5"),
    ("Bo", "Jan 2025", "0.5"),
    ("Cyy", "Q1/2025", "7"),
    ("", "Q1/2025", "1"),
    ("Cy", "2025", "9"),
    ("Cy", "", "11"),
    ("Cy", "Q1/2025", ""),
]


def with_table(*changes: tuple[str, str]) -> Mapping:
    text = LONG
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return mapped(("joins:", text))


def credited(folder: Path, rows: list[tuple[str, ...]] = ROWS, header: tuple[str, ...] = HEADER,
             mapping: Mapping | None = None) -> Credited:  # fmt: skip
    return credit_deals(small_export(folder, targets=[header, *rows]), mapping or with_table())


def told(result: Credited, measure: str = "revenue") -> dict[str, tuple[int, Decimal | None]]:
    account = next(each for each in result.report.targets if each.measure == measure)
    aside = {part.reason: (part.rows, part.amount) for part in account.set_aside}
    return {
        "in": (account.rows_in, account.amount_in),
        "given": (account.rows_credited, account.amount_credited),
        **aside,
    }


def test_every_target_is_given_or_set_aside_and_adds_up(tmp_path: Path) -> None:
    """By hand: 100.10 + 3.5 + 0.5 given; 7 + 1 + 9 + 11 + 0 set aside; 132.10 in the file."""
    result = credited(tmp_path)
    assert told(result) == {
        "in": (8, Decimal("132.1")),
        "given": (3, Decimal("104.1")),
        "period reaches beyond the months that are credited, 2025-01 to 2025-03": (1, Decimal(9)),
        "rep is not on the roster": (1, Decimal(7)),
        "rep is blank": (1, Decimal(1)),
        "period is blank": (1, Decimal(11)),
        "target is blank": (1, Decimal(0)),
    }
    page = conservation_page(result.report)
    assert "| 3 | 104.10 | given to a person on the plan |" in page
    assert "| 1 | 7 | set aside: rep is not on the roster |" in page


def test_a_target_reaches_the_population_in_its_own_time(tmp_path: Path) -> None:
    """A quarter's target counts in the quarter's last month, a month's in its month."""
    population = credited(tmp_path).population()
    assert population.periods == ("2025-01", "2025-02", "2025-03")
    names = population.roster["rep"].tolist()
    ada, bo, cy = (population.targets["revenue"][names.index(name)] for name in ("Ada", "Bo", "Cy"))
    np.testing.assert_array_equal(ada, [0, 0, 100.10])
    np.testing.assert_array_equal(bo, [0.5, 3.5, np.nan])
    assert np.isnan(cy).all()
    yearly = population.target("revenue", "individual", "quarter")
    assert yearly[names.index("Bo"), -1] == 4.0


def test_results_are_the_same_with_and_without_targets(tmp_path: Path) -> None:
    without = credit_deals(small_export(tmp_path / "a"), mapped()).results
    result = credited(tmp_path / "b").results
    actuals = result[result["actual"].notna()].drop(columns="target").reset_index(drop=True)
    assert actuals.equals(without[actuals.columns.tolist()])


def test_who_meets_nobody_is_told_with_a_close_spelling_and_hidden_by_pseudonyms(tmp_path: Path) -> None:
    rows = [("Adaa Long-Name", "Q1/2025", "7"), ("Stranger", "Q1/2025", "8")]
    people = [("name", "team"), ("Adaa Long-Nam", "North"), ("Ada", "North"), ("Bo", "North"), ("Cy", "South")]
    folder = small_export(tmp_path, targets=[HEADER, *rows], people=people)
    result = credit_deals(folder, with_table())
    join = next(join for join in result.report.joins if join.to == "targets")
    assert {item.value: item.close for item in join.unmatched} == {"Adaa Long-Name": "Adaa Long-Nam", "Stranger": ""}
    assert {item.value for item in result.report.not_on_roster} == {"Dee"}  # those of the deals alone
    notes = "\n".join(map(str, result.report.notes))
    assert "2 of 2 rows name a rep that is not in roster" in notes
    hidden = with_pseudonyms(result, b"k" * 32)
    written = conservation_page(hidden.report) + str(hidden.as_dict())
    assert "Stranger" not in written
    assert "Adaa" not in written


def test_a_target_outside_the_persons_time_is_set_aside(tmp_path: Path) -> None:
    people = [("name", "team", "from"), ("Ada", "North", "2025-03-01"), ("Bo", "North", ""), ("Cy", "South", "")]
    months = ("{date: day}", "{date: day, from: 2025-01, to: 2025-03}")
    mapping = mapped(("joins:", LONG), ("team: team, base", "team: team, start: from, base"), months)
    rows = [("Ada", "2025-01", "5"), ("Ada", "Q1/2025", "6")]
    folder = small_export(tmp_path, targets=[HEADER, *rows], people=people)
    result = credit_deals(folder, mapping)
    assert told(result)["rep is not on the plan in that period"] == (1, Decimal(5))
    assert told(result)["given"] == (1, Decimal(6))
    assert result.population().targets["revenue"][0].tolist()[-1] == 6


def test_a_target_for_the_same_time_twice_is_refused(tmp_path: Path) -> None:
    folder = small_export(tmp_path, targets=[HEADER, ("Ada", "Q1/2025", "1"), ("Ada", "2025-02", "2")])
    says = refused(folder, with_table())
    assert len(says) == 1
    assert "'Ada' revenue 2025-02" in says[0]
    told_apart = credited(tmp_path / "b", [("Ada", "2025-01", "1"), ("Ada", "2025-02", "2"), ("Bo", "2025-02", "2")])
    assert told(told_apart)["given"] == (3, Decimal(5))


def test_a_column_for_each_measure_stands_side_by_side(tmp_path: Path) -> None:
    mapping = with_table(
        ("measure: {value: revenue}, period: when, target: goal", "period: when, revenue: a, customers: b")
    )
    result = credited(
        tmp_path, [("Ada", "Q1/2025", "10.5", "2"), ("Bo", "Q1/2025", "", "3")], ("who", "when", "a", "b"), mapping
    )
    assert told(result) == {
        "in": (2, Decimal("10.5")),
        "given": (1, Decimal("10.5")),
        "target is blank": (1, Decimal(0)),
    }
    assert told(result, "customers")["given"] == (2, Decimal(5))
    population = result.population()
    assert population.target("customers", "individual", "quarter")[0, -1] == 2
    assert np.isnan(population.target("customers", "individual", "quarter")[2]).all()


def test_a_column_names_the_measure_and_spellings_translate_it(tmp_path: Path) -> None:
    said = ("measure: {value: revenue}", "measure: of")
    mapping = with_table(said, ("target: goal}", "target: goal}\n    values: {measure: {Umsatz: revenue}}"))
    header = ("who", "of", "when", "goal")
    rows = [("Ada", "Umsatz", "Q1/2025", "10"), ("Ada", "wins", "Q1/2025", "4"), ("Ada", "Lob", "Q1/2025", "9")]
    result = credited(tmp_path, rows, header, mapping)
    assert told(result)["given"] == (1, Decimal(10))
    assert told(result, "wins")["given"] == (1, Decimal(4))
    assert told(result, "Lob") == {
        "in": (1, Decimal(9)),
        "given": (0, Decimal(0)),
        "measure is not in the mapping": (1, Decimal(9)),
    }


def test_a_ratio_has_a_target_of_its_own(tmp_path: Path) -> None:
    mapping = mapped(
        ("joins:", LONG.replace("{value: revenue}", "{value: size}")),
        ("  customers:", "  size: {ratio: [revenue, wins]}\n  customers:"),
    )
    population = credited(tmp_path, [("Ada", "Q1/2025", "30")], mapping=mapping).population()
    assert population.target("size", "individual", "quarter")[0, -1] == 30


def test_a_day_and_a_year_of_its_own_say_the_time_too(tmp_path: Path) -> None:
    dated = with_table(("period: when", "date: when"))
    assert told(credited(tmp_path / "a", [("Ada", "2025-02-28", "5")], mapping=dated))["given"] == (1, Decimal(5))
    apart = with_table(("period: when", "period: when, year: {value: 2025}"))
    assert told(credited(tmp_path / "b", [("Ada", "Q1", "5"), ("Bo", "März", "2")], mapping=apart))["given"] == (
        2,
        Decimal(7),
    )


def test_rows_left_out_by_where_are_counted(tmp_path: Path) -> None:
    mapping = with_table(("target: goal}", "target: goal, version: v}\n    where: {version: final}"))
    rows = [("Ada", "Q1/2025", "5", "final"), ("Ada", "Q1/2025", "6", "draft")]
    result = credited(tmp_path, rows, (*HEADER, "v"), mapping)
    assert told(result)["given"] == (1, Decimal(5))
    assert told(result)["left out by the where of the targets"] == (1, Decimal(6))


def test_a_text_that_names_no_period_is_refused_with_what_to_write(tmp_path: Path) -> None:
    folder = small_export(tmp_path, targets=[HEADER, ("Ada", "Q1", "5"), ("Ada", "some day", "5")])
    says = refused(folder, with_table())
    assert len(says) == 1
    assert "'Q1', 'some day'" in says[0]
    assert "year: and its column" in says[0]


def test_calendar_quarters_are_an_assumption_where_the_plan_year_begins_elsewhere(tmp_path: Path) -> None:
    calendar = mapped(("joins:", LONG), ("currency: EUR", "currency: EUR\nyear_starts: 2024-04"))
    line = "targets: quarters, half-years and years are taken as those of the calendar"
    assert line in credited(tmp_path / "a", mapping=calendar).report.assumptions
    assert line not in credited(tmp_path / "b").report.assumptions


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ada", "Bo", "Cy", "Nobody", ""]),
            st.sampled_from(["2025-01", "2025-02", "Q1/2025", "2024", ""]),
            st.decimals(min_value=-1000, max_value=10**9, places=2).map(str) | st.just(""),
        ),
        max_size=8,
        unique_by=lambda row: row[0],
    )
)
def test_whatever_the_file_says_the_targets_add_up(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    result = credited(tmp_path_factory.mktemp("targets"), rows)
    total = sum((Decimal(goal) for _, _, goal in rows if goal), Decimal(0))
    accounts = result.report.targets
    assert all(account.balanced for account in accounts)
    assert sum((account.amount_in or Decimal(0) for account in accounts), Decimal(0)) == total
    handed = result.results["target"].sum() if "target" in result.results else 0.0
    assert handed == pytest.approx(float(sum((a.amount_credited or Decimal(0) for a in accounts), Decimal(0))))


@pytest.mark.parametrize(
    ("text", "label"),
    [("Q1/2025", "2025-Q1"), ("2025-Q1", "2025-Q1"), ("1. Quartal 2025", "2025-Q1"), ("4e trimestre 2025", "2025-Q4"),
     ("kwartaal 2 2025", "2025-Q2"), ("2. Halbjahr 2025", "2025-H2"), ("1er semestre 2025", "2025-H1"),
     ("2025", "2025"), ("März 2025", "2025-03"), ("Mrz. 2025", "2025-03"), ("août 2025", "2025-08"),
     ("enero 2025", "2025-01"), ("maart 2025", "2025-03"), ("03/2025", "2025-03"), ("2025-10", "2025-10"),
     ("202504", "2025-04"), ("Dec-2025", "2025-12"),
     ("Q1", None), ("Q5 2025", None), ("FY2025", None), ("Q1 25", None), ("2025/2026", None), ("2025-13", None)],
)  # fmt: skip
def test_a_text_names_a_period_or_none(text: str, label: str | None) -> None:
    assert periods_of([text]).labels == (label,)


def test_a_bare_number_is_a_month_only_where_the_column_says_so() -> None:
    assert periods_of(["1/2025", "4/2025"]).labels == (None, None)
    assert "a month or a quarter" in periods_of(["1/2025", "4/2025"]).ask
    assert periods_of(["1/2025", "9/2025"]).labels == ("2025-01", "2025-09")
    assert periods_of(["T1 2025", "T4 2025"]).labels == ("2025-Q1", "2025-Q4")
    assert periods_of(["T1 2025", "T3 2025"]).labels == (None, None)  # thirds of a year are called so, too
