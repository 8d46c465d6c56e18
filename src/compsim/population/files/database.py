"""A table or view of PostgreSQL as the columns of an export, read through Ibis.

Where the database is and who may read it comes from the caller, never from a mapping, and is never part of a message:
the address holds a password.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from compsim.errors import MappingError, Problem, did_you_mean
from compsim.population.files.formats import TextTable, trimmed
from compsim.population.files.parquet import plain
from compsim.population.files.text import too_many

SCHEMES = ("postgresql", "postgres")
MOST_ROWS = 20_000_000
_OTHER_TYPES = (pa.types.is_nested, pa.types.is_binary, pa.types.is_time, pa.types.is_duration)


def read_database(url: str, table: str, wanted: Sequence[str]) -> TextTable:
    """The wanted columns of a table or view (`deals`, `sales.deals`); MappingError says why it cannot be read.

    The session is read-only. Rows come in the order of the wanted columns, so that the same data read the same.
    """
    _refuse(url, table)
    schema, _, name = table.rpartition(".")
    with _told(table), _connected(url) as database:
        found = _table(database, name, schema or None)
        missing = [_missing(column, list(found.columns), table) for column in wanted if column not in found.columns]
        if missing:
            raise MappingError(missing)
        rows = int(found.count().execute())
        if rows > MOST_ROWS:
            raise MappingError([too_many(table, "rows", MOST_ROWS)])
        names = list(dict.fromkeys(wanted)) or list(found.columns)
        cells = found.select(names).order_by(names).to_pyarrow()
    problems = [_no_cells(column, table) for column in names if any(test(cells[column].type) for test in _OTHER_TYPES)]
    if problems:
        raise MappingError(problems)
    notes = tuple(_zone(column, table) for column in names if getattr(cells[column].type, "tz", None))
    columns = {column: trimmed(plain(cells[column])) for column in names}
    return TextTable(columns, cells.num_rows, "PostgreSQL", row_numbers=range(1, cells.num_rows + 1), notes=notes)


def _refuse(url: str, table: str) -> None:
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in SCHEMES:
        says, fix = "the database's address is not one of PostgreSQL", "Write postgresql://user@host:5432/name."
        raise MappingError([Problem(table, says, fix)])
    if find_spec("psycopg") is None:
        says, fix = "PostgreSQL cannot be read: a package is missing", "Install compsim with its extra 'postgres'."
        raise MappingError([Problem(table, says, fix)])


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    """A read-only session with the database."""
    import ibis  # noqa: PLC0415 - takes a second, and only those who have a database need it

    database = ibis.connect(url.replace("postgres://", "postgresql://", 1))
    try:
        database.con.read_only = True
        yield database
    finally:
        database.disconnect()


@contextmanager
def _told(table: str) -> Iterator[None]:
    """Turn what the database or its driver raises into a problem that names neither server nor user."""
    try:
        yield
    except MappingError:
        raise
    except Exception as error:  # noqa: BLE001 - drivers raise what they like, and their texts hold addresses
        says = f"the database could not be read ({type(error).__name__})"
        fix = "Check its address, the user's rights and that the server runs."
        raise MappingError([Problem(table, says, fix)]) from None


def _table(database: Any, name: str, schema: str | None) -> Any:
    known = database.list_tables(database=schema)
    if name not in known:
        raise MappingError([Problem(name, "the database has no such table or view", did_you_mean(name, known))])
    return database.table(name, database=schema)


def _missing(column: str, known: list[str], table: str) -> Problem:
    return Problem(table, f"there is no column '{column}'", did_you_mean(column, known))


def _no_cells(column: str, table: str) -> Problem:
    fix = "Make a view that gives it as text, numbers or days."
    return Problem(table, "the column holds values that are no cells", fix, column=column)


def _zone(column: str, table: str) -> Problem:
    says = "times are in the zone of the database session, UTC unless it says otherwise, and days begin there"
    return Problem(table, says, column=column, severity="warning")
