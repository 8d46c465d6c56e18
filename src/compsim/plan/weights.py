"""Weights that always add to 100 %: change one, and the others share what is left in their old proportions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

UNITS_OF_A_PERCENT: tuple[int, ...] = (1, 10, 100, 1000)  # whole percents, then tenths, hundredths, thousandths


def respread(
    weights: Mapping[str, float], changed: str, value: float, steps: int = 0, held: Collection[str] = ()
) -> dict[str, float]:
    """The weights (ratios, 1.0 = 100 %) after one of them became `value`; the sum is exactly 100 %.

    The others keep their proportions; if all of them were zero they share equally. The result stays on the grid of
    the input: whole percents give whole percents, halves give tenths; `steps` names another grid by the number of
    steps that make 100 %, so 20 for steps of 5 %. A single objective always weighs 100 %. Weights that are `held`
    stay as they are, so that the changed one becomes at most what they leave, and all of it if nothing else is free.
    Raises KeyError for an unknown name and ValueError for a value outside 0..1 or a negative weight.
    """
    if changed not in weights:
        raise KeyError(changed)
    if not 0.0 <= value <= 1.0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("weights lie between 0 and 100 %")
    others = {name: weight for name, weight in weights.items() if name != changed}
    whole = steps or _grid([value, *others.values()])
    kept = {name: round(weight * whole) for name, weight in others.items() if name in held}
    free = {name: weight for name, weight in others.items() if name not in held}
    room = max(whole - sum(kept.values()), 0)
    own = min(round(value * whole), room) if free else room
    units = {**kept, **in_units(room - own, free), changed: own}
    return {name: units[name] / whole for name in weights}


def _grid(values: list[float]) -> int:
    """How many units 100 % has on the coarsest grid that holds all values."""
    for units in UNITS_OF_A_PERCENT:
        whole = 100 * units
        if all(abs(value * whole - round(value * whole)) < 1e-6 for value in values):
            return whole
    return 100 * UNITS_OF_A_PERCENT[-1]


def in_units(units: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole units in proportion to the weights; the largest remainders get what rounding down left over.

    Of equal remainders the first named comes first. Weights that are all zero share equally.
    """
    known = {name: Fraction(weight).limit_denominator(10**9) for name, weight in weights.items()}
    total = sum(known.values())
    exact = {name: units * (part / total if total else Fraction(1, len(known))) for name, part in known.items()}
    floors = {name: int(part) for name, part in exact.items()}
    by_remainder = sorted(exact, key=lambda name: floors[name] - exact[name])
    for name in by_remainder[: units - sum(floors.values())]:
        floors[name] += 1
    return floors
