"""A sweep on a cluster of two worker processes: the same bits as in one process."""

import sys
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from distributed import Client, LocalCluster

from compsim.engine.sweep.figures import Figures
from compsim.engine.sweep.run import run_sweep
from compsim.errors import EngineError
from compsim.plan.levers import Lever, Sweep, every_combination
from compsim.plan.scenario import read_scenario
from compsim.population.people import Population
from tests.strategies import people

PLAN = """
scenario: last
plans:
  seller:
    objectives:
      revenue: {weight: 60%, curve: {points: {50%: 0%, 100%: 100%, 150%: 200%}}}
      team: {weight: 40%, measure: revenue, credit: team, measured: year, curve: {steps: {100%: 100%}}}
    gates: [{measure: revenue, credit: team, hurdle: 50%}]
    caps: {payout: 150%, per: year}
"""
CURVES = tuple({"points": {f"{start}%": "0%", "100%": "100%"}} for start in range(10, 90, 7))


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        LocalCluster(
            n_workers=2, processes=True, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        Client(cluster) as connected,
    ):
        yield connected


@pytest.fixture
def population() -> Population:
    rng = np.random.default_rng(5)
    return people(np.round(rng.uniform(0, 200, (150, 4)), 2), np.full((150, 4), 100.0))


def levers(*more: Lever) -> Sweep:
    curves = Lever("seller.objectives.revenue.curve", CURVES)
    return every_combination(read_scenario(PLAN), [curves, Lever("seller.gates.0.hurdle", ("60%", "90%")), *more])


def assert_same_bits(one: Figures, other: Figures) -> None:
    for each in fields(Figures):
        assert getattr(one, each.name).tobytes() == getattr(other, each.name).tobytes(), each.name


@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_a_cluster_gives_the_same_bits(client: Any, population: Population, engine: Any) -> None:
    here = run_sweep(levers(), population, engine=engine)
    there = run_sweep(levers(), population, engine=engine, cluster=client)
    assert_same_bits(here.figures, there.figures)


def test_a_sweep_plan_by_plan_gives_the_same_bits(client: Any, population: Population) -> None:
    sweep = levers(Lever("seller.settled", ("quarterly", "yearly")))
    here, there = run_sweep(sweep, population), run_sweep(sweep, population, cluster=client)
    assert here.plan_by_plan == there.plan_by_plan != ""
    assert_same_bits(here.figures, there.figures)


def test_an_address_is_enough_and_progress_reaches_the_end(client: Any, population: Population) -> None:
    heard: list[float] = []
    address = client.scheduler.address
    run_sweep(levers(), population, cluster=address, progress=lambda _, share: heard.append(share))
    assert address.startswith("tcp://127.0.0.1:")
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_without_dask_the_message_names_the_extra(population: Population, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EngineError, match=r"pip install 'compsim\[cluster\]'"):
        run_sweep(levers(), population, cluster="tcp://127.0.0.1:9")


def test_a_cluster_that_does_not_answer_is_told(population: Population, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compsim.engine.dask_engine.CONNECT_SECONDS", 1)
    with pytest.raises(EngineError, match=r"no Dask scheduler answers at 'tcp://127\.0\.0\.1:9'"):
        run_sweep(levers(), population, cluster="tcp://127.0.0.1:9")
