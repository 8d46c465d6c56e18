"""The steps of a calculation, kept while it runs: the explanation is what the specification really did.

A step is an array of a part at one point of the order of operations. Nothing is kept unless somebody asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
StepName = Literal[
    "result",
    "target",
    "floor",
    "attainment",
    "capped_attainment",
    "blended_attainment",
    "picker",
    "rate",
    "amount",
    "factor",
    "capped_factor",
    "pay_of_deals",
    "multiplier",
    "sharing",
    "weight",
    "incentive",
    "salary",
    "earned",
    "standing",
    "gate_reading",
    "gate_factor",
    "plan_multiplier",
    "after_gates",
    "before_cap",
    "cap_bound",
    "paid_in_the_year",
    "left_under_cap",
    "payout_cap",
    "share_of_pool",
    "already_paid",
    "paid",
    "money_capped",
    "payout",
    "draw",
    "draw_adjustment",
    "balance",
    "rounding",
    "settled",
    "base_salary",
    "total_pay",
]
Kind = Literal["ratio", "money", "measure"]


@dataclass(frozen=True, eq=False)
class Step:
    """One array of the calculation: of a part, or of the whole plan where `part` is empty."""

    name: StepName
    part: str
    values: Floats  # (R, P), or (R, T) where it stands at the end of each settlement
    kind: Kind
    settled: bool = False  # true: (R, T)
    about: str = ""  # the measure it is about, or which of several


@dataclass(frozen=True, eq=False)
class DealSteps:
    """What each of D deals pays in a commission for each deal; a roster row counts them by itself."""

    part: str
    deal: NDArray[np.object_]  # (D)
    row: NDArray[np.int64]  # (D) roster row
    period: NDArray[np.int64]  # (D) evaluated period
    amount: Floats  # (D) what it counts for, in the measure's unit
    rate: Floats  # (D) the rate that something else has reached; NaN where its own size decides
    factor: Floats  # (D) product of the factors for the deal
    pay: Floats  # (D) money


@dataclass(frozen=True, eq=False)
class Trace:
    """The steps of one plan in the order in which they were done."""

    role: str
    rows: NDArray[np.intp]  # (N) roster rows on the plan
    settlements: NDArray[np.int64]  # (P)
    stretches: Mapping[str, NDArray[np.int64]]  # part -> (P) the stretch of each period
    steps: list[Step] = field(default_factory=list)
    deals: list[DealSteps] = field(default_factory=list)

    def keep(
        self, name: StepName, part: str, values: Floats, kind: Kind, *, settled: bool = False, about: str = ""
    ) -> None:
        """Keep one step; the array is copied, so nothing later can change what was done."""
        self.steps.append(Step(name, part, np.array(values, dtype=np.float64), kind, settled, about))
