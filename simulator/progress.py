"""What is said while something works: what is being done, and how long it still takes."""

from __future__ import annotations

import time

from compsim.present import numbers
from simulator import exports
from simulator.text import plain, safe


def begun() -> float:
    """The time something begins, to be handed to `words`."""
    return time.monotonic()


def words(since: float, what: str, share: float) -> str:
    """What is being done, and the seconds that are left once they can be told; `share` is 0 to 1."""
    left = exports.remaining(since, share)
    rest = "" if left is None else plain("export.remaining", seconds=numbers.number(left + 0.5))
    return f"{safe(what)}{rest}"
