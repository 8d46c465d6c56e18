"""A copy of the store in one file, and back: the file is the same whatever database the store lies in.

A backup is an SQLite file of the same tables. A restore first keeps what was there, then brings the copy in, all of it
or nothing; pages that are open go on with what was brought back.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from compsim.errors import Problem
from simulator.store.migrating import upgrade
from simulator.store.opening import address_of, connect_to, is_file, open_store, place_of, unreachable
from simulator.store.schema import TABLES, StoreError, kind_of, revision_of, wrong_schema

PATIENCE = 30  # seconds to wait for those who are writing
_AT_ONCE = 500  # rows


def back_up(given: str | Path, file: Path) -> None:
    """Copy the store into a new file that only its owner can read; raises StoreError, FileExistsError."""
    if file.exists():
        raise FileExistsError(f"{file} is there already: name a new file, so that no backup is lost")
    url = address_of(given)
    with tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder:
        copy = Path(folder) / "copy.db"
        try:
            _copy_file(Path(str(url.database)), copy) if is_file(url) else _export(given, copy)
        except (sqlite3.Error, SQLAlchemyError) as error:
            raise unreachable(url, error) from None
        _check_file(copy, str(file))
        copy.replace(file)


def restore(given: str | Path, file: Path) -> Path | None:
    """Bring a backup back; answers where the store as it was is kept, None if there was none. Raises StoreError."""
    url = address_of(given)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        _newest_schema_of(file, copy)
        return _into_file(Path(str(url.database)), copy) if is_file(url) else _into_server(given, copy, file)


def counts(engine: Engine) -> dict[str, int]:
    """How many rows each table holds, in a store of the newest schema."""
    with engine.connect() as connection:
        return {str(table.name): _rows(connection, table.name) for table in TABLES}


def faults_of(path: Path) -> list[str]:
    """What SQLite finds wrong with a file: damaged pages, rows that refer to nothing; nothing for a sound one."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        lost = [f"a row of {row[0]} refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
    return [each for each in said if each != "ok"] + lost


def _rows(connection: Connection, table: str) -> int:
    known = {str(each.name): each for each in TABLES}
    return int(connection.execute(select(func.count()).select_from(known[table])).scalar_one())


# --- a copy


def _copy_file(path: Path, copy: Path) -> None:
    """Page by page through SQLite, while others may write: a plain copy of the file could be torn."""
    if not path.exists():
        raise StoreError([Problem(str(path), "there is no store here", "Nothing was saved yet, or name its place.")])
    _make_private(copy)
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        _into_one_file(target)


def _into_one_file(connection: sqlite3.Connection) -> None:
    """Without the files that stand beside it while it is written."""
    connection.execute("PRAGMA journal_mode=DELETE")


def _export(given: str | Path, copy: Path) -> None:
    """Row by row from a server, as it was at one moment."""
    source, target = open_store(given), open_store(copy)
    at_one_moment = source.execution_options(isolation_level="REPEATABLE READ")
    with at_one_moment.connect() as read, target.begin() as write:
        _copy_rows(read, write)
    source.dispose()
    target.dispose()
    with closing(sqlite3.connect(copy)) as connection:
        _into_one_file(connection)


def _copy_rows(read: Connection, write: Connection) -> None:
    for table in TABLES:
        asked = read.execution_options(yield_per=_AT_ONCE).execute(select(table))
        for part in asked.mappings().partitions():
            write.execute(table.insert(), [dict(row) for row in part])


# --- back


def _newest_schema_of(file: Path, copy: Path) -> None:
    """A sound copy of a backup, brought to the newest schema; raises StoreError for a file that is no backup."""
    if not file.is_file():
        raise StoreError([Problem(str(file), "there is no such file", "Name a file that `backup` made.")])
    _make_private(copy)
    shutil.copyfile(file, copy)
    _check_file(copy, str(file))
    engine = connect_to(address_of(copy))
    try:
        with engine.connect() as connection:
            revision = revision_of(connection)
        if kind_of(revision) in ("new", "unknown"):
            raise wrong_schema(str(file), revision or "0000")
        upgrade(engine)
    finally:
        engine.dispose()


def _check_file(path: Path, shown: str) -> None:
    try:
        found = faults_of(path)
    except sqlite3.Error:
        found = ["it is no SQLite file"]
    if found:
        fix = "Use another backup; this one was not used and not changed."
        raise StoreError([Problem(shown, f"the file is not sound: {found[0]}", fix)])


def _into_file(path: Path, copy: Path) -> Path | None:
    kept = _keep_file(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_private(path)
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(path, timeout=PATIENCE)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL")
    return kept


def _keep_file(path: Path) -> Path | None:
    """The store as it was, in a file beside it: a copy, or the files themselves where they cannot be read."""
    if not path.exists():
        return None
    kept = path.with_name(f"{path.name}.before-{_moment()}")
    try:
        _copy_file(path, kept)
        _check_file(kept, str(kept))
    except (sqlite3.Error, StoreError):
        for ending in ("", "-wal", "-shm"):
            if path.with_name(f"{path.name}{ending}").exists():
                path.with_name(f"{path.name}{ending}").replace(kept.with_name(f"{kept.name}{ending}"))
    return kept


def _into_server(given: str | Path, copy: Path, file: Path) -> Path:
    """Everything out and everything in, in one transaction; what was there is backed up beside the file first."""
    engine, source = connect_to(address_of(given)), open_store(copy)
    try:
        upgrade(engine)
        kept = file.absolute().with_name(f"{file.name}.before-{_moment()}")
        back_up(given, kept)
        with source.connect() as read, engine.begin() as write:
            write.execute(text("LOCK TABLE scenario, named_scenario, scenario_version IN ACCESS EXCLUSIVE MODE"))
            for table in reversed(TABLES):
                write.execute(table.delete())
            _copy_rows(read, write)
    except SQLAlchemyError as error:
        raise unreachable(engine.url, error) from None
    finally:
        engine.dispose()
        source.dispose()
    return kept


def _make_private(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _moment() -> str:
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")


def where(url: URL) -> str:
    """A store's place in words."""
    return f"{'file' if is_file(url) else 'database'} {place_of(url)}"
