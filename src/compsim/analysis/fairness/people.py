"""One row a person for comparisons: what was asked and paid, beside what might explain it, all as ratios.

A person's roster rows are put together: pay and target incentive are added up, all else is averaged by time on the
plan; role and attributes are those of the latest row. Money never leaves this module except as a ratio.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.fairness.look import Look
from compsim.analysis.groups import group_names
from compsim.analysis.rows import NOTHING, ratio
from compsim.calendar import months_of
from compsim.engine.arrays import Figures
from compsim.engine.payouts import Payouts
from compsim.engine.targets import own_targets
from compsim.errors import PlanError
from compsim.plan.components import Objective
from compsim.plan.scenario import Plan

Floats = NDArray[np.float64]
OUTCOMES = ("payout_ratio", "attainment")
FIGURES = ("payout_ratio", "payout_ratio_paid", "attainment", "target_incentive", "target_size")
CIRCUMSTANCES = ("target_to_potential", "inbound")  # what a person is given, not what a person does


def people_of(payouts: Payouts, place: int, look: Look) -> pd.DataFrame:
    """The people on a plan of one scenario (its place among them), index rep.

    Columns: role; part_time (1 if below full-time); tenure (years), potential (1 = the role's mean), inbound (ratio);
    group columns and territory columns as text; payout (money, for spread alone); payout_ratio, payout_ratio_paid (the
    same, of those who were paid), attainment (ratios); target_incentive, target_size (a full-time year's; 1 = the
    role's mean), target_to_potential (the same). NaN where it is not known.
    """
    rows = np.flatnonzero(payouts.on_plan[place])
    population, years = payouts.population, _years(payouts)[rows]
    roster = population.roster.iloc[rows]
    role = roster["role"].astype(str).to_numpy()
    columns = look.columns(population.roster)
    value = {idea: roster[name].to_numpy(dtype=np.float64) for idea, name in columns.items()}
    incentive = payouts.incentive[place].sum(axis=1)[rows]
    size = ratio(target_sizes(payouts, place)[rows], years)
    potential = value.get("potential", np.full(len(rows), np.nan))
    averaged = {
        "attainment": (payouts.overall_attainment()[place][rows], incentive),
        "target_incentive": (_of_role(ratio(incentive, years), role), years),
        "target_size": (_of_role(size, role), years),
        "potential": (_of_role(potential, role), years),
        "target_to_potential": (_of_role(ratio(size, potential), role), years),
        "inbound": (value.get("inbound", np.full(len(rows), np.nan)), years),
        "fte": (roster["fte"].to_numpy(dtype=np.float64), years),
    }
    who, latest = _latest(roster)
    people = pd.DataFrame({name: _averaged(figure, by, who) for name, (figure, by) in averaged.items()})
    people["payout"] = _added(payouts.total()[place][rows], who)
    people["payout_ratio"] = ratio(people["payout"].to_numpy(), _added(incentive, who))
    people["payout_ratio_paid"] = people["payout_ratio"].where(people["payout"] > NOTHING)
    people["years"] = _added(years, who)
    people["part_time"] = (people.pop("fte") < 1.0 - 1e-9).astype(float)
    people["tenure"] = value["tenure"][latest] if "tenure" in value else np.nan
    words = dict.fromkeys([*look.group_columns(population.roster), *look.territories(population.roster)])
    named = {name: group_names(roster[name]).to_numpy()[latest] for name in words}
    told = pd.DataFrame({f"group {name}": texts for name, texts in named.items()}, index=people.index)
    people = pd.concat([people.assign(role=role[latest], rep=roster["rep"].to_numpy()[latest]), told], axis=1)
    return people.set_index("rep")


def objectives_of(payouts: Payouts, place: int) -> dict[str, pd.Series]:
    """Attainment of each objective (ratio), index rep; people without it are left out."""
    rows = np.flatnonzero(payouts.on_plan[place])
    who, latest = _latest(payouts.population.roster.iloc[rows])
    reps = payouts.population.roster["rep"].to_numpy()[rows][latest]
    incentive, found = payouts.incentive[place].sum(axis=1)[rows], {}
    for part, (name, kind) in enumerate(zip(payouts.components, payouts.kinds, strict=True)):
        weight = payouts.weight[place, rows, part]
        figure = np.where(weight > 0, payouts.attainment[place, rows, part], np.nan)
        if kind == "objective" and (weight > 0).any():
            found[name] = pd.Series(_averaged(figure, incentive * weight, who), index=reps, name=name).dropna()
    return found


def target_sizes(payouts: Payouts, place: int) -> Floats:
    """What each roster row is asked for (R) in its role's heaviest own objective that adds up; NaN where it is not."""
    scenario, population = payouts.scenarios[place], payouts.population
    sizes: Floats = np.full(len(population.roster), np.nan)
    for role, plan in scenario.plans.items():
        main = _main_objective(plan, payouts)
        if main is None:
            continue
        name, part = main
        figures = Figures(scenario, role, plan, population, population)
        measure = plan.measure(name)
        try:
            asked = own_targets(figures, measure, part.target)
        except PlanError:  # a target from years that are not evaluated: what the data say stands in for it
            asked = population.targets.get(measure, np.full(population.eligible.shape, np.nan))
        known = np.isfinite(asked).any(axis=1) & figures.on_plan()
        sizes[known] = np.nansum(asked[known], axis=1)
    return np.where(np.abs(sizes) > NOTHING, sizes, np.nan)


def _main_objective(plan: Plan, payouts: Payouts) -> tuple[str, Objective] | None:
    own = [
        (part.weight, name, part)
        for name, part in plan.objectives.items()
        if part.credit == "individual" and _adds_up(payouts, plan.measure(name))
    ]
    best = max(own, key=lambda each: each[0], default=None)
    return None if best is None else best[1:]


def _adds_up(payouts: Payouts, measure: str) -> bool:
    known = payouts.population.definitions.get(measure)  # pay itself can be a measure, and is not among them
    return known is not None and known.combine == "sum"


def _years(payouts: Payouts) -> Floats:
    """Full-time years of each roster row in the evaluated periods (R)."""
    population = payouts.population
    share = population.share() * months_of(population.periods) / 12.0
    return np.asarray(share.sum(axis=1) * population.roster["fte"].to_numpy(dtype=np.float64), dtype=np.float64)


def _of_role(values: Floats, role: NDArray[np.object_]) -> Floats:
    """Values against the mean of their role (1 = the mean)."""
    mean = pd.Series(values).groupby(role).transform("mean").to_numpy()
    return ratio(values, np.nan_to_num(mean))


def _latest(roster: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Whose each row is (rows), people in the order in which they first stand, and each one's latest row (people)."""
    who, reps = pd.factorize(roster["rep"])
    by_start = roster.reset_index(drop=True).sort_values("start", kind="stable", na_position="first").index
    latest = np.zeros(len(reps), dtype=np.intp)
    latest[who[by_start]] = by_start  # the last one written stays
    return who.astype(np.intp), latest


def _added(values: Floats, who: NDArray[np.intp]) -> Floats:
    return np.bincount(who, weights=values, minlength=who.max(initial=-1) + 1).astype(np.float64)


def _averaged(values: Floats, by: Floats, who: NDArray[np.intp]) -> Floats:
    """Means over each person's rows that are known, by weight; by heads where nothing has a weight."""
    known = np.isfinite(values)
    weight = np.where(known, np.where(by > NOTHING, by, 0.0), 0.0)
    heads = np.where(known, 1.0, 0.0)
    weight = np.where(_added(weight, who)[who] > NOTHING, weight, heads)
    return ratio(_added(np.nan_to_num(values) * weight, who), _added(weight, who))
