"""Ratios against peers, measured side by side on this machine and written to RESULTS.md.

Seconds belong to one machine; a ratio of two things measured in turns travels better. Nothing here is part of a test.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

import compsim
from compsim.engine.evaluation import get_engine
from compsim.population.example import REPS

RESULTS = Path(__file__).with_name("RESULTS.md")
ROUNDS = 9
CELLS = 5_000_000
SWEEP = 40


@dataclass(frozen=True)
class Ratio:
    """One measured comparison; seconds are medians."""

    what: str
    peer: str
    seconds: float
    peer_seconds: float
    bar: str = ""  # what we hold ourselves to, if anything

    def row(self) -> str:
        """The line of the table."""
        cells = (self.what, self.peer, *(f"{s * 1000:,.1f} ms" for s in (self.seconds, self.peer_seconds)))
        return f"| {' | '.join(cells)} | {self.seconds / self.peer_seconds:.2f} | {self.bar} |"


def in_turns(ours: Callable[[], object], peer: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of both, run alternately so that a busy moment hits both; the first round warms up."""
    times = [(seconds_of(ours), seconds_of(peer)) for _ in range(rounds + 1)][1:]
    return median(own for own, _ in times), median(other for _, other in times)


def seconds_of(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def fresh_python(statement: str) -> Callable[[], object]:
    """A call that starts an interpreter, runs the statement and waits for its end."""
    return lambda: subprocess.run([sys.executable, "-c", statement], check=True)


def import_ratios() -> Iterator[Ratio]:
    """What importing costs, whole interpreter starts compared."""
    for statement, bar in (("import compsim", "at most 1.5"), ("import compsim; compsim.evaluate", "")):
        yield Ratio(
            f"`{statement}`", "`import pandas`", *in_turns(fresh_python(statement), fresh_python("import pandas")), bar
        )


def kernel_ratios() -> Iterator[Ratio]:
    """One pay curve on many cells: both engines against NumPy's own interpolation of the same points."""
    attained: NDArray[np.float64] = np.random.default_rng(1).uniform(0.0, 1.5, CELLS)
    edges, levels = np.array([0.5, 1.0, 1.5]), np.array([0.0, 1.0, 2.5])
    curve = compsim.PayCurve((0.5, 1.0, 1.5), (0.0, 1.0, 2.5), (2.0, 3.0, 0.0))
    for engine in ("numpy", "numba"):
        factors = get_engine(engine)
        np.testing.assert_allclose(factors(curve, attained), np.interp(attained, edges, levels), atol=1e-12)
        yield Ratio(
            f"pay curve, {CELLS:,} cells, engine {engine}",
            "`numpy.interp`",
            *in_turns(partial(factors, curve, attained), lambda: np.interp(attained, edges, levels)),
        )


def evaluation_ratios() -> Iterator[Ratio]:
    """The invented company: many scenarios against one at a time, and ten times the people against the usual number."""
    few, many = compsim.example_population(), compsim.example_population(reps=10 * REPS)
    scenario = compsim.example_scenarios()["next_year"]
    sweep = [scenario.reform(f"variant {n}", {}) for n in range(SWEEP)]
    yield Ratio(
        f"{SWEEP} scenarios, one `evaluate`",
        f"{SWEEP} scenarios, one `evaluate` each",
        *in_turns(
            lambda: compsim.evaluate(sweep, few), lambda: [compsim.evaluate(each, few) for each in sweep], rounds=3
        ),
    )
    yield Ratio(
        f"one scenario, {10 * REPS:,} people",
        f"one scenario, {REPS:,} people",
        *in_turns(lambda: compsim.evaluate(scenario, many), lambda: compsim.evaluate(scenario, few)),
        "at most 10",
    )


def machine() -> str:
    """What this was measured on: processor, cores, system, versions."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "numba"))
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{processor()}, {os.cpu_count()} cores; {system}; {packages}; compsim {version('compsim')}."


def processor() -> str:
    """The processor's name as the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def report(ratios: list[Ratio]) -> str:
    """The whole page."""
    head = "| ours | peer | ours takes | peer takes | ratio | bar |\n|---|---|---:|---:|---:|---|"
    rows = "\n".join(ratio.row() for ratio in ratios)
    about = f"Written by `make bench`; medians of runs in turns. Below 1 means that ours is faster.\n\n{machine()}"
    return f"# Measured ratios\n\n{about}\n\n{head}\n{rows}\n"


def main() -> None:
    """Measure everything, print it and write it down."""
    page = report([*import_ratios(), *kernel_ratios(), *evaluation_ratios()])
    RESULTS.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
