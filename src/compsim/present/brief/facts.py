"""Everything that a brief tells, asked of the library once: cost, attainment, changes of pay, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compsim.analysis.attainment import Attainment, attainment_of
from compsim.analysis.changes import Change, changes_between
from compsim.analysis.cost import TotalCost, total_cost
from compsim.analysis.groups import Grouped
from compsim.analysis.impact import Impact, winners_and_losers
from compsim.analysis.keep_whole import KeepWhole, keep_whole
from compsim.analysis.pot import PotAndDistribution, pot_and_distribution
from compsim.analysis.risk.assumed import Assumed
from compsim.analysis.risk.risk import Risk, risk_of
from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.errors import PopulationError, Problem
from compsim.plan.scenario import Scenario
from compsim.population.people import Population
from compsim.population.privacy import FLOOR
from compsim.present.numbers import spoken


@dataclass(frozen=True, eq=False)
class Facts:
    """A baseline and a reform on the same people; the scenarios are named as people call them."""

    baseline: Scenario
    reform: Scenario
    payouts: Payouts
    cost: TotalCost
    attainment: Attainment
    impact: Impact
    pot: PotAndDistribution
    groups: tuple[Grouped, ...]  # changes of pay by role, and by what else was asked for
    kept: KeepWhole
    changes: tuple[Change, ...]
    risk: Risk | None


def brief_facts(
    baseline: Scenario,
    reform: Scenario,
    population: Population,
    *,
    by: Sequence[str] = (),
    draws: int = 0,
    seed: int = 0,
) -> Facts:
    """Ask everything; `by` are roster columns beside the role, `draws` how often next year is drawn (0: not at all).

    Raises what evaluation and the comparison raise, and PopulationError where fewer than five people can be compared.
    """
    old, new = _under_titles(baseline, reform)
    payouts = evaluate([old, new], population)
    impact = winners_and_losers(payouts, by="role")
    if len(impact.rows) < FLOOR:
        says = f"{len(impact.rows)} people can be compared, and a brief about fewer than {FLOOR} would show their pay"
        raise PopulationError([Problem("roster", says, "Look at the figures person by person instead.")])
    more = [winners_and_losers(payouts, by=column).groups for column in dict.fromkeys(by) if column != "role"]
    return Facts(
        old,
        new,
        payouts,
        total_cost(payouts),
        attainment_of(payouts),
        impact,
        pot_and_distribution(impact, "role"),
        tuple(each for each in (impact.groups, *more) if each is not None),
        keep_whole([old, new], population),
        changes_between(old, new),
        risk_of([old, new], population, Assumed(draws=draws, seed=seed)) if draws else None,
    )


def _under_titles(*plans: Scenario) -> list[Scenario]:
    """The plans under their titles, told apart where two have the same."""
    titles = [plan.title or spoken(plan.name) for plan in plans]
    if len(set(titles)) < len(titles):
        titles = [f"{title} ({what})" for title, what in zip(titles, ("as it is", "proposal"), strict=True)]
    return [plan.model_copy(update={"name": title}) for plan, title in zip(plans, titles, strict=True)]


def with_group_titles(grouped: Grouped, titles: dict[str, str]) -> Grouped:
    """Groups under the names that people know."""
    shown = grouped.shown.assign(group=grouped.shown["group"].map(lambda name: titles.get(str(name), str(name))))
    return replace(grouped, shown=shown)


def role_titles(facts: Facts) -> dict[str, str]:
    """What people call each role."""
    plans = {**facts.baseline.plans, **facts.reform.plans}
    return {role: plan.title or spoken(role) for role, plan in plans.items()}
