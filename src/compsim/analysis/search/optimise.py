"""Looking for good plans where there are too many to try: differential evolution over the levers' values.

Generations of plans go through the sweep, so that a plan found here has the figures that the sweep gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, differential_evolution
from scipy.stats import qmc

from compsim.analysis.search.front import Goal, scores_of
from compsim.analysis.search.limits import Limits
from compsim.engine.sweep.figures import Figures
from compsim.engine.sweep.run import SweepResult
from compsim.plan.levers import Positions, Sweep, these_combinations

Floats = NDArray[np.float64]
SweepOf = Callable[[Sweep], SweepResult]

GENERATIONS = 30
SMALLEST_GENERATION = 32  # plans; fewer do not spread over the levers' values


@dataclass(frozen=True, eq=False)
class _Tried:
    """One generation: which value each lever took (n, L), and the figures."""

    chosen: Positions
    result: SweepResult


def optimise(grid: Sweep, limits: Limits, by: Goal, plans: int, seed: int, run: SweepOf) -> SweepResult:
    """About so many plans of the grid, chosen so that one goal gets better within the limits; the same seed, the same.

    The first generation is a Latin hypercube; later ones are bred by SciPy's differential evolution (Storn and Price,
    1997). A plan beyond the limits is worse than every plan within them, and the further beyond, the worse. Answers
    every plan tried, each once, in the order of the grid.
    """
    tried: list[_Tried] = []
    first = _first_generation(grid.sizes, max(plans // (GENERATIONS + 1), SMALLEST_GENERATION), seed)

    def badness(points: Any) -> Floats:
        chosen = np.atleast_2d(np.rint(np.asarray(points).T).astype(np.int64))
        result = run(these_combinations(grid.scenario, grid.levers, chosen))
        tried.append(_Tried(chosen, result))
        return badness_of(result.figures, limits, by)

    differential_evolution(
        badness,  # type: ignore[arg-type]  # vectorized: a generation in, an array out
        Bounds(np.zeros(len(grid.sizes)), np.maximum(np.array(grid.sizes) - 1.0, 0.5)),
        init=first,
        integrality=np.ones(len(grid.sizes), dtype=np.bool_),
        maxiter=GENERATIONS,
        vectorized=True,
        updating="deferred",
        polish=False,
        rng=np.random.default_rng(seed),
    )
    return _each_once(grid, tried)


def badness_of(figures: Figures, limits: Limits, by: Goal) -> Floats:
    """What is to be made small for each plan (N): its place in the goal, beyond the limits added to the worst place."""
    goal = scores_of(figures, [by])[:, 0]
    squeezed = goal / (1.0 + np.abs(goal))  # between -1 and 1, in the same order
    beyond = sum(limits.beyond(figures).values(), start=np.zeros(len(goal)))
    bad: Floats = np.where(beyond > 0, 1.0 + np.minimum(beyond, 1e6), np.nan_to_num(squeezed, nan=1.0))
    return bad


def _first_generation(sizes: Sequence[int], plans: int, seed: int) -> Floats:
    spread = qmc.LatinHypercube(len(sizes), rng=np.random.default_rng(seed)).random(plans)
    first: Floats = np.minimum(np.floor(spread * np.array(sizes)), np.array(sizes) - 1.0)
    return first


def _each_once(grid: Sweep, tried: Sequence[_Tried]) -> SweepResult:
    every = np.concatenate([part.chosen for part in tried])
    chosen, first = np.unique(every, axis=0, return_index=True)
    figures = Figures.joined([part.result.figures for part in tried]).at(first.tolist())
    return replace(tried[0].result, sweep=these_combinations(grid.scenario, grid.levers, chosen), figures=figures)
