"""Keep-whole: how good results must be under a reform for each rep to earn what they earned before.

Asked of everything at once (one factor on each result that the rep is held against, own and collective), and of each
objective alone with all others as they were. Every answer is found by evaluating, never by turning a curve round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.attainment import QUANTILES
from compsim.analysis.components import components_to_hide
from compsim.analysis.groups import Grouped, by_group
from compsim.analysis.impact import winners_and_losers
from compsim.analysis.needed import BEST, Needed, Wanted, needed
from compsim.analysis.rows import NOTHING, records
from compsim.analysis.supposed import everything_read
from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.plan.scenario import Scenario
from compsim.population.people import Population

Floats = NDArray[np.float64]
Standing = Literal["already", "more", "out_of_reach", "nothing_before"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
_NOTHING_ALONE = pd.DataFrame(columns=["scenario", "rep", "objective", "standing", "factor", "attainment", "needed"])


@dataclass(frozen=True, eq=False)
class KeepWhole:
    """What it takes to earn as much as before; scenarios that are not the baseline, in order.

    `factor`: how many times as good everything must be (ratio; 1 is as it was, NaN if out of reach). `needed`: overall
    attainment then, beside `attainment` as it was. Standing: already (as good as it was, or worse, is enough), more,
    out_of_reach (not with results `BEST` times as good), nothing_before (nothing was paid: nothing is to be kept).
    """

    baseline: str
    rows: pd.DataFrame  # scenario, rep, role, team, before, after (money), standing, factor, attainment, needed, capped
    objectives: pd.DataFrame  # scenario, rep, objective, standing, factor, attainment, needed: with all others as were
    alone: pd.DataFrame  # scenario, objective, people, the counts of standings, p50; without the hidden ones
    hidden_objectives: tuple[str, ...]  # objectives withheld, in alphabetical order
    totals: pd.DataFrame  # scenario, people, already, more, out_of_reach, nothing_before, capped, p10, p50, p90
    groups: Grouped  # people, the counts of standings, and p50: half need at most this factor
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "baseline": self.baseline,
            "currency": self.currency,
            "best": BEST,
            "totals": records(self.totals),
            "groups": self.groups.as_dict(),
            "rows": records(self.rows),
            "objectives": records(self.objectives),
            "alone": records(self.alone),
            "hidden_objectives": list(self.hidden_objectives),
        }

    def __str__(self) -> str:
        return self.totals.to_string(index=False)


def keep_whole(
    scenarios: Scenario | Sequence[Scenario],
    population: Population,
    *,
    baseline: str | None = None,
    against_paid: bool = False,
    by: str = "role",
) -> KeepWhole:
    """Solve for each scenario and rep, against the baseline (the first by default) or what was paid; `by` role or team.

    Teams count as if all whose results they are had been as much better. The smallest factor in steps of a quarter
    that pays enough is halved down, so where a plan pays less for more, a smaller one may exist. Raises what
    `winners_and_losers` raises.
    """
    payouts = evaluate(scenarios, population)
    impact = winners_and_losers(payouts, baseline=baseline, against_paid=against_paid)
    found = [
        _of_scenario(scenario, population, impact.rows[impact.rows["scenario"] == scenario.name])
        for scenario in payouts.scenarios
        if scenario.name in set(impact.totals["scenario"])
    ]
    rows, objectives = (pd.concat(parts, ignore_index=True) for parts in zip(*found, strict=True))
    names = list(impact.totals["scenario"])
    totals = [{"scenario": name, **_total(rows[rows["scenario"] == name])} for name in names]
    groups = by_group(rows, rows[by], _of_group)
    hidden = components_to_hide(payouts)
    return KeepWhole(
        impact.baseline,
        rows,
        objectives,
        _counted_alone(objectives, hidden),
        tuple(sorted(hidden & {*objectives["objective"]})),
        pd.DataFrame(totals),
        groups,
        impact.currency,
    )


def _of_scenario(scenario: Scenario, population: Population, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    there = rows[["scenario", "rep", "role", "team", "before", "after"]].reset_index(drop=True)
    pay, role = there["before"].to_numpy(dtype=np.float64), there["role"].to_numpy(dtype=object)
    of_row = pd.Index(there["rep"]).get_indexer(pd.Index(population.roster["rep"])).astype(np.int64)
    wanted = Wanted(scenario, population, pay, role, of_row)
    everything = {role: everything_read(plan) for role, plan in scenario.plans.items()}
    it_takes = needed(wanted, everything, _overall)
    as_it_was = wanted.paid_with({}, np.ones(len(pay)))
    found = there.assign(
        **_figures(pay, it_takes, wanted.mean_per_rep(_overall(as_it_was), as_it_was)),
        capped=np.isnan(it_takes.factor) & (it_takes.cap < -NOTHING),
    )
    return found, pd.concat([_NOTHING_ALONE, *_alone(wanted, as_it_was, there)], ignore_index=True)


def _alone(wanted: Wanted, as_it_was: Payouts, there: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Each objective by itself: the first of every role, then the second, and so on; with nobody's twice at once."""
    plans = wanted.scenario.plans
    for place in range(max(len(plan.objectives) for plan in plans.values())):
        names = {role: list(plan.objectives)[place] for role, plan in plans.items() if place < len(plan.objectives)}
        read = {
            role: frozenset({(plans[role].measure(name), plans[role].objectives[name].credit)})
            for role, name in names.items()
        }

        def attained(payouts: Payouts, names: Mapping[str, str] = names) -> Floats:
            roles = payouts.population.roster["role"].to_numpy(dtype=object)
            columns = [payouts.components.index(names[role]) if role in names else -1 for role in roles]
            reached = payouts.attainment[0, np.arange(len(roles)), columns]
            return np.where(np.array(columns) >= 0, reached, np.nan)

        it_takes = needed(wanted, read, attained, own_role=True)
        was = wanted.mean_per_rep(attained(as_it_was), as_it_was)
        objective = there["role"].map(names).rename("objective")
        told = there[["scenario", "rep"]].assign(objective=objective, **_figures(wanted.pay, it_takes, was))
        yield told[objective.notna()]


def _counted_alone(objectives: pd.DataFrame, hidden: frozenset[str]) -> pd.DataFrame:
    shown = objectives[~objectives["objective"].isin(hidden)]
    lines = [
        {"scenario": scenario, "objective": objective, "people": len(part), **_of_group(part)}
        for (scenario, objective), part in shown.groupby(["scenario", "objective"], sort=False)
    ]
    return pd.DataFrame(lines, columns=["scenario", "objective", "people", *STANDINGS, "p50"])


def _overall(payouts: Payouts) -> Floats:
    reached: Floats = payouts.overall_attainment()[0]
    return reached


def _figures(before: Floats, it_takes: Needed, attainment: Floats) -> dict[str, Any]:
    factor = it_takes.factor
    kinds = [before <= NOTHING, np.isnan(factor), factor > 1.0]
    standing = np.select(kinds, ["nothing_before", "out_of_reach", "more"], "already")
    reachable = np.isfinite(factor)
    return {
        "standing": standing.astype(object),
        "factor": factor,
        "attainment": attainment,
        "needed": np.where(reachable, it_takes.attainment, np.nan),
    }


def _total(rows: pd.DataFrame) -> dict[str, Any]:
    """Quantiles count who is out of reach as needing more than anybody else; NaN where the quantile is one of them."""
    counted = rows["factor"][rows["standing"] != "nothing_before"]
    factors = np.sort(counted.fillna(np.inf).to_numpy(dtype=np.float64))
    spread = {name: _quantile(factors, q) for name, q in QUANTILES.items()}
    return {"people": len(rows), **_counts(rows), "capped": int(rows["capped"].sum()), **spread}


def _quantile(factors: Floats, q: float) -> float:
    """The factor that at least a share `q` of sorted factors (n) does not exceed; NaN where it is out of reach."""
    if not len(factors):
        return float("nan")
    found = float(factors[max(int(np.ceil(q * len(factors) - NOTHING)) - 1, 0)])
    return found if np.isfinite(found) else float("nan")


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    return {standing: int((rows["standing"] == standing).sum()) for standing in STANDINGS}


def _of_group(rows: pd.DataFrame) -> Mapping[str, float]:
    counted = rows["factor"][rows["standing"] != "nothing_before"]
    factors = np.sort(counted.fillna(np.inf).to_numpy(dtype=np.float64))
    return {**_counts(rows), "p50": _quantile(factors, 0.5)}
