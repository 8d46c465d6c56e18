"""Sweeps: how fast, how near to what the machine can do, how much memory, how they grow, and what a cluster adds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from numba import njit
from numpy.typing import NDArray

from compsim.engine.evaluation import evaluate
from compsim.engine.sweep.arithmetic import arithmetic_for, warm_up
from compsim.engine.sweep.factored import Desk, Prepared, available_cores, figures_of, prepare
from compsim.engine.sweep.run import run_sweep
from compsim.plan.levers import Lever, Sweep, some_combinations
from compsim.plan.scenario import Scenario, read_scenario
from compsim.population.people import Measure, Population

Floats = NDArray[np.float64]
REPS, PLANS, ROUNDS = 1_000, 100_000, 5
QUARTERS = tuple(f"2025-Q{quarter}" for quarter in range(1, 5))
MEASURES = ("revenue", "margin", "customers")
SCENARIO = """
scenario: sweep
plans:
  seller:
    objectives:
      revenue: {weight: 50%, curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}}
      margin: {weight: 30%, curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}}
      customers: {weight: 20%, curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}}
    gates: [{measure: revenue, credit: team, hurdle: 90%}]
    caps: {payout: 150%}
"""
COLUMNS = ("case", "plans", "whole sweep", "its arithmetic", "rep-plans a second", "of the limit")
IN_CACHE, ADDED, STEPS = 1_024, 50_000, 16  # cells that the limit is measured on, how often, steps on each
STEPS_OF_A_BUCKET = len(MEASURES) + 2  # each objective; the cap; the smaller of the two, added up
STEPS_OF_A_REP = 3  # cost, loss, winner
STEPS_OF_A_CURVE = 5  # three edges; times base; times open share
LARGE = 64 * 2**20  # bytes of an array that fits no cache


def sweep_section() -> str:
    """The part of the page on sweeps, as Markdown."""
    warm_up().join()
    added, bandwidth = arithmetic_limit(), memory_bandwidth()
    head = f"| {' | '.join(COLUMNS)} |\n|---|{'---:|' * (len(COLUMNS) - 1)}"
    rows = [_row(name, make(), added / steps) for name, (make, steps) in CASES.items()]
    about = " ".join(
        [
            f"{REPS:,} reps × {len(QUARTERS)} quarters × {len(MEASURES)} objectives, gate and payout cap included;",
            f"{available_cores()} cores. A whole sweep evaluates probes, reads curves, reduces every plan to its four",
            "figures and checks some by evaluation. The limit is arithmetic: this machine makes",
            f"{added / 1e9:.0f} billion multiply-adds a second on cached data, and a rep-plan needs {FACTORED} of them",
            f"({BY_YEAR} with a cap by year, {DISTINCT} with curves of its own). Memory, which gives",
            f"{bandwidth / 1e9:.0f} GB a second, does not bind: the tables stay in the cache.",
        ]
    )
    return "\n\n".join(
        ["### Sweeps", about, "\n".join([head, *rows]), memory_line(), growth_tables(), cluster_line(factored(PLANS))]
    )


def people_of(reps: int) -> Population:
    """Sellers in teams of ten with results around target, reproducible."""
    rng = np.random.default_rng(7)
    results = {name: np.round(rng.lognormal(0.0, 0.3, (reps, 4)) * 95, 2) for name in MEASURES}
    roster = pd.DataFrame(
        {
            "rep": [f"rep_{at}" for at in range(reps)],
            "role": "seller",
            "team": [f"team_{at // 10}" for at in range(reps)],
            "manager": "",
            "start": pd.NaT,
            "end": pd.NaT,
            "fte": 1.0,
            "base_salary": 40_000.0,
            "target_incentive": 20_000.0,
        }
    )
    targets = {name: np.full((reps, 4), 100.0) for name in MEASURES}
    definitions = {name: Measure(name, unit="money") for name in MEASURES}
    return Population(roster, QUARTERS, definitions, results, targets, np.ones((reps, 4)))


def factored(plans: int) -> Sweep:
    """Weights × 50 curves an objective × gates, drawn at random."""
    return some_combinations(_scenario(), [_weights(), *_curve_levers(50), _gates()], plans, seed=1)


def without_settlement_cap(plans: int) -> Sweep:
    """The same with a cap on the year."""
    sweep = factored(plans)
    return replace(sweep, scenario=sweep.scenario.reform("sweep", {"seller.caps.per": "year"}))


def all_distinct(plans: int) -> Sweep:
    """Every plan with three curves that no other plan has."""
    levers, rng = (_weights(), *_curve_levers(plans), _gates()), np.random.default_rng(2)
    chosen = [rng.integers(0, len(levers[0].values), plans), *[np.arange(plans)] * 3, rng.integers(0, 4, plans)]
    return Sweep(_scenario(), levers, np.stack(chosen, axis=1))


FACTORED = len(QUARTERS) * STEPS_OF_A_BUCKET + STEPS_OF_A_REP
BY_YEAR = STEPS_OF_A_BUCKET + STEPS_OF_A_REP
DISTINCT = FACTORED + len(QUARTERS) * len(MEASURES) * STEPS_OF_A_CURVE
CASES: dict[str, tuple[Callable[[], Sweep], int]] = {
    "weights × 50 curves an objective × gates": (lambda: factored(PLANS), FACTORED),
    "the same, cap by year": (lambda: without_settlement_cap(PLANS), BY_YEAR),
    "every plan with curves of its own": (lambda: all_distinct(PLANS), DISTINCT),
}


def times_of(sweep: Sweep, population: Population, rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of a whole sweep, and of its arithmetic alone."""
    prepared = prepare(sweep, population, evaluate(sweep.scenario, population), {})
    if not isinstance(prepared, Prepared):
        raise TypeError(prepared)
    arithmetic = arithmetic_for("numba", len(sweep), len(population.eligible))
    with ThreadPoolExecutor(available_cores()) as pool:
        desk = Desk(arithmetic, pool, lambda _: None)
        alone = _seconds(lambda: figures_of(prepared, 0, len(sweep), desk), rounds)
    return _seconds(lambda: run_sweep(sweep, population), rounds), alone


def arithmetic_limit() -> float:
    """Multiply-adds a second on data in the first cache, all cores together."""
    values, sums = np.linspace(0.0, 0.5, IN_CACHE), [np.zeros(IN_CACHE) for _ in range(available_cores())]
    _multiply_add(values, 1, sums[0])
    with ThreadPoolExecutor(len(sums)) as pool:
        seconds = _seconds(lambda: list(pool.map(lambda each: _multiply_add(values, ADDED, each), sums)))
    return len(sums) * IN_CACHE * ADDED * STEPS / seconds


def memory_bandwidth() -> float:
    """Bytes a second that all cores together read from memory."""
    arrays = [np.ones(LARGE // 8) for _ in range(available_cores())]
    with ThreadPoolExecutor(len(arrays)) as pool:
        seconds = _seconds(lambda: list(pool.map(np.sum, arrays)))
    return len(arrays) * LARGE / seconds


@njit(nogil=True, cache=False, fastmath={"contract"})
def _multiply_add(values: Floats, times: int, out: Floats) -> None:
    """Sixteen multiply-adds on each value between reading and writing it, so that nothing else counts."""
    for _ in range(times):
        for i in range(values.size):
            x = values[i]
            y = x
            for _step in range(STEPS):
                y = y * x + 0.5
            out[i] += y


def memory_line() -> str:
    """How much more memory the process holds at the first case's peak."""
    before, after = _peaks(REPS, PLANS)
    return f"Memory of the first case: {after:,.0f} MB at its peak, {after - before:,.0f} MB more than before it began."


def people_line() -> str:
    """How much memory many people take."""
    (few, few_peak), (many, many_peak) = _peaks(100_000, 1_000), _peaks(1_000_000, 1_000)
    return (
        f"Memory of 1,000 plans: {few_peak - few:,.0f} MB more than the people themselves for 100,000 reps, "
        f"{many_peak - many:,.0f} MB for 1,000,000."
    )


def _peaks(reps: int, plans: int) -> tuple[float, float]:
    """Memory before a sweep and at its peak (MB), measured in a process of its own; not numbers off Linux."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import memory, sweep;"
        "sweep.run_sweep(sweep.factored(10), sweep.people_of(sweep.REPS), engine='numba');"
        f"people, plans = sweep.people_of({reps}), sweep.factored({plans});"
        "open('/proc/self/clear_refs', 'w').write('5');"
        "before = memory.peak_memory(); sweep.run_sweep(plans, people); print(before, memory.peak_memory())"
    )
    if not Path("/proc/self/clear_refs").exists():
        return float("nan"), float("nan")  # only Linux tells a process its peak anew
    command = [sys.executable, "-c", script, str(Path(__file__).parent)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    before, after = done.stdout.split()
    return int(before) / 1024, int(after) / 1024


def growth_tables() -> str:
    """Seconds by number of plans and by number of reps; of few plans, most of the arithmetic is making their tables."""
    plans = [(plans, REPS) for plans in (1, 10, 100, 1_000, 10_000, PLANS, 10 * PLANS)]
    reps = [(1_000, reps) for reps in (1_000, 10_000, 100_000, 1_000_000)]
    about = (
        "How it grows, and what each step of ten costs against the one before. Beyond 20,000 roster rows the checked "
        "plans are evaluated for 10,000 reps drawn at random."
    )
    return "\n\n".join([about, _growth_table(plans), _growth_table(reps), people_line()])


def _growth_table(sizes: list[tuple[int, int]]) -> str:
    head = "| plans | reps | whole sweep | against a tenth | its arithmetic | against a tenth | rep-plans a second |"
    rows, before = [head, f"|{'---:|' * 7}"], None
    for plans, reps in sizes:
        whole, alone = times_of(factored(plans), people_of(reps), rounds=3 if plans * reps < 10**8 else 1)
        grown = ["", ""] if before is None else [f"{whole / before[0]:.2g} ×", f"{alone / before[1]:.2g} ×"]
        rate = f"{plans * reps / alone / 1e6:,.0f} million"
        cells = [f"{plans:,}", f"{reps:,}", _shown(whole), grown[0], _shown(alone), grown[1], rate]
        rows.append(f"| {' | '.join(cells)} |")
        before = whole, alone
    return "\n".join(rows)


def cluster_line(sweep: Sweep) -> str:
    """What a local Dask cluster of two workers takes for the same sweep."""
    from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra

    population = people_of(REPS)
    here = run_sweep(sweep, population)
    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        first = _seconds(lambda: run_sweep(sweep, population, engine="numba", cluster=client), 1, warm=False)
        later = _seconds(lambda: run_sweep(sweep, population, engine="numba", cluster=client), 3)
        there = run_sweep(sweep, population, engine="numba", cluster=client)
    same = all(np.array_equal(getattr(here, name), getattr(there, name)) for name in ("cost", "largest_loss"))
    local = _seconds(lambda: run_sweep(sweep, population), 3)
    return (
        "The first case on a local Dask cluster of two worker processes: "
        f"{_shown(later)} instead of {_shown(local)}, so "
        f"{_shown(later - local)} of overhead; the first time {_shown(first)}, because each worker compiles. "
        f"Numbers {'identical to the last bit' if same else 'DIFFER'}."
    )


def _row(name: str, sweep: Sweep, limit: float) -> str:
    whole, alone = times_of(sweep, people_of(REPS), rounds=ROUNDS if "own" not in name else 1)
    rate = len(sweep) * REPS / alone
    cells = (name, f"{len(sweep):,}", _shown(whole), _shown(alone), f"{rate / 1e6:,.0f} million", f"{rate / limit:.0%}")
    return f"| {' | '.join(cells)} |"


def _scenario() -> Scenario:
    return read_scenario(SCENARIO)


def _weights() -> Lever:
    sets = [(a, b, 100 - a - b) for a in range(20, 61, 5) for b in range(10, 40, 5)]
    return Lever("seller.weights", tuple({n: f"{w}%" for n, w in zip(MEASURES, each, strict=True)} for each in sets))


def _gates() -> Lever:
    return Lever("seller.gates.0.hurdle", ("70%", "80%", "90%", "100%"))


def _curve_levers(count: int) -> Iterator[Lever]:
    rng = np.random.default_rng(3)
    for name in MEASURES:
        drawn = rng.uniform((30, 120, 150), (80, 160, 300), (count, 3)).tolist()
        curves = tuple({"points": {f"{a:.4f}%": "0%", "100%": "100%", f"{b:.4f}%": f"{c:.4f}%"}} for a, b, c in drawn)
        yield Lever(f"seller.objectives.{name}.curve", curves)


def _seconds(work: Callable[[], object], rounds: int = ROUNDS, *, warm: bool = True) -> float:
    """Median wall-clock seconds of one call."""
    if warm and rounds > 1:
        work()
    times = []
    for _ in range(rounds):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return median(times)


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 10 else f"{seconds:,.0f} s"


if __name__ == "__main__":
    print(sweep_section())
