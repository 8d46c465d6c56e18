"""The invented company under both plans, computed when the site is built: the figures of one worked example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from macros.figures import Row
from macros.formats import CURRENCY, money, num, pct

import compsim
from compsim.analysis.rows import of_scenario
from compsim.errors import InputError, Problem, did_you_mean
from compsim.present import numbers

BEFORE, AFTER = "last_year", "next_year"
TITLES = {BEFORE: "Last year's plan", AFTER: "Next year's plan"}


@dataclass(frozen=True)
class Example:
    """Both plans on the same people and results; money in one currency over the year, shares as ratios."""

    reps: int
    teams: int
    cost: Mapping[str, float]  # scenario -> variable pay
    share_at_target: Mapping[str, float]  # scenario -> share of people
    share_paid_target: Mapping[str, float]  # scenario -> share of people whose pay reaches the target incentive
    attainments: Mapping[str, Sequence[float]]  # scenario -> weighted attainment of everybody with objectives
    raised: int
    lowered: int
    unchanged: int
    biggest_loss: tuple[float, float]  # money and share of the pay before, both positive; zero where nobody loses


@cache
def example() -> Example:
    """The invented company, evaluated once a build."""
    people, scenarios = compsim.example_population(), compsim.example_scenarios()
    payouts = compsim.evaluate([scenarios[BEFORE], scenarios[AFTER]], people)
    reached, impact = compsim.attainment_of(payouts), compsim.winners_and_losers(payouts)
    cost = compsim.total_cost(payouts).frame.set_index("scenario")["payout"]
    shares, totals = reached.frame.set_index("scenario"), impact.totals.iloc[0]
    rows = {name: of_scenario(reached.rows, name)["attainment"].dropna() for name in TITLES}
    return Example(
        reps=people.roster["rep"].nunique(),
        teams=len(set(people.roster["team"]) - {""}),
        cost={name: float(cost[name]) for name in TITLES},
        share_at_target={name: float(shares["share_at_target"][name]) for name in TITLES},
        share_paid_target={name: float(shares["share_paid_target"][name]) for name in TITLES},
        attainments={name: tuple(map(float, values)) for name, values in rows.items()},
        raised=int(totals["raised"]),
        lowered=int(totals["lowered"]),
        unchanged=int(totals["unchanged"]),
        biggest_loss=largest_loss(impact.rows),
    )


def largest_loss(rows: Any) -> tuple[float, float]:
    """The largest fall of one person's pay: money, and share of the pay before; (0, 0) where nobody loses.

    `rows` is a frame with the columns difference and before (money).
    """
    worst = rows.loc[rows["difference"].idxmin()]
    loss = max(0.0, -float(worst["difference"]))
    return (loss, loss / float(worst["before"])) if loss else (0.0, 0.0)


def simulated(name: str, found: Example | None = None) -> str:
    """One figure of the worked example as text, such as "cost_change"; InputError for a name that is none."""
    figures = as_text(found or example())
    if name not in figures:
        raise InputError([Problem("simulate", f"no figure '{name}'", did_you_mean(name, tuple(figures), limit=20))])
    return figures[name]


def as_text(found: Example) -> Mapping[str, str]:
    """Every figure of the example as the reader sees it."""
    loss, loss_share = found.biggest_loss
    return {
        "reps": num(found.reps),
        "teams": num(found.teams),
        "cost_before": money(found.cost[BEFORE], 0),
        "cost_after": money(found.cost[AFTER], 0),
        "cost_change": _change(found.cost[BEFORE], found.cost[AFTER]),
        "share_at_target_before": pct(found.share_at_target[BEFORE]),
        "share_at_target_after": pct(found.share_at_target[AFTER]),
        "share_paid_before": pct(found.share_paid_target[BEFORE]),
        "share_paid_after": pct(found.share_paid_target[AFTER]),
        "winners": num(found.raised),
        "losers": num(found.lowered),
        "unchanged": num(found.unchanged),
        "biggest_loss": f"{money(loss, 0)}, or {pct(loss_share)}" if loss else money(0),
    }


def shares_at_target(found: Example | None = None) -> list[Row]:
    """Title and share of people at target of both plans, for the picture."""
    return [(title, (found or example()).share_at_target[name]) for name, title in TITLES.items()]


def costs(found: Example | None = None) -> list[Row]:
    """Title and variable pay of both plans, for the picture."""
    return [(title, (found or example()).cost[name]) for name, title in TITLES.items()]


def attainments(name: str = AFTER, found: Example | None = None) -> Sequence[float]:
    """Everybody's weighted attainment over the year under one plan, for the picture."""
    return (found or example()).attainments[name]


def _change(before: float, after: float) -> str:
    in_money = numbers.signed_money(after - before, CURRENCY)
    return f"{in_money}, or {numbers.signed_percent((after - before) / before)}"
