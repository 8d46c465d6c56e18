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
    deals = deals_of(figures.window)
    amounts = capped_amounts(deals, deal_cap)
    people = replace(figures.window, deals=replace(deals, amount=amounts))
    return people.sum_deals(measure, chosen_deals(deals, where))


def deals_of(population: Population) -> Deals:
    """The single deals of a population; LookupError if a plan asks for them unchecked and there are none."""
    if population.deals is None:
        raise LookupError("the plan's needs were not checked: it asks for single deals, and there are none")
    return population.deals


def capped_amounts(deals: Deals, deal_cap: float | None) -> Floats:
    """What each credit counts for (D): a share of its deal, which counts up to the cap, a return down to minus it."""
    if deal_cap is None:
        return deals.amount
    most = deal_cap * deals.share
    return np.clip(deals.amount, -most, most)


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
    if isinstance(value, float) and np.isnan(value):
        return np.nan
    try:
        return parse_number(value)
    except ValueError:
        return np.nan


def _lies_between(values: pd.Series, bounds: Between) -> Flags:
    inside = np.ones(len(values), dtype=bool)
    if bounds.at_least is not None:
        inside &= comparable(values, bounds.at_least) >= _limit(bounds.at_least)
    if bounds.at_most is not None:
        inside &= comparable(values, bounds.at_most) <= _limit(bounds.at_most)
    return inside


def comparable(values: pd.Series, bound: float | str) -> Floats:
    """An attribute (D) as numbers that a bound can be held against; days count from 1970; NaN where it is neither."""
    if isinstance(bound, str) and pd.api.types.is_numeric_dtype(values.dtype):
        return np.full(len(values), np.nan)  # a number is no day, though it could be read as days since 1970
    if isinstance(bound, str):
        days = pd.to_datetime(values, errors="coerce").to_numpy(dtype="datetime64[D]")
        return np.where(np.isnat(days), np.nan, days.astype(np.float64))
    if pd.api.types.is_datetime64_dtype(values.dtype):
        return np.full(len(values), np.nan)
    return np.array([number_of(value) for value in values], dtype=np.float64)


def _limit(bound: float | str) -> float:
    return float(np.datetime64(bound, "D").astype(np.float64)) if isinstance(bound, str) else bound


def spread_over_rows(population: Population, values: Floats, chosen: Flags) -> Floats:
    """Values of the chosen deals (D) added up by roster row and period (R, P)."""
    deals = deals_of(population)
    sums = np.zeros(population.eligible.shape)
    np.add.at(sums, (deals.row[chosen], deals.period[chosen]), values[chosen])
    return sums
