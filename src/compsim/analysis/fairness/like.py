"""Like with like: people compared within their role, part time and tenure held fixed by regression.

An association is a coefficient of y on x beside these controls. Its p comes from shuffling what the controls leave of
y within roles (Freedman and Lane, 1983), its interval from drawing people within roles again (BCa). Above `LARGE`
people both are normal approximations: the shuffles' exact variance, and a standard error robust to unequal spread.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from compsim.analysis.fairness.chance import bca_interval, p_of, resamples, shuffles
from compsim.analysis.fairness.look import Look

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LARGE = 600  # people; above, nothing is drawn
SPARE = 5  # people more than what is fitted, at the least
CONTROLS = ("part_time", "tenure")  # beside the role
_NOTHING = 1e-9  # of a column's spread


@dataclass(frozen=True, eq=False)
class Sample:
    """N people of one scenario whose figures are known, and what is held fixed among them."""

    strata: Ints  # (N) the role
    basis: Floats  # (N, C + 1) orthonormal; spans role, part time and tenure
    look: Look
    kept: dict[str, Floats | Ints] = field(default_factory=dict, repr=False)  # draws, made once

    @property
    def n(self) -> int:
        """How many people."""
        return len(self.strata)

    @property
    def controls(self) -> int:
        """How many columns are held fixed, beside the mean."""
        return int(self.basis.shape[1]) - 1

    @property
    def enough(self) -> bool:
        """Whether there are people left to compare after what is held fixed."""
        return self.n >= self.controls + 2 + SPARE

    def left_of(self, values: Floats) -> Floats:
        """What the controls leave of values (N) or of several columns (N, K)."""
        return np.asarray(values - self.basis @ (self.basis.T @ values), dtype=np.float64)

    def ranks(self, values: Floats) -> Floats:
        """Middle ranks within each role, as shares of it (N), 0..1."""
        by_role = pd.Series(values).groupby(self.strata)
        return np.asarray((by_role.rank() - 0.5) / by_role.transform("size"), dtype=np.float64)

    def orders(self) -> Ints:
        """Shuffles of the people within roles (permutations, N)."""
        if "orders" not in self.kept:
            self.kept["orders"] = shuffles(self.strata, self.look.permutations, self.look.seed)
        return np.asarray(self.kept["orders"], dtype=np.int64)

    def drawn(self) -> Floats:
        """How often each of the people is drawn again (resamples, N)."""
        if "drawn" not in self.kept:
            self.kept["drawn"] = resamples(self.strata, self.look.resamples, self.look.seed)
        return np.asarray(self.kept["drawn"], dtype=np.float64)


@dataclass(frozen=True)
class Association:
    """How y goes with x, the controls held fixed; NaN where it cannot be told."""

    slope: float  # y per unit of x
    low: float
    high: float
    r: float  # partial correlation, -1..1
    p: float


UNKNOWN = Association(math.nan, math.nan, math.nan, math.nan, math.nan)


class Samples:
    """The samples of one scenario's people, each made once."""

    def __init__(self, people: pd.DataFrame, look: Look) -> None:
        self.people, self.look = people, look
        self._made: dict[object, Sample] = {}

    def of(self, known: NDArray[np.bool_], free: Sequence[str] = ()) -> Sample:
        """Those people whose figure is known (flags of all), without the controls that are `free`."""
        key = known.tobytes(), tuple(free)
        if key not in self._made:
            self._made[key] = sample_of(self.people[known], self.look, free)
        return self._made[key]


def sample_of(people: pd.DataFrame, look: Look, free: Sequence[str] = ()) -> Sample:
    """People to compare: within their role, with part time and tenure held fixed unless they are `free`."""
    strata = pd.factorize(people["role"])[0].astype(np.int64)
    roles = np.eye(strata.max(initial=-1) + 1)[strata]
    held = [_filled(people[name], strata) for name in CONTROLS if name not in free]
    return Sample(strata, basis_of(np.column_stack([roles, *held])), look)


def basis_of(columns: Floats) -> Floats:
    """Orthonormal columns that span the same space (N, rank)."""
    size = np.sqrt((columns**2).mean(axis=0)) if len(columns) else np.ones(columns.shape[1])
    left, strength, _ = np.linalg.svd(columns / np.where(size > 0, size, 1.0), full_matrices=False)
    return np.asarray(left[:, strength > 1e-9 * max(strength.max(initial=0.0), 1.0)], dtype=np.float64)


def associations(sample: Sample, columns: Floats, y: Floats, *, interval: bool = True) -> list[Association]:
    """How y (N) goes with each of the columns (N, K) by itself, the controls held fixed."""
    if not sample.enough:
        return [UNKNOWN] * columns.shape[1]
    left, rest = sample.left_of(columns), sample.left_of(y)
    varied = _varies(left, columns) & bool(_varies(rest[:, None], y[:, None])[0])
    size, spread = (left**2).sum(axis=0), math.sqrt(float(rest @ rest))
    found = []
    p = _p(sample, left, rest) if varied.any() else np.full(len(varied), np.nan)
    for k in range(columns.shape[1]):
        if not varied[k]:
            found.append(UNKNOWN)
            continue
        slope = float(left[:, k] @ rest / size[k])
        ends = _interval(sample, columns[:, k], left[:, k], y, slope) if interval else (math.nan, math.nan)
        found.append(Association(slope, *ends, slope * math.sqrt(size[k]) / spread, float(p[k])))
    return found


def shuffled(sample: Sample, rest: Floats) -> tuple[Floats, Floats]:
    """What the controls leave of y in every shuffle (permutations, N), and the length of it after them again."""
    drawn = rest[sample.orders()]
    again = float(rest @ rest) - ((drawn @ sample.basis) ** 2).sum(axis=1)
    return drawn, np.sqrt(np.maximum(again, 0.0))


def slopes(sample: Sample, x: Floats, y: Floats, weights: Floats) -> Floats:
    """The coefficient of y on x beside the controls, for each weighting of the people (weightings, N)."""
    columns = np.column_stack([sample.basis, x, y])
    first, second = np.triu_indices(columns.shape[1])
    sums = weights @ (columns[:, first] * columns[:, second])
    products = np.zeros((len(weights), columns.shape[1], columns.shape[1]))
    products[:, first, second] = products[:, second, first] = sums
    inner, wanted = products[:, :-1, :-1], products[:, :-1, -1]
    ridge = 1e-10 * np.trace(inner, axis1=1, axis2=2)[:, None, None] * np.eye(inner.shape[1])
    solved = np.linalg.solve(inner + ridge, wanted[:, :, None])[:, -1, 0]
    away = _left_length(inner)
    return np.where(away > _NOTHING, solved, np.nan)


def _left_length(inner: Floats) -> Floats:
    """The share of x's spread that the controls leave in each weighting; nothing where a resample has no contrast."""
    held, cross, size = inner[:, :-1, :-1], inner[:, :-1, -1], inner[:, -1, -1]
    ridge = 1e-10 * np.trace(held, axis1=1, axis2=2)[:, None, None] * np.eye(held.shape[1])
    taken = (cross * np.linalg.solve(held + ridge, cross[:, :, None])[:, :, 0]).sum(axis=1)
    return np.asarray((size - taken) / np.where(size > 0, size, 1.0), dtype=np.float64)


def _p(sample: Sample, left: Floats, rest: Floats) -> Floats:
    size = np.sqrt((left**2).sum(axis=0))
    if sample.n > LARGE:
        return _p_at_large(sample, left, rest)
    drawn, length = shuffled(sample, rest)
    usable = length > _NOTHING
    safe = np.where(size > 0, size, 1.0)
    chance = (drawn[usable] @ left) / safe / length[usable, None]
    found = rest @ left / safe / math.sqrt(float(rest @ rest))
    return np.array([p_of(float(each), chance[:, k]) for k, each in enumerate(found)])


def _p_at_large(sample: Sample, left: Floats, rest: Floats) -> Floats:
    variance = np.zeros(left.shape[1])
    for stratum in np.unique(sample.strata):
        inside = sample.strata == stratum
        x, y = (values[inside] - values[inside].mean(axis=0) for values in (left, rest))
        variance += (x**2).sum(axis=0) * (y**2).sum() / max(int(inside.sum()) - 1, 1)
    z = np.abs(rest @ left) / np.sqrt(np.where(variance > 0, variance, 1.0))
    return np.array([2.0 * float(norm.sf(each)) for each in z])


def _interval(sample: Sample, x: Floats, left: Floats, y: Floats, slope: float) -> tuple[float, float]:
    if sample.n > LARGE:
        return _interval_at_large(sample, left, y, slope)
    if sample.look.resamples < 1:
        return math.nan, math.nan
    drawn = slopes(sample, x, y, sample.drawn())
    without_one = slopes(sample, x, y, 1.0 - np.eye(sample.n))
    return bca_interval(slope, drawn, without_one)


def _interval_at_large(sample: Sample, left: Floats, y: Floats, slope: float) -> tuple[float, float]:
    """The coefficient ± 1.96 standard errors that allow for unequal spread (HC3, MacKinnon and White, 1985)."""
    size = float(left @ left)
    pull = (sample.basis**2).sum(axis=1) + left**2 / size
    rest = (sample.left_of(y) - slope * left) / (1.0 - np.minimum(pull, 1.0 - 1e-9))
    error = math.sqrt(float((left**2 * rest**2).sum())) / size
    wide = float(norm.ppf(0.975)) * error
    return slope - wide, slope + wide


def _varies(left: Floats, columns: Floats) -> NDArray[np.bool_]:
    """Which columns (N, K) still differ between people after the controls."""
    before = ((columns - columns.mean(axis=0)) ** 2).sum(axis=0)
    return np.asarray((left**2).sum(axis=0) > _NOTHING * np.maximum(before, 1e-12), dtype=np.bool_)


def _filled(values: pd.Series, strata: Ints) -> Floats:
    """Values with the role's mean where one is not known, and zero where none is."""
    mean = values.groupby(strata).transform("mean")
    return values.fillna(mean).fillna(values.mean()).fillna(0.0).to_numpy(dtype=np.float64)
