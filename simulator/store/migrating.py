"""From one schema to the next: the steps in `simulator.migrations`, taken in one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, text

from simulator.store.schema import HEAD, REVISIONS, is_stamped, kind_of, revision_of, wrong_schema

MIGRATIONS = Path(__file__).parents[1] / "migrations"
_LOCK = 7_042_006  # any number, the same in every process


def upgrade(engine: Engine) -> tuple[str, str]:
    """Bring a database to the newest schema, all of it or nothing; answers the schema before and after.

    Two processes that start at once wait for each other. Raises StoreError for a schema that is not known.
    """
    with engine.execution_options(writes=True).begin() as connection:
        _wait_for_others(connection)
        before = revision_of(connection)
        if kind_of(before) == "unknown":
            raise wrong_schema(engine.url.render_as_string(hide_password=True), before)
        if before != HEAD:
            _migrate(connection, before)
    return before, HEAD


def _wait_for_others(connection: Connection) -> None:
    """In a file, the transaction itself is the lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _migrate(connection: Connection, before: str) -> None:
    from alembic import command  # noqa: PLC0415 - slow, and hardly ever needed
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    if before == REVISIONS[0] and not is_stamped(connection):
        command.stamp(config, before)
    command.upgrade(config, "head")
