"""Slow first steps of the workshop, done in the background while the server already answers."""

from __future__ import annotations

import gc
import logging
import threading

from simulator.workshop import caches

_LOG = logging.getLogger("simulator")
ready = threading.Event()


def start() -> threading.Thread:
    """Begin the warm-up in a thread of its own."""
    thread = threading.Thread(target=_warm_up, name="warm-up", daemon=True)
    thread.start()
    return thread


def _warm_up() -> None:
    try:
        caches.first_answers()
    except Exception as error:  # noqa: BLE001 - a cold start is slow, not wrong; the pages tell what is amiss
        _LOG.warning("warm-up stopped: %s", type(error).__name__)
    gc.collect()
    # what is loaded now stays for the life of the process: no later collection needs to look at it
    gc.freeze()
    ready.set()
