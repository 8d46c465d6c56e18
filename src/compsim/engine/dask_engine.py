"""A sweep on a Dask cluster: the plans are split, the numbers are the same to the last bit as on one machine.

No rule of pay lives here. Every worker gets the prepared sweep once and works out stretches of its plans, with one
thread of its own, and compiles the kernels once.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import Any

from compsim.engine.evaluation import EngineName
from compsim.engine.sweep.arithmetic import arithmetic_for
from compsim.engine.sweep.exact import Evaluated, plan_by_plan
from compsim.engine.sweep.factored import Desk, Prepared, figures_of
from compsim.engine.sweep.figures import Figures
from compsim.errors import EngineError

PARTS_OF_A_WORKER = 4
CONNECT_SECONDS = 30

Told = Callable[[float], None]


def figures_on(cluster: Any, prepared: Prepared | str, evaluated: Evaluated, engine: EngineName, told: Told) -> Figures:
    """The figures of a whole sweep, its plans spread over the workers of a cluster (an address, or a client).

    EngineError if Dask is not installed, or if nobody answers at the address or works there.
    """
    payload = pickle.dumps(evaluated if isinstance(prepared, str) else prepared)
    with _client(cluster) as client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise EngineError("the cluster has no workers. Start one with `dask worker ADDRESS`.")
        plans = len(evaluated[0])
        size = -(-plans // (PARTS_OF_A_WORKER * workers))
        ranges = [(first, min(first + size, plans)) for first in range(0, plans, size)]
        everywhere = client.scatter(payload, broadcast=True, hash=False)
        tasks = [client.submit(_part, everywhere, *each, engine, pure=False) for each in ranges]
        return Figures.joined(_gathered(client, tasks, told))


def _gathered(client: Any, tasks: list[Any], told: Told) -> list[Figures]:
    """The results in the tasks' order; when told to stop, what is not done is taken back."""
    try:
        for done, _ in enumerate(_distributed().as_completed(tasks), start=1):
            told(done / len(tasks))
        found: list[Figures] = client.gather(tasks)
    except BaseException:
        client.cancel(tasks)
        raise
    return found


def _part(payload: bytes, first: int, last: int, engine: EngineName) -> Figures:
    """What a worker does: the figures of some plans."""
    received = _received(payload)
    if not isinstance(received, Prepared):
        sweep, population, baseline = received
        return plan_by_plan(sweep, population, baseline, range(first, last), _nobody)
    rows = sum(len(role.rows) for role in received.roles)
    with ThreadPoolExecutor(1) as pool:
        return figures_of(received, first, last, Desk(arithmetic_for(engine, len(received.sweep), rows), pool, _nobody))


@lru_cache(maxsize=1)
def _received(payload: bytes) -> Any:
    """Unpacked once a worker; the bytes come from the client that started the sweep."""
    return pickle.loads(payload)  # noqa: S301 - a cluster runs its clients' code anyway


def _nobody(_share: float) -> None:
    """Workers tell nobody."""


@contextmanager
def _client(cluster: Any) -> Iterator[Any]:
    """The client itself, or one that is connected to the address and closed afterwards."""
    if not isinstance(cluster, str):
        yield cluster
        return
    try:
        client = _distributed().Client(cluster, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        says = f"no Dask scheduler answers at '{cluster}'"
        raise EngineError(f"{says}. Start one with `dask scheduler`, or check the address.") from error
    with client:
        yield client


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        says = "a sweep on a cluster needs Dask, which is not installed"
        raise EngineError(f"{says}. Install it with `pip install 'compsim[cluster]'`.") from error
