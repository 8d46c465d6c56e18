"""What a plan needs of the data, part by part: figures and targets of whom, and whether they are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.readiness_figures import NO_RECORDS, counts_of, figures_of, reasons_of
from compsim.analysis.readiness_rules import Collected, Reason, light_of
from compsim.analysis.rows import share
from compsim.engine.needs import unmet_needs
from compsim.engine.readers import Reader, readers
from compsim.errors import InputError, Problem
from compsim.plan.part import PAYOUT
from compsim.plan.scenario import Plan, Scenario
from compsim.population.people import Population

Flags = NDArray[np.bool_]
Need = tuple[str, tuple[str | int, ...], Reader, str]  # role, where it stands, what reads, the measure
PART_COLUMNS = (
    "role", "part", "measure", "credit", "people", "expected", "there", "share", "missing", "constant", "repeated",
    "outliers", "without_target", "light", "reasons", "asks_for",
)  # fmt: skip
_NONE = dict.fromkeys(("expected", "there", "missing", "constant", "repeated", "outliers"), 0)


@dataclass(frozen=True, eq=False)
class _State:
    """What a part finds in the data."""

    counts: Mapping[str, int]  # of the figures of everybody whose result counts
    without_target: int  # people on the plan
    reasons: tuple[Reason, ...]


def needs_of(scenario: Scenario) -> list[Need]:
    """Everything in a scenario that looks at a measure."""
    return [(role, *need) for role, plan in scenario.plans.items() for need in readers(plan)]


def parts_of(scenario: Scenario, window: Population, caveats: dict[str, tuple[Reason, ...]]) -> pd.DataFrame:
    """One row a part that reads a measure, in the plan's order; `caveats` are those of the measures themselves."""
    unmet = unmet_needs(scenario, window)
    rows = [_row(scenario, window, need, unmet, caveats) for need in needs_of(scenario)]
    return pd.DataFrame(rows, columns=list(PART_COLUMNS))


def rows_needed(scenario: Scenario, window: Population, measure: str) -> Flags:
    """Roster rows (R) of whom the scenario needs a figure of this measure, also as a part of a ratio."""
    found = np.zeros(len(window.roster), dtype=bool)
    for role, _, reader, read in needs_of(scenario):
        if measure in base_measures(window, read) or measure == read:
            found |= _whose(window, role, reader, measure)
    return found


def base_measures(population: Population, measure: str) -> tuple[str, ...]:
    """What has to be collected for a measure: itself, or the two parts of a ratio; nothing if it is unknown."""
    definition = population.definitions.get(measure)
    if definition is None:
        return ()
    return (definition.numerator, definition.denominator) if definition.combine == "ratio" else (measure,)


def calculation_of(scenario: Scenario, population: Population) -> pd.DataFrame:
    """How much goes into one person's pay, by role: parts, hurdles, factors, limits, measures, figures to collect."""
    return pd.DataFrame([_size(role, plan, population) for role, plan in scenario.plans.items()])


def _size(role: str, plan: Plan, population: Population) -> dict[str, Any]:
    found = list(readers(plan))
    measures = dict.fromkeys(measure for _, _, measure in found)
    figures = dict.fromkeys(base for measure in measures for base in base_measures(population, measure))
    factors = len(plan.multiplier) + sum(len(part.multiplier) for part in plan.parts().values())
    return {
        "role": role,
        "objectives": len(plan.objectives),
        "commissions": len(plan.commissions),
        "gates": len(plan.gates),
        "multipliers": factors,
        "caps": len(plan.caps),
        "measures": len(measures),
        "figures": len(figures),
    }


def _row(
    scenario: Scenario,
    window: Population,
    need: Need,
    unmet: Sequence[Problem],
    caveats: dict[str, tuple[Reason, ...]],
) -> dict[str, Any]:
    role, path, reader, measure = need
    where = ".".join(map(str, ("plans", role, *path)))
    asks = tuple(each.says for each in unmet if each.path == where or each.path.startswith(f"{where}."))
    state = _State(_NONE, 0, ())
    if not asks and measure != PAYOUT and measure in window.definitions:
        state = _state(window, need)
        asks = tuple(_refusals(scenario, window, need))
    own: tuple[Reason, ...] = (*state.reasons, "plan_asks_for_more") if asks else state.reasons
    reasons = tuple(dict.fromkeys((*own, *(each for each in caveats.get(measure, ()) if each in _OF_THE_MEASURE))))
    return {
        "role": role,
        "part": ".".join(map(str, path)),
        "measure": measure,
        "credit": reader.credit,
        "people": _people(window, _on_plan(window, role)),
        **{name: state.counts[name] for name in _NONE},
        "share": share(state.counts["there"], state.counts["expected"]),
        "without_target": state.without_target,
        "light": light_of(reasons),
        "reasons": reasons,
        "asks_for": asks,
    }


_OF_THE_MEASURE = ("does_not_add_up", "known_late")  # all else is looked up for the part's own people


def _state(window: Population, need: Need) -> _State:
    role, _, reader, measure = need
    figures, mine = figures_of(window, measure, _whose(window, role, reader, measure)), _on_plan(window, role)
    counts = counts_of(figures, window)
    reasons = list(reasons_of(counts, Collected(), NO_RECORDS)) if mine.any() else []
    without, zero = _targets(window, need, mine)
    if without:
        reasons.append("no_targets" if without == _people(window, mine) else "some_targets_missing")
    if zero:
        reasons.append("zero_targets")
    return _State(counts, without, tuple(reasons))


def _targets(window: Population, need: Need, mine: Flags) -> tuple[int, int]:
    """How many people on the plan have no target, and how many have one of zero; 0 where none is needed."""
    _, _, reader, measure = need
    if reader.on == "value" or (reader.target is not None and reader.target.way):
        return 0, 0
    groups = np.zeros(len(window.periods), dtype=np.int64)
    own = window.targets.get(measure)
    if own is None:
        return _people(window, mine), 0
    whole = window.add_up_targets(own, reader.credit, groups, window.definitions[measure].combine)[:, -1]
    return _people(window, mine & np.isnan(whole)), _people(window, mine & (whole == 0))


def _refusals(scenario: Scenario, window: Population, need: Need) -> Iterator[str]:
    """Why the measure cannot be read over the part's stretch, if it cannot."""
    role, _, reader, measure = need
    plan = scenario.plans[role]
    stretch = plan.stretch(reader)
    try:
        window.actual(measure, reader.credit, stretch, scenario.first_month)
    except InputError as error:
        yield from (problem.says for problem in error.problems)
    except ValueError as error:  # the calendar's: figures come by longer periods than the stretch
        yield str(error)


def _whose(window: Population, role: str, reader: Reader, measure: str) -> Flags:
    """Rows (R) whose own figures count for the part: those on the plan, or in a circle with them."""
    mine = _on_plan(window, role)
    if reader.credit == "individual":
        return mine
    circle = np.ones(len(mine), dtype=bool)
    if reader.credit == "team":
        team = window.roster["team"]
        circle = team.isin(team[mine].unique()).to_numpy(dtype=np.bool_)
    known = figures_of(window, measure).expected.any(axis=1)
    return np.asarray(circle & known, dtype=np.bool_)


def _people(window: Population, rows: Flags) -> int:
    return int(window.roster["rep"][rows].nunique())


def _on_plan(window: Population, role: str) -> Flags:
    inside = (window.roster["role"] == role).to_numpy() & (window.eligible > 0).any(axis=1)
    return np.asarray(inside, dtype=np.bool_)
