"""Targets: those of the data, those a plan sets itself, and how they add up for whoever is credited."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import MONTHS_IN, Stretch, months_of, parse_period
from compsim.engine.arrays import Figures, Groups, evaluated_periods
from compsim.engine.readers import readers
from compsim.errors import PlanError, did_you_mean
from compsim.plan.part import Credit
from compsim.plan.target_rule import TargetRule, TotalTarget
from compsim.population.people import running_sum

Floats = NDArray[np.float64]
_FIXED: dict[str, Stretch] = {
    "every_month": "month",
    "every_quarter": "quarter",
    "every_half_year": "half_year",
    "every_year": "year",
}


def target_to_date(figures: Figures, measure: str, rule: TargetRule | None, credit: Credit, groups: Groups) -> Floats:
    """Target to date (R, P) for the credit of a part, restarting with each group (P); NaN where nobody set one.

    Individual targets add up over a team or the company. A manager credited with the reports is held against the
    target of their own, where the plan or the data give one, else against the sum of the reports' targets.
    """
    combine = figures.window.definitions[measure].combine
    own = own_targets(figures, measure, rule)
    key = ("target", figures.role, measure, _key(rule), credit, groups.tobytes(), figures.plan.proration)
    if credit != "reports":
        return figures.once(key, lambda: figures.window.add_up_targets(own, credit, groups, combine))
    mine = figures.window.add_up_targets(own, "individual", groups, combine)
    theirs = figures.window.add_up_targets(_targets_below(figures, measure), "reports", groups, combine)
    return np.where(np.isfinite(own).any(axis=1, keepdims=True), mine, theirs)


def floor_to_date(
    figures: Figures, measure: str, rule: TargetRule | None, credit: Credit, groups: Groups
) -> Floats | None:
    """Last year's result to date (R, P), below which nothing counts; None where the rule names no floor."""
    if rule is None or rule.floor is None:
        return None
    earlier = _a_year_earlier(figures, measure, rule, "floor")
    return running_sum(figures.window.credited(earlier, credit), groups)


def own_targets(figures: Figures, measure: str, rule: TargetRule | None) -> Floats:
    """Each row's own target in each period (R, P): the rule for the plan's role, else what the data say."""
    key = ("own", figures.role, measure, _key(rule), figures.plan.proration)
    return figures.once(key, lambda: _own_targets(figures, measure, rule))


def _key(rule: TargetRule | None) -> str:
    return "" if rule is None else rule.model_dump_json()


def _own_targets(figures: Figures, measure: str, rule: TargetRule | None) -> Floats:
    given = figures.window.targets.get(measure)
    given = np.full(figures.window.eligible.shape, np.nan) if given is None else given
    if rule is None or not rule.way:
        return given
    on_plan = figures.on_plan()
    ruled = _eased(figures, rule, _ruled(figures, measure, rule))
    return np.where(on_plan[:, None], ruled, given)


def _ruled(figures: Figures, measure: str, rule: TargetRule) -> Floats:
    """What the rule says for each row and period (R, P), in the measure's unit.

    A level (ratio or mean) is the same in every period. A fixed sum is spread over the months of its stretch and
    prorated by time on the plan and fte; a shared total by time only, because the key it is shared by knows the rest.
    """
    window = figures.window
    if rule.way == "last_year_plus":
        return _a_year_earlier(figures, measure, rule, "last_year_plus") * (1.0 + (rule.last_year_plus or 0.0))
    if rule.way == "reports_times":
        return window.over_circle(_targets_below(figures, measure), "reports") * (rule.reports_times or 0.0)
    if rule.way == "total":
        per_month = _total_per_month(figures, measure, rule)
        return np.asarray(per_month[:, None] * _months_worth(rule, window.periods) * figures.share())
    figure: float = getattr(rule, rule.way)
    months = MONTHS_IN[_FIXED[rule.way]]
    if window.definitions[measure].combine in ("ratio", "mean"):
        return np.where(window.eligible > 0, figure, np.nan)  # a level of nobody would lower the mean
    return figure / months * _months_worth(rule, window.periods) * figures.fixed_share()


def _months_worth(rule: TargetRule, periods: tuple[str, ...]) -> Floats:
    """How many average months of the year each period stands for (P): its length, or what the profile gives it."""
    if rule.profile is None:
        return months_of(periods)
    by_month = _profile_by_month(rule.profile)
    spans = [parse_period(label) for label in periods]
    return np.array([sum(by_month[month % 12] for month in range(first, first + n)) for first, n in spans])


def _profile_by_month(profile: dict[str, float]) -> list[float]:
    """The profile's share of each calendar month, January first, times twelve: 1.0 is an average month."""
    width = 12 // len(profile)
    shares = [share for _, share in sorted(profile.items())]
    return [12.0 * shares[month // width] / width for month in range(12)]


def _eased(figures: Figures, rule: TargetRule, targets: Floats) -> Floats:
    """Targets (R, P) times the ramp's share at each person's tenure; a tenure that is not known counts in full."""
    if rule.ramp is None:
        return targets
    tenure, lengths = figures.window.tenure(), months_of(figures.window.periods).astype(int)
    months, shares = np.array(list(rule.ramp)), np.array(list(rule.ramp.values()))
    eased = np.ones_like(targets)
    for place, length in enumerate(lengths):
        reached = tenure[:, place, None] + np.arange(length)
        step = np.maximum(np.searchsorted(months, np.nan_to_num(reached), side="right") - 1, 0)
        eased[:, place] = np.where(np.isnan(reached), 1.0, shares[step]).mean(axis=1)
    return targets * eased


def _a_year_earlier(figures: Figures, measure: str, rule: TargetRule, word: str) -> Floats:
    """Each row's result twelve months before each evaluated period (R, P); PlanError if the data do not reach back."""
    if figures.everything.definitions[measure].combine != "sum":
        says = f"'{measure}' does not add up, so last year's result cannot be built on"
        raise _problem(figures, rule, says, "Set its target as a level.", word)
    inside = evaluated_periods(figures.scenario, figures.everything)
    earlier = figures.everything.a_year_earlier(measure)[:, inside]
    if np.isnan(earlier[figures.window.eligible > 0]).all():
        says = f"the target for '{measure}' builds on the year before, which is not in the data"
        fix = f"The data run from {figures.everything.periods[0]} to {figures.everything.periods[-1]}."
        raise _problem(figures, rule, says, f"{fix} Add the year before.", word)
    return earlier


def _targets_below(figures: Figures, measure: str) -> Floats:
    """Each row's individual target as its own plan has it (R, P); zero for who is held against others' results."""
    window = figures.window
    given = window.targets.get(measure)
    found = np.full(figures.window.eligible.shape, np.nan) if given is None else given.copy()
    for role, plan in figures.scenario.plans.items():
        rows = (window.roster["role"] == role).to_numpy()
        parts = [part for name, part in plan.parts().items() if plan.measure(name) == measure]
        individual = [part for part in parts if part.credit == "individual"]
        if parts and not individual:
            found[rows] = 0.0
        elif individual and individual[0].target is not None and role != figures.role:
            there = Figures(figures.scenario, role, plan, figures.everything, window, figures.kept)
            found[rows] = own_targets(there, measure, individual[0].target)[rows]
    return found


def _total_per_month(figures: Figures, measure: str, rule: TargetRule) -> Floats:
    """Each rep's part of the total per month, on every roster row of the rep (R), before proration.

    The parts of all who take part add to the total: what leavers brought in the base stretch falls to those who stay.
    """
    everything = figures.everything
    if figures.window.definitions[measure].combine != "sum":
        says = f"a total of '{measure}' cannot be shared out, because it is not a sum"
        raise _problem(figures, rule, says, "Set its target as a level with every_quarter.", "total")
    on_plan = figures.on_plan()
    takes_part = on_plan & (figures.window.eligible.sum(axis=1) > 0)
    key = _sharing_key(figures, rule, measure)
    first_row = ~everything.roster["rep"].where(takes_part).duplicated().to_numpy() & takes_part
    total = key[first_row].sum()
    if total <= 0:
        says = f"nothing to share the total of '{measure}' by: '{rule.shared_by}' adds to nothing on this plan"
        raise _problem(figures, rule, says, "Choose another base stretch or roster column.", "shared_by")
    return np.asarray(np.where(takes_part, key, 0.0) / total * _company_total_per_month(figures, rule, measure))


def _problem(figures: Figures, rule: TargetRule, says: str, fix: str, word: str) -> PlanError:
    """What is wrong with one word of a target, at the place where the target stands in the plan."""
    place = next((path for path, reader, _ in readers(figures.plan) if reader.target == rule), ())
    return PlanError([figures.scenario.problem(says, fix, "plans", figures.role, *place, "target", word)])


def _sharing_key(figures: Figures, rule: TargetRule, measure: str) -> Floats:
    everything = figures.everything
    if rule.shared_by == "results":
        by_row = _base_results(figures, rule, measure)
        return pd.Series(by_row).groupby(everything.roster["rep"].to_numpy()).transform("sum").to_numpy()
    columns = [str(name) for name in everything.roster.select_dtypes("number").columns]
    if rule.shared_by not in columns:
        says = f"the roster has no number column '{rule.shared_by}' to share a total by"
        raise _problem(figures, rule, says, did_you_mean(rule.shared_by, ["results", *columns]), "shared_by")
    return everything.roster[rule.shared_by].to_numpy(dtype=np.float64)


def _company_total_per_month(figures: Figures, rule: TargetRule, measure: str) -> float:
    total: TotalTarget = rule.total or TotalTarget(amount=0.0)
    if total.amount is not None:
        return total.amount / MONTHS_IN[total.every]
    base = float(_base_results(figures, rule, measure)[figures.on_plan()].sum())
    return base * (1.0 + (total.growth or 0.0)) / parse_period(rule.base or "")[1]


def _base_results(figures: Figures, rule: TargetRule, measure: str) -> Floats:
    """What each row brought in the base stretch (R)."""
    everything = figures.everything
    first, months = parse_period(rule.base or "")
    spans = [parse_period(label) for label in everything.periods]
    inside = np.array([first <= begin and begin + length <= first + months for begin, length in spans])
    if sum(length for (_, length), kept in zip(spans, inside, strict=True) if kept) != months:
        says = f"the base stretch {rule.base} of the target for '{measure}' is not wholly in the data"
        fix = f"The data run from {everything.periods[0]} to {everything.periods[-1]}."
        raise _problem(figures, rule, says, f"{fix} Choose a base inside them, or add the earlier results.", "base")
    return np.asarray(np.nansum(everything.results[measure][:, inside], axis=1), dtype=np.float64)
