"""Published bands for a few figures, each with its source and year. They contradict each other; none is a verdict.

Advice says what somebody recommends, a survey what somebody observed. A figure is placed against all of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Position = Literal["below", "within", "above"]


@dataclass(frozen=True)
class Band:
    """One published range for one figure; both ends belong to it unless `above_low` says otherwise."""

    name: str
    low: float  # ratio
    high: float  # ratio
    kind: Literal["advice", "survey"]
    source: str
    url: str
    year: int | None  # of publication; None where the page carries no date
    above_low: bool = False  # "more than", not "at least"

    def place(self, figure: float) -> Position:
        """Where a figure stands against the band."""
        if figure < self.low or (self.above_low and figure == self.low):
            return "below"
        return "above" if figure > self.high else "within"


SHARE_AT_TARGET_BANDS: tuple[Band, ...] = (
    Band(
        "70–80 % rule",
        0.70,
        0.80,
        "advice",
        "a sales-training firm's article on objectives; one of two philosophies, says Rewarding blog (2015)",
        "https://rewarding.blog/2015/07/08/good-distribution/",
        None,
    ),
    Band(
        "60–70 % of practitioners",
        0.60,
        0.70,
        "advice",
        "OpenSymmetry for the Sales Management Association, Getting the payout curve right",
        "https://salesmanagement.org/blog/getting-the-payout-curve-right",
        2019,
    ),
    Band(
        "More than half",
        0.50,
        1.00,
        "advice",
        "Cygnal Group, ideal quota attainment distribution",
        "http://cygnalgroup.com/what-is-ideal-quota-attainment-distribution/",
        None,
        above_low=True,
    ),
    Band(
        "Surveys of software sales",
        0.20,
        0.47,
        "survey",
        "BenchSights 2020 (83 firms: 20–28 %) and RepVue 2024 (43–47 %, second hand)",
        "https://benchsights.com/first-look-from-benchsights_v7",
        2024,
    ),
)

SHARE_WITHOUT_PAY_BANDS: tuple[Band, ...] = (
    Band(
        "Nine of ten clear the threshold",
        0.00,
        0.10,
        "advice",
        "OpenSymmetry for the Sales Management Association, Getting the payout curve right",
        "https://salesmanagement.org/blog/getting-the-payout-curve-right",
        2019,
    ),
    Band(
        "Commonly heard",
        0.10,
        0.15,
        "advice",
        "Marketing Advantage, which reports the range and argues for none at all",
        "https://marketingadvantage.com/blog/what-percent-sales-force-should-be-out-of-money",
        None,
    ),
    Band(
        "Pharma practice",
        0.00,
        0.05,
        "survey",
        "ZS, 2015 incentives study",
        "https://info.zs.com/",
        2015,
    ),
)

TOP_PAYOUT_RATIO_BANDS: tuple[Band, ...] = (
    Band(
        "Twice to three times target incentive",
        2.00,
        3.00,
        "advice",
        "SalesGlobe, differentiating top performers",
        "https://www.salesglobe.com/blog/the-importance-of-differentiating-top-performers/",
        None,
    ),
)

BANDS: Mapping[str, tuple[Band, ...]] = MappingProxyType(
    {
        "share_at_target": SHARE_AT_TARGET_BANDS,
        "share_without_pay": SHARE_WITHOUT_PAY_BANDS,
        "top_payout_ratio": TOP_PAYOUT_RATIO_BANDS,  # P90 of payout ÷ target incentive
    }
)


@dataclass(frozen=True)
class Placed:
    """A band and where the figure stands against it."""

    band: Band
    position: Position


def placed_in(figure: float, bands: tuple[Band, ...] = SHARE_AT_TARGET_BANDS) -> tuple[Placed, ...]:
    """Where a figure (ratio) stands against each band, in the bands' order; a figure that is NaN stands nowhere."""
    if math.isnan(figure):
        return ()
    return tuple(Placed(band, band.place(figure)) for band in bands)
