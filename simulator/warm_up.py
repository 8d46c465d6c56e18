"""Slow first steps, done in the background while the server already answers."""

from __future__ import annotations

import gc
import logging
import threading

_LOG = logging.getLogger("simulator")
ready = threading.Event()


def start() -> threading.Thread:
    """Begin the warm-up in a thread of its own."""
    thread = threading.Thread(target=_warm_up, name="warm-up", daemon=True)
    thread.start()
    return thread


def _warm_up() -> None:
    try:
        _import_and_evaluate()
    except Exception as error:  # noqa: BLE001 - a cold start is slow, not wrong; the pages tell what is amiss
        _LOG.warning("warm-up stopped: %s", type(error).__name__)
    gc.collect()
    # what is loaded now stays for the life of the process: no later collection needs to look at it
    gc.freeze()
    ready.set()


def _import_and_evaluate() -> None:
    import plotly.graph_objects  # noqa: F401, PLC0415 - slow, and needed by the first chart

    from simulator import caches  # noqa: PLC0415 - slow

    caches.evaluate_start_plans()
    compile_kernels()
    caches.plan_store()


def compile_kernels() -> None:
    """Compile what large jobs need, so that nobody waits for it later."""
    import numpy as np  # noqa: PLC0415 - slow

    from compsim.engine.evaluation import get_engine  # noqa: PLC0415 - slow
    from compsim.engine.sweep.arithmetic import warm_up  # noqa: PLC0415 - slow
    from compsim.plan.curve import PayCurve  # noqa: PLC0415 - slow

    get_engine("numba")(PayCurve((0.0,), (0.0,), (1.0,)), np.ones(3))
    warm_up().join()
