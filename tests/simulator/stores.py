"""Stores for tests: a file, and a database of a PostgreSQL server that the tests start."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from simulator import store
from simulator.store.opening import address_of, connect_to
from tests.population.postgres_server import other_user, programs, server

OLD_TABLE = """CREATE TABLE scenario (
    id VARCHAR(12) NOT NULL, yaml TEXT NOT NULL, title TEXT NOT NULL, created_at {moment} NOT NULL, PRIMARY KEY (id)
)"""
OLD_ROW = "INSERT INTO scenario VALUES ('hygnhskdqfpv', 'scenario: fy26\n', 'FY26', '2026-01-02 03:04:05.000006')"

_NUMBERS = itertools.count()


@contextmanager
def databases() -> Iterator[Callable[[], str]]:
    """Makes the address of an empty PostgreSQL database each time; skips where no server can be started."""
    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    bin_dir, as_user = programs(), other_user()
    if bin_dir is None or as_user is None:
        pytest.skip("no PostgreSQL server can be started here: install one, and a user 'postgres' if you are root")
    with server(bin_dir, as_user) as url:

        def made() -> str:
            name = f"store_{next(_NUMBERS)}"
            engine = connect_to(address_of(url))
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            engine.dispose()
            return f"{url.rpartition('/')[0]}/{name}"

        yield made


def make_old(address: str | Path) -> None:
    """A store as it was before there were revisions: one table, one plan."""
    engine = connect_to(address_of(address))
    moment = "DATETIME" if engine.dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    with engine.begin() as connection:
        connection.exec_driver_sql(OLD_TABLE.format(moment=moment))
        connection.exec_driver_sql(OLD_ROW)
    engine.dispose()


def run_sql(address: str | Path, *statements: str) -> None:
    engine = connect_to(address_of(address))
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def save(engine: Engine, yaml: str, name: str = "FY26", builds_on: int = 0, by: str = "") -> store.Outcome:
    return store.save_version(engine, store.Draft(name, yaml, name, f"note on {yaml}", by), builds_on)


def content(engine: Engine) -> dict[str, list[tuple[str, ...]]]:
    """Everything a store holds, as text."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for newest in store.newest_versions(engine):
        versions = store.history(engine, newest.scenario)
        plans = [store.find(engine, version.plan_id) for version in versions]
        found[newest.name] = [
            (str(version), "" if plan is None else str(plan)) for version, plan in zip(versions, plans, strict=True)
        ]
    return found
