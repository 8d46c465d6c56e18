"""Take the README's pictures anew from a simulator that runs: `make pictures`."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
HOME = "http://127.0.0.1:8599"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STILL = "[data-testid=stApp][data-test-script-state=notRunning]"
PICTURES = {"simulator": "/result?plan=next_year", "handbook": "/handbook/qualify/must-have-questions/"}
SIZE = {"width": 1280, "height": 860}
COLOURS = 96  # enough for a page, a third of the bytes


@contextmanager
def simulator() -> Iterator[None]:
    """The simulator with a store of its own, until the pictures are taken."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "simulator/asgi.py",
            "--server.port",
            HOME.rpartition(":")[2],
        ]
        own = {"COMPSIM_STORE": str(Path(folder) / "scenarios.db"), "COMPSIM_DATABASE_URL": ""}
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=subprocess.DEVNULL)
        try:
            _wait_until_it_answers()
            yield
        finally:
            server.terminate()
            server.wait()


def main() -> None:
    """Write docs/pictures/NAME.png for each picture."""
    with simulator(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        for name, address in PICTURES.items():
            _take(page, address, ROOT / "docs" / "pictures" / f"{name}.png")
        browser.close()


def _wait_until_it_answers(patience: int = 60) -> None:
    for _ in range(patience * 10):
        try:
            urllib.request.urlopen(f"{HOME}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the simulator did not start")


def _take(page: Page, address: str, path: Path) -> None:
    page.goto(HOME + address)
    if not address.startswith("/handbook"):
        page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
        page.wait_for_timeout(1_000)
        page.locator(STILL).wait_for(state="attached")
    page.wait_for_timeout(1_000)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)
    print(f"pictures: {path.relative_to(ROOT)}, {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
