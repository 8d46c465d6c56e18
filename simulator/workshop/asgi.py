"""The workshop's process: its pages at /, a sign of life at /healthz.

It is open to a room full of phones, so it holds invented people only: it does not import the simulator's store or
data, and it does not start where they are named.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, NoReturn

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from compsim.present.numbers import listed
from simulator import launch, security
from simulator.text import plain, t
from simulator.workshop import caches, guards, keeping, reach, warm_up


async def healthz(_: Request) -> JSONResponse:
    """Says that the process answers; it does not wait for the warm-up."""
    return JSONResponse({"status": "ok", "warm": warm_up.ready.is_set()}, headers={"Cache-Control": "no-store"})


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Refuse what is private, take the file of rooms and warm up beside the first requests."""
    refuse_what_is_private()
    with open_rooms():
        security.keep_values_out_of_the_log()
        security.warn_without_config()
        warm_up.start()
        yield


def refuse_what_is_private() -> None:
    """End the process where it was started with data or a store of the process that holds pay."""
    found = reach.private_settings(os.environ)
    if found:
        stop(plain("workshop.private", names=listed(list(found)), command=reach.start_without(found)))
    if launch.data_folder() is not None:
        stop(plain("workshop.private_option"))


def open_rooms() -> IO[bytes]:
    """The file of rooms, taken for this process, with the rooms read; or the process ends with what mends it."""
    file = reach.rooms_file()
    try:
        return _taken(file)
    except keeping.HeldError:
        stop(plain("workshop.held", file=file))
    except keeping.ForeignFileError:
        stop(plain("workshop.foreign", file=file))
    except (sqlite3.Error, OSError):
        stop(plain("workshop.unreachable", file=file))


def _taken(file: Path) -> IO[bytes]:
    claim = keeping.claim(file)
    try:
        caches.hall()
    except BaseException:
        claim.close()
        raise
    return claim


def stop(says: str) -> NoReturn:
    """End the process with a sentence; an exception would bury it under a traceback of the server's."""
    sys.stderr.write(f"{says}\n")
    sys.stderr.flush()
    os._exit(3)


def show_reference(error: Exception) -> bool:
    """Tell the person that something failed, with a reference to the log and without a value."""
    st.error(t("error.body", reference=security.log_reference(error)), title=t("error.title"))
    return True


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=lifespan,
    routes=[
        Route("/healthz", healthz),
    ],
    middleware=[
        Middleware(security.SecurityHeaders),
        Middleware(security.OwnPagesOnly, name=reach.public_name(os.environ)),
        Middleware(guards.PhoneMarks),
    ],
    on_script_error=show_reference,
)

if __name__ == "__main__":
    app.run()
