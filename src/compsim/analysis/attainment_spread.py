"""How far apart people stand: a histogram with stated bins, the excellence point, and the upside there.

The excellence point is what the best tenth reaches or passes (90th percentile). Upside there is told in both published
ways, which differ by one: payout ÷ target incentive, and what is paid beyond the target incentive ÷ target incentive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.analysis.components import components_to_hide
from compsim.analysis.groups import Grouped, by_group
from compsim.analysis.norms import BANDS, placed_in
from compsim.analysis.rows import NOTHING, REACHED, ratio, records, roster_rows, share
from compsim.engine.payouts import Payouts

Floats = NDArray[np.float64]
EXCELLENCE = 0.9  # share of people who stand at the excellence point or below it
EDGES: tuple[float, ...] = tuple(round(0.1 * step, 1) for step in range(21))  # 0, 10 ... 200 %, ratios
_FIGURES = ("attainment", "payout_ratio")


@dataclass(frozen=True, eq=False)
class AttainmentSpread:
    """Attainment and pay over the evaluated periods, by roster row; scenarios in order, everything as ratios.

    A bin holds its lower edge and not its upper one; the first holds everything below, the last everything above.
    """

    histogram: pd.DataFrame  # scenario, figure (attainment or payout_ratio), low, high, n, share; -inf and inf outside
    frame: pd.DataFrame  # scenario, n, excellence, upside, upside_beyond
    by_objective: pd.DataFrame  # scenario, objective, n, excellence, upside, upside_beyond; of the part's own incentive
    hidden_objectives: tuple[str, ...]  # objectives withheld, in alphabetical order
    by_role: Grouped  # n, excellence, upside, upside_beyond
    by_team: Grouped  # the same
    norms: pd.DataFrame  # scenario, figure (a key of `norms.BANDS`), value, band, position, kind, low, high, year

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "histogram": records(self.histogram),
            "excellence": records(self.frame),
            "excellence_by_objective": records(self.by_objective),
            "hidden_objectives": list(self.hidden_objectives),
            "excellence_by_role": self.by_role.as_dict(),
            "excellence_by_team": self.by_team.as_dict(),
            "norms": records(self.norms),
        }

    def __str__(self) -> str:
        return self.frame.to_string(index=False)


def attainment_spread(payouts: Payouts) -> AttainmentSpread:
    """Histogram, excellence point and upside of each scenario, in all and by objective, role and team.

    `upside` is the 90th percentile of payout ÷ target incentive, `upside_beyond` the same less one. Quantiles lie on
    straight lines between neighbours; NaN where nobody has an objective, or a target incentive.
    """
    rows, hidden = roster_rows(payouts), components_to_hide(payouts)
    parts = [(name, rows[rows["scenario"] == name]) for name in payouts.names]
    objectives = pd.DataFrame(list(_objectives(payouts)), columns=["scenario", "objective", "n", *_EXCELLENCE])
    return AttainmentSpread(
        pd.DataFrame([line for name, part in parts for figure in _FIGURES for line in _bins(name, part, figure)]),
        pd.DataFrame([{"scenario": name, **_of_group(part)} for name, part in parts]),
        objectives[~objectives["objective"].isin(hidden)].reset_index(drop=True),
        tuple(sorted(hidden & {*objectives["objective"]})),
        by_group(rows, rows["role"], _of_group),
        by_group(rows, rows["team"], _of_group),
        pd.DataFrame([line for name, part in parts for line in _norms(name, part)], columns=list(_NORMS), dtype=object),
    )


def counted_in(values: Floats, edges: tuple[float, ...] = EDGES) -> NDArray[np.int64]:
    """How many of the values (n) lie in each bin (one more than edges); what float arithmetic loses pushes nobody down.

    Bins: below the first edge, then from each edge up to the next, then from the last edge on. NaN lies nowhere.
    """
    known = values[np.isfinite(values)]
    places = np.searchsorted(np.array(edges) - _ROUNDING, known, side="right")
    return np.bincount(places, minlength=len(edges) + 1).astype(np.int64)


_ROUNDING = 1e-9
_EXCELLENCE = ("excellence", "upside", "upside_beyond")
_NORMS = ("scenario", "figure", "value", "band", "position", "kind", "low", "high", "year")


def _bins(name: str, rows: pd.DataFrame, figure: str) -> Iterator[dict[str, Any]]:
    counts = counted_in(rows[figure].to_numpy(dtype=np.float64))
    ends = (-np.inf, *EDGES, np.inf)
    for low, high, n in zip(ends[:-1], ends[1:], counts.tolist(), strict=True):
        bounds = {"low": low, "high": high}
        yield {"scenario": name, "figure": figure, **bounds, "n": n, "share": share(n, int(counts.sum()))}


def _excellence(reached: Floats, paid: Floats) -> dict[str, float]:
    """The excellence point of attainments (n), and the upside among payout ratios (m); NaN counts nowhere."""
    upside = _quantile(paid)
    return {"excellence": _quantile(reached), "upside": upside, "upside_beyond": upside - 1.0}


def _quantile(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.quantile(known, EXCELLENCE)) if len(known) else float("nan")


def _of_group(rows: pd.DataFrame) -> Mapping[str, float]:
    reached, paid = (rows[figure].to_numpy(dtype=np.float64) for figure in _FIGURES)
    return {"n": int(np.isfinite(reached).sum()), **_excellence(reached, paid)}


def _objectives(payouts: Payouts) -> Iterator[dict[str, Any]]:
    """What each objective pays against its own part of the target incentive."""
    incentive, without_target = payouts.incentive.sum(axis=2), payouts.without_target()  # (S, R), (S, R, C)
    for s, name in enumerate(payouts.names):
        for c, objective in enumerate(payouts.components):
            concerned = payouts.on_plan[s] & (payouts.weight[s, :, c] > 0)
            if concerned.any():
                reached = np.nan_to_num(payouts.attainment[s, concerned, c])
                reached[without_target[s, concerned, c]] = np.nan
                own = payouts.weight[s, concerned, c] * incentive[s, concerned]
                paid = ratio(payouts.money[s, concerned, :, c].sum(axis=1), own)
                n = int(concerned.sum())
                yield {"scenario": name, "objective": objective, "n": n, **_excellence(reached, paid)}


def _norms(name: str, rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Where the figures of a scenario stand against every published band that there is for them."""
    reached, paid = (rows[figure].dropna().to_numpy(dtype=np.float64) for figure in _FIGURES)
    figures = {
        "share_at_target": share(int((reached >= REACHED).sum()), len(reached)),
        "share_without_pay": share(int((rows["payout"] <= NOTHING).sum()), len(rows)),
        "top_payout_ratio": _quantile(paid),
    }
    for figure, bands in BANDS.items():
        for item in placed_in(figures[figure], bands):
            band = item.band
            line = (name, figure, figures[figure], band.name, item.position, band.kind, band.low, band.high, band.year)
            yield dict(zip(_NORMS, line, strict=True))
