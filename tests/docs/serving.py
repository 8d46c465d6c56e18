"""The built handbook on a port of this machine, at the path the simulator serves it from."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PATH = "/handbook"


class _Silent(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        """The file of an address; outside the handbook there is none."""
        return super().translate_path(path.removeprefix(PATH) if path.startswith(f"{PATH}/") else "/nothing")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The handbook's address while it is served, with a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PATH}/"
    finally:
        server.shutdown()
        server.server_close()
