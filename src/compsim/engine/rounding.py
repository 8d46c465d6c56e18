"""Rounding to the cent, exactly: money is snapped to whole millionths first, then rounded in whole numbers.

A float of 1.005 lies a little below its half cent, so rounding floats would pay 1.00; in millionths it is exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compsim.plan.limits import RoundingMode

Floats = NDArray[np.float64]
MILLIONTHS = 1_000_000
OF_A_CENT = 10_000  # millionths


def rounded(money: Floats, how: RoundingMode) -> Floats:
    """Money to the cent, same shape; half_up goes away from zero, half_even to the even cent, down towards zero.

    Exact as long as the money stays below nine billion, where a float still holds every millionth.
    """
    if how == "none":
        return money
    units = np.rint(np.abs(money) * MILLIONTHS).astype(np.int64)
    cents, rest = np.divmod(units, OF_A_CENT)
    if how == "half_up":
        cents = cents + (2 * rest >= OF_A_CENT)
    elif how == "half_even":
        cents = cents + ((2 * rest > OF_A_CENT) | ((2 * rest == OF_A_CENT) & (cents % 2 == 1)))
    return np.asarray(np.sign(money) * cents / 100.0, dtype=np.float64) + 0.0
