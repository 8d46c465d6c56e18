"""The contract: every engine answers what the NumPy specification answers, bit for bit."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from compsim.engine import numba_engine, numpy_engine
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


def assert_same_bits(curve: PayCurve, x: np.ndarray) -> None:
    one, other = get_engine("numpy")(curve, x), get_engine("numba")(curve, x)
    assert (other.shape, other.dtype) == (one.shape, one.dtype)
    assert other.tobytes() == one.tobytes()


@st.composite
def curves_of_many_segments(draw: st.DrawFn) -> PayCurve:
    """Up to 40 segments of any floats: several passes, the last one full or not."""
    anything = st.floats(-1e6, 1e6)
    edges = sorted(draw(st.lists(anything, min_size=1, max_size=40, unique=True)))
    levels, slopes = (draw(st.lists(anything, min_size=len(edges), max_size=len(edges))) for _ in range(2))
    return PayCurve(
        tuple(edges), tuple(levels), tuple(slopes), draw(anything), draw(st.sampled_from(["upper", "lower"]))
    )


@given(curve=curves_of_many_segments(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_many_segments_and_the_floats_beside_every_edge_are_the_same(curve: PayCurve, data: st.DataObject) -> None:
    edges = np.array(curve.edges)
    beside = np.concatenate([edges, np.nextafter(edges, np.inf), np.nextafter(edges, -np.inf), [0.0, -0.0]])
    odd = st.sampled_from([np.nan, np.inf, -np.inf])
    anywhere = data.draw(arrays(np.float64, st.integers(0, 50), elements=st.one_of(st.floats(-1e9, 1e9), odd)))
    assert_same_bits(curve, np.concatenate([beside, anywhere]))


@pytest.mark.parametrize("closed", ["upper", "lower"])
def test_an_edge_belongs_to_the_side_the_curve_says(closed: str) -> None:
    curve = PayCurve((0.0, 0.5, 1.0, 1.5, 2.0), (0.1, 0.2, 0.3, 0.4, 0.5), (0.0,) * 5, 0.0, closed)  # type: ignore[arg-type]
    expected = [0.1, 0.1, 0.2, 0.3, 0.4, 0.5] if closed == "upper" else [0.0, 0.0, 0.1, 0.2, 0.3, 0.4]
    for engine in ENGINES:
        assert get_engine(engine)(curve, np.array([0.0, -0.0, 0.5, 1.0, 1.5, 2.0])).tolist() == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_an_edge_at_the_smallest_and_the_largest_float(engine: str) -> None:
    tiny, huge = 5e-324, np.finfo(np.float64).max
    curve = PayCurve((-huge, tiny, huge), (1.0, 2.0, 3.0), (0.0, 0.0, 0.0), 7.0)
    assert get_engine(engine)(curve, np.array([-huge, 0.0, tiny, huge])).tolist() == [1.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("off", [-1, 0, 1])
@pytest.mark.parametrize("edges", [1, 3, 4, 5, 8, 9])
def test_sizes_around_the_borders_of_blocks_and_passes(size: int, off: int, edges: int) -> None:
    curve = PayCurve(tuple(np.linspace(0, 2, edges)), tuple(np.linspace(0, 3, edges)), tuple(np.linspace(1, 2, edges)))
    x = np.random.default_rng(size + edges).uniform(-0.5, 2.5, max(0, size * numba_engine.BLOCK + off))
    x[::17] = np.nan
    assert_same_bits(curve, x)


@pytest.mark.parametrize(
    "size", [numba_engine.THREAD_FROM - 1, numba_engine.THREAD_FROM, 2 * numba_engine.THREAD_FROM + 3]
)
def test_cells_shared_out_to_threads_are_the_same(size: int) -> None:
    assert_same_bits(STEEP, np.random.default_rng(3).uniform(-0.2, 1.7, size))


@given(cells=st.integers(0, 50 * numba_engine.THREAD_FROM))
def test_threads_share_out_every_cell_once(cells: int) -> None:
    cuts = numba_engine._cuts(cells)  # noqa: SLF001 - sizes that no test can allocate
    assert (cuts[0], cuts[-1]) == (0, cells)
    assert cuts == sorted(cuts)


@given(x=arrays(np.float64, array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5), elements=st.floats(-1, 3)))
@settings(max_examples=50, deadline=None)
def test_any_shape_comes_back_as_it_was(x: np.ndarray) -> None:
    assert_same_bits(STEEP, x)


def test_strided_read_only_and_whole_numbers_are_taken() -> None:
    x = np.linspace(-0.5, 2.5, 24).reshape(4, 6)
    fixed = x.copy()
    fixed.setflags(write=False)
    for each in (x.T, x[:, ::-2], np.broadcast_to(x[0], (3, 6)), fixed, np.arange(4), x.astype(np.float32)):
        assert_same_bits(STEEP, each)


def test_the_result_goes_where_it_is_asked_to() -> None:
    x = np.linspace(-0.5, 2.5, 5000).reshape(50, 100)
    out = np.full_like(x, 9.0)
    assert numba_engine.factors(STEEP, x, out=out) is out
    assert out.tobytes() == numpy_engine.factors(STEEP, x).tobytes()
    expected = out.copy()
    assert numba_engine.factors(STEEP, x, out=x).tobytes() == expected.tobytes()


@pytest.mark.parametrize("out", [np.empty(3), np.empty(4, dtype=np.float32), np.empty(8)[::2]])
def test_a_result_array_that_does_not_fit_is_refused(out: np.ndarray) -> None:
    with pytest.raises(EngineError, match=r"Give contiguous, writeable float64 of the shape \(4,\)\."):
        numba_engine.factors(STEEP, np.ones(4), out=out)


def test_several_threads_of_the_caller_do_not_touch_each_other() -> None:
    xs = [np.random.default_rng(seed).uniform(0, 2, 300_000) for seed in range(8)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda x: numba_engine.factors(STEEP, x), xs))
    for x, answer in zip(xs, answers, strict=True):
        assert answer.tobytes() == numpy_engine.factors(STEEP, x).tobytes()


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
