"""The tables of the store, and what is told when a database has others.

`scenario` holds plans, rows that never change; `named_scenario` and `scenario_version` give them names and a history.
The tables here are the newest; the steps that lead to them are in `simulator.migrations`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    text,
)

from compsim.errors import InputError, Problem

REVISIONS = ("0001", "0002")  # from the oldest to the one that these tables need
HEAD = REVISIONS[-1]
ID_LENGTH = 12
LONGEST_NAME = 80  # letters of a scenario's name
UPGRADE = "python -m simulator.store upgrade"
METADATA = MetaData()
PLAN = Table(
    "scenario",
    METADATA,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("yaml", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
NAMED = Table(
    "named_scenario",
    METADATA,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("archived_at", DateTime(timezone=True)),
)
VERSION = Table(
    "scenario_version",
    METADATA,
    Column("scenario_id", ForeignKey(NAMED.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("plan_id", ForeignKey(PLAN.c.id), nullable=False, index=True),
    Column("note", Text, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    Column("restored", Integer),
    CheckConstraint("number >= 1", name="from_one"),
)
TABLES = (PLAN, NAMED, VERSION)  # each after those that it refers to
_FIRST_COLUMNS = {"id", "yaml", "title", "created_at"}
Found = Literal["new", "right", "older", "unknown"]


class StoreError(InputError):
    """The store cannot be used as it is; what mends it is in the message."""


def revision_of(connection: Connection) -> str:
    """The schema that a database has: empty for none; a store from before there were revisions has the first."""
    seen = inspect(connection)
    if seen.has_table("alembic_version"):
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        if found:
            return " ".join(sorted(map(str, found)))
    if not seen.has_table(PLAN.name):
        return ""
    columns = {str(column["name"]) for column in seen.get_columns(PLAN.name)}
    return REVISIONS[0] if columns == _FIRST_COLUMNS else "without a number"


def is_stamped(connection: Connection) -> bool:
    """Whether the database says itself which schema it has."""
    return inspect(connection).has_table("alembic_version")


def kind_of(revision: str) -> Found:
    """How a database's schema stands to the one that is needed."""
    if revision == HEAD:
        return "right"
    return "new" if not revision else "older" if revision in REVISIONS else "unknown"


def wrong_schema(place: str, revision: str) -> StoreError:
    """What to say about a database of another schema, and how it is mended."""
    if kind_of(revision) == "older":
        says = f"the saved scenarios have schema {revision}, and this version of the simulator needs {HEAD}"
        fix = f"Upgrade once, nothing is lost: {UPGRADE}"
    else:
        says = f"the saved scenarios have schema {revision}, which this version of the simulator does not know"
        fix = (
            f"A newer version wrote them, or they belong to another program. This one reads up to {HEAD}: install the "
            "newer version, or restore a backup that is older (python -m simulator.store restore FILE)."
        )
    return StoreError([Problem(place, says, fix)])


def in_utc(moment: datetime) -> datetime:
    """A moment as a database gives it back: SQLite without a zone, PostgreSQL in the server's."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
