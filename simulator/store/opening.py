"""Where the store is, and how it is opened: one SQLite file, or a PostgreSQL database by its address."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from compsim.errors import Problem
from simulator.store.migrating import upgrade
from simulator.store.schema import StoreError, kind_of, revision_of, wrong_schema

PATIENCE = 5  # seconds that a connection, or a writer behind another one, waits
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


def address_of(given: str | Path) -> URL:
    """The address of a store: the path of a file, `sqlite:///…` or `postgresql://…`; raises StoreError."""
    if isinstance(given, Path):
        return URL.create("sqlite", database=str(given))
    try:
        url = make_url(given)
    except ArgumentError:
        url = URL.create("nothing")
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    says, fix = "this is no address of a database that can hold scenarios", "Write postgresql://USER@HOST/DATABASE."
    raise StoreError([Problem("COMPSIM_DATABASE_URL", says, fix)])


def place_of(url: URL) -> str:
    """An address as it may be shown: without its password."""
    return str(url.database) if is_file(url) else url.render_as_string(hide_password=True)


def is_file(url: URL) -> bool:
    """Whether the store is a file of this machine."""
    return url.get_backend_name() == "sqlite"


def open_store(given: str | Path) -> Engine:
    """The store there, made if there is none; raises StoreError where its schema is another one."""
    engine = connect_to(address_of(given))
    try:
        _prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare(engine: Engine) -> None:
    with engine.connect() as connection:
        revision = revision_of(connection)
    if kind_of(revision) == "new":
        upgrade(engine)
    elif kind_of(revision) != "right":
        raise wrong_schema(place_of(engine.url), revision)


def check_store(given: str | Path) -> None:
    """Raises StoreError unless the store can be used, or will be made when it is first needed."""
    url = address_of(given)
    if is_file(url) and not Path(str(url.database)).exists():
        return
    engine = connect_to(url)
    try:
        with engine.connect() as connection:
            revision = revision_of(connection)
    except (SQLAlchemyError, OSError) as error:
        raise unreachable(url, error) from None
    finally:
        engine.dispose()
    if kind_of(revision) in ("older", "unknown"):
        raise wrong_schema(place_of(url), revision)


def unreachable(url: URL, error: Exception) -> StoreError:
    """What to say when the store cannot be read at all; what the driver says may name a password, so it is left out."""
    says = f"the saved scenarios cannot be read ({type(error).__name__})"
    fix = (
        "If the file was damaged, restore a backup: python -m simulator.store restore FILE"
        if is_file(url)
        else "Check that the server runs and that COMPSIM_DATABASE_URL names its host, port, user and database."
    )
    return StoreError([Problem(place_of(url), says, fix)])


def connect_to(url: URL) -> Engine:
    """Connections to a store of whatever schema; a file is made, for its owner's eyes only; raises StoreError."""
    if is_file(url):
        _make_private(Path(str(url.database)))
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _set_up_file)
        event.listen(engine, "begin", _begin)
        return engine
    if find_spec("psycopg") is None:
        fix = "Install the extra 'postgres': pip install 'compsim[postgres,simulator]'."
        raise StoreError([Problem(place_of(url), "PostgreSQL's driver is not installed", fix)])
    return create_engine(url, connect_args={"connect_timeout": PATIENCE}, pool_pre_ping=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads before it writes: in a file, other writers wait from its beginning on."""
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # made before SQLite opens it: the files that stand beside it during writing inherit its rights
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _set_up_file(connection: Any, _: Any) -> None:
    """Readers and a writer side by side, waiting for each other; transactions begin where SQLAlchemy says so."""
    connection.isolation_level = None
    for pragma in (f"busy_timeout={PATIENCE}000", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _keep_a_log(connection)


def _keep_a_log(connection: Any) -> None:
    """Switch to WAL. SQLite does not wait for others who do the same at this moment, so this tries again."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
