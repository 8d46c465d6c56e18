"""Sweeps: what many plans cost the same people, how many reach target, who loses and who wins.

Pay is linear in the weights before caps, and attainment hangs neither on weights nor on curves. Where this is exact, a
few evaluations tell everything and the rest is arithmetic; elsewhere every plan is evaluated. Some plans of every sweep
are evaluated as well and must agree.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.engine.evaluation import EngineName, Kept, evaluate_rows
from compsim.engine.sweep.arithmetic import arithmetic_for
from compsim.engine.sweep.exact import check, plan_by_plan, sample_of
from compsim.engine.sweep.factored import Desk, Prepared, available_cores, figures_of, prepare
from compsim.engine.sweep.figures import Figures
from compsim.errors import EngineError, Problem
from compsim.plan.levers import Sweep
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]  # what is being done, share done 0..1
FigureName = Literal["cost", "share_at_target", "largest_loss", "share_of_winners"]
FIGURES: tuple[FigureName, ...] = ("cost", "share_at_target", "largest_loss", "share_of_winners")


@dataclass(frozen=True, eq=False)
class SweepResult:
    """The figures of N plans, in the order of the sweep."""

    sweep: Sweep
    baseline: str
    figures: Figures
    plan_by_plan: str  # why every plan had to be evaluated by itself; empty if the sweep was factored
    notes: tuple[Problem, ...]  # of the evaluation of the sweep's own scenario and the baseline

    def __len__(self) -> int:
        """How many plans (N)."""
        return len(self.figures.cost)

    @property
    def cost(self) -> Floats:
        """Variable pay of everybody over the evaluated periods (N), money."""
        return self.figures.cost

    @property
    def share_at_target(self) -> Floats:
        """Roster rows whose Σ weight × attainment is at least 100 %, among those with objectives (N); NaN of nobody."""
        return self.figures.share_at_target

    @property
    def largest_loss(self) -> Floats:
        """The most negative change of a rep's pay against the baseline (N), money; 0 if nobody loses."""
        return self.figures.largest_loss

    @property
    def share_of_winners(self) -> Floats:
        """Reps whose pay rises by more than 0.5 %, among those with a plan on both sides (N); NaN of nobody.

        Who had nothing before is compared, and is no winner: nothing has no percentage.
        """
        return self.figures.share_of_winners

    def table(self, top: int | None = None, by: FigureName = "cost", *, budget: float | None = None) -> pd.DataFrame:
        """The best plans by a figure: the least cost, the smallest loss, or the largest share; at most the budget.

        Columns plan (as in `Sweep.scenario_at`), the levers' paths with the values as written, and the four figures.
        """
        figure = self.cost if by == "cost" else -getattr(self, by)
        order = np.argsort(figure, kind="stable")
        return self.rows((order if budget is None else order[self.cost[order] <= budget])[:top])

    def rows(self, plans: NDArray[np.int64]) -> pd.DataFrame:
        """Some plans in the given order; the same columns as `table`."""
        positions = self.sweep.positions_of(plans)
        table: dict[str, Any] = {"plan": plans}
        for column, lever in enumerate(self.sweep.levers):
            table[lever.path] = pd.Series(lever.at(positions[:, column]), dtype=object)
        return pd.DataFrame(table | {name: getattr(self, name)[plans] for name in FIGURES})


def run_sweep(
    sweep: Sweep,
    population: Population,
    baseline: Scenario | None = None,
    *,
    engine: EngineName = "auto",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    cluster: Any = None,
) -> SweepResult:
    """The figures of every plan of the sweep, changes against the baseline (the sweep's own scenario by default).

    `engine` is numpy, numba or auto; all give the same numbers. `cluster` is the address of a Dask scheduler, or a
    Dask client. Raises PlanError as `evaluate` does, EngineError if cancelled or if an evaluated plan disagrees.
    """
    told = _telling(len(sweep), progress, cancelled)
    told(0.0)
    arithmetic = arithmetic_for(engine if cluster is None else "numpy", len(sweep), len(population.eligible))
    before = baseline or sweep.scenario
    evaluated, kept = (sweep, population, before), Kept()
    payouts = evaluate_rows(
        [sweep.scenario] if before is sweep.scenario else [sweep.scenario, before], population, kept
    )
    prepared = prepare(sweep, population, payouts, kept)
    sample = None if isinstance(prepared, str) else sample_of(evaluated, payouts, kept)
    kept.clear()
    with ThreadPoolExecutor(available_cores()) as pool:
        desk = Desk(arithmetic, pool, told)
        if cluster is not None:
            on_cluster = import_module("compsim.engine.dask_engine").figures_on
            figures: Figures = on_cluster(cluster, prepared, evaluated, engine, told)
        elif isinstance(prepared, str):
            figures = plan_by_plan(*evaluated, range(len(sweep)), told)
        else:
            figures = figures_of(prepared, 0, len(sweep), desk)
        if isinstance(prepared, Prepared) and sample is not None:
            check(sample, prepared, payouts, figures, desk)
    return SweepResult(sweep, before.name, figures, prepared if isinstance(prepared, str) else "", payouts.notes)


def _telling(plans: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> Callable[[float], None]:
    """What is told the share done, and stops the sweep when it is cancelled."""

    def told(share: float) -> None:
        if cancelled is not None and cancelled():
            raise EngineError("the sweep was cancelled")
        if progress is not None:
            progress(f"{plans:,} plans", share)

    return told
