"""All rooms of the process: in memory behind one lock, and in a file first, so that a restart loses no answer."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from simulator.text import plain
from simulator.workshop import keeping, rooms
from simulator.workshop.rooms import RefusedError, Room

MOST_ROOMS = 200
_TRIES = 100  # codes drawn until one is free
_LOG = logging.getLogger("simulator")


@dataclass(frozen=True, eq=False)
class Hall:
    """The rooms by code, the file they are kept in, and the lock that every step takes."""

    file: Path
    rooms: dict[str, Room]
    lock: threading.RLock = field(default_factory=threading.RLock)


def open_hall(file: Path) -> Hall:
    """The hall with the rooms that are in the file; what cannot be read is set aside and told in the log.

    Raises ForeignFileError where the file is no file of rooms, sqlite3.OperationalError or OSError where it is in use
    or out of reach: then it stays where it is.
    """
    try:
        kept = keeping.load(file)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        _LOG.warning("%s", plain("workshop.file_aside", file=file.name, aside=keeping.set_aside(file)))
        return Hall(file, {})
    if kept.broken:
        aside = keeping.set_rows_aside(file, kept.broken)
        _LOG.warning("%s", plain("workshop.rooms_aside", many=len(kept.broken), file=file.name, aside=aside))
    return Hall(file, kept.rooms)


def open_room(hall: Hall, role: str, objectives: tuple[str, ...], name: str = "") -> tuple[Room, str]:
    """A new room and the facilitator's key to it; raises RefusedError."""
    key = rooms.new_key()
    with hall.lock:
        if len(hall.rooms) >= MOST_ROOMS:
            raise RefusedError("house")
        room = rooms.new_room(_free_code(hall), key, role, objectives, name)
        _keep(hall, room)
    return room, key


def find(hall: Hall, code: str) -> Room | None:
    """The room of a code, as typed or scanned; a room never changes, so it can be read without the lock."""
    return hall.rooms.get(rooms.read_code(code))


def step(hall: Hall, code: str, change: Callable[[Room], Room]) -> Room:
    """The room after one step, kept before anybody sees it; raises RefusedError."""
    with hall.lock:
        before = find(hall, code)
        if before is None:
            raise RefusedError("no_room")
        after = change(before)
        if after is not before:
            _keep(hall, after)
    return after


def lead(hall: Hall, code: str, key: str, change: Callable[[Room], Room]) -> Room:
    """A step that only the facilitator may take; raises RefusedError."""

    def _changed(room: Room) -> Room:
        if not rooms.is_led_by(room, key):
            raise RefusedError("key")
        return change(room)

    return step(hall, code, _changed)


def end_room(hall: Hall, code: str, key: str) -> None:
    """Delete a room with its answers; raises RefusedError."""
    with hall.lock:
        room = lead(hall, code, key, lambda known: known)
        try:
            keeping.delete(hall.file, room.code)
        except (sqlite3.Error, OSError) as error:
            raise RefusedError("not_kept") from error
        del hall.rooms[room.code]


def _keep(hall: Hall, room: Room) -> None:
    try:
        keeping.save(hall.file, room)
    except (sqlite3.Error, OSError) as error:
        raise RefusedError("not_kept") from error
    hall.rooms[room.code] = room


def _free_code(hall: Hall) -> str:
    for _ in range(_TRIES):
        code = rooms.new_code()
        if code not in hall.rooms:
            return code
    raise RefusedError("house")
