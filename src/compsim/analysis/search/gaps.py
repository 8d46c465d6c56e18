"""The gap between groups under some plans: how far apart they are paid, as a ratio of their target incentive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from compsim.analysis.groups import by_group
from compsim.analysis.rows import roster_rows, share
from compsim.engine.evaluation import evaluate
from compsim.errors import PopulationError, Problem, did_you_mean
from compsim.plan.scenario import Scenario
from compsim.population.people import Population


def payout_gaps(scenarios: Sequence[Scenario], population: Population, column: str) -> NDArray[np.float64]:
    """The widest difference of payout ÷ target incentive between the groups of a roster column, one a scenario (n).

    Groups that the five-person floor hides do not count. Raises PopulationError for an unknown column or fewer than
    two groups that may be shown.
    """
    if column not in population.roster:
        known = [str(name) for name in population.roster.columns]
        raise PopulationError([Problem("roster", f"no column '{column}'", did_you_mean(column, known))])
    payouts = evaluate(list(scenarios), population)
    rows = roster_rows(payouts)
    _, at = np.nonzero(payouts.on_plan)
    groups = population.roster[column].iloc[at].reset_index(drop=True)
    shown = by_group(
        rows, groups, lambda part: {"ratio": share(part["payout"].sum(), part["target_incentive"].sum())}
    ).shown
    if shown["group"].nunique() < 2:
        says = f"'{column}' has fewer than two groups that may be compared"
        raise PopulationError([Problem("roster", says, "Choose a column with two groups of five people or more.")])
    ratios = shown.groupby("scenario", sort=False)["ratio"]
    return (ratios.max() - ratios.min()).reindex(list(payouts.names)).to_numpy(dtype=np.float64)
