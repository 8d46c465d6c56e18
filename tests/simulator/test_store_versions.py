"""Named scenarios in a file and in PostgreSQL: versions are added, never changed, and nobody overwrites anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine

from simulator import store
from simulator.store import Outcome
from simulator.store.opening import check_store
from simulator.store.schema import HEAD, StoreError
from tests.simulator.stores import content, databases, make_old, run_sql, save

AT_ONCE = 8
Address = str | Path


@pytest.fixture(scope="module")
def postgres() -> Iterator[Callable[[], str]]:
    with databases() as made:
        yield made


@pytest.fixture(params=["file", "PostgreSQL"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    if request.param == "file":
        return tmp_path / "kept" / "scenarios.db"
    made: Callable[[], str] = request.getfixturevalue("postgres")
    return made()


@pytest.fixture
def engine(address: Address) -> Iterator[Engine]:
    opened = store.open_store(address)
    yield opened
    opened.dispose()


# --- versions


def test_versions_are_counted_and_kept_with_note_and_person(engine: Engine) -> None:
    save(engine, "a: 1\n", by="Kim")
    outcome = save(engine, "a: 2\n", builds_on=1, by="Lou")
    assert outcome.kind == "saved"
    history = store.history(engine, outcome.version.scenario)
    assert [(each.number, each.saved_by, each.note) for each in history] == [
        (2, "Lou", "note on a: 2\n"),
        (1, "Kim", "note on a: 1\n"),
    ]
    assert store.newest_versions(engine) == history[:1]
    assert history[0].saved_at >= history[1].saved_at
    assert history[0].saved_at.utcoffset() is not None


def test_the_second_of_two_is_told_and_both_plans_are_there(engine: Engine) -> None:
    save(engine, "a: 1\n")
    save(engine, "a: 2\n", builds_on=1, by="Lou")
    outcome = save(engine, "a: 3\n", builds_on=1, by="Kim")
    assert (outcome.kind, outcome.version.number, outcome.version.saved_by) == ("overtaken", 2, "Lou")
    assert store.find(engine, store.content_id("a: 3\n")) is not None
    assert len(store.history(engine, outcome.version.scenario)) == 2


def test_a_version_that_is_not_there_is_nothing_to_build_on(engine: Engine) -> None:
    save(engine, "a: 1\n")
    assert save(engine, "a: 2\n", builds_on=7).kind == "overtaken"


def test_names_that_people_take_for_one_are_one(engine: Engine) -> None:
    save(engine, "a: 1\n", "FY26 Über")
    outcome = save(engine, "a: 2\n", "  fy26   ÜBER ")
    assert (outcome.kind, outcome.version.name) == ("overtaken", "FY26 Über")
    assert save(engine, "a: 2\n", "FY26 Uber").kind == "saved"


def test_saving_the_same_plan_again_adds_nothing(engine: Engine) -> None:
    save(engine, "a: 1\n")
    assert save(engine, "a: 1\n", builds_on=1).kind == "same"
    assert save(engine, "a: 1\n", builds_on=0).kind == "same"


def test_a_name_of_spaces_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="name"):
        save(engine, "a: 1\n", "  ")


def test_restoring_adds_a_version_and_deletes_none(engine: Engine) -> None:
    first = save(engine, "a: 1\n").version
    save(engine, "a: 2\n", builds_on=1)
    assert store.restore_version(engine, first, builds_on=1).kind == "overtaken"
    outcome = store.restore_version(engine, first, builds_on=2, saved_by="Kim")
    assert (outcome.kind, outcome.version.number, outcome.version.restored) == ("saved", 3, 1)
    assert outcome.version.plan_id == first.plan_id
    assert [each.number for each in store.history(engine, first.scenario)] == [3, 2, 1]
    assert store.version_with(engine, first.plan_id) == outcome.version


def test_the_archive_keeps_everything_and_a_new_version_brings_it_back(engine: Engine) -> None:
    version = save(engine, "a: 1\n").version
    assert store.archive(engine, version.scenario, archived=True)
    assert store.newest_versions(engine)[0].archived
    save(engine, "a: 2\n", builds_on=1)
    assert not store.newest_versions(engine)[0].archived
    assert not store.archive(engine, "nothinghere1", archived=True)


def test_the_last_saved_scenario_stands_first(engine: Engine) -> None:
    for name in ("B", "A", "C"):
        save(engine, f"a: {name}\n", name)
    save(engine, "a: later\n", "B", builds_on=1)
    assert [each.name for each in store.newest_versions(engine)] == ["B", "C", "A"]


def at_once(act: Callable[[int], Outcome]) -> list[Outcome]:
    """Everybody acts at the same moment."""
    start = Barrier(AT_ONCE)

    def _act(number: int) -> Outcome:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(_act, range(AT_ONCE)))


def _one_of_many(engine: Engine, step: int, number: int, *, name: str = "FY26", builds_on: int = 0) -> Outcome:
    return save(engine, f"a: {step}.{number}\n", name, builds_on)


def test_of_many_who_save_at_once_one_is_first_and_all_others_are_told(engine: Engine) -> None:
    save(engine, "a: 1\n")
    for step in range(1, 11):
        outcomes = at_once(partial(_one_of_many, engine, step, builds_on=step))
        assert sorted(each.kind for each in outcomes) == ["overtaken"] * (AT_ONCE - 1) + ["saved"]
        assert {each.version.number for each in outcomes} == {step + 1}
        assert all(store.find(engine, store.content_id(f"a: {step}.{number}\n")) for number in range(AT_ONCE))
    (newest,) = store.newest_versions(engine)
    assert [each.number for each in store.history(engine, newest.scenario)] == list(range(11, 0, -1))


def test_of_many_who_take_a_new_name_at_once_one_gets_it(engine: Engine) -> None:
    for step in range(10):
        outcomes = at_once(partial(_one_of_many, engine, step, name=f"Name {step}"))
        assert sorted(each.kind for each in outcomes) == ["overtaken"] * (AT_ONCE - 1) + ["saved"]
        assert len({each.version.scenario for each in outcomes}) == 1


# --- the schema


def test_a_new_store_is_made_by_the_migrations_and_fits_the_tables(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - slow
    from alembic.migration import MigrationContext  # noqa: PLC0415 - slow

    from simulator.store.schema import METADATA  # noqa: PLC0415 - beside its use

    with engine.connect() as connection:
        migrations = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(migrations, METADATA) == []
        assert migrations.get_current_revision() == HEAD


def test_the_newest_step_is_the_one_that_the_code_needs() -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow

    from simulator.store.migrating import MIGRATIONS  # noqa: PLC0415 - beside its use
    from simulator.store.schema import REVISIONS  # noqa: PLC0415 - beside its use

    steps = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    assert tuple(reversed(steps)) == REVISIONS


def test_many_processes_can_make_the_store_at_once(address: Address) -> None:
    start = Barrier(AT_ONCE)

    def _open(_: int) -> Engine:
        start.wait()
        return store.open_store(address)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        opened = list(pool.map(_open, range(AT_ONCE)))
    assert save(opened[0], "a: 1\n").kind == "saved"
    assert len(store.newest_versions(opened[-1])) == 1
    for each in opened:
        each.dispose()


def test_a_store_from_before_is_refused_with_the_command_that_mends_it(address: Address) -> None:
    make_old(address)
    for look in (store.open_store, check_store):
        with pytest.raises(StoreError, match=r"schema 0001.*needs 0002.*python -m simulator.store upgrade"):
            look(address)


def test_a_newer_store_is_refused_in_its_own_words(address: Address) -> None:
    store.open_store(address).dispose()
    run_sql(address, "UPDATE alembic_version SET version_num = '0042'")
    for look in (store.open_store, check_store):
        with pytest.raises(StoreError, match=r"schema 0042.*does not know.*newer version"):
            look(address)


def test_a_table_of_another_program_is_left_alone(address: Address) -> None:
    run_sql(address, "CREATE TABLE scenario (id INTEGER, colour VARCHAR(9))")
    with pytest.raises(StoreError, match="another program"):
        store.open_store(address)


def test_no_password_is_told(postgres: Callable[[], str]) -> None:
    address = postgres()
    make_old(address)
    with pytest.raises(StoreError) as refused:
        store.open_store(address)
    gone = address.replace("/store_", "/not_there_")
    with pytest.raises(StoreError) as missing:
        check_store(gone)
    assert "secret" in address
    assert "secret" not in f"{refused.value} {missing.value}"


@pytest.mark.parametrize("given", ["", "mysql://a@b/c", "sqlite://", "nonsense", "sqlite:///:memory:"])
def test_an_address_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(StoreError, match="COMPSIM_DATABASE_URL"):
        check_store(given)


def test_a_store_that_is_not_there_yet_is_fine(tmp_path: Path) -> None:
    check_store(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_store_opened_again_holds_the_same(address: Address) -> None:
    first = store.open_store(address)
    save(first, "a: 1\n")
    save(first, "a: 2\n", builds_on=1)
    again = store.open_store(address)
    assert content(again) == content(first)
    assert len(content(again)["FY26"]) == 2
    for each in (first, again):
        each.dispose()


def test_a_server_in_another_time_zone_tells_the_same_moment(postgres: Callable[[], str]) -> None:
    address = postgres()
    run_sql(address, f"ALTER DATABASE {address.rpartition('/')[2]} SET timezone = 'Asia/Tokyo'")
    engine = store.open_store(address)
    before = datetime.now(UTC)
    version = save(engine, "a: 1\n").version
    assert before <= version.saved_at <= datetime.now(UTC)
    assert version.saved_at.tzinfo is UTC
    engine.dispose()
