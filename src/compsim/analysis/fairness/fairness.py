"""Is it fair? What can be counted of it: gaps between groups, opportunity, targets, pay against performance.

People are compared with people of the same role, with part time and tenure held fixed; see `like`. Nothing here says
that a plan is fair or unfair: it says what goes with what, how surely, and what could not be looked at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from compsim.analysis.fairness.findings import findings_of
from compsim.analysis.fairness.gaps import gaps_of
from compsim.analysis.fairness.like import Samples, associations
from compsim.analysis.fairness.limits_of_chance import correlation_needed
from compsim.analysis.fairness.look import Look, check_look
from compsim.analysis.fairness.opportunity import OPPORTUNITY, OUTSIDE, opportunity_of, outside_of
from compsim.analysis.fairness.people import objectives_of, people_of
from compsim.analysis.fairness.performance import PERFORMANCE, SPREAD, lorenz_of, performance_of, spread_of
from compsim.analysis.fairness.targets import over_assignment, ratchet
from compsim.analysis.fairness.transparency import TransparencyPreview, preview_of
from compsim.analysis.rows import records
from compsim.engine.payouts import Payouts
from compsim.errors import PopulationError, Problem, did_you_mean

INFLUENCED = ("scenario", "objective", "n", "slope", "low", "high", "r", "p")
CONTROLS = "role, part time and tenure"


@dataclass(frozen=True, eq=False)
class Fairness:
    """Frames are long, scenarios in order; ratios; p is two-sided, from shuffles within roles unless it says else."""

    people: Mapping[str, int]  # scenario -> people on a plan
    gaps: pd.DataFrame  # `gaps.COLUMNS`
    opportunity: pd.DataFrame  # `opportunity.OPPORTUNITY`
    outside: pd.DataFrame  # `opportunity.OUTSIDE`
    influenced: pd.DataFrame  # `INFLUENCED`: attainment of each objective with the inbound share
    performance: pd.DataFrame  # `performance.PERFORMANCE`
    spread: pd.DataFrame  # `performance.SPREAD`
    lorenz: pd.DataFrame  # scenario, people, pay
    assigned: pd.DataFrame  # `targets.ASSIGNED`
    ratchet: pd.DataFrame  # `targets.RATCHET`; empty where the data do not have two years
    findings: pd.DataFrame  # `findings.FINDINGS`
    hidden: Mapping[str, tuple[str, ...]]  # column -> groups withheld
    not_looked_at: tuple[str, ...]  # what no column says
    transparency: TransparencyPreview | None
    needed: float  # the |r| that chance alone reaches once in twenty with as many people as the smallest scenario has
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        frames = ("gaps", "opportunity", "outside", "influenced", "performance", "spread", "lorenz", "assigned")
        return {
            "people": dict(self.people),
            "compared_within": CONTROLS,
            **{name: records(getattr(self, name)) for name in (*frames, "ratchet", "findings")},
            "hidden": {column: list(groups) for column, groups in self.hidden.items()},
            "not_looked_at": list(self.not_looked_at),
            "transparency": self.transparency.as_dict() if self.transparency else None,
            "correlation_needed": None if math.isnan(self.needed) else self.needed,
            "seed": self.seed,
        }

    def __str__(self) -> str:
        return self.findings[self.findings["stands_out"]].to_string(index=False)


def fairness_of(payouts: Payouts, look: Look | None = None, *, gender: str = "") -> Fairness:
    """Everything above for each scenario; `gender` names the roster column of the transparency preview.

    Raises PopulationError for columns and measures that are named and are not there.
    """
    look = _looked_at(payouts, look or Look(), gender)
    population, names = payouts.population, payouts.names
    samples = {name: Samples(people_of(payouts, place, look), look) for place, name in enumerate(names)}
    gaps, hidden = gaps_of(samples, look.group_columns(population.roster))
    territories = look.territories(population.roster)
    opportunity = _joined([opportunity_of(name, each) for name, each in samples.items()], OPPORTUNITY)
    outside = _joined([outside_of(name, each, territories) for name, each in samples.items()], OUTSIDE)
    influenced = _joined([_influenced(payouts, place, samples[name]) for place, name in enumerate(names)], INFLUENCED)
    counts = {name: len(each.people) for name, each in samples.items()}
    return Fairness(
        counts,
        gaps,
        opportunity,
        outside,
        influenced,
        _rows([performance_of(name, each.people) for name, each in samples.items()], PERFORMANCE),
        _rows([spread_of(name, each.people) for name, each in samples.items()], SPREAD),
        pd.concat([lorenz_of(name, each.people) for name, each in samples.items()], ignore_index=True),
        over_assignment(population, look.company_plan),
        ratchet(population, payouts.scenarios[0].first_month),
        findings_of(gaps, opportunity, outside, influenced),
        hidden,
        look.missing(population.roster),
        _preview(payouts, samples, gender),
        correlation_needed(min(counts.values(), default=0)),
        look.seed,
    )


def _looked_at(payouts: Payouts, look: Look, gender: str) -> Look:
    """The look with the column of the preview among the groups; raises PopulationError with all that is unknown."""
    roster = payouts.population.roster
    if gender and gender not in roster:
        known = [str(name) for name in roster]
        raise PopulationError([Problem("roster", f"no column '{gender}'", did_you_mean(gender, known))])
    check_look(look, payouts.population)
    columns = look.group_columns(roster)
    return replace(look, groups=(*columns, gender)) if gender and gender not in columns else look


def _influenced(payouts: Payouts, place: int, samples: Samples) -> pd.DataFrame:
    """How each objective's attainment goes with the share of leads that come in by themselves."""
    found = []
    for objective, attainment in objectives_of(payouts, place).items():
        people = samples.people["inbound"].notna() & samples.people.index.isin(attainment.index)
        known = people.to_numpy()
        if not known.any():
            continue
        reached = attainment.reindex(samples.people.index[known]).to_numpy(dtype=np.float64)
        inbound = samples.people["inbound"].to_numpy(dtype=np.float64)[known]
        [one] = associations(samples.of(known), inbound[:, None], reached)
        if not math.isnan(one.p):
            n = int(known.sum())
            found.append((payouts.names[place], objective, n, one.slope, one.low, one.high, one.r, one.p))
    return pd.DataFrame(found, columns=list(INFLUENCED))


def _preview(payouts: Payouts, samples: Mapping[str, Samples], gender: str) -> TransparencyPreview | None:
    if not gender:
        return None
    base = payouts.population.roster["rep"].to_numpy(), payouts.base_salary.sum(axis=1)
    salaries = pd.Series(base[1], index=base[0]).groupby(level=0).sum()
    parts = [
        each.people.assign(scenario=name, base=salaries.reindex(each.people.index)) for name, each in samples.items()
    ]
    return preview_of(pd.concat(parts), gender)


def _joined(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(columns))


def _rows(lines: list[dict[str, Any] | None], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame([line for line in lines if line is not None], columns=list(columns))
