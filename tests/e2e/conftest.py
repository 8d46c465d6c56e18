"""The simulator as people use it: a process of its own, a store of its own, and a real browser that keeps a record."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.project_files import ROOT

PATIENCE = 60  # seconds until the server answers, or a page stands
SCREENS = [("light", 1280), ("dark", 390)]  # a desk by day and a phone by night; colours do not hang on the width
WITH_PICTURES = ("/plan", "/result", "/compare", "/fairness", "/risk")
# Streamlit probes for its own address below a deep page; nothing else may appear in the console.
PROBES = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Visit:
    """A page, and everything it asked for and complained about."""

    page: Page
    home: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to an address of the app and wait until it stands still."""
        self.page.goto(self.home + address)
        expect(self.page.get_by_test_id("stMain").locator("h1")).to_be_visible(timeout=PATIENCE * 1000)
        if address.partition("?")[0] in WITH_PICTURES:
            self.page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=PATIENCE * 1000)
        settled(self.page)
        return self.page


def settled(page: Page) -> None:
    """Wait until no run of the page is under way, and none was about to begin."""
    still = page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    for _ in range(2):
        page.wait_for_timeout(250)
        still.wait_for(state="attached", timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook of one page, so that the mount is tested without a build."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("<!doctype html><title>Handbook</title><h1>Handbook</h1>", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Iterator[str]:
    """The simulator's address, without a slash at the end."""
    with started(tmp_path_factory.mktemp("simulator"), site) as (address, _):
        yield address


@contextmanager
def started(folder: Path, site: Path, *, wait: bool = True) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server of its own on the store in a folder: its address, once it answers, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    own = {"COMPSIM_STORE": str(folder / "scenarios.db"), "COMPSIM_SITE": str(site), "PYTHONPATH": paths}
    own |= {"COMPSIM_DATABASE_URL": ""}
    command = [sys.executable, "-m", "streamlit", "run", "simulator/asgi.py", "--server.port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=log, stderr=log)
        try:
            if wait:
                wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - this machine's own address
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the simulator did not start")


@pytest.fixture
def visit(browser: Browser, home: str) -> Iterator[Visit]:
    """One person's visit on a desk screen; afterwards the console must be clean and nobody else was asked."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    made = Visit(context.new_page(), home)

    def heard(message: ConsoleMessage) -> None:
        probe = str(message.location.get("url", "")).endswith(PROBES)
        if message.type in {"error", "warning"} and not probe:
            made.complaints.append(message.text)

    def asked(request: Request) -> None:
        made.requests.append(request.url)

    made.page.on("console", heard)
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.page.on("request", asked)
    yield made
    context.close()
    assert made.complaints == []
    assert [url for url in made.requests if not url.startswith((home, "data:", "blob:"))] == []
