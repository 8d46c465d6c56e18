"""Saved plans: immutable rows under an id that is made from their content, in one SQLite file.

Equal plans have equal ids, so saving twice stores once, and two people who save at once cannot harm each other.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, DateTime, Engine, MetaData, String, Table, Text, create_engine, event, select
from sqlalchemy.dialects.sqlite import insert

ID_LENGTH = 12
_ID = re.compile(rf"^[a-z2-7]{{{ID_LENGTH}}}$")
_METADATA = MetaData()
SCENARIO = Table(
    "scenario",
    _METADATA,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("yaml", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class Saved:
    """A plan as it was saved."""

    id: str
    yaml: str
    title: str
    created_at: datetime  # UTC


def content_id(yaml: str) -> str:
    """The id of a plan: the first twelve characters of its hash in base 32 (60 bits), in lower case."""
    return base64.b32encode(hashlib.sha256(yaml.encode()).digest()).decode().lower()[:ID_LENGTH]


def is_content_id(text: str) -> bool:
    """Whether a text can be the id of a saved plan."""
    return _ID.match(text) is not None


def open_store(path: Path) -> Engine:
    """The store in this file, created for its owner's eyes only if it is not there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # made before SQLite opens it: the files that stand beside it during writing inherit its rights
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5})
    event.listen(engine, "connect", _set_up_connection)
    _METADATA.create_all(engine)
    return engine


def save(engine: Engine, yaml: str, title: str) -> str:
    """Store a plan once and return its id."""
    row = {"id": content_id(yaml), "yaml": yaml, "title": title, "created_at": datetime.now(UTC)}
    with engine.begin() as connection:
        connection.execute(insert(SCENARIO).values(row).on_conflict_do_nothing())
    return str(row["id"])


def find(engine: Engine, plan_id: str) -> Saved | None:
    """The plan saved under this id, if there is one."""
    if not is_content_id(plan_id):
        return None
    with engine.connect() as connection:
        row = connection.execute(select(SCENARIO).where(SCENARIO.c.id == plan_id)).one_or_none()
    return None if row is None else Saved(row.id, row.yaml, row.title, row.created_at.replace(tzinfo=UTC))


def _set_up_connection(connection: Any, _: Any) -> None:
    """Readers and a writer side by side, waiting for each other up to five seconds."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
