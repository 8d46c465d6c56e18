"""Chance in the invented company: every purpose has a stream of uniform draws of its own.

Everything else is arithmetic and whole numbers, so that a seed gives the same company on every machine, a new draw in
one place shifts nothing elsewhere, and some of the people can be worked out alone and come out as they do with all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Picks, among equally likely companies, one whose default seed adds no pattern of its own to the planted ones.
COMPANY = 6069
PART = 256  # above every letter of a purpose, so that the streams of parts are streams of their own


@dataclass(frozen=True, eq=False)
class Draws:
    """Uniform draws for some of a company's people: what they would get if everybody's were drawn."""

    bits: np.random.PCG64
    company: int  # people in the whole company
    first: int  # the first person drawn for, from 0
    many: int  # people drawn for

    def random(self, *width: int) -> Floats:
        """Draws from 0 to below 1 (many, *width); the next call goes on behind those of the whole company."""
        each = math.prod(width)
        self.bits.advance(self.first * each)
        drawn: Floats = np.random.Generator(self.bits).random((self.many, *width))
        self.bits.advance((self.company - self.first - self.many) * each)
        return drawn


def draws(seed: int, purpose: str, company: int, first: int, many: int) -> Draws:
    """An independent source of draws for one purpose, for `many` people from the `first` on."""
    return Draws(np.random.PCG64([COMPANY, seed, *purpose.encode()]), company, first, many)


def stream(seed: int, purpose: str, part: int = 0) -> np.random.Generator:
    """An independent source of draws for one purpose and one part of a company, however many it takes."""
    return np.random.default_rng([COMPANY, seed, *purpose.encode(), *([PART + part] if part else [])])


def bell(source: Draws, *width: int) -> Floats:
    """Draws with mean 0 and sd 1 (many, *width), bell-shaped, never beyond ±3.5: four uniform draws added up."""
    total = source.random(*width)
    for _ in range(3):
        total += source.random(*width)
    one_sd: float = 3.0**0.5  # four uniform draws have a variance of a third
    return (total - 2.0) * one_sd


def nearest(values: Floats, step: float = 1.0) -> Floats:
    """Values rounded half up to whole steps."""
    steps: Floats = np.floor(values / step + 0.5)
    return steps * step
