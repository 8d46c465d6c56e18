"""What stands between the network and the workshop's pages: the mark of a browser.

The mark is a random cookie that no script can read. It brings a reloaded phone back to its own answer and says nothing
about who holds it; the file of rooms keeps a hash of it, another one for each room.
"""

from __future__ import annotations

import re
import secrets

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "workshop_phone"
_MARK = re.compile(r"[A-Za-z0-9_-]{32}")
_FOR_DAYS = 30


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


def _asks_for_a_page(request: Request) -> bool:
    wants = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return wants and not is_mark(request.cookies.get(COOKIE, ""))


def _cookie(mark: str) -> bytes:
    age = _FOR_DAYS * 24 * 3600
    return f"{COOKIE}={mark}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax".encode()
