"""An export in the app: mapped, answered, credited and used, and nothing left on the disk."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from compsim.errors import MappingError
from compsim.present.conservation import set_aside_table
from simulator import exports
from simulator.sources import Broken, Data
from tests.crm_export import write_crm_export

Open = Callable[..., AppTest]
QUIET = 60.0


@pytest.fixture(name="files", scope="module")
def _fixture_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = write_crm_export(tmp_path_factory.mktemp("crm"))
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.csv"))}


def answered(files: dict[str, bytes]) -> exports.Export:
    """The export with everything said that is open."""
    proposal = exports.opened(files).proposal.with_choice("roster", "team", "regional_office")
    for column, value in (("role", "seller"), ("base_salary", 60_000), ("target_incentive", 20_000)):
        proposal = proposal.with_choice("roster", column, value=value)
    return exports.Export(files, proposal)


def silent(what: str, share: float) -> None:
    """Nobody listens."""


@pytest.mark.parametrize(
    ("names", "export"),
    [
        (["sales_pipeline.csv", "sales_teams.csv"], True),
        (["Roster.csv", "results.csv"], False),
        (["results.csv"], False),
        (["broken.xlsx"], False),
    ],
)
def test_files_named_like_tables_are_read_as_tables(names: list[str], *, export: bool) -> None:
    assert exports.is_export(dict.fromkeys(names, b"a,b\n")) is export


def test_an_answered_export_becomes_people_and_every_row_is_told(files: dict[str, bytes]) -> None:
    made = exports.credited(answered(files), silent)
    assert made.credited is not None
    account = made.credited.report.accounts[0]
    assert account.rows_in == 1_200
    assert account.rows_credited + sum(part.rows for part in account.set_aside) == 1_200
    aside = sum((part.amount or Decimal(0) for part in account.set_aside), Decimal(0))
    assert account.amount_credited is not None
    assert account.amount_in == account.amount_credited + aside
    data = exports.data_of(made)
    assert isinstance(data, Data)
    assert data.population.roster["rep"].nunique() == 35


def test_rows_that_nobody_is_credited_for_can_be_read_one_by_one(files: dict[str, bytes]) -> None:
    made = exports.credited(answered(files), silent)
    assert made.credited is not None
    assert made.credited.set_aside is not None
    account = made.credited.report.accounts[0]
    chosen = [part.rows for part in account.set_aside if not part.reason.startswith("stage is ")]
    of_first = made.credited.set_aside["measures"].str.split(", ").map(lambda names: account.measure in names)
    assert of_first.sum() == sum(chosen)
    table = set_aside_table(made.credited.set_aside)
    assert list(table.frame)[:3] == ["Table", "Measures", "Reason"]
    assert not table.frame[["Reason", "Deal", "Rep"]].isna().to_numpy().any()


def test_nothing_is_left_on_the_disk(files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    exports.credited(answered(files), silent)
    assert list(tmp_path.iterdir()) == []

    def stopped(_what: str, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exports.credited(answered(files), stopped)
    assert list(tmp_path.iterdir()) == []


def test_what_keeps_an_export_from_being_credited_is_told(files: dict[str, bytes]) -> None:
    made = exports.credited(exports.opened(files), silent)
    assert made.credited is None
    assert any("target_incentive" in str(problem) for problem in made.problems)
    assert isinstance(exports.data_of(made), Broken)


def test_pseudonyms_hide_every_name(files: dict[str, bytes]) -> None:
    made = exports.credited(answered(files), silent)
    named, hidden = exports.data_of(made), exports.data_of(made, b"k" * 32)
    assert isinstance(named, Data)
    assert isinstance(hidden, Data)
    names = set(named.population.roster["rep"])
    assert names.isdisjoint(hidden.population.roster["rep"])
    told = " ".join(map(str, hidden.notes))
    assert [name for name in names if name in told] == []


def test_only_an_offered_spelling_can_be_taken_and_it_finds_its_product(files: dict[str, bytes]) -> None:
    export = answered(files)
    with pytest.raises(MappingError, match="no close spelling is offered"):
        export.proposal.with_spelling("product", "GTXPr")
    joins = {}
    for name, proposal in (
        ("as it is", export.proposal),
        ("mended", export.proposal.with_spelling("product", "GTXPro")),
    ):
        made = exports.credited(exports.Export(files, proposal), silent)
        assert made.credited is not None
        joins[name] = next(join for join in made.credited.report.joins if join.table == "products").unmatched_rows
    assert joins == {"as it is": 233, "mended": 0}


@pytest.mark.parametrize(
    ("begun", "share", "now", "left"), [(0.0, 0.5, 10.0, 10.0), (0.0, 0.25, 10.0, 30.0), (0.0, 0.0, 10.0, None)]
)
def test_the_time_that_remains_follows_the_pace(begun: float, share: float, now: float, left: float | None) -> None:
    assert exports.remaining(begun, share, now) == left


def test_the_page_goes_from_files_to_people(open_page: Open, files: dict[str, bytes]) -> None:
    app = open_page(data="upload")
    for name, content in files.items():
        app.file_uploader(key="start/upload").upload(name, content)
    app.run()
    assert app.button(key="export/credit").disabled
    app.selectbox(key="export/column/roster/team").select("regional_office").run()
    for column, value in (("role", "seller"), ("base_salary", "60000"), ("target_incentive", "20000")):
        app.selectbox(key=f"export/column/roster/{column}").select("\0value").run()
        app.text_input(key=f"export/value/roster/{column}").set_value(value).run()
    assert not app.button(key="export/credit").disabled
    app.button(key="export/credit").click().run(timeout=QUIET)
    assert not app.exception
    told = [list(map(str, table.value.iloc[:, 1])) for table in app.table]
    assert ["1,200", "−324", "−225", "−77", "574"] in told
    app.button(key="export/use").click().run(timeout=QUIET)
    assert not app.exception
    assert "35" in [metric.value for metric in app.metric]


def test_another_answer_undoes_what_was_credited(open_page: Open, files: dict[str, bytes]) -> None:
    app = open_page(data="upload")
    for name, content in files.items():
        app.file_uploader(key="start/upload").upload(name, content)
    app.run()
    app.selectbox(key="export/column/roster/team").select("regional_office").run()
    for column, value in (("role", "seller"), ("base_salary", "1"), ("target_incentive", "1")):
        app.selectbox(key=f"export/column/roster/{column}").select("\0value").run()
        app.text_input(key=f"export/value/roster/{column}").set_value(value).run()
    app.button(key="export/credit").click().run(timeout=QUIET)
    assert app.button(key="export/use")
    app.selectbox(key="export/file/products.csv").select("").run()
    assert not app.exception
    assert [button.key for button in app.button if button.key == "export/use"] == []
