"""Mixes of weights that a group proposes for one role: the middle of them, how far apart they are, what each pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.rows import NOTHING, REACHED, share
from compsim.engine.evaluation import evaluate
from compsim.engine.payouts import Payouts
from compsim.errors import PlanError, Problem
from compsim.plan.scenario import Scenario
from compsim.plan.weights import in_units
from compsim.population.people import Population

Mix = Mapping[str, float]  # objective -> weight, a ratio; the weights add to 100 %
PERCENT = 100
_FIX = "Give each objective a weight of 0 or more; together they make 100 %."


@dataclass(frozen=True)
class MixPay:
    """What one mix pays the people of a role, against the plan as it is; money over the evaluated periods."""

    people: int  # roster rows of the role on the plan
    payout: float  # money, all of them together
    difference: float  # money, against the plan as it is
    change: float  # the same as a ratio of what the plan pays; NaN if that is nothing
    share_at_target: float  # ratio: Σ weight × attainment is at least 100 %
    gain: float  # money, the largest rise of one pay; 0 where nobody gains
    loss: float  # money, the largest fall of one pay, as a negative figure; 0 where nobody loses
    raised: int  # roster rows paid more
    lowered: int  # roster rows paid less


def median_mix(mixes: Sequence[Mix]) -> dict[str, float]:
    """The middle of a group's mixes, in whole per cents that add to exactly 100 % (ratios).

    Rule: the median of each objective's weights by itself; these rescaled to 100 %, as medians need not add up; rounded
    down to whole per cents, and what is missing goes to the largest remainders, of equal ones to the objective named
    first. Where every median is zero, as with three people who each put all on another objective, the mean stands in.
    Raises PlanError without a mix, for mixes of different objectives, negative weights or another sum than 100 %.
    """
    names, weights = _table(mixes)
    middle = np.median(weights, axis=0)
    if not middle.any():
        middle = weights.mean(axis=0)
    whole = in_units(PERCENT, dict(zip(names, middle.tolist(), strict=True)))
    return {name: percents / PERCENT for name, percents in whole.items()}


def spread_of_mixes(mixes: Sequence[Mix]) -> pd.DataFrame:
    """How far apart the weights are: one row an objective, in the order of the first mix; weights as ratios.

    Columns: objective, n (mixes), least, low (a quarter lies below), median, high (a quarter lies above), most.
    Quarters with straight lines between neighbours. Raises PlanError as `median_mix`.
    """
    names, weights = _table(mixes)
    points = np.quantile(weights, (0.0, 0.25, 0.5, 0.75, 1.0), axis=0)
    columns = dict(zip(("least", "low", "median", "high", "most"), points, strict=True))
    return pd.DataFrame({"objective": names, "n": len(mixes), **columns})


def pay_of_mixes(scenario: Scenario, role: str, mixes: Sequence[Mix], population: Population) -> tuple[MixPay, ...]:
    """What each mix would have paid the people of a role, in order; all of them in one evaluation.

    Objectives of the plan that a mix does not name weigh nothing in it. Other roles' plans are left out.
    Raises PlanError as `median_mix`, for a role or an objective that is not in the plan, or as `evaluate` does.
    """
    if role not in scenario.plans:
        raise PlanError(
            [Problem("mixes", f"the plan has no role '{role}'", f"Choose of: {', '.join(scenario.plans)}.")]
        )
    if not mixes:
        return ()
    _table(mixes)
    alone = scenario.model_copy(update={"plans": {role: scenario.plans[role]}})
    return tuple(_figures(evaluate([alone, *_reforms(alone, role, mixes)], population)))


def _reforms(scenario: Scenario, role: str, mixes: Sequence[Mix]) -> Iterator[Scenario]:
    known = scenario.plans[role].objectives
    unknown = [name for name in mixes[0] if name not in known]
    if unknown:
        says = f"the plan for '{role}' has no objective '{unknown[0]}'"
        raise PlanError([Problem("mixes", says, f"Choose of: {', '.join(known)}.")])
    for place, mix in enumerate(mixes, start=1):
        weights = {f"{role}.objectives.{name}.weight": float(mix.get(name, 0.0)) for name in known}
        yield scenario.reform(f"mix {place}", weights)


def _figures(payouts: Payouts) -> Iterator[MixPay]:
    """One a scenario after the first, which is the plan as it is."""
    here = payouts.on_plan[0]
    pay, reached = payouts.total()[:, here], payouts.overall_attainment()[:, here]
    before = float(pay[0].sum())
    for paid, attained in zip(pay[1:], reached[1:], strict=True):
        moved = paid - pay[0]
        counted = attained[np.isfinite(attained)]
        difference = float(paid.sum()) - before
        yield MixPay(
            people=int(here.sum()),
            payout=float(paid.sum()),
            difference=difference,
            change=share(difference, before),
            share_at_target=share(int((counted >= REACHED).sum()), len(counted)),
            gain=max(float(moved.max(initial=0.0)), 0.0),
            loss=min(float(moved.min(initial=0.0)), 0.0),
            raised=int((moved > NOTHING).sum()),
            lowered=int((moved < -NOTHING).sum()),
        )


def _table(mixes: Sequence[Mix]) -> tuple[list[str], NDArray[np.float64]]:
    """The objectives, and the weights with one row a mix (n, objectives)."""
    names = list(mixes[0]) if mixes else []
    if not names:
        raise PlanError([Problem("mixes", "there is no mix of weights", "Give at least one.")])
    if any(set(mix) != set(names) for mix in mixes):
        raise PlanError([Problem("mixes", "the mixes weigh different objectives", "Weigh the same ones in all.")])
    weights = np.array([[mix[name] for name in names] for mix in mixes], dtype=np.float64)
    if not np.isfinite(weights).all() or (weights < 0).any() or np.abs(weights.sum(axis=1) - 1.0).max() > 1e-6:
        raise PlanError([Problem("mixes", "the weights of a mix do not make 100 %", _FIX)])
    return names, weights
