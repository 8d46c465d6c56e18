"""What one more point of attainment pays each rep, what the last one paid, and how far the next edge is.

Both are differences of two whole evaluations, so gates, caps, multipliers and everything else that reads the same
result count too. At an edge they differ: the last point lies on its left side, the next point on its right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.edges import dead_zones, edges_ahead
from compsim.analysis.groups import by_group
from compsim.analysis.rows import records
from compsim.analysis.supposed import better_by
from compsim.engine.evaluation import Kept, evaluate_scaled
from compsim.engine.payouts import Payouts
from compsim.errors import PlanError, Problem
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
POINT = 0.01  # of attainment
_PROBE = 0.01  # how much better results are made to see how attainment follows them
_HALF_A_CENT = 0.005
_ROWS = ("scenario", "rep", "role", "team", "objective", "attainment", "last_point", "next_point", "edge", "to_edge")


@dataclass(frozen=True, eq=False)
class Marginal:
    """One row a scenario, roster row and objective; money over the evaluated periods for one point of attainment.

    `next_point`: what one point more would pay. `last_point`: what one point less would have taken. `edge`: where the
    objective's own curve bends or jumps next above today's attainment, `to_edge` how far that is (ratios; NaN where
    there is none, or where the curve is read more than once in the evaluated periods, or reads something else).
    """

    rows: pd.DataFrame  # scenario, rep, role, team, objective, attainment, last_point, next_point, edge, to_edge
    by_role: pd.DataFrame  # scenario, role, objective, people, median_next (money), nothing, falls (people)
    hidden: tuple[str, ...]  # roles withheld, in alphabetical order
    dead_zones: pd.DataFrame  # scenario, role, objective, low, high (attainment), factor: more pays nothing in between
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "currency": self.currency,
            "point": POINT,
            "by_role": records(self.by_role),
            "hidden": list(self.hidden),
            "dead_zones": records(self.dead_zones),
            "rows": records(self.rows),
        }

    def __str__(self) -> str:
        return self.by_role.to_string(index=False)


def marginal(scenarios: Scenario | Sequence[Scenario], population: Population) -> Marginal:
    """What a point of each objective is worth to each rep, by evaluating a point more and a point less.

    The point is of attainment over all evaluated periods, each period's result moved in proportion. Whatever else
    reads the same measure for the same circle moves with it; a collective result moves as a whole. Where people share
    a pool, all of a role move at once. NaN where there is no result that could be larger, or no target.
    """
    listed = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    if not listed:
        raise PlanError([Problem("scenarios", "there is no scenario to evaluate", "Give at least one.")])
    found = [part for scenario in listed for part in _of_scenario(scenario, population)]
    rows = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(_ROWS))
    by_role, hidden = _by_role(rows)
    currency = next((each.currency for each in listed if each.currency), population.currency)
    return Marginal(rows, by_role, hidden, dead_zones(listed), currency)


def _of_scenario(scenario: Scenario, population: Population) -> Iterator[pd.DataFrame]:
    kept: Kept = {}
    base = evaluate_scaled(scenario, population, {}, kept)
    for role, plan in scenario.plans.items():
        rows = base.on_plan[0] & (base.population.roster["role"] == role).to_numpy()
        for name, part in plan.objectives.items():
            read = (plan.measure(name), part.credit)

            def moved(by: Floats, read: Any = read, rows: NDArray[np.bool_] = rows) -> Payouts:
                scaled = better_by(population, [read], np.where(rows, by, 1.0))
                return evaluate_scaled(scenario, population, scaled, kept)

            place = base.components.index(name)
            reached = base.attainment[0, :, place]
            follows = (moved(np.full(len(rows), 1.0 + _PROBE)).attainment[0, :, place] - reached) / _PROBE
            step = np.divide(POINT, follows, out=np.full_like(follows, np.nan), where=follows > _PROBE**3)
            more, less = (moved(np.nan_to_num(1.0 + sign * step, nan=1.0)).total()[0] for sign in (1.0, -1.0))
            now, known = base.total()[0], np.isfinite(step)
            who = base.population.roster[["rep", "role", "team"]][rows].reset_index(drop=True)
            edge = edges_ahead(scenario, role, name, base.periods, reached[rows])
            figures = {
                "attainment": reached[rows],
                "last_point": np.where(known & (step <= 1.0), now - less, np.nan)[rows],
                "next_point": np.where(known, more - now, np.nan)[rows],
                "edge": edge,
                "to_edge": edge - reached[rows],
            }
            yield who.assign(scenario=scenario.name, objective=name, **figures)[list(_ROWS)]


def _by_role(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Each objective's figures by role, and every role that some objective must hide."""
    columns = ["scenario", "role", "objective", "people", *_of_group(rows)]
    found, hidden = [], set[str]()
    for name in dict.fromkeys(rows["objective"]):
        part = rows[rows["objective"] == name]
        grouped = by_group(part, part["role"], _of_group)
        found.append(grouped.shown.rename(columns={"group": "role"}).assign(objective=name))
        hidden |= {*grouped.hidden}
    told = pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)
    as_written = rows[["scenario", "role", "objective"]].drop_duplicates()
    return as_written.merge(told), tuple(sorted(hidden))


def _of_group(rows: pd.DataFrame) -> Mapping[str, float]:
    known = rows["next_point"].dropna()
    return {
        "median_next": float(known.median()),
        "nothing": int(rows["rep"][known.index[known.abs() < _HALF_A_CENT]].nunique()),
        "falls": int(rows["rep"][known.index[known <= -_HALF_A_CENT]].nunique()),
    }
