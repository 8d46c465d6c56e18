"""Results as they might have been: everything that plans read, made larger or smaller for each roster row."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from compsim.engine.arrays import Scaled
from compsim.engine.readers import readers
from compsim.plan.part import PAYOUT, Credit
from compsim.plan.scenario import Plan
from compsim.population.people import Population

Floats = NDArray[np.float64]
Read = tuple[str, Credit]  # a measure, and whose result of it


def everything_read(plan: Plan) -> frozenset[Read]:
    """What objectives, commissions, gates and multipliers of a plan read."""
    return frozenset((measure, reader.credit) for _, reader, measure in readers(plan))


def results_read(plan: Plan) -> frozenset[Read]:
    """The same without what others are paid, which moves by itself where their results do."""
    return frozenset(read for read in everything_read(plan) if read[0] != PAYOUT)


def better_by(population: Population, read: Iterable[Read], factor: Floats) -> Scaled:
    """Results that are `factor` (R) times as good: as many times as large, or where lower is better, 2 − factor times.

    Attainment of a plain target is then attainment × factor in both directions, as long as a result is above zero.
    """
    return {(measure, credit): _factor(population, measure, factor) for measure, credit in read}


def _factor(population: Population, measure: str, factor: Floats) -> Floats:
    known = population.definitions.get(measure)
    return np.maximum(2.0 - factor, 0.0) if known is not None and known.better == "lower" else factor
