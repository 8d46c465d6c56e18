"""The built handbook under /handbook, and a page that says how to build it while it is not there."""

from __future__ import annotations

from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from simulator.text import plain

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ font: 1.05rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 15vh auto 0; padding: 0 1.25rem; }}
code {{ font: 0.95em ui-monospace, monospace; }}
a {{ color: light-dark(#0f766e, #5eead4); }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{body}</p>
<p><code>{command}</code></p>
<p><a href="/">{back}</a></p>
</main>
</body>
</html>
"""


class Handbook:
    """ASGI app for the built site; looks anew at each request, so a build needs no restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = StaticFiles(directory=folder, html=True, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the site, or say how to build it."""
        if scope["type"] == "http" and not (self.folder / "index.html").is_file():
            await HTMLResponse(not_built_page(), status_code=404)(scope, receive, send)
            return
        await self.site(scope, receive, send)


def not_built_page() -> str:
    """The page shown while there is no built handbook."""
    words = {name: escape(plain(f"handbook.{name}")) for name in ("title", "body", "command", "back")}
    return _PAGE.format(**words)
