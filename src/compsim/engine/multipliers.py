"""Factors on pay: curves on another measure, tables on an attribute, matrices of two measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.calendar import Stretch
from compsim.engine.arrays import Figures
from compsim.engine.deals import number_of
from compsim.engine.readings import Reading, read
from compsim.plan.curve import PayCurve
from compsim.plan.multiplier import Matrix, Multiplier
from compsim.population.people import Deals

Floats = NDArray[np.float64]
Factors = Callable[[PayCurve, Floats], Floats]


def multiplied(
    figures: Figures, multipliers: Sequence[Multiplier], stretch: Stretch, factors: Factors, part: str = ""
) -> Floats:
    """The product of all factors but those for deals (N, P); NaN where a measure it needs is missing."""
    product = np.ones_like(figures.eligible)
    together = [each for each in multipliers if not each.deal]
    for each in together:
        product = product * _factor(figures, each, stretch, factors, part)
    if len(together) > 1:
        figures.note("multiplier", part, product, "ratio", about="together")
    return product


def _factor(figures: Figures, multiplier: Multiplier, stretch: Stretch, factors: Factors, part: str) -> Floats:
    if multiplier.matrix is not None:
        return _matrix_factor(figures, multiplier.matrix, stretch, part)
    if multiplier.roster:
        column = figures.window.roster[multiplier.roster].iloc[figures.rows]
        factor = attribute_factors(multiplier, column)[:, None] * np.ones_like(figures.eligible)
        figures.note("multiplier", part, factor, "ratio", about=multiplier.roster)
        return factor
    reading = read(figures, multiplier, multiplier.measure, multiplier.measured or stretch)
    curve = PayCurve((), (), ()) if multiplier.curve is None else multiplier.curve.compile()
    factor = np.where(np.isnan(reading.x), np.nan, factors(curve, reading.x))
    _note(figures, reading, multiplier, multiplier.measure, part)
    figures.note("multiplier", part, factor, "ratio", about=multiplier.measure)
    return factor


def _note(figures: Figures, reading: Reading, reader: Multiplier, measure: str, part: str) -> None:
    kind = "ratio" if reader.on == "attainment" else "measure"
    figures.note("picker", part, reading.x, kind, about=measure)  # type: ignore[arg-type]


def attribute_factors(multiplier: Multiplier, values: pd.Series) -> Floats:
    """The factor of each value of an attribute, any length; NaN where a curve finds no number."""
    if multiplier.curve is not None:
        numbers = np.array([number_of(value) for value in values], dtype=np.float64)
        return np.where(np.isnan(numbers), np.nan, multiplier.curve.compile()(numbers))
    table = {name.strip().casefold(): factor for name, factor in (multiplier.factors or {}).items()}
    return np.array([table.get(_plain(value), multiplier.otherwise) for value in values], dtype=np.float64)


def _plain(value: object) -> str:
    """An attribute as a plan file would write it: 3 for 3.0, lower case."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text.strip().casefold()


def deal_factors(multipliers: Sequence[Multiplier], deals: Deals) -> Floats:
    """The product of the factors for each deal (D)."""
    product = np.ones(len(deals.amount))
    for each in multipliers:
        if each.deal:
            product = product * attribute_factors(each, deals.attributes[each.deal])
    return product


def _matrix_factor(figures: Figures, matrix: Matrix, stretch: Stretch, part: str) -> Floats:
    sides = [read(figures, side, side.measure, side.measured or stretch).x for side in (matrix.down, matrix.across)]
    for side, x in zip((matrix.down, matrix.across), sides, strict=True):
        figures.note("picker", part, x, "ratio" if side.on == "attainment" else "measure", about=side.measure)
    places = [_place(x, side.at, matrix.between) for x, side in zip(sides, (matrix.down, matrix.across), strict=True)]
    factor = _between(np.array(matrix.factors, dtype=np.float64), *places)
    factor = np.where(np.isnan(sides[0]) | np.isnan(sides[1]), np.nan, factor)
    figures.note("multiplier", part, factor, "ratio", about=f"{matrix.down.measure} × {matrix.across.measure}")
    return factor


def _place(x: Floats, edges: tuple[float, ...], between: str) -> Floats:
    """Where x lies among the edges, counted from 0: whole numbers for steps, fractions between the edges for lines."""
    known = np.nan_to_num(x)
    if between == "lines":
        return np.asarray(np.interp(known, edges, np.arange(len(edges), dtype=np.float64)), dtype=np.float64)
    reached = np.searchsorted(np.array(edges), known, side="right") - 1
    return np.maximum(reached, 0).astype(np.float64)


def _between(table: Floats, down: Floats, across: Floats) -> Floats:
    """The table read at fractional places, in straight lines in both directions."""
    row, column = np.floor(down).astype(int), np.floor(across).astype(int)
    below, right = np.minimum(row + 1, table.shape[0] - 1), np.minimum(column + 1, table.shape[1] - 1)
    v, h = down - row, across - column
    upper = table[row, column] * (1 - h) + table[row, right] * h
    lower = table[below, column] * (1 - h) + table[below, right] * h
    return np.asarray(upper * (1 - v) + lower * v, dtype=np.float64)
