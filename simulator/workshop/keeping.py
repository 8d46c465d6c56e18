"""The file of the workshop's rooms: one row a room, written as a whole, so that a kill leaves the last whole answer."""

from __future__ import annotations

import fcntl
import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from simulator.workshop.rooms import Room, Round, is_mix

_TABLE = "CREATE TABLE IF NOT EXISTS room (code TEXT PRIMARY KEY, content TEXT NOT NULL)"
_SAVE = "INSERT INTO room VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET content = excluded.content"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
PATIENCE = 5.0  # seconds that a step waits for another process to let go of the file
_ENDINGS = ("", "-wal", "-shm")  # the files that SQLite keeps


class ForeignFileError(Exception):
    """The file holds something else than rooms, such as saved plans; it is left as it is."""


class HeldError(Exception):
    """Another process keeps its rooms in this file."""


@dataclass(frozen=True)
class Kept:
    """What a file holds: the rooms by code, and the rows that are no room any more."""

    rooms: dict[str, Room]
    broken: tuple[str, ...] = ()  # codes


def claim(file: Path) -> IO[bytes]:
    """Take the file for this process until the answer is closed; raises HeldError, OSError.

    Rooms live in memory, so of two processes on one file each would write over what the other one has counted.
    """
    _folder(file)
    mark = file.with_name(f"{file.name}.lock").open("ab")
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        mark.close()
        raise HeldError from error
    return mark


def save(file: Path, room: Room) -> None:
    """Write a room in place of what was there; raises sqlite3.Error, OSError."""
    with _opened(file) as connection:
        connection.execute(_SAVE, (room.code, as_text(room)))


def delete(file: Path, code: str) -> None:
    """Forget a room, and what stood in its place in the file; raises sqlite3.Error, OSError."""
    _forget(file, [code])


def load(file: Path) -> Kept:
    """What the file holds, nothing where there is none; raises ForeignFileError, sqlite3.Error, OSError."""
    if not file.exists():
        return Kept({})
    _only_rooms(file)
    with _opened(file) as connection:
        rows = [(str(code), str(content)) for code, content in connection.execute("SELECT * FROM room ORDER BY rowid")]
    found = {code: _read(content) for code, content in rows}
    whole = {code: room for code, room in found.items() if room is not None and room.code == code}
    return Kept(whole, tuple(code for code in found if code not in whole))


def set_aside(file: Path) -> str:
    """Give a file that cannot be read another name, the first that is free, and tell which."""
    aside = _free_name(file)
    for ending in _ENDINGS:
        part = file.with_name(file.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside.name


def set_rows_aside(file: Path, codes: Sequence[str]) -> str:
    """Copy the file under another name, tell which, and only then take the rows of these codes out of it."""
    aside = _free_name(file)
    shutil.copy2(file, aside)  # `load` has closed the file, so nothing of it stands in another one
    _forget(file, codes)
    return aside.name


def as_text(room: Room) -> str:
    """A room as JSON."""
    rounds = [
        {
            "number": one.number,
            "name": one.name,
            "open": one.is_open,
            "answers": {voice: list(mix) for voice, mix in one.answers.items()},
        }
        for one in room.rounds
    ]
    facts = {"code": room.code, "key_hash": room.key_hash, "role": room.role}
    asked = {"objectives": room.objectives, "voices": room.voices, "rounds": rounds}
    return json.dumps({**facts, **asked}, ensure_ascii=False)


def from_text(text: str) -> Room:
    """A room as it was written; raises ValueError, KeyError, TypeError, AttributeError for anything else."""
    told: dict[str, Any] = json.loads(text)
    objectives = tuple(str(name) for name in told["objectives"])
    rounds = tuple(_round(one, len(objectives)) for one in told["rounds"])
    if not rounds:
        raise ValueError("a room without a round")
    voices = tuple(str(voice) for voice in told["voices"])
    return Room(str(told["code"]), str(told["key_hash"]), str(told["role"]), objectives, voices, rounds)


def _read(content: str) -> Room | None:
    try:
        return from_text(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _round(told: dict[str, Any], objectives: int) -> Round:
    answers = {str(voice): tuple(int(weight) for weight in mix) for voice, mix in told["answers"].items()}
    if not all(is_mix(mix, objectives) for mix in answers.values()):
        raise ValueError("an answer that is no mix")
    return Round(int(told["number"]), str(told["name"]), bool(told["open"]), answers)


def _forget(file: Path, codes: Sequence[str]) -> None:
    with _opened(file) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.executemany("DELETE FROM room WHERE code = ?", [(code,) for code in codes])


def _only_rooms(file: Path) -> None:
    """Look without writing whether the file is one of ours; an empty one is."""
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
    try:
        others = {name for (name,) in connection.execute(_TABLES)} - {"room"}
    finally:
        connection.close()
    if others:
        raise ForeignFileError


def _free_name(file: Path) -> Path:
    number = 1
    while (aside := file.with_name(f"{file.stem}-unreadable-{number}{file.suffix}")).exists():
        number += 1
    return aside


def _folder(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one step, committed to the disk at its end; the file is for its owner alone."""
    _folder(file)
    if not file.exists():
        file.touch(mode=0o600)
    connection = sqlite3.connect(file, timeout=PATIENCE)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        with connection:
            connection.execute(_TABLE)
            yield connection
    finally:
        connection.close()
