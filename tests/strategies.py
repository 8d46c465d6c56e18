"""Hypothesis strategies for curves and small populations, shared by the tests."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from compsim.plan.curve import PayCurve, holding_steps, marginal_rates, through_points, whole_rates
from compsim.population.people import Measure, Population

QUARTERS = tuple(f"2025-Q{quarter}" for quarter in range(1, 5))
ratios = st.floats(0.0, 3.0, allow_nan=False).map(lambda value: round(value, 4))
closed = st.sampled_from(["upper", "lower"])


def _ascending(draw: st.DrawFn, least: int) -> list[float]:
    return sorted(draw(st.lists(ratios, min_size=least, max_size=6, unique=True)))


@st.composite
def curves(draw: st.DrawFn) -> PayCurve:
    """Any pay curve a plan file can say."""
    edges = _ascending(draw, 1)
    levels = [draw(ratios) for _ in edges]
    side = draw(closed)
    match draw(st.sampled_from(["points", "steps", "marginal", "whole"])):
        case "points":
            jumps = [
                (x, left, draw(st.sampled_from([left, right])))
                for x, left, right in zip(edges, levels, levels[::-1], strict=True)
            ]
            beyond = draw(st.sampled_from(["flat", "continue", "nothing"]))
            return through_points(jumps, below_first=draw(st.booleans()), beyond=beyond, closed=side)
        case "steps":
            pairs = list(zip(edges, levels, strict=True))
            return holding_steps(pairs, below_first=draw(st.booleans()), beyond="flat", closed=side)
        case "marginal":
            return marginal_rates(list(zip(edges, levels, strict=True)), closed=side)
        case _:
            return whole_rates(list(zip(edges, levels, strict=True)), closed=side)


def attainments(least: float = -1.0, most: float = 4.0) -> st.SearchStrategy[np.ndarray]:
    """Attainment as it really comes: negative, zero, exact, missing and infinite values included."""
    usual = st.floats(least, most, allow_nan=False)
    odd = st.sampled_from([0.0, 0.5, 1.0, float("nan"), float("inf"), -float("inf"), -0.0])
    return arrays(np.float64, st.integers(1, 40), elements=st.one_of(usual, odd))


def people(results: np.ndarray, targets: np.ndarray, *, incentive: float = 20_000.0) -> Population:
    """A population of one role and two teams with one measure, from arrays (R, 4)."""
    rows = len(results)
    roster = pd.DataFrame(
        {
            "rep": [f"rep_{i}" for i in range(rows)],
            "role": "seller",
            "team": [f"team_{i % 2}" for i in range(rows)],
            "manager": "",
            "start": pd.NaT,
            "end": pd.NaT,
            "fte": 1.0,
            "base_salary": 40_000.0,
            "target_incentive": incentive,
        }
    )
    measures = {"revenue": Measure("revenue", unit="money")}
    return Population(roster, QUARTERS, measures, {"revenue": results}, {"revenue": targets}, np.ones((rows, 4)))
