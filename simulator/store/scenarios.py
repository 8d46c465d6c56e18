"""Named scenarios: versions that are only ever added, each a name for a saved plan with a note, who and when.

A save says which version its plan began with. If another version was saved meanwhile, nothing is written and that
version is answered, so that a person can decide; the plan itself is stored by its content before anything else.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, Select, func, select, update
from sqlalchemy.exc import IntegrityError

from simulator.store.opening import writing
from simulator.store.plans import save
from simulator.store.schema import ID_LENGTH, LONGEST_NAME, NAMED, VERSION, in_utc


@dataclass(frozen=True)
class Version:
    """One version of a named scenario."""

    scenario: str  # id of the named scenario
    name: str
    number: int  # from 1
    plan_id: str
    note: str
    saved_by: str  # what a person called themselves; may be empty
    saved_at: datetime  # UTC
    restored: int | None  # the number of the version that it brought back
    archived: bool


@dataclass(frozen=True)
class Draft:
    """What somebody wants to save."""

    name: str
    yaml: str
    title: str
    note: str = ""
    saved_by: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a save: done; or nothing new to save; or another version stands in between."""

    kind: Literal["saved", "same", "overtaken"]
    version: Version  # the newest one of that name


def name_key(name: str) -> str:
    """What two names have in common that people would take for one."""
    return " ".join(name.split()).casefold()


def tidy(name: str) -> str:
    """A name without needless spaces, of at most 80 letters."""
    return " ".join(name.split())[:LONGEST_NAME].strip()


def save_version(engine: Engine, draft: Draft, builds_on: int = 0) -> Outcome:
    """Save a plan as the next version of the scenario of this name, or as the first of a new one.

    `builds_on` is the number of the version that the plan began with, 0 for none. Raises ValueError for an empty name.
    """
    if not tidy(draft.name):
        raise ValueError("a scenario needs a name")
    plan_id = save(engine, draft.yaml, draft.title)
    try:
        return _save_once(engine, draft, plan_id, builds_on)
    except IntegrityError:  # somebody else was quicker by a moment: their version is there now
        return _save_once(engine, draft, plan_id, builds_on)


def _save_once(engine: Engine, draft: Draft, plan_id: str, builds_on: int) -> Outcome:
    with writing(engine) as connection:
        newest = _newest(connection, _versions().where(NAMED.c.name_key == name_key(draft.name)))
        if newest is not None:
            return _add(connection, newest, plan_id, builds_on, {"note": draft.note, "saved_by": draft.saved_by})
        scenario, name = _new_id(), tidy(draft.name)
        row = {"id": scenario, "name": name, "name_key": name_key(name), "created_at": datetime.now(UTC)}
        connection.execute(NAMED.insert().values(row))
        _insert(connection, scenario, 1, plan_id, {"note": draft.note, "saved_by": draft.saved_by})
        return Outcome("saved", _newest_of(connection, scenario))


def restore_version(engine: Engine, version: Version, builds_on: int, saved_by: str = "") -> Outcome:
    """Save an earlier version's plan as the newest version; nothing that came after it is lost."""
    says = {"note": version.note, "saved_by": saved_by, "restored": version.number}
    try:
        return _restore_once(engine, version, builds_on, says)
    except IntegrityError:  # as in save_version
        return _restore_once(engine, version, builds_on, says)


def _restore_once(engine: Engine, version: Version, builds_on: int, says: dict[str, Any]) -> Outcome:
    with writing(engine) as connection:
        return _add(connection, _newest_of(connection, version.scenario), version.plan_id, builds_on, says)


def archive(engine: Engine, scenario: str, *, archived: bool) -> bool:
    """Put a scenario out of sight, or back; its versions and their links stay. Answers whether there is one."""
    moment = datetime.now(UTC) if archived else None
    with writing(engine) as connection:
        done = connection.execute(update(NAMED).where(NAMED.c.id == scenario).values(archived_at=moment))
    return done.rowcount == 1


def newest_versions(engine: Engine) -> tuple[Version, ...]:
    """The newest version of every scenario, the last saved first."""
    newest = select(VERSION.c.scenario_id, func.max(VERSION.c.number).label("number"))
    last = newest.group_by(VERSION.c.scenario_id).subquery()
    here = (VERSION.c.scenario_id == last.c.scenario_id) & (VERSION.c.number == last.c.number)
    with engine.connect() as connection:
        rows = connection.execute(_versions().join(last, here).order_by(VERSION.c.saved_at.desc(), NAMED.c.name))
        return tuple(map(_version, rows))


def history(engine: Engine, scenario: str) -> tuple[Version, ...]:
    """Every version of a scenario, the newest first; empty for one that is not there."""
    asked = _versions().where(NAMED.c.id == scenario).order_by(VERSION.c.number.desc())
    with engine.connect() as connection:
        return tuple(map(_version, connection.execute(asked)))


def version_with(engine: Engine, plan_id: str) -> Version | None:
    """The version that holds this plan, the last saved if there are several."""
    asked = _versions().where(VERSION.c.plan_id == plan_id).order_by(VERSION.c.saved_at.desc(), VERSION.c.number.desc())
    with engine.connect() as connection:
        row = connection.execute(asked.limit(1)).one_or_none()
    return None if row is None else _version(row)


def _add(connection: Connection, newest: Version, plan_id: str, builds_on: int, says: dict[str, Any]) -> Outcome:
    """The next version, unless it says what the newest says or does not build on it."""
    if newest.plan_id == plan_id:
        return Outcome("same", newest)
    if newest.number != builds_on:
        return Outcome("overtaken", newest)
    _insert(connection, newest.scenario, newest.number + 1, plan_id, says)
    connection.execute(update(NAMED).where(NAMED.c.id == newest.scenario).values(archived_at=None))
    return Outcome("saved", _newest_of(connection, newest.scenario))


def _insert(connection: Connection, scenario: str, number: int, plan_id: str, says: dict[str, Any]) -> None:
    """One row: the primary key refuses a second version of the same number, whoever is first."""
    row = {"scenario_id": scenario, "number": number, "plan_id": plan_id, "saved_at": datetime.now(UTC), **says}
    connection.execute(VERSION.insert().values(row))


def _versions() -> Select[Any]:
    return select(VERSION, NAMED.c.name, NAMED.c.archived_at).join(NAMED, NAMED.c.id == VERSION.c.scenario_id)


def _newest_of(connection: Connection, scenario: str) -> Version:
    found = _newest(connection, _versions().where(NAMED.c.id == scenario))
    if found is None:
        raise LookupError("there is no scenario of this id")
    return found


def _newest(connection: Connection, asked: Select[Any]) -> Version | None:
    row = connection.execute(asked.order_by(VERSION.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _version(row)


def _version(row: Row[Any]) -> Version:
    return Version(
        row.scenario_id,
        row.name,
        row.number,
        row.plan_id,
        row.note,
        row.saved_by,
        in_utc(row.saved_at),
        row.restored,
        row.archived_at is not None,
    )


def _new_id() -> str:
    """An id that says nothing: 60 random bits in base 32, in lower case."""
    return base64.b32encode(secrets.token_bytes(8)).decode().lower()[:ID_LENGTH]
