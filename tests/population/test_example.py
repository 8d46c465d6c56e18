"""The invented company's tables: they add up, they can be made again anywhere, and its people are plausible."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compsim.errors import PopulationError
from compsim.population.example.company import (
    csv_text,
    example_population,
    example_tables,
    write_example,
)
from compsim.population.reading import load_population, population_from_tables

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return example_tables()


@pytest.fixture(scope="module")
def control() -> Tables:
    return example_tables(truths=False)


def in_cents(money: pd.Series) -> pd.Series:
    return (money * 100).round().astype("int64")


def cell_sums(frame: pd.DataFrame, day: str, values: pd.Series) -> pd.Series:
    """Sums by rep and month of a table whose rows carry a day; nothing is left out where it is zero."""
    return values.groupby([frame["rep"], frame[day].dt.strftime("%Y-%m")]).sum()


def said(tables: Tables, measure: str, *, money: bool) -> pd.Series:
    """What the results table says of a measure by rep and month, in cents or pieces."""
    rows = tables["results"][tables["results"]["measure"] == measure]
    values = in_cents(rows["actual"]) if money else rows["actual"].astype("int64")
    return values.groupby([rows["rep"], rows["period"]]).sum()


def assert_adds_up(tables: Tables) -> None:
    deals, activities = tables["deals"], tables["activities"]
    won, decided = deals.query("stage == 'Won'"), deals.query("stage != 'Open'")
    focus = won.query("product_line == 'cloud'")
    one = pd.Series(1, index=deals.index)
    pairs = {
        "revenue": (cell_sums(won, "closed", in_cents(won["amount"])), True),
        "margin": (cell_sums(won, "closed", in_cents(won["margin"])), True),
        "focus_revenue": (cell_sums(focus, "closed", in_cents(focus["amount"])), True),
        "wins": (cell_sums(won, "closed", one[won.index]), False),
        "offers": (cell_sums(decided, "closed", one[decided.index]), False),
        "new_customers": (cell_sums(won, "closed", won["new_customer"].astype("int64")), False),
    }
    for kind, measure in (("first_meeting", "first_meetings"), ("offer", "offers")):
        rows = activities[activities["type"] == kind]
        pairs[f"{measure} "] = (cell_sums(rows, "date", rows["count"]), False)
    for measure, (found, money) in pairs.items():
        stated = said(tables, measure.strip(), money=money)
        assert set(found.index) <= set(stated.index), measure
        assert (found.reindex(stated.index, fill_value=0) == stated).all(), measure


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_deals_and_activities_add_up_to_the_results_to_the_cent(tables: Tables, control: Tables) -> None:
    assert_adds_up(tables)
    assert_adds_up(control)


@settings(max_examples=5)
@given(reps=st.integers(27, 90), seed=st.integers(0, 2**32), truths=st.booleans())
def test_every_company_adds_up_and_says_the_same_with_and_without_tables(reps: int, seed: int, truths: bool) -> None:
    tables = example_tables(reps, seed, truths=truths)
    assert_adds_up(tables)
    built = example_population(reps, seed, truths=truths)
    read = population_from_tables(tables, currency="EUR")
    assert built.fingerprint == read.fingerprint
    assert not read.notes
    assert built.roster["rep"].nunique() == reps


def test_the_default_company_is_read_from_its_files_without_a_remark(tmp_path: Path) -> None:
    names = [path.name for path in write_example(tmp_path / "company")]
    assert names == sorted(path.name for path in (tmp_path / "company").iterdir())
    read = load_population(tmp_path / "company", currency="EUR")
    assert read.fingerprint == example_population().fingerprint
    assert [note.source for note in read.notes] == ["files"]  # deals and activities are for crediting


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_example(tmp_path / "a", 40, 3)]
    assert first == [path.read_bytes() for path in write_example(tmp_path / "b", 40, 3)]
    assert first != [path.read_bytes() for path in write_example(tmp_path / "c", 40, 4)]
    assert not any(b"\r" in content for content in first)


# Made once on x86-64 with NumPy 2.4; every other machine has to agree.
SHA256 = {
    "roster": "a089bce86a61697648612a5682b89e47d55f5fdf9874bdba1c47031d13ff67e7",
    "results": "6c0a7f9237647a653b5dce01497ef942d40f453c01a092b52bcf47e79e01f9c1",
    "deals": "edb13e3f8366ca06d95c5e039707144f4db5358fd8c69e9d56264df580d2451b",
    "activities": "4187a144297808556ad6a5802d1896a2da0deec6dbc8071ac13fb9cd03192dde",
}


@pytest.mark.parametrize("table", SHA256)
def test_the_default_company_is_the_same_on_every_machine(tables: Tables, table: str) -> None:
    assert hashlib.sha256(csv_text(tables[table]).encode()).hexdigest() == SHA256[table]


def test_leaving_deals_out_changes_nothing_else(tables: Tables) -> None:
    lean = example_tables(deals=False)
    assert set(tables) - set(lean) == {"deals", "activities"}
    assert all(lean[name].equals(tables[name]) for name in lean)


def test_too_few_people_and_a_negative_seed_are_told_together() -> None:
    with pytest.raises(PopulationError) as caught:
        example_tables(9, -1)
    assert len(caught.value.problems) == 2


def test_a_large_company_has_the_same_shape() -> None:
    people = example_population(20_000, 1)
    sizes = people.roster.groupby("team")["rep"].nunique()
    assert sizes.between(6, 11).all()
    assert people.roster["rep"].nunique() == 20_000


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_teams_have_a_manager_each_and_six_to_ten_people(tables: Tables) -> None:
    roster = tables["roster"]
    assert roster.groupby("team")["rep"].nunique().between(6, 10).all()
    assert len(roster[["team", "manager", "role", "region"]].drop_duplicates()) == roster["team"].nunique()
    assert roster["manager"].nunique() == roster["team"].nunique()
    assert not set(roster["manager"]) & set(roster["rep"])


def test_people_come_go_change_and_work_part_time(tables: Tables) -> None:
    roster = tables["roster"]
    changed = roster[roster.duplicated("rep", keep=False)]
    assert (roster["start"] > "2025-01-01").sum() - changed["rep"].nunique() >= 3
    assert roster["end"].notna().sum() - changed["rep"].nunique() >= 3
    assert roster.loc[roster["fte"] < 1, "fte"].between(0.5, 0.8).all()
    assert 3 <= (roster["fte"] < 1).sum() <= 12
    assert sorted(changed.groupby("rep")["role"].nunique()) == [1, 2]
    assert (changed.groupby("rep")["target_incentive"].nunique() == 2).all()
    later = changed.groupby("rep")["start"].last() - changed.groupby("rep")["end"].first()
    assert (later == pd.Timedelta(days=1)).all()


def test_deals_close_and_activities_happen_while_the_rep_is_there(tables: Tables) -> None:
    stay = tables["roster"].groupby("rep").agg(start=("start", "min"), end=("end", lambda days: days.iloc[-1]))
    for name, day in (("deals", "closed"), ("activities", "date")):
        rows = tables[name].dropna(subset=[day]).merge(stay, on="rep")
        assert (rows[day] >= rows["start"]).all()
        assert (rows["end"].isna() | (rows[day] <= rows["end"])).all()
        assert (rows[day].dt.day_of_week < 5).all()


def test_a_new_customer_is_an_account_that_nobody_had(tables: Tables) -> None:
    deals = tables["deals"]
    new = deals.query("new_customer")
    assert new["account"].is_unique
    assert (new["stage"] == "Won").all()
    assert not set(new["account"]) & set(deals.query("not new_customer")["account"])
