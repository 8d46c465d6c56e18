"""Curves that are nothing but points, read by the hundred thousand: the model's numbers without building the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compsim.plan.quantity import LARGEST_BARE_RATIO

LONGEST = 24  # characters of a number; beyond it decimal arithmetic would round before a float does

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PlainPoints:
    """V curves; where one says more than points, or something is wrong with it, the model has to look at it."""

    read: NDArray[np.bool_]  # (V) false where the model has to look
    count: NDArray[np.int64]  # (V) how many points; 0 where the model has to look
    x: Floats  # (Σ count) attainment, curve by curve
    left: Floats  # (Σ count) factor that each point pays from the left
    right: Floats  # (Σ count) and from the right


def plain_points(curves: Sequence[Any]) -> PlainPoints:
    """All curves that say points and nothing else."""
    tables = [_table(curve) for curve in curves]
    count = np.array([len(table) for table in tables], dtype=np.int64)
    x = _numbers(at for table in tables for at in table)
    sides = [value for table in tables for value in table.values()]
    left, right = _numbers(map(_left, sides)), _numbers(map(_right, sides))
    curve = np.repeat(np.arange(len(count)), count)
    known = np.abs(np.stack([x, left, right])) <= LARGEST_BARE_RATIO  # false for what is no number
    fits = np.asarray(known.all(axis=0), dtype=np.bool_)
    fits[1:] &= (x[1:] > x[:-1]) | (curve[1:] != curve[:-1])
    good = (count > 0) & (np.bincount(curve[~fits], minlength=len(count)) == 0)
    inside = good[curve]
    return PlainPoints(good, np.where(good, count, 0), x[inside], left[inside], right[inside])


def _table(curve: Any) -> Mapping[Any, Any]:
    """The points; nothing where the model has to look."""
    if not isinstance(curve, dict) or len(curve) != 1:
        return {}
    points = curve.get("points")
    return points if isinstance(points, dict) else {}


def _left(value: Any) -> Any:
    return value[0] if _is_jump(value) else value


def _right(value: Any) -> Any:
    return value[1] if _is_jump(value) else value


def _is_jump(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2


def _numbers(values: Iterable[Any]) -> Floats:
    return np.fromiter(map(_number, values), dtype=np.float64)


def _number(value: Any) -> float:
    """As `quantity.parse_number` reads it, where that is simple; else not a number."""
    try:
        if type(value) is str and len(value) <= LONGEST:
            return float(f"{value[:-1]}e-2" if value[-1:] == "%" else value)
        return float(value) if type(value) in (int, float) else nan
    except (ValueError, OverflowError):
        return nan
