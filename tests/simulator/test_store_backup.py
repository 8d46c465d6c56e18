"""Backup and restore from the command line, between a file and PostgreSQL, while others work, and from ruins."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from simulator import store
from tests.project_files import ROOT
from tests.simulator.stores import content, databases, make_old, run_sql, save

Address = str | Path


@pytest.fixture(scope="module")
def postgres() -> Iterator[Callable[[], str]]:
    with databases() as made:
        yield made


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Address]:
    """Makes the address of an empty store of a kind."""

    def made(kind: str) -> Address:
        if kind == "file":
            return tmp_path / "kept" / "scenarios.db"
        database: Callable[[], str] = request.getfixturevalue("postgres")
        return database()

    return made


def command(address: Address, *words: str) -> subprocess.CompletedProcess[str]:
    """What `python -m simulator.store` says about a store."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("COMPSIM")}
    name = "COMPSIM_STORE" if isinstance(address, Path) else "COMPSIM_DATABASE_URL"
    return subprocess.run(
        [sys.executable, "-m", "simulator.store", *words],
        cwd=ROOT,
        env=known | {name: str(address)},
        capture_output=True,
        text=True,
        check=False,
    )


def done(address: Address, *words: str) -> str:
    said = command(address, *words)
    assert said.returncode == 0, said.stderr
    return said.stdout


def refused(address: Address, *words: str) -> str:
    said = command(address, *words)
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    return said.stderr


def filled(address: Address) -> dict[str, list[tuple[str, ...]]]:
    """A store with two scenarios, one of them archived; answers what it holds."""
    engine = store.open_store(address)
    first = save(engine, "scenario: ü\n", "FY26 *Über*", by="Kim").version
    save(engine, "scenario: b\n", "FY26 *Über*", builds_on=1, by="Lou")
    store.restore_version(engine, first, builds_on=2)
    store.archive(engine, save(engine, "scenario: c\n", "Old").version.scenario, archived=True)
    for number in range(600):  # more than one portion of a copy
        store.save(engine, f"scenario: plan_{number}\n", f"Plan {number}")
    found = content(engine)
    engine.dispose()
    return found


def held(address: Address) -> dict[str, list[tuple[str, ...]]]:
    engine = store.open_store(address)
    found = content(engine)
    engine.dispose()
    return found


@pytest.mark.parametrize("kind", ["file", "PostgreSQL"])
def test_status_tells_where_what_and_how_much(place: Callable[[str], Address], kind: str) -> None:
    address = place(kind)
    filled(address)
    said = done(address, "status")
    assert "schema: 0002 (needed: 0002)" in said
    assert "plans: 603" in said
    assert "scenarios: 2" in said
    assert "versions: 4" in said
    assert "integrity: ok" in said
    assert "secret" not in said


def test_status_of_a_store_that_is_not_there_makes_none(place: Callable[[str], Address]) -> None:
    address = place("file")
    assert "not there yet" in done(address, "status")
    assert not Path(address).exists()


@pytest.mark.parametrize("kind", ["file", "PostgreSQL"])
def test_a_store_from_before_is_upgraded_without_loss(place: Callable[[str], Address], kind: str) -> None:
    address = place(kind)
    make_old(address)
    assert "python -m simulator.store upgrade" in refused(address, "status")
    assert "schema 0001 → 0002" in done(address, "upgrade")
    assert "schema 0002 as before" in done(address, "upgrade")
    engine = store.open_store(address)
    kept = store.find(engine, "hygnhskdqfpv")
    assert kept is not None
    assert (kept.yaml, kept.title) == ("scenario: fy26\n", "FY26")
    assert f"{kept.created_at:%Y-%m-%d %H:%M:%S.%f}" == "2026-01-02 03:04:05.000006"
    assert save(engine, "scenario: fy26\n").version.plan_id == kept.id
    engine.dispose()


@pytest.mark.parametrize("source", ["file", "PostgreSQL"])
@pytest.mark.parametrize("target", ["file", "PostgreSQL"])
def test_what_was_backed_up_comes_back_anywhere(
    place: Callable[[str], Address], tmp_path: Path, source: str, target: str
) -> None:
    address, file = place(source), tmp_path / "backup.db"
    kept = filled(address)
    done(address, "backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["backup.db"]
    other = tmp_path / "other" / "scenarios.db" if target == "file" else place(target)
    done(other, "restore", str(file))
    assert held(other) == kept
    assert "plans: 603" in done(other, "status")


@pytest.mark.parametrize("kind", ["file", "PostgreSQL"])
def test_what_was_there_is_kept_beside_and_can_come_back_too(
    place: Callable[[str], Address], tmp_path: Path, kind: str
) -> None:
    address, file = place(kind), tmp_path / "backup.db"
    before = filled(address)
    done(address, "backup", str(file))
    engine = store.open_store(address)
    save(engine, "scenario: later\n", "Later")
    later = content(engine)
    said = done(address, "restore", str(file))
    assert content(engine) == before, "those who work go on with what came back"
    assert save(engine, "scenario: more\n", "More").kind == "saved"
    engine.dispose()
    beside = Path(said.strip().rpartition("before: ")[2])
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    done(address, "restore", str(beside))
    assert held(address) == later


def test_a_backup_is_never_overwritten(place: Callable[[str], Address], tmp_path: Path) -> None:
    address, file = place("file"), tmp_path / "backup.db"
    filled(address)
    file.write_bytes(b"mine")
    assert "is there already" in refused(address, "backup", str(file))
    assert file.read_bytes() == b"mine"


def test_a_backup_is_whole_while_others_write(place: Callable[[str], Address], tmp_path: Path) -> None:
    address = place("file")
    engine = store.open_store(address)
    save(engine, "scenario: a0\n")
    with engine.connect() as reader, engine.execution_options(writes=True).connect() as writer:
        reader.exec_driver_sql("SELECT count(*) FROM scenario").all()
        writer.exec_driver_sql("INSERT INTO scenario VALUES ('aaaaaaaaaaaa', 'a', 'a', '2026-01-01 00:00:00')")
        done(address, "backup", str(tmp_path / "backup.db"))
        writer.commit()
    engine.dispose()
    assert list(held(tmp_path / "backup.db")) == ["FY26"]
    with closing(sqlite3.connect(tmp_path / "backup.db")) as copy:
        assert copy.execute("SELECT count(*) FROM scenario").fetchone() == (1,), "what is not committed is not there"


def test_ruins_are_kept_and_replaced(place: Callable[[str], Address], tmp_path: Path) -> None:
    address, file = Path(place("file")), tmp_path / "backup.db"
    kept = filled(address)
    done(address, "backup", str(file))
    ruins = b"no database any more " * 500
    address.write_bytes(ruins)
    assert "restore a backup" in refused(address, "status")
    said = done(address, "restore", str(file))
    assert held(address) == kept
    assert Path(said.strip().rpartition("before: ")[2]).read_bytes() == ruins


def test_an_old_backup_is_brought_to_the_new_schema(place: Callable[[str], Address], tmp_path: Path) -> None:
    old, address = tmp_path / "old.db", place("file")
    make_old(old)
    before = old.read_bytes()
    done(address, "restore", str(old))
    engine = store.open_store(address)
    assert store.find(engine, "hygnhskdqfpv") is not None
    engine.dispose()
    assert old.read_bytes() == before


@pytest.mark.parametrize("kind", ["file", "PostgreSQL"])
def test_what_is_no_sound_backup_changes_nothing(place: Callable[[str], Address], tmp_path: Path, kind: str) -> None:
    address = place(kind)
    kept = filled(address)
    for name, wrong in broken_files(tmp_path).items():
        assert wrong in refused(address, "restore", str(tmp_path / name)), name
    assert held(address) == kept


def broken_files(folder: Path) -> dict[str, str]:
    """Files that are no backup, and what is said about each."""
    (folder / "text.db").write_text("no database", encoding="utf-8")
    whole = folder / "whole.db"
    filled(whole)
    with closing(sqlite3.connect(whole)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    content_of_file = whole.read_bytes()
    (folder / "half.db").write_bytes(content_of_file[: len(content_of_file) // 2])
    sqlite3.connect(folder / "empty.db").close()
    (folder / "orphan.db").write_bytes(content_of_file)
    with closing(sqlite3.connect(folder / "orphan.db")) as connection:
        connection.execute("DELETE FROM named_scenario")
        connection.commit()
    (folder / "future.db").write_bytes(content_of_file)
    run_sql(folder / "future.db", "UPDATE alembic_version SET version_num = '0042'")
    return {
        "text.db": "not sound",
        "half.db": "not sound",
        "orphan.db": "refers to nothing",
        "empty.db": "does not know",
        "future.db": "schema 0042",
        "none.db": "no such file",
    }


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    address = "postgresql://tester:secret@127.0.0.1:9/nothing"
    for words in (["status"], ["upgrade"], ["backup", str(tmp_path / "backup.db")]):
        said = refused(address, *words)
        assert "COMPSIM_DATABASE_URL" in said
        assert "secret" not in said
    assert list(tmp_path.iterdir()) == []
