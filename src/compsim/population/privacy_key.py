"""The key of the pseudonyms: made once at random, kept by the user, never beside the data.

Who has the key and a list of names can tell who is who; who has only the data cannot. The same key gives the same
pseudonyms next year; a lost key cannot be made again.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from compsim.errors import PopulationError, Problem

KEY_BYTES = 32
_ONLY_THE_OWNER = 0o600


def key_from(path: str | Path, data: Iterable[str | Path] = ()) -> bytes:
    """The key in a file, which is made where it is missing; readable by its owner alone.

    `data` are the folders and files that are read and written with it. Raises PopulationError where the key would lie
    beside them, where others may read it, or where the file holds something else.
    """
    file = Path(path)
    _refuse_beside(file, data)
    try:
        return _read(file) if file.exists() else _make(file)
    except OSError as error:
        says = f"the key cannot be used ({error.strerror})"
        raise PopulationError(
            [Problem(file.name, says, "Check the path, and that you may read and write it.")]
        ) from None


def _refuse_beside(file: Path, data: Iterable[str | Path]) -> None:
    home = file.resolve().parent
    folders = [place if place.is_dir() or not place.suffix else place.parent for place in map(_resolved, data)]
    if any(home == folder or folder in home.parents for folder in folders):
        says = "the key would lie beside the data, and who gets the data would get the names"
        raise PopulationError([Problem(file.name, says, "Keep it somewhere else, such as in your home folder.")])


def _resolved(place: str | Path) -> Path:
    return Path(place).resolve()


def _make(file: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _ONLY_THE_OWNER)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(key.hex() + "\n")
    return key


def _read(file: Path) -> bytes:
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & ~_ONLY_THE_OWNER:
        fix = "Let its owner alone read it: chmod 600."
        raise PopulationError([Problem(file.name, "others may read the key", fix)])
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        says, fix = "this is no key for pseudonyms", "Name the file that was made as one, or a new file."
        raise PopulationError([Problem(file.name, says, fix)])
    return key
