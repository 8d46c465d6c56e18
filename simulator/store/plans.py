"""Saved plans: immutable rows under an id that is made from their content.

Equal plans have equal ids, so saving twice stores once, and two people who save at once cannot harm each other.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from simulator.store.schema import ID_LENGTH, PLAN, in_utc

_ID = re.compile(rf"^[a-z2-7]{{{ID_LENGTH}}}$")


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


def save(engine: Engine, yaml: str, title: str) -> str:
    """Store a plan once and return its id."""
    row = {"id": content_id(yaml), "yaml": yaml, "title": title, "created_at": datetime.now(UTC)}
    insert = (postgresql if engine.dialect.name == "postgresql" else sqlite).insert(PLAN)
    with engine.begin() as connection:
        connection.execute(insert.values(row).on_conflict_do_nothing())
    return str(row["id"])


def find(engine: Engine, plan_id: str) -> Saved | None:
    """The plan saved under this id, if there is one."""
    if not is_content_id(plan_id):
        return None
    with engine.connect() as connection:
        row = connection.execute(select(PLAN).where(PLAN.c.id == plan_id)).one_or_none()
    return None if row is None else Saved(row.id, row.yaml, row.title, in_utc(row.created_at))
