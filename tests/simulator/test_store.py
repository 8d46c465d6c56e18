"""Saved plans are immutable, found by their content and readable by their owner only."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from simulator.store import content_id, find, is_content_id, open_store, save
from simulator.store.schema import PLAN


@pytest.fixture
def store(tmp_path: Path) -> Engine:
    return open_store(tmp_path / "kept" / "scenarios.db")


def rows(store: Engine) -> int:
    with store.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(PLAN)).scalar_one())


def test_what_was_saved_is_found_again(store: Engine) -> None:
    plan_id = save(store, "scenario: fy26\n", "FY26")
    saved = find(store, plan_id)
    assert saved is not None
    assert (saved.yaml, saved.title, saved.id) == ("scenario: fy26\n", "FY26", plan_id)
    assert saved.created_at.tzinfo is not None


def test_id_is_the_hash_of_the_content() -> None:
    # printf 'scenario: fy26\n' | sha256sum | xxd -r -p | base32 | cut -c1-12, in lower case
    assert content_id("scenario: fy26\n") == "hygnhskdqfpv"
    assert content_id("scenario: fy26\n") != content_id("scenario: fy27\n")


def test_saving_twice_keeps_the_first_row(store: Engine) -> None:
    first = save(store, "scenario: fy26\n", "as it was")
    second = save(store, "scenario: fy26\n", "renamed")
    saved = find(store, first)
    assert first == second
    assert rows(store) == 1
    assert saved is not None
    assert saved.title == "as it was"


@pytest.mark.parametrize("plan_id", ["", "aaaaaaaaaaaa", "next_year", "' OR 1=1 --", "A" * 12, "a" * 13])
def test_an_unknown_id_finds_nothing(store: Engine, plan_id: str) -> None:
    save(store, "scenario: fy26\n", "FY26")
    assert find(store, plan_id) is None


def test_names_of_files_are_no_content_ids() -> None:
    assert not is_content_id("next_year")
    assert is_content_id(content_id("anything"))


def test_file_is_for_its_owner_only(store: Engine) -> None:
    save(store, "scenario: fy26\n", "FY26")
    path = Path(str(store.url.database))
    kept = [path, *path.parent.glob("scenarios.db-*")]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in kept)


def test_a_file_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.db"
    path.touch(mode=0o644)
    open_store(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_connections_wait_for_each_other(store: Engine) -> None:
    with store.connect() as connection:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        patience = connection.execute(text("PRAGMA busy_timeout")).scalar_one()
    assert (mode, patience) == ("wal", 5000)


def test_many_writers_at_once_lose_nothing(store: Engine) -> None:
    plans = [f"scenario: plan_{number % 40}\n" for number in range(160)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        ids = list(pool.map(lambda yaml: save(store, yaml, "plan"), plans))
    assert rows(store) == 40
    assert all(find(store, plan_id) is not None for plan_id in ids)


def test_a_store_opened_again_has_what_it_had(store: Engine) -> None:
    plan_id = save(store, "scenario: fy26\n", "FY26")
    again = open_store(Path(str(store.url.database)))
    assert find(again, plan_id) == find(store, plan_id)
