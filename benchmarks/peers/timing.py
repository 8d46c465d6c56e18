"""How two things are measured in turns, and how a measured ratio is written down."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 9
HOT_SPOTS = 5
SHORT = 0.02  # seconds; one call of less is too short to be timed on its own
Timed = Callable[[], float]  # does the work once and answers the seconds it took


class UnavailableError(Exception):
    """A peer that cannot be measured here; the message says what is missing and how to get it."""


@dataclass(frozen=True)
class Ratio:
    """One measured comparison; seconds are medians."""

    what: str
    peer: str
    seconds: float
    peer_seconds: float
    bar: float | None = None  # how many times as fast we want to be, if we hold ourselves to anything
    why: str = ""  # said if the bar is missed

    @property
    def times_as_fast(self) -> float:
        """2 means that ours takes half the peer's time."""
        return self.peer_seconds / self.seconds

    def row(self) -> str:
        """The line of the table."""
        bar = (
            ""
            if self.bar is None
            else f"at least {times(self.bar)}{'' if self.times_as_fast >= self.bar else ', missed'}"
        )
        cells = (self.what, self.peer, shown(self.seconds), shown(self.peer_seconds), times(self.times_as_fast), bar)
        return f"| {' | '.join(cells)} |"

    def excuse(self) -> str:
        """Why the bar is missed, as an item of a list; empty if it is not."""
        missed = self.bar is not None and self.times_as_fast < self.bar
        return f"- {self.what} against {self.peer}: {self.why}" if missed else ""


def timed(work: Callable[[], object], at_least: float = SHORT) -> Timed:
    """The work, made to answer its wall-clock seconds; repeated until `at_least` seconds are over, and averaged."""

    def seconds() -> float:
        begin, calls = perf_counter(), 0
        while not calls or perf_counter() < begin + at_least:
            work()
            calls += 1
        return (perf_counter() - begin) / calls

    return seconds


def in_turns(ours: Timed, peer: Timed, rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of both, run alternately so that a busy moment hits both; the first round warms up."""
    measured = [(ours(), peer()) for _ in range(rounds + 1)][1:]
    return median(own for own, _ in measured), median(other for _, other in measured)


def hot_spots(work: Callable[[], object], repeats: int = 20) -> str:
    """Where the time goes by the profiler: the largest shares, `a 12 %, b 9 %`."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(repeats):
        work()
    profile.disable()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # (file, line, name) -> (…, own seconds, …)
    total = sum(own for _, _, own, _, _ in stats.values())
    largest = sorted(((own / total, _named(*place)) for place, (_, _, own, _, _) in stats.items()), reverse=True)
    return ", ".join(f"{name} {share:.0%}" for share, name in largest[:HOT_SPOTS])


def _named(file: str, _line: int, name: str) -> str:
    return f"`{Path(file).stem}.{name}`" if file != "~" else f"`{name.strip('<>').split(' of ')[0]}`"


def table(ratios: Sequence[Ratio]) -> str:
    """All comparisons as a table, and below it why a bar is missed."""
    head = "| ours | peer | ours takes | peer takes | ours is | bar |\n|---|---|---:|---:|---:|---|\n"
    excuses = "\n".join(ratio.excuse() for ratio in ratios if ratio.excuse())
    return head + "\n".join(ratio.row() for ratio in ratios) + (f"\n\nBelow the bar:\n\n{excuses}" if excuses else "")


def plain_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Any other table; the first column is text, the others are figures."""
    lines = [" | ".join(head), "|".join(["---", *["---:"] * (len(head) - 1)]), *(" | ".join(row) for row in rows)]
    return "\n".join(f"|{line}|" if line.startswith("---") else f"| {line} |" for line in lines)


def shown(seconds: float) -> str:
    """Seconds for a reader: 0.65 ms, 52 ms, 1.2 s."""
    if seconds >= 1:
        return f"{seconds:,.1f} s"
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.2f} ms"


def times(ratio: float) -> str:
    """A ratio for a reader: 0.4 ×, 12 ×, 1,500 ×."""
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.2g} ×"
