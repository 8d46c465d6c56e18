"""What a browser is allowed to do with these pages, and what a log may say about a failure.

Nothing loads from a third party: the policy names this server only. Streamlit's page has one inline script, whose
hash is computed from the installed page, so an upgrade cannot silently switch the script off.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import secrets
import traceback
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from simulator.text import plain

HANDBOOK = "/handbook"
FIXED_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LOG = logging.getLogger("simulator")
_REFUSED = 1008  # the websocket's word for a broken policy


class SecurityHeaders:
    """ASGI middleware that adds the headers to every HTTP answer and leaves websockets alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # the raw path, because the address a client claims in `Host` must not choose the policy
        headers = [*FIXED_HEADERS, (b"content-security-policy", content_policy(str(scope["path"])).encode())]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *headers]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def content_policy(path: str) -> str:
    """The content security policy for a path: strict for the app; the handbook's theme needs its inline scripts."""
    in_handbook = path == HANDBOOK or path.startswith(f"{HANDBOOK}/")
    scripts = "'self' 'unsafe-inline'" if in_handbook else " ".join(("'self'", *inline_script_hashes()))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


class OwnPagesOnly:
    """ASGI middleware that refuses a websocket opened by somebody else's page.

    Streamlit refuses it as well, but only after asking a service on the internet for this machine's address.
    """

    def __init__(self, app: ASGIApp, name: str = "") -> None:
        self.app = app
        self.name = name  # what visitors type, where a proxy stands in front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no websocket, or one from a page of this server."""
        if scope["type"] == "websocket" and not is_own(Headers(scope=scope), self.name):
            await send({"type": "websocket.close", "code": _REFUSED})
            return
        await self.app(scope, receive, send)


def is_own(headers: Headers, name: str = "") -> bool:
    """Whether a page of this server asks; a program that is no browser says nothing of where it comes from."""
    origin = headers.get("origin")
    if origin is None:
        return True
    page = urlsplit(origin)
    return page.netloc == headers.get("host") or (bool(name) and page.hostname == name)


@lru_cache(maxsize=1)
def inline_script_hashes() -> tuple[str, ...]:
    """CSP hashes of the inline scripts in the installed Streamlit page."""
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    return tuple(script_hash(body) for body in _INLINE_SCRIPT.findall(page.read_text(encoding="utf-8")))


def script_hash(body: str) -> str:
    """The CSP source that allows exactly this inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"


class NoValues(logging.Filter):
    """Strips exceptions from log records: a message or a local value may carry somebody's pay."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record and the error's type, drop its message and traceback."""
        if record.exc_info and record.exc_info[0] is not None:
            record.msg, record.args = f"{record.getMessage()}: {record.exc_info[0].__name__}", ()
            record.exc_info = record.exc_text = None
        return True


def keep_values_out_of_the_log() -> None:
    """Streamlit's own record of an uncaught error keeps its type and loses its message."""
    logger = logging.getLogger("streamlit.error_util")
    if not any(isinstance(known, NoValues) for known in logger.filters):
        logger.addFilter(NoValues())


def warn_without_config() -> None:
    """Say so when Streamlit's own defaults are in force: they show errors in full and listen on every address."""
    if config.get_option("client.showErrorDetails") != "none":
        _LOG.warning("%s", plain("error.no_config"))


def log_reference(error: BaseException) -> str:
    """Log where an error happened under a reference that can be shown; never its message."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    _LOG.error("error %s: %s at %s", reference, type(error).__name__, where or "unknown place")
    return reference
