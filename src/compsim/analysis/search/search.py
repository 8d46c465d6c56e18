"""Which plan is better: many plans held against limits, put in order by a goal, and the front between goals.

A plan is optimised, never a person: the levers are the plan's own values, and people enter as totals and shares.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from math import prod
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.rows import records
from compsim.analysis.search.front import Goal, pareto_front, scores_of
from compsim.analysis.search.gaps import payout_gaps
from compsim.analysis.search.limits import Limits
from compsim.analysis.search.optimise import GENERATIONS, SweepOf, optimise
from compsim.engine.sweep.run import FIGURES, Progress, SweepResult, run_sweep
from compsim.plan.levers import Lever, Sweep, every_combination
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Ints = NDArray[np.int64]
Method = Literal["every combination", "differential evolution", "some combinations"]

EVERY_UP_TO = 200_000  # combinations; beyond it plans are bred
BRED = 20_000  # plans, unless somebody says how many
CANDIDATES = 200  # plans whose gap between groups is worked out, best first: each is evaluated whole
NO_LIMITS = Limits()


@dataclass(frozen=True, eq=False)
class Search:
    """Plans within the limits, in order; every plan's number can be made a scenario again with `scenario`."""

    result: SweepResult  # every plan tried and its figures
    by: Goal
    goals: tuple[Goal, ...]
    limits: Limits
    ranked: pd.DataFrame  # plan, the levers' paths, the four figures, gap if asked for; best first
    front: pd.DataFrame  # the same, and `<goal>_given_up` of every goal: how far from the best on the front, 0 or more
    within: int  # plans within the limits, before the gap between groups is looked at
    beyond: dict[str, int]  # plans beyond each bound; a plan may be beyond several
    gap: Gap | None
    method: Method
    seed: int

    def scenario(self, plan: int) -> Scenario:
        """The plan of this number as a scenario of its own; IndexError beyond the last."""
        return self.result.sweep.scenario_at(plan)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "plans": len(self.result),
            "within": self.within,
            "beyond": self.beyond,
            "method": self.method,
            "seed": self.seed,
            "front": records(self.front),
            "gap": None if self.gap is None else self.gap.as_dict(),
        }

    def __str__(self) -> str:
        return self.ranked.to_string(index=False)


@dataclass(frozen=True)
class Gap:
    """What was asked of the gap between groups: not wider than the baseline's."""

    column: str
    baseline: float  # payout ÷ target incentive, ratio
    looked_at: int  # plans evaluated for it
    wider: int  # plans left out by it

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {"column": self.column, "baseline": self.baseline, "looked_at": self.looked_at, "wider": self.wider}


def search_plans(  # noqa: PLR0913 - each is one thing a person may ask for
    scenario: Scenario,
    levers: Sequence[Lever],
    population: Population,
    *,
    baseline: Scenario | None = None,
    limits: Limits = NO_LIMITS,
    by: Goal = "cost",
    goals: Sequence[Goal] = FIGURES,
    keep_gap: str = "",
    plans: int = BRED,
    seed: int = 0,
    top: int = 20,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Search:
    """Try every combination of the levers' values, or breed about `plans` of them where there are too many.

    `keep_gap` names a roster column whose groups may not be further apart than under the baseline. Raises what
    `run_sweep` raises, PopulationError for a column whose groups cannot be compared.
    """
    grid = every_combination(scenario, levers)
    run = partial(run_sweep, population=population, baseline=baseline, cancelled=cancelled)
    small = prod(grid.sizes) <= EVERY_UP_TO
    if small:
        result = run(grid, progress=progress)
    else:
        result = optimise(grid, limits, by, plans, seed, told_of_generations(run, progress))
    method: Method = "every combination" if small else "differential evolution"
    asked = Asked(population, baseline or scenario, limits, by, tuple(goals), keep_gap, top)
    return chosen(result, asked, method, seed)


def told_of_generations(run: SweepOf, progress: Progress | None) -> SweepOf:
    """The same sweep, which tells after each generation how many of them are done; the last is told as whole."""
    done = count(1)

    def told(sweep: Sweep) -> SweepResult:
        found = run(sweep)
        if progress is not None:
            progress("Breeding plans", min(next(done) / (GENERATIONS + 1), 1.0))
        return found

    return told


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of plans that have been tried."""

    population: Population
    baseline: Scenario
    limits: Limits = NO_LIMITS
    by: Goal = "cost"
    goals: tuple[Goal, ...] = FIGURES
    keep_gap: str = ""
    top: int = 20


def chosen(result: SweepResult, asked: Asked, method: Method, seed: int) -> Search:
    """The plans of a sweep that answer what is asked."""
    beyond = {name: far > 0 for name, far in asked.limits.beyond(result.figures).items()}
    left_out = np.any(list(beyond.values()), axis=0) if beyond else np.zeros(len(result), dtype=np.bool_)
    within = np.nonzero(~left_out)[0].astype(np.int64)
    ordered = within[np.argsort(scores_of(result.figures, [asked.by])[within, 0], kind="stable")]
    front = _front(result, within, asked.goals)
    gaps, gap = _gaps(result, np.unique(np.concatenate([front[:CANDIDATES], ordered[:CANDIDATES]])), asked)
    if gap is not None:
        ordered = np.array([plan for plan in ordered.tolist() if plan in gaps], dtype=np.int64)
        front = _front(result, np.sort(ordered), asked.goals)
    counts = {name: int(far.sum()) for name, far in beyond.items()}
    ranked = _with_gaps(result.rows(ordered[: asked.top]), gaps, gap)
    given_up = _given_up(_with_gaps(result.rows(front), gaps, gap), result, front, asked.goals)
    return Search(result, asked.by, asked.goals, asked.limits, ranked, given_up, len(within), counts, gap, method, seed)


def _front(result: SweepResult, plans: Ints, goals: Sequence[Goal]) -> Ints:
    return plans[pareto_front(scores_of(result.figures, goals)[plans])]


def _gaps(result: SweepResult, plans: Ints, asked: Asked) -> tuple[dict[int, float], Gap | None]:
    """The gap of each of some plans that is not wider than the baseline's."""
    if not asked.keep_gap:
        return {}, None
    named = [result.sweep.scenario_at(int(plan)) for plan in plans]
    before, *found = payout_gaps([asked.baseline, *named], asked.population, asked.keep_gap).tolist()
    kept = {int(plan): gap for plan, gap in zip(plans, found, strict=True) if gap <= before + 1e-9}
    return kept, Gap(asked.keep_gap, before, len(plans), len(plans) - len(kept))


def _with_gaps(rows: pd.DataFrame, gaps: dict[int, float], gap: Gap | None) -> pd.DataFrame:
    return rows if gap is None else rows.assign(gap=[gaps[plan] for plan in rows["plan"].tolist()])


def _given_up(rows: pd.DataFrame, result: SweepResult, front: Ints, goals: Sequence[Goal]) -> pd.DataFrame:
    scores = scores_of(result.figures, goals)[front]
    best = scores.min(axis=0, initial=np.inf)
    return rows.assign(**{f"{goal}_given_up": scores[:, at] - best[at] for at, goal in enumerate(goals)})
