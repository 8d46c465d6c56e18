"""The contract: every engine answers what the NumPy specification answers, bit for bit."""

import numpy as np
import pytest
from hypothesis import given, settings

from compsim.engine import numpy_engine
from compsim.engine.evaluation import ENGINES, evaluate, get_engine
from compsim.errors import EngineError
from compsim.plan.curve import PayCurve
from compsim.plan.scenario import read_scenario
from tests.strategies import attainments, curves, people

STEEP = PayCurve((0.5, 1.0, 1.5), (0.0, 1.0, 2.5), (2.0, 3.0, 0.0))


@given(curve=curves(), x=attainments())
@settings(max_examples=200, deadline=None)
def test_numba_equals_numpy_bit_for_bit(curve: PayCurve, x: np.ndarray) -> None:
    expected = numpy_engine.factors(curve, x)
    assert get_engine("numba")(curve, x).tobytes() == expected.tobytes()


@pytest.mark.parametrize("engine", ENGINES)
def test_negative_attainment_never_reads_the_last_segment(engine: str) -> None:
    assert get_engine(engine)(STEEP, np.array([[-0.2, -5.0], [0.0, 0.49]])).tolist() == [[0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize("engine", ENGINES)
def test_nan_and_infinity_never_become_money(engine: str) -> None:
    assert get_engine(engine)(STEEP, np.array([np.nan, np.inf, -np.inf])).tolist() == [0.0, 0.0, 0.0]


@given(x=attainments())
@settings(max_examples=25, deadline=None)
def test_whole_evaluation_is_the_same_on_every_engine(x: np.ndarray) -> None:
    results = np.where(np.isfinite(x), x, np.nan)[:, None] * np.array([[100.0, 50.0, 0.0, 120.0]])
    targets = np.full_like(results, 100.0)
    targets[0] = 0.0
    plan = read_scenario(
        """
        scenario: any
        plans:
          seller:
            objectives:
              revenue: {weight: 60%, measured: year, curve: {points: {50%: 0%, 100%: 100%, 150%: 250%}}}
              team: {weight: 40%, measure: revenue, credit: team, curve: {steps: {80%: 50%, 100%: 100%}}}
            gates: [{measure: revenue, credit: team, hurdle: 60%, otherwise: 50%}]
            caps: {payout: 150%}
        """
    )
    population = people(results, targets)
    one, other = (evaluate(plan, population, engine=name) for name in ("numpy", "numba"))
    assert np.array_equal(one.money, other.money)
    assert np.isfinite(one.money).all()


def test_an_unknown_engine_is_refused_with_the_known_names() -> None:
    with pytest.raises(EngineError, match=r"there is no engine 'nunba'\. Did you mean 'numba'\?"):
        get_engine("nunba")
