"""A peer in a process of its own: it says once what it is, then does its work whenever it is asked to."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from peers.timing import Timed, UnavailableError

PATIENCE = 30  # seconds


@contextmanager
def conversation(command: Sequence[str], log: Path, **settings: Any) -> Iterator[tuple[dict[str, Any], Timed]]:
    """Start a program; gives the JSON object of its first line, and a call that has it work once and say its seconds.

    What it complains about goes into the log; UnavailableError if it ends without a word.
    """
    with log.open("w", encoding="utf-8") as complaints:
        pipe = subprocess.PIPE
        other = subprocess.Popen([*command], stdin=pipe, stdout=pipe, stderr=complaints, text=True, **settings)
        if other.stdin is None or other.stdout is None:
            raise AssertionError("both are pipes")
        to_it, from_it = other.stdin, other.stdout
        try:
            yield _answer(from_it, log), lambda: float(_ask(to_it, from_it, log)["seconds"])
        finally:
            _farewell(other, to_it)


def _farewell(other: subprocess.Popen[str], to_it: IO[str]) -> None:
    """The end of what it reads tells it to stop."""
    to_it.close()
    try:
        other.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        other.kill()


def _ask(to_it: IO[str], from_it: IO[str], log: Path) -> dict[str, Any]:
    to_it.write("again\n")
    to_it.flush()
    return _answer(from_it, log)


def _answer(from_it: IO[str], log: Path) -> dict[str, Any]:
    line = from_it.readline()
    if not line:
        raise UnavailableError(f"it stopped without an answer; {'/'.join(log.parts[-3:])} says why.")
    answer: dict[str, Any] = json.loads(line)
    return answer
