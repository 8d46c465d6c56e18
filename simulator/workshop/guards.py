"""What stands between the network and the workshop's pages: who may open a websocket, and the mark of a browser.

The mark is a random cookie that no script can read. It brings a reloaded phone back to its own answer and says nothing
about who holds it; the file of rooms keeps a hash of it, another one for each room.
"""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "workshop_phone"
_MARK = re.compile(r"[A-Za-z0-9_-]{32}")
_FOR_DAYS = 30
_REFUSED = 1008  # the websocket's word for a broken policy


def new_mark() -> str:
    """A browser's mark: 192 random bits."""
    return secrets.token_urlsafe(24)


def is_mark(text: str) -> bool:
    """Whether this is a mark that was given out here."""
    return _MARK.fullmatch(text) is not None


class PhoneMarks:
    """ASGI middleware that gives each browser its mark with the first page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a page for a browser without a mark brings one."""
        if scope["type"] != "http" or not _asks_for_a_page(Request(scope)):
            await self.app(scope, receive, send)
            return

        async def send_with_mark(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"set-cookie", _cookie(new_mark()))]
            await send(message)

        await self.app(scope, receive, send_with_mark)


class OwnPagesOnly:
    """ASGI middleware that refuses a websocket opened by somebody else's page.

    Streamlit refuses it as well, but only after asking a service on the internet for this machine's address.
    """

    def __init__(self, app: ASGIApp, name: str = "") -> None:
        self.app = app
        self.name = name  # what phones type, where a proxy stands in front

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


def _asks_for_a_page(request: Request) -> bool:
    wants = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return wants and not is_mark(request.cookies.get(COOKIE, ""))


def _cookie(mark: str) -> bytes:
    age = _FOR_DAYS * 24 * 3600
    return f"{COOKIE}={mark}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax".encode()
