"""The invented company of any size: its parts put together are the whole, as CSV and as Parquet."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from compsim.population.example import parts as example_parts
from compsim.population.example.company import example_population, example_records, example_tables, write_example
from compsim.population.example.draws import draws
from compsim.population.reading import population_from_tables

Tables = dict[str, pd.DataFrame]


@pytest.fixture(name="_small_parts")
def _fixture_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example_parts, "PEOPLE_AT_ONCE", 25)


@pytest.fixture(name="in_parts", scope="module")
def _in_parts() -> Iterator[Tables]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(example_parts, "PEOPLE_AT_ONCE", 25)
        yield example_tables(110, 3)


@settings(max_examples=30)
@given(st.integers(1, 40), st.data())
def test_some_peoples_draws_are_those_they_get_with_everybody(company: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, company - 1))
    many = data.draw(st.integers(1, company - first))
    everybody, some = draws(1, "test", company, 0, company), draws(1, "test", company, first, many)
    for width in ((12,), (), (1,)):
        assert (everybody.random(*width)[first : first + many] == some.random(*width)).all()


def test_people_and_results_do_not_depend_on_the_parts(in_parts: Tables) -> None:
    whole = example_population(110, 3)
    read = population_from_tables(in_parts, currency="EUR")
    assert read.fingerprint == whole.fingerprint
    assert sorted(in_parts["results"].columns) == ["actual", "measure", "period", "rep", "target"]


def test_deals_of_all_parts_add_up_and_are_numbered_once(in_parts: Tables) -> None:
    deals, results = in_parts["deals"], in_parts["results"]
    assert deals["deal"].tolist() == [f"D-{number:05d}" for number in range(1, len(deals) + 1)]
    assert deals.query("new_customer")["account"].is_unique
    assert not set(deals.query("new_customer")["account"]) & set(deals.query("not new_customer")["account"])
    won = deals.query("stage == 'Won'")
    said = results.query("measure == 'revenue'").groupby("rep")["actual"].sum()
    found = won.groupby("rep")["amount"].sum()
    assert ((found * 100).round() == (said.reindex(found.index) * 100).round()).all()


def test_every_truth_stands_once_in_a_company_of_many_parts(in_parts: Tables) -> None:
    won = in_parts["deals"].query("stage == 'Won'")["amount"].nlargest(2)
    assert won.iloc[0] > 8 * won.iloc[1]
    year = in_parts["results"].pivot_table(index="rep", columns="measure", values="actual", aggfunc="sum")
    focus = (year["focus_revenue"] / year["revenue"])[year.index.str.startswith("Rep A")]
    missed = focus[(focus > 0.197) & (focus < 0.2)]
    teams = in_parts["roster"].drop_duplicates("rep").set_index("rep")["team"]
    (team,) = set(teams[missed.index])
    assert len(missed) == ((teams == team).sum() + 1) // 2


@pytest.mark.usefixtures("_small_parts")
def test_files_say_what_the_tables_say_in_either_format(tmp_path: Path, in_parts: Tables) -> None:
    heard: list[float] = []
    files = write_example(tmp_path / "a", 110, 3, parquet=True, progress=lambda _, share: heard.append(share))
    assert [file.name for file in files] == [
        *("activities.parquet", "deals.parquet", "last_year.yaml", "measures.parquet"),
        *("next_year.yaml", "results.parquet", "roster.parquet"),
    ]
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == [file.name for file in files]
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    write_example(tmp_path / "b", 110, 3)
    for name, frame in in_parts.items():
        stored = parquet.read_table(tmp_path / "a" / f"{name}.parquet").to_pandas()
        text = pd.read_csv(tmp_path / "b" / f"{name}.csv", keep_default_na=False, na_values={"target": ""}, dtype="str")
        assert len(stored) == len(text) == len(frame)
        assert list(stored.columns) == list(text.columns) == list(frame.columns)
        for column in frame.select_dtypes("number"):
            assert np.allclose(stored[column], frame[column], rtol=0, atol=0, equal_nan=True)
        for column in frame.select_dtypes("str"):
            assert (stored[column].to_numpy(dtype=object) == frame[column].to_numpy(dtype=object)).all()


def test_a_stop_on_the_way_leaves_the_files_that_were_there(tmp_path: Path) -> None:
    write_example(tmp_path, 40, 1, parquet=True)
    before = (tmp_path / "deals.parquet").read_bytes()

    def stop(_what: str, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_example(tmp_path, 41, 1, parquet=True, progress=stop)
    assert (tmp_path / "deals.parquet").read_bytes() == before
    assert not list(tmp_path.glob("*.unfinished"))


def test_records_add_up_to_the_results() -> None:
    tables = example_tables(40, 1)
    sums = example_records(tables).groupby(["measure", "rep"])["amount"].sum()
    said = tables["results"].groupby(["measure", "rep"])["actual"].sum()
    assert set(sums.index.unique("measure")) == {
        *("revenue", "margin", "focus_revenue", "wins", "offers", "new_customers", "first_meetings")
    }
    assert sums.to_numpy() == pytest.approx(said.reindex(sums.index).to_numpy(), abs=0.005)
