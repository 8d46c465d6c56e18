"""The specification: what every other engine must answer, written to be read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compsim.plan.curve import PayCurve

Floats = NDArray[np.float64]
NAME = "numpy"


def factors(curve: PayCurve, x: Floats) -> Floats:
    """What the curve pays at each x, any shape."""
    return curve(x)
