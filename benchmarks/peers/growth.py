"""How the cost of one evaluation grows with the people, and when compiling pays."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from statistics import median

import numpy as np
from numpy.typing import NDArray
from peers.one_plan import OBJECTIVES, people, scenario
from peers.timing import plain_table, shown, timed, times

import compsim
from compsim.engine.evaluation import get_engine

REPS = {1_000: 9, 10_000: 5, 100_000: 3, 1_000_000: 1}  # how many rounds each
CELLS = 1_000_000
FIRST_USE = """
from time import perf_counter
from numpy import ones
import compsim
from compsim.engine.evaluation import get_engine
curve = compsim.PayCurve((0.5, 1.0, 1.5), (0.0, 1.0, 2.5), (2.0, 3.0, 0.0))
begin = perf_counter()
get_engine("numba")(curve, ones(3))
print(perf_counter() - begin)
"""


def growth_section() -> str:
    """Seconds of one `evaluate` over the number of people, monthly results, three objectives."""
    plan, rows, before = scenario("monthly"), [], 0.0
    for reps, rounds in REPS.items():
        population = people(reps)
        evaluated = timed(partial(compsim.evaluate, plan, population))
        evaluated()
        seconds = median(evaluated() for _ in range(rounds))
        step = times(seconds / before) if before else ""
        rows.append((f"{reps:,}", shown(seconds), f"{seconds / reps * 1e6:.1f} µs", step))
        before = seconds
    return plain_table(("reps × 12 months × 3 objectives", "`evaluate`", "per rep", "against a tenth"), rows)


def compile_section() -> str:
    """What the first use of Numba costs in a fresh interpreter, and how many cells win it back."""
    first = median(_first_use() for _ in range(3))
    curve, x = OBJECTIVES[0].curve(), people(CELLS // 12).results["revenue"] / 100
    seconds = partial(_curve_seconds, curve, x)
    slow, quick = seconds("numpy"), seconds("numba")
    saved = (slow - quick) / x.size
    return plain_table(
        ("", "seconds"),
        [
            ("first use of Numba in a fresh interpreter (import and compile)", shown(first)),
            (f"NumPy, {x.size:,} cells of one curve", shown(slow)),
            ("Numba once compiled, the same cells", shown(quick)),
            ("cells × curves from which a fresh interpreter wins by compiling", f"{first / saved:,.0f}"),
        ],
    )


def _curve_seconds(curve: compsim.PayCurve, x: NDArray[np.float64], engine: str) -> float:
    factors = timed(partial(get_engine(engine), curve, x))
    return median(factors() for _ in range(9))


def _first_use() -> float:
    done = subprocess.run([sys.executable, "-c", FIRST_USE], check=True, capture_output=True, text=True)
    return float(done.stdout)
