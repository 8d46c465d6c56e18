"""Against a pandas row-wise apply: the plan as an analyst would write it into a notebook."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from peers.one_plan import QUARTERS, TARGET, YEARLY_INCENTIVE, money, pay_in_arrays, people, scenario
from peers.timing import Ratio, in_turns, timed

import compsim
from compsim.engine.evaluation import get_engine

REP_PERIODS = 1_000_000
ROWS = 20_000  # of the row-wise apply; its time is scaled up, for it is the same for every row


def rowwise_ratios() -> Iterator[Ratio]:
    """The same plan on 1,000,000 rep-periods, as bare arithmetic and as a whole evaluation."""
    population, plan, numba = people(REP_PERIODS // len(QUARTERS), QUARTERS), scenario("quarterly"), get_engine("numba")
    frame = _frame(population)
    once = frame.apply(pay_of_row, axis=1).to_numpy()
    np.testing.assert_allclose(pay_in_arrays(population, numba).reshape(-1)[:ROWS], once, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(money(compsim.evaluate(plan, population)).reshape(-1)[:ROWS], once, atol=1e-6)
    peer = f"`frame.apply(pay_of_row, axis=1)`, {ROWS:,} rows × {REP_PERIODS // ROWS}"
    of_rows = timed(lambda: frame.apply(pay_of_row, axis=1))

    def row_by_row() -> float:
        return of_rows() * REP_PERIODS / ROWS

    arrays = timed(lambda: pay_in_arrays(population, numba))
    yield Ratio(f"the plan in arrays, {REP_PERIODS:,} rep-periods, numba", peer, *in_turns(arrays, row_by_row, 5), 1000)
    whole = timed(lambda: compsim.evaluate(plan, population))
    yield Ratio(f"a whole `evaluate`, {REP_PERIODS:,} rep-periods", peer, *in_turns(whole, row_by_row, 3))


def pay_of_row(row: pd.Series) -> float:
    """The pay of one rep in one quarter."""
    factor = 0.5 * points(row["revenue"] / row["revenue_target"])
    factor += 0.3 * rates(row["margin"] / row["margin_target"])
    factor += 0.2 * steps(row["customers"] / row["customers_target"])
    return float(factor * row["incentive"])


def points(attainment: float) -> float:
    """0 at 50 %, 1 at 100 %, 2.5 at 150 %, straight lines between, flat above."""
    if attainment < 0.5:
        return 0.0
    if attainment < 1.0:
        return (attainment - 0.5) * 2.0
    return 1.0 + (attainment - 1.0) * 3.0 if attainment < 1.5 else 2.5


def rates(attainment: float) -> float:
    """1 for each unit up to target, 1.5 up to 125 %, 2 above."""
    if attainment < 1.0:
        return attainment
    return 1.0 + (attainment - 1.0) * 1.5 if attainment < 1.25 else 1.375 + (attainment - 1.25) * 2.0


def steps(attainment: float) -> float:
    """Half from 80 %, all from target."""
    if attainment < 0.8:
        return 0.0
    return 0.5 if attainment < 1.0 else 1.0


def _frame(population: compsim.Population) -> pd.DataFrame:
    columns = {name: values.reshape(-1)[:ROWS] for name, values in population.results.items()}
    frame = pd.DataFrame(columns | {"incentive": YEARLY_INCENTIVE / len(population.periods)})
    return frame.assign(**{f"{name}_target": TARGET for name in columns})
