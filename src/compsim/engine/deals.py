"""Single deals under a plan's conditions: which of them count, for how much, and what each of them pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compsim.engine.arrays import Figures
from compsim.plan.quantity import parse_number
from compsim.plan.where import Between, Condition
from compsim.population.people import Deals, Population

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def counting(figures: Figures, measure: str, where: Mapping[str, Condition], deal_cap: float | None) -> Population:
    """The evaluated people with results of a measure made only of the deals that count, each up to the deal cap."""
    window = figures.window
    if not where and deal_cap is None:
        return window
    definition = window.definitions[measure]
    names = (definition.numerator, definition.denominator) if definition.combine == "ratio" else (measure,)
    results = {name: _sums(figures, name, where, deal_cap) for name in names}
    return replace(window, results={**window.results, **results})


def deal_key(where: Mapping[str, Condition], deal_cap: float | None) -> str:
    """A name for a choice of deals, the same for equal conditions."""
    return repr((sorted(where.items()), deal_cap))


def _sums(figures: Figures, measure: str, where: Mapping[str, Condition], deal_cap: float | None) -> Floats:
    deals = _deals(figures.window)
    amounts = capped_amounts(deals, deal_cap)
    people = replace(figures.window, deals=replace(deals, amount=amounts))
    return people.sum_deals(measure, chosen_deals(deals, where))


def _deals(population: Population) -> Deals:
    if population.deals is None:
        raise LookupError("the plan's needs were not checked: it asks for single deals, and there are none")
    return population.deals


def capped_amounts(deals: Deals, deal_cap: float | None) -> Floats:
    """What each deal counts for (D): a windfall up to the cap, a return down to minus the cap."""
    return deals.amount if deal_cap is None else np.clip(deals.amount, -deal_cap, deal_cap)


def chosen_deals(deals: Deals, where: Mapping[str, Condition]) -> Flags:
    """Deals that meet every condition (D)."""
    chosen = np.ones(len(deals.amount), dtype=bool)
    for attribute, condition in where.items():
        chosen &= _meets(deals.attributes[attribute], condition)
    return chosen


def _meets(values: pd.Series, condition: Condition) -> Flags:
    if isinstance(condition, Between):
        return _lies_between(values, condition)
    if pd.api.types.is_numeric_dtype(values.dtype):
        wanted = [number for number in map(number_of, condition) if np.isfinite(number)]
        return np.asarray(values.isin(wanted), dtype=np.bool_)
    plain = values.astype(str).str.strip().str.casefold()
    return np.asarray(plain.isin([str(value).strip().casefold() for value in condition]), dtype=np.bool_)


def number_of(value: object) -> float:
    """An attribute as a number; NaN if it is none."""
    try:
        return parse_number(value)
    except ValueError:
        return np.nan


def _lies_between(values: pd.Series, bounds: Between) -> Flags:
    inside = values.notna()
    for limit, holds in ((bounds.at_least, values.ge), (bounds.at_most, values.le)):
        if limit is not None:
            inside &= holds(pd.Timestamp(limit) if isinstance(limit, str) else limit)
    return np.asarray(inside, dtype=np.bool_)


def spread_over_rows(population: Population, values: Floats, chosen: Flags) -> Floats:
    """Values of the chosen deals (D) added up by roster row and period (R, P)."""
    deals = _deals(population)
    sums = np.zeros(population.eligible.shape)
    np.add.at(sums, (deals.row[chosen], deals.period[chosen]), values[chosen])
    return sums
