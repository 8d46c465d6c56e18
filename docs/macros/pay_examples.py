"""Small worked examples of the pages on pay: a few invented people, paid under a plan and under changes to it.

The people and the plan stand in example_*.yaml, in the form of a case; everything that a page shows of them is worked
out here when the page is built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from macros.company import AFTER
from macros.formats import money, pct
from numpy.typing import NDArray

import compsim
from compsim.cases import Case, read_case
from compsim.errors import InputError, Problem, did_you_mean
from compsim.population.reading import population_from_tables

FOLDER = Path(__file__).parent
Changes = Mapping[str, Any]  # path in the plans -> value
Figures = Mapping[str, Mapping[str, float]]
_MEETINGS, _REVENUE = "hunter.objectives.first_meetings", "hunter.objectives.revenue"
_TEAM, _OWN = "seller.objectives.team_revenue", "seller.objectives.revenue"
_ROLES = {"hunter": "Hunters", "account_manager": "Account managers", "inside_sales": "Inside sales"}


@dataclass(frozen=True)
class PayExample:
    """One example: results and targets by person and measure, and pay (money) by variant and person."""

    actual: Figures  # person -> measure -> result
    target: Figures  # person -> measure -> target
    incentive: Mapping[str, float]  # person -> target incentive of a year, money
    pays: Figures  # variant -> person -> money over the example's periods
    weight: Mapping[str, float]  # objective -> weight in the example's own plan, ratio


def _split(own: str, team: str) -> Changes:
    return {f"{_OWN}.weight": own, f"{_TEAM}.weight": team}


def _gated(holds: str) -> Changes:
    gate = {"measure": "revenue", "credit": "team", "hurdle": "100%", "holds": holds}
    return {**_split("100%", "0%"), "seller.gates": [gate]}


def _sharing(how: str) -> Changes:
    return {"seller.commissions.team_revenue.shared": how}


SPLITS: Mapping[str, Changes] = {"fifth": {}, "half": _split("50%", "50%"), "team": _split("0%", "100%")}
VARIANTS: Mapping[str, Mapping[str, Changes]] = {  # example -> variant -> what it changes in the example's plan
    "means": {
        "results": {f"{_MEETINGS}.weight": "0%", f"{_REVENUE}.weight": "100%"},
        "count": {f"{_MEETINGS}.multiplier": None},
        "quality": {},
    },
    "collective": {
        "own": _split("100%", "0%"),
        **SPLITS,
        "gate_all": _gated("everything"),
        "gate_above": _gated("above_target"),
    },
    "shared": {"full": {}, **{how: _sharing(how) for how in ("equally", "by_incentive", "by_result")}},
}


@cache
def pay_example(name: str) -> PayExample:
    """An example by its name, paid under every variant; InputError for a name that is none."""
    if name not in VARIANTS:
        raise InputError([Problem("pay_example", f"no example '{name}'", did_you_mean(name, tuple(VARIANTS)))])
    case = _case(name)
    people = case.population
    reps: list[str] = people.roster["rep"].tolist()
    return PayExample(
        actual=_by_person(reps, people.results),
        target=_by_person(reps, people.targets),
        incentive=dict(zip(reps, people.roster["target_incentive"].astype(float).tolist(), strict=True)),
        pays=_paid(case, VARIANTS[name]),
        weight={part: each.weight for plan in case.scenario.plans.values() for part, each in plan.objectives.items()},
    )


def pay_example_part(name: str, part: str) -> str:
    """One part of an example's plan as its file writes it, as a block of YAML; InputError for a name that is none."""
    pay_example(name)
    lines = (FOLDER / f"example_{name}.yaml").read_text("utf-8").splitlines()
    heads = [place for place, line in enumerate(lines) if line.strip() == f"{part}:"]
    if not heads:
        raise InputError([Problem("pay_example_part", f"no part '{part}' in the example '{name}'")])
    first = heads[0]
    deep = len(lines[first]) - len(lines[first].lstrip())
    inside = takewhile(lambda line: len(line) - len(line.lstrip()) > deep, lines[first + 1 :])
    text = "\n".join(line[deep:] for line in [lines[first], *inside])
    return f"```yaml\n{text}\n```"


def pay_at_levels(name: str, levels: Sequence[float]) -> list[float]:
    """What the first person of an example is paid under its plan when everybody reaches a level of each target, money.

    InputError for a name that is none.
    """
    pay_example(name)
    case = _case(name)
    moved = [_at_level(case.population, level) for level in levels]
    return [float(compsim.evaluate(case.scenario, people).total()[0, 0]) for people in moved]


def line_of_sight(points: float, sizes: Sequence[int]) -> str:
    """What a move of the own attainment by `points` (ratio) pays through the team's part alone, by team size.

    Everybody else is exactly at target. A Markdown table with a row a size and a column a weight of the team.
    """
    moved = {variant: _moved(points, sizes, variant) for variant in SPLITS}
    weights = [pct(weight) for weight in (0.2, 0.5, 1.0)]
    head = f"| Team of | {' | '.join(f'{weight} on the team' for weight in weights)} |\n|---|---|---|---|"
    rows = (
        f"| {size} | {' | '.join(money(moved[variant][place]) for variant in SPLITS)} |"
        for place, size in enumerate(sizes)
    )
    return "\n".join([head, *rows])


def effective_weights(kind: str) -> str:
    """Weight on paper beside effective weight in next year's plan of the invented company, as a Markdown table.

    `kind` is "means" for activity objectives or "collective" for those with another credit than the own one.
    """
    plans = compsim.example_scenarios()[AFTER].plans
    rows = [
        f"| {_ROLES[role]} | {part.title} | {pct(part.weight)} | {pct(_effective(role, name))} |"
        for role, plan in plans.items()
        for name, part in plan.objectives.items()
        if (part.kind == "activity" if kind == "means" else part.credit != "individual")
    ]
    head = "| Role | Objective | Weight on paper | Its part in who is paid more |\n|---|---|---|---|"
    return "\n".join([head, *rows])


def _case(name: str) -> Case:
    file = FOLDER / f"example_{name}.yaml"
    return read_case(file.read_text("utf-8"), file.name)


def _at_level(people: compsim.Population, level: float) -> compsim.Population:
    return replace(people, results={name: level * values for name, values in people.targets.items()})


def _by_person(reps: Sequence[str], table: Mapping[str, NDArray[np.float64]]) -> Figures:
    return {rep: {name: float(values[row].sum()) for name, values in table.items()} for row, rep in enumerate(reps)}


def _paid(case: Case, variants: Mapping[str, Changes]) -> Figures:
    scenarios = [case.scenario.reform(name, changes) for name, changes in variants.items()]
    frame = compsim.evaluate(scenarios, case.population).per_rep()
    return {str(name): {str(rep): float(pay) for rep, pay in frame[name].items()} for name in frame.columns}


def _moved(points: float, sizes: Sequence[int], variant: str) -> list[float]:
    """By team size, what one person's move changes in that person's own pay through the team's part, money."""
    plan = _case("collective").scenario.reform(variant, SPLITS[variant])
    before, after = (_team_part(plan, sizes, moved) for moved in (0.0, points))
    return [after[f"{size}-1"] - before[f"{size}-1"] for size in sizes]


def _team_part(plan: compsim.Scenario, sizes: Sequence[int], moved: float) -> Mapping[str, float]:
    people = [(f"{size}-{place}", f"team of {size}", place == 1) for size in sizes for place in range(1, size + 1)]
    roster = pd.DataFrame(
        [{"rep": rep, "role": "seller", "team": team, "target_incentive": 20_000} for rep, team, _ in people]
    )
    results = pd.DataFrame(
        [
            {"rep": rep, "measure": "revenue", "period": "2026", "actual": 100 * (1 + moved * first), "target": 100}
            for rep, _, first in people
        ]
    )
    payouts = compsim.evaluate(plan, population_from_tables({"roster": roster, "results": results}))
    found = payouts.long().query("component == 'team_revenue'")
    return dict(zip(found["rep"], found["money"].astype(float), strict=True))


def _effective(role: str, component: str) -> float:
    rows = _next_years_weights().query("role == @role and component == @component")
    return float(rows["effective"].iloc[0])


@cache
def _next_years_weights() -> pd.DataFrame:
    payouts = compsim.evaluate(compsim.example_scenarios()[AFTER], compsim.example_population())
    return compsim.simplicity_of(payouts).weights
