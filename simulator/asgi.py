"""One process, one port: the app at /, the handbook at /handbook, a sign of life at /healthz, /robots.txt for crawlers.

streamlit run simulator/asgi.py [-- --data DIR]
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route

from simulator import launch, security, store, warm_up
from simulator.handbook import Handbook
from simulator.text import plain, t


async def healthz(_: Request) -> JSONResponse:
    """Says that the process answers; it does not wait for the warm-up."""
    return JSONResponse({"status": "ok", "warm": warm_up.ready.is_set()}, headers={"Cache-Control": "no-store"})


async def robots(_: Request) -> PlainTextResponse:
    """Asks search engines to read the handbook and nothing else: a result is nobody's search result."""
    return PlainTextResponse(f"User-agent: *\nAllow: {security.HANDBOOK}/\nDisallow: /\n")


async def to_handbook(_: Request) -> RedirectResponse:
    """The handbook's own address ends with a slash; a relative redirect keeps whatever proxy stands in front."""
    return RedirectResponse(f"{security.HANDBOOK}/")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Look at the store, keep values out of the log and warm up beside the first requests."""
    refuse_a_wrong_store()
    security.keep_values_out_of_the_log()
    security.warn_without_config()
    warm_up.start()
    yield


def refuse_a_wrong_store() -> None:
    """End the process with what mends it when the saved scenarios cannot be used."""
    try:
        store.check_store(launch.store_address())
    except store.StoreError as error:
        # an exception would bury these two lines under a traceback of the server's
        sys.stderr.write(f"{plain('error.store', why=error)}\n")
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
        Route("/robots.txt", robots),
        Route(security.HANDBOOK, to_handbook),
        Mount(security.HANDBOOK, app=Handbook(launch.handbook_folder()), name="handbook"),
    ],
    middleware=[Middleware(security.SecurityHeaders), Middleware(security.OwnPagesOnly)],
    on_script_error=show_reference,
)

if __name__ == "__main__":
    app.run()
